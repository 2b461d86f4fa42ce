//! What the evidence could have shown: the hours that matter for each family, held against the
//! hours that the required sources cover.

use model::{Gap, GapReason, HourSet, WinPath, hour_of};

use crate::input::{Family, Input};
pub(crate) use crate::requirements::all_sources;
use crate::requirements::{MAILBOX_ACCESS, Question, Source, required};
use crate::words;

/// Hours from the start of Setup in which a new server may have no logs yet; the longest set-ups
/// seen take some hours, and nothing answers requests before their end.
const SETUP_HOURS: i64 = 6;

/// Stretches named in a sentence; the rest is counted.
const NAMED_SPANS: usize = 3;

/// A stretch of whole hours, the end exclusive.
pub(crate) type Span = (i64, i64);

/// A stretch of time that matters for a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    pub(crate) span: Span,
    pub(crate) certain: bool,
}

/// What is missing of one group of sources.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) sources: &'static [Source],
    pub(crate) holes: Vec<Span>,
}

/// How far one family is covered for one question.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    pub(crate) family: &'a Family,
    pub(crate) needed: Vec<Needed>,
    /// Whether this version has a detection for the family and knows what would show it.
    pub(crate) detected: bool,
    /// Hours in which every group has records, within the needed time, as stretches.
    pub(crate) covered: Vec<Span>,
    /// The groups with holes.
    pub(crate) missing: Vec<Missing>,
    /// Losses within the required sources.
    pub(crate) lost: Vec<&'a Gap>,
}

impl Check<'_> {
    /// Whether a yes would have been seen.
    pub(crate) fn complete(&self) -> bool {
        self.detected && self.missing.is_empty() && self.lost.is_empty()
    }

    /// All hours that any group misses.
    pub(crate) fn holes(&self) -> Vec<Span> {
        union(self.missing.iter().flat_map(|missing| missing.holes.iter().copied()))
    }
}

/// The families that matter up to the end of the evidence, each with its cover for `question`.
pub(crate) fn checks(input: &Input, question: Question) -> Vec<Check<'_>> {
    let mut list = Vec::new();
    for family in &input.families {
        let needed = needed(family, input);
        if needed.is_empty() {
            continue;
        }
        let row = required(
            &family.name,
            match question {
                Question::Data => Question::Compromised,
                other => other,
            },
        );
        let groups: Vec<&'static [Source]> = match (row, question) {
            (Some(row), Question::Data) => {
                row.groups.iter().chain(MAILBOX_ACCESS).copied().collect()
            }
            (Some(row), _) => row.groups.to_vec(),
            (None, _) => Vec::new(),
        };
        let detected = row.is_some() && !family.seen_by.is_empty();
        list.push(check(input, family, needed, &groups, detected));
    }
    list
}

fn check<'a>(
    input: &'a Input,
    family: &'a Family,
    needed: Vec<Needed>,
    groups: &[&'static [Source]],
    detected: bool,
) -> Check<'a> {
    let setup = input.builds.since_setup.map(hour_of);
    let mut missing = Vec::new();
    for &sources in groups {
        let seen = hours_of(input, sources);
        let spans = needed.iter().flat_map(|own| seen.holes(own.span.0, own.span.1));
        let holes = union(spans.filter_map(|hole| after_setup(hole, setup)));
        if !holes.is_empty() {
            missing.push(Missing { sources, holes });
        }
    }
    let lost = input.gaps.iter().filter(|gap| loses_rows(gap.reason) && concerns(gap, groups));
    let mut check =
        Check { family, needed, detected, covered: Vec::new(), missing, lost: lost.collect() };
    if detected {
        check.covered = without(check.needed.iter().map(|own| own.span), &check.holes());
    }
    check
}

/// The hours in which any of the sources has records.
pub(crate) fn hours_of(input: &Input, sources: &[Source]) -> HourSet {
    let mut hours = HourSet::default();
    for own in &input.coverage {
        if sources.iter().any(|source| source.is(&own.source)) {
            hours.merge(&own.hours);
        }
    }
    hours
}

/// The hours in which any source that a detector of ours reads has records, from the first known
/// use of any family on: the part in which something could have been seen.
pub(crate) fn seen(input: &Input) -> Vec<Span> {
    let sources: Vec<Source> = all_sources().collect();
    let first = input.families.iter().map(|family| hour_of(family.first_exploited)).min();
    let Some(first) = first else { return Vec::new() };
    union(
        hours_of(input, &sources).iter().filter(|own| own.0 >= first).map(|own| (own.0, own.0 + 1)),
    )
}

/// The time that matters for a family, in whole hours: from its first known use, or later if the
/// server cannot have been open before, to the fix or the end of the evidence.
fn needed(family: &Family, input: &Input) -> Vec<Needed> {
    let Some(end) = input.as_of else { return Vec::new() };
    let mut list = Vec::new();
    for window in &family.windows {
        let from =
            window.from.map_or(family.first_exploited, |own| own.max(family.first_exploited));
        let fixed = window.to.filter(|to| *to < end);
        let to = fixed.unwrap_or(end);
        if to <= from {
            continue;
        }
        let first = hour_of(from);
        // The hour of a fix counts whole; the hour in which the evidence ends counts not, unless
        // it is the only one: other logs may not have been written to yet.
        let last = match fixed {
            Some(to) if to.as_second().rem_euclid(3_600) == 0 => hour_of(to),
            Some(to) => hour_of(to) + 1,
            None => hour_of(end),
        };
        list.push(Needed { span: (first, last.max(first + 1)), certain: window.certain });
    }
    list
}

fn after_setup(hole: Span, setup: Option<i64>) -> Option<Span> {
    let (from, to) = hole;
    let from = match setup {
        Some(setup) if from == setup => from.max((setup + SETUP_HOURS).min(to)),
        _ => from,
    };
    (from < to).then_some((from, to))
}

/// Whether records may be missing because of such a gap. Rows with a wrong column count, without
/// a time or with odd bytes were still looked at.
fn loses_rows(reason: GapReason) -> bool {
    !matches!(
        reason,
        GapReason::NoTime | GapReason::ColumnCount | GapReason::Encoding | GapReason::Capped
    )
}

/// Whether a gap may concern any of the sources: it lies in one of them, or nobody can tell where
/// it lies (an archive, a loose file).
fn concerns(gap: &Gap, groups: &[&'static [Source]]) -> bool {
    let inside = |source: &Source| source.holds(&gap.artefact);
    groups.iter().copied().flatten().any(inside) || !placed(&gap.artefact)
}

/// Whether the path shows what kind of artefact this is.
fn placed(path: &WinPath) -> bool {
    const FOLDERS: &[&str] =
        &["transportroles", "winevt", "exchangesetuplogs", "httperr", "w3svc1", "w3svc2"];
    let known = |part: &str| FOLDERS.iter().any(|folder| part.eq_ignore_ascii_case(folder));
    // A folder below Logging says what the log is; Logging itself does not.
    path.after("Logging").is_some_and(|rest| rest.len() > 1)
        || path.components().any(known)
        || path.extension().is_some_and(|end| end == "evtx")
}

/// Stretches put in order and joined where they meet.
pub(crate) fn union(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut list: Vec<Span> = spans.into_iter().filter(|span| span.0 < span.1).collect();
    list.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in list {
        match out.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => out.push(span),
        }
    }
    out
}

/// What is left of `spans` without `holes`.
pub(crate) fn without(spans: impl IntoIterator<Item = Span>, holes: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for (from, to) in union(spans) {
        let mut next = from;
        for &(start, end) in holes.iter().filter(|hole| hole.0 < to && hole.1 > from) {
            if start > next {
                out.push((next, start));
            }
            next = next.max(end);
        }
        if next < to {
            out.push((next, to));
        }
    }
    out
}

/// The hours of all stretches together.
pub(crate) fn total(spans: &[Span]) -> i64 {
    spans.iter().map(|span| span.1 - span.0).sum()
}

/// The stretches in words; the longest are named, the rest counted.
pub(crate) fn spans_text(spans: &[Span]) -> String {
    let mut longest: Vec<Span> = spans.to_vec();
    longest.sort_by_key(|span| (span.0 - span.1, span.0));
    longest.truncate(NAMED_SPANS);
    longest.sort_unstable();
    let mut parts: Vec<String> =
        longest.iter().map(|(from, to)| words::hours(*from, *to)).collect();
    let more = spans.len() - longest.len();
    if more > 0 {
        parts.push(words::number(more, "shorter interval"));
    }
    words::list(&parts)
}
