//! `afterpatch rules`: rules explain themselves: list, check, test, explain.

mod check;
mod explain;
mod files;
mod kept;
mod list;
mod test;

use std::path::Path;

use anyhow::{Result, bail};
use sigma::{Placeholders, RuleSet, SHIPPED};

use crate::args::Rules;
use crate::exit::ExitStatus;

/// Extensions of Sigma rules, and their largest file in bytes; the largest of SigmaHQ has 60 KB.
const SIGMA: files::Wanted = files::Wanted { extensions: &["yml", "yaml"], most_bytes: 4 << 20 };

/// Extensions of YARA rules, and their largest file in bytes; packs come as one file of some MB.
const YARA: files::Wanted = files::Wanted { extensions: &["yar", "yara"], most_bytes: 64 << 20 };

/// Does what was asked about rules.
pub(crate) fn run(args: &Rules) -> Result<ExitStatus> {
    match args {
        Rules::List { rules, yara } => list::run(rules.as_deref(), yara.as_deref()),
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
    let files = files::read(path, &SIGMA)?;
    if files.is_empty() {
        bail!("{}: there are no rules here; expected .yml or .yaml files", path.display());
    }
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    };
    Ok(files.into_iter().map(|(name, bytes)| (name, text(bytes))).collect())
}

/// The shipped YARA rules and those of a folder or file, with what of these takes no part.
pub(crate) fn load_yara(path: &Path) -> Result<(yara::Rules, Vec<yara::Faulty>)> {
    let files = files::read(path, &YARA)?;
    if files.is_empty() {
        bail!("{}: there are no rules here; expected .yar or .yara files", path.display());
    }
    let files = files.iter().map(|(name, bytes)| yara::PackFile { name, bytes });
    Ok(yara::Rules::with_packs(files))
}

/// Whether a folder or file holds YARA rules and no Sigma rules.
fn holds_yara(path: &Path) -> Result<bool> {
    if !path.is_dir() {
        return Ok(files::is_named(path, &YARA));
    }
    Ok(files::find(path, &SIGMA)?.is_empty() && !files::find(path, &YARA)?.is_empty())
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
