//! Files that lie inside others: what Defender put into its quarantine. Their bytes exist in memory
//! only; what is kept of them is their hash and what the judge says they could do.

use std::collections::BTreeSet;

use host::Fact;
use model::{Gap, GapReason, WinPath};
use pages::Judgement;
use sha2::{Digest, Sha256};

use crate::areas::Told;
use crate::intake::hex;
use crate::page::{judged_fields, yes};

/// Names under which content is judged whose own name is not known here: what it would do as a page
/// of either kind, and as configuration. The gravest answer counts.
const NAMES: [&str; 3] = ["page.aspx", "page.asp", "web.config"];

/// The field by which an entry of the quarantine and the file it names know each other.
const RESOURCE: &str = "resource";

/// Adds to a fact what the file is that it speaks of: its hash, whether Exchange ships it, and what
/// it could do on a server that runs it. `true` if Exchange ships it.
pub(crate) fn describe(fact: &mut Fact, bytes: &[u8]) -> bool {
    let is_cut = fact.value("cut").is_some();
    let sha256: [u8; 32] = Sha256::digest(bytes).into();
    let known = pages::known_good(&sha256).is_some_and(|known| known.covers(NAMES[0]));
    let mut put = |name: &'static str, value: Option<String>| {
        fact.fields.extend(value.map(|value| (name.into(), value)));
    };
    // The hash of a part names no file.
    put("sha256", (!is_cut).then(|| hex(&sha256)));
    put("known_good", Some(yes(known)));
    if !known {
        judged_fields(&judged(bytes), &mut put);
    }
    known
}

fn judged(bytes: &[u8]) -> Judgement {
    let [first, others @ ..] = NAMES.map(|name| pages::judge(name, bytes));
    others.into_iter().fold(first, |worst, own| if own.grade > worst.grade { own } else { worst })
}

/// What a file tells of the quarantine: which file an entry names, or which one it is.
#[derive(Debug, Default)]
pub(crate) struct Quarantine {
    named: BTreeSet<String>,
    held: BTreeSet<String>,
}

impl Quarantine {
    /// Notes what a fact says.
    pub(crate) fn note(&mut self, fact: &Fact) {
        let Some(resource) = fact.value(RESOURCE) else { return };
        match fact.value("element") {
            Some("content") => self.held.insert(resource.to_owned()),
            Some("action") => self.named.insert(resource.to_owned()),
            _ => false,
        };
    }

    /// Adds what another part of the same file tells.
    pub(crate) fn join(&mut self, mut other: Self) {
        self.named.append(&mut other.named);
        self.held.append(&mut other.held);
    }
}

/// Gaps for links that are broken: entries that name a file which was not read, and files that no
/// entry names. One of each, with their number.
pub(crate) fn broken(told: &[Told]) -> Vec<Gap> {
    let all = |of: fn(&Quarantine) -> &BTreeSet<String>| -> BTreeSet<&String> {
        told.iter().flat_map(|file| of(&file.quarantine)).collect()
    };
    let (named, held) = (all(|own| &own.named), all(|own| &own.held));
    let gap =
        |of: fn(&Quarantine) -> &BTreeSet<String>, other: &BTreeSet<&String>, detail: &str| {
            let lost = |file: &&Told| of(&file.quarantine).iter().any(|own| !other.contains(own));
            let paths: Vec<&WinPath> = told.iter().filter(lost).map(|file| &file.path).collect();
            let first = paths.first()?;
            let gap = Gap::whole((*first).clone(), GapReason::Missing, detail);
            Some(gap.times(paths.len() as u64))
        };
    let gaps = [
        gap(
            |own| &own.named,
            &held,
            "entries of Defender's quarantine name files that were not read: what these were is \
             known by their names only",
        ),
        gap(
            |own| &own.held,
            &named,
            "files in Defender's quarantine that no entry names: where they lay is not known",
        ),
    ];
    gaps.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn told(path: &str, named: &[&str], held: &[&str]) -> Told {
        let set = |all: &[&str]| all.iter().map(|own| (*own).to_owned()).collect();
        Told {
            path: WinPath::new(path),
            kinds: BTreeSet::new(),
            directories: false,
            served: false,
            quarantine: Quarantine { named: set(named), held: set(held) },
        }
    }

    #[test]
    fn every_broken_link_is_counted_and_whole_ones_are_not() {
        let whole = [told("C:\\E\\1", &["aa"], &[]), told("C:\\R\\aa", &[], &["aa"])];
        assert_eq!(broken(&whole), []);
        let torn = [
            told("C:\\E\\1", &["aa", "cc"], &[]),
            told("C:\\E\\2", &["bb"], &[]),
            told("C:\\R\\aa", &[], &["aa"]),
            told("C:\\R\\dd", &[], &["dd"]),
        ];
        let gaps = broken(&torn);
        let shown: Vec<_> = gaps.iter().map(|gap| (gap.artefact.as_str(), gap.count)).collect();
        assert_eq!(shown, [("C:\\E\\1", 2), ("C:\\R\\dd", 1)]);
        assert!(gaps.iter().all(|gap| gap.reason == GapReason::Missing));
    }
}
