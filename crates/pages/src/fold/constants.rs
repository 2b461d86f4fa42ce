//! Variables that only ever hold written text.

use foldhash::{HashMap, HashMapExt};

use super::{MAX_STRING, function, method, work, written};
use crate::lex::{Kind, Token};

/// Variables whose every assignment is a written string, with the joined value.
pub(super) fn constants(tokens: &[Token]) -> HashMap<String, Token> {
    let mut found: HashMap<&str, Option<Token>> = HashMap::new();
    let mut left = work(tokens);
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
        if starts
            && let Some(Some(kept)) = found.get_mut(name)
            && let Some(rest) = left.checked_sub(kept.text.len())
            && let Some(changed) = rewritten(&tokens[at + 2..], name, kept)
        {
            left = rest;
            kept.text = changed;
            kept.made = 2;
            continue;
        }
        let (value, own) = assigned(&tokens[at + 2..], name);
        keep(found.entry(name), value, starts && !own, appends || own);
    }
    found
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .filter(|(name, value)| !value.text.is_empty() && !name.is_empty())
        .collect()
}

/// The written string that an assignment gives, and whether it is added to the variable's own
/// value (`x = x & "…"`).
fn assigned<'a>(rest: &'a [Token], name: &str) -> (Option<&'a Token>, bool) {
    let written = |value: &&Token| value.kind == Kind::Str;
    let own = rest.first().is_some_and(|first| first.word() == name)
        && rest.get(1).is_some_and(|op| op.is("&") || op.is("+"))
        && rest.get(3).is_none_or(Token::ends);
    if own {
        return (rest.get(2).filter(written), true);
    }
    let whole = rest.get(1).is_none_or(|end| end.ends() || end.is(",") || end.word() == "for");
    (rest.first().filter(written).filter(|_| whole), false)
}

/// Sets, adds to or gives up what is known of a variable.
fn keep(
    slot: std::collections::hash_map::Entry<'_, &str, Option<Token>>,
    value: Option<&Token>,
    sets: bool,
    adds: bool,
) {
    use std::collections::hash_map::Entry;
    match (value, slot) {
        (Some(value), Entry::Vacant(slot)) if sets => {
            slot.insert(Some(value.clone()));
        }
        (Some(value), Entry::Occupied(mut slot)) if adds => {
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
