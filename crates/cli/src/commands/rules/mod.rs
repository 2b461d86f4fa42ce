//! `afterpatch rules`: rules explain themselves: list, check, test, explain.

mod check;
mod explain;
mod kept;
mod list;
mod test;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sigma::{Placeholders, RuleSet, SHIPPED};

use crate::args::Rules;
use crate::exit::ExitStatus;

/// Largest rule file read. The largest of SigmaHQ has 60 KB.
const MAX_RULE_BYTES: u64 = 4 << 20;

/// Deepest folder searched for rules; a loop of links ends there.
const DEEPEST: usize = 16;

/// Does what was asked about rules.
pub(crate) fn run(args: &Rules) -> Result<ExitStatus> {
    match args {
        Rules::List { rules } => list::run(rules.as_deref()),
        Rules::Show { rule, rules } => list::show(rule, rules.as_deref()),
        Rules::Check { folder } => check::run(folder),
        Rules::Test { rules, sources } => test::run(rules, sources),
        Rules::Explain { rule, sources, rules, record } => {
            explain::run(rule, sources, rules.as_deref(), *record)
        }
    }
}

/// The shipped rules and, if a folder is given, the user's beside them.
pub(crate) fn load(folder: Option<&Path>) -> Result<RuleSet> {
    let Some(folder) = folder else { return Ok(RuleSet::shipped()) };
    let own = texts(folder)?;
    let shipped = SHIPPED.iter().copied();
    let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(kept::load(&shipped.chain(own).collect::<Vec<_>>()))
}

/// The rules of one file or folder alone.
fn load_only(folder: &Path) -> Result<RuleSet> {
    let own = texts(folder)?;
    let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(RuleSet::load(own, &Placeholders::new()))
}

/// Name and text of every `.yml` and `.yaml` file below a folder, or of one file, by name.
fn texts(path: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    collect(path, 0, &mut files)?;
    files.sort();
    if files.is_empty() {
        bail!("{}: there are no rules here; expected .yml or .yaml files", path.display());
    }
    files.iter().map(|file| Ok((file.display().to_string(), text(file)?))).collect()
}

#[expect(clippy::disallowed_methods, reason = "the user's own rules, not evidence")]
fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let place = || format!("{}: the rules cannot be read", path.display());
    if !path.is_dir() {
        let rule = path.extension().is_some_and(|own| own == "yml" || own == "yaml");
        if rule || depth == 0 {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    if depth >= DEEPEST {
        bail!("{}: more than {DEEPEST} folders deep; do links go round?", path.display());
    }
    for entry in std::fs::read_dir(path).with_context(place)? {
        collect(&entry.with_context(place)?.path(), depth + 1, files)?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the user's own rules, not evidence")]
fn text(file: &Path) -> Result<String> {
    let size = file.metadata().with_context(|| file.display().to_string())?.len();
    if size > MAX_RULE_BYTES {
        bail!("{}: {size} bytes are too many for a rule", file.display());
    }
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The number of the rule with this id, name, title or file.
fn find(set: &RuleSet, wanted: &str) -> Option<usize> {
    let wanted = wanted.strip_prefix("sigma:").unwrap_or(wanted);
    set.rules().position(|rule| {
        rule.id.eq_ignore_ascii_case(wanted)
            || rule.name.as_deref() == Some(wanted)
            || rule.title.eq_ignore_ascii_case(wanted)
            || Path::new(&rule.file).file_stem().is_some_and(|stem| stem == wanted)
    })
}
