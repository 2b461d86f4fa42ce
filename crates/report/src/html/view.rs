//! The assessment's lists as the page shows them: bounded, with links to findings by place.

use std::collections::HashMap;

use model::{
    Actor, Answer, Assessment, Claim, Confidence, Finding, Incident, IncidentEvent, PlanStep,
    Reply, Severity, Stage,
};

use super::FINDINGS;
use super::timeline_plot::INCIDENTS as COLOURS;
use crate::digest::{self, GapGroup, Tone};

/// Links shown beside an answer or an incident.
const LINKS: usize = 12;
/// Steps shown of one incident.
const EVENTS: usize = 500;
/// Places in the evidence shown of one finding.
const EVIDENCE: usize = 25;
/// Gaps shown of one reason.
const GAPS: usize = 50;
/// Values shown of one list of an actor.
const VALUES: usize = 30;

/// A link to a finding of the page. Ids are text of the case file, so links go by place.
pub(super) struct Link<'a> {
    pub(super) id: &'a str,
    /// Place in the assessment; `None` if the page does not show it.
    pub(super) place: Option<usize>,
}

/// Which findings the page shows, by id.
pub(super) struct Links<'a>(HashMap<&'a str, usize>);

impl<'a> Links<'a> {
    pub(super) fn new(assessment: &'a Assessment) -> Self {
        let (mut successes, mut attempts) = (0, 0);
        let shown = assessment.findings.iter().enumerate().filter(|(_, finding)| {
            let count = if is_success(finding) { &mut successes } else { &mut attempts };
            *count += 1;
            *count <= FINDINGS
        });
        Self(shown.map(|(place, finding)| (finding.id.as_str(), place)).collect())
    }

    fn of(&self, id: &'a str) -> Link<'a> {
        Link { id, place: self.0.get(id).copied() }
    }

    fn list(&self, ids: &'a [String]) -> Vec<Link<'a>> {
        ids.iter().take(LINKS).map(|id| self.of(id)).collect()
    }
}

/// Whether a finding by itself means that an attempt succeeded.
pub(super) fn is_success(finding: &Finding) -> bool {
    finding.stage > Stage::Attempted
}

/// A question with its answer.
pub(super) struct AnswerView<'a> {
    pub(super) question: &'static str,
    pub(super) reply: Reply,
    pub(super) tone: &'static str,
    pub(super) answer: &'a Answer,
    pub(super) links: Vec<Link<'a>>,
    pub(super) more: usize,
}

impl<'a> AnswerView<'a> {
    pub(super) fn all(assessment: &'a Assessment, links: &Links<'a>) -> Vec<Self> {
        let view = |(key, question, answer): (&str, &'static str, &'a Answer)| Self {
            question,
            reply: answer.answer,
            tone: Tone::of_answer(key, answer.answer).name(),
            answer,
            links: links.list(&answer.findings),
            more: answer.findings.len().saturating_sub(LINKS),
        };
        assessment.answers.each().into_iter().map(view).collect()
    }
}

/// A step of the plan.
pub(super) struct StepView<'a> {
    pub(super) step: &'a PlanStep,
    pub(super) links: Vec<Link<'a>>,
}

impl<'a> StepView<'a> {
    pub(super) fn new(step: &'a PlanStep, links: &Links<'a>) -> Self {
        Self { step, links: links.list(&step.findings) }
    }
}

/// What is known of an actor: a name for each list that has values.
pub(super) type ActorView<'a> = Vec<(&'static str, &'a [String], usize)>;

fn actor_view(actor: &Actor) -> ActorView<'_> {
    let lists = [
        ("Addresses", &actor.addresses),
        ("User agents", &actor.user_agents),
        ("Accounts", &actor.identities),
        ("Sessions", &actor.sessions),
    ];
    let view = |(name, list): (&'static str, &'_ Vec<String>)| (name, list.len());
    lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| {
            let shown = list.len().min(VALUES);
            (view((name, list)).0, &list[..shown], list.len() - shown)
        })
        .collect()
}

/// A step of an incident.
pub(super) struct EventView<'a> {
    /// Steps left out before it.
    pub(super) skipped: usize,
    pub(super) event: &'a IncidentEvent,
    pub(super) tone: &'static str,
    pub(super) who: String,
    pub(super) link: Link<'a>,
}

/// An incident.
pub(super) struct IncidentView<'a> {
    pub(super) incident: &'a Incident,
    /// Class of its colour in the plot; empty if it is not drawn.
    pub(super) colour: String,
    pub(super) tone: &'static str,
    pub(super) when: String,
    pub(super) actor: ActorView<'a>,
    pub(super) events: Vec<EventView<'a>>,
    /// Steps left out after the last shown.
    pub(super) skipped: usize,
    pub(super) links: Vec<Link<'a>>,
    pub(super) more: usize,
}

impl<'a> IncidentView<'a> {
    pub(super) fn all(assessment: &'a Assessment, links: &Links<'a>, most: usize) -> Vec<Self> {
        let findings = digest::by_id(assessment);
        let view = |(number, incident): (usize, &'a Incident)| {
            let mut next = 0;
            let shown = digest::key_events(&incident.timeline, EVENTS);
            let event = |place: usize| {
                let event = &incident.timeline[place];
                let skipped = place - next;
                next = place + 1;
                let finding = findings.get(event.finding.as_str());
                let who = finding.and_then(|(_, finding)| digest::who(&finding.actor));
                let tone = Tone::of_stage(event.stage).name();
                EventView {
                    skipped,
                    event,
                    tone,
                    who: who.unwrap_or_default(),
                    link: links.of(&event.finding),
                }
            };
            let events = shown.into_iter().map(event).collect();
            let times = incident.first.zip(incident.last);
            Self {
                incident,
                colour: if number < COLOURS { format!("i{number}") } else { String::new() },
                tone: Tone::of_stage(incident.stage).name(),
                when: times.map_or_else(
                    || "no time".to_owned(),
                    |(first, last)| digest::span(first, last),
                ),
                actor: actor_view(&incident.actor),
                events,
                skipped: incident.timeline.len() - next,
                links: links.list(&incident.findings),
                more: incident.findings.len().saturating_sub(LINKS),
            }
        };
        assessment.incidents.iter().take(most).enumerate().map(view).collect()
    }
}

/// A finding, to unfold down to the evidence.
pub(super) struct FindingView<'a> {
    pub(super) place: usize,
    pub(super) finding: &'a Finding,
    pub(super) tone: &'static str,
    pub(super) when: String,
    pub(super) severity: &'static str,
    pub(super) confidence: &'static str,
    pub(super) claims: Vec<&'static str>,
    pub(super) actor: ActorView<'a>,
    pub(super) evidence: &'a [model::Evidence],
    pub(super) more: usize,
}

impl<'a> FindingView<'a> {
    pub(super) fn new(place: usize, finding: &'a Finding) -> Self {
        let times = finding.time.zip(finding.last_time);
        let shown = finding.evidence.len().min(EVIDENCE);
        Self {
            place,
            finding,
            tone: Tone::of_stage(finding.stage).name(),
            when: match times {
                Some((first, last)) if first < last => digest::span(first, last),
                _ => finding.time.map_or_else(|| "no time".to_owned(), digest::second),
            },
            severity: severity(finding.severity),
            confidence: confidence(finding.confidence),
            claims: finding.claims.iter().map(|claim| claim_words(*claim)).collect(),
            actor: actor_view(&finding.actor),
            evidence: &finding.evidence[..shown],
            more: finding.evidence.len() - shown,
        }
    }
}

/// Gaps with one reason.
pub(super) struct GapView<'a> {
    pub(super) reason: String,
    pub(super) extent: String,
    pub(super) gaps: Vec<&'a model::Gap>,
    pub(super) more: usize,
}

impl<'a> GapView<'a> {
    pub(super) fn new(group: &GapGroup<'a>) -> Self {
        Self {
            reason: group.reason.to_string(),
            extent: group.extent(),
            gaps: group.gaps.iter().take(GAPS).copied().collect(),
            more: group.gaps.len().saturating_sub(GAPS),
        }
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

const fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

const fn claim_words(claim: Claim) -> &'static str {
    match claim {
        Claim::BackDoorPresent => "a back door exists now",
        Claim::BackDoorWasPresent => "a back door existed then",
        Claim::BackDoorRemoved => "a back door was removed then",
        Claim::DataTouched => "data was touched",
    }
}
