//! The shipped rules: complete, each firing on its sample and quiet on its near miss.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

use model::{Confidence, Severity, Stage};
use serde_json::Value;
use sigma::{Matching, RuleSet, SHIPPED, SigmaDetector};
use support::flat;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/sigma")
}

fn names(folder: &Path, extension: &str) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|own| own == extension))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn the_list_is_the_folder() {
    let listed: BTreeSet<String> = SHIPPED
        .iter()
        .map(|(name, _)| Path::new(name).file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, names(&folder(), "yml"));
    assert_eq!(listed, names(&folder().join("tests"), "json"), "each rule has samples");
}

#[test]
fn every_rule_loads_and_says_what_it_must() {
    let set = RuleSet::shipped();
    assert_eq!(set.unusable(), []);
    assert_eq!(set.rules().len(), SHIPPED.len());
    let ids: BTreeSet<&str> = set.rules().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), SHIPPED.len(), "ids are unique");
    for rule in set.rules() {
        assert!(!rule.techniques().is_empty(), "{}: no ATT&CK technique", rule.title);
        assert!(!rule.false_positives.is_empty(), "{}: no false positives", rule.title);
        assert!(rule.description.len() > 40, "{}: no description", rule.title);
        let tagged = |prefix| rule.tags.iter().any(|tag| tag.starts_with(prefix));
        let remedy = rule.remedy.as_deref().unwrap_or_default();
        assert!(remedy.len() > 30 && !remedy.ends_with('.'), "{}: what to do?", rule.title);
        assert!(tagged("afterpatch.stage.") && tagged("afterpatch.confidence."), "{}", rule.title);
        assert!(rule.file.ends_with(&format!("{}.yml", rule.name.as_deref().unwrap())));
    }
}

#[test]
fn every_rule_fires_on_its_sample_and_not_on_its_near_miss() {
    let set = RuleSet::shipped();
    let mut fast = Matching::new(&set);
    for (place, rule) in set.rules().enumerate() {
        let path = folder().join(format!("tests/{}.json", rule.name.as_deref().unwrap()));
        let samples: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for (part, expected) in [("fires", true), ("near", false)] {
            let list = samples[part].as_array().unwrap();
            assert!(!list.is_empty(), "{}: no sample {part}", rule.title);
            for sample in list {
                let record = flat(sample);
                let plain = set.evaluate_plain(place, &record);
                let told = set.explain(place, &record).unwrap();
                assert_eq!(plain, expected, "{} {part}: {sample}\n{told:#?}", rule.title);
                assert_eq!(fast.rules(&record).contains(&place), expected, "{}", rule.title);
                assert_eq!(told.matched, expected, "{}", rule.title);
            }
        }
    }
}

#[test]
fn a_hit_becomes_a_finding_with_stage_pool_and_evidence() {
    let detector = SigmaDetector::new(RuleSet::shipped());
    let path = folder().join("tests/exchange_pool_starts_command.json");
    let samples: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut record = flat(&samples["fires"][0]);
    record.time = Some("2021-03-03T01:02:03Z".parse().unwrap());
    let findings = detect::testing::run(&detector, &[record.clone(), record]);
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert!(finding.rule.starts_with("sigma:"), "{}", finding.rule);
    assert_eq!(finding.stage, Stage::CommandsRun);
    assert_eq!((finding.severity, finding.confidence), (Severity::Critical, Confidence::High));
    assert_eq!((finding.count, finding.evidence.len()), (2, 2));
    assert_eq!(finding.facts["pool"], "MSExchangeOWAAppPool");
    assert_eq!(finding.facts["computer"], "MX01.corp.example");
    assert_eq!(finding.time.unwrap().to_string(), "2021-03-03T01:02:03Z");
    assert!(finding.techniques.contains(&"T1505.003".to_owned()));
}

/// The findings on events, each with its time.
fn findings(events: &[(&str, Value)]) -> Vec<model::Finding> {
    let record = |(time, json): &(&str, Value)| {
        let mut record = flat(json);
        record.time = Some(time.parse().unwrap());
        record
    };
    let records: Vec<_> = events.iter().map(record).collect();
    detect::testing::run(&SigmaDetector::new(RuleSet::shipped()), &records)
}

#[test]
fn each_cleared_log_is_a_finding_of_its_own() {
    let cleared = |id: u32, channel: &str| {
        serde_json::json!({
            "Channel": channel, "Provider_Name": "Microsoft-Windows-Eventlog", "EventID": id,
            "Computer": "mx01", "SubjectUserName": "jane",
        })
    };
    let list = findings(&[
        ("2021-03-03T01:00:00Z", cleared(104, "System\nApplication")),
        ("2021-03-03T01:00:01Z", cleared(104, "System\nWindows PowerShell")),
        ("2021-03-03T01:00:02Z", cleared(1102, "Security")),
        ("2021-03-05T01:00:02Z", cleared(1102, "Security")),
    ]);
    let mut told: Vec<(&str, u64, &str)> = list
        .iter()
        .map(|own| (own.facts["cleared_log"].as_str(), own.count, own.facts["channel"].as_str()))
        .collect();
    told.sort_unstable();
    let expected = [
        ("Application", 1, "System"),
        ("Security", 2, "Security"),
        ("Windows PowerShell", 1, "System"),
    ];
    assert_eq!(told, expected);
    let security = list.iter().find(|own| own.facts["cleared_log"] == "Security").unwrap();
    assert_eq!(security.last_time.unwrap().to_string(), "2021-03-05T01:00:02Z");
    assert_eq!(security.actor.identities, ["jane"]);
    assert!(security.remedies[0].action.contains("copies of the Security log"));
    assert_eq!(security.confidence, Confidence::Low, "administrators do it too");
}

#[test]
fn a_hit_carries_what_to_do_and_what_it_claims() {
    let list = findings(&[(
        "2021-03-03T01:00:00Z",
        serde_json::json!({
            "Channel": "System", "Provider_Name": "Service Control Manager", "EventID": 7045,
            "Computer": "mx01", "ServiceName": "updater",
            "ImagePath": "C:\\ProgramData\\updater.exe",
        }),
    )]);
    assert_eq!(list.len(), 1);
    let action = &list[0].remedies[0].action;
    assert!(action.contains("service updater") && action.contains("C:\\ProgramData\\updater.exe"));
    let path = folder().join("tests/directory_object_script.json");
    let samples: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let list = findings(&[("2021-03-03T01:00:00Z", samples["fires"][0].clone())]);
    assert_eq!(list[0].claims, [model::Claim::BackDoorWasPresent]);
}

#[test]
fn what_the_health_manager_does_is_known_as_benign() {
    let yaml = "title: netsh\nid: n\nlevel: critical\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s:\n    Image|endswith: '\\netsh.exe'\n  condition: s\n";
    let detector = SigmaDetector::new(RuleSet::load([("n", yaml)], &sigma::Placeholders::new()));
    let event = |parent: &str, command: &str| {
        flat(&serde_json::json!({
            "Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1,
            "Image": "C:\\Windows\\System32\\netsh.exe", "CommandLine": command,
            "ParentImage": parent,
        }))
    };
    let worker = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Bin\\MSExchangeHMWorker.exe";
    let one = |record| detect::testing::run(&detector, &[record]).remove(0);
    assert_eq!(one(event(worker, "\"netsh\" interface tcp show global")).severity, Severity::Info);
    assert_eq!(
        one(event(worker, "netsh interface portproxy add v4tov4")).severity,
        Severity::Critical
    );
    assert_eq!(one(event("C:\\Temp\\a.exe", "netsh tcp show global")).severity, Severity::Critical);
}
