//! Bytes to records and gaps: one folder per evidence format.
//!
//! A [`Format`] recognises a file by its content ([`Format::sniff`]) and pushes what it reads into
//! a [`Sink`]. It knows no source and no detector: bytes come from a [`Read`], records go to the
//! sink. Push, not pull, because the fast formats hand over whole [`Batch`]es of borrowed rows
//! that live no longer than the read buffer.

mod ecp_server;
mod event_text;
pub mod evtx;
mod exchange;
#[doc(hidden)]
pub mod fuzz;
mod head;
mod httpproxy;
mod iis;
mod iis_config;
mod lines;
mod numbers;
mod oab_generator;
mod registry;
mod setup_log;
mod table;
#[cfg(test)]
mod testing;

pub use numbers::{NumberLoss, Numbered, Numbers};
pub use registry::{all, recognise};

use std::io::{self, Read};

use model::{Batch, GapReason, Locator, Loss, Record, WinPath};

/// How many bytes of a file's beginning are shown to [`Format::sniff`]: enough for the longest
/// header seen (HttpProxy, 2 KiB, twice) with room for leading rubbish.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The beginning of a file, for recognising it.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The true path; a hint only, since people rename files.
    pub path: &'a WinPath,
    /// Its first bytes, at most [`HEAD_BYTES`].
    pub bytes: &'a [u8],
}

/// How sure a format is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sniff {
    /// The path says so, the content does not contradict.
    ByPath,
    /// The content looks like it, in a general way.
    Generic,
    /// The content says so in the format's own words.
    Certain,
}

/// What is to be read.
pub struct Input<'a> {
    /// The true path, a hint for what the content does not say.
    pub path: &'a WinPath,
    /// The bytes. For a part of a file (`start > 0`) it stands at `start - 1`, so that the reader
    /// can tell whether a line begins at `start`.
    pub reader: &'a mut dyn Read,
    /// The beginning of the file, as shown to [`Format::sniff`], for the header of a part.
    pub head: &'a [u8],
    /// The header line in force at `start`, if it is known to differ from the one in `head`.
    pub header: Option<&'a [u8]>,
    /// First byte of the part; 0 for the whole file.
    pub start: u64,
    /// End of the part, exclusive: lines that begin before it belong to it. `None` is the end of
    /// the file.
    pub end: Option<u64>,
}

/// What a read came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Lines passed, header lines and damaged lines included. 0 for formats without lines.
    pub lines: u64,
    /// Bytes consumed, from `start`.
    pub bytes: u64,
    /// The last header line met in this part; `None` if there was none.
    pub header: Option<Vec<u8>>,
    /// The numbers of the records read, for formats that number them. For a part of a file, what
    /// is missing between it and its neighbours, and [`Numbers::end`], are the caller's to tell.
    pub numbers: Option<Numbers>,
}

/// Where a format pushes what it reads.
pub trait Sink {
    /// A run of rows under one header.
    fn batch(&mut self, batch: &Batch<'_>);

    /// A single record of a format that has no rows.
    fn record(&mut self, record: &dyn Record);

    /// Something that could not be read. `count` places of one kind may be reported as one.
    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64);

    /// Losses that were counted, as one gap; nothing if there were none.
    fn lost(&mut self, loss: Loss) {
        loss.tell(|at, reason, detail, count, bytes| self.gap(at, reason, detail, count, bytes));
    }
}

/// An evidence format.
pub trait Format: Send + Sync {
    /// Its name in manifests and coverage, lower-case, for example `httpproxy`.
    fn id(&self) -> &'static str;

    /// Whether a file is of this format; `None` if not.
    fn sniff(&self, head: Head<'_>) -> Option<Sniff>;

    /// Whether a file can be read in parts, from any line.
    fn splits(&self) -> bool {
        false
    }

    /// Reads and pushes. Damage becomes a gap and reading goes on after it.
    ///
    /// # Errors
    /// Only when the bytes end in an error of the reader; everything before has been pushed.
    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome>;
}
