//! Functions of one expression, called with written text, as that expression:
//! `Clean("e#v#al", "#")` of a page that says `Clean = Replace(s, t, "")`.

use foldhash::{HashMap, HashMapExt};

use crate::lex::{Kind, Token};

/// Tokens of an expression that is put in a call's place.
const MAX_EXPRESSION: usize = 48;
/// Parameters of such a function.
const MAX_PARAMETERS: usize = 8;
/// Tokens of its parameter list.
const MAX_HEAD: usize = 40;
/// Tokens that one page may grow by.
const MAX_ADDED: usize = 16_384;

struct Small {
    parameters: Vec<String>,
    expression: Vec<Token>,
}

/// Puts small functions in the place of their calls; `None` where there is nothing to put.
pub(super) fn inline(tokens: &[Token]) -> Option<Vec<Token>> {
    let functions = small_functions(tokens);
    if functions.is_empty() {
        return None;
    }
    let (mut out, mut added, mut at) = (Vec::with_capacity(tokens.len()), 0, 0);
    while at < tokens.len() {
        let call = functions.get(tokens[at].word()).and_then(|own| expand(tokens, at, own));
        match call.filter(|(body, _)| added + body.len() <= MAX_ADDED) {
            Some((body, end)) => {
                added += body.len();
                out.extend(body);
                at = end;
            }
            None => {
                out.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    (added > 0).then_some(out)
}

/// The functions of the code whose body is one expression of their parameters.
fn small_functions(tokens: &[Token]) -> HashMap<&str, Small> {
    let mut found = HashMap::new();
    for at in 1..tokens.len().saturating_sub(3) {
        let name = tokens[at].word();
        let typed = !tokens[at - 1].word().is_empty() || tokens[at - 1].is("]");
        if name.is_empty() || !typed || !tokens[at + 1].is("(") {
            continue;
        }
        let head = &tokens[at + 2..tokens.len().min(at + MAX_HEAD)];
        let Some(close) = head.iter().position(|token| token.is(")")) else { continue };
        let Some(parameters) = parameters(&head[..close]) else { continue };
        let Some(expression) = body(&tokens[at + 3 + close..], name) else { continue };
        let own = |token: &Token| {
            token.word() != name && (token.word().is_empty() || known(token, &parameters))
        };
        if expression.iter().all(own) {
            let expression = expression.to_vec();
            found.insert(name, Small { parameters, expression });
        }
    }
    found
}

/// The names in a parameter list.
fn parameters(head: &[Token]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for part in head.split(|token| token.is(",")) {
        let end = part.iter().position(|token| token.word() == "as").unwrap_or(part.len());
        names.push(part[..end].iter().rev().map(Token::word).find(|word| !word.is_empty())?.into());
    }
    (names.len() <= MAX_PARAMETERS).then_some(names)
}

/// A word of an expression that stays within what is written: a parameter, or a function of
/// strings.
fn known(token: &Token, parameters: &[String]) -> bool {
    const STRINGS: &[&str] = &[
        "replace",
        "strreverse",
        "reverse",
        "mid",
        "left",
        "right",
        "substring",
        "chr",
        "chrw",
        "lcase",
        "ucase",
        "trim",
        "tolower",
        "toupper",
        "tostring",
        "concat",
        "join",
        "split",
        "frombase64string",
        "getstring",
        "encoding",
        "utf8",
        "ascii",
        "unicode",
        "default",
        "convert",
        "system",
        "text",
        "string",
        "unescape",
        "remove",
        "insert",
        "tochararray",
        "atob",
        "fromcharcode",
        "new",
        "array",
        "empty",
    ];
    parameters.iter().any(|name| name == token.word()) || STRINGS.contains(&token.word())
}

/// The one expression of a body: `{ return …; }`, `=> …;` or `name = …` up to the line's end.
fn body<'a>(rest: &'a [Token], name: &str) -> Option<&'a [Token]> {
    let skipped = rest.iter().take(3).take_while(|token| token.kind == Kind::Line).count();
    let rest = &rest[skipped..];
    let (start, braced) = match rest {
        [brace, back, ..] if brace.is("{") && back.word() == "return" => (2, true),
        [arrow, ..] if arrow.is("=>") => (1, true),
        [own, sets, ..] if own.word() == name && sets.is("=") => (2, false),
        _ => return None,
    };
    let rest = &rest[start..];
    let end = rest.iter().take(MAX_EXPRESSION).position(Token::ends)?;
    let after = &rest[end..];
    let ended =
        braced || after.iter().skip(1).find(|token| token.kind != Kind::Line)?.word() == "end";
    (end > 0 && ended).then_some(&rest[..end])
}

/// The expression of a call whose arguments are written, and where the call ends.
fn expand(tokens: &[Token], at: usize, own: &Small) -> Option<(Vec<Token>, usize)> {
    let member = at > 0 && tokens[at - 1].is(".");
    let open = tokens.get(at + 1).filter(|next| next.is("("))?;
    let inside = &tokens[at + 2..tokens.len().min(at + 3 + MAX_PARAMETERS * 2)];
    let close = inside.iter().position(|token| token.is(")"))?;
    let written: Vec<&Token> = inside[..close]
        .split(|token| token.is(","))
        .map(|part| match part {
            [only] if matches!(only.kind, Kind::Str | Kind::Num) => Some(only),
            _ => None,
        })
        .collect::<Option<_>>()?;
    if member || written.len() != own.parameters.len() {
        return None;
    }
    let mut out = vec![Token::op("(", open.at)];
    for token in &own.expression {
        let given = own.parameters.iter().position(|name| name == token.word());
        let value = given.map_or(token, |number| written[number]);
        out.push(Token { at: open.at, ..value.clone() });
    }
    out.push(Token::op(")", open.at));
    Some((out, at + 3 + close))
}
