//! The `afterpatch` command: reads the command line, calls the engine, prints what it says.

mod args;
mod commands;
mod exit;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::ExitStatus;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Assess(args) => commands::assess::run(&args),
        Command::Demo(args) => commands::demo::run(&args),
        Command::Rules(args) => commands::rules::run(&args),
    };
    result.unwrap_or_else(|error| report_error(&error)).into()
}

/// Prints an error with every cause on a line of its own.
#[expect(clippy::print_stderr, reason = "the one place where errors reach the user")]
fn report_error(error: &anyhow::Error) -> ExitStatus {
    eprintln!("afterpatch: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
    ExitStatus::Failed
}
