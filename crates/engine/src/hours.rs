//! Coverage as it is read: which hours of which source have rows, at a few nanoseconds a row.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{
    Batch, HourSet, Record, RecordKind, RowSpan, SourceKey, TimeColumns, Timestamp, hour_of,
};

/// Years a log row can come from. Exchange was first sold in 1996; a row from outside is damage or
/// forgery, and without a bound a forged log could fill the memory with hours.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1996..=2100;

/// The same years in seconds since 1970.
const PLAUSIBLE_SECONDS: std::ops::Range<i64> = 820_454_400..4_133_980_800;

/// Most parts of sources kept apart in one stretch. Windows has some 1,200 event channels; a forged
/// log can name any number.
const MOST_PARTS: usize = 4_096;

/// What one stretch of evidence shows of one source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) hours: HourSet,
    pub(crate) rows: u64,
    pub(crate) rows_without_time: u64,
    pub(crate) first: Option<Timestamp>,
    pub(crate) last: Option<Timestamp>,
    pub(crate) files: u64,
}

impl Seen {
    fn time(&mut self, time: Option<Timestamp>) {
        if let Some(time) = time {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
        }
    }

    /// Adds what another stretch shows.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.hours.merge(&other.hours);
        self.rows += other.rows;
        self.rows_without_time += other.rows_without_time;
        self.files += other.files;
        self.time(other.first);
        self.time(other.last);
    }
}

/// What one stretch of evidence shows of all its sources.
#[derive(Debug, Default)]
pub(crate) struct Hours {
    /// Where each source stands in `all`.
    places: BTreeMap<SourceKey, usize>,
    all: Vec<Seen>,
    /// The source of the last record, and where it stands.
    last: Option<(SourceKey, usize)>,
}

/// A run of rows of one part in one hour.
struct Run<'a> {
    part: &'a [u8],
    stamp: Stamp,
    rows: u64,
}

/// The bytes that name a row's hour, packed so that two comparisons tell whether it is the same:
/// the thirteen bytes of `2021-03-03T06`, or as many of a date and a time column. Zero where there
/// are none.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Stamp {
    date: u64,
    rest: u64,
}

impl Stamp {
    const NONE: Self = Self { date: 0, rest: 0 };

    /// From ten bytes of a date and two of an hour.
    #[inline]
    fn new(date: &[u8], hour: &[u8]) -> Self {
        match (date.first_chunk::<8>(), date.get(8..10), hour) {
            (Some(start), Some([d, e]), [h, i]) => {
                let rest = u32::from_le_bytes([*d, *e, *h, *i]);
                Self { date: u64::from_le_bytes(*start), rest: u64::from(rest) }
            }
            _ => Self::NONE,
        }
    }

    /// The bytes again: a date and an hour.
    fn bytes(self) -> ([u8; 10], [u8; 2]) {
        let [a, b, c, d, e, f, g, h] = self.date.to_le_bytes();
        let [i, j, k, l, ..] = self.rest.to_le_bytes();
        ([a, b, c, d, e, f, g, h, i, j], [k, l])
    }
}

impl Hours {
    /// What was seen, by source.
    pub(crate) fn sources(mut self) -> BTreeMap<SourceKey, Seen> {
        let all = &mut self.all;
        let places = self.places.into_iter();
        places.map(|(key, index)| (key, std::mem::take(&mut all[index]))).collect()
    }

    /// Notes a record of a format without rows.
    pub(crate) fn record(&mut self, record: &dyn Record, part: &str) {
        // Beyond the bound the rest is kept together, under no name.
        let crowded = self.all.len() >= MOST_PARTS;
        let known =
            !crowded || self.places.contains_key(&SourceKey::new(record.kind().clone(), part));
        let seen = self.of(record.kind(), if known { part } else { "" });
        seen.rows += 1;
        let time = record.time().filter(|time| PLAUSIBLE_SECONDS.contains(&time.as_second()));
        seen.time(time);
        match time {
            Some(time) => seen.hours.add(hour_of(time), 1),
            None => seen.rows_without_time += 1,
        }
    }

    /// Notes the rows of a batch. `part` is used where the rows do not name theirs.
    pub(crate) fn batch(&mut self, batch: &Batch<'_>, part: &str) {
        let mut run: Option<Run<'_>> = None;
        for &span in batch.rows {
            let own = batch.schema.part.and_then(|column| batch.cell(span, column)).map(bare);
            let own = own.filter(|own| !own.is_empty()).unwrap_or(part.as_bytes());
            let stamp = stamp(batch, span);
            match &mut run {
                Some(run) if run.stamp == stamp && same(run.part, own) => run.rows += 1,
                _ => {
                    if let Some(run) = run.replace(Run { part: own, stamp, rows: 1 }) {
                        self.flush(batch, &run);
                    }
                }
            }
        }
        if let Some(run) = run {
            self.flush(batch, &run);
        }
        self.edges(batch, part);
    }

    fn flush(&mut self, batch: &Batch<'_>, run: &Run<'_>) {
        let part = String::from_utf8_lossy(run.part);
        let hour = hour(batch, run.stamp);
        let seen = self.of(&batch.schema.kind, &part);
        seen.rows += run.rows;
        match hour {
            Some(hour) => seen.hours.add(hour, run.rows),
            // The format has made a gap of them; here they only prove no hour.
            None => seen.rows_without_time += run.rows,
        }
    }

    /// First and last times, exact to what the first and last row of the block say.
    fn edges(&mut self, batch: &Batch<'_>, part: &str) {
        let Some(last) = batch.rows.len().checked_sub(1) else { return };
        for index in [0, last] {
            let row = batch.row(index);
            let own = batch.schema.part.and_then(|column| row.bytes(column));
            let own = own.as_deref().map(String::from_utf8_lossy).filter(|own| !own.is_empty());
            let time = row.time();
            self.of(&batch.schema.kind, own.as_deref().unwrap_or(part)).time(time);
        }
    }

    fn of(&mut self, kind: &RecordKind, part: &str) -> &mut Seen {
        // Records of one source come together: its place is looked up once for a run of them.
        let same = |(key, _): &(SourceKey, usize)| {
            key.kind == *kind && key.part.eq_ignore_ascii_case(part)
        };
        let index = match self.last.as_ref().filter(|last| same(last)) {
            Some((_, index)) => *index,
            None => {
                let key = SourceKey::new(kind.clone(), part);
                let next = self.all.len();
                let index = *self.places.entry(key.clone()).or_insert(next);
                if index == next {
                    self.all.push(Seen::default());
                }
                self.last = Some((key, index));
                index
            }
        };
        &mut self.all[index]
    }
}

/// Whether two parts are equal; mostly they are the very same bytes.
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// What names a row's hour.
#[inline]
fn stamp(batch: &Batch<'_>, span: RowSpan) -> Stamp {
    /// Stands for the date where the rows carry none.
    const NO_DATE: &[u8] = b"0000-00-00";
    let cell = |column| batch.cell(span, column).map(bare).unwrap_or_default();
    let start = |cell: &[u8]| cell.first_chunk::<2>().copied().unwrap_or_default();
    match batch.schema.time {
        TimeColumns::None => Stamp::NONE,
        TimeColumns::One(column) => iso(cell(column)),
        TimeColumns::OneOr(column, other) => {
            let first = cell(column);
            iso(if first.is_empty() { cell(other) } else { first })
        }
        TimeColumns::Split { date, time } => Stamp::new(cell(date), &start(cell(time))),
        TimeColumns::OfDay { time, .. } => Stamp::new(NO_DATE, &start(cell(time))),
    }
}

/// Times and parts are quoted only in exports; nothing inside them needs unescaping.
#[inline]
fn bare(cell: &[u8]) -> &[u8] {
    match cell {
        [b'"', inner @ .., b'"'] => inner,
        _ => cell,
    }
}

#[inline]
fn iso(cell: &[u8]) -> Stamp {
    cell.get(11..13).map_or(Stamp::NONE, |hour| Stamp::new(&cell[..10], hour))
}

/// The hour a stamp names, counted from 1970.
fn hour(batch: &Batch<'_>, stamp: Stamp) -> Option<i64> {
    let (date, hour) = stamp.bytes();
    let date = match batch.schema.time {
        TimeColumns::OfDay { date, .. } => date,
        _ => std::str::from_utf8(&date).ok()?.parse::<Date>().ok()?,
    };
    if !PLAUSIBLE_YEARS.contains(&date.year()) {
        return None;
    }
    let hour: i8 = std::str::from_utf8(&hour).ok()?.parse().ok()?;
    let start = date.to_datetime(jiff::civil::Time::new(hour, 0, 0, 0).ok()?);
    start.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| hour_of(zoned.timestamp()))
}
