//! Programs that a page starts and that are written in it: converters, transcoders, reports of the
//! system's own tools. Their starting is ordinary as long as nothing from the request reaches them.

use super::Unit;
use crate::{flow::Flow, lex::Kind as Of, words::INTERPRETERS};

/// Tokens of a program's name that are looked at.
const MAX_NAME: usize = 48;

/// Whether every program that the page starts is written in it, is no command interpreter and no
/// tool of administration.
pub(super) fn is_fixed(unit: &Unit, flow: &Flow<'_>) -> bool {
    // What comes over a connection is input too.
    if flow.has_any(&["socket", "tcpclient", "networkstream", "udpclient"]) {
        return false;
    }
    let mut named = 0;
    for at in 0..flow.tokens.len() {
        let next = |op: &str| flow.token(at + 1).is_some_and(|next| next.is(op));
        let (from, to) = match flow.tokens[at].word() {
            "filename" if next("=") => (at + 2, flow.statement_end(at + 1)),
            "processstartinfo" | "start" if next("(") => (at + 2, flow.close(at + 1)),
            _ => continue,
        };
        let to = (from..to.min(from + MAX_NAME)).find(|at| flow.tokens[*at].is(",")).unwrap_or(to);
        if flow.fed(from, to) {
            return false;
        }
        let name = &flow.tokens[from.min(to)..to.min(from + MAX_NAME).max(from.min(to))];
        match program(name.iter().filter(|t| t.kind == Of::Str).map(|t| t.text.as_str())) {
            Some(false) => return false,
            Some(true) => named += 1,
            None => {}
        }
    }
    // A page that takes nothing from the request picks from what it lists.
    let texts = unit.tokens.iter().filter(|token| token.kind == Of::Str);
    let listed = || program(texts.clone().map(|token| token.text.as_str())) == Some(true);
    let plain = || texts.clone().all(|token| token.made < 2);
    named > 0 || (!flow.any_input() && plain() && listed())
}

/// Whether texts name a program, and none of them a command interpreter.
fn program<'a>(texts: impl Iterator<Item = &'a str>) -> Option<bool> {
    let mut found = None;
    for text in texts {
        let text = text.trim().to_ascii_lowercase();
        let file = text.rsplit(['\\', '/']).next().unwrap_or_default();
        let stem = file.strip_suffix(".exe");
        if INTERPRETERS.contains(&stem.unwrap_or(file)) {
            return Some(false);
        }
        if stem.is_some_and(|stem| !stem.is_empty()) {
            found = Some(true);
        }
    }
    found
}
