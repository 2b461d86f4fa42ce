//! Bytes of text files as text, with the way back from text to byte offsets.
//!
//! Windows writes UTF-8 with and without a mark, UTF-16LE (tasks, registry exports) and the
//! server's own code page. What is not valid is shown and counted, never dropped.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use model::{GapReason, Locator};

use crate::Sink;

/// A decoded file.
pub(crate) struct Text<'a> {
    text: Cow<'a, str>,
    /// Bytes of the byte order mark.
    mark: usize,
    /// Whether a character took two or four bytes.
    wide: bool,
}

/// Decodes a file and pushes a gap if some of it is not valid.
pub(crate) fn decode<'a>(bytes: &'a [u8], sink: &mut dyn Sink) -> Text<'a> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (wide_without_mark(bytes), 0),
    };
    let body = &bytes[mark..];
    let wide = encoding.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE);
    if wide && let Some(encoding) = encoding {
        let (text, faulty) = encoding.decode_without_bom_handling(body);
        if faulty || body.len() % 2 == 1 {
            let detail = "text that is not valid UTF-16 was replaced".to_owned();
            sink.gap(Locator::File, GapReason::Encoding, detail, 1, 0);
        }
        return Text { text, mark, wide };
    }
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let locator = Locator::Bytes { offset: (mark + error.valid_up_to()) as u64, length: 0 };
            let detail = "not UTF-8; read as Windows-1252, other code pages show wrong letters";
            sink.gap(locator, GapReason::Encoding, detail.to_owned(), 1, 0);
            WINDOWS_1252.decode_without_bom_handling(body).0
        }
    };
    Text { text, mark, wide: false }
}

/// UTF-16 whose mark is missing: an ASCII letter and a zero.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [a, 0, b, 0] if a.is_ascii() && *a != 0 && b.is_ascii() && *b != 0 => Some(UTF_16LE),
        [0, a, 0, b] if a.is_ascii() && *a != 0 && b.is_ascii() && *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

impl Text<'_> {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// A cursor for places that come in ascending order.
    pub(crate) fn places(&self) -> Places<'_> {
        Places { text: &self.text, wide: self.wide, at: 0, offset: self.mark as u64, line: 1 }
    }

    /// Lines with their places, without line ends.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Locator, &str)> {
        let mut places = self.places();
        let mut start = 0;
        self.text.split_inclusive('\n').map(move |whole| {
            let line = whole.trim_end_matches(['\n', '\r']);
            let place = places.place(start, line.len());
            start += whole.len();
            (place, line)
        })
    }
}

/// Turns places in the text into places in the file, in ascending order, in linear time.
pub(crate) struct Places<'t> {
    text: &'t str,
    wide: bool,
    at: usize,
    offset: u64,
    line: u64,
}

impl Places<'_> {
    /// Where `length` bytes of text from `start` stand in the file. `start` must not lie before
    /// an earlier one; if it does, the earlier place is given.
    pub(crate) fn place(&mut self, start: usize, length: usize) -> Locator {
        let passed = self.text.get(self.at..start).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u64;
        self.offset += self.size(passed);
        self.at = start.max(self.at);
        let own = self.text.get(start..start + length).unwrap_or_default();
        Locator::Line { line: self.line, offset: self.offset, length: self.size(own) }
    }

    fn size(&self, text: &str) -> u64 {
        let units = if self.wide { 2 * text.encode_utf16().count() } else { text.len() };
        units as u64
    }
}

/// UTF-16LE bytes up to the first zero, with replacement characters where they are not valid.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units.take_while(|unit| *unit != 0))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Longest text that is repeated from one place into many facts (a location's path, a list's name,
/// a column's name), so that one long name cannot fill memory. Windows paths in configuration
/// have at most 260 characters.
const LONGEST_REPEATED: usize = 1_024;

/// A text that goes into many facts, cut to what may be repeated.
pub(crate) fn repeated(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_REPEATED)]
}

/// The first bytes of a file as lower-case ASCII-compatible text, for recognising it: zero bytes
/// are left out, so that UTF-16 looks like its letters.
pub(crate) fn folded(head: &[u8]) -> Vec<u8> {
    // Most text has no zero byte, and every reader asks: the whole is folded at once.
    if memchr::memchr(0, head).is_none() {
        return head.to_ascii_lowercase();
    }
    head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect()
}

/// Whether folded text holds a word.
pub(crate) fn holds(folded: &[u8], word: &str) -> bool {
    memchr::memmem::find(folded, word.as_bytes()).is_some()
}

/// Whether folded text begins like XML.
pub(crate) fn begins_as_xml(folded: &[u8]) -> bool {
    let start =
        folded.iter().position(|byte| byte.is_ascii_graphic()).and_then(|at| folded.get(at));
    start == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Seen;

    #[test]
    fn wide_lines_stand_where_they_stand_in_the_file() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend("ä\r\nbc".encode_utf16().flat_map(u16::to_le_bytes));
        let mut seen = Seen::default();
        let text = decode(&bytes, &mut seen);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], (Locator::Line { line: 1, offset: 2, length: 2 }, "ä"));
        assert_eq!(lines[1], (Locator::Line { line: 2, offset: 8, length: 4 }, "bc"));
        assert!(seen.gaps.is_empty());
    }

    #[test]
    fn another_code_page_is_shown_and_said() {
        let mut seen = Seen::default();
        assert_eq!(decode(b"caf\xE9", &mut seen).as_str(), "caf\u{e9}");
        assert_eq!(seen.losses(), [(GapReason::Encoding, 1)]);
    }
}
