//! The sentences behind the answers: what was seen, from when to when, what is missing, and what
//! could still show it.

use model::Finding;

use crate::answers::stage_of;
use crate::cover::{self, Check};
use crate::input::Input;
use crate::words;

/// Said wherever a stopped run forbids a no.
pub(crate) const PARTIAL: &str = "The run was stopped before everything was read.";

/// Ids named in a sentence; the rest is counted.
const NAMED_IDS: usize = 6;

/// Said once after the holes.
const STILL: &str = "What could still show it: older backups or volume shadow copies of these \
                     logs, a central log store, and the logs of a proxy, load balancer or \
                     firewall in front of the server.";

/// What coverage says for a question without a yes.
pub(crate) struct Covered {
    /// Why a no is not possible; empty if it is.
    pub(crate) open: Vec<String>,
    /// What was seen and covered.
    pub(crate) seen: Vec<String>,
}

/// Coverage in words. `what` is what was looked for: `an attack`, `data access`.
pub(crate) fn coverage(input: &Input, checks: &[Check<'_>], what: &str) -> Covered {
    let mut covered = Covered { open: Vec::new(), seen: Vec::new() };
    let Some(end) = input.as_of else {
        let nothing = "No record with a time was read, so nothing could show it.";
        covered.open.push(nothing.to_owned());
        covered.open.extend(expected(input));
        return covered;
    };
    if input.families.iter().all(|family| family.first_exploited >= end) {
        covered.open.push(format!(
            "The evidence ends on {}, before any attack that this version knows was in use.",
            words::day(end)
        ));
        return covered;
    }
    let detected = || checks.iter().filter(|check| check.detected);
    for check in detected() {
        if check.complete() {
            covered.seen.push(complete(check, what));
        } else if !blank(check) {
            covered.open.extend(incomplete(input, check, what));
        }
    }
    let blanks: Vec<&Check<'_>> = detected().filter(|check| blank(check)).collect();
    covered.open.extend(all_blank(input, &blanks));
    if detected().any(|check| !check.missing.is_empty()) {
        covered.open.push(STILL.to_owned());
        covered.open.extend(expected(input));
    }
    covered.open.extend(undetected(input, checks));
    if checks.is_empty() {
        covered.open.extend(unwatched(input));
    }
    if covered.open.is_empty() && covered.seen.is_empty() {
        covered.seen.push(format!(
            "The build history shows that the server was at no time, up to {}, open to an attack \
             that was known to be in use.",
            words::day(end)
        ));
    }
    covered
}

/// Even a server that was never open can be attacked: without any of the logs that would show it,
/// nothing can be denied.
fn unwatched(input: &Input) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for source in cover::all_sources() {
        if cover::hours_of(input, &[source]).is_empty() && !names.contains(&source.name) {
            names.push(source.name);
        }
    }
    (!names.is_empty()).then(|| {
        format!(
            "The build history shows no time of exposure, but these were not there to read: {}.",
            words::list(&names)
        )
    })
}

fn expected(input: &Input) -> impl Iterator<Item = String> {
    input.expected_missing.iter().map(|own| format!("{}.", own.trim_end_matches('.')))
}

fn complete(check: &Check<'_>, what: &str) -> String {
    format!(
        "{}: no sign of {what} from {}, the whole time in which the server was or may have \
         been open to it; every source that would show one has records for every hour.",
        check.family.name,
        cover::spans_text(&check.covered)
    )
    .replace("an data access", "data access")
}

/// Whether all of the time is both unseen and of unknown build: such families share a sentence.
fn blank(check: &Check<'_>) -> bool {
    !check.missing.is_empty()
        && check.covered.is_empty()
        && check.lost.is_empty()
        && check.needed.iter().all(|own| !own.certain)
}

fn all_blank(input: &Input, checks: &[&Check<'_>]) -> Option<String> {
    let names: Vec<&str> = checks.iter().map(|check| check.family.name.as_str()).collect();
    let holes = cover::union(checks.iter().flat_map(|check| check.holes()));
    let why = if input.builds.any_build {
        "no build is known for the time before"
    } else {
        "no build was seen"
    };
    (!names.is_empty()).then(|| {
        format!(
            "Whether the server was open to {} is not known ({why}), and the logs that would show \
             their use are not there: {} ({}) cannot be seen any more.",
            words::either(&names),
            cover::spans_text(&holes),
            words::length(cover::total(&holes))
        )
    })
}

fn incomplete(input: &Input, check: &Check<'_>, what: &str) -> Vec<String> {
    let name = &check.family.name;
    let mut list = Vec::new();
    if !check.missing.is_empty() {
        let holes = check.holes();
        let total = cover::total(&holes);
        let mut text = format!("{name}: {}. ", open_times(input, check));
        if check.covered.is_empty() {
            text.push_str(&format!(
                "None of this time can be seen any more ({}, {}): {}.",
                words::length(total),
                cover::spans_text(&holes),
                missing(check)
            ));
        } else {
            text.push_str(&format!(
                "No sign of {what} from {}; {} ({}) cannot be seen any more: {}.",
                cover::spans_text(&check.covered),
                words::length(total),
                cover::spans_text(&holes),
                missing(check)
            ));
        }
        list.push(text);
    }
    if let Some(first) = check.lost.first() {
        let more = match check.lost.len() - 1 {
            0 => String::new(),
            more => format!(", and {}", words::number(more, "more place")),
        };
        list.push(format!(
            "{name}: part of what would show it could not be read: {} ({}: {}){more}.",
            words::cut(first.artefact.as_str(), 160),
            first.reason,
            words::cut(&first.detail, 160),
        ));
    }
    list
}

/// For the question of data on a server that was broken into: which records of mailbox access are
/// missing.
pub(crate) fn mailbox_access(checks: &[Check<'_>]) -> Option<String> {
    let checks = checks.iter().filter(|check| check.detected && !check.missing.is_empty());
    let worst = checks.max_by_key(|check| cover::total(&check.holes()))?;
    let holes = worst.holes();
    Some(format!(
        "Records of access to mailboxes are not complete either: {} ({}) cannot be seen in full; \
         {}.",
        cover::spans_text(&holes),
        words::length(cover::total(&holes)),
        missing(worst)
    ))
}

/// When the server was, or may have been, open to the family.
fn open_times(input: &Input, check: &Check<'_>) -> String {
    let spans = |certain: bool| {
        let own = check.needed.iter().filter(|own| own.certain == certain);
        cover::union(own.map(|own| own.span))
    };
    let (certain, maybe) = (spans(true), spans(false));
    match (certain.is_empty(), maybe.is_empty()) {
        (false, true) => format!("the server was open to it from {}", cover::spans_text(&certain)),
        (false, false) => format!(
            "the server was open to it from {}, and may have been from {}, for which no build is \
             known",
            cover::spans_text(&certain),
            cover::spans_text(&maybe)
        ),
        _ if !input.builds.any_build => format!(
            "no build of the server was seen, so it may have been open to it from {}",
            cover::spans_text(&maybe)
        ),
        _ => format!(
            "the server may have been open to it from {}; no build that settles it is known for \
             that time",
            cover::spans_text(&maybe)
        ),
    }
}

/// The missing sources; those that lack only part of the hours say how many.
fn missing(check: &Check<'_>) -> String {
    let total = words::length(cover::total(&check.holes()));
    let mut parts: Vec<String> = Vec::new();
    for own in &check.missing {
        let names: Vec<&str> = own.sources.iter().map(|source| source.name).collect();
        let mut part = words::either(&names);
        let length = words::length(cover::total(&own.holes));
        if length != total {
            part.push_str(&format!(" ({length} of it)"));
        }
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    format!("missing are {}", words::list(&parts))
}

/// Families that matter and that cannot be ruled out by any log: this version sees nothing of them,
/// or only signs that need not be there.
fn undetected(input: &Input, checks: &[Check<'_>]) -> Vec<String> {
    let open: Vec<&Check<'_>> = checks.iter().filter(|check| !check.detected).collect();
    let (signs, blind): (Vec<&Check<'_>>, Vec<&Check<'_>>) =
        open.into_iter().partition(|check| !check.family.seen_by.is_empty());
    let mut list = Vec::new();
    list.extend(cannot_rule_out(
        input,
        &blind,
        "for which this version has no detection of its own, so it cannot rule them out",
    ));
    list.extend(cannot_rule_out(
        input,
        &signs,
        "that need not leave the signs which this version knows, so it cannot rule them out",
    ));
    list
}

fn cannot_rule_out(input: &Input, checks: &[&Check<'_>], why: &str) -> Vec<String> {
    let (mut open, mut maybe) = (Vec::new(), Vec::new());
    for check in checks {
        let certain: Vec<_> =
            check.needed.iter().filter(|own| own.certain).map(|own| own.span).collect();
        if certain.is_empty() {
            maybe.push(check.family.name.clone());
        } else {
            let spans = cover::spans_text(&cover::union(certain));
            open.push(format!("{} ({}; open from {spans})", check.family.name, check.family.about));
        }
    }
    let mut list = Vec::new();
    if !open.is_empty() {
        list.push(format!("The server was open to attacks {why}: {}.", words::list(&open)));
    }
    if !maybe.is_empty() {
        let unknown = if input.builds.any_build {
            "for part of the time no build is known that would settle it"
        } else {
            "no build was seen"
        };
        list.push(format!(
            "The server may have been open ({unknown}) to further attacks {why}: {}.",
            words::list(&maybe)
        ));
    }
    list
}

/// For a yes: what part of the time could not be seen, since there may be more.
pub(crate) fn partly_seen(checks: &[Check<'_>]) -> Option<String> {
    let holes = cover::union(checks.iter().filter(|check| check.detected).flat_map(Check::holes));
    (!holes.is_empty()).then(|| {
        format!(
            "There may be more: {} ({}) of the time in which the server was or may have been open \
             cannot be seen in full.",
            words::length(cover::total(&holes)),
            cover::spans_text(&holes)
        )
    })
}

/// What scanners did, for the question of attacks, which scanning alone does not answer.
pub(crate) fn scanned(scans: &[&Finding]) -> Option<String> {
    let first = scans.first()?;
    let records: u64 = scans.iter().map(|finding| finding.count).sum();
    Some(format!(
        "Scanning was seen ({records} records, for example {}); looking is not yet an attack.",
        finding(first).trim_end_matches('.')
    ))
}

/// One finding in a line.
pub(crate) fn finding(finding: &Finding) -> String {
    let title = words::cut(finding.title.trim_end_matches('.'), 200);
    let mut text = format!("{title}: {}", stage_of(finding));
    if let Some(time) = finding.time {
        text.push_str(", ");
        text.push_str(&words::minutes(time, finding.last_time.unwrap_or(time).max(time)));
    }
    if let Some(address) = finding.actor.addresses.first() {
        text.push_str(", from ");
        text.push_str(&words::cut(address, 60));
        if finding.actor.addresses.len() > 1 {
            text.push_str(&format!(" and {} more", finding.actor.addresses.len() - 1));
        }
    }
    text.push_str(&format!(" ({}).", finding.id));
    text
}

/// The ids in a sentence.
pub(crate) fn ids(findings: &[&Finding]) -> String {
    let mut list = id_list(findings);
    let more = list.len().saturating_sub(NAMED_IDS);
    list.truncate(NAMED_IDS);
    if more > 0 {
        list.push(format!("{more} more"));
    }
    words::list(&list)
}

/// The ids in order.
pub(crate) fn id_list(findings: &[&Finding]) -> Vec<String> {
    let mut ids: Vec<(usize, String)> =
        findings.iter().map(|finding| (finding.id.len(), finding.id.clone())).collect();
    ids.sort_unstable();
    ids.into_iter().map(|(_, id)| id).collect()
}
