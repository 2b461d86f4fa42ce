//! ExchangeSetup.log: the server's own history of builds.
//!
//! Setup appends to `C:\ExchangeSetupLogs\ExchangeSetup.log` on each run. A line is
//! `[MM/dd/yyyy HH:mm:ss.0fff] [indent] text` in UTC; scripts and messages go on over further
//! lines without a stamp. Lines that say which build was set up get fields of their own:
//! `SetupVersion`, `SetupProduct`, `SetupMode`. Setup writes English whatever the server speaks.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;

use model::{GapReason, Locator, Loss, RecordKind, Timestamp};

use crate::head::Preamble;
use crate::lines::{self, Fields, Line};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Most bytes of text kept in one record. A message with the script it ran is a few KiB.
const LONGEST_TEXT: usize = 256 * 1024;

/// Setup's log.
pub(crate) struct SetupLog;

impl Format for SetupLog {
    fn id(&self) -> &'static str {
        "exchange-setup"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        let stamped: Vec<_> = preamble.rows.iter().filter_map(|row| stamp(row)).collect();
        let own = |(_, _, text): &(Timestamp, &str, &str)| !derived(text).is_empty();
        if stamped.iter().any(own) {
            return Some(Sniff::Certain);
        }
        if stamped.len() > 1 {
            return Some(Sniff::Generic);
        }
        let named = head.path.file_name().to_ascii_lowercase();
        (named.starts_with("exchangesetup") && named.ends_with(".log")).then_some(Sniff::ByPath)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let mut entry: Option<Entry> = None;
        let mut stray = Loss::new(GapReason::Damaged, "lines before the first stamped line");
        let mut cut = Loss::new(GapReason::Truncated, "the last line ends within its stamp");
        let mut long = Loss::new(GapReason::TooLarge, "an entry was kept only up to 256 KiB");
        let outcome = lines::read(input, sink, &mut |line, sink| {
            if stamp(&line.text()).is_some() {
                let done = entry.replace(Entry::new(line));
                done.iter().for_each(|entry| entry.push(sink));
            } else if !line.ended && line.bytes.starts_with(b"[") {
                cut.add(line.locator(), line.bytes.len() as u64);
            } else if let Some(entry) = &mut entry {
                if !entry.extend(line) {
                    long.add(line.locator(), line.bytes.len() as u64);
                }
            } else if !line.bytes.trim_ascii().is_empty() {
                stray.add(line.locator(), line.bytes.len() as u64);
            }
        });
        entry.iter().for_each(|entry| entry.push(sink));
        [stray, long, cut].into_iter().for_each(|loss| sink.lost(loss));
        outcome
    }
}

/// A stamped line and what follows it without a stamp.
struct Entry {
    line: u64,
    offset: u64,
    end: u64,
    text: Vec<u8>,
}

impl Entry {
    fn new(line: Line<'_>) -> Self {
        let (offset, text) = (line.offset, line.bytes.to_vec());
        Self { line: line.number, offset, end: offset + text.len() as u64, text }
    }

    /// Adds a line; `false` if there is no room for it.
    fn extend(&mut self, line: Line<'_>) -> bool {
        if self.text.len() + line.bytes.len() >= LONGEST_TEXT {
            return false;
        }
        self.end = line.offset + line.bytes.len() as u64;
        self.text.push(b'\n');
        self.text.extend_from_slice(line.bytes);
        true
    }

    fn push(&self, sink: &mut dyn Sink) {
        let whole = String::from_utf8_lossy(&self.text);
        let Some((time, indent, text)) = stamp(&whole) else { return };
        let text = text.trim_end();
        let mut fields = vec![("Indent", Cow::Borrowed(indent)), ("Text", Cow::Borrowed(text))];
        fields.extend(derived(text.lines().next().unwrap_or(text)));
        let length = self.end - self.offset;
        sink.record(&Fields {
            kind: RecordKind::SETUP,
            time: Some(time),
            locator: Locator::Line { line: self.line, offset: self.offset, length },
            fields,
            raw: &self.text,
        });
    }
}

/// Splits `[time] [indent] text`.
fn stamp(line: &str) -> Option<(Timestamp, &str, &str)> {
    let (time, rest) = line.strip_prefix('[')?.split_once("] [")?;
    let (indent, text) = rest.split_once(']')?;
    let is_indent = !indent.is_empty() && indent.bytes().all(|byte| byte.is_ascii_digit());
    Some((stamp_time(time)?, is_indent.then_some(indent)?, text.strip_prefix(' ').unwrap_or(text)))
}

/// `MM/dd/yyyy HH:mm:ss.0fff`, where `fff` are milliseconds.
fn stamp_time(text: &str) -> Option<Timestamp> {
    let (clock, fraction) = text.split_once('.')?;
    let millis: i16 = fraction.parse().ok()?;
    let (date, time) = clock.split_once(' ')?;
    let mut parts = date.split('/').map(str::parse::<i16>);
    let mut next = || parts.next()?.ok();
    let (month, day, year) = (next()?, next()?, next()?);
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let time: jiff::civil::Time = time.parse().ok()?;
    let time = time.with().millisecond(millis).build().ok()?;
    date.to_datetime(time).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// What a line says about the build that is set up.
fn derived(text: &str) -> Vec<(&'static str, Cow<'_, str>)> {
    let text = text.trim();
    let mut fields = Vec::new();
    if let Some(version) = after(text, "Setup version: ") {
        fields.push(("SetupVersion", Cow::Borrowed(version.trim_end_matches('.'))));
    }
    if let Some(product) = after(text, "Starting ").and_then(|rest| rest.strip_suffix(" Setup"))
        && product.starts_with("Microsoft Exchange Server")
    {
        fields.push(("SetupProduct", Cow::Borrowed(product)));
    }
    if let Some(mode) = after(text, "Command Line Parameter Name='mode', Value='") {
        let mode = mode.split('\'').next().unwrap_or(mode);
        fields.push(("SetupMode", Cow::Borrowed(mode)));
    }
    fields
}

/// What follows `start`, ignoring ASCII case.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}
