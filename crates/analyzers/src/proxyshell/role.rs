//! The right to export mailboxes, granted.

use detect::Sighting;
use model::{Actor, Confidence, Finding, RuleMeta, Severity, Stage};

use super::sessions::{Seen, label};
use crate::common::{bursts, fact, remedy, support, values};

/// A grant of the role that mailbox exports need.
pub(super) const RULE: RuleMeta = RuleMeta {
    id: "proxyshell.role",
    title: "The right to export mailboxes was granted",
    about: "Nobody has the role Mailbox Import Export until an administrator assigns it, so \
            ProxyShell assigns it first, mostly to a whole role group, and then exports.",
    false_positives: "Administrators assign the role before a migration or an investigation. \
                      Without another sign of an intruder this is only worth knowing.",
    cves: &["CVE-2021-31207"],
    techniques: &["T1098"],
    references: &[
        "https://learn.microsoft.com/exchange/recipients/mailbox-import-and-export/import-procedures",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-31207",
    ],
};

/// Findings: one for each account and burst.
pub(super) fn conclude(seen: &Seen<'_>) -> Vec<Finding> {
    let all = seen.of(&[label::ROLE, label::EXPORT]);
    bursts(all, |row| row.fact("actor").to_owned())
        .iter()
        .filter(|burst| burst.iter().any(|row| row.label == label::ROLE))
        .map(|burst| finding(seen, burst))
        .collect()
}

fn finding(seen: &Seen<'_>, burst: &[&Sighting]) -> Finding {
    let roles: Vec<&Sighting> =
        burst.iter().filter(|row| row.label == label::ROLE).copied().collect();
    let sessions = seen.rows_of(&roles);
    let exported = burst.len() > roles.len();
    let (severity, confidence) = if exported || !sessions.is_empty() {
        (Severity::High, Confidence::High)
    } else {
        (Severity::Low, Confidence::Low)
    };
    let mut finding = RULE.finding(Stage::CommandsRun, severity, confidence);
    support(&mut finding, &roles, |_| 0);
    for name in ["cmdlet", "assignee", "result"] {
        fact(&mut finding, name, values(&roles, name));
    }
    for row in &sessions {
        finding.actor.merge(&who(row));
    }
    let assignee = values(&roles, "assignee");
    let undo = format!("Remove the assignment of the role Mailbox Import Export to {assignee}");
    finding.remedies.push(remedy(1, undo));
    finding
}

/// Client, agent and identities of a row of Rps_Http.
pub(super) fn who(row: &Sighting) -> Actor {
    let list = |names: &[&str]| {
        let texts = names.iter().map(|name| row.fact(name));
        texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    Actor {
        addresses: list(&["address"]),
        user_agents: list(&["agent"]),
        identities: list(&["identity", "claimed", "sid"]),
        sessions: list(&["session"]),
    }
}
