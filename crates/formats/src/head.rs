//! What the first lines of a text file say about it, for recognising files whose names people
//! have changed.

use std::borrow::Cow;

use encoding_rs_io::DecodeReaderBytesBuilder;
use model::Quoting;

use crate::Head;
use crate::table::{cells, is_time_name, names_of};

/// Lines looked at before giving up on meeting a header or a row.
const LINES_LOOKED_AT: usize = 64;

/// The beginning of a text log.
#[derive(Debug, Default)]
pub(crate) struct Preamble {
    /// The text after `#Log-type:`.
    pub(crate) log_type: Option<String>,
    /// The text after `#Software:`.
    pub(crate) software: Option<String>,
    /// The text after `#Fields:`.
    pub(crate) fields: Option<String>,
    /// A header row without `#Fields:`.
    pub(crate) bare: Option<String>,
    /// The first lines that are neither.
    pub(crate) rows: Vec<String>,
}

/// Rows kept for a look at their shape.
const ROWS_KEPT: usize = 8;

impl Preamble {
    /// Reads the beginning of a file.
    pub(crate) fn of(head: Head<'_>) -> Self {
        let text = decoded(head.bytes);
        let mut preamble = Self::default();
        for line in text.split(|byte| *byte == b'\n').take(LINES_LOOKED_AT) {
            let line = String::from_utf8_lossy(line.trim_ascii());
            let line = line.trim_start_matches(['\u{feff}', '\0']).trim();
            if line.is_empty() {
                continue;
            }
            if line.starts_with('#') {
                preamble.directive(line);
            } else if preamble.rows.is_empty() && is_bare_header(line) {
                preamble.bare.get_or_insert_with(|| line.to_owned());
            } else if preamble.rows.len() < ROWS_KEPT {
                preamble.rows.push(line.to_owned());
            } else {
                break;
            }
        }
        preamble
    }

    fn directive(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let slot = match name.to_ascii_lowercase().as_str() {
            "#log-type" => &mut self.log_type,
            "#software" => &mut self.software,
            "#fields" => &mut self.fields,
            _ => return,
        };
        slot.get_or_insert_with(|| value.trim().to_owned());
    }

    /// Whether the log type is this one, ignoring case.
    pub(crate) fn is_type(&self, name: &str) -> bool {
        self.log_type.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// The column names of a comma-separated header, if there is one.
    pub(crate) fn columns(&self) -> Vec<Box<str>> {
        let header = self.fields.as_ref().or(self.bare.as_ref());
        header.map(|line| names_of(line.as_bytes(), Quoting::Csv)).unwrap_or_default()
    }
}

/// Whether all of `wanted` are among `columns`, ignoring case.
pub(crate) fn has_all(columns: &[Box<str>], wanted: &[&str]) -> bool {
    wanted.iter().all(|name| columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
}

fn is_bare_header(line: &str) -> bool {
    let mut cells = cells(line);
    cells.next().is_some_and(is_time_name) && cells.next().is_some()
}

/// UTF-16 made UTF-8; anything else as it is.
fn decoded(head: &[u8]) -> Cow<'_, [u8]> {
    if !head.starts_with(b"\xFF\xFE") && !head.starts_with(b"\xFE\xFF") {
        return Cow::Borrowed(head);
    }
    let mut text = Vec::new();
    let mut decoder = DecodeReaderBytesBuilder::new().bom_sniffing(true).build(head);
    // Reading from memory cannot fail; what it would leave is a shorter head.
    match std::io::Read::read_to_end(&mut decoder, &mut text) {
        Ok(_) | Err(_) => Cow::Owned(text),
    }
}

/// The number of cells of a comma-separated row.
pub(crate) fn width_of(row: &str) -> usize {
    split_row(row).len()
}

/// The cells of a comma-separated row, still quoted.
pub(crate) fn split_row(row: &str) -> Vec<&str> {
    let (mut cells, mut start, mut open) = (Vec::new(), 0, false);
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            // A doubled quote closes and opens again.
            b'"' if open || at == start || row.as_bytes()[at - 1] == b'"' => open = !open,
            b',' if !open => {
                cells.push(&row[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(&row[start..]);
    cells
}
