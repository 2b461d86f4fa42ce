//! The one line for the server, and the sentence that goes with it.

use model::{Answers, Confidence, Finding, Headline, Reply, Stage, Timestamp};

use crate::answers::{Decided, decides, stage_of};
use crate::cover::{self, Check, Span};
use crate::input::Input;
use crate::{reasons, words};

/// The headline that follows from the answers and from whether anything could have shown a yes.
pub(crate) fn headline(input: &Input, decided: &Decided<'_>, findings: &[Finding]) -> Headline {
    let answers = &decided.answers;
    if answers.back_door_present.answer == Reply::Yes && certain_door(answers, findings) {
        return Headline::CompromisedBackDoorPresent;
    }
    if answers.compromised.answer == Reply::Yes {
        let certain = findings.iter().any(|finding| {
            finding.confidence == Confidence::High && stage_of(finding) >= Stage::Exploited
        });
        return match (certain, answers.back_door_present.answer) {
            (true, Reply::Yes) => Headline::CompromisedBackDoorPresent,
            (true, _) => Headline::CompromisedBackDoorNotFound,
            (false, _) => Headline::LikelyCompromised,
        };
    }
    if answers.targeted.answer == Reply::Yes {
        return Headline::TargetedNoSuccess;
    }
    if answers.targeted.answer == Reply::No && answers.compromised.answer == Reply::No {
        return Headline::NoEvidenceCoverageComplete;
    }
    if cover::seen(input).is_empty() { Headline::CannotSay } else { Headline::NoEvidenceInPartSeen }
}

/// Whether a finding behind "back door present" is certain.
fn certain_door(answers: &Answers, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| {
        finding.confidence == Confidence::High
            && answers.back_door_present.findings.contains(&finding.id)
    })
}

/// The headline in words, with its dates.
pub(crate) fn summary(
    input: &Input,
    decided: &Decided<'_>,
    findings: &[Finding],
    headline: Headline,
) -> String {
    let blind = blind(decided);
    let mut text = match headline {
        Headline::CompromisedBackDoorPresent => {
            let end = "A way back in is still there.";
            format!("Somebody broke in{}. {end}", furthest(findings, Stage::Exploited))
        }
        Headline::CompromisedBackDoorNotFound => format!(
            "Somebody broke in{}. {}",
            furthest(findings, Stage::Exploited),
            door(&decided.answers)
        ),
        Headline::LikelyCompromised => format!(
            "Somebody has likely broken in{}; an innocent explanation is possible.",
            furthest(findings, Stage::Exploited)
        ),
        Headline::TargetedNoSuccess => format!(
            "The server was attacked{}; no attempt was seen to succeed.",
            furthest(findings, Stage::Attempted)
        ),
        Headline::NoEvidenceCoverageComplete => format!(
            "No sign of an attack or a break-in{}; everything that would show one was read, for \
             the whole time in which the server was open to a known attack.",
            input.as_of.map(|end| format!(" up to {}", words::day(end))).unwrap_or_default()
        ),
        Headline::NoEvidenceInPartSeen => {
            let seen = cover::seen(input);
            format!("No sign of a break-in in the part that could be read: {}.", extent(&seen))
        }
        Headline::CannotSay => {
            "Nothing that was read could show a break-in, so nothing can be said either way."
                .to_owned()
        }
    };
    text.push_str(&unseen(input, &blind, headline));
    text.push_str(&undetected(decided, headline));
    text.push_str(&doubtful(findings, headline));
    if input.partial {
        text.push_str(" The run was stopped before everything was read.");
    }
    text
}

fn door(answers: &Answers) -> &'static str {
    if answers.back_door_present.answer == Reply::No {
        "No way back in was found, and all places that can hold one were read."
    } else {
        "Whether a way back in exists cannot be said from what was read."
    }
}

/// How far, from when to when, from where.
fn furthest(findings: &[Finding], least: Stage) -> String {
    let own: Vec<&Finding> =
        findings.iter().filter(|finding| decides(finding) && stage_of(finding) >= least).collect();
    let Some(stage) = own.iter().map(|finding| stage_of(finding)).max() else {
        return String::new();
    };
    let mut text = format!(" (furthest: {stage})");
    let first: Option<Timestamp> = own.iter().filter_map(|finding| finding.time).min();
    let last = own.iter().filter_map(|finding| finding.last_time.max(finding.time)).max();
    match first.zip(last) {
        Some((first, last)) if words::day(first) == words::day(last) => {
            text.push_str(&format!(" on {}", words::day(first)));
        }
        Some((first, last)) => {
            text.push_str(&format!(" from {} to {}", words::day(first), words::day(last)));
        }
        None => {}
    }
    let mut addresses: Vec<&str> =
        own.iter().flat_map(|own| &own.actor.addresses).map(String::as_str).collect();
    addresses.sort_unstable();
    addresses.dedup();
    match addresses.as_slice() {
        [] => {}
        [one] => text.push_str(&format!(", from {}", words::cut(one, 60))),
        many => text.push_str(&format!(", from {} addresses", many.len())),
    }
    text
}

/// The stretches in which a detected family could have been used unseen, or what followed be hidden
/// by a cleared log.
pub(crate) fn blind(decided: &Decided<'_>) -> Vec<Span> {
    let checks = decided.targeted.iter().chain(&decided.compromised);
    let holes = checks.filter(|check| check.detected).flat_map(Check::holes);
    cover::union(holes.chain(decided.cleared.iter().copied()))
}

fn unseen(input: &Input, blind: &[Span], headline: Headline) -> String {
    if blind.is_empty() || headline == Headline::NoEvidenceCoverageComplete {
        return String::new();
    }
    // Where an intruder was seen, or any log has rows for part of that time, something was seen.
    let dark = cover::total(&cover::without(blind.iter().copied(), &cover::seen(input)));
    let partly = headline.exit_code() == 1 || dark < cover::total(blind);
    let how = if partly { "in full" } else { "any more" };
    format!(
        " Of the time in which the server was or may have been open to attacks, {} ({}) cannot be \
         seen {how}.",
        words::length(cover::total(blind)),
        cover::spans_text(blind)
    )
}

/// Families the server was surely open to and that no log rules out for this version.
fn undetected(decided: &Decided<'_>, headline: Headline) -> String {
    if !matches!(headline, Headline::NoEvidenceInPartSeen | Headline::CannotSay) {
        return String::new();
    }
    let names: Vec<&str> = decided
        .compromised
        .iter()
        .filter(|check| !check.detected && check.needed.iter().any(|own| own.certain))
        .map(|check| check.family.name.as_str())
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(" It was also open to {}, which cannot be ruled out.", words::list(&names))
}

/// Signs that decide nothing, where the headline would let a reader think there are none.
fn doubtful(findings: &[Finding], headline: Headline) -> String {
    let doubtful = |own: &&Finding| !decides(own) && stage_of(own) >= Stage::Attempted;
    let list: Vec<&Finding> = findings.iter().filter(doubtful).collect();
    match (headline.exit_code(), list.len()) {
        (1, _) | (_, 0) => String::new(),
        (_, 1) => format!(" One doubtful sign needs a look ({}).", reasons::ids(&list)),
        (_, more) => format!(" {more} doubtful signs need a look ({}).", reasons::ids(&list)),
    }
}

/// From when to when something was seen, with the hours without records in between.
fn extent(seen: &[Span]) -> String {
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return String::new() };
    let between = last.1 - first.0 - cover::total(seen);
    let mut text = words::hours(first.0, last.1);
    if between > 0 {
        text.push_str(&format!(", with {} without any record in between", words::length(between)));
    }
    text
}
