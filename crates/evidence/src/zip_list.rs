//! The directory of a zip: what it holds, what of it is encrypted, unsafe or overlapping, and,
//! where the directory is cut off or damaged, what the local headers still tell.

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use model::{FileTimes, GapReason, Timestamp};
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::unstable::read::ZipIterable;

use crate::limits::Budget;
use crate::raw::{At, Blob, Raw, RawEntry, RawGap};
use crate::store::{Span, SpanReader};
use crate::zip_entry::{LOCAL_HEADER_BYTES, Packed};
use crate::{Limits, names, zip_recover};

/// An entry as a directory or a local header describes it.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) name: String,
    pub(crate) header: u64,
    pub(crate) packed: u64,
    pub(crate) size: Option<u64>,
    pub(crate) crc: Option<u32>,
    pub(crate) method: u16,
    pub(crate) encrypted: bool,
    /// A symbolic link.
    pub(crate) link: bool,
    pub(crate) times: FileTimes,
    /// DOS attributes; 0 where unknown.
    pub(crate) attributes: u32,
    /// Length of the name in the header, for finding overlaps.
    pub(crate) name_bytes: u64,
}

/// Lists a zip.
pub(crate) fn list(archive: &Span, at: &At, limits: &Limits, budget: &Arc<Budget>) -> Raw {
    let mut raw = Raw::default();
    let mut found = Vec::new();
    let broken = read_directory(archive, limits, &mut found);
    if let Some(problem) = broken {
        let known: HashSet<u64> = found.iter().map(|entry| entry.header).collect();
        let listed = found.len();
        let lost = zip_recover::walk(archive, limits, budget, &known, &mut found);
        let detail = format!(
            "{problem}; {} entries were found in the directory and {} more by their own headers",
            listed,
            found.len() - listed
        );
        let reason = if lost { GapReason::Truncated } else { GapReason::Damaged };
        raw.gaps.push(RawGap::new(at.own_name(), reason, detail));
    }
    if found.len() as u64 > limits.entries {
        let detail = format!("more than {} entries: the rest was not listed", limits.entries);
        raw.gaps.push(RawGap::new(at.own_name(), GapReason::TooLarge, detail));
        found.truncate(usize::try_from(limits.entries).unwrap_or(usize::MAX));
    }
    drop_overlaps(&mut found, at, &mut raw.gaps);
    sort_out(found, archive, at, budget, &mut raw);
    raw
}

/// Reads the directory; returns what is wrong with it, if anything is.
fn read_directory(archive: &Span, limits: &Limits, found: &mut Vec<Described>) -> Option<String> {
    let missing = |error: &dyn std::fmt::Display| {
        format!("the directory at the archive's end cannot be read ({error})")
    };
    let reader = match archive.open() {
        Ok(reader) => reader,
        Err(error) => return Some(missing(&error)),
    };
    let mut headers = match archive.open() {
        Ok(reader) => reader,
        Err(error) => return Some(missing(&error)),
    };
    let config = Config { archive_offset: ArchiveOffset::Detect };
    let mut directory = match ZipIterable::try_new(reader, config) {
        Ok(directory) => directory,
        Err(error) => return Some(missing(&error)),
    };
    let files = match directory.files() {
        Ok(files) => files,
        Err(error) => return Some(missing(&error)),
    };
    for entry in files {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(format!("the archive's directory is damaged ({error})")),
        };
        if !entry.is_dir() || entry.size() > 0 {
            found.push(describe(&entry, &mut headers));
        }
        if found.len() as u64 > limits.entries {
            break;
        }
    }
    None
}

fn describe(entry: &ZipFileEntry<'_>, headers: &mut SpanReader) -> Described {
    let raw_name = entry.name_raw();
    #[expect(deprecated, reason = "the method's number is what tells Deflate64 from others")]
    let method = entry.compression().to_u16();
    let (times, attributes) = directory_header(headers, entry.central_header_start());
    Described {
        name: decode_name(raw_name, || entry.name().ok().map(|name| name.into_owned())),
        header: entry.header_start(),
        packed: entry.compressed_size(),
        size: Some(entry.size()),
        // A Zip AES entry of version 2 has no checksum; it is not read anyway.
        crc: Some(entry.crc32()),
        method,
        encrypted: entry.encrypted(),
        link: entry.is_symlink(),
        times,
        attributes,
        name_bytes: raw_name.len() as u64,
    }
}

/// A name as text: UTF-8 if it is (many packers do not say so), else what the archive's own
/// encoding makes of it.
pub(crate) fn decode_name(raw: &[u8], other: impl FnOnce() -> Option<String>) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => other().unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()),
    }
}

/// Times from the extra fields of a directory header, and the DOS attributes that packers on Windows
/// keep in the low byte of the external ones (APPNOTE.TXT 4.4.15). The DOS time of a zip is the
/// packer's local time in an unknown zone, so it is no time at all here.
fn directory_header(headers: &mut SpanReader, header: u64) -> (FileTimes, u32) {
    const FIXED: usize = 46;
    let mut fixed = [0; FIXED];
    let read = headers.seek(SeekFrom::Start(header)).and_then(|_| headers.read_exact(&mut fixed));
    if read.is_err() {
        return (FileTimes::default(), 0);
    }
    let attributes = u32::from(fixed[38]);
    let length = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let (name, extra) = (length(28), length(30));
    let mut fields = vec![0; usize::from(extra)];
    let read = headers
        .seek(SeekFrom::Current(i64::from(name)))
        .and_then(|_| headers.read_exact(&mut fields));
    let times = if read.is_err() { FileTimes::default() } else { extra_times(&fields) };
    (times, attributes)
}

/// Times from extra fields: NTFS (0x000A; APPNOTE.TXT 4.5.5) before the Unix time (0x5455;
/// Info-ZIP's extrafld.txt). Both are UTC.
pub(crate) fn extra_times(mut fields: &[u8]) -> FileTimes {
    let mut times = FileTimes::default();
    while let [id_low, id_high, len_low, len_high, rest @ ..] = fields {
        let length = usize::from(u16::from_le_bytes([*len_low, *len_high])).min(rest.len());
        let (data, next) = rest.split_at(length);
        match u16::from_le_bytes([*id_low, *id_high]) {
            0x000A => {
                if let Some([modified, _, created]) = ntfs_times(data) {
                    times = FileTimes { created, modified };
                }
            }
            0x5455 if times.modified.is_none() => {
                if let [flags, a, b, c, d, ..] = data
                    && flags & 1 == 1
                {
                    let seconds = i64::from(i32::from_le_bytes([*a, *b, *c, *d]));
                    times.modified = Timestamp::from_second(seconds).ok();
                }
            }
            _ => {}
        }
        fields = next;
    }
    times
}

/// Modified, accessed and created of an NTFS extra field, each as a FILETIME.
fn ntfs_times(data: &[u8]) -> Option<[Option<Timestamp>; 3]> {
    let attribute = data.get(4..32)?;
    if attribute[..4] != [1, 0, 24, 0] {
        return None;
    }
    let at = |index: usize| {
        let bytes = attribute.get(4 + 8 * index..12 + 8 * index)?;
        filetime(u64::from_le_bytes(bytes.try_into().ok()?))
    };
    Some([at(0), at(1), at(2)])
}

/// A FILETIME: 100 ns since 1601. Zero is no time.
fn filetime(ticks: u64) -> Option<Timestamp> {
    const TICKS_PER_SECOND: u64 = 10_000_000;
    const SECONDS_1601_TO_1970: i64 = 11_644_473_600;
    if ticks == 0 {
        return None;
    }
    let seconds = i64::try_from(ticks / TICKS_PER_SECOND).ok()? - SECONDS_1601_TO_1970;
    let nanoseconds = i32::try_from(ticks % TICKS_PER_SECOND * 100).ok()?;
    Timestamp::new(seconds, nanoseconds).ok()
}

/// Drops entries whose bytes lie inside an earlier entry's: no packer writes such, and many of
/// them over one block of data are a decompression bomb that shows no ratio
/// (<https://www.bamsoftware.com/hacks/zipbomb/>). The first of them stays.
fn drop_overlaps(found: &mut Vec<Described>, at: &At, gaps: &mut Vec<RawGap>) {
    found.sort_by_key(|entry| entry.header);
    let mut end = 0_u64;
    let mut dropped = Vec::new();
    found.retain(|entry| {
        if entry.header < end {
            dropped.push(names::safe(&entry.name).name);
            return false;
        }
        // The local header may hold more extra fields than is known here: this is the least.
        end = (entry.header + LOCAL_HEADER_BYTES)
            .saturating_add(entry.name_bytes)
            .saturating_add(entry.packed);
        true
    });
    if let Some(first) = dropped.first() {
        let detail = format!(
            "{} entries share bytes with others, as in a decompression bomb; not read, the first \
             is {first}",
            dropped.len()
        );
        let mut gap = RawGap::new(at.own_name(), GapReason::Damaged, detail);
        gap.count = dropped.len() as u64;
        gaps.push(gap);
    }
}

/// Turns described entries into entries that can be read, and the others into gaps.
fn sort_out(found: Vec<Described>, archive: &Span, at: &At, budget: &Arc<Budget>, raw: &mut Raw) {
    let mut unsafe_names: Vec<String> = Vec::new();
    for entry in found {
        let safe = names::safe(&entry.name);
        let name = at.name.clone() + &safe.name;
        if safe.unsafe_ {
            unsafe_names.push(entry.name.clone());
        }
        if safe.name.is_empty() {
            continue;
        }
        if entry.link {
            let detail = "a link inside an archive: not followed";
            raw.gaps.push(RawGap::new(name, GapReason::UnsafePath, detail));
        } else if entry.encrypted {
            let detail = "encrypted, and no key was given: decrypt the archive and give the result";
            raw.gaps.push(RawGap::new(name, GapReason::Encrypted, detail).bytes(entry.packed));
        } else {
            raw.entries.push(RawEntry {
                name,
                stored: at.stored.clone() + &entry.name.replace('\\', "/"),
                size: entry.size,
                times: entry.times,
                attributes: entry.attributes,
                blob: Blob::Packed(Arc::new(Packed {
                    archive: archive.clone(),
                    header: entry.header,
                    packed: entry.packed,
                    size: entry.size,
                    crc: entry.crc,
                    method: entry.method.into(),
                    budget: Arc::clone(budget),
                    unpacked: Arc::default(),
                })),
            });
        }
    }
    raw.gaps.extend(unsafe_names_gap(at, &unsafe_names));
}

/// One gap for all names of an archive that point outside it.
pub(crate) fn unsafe_names_gap(at: &At, names: &[String]) -> Option<RawGap> {
    let first = names.first()?;
    let detail = format!(
        "{} names point outside the archive; their files are read under names without the way out, \
         the first is {first:?}",
        names.len()
    );
    let mut gap = RawGap::new(at.own_name(), GapReason::UnsafePath, detail);
    gap.count = names.len() as u64;
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_fields_give_utc_times() {
        let mut ntfs = vec![0x0A, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0];
        for ticks in [132_592_000_000_000_000_u64, 0, 132_591_000_000_000_000] {
            ntfs.extend(ticks.to_le_bytes());
        }
        let times = extra_times(&ntfs);
        assert_eq!(times.modified.map(|t| t.as_second()), Some(1_614_726_400));
        assert_eq!(times.created.map(|t| t.as_second()), Some(1_614_626_400));

        let unix = [0x55, 0x54, 5, 0, 1, 0, 0, 0x40, 0x60];
        assert_eq!(extra_times(&unix).modified.map(|t| t.as_second()), Some(0x6040_0000));
        assert_eq!(extra_times(&[0x55, 0x54, 5, 0, 1]), FileTimes::default());
        assert_eq!(extra_times(&[0x0A, 0, 255, 255, 1]), FileTimes::default());
    }
}
