//! The shape of the code: which brackets belong together and where statements end.

use crate::lex::{Kind, Token};

pub(super) fn partners(tokens: &[Token]) -> Vec<u32> {
    let mut partner: Vec<u32> = (0..tokens.len() as u32).collect();
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Op {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" | "{" => open.push(at),
            ")" | "]" | "}" => {
                let wanted = match token.text.as_str() {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                // One unclosed bracket of another kind is skipped; more are not hunted for.
                let mut tries = 0;
                while let Some(last) = open.pop() {
                    tries += 1;
                    if tokens[last].is(wanted) {
                        partner[last] = at as u32;
                        partner[at] = last as u32;
                        break;
                    }
                    if tries == 3 {
                        break;
                    }
                }
            }
            _ => {}
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
