//! Build history to CVE intervals, from a dated, sourced, replaceable table.
//!
//! Nearly every log of Exchange carries the build that wrote it, so the logs themselves say when
//! the server was patched. A [`BuildObserver`] notes the builds, [`BuildHistory`] puts them in
//! order of time, and a [`Table`] of builds and fixes turns them into the times in which the
//! server was open ([`exposures`], [`family_windows`]).

mod families;
mod history;
mod intervals;
mod observe;
mod table;
#[cfg(test)]
mod tests;

pub use families::Family;
pub use history::{BuildHistory, Observation, SetupRun};
pub use intervals::{FamilyWindow, Standing, exposures, family_windows, standing};
pub use observe::BuildObserver;
pub use table::{
    Cve, Level, Openness, Precision, Product, Status, TABLE_SCHEMA, Table, TableError, Update,
};
