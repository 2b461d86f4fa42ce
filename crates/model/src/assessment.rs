//! The answer for one server: what every report shows and every later tool reads back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Actor, Artefact, Build, Coverage, Finding, Gap, Hole, RecordKind, Stage, Timestamp};

/// Version of the shape of [`Assessment`] as JSON: `afterpatch.assessment/1`. It grows when a
/// reader of the old shape would misread the new one.
pub const SCHEMA_VERSION: &str = "afterpatch.assessment/1";

/// Yes, no or cannot say. "Cannot say" is an answer of its own, never a polite no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The evidence shows it.
    Yes,
    /// The evidence would show it and does not.
    No,
    /// The evidence cannot show it, or not all of it.
    CannotSay,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotSay => "cannot say",
        })
    }
}

/// The answer to one question, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// Yes, no or cannot say.
    pub answer: Reply,
    /// Sentences: what shows it, how far back the evidence could see, what is missing.
    pub reasons: Vec<String>,
    /// Ids of the findings behind it.
    pub findings: Vec<String>,
    /// The highest stage reached, for the questions that have one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stage: Option<Stage>,
}

/// The seven questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answers {
    /// Was the build vulnerable at some time?
    pub exposed: Answer,
    /// Did somebody try a known attack, failed or not?
    pub targeted: Answer,
    /// Did an attempt succeed?
    pub compromised: Answer,
    /// Does something that gives access exist now?
    pub back_door_present: Answer,
    /// Did something that gave access exist once?
    pub back_door_was_present: Answer,
    /// Were mailboxes, credentials or keys touched?
    pub data_touched: Answer,
    /// Is every earlier item gone and every secret rotated?
    pub clean_up_complete: Answer,
}

impl Answers {
    /// Every answer with its key in the JSON and its question, in the order reports show them.
    pub fn each(&self) -> [(&'static str, &'static str, &Answer); 7] {
        [
            ("exposed", "Was it vulnerable?", &self.exposed),
            ("targeted", "Was it attacked?", &self.targeted),
            ("compromised", "Did an attack succeed?", &self.compromised),
            ("back_door_present", "Is a back door there now?", &self.back_door_present),
            ("back_door_was_present", "Was a back door there once?", &self.back_door_was_present),
            ("data_touched", "Was data touched?", &self.data_touched),
            ("clean_up_complete", "Is the clean-up complete?", &self.clean_up_complete),
        ]
    }
}

/// The one line for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Headline {
    /// Broken into, and a way back in exists.
    CompromisedBackDoorPresent,
    /// Broken into; no way back in was found.
    CompromisedBackDoorNotFound,
    /// Signs of success that an innocent explanation could still cover.
    LikelyCompromised,
    /// Attacked; no success seen.
    TargetedNoSuccess,
    /// Nothing found and everything that would show it was read.
    NoEvidenceCoverageComplete,
    /// Nothing found in what could be read; part of the window cannot be seen.
    NoEvidenceInPartSeen,
    /// Nothing that could show it was there to read.
    CannotSay,
}

impl Headline {
    /// The process exit code that follows from it: 0 no evidence with coverage complete,
    /// 1 compromised or likely, 3 cannot say or only in part, 4 targeted only. (2 is a failed run.)
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::CompromisedBackDoorPresent
            | Self::CompromisedBackDoorNotFound
            | Self::LikelyCompromised => 1,
            Self::TargetedNoSuccess => 4,
            Self::NoEvidenceCoverageComplete => 0,
            Self::NoEvidenceInPartSeen | Self::CannotSay => 3,
        }
    }
}

impl fmt::Display for Headline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CompromisedBackDoorPresent => "COMPROMISED, back door present",
            Self::CompromisedBackDoorNotFound => "COMPROMISED, back door not found",
            Self::LikelyCompromised => "LIKELY COMPROMISED",
            Self::TargetedNoSuccess => "TARGETED, no success seen",
            Self::NoEvidenceCoverageComplete => "NO EVIDENCE, coverage complete",
            Self::NoEvidenceInPartSeen => "NO EVIDENCE in the part seen",
            Self::CannotSay => "CANNOT SAY",
        })
    }
}

/// A stretch of time in which the evidence shows one build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuildSpan {
    /// The build.
    pub build: Build,
    /// Its name in the build table (`2016 CU12 Mar21SU`); `None` if the table does not know it.
    pub name: Option<String>,
    /// First time the evidence shows it; `None` if it shows it without a time.
    pub first_seen: Option<Timestamp>,
    /// Last time the evidence shows it.
    pub last_seen: Option<Timestamp>,
    /// Which kinds of record showed it.
    pub sources: Vec<RecordKind>,
}

/// A CVE and the time the server was open to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exposure {
    /// CVE number.
    pub cve: String,
    /// The family it is part of (`ProxyLogon`), where it has a name.
    pub family: Option<String>,
    /// Vulnerable at least from here; `None` if only known without a time.
    pub from: Option<Timestamp>,
    /// Vulnerable until here at most, exclusive; `None` if a fixed build was never seen.
    pub to: Option<Timestamp>,
    /// What the end rests on, and what build alone cannot decide.
    pub note: Option<String>,
}

/// The examined server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Host {
    /// Its name as the logs give it; `None` if no record names it.
    pub name: Option<String>,
    /// Product (`Exchange Server 2016`); `None` if no build was seen.
    pub product: Option<String>,
    /// The latest build seen.
    pub build: Option<Build>,
    /// All builds seen, in order of time.
    pub build_history: Vec<BuildSpan>,
    /// CVEs it was open to, with the time, newest family first.
    pub exposure: Vec<Exposure>,
}

/// One step of an incident, for its timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncidentEvent {
    /// When.
    pub time: Timestamp,
    /// How far this step got.
    pub stage: Stage,
    /// What happened, one line.
    pub text: String,
    /// The finding it belongs to.
    pub finding: String,
}

/// Findings of one intruder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incident {
    /// Unique in its assessment (`I1`), worst first.
    pub id: String,
    /// One line: who and how far.
    pub title: String,
    /// The highest stage reached.
    pub stage: Stage,
    /// First sign.
    pub first: Option<Timestamp>,
    /// Last sign.
    pub last: Option<Timestamp>,
    /// Who.
    pub actor: Actor,
    /// Ids of its findings, in order of time.
    pub findings: Vec<String>,
    /// What happened, in order of time.
    pub timeline: Vec<IncidentEvent>,
}

/// One step of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanStep {
    /// What to do.
    pub action: String,
    /// Why: the fact it rests on.
    pub why: String,
    /// Ids of the findings it answers; empty for steps that follow from what is missing.
    pub findings: Vec<String>,
}

/// What is true of this run and not of the evidence: left out when two runs are compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunInfo {
    /// Version of this program.
    pub version: String,
    /// When the run started.
    pub started: Timestamp,
    /// Wall-clock seconds it took.
    pub seconds: f64,
    /// The sources as the user named them.
    pub sources: Vec<String>,
    /// Whether the user stopped it before the end.
    pub partial: bool,
}

/// Everything known about one server from one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// [`SCHEMA_VERSION`].
    pub schema: String,
    /// About the run; everything else follows from the evidence alone.
    pub run: RunInfo,
    /// The server.
    pub host: Host,
    /// The one line.
    pub headline: Headline,
    /// The one line in words, with the dates that belong to it.
    pub summary: String,
    /// The seven answers.
    pub answers: Answers,
    /// All findings, in order of time.
    pub findings: Vec<Finding>,
    /// Findings grouped by intruder, worst first.
    pub incidents: Vec<Incident>,
    /// What was read of each source.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// Stretches of the time that matters that cannot be seen in full, over all questions.
    pub blind: Vec<Hole>,
    /// What to do, in order.
    pub plan: Vec<PlanStep>,
    /// Date and name of the build table that exposure rests on.
    pub build_table: String,
    /// Every artefact that was read, by path.
    pub artefacts: Vec<Artefact>,
}
