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
