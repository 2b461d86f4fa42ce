//! Where a sink's name stands for something else: streams that are no files, entries of archives,
//! values that are compared.

use super::weigh::Use;
use crate::{flow::Flow, lex::Token};

/// Whether a sink is none here: a document that is saved to a stream, whose opening is a sink of its
/// own; the time of an archive's entry; two values that are compared.
pub(super) fn is_ordinary(flow: &Flow<'_>, sink: &Use<'_>, at: usize) -> bool {
    let (from, to) = sink.span;
    match sink.rule.word {
        "save" => declared_stream(flow, from),
        "lastwritetime" => {
            at >= 2
                && (declared_as(flow, at - 2, "ziparchiveentry")
                    || made_by(flow, at - 2, "createentry"))
        }
        "equals" => takes_two(flow, from, to),
        _ => false,
    }
}

/// Whether a call has two arguments; what stands in brackets of any kind is one.
fn takes_two(flow: &Flow<'_>, mut at: usize, to: usize) -> bool {
    while let Some(token) = flow.token(at).filter(|_| at < to) {
        if token.is(",") {
            return true;
        }
        at = if token.opens() { flow.close(at).max(at) + 1 } else { at + 1 };
    }
    false
}

/// Whether the word at a place was given what a call of this name makes, shortly before.
fn made_by(flow: &Flow<'_>, at: usize, call: &str) -> bool {
    let symbol = flow.symbol(at);
    let made = |place: usize| {
        let end = flow.statement_end(place).min(place + MAX_MADE);
        flow.symbol(place) == symbol
            && flow.token(place + 1).is_some_and(|next| next.is("="))
            && (place + 2..end).any(|at| flow.tokens[at].word() == call)
    };
    symbol > 0 && (at.saturating_sub(MAX_DECLARED)..at).any(made)
}

/// Tokens of a statement in which a call is sought.
const MAX_MADE: usize = 24;

/// Whether a stream is opened of anything but a file: `entry.Open()` of an archive.
pub(super) fn opens_part(near: &[Token]) -> bool {
    near.windows(3).any(|call| {
        call[2].word() == "open"
            && call[1].is(".")
            && !matches!(call[0].word(), "file" | "fileinfo")
    })
}

/// Whether the word at a place was made as a stream of something else than a file shortly before:
/// `var s = new CryptoStream(…)`.
pub(super) fn reads_stream(flow: &Flow<'_>, at: usize) -> bool {
    let symbol = flow.symbol(at);
    symbol > 0
        && (at.saturating_sub(MAX_DECLARED)..at).any(|place| {
            flow.symbol(place) == symbol
                && flow.token(place + 2).is_some_and(|t| t.word() == "new")
                && flow.token(place + 3).is_some_and(|kind| {
                    kind.word().ends_with("stream") && kind.word() != "filestream"
                })
        })
}

/// Whether the word at a place was declared as a stream or a writer shortly before.
fn declared_stream(flow: &Flow<'_>, at: usize) -> bool {
    declared_as(flow, at, "stream") || declared_as(flow, at, "writer")
}

/// Whether the word at a place was declared shortly before with a class whose name ends so.
fn declared_as(flow: &Flow<'_>, at: usize, end: &str) -> bool {
    let symbol = flow.symbol(at);
    let declared = |place: usize| {
        let class = place.checked_sub(1).map_or("", |before| flow.tokens[before].word());
        flow.symbol(place) == symbol && class.ends_with(end)
    };
    symbol > 0 && (at.saturating_sub(MAX_DECLARED)..at).any(declared)
}

/// Tokens between a stream's making and its use.
pub(super) const MAX_DECLARED: usize = 200;
