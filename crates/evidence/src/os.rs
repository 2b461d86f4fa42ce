//! The few things that differ between the operating systems a responder works on. Everything
//! else in this crate is the same on Linux, macOS and Windows.
#![expect(clippy::disallowed_methods, reason = "this crate is the door to bytes")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Component, Path, PathBuf, Prefix};

/// Opens a file for reading. A link in the last place is refused and a pipe does not block: what
/// was listed as a plain file may have been swapped since.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let file = open_itself(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no longer a plain file"));
    }
    Ok(file)
}

#[cfg(unix)]
fn open_itself(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// The standard library shares the file for reading, writing and deleting, so that logs that
/// Exchange holds open can be read beside it.
#[cfg(windows)]
fn open_itself(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
    // Values of CreateFileW and of file attributes: <https://learn.microsoft.com/windows/win32/>.
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    const FILE_ATTRIBUTE_REPARSE_POINT: u32 = 0x400;
    let itself =
        OpenOptions::new().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)?;
    let meta = itself.metadata()?;
    if meta.is_symlink() || meta.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT == 0 {
        return Ok(itself);
    }
    // Deduplicated and compressed files hold such a point too. It leads to nothing but their own
    // bytes, and opening the point itself would show none of them.
    OpenOptions::new().read(true).open(path)
}

/// The DOS attributes of a file; 0 where the system has none.
pub(crate) fn attributes_of(meta: &std::fs::Metadata) -> u32 {
    #[cfg(unix)]
    {
        let _ = meta;
        0
    }
    #[cfg(windows)]
    return std::os::windows::fs::MetadataExt::file_attributes(meta);
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
    fs::canonicalize(path).or_else(|error| without_a_letter(path).ok_or(error))
}

/// A place for which Windows gives no canonical path: a shadow copy, a disk that a mounting
/// program made known by a letter of its own (<https://github.com/rust-lang/rust/issues/79449>).
/// A link to it is followed once.
fn without_a_letter(path: &Path) -> Option<PathBuf> {
    if !cfg!(windows) {
        return None;
    }
    let linked = fs::read_link(path).ok().filter(|to| to.is_absolute());
    let path = std::path::absolute(linked.as_deref().unwrap_or(path)).ok()?;
    let text = path.to_str()?;
    let mut path = if text.starts_with("\\\\") { path } else { format!("\\\\?\\{text}").into() };
    if folders(&path).is_empty() {
        // A volume without its last backslash is the device, which holds no folders.
        path.push("");
    }
    fs::metadata(&path).is_ok().then_some(path)
}

/// The folder directly in `root`, which is absolute, in or at which a link ends; `None` if it leads
/// elsewhere. Nothing of it is opened.
pub(crate) fn tree_of(link: &Path, root: &Path) -> Option<String> {
    let target = fs::canonicalize(link).ok()?;
    let first = target.strip_prefix(root).ok()?.components().next()?;
    Some(first.as_os_str().to_string_lossy().into_owned())
}

/// Where a link says that it leads.
pub(crate) fn target_of(link: &Path) -> Option<String> {
    Some(fs::read_link(link).ok()?.to_string_lossy().into_owned())
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

/// Whether the error says that an antivirus program keeps the file shut: Windows' errors for a
/// file that is infected (225) and one that was removed for it (226).
pub(crate) fn is_barred(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(225 | 226))
}

/// The folders of an absolute path from the root of the disk, with the drive as `C:`.
pub(crate) fn folders(path: &Path) -> Vec<String> {
    let drive = drive_of(path).map(|letter| format!("{letter}:"));
    let rest = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let mut folders: Vec<String> = drive.into_iter().chain(rest).collect();
    if let Some(Prefix::Verbatim(_)) = prefix_of(path)
        && let [device, volume, ..] = folders.as_slice()
        && device == "Device"
        && volume.starts_with("HarddiskVolume")
    {
        // A volume under its name in the kernel, as a shadow copy has it.
        folders.drain(..2);
    }
    folders
}

/// The drive letter in a path that the user gave, as in `D:\` on a live server or `\\ex01\D$` on
/// another machine.
fn drive_of(path: &Path) -> Option<char> {
    let letter = match prefix_of(path)? {
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => letter,
        Prefix::UNC(_, share) | Prefix::VerbatimUNC(_, share) => {
            let [letter, b'$'] = share.as_encoded_bytes() else { return None };
            *letter
        }
        _ => return None,
    };
    letter.is_ascii_alphabetic().then(|| char::from(letter.to_ascii_uppercase()))
}

/// What a path begins with; only Windows' paths have it.
fn prefix_of(path: &Path) -> Option<Prefix<'_>> {
    match path.components().next()? {
        Component::Prefix(prefix) => Some(prefix.kind()),
        _ => None,
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn drives_are_known_on_this_and_on_other_machines() {
        let cases = [
            ("C:\\", Some('C')),
            ("\\\\?\\e:\\Exchange", Some('E')),
            ("\\\\ex01\\D$\\Logs", Some('D')),
            ("\\\\?\\UNC\\ex01\\d$", Some('D')),
            ("\\\\ex01\\Evidence", None),
            ("\\\\ex01\\$$", None),
            ("logs", None),
        ];
        for (path, letter) in cases {
            assert_eq!(drive_of(Path::new(path)), letter, "{path}");
        }
    }

    #[test]
    fn a_shadow_copy_is_a_volume_of_its_own() {
        let copy = "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy3\\Windows\\Temp";
        assert_eq!(folders(Path::new(copy)), ["Windows", "Temp"]);
        assert_eq!(folders(Path::new("C:\\Device\\HarddiskVolume1")).len(), 3);
    }
}
