//! The picture of what could be seen: a row for each source, a column for each stretch of time,
//! with the holes, the time open to attack and the findings in it.

use std::collections::BTreeMap;

use model::{Assessment, Coverage, Hole, Stage, Timestamp, hour_of, hour_start};

use super::axis::pieces;
use crate::digest::{counted, families, hours_long, minute};
use crate::visible::short;

/// Hours in a day.
const DAY: i64 = 24;

/// Columns at most; more would be narrower than can be seen.
const COLUMNS: i64 = 140;

/// Hours a column may stand for: up to a day for short evidence, then days, weeks, months.
const STEPS: [i64; 9] = [1, 3, 6, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY];

/// Rows at most of sources and of families; a server has some thirty sources.
const SOURCES: usize = 60;
const FAMILIES: usize = 6;

/// A stretch this long without anything is left out of the axis.
const LEFT_OUT: i64 = 14 * DAY;

/// Pieces of the axis at most.
const PIECES: usize = 8;

/// Units of the picture: the names' column, the plot, a row, the room between pieces.
const LABELS: f64 = 190.0;
const PLOT: f64 = 900.0;
const ROW: f64 = 22.0;
const BAR: f64 = 16.0;
const BREAK: f64 = 22.0;
/// A column is no wider than this, however few there are.
const WIDEST: f64 = 24.0;
/// Room a date needs under the plot.
const LABEL_ROOM: f64 = 74.0;

/// A rectangle of the picture.
pub(super) struct Bar {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
    /// Class of the style sheet.
    pub(super) class: &'static str,
    /// What the pointer shows.
    pub(super) title: String,
}

/// A text of the picture.
pub(super) struct Label {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) text: String,
}

/// The picture, ready to be set.
pub(super) struct CoverageMap {
    pub(super) width: String,
    pub(super) height: String,
    pub(super) bars: Vec<Bar>,
    pub(super) names: Vec<Label>,
    pub(super) dates: Vec<Label>,
    pub(super) breaks: Vec<Label>,
    pub(super) bottom: String,
    /// What one column stands for.
    pub(super) column: String,
    /// Sources that had no room.
    pub(super) left_out: usize,
}

/// A column: the hours it stands for and where it starts.
struct Column {
    from: i64,
    to: i64,
    x: f64,
}

struct Axis {
    columns: Vec<Column>,
    column_width: f64,
    step: i64,
}

impl CoverageMap {
    /// `None` if nothing has a time.
    pub(super) fn new(assessment: &Assessment) -> Option<Self> {
        let axis = Axis::over(occupied(assessment))?;
        let right = axis.columns.last().map_or(LABELS, |last| last.x + axis.column_width);
        let mut map = Self {
            width: px(right.max(LABELS + 400.0) + LABEL_ROOM),
            height: String::new(),
            bars: Vec::new(),
            names: Vec::new(),
            dates: Vec::new(),
            breaks: Vec::new(),
            bottom: String::new(),
            column: hours_long(axis.step),
            left_out: assessment.coverage.len().saturating_sub(SOURCES),
        };
        let mut row = 0;
        let mut lane =
            |map: &mut Self, name: &str, bars: Vec<(f64, f64, f64, f64, &'static str, String)>| {
                let y = f64::from(row) * ROW + 4.0;
                row += 1;
                map.names.push(Label {
                    x: px(LABELS - 10.0),
                    y: px(y + 12.0),
                    text: short(name, 26).into_owned(),
                });
                for (x, dy, width, height, class, title) in bars {
                    map.bars.push(Bar {
                        x: px(x),
                        y: px(y + dy),
                        width: px(width),
                        height: px(height),
                        class,
                        title,
                    });
                }
            };
        for family in families(&assessment.host.exposure).iter().take(FAMILIES) {
            let name = format!("open: {}", family.name);
            lane(&mut map, &name, axis.stretch(family.from, family.to, "open", &family.window()));
        }
        if !assessment.blind.is_empty() {
            lane(&mut map, "not seen in full", axis.blind(&assessment.blind));
        }
        if assessment.findings.iter().any(|finding| finding.time.is_some()) {
            lane(&mut map, "findings", axis.findings(assessment));
        }
        for source in assessment.coverage.iter().take(SOURCES) {
            lane(&mut map, &source.source.to_string(), axis.source(source));
        }
        let bottom = f64::from(row) * ROW + 4.0;
        map.bottom = px(bottom);
        map.height = px(bottom + 30.0);
        axis.labels(&mut map, bottom);
        Some(map)
    }
}

/// The stretches the axis must show, in hours.
fn occupied(assessment: &Assessment) -> Vec<(i64, i64)> {
    let mut ranges = Vec::new();
    for source in &assessment.coverage {
        let days = source.days.iter().filter_map(|day| day_start(day.date));
        ranges.extend(days.map(|start| (start, start + DAY)));
    }
    let seen =
        pieces(ranges.clone(), 1, usize::MAX).iter().map(|(from, to)| to - from).sum::<i64>();
    // A blind stretch is drawn to scale unless it would squeeze what was seen to nothing; then,
    // as with the edges of exposure, its ends are drawn and the middle is left out.
    for hole in &assessment.blind {
        let (from, to) = (hour_of(hole.from), hour_of(hole.to));
        if to.saturating_sub(from) <= seen.saturating_mul(2).max(60 * DAY) {
            ranges.push((from, to));
        } else {
            ranges.extend([(from, from + DAY), (to - DAY, to)]);
        }
    }
    let exposed = assessment.host.exposure.iter().flat_map(|one| [one.from, one.to]);
    let found = assessment.findings.iter().flat_map(|finding| [finding.time, finding.last_time]);
    ranges.extend(exposed.chain(found).flatten().map(|time| (hour_of(time), hour_of(time) + 1)));
    ranges
}

fn day_start(date: model::Date) -> Option<i64> {
    let time: Timestamp = format!("{date}T00:00:00Z").parse().ok()?;
    Some(hour_of(time))
}

impl Axis {
    fn over(ranges: Vec<(i64, i64)>) -> Option<Self> {
        let pieces = pieces(ranges, LEFT_OUT, PIECES);
        let total: i64 = pieces.iter().map(|(from, to)| to - from).sum();
        if total == 0 {
            return None;
        }
        let fits = |step: &&i64| {
            let columns = |(from, to): &(i64, i64)| (to - from).div_euclid(**step) + 2;
            pieces.iter().map(columns).sum::<i64>() <= COLUMNS
        };
        let longest = (total / COLUMNS + 1).div_euclid(DAY) * DAY + DAY;
        let step = STEPS.iter().find(fits).copied().unwrap_or(longest);
        let aligned: Vec<(i64, i64)> = pieces
            .iter()
            .map(|(from, to)| {
                (from.div_euclid(step) * step, (to + step - 1).div_euclid(step) * step)
            })
            .collect();
        let pieces = self::pieces(aligned, 1, usize::MAX);
        let count: i64 = pieces.iter().map(|(from, to)| (to - from) / step).sum();
        let room = PLOT - BREAK * (pieces.len() - 1) as f64;
        let column_width = (room / count as f64).min(WIDEST);
        let (mut columns, mut x) = (Vec::new(), LABELS);
        for (from, to) in pieces {
            let mut at = from;
            while at < to {
                columns.push(Column { from: at, to: at + step, x });
                at += step;
                x += column_width;
            }
            x += BREAK;
        }
        Some(Self { columns, column_width, step })
    }

    /// Runs of neighbouring columns for which `of` gives the same, with the columns.
    fn runs<T: PartialEq>(&self, of: impl Fn(&Column) -> Option<T>) -> Vec<(T, &[Column])> {
        let shown: Vec<Option<T>> = self.columns.iter().map(of).collect();
        let (mut runs, mut start) = (Vec::new(), 0);
        let mut shown = shown.into_iter().peekable();
        for at in 0..self.columns.len() {
            let Some(value) = shown.next() else { break };
            let broken =
                self.columns.get(at + 1).is_none_or(|next| next.from != self.columns[at].to);
            if broken || shown.peek() != Some(&value) {
                runs.extend(value.map(|value| (value, &self.columns[start..=at])));
                start = at + 1;
            }
        }
        runs
    }

    fn place(&self, run: &[Column]) -> (f64, f64) {
        (run.first().map_or(0.0, |first| first.x), self.column_width * run.len() as f64)
    }

    /// A bar over the columns from `from` to `to`; open ends reach the ends of the axis.
    fn stretch(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        class: &'static str,
        title: &str,
    ) -> Vec<Place> {
        let (from, to) = (from.map_or(i64::MIN, hour_of), to.map_or(i64::MAX, hour_of));
        let inside = |column: &Column| (column.from < to && from < column.to).then_some(());
        self.runs(inside)
            .into_iter()
            .map(|((), run)| {
                let (x, width) = self.place(run);
                (x, 4.0, width, 8.0, class, title.to_owned())
            })
            .collect()
    }

    fn blind(&self, holes: &[Hole]) -> Vec<Place> {
        let part = |column: &Column| {
            let missing = missing(holes, column);
            (missing > 0).then_some(missing.min(self.step))
        };
        let runs = self.runs(part).into_iter();
        runs.map(|(missing, run)| self.hole(run, missing)).collect()
    }

    fn hole(&self, run: &[Column], missing: i64) -> Place {
        let (x, width) = self.place(run);
        let part = missing as f64 / self.step as f64;
        // An hour in a column of a month is still a hole: never thinner than can be seen.
        let height = (BAR * part).max(5.0);
        let title = format!(
            "{}: {} missing{}",
            period(run),
            hours_long(missing),
            if run.len() > 1 { " in each column" } else { "" }
        );
        let class = if missing >= self.step { "hole" } else { "part" };
        (x, BAR - height, width, height, class, title)
    }

    fn findings(&self, assessment: &Assessment) -> Vec<Place> {
        let mut columns: BTreeMap<usize, (u64, Stage)> = BTreeMap::new();
        for finding in &assessment.findings {
            let Some(hour) = finding.time.map(hour_of) else { continue };
            let at = self.columns.partition_point(|column| column.to <= hour);
            let entry = columns.entry(at).or_insert((0, finding.stage));
            *entry = (entry.0 + 1, entry.1.max(finding.stage));
        }
        let marks = columns.into_iter().filter_map(|(at, (count, stage))| {
            let column = self.columns.get(at)?;
            let class = if stage > Stage::Attempted { "success" } else { "attempt" };
            let title = format!(
                "{}: {}, up to {stage}",
                period(std::slice::from_ref(column)),
                counted(count, "finding", "findings")
            );
            let width = self.column_width.max(4.0);
            Some((column.x + (self.column_width - width) / 2.0, 0.0, width, BAR, class, title))
        });
        marks.collect()
    }

    fn source(&self, source: &Coverage) -> Vec<Place> {
        let mut covered: BTreeMap<i64, u32> = BTreeMap::new();
        for day in &source.days {
            covered.extend(day_start(day.date).map(|start| (start, day.hours)));
        }
        let span = source.first.map(hour_of).zip(source.last.map(hour_of));
        let seen = self.runs(|column| {
            let hours = hours_seen(&covered, column);
            (hours > 0).then_some(hours)
        });
        let mut places: Vec<Place> = seen
            .into_iter()
            .map(|(hours, run)| {
                let (x, width) = self.place(run);
                let class = ["seen-1", "seen-2", "seen-3", "seen-4"];
                // Full only if every hour is there: nothing may look whole that is not.
                let level =
                    if hours >= self.step { 3 } else { (hours * 3 / self.step).clamp(0, 2) };
                let title = format!(
                    "{}: {} of {} seen{}",
                    period(run),
                    hours,
                    hours_long(self.step),
                    if run.len() > 1 { " in each column" } else { "" }
                );
                (x, 0.0, width, BAR, class[level as usize], title)
            })
            .collect();
        let (first, last) = span.unwrap_or((0, 0));
        let holes = self.runs(|column| {
            let hours = missing(&source.holes, column);
            (hours > 0 && column.from <= last && first < column.to).then_some(hours.min(self.step))
        });
        places.extend(holes.into_iter().map(|(hours, run)| self.hole(run, hours)));
        places
    }

    /// Dates under the columns, as many as there is room for, and how much each break leaves out.
    fn labels(&self, map: &mut CoverageMap, bottom: f64) {
        let (mut free, mut year) = (f64::MIN, String::new());
        for (at, column) in self.columns.iter().enumerate() {
            let previous = at.checked_sub(1).map(|at| &self.columns[at]);
            if let Some(previous) = previous.filter(|previous| previous.to != column.from) {
                let x = px(column.x - BREAK / 2.0);
                let text = hours_long(column.from - previous.to);
                map.breaks.push(Label { x, y: px(bottom), text });
            }
            let Some(time) = hour_start(column.from).filter(|_| column.x >= free) else { continue };
            let text = if self.step < DAY {
                time.strftime("%m-%d %H:%M").to_string()
            } else if time.strftime("%Y").to_string() == year {
                time.strftime("%m-%d").to_string()
            } else {
                time.strftime("%Y-%m-%d").to_string()
            };
            year = time.strftime("%Y").to_string();
            map.dates.push(Label { x: px(column.x), y: px(bottom + 16.0), text });
            free = column.x + LABEL_ROOM;
        }
    }
}

/// Where a bar stands in its row: x, y, width, height, class, title.
type Place = (f64, f64, f64, f64, &'static str, String);

/// Hours of the column that lie in one of the holes, which are in order and apart.
fn missing(holes: &[Hole], column: &Column) -> i64 {
    let start = holes.partition_point(|hole| hour_of(hole.to) <= column.from);
    holes[start..]
        .iter()
        .take_while(|hole| hour_of(hole.from) < column.to)
        .map(|hole| hour_of(hole.to).min(column.to) - hour_of(hole.from).max(column.from))
        .map(|hours| hours.max(0))
        .sum()
}

/// Hours of the column with records.
fn hours_seen(covered: &BTreeMap<i64, u32>, column: &Column) -> i64 {
    let days = covered.range(column.from.div_euclid(DAY) * DAY..column.to);
    days.map(|(&start, &bits)| {
        let inside = |hour: &i64| {
            let at = start + hour;
            bits >> hour & 1 == 1 && column.from <= at && at < column.to
        };
        (0..DAY).filter(inside).count() as i64
    })
    .sum()
}

/// The time that neighbouring columns stand for.
fn period(run: &[Column]) -> String {
    let edge = |hour: Option<i64>| hour.and_then(hour_start).map_or_else(String::new, minute);
    format!(
        "{} → {}",
        edge(run.first().map(|first| first.from)),
        edge(run.last().map(|last| last.to))
    )
}

/// A length with a tenth, which is finer than any screen.
pub(super) fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use model::testing::fixture;
    use model::{HourSet, RecordKind, SourceKey};

    use super::*;

    /// The fixture with one source that has records in each of these hours and nothing else.
    fn map(hours: impl Iterator<Item = i64>) -> CoverageMap {
        let mut set = HourSet::default();
        hours.for_each(|hour| set.add(hour, 1));
        let mut assessment = fixture();
        assessment.host.exposure.clear();
        assessment.findings.clear();
        assessment.blind.clear();
        let mut source = Coverage::new(SourceKey::new(RecordKind::IIS, ""), &set);
        source.first = set.first().and_then(hour_start);
        source.last = set.last().and_then(hour_start);
        assessment.coverage = vec![source];
        CoverageMap::new(&assessment).expect("hours to draw")
    }

    fn bars(map: &CoverageMap) -> Vec<(&str, f64)> {
        map.bars.iter().map(|bar| (bar.class, bar.width.parse().expect("a number"))).collect()
    }

    #[test]
    fn one_day_is_drawn_by_hours() {
        let map = map((448_000..448_024).filter(|hour| *hour != 448_010));
        assert_eq!(map.column, "1 hour");
        let classes: Vec<_> = map.bars.iter().map(|bar| bar.class).collect();
        assert_eq!(classes, ["seen-4", "seen-4", "hole"]);
    }

    #[test]
    fn ten_years_are_drawn_by_months_and_an_hour_missing_is_still_marked() {
        let start = 20 * 365 * DAY;
        let map = map((start..start + 3_650 * DAY).filter(|hour| *hour != start + 40_000));
        assert_eq!(map.column, "30 days");
        let bars = bars(&map);
        assert!(bars.iter().any(|(class, width)| *class == "part" && *width > 5.0), "{bars:?}");
        assert!(map.dates.len() < 15);
    }

    #[test]
    fn a_month_after_years_of_nothing_keeps_its_scale() {
        let start = 50 * 365 * DAY;
        let map = map((start - 40_000..start - 39_990).chain(start..start + 30 * DAY));
        assert_eq!(map.column, "6 hours");
        assert_eq!(map.breaks.len(), 1);
        let widest = bars(&map).iter().map(|(_, width)| *width).fold(0.0, f64::max);
        assert!(widest > PLOT * 0.8, "{widest}");
    }

    #[test]
    fn an_hour_missing_never_looks_whole() {
        let start = 50 * 365 * DAY;
        let map = map((start..start + 60 * DAY).filter(|hour| *hour != start + 500));
        assert_eq!(map.column, "24 hours");
        let classes: Vec<_> = map.bars.iter().map(|bar| bar.class).collect();
        assert_eq!(classes, ["seen-4", "seen-3", "seen-4", "part"]);
    }
}
