//! One file of the evidence: where it lay on the server and where it lies now.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, WinPath};

/// File-system times of an artefact, as far as the source keeps them truthfully. Times that an
/// archiver invents (1980-01-01) are left out by the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileTimes {
    /// When the file was created.
    pub created: Option<Timestamp>,
    /// When its content last changed.
    pub modified: Option<Timestamp>,
}

/// The attributes of a file that hide it from a listing, by its DOS attributes
/// (<https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants>); `None` if it has
/// neither.
pub fn hiding_attributes(attributes: u32) -> Option<&'static str> {
    const HIDDEN: u32 = 2;
    const SYSTEM: u32 = 4;
    match attributes & (HIDDEN | SYSTEM) {
        HIDDEN => Some("hidden"),
        SYSTEM => Some("system"),
        0 => None,
        _ => Some("hidden system"),
    }
}

/// The two names of an artefact, shared cheaply by everything that points at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArtefactRef(Arc<(WinPath, String)>);

impl ArtefactRef {
    /// `path` on the examined server; `stored` as the source names it, for example
    /// `case.zip!/uploads/auto/C%3A/x.log`.
    pub fn new(path: WinPath, stored: impl Into<String>) -> Self {
        Self(Arc::new((path, stored.into())))
    }

    /// The path on the examined server.
    pub fn path(&self) -> &WinPath {
        &self.0.0
    }

    /// Where the bytes lie in the evidence as given.
    pub fn stored(&self) -> &str {
        &self.0.1
    }
}

/// An artefact that was read, as the case's manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Artefact {
    /// Path on the examined server.
    pub path: WinPath,
    /// Where the bytes lie in the evidence as given.
    pub stored: String,
    /// Which format read it, for example `httpproxy`; `None` if no format knew it.
    pub format: Option<String>,
    /// Size in bytes, decompressed.
    pub size: u64,
    /// File times, where the source keeps them.
    pub times: FileTimes,
    /// SHA-256 of the bytes in lower-case hex, where it was computed.
    pub sha256: Option<String>,
}
