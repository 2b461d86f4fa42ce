//! Whether the records of a log follow one another: by number, and by time.

use std::time::Duration;

use model::{GapReason, Locator};

use super::chunk::Frame;
use super::losses::{Loss, Losses};
use crate::{NumberLoss, Numbers, Sink};

/// How far times may run backwards before it is worth a note. Events are stamped before they are
/// numbered, and clocks are corrected in small steps; five minutes is what Kerberos allows clocks
/// to differ before logons fail, so no healthy server is set further in one step.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(300);

/// The same in the unit of records.
const TOLERANCE_TICKS: u64 = CLOCK_TOLERANCE.as_secs() * TICKS_PER_SECOND;

/// 100-nanosecond intervals in a second.
const TICKS_PER_SECOND: u64 = 10_000_000;

/// Numbers and times of the records of one part of a file.
#[derive(Debug, Default)]
pub(super) struct Continuity {
    numbers: Option<Numbers>,
    written: u64,
    backwards: Option<Backwards>,
}

#[derive(Debug)]
struct Backwards {
    first: Locator,
    count: u64,
    most: u64,
}

impl Continuity {
    /// The number of the last record, if there was one.
    pub(super) fn last(&self) -> Option<u64> {
        self.numbers.as_ref().map(|numbers| numbers.last)
    }

    /// Whether a record with this number is the next.
    pub(super) fn continues(&self, number: u64) -> bool {
        self.last().and_then(|last| last.checked_add(1)) == Some(number)
    }

    /// Notes a record at an offset of the file. `explained`: the gap before it has been told
    /// already, for damaged bytes.
    pub(super) fn note(
        &mut self,
        frame: &Frame,
        offset: u64,
        explained: bool,
        losses: &mut Losses,
        sink: &mut dyn Sink,
    ) {
        let record = (frame.number, offset);
        match &mut self.numbers {
            None => self.numbers = Some(Numbers::of(record)),
            Some(numbers) => {
                let restarts = numbers.restarts;
                let loss = numbers.push(record).filter(|_| !explained);
                if numbers.restarts > restarts {
                    // The oldest records follow the newest: their times say nothing of order.
                    self.written = 0;
                }
                if let Some(loss) = loss {
                    tell(loss, losses, sink);
                }
            }
        }
        self.time(frame.written, Locator::Record { number: frame.number, offset });
    }

    fn time(&mut self, written: u64, at: Locator) {
        if written == 0 {
            return;
        }
        let back = self.written.saturating_sub(written);
        if back > TOLERANCE_TICKS {
            let seen = self.backwards.get_or_insert(Backwards { first: at, count: 0, most: 0 });
            seen.count += 1;
            seen.most = seen.most.max(back);
        }
        self.written = written;
    }

    /// Tells what can only be told at the end; gives the numbers back. `whole`: what was asked for
    /// is all of the file, so that nobody else will tell what its end shows.
    pub(super) fn finish(
        self,
        whole: bool,
        losses: &mut Losses,
        sink: &mut dyn Sink,
    ) -> Option<Numbers> {
        if let Some(loss) = self.numbers.as_ref().filter(|_| whole).and_then(Numbers::end) {
            tell(loss, losses, sink);
        }
        if let Some(back) = self.backwards {
            let detail = format!(
                "times run backwards {} times, by {} seconds at most: the clock was set, or \
                 records of several machines were put together",
                back.count,
                back.most / TICKS_PER_SECOND
            );
            sink.gap(back.first, GapReason::OutOfOrder, detail, back.count, 0);
        }
        self.numbers
    }
}

fn tell(loss: NumberLoss, losses: &mut Losses, sink: &mut dyn Sink) {
    let NumberLoss { at, reason, detail, count } = loss;
    let kind = "records are missing between others";
    if reason == GapReason::Missing {
        losses.tell(sink, Loss { kind, reason, at, count, bytes: 0 }, detail);
    } else {
        sink.gap(at, reason, detail, count, 0);
    }
}
