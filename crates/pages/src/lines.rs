//! Where lines end: a line feed, a carriage return, both, and what C#, Visual Basic and JScript take
//! for one besides. Whoever ends a comment elsewhere hides what stands behind it.

/// Ends of lines beyond ASCII, in UTF-8: next line, line separator, paragraph separator.
/// C# language specification, section 6.3.3; ECMA-262, section 12.3.
const WIDE: [&[u8]; 3] = [b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"];

/// Whether a byte ends a line.
pub(crate) fn ends(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Where the first line of a text ends; its length if it has but one.
pub(crate) fn first(text: &[u8]) -> usize {
    let end = memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len());
    let is_wide = |at: &usize| WIDE.iter().any(|own| text[*at..end].starts_with(own));
    memchr::memchr2_iter(WIDE[0][0], WIDE[1][0], &text[..end]).find(is_wide).unwrap_or(end)
}

/// How many lines end in a text; a carriage return with a line feed behind it ends one.
pub(crate) fn count(text: &[u8]) -> u64 {
    let returns = memchr::memchr_iter(b'\r', text);
    let alone = returns.filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (memchr::memchr_iter(b'\n', text).count() + alone) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for end in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"] {
            assert_eq!(first(format!("// a{end}b").as_bytes()), 4, "{end:?}");
        }
        assert_eq!(first("é // –".as_bytes()), 9);
        assert_eq!(count(b"a\r\nb\rc\nd"), 3);
    }
}
