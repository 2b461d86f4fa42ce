//! Answers already given for a column's values. Log columns repeat themselves: a day of IIS rows
//! holds a few hundred stems. Looking a value up is several times cheaper than testing it again.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// Number of remembered values per column; a power of two. 4,096 hold the distinct stems and most
/// mailbox anchors of a mid-size server in half a mebibyte, which fits the second-level cache.
const SLOTS: usize = 4_096;

/// Longest remembered value in bytes. Stems and anchors are shorter; what is longer is tested
/// each time.
const LONGEST: usize = 96;

/// What a field's content says of its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Detectors that want the row, a bit each.
    pub(crate) wanted: u64,
    /// Conditions that still need their other fields looked at, a bit each.
    pub(crate) pending: u64,
}

/// A direct-mapped table from a field's bytes to its marks.
/// Values are compared in full, so an answer is never somebody else's.
pub(crate) struct Memo {
    slots: Box<[Slot]>,
}

#[derive(Clone, Copy)]
struct Slot {
    marks: Marks,
    /// Length of the value; `EMPTY` if the slot was never filled.
    length: u8,
    bytes: [u8; LONGEST],
}

const EMPTY: u8 = u8::MAX;

impl Memo {
    pub(crate) fn new() -> Self {
        let slot = Slot { marks: Marks::default(), length: EMPTY, bytes: [0; LONGEST] };
        Self { slots: vec![slot; SLOTS].into_boxed_slice() }
    }

    /// The remembered answer for `value`, or the one `test` gives, which is then remembered.
    #[inline]
    pub(crate) fn get(&mut self, value: &[u8], test: impl FnOnce() -> Marks) -> Marks {
        if value.len() > LONGEST {
            return test();
        }
        // A fixed seed is enough: whoever provokes collisions only makes the table useless.
        let hash = FixedState::with_seed(0).hash_one(value);
        let slot = &mut self.slots[hash as usize % SLOTS];
        if usize::from(slot.length) == value.len() && slot.bytes[..value.len()] == *value {
            return slot.marks;
        }
        slot.marks = test();
        slot.length = value.len() as u8;
        slot.bytes[..value.len()].copy_from_slice(value);
        slot.marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_tested_once_and_never_mistaken() {
        let mut memo = Memo::new();
        let mut tested = 0;
        for round in 0..3_u64 {
            for value in [&b"/owa/"[..], b"", b"/ecp/y.js"] {
                let wanted = Marks { wanted: value.len() as u64, pending: 0 };
                let got = memo.get(value, || {
                    tested += 1;
                    wanted
                });
                assert_eq!(got, wanted, "round {round}");
            }
        }
        assert_eq!(tested, 3);
    }

    #[test]
    fn long_values_are_tested_each_time() {
        let mut memo = Memo::new();
        let long = [b'a'; LONGEST + 1];
        let marks = |wanted| Marks { wanted, pending: 0 };
        assert_eq!(memo.get(&long, || marks(1)), marks(1));
        assert_eq!(memo.get(&long, || marks(2)), marks(2));
    }
}
