//! Offline address book generator logs without a header: each line is a record.
//!
//! CVE-2021-26858 shows as one sentence in these logs, and Microsoft's Test-ProxyLogon
//! (<https://github.com/microsoft/CSS-Exchange>) searches every file of the folder for it,
//! whatever its name or form. So does this reader. Logs with a header are read by the common
//! reader.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;

use model::{Loss, RecordKind, Timestamp};

use crate::head::Preamble;
use crate::lines::{self, Fields, Line};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Folders below `Logging` that the generator writes to.
const FOLDERS: [&str; 2] = ["OABGeneratorLog", "OABGeneratorSimpleLog"];

/// What the generator says about a download that failed; enough to know its log by.
const OWN_WORDS: &str = "Download failed and temporary file";

/// Generator logs without a header.
pub(crate) struct OabGeneratorText;

impl Format for OabGeneratorText {
    fn id(&self) -> &'static str {
        "oab-generator-text"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        if !preamble.columns().is_empty() {
            return None;
        }
        if preamble.rows.iter().any(|row| row.contains(OWN_WORDS)) {
            return Some(Sniff::Generic);
        }
        let in_folder = FOLDERS.iter().any(|folder| head.path.after(folder).is_some());
        in_folder.then_some(Sniff::ByPath)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let mut untimed = Loss::new(
            model::GapReason::NoTime,
            "lines of the generator's log that do not start with a time",
        );
        let outcome = lines::read(input, sink, &mut |line, sink| {
            if !line.bytes.trim_ascii().is_empty() && !push(line, sink) {
                untimed.add(line.locator(), 0);
            }
        });
        sink.lost(untimed);
        outcome
    }
}

/// Pushes a line; `false` if it has no time.
fn push(line: Line<'_>, sink: &mut dyn Sink) -> bool {
    let text = line.text();
    let time = time_at_start(&text);
    sink.record(&Fields {
        kind: RecordKind::OAB_GENERATOR,
        time,
        locator: line.locator(),
        fields: vec![("Message", Cow::Borrowed(&*text))],
        raw: line.bytes,
    });
    time.is_some() || text.starts_with('#')
}

/// An ISO 8601 time before the first comma, blank or tabulator.
fn time_at_start(text: &str) -> Option<Timestamp> {
    let word = text.split([',', ' ', '\t']).next()?;
    word.trim_matches('"').parse().ok()
}
