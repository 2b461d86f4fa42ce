//! `rules check`: which rules load, and why the others do not.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use sigma::Why;

use crate::exit::ExitStatus;

/// Loads the rules of a folder and lists every one that takes no part, with the reason. Fails if
/// any is not a valid rule; a rule for another system is no fault.
pub(super) fn run(folder: &Path) -> Result<ExitStatus> {
    if super::holds_yara(folder)? {
        return yara(folder);
    }
    let set = super::load_only(folder)?;
    let mut out = std::io::stdout().lock();
    let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
    for unusable in set.unusable().iter().chain(&set.never_firing()) {
        *counts.entry(unusable.why).or_default() += 1;
        let title = unusable.title.as_deref().unwrap_or("(no title)");
        writeln!(out, "{}: {title}\n  {}", unusable.file, unusable.reason)?;
    }
    writeln!(
        out,
        "{} rules and {} correlations load",
        set.rules().len(),
        set.correlations().len()
    )?;
    for (why, count) in &counts {
        writeln!(out, "{count} {}", words(*why))?;
    }
    let faulty = [Why::Invalid, Why::Aggregation, Why::Reference];
    let sound = !faulty.iter().any(|why| counts.contains_key(why));
    Ok(if sound { ExitStatus::Done } else { ExitStatus::Failed })
}

/// The same for YARA rules.
fn yara(folder: &Path) -> Result<ExitStatus> {
    let (rules, faulty) = super::load_yara(folder)?;
    let mut out = std::io::stdout().lock();
    for fault in &faulty {
        writeln!(out, "{}", report::visible(&fault.to_string()))?;
    }
    let own = rules.list().filter(|rule| !rule.shipped).count();
    writeln!(out, "{own} YARA rules load")?;
    if !faulty.is_empty() {
        writeln!(out, "{} do not", faulty.len())?;
    }
    Ok(if faulty.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}

const fn words(why: Why) -> &'static str {
    match why {
        Why::Invalid => "are no valid rules",
        Why::Aggregation => "use the old aggregation syntax",
        Why::Placeholder => "need a placeholder that has no value",
        Why::NoReader => "are for log sources that are not read here",
        Why::Reference => "refer to a rule that is not loaded",
        Why::Remark => "remarks on rules that load",
    }
}
