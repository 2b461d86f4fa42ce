//! Where a case may be written: never inside the evidence, whatever links and `..` say.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::CaseError;

/// The true path of `path`, of which the end may not exist yet: links are followed, `..` is
/// resolved, step by step as the operating system would.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut at = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                at.pop();
            }
            // A drive alone means its current folder on Windows; the root that follows counts.
            Component::Prefix(_) => at.push(component),
            step => {
                at.push(step);
                match fs::canonicalize(&at) {
                    Ok(found) => at = found,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(at)
}

/// The true path for a new case: a folder that is empty or does not exist, outside all evidence.
pub(crate) fn for_case(path: &Path, evidence: &[PathBuf]) -> Result<PathBuf, CaseError> {
    let case = resolved(path).map_err(CaseError::io(path, "find out where this is"))?;
    for source in evidence {
        // Evidence that does not exist cannot be changed; opening it will say so.
        let Ok(source_path) = fs::canonicalize(source) else { continue };
        if case.starts_with(&source_path) {
            return Err(CaseError::InsideEvidence {
                case: path.to_owned(),
                evidence: source.clone(),
            });
        }
    }
    match fs::symlink_metadata(&case) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(case),
        Err(error) => Err(CaseError::io(path, "look at this place")(error)),
        Ok(found) if !found.is_dir() => Err(CaseError::NotAFolder(path.to_owned())),
        Ok(_) => {
            let mut entries =
                fs::read_dir(&case).map_err(CaseError::io(path, "list this folder"))?;
            match entries.next() {
                None => Ok(case),
                Some(_) => Err(CaseError::NotEmpty(path.to_owned())),
            }
        }
    }
}

/// Whether a name is a plain file name on every system: no separator, no drive, no reserved or
/// hidden name, nothing that Windows would trim.
pub(crate) fn is_plain(name: &str) -> bool {
    /// Names that Windows gives to devices, with any extension (Microsoft Learn, "Naming Files").
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or("").to_ascii_lowercase();
    let port = stem.len() == 4
        && (stem.starts_with("com") || stem.starts_with("lpt"))
        && stem.ends_with(|c: char| c.is_ascii_digit());
    !stem.is_empty()
        && !name.ends_with('.')
        && !DEVICES.contains(&stem.as_str())
        && !port
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_only() {
        for name in ["report.html", "findings.jsonl", "a-b_c.1", "com.txt", "console"] {
            assert!(is_plain(name), "{name}");
        }
        let others = [
            "", ".", "..", ".x", "a/b", "a\\b", "C:x", "x.", "x ", "nul", "COM1.txt", "aux.json",
            "ü",
        ];
        for name in others {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn a_path_through_missing_folders_and_back_is_resolved() {
        let root = tempfile::tempdir().unwrap();
        let base = fs::canonicalize(root.path()).unwrap();
        fs::create_dir(root.path().join("evidence")).unwrap();
        let around = root.path().join("missing/../evidence/case");
        assert_eq!(resolved(&around).unwrap(), base.join("evidence").join("case"));
        let away = root.path().join("evidence/../case");
        assert_eq!(resolved(&away).unwrap(), base.join("case"));
    }
}
