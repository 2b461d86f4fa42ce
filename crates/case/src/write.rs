//! Writes a case: each file hashed as it is written, renamed into place, the manifest last.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use model::Assessment;
use sha2::{Digest, Sha256};

use crate::manifest::{MANIFEST_VERSION, Manifest, Output, Rules};
use crate::place::{for_case, is_plain};
use crate::{ASSESSMENT, CaseError, MANIFEST};

/// A case being written. Dropped before [`CaseWriter::finish`], it leaves a folder without a
/// manifest, which nothing takes for a case.
#[derive(Debug)]
pub struct CaseWriter {
    folder: PathBuf,
    outputs: Vec<Output>,
}

impl CaseWriter {
    /// Makes the folder `path`, with the folders above it that are missing. `evidence` is what
    /// the run reads: the case must not lie inside any of it.
    ///
    /// # Errors
    /// If the folder exists and is not empty, is a file, lies inside the evidence (also by links
    /// or `..`), or cannot be made.
    pub fn create(path: &Path, evidence: &[PathBuf]) -> Result<Self, CaseError> {
        let folder = for_case(path, evidence)?;
        fs::create_dir_all(&folder).map_err(CaseError::io(path, "make this folder"))?;
        Ok(Self { folder, outputs: Vec::new() })
    }

    /// The folder's true path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes one file of the case with what `body` gives, for example
    /// `write("report.html", |out| …)`.
    ///
    /// # Errors
    /// If the name is not a plain file name or is taken, if `body` fails, or the system refuses.
    pub fn write(
        &mut self,
        name: &str,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CaseError> {
        let taken = self.outputs.iter().any(|output| output.name.eq_ignore_ascii_case(name));
        if taken || !is_plain(name) || name.eq_ignore_ascii_case(MANIFEST) {
            return Err(CaseError::Name(name.to_owned()));
        }
        let output = into_place(&self.folder, name, body)?;
        self.outputs.push(output);
        Ok(())
    }

    /// Writes `assessment.json`.
    ///
    /// # Errors
    /// If it was written already or the system refuses.
    pub fn write_assessment(&mut self, assessment: &Assessment) -> Result<(), CaseError> {
        self.write(ASSESSMENT, |out| {
            serde_json::to_writer_pretty(&mut *out, assessment)?;
            out.write_all(b"\n")
        })
    }

    /// Writes `assessment.json`, if that was not done, and then the manifest: the case is
    /// complete. `rules` names what was applied, with versions.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn finish(
        mut self,
        assessment: &Assessment,
        mut rules: Vec<Rules>,
    ) -> Result<Manifest, CaseError> {
        if !self.outputs.iter().any(|output| output.name == ASSESSMENT) {
            self.write_assessment(assessment)?;
        }
        rules.sort_unstable();
        let manifest = Manifest {
            schema: MANIFEST_VERSION.to_owned(),
            run: assessment.run.clone(),
            rules,
            build_table: assessment.build_table.clone(),
            evidence: assessment.artefacts.clone(),
            outputs: self.outputs,
        };
        into_place(&self.folder, MANIFEST, |out| {
            serde_json::to_writer_pretty(&mut *out, &manifest)?;
            out.write_all(b"\n")
        })?;
        Ok(manifest)
    }
}

/// Writes a file beside its place and renames it, so that its name never shows half of it.
fn into_place(
    folder: &Path,
    name: &str,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Output, CaseError> {
    let beside = folder.join(format!("{name}.part"));
    let place = folder.join(name);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .map_err(CaseError::io(&beside, "create this file"))?;
    let written = hashed(file, body).map_err(CaseError::io(&beside, "write this file"));
    let (size, sha256) = match written {
        Ok(written) => written,
        Err(error) => {
            // The half file says nothing and the error already says why; if it cannot be removed
            // either, it stays under its `.part` name.
            drop(fs::remove_file(&beside));
            return Err(error);
        }
    };
    fs::rename(&beside, &place).map_err(CaseError::io(&place, "give this file its name"))?;
    Ok(Output { name: name.to_owned(), size, sha256 })
}

/// Writes and hashes, and waits until the bytes are on disk.
fn hashed(
    file: File,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<(u64, String)> {
    let mut out = Hashing { out: BufWriter::new(file), hash: Sha256::new(), size: 0 };
    body(&mut out)?;
    let file = out.out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok((out.size, hex(&out.hash.finalize())))
}

/// Counts and hashes what passes through.
struct Hashing {
    out: BufWriter<File>,
    hash: Sha256,
    size: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}
