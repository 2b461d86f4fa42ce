//! The NTFS master file table: every file's names, times and streams, also of files that were
//! deleted and not yet overwritten.
//!
//! Our own reader after weighing `mft` 0.9: it brings two date libraries and a random-number crate
//! that does not run on Windows Server 2008 R2, and maps no damage to places. Layout:
//! <https://flatcap.github.io/linux-ntfs/ntfs/concepts/file_record.html>. Two passes, so that paths
//! are known before files are chosen; only directories are remembered in between.

use std::collections::HashMap;
use std::io::{self, Cursor, SeekFrom};

use model::{GapReason, Locator, Timestamp, WinPath};

use crate::hive::{u16_at, u32_at, u64_at};
use crate::loss::{Loss, at};
use crate::time::filetime_at;
use crate::{Fact, FactKind, Head, ReadSeek, Reader, Seeking, Sink, Sniff};

/// Largest table taken whole; larger ones are read by seeking.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Record sizes that NTFS uses.
const SIZES: [usize; 4] = [1024, 4096, 512, 2048];

/// Most directories remembered: some 400 MB. A file server with more is read with shorter paths.
const MOST_DIRECTORIES: usize = 4_000_000;

/// Deepest path followed up to the root; longer chains are loops.
const DEEPEST: usize = 256;

/// The record of the root directory.
const ROOT: u64 = 5;

const STANDARD_INFORMATION: u32 = 0x10;
const FILE_NAME: u32 = 0x30;
const DATA: u32 = 0x80;
const END: u32 = u32::MAX;

/// Low 48 bits of a file reference: the record's number.
const NUMBER: u64 = 0xFFFF_FFFF_FFFF;

/// The master file table.
pub(crate) struct MasterFileTable;

impl Reader for MasterFileTable {
    fn id(&self) -> &'static str {
        "mft"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        // The first record describes the table itself; its fixup array lies behind the header.
        let first = head.bytes.starts_with(b"FILE") && u16_at(head.bytes, 4)? >= 0x2A;
        (first && record_size(head.bytes).is_some()).then_some(Sniff::Certain)
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

impl Seeking for MasterFileTable {
    fn read(
        &self,
        input: &mut dyn ReadSeek,
        wanted: &dyn Fn(&str) -> bool,
        sink: &mut dyn Sink,
    ) -> io::Result<()> {
        let mut directories = Directories::default();
        each_record(input, None, &mut |record, _| directories.learn(&record))?;
        if directories.left_out > 0 {
            let detail = "directories beyond four million: paths below them are incomplete";
            let count = directories.left_out;
            sink.gap(Locator::File, GapReason::TooLarge, detail.to_owned(), count, 0);
        }
        let mut losses = Losses::new();
        each_record(input, Some(&mut losses), &mut |record, offset| {
            for name in record.long_names() {
                let path = directories.path(name.parent, &name.text);
                if wanted(&path) {
                    sink.fact(describe(&record, name, path, offset));
                }
            }
        })?;
        losses.bad.report(sink);
        losses.torn.report(sink);
        Ok(())
    }
}

struct Losses {
    bad: Loss,
    torn: Loss,
}

impl Losses {
    fn new() -> Self {
        Self {
            bad: Loss::new(GapReason::Damaged, "records of the file table that are none"),
            torn: Loss::new(GapReason::Damaged, "records of the file table torn between sectors"),
        }
    }
}

/// One name of a file.
struct Name {
    parent: u64,
    text: String,
    /// 2 is the short 8.3 form beside a long one.
    space: u8,
    times: [Option<Timestamp>; 4],
}

/// A stream of a file.
struct Stream {
    name: String,
    size: u64,
}

/// What a record says.
struct FileRecord {
    number: u64,
    sequence: u16,
    in_use: bool,
    is_directory: bool,
    standard: Option<[Option<Timestamp>; 4]>,
    /// Ticks below a second in the standard creation and change times are all zero.
    whole_seconds: bool,
    names: Vec<Name>,
    streams: Vec<Stream>,
}

impl FileRecord {
    /// Names without the 8.3 forms, unless there is nothing else.
    fn long_names(&self) -> impl Iterator<Item = &Name> {
        let has_long = self.names.iter().any(|name| name.space != 2);
        self.names.iter().filter(move |name| name.space != 2 || !has_long)
    }
}

#[derive(Default)]
struct Directories {
    known: HashMap<u64, (u64, Box<str>)>,
    left_out: u64,
}

impl Directories {
    fn learn(&mut self, record: &FileRecord) {
        if !record.is_directory {
            return;
        }
        let Some(name) = record.long_names().next() else { return };
        if self.known.len() >= MOST_DIRECTORIES {
            self.left_out += 1;
            return;
        }
        self.known.insert(record.number, (name.parent, name.text.as_str().into()));
    }

    /// The path from the root; one that does not reach it begins with `?`.
    fn path(&self, parent: u64, name: &str) -> String {
        let mut parts = vec![name];
        let mut at = parent;
        while at != ROOT {
            match self.known.get(&at) {
                Some((above, name)) if parts.len() < DEEPEST => {
                    parts.push(name);
                    at = *above;
                }
                _ => {
                    parts.push("?");
                    break;
                }
            }
        }
        parts.reverse();
        parts.join("\\")
    }
}

fn record_size(bytes: &[u8]) -> Option<usize> {
    let told = u32_at(bytes, 28)? as usize;
    SIZES.contains(&told).then_some(told)
}

/// Reads records one after the other. `losses` counts what is none.
fn each_record(
    input: &mut dyn ReadSeek,
    mut losses: Option<&mut Losses>,
    visit: &mut dyn FnMut(FileRecord, u64),
) -> io::Result<()> {
    input.seek(SeekFrom::Start(0))?;
    let mut head = [0; 32];
    let count = fill(input, &mut head)?;
    let size = record_size(&head[..count]).unwrap_or(SIZES[0]);
    input.seek(SeekFrom::Start(0))?;
    // Whole records at a time, some 1 MiB.
    let mut buffer = vec![0; size * (1024 * 1024 / size)];
    let mut base = 0_u64;
    loop {
        let count = fill(input, &mut buffer)?;
        for (index, raw) in buffer[..count].chunks_mut(size).enumerate() {
            let offset = base + (index * size) as u64;
            let number = offset / size as u64;
            let parsed = parse(raw, number);
            match (parsed, losses.as_deref_mut()) {
                (Ok(record), _) => visit(record, offset),
                (Err(Fault::Empty), _) | (Err(_), None) => {}
                (Err(Fault::Torn), Some(losses)) => losses.torn.add(at(offset), size as u64),
                (Err(Fault::NotOne), Some(losses)) => losses.bad.add(at(offset), size as u64),
            }
        }
        base += count as u64;
        if count < buffer.len() {
            return Ok(());
        }
    }
}

fn fill(input: &mut dyn ReadSeek, buffer: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < buffer.len() {
        match input.read(&mut buffer[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

enum Fault {
    /// Never used.
    Empty,
    /// The sectors' ends do not carry the record's mark: a write was cut in the middle.
    Torn,
    /// Something else.
    NotOne,
}

fn parse(raw: &mut [u8], position: u64) -> Result<FileRecord, Fault> {
    if raw.iter().take(4).all(|byte| *byte == 0) {
        return Err(Fault::Empty);
    }
    if !raw.starts_with(b"FILE") {
        return Err(Fault::NotOne);
    }
    undo_fixups(raw)?;
    let short = |at| u16_at(raw, at).ok_or(Fault::NotOne);
    let flags = short(22)?;
    let base = u64_at(raw, 32).ok_or(Fault::NotOne)? & NUMBER;
    let mut record = FileRecord {
        // An extension record speaks for the one it extends.
        number: if base != 0 { base } else { position },
        sequence: short(16)?,
        in_use: flags & 1 != 0,
        is_directory: flags & 2 != 0,
        standard: None,
        whole_seconds: false,
        names: Vec::new(),
        streams: Vec::new(),
    };
    let mut from = usize::from(short(20)?);
    while let (Some(kind), Some(length)) = (u32_at(raw, from), u32_at(raw, from + 4)) {
        let length = length as usize;
        if kind == END {
            break;
        }
        let Some(attribute) = raw.get(from..from.saturating_add(length)) else {
            return Err(Fault::NotOne);
        };
        if length < 24 {
            return Err(Fault::NotOne);
        }
        read_attribute(&mut record, kind, attribute);
        from += length;
    }
    Ok(record)
}

/// Puts back the last two bytes of each sector, which NTFS replaces by a mark on disk.
fn undo_fixups(raw: &mut [u8]) -> Result<(), Fault> {
    let (Some(start), Some(count)) = (u16_at(raw, 4), u16_at(raw, 6)) else {
        return Err(Fault::NotOne);
    };
    let (start, count) = (usize::from(start), usize::from(count));
    let Some(mark) = u16_at(raw, start) else { return Err(Fault::NotOne) };
    for sector in 1..count {
        let end = sector * 512;
        let (Some(own), Some(original)) = (u16_at(raw, end - 2), u16_at(raw, start + sector * 2))
        else {
            return Err(Fault::Torn);
        };
        if own != mark {
            return Err(Fault::Torn);
        }
        raw[end - 2..end].copy_from_slice(&original.to_le_bytes());
    }
    Ok(())
}

fn read_attribute(record: &mut FileRecord, kind: u32, attribute: &[u8]) {
    let is_resident = attribute[8] == 0;
    let value_at = usize::from(u16_at(attribute, 20).unwrap_or(0));
    let value_length = u32_at(attribute, 16).unwrap_or(0) as usize;
    let value = attribute
        .get(value_at..value_at.saturating_add(value_length))
        .filter(|_| is_resident)
        .unwrap_or_default();
    let times = |from: usize| [0, 8, 16, 24].map(|step| filetime_at(value, from + step));
    match kind {
        STANDARD_INFORMATION if value.len() >= 32 => {
            record.standard = Some(times(0));
            let whole = |from| u64_at(value, from).is_some_and(|ticks| ticks % 10_000_000 == 0);
            record.whole_seconds = whole(0) && whole(8);
        }
        FILE_NAME if value.len() >= 66 => {
            let length = usize::from(value[64]) * 2;
            let text = value.get(66..66 + length).unwrap_or_default();
            record.names.push(Name {
                parent: u64_at(value, 0).unwrap_or(0) & NUMBER,
                text: name_text(text),
                space: value[65],
                times: times(8),
            });
        }
        DATA => {
            let name_at = usize::from(u16_at(attribute, 10).unwrap_or(0));
            let length = usize::from(attribute[9]) * 2;
            let name = attribute.get(name_at..name_at + length).unwrap_or_default();
            let size =
                if is_resident { value_length as u64 } else { u64_at(attribute, 48).unwrap_or(0) };
            record.streams.push(Stream { name: name_text(name), size });
        }
        _ => {}
    }
}

fn name_text(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn describe(record: &FileRecord, name: &Name, path: String, offset: u64) -> Fact {
    let locator = Locator::Record { number: record.number, offset };
    let mut fact = Fact::new(FactKind::Mft, locator)
        .at(name.times[0])
        .with("path", path)
        .with("name", name.text.as_str())
        .with("record", record.number.to_string())
        .with("sequence", record.sequence.to_string())
        .with("parentRecord", name.parent.to_string())
        .with("inUse", record.in_use.to_string())
        .with("isDirectory", record.is_directory.to_string());
    let fields = [
        ["siCreated", "siModified", "siChanged", "siAccessed"],
        ["fnCreated", "fnModified", "fnChanged", "fnAccessed"],
    ];
    let standard = record.standard.unwrap_or_default();
    for (names, times) in fields.iter().zip([standard, name.times]) {
        for (field, time) in names.iter().zip(times) {
            fact = fact.with_some(*field, time.map(|time| time.to_string()));
        }
    }
    if let (Some(si), Some(file_name)) = (standard[0], name.times[0]) {
        // Installers and unpackers set such times too: a sign, not a proof.
        fact.push("siBeforeFn", (si < file_name).to_string());
        fact.push("wholeSeconds", record.whole_seconds.to_string());
    }
    for stream in &record.streams {
        if stream.name.is_empty() {
            fact.push("size", stream.size.to_string());
        } else {
            fact.push("stream", format!("{}:{}", stream.name, stream.size));
        }
    }
    fact
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Seen, read};

    /// One record with a standard-information time, a name and a named stream.
    fn record(parent: u64, name: &str, flags: u16, si: u64, stream: Option<&str>) -> Vec<u8> {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let mut raw = vec![0_u8; 1024];
        raw[..4].copy_from_slice(b"FILE");
        raw[4..6].copy_from_slice(&48_u16.to_le_bytes());
        raw[6..8].copy_from_slice(&3_u16.to_le_bytes());
        raw[20..22].copy_from_slice(&56_u16.to_le_bytes());
        raw[22..24].copy_from_slice(&flags.to_le_bytes());
        raw[28..32].copy_from_slice(&1024_u32.to_le_bytes());
        let mut at = 56;
        let mut put = |kind: u32, name: &[u8], value: &[u8]| {
            let value_at = (24 + name.len()).next_multiple_of(8);
            let length = (value_at + value.len()).next_multiple_of(8);
            raw[at..at + 4].copy_from_slice(&kind.to_le_bytes());
            raw[at + 4..at + 8].copy_from_slice(&(length as u32).to_le_bytes());
            raw[at + 9] = (name.len() / 2) as u8;
            raw[at + 10..at + 12].copy_from_slice(&24_u16.to_le_bytes());
            raw[at + 16..at + 20].copy_from_slice(&(value.len() as u32).to_le_bytes());
            raw[at + 20..at + 22].copy_from_slice(&(value_at as u16).to_le_bytes());
            raw[at + 24..at + 24 + name.len()].copy_from_slice(name);
            raw[at + value_at..at + value_at + value.len()].copy_from_slice(value);
            at += length;
        };
        put(STANDARD_INFORMATION, &[], &[si.to_le_bytes(); 6].concat());
        let mut file_name = parent.to_le_bytes().to_vec();
        file_name.extend([0x01D7_1000_0000_0001_u64.to_le_bytes(); 4].concat());
        file_name.extend([0; 24]);
        file_name.extend([(name.encode_utf16().count()) as u8, 1]);
        file_name.extend(wide(name));
        put(FILE_NAME, &[], &file_name);
        if let Some(stream) = stream {
            put(DATA, &wide(stream), b"abc");
        }
        raw[at..at + 4].copy_from_slice(&END.to_le_bytes());
        // The mark at the sectors' ends, and what stood there.
        for end in [510, 1022] {
            raw[end..end + 2].copy_from_slice(&[0, 0]);
        }
        raw
    }

    fn table() -> Vec<u8> {
        let old = 0x01D0_0000_0000_0000 / 10_000_000 * 10_000_000;
        let mut bytes = record(ROOT, "$MFT", 1, old, None);
        for name in ["a1", "a2", "a3", "a4"] {
            bytes.extend(record(ROOT, name, 1, old, None));
        }
        bytes.extend(record(ROOT, ".", 3, old, None));
        bytes.extend(record(ROOT, "inetpub", 3, old, None));
        bytes.extend(record(6, "x.aspx", 0, old, Some("hidden")));
        bytes
    }

    #[test]
    fn a_deleted_page_keeps_path_times_and_streams() {
        let (id, seen) = read("$MFT", &table());
        assert_eq!((id, seen.losses()), ("mft", vec![]));
        let page = seen.having("path", "inetpub\\x.aspx")[0];
        assert_eq!(page.value("inUse"), Some("false"));
        assert_eq!(page.value("stream"), Some("hidden:3"));
        assert_eq!(page.value("siBeforeFn"), Some("true"));
        assert_eq!(page.value("wholeSeconds"), Some("true"));
        assert_eq!(page.locator, Locator::Record { number: 7, offset: 7 * 1024 });
    }

    #[test]
    fn a_torn_record_is_a_gap_and_a_loop_of_folders_ends() {
        let mut bytes = table();
        bytes[1024 + 510] = 7;
        bytes.extend(record(9, "loop", 3, 0, None));
        bytes.extend(record(8, "pool", 3, 0, None));
        let mut seen = Seen::default();
        Reader::read(&MasterFileTable, &WinPath::new("$MFT"), &bytes, &mut seen);
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
        assert!(seen.having("name", "loop")[0].value("path").unwrap().starts_with('?'));
    }

    #[test]
    fn only_what_is_wanted() {
        let mut seen = Seen::default();
        let is_page = |path: &str| path.ends_with(".aspx");
        Seeking::read(&MasterFileTable, &mut Cursor::new(table()), &is_page, &mut seen).unwrap();
        assert_eq!(seen.facts.len(), 1);
    }
}
