//! What no input may break: less evidence never gives a better verdict, and order says nothing.

use model::{Gap, GapReason, Reply, WinPath};
use proptest::prelude::*;

use super::*;

fn findings() -> impl Strategy<Value = Vec<Finding>> {
    let stages = prop::sample::select(vec![
        Stage::Scanned,
        Stage::Attempted,
        Stage::Exploited,
        Stage::FileWritten,
        Stage::DataTaken,
    ]);
    let sure = prop::sample::select(vec![Confidence::Low, Confidence::Medium, Confidence::High]);
    let claim = prop::sample::select(vec![
        vec![],
        vec![Claim::BackDoorPresent],
        vec![Claim::BackDoorWasPresent],
        vec![Claim::DataTouched],
    ]);
    let one = (stages, sure, claim, 0..4_u8, 0..300_i64).prop_map(
        |(stage, confidence, claims, host, minute)| {
            let mut finding = claiming(stage, confidence, &claims);
            finding.time = Timestamp::from_second(1_614_750_000 + minute * 60).ok();
            finding.last_time = finding.time;
            finding.actor.addresses =
                if host == 0 { Vec::new() } else { vec![format!("203.0.113.{host}")] };
            finding
        },
    );
    prop::collection::vec(one, 0..6)
}

/// Stretches of hours, counted from the start of the window, taken out of one source each.
fn cuts() -> impl Strategy<Value = Vec<(usize, i64, i64)>> {
    prop::collection::vec((0..SOURCES.len(), 0..920_i64, 1..100_i64), 0..5)
}

fn cut(input: &mut Input, cuts: &[(usize, i64, i64)]) {
    let start = hour_of(at(FROM));
    for (index, from, length) in cuts {
        let own = &mut input.coverage[*index];
        let mut hours = HourSet::default();
        let gone = start + from..start + from + length;
        own.hours
            .iter()
            .filter(|own| !gone.contains(&own.0))
            .for_each(|own| hours.add(own.0, own.1));
        own.hours = hours;
    }
}

fn replies(verdict: &Verdict) -> Vec<Reply> {
    verdict.answers.each().iter().map(|(_, _, answer)| answer.answer).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn less_coverage_never_turns_an_answer_into_no(
        findings in findings(), some in cuts(), more in cuts(), searched: bool,
    ) {
        let mut input = Input { findings, ..quiet() };
        if searched {
            input.read_areas.extend(Area::ALL);
        }
        cut(&mut input, &some);
        let before = assess(input.clone());
        cut(&mut input, &more);
        let after = assess(input);
        for (before, after) in replies(&before).into_iter().zip(replies(&after)) {
            prop_assert!(after != Reply::No || before == Reply::No);
        }
        prop_assert!(after.headline.exit_code() != 0 || before.headline.exit_code() == 0);
    }

    #[test]
    fn a_gap_never_turns_an_answer_into_no(findings in findings(), some in cuts(), which in 0..4_usize) {
        let mut input = Input { findings, ..quiet() };
        cut(&mut input, &some);
        let before = assess(input.clone());
        let paths = ["x.zip", "C:\\Ex\\Logging\\HttpProxy\\Ecp\\a.LOG", "C:\\W3SVC1\\a.log", "C:\\a.evtx"];
        let path = WinPath::new(paths[which]);
        input.gaps.push(Gap::whole(path, GapReason::Damaged, "NUL bytes"));
        let after = assess(input);
        for (before, after) in replies(&before).into_iter().zip(replies(&after)) {
            prop_assert!(after != Reply::No || before == Reply::No);
        }
    }

    #[test]
    fn a_further_finding_never_lowers_the_stage(list in findings(), more in findings()) {
        let before = assess(Input { findings: list.clone(), ..quiet() });
        let findings = list.into_iter().chain(more).collect();
        let after = assess(Input { findings, ..quiet() });
        prop_assert!(after.answers.compromised.stage >= before.answers.compromised.stage);
        for (before, after) in replies(&before).into_iter().zip(replies(&after)) {
            prop_assert!(before != Reply::Yes || after == Reply::Yes);
            prop_assert!(after != Reply::No || before == Reply::No);
        }
    }

    #[test]
    fn a_cleared_log_never_improves_an_answer(
        findings in findings(),
        some in cuts(),
        log in prop::sample::select(vec!["Security", "System", "Contoso/Debug"]),
        day in prop::option::of(-40..45_i64),
        events in any::<bool>(),
    ) {
        let mut input = Input { findings, ..quiet() };
        if events {
            let from = "2021-03-01T00:00:00Z";
            input.coverage.push(source(&RecordKind::EVENT, "security", from, END));
        }
        cut(&mut input, &some);
        let before = assess(input.clone());
        let time = |day: i64| Timestamp::from_second(1_612_137_600 + day * 86_400).ok();
        let mut clearing = finding(Stage::CommandsRun, Confidence::Low);
        clearing.facts.insert("cleared_log".to_owned(), log.to_owned());
        clearing.time = day.and_then(time);
        clearing.last_time = clearing.time;
        input.findings.push(clearing);
        let after = assess(input);
        for (before, after) in replies(&before).into_iter().zip(replies(&after)) {
            prop_assert!(before != Reply::Yes || after == Reply::Yes);
            prop_assert!(after != Reply::No || before == Reply::No);
        }
        prop_assert!(after.headline.exit_code() != 0 || before.headline.exit_code() == 0);
        let blind = |own: &Verdict| own.blind.iter().map(model::Hole::hours).sum::<i64>();
        prop_assert!(blind(&after) >= blind(&before));
    }

    #[test]
    fn order_changes_nothing(findings in findings(), some in cuts()) {
        let mut input = Input { findings, ..quiet() };
        cut(&mut input, &some);
        let forward = assess(input.clone());
        input.findings.reverse();
        input.coverage.reverse();
        prop_assert_eq!(forward, assess(input));
    }

    #[test]
    fn every_finding_is_in_one_incident(findings in findings()) {
        let verdict = assess(Input { findings, ..quiet() });
        let mut ids: Vec<&String> =
            verdict.incidents.iter().flat_map(|incident| &incident.findings).collect();
        ids.sort_unstable();
        let all: Vec<&String> = verdict.findings.iter().map(|finding| &finding.id).collect();
        prop_assert_eq!(ids, all);
    }
}
