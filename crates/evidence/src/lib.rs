//! The only door to bytes: evidence sources, opened read-only.
//!
//! Whatever the user names (a folder, an archive, a mounted disk) becomes a [`Source`]: a list of
//! [`Entry`]s with their true Windows paths, each of which can be opened any number of times and
//! from any thread. Nothing here knows a log format, and nothing here writes to the evidence.
//!
//! ```no_run
//! use evidence::{Limits, Source};
//!
//! let source = evidence::open(std::path::Path::new("case.zip"), Limits::default())?;
//! for entry in &source.list()?.entries {
//!     println!("{} {:?}", entry.artefact.path(), entry.size);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod collected;
mod combined;
#[cfg(any(test, feature = "testing"))]
pub mod contract;
mod error;
mod expand;
mod folder;
#[doc(hidden)]
pub mod fuzz;
mod hash;
mod limits;
pub mod memory;
mod names;
mod open;
mod os;
mod raw;
mod source;
mod store;
mod tar_list;
mod zip_entry;
mod zip_list;
mod zip_recover;

use std::io::{self, Read};

use model::{ArtefactRef, FileTimes, Gap};

pub use error::{OpenError, ReadError, gap_of};
pub use hash::sha256;
pub use limits::{
    FREE_BYTES, FREE_SOURCE_BYTES, Limits, MAX_DEPTH, MAX_ENTRIES, MAX_RATIO, MAX_SOURCE_BYTES,
    MAX_SPOOL_BYTES,
};
pub use open::{Options, open, open_many, open_with};

/// One file of a source.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its true path on the server, and where its bytes lie in the source.
    pub artefact: ArtefactRef,
    /// Size in bytes after decompression, as the source states it; `None` if it does not. Stated
    /// sizes are the attacker's word: use them for planning, never for allocation.
    pub size: Option<u64>,
    /// File times, where the source keeps true ones.
    pub times: FileTimes,
    /// DOS attributes, where the source keeps them (a zip packed on Windows, a folder there); else
    /// 0. See [`model::hiding_attributes`].
    pub attributes: u32,
    /// The source's own handle on the entry.
    pub id: u64,
}

/// What a source holds, and what of it could not be listed.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, sorted by true path, then by stored name.
    pub entries: Vec<Entry>,
    /// What could not be listed.
    pub gaps: Vec<Gap>,
}

/// A place that evidence is read from.
///
/// Implementations hold no open cursor between calls: every `open` starts anew, so that two
/// threads can read two entries, or one entry twice.
pub trait Source: Send + Sync {
    /// The source as the user named it.
    fn name(&self) -> &str;

    /// Lists all files. Entries that cannot be listed are gaps; the listing goes on.
    ///
    /// # Errors
    /// Only when nothing at all can be listed.
    fn list(&self) -> io::Result<Listing>;

    /// Opens an entry of this source's listing from its first byte.
    ///
    /// # Errors
    /// When the bytes cannot be had; [`io::Error::kind`] tells why.
    fn open(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>>;

    /// Opens an entry at a byte offset, if the source can do so without reading what lies before.
    /// `None` means that only [`Source::open`] will do, as with compressed entries.
    ///
    /// # Errors
    /// As for [`Source::open`].
    fn open_at(&self, entry: &Entry, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>>;
}
