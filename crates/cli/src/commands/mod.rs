//! One file a verb: what will be done with what was typed.

pub(crate) mod assess;
pub(crate) mod demo;
pub(crate) mod rules;
