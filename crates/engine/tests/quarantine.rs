//! What Defender took away and kept: the finding proves by hash and content what it was, and a link
//! that is broken is a gap.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests make evidence"
)]

mod support;

use evidence::memory::Memory;
use lab::{DiskFile, Door, DoorKind, Recipe};
use model::{Assessment, Finding, Gap, GapReason};
use support::{assess, options, time};

/// The server with the quarantine, without the files that `lost` names.
fn assessed(lost: &str) -> Assessment {
    let door = Door::new(DoorKind::Quarantined, time("2021-03-05T02:17:56Z"));
    let (files, _) = lab::disk_of(&Recipe::default().door(door));
    let kept = |file: &DiskFile| lost.is_empty() || !file.path.contains(lost);
    let mut memory = Memory::new("m");
    for file in files.iter().filter(|file| kept(file)) {
        memory = memory.file(&file.path.replacen(":\\", "\\", 1), &file.content);
    }
    assess(memory.build().as_ref(), &options(1))
}

fn found(assessment: &Assessment) -> &Finding {
    let own = assessment.findings.iter().filter(|own| own.rule == "removal.scanner");
    let [own] = own.collect::<Vec<_>>()[..] else { panic!("{:?}", assessment.findings) };
    own
}

fn of_quarantine(assessment: &Assessment) -> Vec<&Gap> {
    assessment.gaps.iter().filter(|gap| gap.artefact.as_str().contains("Quarantine")).collect()
}

#[test]
fn the_content_says_what_was_removed() {
    let assessment = assessed("");
    let finding = found(&assessment);
    let fact = |name: &str| finding.facts.get(name).map_or("", String::as_str);
    assert!(fact("path").ends_with("owa\\auth\\helpdesk.aspx"), "{:?}", finding.facts);
    assert_eq!(fact("removed_at"), "2021-03-07T04:17:56Z");
    assert_eq!((fact("sha256").len(), fact("content")), (64, "shell"));
    assert!(fact("abilities").contains("runs text as code"), "{:?}", finding.facts);
    assert_eq!(fact("owner"), "S-1-5-18");
    assert!(!fact("patterns").is_empty(), "{:?}", finding.facts);
    assert!(fact("copy").contains("ResourceData"));
    assert_eq!(of_quarantine(&assessment), Vec::<&Gap>::new());
}

#[test]
fn a_broken_link_is_a_gap_and_what_is_left_is_told() {
    let assessment = assessed("ResourceData");
    let [gap] = of_quarantine(&assessment)[..] else { panic!("{:?}", assessment.gaps) };
    assert_eq!(gap.reason, GapReason::Missing);
    assert_eq!(found(&assessment).facts.get("copy").map(String::as_str), Some("not read"));

    let assessment = assessed("Entries");
    let [gap] = of_quarantine(&assessment)[..] else { panic!("{:?}", assessment.gaps) };
    assert_eq!(gap.reason, GapReason::Missing);
    let finding = found(&assessment);
    assert_eq!(finding.facts.get("path"), None);
    assert_eq!(finding.facts.get("content").map(String::as_str), Some("shell"));
}
