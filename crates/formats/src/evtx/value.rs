//! Typed values of template instances as text, the way Windows and the field's tools write them.

use std::fmt::Write;

use super::bytes::{push_utf16, u16_at, u32_at, u64_at};

/// A value of a template instance: its type and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    /// The type as the descriptor names it; bit 7 marks an array.
    pub(super) kind: u8,
    pub(super) bytes: &'a [u8],
}

/// Type of a value that holds binary XML of its own.
pub(super) const BINARY_XML: u8 = 0x21;

/// Type of UTF-16LE text.
pub(super) const STRING: u8 = 0x01;

/// Type of text in the code page of the machine that wrote it.
const ANSI_STRING: u8 = 0x02;

/// Type of plain bytes.
const BINARY: u8 = 0x0e;

/// Type of a time in 100-nanosecond intervals since 1601.
pub(super) const FILETIME: u8 = 0x11;

/// Type of a security identifier.
const SID: u8 = 0x13;

/// Marks an array of the type in the lower bits.
const ARRAY: u8 = 0x80;

/// 100-nanosecond intervals between 1601-01-01 and 1970-01-01, the two epochs.
const EPOCH_DISTANCE: i64 = 116_444_736_000_000_000;

impl Value<'_> {
    /// Whether there is nothing.
    pub(super) fn is_null(self) -> bool {
        self.kind == 0
    }

    /// Whether its text consists of [`model::Makeup::CODE`] only.
    pub(super) fn is_code(self) -> bool {
        matches!(self.kind, 0 | 0x03..=0x0a | 0x0e..=0x15)
    }

    /// Whether it may hold several items.
    pub(super) fn is_array(self) -> bool {
        self.kind & ARRAY != 0
    }

    /// Appends the value as text; array items are separated by line feeds. Bytes that do not fit
    /// their type are shown as hexadecimal digits.
    pub(super) fn push(self, out: &mut String) {
        if !self.is_array() {
            scalar_or_hex(self.kind, self.bytes, out);
            return;
        }
        let start = out.len();
        self.each_item(&mut String::new(), &mut |item| {
            if out.len() > start {
                out.push('\n');
            }
            out.push_str(item);
        });
    }

    /// Calls `visit` for each item of an array, using `text` as scratch space.
    pub(super) fn each_item(self, text: &mut String, visit: &mut dyn FnMut(&str)) {
        let mut item = |kind: u8, bytes: &[u8]| {
            text.clear();
            scalar_or_hex(kind, bytes, text);
            visit(text);
        };
        let kind = self.kind & !ARRAY;
        let size = match kind {
            STRING => return split_strings(self.bytes, 2, &mut |bytes| item(STRING, bytes)),
            ANSI_STRING => {
                return split_strings(self.bytes, 1, &mut |bytes| item(ANSI_STRING, bytes));
            }
            SID => return split_sids(self.bytes, &mut |bytes| item(SID, bytes)),
            0x03 | 0x04 => 1,
            0x05 | 0x06 => 2,
            0x07 | 0x08 | 0x0b | 0x0d | 0x14 => 4,
            0x09 | 0x0a | 0x0c | 0x11 | 0x15 => 8,
            0x0f | 0x12 => 16,
            // An array of sizes does not say how wide they are; its bytes are shown as they are.
            _ => return item(BINARY, self.bytes),
        };
        if self.bytes.len().is_multiple_of(size) {
            self.bytes.chunks_exact(size).for_each(|bytes| item(kind, bytes));
        } else {
            item(BINARY, self.bytes);
        }
    }
}

/// NUL-terminated strings of characters `width` bytes wide, one after the other. The last may
/// lack its end.
fn split_strings(bytes: &[u8], width: usize, visit: &mut dyn FnMut(&[u8])) {
    let mut start = 0;
    for (index, unit) in bytes.chunks_exact(width).enumerate() {
        if unit.iter().all(|byte| *byte == 0) {
            let at = index * width;
            visit(&bytes[start..at]);
            start = at + width;
        }
    }
    if start < bytes.len() {
        visit(&bytes[start..]);
    }
}

/// Security identifiers one after the other; their second byte says how long they are.
fn split_sids(mut bytes: &[u8], visit: &mut dyn FnMut(&[u8])) {
    while !bytes.is_empty() {
        let size = bytes.get(1).map_or(bytes.len(), |count| 8 + 4 * usize::from(*count));
        let (sid, rest) = bytes.split_at(size.min(bytes.len()));
        visit(sid);
        bytes = rest;
    }
}

fn scalar_or_hex(kind: u8, bytes: &[u8], out: &mut String) {
    if bytes.is_empty() {
        return;
    }
    let start = out.len();
    if scalar(kind, bytes, out).is_none() {
        out.truncate(start);
        hex_digits(bytes, b"0123456789ABCDEF", out);
    }
}

fn scalar(kind: u8, bytes: &[u8], out: &mut String) -> Option<()> {
    match kind {
        0x01 => push_utf16(until_nul(bytes), out),
        0x02 => {
            let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
            out.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&text).0);
        }
        0x0b => number(out, f32::from_bits(u32_at(bytes, 0)?)),
        0x0c => number(out, f64::from_bits(u64_at(bytes, 0)?)),
        0x0d => match u32_at(bytes, 0)? {
            0 => out.push_str("false"),
            1 => out.push_str("true"),
            other => number(out, other.cast_signed()),
        },
        0x0e => hex_digits(bytes, b"0123456789ABCDEF", out),
        0x0f => guid(bytes, out)?,
        0x11 => filetime(u64_at(bytes, 0)?, out)?,
        0x12 => systime(bytes, out)?,
        0x13 => sid(bytes, out)?,
        0x10 if bytes.len() == 4 => prefixed(u64::from(u32_at(bytes, 0)?), out),
        0x10 | 0x15 => prefixed(u64_at(bytes, 0)?, out),
        0x14 => prefixed(u64::from(u32_at(bytes, 0)?), out),
        _ => integer(kind, bytes, out)?,
    }
    Some(())
}

fn integer(kind: u8, bytes: &[u8], out: &mut String) -> Option<()> {
    match kind {
        0x03 => number(out, bytes.first()?.cast_signed()),
        0x04 => number(out, *bytes.first()?),
        0x05 => number(out, u16_at(bytes, 0)?.cast_signed()),
        0x06 => number(out, u16_at(bytes, 0)?),
        0x07 => number(out, u32_at(bytes, 0)?.cast_signed()),
        0x08 => number(out, u32_at(bytes, 0)?),
        0x09 => number(out, u64_at(bytes, 0)?.cast_signed()),
        0x0a => number(out, u64_at(bytes, 0)?),
        _ => return None,
    }
    Some(())
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    let nul = bytes.chunks_exact(2).position(|pair| pair == [0, 0]);
    nul.map_or(bytes, |at| &bytes[..2 * at])
}

/// Writing to a `String` cannot fail, so there is no error to lose.
fn number(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").unwrap_or_default();
}

fn prefixed(value: u64, out: &mut String) {
    write!(out, "0x{value:x}").unwrap_or_default();
}

fn hex_digits(bytes: &[u8], digits: &[u8; 16], out: &mut String) {
    out.reserve(2 * bytes.len());
    for byte in bytes {
        out.push(char::from(digits[usize::from(byte >> 4)]));
        out.push(char::from(digits[usize::from(byte & 15)]));
    }
}

fn guid(bytes: &[u8], out: &mut String) -> Option<()> {
    let (one, two, three) = (u32_at(bytes, 0)?, u16_at(bytes, 4)?, u16_at(bytes, 6)?);
    write!(out, "{{{one:08x}-{two:04x}-{three:04x}-").unwrap_or_default();
    hex_digits(bytes.get(8..10)?, b"0123456789abcdef", out);
    out.push('-');
    hex_digits(bytes.get(10..16)?, b"0123456789abcdef", out);
    out.push('}');
    Some(())
}

/// A moment as 100-nanosecond intervals since 1601 UTC, as nanoseconds since 1970; `None` for the
/// zero that stands for "never" and for years beyond what a timestamp can hold.
pub(super) fn moment(filetime: u64) -> Option<model::Timestamp> {
    if filetime == 0 {
        return None;
    }
    let ticks = i64::try_from(filetime).ok()?.checked_sub(EPOCH_DISTANCE)?;
    model::Timestamp::from_nanosecond(i128::from(ticks) * 100).ok()
}

fn filetime(value: u64, out: &mut String) -> Option<()> {
    let ticks = i64::try_from(value).ok()?.checked_sub(EPOCH_DISTANCE)?;
    let time = model::Timestamp::from_nanosecond(i128::from(ticks) * 100).ok()?;
    push_time(time, out);
    Some(())
}

/// `yyyy-MM-ddTHH:mm:ss.fffffffZ`.
fn push_time(time: model::Timestamp, out: &mut String) {
    write!(out, "{time:.7}").unwrap_or_default();
}

fn systime(bytes: &[u8], out: &mut String) -> Option<()> {
    let part = |index: usize| u16_at(bytes, 2 * index);
    let (year, month, day) = (part(0)?, part(1)?, part(3)?);
    let (hour, minute, second, milli) = (part(4)?, part(5)?, part(6)?, part(7)?);
    write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}0000Z")
        .unwrap_or_default();
    Some(())
}

/// [MS-DTYP] 2.4.2: revision, count, a 48-bit big-endian authority, little-endian sub-authorities.
fn sid(bytes: &[u8], out: &mut String) -> Option<()> {
    let (revision, count) = (*bytes.first()?, usize::from(*bytes.get(1)?));
    let authority = bytes.get(2..8)?.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    write!(out, "S-{revision}-{authority}").unwrap_or_default();
    for index in 0..count {
        write!(out, "-{}", u32_at(bytes, 8 + 4 * index)?).unwrap_or_default();
    }
    Some(())
}
