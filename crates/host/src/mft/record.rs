//! One record of the file table: its names, times and streams.

use model::Timestamp;

use crate::hive::{u16_at, u32_at, u64_at};
use crate::time::filetime_at;

/// Low 48 bits of a file reference: the record's number.
pub(super) const NUMBER: u64 = 0xFFFF_FFFF_FFFF;

pub(super) const STANDARD_INFORMATION: u32 = 0x10;
/// Says which other records continue this one.
pub(super) const ATTRIBUTE_LIST: u32 = 0x20;
pub(super) const FILE_NAME: u32 = 0x30;
pub(super) const DATA: u32 = 0x80;
pub(super) const END: u32 = u32::MAX;

/// One name of a file.
pub(super) struct Name {
    /// Number of the parent's record, and its sequence in the high 16 bits.
    pub(super) parent: u64,
    pub(super) text: String,
    /// 2 is the short 8.3 form beside a long one.
    pub(super) space: u8,
    pub(super) times: [Option<Timestamp>; 4],
}

/// A stream of a file.
pub(super) struct Stream {
    pub(super) name: String,
    pub(super) size: u64,
}

/// What a record says.
pub(super) struct FileRecord {
    pub(super) number: u64,
    pub(super) sequence: u16,
    /// The number and sequence of the record that this one continues.
    pub(super) extends: Option<(u64, u16)>,
    pub(super) in_use: bool,
    pub(super) is_directory: bool,
    /// Whether other records continue this one.
    pub(super) is_continued: bool,
    pub(super) standard: Option<[Option<Timestamp>; 4]>,
    /// DOS attributes.
    pub(super) attributes: u32,
    /// Ticks below a second in the standard creation and change times are all zero.
    pub(super) whole_seconds: bool,
    pub(super) names: Vec<Name>,
    pub(super) streams: Vec<Stream>,
}

impl FileRecord {
    /// Names without the 8.3 forms, unless there is nothing else.
    pub(super) fn long_names(&self) -> impl Iterator<Item = &Name> {
        let has_long = self.names.iter().any(|name| name.space != 2);
        self.names.iter().filter(move |name| name.space != 2 || !has_long)
    }
}

pub(super) enum Fault {
    /// Never used.
    Empty,
    /// The sectors' ends do not carry the record's mark: a write was cut in the middle.
    Torn,
    /// Something else.
    NotOne,
}

pub(super) fn parse(raw: &mut [u8], position: u64) -> Result<FileRecord, Fault> {
    if raw.iter().take(4).all(|byte| *byte == 0) {
        return Err(Fault::Empty);
    }
    if !raw.starts_with(b"FILE") {
        return Err(Fault::NotOne);
    }
    undo_fixups(raw)?;
    let short = |at| u16_at(raw, at).ok_or(Fault::NotOne);
    let flags = short(22)?;
    let base = u64_at(raw, 32).ok_or(Fault::NotOne)?;
    let mut record = FileRecord {
        number: position,
        sequence: short(16)?,
        extends: (base != 0).then_some((base & NUMBER, (base >> 48) as u16)),
        in_use: flags & 1 != 0,
        is_directory: flags & 2 != 0,
        is_continued: false,
        standard: None,
        attributes: 0,
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
        ATTRIBUTE_LIST => record.is_continued = true,
        STANDARD_INFORMATION if value.len() >= 32 => {
            record.standard = Some(times(0));
            record.attributes = u32_at(value, 32).unwrap_or(0);
            let whole = |from| u64_at(value, from).is_some_and(|ticks| ticks % 10_000_000 == 0);
            record.whole_seconds = whole(0) && whole(8);
        }
        FILE_NAME if value.len() >= 66 => {
            let length = usize::from(value[64]) * 2;
            let text = value.get(66..66 + length).unwrap_or_default();
            record.names.push(Name {
                parent: u64_at(value, 0).unwrap_or(0),
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
