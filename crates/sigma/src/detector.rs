//! Rules as a detector: hits become sightings, and these become findings and correlations.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use detect::{Detector, Interest, Notes, Sighting, SightingsOf};
use model::{Actor, Confidence, Finding, Record, RuleMeta, Severity, Stage};

use crate::{
    bucket::Buckets,
    correlate::{Hit, Match, correlate},
    facts,
    interest::interests,
    load::RuleSet,
    look::Scratch,
    meta::RuleInfo,
    test::View,
};

/// Most records quoted per finding; more are counted.
const QUOTED: usize = 20;

/// A hit of a rule.
const HIT: &str = "hit";
/// A hit on what Exchange is known to do by itself.
const BENIGN: &str = "benign";
/// A hit that feeds correlations.
const CORRELATED: &str = "correlated";

/// Names under which captured values are remembered. A correlation that groups by more fields
/// than there are names here sees the rest as absent.
const CAPTURES: [&str; 16] = [
    "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14",
    "c15",
];

/// Between the parts of a group's key: a character that no name has.
const SEPARATOR: char = '\u{1f}';

/// Seconds of a correlation's hits that are counted together when there are too many to keep.
const CORRELATION_SLICE: i64 = 300;

/// Sigma rules as one detector.
///
/// A hit's stage and confidence come from the rule, see [`RuleInfo::stage`] and
/// [`RuleInfo::confidence`]. There is one finding per rule and computer, and for cleared logs per
/// log.
#[derive(Debug)]
pub struct SigmaDetector {
    set: RuleSet,
    buckets: Buckets,
    /// Memory of threads that are not looking at a record just now.
    #[expect(clippy::vec_box, reason = "taken out and put back for every record")]
    idle: Mutex<Vec<Box<Scratch>>>,
}

impl SigmaDetector {
    /// A detector for the rules of `set`.
    pub fn new(set: RuleSet) -> Self {
        Self { set, buckets: Buckets::default(), idle: Mutex::default() }
    }

    /// The rules.
    pub fn rule_set(&self) -> &RuleSet {
        &self.set
    }

    fn note(
        &self,
        place: u32,
        record: &dyn Record,
        view: &mut dyn View,
        notes: &mut Notes<'_>,
        told: &mut Option<(String, bool)>,
    ) {
        let Some(rule) = self.set.rules.get(place as usize) else { return };
        let facts = |captured: &mut dyn Iterator<Item = (&'static str, String)>| {
            let mut facts = facts::of(record);
            facts.push(("rule", place.to_string()));
            facts.extend(captured);
            facts
        };
        if !rule.silent {
            let (object, benign) =
                told.get_or_insert_with(|| (facts::object(record), facts::is_benign(record)));
            let label = if *benign { BENIGN } else { HIT };
            let group = format!("{place}{SEPARATOR}{object}");
            notes.sighting_with(record, label, &group, || facts(&mut std::iter::empty()));
        }
        if rule.captures.is_empty() && !rule.silent {
            return;
        }
        let slice = record.time().map_or(0, |time| time.as_second() / CORRELATION_SLICE);
        let mut group = format!("{place}{SEPARATOR}{slice}");
        let mut captured = Vec::new();
        for (name, field) in CAPTURES.iter().zip(&rule.captures) {
            if let Some(text) = view.values(*field).first() {
                group.push(SEPARATOR);
                group.push_str(&text.raw);
                captured.push((*name, text.raw.clone()));
            }
        }
        notes.sighting_with(record, CORRELATED, &group, || facts(&mut captured.into_iter()));
    }
}

impl Detector for SigmaDetector {
    /// Empty: the rules are not known when the program is built. See
    /// [`SigmaDetector::rule_set`].
    fn rules(&self) -> &'static [RuleMeta] {
        &[]
    }

    fn interests(&self) -> Vec<Interest> {
        interests(&self.set)
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_default();
        let mut told = None;
        scratch.look(&self.set, &self.buckets, record, &mut |place, view| {
            self.note(place, record, view, note, &mut told);
        });
        idle().push(scratch);
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let by_time = sightings.by_time();
        let mut groups: BTreeMap<(usize, &str, [&str; 2]), Vec<&Sighting>> = BTreeMap::new();
        let mut hits = Vec::new();
        for (index, sighting) in by_time.iter().enumerate() {
            // Not from the group: there may have been too many to keep them apart.
            let Ok(place) = sighting.fact("rule").parse() else { continue };
            if sighting.label == CORRELATED {
                hits.extend(hit_of(place, index, sighting));
            } else {
                let object = facts::OBJECT.map(|name| sighting.fact(name));
                let key = (place, sighting.label, object);
                groups.entry(key).or_default().push(sighting);
            }
        }
        let mut findings: Vec<Finding> = groups
            .into_iter()
            .filter_map(|((place, label, _), list)| {
                let info = &self.set.rules.get(place)?.info;
                Some(finding(info, &list, label == BENIGN))
            })
            .collect();
        let lost = by_time
            .iter()
            .any(|own| own.label == CORRELATED && (own.more > 0 || !own.group.contains(SEPARATOR)));
        for found in correlate(&self.set, &hits) {
            findings.extend(self.correlated(&found, &by_time, lost));
        }
        findings
    }
}

impl SigmaDetector {
    fn correlated(&self, found: &Match, by_time: &[&Sighting], lost: bool) -> Option<Finding> {
        let info = &self.set.correlations.get(found.correlation)?.info;
        let list: Vec<&Sighting> =
            found.sightings.iter().filter_map(|index| by_time.get(*index).copied()).collect();
        let mut finding = finding(info, &list, false);
        finding.time = Some(found.first);
        finding.last_time = Some(found.last);
        finding.count = found.count;
        for (name, value) in &found.key {
            finding.facts.insert(format!("group {name}"), value.clone());
        }
        if found.more > 0 {
            let text = format!("{} more matches of this correlation are only counted", found.more);
            finding.facts.insert("more".to_owned(), text);
        }
        if lost {
            let text = "some hits were too many to keep apart; counts may be low";
            finding.facts.insert("incomplete".to_owned(), text.to_owned());
        }
        Some(finding)
    }
}

fn hit_of(rule: usize, index: usize, sighting: &Sighting) -> Option<Hit> {
    let captures = CAPTURES
        .iter()
        .map(|name| {
            let value = sighting.facts.iter().find(|(own, _)| own == name);
            value.map(|(_, value)| value.clone())
        })
        .collect();
    // A hit without a time cannot be put in order; it still counts as a hit of its rule.
    Some(Hit { rule, time: sighting.time?, captures, weight: 1 + sighting.more, sighting: index })
}

fn finding(info: &RuleInfo, list: &[&Sighting], benign: bool) -> Finding {
    let first = list.first();
    let last = list.iter().filter_map(|own| own.last_time.max(own.time)).max();
    let mut actor = Actor::default();
    for sighting in list {
        actor.merge(&facts::actor(&sighting.facts));
    }
    let mut facts: BTreeMap<String, String> = first
        .into_iter()
        .flat_map(|own| &own.facts)
        .filter(|(name, _)| *name != "rule" && !CAPTURES.contains(name))
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    if !info.false_positives.is_empty() {
        facts.insert("false positives".to_owned(), info.false_positives.join("; "));
    }
    let mut finding = Finding {
        id: String::new(),
        rule: Cow::Owned(info.finding_rule()),
        title: info.title.clone(),
        explanation: info.description.trim().to_owned(),
        severity: info.severity(),
        confidence: info.confidence(),
        stage: info.stage(),
        claims: info.claims(),
        cves: info.cves(),
        techniques: info.techniques(),
        time: list.iter().filter_map(|own| own.time).min(),
        last_time: last,
        count: list.iter().map(|own| 1 + own.more).sum(),
        actor,
        remedies: info.remedy(&facts).into_iter().collect(),
        facts,
        evidence: list.iter().take(QUOTED).map(|own| own.evidence()).collect(),
    };
    if benign {
        finding.title = format!("{} (by Exchange's own health manager)", info.title);
        finding.severity = Severity::Info;
        finding.confidence = Confidence::Low;
        finding.stage = Stage::Scanned;
        finding.claims.clear();
        finding.remedies.clear();
    }
    finding
}
