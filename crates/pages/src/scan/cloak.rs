//! Pages that show search engines what nobody else sees: a server that was broken into lends its
//! name to somebody's links. What is shown is fetched from elsewhere, so that it can change.

use super::Unit;
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::{Kind as Of, Token},
    words::FETCHES,
};

/// How search engines' crawlers call themselves.
const CRAWLERS: &[&str] = &[
    "googlebot",
    "bingbot",
    "baiduspider",
    "sogou",
    "360spider",
    "haosouspider",
    "yisouspider",
    "bytespider",
    "yandexbot",
    "slurp",
    "naverbot",
];

/// Crawlers that a page knows one from the other: one alone may be turned away or counted.
const SEVERAL: usize = 2;

/// Weighs what is shown to crawlers only.
pub(super) fn cloak(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>) {
    if !flow.has_any(FETCHES) && !flow.has_any(&["getresponsestream", "getstringasync"]) {
        return;
    }
    let names = |token: &Token, crawler: &&&str| {
        token.kind == Of::Str && token.text.to_ascii_lowercase().contains(**crawler)
    };
    let known: Vec<&Token> = CRAWLERS
        .iter()
        .filter_map(|crawler| unit.tokens.iter().find(|token| names(token, &crawler)))
        .collect();
    if known.len() >= SEVERAL {
        case.notes.can(Ability::HidesCode);
        case.note(known[0].at, "shows search engines what it fetches from elsewhere", 80);
    }
}
