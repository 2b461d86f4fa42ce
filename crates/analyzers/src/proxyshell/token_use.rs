//! A token in a URL: somebody writes down who he wants to be.

use detect::Sighting;
use model::{Confidence, Finding, RuleMeta, Severity, Stage};

use super::sessions::{Seen, label};
use crate::common::{bursts, fact, remedy, support, values};

/// A forged token, used.
pub(super) const RULE: RuleMeta = RuleMeta {
    id: "proxyshell.token",
    title: "ProxyShell: forged identity in a URL",
    about: "Exchange's front end hands identities to the back end in a header. A URL with the \
            parameter X-Rps-CAT carries such a token written by the client: no program of \
            Microsoft's sends it. A vulnerable back end opens a remote PowerShell session with \
            the rights of whomever the token names.",
    false_positives: "Vulnerability scanners send a harmless or broken token to see the answer.",
    cves: &["CVE-2021-34523"],
    techniques: &["T1190", "T1134"],
    references: &[
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-34523",
        "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
    ],
};

/// Findings: one for each client, claimed identity and burst, over all logs that show the token.
pub(super) fn conclude(seen: &Seen<'_>) -> Vec<Finding> {
    let fronts: Vec<&Sighting> =
        seen.of(&[label::REQUEST, label::SESSION]).filter(|row| has_token(row)).collect();
    // The back end's IIS names the front end as its client: its rows tell something new only
    // when no other row shows the same token.
    let backs = seen.of(&[label::BACK_END]).filter(|row| {
        has_token(row) && !fronts.iter().any(|front| front.fact("token") == row.fact("token"))
    });
    let rows: Vec<&Sighting> = fronts.iter().copied().chain(backs).collect();
    bursts(rows, |row| format!("{}|{}", row.fact("address"), claimed(row)))
        .iter()
        .map(|burst| finding(burst))
        .collect()
}

fn has_token(row: &Sighting) -> bool {
    !row.fact("token").is_empty()
}

/// The identity that decides: the SID, or else the name.
fn claimed(row: &Sighting) -> String {
    let sid = row.fact("sid");
    if sid.is_empty() { row.fact("claimed").to_lowercase() } else { sid.to_owned() }
}

/// Whether a row shows that the token opened a door.
fn opened(row: &Sighting) -> bool {
    match row.label {
        label::SESSION => row.fact("status") == "200",
        _ => row.fact("answer") == "answered",
    }
}

fn finding(burst: &[&Sighting]) -> Finding {
    let believed = burst.iter().any(|row| opened(row));
    let (stage, severity) = if believed {
        (Stage::Impersonated, Severity::Critical)
    } else {
        (Stage::Attempted, Severity::Medium)
    };
    let mut finding = RULE.finding(stage, severity, Confidence::High);
    support(&mut finding, burst, |row| u8::from(opened(row)));
    let (name, sid) = (values(burst, "claimed"), values(burst, "sid"));
    let rights = values(burst, "rights");
    let who = match (name.is_empty(), rights.is_empty()) {
        (true, true) => "somebody it does not let us read".to_owned(),
        (true, false) => rights.clone(),
        (false, true) => name.clone(),
        (false, false) => format!("{name}, with the SID of {rights}"),
    };
    let outcome = if believed { "and was believed" } else { "without success that the log shows" };
    finding.title = format!("Forged token in a URL claimed to be {who}, {outcome}");
    for (key, value) in [
        ("claimed_name", &name),
        ("claimed_sid", &sid),
        ("claimed_rights", &rights),
        ("claimed_groups", &values(burst, "groups")),
        ("claimed_logon", &values(burst, "logon")),
        ("status", &values(burst, "status")),
    ] {
        fact(&mut finding, key, value.as_str());
    }
    if burst.iter().any(|row| row.fact("whole") != "true") {
        fact(&mut finding, "token", "damaged in the log; what could be read is named");
    }
    finding.actor.identities.extend([name, sid].into_iter().filter(|text| !text.is_empty()));
    finding.actor.merge(&model::Actor::default());
    if believed {
        let cut =
            "Close the Exchange PowerShell sessions and restrict /powershell to administrators";
        finding.remedies.push(remedy(0, cut));
        finding.remedies.push(remedy(3, "Install the current security update"));
    }
    finding
}
