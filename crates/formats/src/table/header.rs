//! The header in force while rows are read: `#Fields` and `#Date` lines anywhere, bare header
//! rows, and what stands in for a header that is missing.

use std::sync::Arc;

use model::{Date, Quoting, Schema};

use super::{Dialect, separator};

/// Names of a first column that is a time. A line that starts with one of them is a header row
/// wherever it stands: no row has a word where its time should be.
const TIME_NAMES: [&str; 9] = [
    "DateTime",
    "date-time",
    "TimeStamp",
    "MyTimeStamp",
    "time-stamp",
    "date",
    "time",
    "TimeGenerated",
    "UtcTime",
];

/// Longest column name taken for one; longer cells are content.
const LONGEST_NAME: usize = 128;

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What a line that does not begin like a row turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// A row after all.
    Row,
    /// A comment, a blank or a divider: nothing to record.
    Note,
    /// A header line that changed what is in force.
    NewHeader,
}

/// A header in force: the schema as written, then schemas for rows of other widths.
pub(crate) struct Header {
    pub(crate) schemas: Vec<Arc<Schema>>,
}

/// Follows the header lines of a file.
pub(crate) struct Headers<'d> {
    dialect: &'d dyn Dialect,
    current: Option<Header>,
    names: Vec<Box<str>>,
    date: Option<Date>,
    /// The last header line met, as it stands in the file, with its `#Date` line where the rows
    /// take their date from there.
    met: Option<Vec<u8>>,
    fields_line: Vec<u8>,
    date_line: Vec<u8>,
}

impl<'d> Headers<'d> {
    /// Nothing met yet: the format's known layouts are in force, if it has any.
    pub(crate) fn new(dialect: &'d dyn Dialect) -> Self {
        let layouts = dialect.layouts();
        let schemas: Vec<_> =
            layouts.into_iter().map(|names| Arc::new(dialect.schema(names, None))).collect();
        Self {
            dialect,
            current: (!schemas.is_empty()).then_some(Header { schemas }),
            names: Vec::new(),
            date: None,
            met: None,
            fields_line: Vec::new(),
            date_line: Vec::new(),
        }
    }

    /// Takes over the header lines of `text` (the head of a file, or header lines handed over),
    /// without counting them as met.
    pub(crate) fn adopt(&mut self, text: &[u8]) {
        for line in text.split(|byte| *byte == b'\n') {
            let line = line.strip_prefix(BOM).unwrap_or(line);
            self.line(line.strip_suffix(b"\r").unwrap_or(line));
        }
        self.met = None;
    }

    /// The header in force.
    pub(crate) fn current(&self) -> Option<&Header> {
        self.current.as_ref()
    }

    /// The last header line met.
    pub(crate) fn into_met(self) -> Option<Vec<u8>> {
        self.met
    }

    /// Looks at a line (without its line end).
    pub(crate) fn line(&mut self, line: &[u8]) -> LineKind {
        match line.first() {
            None => LineKind::Note,
            Some(b'#') => self.directive(line),
            Some(byte) if byte.is_ascii_digit() => LineKind::Row,
            Some(_) if is_divider(line) => LineKind::Note,
            Some(_) => self.bare(line),
        }
    }

    fn directive(&mut self, line: &[u8]) -> LineKind {
        if let Some(fields) = after(line, b"#fields:") {
            let names = names_of(fields, self.dialect.quoting());
            return if names.is_empty() { LineKind::Note } else { self.take(names, line) };
        }
        if let Some(date) = after(line, b"#date:") {
            let text = String::from_utf8_lossy(date);
            let date = text.trim().get(..10).and_then(|day| day.parse().ok());
            if date.is_some() && date != self.date {
                self.date = date;
                self.date_line = line.to_vec();
                if self.of_day() {
                    self.build();
                    self.meet();
                    return LineKind::NewHeader;
                }
            }
        }
        LineKind::Note
    }

    /// A header row without `#Fields:`.
    fn bare(&mut self, line: &[u8]) -> LineKind {
        let quoting = self.dialect.quoting();
        let first = line.split(|byte| *byte == separator(quoting)).next().unwrap_or_default();
        let first = String::from_utf8_lossy(first.trim_ascii().trim_quotes());
        let known = is_time_name(&first)
            || self.names.first().is_some_and(|name| name.eq_ignore_ascii_case(&first));
        // Before any header, a first line made of names is the header of a layout not met before.
        if !known && (self.current.is_some() || quoting != Quoting::Csv) {
            return LineKind::Row;
        }
        let names = names_of(line, quoting);
        let enough = if known { 2 } else { 3 };
        if names.len() < enough || !names.iter().all(|name| is_name(name)) {
            return LineKind::Row;
        }
        self.take(names, line)
    }

    fn take(&mut self, names: Vec<Box<str>>, line: &[u8]) -> LineKind {
        self.fields_line = line.to_vec();
        let changed = names != self.names;
        if changed {
            self.names = names;
            self.build();
        }
        self.meet();
        if changed { LineKind::NewHeader } else { LineKind::Note }
    }

    fn build(&mut self) {
        let mut layouts = vec![self.names.clone()];
        if self.names.iter().any(|name| name.is_empty()) {
            // The header of 15.0.516 names one column that its rows do not have.
            layouts.push(self.names.iter().filter(|name| !name.is_empty()).cloned().collect());
        }
        let schema = |names| Arc::new(self.dialect.schema(names, self.date));
        self.current = Some(Header { schemas: layouts.into_iter().map(schema).collect() });
    }

    fn of_day(&self) -> bool {
        let schema = self.current.as_ref().and_then(|header| header.schemas.first());
        !self.names.is_empty()
            && schema.is_some_and(|schema| {
                matches!(schema.time, model::TimeColumns::OfDay { .. } | model::TimeColumns::None)
            })
    }

    fn meet(&mut self) {
        let mut met = Vec::new();
        if self.of_day() && !self.date_line.is_empty() {
            met.extend_from_slice(&self.date_line);
            met.push(b'\n');
        }
        met.extend_from_slice(&self.fields_line);
        self.met = Some(met);
    }
}

/// What follows `directive` (lower case) at the start of a line.
fn after<'a>(line: &'a [u8], directive: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(directive.len())?;
    start.eq_ignore_ascii_case(directive).then_some(rest)
}

/// Splits a header line into names. Trailing blanks and empty names at the end are dropped.
pub(crate) fn names_of(line: &[u8], quoting: Quoting) -> Vec<Box<str>> {
    let text = String::from_utf8_lossy(line);
    let mut names: Vec<Box<str>> = match quoting {
        Quoting::Csv => cells(&text).map(Into::into).collect(),
        Quoting::Plain => text.split_ascii_whitespace().map(Into::into).collect(),
    };
    while names.last().is_some_and(|name| name.is_empty()) {
        names.pop();
    }
    names
}

/// The cells of a header row, trimmed and without quotes. Names never hold a comma.
pub(crate) fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.trim().split(',').map(|cell| cell.trim().trim_matches('"').trim())
}

/// Whether a column of this name in first place is the time of a row.
pub(crate) fn is_time_name(name: &str) -> bool {
    TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '(' | ')' | ' '))
}

/// A line a person drew between rows.
fn is_divider(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'_' | b' ' | b'\t'))
}

trait TrimQuotes {
    fn trim_quotes(&self) -> &Self;
}

impl TrimQuotes for [u8] {
    fn trim_quotes(&self) -> &Self {
        let inner = self.strip_prefix(b"\"").unwrap_or(self);
        inner.strip_suffix(b"\"").unwrap_or(inner)
    }
}
