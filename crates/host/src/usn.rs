//! The NTFS change journal, `$Extend\$UsnJrnl:$J`: which files were created, renamed and deleted,
//! long after they are gone.
//!
//! `USN_RECORD_V2` and `V3` (<https://learn.microsoft.com/windows/win32/api/winioctl/ns-winioctl-usn_record_v2>),
//! at multiples of eight bytes. Raw copies begin with a sparse head of zeros that may be many
//! gigabytes long; it is passed over in large steps.

use std::io::{self, Cursor};

use model::{GapReason, Locator, WinPath};

use crate::blocks::Window;
use crate::hive::{u16_at, u32_at, u64_at};
use crate::loss::Loss;
use crate::time::filetime_at;
use crate::{Fact, FactKind, Head, ReadSeek, Reader, Seeking, Sink, Sniff};

/// Largest journal taken whole; larger ones are read by seeking.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Longest record that makes sense: 60 or 76 bytes and a name of 255 characters.
const LONGEST: usize = 1024;

/// Shortest record: its fixed part.
const SHORTEST: usize = 60;

/// What a record may say happened: the bit, its name.
const REASONS: [(u32, &str); 22] = [
    (0x0000_0001, "data-overwrite"),
    (0x0000_0002, "data-extend"),
    (0x0000_0004, "data-truncation"),
    (0x0000_0010, "named-data-overwrite"),
    (0x0000_0020, "named-data-extend"),
    (0x0000_0040, "named-data-truncation"),
    (0x0000_0100, "file-create"),
    (0x0000_0200, "file-delete"),
    (0x0000_0400, "ea-change"),
    (0x0000_0800, "security-change"),
    (0x0000_1000, "rename-old-name"),
    (0x0000_2000, "rename-new-name"),
    (0x0000_4000, "indexable-change"),
    (0x0000_8000, "basic-info-change"),
    (0x0001_0000, "hard-link-change"),
    (0x0002_0000, "compression-change"),
    (0x0004_0000, "encryption-change"),
    (0x0008_0000, "object-id-change"),
    (0x0010_0000, "reparse-point-change"),
    (0x0020_0000, "stream-change"),
    (0x0040_0000, "transacted-change"),
    (0x8000_0000, "close"),
];

/// The change journal.
pub(crate) struct ChangeJournal;

impl Reader for ChangeJournal {
    fn id(&self) -> &'static str {
        "usn-journal"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        // Only whole pages of zeros may come before the first record.
        let start = head.bytes.iter().position(|byte| *byte != 0).map(|start| start & !7);
        if let Some(start) = start
            && record_length(&head.bytes[start..]).is_some()
        {
            return Some(Sniff::Certain);
        }
        let name = head.path.file_name().to_ascii_lowercase();
        let named = name.ends_with("$j") || name.contains("usnjrnl");
        (named && (start.is_none() || head.bytes.is_empty())).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        if let Err(error) = Seeking::read(self, &mut Cursor::new(bytes), &|_| true, sink) {
            sink.gap(Locator::File, GapReason::Unreadable, error.to_string(), 1, 0);
        }
    }

    fn seeking(&self) -> Option<&dyn Seeking> {
        Some(self)
    }
}

impl Seeking for ChangeJournal {
    fn read(
        &self,
        input: &mut dyn ReadSeek,
        wanted: &dyn Fn(&str) -> bool,
        sink: &mut dyn Sink,
    ) -> io::Result<()> {
        let mut bad =
            Loss::new(GapReason::Damaged, "stretches of a change journal without records");
        let mut lost: Option<(u64, u64)> = None;
        let mut window = Window::first(input)?;
        loop {
            let (buffer, is_last) = (window.bytes(), window.is_last());
            let mut from = 0;
            while from + 8 <= buffer.len() && (is_last || buffer.len() - from >= LONGEST) {
                let rest = &buffer[from..];
                let place = window.base() + from as u64;
                if let Some(length) = record_length(rest) {
                    end_loss(&mut bad, &mut lost);
                    record(&rest[..length], place, wanted, sink);
                    from += length.next_multiple_of(8);
                } else if rest[..8] == [0; 8] {
                    end_loss(&mut bad, &mut lost);
                    let zeros = rest.iter().take_while(|byte| **byte == 0).count();
                    from += zeros & !7;
                } else {
                    lost.get_or_insert((place, 0)).1 += 8;
                    from += 8;
                }
            }
            let from = from.min(buffer.len());
            let rest = &buffer[from..];
            if is_last && rest.iter().any(|byte| *byte != 0) {
                let place = window.base() + from as u64;
                lost.get_or_insert((place, 0)).1 += rest.len() as u64;
            }
            if !window.advance(from)? {
                break;
            }
        }
        end_loss(&mut bad, &mut lost);
        bad.report(sink);
        Ok(())
    }
}

fn end_loss(bad: &mut Loss, lost: &mut Option<(u64, u64)>) {
    if let Some((offset, length)) = lost.take() {
        bad.add(Locator::Bytes { offset, length }, length);
    }
}

/// The length of the record at the beginning; `None` if there is no whole one.
fn record_length(bytes: &[u8]) -> Option<usize> {
    let length = u32_at(bytes, 0)? as usize;
    let fixed = match (u16_at(bytes, 4)?, u16_at(bytes, 6)?) {
        (2, 0) => SHORTEST,
        (3, 0) => 76,
        _ => return None,
    };
    let name_length = usize::from(u16_at(bytes, fixed - 4)?);
    let name_at = usize::from(u16_at(bytes, fixed - 2)?);
    let holds = (SHORTEST..=LONGEST).contains(&length)
        && length <= bytes.len()
        && name_at >= fixed
        && name_at + name_length <= length;
    holds.then_some(length)
}

fn record(bytes: &[u8], place: u64, wanted: &dyn Fn(&str) -> bool, sink: &mut dyn Sink) {
    // Version 3 has file ids of 16 bytes, of which NTFS uses the low 8.
    let shift = if u16_at(bytes, 4) == Some(3) { 16 } else { 0 };
    let number = |at: usize| u64_at(bytes, at).unwrap_or(0);
    let fixed = SHORTEST + shift;
    let name_length = usize::from(u16_at(bytes, fixed - 4).unwrap_or(0));
    let name_at = usize::from(u16_at(bytes, fixed - 2).unwrap_or(0));
    let name: String = {
        let raw = bytes.get(name_at..name_at + name_length).unwrap_or_default();
        let units = raw.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if !wanted(&name) {
        return;
    }
    let reason = u32_at(bytes, 40 + shift).unwrap_or(0);
    let (file, parent) = (number(8), number(if shift > 0 { 24 } else { 16 }));
    let usn = number(24 + shift);
    let mut fact = Fact::new(FactKind::Usn, Locator::Record { number: usn, offset: place })
        .at(filetime_at(bytes, 32 + shift))
        .with("name", name)
        .with("record", (file & 0xFFFF_FFFF_FFFF).to_string())
        .with("sequence", (file >> 48).to_string())
        .with("parentRecord", (parent & 0xFFFF_FFFF_FFFF).to_string())
        .with("parentSequence", (parent >> 48).to_string())
        .with("attributes", format!("{:#x}", u32_at(bytes, 52 + shift).unwrap_or(0)));
    for (_, name) in REASONS.iter().filter(|(bit, _)| reason & bit != 0) {
        fact.push("reason", *name);
    }
    sink.fact(fact);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::BLOCK;
    use crate::testing::{Seen, read, shared};
    use crate::writers::journal::entry_of;

    fn entry(version: u16, name: &str, reason: u32) -> Vec<u8> {
        entry_of(version, name, reason, 0x01D7_1000_0000_0000, 7 << 48 | 42, 1 << 48 | 5)
    }

    #[test]
    fn both_versions_after_a_sparse_head_and_across_blocks() {
        let mut bytes = vec![0; BLOCK - 40];
        bytes.extend(entry(2, "shell.aspx", 0x8000_0200));
        bytes.extend(entry(3, "new.aspx", 0x0000_2000));
        let mut seen = Seen::default();
        Reader::read(&ChangeJournal, &WinPath::new("$J"), &bytes, &mut seen);
        assert_eq!(seen.losses(), []);
        let [first, second] = &seen.facts[..] else { panic!("{}", seen.shown()) };
        assert_eq!(first.value("name"), Some("shell.aspx"));
        let reasons: Vec<_> =
            first.fields.iter().filter(|(name, _)| name == "reason").map(|(_, r)| r).collect();
        assert_eq!(reasons, ["file-delete", "close"]);
        assert_eq!(second.value("parentRecord"), Some("5"));
        assert_eq!(second.value("reason"), Some("rename-new-name"));
        assert!(first.time.is_some());
    }

    #[test]
    fn rubbish_between_records_is_one_gap() {
        let mut bytes = entry(2, "a", 0x100);
        bytes.extend([0xAB; 64]);
        bytes.extend(entry(2, "b", 0x100));
        let (id, seen) = read("x", &bytes);
        assert_eq!((id, seen.facts.len()), ("usn-journal", 2));
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
        assert_eq!(seen.gaps[0].2, 64);
    }

    #[test]
    fn only_what_is_wanted() {
        let mut bytes = entry(2, "a.txt", 0x100);
        bytes.extend(entry(2, "b.aspx", 0x100));
        let mut seen = Seen::default();
        let is_page = |name: &str| name.ends_with(".aspx");
        Seeking::read(&ChangeJournal, &mut Cursor::new(bytes), &is_page, &mut seen).unwrap();
        assert_eq!(seen.facts.len(), 1);
    }

    #[test]
    fn a_real_one() {
        let Some(files) = shared("fs/plaso__UsnJrnl.raw") else { return };
        let (id, seen) = read(&files[0].0, &files[0].1);
        assert_eq!((id, seen.facts.len(), seen.losses()), ("usn-journal", 19, vec![]));
        assert_eq!(seen.facts[0].value("name"), Some("Nieuw - Tekstdocument.txt"));
    }
}
