//! Little-endian numbers at an offset, or nothing.

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Appends UTF-16LE text; unpaired surrogates become replacement characters.
pub(super) fn push_utf16(bytes: &[u8], out: &mut String) {
    out.reserve(bytes.len() / 2);
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut ascii = units.clone();
    // Nearly all text in event logs is ASCII; the general decoder takes over at the first that is
    // not.
    let mut plain = 0;
    for unit in ascii.by_ref() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => break,
        }
        plain += 1;
    }
    let rest = char::decode_utf16(units.skip(plain));
    out.extend(rest.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
