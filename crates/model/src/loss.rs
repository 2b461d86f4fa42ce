//! Losses of one sort, counted: a hostile file must not make a gap per byte.

use crate::{GapReason, Locator};

/// How often one thing went wrong in a file, and where first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    reason: GapReason,
    detail: &'static str,
    first: Option<Locator>,
    count: u64,
    bytes: u64,
}

impl Loss {
    /// Nothing lost yet. `detail` says what, for one or many.
    pub const fn new(reason: GapReason, detail: &'static str) -> Self {
        Self { reason, detail, first: None, count: 0, bytes: 0 }
    }

    /// Counts one more, `bytes` long (0 if not known).
    pub fn add(&mut self, locator: Locator, bytes: u64) {
        self.first.get_or_insert(locator);
        self.count += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// How many so far.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Hands first place, reason, detail, count and bytes to `tell`, if anything was lost.
    pub fn tell(self, tell: impl FnOnce(Locator, GapReason, String, u64, u64)) {
        if let Some(first) = self.first {
            tell(first, self.reason, self.detail.to_owned(), self.count, self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_losses_are_told_as_one_with_the_first_place() {
        let mut loss = Loss::new(GapReason::Damaged, "rows");
        loss.clone().tell(|_, _, _, _, _| panic!("nothing was lost"));
        let at = |offset| Locator::Bytes { offset, length: 0 };
        loss.add(at(7), 3);
        loss.add(at(1), u64::MAX);
        let mut told = None;
        loss.tell(|first, reason, detail, count, bytes| {
            told = Some((first, reason, detail, count, bytes));
        });
        assert_eq!(told, Some((at(7), GapReason::Damaged, "rows".to_owned(), 2, u64::MAX)));
    }
}
