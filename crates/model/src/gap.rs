//! A lost byte is a value: what could not be read, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Locator, WinPath};

/// Why some evidence is missing from the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapReason {
    /// The operating system or the archive refused to give the bytes.
    Unreadable,
    /// The data end before they should.
    Truncated,
    /// The bytes contradict their format.
    Damaged,
    /// A limit that protects this program was reached; the rest was not read.
    TooLarge,
    /// The data are encrypted and no key was given.
    Encrypted,
    /// Held open by another process.
    Locked,
    /// A name, link or path that points outside its source was not followed.
    UnsafePath,
    /// A record carries no usable time.
    NoTime,
    /// A row has fewer or more cells than its header has columns.
    ColumnCount,
    /// The numbers of a log's records leave some out: they were there and are not now.
    Missing,
    /// Records stand in another order than their times say, by more than clocks are corrected.
    OutOfOrder,
    /// Text that is not valid in its encoding; shown with replacement characters.
    Encoding,
    /// A file that should be of interest is in no format this version reads.
    UnknownFormat,
    /// The same row, file or answer was seen more often than the program keeps apart.
    Capped,
    /// This program failed on the artefact (a panic that was caught). Please report it.
    Internal,
    /// The user stopped the run before this artefact was read.
    Stopped,
}

impl fmt::Display for GapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "unreadable",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::TooLarge => "too large",
            Self::Encrypted => "encrypted",
            Self::Locked => "locked",
            Self::UnsafePath => "unsafe path",
            Self::NoTime => "no time",
            Self::ColumnCount => "wrong column count",
            Self::Missing => "records missing",
            Self::OutOfOrder => "out of order",
            Self::Encoding => "not valid text",
            Self::UnknownFormat => "unknown format",
            Self::Capped => "too many to keep apart",
            Self::Internal => "internal failure",
            Self::Stopped => "not read, run stopped",
        })
    }
}

/// A piece of evidence that did not reach the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gap {
    /// The artefact's path on the examined server; for a whole source, the name as given.
    pub artefact: WinPath,
    /// Where in it; [`Locator::File`] if all of it. For `count > 1`, the first place.
    pub locator: Locator,
    /// What kind of loss.
    pub reason: GapReason,
    /// What happened, in a sentence: found, expected.
    pub detail: String,
    /// How many times (rows, entries); at least 1.
    pub count: u64,
    /// Bytes lost, where known.
    pub bytes: Option<u64>,
}

impl Gap {
    /// A gap over a whole artefact.
    pub fn whole(artefact: WinPath, reason: GapReason, detail: impl Into<String>) -> Self {
        Self::at(artefact, Locator::File, reason, detail)
    }

    /// A gap at one place of an artefact.
    pub fn at(
        artefact: WinPath,
        locator: Locator,
        reason: GapReason,
        detail: impl Into<String>,
    ) -> Self {
        Self { artefact, locator, reason, detail: detail.into(), count: 1, bytes: None }
    }

    /// The same gap with a number of lost bytes.
    #[must_use]
    pub fn bytes(mut self, bytes: u64) -> Self {
        self.bytes = Some(bytes);
        self
    }

    /// The same gap, met `count` times.
    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.count = count;
        self
    }
}
