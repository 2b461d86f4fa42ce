//! What a server is set up to do, as facts: IIS configuration, transport agents, scheduled tasks,
//! registry hives, executables, file-system journals and exports of Exchange's own settings.
//!
//! A crate of its own beside `formats`, because the work is of another kind. Logs are streams of
//! rows, read block by block and never held; these files are documents and databases: they are
//! read whole (or by seeking), their parts refer to each other, and what comes out is a handful of
//! [`Fact`]s, not millions of rows. Keeping the two apart keeps seek, trees and cell pointers out
//! of the fast path, and log columns out of here.
//!
//! No I/O of its own: bytes come from whoever opened the evidence. A [`Reader`] recognises a file
//! by its content first and pushes facts and gaps into a [`Sink`]. Nothing here says what is good
//! or bad; that is the detectors' work.

mod aspnet;
mod blocks;
mod cleaners;
mod compiled_assembly;
mod console_history;
mod crash_report;
mod exports;
mod fact;
mod firewall;
#[doc(hidden)]
pub mod fuzz;
pub mod hive;
#[cfg(test)]
mod hostile;
mod hosts_file;
mod iis_config;
mod mft;
mod pe;
mod readers;
mod registry;
mod task;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod transport_agents;
mod usn;
mod wmi;
#[cfg(any(test, feature = "testing"))]
pub mod writers;
mod xml;

pub use aspnet::{TemporaryFile, temporary_file};
pub use fact::{Fact, FactKind};
pub use pe::{Signer, Version, version_of};
pub use readers::{all, recognise};
pub use registry::{HiveKind, registry_facts, registry_facts_with_logs};

use std::io::{self, Read, Seek};

use model::{GapReason, Locator, Loss, WinPath};

/// How many bytes of a file's beginning are shown to [`Reader::sniff`]. The words that tell one
/// XML file from another stand in its first elements; the longest comment in front of them seen in
/// a shipped file is 3 KiB.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The beginning of a file, for recognising it.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The true path; a hint only, since people rename files.
    pub path: &'a WinPath,
    /// Its first bytes, at most [`HEAD_BYTES`].
    pub bytes: &'a [u8],
}

/// How sure a reader is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sniff {
    /// The path says so, the content does not contradict.
    ByPath,
    /// The content looks like it, in a general way.
    Generic,
    /// The content says so in the format's own words.
    Certain,
}

/// Where a reader pushes what it reads.
pub trait Sink {
    /// Something the file says.
    fn fact(&mut self, fact: Fact);

    /// Something the file says of another file that lies inside it, with that file's bytes: who
    /// judges content adds to the fact what it is. The bytes exist in memory only, and nothing
    /// writes them anywhere.
    fn inner(&mut self, fact: Fact, bytes: &[u8]) {
        let _ = bytes;
        self.fact(fact);
    }

    /// Something that could not be read. `count` places of one kind may be reported as one;
    /// `bytes` is 0 where the size of the loss is not known.
    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64);

    /// Losses that were counted, as one gap; nothing if there were none.
    fn lost(&mut self, loss: Loss) {
        loss.tell(|at, reason, detail, count, bytes| self.gap(at, reason, detail, count, bytes));
    }
}

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek + ?Sized> ReadSeek for T {}

/// A reader of one kind of file.
pub trait Reader: Send + Sync {
    /// Its name in manifests and coverage, lower-case, for example `iis-config`.
    fn id(&self) -> &'static str;

    /// Whether a file is of this kind; `None` if not.
    fn sniff(&self, head: Head<'_>) -> Option<Sniff>;

    /// Largest file that [`Reader::read`] takes, in bytes; a larger one is the caller's gap,
    /// unless the reader also [seeks](Reader::seeking).
    fn largest(&self) -> u64;

    /// Reads a whole file. `path` is its true path. Damage becomes a gap and reading goes on
    /// after it.
    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink);

    /// The same reader for files too large to hold; `None` if it has no such side.
    fn seeking(&self) -> Option<&dyn Seeking> {
        None
    }
}

/// The side of a reader that does not hold the file.
pub trait Seeking {
    /// Reads by seeking. File-system readers push only records whose path `wanted` accepts; the
    /// path is as complete as the file can tell, with backslashes and without a drive.
    ///
    /// # Errors
    /// Only when the bytes end in an error of the source; everything before has been pushed.
    fn read(
        &self,
        input: &mut dyn ReadSeek,
        wanted: &dyn Fn(&str) -> bool,
        sink: &mut dyn Sink,
    ) -> io::Result<()>;
}

/// A place in bytes of unknown length.
pub(crate) fn at(offset: u64) -> Locator {
    Locator::Bytes { offset, length: 0 }
}
