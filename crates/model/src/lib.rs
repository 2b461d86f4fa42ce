//! The nouns every other crate shares, so that they need not know each other.
//!
//! `model` stands on the ground floor: it does no I/O, knows no evidence format and no
//! detection. A noun that two crates need lives here; a noun that one crate needs lives there.

mod artefact;
mod assessment;
mod build;
mod coverage;
mod finding;
mod gap;
mod locator;
mod loss;
mod members;
mod path;
mod record;
mod spelling;
mod table;
#[cfg(feature = "testing")]
pub mod testing;

pub use artefact::{Artefact, ArtefactRef, FileTimes, hiding_attributes};
pub use assessment::{
    Answer, Answers, Assessment, BuildSpan, Exposure, Headline, Host, Incident, IncidentEvent,
    PlanStep, Reply, RunInfo, SCHEMA_VERSION,
};
pub use build::{Build, ParseBuildError};
pub use coverage::{Coverage, DayCoverage, Hole, HourSet, SourceKey, hour_of, hour_start};
pub use finding::{Actor, Claim, Confidence, Evidence, Finding, Remedy, RuleMeta, Severity, Stage};
pub use gap::{Gap, GapReason};
pub use locator::Locator;
pub use loss::Loss;
pub use members::members;
pub use path::WinPath;
pub use record::{Makeup, Record, RecordKind, Shaped, Stored, excerpt_of};
pub use table::{Batch, Quoting, Row, RowSpan, Schema, TimeColumns};

/// A moment in UTC with nanosecond resolution. A record without a time has no time: absence is
/// `None`, never a default date.
pub use jiff::Timestamp;
/// A civil (calendar) date, UTC wherever this crate uses it.
pub use jiff::civil::Date;
