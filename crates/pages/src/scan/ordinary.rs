//! Where a sink's name stands for something else: streams that are no files, entries of archives,
//! values that are compared.

use super::weigh::{Use, first_comma};
use crate::{flow::Flow, lex::Token};

/// Whether a sink is none here: a document that is saved to a stream, whose opening is a sink of its
/// own; the time of an archive's entry; two values that are compared.
pub(super) fn is_ordinary(flow: &Flow<'_>, sink: &Use<'_>, at: usize) -> bool {
    let (from, to) = sink.span;
    match sink.rule.word {
        "save" => declared_stream(flow, from),
        "lastwritetime" => {
            flow.has("createentry") && !flow.has_any(&["fileinfo", "directoryinfo", "getfile"])
                || at >= 2 && declared_as(flow, at - 2, "ziparchiveentry")
        }
        "equals" => first_comma(flow, from, to) < to,
        _ => false,
    }
}

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
