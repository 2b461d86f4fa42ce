//! What is known of the events in a correlation's window: counts, distinct values, figures.

use std::collections::HashMap;

use model::Timestamp;
use rsigma_parser::{ConditionOperator, CorrelationType};

/// Most events of a window that are looked through again for each new event, for medians,
/// percentiles and order. Without a bound a flood within one window would take time by its square.
const LOOKED_THROUGH: usize = 2_000;

/// A hit as one correlation sees it.
#[derive(Clone)]
pub(crate) struct Event {
    /// Which of the correlation's inputs.
    pub input: usize,
    /// When.
    pub time: Timestamp,
    /// Values of the fields that the condition looks at.
    pub values: Vec<Option<String>>,
    /// How many records it stands for.
    pub weight: u64,
    /// Where it comes from.
    pub sightings: Vec<usize>,
}

/// The last events of a window, as many as are looked through again for every new one.
pub(crate) fn latest(window: &[Event]) -> &[Event] {
    window.get(window.len().saturating_sub(LOOKED_THROUGH)..).unwrap_or_default()
}

/// What is known of a window without looking through it.
pub(crate) struct Tally {
    /// Records.
    pub count: u64,
    /// Events by input.
    pub inputs: Vec<u64>,
    /// Events by value.
    distinct: HashMap<Vec<Option<String>>, u64>,
    sum: f64,
    numbers: u64,
}

impl Tally {
    /// Of no events, for so many inputs.
    pub(crate) fn new(inputs: usize) -> Self {
        Self { count: 0, inputs: vec![0; inputs], distinct: HashMap::new(), sum: 0.0, numbers: 0 }
    }

    /// An event comes in.
    pub(crate) fn add(&mut self, event: &Event) {
        self.count += event.weight;
        if let Some(count) = self.inputs.get_mut(event.input) {
            *count += 1;
        }
        if event.complete() {
            *self.distinct.entry(event.values.clone()).or_default() += 1;
        }
        if let Some(number) = event.number() {
            self.sum += number;
            self.numbers += 1;
        }
    }

    /// An event goes out.
    pub(crate) fn remove(&mut self, event: &Event) {
        self.count -= event.weight;
        if let Some(count) = self.inputs.get_mut(event.input) {
            *count -= 1;
        }
        if event.complete()
            && let Some(count) = self.distinct.get_mut(&event.values)
        {
            *count -= 1;
            if *count == 0 {
                self.distinct.remove(&event.values);
            }
        }
        if let Some(number) = event.number() {
            self.sum -= number;
            self.numbers -= 1;
        }
    }

    /// Whether every input has an event.
    pub(crate) fn all_seen(&self) -> bool {
        self.inputs.iter().all(|count| *count > 0)
    }
}

impl Event {
    /// Whether it has all values that the condition looks at.
    fn complete(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(Option::is_some)
    }

    fn number(&self) -> Option<f64> {
        crate::test::parse_number(self.values.first()?.as_deref()?)
    }
}

/// What the condition compares: a count, or a figure over the numbers in a field. `None` if no
/// event has a number.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn measure(
    kind: CorrelationType,
    window: &[Event],
    tally: &Tally,
    percentile: u64,
) -> Option<f64> {
    let ranked = |percentile| {
        let mut numbers: Vec<f64> = latest(window).iter().filter_map(Event::number).collect();
        numbers.sort_by(f64::total_cmp);
        (!numbers.is_empty()).then(|| interpolated(&numbers, percentile))
    };
    match kind {
        CorrelationType::EventCount => Some(tally.count as f64),
        CorrelationType::ValueCount => Some(tally.distinct.len() as f64),
        CorrelationType::ValueSum => (tally.numbers > 0).then_some(tally.sum),
        CorrelationType::ValueAvg => (tally.numbers > 0).then(|| tally.sum / tally.numbers as f64),
        CorrelationType::ValueMedian => ranked(50),
        CorrelationType::ValuePercentile => ranked(percentile),
        CorrelationType::Temporal | CorrelationType::TemporalOrdered => None,
    }
}

/// The percentile of sorted numbers, between two of them by straight line.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions in a list of at most some thousands"
)]
fn interpolated(numbers: &[f64], percentile: u64) -> f64 {
    let position = percentile.min(100) as f64 / 100.0 * numbers.len().saturating_sub(1) as f64;
    let below = position.floor() as usize;
    let low = numbers.get(below).copied().unwrap_or_default();
    let high = numbers.get(below + 1).copied().unwrap_or(low);
    low + (high - low) * position.fract()
}

/// Whether a figure stands in a relation to a bound.
#[expect(clippy::cast_precision_loss, reason = "bounds in rules are far below 2^53")]
pub(crate) fn compare(operator: ConditionOperator, value: f64, bound: u64) -> bool {
    let bound = bound as f64;
    match operator {
        ConditionOperator::Lt => value < bound,
        ConditionOperator::Lte => value <= bound,
        ConditionOperator::Gt => value > bound,
        ConditionOperator::Gte => value >= bound,
        ConditionOperator::Eq => (value - bound).abs() < f64::EPSILON,
        ConditionOperator::Neq => (value - bound).abs() >= f64::EPSILON,
    }
}
