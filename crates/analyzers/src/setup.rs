//! What a server holds and how it is set up, as opposed to what somebody did to it: the frame for
//! all techniques that look at one record of a file, a key or a list and say what it shows.
//!
//! The question is what belongs there, not which bad names are known. A family is a function from
//! one record to what it shows; [`Setup`] turns these into findings, one for each object, however
//! many copies of a file (IIS keeps a history) name it. What another record says of the same object
//! (a module's signature, an account's groups) is kept aside and may settle the matter at the end.

use std::collections::BTreeMap;

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, When};
use model::{
    ArtefactRef, Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage,
};

use crate::came;
use crate::common::{clipped, fact, remedy, support};

/// How sure it is that something does not belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// Nothing by itself; another record may make it something.
    Silent,
    /// Worth writing down; nobody need look.
    Note,
    /// Somebody should look whose it is; most are harmless.
    Look,
    /// It has the place of an intruder's, but what it is was not seen.
    Unproven,
    /// Likely an intruder's, but somebody careless or a rare product may do it too.
    Likely,
    /// No innocent explanation is known.
    Certain,
}

impl Grade {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Silent, "silent"),
        (Self::Note, "note"),
        (Self::Look, "look"),
        (Self::Unproven, "unproven"),
        (Self::Likely, "likely"),
        (Self::Certain, "certain"),
    ];

    /// The name that a sighting remembers.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, name)| name)
    }

    /// The grade of a sighting.
    pub(crate) fn of(sighting: &Sighting) -> Self {
        let name = sighting.fact("grade");
        Self::ALL.iter().find(|(_, own)| *own == name).map_or(Self::Look, |(grade, _)| *grade)
    }
}

/// What a thing that does not belong is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Means {
    /// Something that hides or eases an intrusion and is no way in by itself.
    Weakness,
    /// A program that intruders bring along.
    Tool,
    /// A way in that was there.
    FormerDoor,
    /// A way in that was there, and who or what removed it.
    Removed,
    /// A way in.
    Door,
    /// A way in that was there and ran.
    Ran,
    /// Commands that were typed.
    Commands,
    /// Passwords or keys that were taken.
    Credentials,
    /// Data that was put aside to be taken.
    Data,
    /// Data that was encrypted or destroyed.
    Destruction,
}

impl Means {
    const ALL: [(Self, &'static str, Stage); 10] = [
        (Self::Weakness, "weakness", Stage::Attempted),
        (Self::Tool, "tool", Stage::FileWritten),
        (Self::FormerDoor, "former", Stage::FileWritten),
        (Self::Removed, "removed", Stage::FileWritten),
        (Self::Door, "door", Stage::FileWritten),
        (Self::Ran, "ran", Stage::ShellReached),
        (Self::Commands, "commands", Stage::CommandsRun),
        (Self::Credentials, "credentials", Stage::CredentialsTaken),
        (Self::Data, "data", Stage::DataTaken),
        (Self::Destruction, "destruction", Stage::Destroyed),
    ];

    fn row(self) -> (&'static str, Stage) {
        let row = Self::ALL.iter().find(|(own, _, _)| *own == self);
        row.map_or(("weakness", Stage::Attempted), |(_, name, stage)| (*name, *stage))
    }

    fn of(sighting: &Sighting) -> Self {
        let name = sighting.fact("means");
        Self::ALL.iter().find(|(_, own, _)| *own == name).map_or(Self::Weakness, |row| row.0)
    }

    /// What it claims, if it is sure enough to claim anything.
    const fn claims(self) -> &'static [Claim] {
        match self {
            Self::Door => &[Claim::BackDoorPresent],
            Self::FormerDoor | Self::Ran => &[Claim::BackDoorWasPresent],
            Self::Removed => &[Claim::BackDoorWasPresent, Claim::BackDoorRemoved],
            Self::Credentials | Self::Data => &[Claim::DataTouched],
            Self::Weakness | Self::Tool | Self::Commands | Self::Destruction => &[],
        }
    }

    /// Whether it is or was a way in.
    const fn is_door(self) -> bool {
        matches!(self, Self::Door | Self::FormerDoor | Self::Ran | Self::Removed)
    }
}

/// What one record shows.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) rule: &'static RuleMeta,
    pub(crate) grade: Grade,
    pub(crate) means: Means,
    /// The thing itself: a path, a name. One finding for each.
    pub(crate) object: String,
    /// What is wrong with it, as sentences.
    pub(crate) why: String,
    /// What to do.
    pub(crate) action: String,
    /// Further details. `created` (a time) says when it came, `identity` whose doing it was; see
    /// [`crate::came`] for the others that tell when.
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// What a record says of an object that others show: the object's key, and facts.
pub(crate) type Aside = (String, Vec<(&'static str, String)>);

/// All that was kept aside, by key.
pub(crate) type Asides<'s> = BTreeMap<&'s str, Vec<&'s Sighting>>;

/// One object about to become a finding.
pub(crate) struct Draft<'s> {
    /// The rule.
    pub(crate) rule: &'s RuleMeta,
    /// The thing itself, for the title.
    pub(crate) object: String,
    /// What is concluded so far.
    pub(crate) grade: Grade,
    /// Sentences on what is wrong with it.
    pub(crate) why: String,
    /// What to do.
    pub(crate) action: String,
    /// Details besides those of the worst sighting.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The sightings that show it; [`Draft::worst`] is one of them.
    pub(crate) own: Vec<&'s Sighting>,
    /// The gravest of them.
    pub(crate) worst: &'s Sighting,
}

/// A family of rules: which records it looks at and what one of them shows.
pub(crate) struct Setup {
    pub(crate) rules: &'static [RuleMeta],
    /// Kinds with few records, all of which it looks at.
    pub(crate) kinds: &'static [&'static str],
    /// Further interests, for kinds with many.
    pub(crate) more: fn() -> Vec<Interest>,
    /// What one record shows.
    pub(crate) judge: fn(&dyn Record, &ArtefactRef) -> Vec<Shown>,
    /// What one record says of objects that others show.
    pub(crate) aside: fn(&dyn Record, &ArtefactRef) -> Vec<Aside>,
    /// Settles an object with what was kept aside.
    pub(crate) settle: fn(&mut Draft<'_>, &Asides<'_>),
}

impl Setup {
    /// A family that looks at all records of some kinds, each by itself.
    pub(crate) const fn new(
        rules: &'static [RuleMeta],
        kinds: &'static [&'static str],
        judge: fn(&dyn Record, &ArtefactRef) -> Vec<Shown>,
    ) -> Self {
        Self { rules, kinds, judge, more: Vec::new, aside: |_, _| Vec::new(), settle: |_, _| {} }
    }
}

/// The label of what is kept aside.
const ASIDE: &str = "aside";

impl Detector for &'static Setup {
    fn rules(&self) -> &'static [RuleMeta] {
        self.rules
    }

    fn interests(&self) -> Vec<Interest> {
        let mut interests = (self.more)();
        if !self.kinds.is_empty() {
            // Configuration and listings have thousands of records where logs have millions.
            let kinds = self.kinds.iter().map(|name| RecordKind::of(name));
            interests.push(Interest::new(kinds, When::Any));
        }
        interests
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        for (key, facts) in (self.aside)(record, note.artefact) {
            note.sighting(record, ASIDE, clipped(&key), facts);
        }
        for shown in (self.judge)(record, note.artefact) {
            let means = match shown.means {
                Means::Door if is_old_copy(note.artefact) => Means::FormerDoor,
                means => means,
            };
            let group = clipped(&shown.object).to_lowercase();
            note.sighting_with(record, shown.rule.id, &group, || {
                let mut facts = vec![
                    ("grade", shown.grade.name().to_owned()),
                    ("means", means.row().0.to_owned()),
                    ("object", clipped(&shown.object).to_owned()),
                    ("why", shown.why),
                    ("action", shown.action),
                    (came::TIMED_BY, came::timed_by(record).to_owned()),
                ];
                let own = shown.facts.into_iter();
                facts.extend(own.map(|(name, value)| (name, clipped(&value).to_owned())));
                facts
            });
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let mut objects: BTreeMap<(&str, &str), Vec<&Sighting>> = BTreeMap::new();
        let mut asides = Asides::new();
        for sighting in sightings.iter() {
            if sighting.label == ASIDE {
                asides.entry(&sighting.group).or_default().push(sighting);
            } else {
                objects.entry((sighting.label, &sighting.group)).or_default().push(sighting);
            }
        }
        let findings = objects.into_iter().filter_map(|((id, _), own)| {
            let rule = self.rules.iter().find(|rule| rule.id == id)?;
            let mut draft = Draft::of(rule, own)?;
            (self.settle)(&mut draft, &asides);
            draft.conclude()
        });
        findings.collect()
    }
}

/// Names of the facts that steer the conclusion and are not shown as details.
const STEERING: [&str; 6] = ["grade", "means", "object", "why", "action", came::TIMED_BY];

impl<'s> Draft<'s> {
    fn of(rule: &'s RuleMeta, own: Vec<&'s Sighting>) -> Option<Self> {
        let worst = *own.iter().max_by_key(|one| Grade::of(one))?;
        Some(Self {
            rule,
            object: worst.fact("object").to_owned(),
            grade: Grade::of(worst),
            why: worst.fact("why").to_owned(),
            action: worst.fact("action").to_owned(),
            facts: Vec::new(),
            own,
            worst,
        })
    }

    /// The finding; `None` if there is nothing to say.
    fn conclude(self) -> Option<Finding> {
        let means: Vec<Means> = self.own.iter().map(|one| Means::of(one)).collect();
        let most = means.iter().copied().max().unwrap_or(Means::Weakness);
        let counts = self.grade > Grade::Look;
        let (severity, confidence) = match self.grade {
            Grade::Silent => return None,
            Grade::Note => (Severity::Info, Confidence::Low),
            Grade::Look => (Severity::Low, Confidence::Low),
            Grade::Unproven => (Severity::Medium, Confidence::Low),
            Grade::Likely if matches!(most, Means::Weakness | Means::Tool) => {
                (Severity::Medium, Confidence::Medium)
            }
            Grade::Likely => (Severity::High, Confidence::Medium),
            Grade::Certain => (Severity::High, Confidence::High),
        };
        let stage = match self.grade {
            Grade::Silent | Grade::Note => Stage::Scanned,
            Grade::Look => Stage::Attempted,
            _ => most.row().1,
        };
        let mut finding = self.rule.finding(stage, severity, confidence);
        support(&mut finding, &self.own, |one| u8::from(Means::of(one).is_door()));
        if finding.time.is_none() {
            let came = self.own.iter().filter_map(|one| one.fact("created").parse().ok());
            finding.time = came.min();
            finding.last_time = finding.time;
        }
        finding.title = format!("{}: {}", self.rule.title, self.object);
        finding.explanation = format!("{} {}", self.why, self.rule.about);
        if counts {
            finding.claims = claims(&means);
        }
        let told = self.worst.facts.iter().filter(|(name, _)| !STEERING.contains(name));
        for (name, value) in told.chain(&self.facts) {
            fact(&mut finding, name, value.clone());
        }
        came::tell(&mut finding, &self.own);
        if !self.action.is_empty() {
            finding.remedies.push(remedy(1, self.action));
        }
        if counts && means.iter().any(|own| own.is_door()) {
            let after = "Find out when it came and who made it: the file's times, the logs of \
                         that hour; then change the secrets that the server held";
            finding.remedies.push(remedy(2, after));
        }
        Some(finding)
    }
}

/// What several sightings of one object claim: of a door that is there, nothing else.
fn claims(means: &[Means]) -> Vec<Claim> {
    if means.contains(&Means::Door) {
        return Means::Door.claims().to_vec();
    }
    let mut all: Vec<Claim> = means.iter().flat_map(|own| own.claims()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a file is a copy that the server keeps of what was once so: IIS's history of its
/// configuration, and backups of it.
pub(crate) fn is_old_copy(artefact: &ArtefactRef) -> bool {
    let path = artefact.path();
    ["inetpub\\history", "inetsrv\\backup"].iter().any(|folder| path.after(folder).is_some())
}
