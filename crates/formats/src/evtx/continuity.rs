//! Whether the records of a log follow one another: by number, and by time.

use std::time::Duration;

use model::{GapReason, Locator};

use super::chunk::Frame;
use super::losses::{Loss, Losses};
use crate::Sink;

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
    first: Option<u64>,
    last: Option<u64>,
    written: u64,
    /// How often numbers started over. Once is how a log that has reached its size looks: its
    /// oldest chunks stand behind its newest.
    restarts: u64,
    second_restart: Option<Locator>,
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
        self.last
    }

    /// Whether a record with this number is the next.
    pub(super) fn continues(&self, number: u64) -> bool {
        self.last.and_then(|last| last.checked_add(1)) == Some(number)
    }

    /// Notes a record. `explained`: the gap before it has been told already, for damaged bytes.
    pub(super) fn note(
        &mut self,
        frame: &Frame,
        at: Locator,
        explained: bool,
        losses: &mut Losses,
        sink: &mut dyn Sink,
    ) {
        let number = frame.number;
        self.first.get_or_insert(number);
        if let Some(last) = self.last.replace(number) {
            let next = last.saturating_add(1);
            if number < next {
                self.restarts += 1;
                if self.restarts == 2 {
                    self.second_restart = Some(at.clone());
                }
                // The oldest records follow the newest: their times say nothing of order.
                self.written = 0;
            } else if number > next && !explained {
                tell_hole(next, number - 1, at.clone(), losses, sink);
            }
        }
        self.time(frame.written, at);
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

    /// Tells what can only be told at the end. `whole`: all of the file was read.
    pub(super) fn finish(self, whole: bool, losses: &mut Losses, sink: &mut dyn Sink) {
        if let Some(at) = self.second_restart {
            let detail = format!(
                "record numbers start over {} times; a log that was overwritten from its \
                 beginning does so once",
                self.restarts
            );
            sink.gap(at, GapReason::OutOfOrder, detail, self.restarts - 1, 0);
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
        // An overwritten log goes on at its beginning where it ends.
        if let (true, 1, Some(first), Some(last)) = (whole, self.restarts, self.first, self.last)
            && last.saturating_add(1) < first
        {
            tell_hole(last + 1, first - 1, Locator::File, losses, sink);
        }
    }
}

fn tell_hole(from: u64, to: u64, at: Locator, losses: &mut Losses, sink: &mut dyn Sink) {
    let kind = "records are missing between others";
    let detail = if from == to {
        format!("record {from} is missing")
    } else {
        format!("records {from} to {to} are missing")
    };
    let count = (to - from).saturating_add(1);
    losses.tell(sink, Loss { kind, reason: GapReason::Missing, at, count, bytes: 0 }, detail);
}
