//! What several renderers show the same way: lists grouped and bounded, words for times, sizes
//! and people. It sorts and counts; it concludes nothing.

use std::collections::{BTreeMap, HashMap};

use model::{
    Actor, Assessment, Coverage, Exposure, Finding, Gap, GapReason, Headline, Hole, IncidentEvent,
    RecordKind, Reply, Stage, Timestamp,
};

/// How alarming something is; each renderer has its own colour for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Needs action now.
    Alarm,
    /// Needs a look.
    Warn,
    /// Not known.
    Unsure,
    /// In order.
    Calm,
}

impl Tone {
    /// A word for style sheets.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Warn => "warn",
            Self::Unsure => "unsure",
            Self::Calm => "calm",
        }
    }

    pub(crate) const fn of_headline(headline: Headline) -> Self {
        match headline {
            Headline::CompromisedBackDoorPresent
            | Headline::CompromisedBackDoorNotFound
            | Headline::LikelyCompromised => Self::Alarm,
            Headline::TargetedNoSuccess => Self::Warn,
            Headline::NoEvidenceInPartSeen | Headline::CannotSay => Self::Unsure,
            Headline::NoEvidenceCoverageComplete => Self::Calm,
        }
    }

    /// `key` is the question's key in [`model::Answers::each`]. A vulnerable or attacked server
    /// is not yet a broken one, and a complete clean-up is good news.
    pub(crate) fn of_answer(key: &str, reply: Reply) -> Self {
        match (key, reply) {
            (_, Reply::CannotSay) => Self::Unsure,
            ("clean_up_complete", Reply::Yes) => Self::Calm,
            ("clean_up_complete", Reply::No) => Self::Alarm,
            (_, Reply::No) => Self::Calm,
            ("exposed" | "targeted" | "back_door_was_present", Reply::Yes) => Self::Warn,
            (_, Reply::Yes) => Self::Alarm,
        }
    }

    pub(crate) const fn of_stage(stage: Stage) -> Self {
        match stage {
            Stage::Scanned => Self::Calm,
            Stage::Attempted => Self::Warn,
            _ => Self::Alarm,
        }
    }
}

/// CVEs of one family that were open over the same time.
pub(crate) struct Family<'a> {
    /// The family, or the CVE itself where it has none.
    pub(crate) name: &'a str,
    /// Its CVE numbers; empty if the name is the only one.
    pub(crate) cves: Vec<&'a str>,
    pub(crate) from: Option<Timestamp>,
    pub(crate) to: Option<Timestamp>,
    /// Different notes, in order.
    pub(crate) notes: Vec<&'a str>,
}

impl Family<'_> {
    /// From when to when it was open, in words.
    pub(crate) fn window(&self) -> String {
        let from = self.from.map_or_else(|| "start not known".to_owned(), minute);
        let to = self.to.map_or_else(|| "no fix seen".to_owned(), minute);
        format!("{from} → {to}")
    }
}

/// Exposures grouped by family and time, in the order of the first of each.
pub(crate) fn families(exposure: &[Exposure]) -> Vec<Family<'_>> {
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut families: Vec<Family<'_>> = Vec::new();
    for one in exposure {
        let name = one.family.as_deref().unwrap_or(&one.cve);
        let place = *places.entry((name, one.from, one.to)).or_insert(families.len());
        if place == families.len() {
            let (cves, notes) = (Vec::new(), Vec::new());
            families.push(Family { name, cves, from: one.from, to: one.to, notes });
        }
        let family = &mut families[place];
        // A family without a name goes by its number, which need not be said twice.
        if one.family.as_ref().is_some_and(|name| *name != one.cve) {
            family.cves.push(&one.cve);
        }
        if let Some(note) = one.note.as_deref().filter(|note| !family.notes.contains(note)) {
            family.notes.push(note);
        }
    }
    families
}

/// The event logs that somebody cleared, a line for each finding: which, when, who.
pub(crate) fn cleared_logs(assessment: &Assessment) -> Vec<String> {
    let line = |finding: &Finding| {
        let log = finding.facts.get("cleared_log")?;
        let time = finding.last_time.max(finding.time).map(minute);
        let when = time.unwrap_or_else(|| "no time".to_owned());
        let by = who(&finding.actor).map_or_else(String::new, |who| format!(" by {who}"));
        Some(format!("{log}, {when}{by} ({}): what it held before is gone", finding.id))
    };
    assessment.findings.iter().filter_map(line).collect()
}

/// Gaps with one reason.
pub(crate) struct GapGroup<'a> {
    pub(crate) reason: GapReason,
    pub(crate) gaps: Vec<&'a Gap>,
    /// Places over all gaps.
    pub(crate) count: u64,
    /// Bytes lost, where known.
    pub(crate) bytes: u64,
}

impl GapGroup<'_> {
    /// `41 places in 1 file, 1.0 MiB`.
    pub(crate) fn extent(&self) -> String {
        let files = counted(self.gaps.len() as u64, "place", "places");
        let mut text = files;
        if self.count > self.gaps.len() as u64 {
            text = format!("{text}, {} times", number(self.count));
        }
        if self.bytes > 0 {
            text = format!("{text}, {}", size(self.bytes));
        }
        text
    }
}

/// Gaps grouped by reason, the most frequent reason first.
pub(crate) fn gap_groups(gaps: &[Gap]) -> Vec<GapGroup<'_>> {
    let mut groups: BTreeMap<GapReason, GapGroup<'_>> = BTreeMap::new();
    for gap in gaps {
        let empty = || GapGroup { reason: gap.reason, gaps: Vec::new(), count: 0, bytes: 0 };
        let group = groups.entry(gap.reason).or_insert_with(empty);
        group.gaps.push(gap);
        group.count = group.count.saturating_add(gap.count);
        group.bytes = group.bytes.saturating_add(gap.bytes.unwrap_or(0));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.gaps.len()));
    groups
}

/// `2 holes, 13 hours; longest 2021-03-06 00:00 → 2021-03-08 12:00`; `None` without holes.
pub(crate) fn holes(coverage: &Coverage) -> Option<String> {
    let longest = coverage.holes.iter().max_by_key(|hole| hours(hole))?;
    let total: i64 = coverage.holes.iter().map(hours).fold(0, i64::saturating_add);
    Some(format!(
        "{}, {}; longest {}",
        counted(coverage.holes.len() as u64, "hole", "holes"),
        hours_long(total),
        span(longest.from, longest.to),
    ))
}

/// Whether a source writes only when something happens, so that a silent hour is no hole: most of
/// its hours are silent. Web requests come every few minutes on any live server, so their logs
/// never count as such.
pub(crate) fn is_occasional(coverage: &Coverage) -> bool {
    let kind = &coverage.source.kind;
    let seen: i64 = coverage.days.iter().map(|day| i64::from(day.hours.count_ones())).sum();
    let silent: i64 = coverage.holes.iter().map(hours).fold(0, i64::saturating_add);
    *kind != RecordKind::HTTP_PROXY && *kind != RecordKind::IIS && silent > seen
}

/// The length of a hole; a hole that ends before it starts, as only a forged case holds, is empty.
pub(crate) fn hours(hole: &Hole) -> i64 {
    hole.hours().max(0)
}

/// Places of the events worth showing when a timeline is longer than `most`: each that reaches a
/// new stage, the last, and then from the start.
pub(crate) fn key_events(events: &[IncidentEvent], most: usize) -> Vec<usize> {
    if events.len() <= most {
        return (0..events.len()).collect();
    }
    let mut highest = None;
    let rises = events.iter().enumerate().filter(|(_, event)| {
        let rises = Some(event.stage) > highest;
        highest = highest.max(Some(event.stage));
        rises
    });
    let mut kept: Vec<usize> = rises.map(|(place, _)| place).collect();
    kept.push(events.len() - 1);
    kept.dedup();
    let rest: Vec<usize> = (0..events.len()).filter(|place| !kept.contains(place)).collect();
    kept.extend(rest.into_iter().take(most.saturating_sub(kept.len())));
    kept.sort_unstable();
    kept
}

/// Findings by id with their places in the list.
pub(crate) fn by_id(assessment: &Assessment) -> HashMap<&str, (usize, &Finding)> {
    let numbered = assessment.findings.iter().enumerate();
    numbered.map(|(place, finding)| (finding.id.as_str(), (place, finding))).collect()
}

/// Who, in few words: the first address or, without one, the first identity or agent, and how
/// many more.
pub(crate) fn who(actor: &Actor) -> Option<String> {
    [&actor.addresses, &actor.identities, &actor.user_agents].into_iter().find_map(|list| {
        let first = list.first()?;
        Some(match list.len() {
            1 => first.clone(),
            more => format!("{first} and {} more", more - 1),
        })
    })
}

/// `2021-03-03 06:49:42`, UTC.
pub(crate) fn second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `2021-03-03 06:49`, UTC.
pub(crate) fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M").to_string()
}

/// `2021-02-27 10:00 → 15:00 (5 hours)`, UTC; the second date is left out if it is the first.
pub(crate) fn span(from: Timestamp, to: Timestamp) -> String {
    let day = |time: Timestamp| time.strftime("%Y-%m-%d").to_string();
    let end = if day(from) == day(to) { to.strftime("%H:%M").to_string() } else { minute(to) };
    let seconds = to.as_second().saturating_sub(from.as_second());
    format!("{} → {end} ({})", minute(from), seconds_long(seconds))
}

/// `5 hours`, `34 days`.
pub(crate) fn hours_long(hours: i64) -> String {
    match u64::try_from(hours).unwrap_or(0) {
        hours @ 0..48 => counted(hours, "hour", "hours"),
        hours if hours % 24 == 0 => counted(hours / 24, "day", "days"),
        hours => format!("{} {} h", counted(hours / 24, "day", "days"), hours % 24),
    }
}

/// `40 s`, `12 min`, then as [`hours_long`].
pub(crate) fn seconds_long(seconds: i64) -> String {
    match seconds {
        ..0 => "0 s".to_owned(),
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => hours_long(seconds / 3_600),
    }
}

/// `1 hole`, `1,204 holes`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// `1,048,576`.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `512 bytes`, `1.0 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    let mut tenths = u128::from(bytes) * 10;
    let mut unit = None;
    for name in UNITS {
        if tenths < 10_240 {
            break;
        }
        tenths = tenths.div_ceil(1_024);
        unit = Some(name);
    }
    unit.map_or_else(
        || counted(bytes, "byte", "bytes"),
        |unit| format!("{}.{} {unit}", tenths / 10, tenths % 10),
    )
}

#[cfg(test)]
mod tests {
    use model::testing::fixture;

    use super::*;

    #[test]
    fn exposure_is_grouped_by_family_and_time() {
        let fixture = fixture();
        let families = families(&fixture.host.exposure);
        let lines: Vec<_> =
            families.iter().map(|family| (family.name, family.cves.len())).collect();
        assert_eq!(lines, [("ProxyShell", 3), ("ProxyLogon", 4), ("CVE-2020-16875", 0)]);
        assert_eq!(families[0].window(), "2020-10-02 19:04 → no fix seen");
        assert_eq!(families[0].notes.len(), 2);
    }

    #[test]
    fn cleared_logs_are_told_with_time_and_name() {
        let mut assessment = fixture();
        assert_eq!(cleared_logs(&assessment), Vec::<String>::new());
        let finding = &mut assessment.findings[0];
        finding.facts.insert("cleared_log".to_owned(), "Security".to_owned());
        finding.time = Some("2021-03-05T10:20:00Z".parse().expect("a time"));
        finding.last_time = finding.time;
        finding.actor = Actor { identities: vec!["jane".to_owned()], ..Actor::default() };
        let line = "Security, 2021-03-05 10:20 by jane (F001): what it held before is gone";
        assert_eq!(cleared_logs(&assessment), [line]);
    }

    #[test]
    fn a_family_without_a_name_is_not_told_twice() {
        let mut exposure = fixture().host.exposure;
        exposure.truncate(1);
        exposure[0].family = Some(exposure[0].cve.clone());
        assert!(families(&exposure)[0].cves.is_empty());
    }

    #[test]
    fn a_long_timeline_keeps_each_new_stage_and_the_end() {
        let template = fixture().incidents[0].timeline[0].clone();
        let event = |stage| IncidentEvent { stage, ..template.clone() };
        let mut events = vec![event(Stage::Attempted); 50];
        events.extend([event(Stage::Exploited), event(Stage::Attempted), event(Stage::Destroyed)]);
        events.extend(vec![event(Stage::Scanned); 10]);
        assert_eq!(key_events(&events, 7), [0, 1, 2, 3, 50, 52, 62]);
        assert_eq!(key_events(&events, 0), [0, 50, 52, 62]);
        assert_eq!(key_events(&events[..2], 2), [0, 1]);
        assert!(key_events(&[], 3).is_empty());
    }

    #[test]
    fn words_for_times_sizes_and_numbers() {
        let time = |text: &str| text.parse().expect("a time");
        let (a, b) = (time("2021-02-27T10:00:00Z"), time("2021-02-27T15:00:00Z"));
        assert_eq!(span(a, b), "2021-02-27 10:00 → 15:00 (5 hours)");
        assert_eq!(
            span(a, time("2021-03-01T10:00:00Z")),
            "2021-02-27 10:00 → 2021-03-01 10:00 (2 days)"
        );
        assert_eq!(span(b, a), "2021-02-27 15:00 → 10:00 (0 s)");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!([size(1), size(1_023), size(1_024)], ["1 byte", "1,023 bytes", "1.0 KiB"]);
        assert_eq!(size(u64::MAX), "16384.0 PiB");
        assert_eq!(hours_long(60), "2 days 12 h");
    }
}
