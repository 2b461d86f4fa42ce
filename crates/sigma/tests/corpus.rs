//! SigmaHQ's whole collection: what loads, what fires on its own regression events, and whether
//! the fast path agrees with the plain one on all of them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests"
)]

mod support;

use std::time::Instant;

use model::RecordKind;
use sigma::{Matching, Placeholders, RuleSet, Why, count_by_reason};
use support::{Corpus, event_of_json};

#[test]
fn every_rule_of_the_collection_loads_or_is_named() {
    let Some(corpus) = Corpus::open() else { return };
    let files = corpus.rules();
    let start = Instant::now();
    let set = RuleSet::load(
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())),
        &Placeholders::new(),
    );
    let loading = start.elapsed();
    let bytes = set.to_bytes().unwrap();
    let start = Instant::now();
    let again = RuleSet::from_bytes(&bytes).unwrap();
    let reading = start.elapsed();
    println!(
        "{} files: {} rules loaded in {loading:?}, {:?}; cache of {} bytes read in {reading:?}",
        files.len(),
        set.rules().len(),
        count_by_reason(set.unusable()),
        bytes.len()
    );
    assert_eq!(again.rules().len(), set.rules().len());
    assert!(set.rules().len() + set.correlations().len() + set.unusable().len() >= files.len());
    // Rules of other products are named as such; the rest is what this program is for.
    let other = |rule: &&sigma::Unusable| rule.why == Why::NoReader;
    let failed: Vec<_> = set.unusable().iter().filter(|rule| !other(rule)).collect();
    for rule in &failed {
        println!("{:?}: {:?}: {}", rule.title, rule.why, rule.reason);
    }
    let meant = set.rules().len() + failed.len();
    println!("Windows and web: {} of {meant} left out", failed.len());
    assert!(failed.len() * 200 <= meant, "more than 0.5 % left out");
    let never = set.never_firing();
    for rule in &never {
        println!("{}: {}", rule.title.as_deref().unwrap_or_default(), rule.reason);
    }
    println!("{} rules can never fire", never.len());
    assert!(never.len() < 50, "far more than the collection's own slips");
    let windows = |rule: &&sigma::Unusable| rule.reason.contains("product=windows");
    assert_eq!(set.unusable().iter().filter(other).filter(windows).count(), 0);
}

#[test]
fn each_regression_event_yields_the_rule_it_names() {
    let Some(corpus) = Corpus::open() else { return };
    let set = corpus.load_some(8);
    let mut fast = Matching::new(&set);
    let (mut good, mut bad) = (0, 0);
    for (id, json) in corpus.regression() {
        let Some(place) = set.rules().position(|rule| rule.id == id) else {
            println!("{id}: not loaded");
            bad += 1;
            continue;
        };
        let records: Vec<_> = json.iter().map(event_of_json).collect();
        let hits = records.iter().filter(|record| fast.rules(*record).contains(&place)).count();
        if hits == 0 {
            println!("{id}: {} does not fire", set.rules().nth(place).unwrap().title);
            bad += 1;
        } else {
            good += 1;
        }
        // The plain way takes milliseconds per record; one of each folder will do.
        for record in records.iter().take(1) {
            let plain = set.plain_rules(record);
            assert_eq!(fast.rules(record), plain, "{id}: fast and plain differ");
            assert_eq!(record.kind, RecordKind::EVENT);
        }
    }
    println!("{good} regression folders fire, {bad} do not");
    assert_eq!(bad, 0);
}
