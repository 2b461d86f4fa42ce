//! All detectors' interests, turned into one small matcher per column.

use std::sync::Arc;

use model::{ArtefactRef, Record, RecordKind, Schema};

use crate::bound::{Bound, Scratch, holds};
use crate::{Detector, Interest, Notes, Sightings, Test, When};

/// Most detectors a plan can hold: one bit each in a row's mask. A whole rule language counts as
/// one detector.
const MOST_DETECTORS: usize = 64;

/// Detectors with their interests, ready to be bound to the columns of a log.
pub struct Plan {
    detectors: Vec<Box<dyn Detector>>,
    /// Each interest with the index of its detector.
    pub(crate) interests: Vec<(u16, Interest)>,
    /// What is asked of records without rows, by kind.
    by_kind: Vec<(RecordKind, Asked)>,
    /// The same of kinds that no interest names.
    of_others: Asked,
}

/// What is asked of the records of one kind.
struct Asked {
    /// Detectors that want them all, a bit each.
    every: u64,
    /// The others: a detector's bit, and the place of its interest.
    some: Vec<(u64, usize)>,
}

impl Asked {
    fn of(kind: Option<&RecordKind>, interests: &[(u16, Interest)]) -> Self {
        let concerns = |interest: &Interest| match kind {
            Some(kind) => interest.wants_kind(kind),
            None => interest.kinds.is_empty(),
        };
        let mut asked = Self { every: 0, some: Vec::new() };
        for (place, (detector, interest)) in interests.iter().enumerate() {
            if concerns(interest) {
                match interest.when {
                    When::Any | When::Change(_) => asked.every |= 1 << detector,
                    When::Field { .. } | When::All(_) => asked.some.push((1 << detector, place)),
                }
            }
        }
        asked.some.retain(|(bit, _)| asked.every & bit == 0);
        asked
    }
}

impl Plan {
    /// Asks all detectors for their interests.
    ///
    /// # Panics
    /// With more than 64 detectors, which is a mistake in the program and not in its input.
    pub fn new(detectors: Vec<Box<dyn Detector>>) -> Self {
        assert!(detectors.len() <= MOST_DETECTORS, "a plan holds at most {MOST_DETECTORS}");
        let interests: Vec<(u16, Interest)> = (0_u16..)
            .zip(&detectors)
            .flat_map(|(index, detector)| {
                detector.interests().into_iter().map(move |interest| (index, interest))
            })
            .collect();
        let mut kinds: Vec<RecordKind> =
            interests.iter().flat_map(|(_, interest)| interest.kinds.clone()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let by_kind = kinds
            .into_iter()
            .map(|kind| {
                let asked = Asked::of(Some(&kind), &interests);
                (kind, asked)
            })
            .collect();
        let of_others = Asked::of(None, &interests);
        Self { detectors, interests, by_kind, of_others }
    }

    /// The detectors, in the order of their indexes in [`Sightings::of`].
    pub fn detectors(&self) -> &[Box<dyn Detector>] {
        &self.detectors
    }

    /// Binds the interests to the columns of a header.
    pub fn bind<'p>(&'p self, schema: &Arc<Schema>, scratch: &mut Scratch<'p>) -> Arc<Bound<'p>> {
        scratch.bound(self, schema)
    }

    /// Shows one record of a format without rows to every detector that wants it.
    pub fn record(&self, record: &dyn Record, artefact: &ArtefactRef, out: &mut Sightings) {
        let own = self.by_kind.iter().find(|(kind, _)| kind == record.kind());
        let asked = own.map_or(&self.of_others, |(_, asked)| asked);
        let mut mask = asked.every;
        for (bit, place) in &asked.some {
            let wanted = mask & bit == 0
                && match &self.interests[*place].1.when {
                    When::Any | When::Change(_) => true,
                    When::Field { field, test } => any_holds(record, field, test),
                    When::All(tests) => {
                        tests.iter().all(|(field, test)| any_holds(record, field, test))
                    }
                };
            if wanted {
                mask |= bit;
            }
        }
        self.show(mask, record, artefact, out);
    }

    pub(crate) fn show(
        &self,
        mut mask: u64,
        record: &dyn Record,
        artefact: &ArtefactRef,
        out: &mut Sightings,
    ) {
        while mask != 0 {
            let detector = mask.trailing_zeros();
            mask &= mask - 1;
            let mut notes = Notes::new(artefact, detector as u16, out);
            self.detectors[detector as usize].record(record, &mut notes);
        }
    }
}

/// Whether any value of a field satisfies a test: a field can have several.
fn any_holds(record: &dyn Record, field: &str, test: &Test) -> bool {
    // A layout knows its fields: most records do not have the one that is asked for.
    if let Some(shaped) = record.shaped() {
        let mut text = String::new();
        let there = shaped.slot(field).is_some_and(|slot| shaped.text(slot, &mut text));
        if !text.contains('\n') {
            return there && holds(test, text.as_bytes());
        }
    }
    let mut hit = false;
    record.each(&mut |name, value| {
        hit |= name.eq_ignore_ascii_case(field) && holds(test, value.as_bytes());
    });
    hit
}
