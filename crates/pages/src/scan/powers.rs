//! Request input that reaches an object of a powerful family, whichever member takes it: the
//! variables that hold such objects are followed, then every use of one is looked at.

use super::Unit;
use crate::{
    families::{self, CLASSES, Family, HIDDEN, OBJECTS},
    flow::Flow,
    judge::Case,
    lex::{Kind as Of, Token},
};

/// Tokens before a class's name in which the variable that takes the object is sought.
const MAX_BACK: usize = 24;
/// Words that make an object of a name.
const MAKERS: &[&str] = &["createobject", "gettypefromprogid", "gettypefromclsid", "activexobject"];
/// How the names of objects begin that ordinary pages make by a function: vendors, and versions.
const ORDINARY: &[&str] = &[
    "msxml",
    "microsoft.",
    "winhttp",
    "adodb.",
    "scripting.",
    "cdo",
    "persits.",
    "2.",
    "3.",
    "4.",
    "5.",
    "6.",
];
/// Tokens of a made object's name that are looked at.
const MAX_MAKER: usize = 96;
/// Letters of a literal that can be an object's name.
const MAX_NAME: usize = 120;
/// Passes over the code: each carries an object one assignment further.
const PASSES: usize = 2;

type Held = Vec<Option<&'static Family>>;

/// Weighs every use of a powerful object that input reaches.
pub(super) fn powers(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>) {
    if !flow.any_input() {
        return;
    }
    let mut held: Held = flow.names().iter().map(|word| families::of(CLASSES, word)).collect();
    let mut literals: Vec<(usize, &'static Family)> = unit
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Of::Str && token.text.len() <= MAX_NAME)
        .filter_map(|(at, token)| {
            let name = token.text.trim_start().to_ascii_lowercase();
            families::of(OBJECTS, &name).map(|family| (at, family))
        })
        .collect();
    if flow.has_any(MAKERS) {
        let hidden = (0..flow.tokens.len()).filter(|at| hides(flow, *at));
        literals.extend(hidden.map(|at| (at, &HIDDEN)));
    }
    if literals.is_empty() && held.iter().all(Option::is_none) {
        return;
    }
    for _ in 0..PASSES {
        let known = held.iter().flatten().count();
        for (at, family) in &literals {
            hold(flow, &mut held, *at, family);
        }
        for at in 0..flow.tokens.len() {
            if let Some(family) = held[flow.symbol(at)] {
                hold(flow, &mut held, at, family);
            }
        }
        if held.iter().flatten().count() == known {
            break;
        }
    }
    let mut until = 0;
    for at in 0..flow.tokens.len() {
        let Some(family) = held[flow.symbol(at)] else { continue };
        if at < until || flow.defines(at) {
            continue;
        }
        let end = flow.statement_end(at);
        if flow.fed(at + 1, end) {
            until = end;
            weigh(case, flow, (at, end), family);
        }
    }
    let mut until = 0;
    for (at, family) in literals {
        let end = flow.statement_end(at);
        if at >= until && flow.fed(at + 1, end) {
            until = end;
            weigh(case, flow, (at, end), family);
        }
    }
}

/// Whether an object is made here by a name that a function of the page decodes:
/// `CreateObject(D("…"))`. A program's name that is handed to such a function is not hidden.
fn hides(flow: &Flow<'_>, at: usize) -> bool {
    let word = flow.tokens[at].word();
    if !MAKERS.contains(&word) || !flow.token(at + 1).is_some_and(|next| next.is("(")) {
        return false;
    }
    let end = flow.close(at + 1).min(at + MAX_MAKER).min(flow.tokens.len());
    let name = &flow.tokens[at + 2..end.max(at + 2)];
    let own = name.iter().any(|token| flow.is_own(token.word()));
    let plain = |token: &Token| {
        let text = token.text.trim_start().to_ascii_lowercase();
        token.kind == Of::Str && ORDINARY.iter().any(|vendor| text.starts_with(vendor))
    };
    let packed = |token: &Token| matches!(token.kind, Of::Str | Of::Num);
    own && name.iter().any(packed) && !name.iter().any(plain)
}

fn weigh(case: &mut Case<'_>, flow: &Flow<'_>, (at, end): (usize, usize), family: &Family) {
    let whole = values(flow, at, end);
    let weight = if whole { family.whole } else { family.fed };
    case.notes.can(family.ability);
    case.note(flow.tokens[at].at, family.what, weight);
}

/// Whether some argument or assigned value of the statement is named whole by the request.
fn values(flow: &Flow<'_>, from: usize, end: usize) -> bool {
    (from..end.min(from + MAX_USE)).any(|at| {
        let token = &flow.tokens[at];
        let starts = token.is("(") || token.is("[") || token.is("=") || token.is(",");
        let basic =
            token.kind == Of::Word && flow.token(at + 1).is_some_and(|t| t.kind == Of::Word);
        // `= new T(…)`: what the brackets hold is looked at by itself.
        let makes = flow.token(at + 1).is_some_and(|next| next.word() == "new");
        (starts || basic) && !makes && token.word() != "new" && {
            let next = (at + 1..end.min(at + MAX_VALUE))
                .find(|at| flow.tokens[*at].is(","))
                .unwrap_or(end);
            flow.names_whole(at + 1, next)
        }
    })
}

/// Tokens of one use that are looked through for values.
const MAX_USE: usize = 64;
/// Tokens of one value in which its end is sought.
const MAX_VALUE: usize = 256;

/// Gives the family to the variable that takes what stands at `at`.
fn hold(flow: &Flow<'_>, held: &mut Held, at: usize, family: &'static Family) {
    let mut give = |at: usize| {
        let number = flow.symbol(at);
        let word = flow.tokens[at].word();
        if number > 0 && held[number].is_none() && !matches!(word, "request" | "response" | "") {
            held[number] = Some(family);
        }
    };
    // `Type name` and `Type name = …`.
    let follows = flow.token(at + 1).is_some_and(|next| next.kind == Of::Word);
    let declared = flow.tokens[at].kind == Of::Word
        && flow.token(at + 2).is_some_and(|next| next.is("=") || next.is(";"));
    if follows && declared {
        give(at + 1);
    }
    let back = (at.saturating_sub(MAX_BACK)..at).rev();
    for place in back.take_while(|place| !flow.tokens[*place].ends()) {
        let token = &flow.tokens[place];
        let names = token.is("=") || token.word() == "as" || token.word() == "in";
        if names && place > 0 {
            // A member that is set, a comparison's left side and a key are no variables of ours.
            let member = place > 1 && flow.tokens[place - 2].is(".");
            if !member {
                give(place - 1);
            }
            break;
        }
    }
}
