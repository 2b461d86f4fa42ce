//! What a log lost, told place by place up to a limit and summed up behind it.

use std::collections::BTreeMap;

use model::{GapReason, Locator};

use crate::Sink;

/// Most gaps of one kind told one by one in a part of a file. A log of noise would have one for
/// every few bytes.
const TOLD_APART: u64 = 32;

/// A kind of loss, as its sum is told.
type Kind = &'static str;

/// Gaps not told one by one.
#[derive(Debug)]
struct Sum {
    reason: GapReason,
    first: Locator,
    count: u64,
    bytes: u64,
}

/// Tells gaps to a sink.
#[derive(Debug, Default)]
pub(super) struct Losses {
    told: BTreeMap<Kind, u64>,
    sums: BTreeMap<Kind, Sum>,
}

/// One loss.
#[derive(Debug)]
pub(super) struct Loss {
    pub(super) kind: Kind,
    pub(super) reason: GapReason,
    pub(super) at: Locator,
    pub(super) count: u64,
    pub(super) bytes: u64,
}

impl Losses {
    /// Tells a loss, or adds it to the sum of its kind.
    pub(super) fn tell(&mut self, sink: &mut dyn Sink, loss: Loss, detail: String) {
        let told = self.told.entry(loss.kind).or_default();
        if *told < TOLD_APART {
            *told += 1;
            sink.gap(loss.at, loss.reason, detail, loss.count, loss.bytes);
        } else {
            self.add(loss);
        }
    }

    /// Adds a loss to the sum of its kind.
    pub(super) fn add(&mut self, loss: Loss) {
        let sum = self.sums.entry(loss.kind).or_insert_with(|| Sum {
            reason: loss.reason,
            first: loss.at,
            count: 0,
            bytes: 0,
        });
        sum.count = sum.count.saturating_add(loss.count);
        sum.bytes = sum.bytes.saturating_add(loss.bytes);
    }

    /// Tells the sums.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        for (kind, sum) in self.sums {
            sink.gap(sum.first, sum.reason, kind.to_owned(), sum.count, sum.bytes);
        }
    }
}
