//! The case folder on disk: written once, versioned, hashed.
//!
//! ```text
//! CASE/
//!   assessment.json   the answers, findings, coverage, incidents, plan
//!   …                 what the caller renders: findings.jsonl, report.html
//!   manifest.json     every evidence file read, every output with size and SHA-256; written last
//! ```
//!
//! Every file is written beside its place and renamed into it, and the manifest comes last: a
//! folder without one is a run that was killed, never a case. A run that the user stopped writes
//! all of it and is marked partial.

#![expect(clippy::disallowed_methods, reason = "this crate is the one that writes the case")]

mod error;
#[doc(hidden)]
pub mod fuzz;
mod manifest;
mod place;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod write;

pub use error::CaseError;
pub use manifest::{MANIFEST_VERSION, Manifest, Output, Rules};
pub use read::{Case, parse_assessment, read};
#[cfg(feature = "schema")]
pub use schema::assessment_schema;
pub use write::CaseWriter;

/// Name of the file that holds the assessment.
pub const ASSESSMENT: &str = "assessment.json";
/// Name of the file that lists what was read and written.
pub const MANIFEST: &str = "manifest.json";
