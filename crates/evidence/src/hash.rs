//! SHA-256 of an entry, for manifests and for evidence that points at bytes.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use crate::{Entry, Source};

/// Bytes hashed at a time.
const BLOCK_BYTES: usize = 256 * 1024;

/// SHA-256 of an entry's bytes in lower-case hex.
///
/// # Errors
/// When the entry cannot be read to its end: a hash of a part would name no file.
pub fn sha256(source: &dyn Source, entry: &Entry) -> io::Result<String> {
    let mut reader = source.open(entry)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        match reader.read(&mut block) {
            Ok(0) => break,
            Ok(count) => hash.update(&block[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
