//! Local accounts and the groups they are in, from the `SAM` hive.
//!
//! Layouts: a user's `F` value has fixed places (last logon at 8, password set at 24, RID at 48,
//! flags at 56); an alias' `C` value has its members' SIDs at an offset told at 40, their number
//! at 48 (<https://github.com/libyal/winreg-kb>, "Security Account Manager").

use std::collections::HashMap;
use std::rc::Rc;

use model::GapReason;

use crate::hive::Value;
use crate::hive::{u16_at, u32_at};
use crate::text::{repeated, utf16};
use crate::time::filetime_at;
use crate::{Fact, FactKind, Sink};

use super::{Tree, bounded, fact_of};

/// The machine's own accounts.
const DOMAIN: &str = "SAM\\SAM\\Domains\\Account";

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
    let mut known = Groups::new();
    for path in ALIASES {
        groups(tree, path, &mut known, sink);
    }
    users(tree, &known, sink);
}

/// For each SID, the groups it is in.
type Groups = HashMap<String, Vec<Rc<str>>>;

/// The SID before the number of each of the machine's own accounts: the last three parts stand at
/// the end of a value of their domain.
fn machine<T: Tree>(tree: &T) -> Option<String> {
    let domain = tree.find(DOMAIN)?;
    let value = bytes_of(tree.values(&domain.inner), "V")?;
    let start = value.len().checked_sub(12)?;
    let part = |index: usize| u32_at(&value, start + index * 4);
    Some(format!("S-1-5-21-{}-{}-{}", part(0)?, part(1)?, part(2)?))
}

fn users<T: Tree>(tree: &T, groups: &Groups, sink: &mut dyn Sink) {
    let Some(names) = tree.find(&format!("{USERS}\\Names")) else { return };
    let machine = machine(tree);
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
            fact = with_fixed(fact, &fixed);
        }
        if let (Some(machine), Some(number)) = (&machine, number) {
            let sid = format!("{machine}-{number}");
            for group in groups.get(&sid).into_iter().flatten() {
                fact.push("group", &**group);
            }
            fact.push("sid", sid);
        }
        sink.fact(fact);
    }
}

/// Adds what stands at fixed places of an account's `F` value.
fn with_fixed(mut fact: Fact, fixed: &[u8]) -> Fact {
    for (name, at) in [("lastLogon", 8), ("passwordSet", 24), ("lastBadPassword", 40)] {
        fact = fact.with_some(name, filetime_at(fixed, at).map(|time| time.to_string()));
    }
    let disabled = u16_at(fixed, 56).map(|flags| (flags & DISABLED != 0).to_string());
    // A number unlike the key's own is how one account is made to act as another.
    fact.with_some("ridInF", u32_at(fixed, 48).map(|number| number.to_string()))
        .with_some("disabled", disabled)
        .with_some("logons", u16_at(fixed, 66).map(|count| count.to_string()))
}

fn groups<T: Tree>(tree: &T, path: &str, known: &mut Groups, sink: &mut dyn Sink) {
    let Some(aliases) = tree.find(path) else { return };
    for node in bounded(tree, &aliases, sink) {
        let Some(content) = bytes_of(tree.values(&node.inner), "C") else { continue };
        let Ok(number) = u32::from_str_radix(&node.name, 16) else { continue };
        let name = group_name(&content);
        let mut fact = fact_of(FactKind::Account, "group", path, &node)
            .with("rid", number.to_string())
            .with_some("name", name.as_deref());
        let told = u32_at(&content, 48).unwrap_or(0) as usize;
        let members = members(&content);
        if members.len() < told {
            let detail = "members of a local group that could not be read".to_owned();
            let count = (told - members.len()) as u64;
            sink.gap(node.locator.clone(), GapReason::Damaged, detail, count, 0);
        }
        let name: Rc<str> = name.unwrap_or_else(|| number.to_string()).into();
        for sid in members {
            fact.push("member", sid.as_str());
            known.entry(sid).or_default().push(Rc::clone(&name));
        }
        sink.fact(fact);
    }
}

/// Where the offsets in a group's value count from.
const BODY: usize = 0x34;

/// A group's name; its offset stands at 16, its size at 20.
fn group_name(content: &[u8]) -> Option<String> {
    let start = BODY.checked_add(u32_at(content, 16)? as usize)?;
    let end = start.checked_add(u32_at(content, 20)? as usize)?;
    let name = utf16(content.get(start..end)?);
    (!name.is_empty()).then(|| repeated(&name).to_owned())
}

fn bytes_of(values: Vec<Value>, name: &str) -> Option<Vec<u8>> {
    let value = values.into_iter().find(|value| value.name.eq_ignore_ascii_case(name))?;
    value.bytes().map(<[u8]>::to_vec)
}

fn members(content: &[u8]) -> Vec<String> {
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
pub(crate) fn sid(bytes: &[u8]) -> Option<(String, usize)> {
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
