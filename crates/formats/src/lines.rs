//! Reads text that has no columns, line by line, for the formats where every line must be looked
//! at anyway. Bounded like the table reader, but without its speed or its parts.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;
use model::{GapReason, Locator, Loss, Record, RecordKind, Timestamp};

use crate::{Input, Outcome, Sink};

/// Longest line kept, as in the table reader. What follows is counted and passed over.
const LONGEST_LINE: usize = 1024 * 1024;

/// Read-ahead of the line reader.
const BUFFER_BYTES: usize = 64 * 1024;

/// A line of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub(crate) number: u64,
    /// Offset of its first byte.
    pub(crate) offset: u64,
    /// Its bytes, without line end.
    pub(crate) bytes: &'a [u8],
    /// Whether it has its line end; only the last line of a file may lack it.
    pub(crate) ended: bool,
}

impl Line<'_> {
    /// Its text, with replacement characters where it is not UTF-8.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// Its place.
    pub(crate) fn locator(&self) -> Locator {
        let length = self.bytes.len() as u64;
        Locator::Line { line: self.number, offset: self.offset, length }
    }
}

/// Calls `visit` for each line, blank ones included, and reports what could not be kept.
pub(crate) fn read(
    input: Input<'_>,
    sink: &mut dyn Sink,
    visit: &mut dyn FnMut(Line<'_>, &mut dyn Sink),
) -> io::Result<Outcome> {
    let mut counted = Counted { inner: input.reader, count: 0 };
    let decoder =
        DecodeReaderBytesBuilder::new().bom_sniffing(true).utf8_passthru(true).build(&mut counted);
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, decoder);
    let mut too_long = Loss::new(GapReason::TooLarge, "a line was read only up to its first MiB");
    let mut zeros = Loss::new(GapReason::Damaged, "zero bytes where text should be");
    let (mut line, mut number, mut offset) = (Vec::new(), 0, 0);
    let ended = loop {
        line.clear();
        let (length, failed) = match next_line(&mut reader, &mut line) {
            Ok(0) => break Ok(()),
            Ok(length) => (length, None),
            // What stood before the error is a line like any other.
            Err((length, error)) => (length, Some(error)),
        };
        number += 1;
        let ended = line.ends_with(b"\n") || length > line.len() as u64;
        let mut bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if number == 1 {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        }
        let place = Locator::Bytes { offset, length };
        if length > line.len() as u64 {
            too_long.add(place.clone(), length - line.len() as u64);
        }
        let nulls = memchr::memchr_iter(0, bytes).count() as u64;
        if nulls > 0 {
            zeros.add(place, nulls);
            bytes = trimmed_of_zeros(bytes);
        }
        if length > 0 {
            visit(Line { number, offset, bytes, ended }, sink);
        }
        offset += length;
        if let Some(error) = failed {
            break Err(error);
        }
    };
    drop(reader);
    sink.lost(zeros);
    sink.lost(too_long);
    ended.map(|()| Outcome { lines: number, bytes: counted.count, ..Outcome::default() })
}

fn trimmed_of_zeros(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(start, |at| at + 1);
    &bytes[start..end]
}

/// Reads one line with its line feed; keeps the start of a long one. Says how long it was.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> Result<u64, (u64, io::Error)> {
    let mut length = 0;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err((length, error)),
        };
        let feed = memchr::memchr(b'\n', available);
        let count = feed.map_or(available.len(), |at| at + 1);
        let kept = count.min(LONGEST_LINE.saturating_sub(line.len()));
        line.extend_from_slice(&available[..kept]);
        reader.consume(count);
        length += count as u64;
        if feed.is_some() || count == 0 {
            return Ok(length);
        }
    }
}

struct Counted<'r> {
    inner: &'r mut dyn Read,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}

/// A record made of named fields, for formats without columns.
pub(crate) struct Fields<'a> {
    pub(crate) kind: RecordKind,
    pub(crate) time: Option<Timestamp>,
    pub(crate) locator: Locator,
    pub(crate) fields: Vec<(&'a str, Cow<'a, str>)>,
    /// The record as it stands in the file.
    pub(crate) raw: &'a [u8],
}

impl Record for Fields<'_> {
    fn kind(&self) -> &RecordKind {
        &self.kind
    }

    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let found = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field));
        found.map(|(_, value)| Cow::Borrowed(&**value))
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }

    fn excerpt(&self) -> String {
        model::excerpt_of(self.raw)
    }
}

/// Whether a line was drawn by a person to keep rows apart, or is blank.
pub(crate) fn is_divider(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '=' | '*' | '_') || c.is_whitespace())
}

/// Takes the quotes off a comma-separated cell whose outer quotes may be missing.
pub(crate) fn unquoted(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    let inner = match cell.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').unwrap_or(rest),
        None => cell,
    };
    if inner.contains("\"\"") {
        Cow::Owned(inner.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inner)
    }
}
