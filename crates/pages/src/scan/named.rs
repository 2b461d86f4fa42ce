//! Calls by name as the calls they make: `CallByName(o, "Run", …, text)`, `InvokeMember("Run", …)`
//! and `o["Run"](text)` are written once more as `o.Run(text)` behind the code, so that every rule
//! sees them.

use crate::{
    lex::{Kind as Of, Token},
    page::Lang,
};

/// Tokens that are written once more, in all.
const MAX_TOKENS: usize = 4_096;
/// Tokens of one call.
const MAX_CALL: usize = 256;
/// Tokens of the object a call is made on.
const MAX_OBJECT: usize = 24;
/// Letters of a method's name.
const MAX_NAME: usize = 64;

/// Adds the calls that the code makes by name.
pub(super) fn spell_out(mut tokens: Vec<Token>, lang: Lang) -> Vec<Token> {
    let mut added: Vec<Token> = Vec::new();
    for at in 0..tokens.len() {
        if added.len() > MAX_TOKENS {
            break;
        }
        match tokens[at].word() {
            "callbyname" => by_function(&tokens, at, &mut added),
            "invokemember" => by_reflection(&tokens, at, &mut added),
            _ if lang == Lang::JScript && tokens[at].is("[") => by_key(&tokens, at, &mut added),
            _ => {}
        }
    }
    tokens.append(&mut added);
    tokens
}

/// `object.name(arguments);` with each token where its original stands.
fn write(added: &mut Vec<Token>, object: &[Token], name: &Token, arguments: &[Token]) {
    let op = |text: &str| Token::op(text, name.at);
    added.push(op(";"));
    added.extend_from_slice(object);
    added.push(op("."));
    added.push(Token::new(Of::Word, name.text.trim().to_ascii_lowercase(), name.at));
    added.push(op("("));
    added.extend_from_slice(arguments);
    added.push(op(")"));
    added.push(op(";"));
}

/// The parts between the commas of the brackets that open at `open`.
fn parts(tokens: &[Token], open: usize) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0usize, open + 1);
    for (at, token) in tokens.iter().enumerate().skip(open).take(MAX_CALL) {
        if token.opens() {
            depth += 1;
        } else if token.closes() {
            depth -= 1;
            if depth == 0 {
                parts.push(&tokens[from..at]);
                return parts;
            }
        } else if depth == 1 && token.is(",") {
            parts.push(&tokens[from..at]);
            from = at + 1;
        }
    }
    Vec::new()
}

fn name_of(part: &[Token]) -> Option<&Token> {
    let [name] = part else { return None };
    let letters = |text: &str| {
        text.len() <= MAX_NAME && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    (name.kind == Of::Str && !name.text.is_empty() && letters(name.text.trim())).then_some(name)
}

/// All that the parts from a number on hold, commas between them.
fn joined(parts: &[&[Token]], from: usize) -> Vec<Token> {
    let mut all = Vec::new();
    for part in parts.iter().skip(from) {
        if let Some(first) = part.first().filter(|_| !all.is_empty()) {
            all.push(Token::op(",", first.at));
        }
        all.extend_from_slice(part);
    }
    all
}

/// `CallByName(object, "Name", type, arguments)`.
fn by_function(tokens: &[Token], at: usize, added: &mut Vec<Token>) {
    if !tokens.get(at + 1).is_some_and(|next| next.is("(")) {
        return;
    }
    let parts = parts(tokens, at + 1);
    if let [object, name, _, ..] = parts.as_slice()
        && object.len() <= MAX_OBJECT
        && let Some(name) = name_of(name)
    {
        write(added, object, name, &joined(&parts, 3));
    }
}

/// `typeof(Class).InvokeMember("Name", flags, binder, target, arguments)`.
fn by_reflection(tokens: &[Token], at: usize, added: &mut Vec<Token>) {
    if !tokens.get(at + 1).is_some_and(|next| next.is("(")) {
        return;
    }
    let parts = parts(tokens, at + 1);
    let Some(name) = parts.first().and_then(|part| name_of(part)) else { return };
    let class = at
        .checked_sub(3)
        .filter(|class| tokens[class + 1].is(")") && !tokens[*class].word().is_empty());
    let arguments = joined(&parts, 4);
    let object = match (class, parts.get(3)) {
        (Some(class), _) => &tokens[class..=class],
        (None, Some(target)) if target.len() <= MAX_OBJECT => target,
        _ => return,
    };
    write(added, object, name, &arguments);
}

/// `object["Name"](arguments)`.
fn by_key(tokens: &[Token], at: usize, added: &mut Vec<Token>) {
    let closed = tokens.get(at + 2).is_some_and(|close| close.is("]"));
    let called = closed && tokens.get(at + 3).is_some_and(|open| open.is("("));
    let Some(object) = at.checked_sub(1).filter(|_| called) else { return };
    if let Some(name) = name_of(&tokens[at + 1..at + 2]) {
        let arguments = joined(&parts(tokens, at + 3), 0);
        write(added, &tokens[object..at], name, &arguments);
    }
}
