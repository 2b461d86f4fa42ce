//! The `afterpatch` command.
fn main() {}
