//! The flow: open, plan, read in parallel, detect, decide.
//!
//! The engine joins crates that do not know each other: it lists a source, lets `discover` choose
//! what to read, reads it with `formats` on any number of threads, shows every record to the
//! detectors, and hands findings, coverage and build history to `verdict`.
//!
//! What it guarantees: the same evidence gives the same assessment, apart from `run`, whatever
//! the number of threads; neither an error nor a panic over one file ends the run.

mod areas;
mod assess;
mod came;
mod each;
mod fields;
mod hash;
mod hours;
mod inner;
mod intake;
mod job;
mod listed;
mod own_name;
mod page;
mod progress;
mod seek;
mod survey;
mod whole;
mod work;

pub use assess::{EngineError, Options, assess, rules};
pub use each::each_record;
pub use hash::HashWhat;
pub use progress::Progress;
