//! Holes in what was read, and that they are named with their dates.

use model::{Gap, GapReason, Reply, WinPath};

use super::*;

fn replies(verdict: &Verdict) -> (Reply, Reply) {
    (verdict.answers.targeted.answer, verdict.answers.compromised.answer)
}

const OPEN: (Reply, Reply) = (Reply::CannotSay, Reply::CannotSay);

/// The quiet server without some hours of one source.
fn with_hole(kind: &RecordKind, part: &str, from: &str, to: &str) -> Input {
    let mut input = quiet();
    let key = SourceKey::new(kind.clone(), part);
    input.coverage.retain(|own| own.source != key);
    input.coverage.push(source(kind, part, FROM, from));
    input.coverage.push(source(kind, part, to, "2021-03-11T12:00:00Z"));
    input
}

#[test]
fn the_empty_evidence_says_nothing() {
    let verdict = assess(Input::default());
    assert_eq!(replies(&verdict), OPEN);
    assert_eq!(verdict.headline, model::Headline::CannotSay);
    assert_eq!(verdict.headline.exit_code(), 3);
    assert!(verdict.findings.is_empty() && verdict.incidents.is_empty());
    assert!(verdict.summary.starts_with("Nothing that was read"), "{}", verdict.summary);
}

#[test]
fn the_time_before_the_logs_is_named() {
    let mut input = quiet();
    input.families = vec![proxylogon("", FIXED, true)];
    input.builds.since_setup = None;
    let late = "2021-02-06T00:00:00Z";
    let end = "2021-03-11T12:00:00Z";
    input.coverage = SOURCES.iter().map(|(kind, part)| source(kind, part, late, end)).collect();
    let verdict = assess(input);
    assert_eq!(replies(&verdict), OPEN);
    let text = verdict.answers.compromised.reasons.join(" ");
    for part in [
        "No sign of a break-in from 6 February 2021 to 9 March 2021",
        "34 days (3 January 2021 to 5 February 2021) cannot be seen any more: missing are the",
        "HttpProxy\\Ecp",
        "W3SVC1",
        "What could still show it",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    assert_eq!(verdict.blind.len(), 1);
    assert_eq!(verdict.blind[0].from, at("2021-01-03T00:00:00Z"));
    assert_eq!(verdict.blind[0].hours(), 34 * 24);
    let plan: Vec<&str> = verdict.plan.iter().map(|step| step.action.as_str()).collect();
    assert!(plan.iter().any(|action| action.contains("3 January 2021 to 5 February 2021")));
    assert!(verdict.summary.contains("34 days"), "{}", verdict.summary);
}

#[test]
fn one_missing_hour_in_the_window_opens_the_question() {
    let hole = ("2021-02-20T10:00:00Z", "2021-02-20T11:00:00Z");
    let verdict = assess(with_hole(&RecordKind::HTTP_PROXY, "ecp", hole.0, hole.1));
    assert_eq!(replies(&verdict), OPEN);
    let text = verdict.answers.targeted.reasons.join(" ");
    assert!(text.contains("1 hour (20 February 2021 10:00 to 11:00 UTC)"), "{text}");
    assert_eq!(verdict.blind.len(), 1);
}

#[test]
fn a_hole_matters_only_for_the_questions_of_its_source() {
    let verdict = assess(with_hole(
        &RecordKind::IIS,
        "w3svc1",
        "2021-02-20T10:00:00Z",
        "2021-02-20T15:00:00Z",
    ));
    assert_eq!(replies(&verdict), (Reply::No, Reply::CannotSay));
    let verdict =
        assess(with_hole(&RecordKind::EWS, "", "2021-02-20T10:00:00Z", "2021-02-20T15:00:00Z"));
    assert_eq!(replies(&verdict), (Reply::No, Reply::No));
    assert_eq!(verdict.answers.data_touched.answer, Reply::CannotSay);
}

#[test]
fn a_hole_outside_the_window_does_not_matter() {
    let hole = ("2021-03-10T10:00:00Z", "2021-03-10T15:00:00Z");
    let verdict = assess(with_hole(&RecordKind::HTTP_PROXY, "ecp", hole.0, hole.1));
    assert_eq!(replies(&verdict), (Reply::No, Reply::No));
    assert!(verdict.blind.is_empty());
}

#[test]
fn the_hours_of_set_up_have_no_logs() {
    let mut input = quiet();
    let late = "2021-02-01T04:00:00Z";
    let end = "2021-03-11T12:00:00Z";
    input.coverage = SOURCES.iter().map(|(kind, part)| source(kind, part, late, end)).collect();
    assert_eq!(replies(&assess(input.clone())), (Reply::No, Reply::No));
    input.builds.since_setup = None;
    assert_eq!(replies(&assess(input)), OPEN, "without a set-up it is a hole");
}

#[test]
fn a_renamed_log_covers_no_protocol() {
    let mut input = quiet();
    for own in &mut input.coverage {
        if own.source.kind == RecordKind::HTTP_PROXY {
            own.source.part.clear();
        }
    }
    assert_eq!(replies(&assess(input)), OPEN);
}

#[test]
fn a_lost_artefact_counts_where_it_may_matter() {
    let with = |path: &str, reason| {
        let mut input = quiet();
        input.gaps.push(Gap::whole(WinPath::new(path), reason, "cannot be opened"));
        replies(&assess(input))
    };
    let encrypted = GapReason::Encrypted;
    assert_eq!(with("evidence.zip", encrypted), OPEN, "nobody knows what is in it");
    assert_eq!(with("C:\\Ex\\Logging\\HttpProxy\\Owa\\x.LOG", encrypted), OPEN);
    let iis = "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210220.log";
    assert_eq!(with(iis, GapReason::Unreadable), (Reply::No, Reply::CannotSay));
    let other = "C:\\Windows\\System32\\winevt\\Logs\\Security.evtx";
    assert_eq!(with(other, GapReason::UnknownFormat), (Reply::No, Reply::No));
    let other = "C:\\Ex\\Logging\\Monitoring\\x.log";
    assert_eq!(with(other, GapReason::Damaged), (Reply::No, Reply::No));
}

#[test]
fn evidence_from_before_every_known_attack_proves_nothing() {
    let mut input = quiet();
    input.as_of = Some(at("2019-06-01T00:00:00Z"));
    input.coverage = SOURCES
        .iter()
        .map(|(kind, part)| source(kind, part, "2019-05-01T00:00:00Z", "2019-06-01T00:00:00Z"))
        .collect();
    let verdict = assess(input);
    assert_eq!(replies(&verdict), OPEN);
    assert_eq!(verdict.headline, model::Headline::CannotSay);
}

#[test]
fn any_of_a_group_covers_an_hour() {
    let mut input = quiet();
    let seen_by = ["proxyshell"];
    let first = "2021-02-01T00:00:00Z";
    input.families = vec![family("ProxyShell", first, &seen_by, &[(FROM, FIXED, true)])];
    // Half of the time in the cmdlet logs, the other half in the back end's IIS logs.
    input
        .coverage
        .retain(|own| own.source.kind != RecordKind::RPS_CMDLET && own.source.part != "w3svc2");
    let (half, end) = ("2021-02-20T00:00:00Z", "2021-03-11T12:00:00Z");
    input.coverage.push(source(&RecordKind::RPS_CMDLET, "", FROM, half));
    assert_eq!(assess(input.clone()).answers.compromised.answer, Reply::CannotSay);
    input.coverage.push(source(&RecordKind::IIS, "w3svc2", half, end));
    assert_eq!(assess(input).answers.compromised.answer, Reply::No);
}

#[test]
fn an_undetected_family_is_named() {
    let mut input = quiet();
    let first = "2020-02-25T00:00:00Z";
    input.families.push(family("CVE-2020-0688", first, &[], &[("", "", false)]));
    let verdict = assess(input.clone());
    assert_eq!(replies(&verdict), OPEN);
    let text = verdict.answers.targeted.reasons.join(" ");
    let named = "no detection of its own, so it cannot rule them out: CVE-2020-0688";
    assert!(text.contains(named), "{text}");
    let mut signs = input.clone();
    signs.families[1].seen_by = vec!["sigma:x".to_owned()];
    let verdict = assess(signs);
    assert_eq!(replies(&verdict), OPEN, "signs that need not be there rule nothing out");
    let text = verdict.answers.targeted.reasons.join(" ");
    assert!(text.contains("need not leave the signs"), "{text}");
    input.families[1].windows.clear();
    assert_eq!(replies(&assess(input)), (Reply::No, Reply::No));
}

#[test]
fn a_patched_server_with_a_month_of_logs_gets_one_sentence() {
    let mut input = quiet();
    let start = "2021-02-06T00:00:00Z";
    input.builds.since_setup = None;
    let blank = |name: &str, first: &str| family(name, first, &["x"], &[("", start, false)]);
    input.families = vec![
        blank("ProxyShell", "2021-01-20T00:00:00Z"),
        blank("ProxyLogon", "2021-01-03T00:00:00Z"),
    ];
    let end = "2021-03-11T12:00:00Z";
    input.coverage = SOURCES.iter().map(|(kind, part)| source(kind, part, start, end)).collect();
    let verdict = assess(input);
    assert_eq!(replies(&verdict), OPEN);
    assert_eq!(verdict.headline, model::Headline::NoEvidenceInPartSeen);
    let reason = &verdict.answers.compromised.reasons[0];
    assert_eq!(
        reason,
        "Whether the server was open to ProxyShell or ProxyLogon is not known (no build is known \
         for the time before), and the logs that would show their use are not there: \
         3 January 2021 to 5 February 2021 (34 days) cannot be seen any more."
    );
}
