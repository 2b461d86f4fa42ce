//! The content of a tar, each file a span of it. Damage is passed over to the next header.
//!
//! The `tar` crate knows the header's fields; the walk is ours, because its own stops at the
//! first damaged header and reads long names of any length into memory.

use std::io::{Read, Seek, SeekFrom};

use model::{FileTimes, GapReason, Timestamp};
use tar::{EntryType, Header, PaxExtensions};

use crate::raw::{At, Blob, Raw, RawEntry, RawGap};
use crate::store::{Span, SpanReader};
use crate::zip_list::unsafe_names_gap;
use crate::{Limits, names};

/// Tar is made of blocks of this many bytes.
const BLOCK: u64 = 512;

/// Longest extension (long name, PAX records) that is read: names on Windows end at 32,767
/// characters, so this has room for every honest one.
const MAX_EXTENSION_BYTES: u64 = 1 << 20;

/// Whether these first bytes of a file are those of a tar.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(..BLOCK as usize)
        .is_some_and(|block| checksum_fits(block) && block.get(257..262) == Some(&b"ustar"[..]))
}

/// Whether a block is a header by its checksum, which every kind of tar has at the same place.
fn checksum_fits(block: &[u8]) -> bool {
    let stated = std::str::from_utf8(&block[148..156])
        .ok()
        .and_then(|text| u32::from_str_radix(text.trim_matches([' ', '\0']), 8).ok());
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    stated == Some(sum)
}

/// What extension headers say about the file that follows them.
#[derive(Default)]
struct Extension {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    modified: Option<Timestamp>,
}

/// Lists a tar.
pub(crate) fn list(archive: &Span, at: &At, limits: &Limits) -> Raw {
    let mut walk = Walk { archive, at, raw: Raw::default(), unsafe_names: Vec::new() };
    let outcome = archive.open().map_err(|error| RawGap::of(at.own_name(), &error));
    match outcome.and_then(|mut reader| walk.run(&mut reader, limits)) {
        Ok(()) => {}
        Err(gap) => walk.raw.gaps.push(gap),
    }
    let unsafe_names = unsafe_names_gap(at, &walk.unsafe_names);
    walk.raw.gaps.extend(unsafe_names);
    walk.raw
}

struct Walk<'a> {
    archive: &'a Span,
    at: &'a At,
    raw: Raw,
    unsafe_names: Vec<String>,
}

impl Walk<'_> {
    /// Goes from header to header. The error is the gap that ends the walk early.
    fn run(&mut self, reader: &mut SpanReader, limits: &Limits) -> Result<(), RawGap> {
        let mut position = 0;
        let mut extension = Extension::default();
        loop {
            let mut block = [0; BLOCK as usize];
            if position >= self.archive.len() || !read_block(reader, position, &mut block) {
                return Err(self.cut_off(position));
            }
            if block.iter().all(|byte| *byte == 0) {
                return Ok(());
            }
            if !checksum_fits(&block) {
                position = self.resume(reader, position)?;
                extension = Extension::default();
                continue;
            }
            if self.raw.entries.len() as u64 >= limits.entries {
                let detail =
                    format!("more than {} entries: the rest was not listed", limits.entries);
                return Err(RawGap::new(self.at.own_name(), GapReason::TooLarge, detail));
            }
            let header = Header::from_byte_slice(&block);
            let stated = header.entry_size().unwrap_or(0);
            let data = position + BLOCK;
            let size = match header.entry_type() {
                EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader => {
                    self.extend(header.entry_type(), data, stated, &mut extension);
                    stated
                }
                kind => {
                    let extension = std::mem::take(&mut extension);
                    let size = extension.size.unwrap_or(stated);
                    self.add(header, kind, extension, self.archive.part(data, size), size);
                    size
                }
            };
            position = data.saturating_add(size.div_ceil(BLOCK).saturating_mul(BLOCK));
        }
    }

    /// Notes what an extension header says.
    fn extend(&mut self, kind: EntryType, data: u64, size: u64, extension: &mut Extension) {
        if size > MAX_EXTENSION_BYTES {
            let detail = format!("a name of {size} bytes: not read, the file keeps its short name");
            self.raw.gaps.push(RawGap::new(self.at.own_name(), GapReason::TooLarge, detail));
            return;
        }
        let mut bytes = Vec::new();
        let read = self.archive.part(data, size).open().and_then(|mut r| r.read_to_end(&mut bytes));
        if let Err(error) = read {
            self.raw.gaps.push(RawGap::of(self.at.own_name(), &error));
            return;
        }
        match kind {
            EntryType::GNULongName => {
                let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                bytes.truncate(end);
                extension.name = Some(bytes);
            }
            EntryType::XHeader => {
                for record in PaxExtensions::new(&bytes).flatten() {
                    match (record.key_bytes(), record.value()) {
                        (b"path", _) => extension.name = Some(record.value_bytes().to_vec()),
                        (b"size", Ok(text)) => extension.size = text.parse().ok(),
                        (b"mtime", Ok(text)) => extension.modified = pax_time(text),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds a file, or the gap that it is.
    fn add(&mut self, header: &Header, kind: EntryType, more: Extension, span: Span, size: u64) {
        let bytes = more.name.unwrap_or_else(|| header.path_bytes().into_owned());
        let given = String::from_utf8_lossy(&bytes).into_owned();
        let safe = names::safe(&given);
        if safe.unsafe_ {
            self.unsafe_names.push(given.clone());
        }
        // Before POSIX a folder was a file whose name ends in a slash.
        if safe.name.is_empty() || given.ends_with('/') {
            return;
        }
        let name = self.at.name.clone() + &safe.name;
        let gap = match kind {
            EntryType::Regular | EntryType::Continuous => {
                let blob = Blob::Span { span, size };
                let modified = more.modified.or_else(|| {
                    let seconds = header.mtime().ok().filter(|seconds| *seconds > 0)?;
                    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
                });
                let times = FileTimes { created: None, modified };
                let stored = self.at.stored.clone() + &given;
                let (size, attributes) = (Some(size), 0);
                self.raw.entries.push(RawEntry { name, stored, size, times, attributes, blob });
                return;
            }
            EntryType::Directory | EntryType::XGlobalHeader => return,
            EntryType::Symlink | EntryType::Link => {
                RawGap::new(name, GapReason::UnsafePath, "a link inside an archive: not followed")
            }
            EntryType::GNUSparse => RawGap::new(
                name,
                GapReason::Unreadable,
                "stored with holes (GNU sparse), which is not supported; unpack the tar and give \
                 the folder",
            ),
            _ => RawGap::new(
                name,
                GapReason::UnsafePath,
                "neither a file nor a folder (a pipe or a device): not opened",
            ),
        };
        self.raw.gaps.push(gap);
    }

    /// Finds the next header after damage at `from`.
    fn resume(&mut self, reader: &mut SpanReader, from: u64) -> Result<u64, RawGap> {
        let mut at = from + BLOCK;
        let mut block = [0; BLOCK as usize];
        while read_block(reader, at, &mut block) {
            // Here the magic is wanted too: a checksum alone fits random data now and then.
            if is_tar(&block) {
                let detail = format!("damaged at offset {from}; went on at offset {at}");
                let gap = RawGap::new(self.at.own_name(), GapReason::Damaged, detail);
                self.raw.gaps.push(gap.bytes(at - from));
                return Ok(at);
            }
            at += BLOCK;
        }
        let lost = self.archive.len() - from;
        let detail = format!("damaged at offset {from}, and no header follows");
        Err(RawGap::new(self.at.own_name(), GapReason::Damaged, detail).bytes(lost))
    }

    fn cut_off(&self, position: u64) -> RawGap {
        let detail = format!(
            "ends at {} bytes without the mark that ends a tar (next header due at {position}): \
             probably cut off",
            self.archive.len()
        );
        RawGap::new(self.at.own_name(), GapReason::Truncated, detail)
    }
}

fn read_block(reader: &mut SpanReader, at: u64, block: &mut [u8; BLOCK as usize]) -> bool {
    reader.seek(SeekFrom::Start(at)).and_then(|_| reader.read_exact(block)).is_ok()
}

/// A PAX time: seconds with a fraction.
fn pax_time(text: &str) -> Option<Timestamp> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let nanoseconds: i32 = digits.parse().ok()?;
    Timestamp::new(seconds, if seconds < 0 { 0 } else { nanoseconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> At {
        At { name: String::new(), stored: "t.tar!/".into() }
    }

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, content) in files {
            let mut header = Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mtime(1_614_700_000);
            header.set_mode(0o644);
            builder.append_data(&mut header, name, *content).expect("memory");
        }
        builder.into_inner().expect("memory")
    }

    fn listed(bytes: Vec<u8>) -> (Vec<String>, Vec<GapReason>) {
        let raw = list(&Span::memory(bytes.into()), &at(), &Limits::default());
        (
            raw.entries.into_iter().map(|entry| entry.name).collect(),
            raw.gaps.into_iter().map(|gap| gap.reason).collect(),
        )
    }

    #[test]
    fn long_names_are_whole() {
        let long = format!("{}/x.log", "directory/".repeat(30));
        let (names, gaps) = listed(tar(&[(&long, b"1"), ("b.log", b"2")]));
        assert_eq!(names, [names::safe(&long).name, "b.log".into()]);
        assert_eq!(gaps, []);
    }

    #[test]
    fn a_damaged_header_costs_its_own_file_only() {
        let mut bytes = tar(&[("a.log", b"1"), ("b.log", b"2"), ("c.log", b"3")]);
        bytes[1_024] ^= 0xFF;
        assert_eq!(listed(bytes), (vec!["a.log".into(), "c.log".into()], vec![GapReason::Damaged]));
    }

    #[test]
    fn a_tar_that_is_cut_off_says_so() {
        let mut bytes = tar(&[("a.log", b"1"), ("b.log", &[b'x'; 2_000])]);
        bytes.truncate(2_000);
        let raw = list(&Span::memory(bytes.into()), &at(), &Limits::default());
        assert_eq!(raw.gaps[0].reason, GapReason::Truncated);
        assert_eq!(raw.entries.len(), 2);
        let mut content = Vec::new();
        let error = raw.entries[1].blob.open().expect("open").read_to_end(&mut content);
        assert_eq!(crate::gap_of(&error.expect_err("cut")).0, GapReason::Truncated);
        assert_eq!(content.len(), 2_000 - 1_536);
    }

    #[test]
    fn pax_times_have_fractions() {
        let time = pax_time("1614700000.25").expect("a time");
        assert_eq!(time.subsec_nanosecond(), 250_000_000);
        assert_eq!(pax_time("x"), None);
    }
}
