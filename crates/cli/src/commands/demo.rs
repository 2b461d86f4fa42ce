//! `afterpatch demo`: makes a broken-into server, assesses it, and shows where the report is.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use case::CaseWriter;

use super::assess;
use crate::args::Demo;
use crate::exit::ExitStatus;

/// Runs the demo. It succeeds if the verdict is the one the made server deserves.
pub(crate) fn run(args: &Demo) -> Result<ExitStatus> {
    let folder = folder(args)?;
    let server = folder.join("server");
    ensure!(!server.exists(), "{}: this is there already; name a new folder", server.display());
    note(args, &format!("Making the evidence of an invented server in {}", server.display()));
    lab::write(&lab::demo_recipe(), &server)
        .with_context(|| format!("{}: the demo server cannot be written", server.display()))?;
    let source = evidence::open(&server, evidence::Limits::default())?;
    let case = CaseWriter::create(&folder.join("case"), std::slice::from_ref(&server))?;
    let options = assess::options(&args.common);
    let status = assess::assess(source.as_ref(), &options, &args.common, Some(case))?;
    ensure!(
        matches!(status, ExitStatus::Answered(headline) if headline.exit_code() == 1),
        "the demo server is broken into, and the assessment did not say so; please report this"
    );
    // The verdict of an invented server is not the demo's failure.
    Ok(ExitStatus::Done)
}

/// Where the demo goes: where the user says, or a temporary folder that stays, since the report
/// is there to be opened.
fn folder(args: &Demo) -> Result<PathBuf> {
    match &args.out {
        Some(out) => Ok(out.clone()),
        None => {
            let made = tempfile::Builder::new().prefix("afterpatch-demo-").tempdir();
            Ok(made.context("no temporary folder can be made; name one with --out")?.keep())
        }
    }
}

#[expect(clippy::print_stderr, reason = "progress belongs on standard error")]
fn note(args: &Demo, text: &str) {
    if !args.common.quiet {
        eprintln!("{text}");
    }
}
