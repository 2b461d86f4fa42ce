//! Remote PowerShell reached past its front door: the sessions in Rps_Http, and the cmdlets that
//! ran in them.

use std::collections::BTreeSet;

use detect::{Notes, Sighting};
use model::{Actor, Confidence, Finding, Record, RuleMeta, Severity, Stage};

use super::ebcdic;
use super::request::token_facts;
use super::sessions::{Seen, label, same_account};
use crate::common::{
    BURST_GAP_SECONDS, LISTED_VALUES, address, bursts, clipped, fact, field, is_health_mailbox,
    remedy, support, unwrapped, values,
};

/// A session behind a confused path.
pub(super) const PROXYSHELL: RuleMeta = RuleMeta {
    id: "proxyshell.powershell",
    title: "Remote PowerShell session through autodiscover",
    about: "The remote PowerShell back end logged a request whose query names autodiscover.json or \
            carries a token: it came through a confused path (ProxyShell, or ProxyNotShell where \
            the client had logged on and hid its query in another character set). Status 200 means \
            that the session was opened. When the identity of the runspace is another than the one \
            at the front end, the token was believed.",
    false_positives: "Vulnerability scanners that go as far as opening a session, and penetration \
                      tests. No client of Microsoft's sends such a query.",
    cves: &["CVE-2021-34473", "CVE-2021-34523", "CVE-2022-41082"],
    techniques: &["T1190", "T1059.001", "T1134"],
    references: &[
        "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
        "https://www.zerodayinitiative.com/blog/2022/11/14/control-your-types-or-get-pwned-remote-code-execution-in-exchange-powershell-backend",
    ],
};

/// A session by a client that Exchange administrators do not use.
pub(super) const ODD_CLIENT: RuleMeta = RuleMeta {
    id: "owassrf.odd_client",
    title: "Remote PowerShell by a client that is not Windows",
    about: "Exchange's remote PowerShell is used through Windows Remote Management, which names \
            itself Microsoft WinRM Client, and by Exchange's own probes. A browser's name or a \
            scripting library there is how OWASSRF and ProxyNotShell tools show.",
    false_positives: "Administration tools written in Python or Java that speak WinRM, monitoring \
                      and provisioning products. Without another sign this is a hint only.",
    cves: &["CVE-2022-41080", "CVE-2022-41082"],
    techniques: &["T1190", "T1059.001"],
    references: &["https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/"],
};

/// Clients that belong there, lower-case beginnings.
const USUAL_CLIENTS: [&str; 2] = ["microsoft winrm client", "exchange backend probes"];

/// How a query shows a confused path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// It carries a token.
    Token,
    /// It names autodiscover.json.
    Plain,
    /// It names autodiscover.json once the character set is undone.
    Mangled,
}

/// Whether the query of a remote PowerShell request came through a confused path.
pub(super) fn is_telling_query(query: &[u8]) -> bool {
    telling(&String::from_utf8_lossy(query)).is_some()
}

fn telling(query: &str) -> Option<Telling> {
    let plain = unwrapped(query).to_ascii_lowercase();
    if plain.contains("x-rps-cat=") {
        return Some(Telling::Token);
    }
    if plain.contains("autodiscover.json") {
        return Some(Telling::Plain);
    }
    let text = ebcdic::unmangle(query.trim_start_matches('?'))?.to_ascii_lowercase();
    text.contains("autodiscover").then_some(Telling::Mangled)
}

/// Whether a client of remote PowerShell is neither Windows nor Exchange. Most rows of a session
/// leave the column empty.
pub(super) fn is_odd_client(client: &[u8]) -> bool {
    let client = String::from_utf8_lossy(client).trim().to_ascii_lowercase();
    !client.is_empty() && !USUAL_CLIENTS.iter().any(|usual| client.starts_with(usual))
}

/// Notes a row of Rps_Http.
pub(super) fn record(record: &dyn Record, note: &mut Notes<'_>) {
    let query = field(record, "UrlQuery");
    let telling = telling(&query);
    let agent = field(record, "ClientInfo");
    let identity = field(record, "AuthenticatedUser");
    let label = match telling {
        Some(_) => label::SESSION,
        None if is_odd_client(agent.as_bytes()) && !is_health_mailbox(&identity) => {
            label::ODD_CLIENT
        }
        None => return,
    };
    let client = address(&field(record, "ClientIpAddress"));
    let way = match telling {
        Some(Telling::Token) => "token",
        Some(Telling::Plain) => "autodiscover",
        Some(Telling::Mangled) => "autodiscover, hidden in EBCDIC",
        None => "",
    };
    let mut facts = vec![
        ("way", way.to_owned()),
        ("status", field(record, "HttpStatus").into_owned()),
        ("agent", clipped(&agent).to_owned()),
        ("identity", identity.into_owned()),
        ("session", field(record, "RequestId").into_owned()),
        ("address", client.clone()),
    ];
    facts.extend(token_facts(&query));
    note.sighting(record, label, &client, facts);
}

/// Findings: one for each client, front-end identity and burst.
pub(super) fn conclude(seen: &Seen<'_>) -> Vec<Finding> {
    let key = |row: &Sighting| {
        let token = row.fact("way") == "token";
        format!("{}|{}|{token}", row.fact("address"), row.fact("identity").to_lowercase())
    };
    let sessions = bursts(seen.of(&[label::SESSION]), key);
    let odd = bursts(seen.of(&[label::ODD_CLIENT]), key);
    let sessions = sessions.iter().map(|burst| session(seen, burst));
    sessions.chain(odd.iter().map(|burst| odd_client(seen, burst))).collect()
}

fn opened(row: &Sighting) -> bool {
    row.fact("status") == "200"
}

fn session(seen: &Seen<'_>, rows: &[&Sighting]) -> Finding {
    let through = rows.iter().any(|row| opened(row));
    let cmdlets = if through { seen.cmdlets_of(rows) } else { Vec::new() };
    let token = rows[0].fact("way") == "token";
    let (stage, severity) = match (through, cmdlets.is_empty(), token) {
        (false, ..) => (Stage::Attempted, Severity::Medium),
        (true, false, _) => (Stage::CommandsRun, Severity::Critical),
        (true, true, true) => (Stage::Impersonated, Severity::Critical),
        // The account is the client's own: code may have run, but nobody was impersonated.
        (true, true, false) => (Stage::Exploited, Severity::Critical),
    };
    let mut finding = PROXYSHELL.finding(stage, severity, Confidence::High);
    finding.cves.retain(|cve| (cve == "CVE-2022-41082") != token);
    if !token {
        finding.cves.insert(0, "CVE-2022-41040".to_owned());
    }
    let all: Vec<&Sighting> = rows.iter().chain(&cmdlets).copied().collect();
    support(&mut finding, &all, |row| u8::from(row.label != label::SESSION));
    describe(&mut finding, rows, &cmdlets);
    let family = if token { "ProxyShell" } else { "ProxyNotShell" };
    finding.title = match stage {
        Stage::Attempted => format!("{family}: remote PowerShell session tried"),
        Stage::CommandsRun => format!("{family}: cmdlets run in remote PowerShell"),
        _ => format!("{family}: remote PowerShell session opened"),
    };
    if through {
        remedies(&mut finding);
    }
    finding
}

/// Facts that name both identities and what ran.
fn describe(finding: &mut Finding, rows: &[&Sighting], cmdlets: &[&Sighting]) {
    let front = values(rows, "identity");
    let runspace: BTreeSet<String> = cmdlets
        .iter()
        .filter(|row| !row.fact("identity").is_empty())
        .map(|row| match row.fact("sid") {
            "" => row.fact("identity").to_owned(),
            sid => format!("{} ({sid})", row.fact("identity")),
        })
        .take(LISTED_VALUES)
        .collect();
    let runspace: Vec<String> = runspace.into_iter().collect();
    let other = cmdlets.iter().any(|cmdlet| {
        let identity = cmdlet.fact("identity");
        !identity.is_empty() && !rows.iter().any(|row| same_account(row.fact("identity"), identity))
    });
    for (key, value) in [
        ("front_end_identity", front.clone()),
        ("runspace_identity", runspace.join(", ")),
        ("claimed_name", values(rows, "claimed")),
        ("claimed_sid", values(rows, "sid")),
        ("claimed_rights", values(rows, "rights")),
        ("way", values(rows, "way")),
        ("status", values(rows, "status")),
        ("cmdlets", values(cmdlets, "cmdlet")),
    ] {
        fact(finding, key, value);
    }
    if other && !front.is_empty() {
        finding.explanation = format!(
            "{} Here the front end knew the client as {front}, the runspace worked as {}.",
            finding.explanation,
            runspace.join(", ")
        );
        fact(finding, "identities", "the runspace worked as somebody else than the front end knew");
    }
    let claimed = rows.iter().flat_map(|row| [row.fact("claimed"), row.fact("sid")]);
    let ids: Vec<String> = claimed
        .chain(cmdlets.iter().map(|row| row.fact("sid")))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect();
    finding.actor.merge(&Actor { identities: ids, ..Actor::default() });
}

/// Whether an answered request through OWA or autodiscover is the front end's side of a session:
/// the same client or account, in the same sitting.
fn came_through(request: &Sighting, rows: &[&Sighting]) -> bool {
    let answered = request.fact("answer").starts_with("answered");
    let same = |row: &&&Sighting| {
        let address = request.fact("address");
        !address.is_empty() && address == row.fact("address")
            || same_account(request.fact("identity"), row.fact("identity"))
    };
    let near = |row: &Sighting| {
        let times = request.time.zip(row.time);
        times.is_some_and(|(one, other)| {
            (one.as_second() - other.as_second()).abs() <= BURST_GAP_SECONDS
        })
    };
    answered && rows.iter().filter(same).any(|row| near(row))
}

fn odd_client(seen: &Seen<'_>, rows: &[&Sighting]) -> Finding {
    let proven = seen.of(&[label::REQUEST]).any(|request| came_through(request, rows));
    let through = rows.iter().any(|row| opened(row));
    let cmdlets = if through && proven { seen.cmdlets_of(rows) } else { Vec::new() };
    let stage = match (through, cmdlets.is_empty()) {
        (false, _) => Stage::Attempted,
        (true, true) => Stage::Exploited,
        (true, false) => Stage::CommandsRun,
    };
    let (severity, confidence) = match (proven, through) {
        (true, true) => (Severity::Critical, Confidence::High),
        (true, false) => (Severity::Medium, Confidence::High),
        (false, _) => (Severity::Low, Confidence::Low),
    };
    let mut finding = ODD_CLIENT.finding(stage, severity, confidence);
    let all: Vec<&Sighting> = rows.iter().chain(&cmdlets).copied().collect();
    support(&mut finding, &all, |row| u8::from(opened(row)));
    describe(&mut finding, rows, &cmdlets);
    if through {
        remedies(&mut finding);
    }
    finding
}

fn remedies(finding: &mut Finding) {
    let cut = "Close the Exchange PowerShell sessions and restrict /powershell to administrators";
    finding.remedies.push(remedy(0, cut));
    let check = "Check every change the session's cmdlets made (role assignments, export requests, \
                 mailboxes, virtual directories) and undo it";
    finding.remedies.push(remedy(1, check));
    finding.remedies.push(remedy(2, "Change the passwords of the accounts that the session used"));
    finding.remedies.push(remedy(3, "Install the current security update"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_tell_how_the_session_came() {
        assert_eq!(telling("?X-Rps-CAT=VgEA&Email=x"), Some(Telling::Token));
        assert_eq!(telling("?Email=autodiscover/autodiscover.json%3F@e"), Some(Telling::Plain));
        let mangled =
            "?%C3%81_/%C3%91%25%15/%C3%8D%C3%88?%C3%80%C3%91%C3%8B%C3%84?%C3%8E%C3%81%C3%8A";
        assert_eq!(telling(mangled), Some(Telling::Mangled));
        assert_eq!(telling("?serializationLevel=Full;clientApplication=ActiveMonitor"), None);
        assert_eq!(telling(""), None);
    }

    #[test]
    fn usual_clients_are_not_odd() {
        for client in
            ["", "Microsoft WinRM Client", "Exchange BackEnd Probes", "microsoft winrm client 2"]
        {
            assert!(!is_odd_client(client.as_bytes()), "{client}");
        }
        assert!(is_odd_client(b"Python PSRP Client"));
    }
}
