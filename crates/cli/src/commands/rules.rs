//! `afterpatch rules`: what this program concludes by, in its own words.

use std::io::Write;

use anyhow::{Result, bail};
use model::RuleMeta;

use crate::args::Rules;
use crate::exit::ExitStatus;

/// Lists all rules, or shows the page of one.
pub(crate) fn run(args: &Rules) -> Result<ExitStatus> {
    let rules = engine::rules();
    let mut out = std::io::stdout().lock();
    match &args.rule {
        None => {
            for rule in &rules {
                writeln!(out, "{:<28} {}", rule.id, rule.title)?;
            }
        }
        Some(wanted) => match rules.iter().find(|rule| rule.id == wanted) {
            Some(rule) => page(rule, &mut out)?,
            None => bail!("there is no rule {wanted:?}; `afterpatch rules` lists them all"),
        },
    }
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
