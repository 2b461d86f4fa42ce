//! What ProxyLogon leaves when its script is out of sight: a web server that answers with the
//! settings of a virtual directory, and addresses that the exploits fill in around the script.

use model::{ArtefactRef, Record, RuleMeta};

use super::{EXPORTS, came, identity, values_of};
use crate::common::field;
use crate::setup::{Grade, Means, Setup, Shown};

/// A page that prints a virtual directory.
const SERVED: RuleMeta = RuleMeta {
    id: "exchange.virtual_directory_served",
    title: "A web server answered with the settings of a virtual directory",
    about: "No page of Exchange hands out the settings of a virtual directory. A page that holds \
            them is one that a reset wrote where an intruder said (ProxyLogon); its script stands \
            among the settings, is run by the server, and so cannot be seen in the answer.",
    false_positives: "Somebody may have put an export of settings into a web folder by hand.",
    cves: &["CVE-2021-27065"],
    techniques: &["T1505.003"],
    references: &[
        "https://github.com/jakuta-tech/exchange-ioc-scan",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-27065",
    ],
};

/// An address that names no host.
const HOST: RuleMeta = RuleMeta {
    id: "exchange.virtual_directory_host",
    title: "The address of a virtual directory names a host of one letter",
    about: "The tools that exploit ProxyLogon put their script behind an invented address such as \
            http://f/. Where the script was taken out, or is run and so not shown, the address \
            stays.",
    false_positives: "A server in a test network may really be called so.",
    cves: &["CVE-2021-27065"],
    techniques: &["T1505.003"],
    references: SERVED.references,
};

static RULES: [RuleMeta; 2] = [SERVED, HOST];

/// Dumps of virtual directories, and what is left in them.
pub(super) static SETUP: Setup = Setup::new(&RULES, EXPORTS, judge);

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    if !is_directory(record) {
        return Vec::new();
    }
    [served(record), one_letter(record)].into_iter().flatten().collect()
}

/// Whether an object is a virtual directory: by its class, or where IIS keeps it.
fn is_directory(record: &dyn Record) -> bool {
    let class = |text: &str| text.to_lowercase().contains("virtualdirectory");
    let classes = values_of(record, |name| name == "objectclass" || name == "objectcategory");
    classes.iter().any(|(_, text)| class(&text.replace('-', "")))
        || !values_of(record, |name| name == "metabasepath").is_empty()
        || class(&identity(record).replace(' ', ""))
}

fn served(record: &dyn Record) -> Option<Shown> {
    let status = field(record, "httpStatus");
    if status.is_empty() {
        return None;
    }
    let object = identity(record);
    Some(Shown {
        rule: &RULES[0],
        grade: Grade::Certain,
        means: Means::FormerDoor,
        why: format!("The answer ({status}) holds {object}."),
        object,
        action: "Find the page that answered so, keep a copy of it, remove it, and look in the \
                 directory for script in the addresses of the virtual directory"
            .to_owned(),
        facts: vec![
            ("status", status.into_owned()),
            ("created", field(record, "httpDate").into_owned()),
            ("changed", changed(record)),
        ],
    })
}

fn one_letter(record: &dyn Record) -> Option<Shown> {
    let addresses = values_of(record, |name| matches!(name, "externalurl" | "internalurl"));
    let (name, value) = addresses.into_iter().find(|(_, value)| has_letter_host(value))?;
    let object = identity(record);
    Some(Shown {
        rule: &RULES[1],
        grade: Grade::Unproven,
        means: Means::FormerDoor,
        why: format!("Its {name} is {value}."),
        object,
        action: "Look at the address in the directory, who set it and when (ECP and cmdlet logs, \
                 event 5136), and for the page that a reset wrote"
            .to_owned(),
        facts: vec![
            ("property", name),
            ("value", value),
            ("created", came(record)),
            ("changed", changed(record)),
        ],
    })
}

fn changed(record: &dyn Record) -> String {
    super::first(record, &["WhenChangedUTC", "whenChanged"])
}

/// Whether an address names a host of a single letter.
fn has_letter_host(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', ':', '?', '#', '<', ' ']).next().unwrap_or_default();
    let mut letters = host.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic()) && letters.next().is_none()
}
