//! Which artefacts matter, where they lie on this host, what was expected and is missing.
//!
//! [`plan()`] turns a listing into what is to be read, by the [`catalogue()`]: data, one row for each
//! kind of artefact, with the reason why it matters. Paths only choose and sort; what a file is
//! decides its content, because people rename files. After reading, [`missing`] says which of the
//! expected sources gave no record, and what each would have shown. Nothing here opens a file.

mod catalogue;
mod classify;
mod configured;
mod expected;
mod install;
mod interest;
mod paths;
mod plan;

pub use catalogue::{Artefact, Part, Question, Reader, catalogue};
pub use classify::{Class, classify, part_of};
pub use configured::Configured;
pub use expected::{EXPECTED, Expected, missing};
pub use install::{install_of_physical_path, installs};
pub use interest::{MOST_STAGED_BYTES, Notice, is_loose, is_uprooted, notice};
pub use plan::{Plan, Tally, Task, plan};
