//! Server code to tokens: comments dropped, escapes resolved, identifiers in lower case, so that
//! how a thing is written stops mattering.

use crate::{lines, page::Lang};

mod literals;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword, lower case, escapes resolved.
    Word,
    /// A string or character literal's value.
    Str,
    /// A number; its value in `number`.
    Num,
    /// One or two characters of punctuation; their code in `number`.
    Op,
    /// The end of a Basic line.
    Line,
}

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// The text of words and strings; empty for punctuation.
    pub(crate) text: String,
    /// The value of numbers, and [`code`] of punctuation.
    pub(crate) number: i64,
    /// Offset in the view.
    pub(crate) at: usize,
    /// For strings: the value was computed (character codes, reversal, decoding, junk removal),
    /// not written; 1 for joined pieces, 2 for anything beyond.
    pub(crate) made: u8,
}

impl Token {
    #[inline]
    pub(crate) fn is(&self, op: &str) -> bool {
        self.number == code(op) && self.kind == Kind::Op
    }

    /// Punctuation.
    pub(crate) fn op(op: &str, at: usize) -> Self {
        Self { kind: Kind::Op, text: String::new(), number: code(op), at, made: 0 }
    }

    pub(crate) fn opens(&self) -> bool {
        self.is("(") || self.is("[") || self.is("{")
    }

    pub(crate) fn closes(&self) -> bool {
        self.is(")") || self.is("]") || self.is("}")
    }

    pub(crate) fn word(&self) -> &str {
        if self.kind == Kind::Word { &self.text } else { "" }
    }

    pub(crate) fn new(kind: Kind, text: String, at: usize) -> Self {
        Self { kind, text, number: 0, at, made: 0 }
    }

    /// Punctuation as it was written.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> String {
        self.number.to_le_bytes().into_iter().filter(|byte| *byte > 0).map(char::from).collect()
    }

    /// Ends a statement.
    pub(crate) fn ends(&self) -> bool {
        self.kind == Kind::Line || self.is(";") || self.is("{") || self.is("}")
    }
}

/// One or two characters of punctuation as a number: comparing them is most of the work.
#[inline]
const fn code(op: &str) -> i64 {
    match op.as_bytes() {
        [one] => *one as i64,
        [one, two, ..] => *one as i64 | (*two as i64) << 8,
        [] => 0,
    }
}

/// What the way of writing gave away.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Identifiers written with `\u` escapes or invisible characters.
    pub(crate) escaped_words: usize,
    /// Where the first one stands.
    pub(crate) first_escape: usize,
    /// Comments between two tokens of one line.
    pub(crate) inner_comments: usize,
    /// Tokens read.
    pub(crate) tokens: usize,
    /// There is more code than was read, or more packed text than was unpacked.
    pub(crate) cut: bool,
}

/// Letters of a word that are kept: no identifier of a sink is longer, and an alias copies it.
const MAX_WORD: usize = 256;
/// Tokens beyond this are not read, and that is said: no page of 4 MB has as many.
const MAX_TOKENS: usize = 1_000_000;

pub(crate) struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    base: usize,
    lang: Lang,
    depth: usize,
    /// Before this place a slash in JScript divides: no pattern ends there.
    divides_until: usize,
    tokens: Vec<Token>,
    manner: Manner,
}

/// Reads code whose first byte has the offset `base` in the view.
pub(crate) fn lex(text: &[u8], base: usize, lang: Lang) -> (Vec<Token>, Manner) {
    let mut lexer = Lexer {
        text,
        at: 0,
        base,
        lang,
        depth: 0,
        divides_until: 0,
        tokens: Vec::new(),
        manner: Manner::default(),
    };
    lexer.run();
    lexer.manner.tokens = lexer.tokens.len();
    lexer.manner.cut = lexer.at < text.len();
    (lexer.tokens, lexer.manner)
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, text: String, start: usize) {
        self.tokens.push(Token::new(kind, text, self.base + start));
    }

    fn run(&mut self) {
        while self.at < self.text.len() && self.tokens.len() < MAX_TOKENS {
            let (start, byte) = (self.at, self.peek(0));
            match byte {
                // Of both, the line feed ends the line.
                b'\r' if self.peek(1) == b'\n' => self.at += 1,
                b'\n' | b'\r' => {
                    if self.lang == Lang::Basic {
                        self.basic_line(start);
                    }
                    self.at += 1;
                }
                b' ' | b'\t' | 0 => self.at += 1,
                b'/' if self.lang != Lang::Basic && matches!(self.peek(1), b'/' | b'*') => {
                    self.comment()
                }
                b'/' if self.lang == Lang::JScript && self.regex_may_start() => self.regex(),
                b'#' if self.lang == Lang::CSharp && self.line_is_blank_before(start) => {
                    self.skip_line()
                }
                b'\'' if self.lang == Lang::Basic => self.skip_line(),
                b'"' | b'\'' | b'`' => self.string(),
                b'@' | b'$' if self.verbatim_follows() => self.string(),
                b'0'..=b'9' => self.number(),
                b'&' if self.lang == Lang::Basic && self.basic_radix() => self.number(),
                b'[' if self.lang == Lang::Basic && self.bracketed_word() => {}
                _ if self.word_byte(byte) => self.word(),
                _ => self.op(),
            }
        }
    }

    /// A Basic line ends here unless it is continued with ` _`.
    fn basic_line(&mut self, start: usize) {
        if self.tokens.last().is_some_and(|last| last.word() == "_") {
            self.tokens.pop();
        } else if self.tokens.last().is_some_and(|last| last.kind != Kind::Line) {
            self.push(Kind::Line, String::new(), start);
        }
    }

    fn skip_line(&mut self) {
        self.at += lines::first(&self.text[self.at..]);
    }

    fn line_is_blank_before(&self, at: usize) -> bool {
        self.text[..at]
            .iter()
            .rev()
            .take(64)
            .find(|byte| !b" \t".contains(byte))
            .is_none_or(|byte| lines::ends(*byte))
    }

    fn comment(&mut self) {
        if self.peek(1) == b'/' {
            return self.skip_line();
        }
        let rest = &self.text[self.at + 2..];
        let length = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |length| length + 2);
        self.at += 2 + length;
        let next = self.peek(0);
        self.manner.inner_comments += usize::from(!lines::ends(next) && length < 64);
    }

    fn verbatim_follows(&self) -> bool {
        let mut ahead = 0;
        while matches!(self.peek(ahead), b'@' | b'$') && ahead < 4 {
            ahead += 1;
        }
        self.peek(ahead) == b'"'
    }

    fn word_byte(&self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric()
            || byte == b'_'
            || byte >= 0x80
            || (byte == b'$' && self.lang == Lang::JScript)
            || (byte == b'\\' && self.lang != Lang::Basic && matches!(self.peek(1), b'u' | b'U'))
    }

    fn word(&mut self) {
        let start = self.at;
        let mut text = String::new();
        let mut escaped = false;
        while self.at < self.text.len() && self.word_byte(self.peek(0)) {
            let byte = self.peek(0);
            if byte == b'\\' {
                escaped = true;
                self.at += 1;
                text.extend(self.escape().filter(|letter| !invisible(*letter)));
            } else if byte < 0x80 {
                text.push(char::from(byte.to_ascii_lowercase()));
                self.at += 1;
            } else {
                let letter = self.letter();
                if invisible(letter) {
                    // A byte-order mark before the code is not inside a word.
                    escaped |= !text.is_empty() || letter != '\u{feff}';
                } else {
                    escaped |= ('\u{ff01}'..='\u{ff5e}').contains(&letter);
                    text.push(narrow(letter));
                }
            }
        }
        if text.len() > MAX_WORD {
            text = text.chars().take(MAX_WORD).collect();
        }
        text.make_ascii_lowercase();
        if escaped && !text.is_empty() {
            if self.manner.escaped_words == 0 {
                self.manner.first_escape = self.base + start;
            }
            self.manner.escaped_words += 1;
        }
        if self.lang == Lang::Basic && text == "rem" {
            return self.skip_line();
        }
        if text.is_empty() {
            return;
        }
        self.push(Kind::Word, text, start);
    }

    /// One UTF-8 letter; a byte that is none stands for itself.
    fn letter(&mut self) -> char {
        let rest = &self.text[self.at..self.text.len().min(self.at + 4)];
        for length in 2..=rest.len() {
            if let Ok(text) = std::str::from_utf8(&rest[..length])
                && let Some(letter) = text.chars().next()
            {
                self.at += length;
                return letter;
            }
        }
        self.at += 1;
        char::from(rest[0])
    }

    /// `[name]` in Basic, where an index never follows nothing.
    fn bracketed_word(&mut self) -> bool {
        let rest = &self.text[self.at + 1..];
        let length =
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        if length == 0 || rest.get(length) != Some(&b']') {
            return false;
        }
        let text = String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase();
        let start = self.at;
        self.at += length + 2;
        self.push(Kind::Word, text, start);
        true
    }

    fn op(&mut self) {
        const PAIRS: &[&[u8; 2]] = &[
            b"==", b"!=", b"<=", b">=", b"=>", b"+=", b"-=", b"&=", b"&&", b"||", b"<>", b"??",
            b"?.", b"::",
        ];
        let start = self.at;
        let pair = [self.peek(0), self.peek(1)];
        let length = if PAIRS.contains(&&pair) { 2 } else { 1 };
        self.at += length;
        // Empty statements say nothing, and thousands of them would push the code out of reach.
        if pair[0] == b';' && self.tokens.last().is_some_and(|last| last.is(";")) {
            return;
        }
        // `a:b` ends a Basic statement.
        if pair[0] == b':' && length == 1 && self.lang == Lang::Basic {
            return self.push(Kind::Line, String::new(), start);
        }
        let number = match pair {
            [b'?', b'.'] => code("."),
            _ if length == 2 => i64::from(u16::from_le_bytes(pair)),
            _ => i64::from(pair[0]),
        };
        let at = self.base + start;
        self.tokens.push(Token { kind: Kind::Op, text: String::new(), number, at, made: 0 });
    }
}

/// Characters compilers ignore inside identifiers.
fn invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Full-width forms as the ASCII they stand for (VB.NET treats them alike).
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lang: Lang, text: &str) -> String {
        let (tokens, _) = lex(text.as_bytes(), 0, lang);
        let part = |token: &Token| match token.kind {
            Kind::Word => token.text.clone(),
            Kind::Op => token.shown(),
            Kind::Str => format!("{:?}", token.text),
            Kind::Num => token.number.to_string(),
            Kind::Line => "¶".to_owned(),
        };
        tokens.iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn csharp_escapes_and_comments_vanish() {
        assert_eq!(
            shown(
                Lang::CSharp,
                "Proc\\u0065ss/*x*/.Start(@\"a\"\"b\", \"\\x41\\n\", '\\'', 0x41); // y"
            ),
            "process . start ( \"a\\\"b\" , \"A\\n\" , \"'\" , 65 ) ;"
        );
    }

    #[test]
    fn interpolated_strings_show_their_expressions() {
        assert_eq!(shown(Lang::CSharp, "$\"/c {cmd}!\""), "\"/c \" + cmd + \"!\"");
        assert_eq!(shown(Lang::CSharp, "$\"{{x}}\""), "\"{x}}\"");
    }

    #[test]
    fn basic_lines_comments_and_radix() {
        assert_eq!(
            shown(Lang::Basic, "a = \"x\"\"y\" & _\n Chr(&H41) ' no\nRem no\n[Execute] b : c"),
            "a = \"x\\\"y\" & chr ( 65 ) ¶ execute b ¶ c"
        );
    }

    #[test]
    fn jscript_regex_is_not_a_string() {
        assert_eq!(shown(Lang::JScript, "a = /\"'/g; 'b'"), "a = 0 ; \"b\"");
    }

    #[test]
    fn invisible_and_wide_letters_are_seen_through() {
        let (tokens, manner) = lex("e\u{200b}val ｅval".as_bytes(), 0, Lang::CSharp);
        assert!(tokens.iter().all(|token| token.text == "eval"));
        assert_eq!(manner.escaped_words, 2);
    }
}
