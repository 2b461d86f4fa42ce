//! One file per output; the input is always an [`Assessment`].
//!
//! A renderer shows and shortens. It decides nothing: what a report says was decided by the
//! verdict, and what two renderers both need (grouping, bounding, words for times) is in `digest`.
//! Text of the evidence was written by an intruder, so every renderer makes it harmless for the
//! place it goes to. A new output is one file here and one arm of [`Format`].

mod digest;
mod html;
mod json;
mod jsonl;
mod text;
mod visible;

use std::io::{self, Write};

pub use visible::visible;

use model::Assessment;

/// The outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal: understood in ten seconds.
    Text,
    /// The assessment as one indented JSON document, as its published schema describes it.
    Json,
    /// One JSON object a line: the assessment without its lists, then each finding, incident,
    /// coverage, gap and plan step, each with a `type`.
    Jsonl,
    /// One self-contained page: no network, no script, works printed.
    Html,
}

impl Format {
    /// Every output.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Jsonl, Self::Html];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Html => "html",
        }
    }

    /// Writes `assessment` to `out`.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn render(
        self,
        assessment: &Assessment,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Self::Text => text::render(assessment, options, out),
            Self::Json => json::render(assessment, out),
            Self::Jsonl => jsonl::render(assessment, out),
            Self::Html => html::render(assessment, out),
        }
    }
}

/// How an output is shown, where it has a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether to colour the text report with ANSI escapes.
    pub color: bool,
    /// Columns of the text report; kept between 40 and 160.
    pub width: usize,
    /// Whether the text report lists everything instead of the first few.
    pub verbose: bool,
    /// Where the full report is, to be named at the end of the text report.
    pub full_report: Option<String>,
}

impl Default for Options {
    /// For a pipe: no colour, 100 columns.
    fn default() -> Self {
        Self { color: false, width: 100, verbose: false, full_report: None }
    }
}
