//! Every row of the decision table: findings, coverage and exposure to answers and headline.

use model::Headline::{
    CannotSay as Unsaid, CompromisedBackDoorNotFound, CompromisedBackDoorPresent,
    LikelyCompromised, NoEvidenceCoverageComplete, NoEvidenceInPartSeen, TargetedNoSuccess,
};
use model::Reply::{CannotSay, No, Yes};
use model::{Gap, GapReason, Headline, Reply, WinPath};

use super::*;
use Confidence::{High, Low, Medium};

/// What is done to the quiet server.
#[derive(Clone, Copy)]
enum But {
    Nothing,
    /// Everything that can hold a back door was read.
    AreasRead,
    /// The logs start five days after the window.
    LogsStartLate,
    NoLogs,
    /// Only logs that show none of the attacks.
    OtherLogs,
    /// The whole time of exposure lies before the logs.
    PatchedLongAgo,
    NoBuild,
    NeverOpen,
    /// Open to a family without a detection.
    Undetected,
    NeverOpenWithoutLogs,
    NewerThanTable,
    Stopped,
    LostLog,
    /// Rows with a wrong column count.
    OddRows,
    NoTime,
}

struct Row {
    name: &'static str,
    findings: Vec<Finding>,
    but: But,
    /// exposed, targeted, compromised, back door present, was present, data touched.
    answers: [Reply; 6],
    headline: Headline,
}

fn row(
    name: &'static str,
    findings: Vec<Finding>,
    but: But,
    answers: [Reply; 6],
    headline: Headline,
) -> Row {
    Row { name, findings, but, answers, headline }
}

fn input(row: &Row) -> Input {
    let mut input = quiet();
    input.findings.clone_from(&row.findings);
    match row.but {
        But::Nothing => {}
        But::AreasRead => input.read_areas.extend(Area::ALL),
        But::LogsStartLate => {
            let late = "2021-02-06T00:00:00Z";
            let cover = |(kind, part): &(RecordKind, &str)| source(kind, part, late, FIXED);
            input.coverage = SOURCES.iter().map(cover).collect();
        }
        But::NoLogs => {
            input.coverage.clear();
            input.as_of = None;
        }
        But::OtherLogs => {
            input.coverage =
                vec![source(&RecordKind::MESSAGE_TRACKING, "", FROM, "2021-03-11T12:00:00Z")];
        }
        But::PatchedLongAgo => {
            input.families = vec![proxylogon("", "2021-02-01T00:00:00Z", false)];
            input.host.exposure.clear();
            input.builds.since_setup = None;
        }
        But::NoBuild => {
            input.builds = Builds::default();
            input.host.exposure.clear();
            input.families = vec![proxylogon("", "", false)];
        }
        But::NeverOpen => {
            input.families[0].windows.clear();
            input.host.exposure.clear();
        }
        But::NeverOpenWithoutLogs => {
            input.families[0].windows.clear();
            input.host.exposure.clear();
            input.coverage =
                vec![source(&RecordKind::MESSAGE_TRACKING, "", FROM, "2021-03-11T12:00:00Z")];
        }
        But::Undetected => {
            let first = "2020-02-25T00:00:00Z";
            input.families.push(family("CVE-2020-0688", first, &[], &[(FROM, "", true)]));
        }
        But::NewerThanTable => {
            input.families[0].windows.clear();
            input.host.exposure.clear();
            input.builds.newer_than_table.push("Build 15.2.9.9 is newer.".to_owned());
        }
        But::Stopped => input.partial = true,
        But::LostLog => input.gaps.push(gap(GapReason::Truncated)),
        But::OddRows => input.gaps.push(gap(GapReason::ColumnCount)),
        But::NoTime => input.as_of = None,
    }
    input
}

fn gap(reason: GapReason) -> Gap {
    Gap::whole(WinPath::new("C:\\Ex\\Logging\\HttpProxy\\Ecp\\a.LOG"), reason, "ends in a row")
}

fn without_findings() -> Vec<Row> {
    let none = Vec::new;
    let open = [Yes, CannotSay, CannotSay, CannotSay, CannotSay, CannotSay];
    let quiet = [Yes, No, No, CannotSay, No, No];
    vec![
        row("all read", none(), But::Nothing, quiet, NoEvidenceCoverageComplete),
        row(
            "areas too",
            none(),
            But::AreasRead,
            [Yes, No, No, No, No, No],
            NoEvidenceCoverageComplete,
        ),
        row("logs start late", none(), But::LogsStartLate, open, NoEvidenceInPartSeen),
        row("no logs", none(), But::NoLogs, open, Unsaid),
        row("other logs only", none(), But::OtherLogs, open, Unsaid),
        row("no times", none(), But::NoTime, open, NoEvidenceInPartSeen),
        row(
            "patched before the logs",
            none(),
            But::PatchedLongAgo,
            [CannotSay, CannotSay, CannotSay, CannotSay, CannotSay, CannotSay],
            NoEvidenceInPartSeen,
        ),
        row(
            "no build",
            none(),
            But::NoBuild,
            [CannotSay, CannotSay, CannotSay, CannotSay, CannotSay, CannotSay],
            NoEvidenceInPartSeen,
        ),
        row(
            "never open",
            none(),
            But::NeverOpen,
            [No, No, No, CannotSay, No, No],
            NoEvidenceCoverageComplete,
        ),
        row(
            "never open, but nothing to see",
            none(),
            But::NeverOpenWithoutLogs,
            [No, CannotSay, CannotSay, CannotSay, CannotSay, CannotSay],
            Unsaid,
        ),
        row(
            "newer than the table",
            none(),
            But::NewerThanTable,
            [CannotSay, No, No, CannotSay, No, No],
            NoEvidenceCoverageComplete,
        ),
        row("a family without detection", none(), But::Undetected, open, NoEvidenceInPartSeen),
        row("stopped", none(), But::Stopped, open, NoEvidenceInPartSeen),
        row("a truncated log", none(), But::LostLog, open, NoEvidenceInPartSeen),
        row("odd rows", none(), But::OddRows, quiet, NoEvidenceCoverageComplete),
    ]
}

fn with_findings() -> Vec<Row> {
    let scan = || finding(Stage::Scanned, High);
    let attempt = || finding(Stage::Attempted, High);
    let written = || finding(Stage::FileWritten, High);
    let broken = [Yes, Yes, Yes, CannotSay, CannotSay, CannotSay];
    vec![
        row(
            "a scan decides nothing",
            vec![scan()],
            But::Nothing,
            [Yes, No, No, CannotSay, No, No],
            NoEvidenceCoverageComplete,
        ),
        row(
            "an attempt, all read",
            vec![attempt()],
            But::Nothing,
            [Yes, Yes, No, CannotSay, No, No],
            TargetedNoSuccess,
        ),
        row(
            "an attempt, logs start late",
            vec![attempt()],
            But::LogsStartLate,
            [Yes, Yes, CannotSay, CannotSay, CannotSay, CannotSay],
            TargetedNoSuccess,
        ),
        row(
            "a doubtful attempt forbids the no",
            vec![finding(Stage::Attempted, Low)],
            But::Nothing,
            [Yes, CannotSay, No, CannotSay, No, No],
            NoEvidenceInPartSeen,
        ),
        row(
            "a doubtful success forbids both",
            vec![finding(Stage::ShellReached, Low)],
            But::Nothing,
            [Yes, CannotSay, CannotSay, CannotSay, CannotSay, CannotSay],
            NoEvidenceInPartSeen,
        ),
        row(
            "likely",
            vec![finding(Stage::Exploited, Medium)],
            But::Nothing,
            broken,
            LikelyCompromised,
        ),
        row("certain", vec![written()], But::Nothing, broken, CompromisedBackDoorNotFound),
        row(
            "certain without logs",
            vec![written()],
            But::NoLogs,
            broken,
            CompromisedBackDoorNotFound,
        ),
        row(
            "certain, no build",
            vec![written()],
            But::NoBuild,
            [CannotSay, Yes, Yes, CannotSay, CannotSay, CannotSay],
            CompromisedBackDoorNotFound,
        ),
        row(
            "certain, everything searched",
            vec![written()],
            But::AreasRead,
            [Yes, Yes, Yes, No, CannotSay, CannotSay],
            CompromisedBackDoorNotFound,
        ),
    ]
}

fn with_back_doors() -> Vec<Row> {
    use Claim::{BackDoorPresent, BackDoorRemoved, BackDoorWasPresent, DataTouched};
    vec![
        row(
            "a shell that answers now",
            vec![claiming(Stage::ShellReached, High, &[BackDoorPresent])],
            But::Nothing,
            [Yes, Yes, Yes, Yes, CannotSay, CannotSay],
            CompromisedBackDoorPresent,
        ),
        row(
            "a shell found, nothing else",
            vec![claiming(Stage::Scanned, High, &[BackDoorPresent])],
            But::NoLogs,
            [Yes, Yes, Yes, Yes, CannotSay, CannotSay],
            CompromisedBackDoorPresent,
        ),
        row(
            "perhaps a shell",
            vec![claiming(Stage::ShellReached, Medium, &[BackDoorPresent])],
            But::Nothing,
            [Yes, Yes, Yes, Yes, CannotSay, CannotSay],
            LikelyCompromised,
        ),
        row(
            "a shell that was removed",
            vec![claiming(Stage::ShellReached, High, &[BackDoorWasPresent, BackDoorRemoved])],
            But::Nothing,
            [Yes, Yes, Yes, CannotSay, Yes, CannotSay],
            CompromisedBackDoorNotFound,
        ),
        row(
            "mail read",
            vec![claiming(Stage::DataTaken, High, &[DataTouched])],
            But::Nothing,
            [Yes, Yes, Yes, CannotSay, CannotSay, Yes],
            CompromisedBackDoorNotFound,
        ),
    ]
}

#[test]
fn the_decision_table() {
    for row in [without_findings(), with_findings(), with_back_doors()].into_iter().flatten() {
        let verdict = assess(input(&row));
        let own = &verdict.answers;
        let found = [
            own.exposed.answer,
            own.targeted.answer,
            own.compromised.answer,
            own.back_door_present.answer,
            own.back_door_was_present.answer,
            own.data_touched.answer,
        ];
        assert_eq!(found, row.answers, "{}: {own:#?}", row.name);
        assert_eq!(verdict.headline, row.headline, "{}: {own:#?}", row.name);
        let code = match row.headline {
            NoEvidenceCoverageComplete => 0,
            TargetedNoSuccess => 4,
            NoEvidenceInPartSeen | Unsaid => 3,
            _ => 1,
        };
        assert_eq!(verdict.headline.exit_code(), code, "{}", row.name);
        assert_eq!(own.clean_up_complete.answer, CannotSay, "{}", row.name);
        for (key, _, answer) in own.each() {
            assert!(!answer.reasons.is_empty(), "{}: {key} gives a reason", row.name);
            for text in &answer.reasons {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", row.name);
            }
        }
        assert!(verdict.summary.ends_with('.'), "{}: {}", row.name, verdict.summary);
    }
}

#[test]
fn the_stage_of_a_likely_sign_is_named_as_likely() {
    let findings = vec![finding(Stage::Exploited, High), finding(Stage::CommandsRun, Medium)];
    let verdict = assess(Input { findings, ..quiet() });
    let answer = verdict.answers.compromised;
    assert_eq!(answer.stage, Some(Stage::CommandsRun));
    assert_eq!(answer.reasons[0], "Certain up to \"exploited\"; likely up to \"commands run\".");
    assert_eq!(verdict.headline, CompromisedBackDoorNotFound);
}

#[test]
fn what_was_written_and_not_seen_removed_is_expected_to_be_there() {
    let verdict = assess(Input { findings: vec![finding(Stage::FileWritten, High)], ..quiet() });
    let reason = &verdict.answers.back_door_present.reasons[0];
    assert!(reason.starts_with("Expect one") && reason.contains("F001"), "{reason}");
    let text = "Somebody broke in (furthest: file written) on 3 March 2021, from 203.0.113.7. \
                Whether a way back in exists cannot be said from what was read.";
    assert_eq!(verdict.summary, text);
}

#[test]
fn findings_are_numbered_in_order_of_time() {
    let mut late = finding(Stage::Attempted, High);
    late.time = Some(at("2021-03-05T00:00:00Z"));
    let mut timeless = finding(Stage::Attempted, High);
    timeless.time = None;
    let findings = vec![timeless, late, finding(Stage::Scanned, High)];
    let verdict = assess(Input { findings, ..quiet() });
    let ids: Vec<(&str, Option<Timestamp>)> =
        verdict.findings.iter().map(|own| (own.id.as_str(), own.time)).collect();
    assert_eq!(ids[0], ("F001", Some(at("2021-03-03T06:49:42Z"))));
    assert_eq!(ids[1], ("F002", Some(at("2021-03-05T00:00:00Z"))));
    assert_eq!(ids[2], ("F003", None));
    assert_eq!(verdict.answers.targeted.findings, ["F002", "F003"]);
}

#[test]
fn the_plan_keeps_contains_removes_rotates_and_collects() {
    let remedy = |action: &str, order| Remedy { action: action.to_owned(), order };
    let mut one = claiming(Stage::ShellReached, High, &[Claim::BackDoorPresent]);
    one.remedies = vec![remedy("Remove the web shell x.aspx", 1), remedy("Block 203.0.113.7", 0)];
    let mut other = finding(Stage::CommandsRun, High);
    other.remedies = vec![remedy("Remove the web shell x.aspx", 1)];
    let mut input = Input { findings: vec![one, other], ..quiet() };
    input.host.exposure[0].to = None;
    input.builds.newest_of_level = Some("2016 CU19 Jul21SU (15.1.2176.14)".to_owned());
    let plan = assess(input).plan;
    let actions: Vec<&str> = plan.iter().map(|step| step.action.as_str()).collect();
    let order = [
        "Keep the evidence",
        "Cut the server off",
        "Block 203.0.113.7",
        "Remove the web shell",
        "Change the secrets",
        "Install the newest",
        "Collect what was not read",
        "Collect the evidence again",
    ];
    assert_eq!(actions.len(), order.len(), "{actions:#?}");
    for (action, start) in actions.iter().zip(order) {
        assert!(action.starts_with(start), "{action} is not {start}");
    }
    assert_eq!(plan[3].findings, ["F001", "F002"]);
    assert!(plan[5].action.contains("2016 CU19 Jul21SU"));
}

#[test]
fn a_step_that_asks_ends_as_a_question() {
    let mut own = finding(Stage::FileWritten, High);
    own.remedies =
        vec![Remedy { action: "Look at x.aspx: whose page is it?".to_owned(), order: 1 }];
    let plan = assess(Input { findings: vec![own], ..quiet() }).plan;
    let asks = |action: &str| action == "Look at x.aspx: whose page is it?";
    assert!(plan.iter().any(|step| asks(&step.action)), "{plan:#?}");
}

#[test]
fn what_came_into_use_after_the_evidence_is_said_apart() {
    let mut input = quiet();
    input.families.push(family("ProxyShell", "2021-08-01T00:00:00Z", &["x"], &[]));
    let later = Exposure {
        cve: "CVE-2021-34473".to_owned(),
        family: Some("ProxyShell".to_owned()),
        from: Some(at(FROM)),
        to: None,
        note: None,
    };
    input.host.exposure.push(later);
    let reasons = assess(input).answers.exposed.reasons;
    assert_eq!(
        reasons,
        [
            "ProxyLogon (CVE-2021-26855): open at least since 1 February 2021, \
             until 9 March 2021 03:00 UTC.",
            "And to what came into use only after the end of the evidence: ProxyShell.",
        ]
    );
}

#[test]
fn a_note_on_how_the_server_is_set_up_is_no_scan() {
    let mut note = finding(Stage::Scanned, Low);
    note.severity = Severity::Info;
    note.rule = "iis.mitigation".into();
    let verdict = assess(Input { findings: vec![note], ..quiet() });
    assert_eq!(verdict.answers.targeted.answer, No);
    let told = verdict.answers.targeted.reasons.join(" ");
    assert!(!told.contains("Scanning was seen"), "{told}");
    assert!(verdict.incidents.is_empty());
}
