//! The catalogue: every kind of artefact that answers a question, as data.
//!
//! Logs stand in one table, files that are read whole in another. Rows are tried in order, logs
//! first; the first that fits names the file. Places and names are those of the
//! products: Exchange 2013 to Subscription Edition (the script Test-ProxyLogon and the collector
//! ExchangeLogCollector of <https://github.com/microsoft/CSS-Exchange> name the same folders),
//! IIS (<https://learn.microsoft.com/iis/>) and Windows.

mod logs;
mod whole;

use model::RecordKind;

pub(crate) use whole::{
    CONFIGURED_PAGE, CONFIGURED_PART, CONFIGURED_PROGRAM, PAGE_ELSEWHERE, PAGES, STAGED,
};

/// The questions of an assessment that an artefact helps to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Was it vulnerable?
    Exposed,
    /// Was it attacked?
    Targeted,
    /// Did an attack succeed?
    Compromised,
    /// Is or was there a back door?
    BackDoor,
    /// Was data touched?
    Data,
}

/// How the part of a source is read off a path. Coverage is kept for each part apart; verdicts
/// know parts of HttpProxy and IIS only, so that only those two have any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The source has no parts.
    None,
    /// The folder just below the row's own: `Ecp` of `Logging\HttpProxy\Ecp`.
    FolderBelow,
    /// The folder that IIS names after the site: `W3SVC1`.
    Site,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Row by row, as a log.
    Log,
    /// Whole: hashed, looked up among the pages that Exchange ships, and judged by its content.
    Page,
    /// Whole: configuration, databases and the like, whose parts refer to each other.
    Document,
    /// Whole: what it is and what the YARA rules say of it.
    Staged,
}

/// A row of the catalogue.
#[derive(Clone, Debug)]
pub struct Artefact {
    /// Its name in this program, unique.
    pub id: &'static str,
    /// Folders that must occur in the path, in this order and without others between; empty for
    /// any place.
    pub folder: &'static str,
    /// Folders that must not occur in the path, in this order; empty for none.
    pub outside: &'static str,
    /// Patterns of the file name, with `*`; empty for every file of the folder.
    pub names: &'static [&'static str],
    /// The kind of record expected in it; `None` for artefacts that this version does not read.
    /// Each of those kinds becomes one gap.
    pub kind: Option<RecordKind>,
    /// How it is read, if it is.
    pub reader: Reader,
    /// How its part is found.
    pub part: Part,
    /// Extensions that are added to its name for files that belong to it and are read with it.
    pub companions: &'static [&'static str],
    /// What it is, for people.
    pub what: &'static str,
    /// Why it matters: what it shows.
    pub why: &'static str,
    /// The questions it helps to answer.
    pub questions: &'static [Question],
}

impl Artefact {
    /// The same row for other file names; none for every file.
    const fn named(mut self, names: &'static [&'static str]) -> Self {
        self.names = names;
        self
    }

    /// The same row, but not for files below other folders.
    const fn outside(mut self, folder: &'static str) -> Self {
        self.outside = folder;
        self
    }

    /// The same row for other questions.
    const fn answering(mut self, questions: &'static [Question]) -> Self {
        self.questions = questions;
        self
    }

    /// The same row for another reader.
    const fn read_by(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// The same row with files beside it that belong to it.
    const fn with(mut self, companions: &'static [&'static str]) -> Self {
        self.companions = companions;
        self
    }

    /// The same row with parts.
    const fn parted(mut self, part: Part) -> Self {
        self.part = part;
        self
    }
}

/// All artefacts that matter.
pub fn catalogue() -> impl Iterator<Item = &'static Artefact> {
    logs::LOGS.iter().chain(whole::WHOLE)
}
