//! Pages that carry somebody else's traffic: requests passed on to any server, connections kept or
//! filled for the client, directories asked at will.

use super::{Seen, Unit, combine::writes_input};
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::Kind as Of,
};

/// Words by which a page takes over the client's method or body as it is.
const PASSES_ON: &[&str] =
    &["binaryread", "inputstream", "httpmethod", "requesttype", "getbufferlessinputstream"];
/// Words by which it gives the other server's answer back.
const ANSWERS: &[&str] = &[
    "responsebody",
    "responsetext",
    "responsestream",
    "getresponsestream",
    "readasbytearrayasync",
    "readasstringasync",
    "readasstreamasync",
    "copytoasync",
];
/// Members that are set to, or called with, a part of the request that is passed on.
const PARTS: &[&str] = &["method", "credentials", "content", "send", "setrequestheader"];
/// Connections that a page can hold.
const CONNECTIONS: &[&str] = &["socket", "tcpclient", "networkstream", "sslstream"];

/// Weighs what carries traffic.
pub(super) fn relay(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>, seen: &Seen) {
    if let Some(place) = seen.asks_anywhere.filter(|_| passes_on(flow)) {
        case.notes.can(Ability::Tunnels);
        case.note(place, "passes the client's requests on to any server", 40);
    }
    if let Some(place) = seen.reaches.filter(|_| writes_input(flow)) {
        case.notes.can(Ability::Tunnels);
        case.note(place, "carries request data over a connection of the request's choosing", 30);
    }
    if flow.has_any(&["socket", "tcpclient"]) && flow.has_any(&["session", "application"]) {
        let place = unit.tokens.iter().find(|token| CONNECTIONS.contains(&token.word()));
        if let Some(place) = place.filter(|_| flow.any_input()) {
            case.notes.can(Ability::Tunnels);
            case.note(place.at, "keeps connections between requests: a tunnel", 60);
        }
    }
}

/// Whether method, body or headers of the request go on too, and an answer comes back.
fn passes_on(flow: &Flow<'_>) -> bool {
    let whole = flow.has_any(PASSES_ON)
        || flow.tokens.iter().any(|token| {
            token.kind == Of::Str && token.text.eq_ignore_ascii_case("request_method")
        });
    let part = || {
        (0..flow.tokens.len()).any(|at| {
            let takes = flow.token(at + 1).is_some_and(|next| next.is("=") || next.is("("));
            let member = at > 0 && flow.tokens[at - 1].is(".");
            takes
                && member
                && PARTS.contains(&flow.tokens[at].word())
                && flow.fed(at + 2, flow.statement_end(at))
        })
    };
    flow.has_any(ANSWERS) && (whole || part())
}
