//! Literals of all languages: strings with their escapes and interpolations, numbers, patterns.

use super::{Kind, Lexer, Manner, Token};
use crate::{lines, page::Lang};

/// A string literal longer than this keeps only its head: enough to decode any loader.
const MAX_LITERAL: usize = 512 * 1024;
/// Nesting of interpolated strings that is followed.
const MAX_NESTING: usize = 3;

impl Lexer<'_> {
    /// After a backslash: the letter it stands for.
    pub(super) fn escape(&mut self) -> Option<char> {
        let kind = self.peek(0);
        self.at += 1;
        let (digits, radix) = match kind {
            b'u' => (4, 16),
            b'U' => (8, 16),
            b'x' => (if self.lang == Lang::JScript { 2 } else { 4 }, 16),
            b'0'..=b'7' => {
                self.at -= 1;
                (3, 8)
            }
            b'n' => return Some('\n'),
            b'r' => return Some('\r'),
            b't' => return Some('\t'),
            b'\n' | b'\r' => return None,
            _ => return Some(char::from(kind)),
        };
        let rest = &self.text[self.at.min(self.text.len())..];
        let length =
            rest.iter().take(digits).take_while(|byte| char::from(**byte).is_digit(radix)).count();
        let text = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        self.at += length;
        u32::from_str_radix(text, radix).ok().and_then(char::from_u32)
    }

    pub(super) fn string(&mut self) {
        let start = self.at;
        let (mut verbatim, mut interpolated) = (self.lang == Lang::Basic, self.peek(0) == b'`');
        while matches!(self.peek(0), b'@' | b'$') {
            verbatim |= self.peek(0) == b'@';
            interpolated |= self.peek(0) == b'$';
            self.at += 1;
        }
        let quote = self.peek(0);
        if quote == b'"'
            && !verbatim
            && self.lang == Lang::CSharp
            && self.peek(1) == b'"'
            && self.peek(2) == b'"'
        {
            return self.raw_string(start);
        }
        self.at += 1;
        let multi = (verbatim && self.lang != Lang::Basic) || quote == b'`';
        let mut value: Vec<u8> = Vec::new();
        while self.at < self.text.len() {
            let byte = self.peek(0);
            if byte == quote {
                self.at += 1;
                if verbatim && self.peek(0) == quote {
                    value.push(quote);
                    self.at += 1;
                    continue;
                }
                break;
            }
            if lines::ends(byte) && !multi {
                break;
            }
            if byte == b'\\' && !verbatim {
                self.at += 1;
                let mut buffer = [0; 4];
                value.extend(
                    self.escape()
                        .into_iter()
                        .flat_map(|c| c.encode_utf8(&mut buffer).as_bytes().to_vec()),
                );
                continue;
            }
            let dollar = byte == b'$' && quote == b'`' && self.peek(1) == b'{';
            if interpolated && (dollar || (quote != b'`' && byte == b'{')) {
                self.hole(&mut value, start, usize::from(dollar));
                continue;
            }
            if value.len() < MAX_LITERAL {
                value.push(byte);
            }
            self.at += 1;
        }
        self.push(Kind::Str, String::from_utf8_lossy(&value).into_owned(), start);
    }

    /// `{expression}` inside an interpolated string: its tokens stand between two `+`.
    pub(super) fn hole(&mut self, value: &mut Vec<u8>, start: usize, skip: usize) {
        self.at += skip;
        if self.peek(1) == b'{' && skip == 0 {
            value.push(b'{');
            self.at += 2;
            return;
        }
        let open = self.at + 1;
        let rest = &self.text[open..];
        let mut depth = 1;
        let length = rest
            .iter()
            .take_while(|byte| {
                depth += i32::from(**byte == b'{') - i32::from(**byte == b'}');
                depth > 0 && !lines::ends(**byte)
            })
            .count();
        self.at = (open + length + 1).min(self.text.len());
        if self.depth >= MAX_NESTING {
            return;
        }
        let text = String::from_utf8_lossy(&std::mem::take(value)).into_owned();
        self.push(Kind::Str, text, start);
        self.tokens.push(Token::op("+", self.base + open));
        let mut inner = Lexer {
            text: &rest[..length],
            at: 0,
            base: self.base + open,
            lang: self.lang,
            depth: self.depth + 1,
            divides_until: 0,
            tokens: Vec::new(),
            manner: Manner::default(),
        };
        inner.run();
        self.tokens.append(&mut inner.tokens);
        self.tokens.push(Token::op("+", self.base + open + length));
    }

    pub(super) fn raw_string(&mut self, start: usize) {
        let open = self.at + 3;
        let rest = &self.text[open.min(self.text.len())..];
        // `""` followed by anything but a third quote is an empty string and handled by `string`.
        let length = memchr::memmem::find(rest, b"\"\"\"").unwrap_or(0);
        let value = String::from_utf8_lossy(&rest[..length.min(MAX_LITERAL)]).into_owned();
        self.at = (open + length + 3).min(self.text.len());
        self.push(Kind::Str, value, start);
    }

    pub(super) fn basic_radix(&self) -> bool {
        match self.peek(1) {
            b'h' | b'H' => self.peek(2).is_ascii_hexdigit(),
            b'o' | b'O' => self.peek(2).is_ascii_digit(),
            _ => false,
        }
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let (radix, skip) = match (self.peek(0), self.peek(1)) {
            (b'0', b'x' | b'X') | (b'&', b'h' | b'H') => (16, 2),
            (b'&', _) => (8, 2),
            (b'0', b'b' | b'B') => (2, 2),
            _ => (10, 0),
        };
        self.at += skip;
        let mut value: i64 = 0;
        while let Some(digit) = char::from(self.peek(0)).to_digit(radix) {
            value = value.saturating_mul(i64::from(radix)).saturating_add(i64::from(digit));
            self.at += 1;
        }
        if radix == 10 && self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            while self.peek(0).is_ascii_digit() {
                self.at += 1;
            }
        }
        while self.peek(0).is_ascii_alphabetic() {
            self.at += 1;
        }
        if radix != 10 && self.lang == Lang::Basic && self.peek(0) == b'&' {
            self.at += 1;
        }
        let mut token = Token::new(Kind::Num, String::new(), self.base + start);
        token.number = value;
        self.tokens.push(token);
    }

    pub(super) fn regex_may_start(&self) -> bool {
        if self.at < self.divides_until {
            return false;
        }
        match self.tokens.last() {
            None => true,
            Some(last) => match last.kind {
                Kind::Op => !last.closes(),
                Kind::Word => last.text == "return",
                _ => false,
            },
        }
    }

    /// A pattern, if one ends on this line; otherwise the slash is a division, and so are those up
    /// to where the search for its end gave up.
    pub(super) fn regex(&mut self) {
        let start = self.at;
        let mut ahead = 1;
        let mut class = false;
        loop {
            match self.peek(ahead) {
                0 | b'\n' | b'\r' => {
                    self.divides_until = start + ahead;
                    return self.op();
                }
                b'\\' => ahead += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                _ => {}
            }
            ahead += 1;
        }
        let pattern = String::from_utf8_lossy(&self.text[start + 1..start + ahead]).into_owned();
        self.at += ahead + 1;
        while self.peek(0).is_ascii_alphabetic() {
            self.at += 1;
        }
        // A number with a text is a pattern: data of no kind that keeps the grammar whole.
        let token = Token::new(Kind::Num, pattern, self.base + start);
        self.tokens.push(token);
    }
}
