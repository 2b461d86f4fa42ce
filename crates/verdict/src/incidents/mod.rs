//! Findings grouped by intruder, so that two intruders are two incidents.

mod address;
mod grouping;

pub(crate) use grouping::is_on_disk;

use model::{Actor, Confidence, Finding, Incident, IncidentEvent, Severity, Stage, Timestamp};

use crate::answers::{decides, stage_of};
use crate::input::Family;
use crate::words;

/// Events of one incident's timeline. More than a screen or two nobody reads; the findings hold
/// the rest.
const TIMELINE_EVENTS: usize = 40;

/// Incidents that are scanning only, kept apart; the Internet scans every server, and a list of
/// hundreds would hide the one that matters.
const SCANNERS_APART: usize = 20;

/// Characters of a user agent or an account in a title.
const TITLE_CHARS: usize = 48;

/// Groups findings (with ids, in order of time) into incidents, worst first.
pub(crate) fn incidents(findings: &[Finding], families: &[Family]) -> Vec<Incident> {
    let mut groups: Vec<Vec<&Finding>> = grouping::groups(findings);
    // A vendor's module that somebody should look at is a finding and nobody's doing.
    groups.retain(|group| group.iter().any(|own| decides(own) || !is_on_disk(&own.rule)));
    groups.sort_by_cached_key(|group| rank(group));
    let scan_only =
        |group: &[&Finding]| group.iter().all(|finding| stage_of(finding) == Stage::Scanned);
    let (mut scanners, mut list): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| scan_only(group));
    let rest: Vec<&Finding> =
        scanners.drain(SCANNERS_APART.min(scanners.len())..).flatten().collect();
    list.append(&mut scanners);
    let mut incidents: Vec<Incident> =
        list.iter().map(|group| incident(group, families, None)).collect();
    if !rest.is_empty() {
        let mut rest = rest;
        rest.sort_by_key(|finding| (finding.id.len(), finding.id.clone()));
        let name = "Background scanning by many addresses";
        incidents.push(incident(&rest, families, Some(name)));
    }
    for (index, incident) in incidents.iter_mut().enumerate() {
        incident.id = format!("I{}", index + 1);
    }
    incidents
}

/// What worst first means: what decides, how far, how sure, how bad; then who came first.
fn rank(group: &[&Finding]) -> impl Ord + use<> {
    let deciding = group.iter().filter(|finding| decides(finding));
    let worst: Option<(Stage, Confidence, Severity)> =
        deciding.map(|own| (stage_of(own), own.confidence, own.severity)).max();
    let any: Option<Stage> = group.iter().map(|own| stage_of(own)).max();
    let first: Option<Timestamp> = group.iter().filter_map(|own| own.time).min();
    let id = group.first().map(|own| (own.id.len(), own.id.clone()));
    (std::cmp::Reverse((worst, any)), first.is_none(), first, id)
}

fn incident(group: &[&Finding], families: &[Family], name: Option<&str>) -> Incident {
    let mut actor = Actor::default();
    for finding in group {
        actor.merge(&finding.actor);
    }
    let deciding = group.iter().filter(|finding| decides(finding)).map(|own| stage_of(own)).max();
    let stage = deciding.or_else(|| group.iter().map(|own| stage_of(own)).max());
    let stage = stage.unwrap_or(Stage::Scanned);
    let first = group.iter().filter_map(|own| own.time).min();
    let last = group.iter().filter_map(|own| own.last_time.max(own.time)).max();
    let who = name.map_or_else(|| who(&actor), str::to_owned);
    let mut title = format!("{who}: {}", what(group, stage, families));
    if deciding.is_none() {
        title.push_str(", not certain");
    }
    Incident {
        id: String::new(),
        title,
        stage,
        first,
        last,
        actor,
        findings: group.iter().map(|finding| finding.id.clone()).collect(),
        timeline: timeline(group),
    }
}

fn who(actor: &Actor) -> String {
    let more = |list: &[String]| match list.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    if let Some(address) = actor.addresses.first() {
        let mut who = format!("{}{}", words::cut(address, TITLE_CHARS), more(&actor.addresses));
        let agent = actor.user_agents.iter().find(|agent| !agent.trim().is_empty());
        if let Some(agent) = agent {
            who.push_str(&format!(" ({})", words::cut(agent, TITLE_CHARS)));
        }
        return who;
    }
    match actor.identities.first() {
        Some(name) => format!("As {}{}", words::cut(name, TITLE_CHARS), more(&actor.identities)),
        None => "Unknown actor".to_owned(),
    }
}

/// How far, and by which technique: the one of the finding that got furthest.
fn what(group: &[&Finding], stage: Stage, families: &[Family]) -> String {
    let furthest = group.iter().find(|finding| stage_of(finding) == stage);
    let by_title = |own: &&&Finding| own.rule.starts_with("sigma:") || is_on_disk(&own.rule);
    if let Some(own) = furthest.filter(by_title) {
        return format!("{stage} ({})", own.title);
    }
    let technique = furthest.map_or("", |own| technique(&own.rule));
    let named = |family: &&Family| family.name.eq_ignore_ascii_case(technique);
    let name = match technique {
        "webshell" => Some("a web shell"),
        other => families.iter().find(named).map(|family| family.name.as_str()).or(Some(other)),
    };
    match (name.filter(|name| !name.is_empty()), stage) {
        (None, _) => stage.to_string(),
        (Some("a web shell"), Stage::Scanned) => format!("{stage} for web shells"),
        (Some(name), Stage::Scanned) => format!("{stage} for {name}"),
        (Some(name), Stage::Attempted) => format!("{stage} {name}"),
        (Some(name), _) => format!("{stage} by {name}"),
    }
}

/// The technique a rule belongs to: what stands before its first dot.
fn technique(rule: &str) -> &str {
    rule.split(['.', ':']).next().unwrap_or(rule)
}

/// The first and the last time of each finding, in order; of too many, the furthest are kept.
fn timeline(group: &[&Finding]) -> Vec<IncidentEvent> {
    let mut events: Vec<(bool, IncidentEvent)> = Vec::new();
    for finding in group {
        let Some(time) = finding.time else { continue };
        let stage = stage_of(finding);
        let event = |time, text| IncidentEvent { time, stage, text, finding: finding.id.clone() };
        events.push((false, event(time, finding.title.clone())));
        if let Some(last) = finding.last_time.filter(|last| *last > time) {
            let text = format!("{} (last of {})", finding.title, finding.count);
            events.push((true, event(last, text)));
        }
    }
    // First times go before last times, later stages before earlier ones.
    events.sort_by(|(a_last, a), (b_last, b)| {
        (a_last, std::cmp::Reverse(a.stage), a.time).cmp(&(
            b_last,
            std::cmp::Reverse(b.stage),
            b.time,
        ))
    });
    events.truncate(TIMELINE_EVENTS);
    let mut events: Vec<IncidentEvent> = events.into_iter().map(|(_, event)| event).collect();
    events.sort_by(|a, b| (a.time, a.stage, &a.finding).cmp(&(b.time, b.stage, &b.finding)));
    events
}
