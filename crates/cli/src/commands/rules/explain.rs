//! `rules explain`: for one record, which parts of a rule match and which do not.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use model::{Locator, Record};
use sigma::{Explained, RuleSet};

use crate::exit::ExitStatus;

/// Explains a rule on the record with this number (a line number in a text log), or on the first
/// record it matches, or else on the first of its log source.
pub(super) fn run(
    wanted: &str,
    sources: &[PathBuf],
    folder: Option<&Path>,
    number: Option<u64>,
) -> Result<ExitStatus> {
    let set = super::load(folder)?;
    let Some(rule) = super::find(&set, wanted) else {
        bail!("there is no Sigma rule {wanted:?}; `afterpatch rules list` names them all");
    };
    let paths: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    let source = evidence::open_many(&paths, evidence::Options::default())?;
    let (mut first, mut best) = (None, None);
    engine::each_record(source.as_ref(), &mut |artefact, record| {
        if number.is_some_and(|number| number != number_of(record)) {
            return ControlFlow::Continue(());
        }
        let hit = set.evaluate_plain(rule, record);
        if hit || number.is_some() || first.is_none() {
            let Some((concerned, text)) = describe(&set, rule, record) else {
                return ControlFlow::Break(());
            };
            let text = format!("{}, {}\n{text}", artefact.path(), record.locator());
            if hit || number.is_some() {
                best = Some(text);
                return ControlFlow::Break(());
            }
            if concerned {
                first = Some(text);
            }
        }
        ControlFlow::Continue(())
    })?;
    let Some(text) = best.or(first) else {
        bail!("no record to explain: none has that number, or none is of the rule's log source");
    };
    let mut out = std::io::stdout().lock();
    for line in text.lines() {
        writeln!(out, "{}", report::visible(line))?;
    }
    Ok(ExitStatus::Done)
}

fn number_of(record: &dyn Record) -> u64 {
    match record.locator() {
        Locator::Line { line, .. } => line,
        Locator::Record { number, .. } => number,
        _ => 0,
    }
}

/// Whether the record is of the rule's log source, and the explanation as lines.
fn describe(set: &RuleSet, rule: usize, record: &dyn Record) -> Option<(bool, String)> {
    let told = set.explain(rule, record)?;
    let title = set.rules().nth(rule).map_or("", |info| info.title.as_str());
    let answer = if told.matched { "matches" } else { "does not match" };
    let mut text = format!("{title}: {answer}\n");
    if !told.concerned {
        text.push_str("The record is not of the rule's log source.\n");
    }
    text.push_str("condition\n");
    lines(&told.condition, 1, &mut text);
    for selection in &told.selections {
        lines(selection, 0, &mut text);
    }
    Some((told.concerned, text))
}

fn lines(part: &Explained, depth: usize, text: &mut String) {
    let mark = if part.matched { "yes" } else { "no " };
    text.push_str(&format!("{}{mark} {}\n", "  ".repeat(depth + 1), part.asks));
    for value in &part.values {
        text.push_str(&format!("{}was asked of: {value}\n", "  ".repeat(depth + 3)));
    }
    for part in &part.parts {
        lines(part, depth + 1, text);
    }
}
