//! Record numbers of one stretch of a file, so that a log read in parts by several threads shows
//! the same missing records as one read in one go.

use model::{GapReason, Locator};

/// Places of restarts kept: a log that was overwritten from its beginning has one, and the second
/// is where a reader has to look.
const PLACES: usize = 2;

/// The number of a record and where it stands in its file, in bytes.
pub type Numbered = (u64, u64);

/// The numbers that the records of one stretch of a file carry, for formats that number them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The first record.
    pub first: Numbered,
    /// Number of the last record.
    pub last: u64,
    /// How often numbers started over within the stretch.
    pub restarts: u64,
    /// Where they did, the first two times.
    pub places: Vec<Numbered>,
}

/// What the numbers show to be missing or out of order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLoss {
    /// Where: the record behind the hole.
    pub at: Locator,
    /// [`GapReason::Missing`] or [`GapReason::OutOfOrder`].
    pub reason: GapReason,
    /// In a sentence.
    pub detail: String,
    /// Records missing, or times that numbers started over beyond the first.
    pub count: u64,
}

impl Numbers {
    /// Of a single record.
    pub(crate) fn of(record: Numbered) -> Self {
        Self { first: record, last: record.0, restarts: 0, places: Vec::new() }
    }

    /// Adds the next record; says what is missing before it.
    pub(crate) fn push(&mut self, record: Numbered) -> Option<NumberLoss> {
        // Nearly every record is the next one.
        if self.last.checked_add(1) == Some(record.0) {
            self.last = record.0;
            return None;
        }
        self.join(&Self::of(record))
    }

    /// Adds the stretch right behind this one; says what is missing between the two.
    pub fn join(&mut self, next: &Self) -> Option<NumberLoss> {
        let (number, offset) = next.first;
        let expected = self.last.saturating_add(1);
        if number < expected {
            self.restarts += 1;
            self.places.push(next.first);
        }
        self.restarts = self.restarts.saturating_add(next.restarts);
        self.places.extend(&next.places);
        self.places.truncate(PLACES);
        self.last = next.last;
        let at = Locator::Record { number, offset };
        (number > expected).then(|| hole(expected, number - 1, at))
    }

    /// What only the end of a whole file shows: numbers that start over more than once, and a hole
    /// at the seam of a log that was overwritten from its beginning.
    pub fn end(&self) -> Option<NumberLoss> {
        if let Some(&(number, offset)) = self.places.get(1) {
            return Some(NumberLoss {
                at: Locator::Record { number, offset },
                reason: GapReason::OutOfOrder,
                detail: format!(
                    "record numbers start over {} times; a log that was overwritten from its \
                     beginning does so once",
                    self.restarts
                ),
                count: self.restarts - 1,
            });
        }
        // An overwritten log goes on at its beginning where it ends.
        let (next, first) = (self.last.saturating_add(1), self.first.0);
        (self.restarts == 1 && next < first).then(|| hole(next, first - 1, Locator::File))
    }
}

fn hole(from: u64, to: u64, at: Locator) -> NumberLoss {
    let detail = if from == to {
        format!("record {from} is missing")
    } else {
        format!("records {from} to {to} are missing")
    };
    let count = (to - from).saturating_add(1);
    NumberLoss { at, reason: GapReason::Missing, detail, count }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[u64]) -> (Numbers, Vec<NumberLoss>) {
        let mut own = Numbers::of((list[0], 0));
        let offsets = 1_u64..;
        let losses = list[1..].iter().zip(offsets).filter_map(|(n, at)| own.push((*n, at)));
        let losses = losses.collect();
        (own, losses)
    }

    #[test]
    fn stretches_joined_tell_what_the_whole_tells() {
        let whole: &[u64] = &[7, 8, 12, 13, 3, 4, 6, 1, 2, 2];
        let (own, told) = numbers(whole);
        assert_eq!((own.restarts, own.places.as_slice()), (3, &[(3, 4), (1, 7)][..]));
        assert_eq!(told.iter().map(|own| own.count).collect::<Vec<_>>(), [3, 1]);
        for cut in 1..whole.len() {
            let (mut front, mut losses) = numbers(&whole[..cut]);
            let mut back = Numbers::of((whole[cut], cut as u64));
            let mut later: Vec<NumberLoss> = Vec::new();
            for (at, number) in whole.iter().enumerate().skip(cut + 1) {
                later.extend(back.push((*number, at as u64)));
            }
            losses.extend(front.join(&back));
            losses.extend(later);
            assert_eq!((front.end(), losses), (own.end(), told.clone()), "cut at {cut}");
            assert_eq!((front.last, front.restarts), (own.last, own.restarts));
        }
    }

    #[test]
    fn the_seam_of_an_overwritten_log() {
        assert_eq!(numbers(&[5, 6, 3, 4]).0.end(), None);
        let hole = numbers(&[9, 10, 3, 4]).0.end().map(|own| (own.detail, own.count));
        assert_eq!(hole, Some(("records 5 to 8 are missing".to_owned(), 4)));
        assert_eq!(numbers(&[u64::MAX, u64::MAX]).0.restarts, 0);
    }
}
