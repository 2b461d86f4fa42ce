//! The NTFS change journal, `$Extend\$UsnJrnl:$J`: which files were created, renamed and deleted,
//! long after they are gone.
//!
//! `USN_RECORD_V2` and `V3` (<https://learn.microsoft.com/windows/win32/api/winioctl/ns-winioctl-usn_record_v2>),
//! at multiples of eight bytes. Raw copies begin with a sparse head of zeros that may be many
//! gigabytes long; it is passed over in large steps. Two passes, so that folders are known before
//! the records of their files are told.

mod folders;

use std::io;

use model::{GapReason, Locator, Loss, WinPath};

use crate::blocks::{Window, held};
use crate::hive::{u16_at, u32_at, u64_at};
use crate::time::filetime_at;
use crate::{Fact, FactKind, Head, ReadSeek, Reader, Seeking, Sink, Sniff};

use folders::{Entry, Folders, NUMBER};

/// Largest journal taken whole; larger ones are read by seeking.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Longest record that makes sense: 60 or 76 bytes and a name of 255 characters.
const LONGEST: usize = 1024;

/// Shortest record: its fixed part.
const SHORTEST: usize = 60;

/// Attribute of a folder.
const FOLDER: u32 = 0x10;

/// The reasons of the two records of a rename.
const OLD_NAME: u32 = 0x1000;
const NEW_NAME: u32 = 0x2000;

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
        held(self, bytes, sink);
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
        let mut folders = Folders::default();
        let start = each_record(input, 0, None, &mut |bytes, place| {
            let record = Record::of(bytes, place);
            folders.learn(&record.entry(), wanted);
        })?;
        if folders.left_out > 0 {
            let detail = "names of folders and renames beyond the limit: some paths are incomplete";
            sink.gap(Locator::File, GapReason::TooLarge, detail.to_owned(), folders.left_out, 0);
        }
        let mut losses = Losses::new();
        each_record(input, start, Some(&mut losses), &mut |bytes, place| {
            let record = Record::of(bytes, place);
            if wanted(&record.name) {
                sink.fact(record.fact(bytes, &folders));
            }
        })?;
        sink.lost(losses.bad);
        Ok(())
    }
}

/// Stretches without records.
struct Losses {
    bad: Loss,
    /// Where the one now being passed began, and how long it is so far.
    open: Option<(u64, u64)>,
}

impl Losses {
    fn new() -> Self {
        let detail = "stretches of a change journal without records";
        Self { bad: Loss::new(GapReason::Damaged, detail), open: None }
    }

    fn pass(&mut self, place: u64, length: u64) {
        self.open.get_or_insert((place, 0)).1 += length;
    }

    fn close(&mut self) {
        if let Some((offset, length)) = self.open.take() {
            self.bad.add(Locator::Bytes { offset, length }, length);
        }
    }
}

/// Shows each record from `start` on, and its place; `losses` counts what is none. Gives the place of
/// the first byte that is not zero, rounded down to eight: what is before need not be read again.
fn each_record(
    input: &mut dyn ReadSeek,
    start: u64,
    mut losses: Option<&mut Losses>,
    visit: &mut dyn FnMut(&[u8], u64),
) -> io::Result<u64> {
    let mut window = Window::from(input, start)?;
    let mut first = None;
    loop {
        let (buffer, is_last) = (window.bytes(), window.is_last());
        let mut from = 0;
        while from + 8 <= buffer.len() && (is_last || buffer.len() - from >= LONGEST) {
            let rest = &buffer[from..];
            let place = window.base() + from as u64;
            let length = record_length(rest);
            let zeros = if length.is_none() { leading_zeros(rest) } else { 0 };
            if zeros == 0 {
                first.get_or_insert(place);
            }
            if let Some(losses) = losses.as_deref_mut() {
                match (length, zeros) {
                    (None, 0) => losses.pass(place, 8),
                    _ => losses.close(),
                }
            }
            if let Some(length) = length {
                visit(&rest[..length], place);
            }
            from += length.map_or(zeros.max(8), |length| length.next_multiple_of(8));
        }
        let from = from.min(buffer.len());
        let rest = &buffer[from..];
        if let Some(losses) = losses.as_deref_mut()
            && is_last
            && rest.iter().any(|byte| *byte != 0)
        {
            losses.pass(window.base() + from as u64, rest.len() as u64);
        }
        if !window.advance(from)? {
            break;
        }
    }
    let end = window.base() + window.bytes().len() as u64;
    if let Some(losses) = losses {
        losses.close();
    }
    Ok(first.unwrap_or(end & !7))
}

/// How many bytes are zero at the beginning, in whole steps of eight.
fn leading_zeros(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len()) & !7
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

/// What a record says that both passes need.
struct Record {
    place: u64,
    /// Bytes by which the fields behind the file references stand later: version 3 has file ids of
    /// 16 bytes, of which NTFS uses the low 8.
    shift: usize,
    file: u64,
    parent: u64,
    reason: u32,
    attributes: u32,
    name: String,
}

impl Record {
    /// A record whose length [`record_length`] knows.
    fn of(bytes: &[u8], place: u64) -> Self {
        let shift = if u16_at(bytes, 4) == Some(3) { 16 } else { 0 };
        let number = |at: usize| u64_at(bytes, at).unwrap_or(0);
        let fixed = SHORTEST + shift;
        let name_length = usize::from(u16_at(bytes, fixed - 4).unwrap_or(0));
        let name_at = usize::from(u16_at(bytes, fixed - 2).unwrap_or(0));
        let raw = bytes.get(name_at..name_at + name_length).unwrap_or_default();
        let units = raw.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let letters = char::decode_utf16(units);
        Self {
            place,
            shift,
            file: number(8),
            parent: number(if shift > 0 { 24 } else { 16 }),
            reason: u32_at(bytes, 40 + shift).unwrap_or(0),
            attributes: u32_at(bytes, 52 + shift).unwrap_or(0),
            name: letters.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        }
    }

    fn entry(&self) -> Entry<'_> {
        Entry {
            place: self.place,
            file: self.file,
            parent: self.parent,
            name: &self.name,
            is_folder: self.attributes & FOLDER != 0,
            is_old_name: self.reason & OLD_NAME != 0,
            is_new_name: self.reason & NEW_NAME != 0,
        }
    }

    fn fact(self, bytes: &[u8], folders: &Folders) -> Fact {
        let number = u64_at(bytes, 24 + self.shift).unwrap_or(0);
        let known = folders.folder(self.parent, self.place);
        let how_much = match (known.is_whole, known.folder.is_empty()) {
            (true, _) => "whole",
            (false, false) => "partly",
            (false, true) => "no",
        };
        let mut fact = Fact::new(FactKind::Usn, Locator::Record { number, offset: self.place })
            .at(filetime_at(bytes, 32 + self.shift))
            .with("name", self.name)
            .with("record", (self.file & NUMBER).to_string())
            .with("sequence", (self.file >> 48).to_string())
            .with("parentRecord", (self.parent & NUMBER).to_string())
            .with("parentSequence", (self.parent >> 48).to_string())
            .with("folder", known.folder)
            .with("folderKnown", how_much)
            .with_some("otherName", folders.other_name(self.place))
            .with("attributes", format!("{:#x}", self.attributes));
        for (_, name) in REASONS.iter().filter(|(bit, _)| self.reason & bit != 0) {
            fact.push("reason", *name);
        }
        fact
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

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
        let place = BLOCK as u64 - 40;
        assert_eq!(first.locator, Locator::Record { number: 4096, offset: place });
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
    fn a_rest_of_a_few_bytes_is_a_loss_wherever_zeros_end() {
        for zeros in [0, 8, 16, BLOCK] {
            let mut bytes = vec![0; zeros];
            bytes.extend([0, 0, 7]);
            let mut seen = Seen::default();
            Reader::read(&ChangeJournal, &WinPath::new("$J"), &bytes, &mut seen);
            assert_eq!(seen.losses(), [(GapReason::Damaged, 1)], "{zeros}");
            assert_eq!((seen.gaps[0].2, seen.facts.len()), (3, 0));
        }
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
    fn folders_and_former_names_come_from_the_journal_itself() {
        let entry = |name: &str, reason, file, parent| {
            crate::writers::journal::entry(name, reason, 0x01D7_1000_0000_0000, file, parent)
        };
        let folder = |name: &str, file, parent| {
            crate::writers::journal::folder(name, 0x100, 0x01D7_1000_0000_0000, file, parent)
        };
        let bytes = [
            entry("a.txt", 0x1000, 42, 60),
            entry("a.aspx", 0x2000, 42, 60),
            entry("b.aspx", 0x200, 43, 61),
            folder("aspnet_client", 60, 50),
            folder("wwwroot", 50, 5),
            folder("auth", 61, 99),
            entry("c.aspx", 0x100, 44, 98),
        ]
        .concat();
        let mut seen = Seen::default();
        let is_page = |name: &str| name.ends_with(".aspx");
        Seeking::read(&ChangeJournal, &mut Cursor::new(bytes), &is_page, &mut seen).unwrap();
        let told = |fact: &Fact, name: &str| fact.value(name).unwrap_or("-").to_owned();
        let shown: Vec<_> = seen
            .facts
            .iter()
            .map(|fact| ["name", "folder", "folderKnown", "otherName"].map(|own| told(fact, own)))
            .collect();
        assert_eq!(
            shown,
            [
                ["a.aspx", "wwwroot\\aspnet_client", "whole", "a.txt"],
                ["b.aspx", "auth", "partly", "-"],
                ["c.aspx", "", "no", "-"],
            ]
        );
    }

    #[test]
    fn a_real_one() {
        let Some(files) = shared("fs/plaso__UsnJrnl.raw") else { return };
        let (id, seen) = read(&files[0].0, &files[0].1);
        assert_eq!((id, seen.facts.len(), seen.losses()), ("usn-journal", 19, vec![]));
        assert_eq!(seen.facts[0].value("name"), Some("Nieuw - Tekstdocument.txt"));
    }
}
