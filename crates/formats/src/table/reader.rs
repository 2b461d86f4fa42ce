//! Pulls bytes into one buffer and cuts them at line ends: the part of the table reader that
//! knows about files, parts of files, and lines too long to keep.

use std::cell::RefCell;
use std::io::{self, Cursor, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;
use model::Locator;

use super::header::Headers;
use super::rows::{Block, Rows, Scratch, Tail};
use super::tally::Loss;
use super::{Dialect, Sizes};
use crate::{Input, Outcome, Sink};

/// Byte order marks of UTF-16.
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// Buffers of one thread, kept from file to file: a server has tens of thousands of log files.
#[derive(Default)]
struct Buffers {
    bytes: Vec<u8>,
    scratch: Scratch,
}

thread_local! {
    static SPARE: RefCell<Buffers> = RefCell::default();
}

/// Reads what `input` names.
pub(super) fn read(
    dialect: &dyn Dialect,
    input: Input<'_>,
    sink: &mut dyn Sink,
    sizes: Sizes,
) -> io::Result<Outcome> {
    let Buffers { bytes, scratch } = SPARE.take();
    let mut headers = Headers::new(dialect);
    match input.header {
        Some(header) => headers.adopt(header),
        None if input.start > 0 => headers.adopt(before(input.head, input.start)),
        None => {}
    }
    let rows = Rows::new(headers, dialect.quoting(), sink, scratch);
    let mut reader = Reader {
        source: input.reader,
        bytes,
        filled: 0,
        done: None,
        base: input.start,
        end: input.end,
        mid_line: false,
        sizes,
        rows,
        outcome: Outcome::default(),
    };
    reader.bytes.resize(sizes.block, 0);
    // A file in UTF-16 cannot be cut into parts by bytes: its first part reads all of it.
    let wide = is_utf16(input.head);
    if input.start > 0 && wide {
        reader.end = Some(input.start);
    } else if input.start > 0 {
        reader.find_first_line();
    } else {
        reader.fill();
        if is_utf16(&reader.bytes[..reader.filled]) {
            return reader.transcoded();
        }
    }
    reader.run()
}

fn is_utf16(head: &[u8]) -> bool {
    UTF16_MARKS.iter().any(|mark| head.starts_with(mark))
}

/// The whole lines of the head that stand before `start`.
fn before(head: &[u8], start: u64) -> &[u8] {
    let limit = usize::try_from(start).unwrap_or(usize::MAX).min(head.len());
    let cut = memchr::memrchr(b'\n', &head[..limit]).map_or(0, |at| at + 1);
    &head[..cut]
}

struct Reader<'s, 'r, 'd> {
    source: &'s mut dyn Read,
    bytes: Vec<u8>,
    /// How much of `bytes` is content.
    filled: usize,
    /// Set when the source has no more: its end or its error.
    done: Option<io::Result<()>>,
    /// Offset of `bytes[0]` in the artefact.
    base: u64,
    end: Option<u64>,
    /// The buffer starts inside a line that belongs to this part.
    mid_line: bool,
    sizes: Sizes,
    rows: Rows<'r, 'd>,
    outcome: Outcome,
}

impl Reader<'_, '_, '_> {
    fn run(mut self) -> io::Result<Outcome> {
        while self.step() {}
        let Self { bytes, rows, mut outcome, done, .. } = self;
        let Rows { headers, tally, sink, scratch, .. } = rows;
        tally.report(sink);
        outcome.header = headers.into_met();
        SPARE.set(Buffers { bytes, scratch });
        match done {
            Some(Err(error)) => Err(error),
            _ => Ok(outcome),
        }
    }

    /// Reads UTF-16 as UTF-8. Offsets then count the bytes of the UTF-8 form.
    fn transcoded(self) -> io::Result<Outcome> {
        let start = self.bytes[..self.filled].to_vec();
        let mut counted = Counted { inner: self.source, count: start.len() as u64 };
        let mut decoder = DecodeReaderBytesBuilder::new()
            .bom_sniffing(true)
            .strip_bom(true)
            .build(Cursor::new(start).chain(&mut counted));
        let reader = Reader {
            // The head was decoded together with the rest: nothing is lost of what was filled.
            source: &mut decoder,
            bytes: self.bytes,
            filled: 0,
            done: None,
            base: 0,
            end: None,
            mid_line: false,
            sizes: self.sizes,
            rows: self.rows,
            outcome: self.outcome,
        };
        let outcome = reader.run()?;
        drop(decoder);
        Ok(Outcome { bytes: counted.count, ..outcome })
    }

    /// Reads until the buffer is full or the source has no more.
    fn fill(&mut self) {
        while self.done.is_none() && self.filled < self.bytes.len() {
            match self.source.read(&mut self.bytes[self.filled..]) {
                Ok(0) => self.done = Some(Ok(())),
                // A source that claims more than it was given room for breaks its contract.
                Ok(count) => self.filled = (self.filled + count).min(self.bytes.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.done = Some(Err(error)),
            }
        }
    }

    /// Drops the first `count` bytes of the buffer.
    fn drop_front(&mut self, count: usize) {
        self.bytes.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.base += count as u64;
    }

    /// Goes to the first line that begins at the part's start or after it.
    fn find_first_line(&mut self) {
        self.base -= 1;
        self.skip_line();
    }

    /// Passes over everything up to and with the next line feed; says how many bytes stood before
    /// it.
    fn skip_line(&mut self) -> u64 {
        let mut skipped = 0;
        loop {
            self.fill();
            if let Some(at) = memchr::memchr(b'\n', &self.bytes[..self.filled]) {
                self.drop_front(at + 1);
                return skipped + at as u64;
            }
            skipped += self.filled as u64;
            self.drop_front(self.filled);
            if self.done.is_some() {
                return skipped;
            }
        }
    }

    /// Reads and pushes one block; `false` when there is no more.
    fn step(&mut self) -> bool {
        if self.end.is_some_and(|end| self.base >= end) && !self.mid_line {
            return false;
        }
        self.fill();
        let filled = &self.bytes[..self.filled];
        if let Some(end) = self.end
            && let Ok(last) = usize::try_from(end.saturating_sub(self.base + 1))
            && last < self.filled
            && let Some(at) = memchr::memchr(b'\n', &filled[last..])
        {
            self.push(last + at + 1, Tail::LineFeed);
            return false;
        }
        if self.done.is_some() {
            let tail = if filled.ends_with(b"\n") { Tail::LineFeed } else { Tail::FileEnd };
            if !filled.is_empty() {
                self.push(self.filled, tail);
            }
            return false;
        }
        match memchr::memrchr(b'\n', filled) {
            Some(at) => self.push(at + 1, Tail::LineFeed),
            None => self.long_line(),
        }
        true
    }

    /// The buffer is full of one line.
    fn long_line(&mut self) {
        if self.filled < self.sizes.longest_line {
            let room = (self.filled * 2).min(self.sizes.longest_line);
            self.bytes.resize(room, 0);
            return;
        }
        let content = self.bytes[..self.filled].trim_ascii_end_zeros();
        if content < self.filled {
            // A long run of zeros hides no text; what follows it may be a good row.
            let zeros = (self.filled - content) as u64;
            if content > 0 {
                self.push(content, Tail::Zeros);
            }
            self.rows.count_zeros(self.base, zeros);
            self.outcome.bytes += zeros;
            self.drop_front(self.filled);
            self.mid_line = true;
            return;
        }
        let (offset, kept) = (self.base, self.filled as u64);
        let line = self.outcome.lines + 1;
        self.push(self.filled, Tail::Limit);
        let before = self.base;
        let skipped = self.skip_line();
        self.outcome.bytes += self.base - before;
        if skipped > 0 {
            let locator = Locator::Line { line, offset, length: kept + skipped };
            self.rows.tally.add(Loss::Long, (offset, locator), skipped, || {
                format!("a line of {} bytes; only its first {kept} were read", kept + skipped)
            });
        }
    }

    /// Pushes the first `count` bytes of the buffer and drops them.
    fn push(&mut self, count: usize, tail: Tail) {
        let block =
            Block { bytes: &self.bytes[..count], base: self.base, lines: self.outcome.lines, tail };
        self.outcome.lines += self.rows.block(&block);
        self.outcome.bytes += count as u64;
        self.mid_line = false;
        self.drop_front(count);
    }
}

trait TrimZeros {
    /// The length without zeros at the end.
    fn trim_ascii_end_zeros(&self) -> usize;
}

impl TrimZeros for [u8] {
    fn trim_ascii_end_zeros(&self) -> usize {
        self.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1)
    }
}

/// Counts what is read through it.
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
