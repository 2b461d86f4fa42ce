//! `rules test`: which rules of a file or folder hit which records of some evidence.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sigma::Matching;

use crate::exit::ExitStatus;

/// Places shown per rule; more are counted.
const SHOWN: usize = 5;

/// Tries rules on evidence and lists the hits.
pub(super) fn run(rules: &Path, sources: &[PathBuf]) -> Result<ExitStatus> {
    let set = super::load_only(rules)?;
    let paths: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    let source = evidence::open_many(&paths, evidence::Options::default())?;
    let mut matching = Matching::new(&set);
    let mut hits: BTreeMap<usize, (u64, Vec<String>)> = BTreeMap::new();
    let mut records = 0_u64;
    let gaps = engine::each_record(source.as_ref(), &mut |artefact, record| {
        records += 1;
        for rule in matching.rules(record) {
            let (count, places) = hits.entry(rule).or_default();
            *count += 1;
            if places.len() < SHOWN {
                places.push(format!("{}, {}", artefact.path(), record.locator()));
            }
        }
        ControlFlow::Continue(())
    })?;
    let mut out = std::io::stdout().lock();
    for (rule, (count, places)) in &hits {
        let Some(info) = set.rules().nth(*rule) else { continue };
        writeln!(out, "{count} hits  {}  ({})", info.title, info.finding_rule())?;
        for place in places {
            writeln!(out, "    {}", report::visible(place))?;
        }
    }
    let (hit, all) = (hits.len(), set.rules().len());
    writeln!(out, "{hit} of {all} rules hit in {records} records")?;
    if !set.unusable().is_empty() {
        writeln!(out, "{} rules take no part; see `rules check`", set.unusable().len())?;
    }
    for gap in &gaps {
        let place = report::visible(gap.artefact.as_str());
        writeln!(out, "not read: {place}, {}: {}, {}", gap.locator, gap.reason, gap.detail)?;
    }
    Ok(ExitStatus::Done)
}
