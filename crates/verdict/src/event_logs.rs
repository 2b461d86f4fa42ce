//! Windows event logs: what they could show and no longer can.
//!
//! No family of attacks is denied by them: which channels a server writes, and how far back they
//! reach, differs too much. But they show best what an intruder did on the server itself, so that
//! every answer about that says from when to when they were there, and what was cleared.

use std::collections::BTreeMap;

use model::{Finding, Gap, GapReason, HourSet, RecordKind, Timestamp, WinPath, hour_of};

use crate::cover::{self, Check, Span};
use crate::input::Input;
use crate::words;

/// The fact that names the log which a record says was cleared.
const CLEARED: &str = "cleared_log";

/// Channels that show what was done on a server, as coverage keeps them, with their names, in the
/// order of what they tell. `steady` ones have records for every hour of a live Exchange server.
const CHANNELS: [Channel; 9] = [
    steady("security", "Security"),
    steady("application", "Application"),
    channel("system", "System"),
    channel("msexchange management", "MSExchange Management"),
    channel("windows powershell", "Windows PowerShell"),
    channel("microsoft-windows-powershell/operational", "PowerShell/Operational"),
    channel("microsoft-windows-taskscheduler/operational", "TaskScheduler/Operational"),
    channel("microsoft-windows-windows defender/operational", "Windows Defender/Operational"),
    channel("microsoft-windows-sysmon/operational", "Sysmon/Operational"),
];

/// Hours without a record of a steady channel that are worth a word; less is a restart.
const SILENT_HOURS: i64 = 2;

/// Files with missing records that are named; the rest is counted.
const NAMED_FILES: usize = 3;

struct Channel {
    part: &'static str,
    name: &'static str,
    steady: bool,
}

const fn channel(part: &'static str, name: &'static str) -> Channel {
    Channel { part, name, steady: false }
}

const fn steady(part: &'static str, name: &'static str) -> Channel {
    Channel { part, name, steady: true }
}

/// A log that was cleared.
struct Cleared<'a> {
    finding: &'a Finding,
    /// As the record names it.
    log: &'a str,
    /// The last time; `None` if the record has no time.
    last: Option<Timestamp>,
}

/// The logs that were cleared while it mattered, each once, in order of their names.
fn cleared<'a>(input: &Input, findings: &'a [Finding]) -> Vec<Cleared<'a>> {
    let mut list: BTreeMap<String, Cleared<'a>> = BTreeMap::new();
    for finding in findings.iter().filter(|own| !is_before_set_up(input, own)) {
        let Some(log) = finding.facts.get(CLEARED) else { continue };
        let last = finding.last_time.max(finding.time);
        let entry = list.entry(log.to_lowercase());
        let entry = entry.or_insert(Cleared { finding, log, last });
        if last > entry.last {
            *entry = Cleared { finding, log, last };
        }
    }
    list.into_values().collect()
}

/// Whether a finding says that a log was cleared.
pub(crate) fn is_clearing(finding: &Finding) -> bool {
    finding.facts.contains_key(CLEARED)
}

/// Whether a log was cleared before Exchange was set up, as makers of images do: then it held
/// nothing that matters.
pub(crate) fn is_before_set_up(input: &Input, finding: &Finding) -> bool {
    finding.facts.contains_key(CLEARED)
        && finding
            .last_time
            .max(finding.time)
            .zip(input.builds.since_setup)
            .is_some_and(|(last, setup)| last < setup)
}

fn hours(input: &Input, part: &str) -> HourSet {
    let mut hours = HourSet::default();
    for own in &input.coverage {
        if own.source.kind == RecordKind::EVENT && own.source.part.eq_ignore_ascii_case(part) {
            hours.merge(&own.hours);
        }
    }
    hours
}

/// The stretches of the time that matters which cleared logs can no longer show: from the start of
/// that time to the clearing, but for hours of which a copy was read. Only of the logs that show
/// what was done on a server: installers clear others.
pub(crate) fn lost(input: &Input, findings: &[Finding], checks: &[Check<'_>]) -> Vec<Span> {
    let mut spans = Vec::new();
    for own in cleared(input, findings) {
        let Some(row) = CHANNELS.iter().find(|row| row.part.eq_ignore_ascii_case(own.log)) else {
            continue;
        };
        let seen = hours(input, row.part);
        let end = own.last.map_or(i64::MAX, hour_of);
        for needed in checks.iter().flat_map(|check| &check.needed) {
            let (from, to) = (needed.span.0, needed.span.1.min(end));
            spans.extend(seen.holes(from, to.max(from)));
        }
    }
    cover::union(spans)
}

/// A sentence for each log that was cleared.
pub(crate) fn cleared_reasons(input: &Input, findings: &[Finding]) -> Vec<String> {
    cleared(input, findings).iter().map(|own| cleared_reason(input, own)).collect()
}

fn cleared_reason(input: &Input, own: &Cleared<'_>) -> String {
    let log = words::cut(own.log, 80);
    let who = own.finding.actor.identities.first();
    let who = who.map_or_else(String::new, |who| format!(" by {}", words::cut(who, 60)));
    let id = &own.finding.id;
    let Some(last) = own.last else {
        return format!(
            "The {log} log was cleared{who} at an unknown time ({id}); what it held is gone."
        );
    };
    let times = match own.finding.count {
        0 | 1 => "was cleared on".to_owned(),
        more => format!("was cleared {more} times, last on"),
    };
    let earlier = hours(input, own.log).first().is_some_and(|first| first < hour_of(last));
    let before = if earlier {
        "of the time before that, only what older copies of it hold can be seen"
    } else {
        "before that it shows nothing"
    };
    format!("The {log} log {times} {}{who} ({id}); {before}.", words::minute(last))
}

/// From when to when the event logs were there, and what is missing of them; for every answer
/// about what was done on the server.
pub(crate) fn reasons(input: &Input, findings: &[Finding]) -> Vec<String> {
    let any = input.coverage.iter().any(|own| own.source.kind == RecordKind::EVENT);
    let mut list = cleared_reasons(input, findings);
    if !any {
        list.push(
            "No Windows event log was read; they would show what was done on the server itself: \
             programs started, services, tasks and accounts made, cmdlets run."
                .to_owned(),
        );
        return list;
    }
    list.extend(reach(input));
    list.extend(silence(input));
    list.extend(missing_records(input));
    list
}

fn reach(input: &Input) -> Option<String> {
    let mut read: Vec<(Span, Vec<&str>)> = Vec::new();
    let mut absent: Vec<&str> = Vec::new();
    for row in &CHANNELS {
        let hours = hours(input, row.part);
        let Some((first, last)) = hours.first().zip(hours.last()) else {
            absent.push(row.name);
            continue;
        };
        match read.iter_mut().find(|(span, _)| *span == (first, last + 1)) {
            Some((_, names)) => names.push(row.name),
            None => read.push(((first, last + 1), vec![row.name])),
        }
    }
    let parts: Vec<String> = read
        .iter()
        .map(|((from, to), names)| {
            format!("{} from {}", words::list(names), words::hours(*from, *to))
        })
        .collect();
    let end = "What they do not reach back to they cannot show.";
    (!parts.is_empty()).then(|| {
        format!(
            "What was done on the server itself shows best in its event logs; read were {}. {end}",
            parts.join("; ")
        )
    })
}

fn silence(input: &Input) -> Vec<String> {
    let silent = |row: &&Channel| row.steady;
    let rows = CHANNELS.iter().filter(silent);
    rows.filter_map(|row| {
        let hours = hours(input, row.part);
        let (first, last) = hours.first().zip(hours.last())?;
        let mut holes = hours.holes(first, last);
        holes.retain(|hole| hole.1 - hole.0 >= SILENT_HOURS);
        (!holes.is_empty()).then(|| {
            format!(
                "The {} log has no record from {}, although a live server writes to it every hour.",
                row.name,
                cover::spans_text(&holes)
            )
        })
    })
    .collect()
}

fn missing_records(input: &Input) -> Option<String> {
    let is_hole = |gap: &&Gap| {
        gap.reason == GapReason::Missing
            && gap.artefact.extension().is_some_and(|end| end.eq_ignore_ascii_case("evtx"))
    };
    let mut files: BTreeMap<&WinPath, u64> = BTreeMap::new();
    for gap in input.gaps.iter().filter(is_hole) {
        let count = files.entry(&gap.artefact).or_default();
        *count = count.saturating_add(gap.count);
    }
    let mut names: Vec<String> = files
        .iter()
        .take(NAMED_FILES)
        .map(|(path, count)| {
            let count = words::count(i64::try_from(*count).unwrap_or(i64::MAX), "record");
            format!("{count} of {}", words::cut(path.as_str(), 120))
        })
        .collect();
    if files.len() > names.len() {
        names.push(words::number(files.len() - names.len(), "more file"));
    }
    (!names.is_empty()).then(|| {
        format!(
            "By the numbers of the records, some are missing between others: {}.",
            words::list(&names)
        )
    })
}
