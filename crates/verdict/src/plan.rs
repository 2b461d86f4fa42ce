//! What to do, in order: keep the evidence, contain, remove, rotate, patch, and collect what
//! would answer the open questions.

use std::collections::BTreeMap;

use model::{Answers, Finding, Headline, PlanStep, Reply, Stage};

use crate::answers::{Decided, decides, stage_of};
use crate::cover::{self, Check};
use crate::incidents::is_on_disk;
use crate::input::{Area, Input};
use crate::{doors, reasons, words};

/// Remedies of this order and below contain; they go before everything but the evidence.
const CONTAIN: u8 = 0;

/// The plan. Steps that say the same are one step with the findings of all.
pub(crate) fn plan(
    input: &Input,
    decided: &Decided<'_>,
    findings: &[Finding],
    headline: Headline,
) -> Vec<PlanStep> {
    let answers = &decided.answers;
    let broken =
        answers.compromised.answer == Reply::Yes || answers.back_door_present.answer == Reply::Yes;
    let remedies = remedies(findings);
    let mut steps = vec![keep(broken)];
    if broken {
        steps.push(isolate(answers));
    }
    steps.extend(remedies.iter().filter(|(order, _)| *order == CONTAIN).map(|own| own.1.clone()));
    steps.extend(remedies.iter().filter(|(order, _)| *order > CONTAIN).map(|own| own.1.clone()));
    if broken {
        steps.push(rotate(findings));
    }
    steps.extend(patch(input));
    steps.extend(collect_logs(input, decided));
    steps.extend(collect_state(input, broken));
    if broken || headline == Headline::TargetedNoSuccess {
        steps.push(step(
            "Collect the evidence again when the work is done and assess it anew.",
            "Only new evidence shows whether everything is gone and stays gone.",
        ));
    }
    unique(steps)
}

fn keep(broken: bool) -> PlanStep {
    if broken {
        step(
            "Keep the evidence before anything is changed: an image of the disks, of memory if \
             the server runs, and copies of all logs, away from the server.",
            "Cleaning and patching destroy what shows how far the intruder got; Exchange deletes \
             most of its logs after 30 days.",
        )
    } else {
        step(
            "Copy the logs that are still there to a safe place, and keep them longer from now on.",
            "Exchange deletes most of its logs after 30 days; what is gone cannot answer.",
        )
    }
}

fn isolate(answers: &Answers) -> PlanStep {
    PlanStep {
        // In the words of the detectors that ask for the same, so that it is one step.
        action: "Cut the server off from the Internet (block inbound 80 and 443) until it is \
                 updated and checked."
            .to_owned(),
        why: "Somebody else can use it. Limit what it may reach inside as well: Exchange servers \
              hold far-reaching rights in Active Directory."
            .to_owned(),
        findings: answers.compromised.findings.clone(),
    }
}

fn rotate(findings: &[Finding]) -> PlanStep {
    let deep: Vec<&Finding> = findings
        .iter()
        .filter(|finding| decides(finding) && stage_of(finding) >= Stage::Exploited)
        .collect();
    PlanStep {
        action: "Change the secrets the server holds: passwords of administrators and services \
                 that logged on to it, its computer account, certificates with their private \
                 keys, and the machine keys of IIS; if commands were run, of the whole domain."
            .to_owned(),
        why: "Whoever was on the server may have taken them, and they work after every patch."
            .to_owned(),
        findings: reasons::id_list(&deep),
    }
}

/// An action without its full stop, which not all have.
fn bare(action: &str) -> &str {
    action.trim().trim_end_matches('.')
}

/// The findings' own remedies, each once, in their order of work. Who only looked gives no work.
fn remedies(findings: &[Finding]) -> Vec<(u8, PlanStep)> {
    let mut merged: BTreeMap<(u8, &str), Vec<&Finding>> = BTreeMap::new();
    let mut lowest: BTreeMap<&str, u8> = BTreeMap::new();
    // Of several findings on one file, the one that tells most says what to do.
    let files = doors::Files::of(findings);
    let asks = |own: &&Finding| stage_of(own) > Stage::Scanned || is_on_disk(&own.rule);
    let asked = || {
        let each = findings.iter().filter(asks).map(|own| (own, files.lead(own)));
        each.flat_map(|(own, lead)| lead.remedies.iter().map(move |remedy| (own, remedy)))
    };
    for (_, remedy) in asked() {
        let order = lowest.entry(bare(&remedy.action)).or_insert(remedy.order);
        *order = (*order).min(remedy.order);
    }
    for (finding, remedy) in asked() {
        let action = bare(&remedy.action);
        let order = lowest.get(action).copied().unwrap_or(remedy.order);
        let list = merged.entry((order, action)).or_default();
        if list.last().is_none_or(|last| last.id != finding.id) {
            list.push(finding);
        }
    }
    // Within one order, what answers the earlier finding comes first.
    let mut steps: Vec<(u8, PlanStep)> = merged
        .into_iter()
        .map(|((order, action), own)| {
            let title = own.first().map_or("", |finding| finding.title.trim_end_matches('.'));
            let why = format!("{}.", words::cut(title, 200));
            let findings = reasons::id_list(&own);
            let stop = if action.ends_with('?') { "" } else { "." };
            (order, PlanStep { action: format!("{action}{stop}"), why, findings })
        })
        .collect();
    let first = |step: &PlanStep| step.findings.first().map(|id| (id.len(), id.clone()));
    steps.sort_by(|a, b| (a.0, first(&a.1), &a.1.action).cmp(&(b.0, first(&b.1), &b.1.action)));
    steps
}

fn patch(input: &Input) -> Vec<PlanStep> {
    let open: Vec<&str> = {
        let unfixed = input.host.exposure.iter().filter(|own| own.to.is_none());
        let mut names: Vec<&str> =
            unfixed.map(|own| own.family.as_deref().unwrap_or(&own.cve)).collect();
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    };
    if open.is_empty() {
        return Vec::new();
    }
    let newest = match &input.builds.newest_of_level {
        Some(name) => format!(" For the installed cumulative update that is at least {name}."),
        None => String::new(),
    };
    let mut named: Vec<String> = open.iter().take(6).map(|name| (*name).to_owned()).collect();
    if open.len() > named.len() {
        named.push(format!("{} more", open.len() - named.len()));
    }
    vec![PlanStep {
        action: format!(
            "Install the newest cumulative update and its newest security update.{newest}"
        ),
        why: format!("The last build seen is open to {}.", words::list(&named)),
        findings: Vec::new(),
    }]
}

/// Which logs would answer what is open, and for which time, and what shows the builds.
fn collect_logs(input: &Input, decided: &Decided<'_>) -> Vec<PlanStep> {
    let mut steps: Vec<PlanStep> = missing_logs(decided).into_iter().collect();
    if !input.builds.any_build {
        steps.push(step(
            "Collect C:\\ExchangeSetupLogs\\ExchangeSetup.log and the version of \
             Bin\\ExSetup.exe.",
            "No build was seen, so it is not known when the server was vulnerable.",
        ));
    } else if input.builds.since_setup.is_none() {
        steps.push(step(
            "Collect C:\\ExchangeSetupLogs with all its older logs.",
            "They show when the server was set up and updated, and so for which time no answer \
             is needed.",
        ));
    }
    steps
}

fn missing_logs(decided: &Decided<'_>) -> Option<PlanStep> {
    let mut wanted: BTreeMap<Vec<&str>, Vec<cover::Span>> = BTreeMap::new();
    let mut families: Vec<&str> = Vec::new();
    let checks = decided.targeted.iter().chain(&decided.compromised);
    for check in checks.filter(|check: &&Check<'_>| check.detected) {
        for missing in &check.missing {
            let names = missing.sources.iter().map(|source| source.name).collect();
            wanted.entry(names).or_default().extend(&missing.holes);
            if !families.contains(&check.family.name.as_str()) {
                families.push(&check.family.name);
            }
        }
    }
    // A log that is needed on its own need not be named again as one of several.
    let alone: Vec<&str> =
        wanted.keys().filter(|names| names.len() == 1).flatten().copied().collect();
    let parts: Vec<String> = wanted
        .into_iter()
        .filter(|(names, _)| names.len() == 1 || !names.iter().any(|name| alone.contains(name)))
        .map(|(names, holes)| {
            format!("{}, {}", words::either(&names), cover::spans_text(&cover::union(holes)))
        })
        .collect();
    (!parts.is_empty()).then(|| PlanStep {
        action: format!(
            "Look in backups, shadow copies and log stores for what is missing: {}.",
            parts.join("; ")
        ),
        why: format!("Without it, use of {} cannot be ruled out.", words::either(&families)),
        findings: Vec::new(),
    })
}

/// Which state of the server would show a back door.
fn collect_state(input: &Input, broken: bool) -> Option<PlanStep> {
    let unread: Vec<&str> = Area::ALL
        .iter()
        .filter(|area| !input.read_areas.contains(area))
        .map(|area| area.name())
        .collect();
    (!unread.is_empty()).then(|| PlanStep {
        action: format!(
            "Collect what was not read here and assess it again, or search it {}for back doors: {}.",
            if broken { "by hand " } else { "" },
            words::list(&unread)
        ),
        why: "A back door in them would not have been seen.".to_owned(),
        findings: Vec::new(),
    })
}

fn step(action: &str, why: &str) -> PlanStep {
    PlanStep { action: action.to_owned(), why: why.to_owned(), findings: Vec::new() }
}

fn unique(steps: Vec<PlanStep>) -> Vec<PlanStep> {
    let mut seen = std::collections::BTreeSet::new();
    steps.into_iter().filter(|step| seen.insert(step.action.clone())).collect()
}
