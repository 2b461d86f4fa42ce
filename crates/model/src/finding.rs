//! What a detector concludes: one finding, with the evidence it stands on.

use std::collections::BTreeMap;
use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::{ArtefactRef, Locator, Timestamp, WinPath};

/// How far an intruder got, in order, so that a probe is never called a break-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody looked whether the server is there or vulnerable.
    Scanned,
    /// An attack was tried and did not succeed, or its outcome is not shown.
    Attempted,
    /// The server answered as a vulnerable one does.
    Exploited,
    /// A session was opened as somebody else.
    Impersonated,
    /// The intruder wrote a file.
    FileWritten,
    /// A web shell answered.
    ShellReached,
    /// Commands or cmdlets were run.
    CommandsRun,
    /// Credentials were taken.
    CredentialsTaken,
    /// Mail or other data was taken.
    DataTaken,
    /// Data was encrypted or destroyed.
    Destroyed,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scanned => "scanned",
            Self::Attempted => "attempted",
            Self::Exploited => "exploited",
            Self::Impersonated => "impersonated",
            Self::FileWritten => "file written",
            Self::ShellReached => "shell reached",
            Self::CommandsRun => "commands run",
            Self::CredentialsTaken => "credentials taken",
            Self::DataTaken => "data taken",
            Self::Destroyed => "destroyed",
        })
    }
}

/// How bad it is if true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Context.
    Info,
    /// Worth knowing.
    Low,
    /// Needs a look.
    Medium,
    /// Needs action.
    High,
    /// Needs action now.
    Critical,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// An innocent explanation is about as likely. Never decides an answer.
    Low,
    /// Likely; an innocent explanation exists. Makes a break-in "likely".
    Medium,
    /// No innocent explanation is known.
    High,
}

/// What a finding means for the questions beyond its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Something that gives access exists now.
    BackDoorPresent,
    /// Something that gave access existed at the time of the finding.
    BackDoorWasPresent,
    /// Something that gave access was removed at the time of the finding.
    BackDoorRemoved,
    /// Mailboxes, credentials or keys were read or taken.
    DataTouched,
}

/// Who did it, as far as the evidence names them. Several values where one actor showed several.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    /// Client addresses without ports.
    pub addresses: Vec<String>,
    /// User agents.
    pub user_agents: Vec<String>,
    /// Accounts used or impersonated.
    pub identities: Vec<String>,
    /// Tokens that tie requests of one session together: canary, session id, request id.
    pub sessions: Vec<String>,
}

impl Actor {
    /// Adds what `other` names and this does not, keeping each list sorted.
    pub fn merge(&mut self, other: &Self) {
        let pairs = [
            (&mut self.addresses, &other.addresses),
            (&mut self.user_agents, &other.user_agents),
            (&mut self.identities, &other.identities),
            (&mut self.sessions, &other.sessions),
        ];
        for (own, theirs) in pairs {
            own.extend(theirs.iter().cloned());
            own.sort_unstable();
            own.dedup();
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// One place in the evidence that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The artefact's path on the examined server.
    pub artefact: WinPath,
    /// Where the artefact's bytes lie in the evidence as given.
    pub stored: String,
    /// SHA-256 of the artefact in lower-case hex; `None` if the source could not be read again.
    pub sha256: Option<String>,
    /// Where in the artefact.
    pub locator: Locator,
    /// When, by the record's own words.
    pub time: Option<Timestamp>,
    /// A short quotation, as written by whoever wrote it: hostile text, escape it.
    pub excerpt: String,
}

impl Evidence {
    /// Evidence at a place of an artefact. The hash is filled in when the artefact is hashed.
    pub fn new(
        artefact: &ArtefactRef,
        locator: Locator,
        time: Option<Timestamp>,
        excerpt: String,
    ) -> Self {
        Self {
            artefact: artefact.path().clone(),
            stored: artefact.stored().to_owned(),
            sha256: None,
            locator,
            time,
            excerpt,
        }
    }
}

/// What to do about a finding, as the plan will list it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remedy {
    /// What to do, in the imperative, naming the object: "Remove the web shell C:\…\x.aspx".
    pub action: String,
    /// Order of work: 0 first (contain), then remove, rotate, harden. Lower comes earlier.
    pub order: u8,
}

/// One conclusion of one rule about one actor's doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Unique in its assessment (`F001`), given by the engine in order of time.
    pub id: String,
    /// The rule that concluded it, for example `proxylogon.ssrf`.
    pub rule: Cow<'static, str>,
    /// One line for a list.
    pub title: String,
    /// A few sentences: what was seen and why it means what the title says.
    pub explanation: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// How far the intruder got by this finding alone.
    pub stage: Stage,
    /// What else it says.
    pub claims: Vec<Claim>,
    /// CVE numbers.
    pub cves: Vec<String>,
    /// MITRE ATT&CK technique ids.
    pub techniques: Vec<String>,
    /// First time seen; `None` if no record of it carries a time.
    pub time: Option<Timestamp>,
    /// Last time seen.
    pub last_time: Option<Timestamp>,
    /// How many records show it; `evidence` may quote fewer.
    pub count: u64,
    /// Who.
    pub actor: Actor,
    /// Named details: `path`, `cmdlet`, `mailbox` …, in the field's terms.
    pub facts: BTreeMap<String, String>,
    /// What to do about it.
    pub remedies: Vec<Remedy>,
    /// Where to look, in order of time.
    pub evidence: Vec<Evidence>,
}

/// What a rule says of itself: the user's page, the registry's test, the list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleMeta {
    /// Unique, dotted, lower-case: `proxylogon.ssrf`.
    pub id: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it finds and why that matters.
    pub about: &'static str,
    /// How it can be wrong.
    pub false_positives: &'static str,
    /// CVE numbers.
    pub cves: &'static [&'static str],
    /// MITRE ATT&CK technique ids; never empty.
    pub techniques: &'static [&'static str],
    /// Where the facts come from.
    pub references: &'static [&'static str],
}

impl RuleMeta {
    /// A finding of this rule with the rule's own CVEs and techniques; the caller fills the rest.
    pub fn finding(&self, stage: Stage, severity: Severity, confidence: Confidence) -> Finding {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Finding {
            id: String::new(),
            rule: Cow::Borrowed(self.id),
            title: self.title.to_owned(),
            explanation: self.about.to_owned(),
            severity,
            confidence,
            stage,
            claims: Vec::new(),
            cves: owned(self.cves),
            techniques: owned(self.techniques),
            time: None,
            last_time: None,
            count: 0,
            actor: Actor::default(),
            facts: BTreeMap::new(),
            remedies: Vec::new(),
            evidence: Vec::new(),
        }
    }
}
