//! The report on a terminal: what a worried administrator must know, in ten seconds, from the top:
//! the verdict, the answers, what the worst intruder did, what could not be seen, what to do.

mod page;
mod unseen;

use std::io::{self, Write};

use model::{Assessment, Incident, Stage};

use self::page::{BOLD, DIM, PLAIN, Page, style};
use crate::Options;
use crate::digest::{self, Tone, counted, families, minute, second, span};
use crate::visible::{short, visible};

/// Items shown of a list before "and so many more"; a screen has some fifty lines.
struct Bounds {
    families: usize,
    reasons: usize,
    events: usize,
    incidents: usize,
    unseen: usize,
    steps: usize,
    /// Columns of a value written by somebody else, before its middle is left out.
    value: usize,
}

const BRIEF: Bounds =
    Bounds { families: 5, reasons: 2, events: 14, incidents: 5, unseen: 5, steps: 6, value: 160 };

/// With `verbose` a long list is shown, a hostile one of millions is not.
const FULL: Bounds = Bounds {
    families: 200,
    reasons: 100,
    events: 2_000,
    incidents: 1_000,
    unseen: 1_000,
    steps: 1_000,
    value: 1_000,
};

/// Width of the label column at the top.
const LABEL: usize = 10;

/// Writes the report.
pub(crate) fn render(
    assessment: &Assessment,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let bounds = if options.verbose { FULL } else { BRIEF };
    let page = &mut Page::new(out, options.color, options.width);
    head(page, assessment, &bounds)?;
    answers(page, assessment, &bounds)?;
    incidents(page, assessment, &bounds)?;
    unseen::render(page, assessment, &bounds)?;
    plan(page, assessment, &bounds)?;
    if let Some(place) = &options.full_report {
        page.title("FULL REPORT")?;
        page.line(2, &visible(place), PLAIN)?;
    }
    Ok(())
}

fn head(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    let tone = style(Tone::of_headline(assessment.headline));
    page.rule(tone)?;
    page.line(1, &assessment.headline.to_string(), tone)?;
    page.rule(tone)?;
    page.line(0, &visible(&assessment.summary), PLAIN)?;
    if assessment.run.partial {
        page.line(
            0,
            "This run was stopped before its end; what follows is not all.",
            style(Tone::Unsure),
        )?;
    }
    page.line(0, "", PLAIN)?;
    let host = &assessment.host;
    let mut parts = vec![
        short(host.name.as_deref().unwrap_or("name not seen"), bounds.value).into_owned(),
        short(host.product.as_deref().unwrap_or("product not seen"), bounds.value).into_owned(),
    ];
    parts.extend(host.build.map(|build| {
        let span = host.build_history.iter().rev().find(|span| span.build == build);
        match span.and_then(|span| span.name.as_deref()) {
            Some(name) => format!("build {build} ({})", short(name, bounds.value)),
            None => format!("build {build}, not in the build table"),
        }
    }));
    page.row(0, &[("Server", LABEL, BOLD)], &parts.join(" · "))?;
    let families = families(&host.exposure);
    for (place, family) in families.iter().take(bounds.families).enumerate() {
        let label = if place == 0 { "Exposed" } else { "" };
        let cves = family.cves.join(", ");
        let cves =
            if cves.is_empty() { cves } else { format!(" ({})", short(&cves, bounds.value)) };
        let text = format!("{}{cves}: {}", short(family.name, bounds.value), family.window());
        page.row(0, &[(label, LABEL, BOLD)], &text)?;
    }
    more(page, LABEL, families.len(), bounds.families, "exposures")
}

fn answers(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    /// Room for the longest question and for "cannot say".
    const QUESTION: usize = 30;
    const ANSWER: usize = 12;
    /// A reason is a few sentences; what is longer quotes somebody.
    const REASON: usize = 1_000;
    page.title("ANSWERS")?;
    for (key, question, answer) in assessment.answers.each() {
        let reply = answer.answer.to_string();
        let mut cells = vec![
            (question, QUESTION, PLAIN),
            (reply.as_str(), ANSWER, style(Tone::of_answer(key, answer.answer))),
        ];
        let shown = answer.reasons.iter().take(bounds.reasons);
        let mut texts: Vec<String> =
            shown.map(|reason| short(reason, REASON).into_owned()).collect();
        let left = answer.reasons.len() - texts.len();
        if left > 0 {
            texts.push(format!("… and {}", counted(left as u64, "more reason", "more reasons")));
        }
        if texts.is_empty() {
            texts.push(String::new());
        }
        for text in texts {
            page.row(2, &cells, &text)?;
            cells = vec![("", QUESTION, PLAIN), ("", ANSWER, PLAIN)];
        }
    }
    Ok(())
}

fn incidents(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    let Some((worst, others)) = assessment.incidents.split_first() else { return Ok(()) };
    page.title(if others.is_empty() { "WHAT HAPPENED" } else { "THE WORST INCIDENT" })?;
    incident(page, worst, bounds)?;
    timeline(page, assessment, worst, bounds)?;
    if others.is_empty() {
        return Ok(());
    }
    page.title("OTHER INCIDENTS")?;
    for other in others.iter().take(bounds.incidents) {
        incident(page, other, bounds)?;
    }
    more(page, 2, others.len(), bounds.incidents, "incidents")
}

fn incident(page: &mut Page<'_>, incident: &Incident, bounds: &Bounds) -> io::Result<()> {
    let mut text = short(&incident.title, bounds.value).into_owned();
    if let Some((first, last)) = incident.first.zip(incident.last) {
        text = format!("{text}, {}", span(first, last));
    }
    let stage = incident.stage.to_string();
    let id = short(&incident.id, 12);
    page.row(2, &[(&id, 5, BOLD), (&stage, STAGE, stage_style(incident.stage))], &text)
}

/// Room for the longest stage.
const STAGE: usize = 19;

const fn stage_style(stage: Stage) -> anstyle::Style {
    style(Tone::of_stage(stage))
}

fn timeline(
    page: &mut Page<'_>,
    assessment: &Assessment,
    incident: &Incident,
    bounds: &Bounds,
) -> io::Result<()> {
    let findings = digest::by_id(assessment);
    let several = incident.actor.addresses.len() != 1;
    let shown = digest::key_events(&incident.timeline, bounds.events);
    let (mut next, mut last) = (0, None);
    for place in shown {
        skipped(page, place - next)?;
        next = place + 1;
        let event = &incident.timeline[place];
        let mut text = short(&event.text, bounds.value).into_owned();
        let finding = findings.get(event.finding.as_str());
        let who = finding.and_then(|(_, finding)| digest::who(&finding.actor));
        if let Some(who) = who.as_ref().filter(|_| several && who != last) {
            text = format!("{text}; by {}", short(who, bounds.value));
        }
        last = who;
        let (time, stage) = (second(event.time), event.stage.to_string());
        page.row(2, &[(&time, 21, DIM), (&stage, STAGE, stage_style(event.stage))], &text)?;
    }
    skipped(page, incident.timeline.len() - next)
}

fn skipped(page: &mut Page<'_>, events: usize) -> io::Result<()> {
    if events == 0 {
        return Ok(());
    }
    page.line(2, &format!("… {}", counted(events as u64, "more event", "more events")), DIM)
}

/// Columns of a step of the plan: what is to be done must not lose its middle.
const STEP: usize = 700;

fn plan(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    if assessment.plan.is_empty() {
        return Ok(());
    }
    page.title("WHAT TO DO FIRST")?;
    for (place, step) in assessment.plan.iter().take(bounds.steps).enumerate() {
        let number = format!("{}.", place + 1);
        page.row(2, &[(&number, 3, BOLD)], &short(&step.action, STEP.max(bounds.value)))?;
        page.styled_row(2, &[("", 3, PLAIN)], &short(&step.why, STEP.max(bounds.value)), DIM)?;
    }
    more(page, 5, assessment.plan.len(), bounds.steps, "steps")
}

/// Says how much of a bounded list was left out.
fn more(
    page: &mut Page<'_>,
    indent: usize,
    all: usize,
    shown: usize,
    what: &str,
) -> io::Result<()> {
    if all <= shown {
        return Ok(());
    }
    let left = digest::number((all - shown) as u64);
    page.line(indent, &format!("… and {left} more {what}"), DIM)
}

/// `2021-03-03 06:49` or words for its absence.
fn when(time: Option<model::Timestamp>) -> String {
    time.map_or_else(|| "no time".to_owned(), minute)
}
