//! Where in an artefact a record stands, so that anyone can go and look.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place inside one artefact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum Locator {
    /// The artefact as a whole.
    File,
    /// A line of a text file.
    Line {
        /// Counted from 1, header lines included.
        line: u64,
        /// Byte offset of the line's first byte, counted from 0 in the decompressed artefact.
        offset: u64,
        /// Length in bytes without the line end.
        length: u64,
    },
    /// A numbered record of a binary log, by the number the log itself gives it.
    Record {
        /// The log's own record number.
        number: u64,
        /// Byte offset of the record, counted from 0 in the decompressed artefact.
        offset: u64,
    },
    /// A span of bytes that is neither a line nor a record, for example in a damaged place.
    Bytes {
        /// First byte, counted from 0 in the decompressed artefact.
        offset: u64,
        /// Number of bytes; 0 when only the start is known.
        length: u64,
    },
    /// A place in a structured document, such as an XML element path or a registry key.
    Node {
        /// The path in the document's own notation.
        path: String,
    },
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("whole file"),
            Self::Line { line, .. } => write!(f, "line {line}"),
            Self::Record { number, .. } => write!(f, "record {number}"),
            Self::Bytes { offset, length: 0 } => write!(f, "byte {offset}"),
            Self::Bytes { offset, length } => write!(f, "bytes {offset}+{length}"),
            Self::Node { path } => write!(f, "at {path}"),
        }
    }
}
