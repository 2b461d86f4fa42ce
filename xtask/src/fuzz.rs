//! Builds every fuzz target and runs each for some seconds, on a stable toolchain.
//!
//! cargo-fuzz wants a nightly compiler for its sanitizers. Coverage feedback needs none: the
//! flags below are what it passes with `--sanitizer none`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs each target of `fuzz/` for `seconds`; fails if one crashes.
pub fn run(seconds: u32) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace root")?;
    let folder = root.join("fuzz");
    let target = "x86_64-unknown-linux-gnu";
    let status = Command::new(env!("CARGO"))
        .current_dir(&folder)
        // An explicit target keeps the flags off build scripts.
        .args(["build", "--release", "--bins", "--target", target])
        // The programs are run from there, wherever else builds are sent.
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", COVERAGE)
        .status()?;
    ensure!(status.success(), "the fuzz targets do not build");
    write_seeds(root, &folder)?;
    for name in targets(&folder)? {
        println!("fuzz {name} for {seconds} s");
        let corpus = folder.join("corpus").join(&name);
        std::fs::create_dir_all(&corpus)?;
        let seeds = folder.join("seeds").join(&name);
        let mut command =
            Command::new(folder.join("target").join(target).join("release").join(&name));
        command.current_dir(&folder).arg(&corpus);
        if seeds.is_dir() {
            command.arg(&seeds);
        }
        let output = command
            .args([&format!("-max_total_time={seconds}"), "-max_len=65536", "-verbosity=0"])
            .args(["-rss_limit_mb=1024", "-timeout=20"])
            .output()?;
        if !output.status.success() {
            println!("{}", String::from_utf8_lossy(&output.stderr));
            bail!("{name} failed; its input lies in {}", folder.display());
        }
    }
    Ok(())
}

/// Has the readers of whole files write a sound file of each kind into the corpora: random bytes
/// alone never become a hive.
fn write_seeds(root: &Path, folder: &Path) -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["test", "--quiet", "-p", "afterpatch-host", "--lib", "fuzz::tests::write_seeds"])
        .args(["--", "--ignored"])
        .env("FUZZ_CORPUS", folder.join("corpus"))
        .status()?;
    ensure!(status.success(), "the seeds of the fuzz targets could not be written");
    Ok(())
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.join("fuzz_targets"))? {
        if let Some(stem) = entry?.path().file_stem() {
            names.push(stem.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_target() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let names = targets(&folder).expect("the fuzz folder");
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("its manifest");
        for name in &names {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} has no [[bin]]");
        }
        for format in formats::all() {
            let name = format!("format_{}", format.id().replace('-', "_"));
            assert!(names.contains(&name), "{} has no fuzz target", format.id());
        }
        for reader in host::all() {
            let name = format!("host_{}", reader.id().replace('-', "_"));
            assert!(names.contains(&name), "{} has no fuzz target", reader.id());
        }
    }
}
