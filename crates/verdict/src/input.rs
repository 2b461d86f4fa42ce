//! What the verdict is drawn from, and what it consists of. Neutral types: whoever runs the flow
//! fills them from the crates that know formats and builds.

use std::collections::BTreeSet;

use model::{
    Answers, Finding, Gap, Headline, Hole, Host, HourSet, Incident, PlanStep, SourceKey, Timestamp,
};

/// Everything the verdict depends on. The same input gives the same verdict, whatever the order
/// of findings, sources and gaps.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Findings without ids, in any order.
    pub findings: Vec<Finding>,
    /// What was read: for each source the hours that have records.
    pub coverage: Vec<SourceHours>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// The server, with its exposures.
    pub host: Host,
    /// What the build history as a whole says.
    pub builds: Builds,
    /// The known families of attacks, newest first, with the times in which the server was or may
    /// have been open to them.
    pub families: Vec<Family>,
    /// The end of the evidence: the time of its last record, usually. `None` if no record has a
    /// time.
    pub as_of: Option<Timestamp>,
    /// What a server of this kind should have and the evidence lacks, a sentence for each.
    pub expected_missing: Vec<String>,
    /// Which places that can hold a back door were read completely.
    pub read_areas: BTreeSet<Area>,
    /// Whether a volume's file table was read completely: nothing else lists alternate data streams.
    pub file_table: bool,
    /// Whether the run was stopped before everything was read.
    pub partial: bool,
}

/// The hours in which one source has records.
#[derive(Clone, Debug)]
pub struct SourceHours {
    /// The source. An empty part of a kind that has parts counts for no part.
    pub source: SourceKey,
    /// Its hours.
    pub hours: HourSet,
}

/// A place that can hold a back door. "Is one there now" may be denied only when all are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Files under the web roots.
    WebRoots,
    /// The configuration of IIS: modules, handlers, keys.
    IisConfiguration,
    /// Virtual directories, in the configuration and in Active Directory.
    VirtualDirectories,
    /// Scheduled tasks.
    Tasks,
    /// Services.
    Services,
    /// Transport agents.
    TransportAgents,
}

impl Area {
    /// All of them, in the order reports list them.
    pub const ALL: [Self; 6] = [
        Self::WebRoots,
        Self::IisConfiguration,
        Self::VirtualDirectories,
        Self::Tasks,
        Self::Services,
        Self::TransportAgents,
    ];

    /// What it is called in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebRoots => "the files under the web roots",
            Self::IisConfiguration => "the IIS configuration",
            Self::VirtualDirectories => "the virtual directories",
            Self::Tasks => "scheduled tasks",
            Self::Services => "services",
            Self::TransportAgents => "transport agents",
        }
    }
}

/// What the build history says beyond the single exposures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Builds {
    /// Whether any build was seen.
    pub any_build: bool,
    /// Builds newer than the table, as sentences.
    pub newer_than_table: Vec<String>,
    /// When the server was set up, if the history reaches back that far.
    pub since_setup: Option<Timestamp>,
    /// What build numbers cannot decide, as sentences.
    pub undecided: Vec<String>,
    /// Remarks to pass on: other servers, end of support.
    pub remarks: Vec<String>,
    /// Name of the newest update for the installed cumulative update, if it is not installed.
    pub newest_of_level: Option<String>,
}

/// A family of attacks and the times in which it could have worked here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its name: `ProxyLogon`.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// Its CVE numbers.
    pub cves: Vec<String>,
    /// First known use anywhere.
    pub first_exploited: Timestamp,
    /// Beginnings of the ids of the rules that see it; empty: this version does not detect it.
    pub seen_by: Vec<String>,
    /// When the server was, or may have been, open to it, in order. Empty: it never was.
    pub windows: Vec<Window>,
}

/// A stretch of time in which the server was, or may have been, open to a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its start; `None` if nothing bounds it.
    pub from: Option<Timestamp>,
    /// Its end, exclusive; `None` if it lasts to the end of the evidence.
    pub to: Option<Timestamp>,
    /// Whether a vulnerable build was seen; if not, no build is known for that time.
    pub certain: bool,
}

/// The verdict over one server.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The findings with their ids (`F001` …), in order of time.
    pub findings: Vec<Finding>,
    /// Findings by intruder, worst first.
    pub incidents: Vec<Incident>,
    /// The seven answers.
    pub answers: Answers,
    /// The one line; the exit code follows from it.
    pub headline: Headline,
    /// The one line in words, with its dates.
    pub summary: String,
    /// Stretches of the time that matters that cannot be seen in full: a source that would show
    /// something has no record, or an event log that could have shown more was cleared.
    pub blind: Vec<Hole>,
    /// What to do, in order.
    pub plan: Vec<PlanStep>,
}
