//! A sliding window over the text of a file, in UTF-8.

use std::io::{self, BufReader, Read};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use model::Locator;

/// Bytes read at a time.
const STEP_BYTES: usize = 64 * 1024;

/// Longest event kept. The binary form is at most 64 KiB, which escapes can make ten times as
/// long; what is longer is no event, or has lost its end.
pub(super) const LONGEST_EVENT: usize = 1024 * 1024;

/// The text of a file, decoded as its first bytes say.
pub(super) struct Stream<'r> {
    reader: DecodeReaderBytes<BufReader<&'r mut dyn Read>, Vec<u8>>,
    bytes: Vec<u8>,
    start: usize,
    /// Offset of the window's first byte.
    offset: u64,
    /// Line of the window's first byte, counted from 1.
    line: u64,
    done: Option<io::Result<()>>,
}

/// UTF-16 without a byte order mark, as seen from a first character that is ASCII.
fn unmarked(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [first, 0, ..] if *first != 0 => Some(encoding_rs::UTF_16LE),
        [0, second, ..] if *second != 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn builder(head: &[u8]) -> DecodeReaderBytesBuilder {
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.bom_sniffing(true).strip_bom(true).encoding(unmarked(head));
    builder.utf8_passthru(true);
    builder
}

/// The beginning of a file in UTF-8.
pub(super) fn decoded(head: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    // Reading from memory cannot fail; what it would leave is a shorter head.
    match builder(head).build(head).read_to_end(&mut text) {
        Ok(_) | Err(_) => text,
    }
}

impl<'r> Stream<'r> {
    /// Reads `source`, which begins as `head` does.
    pub(super) fn new(source: &'r mut dyn Read, head: &[u8]) -> Self {
        let reader = builder(head).build(BufReader::with_capacity(STEP_BYTES, source));
        Self { reader, bytes: Vec::new(), start: 0, offset: 0, line: 1, done: None }
    }

    /// The text at hand.
    pub(super) fn window(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Reads more; `false` at the end, or if the window is as large as it may be.
    pub(super) fn more(&mut self) -> bool {
        if self.done.is_some() || self.window().len() > LONGEST_EVENT {
            return false;
        }
        self.bytes.drain(..self.start);
        self.start = 0;
        let filled = self.bytes.len();
        self.bytes.resize(filled + STEP_BYTES, 0);
        let result = self.reader.read(&mut self.bytes[filled..]);
        self.bytes.truncate(filled + *result.as_ref().unwrap_or(&0));
        match result {
            Ok(0) => self.done = Some(Ok(())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.done = Some(Err(error)),
        }
        self.done.is_none()
    }

    /// Whether all of the file is in the window.
    pub(super) fn at_end(&self) -> bool {
        self.done.is_some()
    }

    /// Moves on by `count` bytes.
    pub(super) fn consume(&mut self, count: usize) {
        let passed = &self.bytes[self.start..self.start + count];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.start += count;
        self.offset += count as u64;
    }

    /// The place of the next `length` bytes.
    pub(super) fn locator(&self, length: usize) -> Locator {
        Locator::Line { line: self.line, offset: self.offset, length: length as u64 }
    }

    /// Lines passed, bytes passed, and the error of the source if there was one.
    pub(super) fn finish(self) -> (u64, u64, io::Result<()>) {
        (self.line, self.offset, self.done.unwrap_or(Ok(())))
    }
}
