//! Holds findings against what a case expects, and against what every finding must keep to.

use detect::testing::{MapRecord, wants};
use detect::{Detector, Notes, Sightings};
use model::{ArtefactRef, Finding, Locator, Stage, WinPath};

use super::case::{Case, Expected};

/// Longest list of evidence a finding may quote.
const EVIDENCE_LINES: usize = 25;

/// Everything wrong with a case, one line each; empty if it holds.
pub(crate) fn check(case: &Case, detectors: &[Box<dyn Detector>]) -> Vec<String> {
    let mut wrong = Vec::new();
    let found: Vec<Finding> =
        detectors.iter().flat_map(|detector| run(detector.as_ref(), &case.records)).collect();
    for finding in &found {
        wrong.extend(unsound(finding));
    }
    if case.nothing && !found.is_empty() {
        wrong.push("nothing may be found".to_owned());
    }
    if !case.nothing && case.findings.is_empty() && case.near_miss.is_empty() {
        wrong.push("the case expects nothing at all, not even \"no finding\"".to_owned());
    }
    for rule in &case.near_miss {
        if found.iter().any(|finding| finding.rule == *rule) {
            wrong.push(format!("{rule} may not fire"));
        }
    }
    let own = format!("{}.", case.technique);
    let mut left: Vec<&Finding> =
        found.iter().filter(|finding| finding.rule.starts_with(&own)).collect();
    for expected in &case.findings {
        match left.iter().position(|finding| differences(expected, finding).is_empty()) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(nearest(expected, &left)),
        }
    }
    wrong.extend(left.iter().map(|finding| format!("not expected: {}", line(finding))));
    if !wrong.is_empty() {
        wrong.extend(found.iter().map(|finding| format!("  found {}", line(finding))));
    }
    wrong
}

/// Runs one detector over records, as the engine would.
fn run(detector: &dyn Detector, records: &[(String, MapRecord)]) -> Vec<Finding> {
    let interests = detector.interests();
    let mut sightings = Sightings::default();
    for (line, (path, record)) in (1..).zip(records) {
        if interests.iter().any(|interest| wants(interest, record)) {
            let mut record = record.clone();
            record.locator = Locator::Line { line, offset: 0, length: 0 };
            let artefact = ArtefactRef::new(WinPath::new(path), path.as_str());
            detector.record(&record, &mut Notes::new(&artefact, 0, &mut sightings));
        }
    }
    detector.finish(sightings.of(0))
}

fn nearest(expected: &Expected, left: &[&Finding]) -> String {
    let same: Vec<String> = left
        .iter()
        .filter(|finding| finding.rule == expected.rule)
        .map(|finding| differences(expected, finding).join(", "))
        .collect();
    format!("missing: {} {:?} ({})", expected.rule, expected.words, same.join(" | "))
}

/// A finding as one line of a failure message.
fn line(finding: &Finding) -> String {
    format!(
        "{} stage={} severity={} confidence={} count={} time={:?} claims={:?} actor={:?} facts={:?}",
        finding.rule,
        word(&finding.stage),
        word(&finding.severity),
        word(&finding.confidence),
        finding.count,
        finding.time,
        finding.claims,
        finding.actor,
        finding.facts
    )
}

/// An enum's name as the JSON writes it.
fn word(value: &impl std::fmt::Debug) -> String {
    let name = format!("{value:?}");
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn differences(expected: &Expected, finding: &Finding) -> Vec<String> {
    if finding.rule != expected.rule {
        return vec!["another rule".to_owned()];
    }
    expected
        .words
        .iter()
        .filter(|(key, value)| !holds(key, value, finding))
        .map(|(key, value)| format!("{key} is not {value}"))
        .collect()
}

fn holds(key: &str, value: &str, finding: &Finding) -> bool {
    let time = |time: Option<model::Timestamp>| time.map(|time| time.to_string());
    let part = |list: &[String]| list.iter().any(|own| own.contains(value));
    let one = |list: &[String]| list.iter().any(|own| own == value);
    match key {
        "stage" => word(&finding.stage) == value,
        "severity" => word(&finding.severity) == value,
        "confidence" => word(&finding.confidence) == value,
        "count" => finding.count.to_string() == value,
        "time" => time(finding.time).as_deref().unwrap_or("-") == value,
        "last_time" => time(finding.last_time).as_deref().unwrap_or("-") == value,
        "cve" => one(&finding.cves),
        "address" => one(&finding.actor.addresses),
        "agent" => part(&finding.actor.user_agents),
        "identity" => one(&finding.actor.identities),
        "session" => one(&finding.actor.sessions),
        "claim" => finding.claims.iter().any(|claim| word(claim) == value),
        "claims" => finding.claims.len().to_string() == value,
        "remedy" => finding.remedies.iter().any(|remedy| remedy.action.contains(value)),
        _ => match (key.strip_prefix("fact."), value) {
            (Some(name), "-") => !finding.facts.contains_key(name),
            (Some(name), _) => finding.facts.get(name).is_some_and(|fact| fact.contains(value)),
            (None, _) => panic!("{key:?} cannot be asked of a finding"),
        },
    }
}

/// What every finding keeps to, whatever the case.
fn unsound(finding: &Finding) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{}: {what}", finding.rule));
        }
    };
    must(!finding.title.is_empty() && !finding.explanation.is_empty(), "says nothing");
    must(!finding.techniques.is_empty(), "names no technique");
    must(!finding.evidence.is_empty(), "points at nothing");
    must(finding.evidence.len() <= EVIDENCE_LINES, "quotes too much");
    must(finding.count >= finding.evidence.len() as u64, "counts less than it quotes");
    must(finding.time <= finding.last_time, "ends before it begins");
    must(finding.evidence.is_sorted_by_key(|evidence| evidence.time), "evidence out of order");
    must(
        finding.stage < Stage::Exploited || !finding.remedies.is_empty(),
        "a success that asks for nothing to be done",
    );
    must(
        finding
            .actor
            .addresses
            .iter()
            .all(|address| address.parse::<std::net::IpAddr>().is_ok() || !address.contains(':')),
        "an address with a port",
    );
    wrong
}
