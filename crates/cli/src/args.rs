//! What was typed, checked and nothing more; what will be done is decided in `commands`.

use std::ffi::OsString;
use std::path::{Component, PathBuf, Prefix};

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use model::Timestamp;

/// Finds out what happened to an on-premises Microsoft Exchange server.
///
/// Reads what the server left behind (a folder, zip, tar, mounted disk or loose files) and
/// answers with proof: exposed, targeted, compromised, back door, data touched; each yes, no or
/// cannot say, with how far back the evidence could see. Nothing is changed, nothing is sent.
#[derive(Debug, Parser)]
#[command(name = "afterpatch", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  no evidence of a break-in, and everything that would show one was read
  1  compromised, or likely so
  2  the run failed
  3  cannot say, or only in part: evidence is missing
  4  attacked, no success seen";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Assess the evidence of one server.
    Assess(Assess),
    /// Make a broken-into server in a temporary folder and assess it.
    Demo(Demo),
    /// List, check, test and explain the rules this program concludes by.
    #[command(subcommand)]
    Rules(Rules),
}

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Assess {
    /// Folders, zips, tars, loose files, or the root of a mounted Windows disk; all of one server.
    #[arg(required = true, value_name = "SOURCE", value_parser = place())]
    pub(crate) sources: Vec<PathBuf>,

    /// Write a case folder here: assessment.json, report.html, manifest.json. Must not exist yet.
    #[arg(long, value_name = "CASE", value_parser = place())]
    pub(crate) out: Option<PathBuf>,

    /// When the evidence was taken, if later than its last record (RFC 3339, for example
    /// 2021-03-10T08:00:00Z). The server is judged up to then.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_of: Option<Timestamp>,

    /// A newer table of Exchange builds than the one built in.
    #[arg(long, value_name = "FILE")]
    pub(crate) build_table: Option<PathBuf>,

    /// A folder of Sigma rules to ask besides the shipped ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,

    /// A folder or file of YARA rules to ask besides the shipped ones, of files that no Exchange
    /// build ships.
    #[arg(long, value_name = "DIR")]
    pub(crate) yara: Option<PathBuf>,

    /// Which files get a SHA-256 in the manifest.
    #[arg(long, value_enum, default_value_t = Hash::Findings)]
    pub(crate) hash: Hash,

    #[command(flatten)]
    pub(crate) common: Common,
}

/// A place as Windows' shells hand it over; elsewhere as it stands.
fn place() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(meant)
}

/// The place that is meant. `C:` alone is to Windows the folder that the shell last stood in on
/// that drive, and the backslash in `"C:\my case\"` makes the quotation mark a part of the path.
fn meant(typed: OsString) -> Result<PathBuf, &'static str> {
    if cfg!(windows) && typed.as_encoded_bytes().contains(&b'"') {
        return Err("it holds a quotation mark; leave out the backslash before the closing one");
    }
    let mut path = PathBuf::from(typed);
    let drive = path.components().all(
        |part| matches!(part, Component::Prefix(prefix) if matches!(prefix.kind(), Prefix::Disk(_))),
    );
    if drive && !path.as_os_str().is_empty() {
        path.push("\\");
    }
    Ok(path)
}

/// A moment as RFC 3339 writes it.
fn moment(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "expected a time with its zone, for example 2021-03-10T08:00:00Z")
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Keep the made server and its case in this folder instead of a temporary one.
    #[arg(long, value_name = "FOLDER", value_parser = place())]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// List all rules: the analyzers', the Sigma and the YARA rules, shipped and your own.
    List {
        /// A folder of Sigma rules besides the shipped ones.
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
        /// A folder of YARA rules besides the shipped ones.
        #[arg(long, value_name = "DIR")]
        yara: Option<PathBuf>,
    },
    /// Show one rule's page.
    Show {
        /// Its id, name or title.
        rule: String,
        /// A folder of Sigma rules besides the shipped ones.
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
    },
    /// Load Sigma or YARA rules and name every one that takes no part, with the reason.
    Check {
        /// A folder of rules, or one file.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Try Sigma rules on evidence and list what they hit.
    Test {
        /// A folder of rules, or one file.
        #[arg(value_name = "RULES")]
        rules: PathBuf,
        /// Evidence, as for `assess`.
        #[arg(required = true, value_name = "SOURCE", value_parser = place())]
        sources: Vec<PathBuf>,
    },
    /// Show for one record which parts of a Sigma rule match.
    Explain {
        /// The rule's id, name or title.
        rule: String,
        /// Evidence, as for `assess`.
        #[arg(required = true, value_name = "SOURCE", value_parser = place())]
        sources: Vec<PathBuf>,
        /// A folder of Sigma rules besides the shipped ones.
        #[arg(long, value_name = "DIR")]
        rules: Option<PathBuf>,
        /// Number of the record, or of the line in a text log; the first that matches if not given.
        #[arg(long, value_name = "N")]
        record: Option<u64>,
    },
}

/// Options of every command that assesses.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// What to print on standard output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Threads to read with; as many as the machine has cores if not given.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,

    /// Colours: on a terminal, always or never.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// No progress on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Show everything the report would shorten.
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// The assessment as one JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Hash {
    /// Files that findings quote. Hashing all costs as much again as reading all.
    Findings,
    /// Every file read.
    All,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_place_is_the_one_that_is_meant() {
        let meant = |typed: &str| meant(typed.into()).map(PathBuf::into_os_string);
        for typed in ["", "case", "C:\\", "C:\\inetpub", "\\\\ex01\\C$", "C:logs"] {
            assert_eq!(meant(typed), Ok(typed.into()));
        }
        let (drive, quoted) = (meant("C:"), meant("C:\\my case\""));
        if cfg!(windows) {
            assert_eq!(drive, Ok("C:\\".into()));
            assert!(quoted.is_err_and(|words| words.contains("quotation mark")));
        } else {
            assert_eq!(drive, Ok("C:".into()));
            assert_eq!(quoted, Ok("C:\\my case\"".into()));
        }
    }
}
