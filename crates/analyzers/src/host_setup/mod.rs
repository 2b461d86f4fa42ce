//! How a server is set up, as its configuration files and registry say: everything that makes
//! Windows, IIS or Exchange run somebody's code, or that helps it stay unseen.
//!
//! The question is what belongs there, not which bad names are known. Each family (IIS, transport
//! agents, programs that start by themselves, malware scanner exclusions, compiled pages) is a
//! function from one record to what it shows; [`Setup`] turns these into findings, one for each
//! object, however many copies of a file (IIS keeps a history) name it.

mod command;
mod compiled;
mod exclusions;
mod iis;
mod iis_handlers;
mod iis_modules;
mod iis_settings;
mod iis_virtual;
mod packages;
mod persistence;
mod place;
mod transport;

use std::collections::BTreeMap;

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, When};
use model::{
    ArtefactRef, Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage,
};

use crate::common::{clipped, fact, remedy, support};

/// All detectors of this folder.
pub(crate) fn detectors() -> Vec<Box<dyn Detector>> {
    [&iis::SETUP, &transport::SETUP, &persistence::SETUP, &exclusions::SETUP, &compiled::SETUP]
        .into_iter()
        .map(|setup| Box::new(setup) as Box<dyn Detector>)
        .collect()
}

/// How sure it is that something does not belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    /// Somebody should look whose it is; most are harmless.
    Look,
    /// Likely an intruder's, but somebody careless or a rare product may do it too.
    Likely,
    /// No innocent explanation is known.
    Certain,
}

impl Grade {
    /// The name that a sighting remembers.
    const fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "certain" => Self::Certain,
            "likely" => Self::Likely,
            _ => Self::Look,
        }
    }
}

/// What a thing that does not belong is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    /// A way in.
    Door,
    /// A trace of a way in that was used.
    FormerDoor,
    /// Something that hides or eases an intrusion and is no way in by itself.
    Weakness,
}

impl Means {
    const fn name(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::FormerDoor => "former",
            Self::Weakness => "weakness",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "door" => Self::Door,
            "former" => Self::FormerDoor,
            _ => Self::Weakness,
        }
    }
}

/// What one record shows.
#[derive(Debug)]
struct Shown {
    rule: &'static RuleMeta,
    grade: Grade,
    means: Means,
    /// The thing itself: a path, a name. One finding for each.
    object: String,
    /// What is wrong with it, as sentences.
    why: String,
    /// What to do.
    action: String,
    /// Further details.
    facts: Vec<(&'static str, String)>,
}

/// A family of rules: which records it looks at and what one of them shows.
pub(crate) struct Setup {
    rules: &'static [RuleMeta],
    kinds: &'static [RecordKind],
    judge: fn(&dyn Record, &ArtefactRef) -> Vec<Shown>,
}

impl Detector for &'static Setup {
    fn rules(&self) -> &'static [RuleMeta] {
        self.rules
    }

    fn interests(&self) -> Vec<Interest> {
        // Configuration has thousands of records where logs have millions.
        vec![Interest::new(self.kinds.iter().cloned(), When::Any)]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        for shown in (self.judge)(record, note.artefact) {
            let means = match shown.means {
                Means::Door if is_old_copy(note.artefact) => Means::FormerDoor,
                means => means,
            };
            let group = clipped(&shown.object).to_lowercase();
            note.sighting_with(record, shown.rule.id, &group, || {
                let mut facts = vec![
                    ("grade", shown.grade.name().to_owned()),
                    ("means", means.name().to_owned()),
                    ("object", clipped(&shown.object).to_owned()),
                    ("why", shown.why),
                    ("action", shown.action),
                ];
                let own = shown.facts.into_iter();
                facts.extend(own.map(|(name, value)| (name, clipped(&value).to_owned())));
                facts
            });
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let mut objects: BTreeMap<(&str, &str), Vec<&Sighting>> = BTreeMap::new();
        for sighting in sightings.iter() {
            objects.entry((sighting.label, &sighting.group)).or_default().push(sighting);
        }
        let findings = objects.into_iter().filter_map(|((id, _), own)| {
            let rule = self.rules.iter().find(|rule| rule.id == id)?;
            Some(conclude(rule, &own))
        });
        findings.collect()
    }
}

/// Names of the facts that steer the conclusion and are not shown as details.
const STEERING: [&str; 5] = ["grade", "means", "object", "why", "action"];

/// One finding on one object.
fn conclude(rule: &RuleMeta, own: &[&Sighting]) -> Finding {
    let grade_of = |sighting: &&&Sighting| Grade::of(sighting.fact("grade"));
    let Some(worst) = own.iter().max_by_key(grade_of) else {
        return rule.finding(Stage::Attempted, Severity::Low, Confidence::Low);
    };
    let grade = Grade::of(worst.fact("grade"));
    let means: Vec<Means> = own.iter().map(|one| Means::of(one.fact("means"))).collect();
    let is_door = means.iter().any(|own| *own != Means::Weakness);
    let (severity, confidence) = match grade {
        Grade::Certain => (Severity::High, Confidence::High),
        Grade::Likely if is_door => (Severity::High, Confidence::Medium),
        Grade::Likely => (Severity::Medium, Confidence::Medium),
        Grade::Look => (Severity::Low, Confidence::Low),
    };
    let stage = match grade {
        Grade::Look => Stage::Attempted,
        _ if !is_door => Stage::Attempted,
        _ if rule.id == compiled::REMAINS.id => Stage::ShellReached,
        _ => Stage::FileWritten,
    };
    let mut finding = rule.finding(stage, severity, confidence);
    support(&mut finding, own, |one| u8::from(one.fact("means") == "door"));
    finding.title = format!("{}: {}", rule.title, worst.fact("object"));
    finding.explanation = format!("{} {}", worst.fact("why"), rule.about);
    if grade > Grade::Look && is_door {
        let now = means.contains(&Means::Door);
        let claim = if now { Claim::BackDoorPresent } else { Claim::BackDoorWasPresent };
        finding.claims.push(claim);
    }
    for (name, value) in worst.facts.iter().filter(|(name, _)| !STEERING.contains(name)) {
        fact(&mut finding, name, value.clone());
    }
    finding.remedies.push(remedy(1, worst.fact("action")));
    if grade > Grade::Look && is_door {
        let after = "Find out when it came and who made it: the file's times, the logs of that \
                     hour; then change the secrets that the server held";
        finding.remedies.push(remedy(2, after));
    }
    finding
}

/// Whether a file is a copy that the server keeps of what was once so: IIS's history of its
/// configuration, and backups of it.
fn is_old_copy(artefact: &ArtefactRef) -> bool {
    let path = artefact.path();
    ["inetpub\\history", "inetsrv\\backup"].iter().any(|folder| path.after(folder).is_some())
}

#[cfg(test)]
mod tests {
    use detect::{Sightings, testing::MapRecord};
    use model::WinPath;

    use super::*;

    fn findings(path: &str) -> Vec<Finding> {
        let record = MapRecord::new(
            RecordKind::IIS_CONFIG,
            "",
            &[
                ("element", "virtualDirectory"),
                ("url", "/owa/auth/x"),
                ("physicalPath", "C:\\ProgramData\\COM1\\x"),
            ],
        );
        let artefact = ArtefactRef::new(WinPath::new(path), "x");
        let mut out = Sightings::default();
        let detector = &iis::SETUP;
        detector.record(&record, &mut Notes::new(&artefact, 0, &mut out));
        detector.finish(out.of(0))
    }

    #[test]
    fn an_old_copy_of_a_file_shows_what_was() {
        let now = findings("C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config");
        assert_eq!(now[0].claims, [Claim::BackDoorPresent]);
        let then = findings("C:\\inetpub\\history\\CFGHISTORY_0000000012\\applicationHost.config");
        assert_eq!(then[0].claims, [Claim::BackDoorWasPresent]);
    }
}
