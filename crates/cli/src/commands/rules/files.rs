//! The user's rule files: every file of a kind below a folder, in order of name.

#![expect(clippy::disallowed_methods, reason = "the user's own rules, not evidence")]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Deepest folder searched for rules; a loop of links ends there.
const DEEPEST: usize = 16;

/// Which files are rules.
pub(super) struct Wanted {
    /// Their extensions, lower-case, without the dot.
    pub(super) extensions: &'static [&'static str],
    /// Largest file read, in bytes.
    pub(super) most_bytes: u64,
}

/// Every wanted file below a folder, or one file, by name.
pub(super) fn find(path: &Path, wanted: &Wanted) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(path, wanted, 0, &mut files)?;
    files.sort();
    Ok(files)
}

/// Name and content of every wanted file below a folder, or of one file, by name.
pub(super) fn read(path: &Path, wanted: &Wanted) -> Result<Vec<(String, Vec<u8>)>> {
    find(path, wanted)?
        .iter()
        .map(|file| Ok((file.display().to_string(), bytes(file, wanted)?)))
        .collect()
}

/// Whether a file's extension is that of wanted rules.
pub(super) fn is_named(path: &Path, wanted: &Wanted) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    wanted.extensions.iter().any(|own| extension == *own)
}

fn collect(path: &Path, wanted: &Wanted, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let place = || format!("{}: the rules cannot be read", path.display());
    if !path.is_dir() {
        if depth == 0 || is_named(path, wanted) {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    if depth >= DEEPEST {
        bail!("{}: more than {DEEPEST} folders deep; do links go round?", path.display());
    }
    for entry in std::fs::read_dir(path).with_context(place)? {
        collect(&entry.with_context(place)?.path(), wanted, depth + 1, files)?;
    }
    Ok(())
}

fn bytes(file: &Path, wanted: &Wanted) -> Result<Vec<u8>> {
    let size = file.metadata().with_context(|| file.display().to_string())?.len();
    if size > wanted.most_bytes {
        bail!("{}: {size} bytes are too many for a file of rules", file.display());
    }
    std::fs::read(file).with_context(|| file.display().to_string())
}
