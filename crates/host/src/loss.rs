//! Losses of one sort, counted: a hostile file must not make a gap per byte.

use model::{GapReason, Locator};

use crate::Sink;

/// How often one thing went wrong, and where first.
#[derive(Debug)]
pub(crate) struct Loss {
    reason: GapReason,
    detail: &'static str,
    first: Option<Locator>,
    count: u64,
    bytes: u64,
}

impl Loss {
    /// Nothing lost yet. `detail` says what, in the plural.
    pub(crate) fn new(reason: GapReason, detail: &'static str) -> Self {
        Self { reason, detail, first: None, count: 0, bytes: 0 }
    }

    /// One more, `bytes` long (0 if not known).
    pub(crate) fn add(&mut self, locator: Locator, bytes: u64) {
        self.first.get_or_insert(locator);
        self.count += 1;
        self.bytes += bytes;
    }

    /// How many so far.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Pushes the gap, if there is one.
    pub(crate) fn report(self, sink: &mut dyn Sink) {
        if let Some(first) = self.first {
            sink.gap(first, self.reason, self.detail.to_owned(), self.count, self.bytes);
        }
    }
}

/// A place in bytes of unknown length.
pub(crate) fn at(offset: u64) -> Locator {
    Locator::Bytes { offset, length: 0 }
}
