//! Functions of the Windows API that a page declares: by families of names, and by the request
//! reaching one, whichever it is.

use foldhash::HashSet;

use super::Unit;
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::Kind as Of,
};

/// Beginnings of names of the Windows API that no page has an ordinary use for, sorted.
const FAMILIES: &[&str] = &[
    "accesscheck",
    "allocatevirtual",
    "createfilemapping",
    "createprocess",
    "createremote",
    "createservice",
    "createthread",
    "createtoolhelp",
    "credenumerate",
    "credread",
    "debugactive",
    "duplicatetoken",
    "enumprocess",
    "getthreadcontext",
    "impersonatenamed",
    "isuseranadmin",
    "ldr",
    "lsa",
    "mapviewoffile",
    "minidump",
    "netlocalgroup",
    "netshare",
    "netuser",
    "ntadjust",
    "ntallocate",
    "ntcreate",
    "ntmap",
    "ntopen",
    "ntprotect",
    "ntqueue",
    "ntread",
    "ntresume",
    "ntsuspend",
    "ntunmap",
    "ntwrite",
    "openprocess",
    "openscmanager",
    "openthread",
    "queueuser",
    "readprocess",
    "regsavekey",
    "resumethread",
    "rtl",
    "sam",
    "setthreadcontext",
    "setwindowshook",
    "startservice",
    "system",
    "updateproc",
    "virtual",
    "winexec",
    "writeprocess",
    "wsasocket",
    "zw",
];
/// Tokens between the attribute and the name of the function it declares.
const MAX_DECLARATION: usize = 40;

/// Weighs the Windows API functions that the page declares.
pub(super) fn native(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>) {
    if !flow.has_any(&["dllimport", "dllimportattribute", "declare"]) {
        return;
    }
    let mut declared: HashSet<usize> = HashSet::default();
    let (mut taking_over, mut last) = (HashSet::<usize>::default(), 0);
    for (at, token) in flow.tokens.iter().enumerate() {
        let attribute = matches!(token.word(), "dllimport" | "dllimportattribute");
        let after = if attribute && flow.token(at + 1).is_some_and(|next| next.is("(")) {
            flow.close(at + 1)
        } else if token.word() == "declare" {
            at
        } else {
            continue;
        };
        let name = (after + 1..flow.tokens.len().min(after + MAX_DECLARATION)).find(|at| {
            let next = flow.token(at + 1);
            flow.tokens[*at].kind == Of::Word
                && next.is_some_and(|next| next.is("(") || next.word() == "lib")
        });
        let Some(name) = name else { continue };
        // Whoever gives the old password may set a new one.
        if flow.tokens[name].word() == "netuserchangepassword" {
            continue;
        }
        declared.insert(flow.symbol(name));
        let word = flow.tokens[name].word();
        let place = FAMILIES.partition_point(|stem| *stem <= word);
        if place.checked_sub(1).is_some_and(|place| word.starts_with(FAMILIES[place])) {
            case.notes.can(Ability::LoadsAssembly);
            case.note(token.at, "declares a function that takes over processes or accounts", 40);
            taking_over.insert(flow.symbol(name));
            last = token.at;
        }
    }
    if taking_over.len() >= 2 {
        case.note(last, "declares several such functions", 25);
    }
    declared.remove(&0);
    for (at, token) in unit.tokens.iter().enumerate() {
        let called = flow.token(at + 1).is_some_and(|next| next.is("("));
        if called && declared.contains(&flow.symbol(at)) {
            let end = flow.close(at + 1);
            if flow.names_whole(at + 2, end) {
                case.notes.can(Ability::LoadsAssembly);
                case.note(token.at, "gives request data to a function of the Windows API", 60);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_sorted() {
        assert!(FAMILIES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
