//! What the tests of the whole line share: small made servers, assessed.

#![allow(
    dead_code,
    clippy::print_stdout,
    reason = "each test file uses its own part; skips are said"
)]

use std::path::Path;

use engine::{Options, Progress};
use evidence::{Limits, Source};
use lab::{Plant, PlantKind, Recipe, Scanners, Traffic, Truth};
use model::{Assessment, Finding, RunInfo, Timestamp};
use tempfile::TempDir;

/// A made server on disk, gone when dropped.
pub(crate) struct Server {
    folder: TempDir,
    pub(crate) truth: Truth,
}

impl Server {
    /// Writes the server of a recipe.
    pub(crate) fn of(recipe: &Recipe) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let truth = lab::write(recipe, &folder.path().join("server")).expect("a made server");
        Self { folder, truth }
    }

    /// The tree of its volumes.
    pub(crate) fn tree(&self) -> std::path::PathBuf {
        self.folder.path().join("server")
    }

    /// A place beside the tree.
    pub(crate) fn beside(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Its assessment.
    pub(crate) fn assess(&self) -> Assessment {
        assess_path(&self.tree())
    }
}

/// A moment, as RFC 3339.
pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// Three quiet hours in the morning of 2 March 2021, with as little traffic as covers every log.
pub(crate) fn quiet() -> Recipe {
    Recipe {
        traffic: Traffic::RequestsPerHour(20),
        users: 8,
        scanners: Scanners::None,
        ..Recipe::new(7, time("2021-03-02T06:00:00Z"), 3)
    }
}

/// The quiet server with one plant in its second hour.
pub(crate) fn with(kind: PlantKind) -> Recipe {
    quiet().plant(Plant::new(kind, time("2021-03-02T07:10:00Z")))
}

/// Assesses what lies at a path, with two threads.
pub(crate) fn assess_path(path: &Path) -> Assessment {
    let source = evidence::open(path, Limits::default()).expect("a readable source");
    assess(source.as_ref(), &options(2))
}

/// Assesses a source.
pub(crate) fn assess(source: &dyn Source, options: &Options) -> Assessment {
    engine::assess(source, options, &Progress::default()).expect("a source that can be listed")
}

/// Ordinary options with a number of threads.
pub(crate) fn options(threads: usize) -> Options {
    Options { threads, ..Options::default() }
}

/// An assessment without the run's own stamp.
pub(crate) fn unstamped(mut assessment: Assessment) -> Assessment {
    assessment.run = RunInfo {
        version: String::new(),
        started: Timestamp::UNIX_EPOCH,
        seconds: 0.0,
        sources: Vec::new(),
        partial: false,
    };
    assessment
}

/// Findings in a line each, for messages.
pub(crate) fn told(findings: &[Finding]) -> String {
    let line = |own: &Finding| {
        format!("{} {} {} {:?} {:?}\n", own.id, own.rule, own.stage, own.confidence, own.actor)
    };
    findings.iter().map(line).collect()
}

/// Where the public data lie, if this machine has them.
pub(crate) fn shared_data() -> Option<std::path::PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared/data is absent");
    None
}
