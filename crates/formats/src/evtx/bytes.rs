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

/// Characters looked at together.
const BLOCK: usize = 64;

/// Appends UTF-16LE text; unpaired surrogates become replacement characters.
pub(super) fn push_utf16(bytes: &[u8], out: &mut String) {
    out.reserve(bytes.len() / 2);
    let mut rest = bytes;
    // Nearly all text in event logs is ASCII; the general decoder takes over at the first block
    // that is not.
    while rest.len() >= 2 {
        let (block, behind) = rest.split_at(rest.len().min(2 * BLOCK));
        let (mut ascii, mut seen) = ([0_u8; BLOCK], 0_u16);
        for (to, pair) in ascii.iter_mut().zip(block.chunks_exact(2)) {
            let unit = u16::from_le_bytes([pair[0], pair[1]]);
            seen |= unit;
            *to = unit as u8;
        }
        match std::str::from_utf8(&ascii[..block.len() / 2]) {
            Ok(text) if seen < 0x80 => out.push_str(text),
            _ => break,
        }
        rest = behind;
    }
    let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    out.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn utf16_is_decoded_as_the_standard_library_does(
            units in proptest::collection::vec(prop_oneof![8 => 1_u16..0x80, 1 => any::<u16>()], 0..300),
        ) {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let mut text = String::from("x");
            push_utf16(&bytes, &mut text);
            prop_assert_eq!(&text[1..], String::from_utf16_lossy(&units));
        }
    }
}
