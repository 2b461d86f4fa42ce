//! Evaluators: what `Eval` and `Execute` weigh where they stand, in languages that have them and in
//! those that do not.

use super::{Seen, Unit, ordinary::MAX_DECLARED, weigh::Use};
use crate::{
    flow::Flow,
    lex::{Kind as Of, Token},
    page::{Form, Lang},
};

/// `Eval` and `Execute` evaluate only in JScript and classic ASP; elsewhere they are somebody's
/// methods, unless nobody defines them.
pub(super) fn evaluator_weight(
    unit: &Unit,
    flow: &Flow<'_>,
    seen: &Seen,
    sink: &Use<'_>,
    weight: u16,
) -> u16 {
    let script =
        unit.lang == Lang::JScript || (unit.lang == Lang::Basic && unit.form == Form::ClassicAsp);
    // `eval("(" + text + ")")` and `Eval("list(" & n & ")")`: how old pages read JSON and arrays.
    let framed = sink
        .near
        .first()
        .is_some_and(|first| first.kind == Of::Str && first.made < 2 && first.text.ends_with('('));
    if script || unit.decoded || unit.depth > 0 {
        return match weight {
            _ if sink.fed && sink.rule.word == "eval" && calculates(flow, sink) => 30,
            _ if sink.fed || weight == 0 => weight,
            _ if framed => 15,
            _ => 45,
        };
    }
    if sink.fed && !seen.defines_evaluator { 60 } else { 0 }
}

/// Whether what is evaluated is arithmetic around values whose digits the page checks:
/// `Eval("(" & width & "*" & height & ")")`.
fn calculates(flow: &Flow<'_>, sink: &Use<'_>) -> bool {
    let checks = flow.has("isnumeric")
        || flow.tokens.iter().any(|token| token.kind == Of::Str && token.text == "0123456789");
    if !checks {
        return false;
    }
    let (from, to) = sink.span;
    let given = (1..from).rev().take(MAX_DECLARED).find(|at| {
        to == from + 1 && flow.tokens[*at].is("=") && flow.symbol(at - 1) == flow.symbol(from)
    });
    let near = given.map_or(sink.near, |at| &flow.tokens[at..flow.statement_end(at)]);
    let mut texts = near.iter().filter(|token| token.kind == Of::Str).peekable();
    let signs = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit() || b"+-*/().,IntRoud ".contains(&byte))
    };
    texts.peek().is_some() && texts.all(|token| signs(&token.text))
}

pub(super) fn defines_evaluator(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|window| {
        matches!(window[1].word(), "eval" | "execute" | "executeglobal")
            && window[2].is("(")
            && !window[0].word().is_empty()
            && !matches!(window[0].word(), "return" | "else" | "then" | "call")
    })
}
