//! The header of a log file: how many chunks and records the event service thought it had.

use super::bytes::{u16_at, u32_at, u64_at};
use super::chunk;

/// What a log file begins with.
pub(super) const MAGIC: &[u8] = b"ElfFile\0";

/// Size of the header with its padding; the first chunk follows.
pub(super) const HEADER_BYTES: usize = 4_096;

/// Bytes of the header that its checksum covers.
const CHECKED_BYTES: usize = 120;

/// The log was in use and the header is behind the chunks.
const DIRTY: u32 = 1;

/// The log had reached its size and was not to be overwritten.
const FULL: u32 = 2;

/// The header carries no checksum.
const NO_CHECKSUM: u32 = 4;

/// A file header whose words can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileHeader {
    /// Index of the chunk that was written last.
    pub(super) last_chunk: u64,
    /// The number that the next record would have got.
    pub(super) next_record: u64,
    /// Number of chunks, modulo 65,536.
    pub(super) chunks: u16,
    /// Whether the header lags behind the chunks.
    pub(super) dirty: bool,
    /// Whether further events were refused.
    pub(super) full: bool,
}

/// What stands at the beginning of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A header.
    Header(FileHeader),
    /// A header whose checksum is wrong.
    Damaged,
    /// No header.
    Missing,
}

impl Start {
    /// Looks at the first bytes of a file.
    pub(super) fn of(head: &[u8]) -> Self {
        if !head.starts_with(MAGIC) {
            return Self::Missing;
        }
        parsed(head).map_or(Self::Damaged, Self::Header)
    }

    /// The header, if it can be believed.
    pub(super) fn header(self) -> Option<FileHeader> {
        match self {
            Self::Header(header) => Some(header),
            Self::Damaged | Self::Missing => None,
        }
    }

    /// Where the first chunk stands.
    pub(super) fn base(self, head: &[u8]) -> usize {
        match self {
            Self::Missing => memchr::memmem::find(head, chunk::MAGIC).unwrap_or(HEADER_BYTES),
            Self::Header(_) | Self::Damaged => HEADER_BYTES,
        }
    }
}

fn parsed(head: &[u8]) -> Option<FileHeader> {
    let flags = u32_at(head, 120)?;
    let checksum = u32_at(head, 124)?;
    if flags & NO_CHECKSUM == 0 && crc32fast::hash(head.get(..CHECKED_BYTES)?) != checksum {
        return None;
    }
    Some(FileHeader {
        last_chunk: u64_at(head, 16)?,
        next_record: u64_at(head, 24)?,
        chunks: u16_at(head, 42)?,
        dirty: flags & DIRTY != 0,
        full: flags & FULL != 0,
    })
}
