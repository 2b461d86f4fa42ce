//! All detectors' interests, turned into one small matcher per column.

use std::sync::Arc;

use model::{ArtefactRef, Record, Schema};

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
}

impl Plan {
    /// Asks all detectors for their interests.
    ///
    /// # Panics
    /// With more than 64 detectors, which is a mistake in the program and not in its input.
    pub fn new(detectors: Vec<Box<dyn Detector>>) -> Self {
        assert!(detectors.len() <= MOST_DETECTORS, "a plan holds at most {MOST_DETECTORS}");
        let interests = (0_u16..)
            .zip(&detectors)
            .flat_map(|(index, detector)| {
                detector.interests().into_iter().map(move |interest| (index, interest))
            })
            .collect();
        Self { detectors, interests }
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
        let of_kind =
            self.interests.iter().filter(|(_, interest)| interest.wants_kind(record.kind()));
        let wanted = of_kind.filter(|(_, interest)| match &interest.when {
            When::Any | When::Change(_) => true,
            When::Field { field, test } => any_holds(record, field, test),
            When::All(tests) => tests.iter().all(|(field, test)| any_holds(record, field, test)),
        });
        let mask = wanted.fold(0, |mask, (detector, _)| mask | 1_u64 << detector);
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
    let mut hit = false;
    record.each(&mut |name, value| {
        hit |= name.eq_ignore_ascii_case(field) && holds(test, value.as_bytes());
    });
    hit
}
