//! CPU time and peak memory of a child process, from what the kernel keeps (Linux only: the
//! numbers in the documentation come from there).

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// Clock ticks per second of the times in /proc; 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Runs per command; the fastest counts, since everything else is the machine's other work.
const ROUNDS: usize = 3;

/// What a child process cost.
pub struct Cost {
    /// User and system time, seconds.
    pub cpu: f64,
    /// Wall-clock seconds.
    pub wall: f64,
    /// Peak resident memory, MiB.
    pub peak: f64,
}

/// The least CPU time and the least wall time of some runs, and the highest peak.
pub fn best(command: impl Fn() -> Command) -> Result<Cost> {
    let mut best: Option<Cost> = None;
    for _ in 0..ROUNDS {
        let cost = run(&mut command())?;
        best = Some(match best {
            None => cost,
            Some(best) => Cost {
                cpu: best.cpu.min(cost.cpu),
                wall: best.wall.min(cost.wall),
                peak: best.peak.max(cost.peak),
            },
        });
    }
    best.context("no run")
}

/// Runs a command with its output thrown away. Exit codes below 5 are answers, not failures.
fn run(command: &mut Command) -> Result<Cost> {
    let before = children_cpu()?;
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", command.get_program().to_string_lossy()))?;
    let mut peak = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(high_water(child.id()).unwrap_or(0.0));
        sleep(Duration::from_millis(5));
    };
    ensure!(status.code().is_some_and(|code| code < 5), "{command:?} ended with {status}");
    let wall = start.elapsed().as_secs_f64();
    Ok(Cost { cpu: children_cpu()? - before, wall, peak })
}

/// CPU seconds of all children waited for so far (proc(5), fields 16 and 17 of stat).
fn children_cpu() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("reading /proc/self/stat")?;
    let after_name = stat.rsplit_once(')').context("unknown form of /proc/self/stat")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok());
    let total = ticks(13).zip(ticks(14)).context("unknown form of /proc/self/stat")?;
    Ok((total.0 + total.1) / TICKS_PER_SECOND)
}

/// Peak resident memory of a running process in MiB.
fn high_water(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}
