//! Constant folding over tokens: joined pieces, character codes, reversals, junk removal, base64
//! and constant variables become the strings they make, so that a rule sees `eval`, not how it
//! was hidden.

use foldhash::{HashMap, HashMapExt};

use base64::Engine;

use crate::lex::{Kind, Token};

/// A folded string may not grow beyond this, so that repeated doubling stays linear.
const MAX_STRING: usize = 256 * 1024;
/// Passes: each one lets constants found by the last one reach further.
const MAX_PASSES: usize = 3;
/// A written list of numbers becomes text from this many on.
const MIN_LIST: usize = 4;
/// Arguments of one call that are looked at; longer lists are only joined character codes.
const MAX_ARGUMENTS: usize = 65_536;

/// Folds until nothing changes or the passes are used up.
pub(crate) fn fold(tokens: Vec<Token>) -> Vec<Token> {
    let mut tokens = pass(tokens, &HashMap::new());
    for _ in 1..MAX_PASSES {
        let constants = constants(&tokens);
        if constants.is_empty() {
            break;
        }
        let before = tokens.len();
        tokens = pass(tokens, &constants);
        if tokens.len() == before {
            break;
        }
    }
    tokens
}

/// Variables whose every assignment is a written string, with the joined value.
fn constants(tokens: &[Token]) -> HashMap<String, Token> {
    let mut found: HashMap<&str, Option<Token>> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let name = token.word();
        let Some(next) = tokens.get(at + 1) else { break };
        let starts = next.is("=");
        let appends = next.is("+=") || next.is("&=");
        let member = at > 0 && tokens[at - 1].is(".");
        if name.is_empty() || member || !(starts || appends) {
            // `foreach (x in …)`, `out x`, `ref x`: not a constant.
            if matches!(name, "out" | "ref" | "byref" | "each") {
                found.insert(next.word(), None);
            }
            continue;
        }
        let value = tokens.get(at + 2).filter(|value| value.kind == Kind::Str);
        let whole =
            tokens.get(at + 3).is_none_or(|end| end.ends() || end.is(",") || end.word() == "for");
        // `x = x & "…"` appends too.
        let own = tokens.get(at + 2).is_some_and(|first| first.word() == name)
            && tokens.get(at + 3).is_some_and(|op| op.is("&") || op.is("+"))
            && tokens.get(at + 5).is_none_or(Token::ends);
        let value = if own {
            tokens.get(at + 4).filter(|value| value.kind == Kind::Str)
        } else {
            value.filter(|_| whole)
        };
        if starts
            && let Some(Some(kept)) = found.get_mut(name)
            && let Some(changed) = rewritten(&tokens[at + 2..], name, kept)
        {
            kept.text = changed;
            kept.made = 2;
            continue;
        }
        let slot = found.entry(name);
        match (value, slot) {
            (Some(value), std::collections::hash_map::Entry::Vacant(slot)) if starts && !own => {
                slot.insert(Some(value.clone()));
            }
            (Some(value), std::collections::hash_map::Entry::Occupied(mut slot))
                if appends || own =>
            {
                if let Some(kept) = slot.get_mut()
                    && kept.text.len() + value.text.len() <= MAX_STRING
                {
                    kept.text.push_str(&value.text);
                    kept.made = kept.made.max(value.made).max(1);
                }
            }
            (_, slot) => {
                slot.insert_entry(None);
            }
        }
    }
    found
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .filter(|(name, value)| !value.text.is_empty() && !name.is_empty())
        .collect()
}

/// `x = Replace(x, "…", "")` and `x = x.replace("…", "")`: the value the variable has after it.
fn rewritten(rest: &[Token], name: &str, kept: &Token) -> Option<String> {
    let (function_name, start, receiver) = match rest {
        [called, open, own, comma, ..]
            if open.is("(") && own.word() == name && (comma.is(",") || comma.is(")")) =>
        {
            (called.word(), 3, false)
        }
        [own, dot, called, open, ..] if own.word() == name && dot.is(".") && open.is("(") => {
            (called.word(), 4, true)
        }
        _ => return None,
    };
    let length = rest[start..].iter().take(8).position(|token| token.is(")"))?;
    let inside = &rest[start..start + length];
    let ends = rest.get(start + length + 1).is_none_or(Token::ends);
    if !written(inside) || !ends {
        return None;
    }
    let arguments: Vec<&Token> = inside.iter().filter(|token| !token.is(",")).collect();
    if receiver {
        return method(&kept.text, function_name, &arguments);
    }
    function(function_name, &[&[kept], arguments.as_slice()].concat())
}

struct Folder<'a> {
    out: Vec<Token>,
    /// Positions in `out` of brackets not yet closed.
    open: Vec<usize>,
    constants: &'a HashMap<String, Token>,
    /// Bytes of constants that may still be copied to their uses.
    budget: usize,
}

/// Bytes that constants may add to one pass, so that a large one used often stays cheap.
const MAX_COPIED: usize = 1024 * 1024;

fn pass(tokens: Vec<Token>, constants: &HashMap<String, Token>) -> Vec<Token> {
    let mut folder = Folder {
        out: Vec::with_capacity(tokens.len()),
        open: Vec::new(),
        constants,
        budget: MAX_COPIED,
    };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        folder.shift(token, tokens.peek());
    }
    folder.out
}

impl Folder<'_> {
    fn shift(&mut self, mut token: Token, next: Option<&Token>) {
        if token.kind == Kind::Word
            && let Some(value) = self.constants.get(&token.text)
            && self.readable(next)
            && value.text.len() <= self.budget
        {
            self.budget -= value.text.len();
            let at = token.at;
            token = Token { at, ..value.clone() };
        }
        let closes = token.kind == Kind::Op && matches!(token.text.as_str(), ")" | "]" | "}");
        if token.kind == Kind::Op && matches!(token.text.as_str(), "(" | "[" | "{") {
            self.open.push(self.out.len());
        }
        let bracket = if closes { self.open.pop() } else { None };
        self.out.push(token);
        if let Some(open) = bracket {
            self.close(open);
        }
        self.join(next);
    }

    /// A constant is read here: not assigned, not a member, not called.
    fn readable(&self, next: Option<&Token>) -> bool {
        let last = self.out.last();
        let member = last.is_some_and(|last| last.is("."));
        let declared = last.is_some_and(|last| {
            matches!(
                last.word(),
                "string" | "var" | "dim" | "const" | "function" | "sub" | "new" | "class"
            )
        });
        let assigned = next.is_some_and(|next| {
            (next.is("=") && !self.inside_condition())
                || next.is("+=")
                || next.is("&=")
                || next.is("(")
        });
        !member && !declared && !assigned
    }

    fn inside_condition(&self) -> bool {
        !self.open.is_empty() && self.out.iter().rev().take(6).any(|token| token.word() == "if")
    }

    /// `"a" + "b"` and number arithmetic at the end of what was read.
    fn join(&mut self, next: Option<&Token>) {
        // `"a" + "b".Replace(…)` and `1 + 2 * 3` bind to the right first.
        if next.is_some_and(|next| {
            matches!(next.text.as_str(), "." | "[" | "*" | "/") && next.kind == Kind::Op
        }) {
            return;
        }
        self.cast();
        let [.., left, op, right] = self.out.as_slice() else { return };
        let plus = op.is("+") || op.is("&");
        match (left.kind, right.kind) {
            (Kind::Num, Kind::Num) => {
                let Some(number) = arithmetic(left, op, right) else { return };
                self.out.truncate(self.out.len() - 3);
                self.out.push(number);
            }
            (Kind::Str, Kind::Str | Kind::Num)
                if plus && left.text.len() + right.text.len() <= MAX_STRING =>
            {
                // The left piece grows in place, so that a long chain is joined in linear time.
                let Some(right) = self.out.pop() else { return };
                self.out.pop();
                let Some(left) = self.out.last_mut() else { return };
                match right.kind {
                    Kind::Num => left.text.push_str(&right.number.to_string()),
                    _ => left.text.push_str(&right.text),
                }
                left.made = left.made.max(right.made).max(1);
            }
            _ => {}
        }
    }

    /// `(char)101`.
    fn cast(&mut self) {
        let [.., open, kind, close, number] = self.out.as_slice() else { return };
        let cast = open.is("(") && kind.word() == "char" && close.is(")");
        if cast
            && number.kind == Kind::Num
            && let Some(letter) = codes(std::iter::once(number.number))
        {
            let at = number.at;
            self.out.truncate(self.out.len() - 4);
            self.out.push(made(letter, at));
        }
    }

    /// A bracket closed: folds the call, the grouping or the list it ends.
    fn close(&mut self, open: usize) {
        let (head, inside) = self.out.split_at(open);
        let bracket = inside[0].text.clone();
        let inside = &inside[1..inside.len() - 1];
        if inside.len() > MAX_ARGUMENTS * 2 {
            return;
        }
        let at = inside.first().map_or(self.out[open].at, |token| token.at);
        let result = match bracket.as_str() {
            "(" => call(head, inside),
            "[" if head.last().is_some_and(|last| last.kind == Kind::Str) => index(head, inside),
            "{" | "["
                if !head.last().is_some_and(|last| {
                    last.kind == Kind::Word && !matches!(last.text.as_str(), "return" | "in" | "of")
                }) =>
            {
                list(inside).map(|text| (list_head(head), made(text, at)))
            }
            "{" => list(inside).map(|text| (list_head(head), made(text, at))),
            _ => None,
        };
        if let Some((drop, token)) = result {
            self.out.truncate(open - drop);
            self.out.push(token);
        }
    }
}

fn made(text: String, at: usize) -> Token {
    Token { made: 2, ..Token::new(Kind::Str, text, at) }
}

fn arithmetic(left: &Token, op: &Token, right: &Token) -> Option<Token> {
    let (a, b) = (left.number, right.number);
    let number = match op.text.as_str() {
        "+" => a.checked_add(b)?,
        "-" => a.checked_sub(b)?,
        "*" => a.checked_mul(b)?,
        "/" => a.checked_div(b)?,
        "^" | "xor" => a ^ b,
        "|" => a | b,
        _ => return None,
    };
    Some(Token { number, ..left.clone() })
}

/// Folds a call whose arguments are written: returns how many tokens before the bracket belong
/// to it, and its value.
fn call(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let name = head.last().map_or("", Token::word);
    if name.is_empty() {
        return group(head, inside);
    }
    if !written(inside) {
        return None;
    }
    let arguments: Vec<&Token> = inside.iter().filter(|token| !token.is(",")).collect();
    let receiver = match head {
        [.., receiver, dot, _] if dot.is(".") && receiver.kind == Kind::Str => Some(receiver),
        _ => None,
    };
    let at = head.last()?.at;
    if let Some(receiver) = receiver {
        let value = method(&receiver.text, name, &arguments)?;
        let level =
            if matches!(name, "tostring" | "trim" | "tochararray") { receiver.made } else { 2 };
        return Some((3, Token { made: level, ..made(value, at) }));
    }
    let value = function(name, &arguments)?;
    Some((qualified(head), made(value, at)))
}

/// Only literals and commas. Stops at the first other token, so nested calls stay linear.
fn written(inside: &[Token]) -> bool {
    inside.iter().all(|token| matches!(token.kind, Kind::Str | Kind::Num) || token.is(","))
}

/// `a.b.name` before a bracket: how many tokens.
fn qualified(head: &[Token]) -> usize {
    let mut count = 1;
    while count + 2 <= head.len()
        && head[head.len() - count - 1].is(".")
        && head[head.len() - count - 2].kind == Kind::Word
    {
        count += 2;
    }
    count
}

/// `("x")` is `"x"`; `(char)101` waits for its number and is handled by the list of codes.
fn group(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let [only] = inside else { return None };
    let cast =
        head.last().is_some_and(|last| last.kind == Kind::Str || last.is(")") || last.is("]"));
    (!cast && matches!(only.kind, Kind::Str | Kind::Num)).then(|| (0, only.clone()))
}

/// Functions of strings and numbers, whichever class they hang on.
fn function(name: &str, arguments: &[&Token]) -> Option<String> {
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
        "mid" | "left" | "right" | "substring" => sliced(name, first, &arguments[1..]),
        _ => None,
    }
}

fn method(text: &str, name: &str, arguments: &[&Token]) -> Option<String> {
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

fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    if from.is_empty() {
        return None;
    }
    let most = text.len() / from.len() * to.len() + text.len();
    (most <= MAX_STRING).then(|| text.replace(from, to))
}

fn sliced(name: &str, text: &str, arguments: &[&Token]) -> Option<String> {
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

fn joined(arguments: &[&Token]) -> String {
    arguments.iter().map(|token| token.text.as_str()).collect()
}

fn codes(numbers: impl Iterator<Item = i64>) -> Option<String> {
    numbers.map(|number| u32::try_from(number).ok().and_then(char::from_u32)).collect()
}

fn printable(arguments: &[&Token]) -> Option<String> {
    let text = codes(arguments.iter().map(|token| token.number))?;
    text.bytes().all(|byte| matches!(byte, 9 | 10 | 13 | 32..=126)).then_some(text)
}

/// `'e','v','a','l'` or `101,118,97,108` between braces or brackets.
fn list(inside: &[Token]) -> Option<String> {
    if !written(inside) {
        return None;
    }
    let items: Vec<&Token> = inside.iter().filter(|token| !token.is(",")).collect();
    if items.len() < MIN_LIST || items.len() * 2 < inside.len() {
        return None;
    }
    if items.iter().all(|token| token.kind == Kind::Num) {
        return printable(&items);
    }
    let letters =
        items.iter().all(|token| token.kind == Kind::Str && token.text.chars().count() <= 2);
    letters.then(|| joined(&items))
}

/// `new char[]`, `new byte[] `, `new string[]` before a list.
fn list_head(head: &[Token]) -> usize {
    match head {
        [.., new, kind, open, close]
            if new.word() == "new" && kind.kind == Kind::Word && open.is("[") && close.is("]") =>
        {
            4
        }
        [.., new, open, close] if new.word() == "new" && open.is("[") && close.is("]") => 3,
        _ => 0,
    }
}

/// `"text"[3]`.
fn index(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let ([.., text], [number]) = (head, inside) else { return None };
    let letter = text.text.chars().nth(usize::try_from(number.number).ok()?)?;
    (number.kind == Kind::Num).then(|| (1, made(letter.to_string(), text.at)))
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
fn unescape(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lex::lex, page::Lang};

    fn folded(lang: Lang, text: &str) -> String {
        let tokens = fold(lex(text.as_bytes(), 0, lang).0);
        let part = |token: &Token| match token.kind {
            Kind::Str => format!("{:?}", token.text),
            Kind::Num => token.number.to_string(),
            Kind::Line => "¶".to_owned(),
            _ => token.text.clone(),
        };
        tokens.iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_codes_and_reversals_become_text() {
        for (lang, code) in [
            (Lang::CSharp, "f(\"e\"+\"v\"+\"al\")"),
            (Lang::Basic, "f(chr(101)&chr(&H76) & \"al\")"),
            (Lang::Basic, "f(StrReverse(\"lave\"))"),
            (Lang::JScript, "f(String.fromCharCode(101,118,97,108))"),
            (Lang::CSharp, "f(\"exvxalx\".Replace(\"x\",\"\"))"),
            (
                Lang::CSharp,
                "f(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(\"ZXZhbA==\")))",
            ),
            (Lang::CSharp, "f(new string(new char[]{'e','v','a','l'}))"),
            (Lang::CSharp, "f(Encoding.ASCII.GetString(new byte[]{101,0x76,97,108}))"),
            (Lang::JScript, "f(unescape('%65%76%u0061l'))"),
            (Lang::CSharp, "f(\"xeval\".Substring(1))"),
            (Lang::Basic, "f(Join(Array(\"e\",\"va\",\"l\"),\"\"))"),
            (Lang::JScript, "f('e-v-a-l'.split('-').join(''))"),
            (Lang::CSharp, "f(\"ev\" + \"ala\"[0] + 'l')"),
            (Lang::Basic, "f(Mid(\"reval\",2,4))"),
        ] {
            assert!(folded(lang, code).contains("\"eval\""), "{code}: {}", folded(lang, code));
        }
    }

    #[test]
    fn constant_variables_reach_their_use() {
        assert!(folded(Lang::Basic, "a = \"ev\"\na = a & \"al\"\nf a\n").ends_with("f \"eval\" ¶"));
        assert!(
            folded(Lang::CSharp, "string a=\"ev\"; a+=\"al\"; f(a);").contains("( \"eval\" )")
                || folded(Lang::CSharp, "string a=\"ev\"; a+=\"al\"; f(a);").contains("f \"eval\"")
        );
    }

    #[test]
    fn a_variable_that_changes_is_no_constant() {
        let shown = folded(Lang::CSharp, "string a=\"\"; a=Request[\"x\"]; f(a);");
        assert!(shown.contains("f ( a )"), "{shown}");
    }

    #[test]
    fn ordinary_lists_stay() {
        assert!(folded(Lang::CSharp, "int[] a = {1,2,3,4};").contains("{ 1 , 2 , 3 , 4 }"));
    }
}
