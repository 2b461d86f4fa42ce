//! The project's own chores, so that nobody has to remember command lines.
//!
//! `cargo xtask floors` holds the crates to the architecture, `cargo xtask bench` prints the
//! speed ratios of logs, `cargo xtask bench-web [FILES]` those of web folders, `cargo xtask fuzz
//! [SECONDS]` builds every fuzz target and runs each for a while.

#![expect(clippy::disallowed_methods, reason = "chores read the repository, not evidence")]

mod bench;
mod floors;
mod fuzz;
mod measure;
mod web_bench;

use std::path::Path;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    match (args.next().as_deref(), args.next()) {
        // What `bench-web` runs and measures.
        (Some("assess-web"), Some(folder)) => {
            let known = args.next().unwrap_or_default();
            web_bench::assess(Path::new(&folder), Path::new(&known))
        }
        (Some("floors"), None) => floors::check(),
        (Some("bench"), size) => bench::run(size.as_deref().unwrap_or("512").parse()?),
        (Some("bench-web"), files) => web_bench::run(files.as_deref().unwrap_or("60000").parse()?),
        (Some("fuzz"), seconds) => fuzz::run(seconds.as_deref().unwrap_or("5").parse()?),
        _ => bail!("usage: cargo xtask floors | bench [MIB] | bench-web [FILES] | fuzz [SECONDS]"),
    }
}
