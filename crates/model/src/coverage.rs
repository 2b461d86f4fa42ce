//! How far back the evidence could see: half of every answer.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Date, RecordKind, Timestamp};

/// Seconds in an hour, the grain of coverage: a live Exchange server probes itself every few
/// minutes, so an hour without a row is a hole, not a quiet hour.
const HOUR_SECONDS: i64 = 3_600;

/// The hour a moment falls in, counted from 1970-01-01T00Z.
pub fn hour_of(time: Timestamp) -> i64 {
    time.as_second().div_euclid(HOUR_SECONDS)
}

/// The moment an hour starts; `None` outside the years jiff can name.
pub fn hour_start(hour: i64) -> Option<Timestamp> {
    Timestamp::from_second(hour.checked_mul(HOUR_SECONDS)?).ok()
}

/// A source of records: the kind of log and, where logs of one kind are kept apart, the part:
/// `httpproxy`/`ecp`, `iis`/`w3svc1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceKey {
    /// The kind of log.
    pub kind: RecordKind,
    /// The part, lower-case; empty where there is only one or it is not known.
    pub part: String,
}

impl SourceKey {
    /// A source with its part lower-cased.
    pub fn new(kind: RecordKind, part: &str) -> Self {
        Self { kind, part: part.to_ascii_lowercase() }
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        if self.part.is_empty() { Ok(()) } else { write!(f, "/{}", self.part) }
    }
}

/// The hours in which records were seen, with how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HourSet(BTreeMap<i64, u64>);

impl HourSet {
    /// Counts `rows` records in `hour` (see [`hour_of`]).
    pub fn add(&mut self, hour: i64, rows: u64) {
        *self.0.entry(hour).or_default() += rows;
    }

    /// Adds all of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (&hour, &rows) in &other.0 {
            self.add(hour, rows);
        }
    }

    /// Whether records were seen in `hour`.
    pub fn contains(&self, hour: i64) -> bool {
        self.0.contains_key(&hour)
    }

    /// The first hour with records.
    pub fn first(&self) -> Option<i64> {
        self.0.first_key_value().map(|(hour, _)| *hour)
    }

    /// The last hour with records.
    pub fn last(&self) -> Option<i64> {
        self.0.last_key_value().map(|(hour, _)| *hour)
    }

    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hours with their record counts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        self.0.iter().map(|(hour, rows)| (*hour, *rows))
    }

    /// Hours seen in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.iter().filter(|(hour, _)| other.contains(*hour)).collect())
    }

    /// The runs of hours in `from..to` in which nothing was seen, each as `(from, to)` with `to`
    /// exclusive. Work is proportional to the hours seen, not to the width of the window.
    pub fn holes(&self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let mut holes = Vec::new();
        let mut next = from;
        for (&hour, _) in self.0.range(from..to.max(from)) {
            if hour > next {
                holes.push((next, hour));
            }
            next = hour + 1;
        }
        if next < to {
            holes.push((next, to));
        }
        holes
    }
}

/// A stretch of time in which a source shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hole {
    /// Start, on the hour.
    pub from: Timestamp,
    /// End, on the hour, exclusive.
    pub to: Timestamp,
}

impl Hole {
    /// A hole between two hours; `None` outside the years that can be named.
    pub fn between(from: i64, to: i64) -> Option<Self> {
        Some(Self { from: hour_start(from)?, to: hour_start(to)? })
    }

    /// Its length in whole hours.
    pub fn hours(&self) -> i64 {
        hour_of(self.to) - hour_of(self.from)
    }
}

/// One day of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayCoverage {
    /// The day, UTC.
    pub date: Date,
    /// Bit `h` is set if hour `h` (0 to 23) has records.
    pub hours: u32,
    /// Records of the day.
    pub rows: u64,
}

/// What was read of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// The source.
    pub source: SourceKey,
    /// Files read.
    pub files: u64,
    /// Records read.
    pub rows: u64,
    /// Of these, records without a usable time; they prove no hour.
    pub rows_without_time: u64,
    /// First and last record.
    pub first: Option<Timestamp>,
    /// Last record.
    pub last: Option<Timestamp>,
    /// Days with records, in order.
    pub days: Vec<DayCoverage>,
    /// Hours without records between the first and the last, in order.
    pub holes: Vec<Hole>,
}

impl Coverage {
    /// Days and holes of a set of hours, the rest zero.
    pub fn new(source: SourceKey, hours: &HourSet) -> Self {
        let mut days: Vec<DayCoverage> = Vec::new();
        let mut rows = 0;
        for (hour, count) in hours.iter() {
            rows += count;
            let Some(start) = hour_start(hour) else { continue };
            let civil = jiff::tz::TimeZone::UTC.to_datetime(start);
            let bit = 1 << u32::from(civil.hour().unsigned_abs());
            match days.last_mut().filter(|day| day.date == civil.date()) {
                Some(day) => {
                    day.hours |= bit;
                    day.rows += count;
                }
                None => days.push(DayCoverage { date: civil.date(), hours: bit, rows: count }),
            }
        }
        let span = hours.first().zip(hours.last());
        let holes = span.map_or_else(Vec::new, |(first, last)| hours.holes(first, last + 1));
        Self {
            source,
            files: 0,
            rows,
            rows_without_time: 0,
            first: None,
            last: None,
            days,
            holes: holes.into_iter().filter_map(|(from, to)| Hole::between(from, to)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(list: &[i64]) -> HourSet {
        let mut set = HourSet::default();
        list.iter().for_each(|hour| set.add(*hour, 2));
        set
    }

    #[test]
    fn holes_are_the_hours_between() {
        let set = hours(&[3, 4, 7]);
        assert_eq!(set.holes(3, 8), [(5, 7)]);
        assert_eq!(set.holes(0, 10), [(0, 3), (5, 7), (8, 10)]);
        assert_eq!(set.holes(5, 5), []);
        assert_eq!(HourSet::default().holes(1, 3), [(1, 3)]);
    }

    #[test]
    fn days_carry_their_hours_as_bits() {
        let coverage =
            Coverage::new(SourceKey::new(RecordKind::IIS, "W3SVC1"), &hours(&[0, 23, 25]));
        assert_eq!(coverage.source.to_string(), "iis/w3svc1");
        let days: Vec<_> = coverage.days.iter().map(|day| (day.hours, day.rows)).collect();
        assert_eq!(days, [(1 | 1 << 23, 4), (1 << 1, 2)]);
        let holes: Vec<_> = coverage.holes.iter().map(Hole::hours).collect();
        assert_eq!(holes, [22, 1]);
    }

    #[test]
    fn hours_before_1970_round_down() {
        let time: Timestamp = "1969-12-31T23:30:00Z".parse().expect("a time");
        assert_eq!(hour_of(time), -1);
    }
}
