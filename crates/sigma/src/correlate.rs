//! Correlation rules: what several hits within some time say together.
//!
//! Hits are gathered while records are read, and correlated when all evidence is read, in order
//! of time: evidence comes in any order, and the answer must not depend on it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use model::Timestamp;
use rsigma_parser::{
    ConditionExpr, CorrelationCondition, CorrelationRule, CorrelationType, Quantifier, WindowMode,
};
use serde::{Deserialize, Serialize};

use crate::{
    load::{RuleSet, referred},
    meta::RuleInfo,
    tally::{Event, Tally, compare, latest, measure},
};

/// Most matches kept per correlation; more are counted on the last one.
const MATCHES: usize = 1_000;

/// Most hits quoted per match.
const QUOTED: usize = 50;

/// A correlation rule, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Correlation {
    /// What it says of itself.
    pub info: RuleInfo,
    kind: CorrelationType,
    /// The rules it refers to, by the names it uses.
    inputs: Vec<Input>,
    /// Names of the fields it groups by.
    group_by: Vec<String>,
    span: i64,
    window: WindowMode,
    gap: i64,
    condition: CorrelationCondition,
}

/// One name in a correlation's list of rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Input {
    name: String,
    /// Rules, each with the places of its captures: group fields, then value fields.
    rules: Vec<(usize, Vec<u16>)>,
    /// Correlations it refers to, by place.
    correlations: Vec<usize>,
}

/// A hit of a rule that correlations refer to.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// The rule.
    pub rule: usize,
    /// When.
    pub time: Timestamp,
    /// Values of the rule's captures.
    pub captures: Vec<Option<String>>,
    /// How many records it stands for.
    pub weight: u64,
    /// Which sighting it came from.
    pub sighting: usize,
}

/// A correlation that came true.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The correlation's place.
    pub correlation: usize,
    /// Time of the first hit.
    pub first: Timestamp,
    /// Time of the last hit.
    pub last: Timestamp,
    /// Values of the fields it groups by.
    pub key: Vec<(String, String)>,
    /// Sightings, at most [`QUOTED`].
    pub sightings: Vec<usize>,
    /// How many records took part.
    pub count: u64,
    /// How many further matches of the correlation are not kept; 0 on all but the last kept.
    pub more: u64,
}

/// Compiles a correlation whose rules are loaded, and tells those rules what to capture.
pub(crate) fn compile_correlation(
    info: RuleInfo,
    rule: &CorrelationRule,
    set: &mut RuleSet,
) -> Result<Correlation, String> {
    let (fields, wanted) = value_fields(rule)?;
    let mut names = rule.rules.clone();
    if let CorrelationCondition::Extended(expr) = &rule.condition {
        collect_names(expr, &mut names);
    }
    if names.is_empty() {
        return Err("the correlation names no rule".into());
    }
    let mut inputs = Vec::with_capacity(names.len());
    for name in names {
        let rules = referred(&set.rules, &name);
        let correlations: Vec<usize> = set
            .correlations
            .iter()
            .enumerate()
            .filter(|(_, own)| own.info.id == name || own.info.name.as_ref() == Some(&name))
            .map(|(place, _)| place)
            .collect();
        if rules.is_empty() && correlations.is_empty() {
            return Err(format!("refers to `{name}`, which is not loaded"));
        }
        let rules = rules
            .into_iter()
            .map(|place| Ok((place, captures(rule, &name, place, &fields, set)?)))
            .collect::<Result<_, String>>()?;
        inputs.push(Input { name, rules, correlations });
    }
    if wanted && fields.is_empty() {
        return Err("the condition needs a field to look at".into());
    }
    if !rule.generate {
        for (place, _) in inputs.iter().flat_map(|input| &input.rules) {
            set.rules[*place].silent = true;
        }
    }
    Ok(Correlation {
        info,
        kind: rule.correlation_type,
        inputs,
        group_by: rule.group_by.clone(),
        span: seconds(rule.timespan.seconds),
        window: rule.window,
        gap: rule.gap.as_ref().map_or(0, |gap| seconds(gap.seconds)),
        condition: rule.condition.clone(),
    })
}

fn seconds(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// The fields whose values the condition looks at, and whether it must have one.
fn value_fields(rule: &CorrelationRule) -> Result<(Vec<String>, bool), String> {
    let fields = match &rule.condition {
        CorrelationCondition::Threshold { field, .. } => field.clone().unwrap_or_default(),
        CorrelationCondition::Extended(_) => Vec::new(),
    };
    let (wanted, single) = match rule.correlation_type {
        CorrelationType::EventCount
        | CorrelationType::Temporal
        | CorrelationType::TemporalOrdered => (false, false),
        CorrelationType::ValueCount => (true, false),
        CorrelationType::ValueSum
        | CorrelationType::ValueAvg
        | CorrelationType::ValuePercentile
        | CorrelationType::ValueMedian => (true, true),
    };
    if single && fields.len() > 1 {
        return Err("the condition can look at one field only".into());
    }
    Ok((fields, wanted))
}

fn collect_names(expr: &ConditionExpr, names: &mut Vec<String>) {
    match expr {
        ConditionExpr::And(list) | ConditionExpr::Or(list) => {
            list.iter().for_each(|part| collect_names(part, names));
        }
        ConditionExpr::Not(part) => collect_names(part, names),
        ConditionExpr::Identifier(name) if !names.contains(name) => names.push(name.clone()),
        ConditionExpr::Identifier(_) | ConditionExpr::Selector { .. } => {}
    }
}

/// The places, among a rule's captures, of the fields that the correlation needs of it.
fn captures(
    correlation: &CorrelationRule,
    name: &str,
    place: usize,
    fields: &[String],
    set: &mut RuleSet,
) -> Result<Vec<u16>, String> {
    let family = set.rules[place].source().family;
    let wanted = correlation.group_by.iter().chain(fields);
    wanted
        .map(|field| {
            let info = &set.rules[place].info;
            let own = correlation
                .aliases
                .iter()
                .find(|alias| alias.alias == *field)
                .and_then(|alias| {
                    [Some(name), Some(info.id.as_str()), info.name.as_deref()]
                        .into_iter()
                        .flatten()
                        .find_map(|name| alias.mapping.get(name))
                })
                .unwrap_or(field);
            let id = set.fields.intern(family, own);
            let captures = &mut set.rules[place].captures;
            let at = captures.iter().position(|own| *own == id).unwrap_or_else(|| {
                captures.push(id);
                captures.len() - 1
            });
            u16::try_from(at).map_err(|_| "too many fields".to_owned())
        })
        .collect()
}

/// Evaluates all correlations over the hits. Hits may come in any order.
pub(crate) fn correlate(set: &RuleSet, hits: &[Hit]) -> Vec<Match> {
    let mut by_rule: HashMap<usize, Vec<&Hit>> = HashMap::new();
    for hit in hits {
        by_rule.entry(hit.rule).or_default().push(hit);
    }
    let mut matches: Vec<Match> = Vec::new();
    // Correlations come after the ones they refer to: those were loaded when they were compiled.
    for (place, correlation) in set.correlations.iter().enumerate() {
        let mut groups: BTreeMap<Vec<String>, Vec<Event>> = BTreeMap::new();
        for (input, entry) in correlation.inputs.iter().enumerate() {
            for (key, event) in correlation.events(input, entry, &by_rule, &matches) {
                groups.entry(key).or_default().push(event);
            }
        }
        let mut own: Vec<Match> = Vec::new();
        let mut more = 0;
        for (key, mut events) in groups {
            events.sort_by(|a, b| {
                (a.time, a.input, &a.sightings).cmp(&(b.time, b.input, &b.sightings))
            });
            correlation.windows(&events, &mut |window| {
                if own.len() < MATCHES {
                    own.push(correlation.made(place, &key, window));
                } else {
                    more += 1;
                }
            });
        }
        if let Some(last) = own.last_mut() {
            last.more = more;
        }
        matches.append(&mut own);
    }
    matches
}

impl Correlation {
    /// The events of one input, each with the key of its group. An event without a value for a
    /// field that is grouped by belongs to the group of those without.
    fn events(
        &self,
        input: usize,
        entry: &Input,
        by_rule: &HashMap<usize, Vec<&Hit>>,
        matches: &[Match],
    ) -> Vec<(Vec<String>, Event)> {
        let mut events = Vec::new();
        for (rule, places) in &entry.rules {
            for hit in by_rule.get(rule).into_iter().flatten() {
                let mut values = places
                    .iter()
                    .map(|place| hit.captures.get(usize::from(*place)).cloned().flatten());
                let key = values.by_ref().take(self.group_by.len());
                let key = key.map(Option::unwrap_or_default).collect();
                let values = values.collect();
                let sightings = vec![hit.sighting];
                events.push((
                    key,
                    Event { input, time: hit.time, values, weight: hit.weight, sightings },
                ));
            }
        }
        for found in matches.iter().filter(|found| entry.correlations.contains(&found.correlation))
        {
            let value = |name: &String| {
                found.key.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone())
            };
            let key = self.group_by.iter().map(|name| value(name).unwrap_or_default()).collect();
            let values = self.fields().iter().map(value).collect();
            let sightings = found.sightings.clone();
            events.push((key, Event { input, time: found.last, values, weight: 1, sightings }));
        }
        events
    }

    fn fields(&self) -> &[String] {
        match &self.condition {
            CorrelationCondition::Threshold { field: Some(fields), .. } => fields,
            _ => &[],
        }
    }

    /// Finds the windows in which the condition holds. A window that was reported is not reported
    /// again with one event more: the next one starts after it.
    fn windows(&self, events: &[Event], report: &mut dyn FnMut(&[Event])) {
        let mut start = 0;
        let mut tally = Tally::new(self.inputs.len());
        for end in 0..events.len() {
            while start < end && self.apart(events, start, end) {
                // A window of the other kinds ends as a whole.
                let next = if self.window == WindowMode::Sliding { start + 1 } else { end };
                events[start..next].iter().for_each(|event| tally.remove(event));
                start = next;
            }
            tally.add(&events[end]);
            let window = &events[start..=end];
            if self.satisfied(window, &tally) {
                report(window);
                tally = Tally::new(self.inputs.len());
                start = end + 1;
            }
        }
    }

    /// Whether two events cannot stand in one window.
    fn apart(&self, events: &[Event], start: usize, end: usize) -> bool {
        let (first, last) = (events[start].time, events[end].time);
        let span = i128::from(self.span) * 1_000_000_000;
        let distance = last.as_nanosecond() - first.as_nanosecond();
        match self.window {
            WindowMode::Sliding => distance > span,
            WindowMode::Tumbling => {
                let span = span.max(1);
                first.as_nanosecond().div_euclid(span) != last.as_nanosecond().div_euclid(span)
            }
            WindowMode::Session => {
                let before = end.checked_sub(1).map_or(last, |before| events[before].time);
                let pause = last.as_nanosecond() - before.as_nanosecond();
                distance > span || pause > i128::from(self.gap) * 1_000_000_000
            }
        }
    }

    fn satisfied(&self, window: &[Event], tally: &Tally) -> bool {
        match (&self.condition, self.kind) {
            (CorrelationCondition::Extended(expr), kind) => {
                let seen: HashSet<&str> = self
                    .inputs
                    .iter()
                    .zip(&tally.inputs)
                    .filter(|(_, count)| **count > 0)
                    .map(|(input, _)| input.name.as_str())
                    .collect();
                let ordered = kind != CorrelationType::TemporalOrdered || self.ordered(window);
                holds(expr, &seen) && ordered
            }
            (CorrelationCondition::Threshold { .. }, CorrelationType::Temporal) => tally.all_seen(),
            (CorrelationCondition::Threshold { .. }, CorrelationType::TemporalOrdered) => {
                tally.all_seen() && self.ordered(window)
            }
            (CorrelationCondition::Threshold { predicates, percentile, .. }, kind) => {
                measure(kind, window, tally, percentile.unwrap_or(50)).is_some_and(|value| {
                    predicates.iter().all(|(operator, bound)| compare(*operator, value, *bound))
                })
            }
        }
    }

    /// Whether the inputs appear in their order, each not before the one it follows.
    fn ordered(&self, window: &[Event]) -> bool {
        let mut next = 0;
        for event in latest(window) {
            if event.input == next {
                next += 1;
            }
        }
        next == self.inputs.len()
    }

    fn made(&self, place: usize, key: &[String], window: &[Event]) -> Match {
        let sightings: BTreeSet<usize> =
            window.iter().flat_map(|event| event.sightings.iter().copied()).collect();
        let times = || window.iter().map(|event| event.time);
        Match {
            correlation: place,
            first: times().min().unwrap_or_default(),
            last: times().max().unwrap_or_default(),
            key: self.group_by.iter().cloned().zip(key.iter().cloned()).collect(),
            sightings: sightings.into_iter().take(QUOTED).collect(),
            count: window.iter().map(|event| event.weight).sum(),
            more: 0,
        }
    }
}

fn holds(expr: &ConditionExpr, seen: &HashSet<&str>) -> bool {
    match expr {
        ConditionExpr::And(list) => list.iter().all(|part| holds(part, seen)),
        ConditionExpr::Or(list) => list.iter().any(|part| holds(part, seen)),
        ConditionExpr::Not(part) => !holds(part, seen),
        ConditionExpr::Identifier(name) => seen.contains(name.as_str()),
        ConditionExpr::Selector { quantifier, pattern } => {
            let count = seen.iter().filter(|name| pattern.matches_detection_name(name)).count();
            match quantifier {
                Quantifier::Any => count > 0,
                Quantifier::All => count == seen.len(),
                Quantifier::Count(wanted) => count as u64 >= *wanted,
            }
        }
    }
}
