//! The shape of the code: which brackets belong together and where statements end.

use crate::lex::Token;

pub(super) fn partners(tokens: &[Token]) -> Vec<u32> {
    let mut partner: Vec<u32> = (0..tokens.len() as u32).collect();
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.opens() {
            open.push(at);
        } else if token.closes() {
            let wanted = [("(", ")"), ("[", "]"), ("{", "}")].iter().find(|pair| token.is(pair.1));
            // One unclosed bracket of another kind is skipped; more are not hunted for.
            for _ in 0..3 {
                let Some(last) = open.pop() else { break };
                if wanted.is_some_and(|pair| tokens[last].is(pair.0)) {
                    partner[last] = at as u32;
                    partner[at] = last as u32;
                    break;
                }
            }
        }
    }
    partner
}

pub(super) fn statement_ends(tokens: &[Token]) -> Vec<u32> {
    let mut ends = vec![0; tokens.len()];
    let mut end = tokens.len();
    for (at, token) in tokens.iter().enumerate().rev() {
        if token.ends() {
            end = at;
        }
        ends[at] = end as u32;
    }
    ends
}

/// What becomes of input at a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Shield {
    /// It chooses among stored values, and is not their value.
    pub(super) key: bool,
    /// It is mapped below the site or cut to a bare name, so that it ends a path and names none.
    pub(super) end: bool,
}

/// Marks the arguments of stores (`Session[…]`) and of functions that fix a path
/// (`Server.MapPath(…)`).
pub(super) fn shields(tokens: &[Token], partner: &[u32]) -> Vec<Shield> {
    const STORES: &[&str] =
        &["session", "application", "cache", "viewstate", "appsettings", "connectionstrings"];
    const FIXES: &[&str] =
        &["mappath", "getfilename", "getfilenamewithoutextension", "getextension"];
    // Of what these put together only the first part names the whole.
    const PUTS_TOGETHER: &[&str] = &["combine", "concat", "format"];
    let mut steps = vec![(0i32, 0i32); tokens.len() + 1];
    for (at, pair) in tokens.windows(2).enumerate() {
        let bracket = pair[1].is("(") || pair[1].is("[");
        let close = partner[at + 1] as usize;
        if !bracket || close <= at + 1 {
            continue;
        }
        let word = pair[0].word();
        if PUTS_TOGETHER.contains(&word) {
            let first = first_comma(tokens, partner, at + 2, close);
            steps[first].1 += 1;
            steps[close].1 -= 1;
        }
        let picks = PICKS.contains(&word) && only_compares(&tokens[at + 2..close]);
        let key = i32::from(picks || STORES.contains(&word));
        // `ServerMapFolder` and the like: a site's own way from its addresses to its folders.
        let end = i32::from(FIXES.contains(&word) || word.contains("map"));
        steps[at + 1].0 += key;
        steps[close].0 -= key;
        steps[at + 1].1 += end;
        steps[close].1 -= end;
    }
    let mut depth = (0, 0);
    let inside = |step: &(i32, i32)| {
        depth = (depth.0 + step.0, depth.1 + step.1);
        Shield { key: depth.0 > 0, end: depth.1 > 0 }
    };
    steps.iter().take(tokens.len()).map(inside).collect()
}

/// Methods that pick from a list by a lambda: what it compares with is not what comes out.
const PICKS: &[&str] = &[
    "all",
    "any",
    "count",
    "exists",
    "find",
    "findall",
    "first",
    "firstordefault",
    "last",
    "lastordefault",
    "single",
    "singleordefault",
    "where",
];
/// Calls that a comparison is made of.
const COMPARES: &[&str] = &[
    "compare",
    "contains",
    "endswith",
    "equals",
    "getfilename",
    "indexof",
    "startswith",
    "tolower",
    "tolowerinvariant",
    "tostring",
    "toupper",
    "toupperinvariant",
    "trim",
];
/// Tokens of a lambda that are read; a longer one does more than compare.
const MAX_COMPARISON: usize = 48;

/// Whether an argument is a lambda that does nothing but compare: `f => f.Name == name`.
fn only_compares(argument: &[Token]) -> bool {
    let lambda = argument.iter().take(4).any(|token| token.is("=>"));
    let acts = |pair: &[Token]| {
        let sets = pair[1].is("=") || pair[1].is("+=") || pair[1].is("{") || pair[1].is("[");
        let calls =
            pair[1].is("(") && !pair[0].word().is_empty() && !COMPARES.contains(&pair[0].word());
        sets || calls || pair[1].word() == "new"
    };
    lambda && argument.len() <= MAX_COMPARISON && !argument.windows(2).any(acts)
}

/// Tokens of a first argument that are read; a longer one counts as all there is.
const MAX_FIRST: usize = 64;

fn first_comma(tokens: &[Token], partner: &[u32], from: usize, close: usize) -> usize {
    let mut at = from;
    while at < close.min(from + MAX_FIRST) {
        if tokens[at].is(",") {
            return at;
        }
        at = (partner[at] as usize).max(at) + 1;
    }
    close
}
