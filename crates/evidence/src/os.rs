//! The few things that differ between the operating systems a responder works on. Everything
//! else in this crate is the same on Linux, macOS and Windows.
#![expect(clippy::disallowed_methods, reason = "this crate is the door to bytes")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Opens a file for reading. A link in the last place is refused and a pipe does not block: what
/// was listed as a plain file may have been swapped since.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC);
    }
    // On Windows the standard library shares the file for reading, writing and deleting, so that
    // logs that Exchange holds open can be read beside it.
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no longer a plain file"));
    }
    Ok(file)
}

/// Reads at an offset without a cursor shared between threads.
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, buffer, offset);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, buffer, offset);
}

/// Writes at an offset; only ever to temporary space.
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::write_at(file, bytes, offset);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_write(file, bytes, offset);
}

/// The path in the form in which every name below it can be opened: absolute, links in it
/// followed, and on Windows with the `\\?\` prefix that keeps `CON` or a trailing dot a name.
pub(crate) fn absolute(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// The entries of a directory.
pub(crate) fn read_dir(path: &Path) -> io::Result<fs::ReadDir> {
    fs::read_dir(path)
}

/// Whether the error says that another process holds the file: Windows' sharing violation (32)
/// and lock violation (33).
pub(crate) fn is_locked(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// The folders of an absolute path from the root of the disk, with the drive as `C:`.
pub(crate) fn folders(path: &Path) -> Vec<String> {
    use std::path::Component;
    let drive = drive_of(path).map(|letter| format!("{letter}:"));
    let rest = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    drive.into_iter().chain(rest).collect()
}

/// The drive letter in a path that the user gave, as in `D:\` on a live server.
pub(crate) fn drive_of(path: &Path) -> Option<char> {
    use std::path::{Component, Prefix};
    let Some(Component::Prefix(prefix)) = path.components().next() else { return None };
    match prefix.kind() {
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            Some(char::from(letter.to_ascii_uppercase()))
        }
        _ => None,
    }
}
