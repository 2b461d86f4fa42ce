//! The flow: open, plan, read in parallel, detect, decide.
