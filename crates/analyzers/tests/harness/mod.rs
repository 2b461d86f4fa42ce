//! The case harness: see `cases/README.md`.

pub(crate) mod case;
pub(crate) mod check;
