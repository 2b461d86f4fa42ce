//! A folder as a source: walked without following links, read where it lies.

use std::fs::{FileType, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use model::{FileTimes, GapReason, Timestamp};

use crate::raw::{At, Blob, Raw, RawEntry, RawGap};
use crate::{Limits, os};

/// Folders in which Windows itself puts links, for programs that know only the folder names of
/// its older versions: `C:\Documents and Settings` and some twenty for each user. Their names
/// depend on the language. A star is one user's folder.
const PLACES_OF_OLD_NAMES: &[&str] = &[
    "",
    "programdata",
    "users",
    "users/*",
    "users/*/documents",
    "users/*/appdata/local",
    "windows/serviceprofiles/*",
    "windows/serviceprofiles/*/documents",
    "windows/serviceprofiles/*/appdata/local",
    "windows/system32/config/systemprofile/appdata/local",
];

/// Where these links lead, at the root of the volume.
const TREES_OF_OLD_NAMES: &[&str] = &["users", "programdata", "program files", "windows"];

/// Lists a folder. `root` is absolute; links below it are gaps, never followed, so loops cannot
/// arise and nothing outside the folder is read. Only of Windows' own links for old names is
/// nothing said where what they lead to is listed anyway.
///
/// # Errors
/// When the folder itself cannot be listed.
pub(crate) fn list(root: &Path, at: &At, limits: &Limits) -> io::Result<Raw> {
    let mut raw = Raw::default();
    let mut pending = vec![(root.to_path_buf(), String::new())];
    let mut first = true;
    while let Some((dir, below)) = pending.pop() {
        let children = match os::read_dir(&dir) {
            Ok(children) => children,
            Err(error) if first => return Err(error),
            Err(error) => {
                raw.gaps.push(RawGap::of(Some(at.name.clone() + &below), &error));
                continue;
            }
        };
        first = false;
        let shared: Arc<Path> = dir.as_path().into();
        for child in children {
            if raw.entries.len() as u64 >= limits.entries {
                let detail = format!("more than {} files: the rest was not listed", limits.entries);
                raw.gaps.push(RawGap::new(at.own_name(), GapReason::TooLarge, detail));
                return Ok(raw);
            }
            let child = match child {
                Ok(child) => child,
                Err(error) => {
                    raw.gaps.push(RawGap::of(Some(at.name.clone() + &below), &error));
                    break;
                }
            };
            let file_name = child.file_name();
            let shown = file_name.to_string_lossy().replace('\\', "/");
            let name = if below.is_empty() { shown.clone() } else { format!("{below}/{shown}") };
            match child.metadata() {
                Ok(meta) if meta.is_dir() => pending.push((child.path(), name)),
                Ok(meta) if meta.is_file() => {
                    let blob = Blob::Disk { dir: Arc::clone(&shared), name: file_name.into() };
                    raw.entries.push(file(at, &name, &meta, blob));
                }
                Ok(meta) if meta.is_symlink() && is_old_name(&below, &child.path(), root) => {}
                Ok(meta) => raw.gaps.push(not_followed(at, &name, &child.path(), meta.file_type())),
                Err(error) => raw.gaps.push(RawGap::of(Some(at.name.clone() + &name), &error)),
            }
        }
    }
    Ok(raw)
}

fn file(at: &At, name: &str, meta: &Metadata, blob: Blob) -> RawEntry {
    RawEntry {
        // A file may be called `a\b` on Linux, by an unpacker that took no notice of Windows
        // names; it was split above. `..` cannot occur in a directory listing.
        name: at.name.clone() + &crate::names::safe(name).name,
        stored: at.stored.clone() + name,
        size: Some(meta.len()),
        times: times(meta),
        attributes: os::attributes_of(meta),
        blob,
    }
}

fn not_followed(at: &At, name: &str, path: &Path, kind: FileType) -> RawGap {
    let detail = if kind.is_symlink() {
        let target = os::target_of(path).map(|to| format!(" to {to}")).unwrap_or_default();
        format!(
            "a link{target}: not followed, since it may lead outside the source; if what it \
             points to is evidence, give that as a source of its own"
        )
    } else {
        "neither a file nor a folder (a pipe, a socket or a device): not opened".to_owned()
    };
    RawGap::new(Some(at.name.clone() + name), GapReason::UnsafePath, detail)
}

/// Whether a link in the folder `below` the root of a volume is one of Windows' own for an old
/// name, and what it leads to is listed under its true one.
fn is_old_name(below: &str, link: &Path, root: &Path) -> bool {
    let own: Vec<&str> = below.split('/').collect();
    let is_here = |place: &&str| {
        let wanted: Vec<&str> = place.split('/').collect();
        let mut both = own.iter().zip(&wanted);
        own.len() == wanted.len()
            && both.all(|(own, part)| *part == "*" || own.eq_ignore_ascii_case(part))
    };
    PLACES_OF_OLD_NAMES.iter().any(is_here)
        && os::tree_of(link, root)
            .is_some_and(|tree| TREES_OF_OLD_NAMES.iter().any(|own| tree.eq_ignore_ascii_case(own)))
}

/// A copy keeps the time of the last change; when it was made says nothing about the server.
/// Linux has no honest creation times; those of Windows count once it is known that the file is
/// no copy (see [`crate::collected::Layout`]).
pub(crate) fn times(meta: &Metadata) -> FileTimes {
    let stamp = |time: io::Result<SystemTime>| time.ok().and_then(|t| Timestamp::try_from(t).ok());
    FileTimes {
        created: if cfg!(windows) { stamp(meta.created()) } else { None },
        modified: stamp(meta.modified()),
    }
}
