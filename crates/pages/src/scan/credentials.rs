//! Handlers that keep what others type: user name and password of the request go to a file, and
//! nobody checks them.

use super::combine::writes_input;
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::Kind as Of,
};

/// Names of fields that hold a user name.
const USERS: &[&str] = &["user", "username", "userid", "login", "logon", "uname", "usr", "email"];
/// Names of fields that hold a password.
const PASSWORDS: &[&str] = &["pass", "password", "passwd", "pwd", "passw", "passwort"];
/// Words by which a page looks at a password itself.
const CHECKS: &[&str] = &[
    "validateuser",
    "membership",
    "formsauthentication",
    "setauthcookie",
    "validatecredentials",
    "principalcontext",
    "directoryentry",
    "logonuser",
    "signin",
    "passwordsignin",
    "computehash",
    "sqlcommand",
    "sqlconnection",
    "oledbconnection",
    "recordset",
    "execute",
];
/// Words by which text is put into a file.
const KEEPS: &[&str] = &[
    "appendtext",
    "appendalltext",
    "writealltext",
    "streamwriter",
    "opentextfile",
    "createtextfile",
];

/// Weighs the keeping of posted user names and passwords.
pub(super) fn credentials(case: &mut Case<'_>, flow: &Flow<'_>) {
    if !flow.has_any(KEEPS) || flow.has_any(CHECKS) {
        return;
    }
    let asks = |names: &[&str]| {
        flow.tokens.iter().enumerate().skip(2).find(|(at, token)| {
            token.kind == Of::Str
                && (flow.tokens[at - 1].is("[") || flow.tokens[at - 1].is("("))
                && flow.tokens[at - 2].kind == Of::Word
                && flow.fed(chain(flow, at - 2), at + 1)
                && names.contains(&token.text.to_ascii_lowercase().as_str())
        })
    };
    let written = || {
        writes_input(flow)
            || (0..flow.tokens.len()).any(|at| {
                matches!(flow.tokens[at].word(), "appendalltext" | "writealltext")
                    && flow.fed(at + 1, flow.statement_end(at))
            })
    };
    if let (Some(_), Some((_, password))) = (asks(USERS), asks(PASSWORDS))
        && written()
    {
        case.notes.can(Ability::CapturesCredentials);
        case.note(password.at, "keeps posted user names and passwords in a file", 80);
    }
}

/// Where a chain of members begins: at `Request` for the last word of `Request.Form.Get`.
fn chain(flow: &Flow<'_>, last: usize) -> usize {
    let mut start = last;
    for _ in 0..MAX_MEMBERS {
        if start < 2 || !flow.tokens[start - 1].is(".") || flow.tokens[start - 2].kind != Of::Word {
            break;
        }
        start -= 2;
    }
    start
}

/// Members between the request and a field of it, as in `HttpContext.Current.Request.Form.Get`.
const MAX_MEMBERS: usize = 6;
