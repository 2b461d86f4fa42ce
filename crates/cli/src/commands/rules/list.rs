//! `rules list` and `rules show`: what this program concludes by, in its own words.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use model::RuleMeta;
use sigma::RuleInfo;

use crate::exit::ExitStatus;

/// Lists all rules: the analyzers', the shipped Sigma and YARA rules, and the user's.
pub(super) fn run(folder: Option<&Path>, yara: Option<&Path>) -> Result<ExitStatus> {
    let set = super::load(folder)?;
    let patterns = match yara {
        Some(path) => super::load_yara(path)?.0,
        None => yara::Rules::shipped(),
    };
    let mut out = std::io::stdout().lock();
    for rule in engine::rules() {
        writeln!(out, "{:<42} {}", rule.id, rule.title)?;
    }
    for rule in set.rules().chain(set.correlations()) {
        writeln!(out, "{:<42} {}", rule.finding_rule(), rule.title)?;
    }
    for rule in patterns.list().filter(|rule| !rule.private) {
        let name = format!("yara:{}", rule.name);
        // Anybody's pack may say anything of itself, in any letters.
        writeln!(out, "{name:<42} {}", report::visible(&rule.description))?;
    }
    Ok(ExitStatus::Done)
}

/// Shows the page of one rule.
pub(super) fn show(wanted: &str, folder: Option<&Path>) -> Result<ExitStatus> {
    let mut out = std::io::stdout().lock();
    if let Some(rule) = engine::rules().iter().find(|rule| rule.id == wanted) {
        page(rule, &mut out)?;
        return Ok(ExitStatus::Done);
    }
    let set = super::load(folder)?;
    let Some(rule) = super::find(&set, wanted).and_then(|index| set.rules().nth(index)) else {
        bail!("there is no rule {wanted:?}; `afterpatch rules list` names them all");
    };
    sigma_page(rule, &mut out)?;
    Ok(ExitStatus::Done)
}

fn page(rule: &RuleMeta, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}: {}\n", rule.id, rule.title)?;
    writeln!(out, "{}\n", rule.about)?;
    writeln!(out, "How it can be wrong: {}\n", rule.false_positives)?;
    if !rule.cves.is_empty() {
        writeln!(out, "CVEs:       {}", rule.cves.join(", "))?;
    }
    writeln!(out, "ATT&CK:     {}", rule.techniques.join(", "))?;
    for reference in rule.references {
        writeln!(out, "Reference:  {reference}")?;
    }
    Ok(())
}

fn sigma_page(rule: &RuleInfo, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}: {}\n", rule.finding_rule(), rule.title)?;
    writeln!(out, "{}\n", rule.description.trim())?;
    for wrong in &rule.false_positives {
        writeln!(out, "How it can be wrong: {wrong}")?;
    }
    writeln!(out, "File:       {}", rule.file)?;
    writeln!(out, "Stage:      {} ({:?} confidence)", rule.stage(), rule.confidence())?;
    writeln!(out, "ATT&CK:     {}", rule.techniques().join(", "))?;
    for reference in &rule.references {
        writeln!(out, "Reference:  {reference}")?;
    }
    Ok(())
}
