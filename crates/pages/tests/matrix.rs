//! Kind x flagged: every specimen of our own is flagged, every benign page is left alone.
//!
//! Specimens are inert (each holds a line that no compiler accepts and names only invalid hosts
//! and programs) and stored in base64, so that no scanner removes them. `NAME~FILE.b64` is judged
//! under the name FILE.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod support;

use std::{collections::BTreeMap, path::Path};

use pages::{Grade, Judgement, judge};
use support::{Specimen, files, specimens};

fn kind(path: &Path) -> String {
    path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned()
}

fn shown(path: &Path, judged: &Judgement) -> String {
    let reasons: Vec<String> = judged
        .reasons
        .iter()
        .map(|reason| format!("{} {} `{}`", reason.weight, reason.what, reason.excerpt))
        .collect();
    format!(
        "{} {:?}: {}",
        path.file_name().unwrap().to_string_lossy(),
        judged.grade,
        reasons.join("; ")
    )
}

#[test]
fn every_specimen_is_flagged_and_nearly_all_are_shells() {
    let mut table: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let (mut missed, mut weak) = (Vec::new(), Vec::new());
    for Specimen { path, name, bytes } in specimens() {
        let judged = judge(&name, &bytes);
        table.entry(kind(&path)).or_default()[judged.grade as usize] += 1;
        if judged.grade < Grade::Suspicious {
            missed.push(shown(&path, &judged));
        } else if judged.grade < Grade::Shell {
            weak.push(shown(&path, &judged));
        }
    }
    println!("{:<16}{:>7}{:>7}{:>12}{:>7}", "kind", "clean", "odd", "suspicious", "shell");
    for (kind, [clean, odd, suspicious, shell]) in &table {
        println!("{kind:<16}{clean:>7}{odd:>7}{suspicious:>12}{shell:>7}");
    }
    let total: usize = table.values().flatten().sum();
    assert!(missed.is_empty(), "missed:\n{}\nweak:\n{}", missed.join("\n"), weak.join("\n"));
    assert!(total >= 1_195, "{total} specimens");
    assert!(weak.len() * 100 <= total * 3, "{} of {total} weak:\n{}", weak.len(), weak.join("\n"));
}

#[test]
fn no_benign_page_is_more_than_odd() {
    let mut wrong = Vec::new();
    let (mut odd, mut total) = (0, 0);
    for path in files("benign") {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let judged = judge(&name, &bytes);
        total += 1;
        odd += usize::from(judged.grade == Grade::Odd);
        if judged.grade > Grade::Odd {
            wrong.push(shown(&path, &judged));
        }
    }
    println!("{total} benign pages, {odd} odd, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(total >= 775, "{total} benign pages");
}

/// Real configuration files of Exchange 2013, 2016 and 2019 servers are clean.
#[test]
fn real_configuration_is_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/iis_config");
    if !root.is_dir() {
        println!("skipped: ../shared/data is absent");
        return;
    }
    let mut open = vec![root];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let judged = judge(&path.to_string_lossy(), &std::fs::read(&path).unwrap());
            assert!(judged.grade <= Grade::Odd, "{}", shown(&path, &judged));
            seen += 1;
        }
    }
    assert!(seen > 50);
}
