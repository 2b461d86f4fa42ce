//! The engine's contract with everything that finds things, and the matcher that makes it cheap.
//!
//! A [`Detector`] says which records it wants to see ([`Interest`]). The [`Plan`] turns the
//! interests of all detectors into one small matcher per column, so that a line nobody asked for
//! costs a few nanoseconds. What a detector notes on a record is a [`Sighting`]; when all
//! evidence is read it turns its sightings into findings.
//!
//! Detectors never import a format: they name record kinds and fields.

mod bound;
mod interest;
mod memo;
mod plan;
mod sighting;
pub mod testing;

pub use bound::{Bound, Scratch};
pub use interest::{Interest, Predicate, Test, When};
pub use plan::Plan;
pub use sighting::{Full, Sighting, Sightings, SightingsOf};

use std::sync::Arc;

use model::{ArtefactRef, Finding, Record, RuleMeta};

/// Something that finds things in records.
///
/// The flow is push: the engine calls [`Detector::record`] for each record the detector's
/// interests select, from several threads and in no particular order, and [`Detector::finish`]
/// once at the end with all its sightings in evidence order. A detector keeps no state of its
/// own, so the answer cannot depend on how the evidence was cut into pieces.
pub trait Detector: Send + Sync {
    /// The rules this detector can conclude, for the list of rules and the registry's tests.
    fn rules(&self) -> &'static [RuleMeta];

    /// Which records it wants to see. Asked once, before anything is read.
    fn interests(&self) -> Vec<Interest>;

    /// Looks at one record and notes what it needs for its conclusion.
    fn record(&self, record: &dyn Record, note: &mut Notes<'_>);

    /// Draws conclusions. `sightings` are this detector's own, in evidence order (not in order of
    /// time); findings need no id, and their evidence needs no hash.
    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding>;
}

/// A shared detector: its rules are dear to load and outlive one plan.
impl<D: Detector + ?Sized> Detector for Arc<D> {
    fn rules(&self) -> &'static [RuleMeta] {
        (**self).rules()
    }
    fn interests(&self) -> Vec<Interest> {
        (**self).interests()
    }
    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        (**self).record(record, note);
    }
    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        (**self).finish(sightings)
    }
}

/// Where a detector notes what it saw.
pub struct Notes<'a> {
    /// The artefact the record stands in.
    pub artefact: &'a ArtefactRef,
    pub(crate) detector: u16,
    pub(crate) out: &'a mut Sightings,
}

impl<'a> Notes<'a> {
    /// Notes for the detector with index `detector`, into `out`. For the engine and for tests.
    pub fn new(artefact: &'a ArtefactRef, detector: u16, out: &'a mut Sightings) -> Self {
        Self { artefact, detector, out }
    }

    /// Notes a sighting of `record`.
    ///
    /// `label` says what was seen (one label, one meaning, within the detector); `group` is the
    /// key under which floods are counted instead of kept, usually label-independent things like
    /// the client address and the page. `facts` are what [`Detector::finish`] needs later.
    pub fn sighting(
        &mut self,
        record: &dyn Record,
        label: &'static str,
        group: &str,
        facts: Vec<(&'static str, String)>,
    ) {
        self.sighting_with(record, label, group, || facts);
    }

    /// Like [`Notes::sighting`]; `facts` are only asked for if the sighting is kept and not just
    /// counted.
    pub fn sighting_with(
        &mut self,
        record: &dyn Record,
        label: &'static str,
        group: &str,
        facts: impl FnOnce() -> Vec<(&'static str, String)>,
    ) {
        self.out.add(self.detector, self.artefact, record, label, group, facts);
    }
}
