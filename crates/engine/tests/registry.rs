//! Registries of different crates name each other's entries by text; here they are held together.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use evidence::memory::Memory;
use lab::{Plant, PlantKind};
use model::RecordKind;
use support::{Server, assess, options, quiet, time};

#[test]
fn rule_ids_are_unique_over_all_detectors() {
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for rule in engine::rules() {
        *count.entry(rule.id).or_default() += 1;
    }
    assert!(!count.is_empty());
    let twice: Vec<_> = count.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn what_a_family_is_seen_by_are_rules() {
    let sigma = sigma::RuleSet::shipped();
    let mut rules: Vec<String> = sigma.rules().map(sigma::RuleInfo::finding_rule).collect();
    rules.extend(engine::rules().iter().map(|rule| rule.id.to_owned()));
    for family in exposure::Family::shipped() {
        for prefix in &family.seen_by {
            let known = rules.iter().any(|rule| rule.starts_with(prefix.as_str()));
            assert!(known, "{}: no rule begins with {prefix}", family.name);
        }
    }
}

#[test]
fn every_cve_of_a_rule_is_in_the_build_table_or_a_family() {
    let families = exposure::Family::shipped();
    for rule in engine::rules() {
        for cve in rule.cves {
            let known = families.iter().any(|family| family.cves.iter().any(|own| own == cve));
            assert!(known, "{}: {cve} is in no family", rule.id);
        }
    }
}

/// Records of events: the lab writes no event logs; the reader's own tests show that it gives them.
const MADE_ELSEWHERE: [RecordKind; 1] = [RecordKind::EVENT];

/// A log of the common Exchange writer that has no format of its own.
const OTHER_LOG: &str = "#Software: Microsoft Exchange Server\r\n#Version: 15.01.2106.002\r\n\
    #Log-type: Any Log\r\n#Date: 2021-03-02T06:00:00.000Z\r\n#Fields: DateTime,Some,Thing\r\n\
    2021-03-02T06:00:01.000Z,a,b\r\n";

/// Every kind that the catalogue expects of a file comes out of a format when a whole server is
/// read, and no file that it names is left without one.
#[test]
fn every_kind_the_catalogue_expects_is_read_from_a_whole_server() {
    // So that the logs of rare doings have rows too.
    let plant = |kind| Plant::new(kind, time("2021-03-02T07:10:00Z"));
    let recipe = quiet()
        .plant(plant(PlantKind::AdminOabUrl))
        .plant(plant(PlantKind::AdminExportToShare))
        .plant(plant(PlantKind::OabGeneratorWrite));
    let whole = Server::of(&recipe).assess();
    let install = "C/Program Files/Microsoft/Exchange Server/V15/Logging/CmdletInfra/Others";
    let other = Memory::new("m").file(&format!("{install}/Any_2021030206-1.LOG"), OTHER_LOG);
    let other = assess(other.build().as_ref(), &options(1));
    let seen: BTreeSet<&str> =
        whole.coverage.iter().chain(&other.coverage).map(|own| own.source.kind.as_str()).collect();
    // Files that are read whole are no logs: coverage counts no hours of them.
    for row in discover::catalogue().filter(|row| row.reader == discover::Reader::Log) {
        let Some(kind) = row.kind.as_ref() else { continue };
        let read = seen.contains(kind.as_str()) || MADE_ELSEWHERE.contains(kind);
        assert!(read, "{}: nothing gives {kind:?}; read were {seen:?}", row.id);
    }
}

#[test]
fn detectors_ask_for_kinds_that_the_catalogue_knows() {
    // A document is recognised by its content, and gives facts of the kinds that its reader has. The
    // listing itself is a source too.
    let facts = host::FactKind::ALL.iter().map(|kind| kind.record_kind());
    let known: BTreeSet<&str> = discover::catalogue()
        .filter_map(|row| row.kind.as_ref())
        .chain(facts)
        .map(RecordKind::as_str)
        .chain(["file"])
        .collect();
    for detector in analyzers::all() {
        for interest in detector.interests() {
            for kind in &interest.kinds {
                let id = detector.rules()[0].id;
                assert!(known.contains(kind.as_str()), "{id}: no file gives {kind:?}");
            }
        }
    }
}
