//! What the web folders of a server cost to look through, as ratios within one run: against `cat`
//! (the cost of reading) and against reading and hashing once.

use std::collections::HashSet;
use std::fs;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use engine::{Options, Progress};

use crate::measure::{Cost, best};

/// Of so many files one is new where most are known by their hash: pages and libraries of updates
/// and of other products.
const NEW_AMONG: usize = 50;

/// Makes `files` files (kept between runs) and prints the table.
pub fn run(files: u32) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace root")?;
    let status = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["build", "--release", "-p", "xtask"])
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
    let (none, most) = (folder.with_extension("none"), folder.with_extension("most"));
    fs::write(&none, "")?;
    fs::write(&most, most_hashes(&folder)?)?;
    let assess = |known: &Path| {
        let mut command = Command::new(root.join("target/release/xtask"));
        command.arg("assess-web").arg(&folder).arg(known);
        command
    };
    for (what, known) in [("assess, no file known", &none), ("assess, most known", &most)] {
        let assessed = best(|| assess(known))?;
        line(what, &assessed, &hashed);
        println!("{:.3} ms a file", assessed.cpu * 1e3 / f64::from(files));
    }
    Ok(())
}

/// The hashes of nearly all files of a folder, one a line.
fn most_hashes(folder: &Path) -> Result<String> {
    let listed = each(folder, "sha256sum").output()?;
    let text = String::from_utf8(listed.stdout).context("names of files that are no text")?;
    let known = text.lines().enumerate().filter(|(at, _)| at % NEW_AMONG != 0);
    Ok(known.filter_map(|(_, line)| Some(format!("{}\n", line.get(..64)?))).collect())
}

/// What [`run`] measures: the assessment of a folder by one thread, and its report in JSON, as the
/// program makes them. Files whose hashes stand in `known` count as shipped.
pub fn assess(folder: &Path, known: &Path) -> Result<()> {
    let hashes = fs::read_to_string(known)?;
    let also_known: HashSet<[u8; 32]> = hashes.lines().filter_map(hash).collect();
    let source = evidence::open(folder, evidence::Limits::default())?;
    let options = Options { threads: 1, also_known, ..Options::default() };
    let assessment = engine::assess(source.as_ref(), &options, &Progress::default())?;
    let mut out = BufWriter::new(stdout().lock());
    report::Format::Json.render(&assessment, &report::Options::default(), &mut out)?;
    Ok(out.flush()?)
}

fn hash(line: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(line.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(out)
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
