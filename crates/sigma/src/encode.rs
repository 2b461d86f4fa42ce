//! The encodings that Sigma modifiers apply to a value before it is searched for.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// How a value's text becomes bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16 little endian (`wide`, `utf16le`).
    Wide,
    /// UTF-16 big endian.
    Utf16Be,
    /// UTF-16 little endian with a byte order mark.
    Utf16,
}

impl Charset {
    /// The bytes of `text`.
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Wide => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf16 => [0xff, 0xfe].into_iter().chain(Self::Wide.bytes(text)).collect(),
        }
    }
}

/// Base64 of the whole value.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The three texts of which one must appear in base64 that holds `bytes` somewhere: one for each
/// position of the value relative to the groups of three bytes.
///
/// Characters that also depend on neighbouring bytes are cut off on both sides: with `offset`
/// bytes before the value, the first 0, 2 or 3 characters; and at the end, where the value does
/// not fill a group, the last 3 or 2 (padding included). Source: Sigma specification,
/// `base64offset`, and the table in pySigma's modifier of the same name.
pub(crate) fn base64_offsets(bytes: &[u8]) -> Vec<String> {
    (0..3)
        .map(|offset| {
            let mut padded = vec![b' '; offset];
            padded.extend_from_slice(bytes);
            let text = STANDARD.encode(&padded);
            let start = [0, 2, 3][offset];
            let cut = [0, 3, 2][padded.len() % 3];
            let end = text.len().saturating_sub(cut).max(start);
            text.get(start..end).unwrap_or_default().to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alignment_of_every_length_is_found() {
        for length in 3..12 {
            let value = "IEX(New-Object)".get(..length).unwrap();
            for charset in [Charset::Utf8, Charset::Wide, Charset::Utf16Be, Charset::Utf16] {
                let needles = base64_offsets(&charset.bytes(value));
                for before in 0..7 {
                    for after in 0..4 {
                        let mut plain = vec![b'x'; before];
                        plain.extend(charset.bytes(value));
                        plain.extend(vec![b'y'; after]);
                        let encoded = base64(&plain);
                        assert!(
                            needles.iter().any(|needle| encoded.contains(needle)),
                            "{value} {charset:?} {before}+{after}: {encoded} {needles:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn known_texts() {
        assert_eq!(base64(&Charset::Wide.bytes("IEX")), "SQBFAFgA");
        assert_eq!(
            base64_offsets(b"::FromBase64String").first().map(String::as_str),
            Some("OjpGcm9tQmFzZTY0U3RyaW5n")
        );
    }
}
