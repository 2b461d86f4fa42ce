//! What a zip without a usable directory still holds, by walking its local headers.
//!
//! A collection that was cut off while it was copied has lost its end, and with it the directory;
//! every entry before the cut is whole.

use std::collections::HashSet;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::sync::Arc;

use memchr::memmem;
use model::FileTimes;

use crate::Limits;
use crate::limits::{Budget, Metered};
use crate::store::{Span, SpanReader};
use crate::zip_entry::{LOCAL_HEADER_BYTES, LOCAL_SIGNATURE};
use crate::zip_list::{Described, decode_name, extra_times};

/// Flag bits of a local header (APPNOTE.TXT 4.4.4).
const ENCRYPTED: u16 = 1;
const DATA_DESCRIPTOR: u16 = 1 << 3;
/// Signature of the data descriptor behind an entry that was written as a stream.
const DESCRIPTOR_SIGNATURE: [u8; 4] = *b"PK\x07\x08";
/// Stands for a size that is in the zip64 extra field (APPNOTE.TXT 4.5.3).
const IN_ZIP64: u64 = 0xFFFF_FFFF;
/// Extra field id of zip64.
const ZIP64: u16 = 1;

/// Walks the archive and adds entries that are not `known` by their header's offset. Returns
/// whether the archive is cut off: the last entry reaches its end or beyond.
pub(crate) fn walk(
    archive: &Span,
    limits: &Limits,
    budget: &Arc<Budget>,
    known: &HashSet<u64>,
    found: &mut Vec<Described>,
) -> bool {
    let mut position = 0;
    let mut last_end = 0;
    while found.len() as u64 <= limits.entries {
        let Some(header) = next_signature(archive, position, &LOCAL_SIGNATURE) else { break };
        let Some(local) = Local::read(archive, header) else {
            position = header + 1;
            continue;
        };
        let (entry, end) = local.measure(archive, budget);
        let is_dir = entry.name.ends_with(['/', '\\']) && entry.size == Some(0);
        if !known.contains(&header) && !is_dir {
            found.push(entry);
        }
        last_end = end;
        position = end.max(header + 1);
    }
    last_end >= archive.len()
}

/// The offset of the next signature at or after `from`.
fn next_signature(archive: &Span, from: u64, signature: &[u8; 4]) -> Option<u64> {
    let finder = memmem::Finder::new(signature);
    let mut reader = archive.open().ok()?;
    reader.seek(SeekFrom::Start(from)).ok()?;
    // The window overlaps itself by a signature less one byte.
    let mut window: Vec<u8> = Vec::new();
    let mut window_at = from;
    loop {
        let block = reader.fill_buf().ok()?;
        if block.is_empty() {
            return None;
        }
        let count = block.len();
        window.extend_from_slice(block);
        reader.consume(count);
        if let Some(at) = finder.find(&window) {
            return Some(window_at + at as u64);
        }
        let drop = window.len().saturating_sub(signature.len() - 1);
        window.drain(..drop);
        window_at += drop as u64;
    }
}

/// A local header.
struct Local {
    header: u64,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    name: Vec<u8>,
    data: u64,
    times: FileTimes,
}

impl Local {
    /// Reads the header at `header`; `None` if what stands there only looks like one.
    fn read(archive: &Span, header: u64) -> Option<Self> {
        let mut reader = archive.part(header, archive.len()).open().ok()?;
        let mut fixed = [0; LOCAL_HEADER_BYTES as usize];
        reader.read_exact(&mut fixed).ok()?;
        let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let long = |at: usize| {
            u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]])
        };
        let mut name = vec![0; usize::from(short(26))];
        let mut extra = vec![0; usize::from(short(28))];
        reader.read_exact(&mut name).ok()?;
        reader.read_exact(&mut extra).ok()?;
        // No packer writes an empty name or a control character in one, and "version needed"
        // has not passed 6.3.
        if name.is_empty() || name.iter().any(|byte| *byte < 0x20) || (short(4) & 0xFF) > 63 {
            return None;
        }
        let (mut packed, mut size) = (u64::from(long(18)), u64::from(long(22)));
        if let Some(field) = zip64_field(&extra) {
            let mut numbers = field.chunks_exact(8).filter_map(|bytes| bytes.try_into().ok());
            if size == IN_ZIP64 {
                size = numbers.next().map_or(size, u64::from_le_bytes);
            }
            if packed == IN_ZIP64 {
                packed = numbers.next().map_or(packed, u64::from_le_bytes);
            }
        }
        Some(Self {
            header,
            flags: short(6),
            method: short(8),
            crc: long(14),
            packed,
            size,
            data: header + LOCAL_HEADER_BYTES + name.len() as u64 + extra.len() as u64,
            name,
            times: extra_times(&extra),
        })
    }

    /// Finds where the entry ends, unpacking it if nothing else tells; returns it with its end.
    fn measure(self, archive: &Span, budget: &Arc<Budget>) -> (Described, u64) {
        let encrypted = self.flags & ENCRYPTED != 0;
        let streamed = self.flags & DATA_DESCRIPTOR != 0 && self.packed == 0;
        let rest = archive.part(self.data, archive.len());
        let (packed, size, crc) = if !streamed {
            (self.packed, Some(self.size), Some(self.crc))
        } else if self.method == 8 && !encrypted {
            inflated(&rest, budget)
        } else {
            // Stored or unreadable data of unknown length end at their descriptor.
            let end = next_signature(&rest, 0, &DESCRIPTOR_SIGNATURE).unwrap_or(rest.len());
            (end, (self.method == 0).then_some(end), None)
        };
        let entry = Described {
            name: decode_name(&self.name, || None),
            header: self.header,
            packed,
            size,
            crc,
            method: self.method,
            encrypted,
            link: false,
            times: self.times,
            attributes: 0,
            name_bytes: self.name.len() as u64,
        };
        (entry, self.data.saturating_add(packed))
    }
}

/// Compressed size, size and checksum of a deflated stream of unknown length. One that does not
/// end properly gets one byte more than there is, so that its reader reports the cut.
fn inflated(rest: &Span, budget: &Arc<Budget>) -> (u64, Option<u64>, Option<u32>) {
    let cut = (rest.len().saturating_add(1), None, None);
    let Ok(reader) = rest.open() else { return cut };
    let decoder = flate2::bufread::DeflateDecoder::new(reader);
    let mut shared = Metered::new(decoder, rest.len(), Arc::clone(budget), Arc::default());
    match io::copy(&mut shared, &mut io::sink()) {
        Ok(size) => (shared.get_ref().total_in(), Some(size), descriptor_crc(rest, &shared)),
        Err(_) => cut,
    }
}

/// The checksum in the data descriptor behind a stream that was just read.
fn descriptor_crc(
    rest: &Span,
    stream: &Metered<flate2::bufread::DeflateDecoder<SpanReader>>,
) -> Option<u32> {
    let mut bytes = [0; 8];
    rest.part(stream.get_ref().total_in(), 8).open().ok()?.read_exact(&mut bytes).ok()?;
    let [a, b, c, d, crc @ ..] = bytes;
    ([a, b, c, d] == DESCRIPTOR_SIGNATURE).then(|| u32::from_le_bytes(crc))
}

/// The content of the zip64 extra field.
fn zip64_field(mut extra: &[u8]) -> Option<&[u8]> {
    while let [id_low, id_high, len_low, len_high, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*len_low, *len_high]));
        let data = rest.get(..length)?;
        if u16::from_le_bytes([*id_low, *id_high]) == ZIP64 {
            return Some(data);
        }
        extra = &rest[length..];
    }
    None
}
