//! ECP Server rows that people copied out of a log: the time, a comma, and the event's data.
//!
//! Incident reports quote ECP commands this way, sometimes under the log's own `#Log-type` line
//! but without its `#Fields`, with remarks between the rows, and with the doubled quotes of the
//! CSV cell they were cut from. Whole logs are read by the common reader.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;

use model::{GapReason, Loss, RecordKind, Timestamp};

use crate::head::Preamble;
use crate::lines::{self, Fields, Line};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Rows copied out of an ECP Server log.
pub(crate) struct EcpServerRows;

impl Format for EcpServerRows {
    fn id(&self) -> &'static str {
        "ecp-server-rows"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        let headed = preamble.fields.is_some() || preamble.bare.is_some();
        let found = preamble.rows.iter().any(|row| split(row).is_some());
        (!headed && found).then_some(Sniff::Certain)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let detail = "lines that are no rows of an ECP Server log";
        let mut other = Loss::new(GapReason::Damaged, detail);
        let mut cut = Loss::new(GapReason::Truncated, "the last row ends early");
        let outcome = lines::read(input, sink, &mut |line, sink| {
            if !push(line, sink) {
                let loss = if line.ended { &mut other } else { &mut cut };
                loss.add(line.locator(), line.bytes.len() as u64);
            }
        });
        sink.lost(other);
        sink.lost(cut);
        outcome
    }
}

/// Pushes a row; `false` if the line holds something else.
fn push(line: Line<'_>, sink: &mut dyn Sink) -> bool {
    let text = line.text();
    if text.starts_with('#') || lines::is_divider(&text) {
        return true;
    }
    let Some((stamp, time, data)) = split(&text) else { return false };
    sink.record(&Fields {
        kind: RecordKind::ECP_SERVER,
        time: Some(time),
        locator: line.locator(),
        fields: vec![("TimeStamp", Cow::Borrowed(stamp)), ("EventData", lines::unquoted(data))],
        raw: line.bytes,
    });
    true
}

/// Splits `time,S:CMD=…`.
fn split(row: &str) -> Option<(&str, Timestamp, &str)> {
    let (stamp, data) = row.split_once(',')?;
    let time = stamp.trim().trim_matches('"').parse().ok()?;
    let start = data.trim_start_matches(['"', '\'', ' ']);
    start.starts_with("S:").then_some((stamp, time, data))
}
