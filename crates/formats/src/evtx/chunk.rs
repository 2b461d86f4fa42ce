//! A chunk: its header, its checksums, and the frames its records stand in.

use memchr::memmem;

use super::bytes::{u32_at, u64_at};

/// What a chunk begins with.
pub(super) const MAGIC: &[u8] = b"ElfChnk\0";

/// What a record begins with.
pub(super) const RECORD_MAGIC: &[u8] = b"\x2A\x2A\0\0";

/// Size of a chunk.
pub(super) const CHUNK_BYTES: usize = 65_536;

/// Size of a chunk's header with its tables; the first record follows.
pub(super) const HEADER_BYTES: usize = 512;

/// Bytes of a record before its content.
pub(super) const RECORD_HEADER_BYTES: usize = 24;

/// Bytes of a record behind its content: its size once more.
pub(super) const RECORD_TAIL_BYTES: usize = 4;

/// The chunk carries no checksums.
const NO_CHECKSUM: u32 = 4;

/// What the header of a chunk is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Health {
    /// Whether the chunk begins as chunks do.
    pub(super) magic: bool,
    /// Whether the checksum of the header agrees.
    pub(super) header: bool,
    /// Whether the checksum of the records agrees; `None` if it cannot be told, since the header
    /// is damaged or the chunk not complete.
    pub(super) records: Option<bool>,
    /// Where the records end, if the header can be believed.
    pub(super) free: Option<usize>,
}

impl Health {
    /// Looks at a chunk, which may be shorter than it should be.
    pub(super) fn of(chunk: &[u8]) -> Self {
        let magic = chunk.starts_with(MAGIC);
        let header = magic && header_agrees(chunk);
        let free = u32_at(chunk, 48).map(|free| free as usize);
        let free = free.filter(|free| header && (HEADER_BYTES..=CHUNK_BYTES).contains(free));
        let records = free.and_then(|free| records_agree(chunk, free));
        Self { magic, header, records, free }
    }
}

fn flags(chunk: &[u8]) -> u32 {
    u32_at(chunk, 120).unwrap_or(0)
}

/// The header's checksum leaves out the flags and itself.
fn header_agrees(chunk: &[u8]) -> bool {
    let (Some(words), Some(tables)) = (chunk.get(..120), chunk.get(128..HEADER_BYTES)) else {
        return false;
    };
    if flags(chunk) & NO_CHECKSUM != 0 {
        return true;
    }
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(words);
    hasher.update(tables);
    u32_at(chunk, 124) == Some(hasher.finalize())
}

fn records_agree(chunk: &[u8], free: usize) -> Option<bool> {
    if flags(chunk) & NO_CHECKSUM != 0 {
        return Some(true);
    }
    let records = chunk.get(HEADER_BYTES..free)?;
    Some(u32_at(chunk, 52)? == crc32fast::hash(records))
}

/// Where, from `from` on, another chunk begins inside what should be one chunk: bytes before it
/// were cut out of the file. So near the end that its header is not to be seen, the magic alone
/// must do.
pub(super) fn inner_start(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, MAGIC).map(|at| from + at).find(|at| {
        let inner = &bytes[*at..];
        inner.len() < HEADER_BYTES || header_agrees(inner)
    })
}

/// The outside of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Offset in the chunk.
    pub(super) at: usize,
    /// Size with header and tail.
    pub(super) size: usize,
    /// The record's number.
    pub(super) number: u64,
    /// When it was written, in 100-nanosecond intervals since 1601; 0 is unknown.
    pub(super) written: u64,
}

/// The record at `at`, if one stands there whole: its size stands before and behind it.
pub(super) fn frame(chunk: &[u8], at: usize) -> Option<Frame> {
    if !chunk.get(at..)?.starts_with(RECORD_MAGIC) {
        return None;
    }
    let size = u32_at(chunk, at + 4)? as usize;
    let tail = at.checked_add(size)?.checked_sub(RECORD_TAIL_BYTES)?;
    let plausible = (RECORD_HEADER_BYTES + RECORD_TAIL_BYTES..=CHUNK_BYTES).contains(&size);
    if !plausible || u32_at(chunk, tail)? as usize != size {
        return None;
    }
    Some(Frame { at, size, number: u64_at(chunk, at + 8)?, written: u64_at(chunk, at + 16)? })
}

/// The next record from `from` on.
pub(super) fn next_frame(chunk: &[u8], from: usize) -> Option<Frame> {
    let rest = chunk.get(from..)?;
    memmem::find_iter(rest, RECORD_MAGIC).find_map(|at| frame(chunk, from + at))
}

/// Whether all bytes are zero.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}
