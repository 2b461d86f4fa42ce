//! Runs the Markdown cases in `tests/cases`, and holds every rule to having a firing case, a
//! near-miss and a case with damaged evidence.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod harness;

use std::collections::BTreeSet;
use std::path::Path;

use harness::case::{Case, parse};
use harness::check::check;

/// Every case of every file, in the order of their names.
fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let list = |path: &Path| {
        let mut names: Vec<_> =
            path.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    };
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut cases = Vec::new();
    for folder in list(&root).into_iter().filter(|path| path.is_dir()) {
        for file in list(&folder).into_iter().filter(|path| path.extension() == Some("md".as_ref()))
        {
            let text = std::fs::read_to_string(&file).unwrap();
            cases.extend(parse(&name(&folder), &name(&file), &text));
        }
    }
    cases
}

/// `AFTERPATCH_CASE=part of a name` runs only the cases whose file or heading holds it.
#[test]
fn every_case_holds() {
    let detectors = analyzers::all();
    let only = std::env::var("AFTERPATCH_CASE").unwrap_or_default();
    let mut report = String::new();
    for case in cases().iter().filter(|case| case.name.contains(&only)) {
        let wrong = check(case, &detectors);
        if !wrong.is_empty() {
            report += &format!("\n{}\n  {}\n", case.name, wrong.join("\n  "));
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_rule_has_a_firing_a_near_miss_and_a_gap_case() {
    let cases = cases();
    let rules: BTreeSet<&str> = analyzers::all()
        .iter()
        .flat_map(|detector| detector.rules().iter().map(|rule| rule.id))
        .collect();
    let mut missing = Vec::new();
    for rule in &rules {
        let fires = |case: &Case| case.findings.iter().any(|expected| expected.rule == *rule);
        if !cases.iter().any(fires) {
            missing.push(format!("{rule}: no case in which it fires"));
        }
        if !cases.iter().any(|case| case.near_miss.iter().any(|near| near == rule)) {
            missing.push(format!("{rule}: no near-miss (<!-- no finding: {rule} -->)"));
        }
        if !cases.iter().any(|case| case.gap.iter().any(|gap| gap == rule)) {
            missing.push(format!("{rule}: no gap case (<!-- gap: {rule} -->)"));
        }
    }
    for case in &cases {
        let named = case.findings.iter().map(|expected| &expected.rule);
        for rule in named.chain(&case.near_miss).chain(&case.gap) {
            if !rules.contains(rule.as_str()) {
                missing.push(format!("{}: there is no rule {rule}", case.name));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}
