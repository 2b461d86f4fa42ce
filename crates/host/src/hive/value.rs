//! Values and their data, also the large ones that lie in segments.

use crate::text::utf16;

use super::cells::text;
use super::log::{u16_at, u32_at};
use super::{Hive, place};

/// Most bytes that one segment of large data holds.
const SEGMENT: usize = 16_344;

/// Largest data of one value that is read. Windows allows 1 MB for what is in memory; the largest
/// seen (task cache, certificates) have some 100 KiB.
const LARGEST_DATA: usize = 4 * 1024 * 1024;

/// Set in the size when the data stand in the value's own cell.
const INLINE: u32 = 0x8000_0000;

/// Flag of a value: the name takes one byte a character.
const NARROW_NAME: u16 = 0x01;

/// What a value holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// `REG_SZ`, `REG_EXPAND_SZ`, `REG_LINK`.
    Text(String),
    /// `REG_MULTI_SZ`.
    List(Vec<String>),
    /// `REG_DWORD`, `REG_QWORD` and the big-endian one.
    Number(u64),
    /// `REG_BINARY` and every other type.
    Bytes(Vec<u8>),
}

/// A value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its name; empty for the default value.
    pub name: String,
    /// The type as the hive numbers it (1 is `REG_SZ`). Some keys misuse it to hold a number.
    pub kind: u32,
    /// Its data.
    pub data: Data,
}

impl Value {
    /// A value from its type number and raw data.
    pub(crate) fn new(name: String, kind: u32, raw: &[u8]) -> Self {
        let number = |raw: &[u8]| raw.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let data = match (kind, raw.len()) {
            (1 | 2 | 6, _) => Data::Text(utf16(raw)),
            (7, _) => Data::List(list(raw)),
            (4, 4) | (11, 8) => Data::Number(number(raw)),
            (5, 4) => Data::Number(raw.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))),
            _ => Data::Bytes(raw.to_vec()),
        };
        Self { name, kind, data }
    }

    /// The data as text: numbers decimal, lists with line feeds, bytes as lower-case hex.
    pub fn text(&self) -> String {
        match &self.data {
            Data::Text(text) => text.clone(),
            Data::List(items) => items.join("\n"),
            Data::Number(number) => number.to_string(),
            Data::Bytes(bytes) => hex(bytes),
        }
    }

    /// The raw bytes, if the data are bytes.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.data {
            Data::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn at(hive: &Hive<'_>, offset: u32) -> Option<Self> {
        let cell = hive.cell(offset)?;
        let value = Self::parse(hive, cell);
        if value.is_none() {
            hive.damaged(offset);
        }
        value
    }

    fn parse(hive: &Hive<'_>, cell: &[u8]) -> Option<Self> {
        if !cell.starts_with(b"vk") {
            return None;
        }
        let length = usize::from(u16_at(cell, 2)?);
        let size = u32_at(cell, 4)?;
        let kind = u32_at(cell, 12)?;
        let flags = u16_at(cell, 16)?;
        let name = text(cell.get(20..20 + length)?, flags & NARROW_NAME != 0);
        if size & INLINE != 0 {
            let size = (size & !INLINE).min(4) as usize;
            return Some(Self::new(name, kind, cell.get(8..8 + size)?));
        }
        let raw = read_data(hive, u32_at(cell, 8)?, size as usize)?;
        Some(Self::new(name, kind, &raw))
    }
}

/// Data outside the value's cell. What is missing at the end is a loss; what is there is kept.
fn read_data(hive: &Hive<'_>, offset: u32, size: usize) -> Option<Vec<u8>> {
    if size == 0 {
        return Some(Vec::new());
    }
    let size_kept = size.min(LARGEST_DATA);
    if !hive.spend(size_kept as u64 / 32, offset) {
        return None;
    }
    let cell = hive.cell(offset)?;
    let mut raw = Vec::new();
    if size > SEGMENT && cell.starts_with(b"db") {
        let count = usize::from(u16_at(cell, 2)?);
        let list = hive.cell(u32_at(cell, 4)?)?;
        for own in list.as_chunks::<4>().0.iter().take(count) {
            let Some(segment) = hive.cell(u32::from_le_bytes(*own)) else { break };
            let wanted = SEGMENT.min(size_kept - raw.len());
            raw.extend_from_slice(&segment[..wanted.min(segment.len())]);
            if raw.len() >= size_kept {
                break;
            }
        }
    } else {
        raw.extend_from_slice(&cell[..size_kept.min(cell.len())]);
    }
    if raw.len() < size {
        let missing = format!("{} of {size} bytes of a registry value", size - raw.len());
        let gap = (place(offset), model::GapReason::Truncated, missing);
        let mut losses = hive.losses.borrow_mut();
        // One by one up to a point: which value is cut matters; a thousand of them do not.
        if losses.other.len() < 100 { losses.other.push(gap) } else { losses.cells.add(gap.0, 0) }
    }
    Some(raw)
}

fn list(raw: &[u8]) -> Vec<String> {
    let units: Vec<u16> =
        raw.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    units
        .split(|unit| *unit == 0)
        .filter(|item| !item.is_empty())
        .map(String::from_utf16_lossy)
        .collect()
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}
