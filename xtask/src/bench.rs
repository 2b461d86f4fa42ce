//! Speed as ratios within one run: the program against `cat` (the cost of reading the bytes) and
//! against ripgrep counting one literal, over the lab's HttpProxy and IIS logs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use lab::Volume;

use crate::measure::{Cost, best};

/// A literal that occurs in no line, so that ripgrep's time is that of looking.
const ABSENT: &str = "no-such-text-anywhere";

/// Writes `mebibytes` of each kind of log (kept between runs) and prints the table.
pub fn run(mebibytes: u64) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace root")?;
    let status = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["build", "--release", "-p", "afterpatch"])
        .status()?;
    ensure!(status.success(), "the program does not build");
    let program = root.join("target/release/afterpatch");
    println!(
        "{:<34} {:>8} {:>8} {:>8} {:>9} {:>7}",
        "", "GB", "CPU s", "GB/CPU s", "x of cat", "MiB"
    );
    for (kind, name) in [(Volume::HttpProxy, "httpproxy"), (Volume::Iis, "iis")] {
        let folder = root.join("target/bench").join(format!("{name}-{mebibytes}"));
        if !folder.is_dir() {
            lab::write_volume(kind, mebibytes << 20, &folder, 1, &[])?;
        }
        table(name, &folder, &program)?;
    }
    Ok(())
}

fn table(name: &str, folder: &Path, program: &Path) -> Result<()> {
    let files = files(folder)?;
    let bytes: u64 =
        files.iter().filter_map(|file| file.metadata().ok()).map(|meta| meta.len()).sum();
    let gigabytes = bytes as f64 / 1e9;
    let cat = best(|| {
        let mut command = Command::new("cat");
        command.args(&files);
        command
    })?;
    let line = |what: &str, cost: &Cost| {
        println!(
            "{:<34} {gigabytes:>8.2} {:>8.2} {:>8.2} {:>9.2} {:>7.0}",
            format!("{name}: {what}"),
            cost.cpu,
            gigabytes / cost.cpu,
            cost.cpu / cat.cpu,
            cost.peak
        );
    };
    line("cat", &cat);
    if Command::new("rg").arg("--version").output().is_ok() {
        let rg = best(|| {
            let mut command = Command::new("rg");
            command.args(["-j1", "-c", ABSENT]).arg(folder);
            command
        })?;
        line("rg -j1 -c of one literal", &rg);
    }
    let mut walls = Vec::new();
    for threads in ["1", "2"] {
        let cost = best(|| {
            let mut command = Command::new(program);
            command
                .args(["assess", "--quiet", "--format", "json", "--threads", threads])
                .arg(folder);
            command
        })?;
        line(&format!("assess, {threads} threads"), &cost);
        walls.push(cost.wall);
    }
    println!("{name}: two threads are {:.2} times as fast as one", walls[0] / walls[1]);
    Ok(())
}

/// All files below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    Ok(files)
}
