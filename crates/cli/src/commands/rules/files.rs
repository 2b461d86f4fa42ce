//! The user's rule files: every file of a kind below a folder, in order of name.

#![expect(clippy::disallowed_methods, reason = "the user's own rules, not evidence")]

use std::io::Read;
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
    collect(path, wanted, &mut files)?;
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

fn collect(path: &Path, wanted: &Wanted, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        return collect_below(path, wanted, 0, files);
    }
    files.push(path.to_owned());
    Ok(())
}

fn collect_below(
    folder: &Path,
    wanted: &Wanted,
    depth: usize,
    files: &mut Vec<PathBuf>,
) -> Result<()> {
    let place = || format!("{}: the rules cannot be read", folder.display());
    if depth >= DEEPEST {
        bail!("{}: more than {DEEPEST} folders deep; do links go round?", folder.display());
    }
    for entry in std::fs::read_dir(folder).with_context(place)? {
        let entry = entry.with_context(place)?;
        let path = entry.path();
        // The listing knows what it lists, without asking for each of thousands of files.
        let kind = entry.file_type().with_context(place)?;
        if kind.is_dir() || kind.is_symlink() && path.is_dir() {
            collect_below(&path, wanted, depth + 1, files)?;
        } else if is_named(&path, wanted) {
            files.push(path);
        }
    }
    Ok(())
}

fn bytes(file: &Path, wanted: &Wanted) -> Result<Vec<u8>> {
    let named = || file.display().to_string();
    let open = std::fs::File::open(file).with_context(named)?;
    let size = open.metadata().with_context(named)?.len();
    if size > wanted.most_bytes {
        bail!("{}: {size} bytes are too many for a file of rules", named());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    open.take(wanted.most_bytes).read_to_end(&mut bytes).with_context(named)?;
    Ok(bytes)
}
