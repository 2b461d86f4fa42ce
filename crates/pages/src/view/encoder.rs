//! The Windows Script Encoder: script that was encoded to keep it from being read, and that IIS and
//! the script host decode by themselves. No key is in it.

use super::View;
use crate::tables::{SCRIPT_DECODE_0, SCRIPT_DECODE_1, SCRIPT_DECODE_2, SCRIPT_ORDER};

/// What script is said to be in that was encoded to keep it from being read.
pub(crate) const ENCODER: &str = "the Windows Script Encoder";

/// The Windows Script Encoder's sections, decoded in place: `#@~^` length `==` … checksum `==^#~@`.
pub(super) fn script_encoder(bytes: &[u8]) -> Option<View> {
    let mut start = memchr::memmem::find(bytes, b"#@~^")?;
    let (mut text, mut map) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    let mut at = 0;
    loop {
        text.extend(&bytes[at..start]);
        map.extend((at..start).map(|offset| offset as u32));
        let body = (start + 12).min(bytes.len());
        let end = memchr::memmem::find(&bytes[body..], b"^#~@")
            .map_or(bytes.len(), |length| body + length);
        decode_script(&bytes[body..end.saturating_sub(8).max(body)], body, &mut text, &mut map);
        at = (end + 4).min(bytes.len());
        match memchr::memmem::find(&bytes[at..], b"#@~^") {
            Some(next) => start = at + next,
            None => break,
        }
    }
    text.extend(&bytes[at..]);
    map.extend((at..bytes.len()).map(|offset| offset as u32));
    Some(View { text, map: Some(map), disguise: Some(ENCODER) })
}

fn decode_script(coded: &[u8], base: usize, text: &mut Vec<u8>, map: &mut Vec<u32>) {
    let (mut at, mut count) = (0, 0);
    while let Some(byte) = coded.get(at).copied() {
        let escape = if byte == b'@' { coded.get(at + 1) } else { None };
        let escaped = escape.and_then(|next| match next {
            b'&' => Some(b'\n'),
            b'#' => Some(b'\r'),
            b'*' => Some(b'>'),
            b'!' => Some(b'<'),
            b'$' => Some(b'@'),
            _ => None,
        });
        let plain = match (escaped, byte) {
            (Some(plain), _) => plain,
            (None, 9 | 32..=127) => table(count)[usize::from(byte)],
            (None, _) => byte,
        };
        text.push(plain);
        map.push((base + at) as u32);
        count += usize::from(byte < 128);
        at += if escaped.is_some() { 2 } else { 1 };
    }
}

/// The table by which the letter with this number is decoded.
pub(super) fn table(number: usize) -> &'static [u8; 128] {
    match SCRIPT_ORDER[number % 64] {
        0 => &SCRIPT_DECODE_0,
        1 => &SCRIPT_DECODE_1,
        _ => &SCRIPT_DECODE_2,
    }
}
