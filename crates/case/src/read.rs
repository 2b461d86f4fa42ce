//! Opens a case again: only the bytes that were written, only a shape this version knows.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use model::{Assessment, SCHEMA_VERSION};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::manifest::{MANIFEST_VERSION, Manifest, Output};
use crate::place::is_plain;
use crate::write::hex;
use crate::{ASSESSMENT, CaseError, MANIFEST};

/// Largest JSON file of a case that is read into memory. A case of a busy, attacked server is
/// some tens of MiB; more than this is no case of ours.
const MOST_JSON: u64 = 1 << 30;

/// A case as read: the answers, and what they were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The answers.
    pub assessment: Assessment,
    /// What was read and written.
    pub manifest: Manifest,
}

impl Case {
    /// Opens the case folder `path` and checks every file that its manifest lists.
    ///
    /// # Errors
    /// If it is no finished case, was written by a version with another shape, or a file differs
    /// from what was written.
    pub fn open(path: &Path) -> Result<Self, CaseError> {
        let place = path.join(MANIFEST);
        let bytes = match File::open(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(CaseError::NoManifest(path.to_owned()));
            }
            other => contents(other, &place)?.0,
        };
        let manifest: Manifest = versioned(&bytes, &place, MANIFEST_VERSION)?;
        let mut assessment = None;
        for output in &manifest.outputs {
            // A forged manifest must not send the reader elsewhere.
            if !is_plain(&output.name) {
                return Err(CaseError::Name(output.name.clone()));
            }
            let place = path.join(&output.name);
            if output.name == ASSESSMENT {
                let (bytes, found) = contents(File::open(&place), &place)?;
                check(output, &place, &found)?;
                assessment = Some(parse(&bytes, place)?);
            } else {
                check(output, &place, &digest(&place)?)?;
            }
        }
        let place = path.join(ASSESSMENT);
        let missing = || CaseError::Changed {
            place,
            expected: format!("an entry for {ASSESSMENT}"),
            found: "none".to_owned(),
        };
        Ok(Self { assessment: assessment.ok_or_else(missing)?, manifest })
    }
}

/// The assessment of the case folder `path`, after the checks of [`Case::open`].
///
/// # Errors
/// As [`Case::open`].
pub fn read(path: &Path) -> Result<Assessment, CaseError> {
    Case::open(path).map(|case| case.assessment)
}

/// An assessment from the bytes of an `assessment.json`, wherever they come from.
///
/// # Errors
/// If the bytes are not JSON of the shape this version reads.
pub fn parse_assessment(bytes: &[u8]) -> Result<Assessment, CaseError> {
    parse(bytes, PathBuf::from(ASSESSMENT))
}

fn parse(bytes: &[u8], place: PathBuf) -> Result<Assessment, CaseError> {
    versioned(bytes, &place, SCHEMA_VERSION)
}

/// The schema is looked at first: another version's file is told apart from a broken one.
fn versioned<T: DeserializeOwned>(
    bytes: &[u8],
    place: &Path,
    expected: &'static str,
) -> Result<T, CaseError> {
    #[derive(serde::Deserialize)]
    struct Version {
        schema: String,
    }
    let json = |source| CaseError::Json { place: place.to_owned(), source };
    let version: Version = serde_json::from_slice(bytes).map_err(json)?;
    if version.schema != expected {
        let (place, found) = (place.to_owned(), version.schema);
        return Err(CaseError::Schema { place, found, expected });
    }
    serde_json::from_slice(bytes).map_err(json)
}

/// Size and SHA-256 in words.
fn words(size: u64, sha256: &str) -> String {
    format!("{size} bytes, {sha256}")
}

fn check(output: &Output, place: &Path, found: &str) -> Result<(), CaseError> {
    let expected = words(output.size, &output.sha256);
    if expected == found {
        return Ok(());
    }
    Err(CaseError::Changed { place: place.to_owned(), expected, found: found.to_owned() })
}

/// The bytes of a JSON file with their size and hash in words.
fn contents(file: io::Result<File>, place: &Path) -> Result<(Vec<u8>, String), CaseError> {
    let file = file.map_err(CaseError::io(place, "open this file"))?;
    let mut bytes = Vec::new();
    file.take(MOST_JSON + 1)
        .read_to_end(&mut bytes)
        .map_err(CaseError::io(place, "read this file"))?;
    let found = bytes.len() as u64;
    if found > MOST_JSON {
        return Err(CaseError::TooLarge { place: place.to_owned(), found, most: MOST_JSON });
    }
    let hash = words(found, &hex(&Sha256::digest(&bytes)));
    Ok((bytes, hash))
}

/// Size and hash in words of a file of any size; `nothing` if it is gone.
fn digest(place: &Path) -> Result<String, CaseError> {
    /// Bytes hashed at a time.
    const BLOCK: usize = 64 * 1024;
    let mut file = match File::open(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok("nothing".to_owned()),
        other => other.map_err(CaseError::io(place, "open this file"))?,
    };
    let (mut hash, mut size, mut block) = (Sha256::new(), 0, vec![0; BLOCK]);
    loop {
        match file.read(&mut block).map_err(CaseError::io(place, "read this file"))? {
            0 => return Ok(words(size, &hex(&hash.finalize()))),
            read => {
                hash.update(&block[..read]);
                size += read as u64;
            }
        }
    }
}
