//! Cuts the text of a rule file into its rules, so that one that does not compile costs only
//! itself and the engine never has to parse a whole broken file.
//!
//! Only as much of the grammar is known here as finds a rule's end: comments, quoted text, regular
//! expressions and braces (<https://yara.readthedocs.io/en/stable/writingrules.html>).

/// One piece of a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// `import "pe"`, as it stands.
    Import(&'a str),
    /// `include "other.yar"`: the path between the quotes.
    Include(&'a str),
    /// A rule, as it stands.
    Rule(&'a str),
    /// Text that is none of these, up to where something begins again.
    Junk(&'a str),
}

/// A piece and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed<'a> {
    /// The piece.
    pub(crate) piece: Piece<'a>,
    /// Byte offset of its first byte.
    pub(crate) start: usize,
}

/// Walks through the pieces of a text.
pub(crate) struct Splitter<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Splitter<'a> {
    /// Over the whole text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// After the rule at `start` turned out to be faulty: if another rule begins on a line of its
    /// own within its text, a brace was missing, and the walk goes on from there.
    pub(crate) fn resync(&mut self, start: usize) {
        if let Some(inner) = next_beginning(self.text, start).filter(|inner| *inner < self.at) {
            self.at = inner;
        }
    }

    fn rule(&self, start: usize) -> usize {
        end_of_rule(self.text.as_bytes(), start)
            .or_else(|| next_beginning(self.text, start))
            .unwrap_or(self.text.len())
    }
}

impl<'a> Iterator for Splitter<'a> {
    type Item = Placed<'a>;

    fn next(&mut self) -> Option<Placed<'a>> {
        let bytes = self.text.as_bytes();
        let start = skip_blank(bytes, self.at);
        if start >= bytes.len() {
            return None;
        }
        let word_end = start + word(&bytes[start..]);
        let (piece, end) = match &self.text[start..word_end] {
            "rule" | "private" | "global" => {
                let end = self.rule(start);
                (Piece::Rule(&self.text[start..end]), end)
            }
            keyword @ ("import" | "include") => match quoted(bytes, skip_blank(bytes, word_end)) {
                Some((_, to)) if keyword == "import" => {
                    (Piece::Import(&self.text[start..=to]), to + 1)
                }
                Some((from, to)) => (Piece::Include(&self.text[from..to]), to + 1),
                None => self.junk(start),
            },
            _ => self.junk(start),
        };
        self.at = end;
        Some(Placed { piece, start })
    }
}

impl<'a> Splitter<'a> {
    fn junk(&self, start: usize) -> (Piece<'a>, usize) {
        let end = next_beginning(self.text, start).unwrap_or(self.text.len());
        (Piece::Junk(&self.text[start..end]), end)
    }
}

/// The line of a byte offset, counted from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The name of a rule in its own text; empty if it has none.
pub(crate) fn rule_name(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at = skip_blank(bytes, at);
        let end = at + word(&bytes[at..]);
        match &text[at..end] {
            "private" | "global" => at = end,
            "rule" => {
                let from = skip_blank(bytes, end);
                return &text[from..from + word(&bytes[from..])];
            }
            _ => return "",
        }
    }
}

/// Whether a rule's own text says that it is global.
pub(crate) fn is_global(text: &str) -> bool {
    let head = text.split('{').next().unwrap_or("");
    head.split_whitespace().take_while(|word| *word != "rule").any(|word| word == "global")
}

/// The longest run of signs and words that each wait for what follows them: `not not ((- …`.
pub(crate) fn longest_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut run, mut longest) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        let waits = match byte {
            _ if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'/' => {
                at = after_comment(bytes, at).unwrap_or_else(|| end_of_literal(bytes, at));
                continue;
            }
            b'"' => {
                at = end_of_literal(bytes, at);
                false
            }
            b'(' | b'-' | b'~' => {
                at += 1;
                true
            }
            _ => {
                let length = word(&bytes[at..]);
                let waits = matches!(&bytes[at..at + length], b"not" | b"defined");
                at += length.max(1);
                waits
            }
        };
        run = if waits { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Whether a regular expression begins with anything of any length, lines included: the engine
/// tries that from every place to the file's end, which it does not interrupt.
pub(crate) fn begins_with_anything(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'/' => {
                let comment = after_comment(bytes, at);
                let end = comment.unwrap_or_else(|| end_of_literal(bytes, at));
                let own = &bytes[at..end];
                let flags = &bytes[end..end + word(&bytes[end..])];
                let open = own.starts_with(b"/.*") || own.starts_with(b"/.+");
                if comment.is_none() && open && flags.contains(&b's') {
                    return true;
                }
                at = end;
            }
            b'"' => at = end_of_literal(bytes, at),
            _ => at += 1,
        }
    }
    false
}

fn word(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}

/// The place after white space and comments.
fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            Some(b'/') => match after_comment(bytes, at) {
                Some(after) => at = after,
                None => return at,
            },
            _ => return at,
        }
    }
}

/// The place after a comment that begins at `at`; `None` if none does.
fn after_comment(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at + 2..)?;
    match bytes[at + 1] {
        b'/' => {
            let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            Some(at + 2 + length)
        }
        b'*' => {
            let length = rest.windows(2).position(|pair| pair == b"*/");
            Some(length.map_or(bytes.len(), |length| at + 4 + length))
        }
        _ => None,
    }
}

/// First byte and end of the text between quotes that begin at `at`.
fn quoted(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    (bytes.get(at) == Some(&b'"')).then_some(())?;
    let end = end_of_literal(bytes, at);
    (bytes.get(end - 1) == Some(&b'"') && end > at + 1).then_some((at + 1, end - 1))
}

/// The place after quoted text or a regular expression that begins at `at` with its delimiter. An
/// unfinished one ends with its line.
fn end_of_literal(bytes: &[u8], at: usize) -> usize {
    let delimiter = bytes[at];
    let mut here = at + 1;
    while let Some(byte) = bytes.get(here) {
        match byte {
            b'\\' if bytes.get(here + 1) != Some(&b'\n') => here += 2,
            b'\n' => return here,
            own if *own == delimiter => return here + 1,
            _ => here += 1,
        }
    }
    bytes.len()
}

/// The place after the closing brace of the rule that begins at `start`.
fn end_of_rule(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'/' => at = after_comment(bytes, at).unwrap_or_else(|| end_of_literal(bytes, at)),
            b'"' => at = end_of_literal(bytes, at),
            b'{' => {
                depth += 1;
                at += 1;
            }
            b'}' => {
                at += 1;
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Where, after the line of `start`, a line begins with a rule, an import or an include.
fn next_beginning(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += text[at..].find('\n')? + 1;
        let line = &text[at..];
        let mut own = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - own.len();
        for modifier in ["private", "global", "private"] {
            own = strip_word(own, modifier).unwrap_or(own);
        }
        let begins = ["rule", "import", "include"].iter().any(|word| {
            strip_word(own, word).is_some_and(|rest| {
                rest.starts_with(|next: char| next.is_ascii_alphanumeric() || "_\"".contains(next))
            })
        });
        if begins {
            return Some(at + indent);
        }
    }
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let own = rest.trim_start_matches([' ', '\t']);
    (own.len() < rest.len()).then_some(own)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str) -> Vec<String> {
        Splitter::new(text)
            .map(|own| match own.piece {
                Piece::Import(text) => format!("import {text}"),
                Piece::Include(path) => format!("include {path}"),
                Piece::Rule(text) => {
                    format!("rule {}@{}", rule_name(text), line_of(text, text.len()))
                }
                Piece::Junk(text) => format!("junk {}", text.trim()),
            })
            .collect()
    }

    #[test]
    fn braces_in_text_comments_and_expressions_do_not_end_a_rule() {
        let text = r#"/* rule no { } */ import "pe"
include "a/b.yar" // rule neither {
private global rule one : tag { strings: $a = "}\"{" $b = /a\/{2}}/i $c = { AA [1-2] /* } */ (BB|CC) }
  condition: any of them }
rule two { condition: true }
"#;
        let wanted = ["import import \"pe\"", "include a/b.yar", "rule one@2", "rule two@1"];
        assert_eq!(shape(text), wanted);
    }

    #[test]
    fn an_open_brace_costs_one_rule() {
        let text = "rule one { condition: ( true \nrule two { condition: true }\n";
        assert_eq!(shape(text), ["rule one@2", "rule two@1"]);
    }

    #[test]
    fn a_rule_without_its_brace_can_be_left() {
        let text = "rule one condition: true }\nrule two { condition: true }\n";
        let mut all = Splitter::new(text);
        let first = all.next().expect("a piece");
        all.resync(first.start);
        let names: Vec<&str> = all
            .filter_map(|own| match own.piece {
                Piece::Rule(text) => Some(rule_name(text)),
                _ => None,
            })
            .collect();
        assert_eq!(names, ["two"]);
    }

    #[test]
    fn runs_of_what_waits_are_counted() {
        assert_eq!(longest_run("condition: not ( not /* */ (-1)) and (not a)"), 5);
        assert_eq!(longest_run("$a = \"-----\" $b = /((((/ $c = { (A|B) }"), 1);
    }

    #[test]
    fn expressions_that_begin_with_anything() {
        assert!(begins_with_anything("$a = /.*x/s"));
        assert!(begins_with_anything("// no\n$a = /.+x/is"));
        assert!(!begins_with_anything("$a = /.*x/i $b = /a.*x/s $c = \"/.*x/s\" /* /.*x/s */"));
    }

    #[test]
    fn junk_is_told_once() {
        assert_eq!(
            shape("<html>\n<p>\nrule a {condition: true}"),
            ["junk <html>\n<p>", "rule a@1"]
        );
        assert_eq!(shape("import pe"), ["junk import pe"]);
    }

    #[test]
    fn a_global_rule_is_known() {
        assert!(is_global("private global rule a { condition: true }"));
        assert!(!is_global("rule a { meta: b = \"global\" condition: true }"));
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end(text in "(rule|private|global|import|include|[a{}/\"\\\\* \n]){0,60}") {
            let mut last = None;
            let mut all = Splitter::new(&text);
            while let Some(own) = all.next() {
                prop_assert!(last.is_none_or(|last| last < own.start));
                last = Some(own.start);
                all.resync(own.start);
            }
        }
    }
}
