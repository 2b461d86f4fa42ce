//! Hits of rules as findings.

use std::{borrow::Cow, collections::BTreeMap};

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, When};
use model::{
    Actor, Claim, Confidence, Finding, Record, RecordKind, Remedy, RuleMeta, Severity, Stage,
    Timestamp,
};

use crate::RuleInfo;

/// Turns records of kind [`RecordKind::YARA`] into findings.
///
/// A sure or likely hit is one finding per rule and file. Hits that are no more than a hint are
/// one finding per rule, which names the files: a pack made for hunting may hit hundreds of
/// innocent ones. A file that nothing runs where it lies gives no more than a hint, unless the file
/// is itself the trace of what was done: a dump, a ransom note. How a hit is graded stands at
/// [`RuleInfo::confidence`]. A hit on a file that a published build ships is told and decides
/// nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct YaraDetector;

/// Labels of this detector's sightings, apart so that a flood of hints cannot crowd out a sure hit.
mod label {
    pub(super) const SURE: &str = "sure";
    pub(super) const LIKELY: &str = "likely";
    pub(super) const HINT: &str = "hint";
    pub(super) const KNOWN: &str = "known good";
}

/// Files quoted per finding; more are counted.
const QUOTED: usize = 20;

/// Strings told per finding.
const TOLD_STRINGS: usize = 8;

/// Fields that are remembered under their own name, once each.
const FIELDS: [&str; 17] = [
    "rule",
    "pack",
    "shipped",
    "path",
    "size",
    "sha256",
    "created",
    "modified",
    "description",
    "author",
    "date",
    "score",
    "tags",
    "false_positives",
    "stage",
    "confidence",
    "claim",
];

/// Fields that may come several times; remembered joined.
const LISTS: [(&str, &str); 3] = [("reference", ", "), ("technique", ","), ("string", "; ")];

/// Facts of a finding, of what was remembered.
const FACTS: [&str; 14] = [
    "rule",
    "pack",
    "path",
    "size",
    "sha256",
    "created",
    "modified",
    "author",
    "date",
    "score",
    "tags",
    "reference",
    "string",
    "false_positives",
];

impl Detector for YaraDetector {
    /// Empty: most rules are not known when the program is built. See [`crate::Rules::list`].
    fn rules(&self) -> &'static [RuleMeta] {
        &[]
    }

    fn interests(&self) -> Vec<Interest> {
        vec![Interest::new([RecordKind::YARA], When::Any)]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let get = |name: &str| record.get(name).map_or_else(String::new, Cow::into_owned);
        let rule = info(&get);
        let label = match rule.confidence() {
            _ if get("known_good") == "yes" => label::KNOWN,
            _ if get("inert") == "yes" && rule.stage() <= Stage::FileWritten => label::HINT,
            Confidence::High => label::SURE,
            Confidence::Medium => label::LIKELY,
            Confidence::Low => label::HINT,
        };
        let mut group = format!("{}\u{1f}{}", rule.file, rule.name);
        if matches!(label, label::SURE | label::LIKELY) {
            group.push('\u{1f}');
            group.push_str(&get("path").to_lowercase());
        }
        note.sighting_with(record, label, &group, || {
            let mut facts: Vec<(&'static str, String)> =
                FIELDS.iter().map(|name| (*name, get(name))).collect();
            facts.extend(LISTS.iter().map(|(name, joint)| (*name, joined(record, name, joint))));
            facts.retain(|(_, value)| !value.is_empty());
            facts
        });
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let mut groups: BTreeMap<(&str, &str, &str, String), Vec<&Sighting>> = BTreeMap::new();
        for own in sightings.iter() {
            // Not from the group: there may have been too many to keep them apart.
            let path = match own.label {
                label::SURE | label::LIKELY => own.fact("path").to_lowercase(),
                _ => String::new(),
            };
            let key = (own.label, own.fact("pack"), own.fact("rule"), path);
            groups.entry(key).or_default().push(own);
        }
        groups.into_values().filter_map(|list| conclude(&list)).collect()
    }
}

/// The rule as its hit tells of it.
fn info(get: &dyn Fn(&str) -> String) -> RuleInfo {
    RuleInfo {
        name: get("rule"),
        file: get("pack"),
        shipped: get("shipped") == "yes",
        tags: get("tags").split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        description: get("description"),
        score: get("score").parse().ok(),
        stage: get("stage"),
        confidence: get("confidence"),
        claim: get("claim"),
        ..RuleInfo::default()
    }
}

fn joined(record: &dyn Record, name: &str, joint: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    record.each(&mut |own, value| {
        if own.eq_ignore_ascii_case(name) && all.len() < TOLD_STRINGS {
            all.push(value.to_owned());
        }
    });
    all.join(joint)
}

fn conclude(list: &[&Sighting]) -> Option<Finding> {
    let first = *list.first()?;
    let rule = info(&|name| first.fact(name).to_owned());
    let known = first.label == label::KNOWN;
    let confidence = match first.label {
        label::SURE => Confidence::High,
        label::LIKELY => Confidence::Medium,
        _ => Confidence::Low,
    };
    let path = first.fact("path");
    let files: u64 = list.iter().map(|own| 1 + own.more).sum();
    let created: Option<Timestamp> = first.fact("created").parse().ok().filter(|_| files == 1);
    let what = if rule.description.is_empty() { &rule.name } else { &rule.description };
    let facts = FACTS.iter().filter(|name| !first.fact(name).is_empty());
    let mut finding = Finding {
        id: String::new(),
        rule: Cow::Owned(format!("yara:{}", rule.name)),
        title: title(&rule.name, path, files, (confidence, known)),
        explanation: explanation(what, &rule, known),
        severity: match (known, confidence) {
            (true, _) => Severity::Info,
            (false, Confidence::High) => Severity::Critical,
            (false, Confidence::Medium) => Severity::High,
            (false, Confidence::Low) => Severity::Low,
        },
        confidence,
        stage: match (known, confidence) {
            (true, _) => Stage::Scanned,
            (false, Confidence::Low) => Stage::Attempted,
            (false, _) => rule.stage(),
        },
        claims: Vec::new(),
        cves: Vec::new(),
        techniques: first
            .fact("technique")
            .split(',')
            .filter(|own| !own.is_empty())
            .map(str::to_owned)
            .collect(),
        time: created,
        last_time: created,
        count: files,
        actor: Actor::default(),
        facts: facts.map(|name| ((*name).to_owned(), first.fact(name).to_owned())).collect(),
        remedies: Vec::new(),
        evidence: list.iter().take(QUOTED).map(|own| own.evidence()).collect(),
    };
    if let Some(strings) = finding.facts.remove("string") {
        finding.facts.insert("matched".to_owned(), strings);
    }
    if known {
        return Some(finding);
    }
    let claim = rule.claim().filter(|_| confidence > Confidence::Low);
    finding.claims.extend(claim);
    finding.remedies = remedies(path, files, confidence, claim);
    Some(finding)
}

fn title(name: &str, path: &str, files: u64, (confidence, known): (Confidence, bool)) -> String {
    let more = if files > 1 { format!(" and {} more files", files - 1) } else { String::new() };
    match (confidence, known) {
        (_, true) => format!("YARA rule {name} hits {path}{more}, as Microsoft shipped it"),
        (Confidence::High, _) => format!("YARA rule {name} recognises {path}{more}"),
        (Confidence::Medium, _) => format!("YARA rule {name} likely recognises {path}{more}"),
        (Confidence::Low, _) => format!("YARA rule {name} hits {path}{more}; look at it"),
    }
}

fn explanation(what: &str, rule: &RuleInfo, known: bool) -> String {
    let mut text = what.trim_end_matches('.').to_owned();
    text.push('.');
    if known {
        text.push_str(" A published build ships exactly this file, so the rule is wrong about it.");
        return text;
    }
    if rule.shipped {
        text.push_str(" The rule is one of this program's own; it judges by content alone.");
    } else {
        text.push_str(&format!(" The rule stands in {}, which was given for this run", rule.file));
        text.push_str(match rule.score {
            Some(_) => "; how sure it is comes from its own score.",
            None => "; it gives no score, so it is believed at most in part.",
        });
    }
    text.push_str(" What the disk says of the file's times can be forged.");
    text
}

fn remedies(path: &str, files: u64, confidence: Confidence, claim: Option<Claim>) -> Vec<Remedy> {
    let remedy = |order, action| Remedy { action, order };
    if files > 1 || confidence == Confidence::Low {
        return vec![remedy(1, format!("Look at {path}: whose file is it?"))];
    }
    let mut all = vec![
        remedy(0, format!("Keep a copy of {path} with its times, where nothing can run it.")),
        remedy(1, format!("Remove {path}, and whatever starts or loads it.")),
    ];
    if claim == Some(Claim::DataTouched) {
        all.push(remedy(
            2,
            format!("Treat what {path} holds or could reach as taken: change those secrets."),
        ));
    }
    all
}
