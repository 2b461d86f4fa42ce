//! Rows of delimited text as the readers hand them over: a block of bytes, the places of its
//! field borders, and the header they belong to. Nothing is copied until a field is looked at.

use std::{borrow::Cow, sync::Arc};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::{Locator, Record, RecordKind, Timestamp, excerpt_of};

/// How a field may be wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Comma-separated; a field may stand in `"`, inside which `"` is doubled (RFC 4180).
    Csv,
    /// Separated by single spaces; nothing is quoted and `-` means empty (W3C extended).
    Plain,
}

/// Which columns hold the time of a row. All are UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeColumns {
    /// The rows carry no time.
    None,
    /// One column with an ISO 8601 time, `2021-03-03T06:49:42.162Z`.
    One(usize),
    /// Like `One`, with a second column to fall back to when the first is empty.
    OneOr(usize, usize),
    /// A date column and a time column, as IIS writes them.
    Split {
        /// Column with `yyyy-MM-dd`.
        date: usize,
        /// Column with `HH:mm:ss`.
        time: usize,
    },
    /// A time column only; the date stood in the file's `#Date` line.
    OfDay {
        /// The date of the rows that follow.
        date: Date,
        /// Column with `HH:mm:ss`.
        time: usize,
    },
}

/// What the header of a log says about the rows under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Which kind of log.
    pub kind: RecordKind,
    /// Column names in the file's own order and spelling. May hold empty names.
    pub columns: Vec<Box<str>>,
    /// Where the time is.
    pub time: TimeColumns,
    /// A column that names the part of the source a row belongs to, for instance HttpProxy's
    /// `Protocol`; coverage is kept for each part apart.
    pub part: Option<usize>,
    /// How fields are wrapped.
    pub quoting: Quoting,
}

impl Schema {
    /// The position of a column by name, ignoring ASCII case.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

/// Where one row lies in a [`Batch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowSpan {
    /// Offset of the row's first byte in the batch's bytes.
    pub start: u32,
    /// Index of the row's first field border in the batch's `ends`.
    pub first: u32,
    /// Number of fields, at least 1.
    pub fields: u32,
    /// Lines before this row since the start of what was read (header lines included).
    pub line: u32,
}

/// A run of rows under one header. Borrowed from a reader's buffer and valid until it reads on.
pub struct Batch<'a> {
    /// The header in force.
    pub schema: &'a Arc<Schema>,
    /// The bytes the rows lie in.
    pub bytes: &'a [u8],
    /// Offset of `bytes[0]` in the artefact.
    pub base: u64,
    /// Lines before this batch's numbering starts: a row's line number, counted from 1, is
    /// `first_line + span.line + 1`.
    pub first_line: u64,
    /// For each field of each row, the offset in `bytes` just after its last byte.
    pub ends: &'a [u32],
    /// The rows in the order of the file.
    pub rows: &'a [RowSpan],
}

impl<'a> Batch<'a> {
    /// The row at `index`. Panics if there is no such row, like slice indexing.
    #[inline]
    pub fn row(&self, index: usize) -> Row<'_> {
        Row { batch: self, span: self.rows[index] }
    }

    /// The raw bytes of column `column` of the row at `span`, still quoted; `None` if the row is
    /// too short. Plain-separated fields are trimmed of the spaces a repair may leave.
    #[inline]
    pub fn cell(&self, span: RowSpan, column: usize) -> Option<&'a [u8]> {
        if column >= span.fields as usize {
            return None;
        }
        let at = span.first as usize + column;
        let end = *self.ends.get(at)? as usize;
        let start = if column == 0 { span.start as usize } else { self.ends[at - 1] as usize + 1 };
        let cell = self.bytes.get(start..end)?;
        Some(match self.schema.quoting {
            Quoting::Csv => cell,
            Quoting::Plain => cell.trim_ascii(),
        })
    }
}

/// One row of a [`Batch`].
#[derive(Clone, Copy)]
pub struct Row<'b> {
    batch: &'b Batch<'b>,
    span: RowSpan,
}

impl<'b> Row<'b> {
    /// The content of a column, unquoted; `None` if the row is too short.
    pub fn bytes(&self, column: usize) -> Option<Cow<'b, [u8]>> {
        let cell = self.batch.cell(self.span, column)?;
        Some(match self.batch.schema.quoting {
            Quoting::Csv => unquote(cell),
            Quoting::Plain => Cow::Borrowed(if cell == b"-" { b"" } else { cell }),
        })
    }

    /// The number of fields the row has, whatever its header says.
    pub fn width(&self) -> usize {
        self.span.fields as usize
    }

    /// The whole line as it stands in the file.
    pub fn line(&self) -> &'b [u8] {
        let last = (self.span.first + self.span.fields) as usize - 1;
        let end = self.batch.ends.get(last).map_or(self.batch.bytes.len(), |end| *end as usize);
        &self.batch.bytes[self.span.start as usize..end]
    }

    fn text(&self, column: usize) -> Option<Cow<'b, str>> {
        self.bytes(column).map(into_text)
    }
}

impl Record for Row<'_> {
    fn kind(&self) -> &RecordKind {
        &self.batch.schema.kind
    }

    fn time(&self) -> Option<Timestamp> {
        let at = |column| self.text(column);
        match self.batch.schema.time {
            TimeColumns::None => None,
            TimeColumns::One(column) => iso_time(&at(column)?),
            TimeColumns::OneOr(column, other) => {
                iso_time(&at(column)?).or_else(|| at(other).and_then(|text| iso_time(&text)))
            }
            TimeColumns::Split { date, time } => {
                civil_time(at(date)?.parse().ok()?, at(time)?.parse().ok()?)
            }
            TimeColumns::OfDay { date, time } => civil_time(date, at(time)?.parse().ok()?),
        }
    }

    fn locator(&self) -> Locator {
        Locator::Line {
            line: self.batch.first_line + u64::from(self.span.line) + 1,
            offset: self.batch.base + u64::from(self.span.start),
            length: self.line().len() as u64,
        }
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.text(self.batch.schema.position(field)?)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        for (column, name) in self.batch.schema.columns.iter().enumerate() {
            if let Some(text) = self.text(column) {
                visit(name, &text);
            }
        }
    }

    fn excerpt(&self) -> String {
        excerpt_of(self.line())
    }
}

/// Takes the quotes off a CSV cell. A cell that opens with a quote and never closes it was cut:
/// what is there is the content.
fn unquote(cell: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = cell.strip_prefix(b"\"") else { return Cow::Borrowed(cell) };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    if !inner.contains(&b'"') {
        return Cow::Borrowed(inner);
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        out.push(byte);
        if byte == b'"' {
            bytes.next_if_eq(&b'"');
        }
    }
    Cow::Owned(out)
}

fn into_text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

/// An ISO 8601 time; one without an offset is UTC, as every Exchange log writes.
fn iso_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let civil: DateTime = text.parse().ok()?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

fn civil_time(date: Date, time: Time) -> Option<Timestamp> {
    DateTime::from_parts(date, time).to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(quoting: Quoting, columns: &[&str], time: TimeColumns) -> Arc<Schema> {
        Arc::new(Schema {
            kind: RecordKind::of("test"),
            columns: columns.iter().map(|name| (*name).into()).collect(),
            time,
            part: None,
            quoting,
        })
    }

    #[test]
    fn cells_are_found_and_unquoted() {
        let schema = schema(Quoting::Csv, &["a", "b", "c"], TimeColumns::One(0));
        let bytes = b"2021-03-03T06:49:42.162Z,\"x \"\"y\"\"\",z\n";
        let spans = [RowSpan { start: 0, first: 0, fields: 3, line: 4 }];
        let batch = Batch {
            schema: &schema,
            bytes,
            base: 100,
            first_line: 1,
            ends: &[24, 34, 36],
            rows: &spans,
        };
        let row = batch.row(0);
        assert_eq!(row.get("B").as_deref(), Some("x \"y\""));
        assert_eq!(row.get("c").as_deref(), Some("z"));
        assert_eq!(row.get("d"), None);
        assert_eq!(row.time(), "2021-03-03T06:49:42.162Z".parse().ok());
        assert_eq!(row.locator(), Locator::Line { line: 6, offset: 100, length: 36 });
    }

    #[test]
    fn w3c_dash_is_empty_and_split_time_is_read() {
        let schema =
            schema(Quoting::Plain, &["date", "time", "q"], TimeColumns::Split { date: 0, time: 1 });
        let bytes = b"2021-03-05 03:06:27 -";
        let spans = [RowSpan { start: 0, first: 0, fields: 3, line: 0 }];
        let batch = Batch {
            schema: &schema,
            bytes,
            base: 0,
            first_line: 0,
            ends: &[10, 19, 21],
            rows: &spans,
        };
        assert_eq!(batch.row(0).get("q").as_deref(), Some(""));
        assert_eq!(batch.row(0).time(), "2021-03-05T03:06:27Z".parse().ok());
    }

    #[test]
    fn a_cut_quoted_cell_keeps_what_is_there() {
        assert_eq!(unquote(b"\"abc").as_ref(), b"abc");
        assert_eq!(unquote(b"\"").as_ref(), b"");
    }
}
