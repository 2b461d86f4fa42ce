//! The picture of what happened: time to the right, how far the intruder got upwards, one line of
//! dots for each incident.

use std::collections::BTreeSet;

use model::{Incident, Stage, Timestamp};

use super::axis::pieces;
use super::coverage_map::{Label, px};
use crate::digest::{minute, second, seconds_long};

/// Incidents drawn; more lines than this cannot be told apart.
pub(super) const INCIDENTS: usize = 6;

/// Dots drawn of each incident. Dots on one place are one dot, so this is met only by long
/// incidents that move between stages.
const DOTS: usize = 1_500;

/// Pieces of the axis at most; each needs room for its date.
const PIECES: usize = 6;

/// Every stage, from the bottom up.
const STAGES: [Stage; 10] = [
    Stage::Scanned,
    Stage::Attempted,
    Stage::Exploited,
    Stage::Impersonated,
    Stage::FileWritten,
    Stage::ShellReached,
    Stage::CommandsRun,
    Stage::CredentialsTaken,
    Stage::DataTaken,
    Stage::Destroyed,
];

/// Units of the picture.
const LABELS: f64 = 150.0;
const PLOT: f64 = 940.0;
const ROW: f64 = 28.0;
const BREAK: f64 = 26.0;
/// Room inside a piece before its first and after its last dot.
const PAD: f64 = 12.0;
/// About the width of a digit of a date, with some air.
const LETTER: f64 = 6.6;

/// One event.
pub(super) struct Dot {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) class: String,
    pub(super) title: String,
}

/// A stretch of time: its ground, its dates.
pub(super) struct Ground {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) text: String,
    /// Which of two lines its date stands on, so that neighbours do not collide.
    pub(super) y: String,
    /// How much is left out before it.
    pub(super) skipped: Option<Label>,
}

/// The line of one incident.
pub(super) struct Path {
    pub(super) class: String,
    pub(super) points: String,
}

/// The picture, ready to be set.
pub(super) struct TimelinePlot {
    pub(super) width: String,
    pub(super) height: String,
    pub(super) bottom: String,
    pub(super) stages: Vec<Label>,
    pub(super) right: String,
    pub(super) grounds: Vec<Ground>,
    pub(super) paths: Vec<Path>,
    pub(super) dots: Vec<Dot>,
}

/// A piece of the axis, in seconds, and where it stands.
struct Piece {
    from: i64,
    to: i64,
    x: f64,
    width: f64,
}

impl TimelinePlot {
    /// `None` if no event has a time.
    pub(super) fn new(incidents: &[Incident]) -> Option<Self> {
        let incidents = &incidents[..incidents.len().min(INCIDENTS)];
        let axis = axis(incidents)?;
        let used: BTreeSet<Stage> =
            incidents.iter().flat_map(|one| &one.timeline).map(|event| event.stage).collect();
        let rows: Vec<Stage> =
            STAGES.into_iter().rev().filter(|stage| used.contains(stage)).collect();
        let row_y = |place: usize| ROW * place as f64 + ROW / 2.0;
        let bottom = ROW * rows.len() as f64;
        let mut plot = Self {
            width: px(LABELS + PLOT + 20.0),
            height: px(bottom + 40.0),
            bottom: px(bottom),
            right: px(LABELS + PLOT),
            stages: Vec::new(),
            grounds: grounds(&axis, bottom),
            paths: Vec::new(),
            dots: Vec::new(),
        };
        for (place, stage) in rows.iter().enumerate() {
            let (x, y) = (px(LABELS - 12.0), px(row_y(place)));
            plot.stages.push(Label { x, y, text: stage.to_string() });
        }
        for (number, incident) in incidents.iter().enumerate() {
            let mut points: Vec<String> = Vec::new();
            let mut drawn = BTreeSet::new();
            for event in &incident.timeline {
                let place = rows.iter().position(|stage| *stage == event.stage).unwrap_or(0);
                let (x, y) = (px(across(&axis, event.time)), px(row_y(place)));
                if drawn.len() >= DOTS || !drawn.insert((x.clone(), place)) {
                    continue;
                }
                points.push(format!("{x},{y}"));
                let title = format!("{} {}: {}", second(event.time), event.stage, event.text);
                plot.dots.push(Dot { x, y, class: format!("i{number}"), title });
            }
            plot.paths.push(Path { class: format!("i{number}"), points: points.join(" ") });
        }
        Some(plot)
    }
}

/// The axis over the events of all incidents, split at long stretches without any.
fn axis(incidents: &[Incident]) -> Option<Vec<Piece>> {
    let seconds = |time: Timestamp| time.as_second();
    let events = incidents.iter().flat_map(|one| &one.timeline);
    let mut times: Vec<i64> = events.map(|event| seconds(event.time)).collect();
    times.sort_unstable();
    let whole = times.last()?.saturating_sub(*times.first()?);
    let ranges = times.iter().map(|time| (*time, time.saturating_add(1))).collect();
    // A twelfth of the whole is about the width of a date: shorter breaks would not save room.
    let found = pieces(ranges, (whole / 12).max(3_600), PIECES);
    let lengths: i64 = found.iter().map(|(from, to)| to - from).sum();
    let room = PLOT - BREAK * (found.len() - 1) as f64;
    let mut x = LABELS;
    let place = |(from, to): (i64, i64)| {
        let inside = |time: &&i64| (from..to).contains(*time);
        let events = times.iter().filter(inside).count() as f64 / times.len() as f64;
        let length = (to - from) as f64 / lengths as f64;
        // A third shared equally keeps the date legible, the rest goes by length and by events.
        let share = (1.0 / found.len() as f64 + length + events) / 3.0;
        let piece = Piece { from, to, x, width: room * share };
        x += piece.width + BREAK;
        piece
    };
    Some(found.iter().copied().map(place).collect())
}

/// Where a moment stands.
fn across(axis: &[Piece], time: Timestamp) -> f64 {
    let second = time.as_second();
    let piece = axis.iter().find(|piece| second < piece.to).or(axis.last());
    piece.map_or(LABELS, |piece| {
        let length = (piece.to - piece.from - 1).max(1) as f64;
        let part = ((second - piece.from) as f64 / length).clamp(0.0, 1.0);
        piece.x + PAD + part * (piece.width - 2.0 * PAD)
    })
}

fn grounds(axis: &[Piece], bottom: f64) -> Vec<Ground> {
    let time = |second: i64| Timestamp::from_second(second).ok();
    let mut before: Option<&Piece> = None;
    let mut grounds = Vec::new();
    let (mut free, mut low) = (f64::MIN, false);
    for piece in axis {
        let skipped = before.map(|before| Label {
            x: px(piece.x - BREAK / 2.0),
            y: px(bottom),
            text: seconds_long(piece.from - before.to),
        });
        let text = match (time(piece.from), time(piece.to - 1)) {
            (Some(from), Some(to)) if minute(from) == minute(to) => minute(from),
            (Some(from), Some(to))
                if from.strftime("%F").to_string() == to.strftime("%F").to_string() =>
            {
                format!("{}–{}", minute(from), to.strftime("%H:%M"))
            }
            (Some(from), Some(to)) => format!("{} – {}", minute(from), minute(to)),
            _ => String::new(),
        };
        // On the second line only if the date before it still stands on the first.
        low = !low && piece.x < free;
        let y = px(bottom + if low { 29.0 } else { 15.0 });
        free = piece.x + text.chars().count() as f64 * LETTER;
        grounds.push(Ground { x: px(piece.x), width: px(piece.width), text, y, skipped });
        before = Some(piece);
    }
    grounds
}
