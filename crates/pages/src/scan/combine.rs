//! What abilities mean together, and what only somebody who hides writes.

use super::{Seen, Unit, relay::relay};
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::{Kind as Of, Token},
    words::{BRINGS_ALIVE, DECODES, DECRYPTS, FETCHES, HASHES, UNPACKS},
};

/// What abilities mean together.
pub(super) fn combine(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>, seen: &Seen) {
    let has = |list: &[&str]| flow.has_any(list);
    let input = flow.any_input();
    if let Some(place) = seen.loads {
        let hidden = has(DECRYPTS) || has(DECODES);
        if hidden {
            case.notes.can(Ability::HidesCode);
            case.note(place, "decrypts or decodes what it loads", if input { 70 } else { 50 });
        }
    }
    // `b[i] = (byte)(w[i] ^ key[i % 6])`: unpacked by hand.
    let by_hand = || {
        let masks = |t: &Token| t.is("^") || t.is("^=") || matches!(t.word(), "xor" | "tobyte");
        flow.tokens.iter().any(masks)
    };
    if let Some(place) = seen.loads.filter(|_| !has(DECODES) && by_hand()) {
        case.notes.can(Ability::HidesCode);
        case.note(place, "unmasks what it loads by hand", 45);
    }
    if let Some(place) = seen.unfed.filter(|_| seen.loads.is_none() && has(FETCHES)) {
        case.note(place, "does so on a page that fetches text from the network", 40);
    }
    let does = seen.unfed.is_some() || seen.lists || seen.writes;
    if let Some(place) = seen.gate.filter(|_| does && has(HASHES)) {
        case.note(place, "asks for a password of its own before what it does", 30);
    }
    if seen.loads.is_some() && has(FETCHES) {
        let place = seen.loads.unwrap_or_default();
        case.note(place, "loads what it fetches from the network", 50);
    }
    decoded_names(case, flow, seen, input);
    if let Some(place) = seen.unfed.filter(|_| input) {
        case.note(place, "does so on a page that reads the request", 40);
    }
    if seen.lists && seen.writes && seen.reads {
        case.note(seen.file_place, "is a file manager driven by the request", 45);
    }
    if seen.connects && seen.asks {
        case.note(seen.file_place, "is a database client driven by the request", 40);
    }
    if let Some(place) = seen.directory.filter(|_| seen.asks_directory) {
        case.note(place, "is a directory client driven by the request", 40);
    }
    if seen.writes && writes_input(flow) {
        case.note(seen.file_place, "writes what the request sends", 45);
    }
    decodes(case, flow, seen);
    if let Some(place) = seen.blob.filter(|_| has(UNPACKS) && has(BRINGS_ALIVE)) {
        case.notes.can(Ability::HidesCode);
        case.note(place, "unpacks a long run of bytes and calls what it finds by name", 45);
    }
    relay(case, unit, flow, seen);
}

/// Names of what the code uses that come out of functions of its own.
fn decoded_names(case: &mut Case<'_>, flow: &Flow<'_>, seen: &Seen, input: bool) {
    let has = |list: &[&str]| flow.has_any(list);
    let letters = has(&["chr", "chrw", "fromcharcode", "char"]);
    let turned = has(&["xor", "asc", "ascw", "charcodeat", "chr"]);
    if seen.decoded_names == 1 && input && letters && turned {
        case.notes.can(Ability::HidesCode);
        case.note(seen.decoded_place, "finds what it uses by a name that it decodes itself", 45);
    }
    if seen.decoded_names >= 2 {
        case.notes.can(Ability::HidesCode);
        let weight = if input { 85 } else { 50 };
        case.note(seen.decoded_place, "finds what it uses by names that it decodes itself", weight);
    }
}

/// What is evaluated after the code has made it from other text.
fn decodes(case: &mut Case<'_>, flow: &Flow<'_>, seen: &Seen) {
    let has = |list: &[&str]| flow.has_any(list);
    let letters = has(&["chr", "chrw", "fromcharcode", "chrb", "char"]);
    let taken = has(&[
        "mid",
        "asc",
        "ascw",
        "charcodeat",
        "substring",
        "xor",
        "midb",
        "split",
        "ubound",
        "array",
        "hex",
        "charat",
    ]);
    // `s = s & Chr(n - 7)`: letters made one by one.
    let computes = |at: usize| {
        matches!(flow.tokens[at].word(), "chr" | "chrw" | "fromcharcode")
            && flow.token(at + 1).is_some_and(|next| next.is("("))
            && flow.token(at + 2).is_some_and(|first| !first.word().is_empty())
    };
    if let Some(place) = seen.evaluates {
        let taken = taken || (0..flow.tokens.len()).any(computes);
        if (letters && taken) || seen.rewrites {
            case.notes.can(Ability::HidesCode);
            case.note(place, "evaluates text that it decodes itself", 40);
        }
        if has(FETCHES) {
            case.note(place, "evaluates text that it fetches", 45);
        }
    }
}

/// Whether input is written to anything but the response.
pub(super) fn writes_input(flow: &Flow<'_>) -> bool {
    // `FileOpen(1, …)`, `Print(1, input)`.
    let numbered = flow.has("fileopen");
    let prints = |at: usize| {
        numbered
            && matches!(flow.tokens[at].word(), "print" | "printline" | "fileput" | "write")
            && flow.token(at + 1).is_some_and(|next| next.is("("))
            && flow.token(at + 2).is_some_and(|first| first.kind == Of::Num)
            && flow.fed(at + 2, flow.close(at + 1))
    };
    if (0..flow.tokens.len()).any(prints) {
        return true;
    }
    flow.tokens.iter().enumerate().skip(2).any(|(at, token)| {
        let writes = matches!(token.word(), "write" | "writeline" | "writetext" | "copyto");
        let owner = flow.tokens[at - 2].word();
        writes
            && flow.tokens[at - 1].is(".")
            && !matches!(
                owner,
                "response" | "output" | "trace" | "console" | "debug" | "log" | "writer"
            )
            && (flow.fed(at + 1, flow.statement_end(at))
                || (token.word() == "copyto" && flow.fed(at.saturating_sub(4), at)))
    })
}

/// What only somebody who hides writes.
pub(super) fn manner(case: &mut Case<'_>, unit: &Unit) {
    let manner = unit.manner;
    if manner.escaped_words > 0 {
        case.notes.can(Ability::HidesCode);
        let weight = if manner.escaped_words > 2 { 60 } else { 30 };
        case.note(
            manner.first_escape,
            "writes identifiers in escapes or invisible letters",
            weight,
        );
    }
    if manner.cut {
        case.notes.can(Ability::HidesCode);
        case.note(
            0,
            "holds more code or more packed text than any page does, and than is read",
            45,
        );
    }
    if manner.inner_comments >= 6 && manner.inner_comments * 8 >= manner.tokens {
        case.notes.can(Ability::HidesCode);
        let at = unit.tokens.first().map_or(0, |token| token.at);
        case.note(at, "scatters comments inside its statements", 40);
    }
}
