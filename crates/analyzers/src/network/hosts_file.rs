//! The hosts file: names of Microsoft's and of scanners' makers that are led elsewhere.

use std::net::IpAddr;

use model::{ArtefactRef, Record, RuleMeta};

use crate::common::field;
use crate::setup::{Grade, Means, Setup, Shown};

/// A name led elsewhere.
const HOSTS: RuleMeta = RuleMeta {
    id: "host.hosts_file",
    title: "A name of an update or scanner service is led elsewhere",
    about: "Names in the hosts file are not looked up. Led to this very server or to nowhere, \
            updates, mitigations and new signatures no longer arrive; led to a stranger, what is \
            fetched is the stranger's.",
    false_positives: "Lists that block advertising and telemetry hold such names at times; names \
                      of telemetry alone are not listed.",
    cves: &[],
    techniques: &["T1562.001", "T1565.001"],
    references: &[
        "https://attack.mitre.org/techniques/T1562/001/",
        "https://learn.microsoft.com/exchange/exchange-emergency-mitigation-service",
    ],
};

static RULES: [RuleMeta; 1] = [HOSTS];

/// The hosts file.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["hosts-file"], judge);

/// Names, and all below them, that updates, signatures, mitigations and revocation come from.
const UPDATES: [&str; 14] = [
    "windowsupdate.com",
    "update.microsoft.com",
    "download.microsoft.com",
    "delivery.mp.microsoft.com",
    "definitionupdates.microsoft.com",
    "wdcp.microsoft.com",
    "wdcpalt.microsoft.com",
    "wd.microsoft.com",
    "go.microsoft.com",
    "officeclient.microsoft.com",
    "crl.microsoft.com",
    "smartscreen.microsoft.com",
    "windowsupdate.microsoft.com",
    "mscrl.microsoft.com",
];

/// Makers of malware scanners.
const SCANNERS: [&str; 20] = [
    "symantec.com",
    "symantecliveupdate.com",
    "broadcom.com",
    "mcafee.com",
    "trellix.com",
    "trendmicro.com",
    "sophos.com",
    "sophosupd.com",
    "kaspersky.com",
    "kaspersky-labs.com",
    "eset.com",
    "bitdefender.com",
    "f-secure.com",
    "withsecure.com",
    "crowdstrike.com",
    "cloudsink.net",
    "sentinelone.net",
    "malwarebytes.com",
    "avast.com",
    "virustotal.com",
];

/// Names of Microsoft's cloud that users and Exchange sign in at.
const SIGN_IN: [&str; 5] = [
    "login.microsoftonline.com",
    "login.windows.net",
    "outlook.office365.com",
    "autodiscover-s.outlook.com",
    "sts.windows.net",
];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let name = field(record, "name").trim().trim_end_matches('.').to_lowercase();
    let address = field(record, "address").into_owned();
    let is_below = |list: &[&str]| {
        list.iter().any(|own| {
            name.strip_suffix(own).is_some_and(|head| head.is_empty() || head.ends_with('.'))
        })
    };
    let nowhere =
        address.parse::<IpAddr>().is_ok_and(|own| own.is_loopback() || own.is_unspecified());
    let (grade, what) = match (is_below(&UPDATES), is_below(&SCANNERS), is_below(&SIGN_IN)) {
        (true, _, _) => (Grade::Likely, "updates or mitigations come from"),
        (_, true, _) => (Grade::Likely, "a malware scanner's maker answers at"),
        (_, _, true) => (Grade::Look, "users of the cloud sign in at"),
        _ => return Vec::new(),
    };
    let to = if nowhere { "nowhere".to_owned() } else { address.clone() };
    vec![Shown {
        rule: &RULES[0],
        grade,
        means: Means::Weakness,
        object: name.clone(),
        why: format!("{name}, which {what}, is led to {to}."),
        action: format!("Take the line for {name} out of the hosts file, then update and scan"),
        facts: vec![("name", name), ("leads_to", address)],
    }]
}
