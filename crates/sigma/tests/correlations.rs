//! Correlation rules of every type, filters, and several documents in one file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use detect::testing::{MapRecord, run};
use model::{Finding, RecordKind};
use sigma::{Placeholders, RuleSet, SigmaDetector, Why};

const BASE: &str = "title: Failed logon\nname: failed\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: 4625}\n  condition: s\n---\ntitle: Logon\nname: logon\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: 4624}\n  condition: s\n---\n";

fn correlation(kind: &str, rules: &str, rest: &str) -> String {
    format!(
        "{BASE}title: C\nid: c\ncorrelation:\n  type: {kind}\n  rules: [{rules}]\n  group-by: [TargetUserName]\n  timespan: 1m\n{rest}"
    )
}

fn event(id: &str, second: u32, user: &str, more: &[(&str, &str)]) -> MapRecord {
    let time = format!("2021-03-03T00:{:02}:{:02}Z", second / 60, second % 60);
    let mut fields = vec![("Channel", "Security"), ("EventID", id), ("TargetUserName", user)];
    fields.extend_from_slice(more);
    MapRecord::new(RecordKind::EVENT, &time, &fields)
}

fn findings(yaml: &str, records: &[MapRecord]) -> Vec<Finding> {
    let set = RuleSet::load([("c.yml", yaml)], &Placeholders::new());
    assert_eq!(set.unusable(), [], "{yaml}");
    run(&SigmaDetector::new(set), records)
}

fn count(yaml: &str, records: &[MapRecord]) -> usize {
    findings(yaml, records).iter().filter(|found| found.rule == "sigma:c").count()
}

#[test]
fn event_count_per_group_within_the_time() {
    let yaml = correlation("event_count", "failed", "  condition: {gte: 3}\n");
    let many = |times: &[u32], user| -> Vec<MapRecord> {
        times.iter().map(|second| event("4625", *second, user, &[])).collect()
    };
    assert_eq!(count(&yaml, &many(&[1, 30, 61], "a")), 1);
    assert_eq!(count(&yaml, &many(&[61, 1, 30], "a")), 1, "evidence comes in any order");
    assert_eq!(count(&yaml, &many(&[1, 30, 62], "a")), 0);
    let mut two = many(&[1, 2], "a");
    two.extend(many(&[3], "b"));
    assert_eq!(count(&yaml, &two), 0);
    assert_eq!(count(&yaml, &many(&[1, 2, 3, 4, 5, 6], "a")), 2, "windows do not overlap");
    assert_eq!(findings(&yaml, &many(&[1, 2, 3], "a")).len(), 1, "its rule is silent");
    let loud = yaml.replace("id: c\n", "id: c\ngenerate: true\n");
    assert_eq!(findings(&loud, &many(&[1, 2, 3], "a")).len(), 2, "its rule speaks too");
    let found = findings(&yaml, &many(&[1, 2, 3], "a")).remove(0);
    assert_eq!((found.count, found.evidence.len()), (3, 3));
    assert_eq!(found.facts["group TargetUserName"], "a");
}

#[test]
fn value_count_counts_different_values() {
    let yaml = correlation("value_count", "failed", "  condition: {gte: 2, field: IpAddress}\n");
    let from = |second, address| event("4625", second, "a", &[("IpAddress", address)]);
    assert_eq!(count(&yaml, &[from(1, "192.0.2.1"), from(2, "192.0.2.2")]), 1);
    assert_eq!(count(&yaml, &[from(1, "192.0.2.1"), from(2, "192.0.2.1")]), 0);
}

#[test]
fn figures_over_numbers() {
    let from = |second, bytes| event("4625", second, "a", &[("Bytes", bytes)]);
    let records = [from(1, "10"), from(2, "20"), from(3, "90")];
    for (kind, condition, expected) in [
        ("value_sum", "{gte: 120, field: Bytes}", 1),
        ("value_sum", "{gt: 120, field: Bytes}", 0),
        ("value_avg", "{gte: 40, field: Bytes}", 1),
        ("value_avg", "{gt: 40, field: Bytes}", 0),
        ("value_median", "{gte: 20, field: Bytes}", 1),
        ("value_median", "{gt: 20, field: Bytes}", 0),
        ("value_percentile", "{gte: 90, field: Bytes, percentile: 100}", 1),
        ("value_percentile", "{gt: 55, field: Bytes, percentile: 75}", 0),
    ] {
        let yaml = correlation(kind, "failed", &format!("  condition: {condition}\n"));
        assert_eq!(count(&yaml, &records), expected, "{kind} {condition}");
    }
}

#[test]
fn temporal_needs_all_rules_and_ordered_their_order() {
    let records = [event("4624", 1, "a", &[]), event("4625", 2, "a", &[])];
    let temporal = correlation("temporal", "failed, logon", "");
    let ordered = correlation("temporal_ordered", "failed, logon", "");
    assert_eq!(count(&temporal, &records), 1);
    assert_eq!(count(&ordered, &records), 0);
    let turned = [event("4625", 1, "a", &[]), event("4624", 2, "a", &[])];
    assert_eq!(count(&ordered, &turned), 1);
    assert_eq!(count(&temporal, &[event("4625", 1, "a", &[]), event("4624", 2, "b", &[])]), 0);
}

#[test]
fn aliases_name_a_field_differently_in_each_rule() {
    let yaml = format!(
        "{BASE}title: C\nid: c\ncorrelation:\n  type: temporal\n  rules: [failed, logon]\n  group-by: [who]\n  timespan: 1m\n  aliases:\n    who:\n      failed: TargetUserName\n      logon: SubjectUserName\n"
    );
    let records = [event("4625", 1, "a", &[]), event("4624", 2, "x", &[("SubjectUserName", "a")])];
    assert_eq!(count(&yaml, &records), 1);
    let others = [event("4625", 1, "a", &[]), event("4624", 2, "a", &[("SubjectUserName", "b")])];
    assert_eq!(count(&yaml, &others), 0);
}

#[test]
fn a_correlation_may_refer_to_another() {
    let yaml = correlation("event_count", "failed", "  condition: {gte: 2}\n")
        .replace("title: C\nid: c\n", "title: D\nname: burst\n")
        + "---\ntitle: C\nid: c\ncorrelation:\n  type: temporal_ordered\n  rules: [burst, logon]\n  group-by: [TargetUserName]\n  timespan: 1m\n";
    let records =
        [event("4625", 1, "a", &[]), event("4625", 2, "a", &[]), event("4624", 5, "a", &[])];
    assert_eq!(count(&yaml, &records), 1);
    assert_eq!(count(&yaml, &records[1..]), 0);
}

#[test]
fn floods_are_counted_though_not_kept() {
    let yaml = correlation("event_count", "failed", "  condition: {gte: 900}\n");
    let records: Vec<MapRecord> = (0..1000).map(|n| event("4625", n / 20, "a", &[])).collect();
    assert_eq!(count(&yaml, &records), 1);
}

#[test]
fn filters_narrow_the_rules_they_name() {
    let filter = |rules: &str| {
        format!(
            "{BASE}title: Not the scanner\nlogsource: {{product: windows, service: security}}\nfilter:\n  rules: {rules}\n  scanner: {{IpAddress: 192.0.2.9}}\n  condition: not scanner\n"
        )
    };
    let records = [
        event("4625", 1, "a", &[("IpAddress", "192.0.2.9")]),
        event("4624", 1, "a", &[("IpAddress", "192.0.2.9")]),
    ];
    assert_eq!(findings(&filter("[failed]"), &records).len(), 1);
    assert_eq!(findings(&filter("any"), &records).len(), 0);
    assert_eq!(findings(&filter("[failed]"), &[event("4625", 1, "a", &[])]).len(), 1);
}

#[test]
fn references_to_nothing_are_named() {
    let yaml = correlation("temporal", "failed, nobody", "");
    let set = RuleSet::load([("c.yml", yaml.as_str())], &Placeholders::new());
    let refused = set.unusable().first().unwrap();
    assert_eq!((refused.why, refused.id.as_deref()), (Why::Reference, Some("c")));
    assert!(refused.reason.contains("nobody"));
}

#[test]
fn compiled_rules_are_read_back_and_others_refused() {
    let yaml = correlation("event_count", "failed", "  condition: {gte: 3}\n");
    let set = RuleSet::load([("c.yml", yaml.as_str())], &Placeholders::new());
    let bytes = set.to_bytes().unwrap();
    let again = RuleSet::from_bytes(&bytes).unwrap();
    assert_eq!(again.rules().collect::<Vec<_>>(), set.rules().collect::<Vec<_>>());
    let records: Vec<MapRecord> = (1..4).map(|second| event("4625", second, "a", &[])).collect();
    assert_eq!(run(&SigmaDetector::new(again), &records).len(), 1);
    assert!(RuleSet::from_bytes(b"something else").is_err());
    assert!(RuleSet::from_bytes(&bytes[..bytes.len() / 2]).is_err());
}
