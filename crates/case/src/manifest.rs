//! The manifest: what was read, what was written, by what. With it anyone can check a case.

use model::{Artefact, RunInfo};
use serde::{Deserialize, Serialize};

/// Version of the shape of [`Manifest`] as JSON.
pub const MANIFEST_VERSION: &str = "afterpatch.manifest/1";

/// A set of rules that was applied, or a tool that was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rules {
    /// Its name: `analyzers`, `sigma`.
    pub name: String,
    /// Its version or, for files, their SHA-256.
    pub version: String,
}

/// One file of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Name in the case folder.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes in lower-case hex.
    pub sha256: String,
}

/// The list of everything that went into a case and came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MANIFEST_VERSION`].
    pub schema: String,
    /// Program version, start, duration, sources, and whether the run was stopped early.
    pub run: RunInfo,
    /// Rule sets with their versions, by name.
    pub rules: Vec<Rules>,
    /// Date and name of the build table that exposure rests on.
    pub build_table: String,
    /// Every evidence file that was read.
    pub evidence: Vec<Artefact>,
    /// Every file of the case but this one, in the order of writing.
    pub outputs: Vec<Output>,
}
