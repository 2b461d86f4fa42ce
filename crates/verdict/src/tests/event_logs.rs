//! Event logs in the answers: from when to when they were there, cleared, with holes.

use model::{Gap, GapReason, Headline, Locator, Reply, WinPath};

use super::*;

const LAST: &str = "2021-03-11T12:00:00Z";

/// The quiet server with Security and System logs from a time on.
fn with_events(from: &str) -> Input {
    let mut input = quiet();
    for part in ["security", "system"] {
        input.coverage.push(source(&RecordKind::EVENT, part, from, LAST));
    }
    input
}

/// Somebody cleared a log, as the rule for that says.
fn clearing(log: &str, time: &str) -> Finding {
    let mut finding = finding(Stage::CommandsRun, Confidence::Low);
    finding.rule = "sigma:cleared".into();
    finding.title = "Event log cleared".to_owned();
    finding.actor.addresses.clear();
    finding.actor.identities = vec!["jane".to_owned()];
    finding.facts.insert("cleared_log".to_owned(), log.to_owned());
    finding.time = (!time.is_empty()).then(|| at(time));
    finding.last_time = finding.time;
    finding.count = 1;
    finding
}

fn compromised(verdict: &Verdict) -> String {
    verdict.answers.compromised.reasons.join(" ")
}

#[test]
fn without_event_logs_the_answer_says_so() {
    let verdict = assess(quiet());
    assert_eq!(verdict.answers.compromised.answer, Reply::No, "no family is denied by them");
    assert!(compromised(&verdict).contains("No Windows event log was read"));
    let mut input = quiet();
    input.coverage.retain(|own| own.source.part != "ecp");
    input.expected_missing = vec!["No record from the Windows event logs: they show much.".into()];
    let text = compromised(&assess(input));
    assert_eq!(text.matches("indows event log").count(), 1, "said once: {text}");
}

#[test]
fn their_reach_is_named() {
    let verdict = assess(with_events("2021-03-02T00:00:00Z"));
    assert_eq!(verdict.answers.compromised.answer, Reply::No);
    let text = compromised(&verdict);
    let part = "read were Security and System from 2 March 2021 to 11 March 2021.";
    assert!(text.contains(part), "{text}");
    assert!(verdict.blind.is_empty(), "that they are overwritten in time opens no question");
}

#[test]
fn a_cleared_log_forbids_a_no_and_is_blind_before() {
    let mut input = with_events("2021-03-05T10:00:00Z");
    input.findings = vec![clearing("Security", "2021-03-05T10:20:00Z")];
    let verdict = assess(input);
    assert_eq!(verdict.answers.compromised.answer, Reply::CannotSay);
    let text = compromised(&verdict);
    let part = "The Security log was cleared on 5 March 2021 10:20 UTC by jane (F001); before that \
                it shows nothing.";
    assert_eq!(text.matches(part).count(), 1, "{text}");
    assert!(!text.contains("To look at"), "said once: {text}");
    assert_eq!(verdict.answers.compromised.findings, ["F001"]);
    assert_eq!(verdict.blind.len(), 1);
    assert_eq!(
        (verdict.blind[0].from, verdict.blind[0].to),
        (at(FROM), at("2021-03-05T10:00:00Z"))
    );
    assert_eq!(verdict.headline, Headline::NoEvidenceInPartSeen);
    assert!(verdict.summary.contains("cannot be seen in full"), "{}", verdict.summary);
}

#[test]
fn copies_of_a_cleared_log_count() {
    let mut input = with_events(FROM);
    let mut last = clearing("SECURITY", "2021-03-05T10:20:00Z");
    last.time = Some(at("2021-02-05T10:20:00Z"));
    last.count = 2;
    input.findings = vec![last];
    let verdict = assess(input);
    assert_eq!(verdict.answers.compromised.answer, Reply::CannotSay, "why was it cleared?");
    let text = compromised(&verdict);
    assert!(text.contains("was cleared 2 times, last on 5 March 2021 10:20"), "{text}");
    assert!(text.contains("only what older copies of it hold"), "{text}");
    assert!(verdict.blind.is_empty());
}

#[test]
fn a_log_that_was_cleared_before_set_up_held_nothing() {
    let mut input = with_events(FROM);
    input.findings = vec![clearing("Security", "2021-01-20T00:00:00Z")];
    let verdict = assess(input);
    assert_eq!(verdict.answers.compromised.answer, Reply::No);
    assert!(!compromised(&verdict).contains("cleared"));
}

#[test]
fn a_log_of_no_interest_makes_no_time_blind() {
    let mut input = with_events("2021-02-20T00:00:00Z");
    input.findings = vec![clearing("Contoso/Debug", "2021-03-05T10:20:00Z")];
    let verdict = assess(input);
    assert_eq!(verdict.answers.compromised.answer, Reply::CannotSay);
    assert!(compromised(&verdict).contains("The Contoso/Debug log was cleared"));
    assert!(verdict.blind.is_empty());
}

#[test]
fn a_clearing_without_a_time_hides_all() {
    let mut input = with_events("2021-03-05T10:00:00Z");
    input.findings = vec![clearing("Security", "")];
    let verdict = assess(input);
    assert!(compromised(&verdict).contains("cleared by jane at an unknown time (F001)"));
    let hours: i64 = verdict.blind.iter().map(model::Hole::hours).sum();
    assert_eq!(hours, 32 * 24 + 10, "up to the first record that is there");
}

#[test]
fn every_answer_about_the_server_itself_tells_of_it() {
    let mut input = with_events("2021-03-05T10:00:00Z");
    let broken = finding(Stage::FileWritten, Confidence::High);
    input.findings = vec![broken, clearing("System", "2021-03-05T10:20:00Z")];
    let answers = assess(input).answers;
    for answer in [&answers.compromised, &answers.back_door_was_present, &answers.data_touched] {
        let text = answer.reasons.join(" ");
        assert!(text.contains("The System log was cleared on 5 March 2021"), "{text}");
    }
}

#[test]
fn silence_and_missing_records_are_told() {
    let mut input = with_events("2021-02-20T00:00:00Z");
    input.coverage.retain(|own| own.source.part != "security");
    let (early, late) = ("2021-03-02T10:00:00Z", "2021-03-02T15:00:00Z");
    input.coverage.push(source(&RecordKind::EVENT, "security", "2021-02-20T00:00:00Z", early));
    input.coverage.push(source(&RecordKind::EVENT, "security", late, LAST));
    let path = WinPath::new("C:\\Windows\\System32\\winevt\\Logs\\Security.evtx");
    let at = Locator::Record { number: 31, offset: 4_608 };
    input
        .gaps
        .push(Gap::at(path, at, GapReason::Missing, "records 11 to 30 are missing").times(20));
    let verdict = assess(input);
    let text = compromised(&verdict);
    let silent = "The Security log has no record from 2 March 2021 10:00 to 15:00 UTC";
    assert!(text.contains(silent), "{text}");
    assert!(
        text.contains("20 records of C:\\Windows\\System32\\winevt\\Logs\\Security.evtx"),
        "{text}"
    );
    assert!(!text.contains("The System log has no record"), "{text}");
}
