//! The shipped rules: each says what it must, fires on its sample, leaves its near-miss alone, and
//! none fires on benign pages.
//!
//! Samples are made here from pieces, and text that a scanner would remove is put together at run
//! time. Programs are headers and tables made by hand that no system would start.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use base64::Engine;
use common::{Sample, samples};
use model::{Confidence, Stage, WinPath};
use yara::{File, PackFile, Rules, SHIPPED};

/// Names of the shipped rules that hit.
fn hits(path: &str, bytes: &[u8]) -> BTreeSet<String> {
    let path = WinPath::new(path);
    let scan = Rules::shipped().scan(&File { path: &path, bytes, owner: None }, false);
    assert!(scan.skipped.is_empty(), "{path}: {:?}", scan.skipped);
    scan.matches.iter().map(|hit| hit.rule.name.clone()).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../pages/tests").join(folder))
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn the_list_of_files_is_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/yara");
    let own: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("rules/yara/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    let listed: BTreeSet<String> = SHIPPED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, own);
}

#[test]
fn every_shipped_rule_compiles_and_says_what_it_must() {
    let files = SHIPPED.iter().map(|(name, text)| PackFile { name, bytes: text.as_bytes() });
    let (_, faulty) = Rules::with_packs(files);
    assert!(faulty.is_empty(), "{faulty:?}");
    let rules = Rules::shipped();
    let mut names = BTreeSet::new();
    for rule in rules.list().filter(|rule| !rule.private) {
        let name = &rule.name;
        assert!(names.insert(name.clone()), "{name} twice");
        assert!(rule.shipped && rule.line > 0, "{name}");
        assert!(!rule.description.is_empty(), "{name}: description");
        assert!(!rule.false_positives.is_empty(), "{name}: false_positives");
        assert!(!rule.techniques.is_empty(), "{name}: attack");
        assert!(rule.references.iter().all(|own| own.starts_with("https://")), "{name}: reference");
        assert!(!rule.references.is_empty(), "{name}: reference");
        assert!(["high", "medium", "low"].contains(&&*rule.confidence), "{name}: confidence");
        let stages = ["file_written", "commands_run", "credentials_taken", "destroyed"];
        assert!(stages.contains(&&*rule.stage), "{name}: stage {}", rule.stage);
        assert!(["", "back_door", "data_touched"].contains(&&*rule.claim), "{name}: claim");
        assert!(rule.stage() > Stage::Attempted && rule.confidence() >= Confidence::Low);
    }
    assert!(names.len() >= 70, "{} rules", names.len());
}

#[test]
fn every_rule_fires_on_its_sample_and_leaves_its_near_miss_alone() {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for Sample { rule, path, fires, near } in &samples() {
        if !hits(path, fires).contains(rule) {
            faults.push(format!("{rule} does not fire, only {:?}", hits(path, fires)));
        }
        if hits(path, near).contains(rule) {
            faults.push(format!("{rule} fires on its near-miss"));
        }
        *seen.entry(rule.to_owned()).or_insert(0) += 1;
    }
    let rules = Rules::shipped();
    for rule in rules.list().filter(|rule| !rule.private) {
        if !seen.contains_key(&rule.name) {
            faults.push(format!("{} has no sample", rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Programs and other files each have rules of their own; as a pack all are asked of every file.
#[test]
fn the_rules_for_a_kind_of_file_find_what_all_rules_together_find() {
    let files = SHIPPED.iter().map(|(name, text)| PackFile { name, bytes: text.as_bytes() });
    let (rules, _) = Rules::with_packs(files);
    let (mut asked, mut hit) = (0, 0);
    for Sample { path, fires, near, .. } in &samples() {
        for own in [fires, near] {
            let swapped = [b"MZ", own.get(2..).unwrap_or_default()].concat();
            let prefixed = [b"MZ", own.as_slice()].concat();
            let bare = own.strip_prefix(b"MZ").unwrap_or(own).to_vec();
            for bytes in [own.clone(), swapped, prefixed, bare] {
                let path = WinPath::new(path);
                let scan = rules.scan(&File { path: &path, bytes: &bytes, owner: None }, false);
                let of = |shipped: bool| {
                    let own = scan.matches.iter().filter(move |hit| hit.rule.shipped == shipped);
                    own.map(|hit| (&hit.rule.name, hit.rule.line, &hit.strings, hit.more))
                        .collect::<Vec<_>>()
                };
                assert_eq!(of(true), of(false), "{path}");
                (asked, hit) = (asked + 1, hit + of(true).len());
            }
        }
    }
    assert!(asked > 500 && hit > 200, "{hit} hits in {asked} files");
}

#[test]
fn no_rule_fires_on_benign_pages() {
    let mut faults = Vec::new();
    for path in files("benign") {
        let name = format!("C:\\inetpub\\wwwroot\\{}", path.file_name().unwrap().to_string_lossy());
        let found = hits(&name, &std::fs::read(&path).unwrap());
        if !found.is_empty() {
            faults.push(format!("{name}: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn most_specimens_of_web_shells_are_hit() {
    let (mut hit, mut all) = (0, 0);
    for path in files("specimens") {
        let text: String = std::fs::read_to_string(&path).unwrap().split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        all += 1;
        // `SHOW_MISSED=1 cargo test … -- --nocapture` names what the judge of pages alone sees.
        if std::env::var_os("SHOW_MISSED").is_some() && hits(&name, &bytes).is_empty() {
            println!("missed {}", path.display());
        }
        hit += usize::from(!hits(&format!("C:\\inetpub\\wwwroot\\{name}"), &bytes).is_empty());
    }
    println!("{hit} of {all} specimens");
    assert!(hit * 100 >= all * 50, "{hit} of {all} specimens");
}

#[test]
fn no_rule_fires_on_the_configuration_of_real_servers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !root.is_dir() {
        println!("skipped: ../shared/data is absent");
        return;
    }
    let mut faults = Vec::new();
    for folder in
        std::env::var("SCANNED").as_deref().unwrap_or("iis_config,healthchecker_exports").split(',')
    {
        for path in below(&root.join(folder)) {
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned();
            let found = hits(&format!("C:\\{name}"), &std::fs::read(&path).unwrap());
            if !found.is_empty() {
                faults.push(format!("{name}: {found:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
