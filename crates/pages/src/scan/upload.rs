//! Uploads: ordinary where the page chooses or checks the name, a back door where the request names
//! the place.

use super::{Seen, weigh::executable};
use crate::{
    flow::Flow,
    judge::Case,
    lex::{Kind as Of, Token},
};

/// Words by which a page looks at what is uploaded, or chooses its name.
const CHECKS: &[&str] = &[
    "getextension",
    "endswith",
    "newguid",
    "getrandomfilename",
    "contenttype",
    "allowedextensions",
    "contains",
    "imagetype",
];
/// Extensions and types that a page compares an upload's with.
const HARMLESS: &[&str] = &[
    "jpg", "jpeg", "gif", "png", "bmp", "pdf", "doc", "docx", "xls", "xlsx", "csv", "txt", "zip",
    "xml",
];
/// Ends of file names that a server loads as programs.
const PROGRAMS: &[&str] = &[".dll", ".exe", ".com", ".bat", ".cmd", ".ps1"];

/// Weighs the saving of a document or an upload; `whole` where the request names the place whole.
pub(super) fn saved(
    case: &mut Case<'_>,
    (flow, seen): (&Flow<'_>, &Seen),
    (span, near): ((usize, usize), &[Token]),
    (whole, place): (bool, usize),
) -> u16 {
    let office = ["excel.application", "word.application"];
    if !whole && office.iter().any(|name| seen.marks.contains(name)) {
        return 5;
    }
    let weight = weight(seen, flow, (span, near), whole);
    if weight == UNCHECKED && beside_page(near) {
        case.note(place, "saves it beside the pages that the server runs", 35);
    }
    weight
}

/// Weight of an upload whose name nobody looks at.
const UNCHECKED: u16 = 45;

/// The weight of saving an upload.
fn weight(
    seen: &Seen,
    flow: &Flow<'_>,
    ((from, to), near): ((usize, usize), &[Token]),
    whole: bool,
) -> u16 {
    let checked = flow.has_any(CHECKS)
        || seen.checks
        || seen.aside
        || *seen.compares.get_or_init(|| compares(flow));
    let named = |name: &str| near.iter().any(|token| token.word() == name);
    let by_client_name = named("filename") || named("getfilename");
    let mut lead =
        near.iter().take_while(|token| !(token.is(",") || token.is("+") || token.is("&")));
    let fed = flow.fed(from, to);
    let runs =
        |token: &Token| token.kind == Of::Str && (program(&token.text) || executable(&token.text));
    if fed && (near.iter().any(runs) || program_names(flow, (from, to), runs)) {
        return 80;
    }
    if whole && !lead.any(|token| matches!(token.word(), "filename" | "getfilename")) {
        return if checked { 45 } else { 80 };
    }
    let chosen = fed && !by_client_name;
    let directly = chosen && named("request");
    match (chosen, checked) {
        _ if directly && !checked => 80,
        (true, true) => 10,
        (_, false) => UNCHECKED,
        (false, true) => 5,
    }
}

/// Whether a place is the page's own folder or the site's root: `Server.MapPath(".")`, `"~/"`.
fn beside_page(near: &[Token]) -> bool {
    near.windows(4).any(|call| {
        let text = call[2].text.as_str();
        call[0].word() == "mappath"
            && call[1].is("(")
            && call[2].kind == Of::Str
            && matches!(text, "" | "." | "./" | "/" | "~" | "~/" | "\\" | ".\\")
            && (call[3].is(")") || call[3].is("+") || call[3].is("&"))
    })
}

/// Whether a name is one of a program or a library.
pub(super) fn program(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PROGRAMS.iter().any(|end| name.ends_with(end))
}

/// Whether the page compares something with the extension or the type of a harmless file.
fn compares(flow: &Flow<'_>) -> bool {
    flow.tokens.iter().enumerate().any(|(at, token)| {
        if token.kind != Of::Str || token.text.len() > MAX_EXTENSION {
            return false;
        }
        let text = token.text.to_ascii_lowercase();
        let compared = |token: Option<&Token>| {
            token.is_some_and(|t| {
                ["==", "!=", "=", "<>"].iter().any(|op| t.is(op)) || t.word() == "case"
            })
        };
        let extension = text.strip_prefix('.').unwrap_or(&text);
        let harmless = HARMLESS.contains(&extension) || text.starts_with("image/");
        harmless
            && (compared(at.checked_sub(1).and_then(|at| flow.token(at)))
                || compared(flow.token(at + 1)))
    })
}

/// Letters of an extension or a type that are compared.
const MAX_EXTENSION: usize = 32;

/// Whether a variable of the argument was given a program's name.
fn program_names(
    flow: &Flow<'_>,
    (from, to): (usize, usize),
    program: impl Fn(&Token) -> bool,
) -> bool {
    let [only] = flow.tokens.get(from..to).unwrap_or_default() else { return false };
    if only.kind != Of::Word {
        return false;
    }
    let given = (1..from)
        .rev()
        .take(MAX_BACK)
        .find(|at| flow.tokens[*at].is("=") && flow.symbol(at - 1) == flow.symbol(from));
    given.is_some_and(|at| flow.tokens[at..flow.statement_end(at)].iter().any(program))
}

/// Tokens before an upload in which its name is sought.
const MAX_BACK: usize = 200;
