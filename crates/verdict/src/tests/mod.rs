//! The verdict's tests, over one small server: open to ProxyLogon from set-up to a fix, with
//! logs of every required source for every hour.

mod decisions;
mod doors;
mod event_logs;
mod grouping;
mod holes;
mod properties;

use model::{
    Actor, Claim, Confidence, Evidence, Exposure, Finding, HourSet, RecordKind, Remedy, RuleMeta,
    Severity, SourceKey, Stage, Timestamp, hour_of,
};

use crate::*;

const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.test",
    title: "A test",
    about: "A test.",
    false_positives: "None.",
    cves: &["CVE-2021-26855"],
    techniques: &["T1190"],
    references: &[],
};

/// The window of the test server: set up on 1 February, fixed on 9 March 2021.
const FROM: &str = "2021-02-01T00:00:00Z";
const FIXED: &str = "2021-03-09T03:00:00Z";
const END: &str = "2021-03-11T12:30:00Z";

/// The sources that the table asks for, and those of mailbox access.
const SOURCES: &[(RecordKind, &str)] = &[
    (RecordKind::HTTP_PROXY, "ecp"),
    (RecordKind::HTTP_PROXY, "owa"),
    (RecordKind::HTTP_PROXY, "autodiscover"),
    (RecordKind::HTTP_PROXY, "ews"),
    (RecordKind::HTTP_PROXY, "mapi"),
    (RecordKind::IIS, "w3svc1"),
    (RecordKind::IIS, "w3svc2"),
    (RecordKind::RPS_CMDLET, ""),
    (RecordKind::RPS_HTTP, ""),
    (RecordKind::EWS, ""),
];

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn source(kind: &RecordKind, part: &str, from: &str, to: &str) -> SourceHours {
    let mut hours = HourSet::default();
    (hour_of(at(from))..hour_of(at(to))).for_each(|hour| hours.add(hour, 12));
    SourceHours { source: SourceKey::new(kind.clone(), part), hours }
}

fn family(name: &str, first: &str, seen_by: &[&str], windows: &[(&str, &str, bool)]) -> Family {
    let time = |text: &str| (!text.is_empty()).then(|| at(text));
    let window =
        |own: &(&str, &str, bool)| Window { from: time(own.0), to: time(own.1), certain: own.2 };
    Family {
        name: name.to_owned(),
        about: "a way in".to_owned(),
        cves: vec!["CVE-2021-26855".to_owned()],
        first_exploited: at(first),
        seen_by: seen_by.iter().map(|text| (*text).to_owned()).collect(),
        windows: windows.iter().map(window).collect(),
    }
}

fn proxylogon(from: &str, to: &str, certain: bool) -> Family {
    family("ProxyLogon", "2021-01-03T00:00:00Z", &["proxylogon"], &[(from, to, certain)])
}

/// The server with complete logs and nothing found.
fn quiet() -> Input {
    static QUIET: std::sync::LazyLock<Input> = std::sync::LazyLock::new(make_quiet);
    QUIET.clone()
}

fn make_quiet() -> Input {
    let end = "2021-03-11T12:00:00Z";
    let coverage = SOURCES.iter().map(|(kind, part)| source(kind, part, FROM, end)).collect();
    let mut input = Input {
        coverage,
        families: vec![proxylogon(FROM, FIXED, true)],
        as_of: Some(at(END)),
        ..Input::default()
    };
    input.builds.any_build = true;
    input.builds.since_setup = Some(at(FROM));
    input.host.exposure.push(Exposure {
        cve: "CVE-2021-26855".to_owned(),
        family: Some("ProxyLogon".to_owned()),
        from: Some(at(FROM)),
        to: Some(at(FIXED)),
        note: None,
    });
    input
}

fn finding(stage: Stage, confidence: Confidence) -> Finding {
    let mut finding = RULE.finding(stage, Severity::High, confidence);
    finding.time = Some(at("2021-03-03T06:49:42Z"));
    finding.last_time = Some(at("2021-03-03T06:59:01Z"));
    finding.count = 3;
    finding.actor.addresses = vec!["203.0.113.7".to_owned()];
    finding
}

fn claiming(stage: Stage, confidence: Confidence, claims: &[Claim]) -> Finding {
    Finding { claims: claims.to_vec(), ..finding(stage, confidence) }
}
