//! Local accounts and the groups they are in, from the `SAM` hive.
//!
//! Layouts: a user's `F` value has fixed places (last logon at 8, password set at 24, RID at 48,
//! flags at 56); an alias' `C` value has its members' SIDs at an offset told at 40, their number
//! at 48 (<https://github.com/libyal/winreg-kb>, "Security Account Manager").

use model::GapReason;

use crate::hive::Value;
use crate::hive::{u16_at, u32_at};
use crate::time::filetime_at;
use crate::{FactKind, Sink};

use super::{Tree, bounded, fact_of};

const USERS: &str = "SAM\\SAM\\Domains\\Account\\Users";

/// Where groups stand: Windows' own and those of the machine.
const ALIASES: [&str; 2] =
    ["SAM\\SAM\\Domains\\Builtin\\Aliases", "SAM\\SAM\\Domains\\Account\\Aliases"];

/// Flag of an account: it is disabled.
const DISABLED: u16 = 0x0001;

/// Most sub-authorities of a SID.
const MOST_PARTS: usize = 15;

/// Most members of a group that are listed.
const MOST_MEMBERS: usize = 10_000;

/// Pushes accounts and group members.
pub(super) fn push<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    users(tree, sink);
    for path in ALIASES {
        groups(tree, path, sink);
    }
}

fn users<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    let Some(names) = tree.find(&format!("{USERS}\\Names")) else { return };
    for node in bounded(tree, &names, sink) {
        // The default value has no data: its type is the account's number.
        let number = tree
            .values(&node.inner)
            .into_iter()
            .find(|value| value.name.is_empty())
            .map(|value| value.kind);
        let mut fact = fact_of(FactKind::Account, "account", USERS, &node)
            .with("name", &*node.name)
            .with_some("rid", number.map(|number| number.to_string()));
        let own = number.and_then(|number| tree.find(&format!("{USERS}\\{number:08X}")));
        let fixed = own.and_then(|own| bytes_of(tree.values(&own.inner), "F"));
        if let Some(fixed) = fixed {
            for (name, at) in [("lastLogon", 8), ("passwordSet", 24), ("lastBadPassword", 40)] {
                let time = filetime_at(&fixed, at).map(|time| time.to_string());
                fact = fact.with_some(name, time);
            }
            // A number unlike the key's own is how one account is made to act as another.
            fact = fact
                .with_some("ridInF", u32_at(&fixed, 48).map(|number| number.to_string()))
                .with_some(
                    "disabled",
                    u16_at(&fixed, 56).map(|flags| (flags & DISABLED != 0).to_string()),
                )
                .with_some("logons", u16_at(&fixed, 66).map(|count| count.to_string()));
        }
        sink.fact(fact);
    }
}

fn groups<T: Tree>(tree: &T, path: &str, sink: &mut dyn Sink) {
    let Some(aliases) = tree.find(path) else { return };
    for node in bounded(tree, &aliases, sink) {
        let Some(content) = bytes_of(tree.values(&node.inner), "C") else { continue };
        let Ok(number) = u32::from_str_radix(&node.name, 16) else { continue };
        let mut fact =
            fact_of(FactKind::Account, "group", path, &node).with("rid", number.to_string());
        let told = u32_at(&content, 48).unwrap_or(0) as usize;
        let members = members(&content);
        if members.len() < told {
            let detail = "members of a local group that could not be read".to_owned();
            let count = (told - members.len()) as u64;
            sink.gap(node.locator.clone(), GapReason::Damaged, detail, count, 0);
        }
        for sid in members {
            fact.push("member", sid);
        }
        sink.fact(fact);
    }
}

fn bytes_of(values: Vec<Value>, name: &str) -> Option<Vec<u8>> {
    let value = values.into_iter().find(|value| value.name.eq_ignore_ascii_case(name))?;
    value.bytes().map(<[u8]>::to_vec)
}

fn members(content: &[u8]) -> Vec<String> {
    /// Where the offsets in the value count from.
    const BODY: usize = 0x34;
    let offset = u32_at(content, 40).unwrap_or(0) as usize;
    let count = u32_at(content, 48).unwrap_or(0) as usize;
    let mut at = BODY.saturating_add(offset);
    let mut found = Vec::new();
    while found.len() < count.min(MOST_MEMBERS) {
        let Some((sid, length)) = content.get(at..).and_then(sid) else { break };
        found.push(sid);
        at += length;
    }
    found
}

/// A binary SID as text, and its length.
fn sid(bytes: &[u8]) -> Option<(String, usize)> {
    let (revision, parts) = (*bytes.first()?, usize::from(*bytes.get(1)?));
    if revision != 1 || parts > MOST_PARTS {
        return None;
    }
    let authority = bytes.get(2..8)?.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut text = format!("S-1-{authority}");
    for part in 0..parts {
        text.push_str(&format!("-{}", u32_at(bytes, 8 + part * 4)?));
    }
    Some((text, 8 + parts * 4))
}
