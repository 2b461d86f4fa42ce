//! Bytes that can be read at any offset by any number of readers: a file, a part of one, memory.
//!
//! An archive inside an archive is a [`Span`] of the outer one if it is stored, and otherwise a
//! span of one anonymous temporary file per source, so that neither descriptors nor memory grow
//! with the number of inner archives.

use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{ReadError, os};

/// Read-ahead of a [`SpanReader`]: small reads of headers come in bursts, data reads are larger
/// and go past it.
const BUFFER_BYTES: usize = 64 * 1024;

/// Where bytes live.
#[derive(Clone, Debug)]
enum Store {
    /// A file of the evidence, opened by each reader so that idle archives hold no descriptor.
    Path(Arc<Path>),
    /// The temporary file of a source.
    Open(Arc<File>),
    /// Memory, for tests and fuzzing.
    Memory(Arc<[u8]>),
}

/// A run of bytes.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    store: Store,
    start: u64,
    len: u64,
}

impl Span {
    /// A whole file.
    pub(crate) fn file(path: &Path) -> io::Result<Self> {
        let len = os::open_file(path)?.metadata()?.len();
        Ok(Self { store: Store::Path(path.into()), start: 0, len })
    }

    /// Bytes in memory.
    pub(crate) fn memory(bytes: Arc<[u8]>) -> Self {
        let len = bytes.len() as u64;
        Self { store: Store::Memory(bytes), start: 0, len }
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// `len` bytes of it from `start`, clipped to what there is.
    pub(crate) fn part(&self, start: u64, len: u64) -> Self {
        let start = start.min(self.len);
        let len = len.min(self.len - start);
        Self { store: self.store.clone(), start: self.start + start, len }
    }

    /// A reader at its first byte.
    pub(crate) fn open(&self) -> io::Result<SpanReader> {
        let handle = match &self.store {
            Store::Path(path) => Handle::File(Arc::new(os::open_file(path)?)),
            Store::Open(file) => Handle::File(Arc::clone(file)),
            Store::Memory(bytes) => Handle::Memory(Arc::clone(bytes)),
        };
        Ok(SpanReader {
            handle,
            start: self.start,
            len: self.len,
            position: 0,
            buffer: Vec::new(),
            buffered_at: 0,
        })
    }
}

enum Handle {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

/// Reads a [`Span`]. Seeking inside what is buffered keeps the buffer.
pub(crate) struct SpanReader {
    handle: Handle,
    start: u64,
    len: u64,
    position: u64,
    buffer: Vec<u8>,
    buffered_at: u64,
}

impl SpanReader {
    /// Reads from the store at `position` of the span, past the buffer.
    fn read_direct(&self, target: &mut [u8], position: u64) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(position)).unwrap_or(usize::MAX);
        let wanted = target.len().min(left);
        if wanted == 0 {
            return Ok(0);
        }
        let at = self.start + position;
        let count = match &self.handle {
            Handle::File(file) => os::read_at(file, &mut target[..wanted], at)?,
            Handle::Memory(bytes) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                let count = wanted.min(bytes.len() - from);
                target[..count].copy_from_slice(&bytes[from..from + count]);
                count
            }
        };
        if count == 0 {
            return Err(ReadError::Shrank { found: position, expected: self.len }.into());
        }
        Ok(count)
    }

    fn buffered(&self) -> &[u8] {
        let skip =
            self.position.checked_sub(self.buffered_at).and_then(|n| usize::try_from(n).ok());
        skip.and_then(|skip| self.buffer.get(skip..)).unwrap_or(&[])
    }
}

impl Read for SpanReader {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = if self.buffered().is_empty() && target.len() >= BUFFER_BYTES {
            self.read_direct(target, self.position)?
        } else {
            let ready = self.fill_buf()?;
            let count = ready.len().min(target.len());
            target[..count].copy_from_slice(&ready[..count]);
            count
        };
        self.position += count as u64;
        Ok(count)
    }
}

impl BufRead for SpanReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffered().is_empty() {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.resize(BUFFER_BYTES, 0);
            let result = self.read_direct(&mut buffer, self.position);
            buffer.truncate(*result.as_ref().unwrap_or(&0));
            self.buffer = buffer;
            self.buffered_at = self.position;
            result?;
        }
        Ok(self.buffered())
    }

    fn consume(&mut self, count: usize) {
        self.position += count as u64;
    }
}

impl Seek for SpanReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.len.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

/// Temporary space of one source for what must be unpacked to be read at random.
#[derive(Debug)]
pub(crate) struct Spool {
    limit: u64,
    state: Mutex<Option<(Arc<File>, u64)>>,
}

impl Spool {
    /// Space for at most `limit` bytes. No file is made before it is needed.
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, state: Mutex::new(None) }
    }

    /// Unpacks `reader` into the space. What was read before an error is returned with it, so
    /// that a damaged archive yields what it can.
    pub(crate) fn take(&self, reader: &mut dyn Read) -> (Span, Option<io::Error>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = match state.take() {
            Some(state) => state,
            None => match tempfile::tempfile() {
                Ok(file) => (Arc::new(file), 0),
                Err(error) => return (Span::memory([].into()), Some(error)),
            },
        };
        let (written, error) = append(&file, end, self.limit, reader);
        *state = Some((Arc::clone(&file), end + written));
        (Span { store: Store::Open(file), start: end, len: written }, error)
    }
}

/// Copies `reader` to the end of `file`; returns how much was copied, and what stopped it.
fn append(file: &File, end: u64, limit: u64, reader: &mut dyn Read) -> (u64, Option<io::Error>) {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut written = 0;
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => return (written, None),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return (written, Some(error)),
        };
        if end + written + count as u64 > limit {
            let message = format!("unpacking inner archives needs more than {limit} bytes");
            return (written, Some(ReadError::TooLarge(message).into()));
        }
        let mut block = &buffer[..count];
        while !block.is_empty() {
            // At an offset: inner readers of the same file may be at work, and on Windows even
            // they would move a cursor.
            match os::write_at(file, block, end + written) {
                Ok(0) => return (written, Some(io::ErrorKind::WriteZero.into())),
                Ok(count) => {
                    written += count as u64;
                    block = &block[count..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return (written, Some(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_clipped_and_seeking_works() {
        let span = Span::memory((0_u8..100).collect::<Vec<_>>().into());
        let part = span.part(90, 50);
        assert_eq!(part.len(), 10);
        let mut reader = part.open().expect("memory");
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).expect("memory");
        assert_eq!(bytes, (90..100).collect::<Vec<_>>());
        reader.seek(SeekFrom::Start(4)).expect("seek");
        assert_eq!(reader.fill_buf().expect("memory"), (94..100).collect::<Vec<_>>());
        reader.seek(SeekFrom::Start(1_000)).expect("seek");
        assert_eq!(reader.read(&mut [0; 4]).expect("end"), 0);
        assert_eq!(span.part(1_000, 1).len(), 0);
    }

    #[test]
    fn the_spool_keeps_spans_apart_and_keeps_its_limit() {
        let spool = Spool::new(10);
        let (first, error) = spool.take(&mut &b"abc"[..]);
        assert!(error.is_none());
        let (second, error) = spool.take(&mut &b"defg"[..]);
        assert!(error.is_none());
        let (third, error) = spool.take(&mut &b"too long"[..]);
        assert_eq!(third.len(), 0);
        assert!(error.is_some());
        for (span, content) in [(first, "abc"), (second, "defg")] {
            let mut text = String::new();
            span.open().expect("open").read_to_string(&mut text).expect("read");
            assert_eq!(text, content);
        }
    }
}
