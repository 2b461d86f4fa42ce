//! Counts what went wrong in a file, so that one cause is one gap however often it struck.

use model::{GapReason, Locator};

use crate::Sink;

/// The losses a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// A row with fewer or more cells than its header has columns.
    Cells,
    /// A row without a usable time.
    Time,
    /// Bytes of value zero, as a crash leaves them.
    Zeros,
    /// A row that no header explains.
    Orphan,
    /// A line longer than is kept.
    Long,
    /// A last row without its end.
    Cut,
    /// A line that is no UTF-8.
    Text,
}

const LOSSES: usize = 7;

struct Count {
    locator: Locator,
    offset: u64,
    detail: String,
    count: u64,
    bytes: u64,
}

/// The losses of one read.
#[derive(Default)]
pub(crate) struct Tally {
    counts: [Option<Count>; LOSSES],
}

impl Tally {
    /// Counts a loss of `bytes` at `place` (offset, locator); `detail` is asked for the first
    /// only.
    pub(crate) fn add(
        &mut self,
        loss: Loss,
        place: (u64, Locator),
        bytes: u64,
        detail: impl FnOnce() -> String,
    ) {
        match &mut self.counts[loss as usize] {
            Some(count) => {
                count.count += 1;
                count.bytes += bytes;
            }
            none => {
                let (offset, locator) = place;
                *none = Some(Count { locator, offset, detail: detail(), count: 1, bytes });
            }
        }
    }

    /// Reports everything, in the order of first places.
    pub(crate) fn report(self, sink: &mut dyn Sink) {
        let reasons = [
            GapReason::ColumnCount,
            GapReason::NoTime,
            GapReason::Damaged,
            GapReason::Damaged,
            GapReason::TooLarge,
            GapReason::Truncated,
            GapReason::Encoding,
        ];
        let mut list: Vec<_> = self.counts.into_iter().zip(reasons).collect();
        list.sort_by_key(|(count, _)| count.as_ref().map(|count| count.offset));
        for (count, reason) in list {
            if let Some(count) = count {
                sink.gap(count.locator, reason, count.detail, count.count, count.bytes);
            }
        }
    }
}
