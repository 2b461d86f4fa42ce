//! From what the user names to a source: what is it, and what does it hold?

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use model::{FileTimes, GapReason};

use crate::collected::Place;
use crate::combined::Combined;
use crate::limits::Budget;
use crate::raw::{At, Blob, Raw, RawEntry, RawGap};
use crate::source::Listed;
use crate::store::{Span, Spool};
use crate::{Limits, OpenError, Source, expand, folder, os, tar_list, zip_list};

/// First bytes looked at to recognise a container: a tar needs one block.
const HEAD_BYTES: usize = 512;

/// Containers that are known and not read: the beginning of the file, its kind, what to do.
const UNSUPPORTED: &[(&[u8], &str, &str)] = &[
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it and give the folder"),
    (b"Rar!\x1A\x07", "a RAR archive", "unpack it and give the folder"),
    (b"EVF\x09\x0D\x0A\xFF\x00", "an E01 disk image", "mount it read-only and give the folder"),
    (b"vhdxfile", "a VHDX disk image", "mount it read-only and give the folder"),
    (b"conectix", "a VHD disk image", "mount it read-only and give the folder"),
    (b"KDMV", "a VMDK disk image", "mount it read-only and give the folder"),
    (b"MSCF", "a cabinet", "unpack it and give the folder"),
    (b"\xFD7zXZ\x00", "an xz stream", "unpack it and give the result"),
    (b"\x28\xB5\x2F\xFD", "a zstd stream", "unpack it and give the result"),
];

/// How sources are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Limits against hostile archives.
    pub limits: Limits,
    /// The letter of a volume whose own was lost: a mounted disk, a copy that starts at
    /// `inetpub`. On a live Windows server the letter in the path itself comes first.
    pub drive: char,
}

impl Default for Options {
    fn default() -> Self {
        Self { limits: Limits::default(), drive: 'C' }
    }
}

/// Opens a source: a folder, a zip, a tar (also `.tar.gz`), the root of a mounted Windows disk, or
/// a single file.
///
/// The source is listed at once. What of it cannot be read is in its listing as gaps.
///
/// # Errors
/// When there is nothing to read: the path does not exist, the operating system refuses it, or it
/// is a kind of container that this version does not read.
pub fn open(path: &Path, limits: Limits) -> Result<Box<dyn Source>, OpenError> {
    open_with(path, Options { limits, ..Options::default() })
}

/// As [`open`], with all options.
///
/// # Errors
/// As for [`open`].
pub fn open_with(path: &Path, options: Options) -> Result<Box<dyn Source>, OpenError> {
    let refused = |source: io::Error| match source.kind() {
        // Windows' word for `*.zip`, which its shells hand over as it was typed.
        io::ErrorKind::NotFound | io::ErrorKind::InvalidFilename => {
            OpenError::NotFound(path.to_owned())
        }
        _ => OpenError::Refused { path: path.to_owned(), source },
    };
    let name = path.to_string_lossy().into_owned();
    let absolute = os::absolute(path).map_err(refused)?;
    let meta = absolute.metadata().map_err(refused)?;
    let limits = &options.limits;
    let spool = Spool::new(limits.spool_bytes);
    let raw = if meta.is_dir() {
        let at = At { name: String::new(), stored: format!("{}/", slashes(&name)) };
        folder::list(&absolute, &at, limits).map_err(refused)?
    } else if meta.is_file() {
        file(&absolute, &name, limits, &spool).map_err(|problem| match problem {
            FileProblem::Refused(error) => refused(error),
            FileProblem::Unsupported { what, advice } => {
                OpenError::Unsupported { path: path.to_owned(), what, advice }
            }
        })?
    } else {
        return Err(OpenError::NotAFile(path.to_owned()));
    };
    let above = above(&absolute, &raw);
    let place = Place { drive: drive(&above, &raw).unwrap_or(options.drive), above };
    let (raw, layout) = expand::expand(raw, limits, &spool, &place);
    Ok(Box::new(Listed::new(name, raw, &layout)))
}

/// Opens several sources of one server as one, in a fixed order whatever the order given.
///
/// # Errors
/// When one of them cannot be opened, or none is given.
pub fn open_many<P: AsRef<Path>>(
    paths: &[P],
    options: Options,
) -> Result<Box<dyn Source>, OpenError> {
    let mut paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    paths.sort();
    // One place under two spellings would count everything twice. What cannot be found is kept:
    // opening it says so.
    let mut seen = HashSet::new();
    paths.retain(|path| os::absolute(path).map_or(true, |place| seen.insert(place)));
    let mut sources = Vec::with_capacity(paths.len());
    for path in paths {
        sources.push(open_with(path, options)?);
    }
    match sources.len() {
        0 => Err(OpenError::NoSource),
        1 => sources.pop().ok_or(OpenError::NoSource),
        _ => Ok(Box::new(Combined::new(sources))),
    }
}

/// The folders that tell of a source's files: itself and those above for a folder, those above
/// for a loose file, none for an archive, which was made and put anywhere.
fn above(path: &Path, raw: &Raw) -> Vec<String> {
    let folder = match raw.entries.as_slice() {
        _ if path.is_dir() => Some(path),
        [RawEntry { blob: Blob::Disk { .. }, .. }] => path.parent(),
        _ => None,
    };
    folder.map(os::folders).unwrap_or_default()
}

/// The letter of a data volume that is given whole, as `E:\` on a live server. A volume with
/// Windows on it may be mounted under any letter, and its own was another.
fn drive(above: &[String], raw: &Raw) -> Option<char> {
    let [root] = above else { return None };
    let has_windows = raw.entries.iter().any(|entry| {
        entry.name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("windows/"))
    });
    root.strip_suffix(':')?.chars().next().filter(|_| !has_windows)
}

/// Why a file gives no source.
enum FileProblem {
    Refused(io::Error),
    Unsupported { what: &'static str, advice: &'static str },
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

/// A single file: an archive by its first bytes, else by its name, else a loose file.
fn file(path: &Path, name: &str, limits: &Limits, spool: &Spool) -> Result<Raw, FileProblem> {
    let span = Span::file(path)?;
    let head = head_of(&span)?;
    if let Some((_, what, advice)) = UNSUPPORTED.iter().find(|(magic, ..)| head.starts_with(magic))
    {
        return Err(FileProblem::Unsupported { what, advice });
    }
    let at = At { name: String::new(), stored: format!("{}!/", slashes(name)) };
    let lower = name.to_lowercase();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || lower.ends_with(".zip")
    {
        let budget = Budget::new(*limits, span.len());
        return Ok(zip_list::list(&span, &at, limits, &budget));
    }
    if head.starts_with(&[0x1F, 0x8B]) {
        return Ok(gzip(&span, name, &at, limits, spool)?);
    }
    if tar_list::is_tar(&head) || lower.ends_with(".tar") {
        return Ok(tar_list::list(&span, &at, limits));
    }
    let dir: Arc<Path> = path.parent().unwrap_or(Path::new("")).into();
    let blob = Blob::Disk { dir, name: path.file_name().unwrap_or_default().into() };
    let times = folder::times(&path.metadata()?);
    Ok(loose(file_name(name), slashes(name), Some(span.len()), times, blob))
}

/// A gzip: a tar inside, or one file.
fn gzip(span: &Span, name: &str, at: &At, limits: &Limits, spool: &Spool) -> io::Result<Raw> {
    let budget = Budget::new(*limits, span.len());
    let decoder = flate2::bufread::MultiGzDecoder::new(span.open()?);
    let mut metered = crate::limits::Metered::new(decoder, span.len(), budget, Arc::default());
    let (content, error) = spool.take(&mut metered);
    let gap = error.map(|error| RawGap::of(None, &error));
    let head = head_of(&content)?;
    let mut raw = if tar_list::is_tar(&head) {
        tar_list::list(&content, at, limits)
    } else {
        let inner = file_name(name);
        let inner = inner.strip_suffix(".gz").unwrap_or(inner);
        let size = Some(content.len());
        let blob = Blob::span(content);
        loose(inner, format!("{}{inner}", at.stored), size, FileTimes::default(), blob)
    };
    raw.gaps.extend(gap);
    Ok(raw)
}

fn loose(name: &str, stored: String, size: Option<u64>, times: FileTimes, blob: Blob) -> Raw {
    let mut raw = Raw::default();
    if name.is_empty() {
        raw.gaps.push(RawGap::new(None, GapReason::Unreadable, "the file has no name"));
    } else {
        raw.entries.push(RawEntry {
            name: name.to_owned(),
            stored,
            size,
            times,
            attributes: 0,
            blob,
        });
    }
    raw
}

fn head_of(span: &Span) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    span.open()?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The last component of a name, whatever separators it uses.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// A name as people read it in reports, without a separator at its end.
fn slashes(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    name.trim_end_matches('/').to_owned()
}
