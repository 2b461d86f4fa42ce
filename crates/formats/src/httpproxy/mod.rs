//! HttpProxy logs: the front end's own view of each client request, one folder per protocol, and
//! the exports people make of them.
//!
//! Rows are understood by the file's own header. The header of 15.0.516 names a column that its
//! rows lack (54 names, 53 cells); later builds have 68, 69 and 74 columns. Microsoft's
//! Test-ProxyLogon exports nine of these columns with `Export-Csv`
//! (<https://github.com/microsoft/CSS-Exchange>, Security/src/Test-ProxyLogon.ps1); such a file
//! is read like a log.

mod columns;
mod kept;
#[cfg(test)]
mod tests;

use std::io;

pub(crate) use kept::KeptColumns;

use model::{Date, Quoting, RecordKind, Schema, TimeColumns};

use crate::head::{Preamble, has_all};
use crate::table::{self, Dialect};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Columns that together only HttpProxy logs have, and that exports of them keep.
const OWN_COLUMNS: [&str; 4] = ["DateTime", "UrlStem", "AnchorMailbox", "RoutingHint"];

/// Widths of rows of the known builds.
const WIDTHS: [usize; 4] = [53, 68, 69, 74];

/// HttpProxy logs of all protocols and builds.
pub(crate) struct HttpProxy;

impl Dialect for HttpProxy {
    fn quoting(&self) -> Quoting {
        Quoting::Csv
    }

    fn schema(&self, names: Vec<Box<str>>, _: Option<Date>) -> Schema {
        let position =
            |name: &str| names.iter().position(|column| column.eq_ignore_ascii_case(name));
        let time = TimeColumns::One(position("DateTime").unwrap_or(0));
        let part = position("Protocol");
        let kind = RecordKind::HTTP_PROXY;
        Schema { kind, columns: names, time, part, quoting: Quoting::Csv }
    }

    fn layouts(&self) -> Vec<Vec<Box<str>>> {
        columns::layouts()
    }
}

impl Format for HttpProxy {
    fn id(&self) -> &'static str {
        "httpproxy"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        if preamble.is_type("HttpProxy Logs") || has_all(&preamble.columns(), &OWN_COLUMNS) {
            return Some(Sniff::Certain);
        }
        if preamble.log_type.is_some() || preamble.fields.is_some() {
            return None;
        }
        if preamble.rows.iter().any(|row| is_row(row)) {
            return Some(Sniff::Generic);
        }
        let in_folder = head.path.after("Logging\\HttpProxy").is_some();
        let is_log = head.path.extension().is_some_and(|extension| extension == "log");
        (in_folder && is_log).then_some(Sniff::ByPath)
    }

    fn splits(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        table::read(self, input, sink)
    }
}

/// `time,request,15,minor,build,revision,…` with as many cells as a known build writes. Cells hold
/// no commas: Exchange replaces them.
fn is_row(row: &str) -> bool {
    let cells: Vec<&str> = row.split(',').collect();
    let number = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    WIDTHS.contains(&cells.len())
        && cells[0].parse::<model::Timestamp>().is_ok()
        && cells[2..6].iter().all(|cell| number(cell))
}
