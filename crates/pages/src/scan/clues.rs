//! Literals: names that say what the code is for, and code inside strings.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::HashSet;

use super::{MAX_ARGUMENTS, Seen, Unit, has_fold, scan_within};
use crate::{
    clue_texts::{CLUES, Clue},
    flow::Flow,
    fold,
    judge::{Ability, Case},
    lex::{self, Manner, Token},
    page::{Form, Lang},
    rules, streams,
    words::REFLECTED,
};

/// Code inside literals inside code: no real loader nests deeper.
const MAX_DEPTH: usize = 4;

struct Texts {
    automaton: AhoCorasick,
    texts: Vec<&'static str>,
    /// The clue of each text, if it is one.
    clue: Vec<Option<&'static Clue>>,
}

fn texts() -> Option<&'static Texts> {
    static TEXTS: OnceLock<Option<Texts>> = OnceLock::new();
    let built = TEXTS.get_or_init(|| {
        let mut texts: Vec<&'static str> = CLUES.iter().map(|clue| clue.text).collect();
        texts.extend(
            rules::all().flat_map(|rule| rule.with).filter(|text| text.contains(['.', '-', '_'])),
        );
        texts.sort_unstable();
        texts.dedup();
        let clue = texts.iter().map(|text| CLUES.iter().find(|clue| clue.text == *text)).collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&texts)
            .ok()?;
        Some(Texts { automaton, texts, clue })
    });
    built.as_ref()
}

/// Weighs what a literal names; returns the texts found.
pub(crate) fn clues(case: &mut Case<'_>, text: &str, at: usize, made: u8) -> Vec<&'static str> {
    let Some(texts) = texts() else { return Vec::new() };
    let mut found = Vec::new();
    for hit in texts.automaton.find_overlapping_iter(text) {
        let number = hit.pattern().as_usize();
        if means_other(texts.texts[number], text, hit.end()) {
            continue;
        }
        let Some(clue) = texts.clue[number] else {
            found.push(texts.texts[number]);
            continue;
        };
        if clue.whole && hit.start() != 0 {
            continue;
        }
        found.push(clue.text);
        case.notes.can(clue.ability);
        case.note(at, format!("names {}", clue.text.trim()), clue.weight);
        if made > 0 && clue.weight >= 25 {
            case.notes.can(Ability::HidesCode);
            case.note(at, "puts a dangerous name together from pieces", 35);
        }
        if found.len() > MAX_ARGUMENTS {
            break;
        }
    }
    found
}

/// Whether a text found in a literal is part of something harmless: another class of WMI, the
/// address of a PowerShell service, a question about a setting.
fn means_other(found: &str, text: &str, end: usize) -> bool {
    match found {
        "win32_process" => text.as_bytes().get(end).is_some_and(u8::is_ascii_alphabetic),
        "powershell" => text.starts_with("http"),
        "xp_cmdshell" | "cmdshell" => {
            has_fold(text, "sys.configurations") && text.trim_start().len() >= 6 && {
                text.trim_start().as_bytes()[..6].eq_ignore_ascii_case(b"select")
            }
        }
        _ => false,
    }
}

/// The name of the call whose first argument stands at `at`.
fn before_call<'a>(flow: &Flow<'a>, at: usize) -> &'a str {
    let before = |back: usize| at.checked_sub(back).map(|at| &flow.tokens[at]);
    let opens = before(1).is_some_and(|before| before.is("("));
    before(2).filter(|_| opens).map_or("", |call| call.word())
}

pub(super) fn literal(
    case: &mut Case<'_>,
    unit: &Unit,
    flow: &Flow<'_>,
    at: usize,
    seen: &mut Seen,
) {
    let token = &unit.tokens[at];
    if streams::opens(before_call(flow, at)) && streams::is_stream(&token.text) {
        case.in_stream(token.at);
    }
    // Whether somebody is an administrator is asked, not made so.
    let asked = before_call(flow, at);
    if matches!(asked, "isinrole" | "isuserinrole" | "isusersinrole" | "roleexists") {
        return;
    }
    // A label in a list of settings; as a command it is called as a procedure.
    let label = token.text.eq_ignore_ascii_case("xp_cmdshell");
    if label && !flow.has_any(&["storedprocedure", "commandtype", "execute"]) {
        return case.note(token.at, "names xp_cmdshell", 15);
    }
    seen.marks.extend(clues(case, &token.text, token.at, token.made));
    let whole = token.text.to_ascii_lowercase();
    let evaluator = matches!(whole.as_str(), "eval" | "execute" | "executeglobal" | "unsafe");
    let hidden = evaluator
        || matches!(
            whole.as_str(),
            "start"
                | "process"
                | "request"
                | "invoke"
                | "createobject"
                | "system.diagnostics"
                | "cmd"
        );
    if token.made > 0 && hidden {
        case.notes.can(Ability::HidesCode);
        case.note(token.at, "puts a dangerous name together from pieces", 35);
    }
    // `x["eval"](…)` and `e = x["eval"]`: reached by name.
    let indexed = at > 0
        && flow.tokens[at - 1].is("[")
        && flow.token(at + 1).is_some_and(|next| next.is("]"));
    let script = unit.lang == Lang::JScript || unit.form == Form::ClassicAsp;
    let called = flow.token(at + 2).is_some_and(|next| next.is("("));
    if indexed && evaluator && (called || script) {
        let fed = called && flow.fed(at + 3, flow.close(at + 2));
        case.notes.can(Ability::EvalOfInput);
        case.note(token.at, "reaches an evaluator by its name", if fed { 100 } else { 45 });
        seen.unfed = seen.unfed.or((!fed).then_some(token.at));
    }
    // `GetMethod("Start")`: what reflection is to find.
    let finder = at.checked_sub(2).map_or("", |before| flow.tokens[before].word());
    let reflects = matches!(
        finder,
        "getmethod" | "invokemember" | "getruntimemethod" | "getdeclaredmethod" | "callbyname"
    );
    if reflects && REFLECTED.contains(&whole.as_str()) {
        case.notes.can(Ability::HidesCode);
        case.note(token.at, "finds a method that runs or loads code by its name", 40);
        seen.unfed = seen.unfed.or(Some(token.at));
    }
}

/// Reads a literal as code where it holds some, plain or in base64.
pub(super) fn inner_code(
    case: &mut Case<'_>,
    unit: &Unit,
    controls: &HashSet<String>,
    token: &Token,
    inner: &mut usize,
) {
    if unit.depth >= MAX_DEPTH || token.text.len() < 12 || token.text.len() > *inner {
        return;
    }
    let mut text = token.text.clone();
    let mut decoded = token.made == 2;
    if let Some(plain) = packed(&text) {
        decoded = true;
        if plain.starts_with("MZ") && plain.len() > 256 {
            case.notes.can(Ability::HidesCode);
            case.notes.can(Ability::LoadsAssembly);
            case.note(token.at, "holds a program image in base64", 60);
            return;
        }
        clues(case, &plain, token.at, 2);
        text = plain;
    } else if let Some(plain) = disguised(&text) {
        decoded = true;
        clues(case, &plain, token.at, 2);
        text = plain;
    }
    if decoded && text.contains("<%") {
        case.notes.can(Ability::HidesCode);
        case.note(token.at, "holds the text of a page in packed form", 45);
    }
    let codelike = has_fold(&text, "request")
        || has_fold(&text, "eval")
        || has_fold(&text, "execute")
        || (decoded
            && (has_fold(&text, "process")
                || has_fold(&text, "createobject")
                || has_fold(&text, "assembly")));
    if !codelike
        || !text.contains(['(', '[']) && !has_fold(&text, "execute ") && !has_fold(&text, "eval ")
    {
        return;
    }
    *inner = inner.saturating_sub(text.len());
    let (lang, form) = inner_language(unit, &text);
    let (mut tokens, manner) = lex::lex(text.as_bytes(), 0, lang);
    // The code stands where its literal stands.
    tokens.iter_mut().for_each(|part| part.at = token.at);
    let within = Unit {
        tokens: fold::fold(tokens),
        manner: Manner { first_escape: token.at, ..manner },
        lang,
        form,
        depth: unit.depth + 1,
        decoded,
    };
    scan_within(case, &within, controls, inner);
}

/// The language of code in a literal: the page's own, unless the literal is a page of another.
fn inner_language(unit: &Unit, text: &str) -> (Lang, Form) {
    if !text.contains("<%") {
        return (unit.lang, unit.form);
    }
    match () {
        () if has_fold(text, "jscript") => (Lang::JScript, unit.form),
        () if text.contains(';') => (Lang::CSharp, Form::AspNet),
        () => (Lang::Basic, Form::ClassicAsp),
    }
}

/// Code written backwards, in character references or in percent codes.
fn disguised(text: &str) -> Option<String> {
    let backwards = ["tseuqer", "tcejboetaerc", "labolgetucexe"];
    if backwards.iter().any(|word| has_fold(text, word)) {
        return Some(text.chars().rev().collect());
    }
    let references = text.matches("&#").count();
    let percents = text.matches('%').count();
    let coded = references >= 2 || (percents >= 4 && percents * 6 >= text.len());
    coded.then(|| fold::unescape(text))
}

/// What a long base64 literal holds.
fn packed(text: &str) -> Option<String> {
    let plausible = text.len() >= 24
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r\n -_".contains(&byte))
        && text.bytes().filter(|byte| *byte == b' ').count() * 20 < text.len();
    if !plausible {
        return None;
    }
    let plain = fold::base64(text)?;
    let readable = plain
        .chars()
        .take(256)
        .filter(|letter| letter.is_ascii_graphic() || letter.is_ascii_whitespace())
        .count();
    let whole = plain.chars().take(256).count().max(1);
    (plain.starts_with("MZ") || readable * 20 >= whole * 19).then_some(plain)
}

/// Letters from which packed bytes in a literal are more than a key, a picture of a dot or a hash.
const BLOB: usize = 1_024;
/// Letters of a blob that are looked at.
const BLOB_HEAD: usize = 4_096;
/// Different letters among them: fewer is a table or a run of the same, not packed bytes.
const BLOB_LETTERS: usize = 14;
/// How base64 of pictures, fonts, documents and certificates begins: GIF, JPEG, PNG, BMP, RIFF,
/// PDF, WOFF, SVG and XML, ICO, TrueType, DER.
const INNOCENT: &[&str] = &[
    "R0lGOD", "/9j/", "iVBOR", "Qk", "UklGR", "JVBER", "d09G", "PHN2Z", "PD94", "AAABAA", "AAEAAA",
    "T1RUTw", "MII", "AAAAFGZ0", "SUkq",
];

/// Whether a literal is a long run of packed bytes of no innocent kind.
pub(super) fn is_blob(text: &str) -> bool {
    if text.len() < BLOB || INNOCENT.iter().any(|head| text.starts_with(head)) {
        return false;
    }
    let (mut seen, mut letters) = ([false; 256], 0);
    for byte in text.bytes().take(BLOB_HEAD) {
        if !(byte.is_ascii_alphanumeric() || b"+/=-_\\".contains(&byte)) {
            return false;
        }
        letters += usize::from(!std::mem::replace(&mut seen[usize::from(byte)], true));
    }
    letters >= BLOB_LETTERS
}

/// Whether a literal is an MD5, SHA-1 or SHA-256 hash in hexadecimal digits.
pub(super) fn is_hash(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}
