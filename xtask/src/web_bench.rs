//! What the web folders of a server cost to look through, as ratios within one run: against `cat`
//! (the cost of reading) and against reading and hashing once.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::measure::{Cost, best};

/// Makes `files` files (kept between runs) and prints the table.
pub fn run(files: u32) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace root")?;
    let status = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["build", "--release", "-p", "afterpatch"])
        .status()?;
    ensure!(status.success(), "the program does not build");
    let folder = root.join("target/bench").join(format!("web-{files}"));
    if !folder.is_dir() {
        lab::write_web_folders(files, &folder, 1)?;
    }
    let cat = best(|| each(&folder, "cat"))?;
    line("cat", &cat, &cat);
    // OpenSSL uses the processor's SHA instructions, as the program does; coreutils do not.
    let hasher = if Command::new("openssl").arg("version").output().is_ok() {
        "openssl dgst -sha256"
    } else {
        "sha256sum"
    };
    let hashed = best(|| each(&folder, hasher))?;
    line(hasher, &hashed, &hashed);
    let assessed = best(|| {
        let mut command = Command::new(root.join("target/release/afterpatch"));
        command.args(["assess", "--quiet", "--format", "json", "--threads", "1"]).arg(&folder);
        command
    })?;
    line("assess, 1 thread", &assessed, &hashed);
    println!("{:.3} ms a file", assessed.cpu * 1e3 / f64::from(files));
    Ok(())
}

/// A command over all files of a folder.
fn each(folder: &Path, command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("find \"$0\" -type f -print0 | xargs -0 {command}")).arg(folder);
    shell
}

fn line(what: &str, cost: &Cost, base: &Cost) {
    let ratio = cost.cpu / base.cpu;
    println!("{what:<24} {:>8.2} CPU s {ratio:>8.2} x {:>7.0} MiB", cost.cpu, cost.peak);
}
