//! What the functions of the three languages make of written strings and numbers.

use base64::Engine;

use super::{MAX_STRING, MIN_LIST};
use crate::lex::{Kind, Token};

/// Functions of strings and numbers, whichever class they hang on.
pub(super) fn function(name: &str, arguments: &[&Token]) -> Option<String> {
    let texts = || arguments.iter().all(|token| token.kind == Kind::Str);
    let numbers = || !arguments.is_empty() && arguments.iter().all(|token| token.kind == Kind::Num);
    let first = arguments.first().map_or("", |token| token.text.as_str());
    match name {
        "chr" | "chrw" | "chrb" | "tochar" | "char" | "cchar" | "fromcharcode" | "cchr"
            if numbers() =>
        {
            codes(arguments.iter().map(|token| token.number))
        }
        "array" if numbers() && arguments.len() >= MIN_LIST => printable(arguments),
        "array" if texts() && arguments.len() >= 2 => Some(joined(arguments)),
        "concat" | "join" if texts() && arguments.len() >= 2 => Some(joined(arguments)),
        "strreverse" | "reverse" if texts() && arguments.len() == 1 => {
            Some(first.chars().rev().collect())
        }
        "replace" if texts() && (3..=4).contains(&arguments.len()) => {
            replaced(first, &arguments[1].text, &arguments[2].text)
        }
        "frombase64string" | "atob" | "base64decode" | "decodebase64" | "b64decode" if texts() => {
            base64(first)
        }
        "unescape" | "urldecode" | "decodeuri" | "decodeuricomponent" | "htmldecode" if texts() => {
            Some(unescape(first))
        }
        "getstring" | "getbytes" | "cstr" | "ucase" | "lcase" | "tostring" | "string" | "trim"
            if texts() && arguments.len() == 1 =>
        {
            Some(first.to_owned())
        }
        "mid" | "left" | "right" | "substring" => sliced(name, first, arguments.get(1..)?),
        _ => None,
    }
}

pub(super) fn method(text: &str, name: &str, arguments: &[&Token]) -> Option<String> {
    match (name, arguments) {
        ("replace", [from, to]) if from.kind == Kind::Num => {
            // Only patterns that are plain letters or one class of them.
            let class = from.text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let plain = |text: &str| {
                !text.is_empty()
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_#@!~%-".contains(&byte))
            };
            match class {
                Some(letters) if plain(letters) && to.text.is_empty() => {
                    Some(text.chars().filter(|letter| !letters.contains(*letter)).collect())
                }
                None if plain(&from.text) => replaced(text, &from.text, &to.text),
                _ => None,
            }
        }
        ("replace", [from, to]) => replaced(text, &from.text, &to.text),
        (
            "tolower" | "toupper" | "tostring" | "trim" | "tochararray" | "tolowerinvariant"
            | "touppercase" | "tolowercase",
            [],
        ) => Some(text.to_owned()),
        ("reverse", []) => Some(text.chars().rev().collect()),
        ("substring" | "substr" | "slice", _) => sliced("substring", text, arguments),
        ("remove", [start, count]) => {
            let kept = |(at, _): &(usize, char)| {
                let at = *at as i64;
                at < start.number || at >= start.number.saturating_add(count.number)
            };
            Some(text.chars().enumerate().filter(kept).map(|(_, letter)| letter).collect())
        }
        ("insert", [start, what]) if what.kind == Kind::Str => {
            let at = text.char_indices().nth(usize::try_from(start.number).ok()?)?.0;
            Some(format!("{}{}{}", &text[..at], what.text, &text[at..]))
        }
        // `"a-b".split("-").join("")` and `.split("").reverse()`: the separator goes.
        ("split", [separator]) => Some(text.replace(separator.text.as_str(), "")),
        ("join", _) => Some(text.to_owned()),
        ("concat", _) => Some(format!("{text}{}", joined(arguments))),
        _ => None,
    }
}

pub(super) fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    if from.is_empty() {
        return None;
    }
    let most = text.len() / from.len() * to.len() + text.len();
    (most <= MAX_STRING).then(|| text.replace(from, to))
}

pub(super) fn sliced(name: &str, text: &str, arguments: &[&Token]) -> Option<String> {
    let number =
        |at: usize| arguments.get(at).and_then(|token: &&Token| usize::try_from(token.number).ok());
    let first = number(0)?;
    let length = text.chars().count();
    let (start, count) = match name {
        "left" => (0, first),
        "right" => (length.saturating_sub(first), first),
        "mid" => (first.saturating_sub(1), number(1).unwrap_or(length)),
        _ => (first, number(1).unwrap_or(length)),
    };
    Some(text.chars().skip(start).take(count).collect())
}

pub(super) fn joined(arguments: &[&Token]) -> String {
    arguments.iter().map(|token| token.text.as_str()).collect()
}

pub(super) fn codes(numbers: impl Iterator<Item = i64>) -> Option<String> {
    numbers.map(|number| u32::try_from(number).ok().and_then(char::from_u32)).collect()
}

pub(super) fn printable(arguments: &[&Token]) -> Option<String> {
    let text = codes(arguments.iter().map(|token| token.number))?;
    text.bytes().all(|byte| matches!(byte, 9 | 10 | 13 | 32..=126)).then_some(text)
}

/// Standard base64 as the decoders of .NET read it: white space ignored. Bytes that are no UTF-8
/// become Latin-1 letters, so that a program image keeps its first letters `MZ`.
pub(crate) fn base64(text: &str) -> Option<String> {
    let packed: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
        .take(MAX_STRING)
        .collect();
    let packed = &packed[..packed.len() - usize::from(packed.len() % 4 == 1)];
    let bytes = base64::engine::general_purpose::STANDARD_NO_PAD
        .decode(packed)
        .or_else(|_| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(packed));
    let bytes = bytes.ok()?;
    let wide = bytes.len() > 4 && bytes.iter().skip(1).step_by(2).all(|byte| *byte == 0);
    let bytes: Vec<u8> = if wide { bytes.into_iter().step_by(2).collect() } else { bytes };
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    })
}

/// `%41`, `%u0041` and character references.
pub(crate) fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (String::new(), 0);
    while at < bytes.len() {
        let (skip, digits) = match bytes.get(at + 1) {
            Some(b'u' | b'U') if bytes[at] == b'%' => (2, 4),
            _ if bytes[at] == b'%' => (1, 2),
            _ => (0, 0),
        };
        let code = (digits > 0)
            .then(|| text.get(at + skip..at + skip + digits))
            .flatten()
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        match code {
            Some(letter) => {
                out.push(letter);
                at += skip + digits;
            }
            None => {
                let letter = text[at..].chars().next().unwrap_or(' ');
                out.push(letter);
                at += letter.len_utf8();
            }
        }
    }
    crate::page::unreference(&out)
}
