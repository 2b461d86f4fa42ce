//! Log-on pages and their scripts: does anything read the password and send it elsewhere? Logos,
//! texts and styles may change freely.

use foldhash::{HashSet, HashSetExt};

use crate::{
    flow::Flow,
    fold,
    judge::{Ability, Case},
    lex::{self, Kind as Of, Token},
    page::{Form, Kind, Lang, Page, attribute},
    view::find_fold,
};

/// Stems of files a user meets while logging on.
const NAMES: &[&str] = &[
    "logon",
    "flogon",
    "expiredpassword",
    "errorfe",
    "redirsuiteserviceproxy",
    "logoff",
    "signout",
    "timeoutlogout",
    "frowny",
    "svmfeedback",
    "outlookcn",
    "login",
    "auth",
    "signin",
];
/// Bytes of one tag that are read.
const MAX_TAG: usize = 4 * 1024;
/// Bytes of a log-on page that are read for what its script does; shipped ones have a tenth.
const MAX_SCRIPT: usize = 1024 * 1024;

/// Whether a file is called as one that users meet while logging on, or as a copy of it:
/// `flogon.js`, `flogon (2).js`.
pub(crate) fn is_named(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    NAMES
        .iter()
        .filter_map(|own| stem.strip_prefix(own))
        .any(|rest| rest.is_empty() || rest.starts_with(|next: char| !next.is_ascii_alphabetic()))
}

/// Weighs the browser's side of a log-on page.
pub(crate) fn judge(case: &mut Case<'_>, page: &Page) {
    let view = case.view;
    let text = view.text.as_slice();
    let name = case.name.rsplit(['\\', '/']).next().unwrap_or_default().to_ascii_lowercase();
    let script = case.form == Form::Script;
    let stem = name.split('.').next().unwrap_or_default();
    // A page named after logging on may be anybody's; a script so named is a copy.
    let named = NAMES.contains(&stem) || (script && is_named(&name));
    let asks = !script && has_password_field(text);
    if !(named || asks) {
        return;
    }
    let text = &text[..text.len().min(MAX_SCRIPT)];
    let mut tokens = Vec::new();
    if script {
        tokens = lex::lex(text, 0, Lang::JScript).0;
    } else {
        for block in page.blocks.iter().filter(|block| block.kind == Kind::Client) {
            let end = block.end.min(text.len());
            let script = &text[block.start.min(end)..end];
            tokens.append(&mut lex::lex(script, block.start, Lang::JScript).0);
            tokens.push(Token::op(";", block.end));
        }
        for (start, end) in handlers(text) {
            tokens.append(&mut lex::lex(&text[start..end], start, Lang::JScript).0);
            tokens.push(Token::op(";", end));
        }
    }
    let before = case.notes.abilities.len();
    client(case, fold::fold(tokens));
    if !script {
        forms(case, text, asks);
    }
    if before == 0 && case.notes.abilities.contains(&Ability::WritesFiles) && named {
        case.notes.can(Ability::CapturesCredentials);
    }
    server(case, page, named || asks);
}

fn has_password_field(text: &[u8]) -> bool {
    if find_fold(text, b"password", 0).is_none() {
        return false;
    }
    [&b"type=\"password\""[..], b"type='password'", b"type=password", b"textmode=\"password\""]
        .iter()
        .any(|needle| find_fold(text, needle, 0).is_some())
}

/// Values of `on…=` attributes.
fn handlers(text: &[u8]) -> Vec<(usize, usize)> {
    const EVENTS: &[&[u8]] = &[
        b"onsubmit=",
        b"onclick=",
        b"onload=",
        b"onblur=",
        b"onchange=",
        b"onkeyup=",
        b"onkeydown=",
        b"onkeypress=",
        b"oninput=",
        b"onerror=",
    ];
    let mut found = Vec::new();
    for event in EVENTS {
        let mut from = 0;
        while let Some(at) = find_fold(text, event, from) {
            let start = at + event.len();
            from = start;
            let Some(quote @ (b'"' | b'\'')) = text.get(start) else { continue };
            let limit = text.len().min(start + 4096);
            let end = memchr::memchr(*quote, &text[start + 1..limit])
                .map_or(limit, |found| start + 1 + found);
            found.push((start + 1, end));
        }
    }
    found
}

fn secret_name(text: &str) -> bool {
    let text = text.trim_start_matches('#').to_ascii_lowercase();
    [
        "password",
        "passwordtext",
        "passwd",
        "pwd",
        "username",
        "oldpwd",
        "newpwd1",
        "newpwd2",
        "pass",
    ]
    .contains(&text.as_str())
        || text.contains("type=password")
        || text.contains("type='password'")
        || text.contains("type=\"password\"")
        || text.contains("name=password")
        || text.contains("#password")
        || text.contains("[name=\"password")
}

/// Marks each read of a credential field as input: the flow then follows it like a request.
fn mark(tokens: &mut [Token]) -> Option<usize> {
    let mut first = None;
    for at in 0..tokens.len() {
        let reads = |at: usize| {
            tokens.get(at).is_some_and(|dot| dot.is("."))
                && tokens.get(at + 1).is_some_and(|word| matches!(word.word(), "value" | "val"))
        };
        let member = secret_name(tokens[at].word()) && reads(at + 1);
        let by_id = tokens[at].kind == Of::Str
            && secret_name(&tokens[at].text)
            && at >= 2
            && (tokens[at - 1].is("(") || tokens[at - 1].is("["))
            && (reads(at + 2) || (reads(at + 5) && tokens[at + 2].is("[")));
        let whole_form = matches!(tokens[at].word(), "formdata" | "serialize" | "serializearray")
            && tokens.get(at + 1).is_some_and(|next| next.is("("));
        let key = tokens[at].word() == "key"
            && at >= 2
            && tokens[at - 1].is(".")
            && matches!(tokens[at - 2].word(), "e" | "event" | "ev" | "evt");
        if member || by_id || whole_form || key {
            // The name in the text is replaced, never the bracket structure.
            let target = if member && at >= 2 && tokens[at - 1].is(".") { at - 2 } else { at };
            let target = if key { at - 2 } else { target };
            tokens[target].kind = Of::Word;
            tokens[target].text = "request".to_owned();
            if target != at {
                tokens[at].text = "form".to_owned();
            }
            first = first.or(Some(tokens[at].at));
        }
    }
    first
}

fn client(case: &mut Case<'_>, mut tokens: Vec<Token>) {
    let Some(read) = mark(&mut tokens) else {
        hidden(case, &tokens);
        return;
    };
    let none = HashSet::new();
    let flow = Flow::new(&tokens, &none);
    let mut sender = None;
    let mut sent = None;
    for (at, token) in tokens.iter().enumerate() {
        let next_is = |op: &str| tokens.get(at + 1).is_some_and(|next| next.is(op));
        let (from, to) = match token.word() {
            "open" | "send" | "fetch" | "sendbeacon" | "post" | "ajax" | "get" | "getjson"
            | "postmessage" | "websocket"
                if next_is("(") =>
            {
                (at + 2, flow.close(at + 1))
            }
            "src" | "href" | "location" | "action" if next_is("=") => {
                (at + 2, flow.statement_end(at + 1))
            }
            "image" | "xmlhttprequest" | "xmlhttp" => (at, at),
            _ => continue,
        };
        let sends =
            !matches!(token.word(), "href" | "location" | "action" | "src" | "open" | "get");
        if sends {
            sender = sender.or(Some(token.at));
        }
        if flow.fed(from, to) {
            sent = sent.or(Some(token.at));
        }
    }
    match (sent, sender) {
        (Some(at), _) => {
            case.notes.can(Ability::CapturesCredentials);
            case.note(at, "sends what the user types into the log-on form elsewhere", 90);
        }
        (None, Some(at)) => {
            case.notes.can(Ability::CapturesCredentials);
            case.note(at, "reads the log-on fields and sends requests of its own", 50);
        }
        (None, None) => case.note(read, "reads the log-on fields in script", 0),
    }
    hidden(case, &tokens);
}

/// Script that unpacks itself has no place on a log-on page.
fn hidden(case: &mut Case<'_>, tokens: &[Token]) {
    let calls = tokens.windows(6).enumerate();
    let mut calls = calls.filter(|(_, call)| call[0].word() == "eval" && call[1].is("("));
    let evaluates = calls.find(|(at, call)| !reads_json(&tokens[..*at], call));
    let evaluates = evaluates.map(|(_, call)| call);
    let unpacks =
        tokens.iter().any(|token| matches!(token.word(), "atob" | "fromcharcode" | "unescape"))
            || tokens.iter().any(|token| token.made == 2 && token.text.len() > 40);
    if let Some(pair) = evaluates.filter(|_| unpacks) {
        case.notes.can(Ability::HidesCode);
        case.note(pair[0].at, "unpacks and evaluates script on a log-on page", 50);
        let secret = tokens.iter().find(|token| {
            token.made == 2 && find_fold(token.text.as_bytes(), b"password", 0).is_some()
        });
        if let Some(secret) = secret {
            case.notes.can(Ability::CapturesCredentials);
            case.note(secret.at, "hides that it reads the password", 40);
        }
    }
}

/// Whether `eval("(" + text + ")")` stands behind `JSON.parse(text)`: what script does for browsers
/// that have no JSON. All others never come to it.
fn reads_json(before: &[Token], call: &[Token]) -> bool {
    let text = call[4].word();
    let idiom = call[2].kind == Of::Str && call[2].text.trim() == "(" && call[5].is("+");
    let near = &before[before.len().saturating_sub(MAX_FALLBACK)..];
    let parses = |own: &[Token]| {
        own[0].word() == "json" && own[2].word() == "parse" && own[4].word() == text
    };
    idiom && !text.is_empty() && near.windows(5).any(parses)
}

/// Tokens before an evaluation in which the call that it stands in for is sought.
const MAX_FALLBACK: usize = 16;

/// Forms and scripts that point elsewhere.
fn forms(case: &mut Case<'_>, text: &[u8], asks: bool) {
    let mut from = 0;
    while let Some(at) = find_fold(text, b"<form", from) {
        let end = tag_end(text, at);
        from = at + 5;
        let action = attribute(&text[at..end], "action").unwrap_or_default().to_ascii_lowercase();
        if asks
            && (action.starts_with("http") || action.starts_with("//"))
            && !action.contains("<%")
        {
            case.notes.can(Ability::CapturesCredentials);
            case.note(at, "a log-on form that posts to another server", 80);
        }
    }
    from = 0;
    while let Some(at) = find_fold(text, b"<script", from) {
        let end = tag_end(text, at);
        from = at + 7;
        let source = attribute(&text[at..end], "src").unwrap_or_default().to_ascii_lowercase();
        let host =
            source.strip_prefix("https:").or(source.strip_prefix("http:")).unwrap_or(&source);
        if let Some(host) = host.strip_prefix("//") {
            let numeric = host
                .bytes()
                .take_while(|byte| *byte != b'/')
                .all(|byte| byte.is_ascii_digit() || b".:".contains(&byte));
            case.note(
                at,
                "script from another server on a log-on page",
                if numeric { 50 } else { 20 },
            );
        }
    }
}

/// A tag's end; one that never closes is cut, so that many of them stay cheap.
fn tag_end(text: &[u8], at: usize) -> usize {
    let limit = text.len().min(at + MAX_TAG);
    memchr::memchr(b'>', &text[at..limit]).map_or(limit, |found| at + found)
}

/// Server code that takes the posted password itself.
fn server(case: &mut Case<'_>, page: &Page, logs_on: bool) {
    let view = case.view;
    let mut password = None;
    let mut keeps = None;
    for block in page.blocks.iter().filter(|block| matches!(block.kind, Kind::Code(_))) {
        let code = &view.text[block.start..block.end];
        let reads = find_fold(code, b"request", 0).is_some() && asks_password(code);
        password = password.or(reads.then_some(block.start));
        let words: [&[u8]; 9] = [
            b"appendalltext",
            b"writealltext",
            b"streamwriter",
            b"opentextfile",
            b"createtextfile",
            b"webclient",
            b"httpwebrequest",
            b"smtpclient",
            b"webrequest.create",
        ];
        keeps = keeps
            .or(words.iter().find_map(|word| find_fold(code, word, 0)).map(|at| block.start + at));
    }
    if let (true, Some(_), Some(at)) = (logs_on, password, keeps) {
        case.notes.can(Ability::CapturesCredentials);
        case.note(at, "keeps or sends the posted password", 80);
    }
}

/// Whether code asks for a password by its name: `Request.Form["password"]`, `form("pwd")`,
/// `Request["txt" + "Password"]`. A message about passwords is none.
fn asks_password(code: &[u8]) -> bool {
    [&b"password"[..], b"passwd", b"pwd"].iter().any(|name| {
        let mut from = 0;
        while let Some(at) = find_fold(code, name, from) {
            from = at + name.len();
            let before = &code[at.saturating_sub(MAX_NAME)..at];
            let after = code.get(from);
            let quoted = matches!(after, Some(b'"' | b'\''));
            if quoted && matches!(before.last(), Some(b'"' | b'\'')) {
                return true;
            }
            let opened = before.iter().any(|byte| matches!(byte, b'[' | b'('));
            let spaced = before.rsplit(|byte| matches!(byte, b'[' | b'(')).next();
            let bare = spaced.is_some_and(|name| !name.contains(&b' ') || name.contains(&b'+'));
            if quoted && opened && bare {
                return true;
            }
        }
        false
    })
}

/// Bytes before a password's name in which the bracket that it stands in is sought.
const MAX_NAME: usize = 32;
