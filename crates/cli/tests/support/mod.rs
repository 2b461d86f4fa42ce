//! What the tests of the binary share: runs of it, and small evidence with a known intrusion.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use lab::{Plant, PlantKind, Recipe, Scanners, Traffic};
use serde_json::Value;
use tempfile::TempDir;

/// What one run came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Standard output as the one JSON document it should be.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }
}

/// Runs the binary in a folder, so that paths can be given as a user would type them.
pub(crate) fn run_in(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("afterpatch").expect("the binary");
    // No test writes to the home of whoever runs it.
    command.env("XDG_CACHE_HOME", std::env::temp_dir().join("afterpatch-test-cache"));
    let output = command.current_dir(folder).env_remove("NO_COLOR").args(args).output();
    let output = output.expect("a run");
    Run {
        code: output.status.code().expect("an exit code, not a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Runs `afterpatch assess` quietly and reads its JSON.
pub(crate) fn assess(source: &Path) -> (i32, Value) {
    let source = source.to_str().expect("a plain path");
    let run = run_in(Path::new("."), &["assess", source, "--format", "json", "--quiet"]);
    assert_eq!(run.stderr, "", "a quiet run says nothing");
    (run.code, run.json())
}

/// A server broken into through ProxyLogon, written once for all tests of a file.
static SERVER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let start = "2021-03-02T06:00:00Z".parse().expect("a time");
    let at = "2021-03-02T06:30:00Z".parse().expect("a time");
    let recipe = Recipe {
        traffic: Traffic::RequestsPerHour(20),
        users: 8,
        scanners: Scanners::None,
        ..Recipe::new(7, start, 2)
    };
    let recipe = recipe.plant(Plant::new(PlantKind::ProxylogonShell, at));
    lab::write(&recipe, &folder.path().join("server")).expect("a made server");
    folder
});

/// The tree of the broken-into server. Not to be changed: [`copy`] it.
pub(crate) fn server() -> PathBuf {
    SERVER.path().join("server")
}

/// The address of its intruder.
pub(crate) const INTRUDER: &str = "203.0.113.21";

/// Where its HttpProxy logs of the control panel lie.
pub(crate) const ECP: &str = "C/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Ecp";

/// Copies a tree.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A copy of the broken-into server to damage.
pub(crate) fn copied() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tree = folder.path().join("server");
    copy(&server(), &tree);
    (folder, tree)
}
