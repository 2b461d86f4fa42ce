//! From the borders of a block to its rows: which lines are rows, under which schema, and which
//! of them are damaged.

use std::ops::Range;
use std::sync::Arc;

use model::{Batch, Locator, Quoting, RowSpan, Schema, TimeColumns};

use super::borders::Borders;
use super::header::{BOM, Headers, LineKind};
use super::separator;
use super::tally::{Loss, Tally};
use crate::Sink;

/// What the last line of a block ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// A line feed.
    LineFeed,
    /// The end of the file.
    FileEnd,
    /// The most that is kept of a line.
    Limit,
    /// Zeros, after which the line may go on.
    Zeros,
}

/// A block to turn into rows.
pub(crate) struct Block<'a> {
    pub(crate) bytes: &'a [u8],
    /// Offset of the block in the artefact.
    pub(crate) base: u64,
    /// Lines before the block.
    pub(crate) lines: u64,
    pub(crate) tail: Tail,
}

/// A line as the borders tell it.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    first: usize,
    fields: usize,
    number: u32,
    /// Cut by the end of the file.
    cut: bool,
}

/// Buffers used again from block to block.
#[derive(Default)]
pub(crate) struct Scratch {
    borders: Borders,
    pieces: Borders,
    rows: Vec<RowSpan>,
}

/// Turns blocks into batches.
pub(crate) struct Rows<'r, 'd> {
    pub(crate) headers: Headers<'d>,
    pub(crate) tally: Tally,
    pub(crate) sink: &'r mut dyn Sink,
    pub(crate) quoting: Quoting,
    pub(crate) scratch: Scratch,
    /// The schema of the rows gathered.
    schema: Option<Arc<Schema>>,
    /// Where its rows have their time.
    time: TimeColumns,
    /// Its columns, if it is the header's own schema; a row with as many cells needs no closer
    /// look. No row has `usize::MAX` cells.
    usual: usize,
}

impl<'r, 'd> Rows<'r, 'd> {
    pub(crate) fn new(
        headers: Headers<'d>,
        quoting: Quoting,
        sink: &'r mut dyn Sink,
        scratch: Scratch,
    ) -> Self {
        let (time, usual) = (TimeColumns::None, usize::MAX);
        let tally = Tally::default();
        Self { headers, tally, sink, quoting, scratch, schema: None, time, usual }
    }

    /// Pushes the rows of a block; says how many lines it ended.
    pub(crate) fn block(&mut self, block: &Block<'_>) -> u64 {
        let separator = separator(self.quoting);
        self.scratch.borders.scan(block.bytes, separator, self.quoting == Quoting::Csv);
        if block.tail != Tail::LineFeed {
            let border = self.scratch.borders.ends().len() as u32;
            let at = block.bytes.len() as u32;
            self.scratch.borders.push(at);
            self.scratch.borders.lines.push(super::borders::LineEnd { at, border });
        }
        let lines = std::mem::take(&mut self.scratch.borders.lines);
        let (mut start, mut first) = (0, 0);
        for (number, line) in lines.iter().enumerate() {
            let mut end = line.at as usize;
            if end > start && block.bytes[end - 1] == b'\r' {
                end -= 1;
                self.scratch.borders.ends_mut()[line.border as usize] = end as u32;
            }
            let fields = line.border as usize + 1 - first;
            let cut = block.tail == Tail::FileEnd && number + 1 == lines.len();
            self.line(block, Line { start, end, first, fields, number: number as u32, cut });
            start = line.at as usize + 1;
            first = line.border as usize + 1;
        }
        self.flush(block);
        if !block.bytes.is_ascii() {
            self.check_text(block, &lines);
        }
        let ended = lines.len() as u64 - u64::from(block.tail == Tail::Zeros);
        self.scratch.borders.lines = lines;
        ended
    }

    /// Counts the lines that are no UTF-8, as a server's own code page leaves them. They are read
    /// all the same, byte by byte, and shown with replacement characters.
    #[cold]
    fn check_text(&mut self, block: &Block<'_>, lines: &[super::borders::LineEnd]) {
        if std::str::from_utf8(block.bytes).is_ok() {
            return;
        }
        let mut start = 0;
        for (number, line) in lines.iter().enumerate() {
            let end = line.at as usize;
            let text = std::str::from_utf8(&block.bytes[start..end]);
            // A character cut by the end of what was read is another loss, counted elsewhere.
            if let Err(error) = text
                && error.error_len().is_some()
            {
                let offset = block.base + start as u64;
                let (line, length) = (block.lines + number as u64 + 1, (end - start) as u64);
                let locator = Locator::Line { line, offset, length };
                self.tally.add(Loss::Text, (offset, locator), 0, || {
                    "lines that are not valid UTF-8; read, and shown with replacement characters"
                        .to_owned()
                });
            }
            start = end + 1;
        }
    }

    #[inline]
    fn line(&mut self, block: &Block<'_>, line: Line) {
        // Nearly every line of these logs is a row that starts with the year of its time.
        if block.bytes.get(line.start).is_some_and(u8::is_ascii_digit) {
            self.row(block, line);
        } else {
            self.other(block, line);
        }
    }

    /// A line that does not start with a digit.
    fn other(&mut self, block: &Block<'_>, mut line: Line) {
        let mut text = &block.bytes[line.start..line.end];
        if let Some(rest) = text.strip_prefix(BOM) {
            text = rest;
            line.start += BOM.len();
            if text.first().is_some_and(u8::is_ascii_digit) {
                return self.row(block, line);
            }
        }
        if text.first() == Some(&0) {
            return self.zeros(block, line);
        }
        match self.headers.line(text) {
            LineKind::Row => self.row(block, line),
            LineKind::Note => {}
            // Rows gathered so far keep the schema they were gathered under.
            LineKind::NewHeader => {
                self.flush(block);
                self.usual = usize::MAX;
            }
        }
    }

    #[inline]
    fn row(&mut self, block: &Block<'_>, line: Line) {
        if line.fields == self.usual {
            self.gather(block, line);
        } else {
            self.other_row(block, line);
        }
    }

    /// A row under another schema than the last one.
    fn other_row(&mut self, block: &Block<'_>, line: Line) {
        let Some(header) = self.headers.current() else { return self.orphan(block, line) };
        let own = &header.schemas[0];
        if own.columns.len() == line.fields {
            let own = Arc::clone(own);
            self.usual = line.fields;
            self.under(block, own);
            self.gather(block, line);
        } else {
            self.odd_row(block, line);
        }
    }

    /// Makes `schema` that of the rows that follow.
    fn under(&mut self, block: &Block<'_>, schema: Arc<Schema>) {
        if !self.schema.as_ref().is_some_and(|own| Arc::ptr_eq(own, &schema)) {
            self.flush(block);
            self.time = schema.time.clone();
            self.schema = Some(schema);
        }
    }

    /// A row whose cells do not count up to its header's columns.
    #[cold]
    fn odd_row(&mut self, block: &Block<'_>, mut line: Line) {
        let text = &block.bytes[line.start..line.end];
        if memchr::memchr(0, text).is_some() {
            return self.zeros(block, line);
        }
        let Some(header) = self.headers.current() else { return };
        let fits = header.schemas.iter().find(|schema| schema.columns.len() == line.fields);
        let schema = Arc::clone(fits.unwrap_or(&header.schemas[0]));
        let own = Arc::ptr_eq(&schema, &header.schemas[0]);
        let columns = schema.columns.len();
        if self.quoting == Quoting::Plain && line.fields > columns {
            line = self.without_empty_tokens(line, columns);
        }
        if line.fields != columns && !self.only_empty_cells_after(columns, line) {
            let loss = if line.cut && line.fields < columns { Loss::Cut } else { Loss::Cells };
            let lost = if loss == Loss::Cut { "the last row ends early: " } else { "" };
            self.tally.add(loss, place(block, line), 0, || {
                format!("{lost}{} cells under a header of {columns} columns", line.fields)
            });
        }
        self.usual = if own { columns } else { usize::MAX };
        self.under(block, schema);
        self.gather(block, line);
    }

    /// IIS writes an unknown user of a domain as an empty token between two spaces. Drops as many
    /// empty tokens as there are fields too many; the field after one keeps the space before it.
    fn without_empty_tokens(&mut self, line: Line, columns: usize) -> Line {
        let borders = &mut self.scratch.borders;
        let own: Vec<u32> = borders.ends()[line.first..line.first + line.fields].to_vec();
        let first = borders.ends().len();
        let mut surplus = line.fields - columns;
        let mut start = line.start;
        for (index, end) in own.iter().enumerate() {
            let empty = *end as usize == start && index + 1 < own.len();
            if empty && surplus > 0 {
                surplus -= 1;
            } else {
                borders.push(*end);
            }
            start = *end as usize + 1;
        }
        if surplus > 0 {
            return line;
        }
        Line { first, fields: borders.ends().len() - first, ..line }
    }

    fn only_empty_cells_after(&self, columns: usize, line: Line) -> bool {
        let ends = &self.scratch.borders.ends()[line.first..line.first + line.fields];
        // n empty cells behind the last column are n separators and nothing else.
        line.fields > columns
            && columns > 0
            && ends[line.fields - 1] - ends[columns - 1] == (line.fields - columns) as u32
    }

    /// Zeros in a line: counted, and what stands around them is read as lines of its own.
    #[cold]
    fn zeros(&mut self, block: &Block<'_>, line: Line) {
        let text = &block.bytes[line.start..line.end];
        let mut at = 0;
        while at < text.len() {
            let run = memchr::memchr(0, &text[at..]).unwrap_or(text.len() - at);
            self.piece(block, line, line.start + at..line.start + at + run);
            at += run;
            let zeros = text[at..].iter().take_while(|byte| **byte == 0).count();
            if zeros > 0 {
                let offset = block.base + (line.start + at) as u64;
                self.count_zeros(offset, zeros as u64);
            }
            at += zeros;
        }
    }

    /// Counts a run of zeros at an offset of the artefact.
    pub(crate) fn count_zeros(&mut self, offset: u64, length: u64) {
        let locator = Locator::Bytes { offset, length };
        self.tally.add(Loss::Zeros, (offset, locator), length, || {
            "zero bytes where rows should be, as a crash leaves them".to_owned()
        });
    }

    /// Reads a piece of a line as a line.
    fn piece(&mut self, block: &Block<'_>, line: Line, span: Range<usize>) {
        let text = block.bytes[span.clone()].trim_ascii_end();
        if text.is_empty() {
            return;
        }
        let mut pieces = std::mem::take(&mut self.scratch.pieces);
        pieces.scan(text, separator(self.quoting), self.quoting == Quoting::Csv);
        let end = span.start + text.len();
        let first = self.scratch.borders.ends().len();
        for border in pieces.ends() {
            self.scratch.borders.push(border + span.start as u32);
        }
        self.scratch.borders.push(end as u32);
        let fields = pieces.ends().len() + 1;
        self.scratch.pieces = pieces;
        self.line(block, Line { start: span.start, end, first, fields, ..line });
    }

    fn orphan(&mut self, block: &Block<'_>, line: Line) {
        let bytes = (line.end - line.start) as u64;
        self.tally.add(Loss::Orphan, place(block, line), bytes, || {
            "rows before any header; their columns are not known".to_owned()
        });
    }

    #[inline]
    fn gather(&mut self, block: &Block<'_>, line: Line) {
        let ends = self.scratch.borders.ends();
        let timed = has_time(&self.time, |column| cell(block.bytes, ends, line, column));
        if !timed {
            self.tally.add(Loss::Time, place(block, line), 0, || {
                "rows whose time column is empty or holds no time".to_owned()
            });
        }
        self.scratch.rows.push(RowSpan {
            start: line.start as u32,
            first: line.first as u32,
            fields: line.fields as u32,
            line: line.number,
        });
    }

    /// Pushes the rows gathered.
    fn flush(&mut self, block: &Block<'_>) {
        if let Some(schema) = &self.schema
            && !self.scratch.rows.is_empty()
        {
            self.sink.batch(&Batch {
                schema,
                bytes: block.bytes,
                base: block.base,
                first_line: block.lines,
                ends: self.scratch.borders.ends(),
                rows: &self.scratch.rows,
            });
        }
        self.scratch.rows.clear();
    }
}

fn place(block: &Block<'_>, line: Line) -> (u64, Locator) {
    let offset = block.base + line.start as u64;
    let length = (line.end - line.start) as u64;
    (offset, Locator::Line { line: block.lines + u64::from(line.number) + 1, offset, length })
}

fn cell<'b>(bytes: &'b [u8], ends: &[u32], line: Line, column: usize) -> &'b [u8] {
    if column >= line.fields {
        return b"";
    }
    let at = line.first + column;
    let start = if column == 0 { line.start } else { ends[at - 1] as usize + 1 };
    bytes.get(start..ends[at] as usize).unwrap_or_default()
}

#[inline]
fn has_time<'b>(columns: &TimeColumns, cell: impl Fn(usize) -> &'b [u8]) -> bool {
    match *columns {
        TimeColumns::None => false,
        TimeColumns::One(column) => is_date(cell(column)),
        TimeColumns::OneOr(column, other) => is_date(cell(column)) || is_date(cell(other)),
        TimeColumns::Split { date, time } => is_date(cell(date)) && is_clock(cell(time)),
        TimeColumns::OfDay { time, .. } => is_clock(cell(time)),
    }
}

/// Whether a cell starts as `yyyy-MM-dd`. A look at the shape, cheap enough for every row.
#[inline]
fn is_date(cell: &[u8]) -> bool {
    let shaped = |cell: &[u8]| {
        cell.len() >= 10 && cell[0].is_ascii_digit() && cell[4] == b'-' && cell[7] == b'-'
    };
    shaped(cell) || shaped(bare(cell))
}

/// Whether a cell starts as `HH:mm`.
#[inline]
fn is_clock(cell: &[u8]) -> bool {
    let shaped = |cell: &[u8]| cell.len() >= 5 && cell[0].is_ascii_digit() && cell[2] == b':';
    shaped(cell) || shaped(bare(cell))
}

/// A cell without what may stand around its content.
#[cold]
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii_start();
    cell.strip_prefix(b"\"").unwrap_or(cell)
}
