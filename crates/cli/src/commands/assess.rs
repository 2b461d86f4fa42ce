//! `afterpatch assess`: open, assess, print, write the case.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use case::{CaseWriter, Rules};
use engine::{HashWhat, Options, Progress};
use evidence::Source;
use exposure::Table;
use model::Assessment;
use report::Format;
use sigma::{RuleSet, SigmaDetector};

use crate::args::{self, Assess, Color, Common, Hash};
use crate::exit::ExitStatus;
use crate::progress::Screen;

/// Columns of the text report when standard output is no terminal.
const PIPED_WIDTH: usize = 100;

/// Assesses the sources the user named.
pub(crate) fn run(args: &Assess) -> Result<ExitStatus> {
    let paths: Vec<&Path> = args.sources.iter().map(PathBuf::as_path).collect();
    let source = evidence::open_many(&paths, evidence::Options::default())?;
    // Before the reading, which may take long: a place that cannot be written is known at once.
    let case = args.out.as_deref().map(|out| CaseWriter::create(out, &args.sources)).transpose()?;
    let base = options(&args.common);
    let options = Options {
        hash: match args.hash {
            Hash::Findings => HashWhat::Findings,
            Hash::All => HashWhat::All,
        },
        as_of: args.as_of,
        table: table(args.build_table.as_deref())?,
        sigma: match &args.rules {
            Some(_) => Arc::new(SigmaDetector::new(rules(args)?)),
            None => Arc::clone(&base.sigma),
        },
        yara: yara_rules(args)?,
        ..options(&args.common)
    };
    let status = assess(source.as_ref(), &options, &args.common, case);
    // The program ends here, and giving back thousands of rules piece by piece takes longer than
    // compiling a hundred of them.
    std::mem::forget(options);
    status
}

/// Assesses a source, prints the answer, and writes the case if there is one to write.
pub(crate) fn assess(
    source: &dyn Source,
    options: &Options,
    common: &Common,
    case: Option<CaseWriter>,
) -> Result<ExitStatus> {
    let progress = Arc::new(Progress::default());
    stop_on_interrupt(&progress);
    let screen = Screen::start(&progress, common.quiet);
    let assessment = engine::assess(source, options, &progress)?;
    drop(screen);
    let report = case.map(|case| write_case(case, &assessment)).transpose()?;
    print(&assessment, common, report)?;
    Ok(ExitStatus::Answered(assessment.headline))
}

/// What all commands that assess share of the engine's options.
pub(crate) fn options(common: &Common) -> Options {
    let mut options = Options::default();
    if let Some(threads) = common.threads {
        options.threads = threads.get();
    }
    options
}

/// The shipped rules and the user's; those that take no part are counted aloud, never dropped in
/// silence.
#[expect(clippy::print_stderr, reason = "what concerns the run and not the server")]
fn rules(args: &Assess) -> Result<RuleSet> {
    let set = super::rules::load(args.rules.as_deref())?;
    if let Some(folder) = args.rules.as_deref().filter(|_| !args.common.quiet) {
        let idle = set.unusable().len() + set.never_firing().len();
        let folder = folder.display();
        eprintln!("{idle} rules take no part; `afterpatch rules check {folder}` says why");
    }
    Ok(set)
}

/// The shipped YARA rules and the user's; empty for the shipped ones alone, which the engine makes
/// ready itself.
#[expect(clippy::print_stderr, reason = "what concerns the run and not the server")]
fn yara_rules(args: &Assess) -> Result<OnceLock<yara::Rules>> {
    let Some(path) = args.yara.as_deref() else { return Ok(OnceLock::new()) };
    let (rules, faulty) = super::rules::load_yara(path)?;
    if !faulty.is_empty() && !args.common.quiet {
        let (count, path) = (faulty.len(), path.display());
        eprintln!("{count} YARA rules take no part; `afterpatch rules check {path}` says why");
    }
    Ok(OnceLock::from(rules))
}

fn table(path: Option<&Path>) -> Result<Table> {
    let Some(path) = path else { return Ok(Table::shipped()) };
    #[expect(clippy::disallowed_methods, reason = "the user's own table, not evidence")]
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: the build table cannot be read", path.display()))?;
    Table::from_json(&text)
        .with_context(|| format!("{}: this is no build table of this version", path.display()))
}

/// The first Ctrl-C ends the run with what was read so far; the second ends the program.
fn stop_on_interrupt(progress: &Arc<Progress>) {
    let progress = Arc::clone(progress);
    let installed = ctrlc::set_handler(move || {
        if progress.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(ABANDONED));
        }
    });
    // Where no handler can be installed, Ctrl-C ends the program at once, as everywhere.
    drop(installed);
}

/// Exit code of a run ended by a second Ctrl-C: it failed.
const ABANDONED: u8 = 2;

/// Writes the case folder and returns the path of its report.
fn write_case(mut case: CaseWriter, assessment: &Assessment) -> Result<String> {
    let report = for_people(&case.folder().join("report.html").display().to_string());
    case.write("report.html", |out| {
        Format::Html.render(assessment, &report::Options::default(), out)
    })?;
    let rules =
        Rules { name: "analyzers".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    case.finish(assessment, vec![rules])?;
    Ok(report)
}

/// A path as browsers and Explorer take it: without the `\\?\` of Windows' own true paths.
fn for_people(path: &str) -> String {
    match path.strip_prefix("\\\\?\\") {
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => rest.to_owned(),
        Some(rest) => match rest.strip_prefix("UNC\\") {
            Some(share) => format!("\\\\{share}"),
            None => path.to_owned(),
        },
        None => path.to_owned(),
    }
}

fn print(assessment: &Assessment, common: &Common, report: Option<String>) -> Result<()> {
    let terminal = std::io::stdout().is_terminal();
    let format = match common.format {
        args::Format::Text => Format::Text,
        args::Format::Json => Format::Json,
        args::Format::Jsonl => Format::Jsonl,
    };
    let options = report::Options {
        color: match common.color {
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none() && shows_colors(),
            Color::Always => true,
            Color::Never => false,
        },
        width: if terminal { terminal_width() } else { PIPED_WIDTH },
        verbose: common.verbose,
        full_report: report,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = format.render(assessment, &options, &mut out).and_then(|()| out.flush());
    match written {
        // Whoever reads only the first lines has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output cannot be written"),
    }
}

/// Whether the terminal understands colours. Windows' own does from Server 2016 on, and only once
/// it is asked to, which this does.
fn shows_colors() -> bool {
    console::Term::stdout().features().colors_supported()
}

/// Columns to fill. The consoles of older Windows begin a new line once the last column is
/// written, and the line's own end then leaves an empty one.
fn terminal_width() -> usize {
    let (_, columns) = console::Term::stdout().size();
    usize::from(columns).saturating_sub(usize::from(cfg!(windows)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_people_type_them() {
        let cases = [
            ("\\\\?\\C:\\case\\report.html", "C:\\case\\report.html"),
            ("\\\\?\\UNC\\nas\\cases\\a", "\\\\nas\\cases\\a"),
            ("\\\\?\\GLOBALROOT\\Device\\x", "\\\\?\\GLOBALROOT\\Device\\x"),
            ("C:\\case", "C:\\case"),
            ("/cases/a", "/cases/a"),
        ];
        for (path, wanted) in cases {
            assert_eq!(for_people(path), wanted);
        }
    }
}
