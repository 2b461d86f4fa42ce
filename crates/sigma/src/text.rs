//! Text as Sigma compares it: case folded without harm to any script, and patterns with
//! wildcards that know where in the text they may stand.

use std::cell::{OnceCell, RefCell};

use memchr::memmem;
use serde::{Deserialize, Serialize};

/// Dashes that `windash` takes for one another: hyphen, slash, en dash, em dash, horizontal bar.
///
/// Source: Sigma specification, appendix "Modifiers", `windash`.
pub(crate) const DASHES: [char; 5] = ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'];

/// Appends `text` in lower case, character by character, so that folding a part of a text gives
/// a part of the folded text. (The standard `to_lowercase` looks at neighbours for sigma.)
pub(crate) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(tail) = out.get_mut(start..) {
            tail.make_ascii_lowercase();
        }
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// `text` in lower case, see [`fold_into`].
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// One value of a field of one record. It is folded when somebody first asks: most values are
/// known from earlier records and nobody does.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// As the record has it.
    pub raw: String,
    folded: OnceCell<String>,
    /// Memory of an earlier folded text.
    spare: RefCell<String>,
}

impl Text {
    /// A text.
    pub(crate) fn new(raw: &str) -> Self {
        Self { raw: raw.to_owned(), ..Self::default() }
    }

    /// Empties it for another text.
    pub(crate) fn clear(&mut self) {
        self.raw.clear();
        if let Some(folded) = self.folded.take() {
            *self.spare.get_mut() = folded;
        }
    }

    /// In lower case.
    pub(crate) fn folded(&self) -> &str {
        self.folded.get_or_init(|| {
            let mut folded = self.spare.take();
            folded.clear();
            fold_into(&self.raw, &mut folded);
            folded
        })
    }
}

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Part {
    /// This text; folded unless the pattern is cased.
    Literal(String),
    /// Any text, also none (`*`).
    Any,
    /// One character (`?`).
    One,
    /// One of [`DASHES`].
    Dash,
}

/// Where a pattern's only literal must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Place {
    /// The whole text.
    Equals,
    /// At the start.
    Starts,
    /// At the end.
    Ends,
    /// Anywhere.
    Contains,
}

/// A text pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
    /// Compares letters by case.
    pub cased: bool,
}

impl Pattern {
    /// A pattern of `parts`; literals are folded unless `cased`.
    pub(crate) fn new(parts: impl IntoIterator<Item = Part>, cased: bool) -> Self {
        let mut own: Vec<Part> = Vec::new();
        for part in parts {
            match (own.last_mut(), part) {
                (_, Part::Literal(text)) if text.is_empty() => {}
                (Some(Part::Any), Part::Any) => {}
                (Some(Part::Literal(before)), Part::Literal(text)) => {
                    before.push_str(&if cased { text } else { fold(&text) });
                }
                (_, Part::Literal(text)) => {
                    own.push(Part::Literal(if cased { text } else { fold(&text) }));
                }
                (_, part) => own.push(part),
            }
        }
        own.shrink_to_fit();
        Self { parts: own, cased }
    }

    /// The pieces.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The literal and its place, if the pattern is no more than that.
    pub(crate) fn simple(&self) -> Option<(&str, Place)> {
        match self.parts.as_slice() {
            [] => Some(("", Place::Equals)),
            [Part::Literal(text)] => Some((text, Place::Equals)),
            [Part::Literal(text), Part::Any] => Some((text, Place::Starts)),
            [Part::Any, Part::Literal(text)] => Some((text, Place::Ends)),
            [Part::Any, Part::Literal(text), Part::Any] => Some((text, Place::Contains)),
            _ => None,
        }
    }

    /// The longest literal, without which the pattern cannot match.
    pub(crate) fn needle(&self) -> Option<&str> {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Literal(text) => Some(text.as_str()),
                _ => None,
            })
            .max_by_key(|text| text.len())
    }

    /// Whether the text matches.
    pub(crate) fn matches(&self, text: &Text) -> bool {
        self.matches_str(if self.cased { &text.raw } else { text.folded() })
    }

    /// Whether a text matches that is already in this pattern's case.
    pub(crate) fn matches_str(&self, text: &str) -> bool {
        match self.simple() {
            Some((literal, Place::Equals)) => text == literal,
            Some((literal, Place::Starts)) => text.starts_with(literal),
            Some((literal, Place::Ends)) => text.ends_with(literal),
            // For one search in one short text the standard library needs less preparation.
            Some((literal, Place::Contains)) => text.contains(literal),
            None => glob(&self.parts, text),
        }
    }
}

/// Matches parts with wildcards. Between two `Any` the leftmost place is taken, which is right
/// for patterns without alternatives and takes no backtracking.
fn glob(parts: &[Part], text: &str) -> bool {
    let segments: Vec<&[Part]> = parts.split(|part| *part == Part::Any).collect();
    let Some((first, rest)) = segments.split_first() else { return text.is_empty() };
    let Some(after) = segment_at(first, text) else { return false };
    let Some((last, middle)) = rest.split_last() else { return after.is_empty() };
    let mut text = after;
    for segment in middle {
        match find_segment(segment, text) {
            Some(after) => text = after,
            None => return false,
        }
    }
    ends_with_segment(last, text)
}

/// The rest of the text if it starts with the segment.
fn segment_at<'t>(segment: &[Part], mut text: &'t str) -> Option<&'t str> {
    for part in segment {
        text = match part {
            Part::Literal(literal) => text.strip_prefix(literal.as_str())?,
            Part::Any | Part::One => {
                let mut chars = text.chars();
                chars.next()?;
                chars.as_str()
            }
            Part::Dash => text.strip_prefix(DASHES)?,
        };
    }
    Some(text)
}

/// The rest of the text after the leftmost place where the segment stands.
fn find_segment<'t>(segment: &[Part], text: &'t str) -> Option<&'t str> {
    if let Some(Part::Literal(literal)) = segment.first() {
        return memmem::find_iter(text.as_bytes(), literal.as_bytes())
            .find_map(|at| segment_at(segment, text.get(at..)?));
    }
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .find_map(|at| segment_at(segment, text.get(at..)?))
}

/// Whether the text ends with the segment: it is as many characters long as the segment.
fn ends_with_segment(segment: &[Part], text: &str) -> bool {
    let length: usize = segment
        .iter()
        .map(|part| match part {
            Part::Literal(literal) => literal.chars().count(),
            _ => 1,
        })
        .sum();
    let start = match length {
        0 => return true,
        _ => text.char_indices().rev().nth(length - 1).map(|(at, _)| at),
    };
    start.and_then(|at| segment_at(segment, text.get(at..)?)).is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(
            text.chars().map(|c| match c {
                '*' => Part::Any,
                '?' => Part::One,
                '~' => Part::Dash,
                c => Part::Literal(c.to_string()),
            }),
            false,
        )
    }

    fn hit(glob: &str, text: &str) -> bool {
        pattern(glob).matches_str(&fold(text))
    }

    #[test]
    fn wildcards_match_as_a_shell_would() {
        for (glob, text, expected) in [
            ("abc", "ABC", true),
            ("abc", "abcd", false),
            ("*abc", "xabc", true),
            ("a*c", "abbbc", true),
            ("a*c", "ab", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a?c*d", "zzabczzd", true),
            ("*a?c*d", "zzabczzde", false),
            ("a*a", "a", false),
            ("?", "\u{20ac}", true),
            ("*?", "", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
            ("*x*x", "x", false),
            ("* ~ep *", "a \u{2013}ep b", true),
            ("* ~ep *", "a +ep b", false),
            ("?b?", "aBc", true),
            ("*ab", "aab", true),
            ("*a?", "aab", true),
        ] {
            assert_eq!(hit(glob, text), expected, "{glob} on {text}");
        }
    }

    #[test]
    fn folding_is_safe_beyond_ascii() {
        assert_eq!(fold("\u{c4}BC\u{160}"), "\u{e4}bc\u{161}");
        assert_eq!(fold("\u{39f}\u{3a3}"), "\u{3bf}\u{3c3}");
        assert!(pattern("*\u{e9}v*").matches_str(&fold("\u{c9}V\u{c9}NEMENT")));
    }
}
