//! Streams a log chunk by chunk and finds every record that survived.

use std::io::{self, Read};
use std::ops::Range;

use model::{GapReason, Locator};

use super::chunk::{
    CHUNK_BYTES, Frame, HEADER_BYTES, Health, MAGIC, RECORD_HEADER_BYTES, RECORD_TAIL_BYTES, frame,
    inner_start, is_blank, next_frame,
};
use super::continuity::Continuity;
use super::file::{FileHeader, Start};
use super::losses::{Loss, Losses};
use super::record::{Anatomy, EventRecord, Layouts};
use super::tokens::Fault;
use super::value::moment;
use crate::{Input, Numbers, Outcome, Sink};

/// Size of a chunk as an offset.
const STEP: u64 = CHUNK_BYTES as u64;

/// Reads what `input` names.
pub(super) fn read(input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
    let start = Start::of(input.head);
    let base = start.base(input.head) as u64;
    let mut log = Log {
        base,
        header: start.header(),
        start: input.start,
        sink,
        losses: Losses::default(),
        continuity: Continuity::default(),
        layouts: Layouts::default(),
        anatomy: Anatomy::default(),
        newest: None,
    };
    let mut window = Window::new(input.reader, input.start);
    if input.start == 0 {
        log.begin(start, window.skip(base)?);
    } else {
        window.skip_before()?;
        window.fill();
        window.consume(first_chunk(window.bytes(), input.start, base));
    }
    while input.end.is_none_or(|end| window.at < end) {
        window.fill();
        if window.bytes().is_empty() {
            break;
        }
        let step = log.slot(window.bytes(), window.at);
        window.consume(step);
    }
    let complete = input.end.is_none() && !matches!(window.done, Some(Err(_)));
    let numbers = log.end(window.at, complete);
    // The last chunk of a part lies partly in the next part, which counts those bytes.
    let bytes = window.at.min(input.end.unwrap_or(u64::MAX)).saturating_sub(input.start);
    match window.done {
        Some(Err(error)) => Err(error),
        _ => Ok(Outcome { bytes, numbers, ..Outcome::default() }),
    }
}

/// How many bytes from `start` on belong to a chunk that begins before `start`.
fn first_chunk(bytes: &[u8], start: u64, base: u64) -> usize {
    let into = start.saturating_sub(base) % STEP;
    let before = if start < base { base - start } else { (STEP - into) % STEP };
    let slot = usize::try_from(before).unwrap_or(usize::MAX).min(bytes.len());
    if slot == 0 || bytes[slot..].starts_with(MAGIC) {
        return slot;
    }
    // Bytes were cut out of the file before this part, and its chunks stand at other places.
    inner_start(&bytes[..slot], 0).unwrap_or(slot)
}

/// One chunk's worth of the file.
struct Window<'r> {
    source: &'r mut dyn Read,
    /// A chunk of room, used again and again.
    room: Vec<u8>,
    /// Where in `room` bytes of the file stand.
    filled: Range<usize>,
    /// Offset of the first of them in the file.
    at: u64,
    /// Set when the source has no more: its end or its error.
    done: Option<io::Result<()>>,
}

impl<'r> Window<'r> {
    fn new(source: &'r mut dyn Read, at: u64) -> Self {
        Self { source, room: vec![0; CHUNK_BYTES], filled: 0..0, at, done: None }
    }

    /// What was read and not consumed.
    fn bytes(&self) -> &[u8] {
        &self.room[self.filled.clone()]
    }

    /// Fills up to a chunk, or to the end of the source.
    fn fill(&mut self) {
        if self.filled.start > 0 {
            self.room.copy_within(self.filled.clone(), 0);
            self.filled = 0..self.filled.len();
        }
        while self.filled.end < CHUNK_BYTES && self.done.is_none() {
            match self.source.read(&mut self.room[self.filled.end..]) {
                Ok(0) => self.done = Some(Ok(())),
                Ok(count) => self.filled.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.done = Some(Err(error)),
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.filled.start += count.min(self.filled.len());
        self.at += count as u64;
    }

    /// Passes over bytes that are no chunk; says how many there were.
    fn skip(&mut self, count: u64) -> io::Result<u64> {
        let passed = io::copy(&mut (&mut *self.source).take(count), &mut io::sink())?;
        self.at += passed;
        Ok(passed)
    }

    /// Passes over the byte before a part.
    fn skip_before(&mut self) -> io::Result<()> {
        io::copy(&mut (&mut *self.source).take(1), &mut io::sink()).map(|_| ())
    }
}

/// The log as far as it was read.
struct Log<'s> {
    base: u64,
    header: Option<FileHeader>,
    start: u64,
    sink: &'s mut dyn Sink,
    losses: Losses,
    continuity: Continuity,
    layouts: Layouts,
    anatomy: Anatomy,
    /// The last record of the chunk that the file header calls the last.
    newest: Option<u64>,
}

impl Log<'_> {
    /// Tells what the beginning of the file lacks. `passed` bytes of it were there.
    fn begin(&mut self, start: Start, passed: u64) {
        let at = Locator::Bytes { offset: 0, length: passed };
        let (reason, detail) = match start {
            Start::Header(header) if header.full => (
                GapReason::Missing,
                "the file header says that the log was full and took no further events",
            ),
            Start::Header(_) => return,
            Start::Damaged => (
                GapReason::Damaged,
                "the checksum of the file header does not agree; how much the log held is unknown",
            ),
            Start::Missing => {
                (GapReason::Damaged, "the file header is missing; how much the log held is unknown")
            }
        };
        let lost = if start == Start::Missing { passed } else { 0 };
        self.sink.gap(at, reason, detail.to_owned(), 1, lost);
    }

    /// Reads the chunk at the beginning of `bytes`; says how far it goes.
    fn slot(&mut self, bytes: &[u8], offset: u64) -> usize {
        if is_blank(bytes) {
            self.blank(bytes.len(), offset);
            return bytes.len();
        }
        let health = Health::of(bytes);
        let sound = health.records == Some(true);
        let from = health.free.filter(|_| sound).unwrap_or(HEADER_BYTES);
        let inner = inner_start(bytes, if health.magic { from } else { 1 });
        let chunk = &bytes[..inner.unwrap_or(bytes.len())];
        if !health.magic && next_frame(chunk, 0).is_none() {
            self.noise(chunk.len(), offset);
            return chunk.len();
        }
        self.checksums(health, chunk.len(), offset);
        self.layouts.next_chunk();
        self.records(chunk, offset, health);
        if self.header.is_some_and(|header| offset == self.base + header.last_chunk * STEP) {
            self.newest = self.continuity.last();
        }
        chunk.len()
    }

    /// A chunk of zeros was never used, unless the file header counts it.
    fn blank(&mut self, length: usize, offset: u64) {
        let Some(header) = self.header.filter(|header| !header.dirty) else { return };
        let counted = u64::from(header.chunks);
        let index = offset.saturating_sub(self.base) / STEP;
        if index < counted {
            let kind = "chunks hold zeros that the file header counts as used";
            let bytes = length as u64;
            let at = Locator::Bytes { offset, length: bytes };
            let detail = format!("chunk {index} of {counted} holds nothing but zeros");
            let reason = GapReason::Damaged;
            self.losses.tell(self.sink, Loss { kind, reason, at, count: 1, bytes }, detail);
        }
    }

    fn noise(&mut self, length: usize, offset: u64) {
        let kind = "bytes are no chunk";
        let bytes = length as u64;
        let at = Locator::Bytes { offset, length: bytes };
        let (reason, detail) = (GapReason::Damaged, format!("{bytes} bytes are no chunk"));
        self.losses.tell(self.sink, Loss { kind, reason, at, count: 1, bytes }, detail);
    }

    fn checksums(&mut self, health: Health, length: usize, offset: u64) {
        let (kind, bytes) = if !health.magic {
            ("a chunk lacks its header", HEADER_BYTES.min(length))
        } else if !health.header {
            ("the checksum of a chunk's header does not agree; its records were read", 0)
        } else if health.records == Some(false) {
            ("the checksum of a chunk's records does not agree; they were read", 0)
        } else {
            return;
        };
        let at = Locator::Bytes { offset, length: length as u64 };
        let (reason, bytes) = (GapReason::Damaged, bytes as u64);
        self.losses.tell(self.sink, Loss { kind, reason, at, count: 1, bytes }, kind.to_owned());
    }

    /// Reads all records of a chunk, passing over what is damaged.
    fn records(&mut self, chunk: &[u8], offset: u64, health: Health) {
        let mut at = HEADER_BYTES.min(chunk.len());
        let mut explained = false;
        loop {
            let behind = health.free.is_some_and(|free| at >= free);
            let here = frame(chunk, at);
            // A log in use has records that its chunk's header does not know of yet. Anything else
            // behind the end are remnants.
            if let Some(found) = here.filter(|f| !behind || self.continuity.continues(f.number)) {
                self.record(chunk, &found, offset, explained);
                explained = false;
                at += found.size;
                continue;
            }
            if behind {
                return;
            }
            let limit = health.free.unwrap_or(chunk.len()).min(chunk.len());
            let next = next_frame(&chunk[..limit], at + 1);
            let until = next.map_or(limit, |next| next.at);
            if next.is_none() && chunk.len() < CHUNK_BYTES {
                return self.cut(chunk, at, offset, health.free);
            }
            if health.free.is_some() || !is_blank(&chunk[at..until]) {
                self.damage(at, until, next, offset);
                explained = true;
            }
            match next {
                Some(next) => at = next.at,
                None => return,
            }
        }
    }

    fn record(&mut self, chunk: &[u8], found: &Frame, offset: u64, explained: bool) {
        let offset = offset + found.at as u64;
        let at = Locator::Record { number: found.number, offset };
        self.continuity.note(found, offset, explained, &mut self.losses, self.sink);
        let (start, end) =
            (found.at + RECORD_HEADER_BYTES, found.at + found.size - RECORD_TAIL_BYTES);
        match self.anatomy.read(chunk, start, end, &mut self.layouts) {
            Ok(()) => self.sink.record(&EventRecord::new(
                chunk,
                &self.anatomy,
                &mut self.layouts,
                found.number,
                offset,
                moment(found.written),
            )),
            Err(fault) => self.fault(fault, found, at),
        }
    }

    fn fault(&mut self, fault: Fault, found: &Frame, at: Locator) {
        let kind = "records could not be decoded";
        let Fault { at: place, what } = fault;
        let detail = format!(
            "record {} could not be decoded: expected {what} at byte {place} of its chunk",
            found.number
        );
        let (reason, bytes) = (GapReason::Damaged, found.size as u64);
        self.losses.tell(self.sink, Loss { kind, reason, at, count: 1, bytes }, detail);
    }

    /// Tells of bytes where records should stand. The number behind them says how many.
    fn damage(&mut self, from: usize, until: usize, next: Option<Frame>, offset: u64) {
        let kind = "bytes of a chunk are no records";
        let bytes = (until - from) as u64;
        let at = Locator::Bytes { offset: offset + from as u64, length: bytes };
        let smallest = (RECORD_HEADER_BYTES + RECORD_TAIL_BYTES) as u64;
        let between = next.zip(self.continuity.last()).map(|(next, last)| {
            next.number.saturating_sub(last).saturating_sub(1).min(bytes / smallest)
        });
        let count = between.unwrap_or(1).max(1);
        let detail = match next {
            Some(next) => {
                format!("{bytes} bytes are no records; reading went on with record {}", next.number)
            }
            None => format!("{bytes} bytes up to the end of a chunk's records are no records"),
        };
        let reason = GapReason::Damaged;
        self.losses.tell(self.sink, Loss { kind, reason, at, count, bytes }, detail);
    }

    /// Tells that a chunk ends before it should. `free`: where the chunk's records end, if known.
    fn cut(&mut self, chunk: &[u8], at: usize, offset: u64, free: Option<usize>) {
        let rest = chunk.len().saturating_sub(at);
        let missing = free.map_or(rest, |free| free.saturating_sub(at));
        if missing == 0 {
            return;
        }
        let place = Locator::Bytes { offset: offset + at as u64, length: rest as u64 };
        let detail = format!(
            "only {} of the {CHUNK_BYTES} bytes of a chunk are there; its records were read up to \
             byte {at}",
            chunk.len()
        );
        self.sink.gap(place, GapReason::Truncated, detail, 1, missing as u64);
    }

    /// Tells what only the end shows, and gives the numbers of the records. `complete`: the file was
    /// read to its end.
    fn end(mut self, end: u64, complete: bool) -> Option<Numbers> {
        if let (true, Some(header)) = (complete, self.header) {
            self.count_chunks(header, end);
        }
        if let (Some(header), Some(newest)) = (self.header, self.newest)
            && let Some(count) = header.next_record.checked_sub(newest.saturating_add(1))
            && count > 0
        {
            let detail = format!(
                "the file header knows records up to {}; the last one found is {newest}",
                header.next_record - 1
            );
            self.sink.gap(Locator::File, GapReason::Missing, detail, count, 0);
        }
        let whole = complete && self.start == 0;
        let numbers = self.continuity.finish(whole, &mut self.losses, self.sink);
        self.losses.finish(self.sink);
        numbers
    }

    fn count_chunks(&mut self, header: FileHeader, end: u64) {
        let there = end.saturating_sub(self.base).div_ceil(STEP);
        let counted = u64::from(header.chunks);
        if there >= counted {
            return;
        }
        let last = self.continuity.last().map_or("none".to_owned(), |last| last.to_string());
        let detail = format!(
            "the file header counts {counted} chunks and records up to {}; the file ends after \
             {there} chunks, the last record is {last}",
            header.next_record.saturating_sub(1)
        );
        let (at, count) = (Locator::Bytes { offset: end, length: 0 }, counted - there);
        self.sink.gap(at, GapReason::Truncated, detail, count, count * STEP);
    }
}
