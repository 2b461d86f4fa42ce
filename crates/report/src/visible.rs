//! Makes text of the evidence show what it holds: control characters, terminal escapes and
//! characters that hide or reorder their neighbours are written out (`\x1b`, `\u{202e}`).

use std::borrow::Cow;
use std::fmt::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character acts on its surroundings instead of being seen: controls, and the format
/// characters (`Cf`), separators and fillers of Unicode that show nothing or reorder text
/// (Unicode Technical Report 36, "Bidirectional Text Spoofing"; TR 39, "Default Ignorable").
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Writes a hidden character as text.
pub(crate) fn spell(c: char, out: &mut dyn Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\0'..='\u{ff}' => write!(out, "\\x{:02x}", u32::from(c)),
        _ => write!(out, "\\u{{{:x}}}", u32::from(c)),
    }
}

/// The text on one line, with hidden characters written out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        // Writing to a string cannot fail.
        if !is_hidden(c) || spell(c, &mut out).is_err() {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text on one line and at most `columns` wide, with its middle left out if it is longer:
/// both ends of a path or an address list tell more than one end.
pub(crate) fn short(text: &str, columns: usize) -> Cow<'_, str> {
    let text = visible(text);
    if text.width() <= columns {
        return text;
    }
    let keep = columns.saturating_sub(3);
    let head = fitting(text.chars(), keep.div_ceil(2));
    let tail: String = fitting(text.chars().rev(), keep / 2).chars().rev().collect();
    Cow::Owned(format!("{head} … {tail}"))
}

/// As many of the characters as fit into `columns`.
fn fitting(chars: impl Iterator<Item = char>, columns: usize) -> String {
    let mut left = columns;
    chars
        .take_while(|c| {
            let width = c.width().unwrap_or(0);
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        })
        .collect()
}

/// A writer that spells hidden characters out in everything that passes through it, line feeds
/// apart. A page written through it cannot hold one, whichever field it came from.
pub(crate) struct Spelling<W>(pub(crate) W);

impl<W: Write> Write for Spelling<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        let hidden = |c: char| c != '\n' && is_hidden(c);
        while let Some(at) = rest.find(hidden) {
            let (before, after) = rest.split_at(at);
            self.0.write_str(before)?;
            let mut chars = after.chars();
            if let Some(c) = chars.next() {
                spell(c, &mut self.0)?;
            }
            rest = chars.as_str();
        }
        self.0.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_spelled() {
        assert_eq!(visible("a\u{1b}[31m\r\n\u{9b}"), "a\\x1b[31m\\r\\n\\x9b");
        assert_eq!(visible("\u{202e}gpj.exe\u{200b}"), "\\u{202e}gpj.exe\\u{200b}");
        assert_eq!(visible("Größe 大 é"), "Größe 大 é");
    }

    #[test]
    fn long_values_lose_their_middle() {
        assert_eq!(
            short("C:\\inetpub\\wwwroot\\aspnet_client\\x.aspx", 20),
            "C:\\inetpu … t\\x.aspx"
        );
        assert_eq!(short("大大大大大大", 9), "大 … 大");
        assert_eq!(short("short", 5), "short");
        assert_eq!(short("anything", 0), " … ");
    }

    #[test]
    fn a_writer_spells_what_passes_through() {
        let mut out = Spelling(String::new());
        out.write_str("a\nb\u{1b}\u{2066}c\u{feff}").unwrap();
        assert_eq!(out.0, "a\nb\\x1b\\u{2066}c\\u{feff}");
    }
}
