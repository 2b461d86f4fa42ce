//! The shared reader of delimited text: comma-separated Exchange logs and space-separated W3C
//! logs. A format says how its columns are named ([`Dialect`]); everything else (line ends,
//! headers in any place, damage, parts of files, memory) is handled here, once.
//!
//! A line is a record: these logs never let a record span lines, so quotes end with the line and
//! a row that was cut cannot swallow its successors.

mod borders;
mod header;
mod reader;
mod rows;
mod tally;
#[cfg(test)]
mod tests;

use std::io;

use model::{Date, Quoting, Schema};

use crate::{Input, Outcome, Sink};

pub(crate) use header::{cells, is_time_name, names_of};

/// Bytes read and split at a time. A quarter MiB with its borders stays in a second-level cache.
const BLOCK_BYTES: usize = 256 * 1024;

/// Longest line read whole. Exchange caps its appendable columns at 16,384 characters, so a true
/// row stays far below; what is longer was made to exhaust the reader.
const LONGEST_LINE: usize = 1024 * 1024;

/// How a format's columns are to be understood.
pub(crate) trait Dialect {
    /// How fields are wrapped, and with it the separator: comma or space.
    fn quoting(&self) -> Quoting;

    /// The schema of rows under a header. `date` is that of the file's `#Date` line, if any.
    fn schema(&self, names: Vec<Box<str>>, date: Option<Date>) -> Schema;

    /// The known layouts, for files whose header is missing; a row takes the one with as many
    /// columns as it has cells, and the first if there is none. Empty if rows without a header
    /// cannot be understood.
    fn layouts(&self) -> Vec<Vec<Box<str>>> {
        Vec::new()
    }
}

/// Sizes of the reader's buffers, smaller in tests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    block: usize,
    longest_line: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { block: BLOCK_BYTES, longest_line: LONGEST_LINE }
    }
}

/// Reads a file, or the part of it that `input` names, and pushes its rows and gaps.
pub(crate) fn read(
    dialect: &dyn Dialect,
    input: Input<'_>,
    sink: &mut dyn Sink,
) -> io::Result<Outcome> {
    reader::read(dialect, input, sink, Sizes::default())
}

fn separator(quoting: Quoting) -> u8 {
    match quoting {
        Quoting::Csv => b',',
        Quoting::Plain => b' ',
    }
}
