//! Calls whose target the code computes: members reached by computed keys, and COM objects by
//! names that are put together while the page runs.

use std::cell::OnceCell;

use super::Unit;
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::{Kind as Of, Token},
    page::Lang,
    words::PUTS_TOGETHER,
};

/// Words for the object whose members are all functions of the language.
const GLOBAL: &[&str] = &["this", "globalthis", "self", "window"];
/// Tokens of a name that are looked at.
const MAX_NAME: usize = 64;

/// Weighs calls of computed targets.
pub(super) fn indirect(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>) {
    let makers = ["createobject", "gettypefromprogid", "activexobject", "getobject"];
    if unit.lang != Lang::JScript && !flow.has_any(&makers) {
        return;
    }
    let taken = OnceCell::new();
    for (at, token) in unit.tokens.iter().enumerate() {
        // `k.f = eval`, `[eval][0]`: the evaluator itself is passed on.
        if unit.lang == Lang::JScript && token.word() == "eval" && passed_on(flow, at) {
            case.notes.can(Ability::HidesCode);
            let called =
                flow.alias(at).is_some_and(|to| flow.is_called_with_input(flow.symbol(to)));
            let weight = if called { 90 } else { 45 };
            case.note(token.at, "keeps the evaluator under another name", weight);
        }
        let calls = flow.token(at + 1).is_some_and(|next| next.is("("));
        if !calls {
            continue;
        }
        let makes = makers.contains(&token.word());
        if makes && !flow.defines(at) {
            let end = flow.close(at + 1).min(at + MAX_NAME).min(flow.tokens.len());
            // `"MSXML2." & version`: the family is written out.
            let written = |token: &Token| token.kind == Of::Str && token.text.contains('.');
            let computed = !flow.token(at + 2).is_some_and(written)
                && (at + 2..end).any(|at| {
                    PUTS_TOGETHER.contains(&flow.tokens[at].word())
                        && flow.token(at + 1).is_some_and(|next| next.is("("))
                });
            if computed {
                case.notes.can(Ability::HidesCode);
                case.note(token.at, "puts a COM object's name together while it runs", 40);
            }
        }
        // `x[k](input)`: only script reaches members by key.
        if unit.lang == Lang::JScript && token.is("]") && flow.fed(at + 2, flow.close(at + 1)) {
            let constant = at > 0
                && matches!(flow.tokens[at - 1].kind, Of::Str | Of::Num)
                && at > 1
                && flow.tokens[at - 2].is("[");
            if !constant {
                // Of the global object every function can be reached, of another only its own.
                let global = flow.has_any(GLOBAL);
                let weight = match global {
                    _ if of_global(flow, at, &taken) => 85,
                    true => 45,
                    false => 20,
                };
                case.notes.can(Ability::EvalOfInput);
                case.note(token.at, "calls a member by a computed name with request data", weight);
            }
        }
    }
}

/// Whether the member whose key closes at `close` is one of the global object: `this[k]`,
/// `(0, this)[k]`, or of a variable on a page that takes the global object out of a function.
fn of_global(flow: &Flow<'_>, close: usize, taken: &OnceCell<bool>) -> bool {
    let Some(before) = flow.opened(close).and_then(|open| open.checked_sub(1)) else {
        return false;
    };
    let word = |at: usize| flow.token(at).map_or("", Token::word);
    if GLOBAL.contains(&word(before)) {
        return true;
    }
    if flow.tokens[before].is(")") {
        return before > 0 && GLOBAL.contains(&word(before - 1));
    }
    let returned = |at: usize| word(at) == "return" && GLOBAL.contains(&word(at + 1));
    !word(before).is_empty() && *taken.get_or_init(|| (0..flow.tokens.len()).any(returned))
}

fn passed_on(flow: &Flow<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| flow.token(at));
    let given = before.is_some_and(|token| {
        ["=", "(", ",", ":", "["].iter().any(|op| token.is(op)) || token.word() == "return"
    });
    let ended = flow.token(at + 1).is_some_and(|token| {
        [";", ")", ",", "]", "}"].iter().any(|op| token.is(op)) || token.ends()
    });
    given && ended
}
