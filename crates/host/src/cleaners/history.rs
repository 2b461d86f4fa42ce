//! Defender's detection history: one file for each detection, named by its GUID, in
//! `ProgramData\Microsoft\Windows Defender\Scans\History\Service\DetectionHistory\NN`.
//!
//! The format as observed by
//! <https://github.com/cert-orangecyberdefense/wddh-parser> (doc.md): a sequence of values, each a
//! length and a type of four bytes, the data, zeros up to a multiple of eight. The order differs
//! between versions, so places are found by their shape: two texts and two numbers before a blob
//! are the kind and the path of a resource.

use model::{GapReason, Locator, Timestamp, WinPath};

use crate::at;
use crate::hive::{hex, u32_at, u64_at};
use crate::text::{repeated, utf16};
use crate::time::filetime_at;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{Place, at_moment, bare};

/// Largest file read. Real ones have under 100 KiB.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Most values of one file. A detection with a hundred places has some thousand.
const MOST_VALUES: usize = 200_000;

/// Most places that become facts.
const MOST_PLACES: usize = 10_000;

/// What the service says became of the threat: `ThreatStatusID` of
/// <https://learn.microsoft.com/previous-versions/windows/desktop/defender/msft-mpthreatdetection>,
/// our word, whether the threat is gone.
const STATUSES: [(u32, &str, Option<bool>); 13] = [
    (0, "unknown", None),
    (1, "detect", Some(false)),
    (2, "clean", Some(true)),
    (3, "quarantine", Some(true)),
    (4, "remove", Some(true)),
    (5, "allow", Some(false)),
    (6, "block", None),
    (102, "quarantine-failed", Some(false)),
    (103, "remove-failed", Some(false)),
    (104, "allow-failed", None),
    (105, "abandoned", Some(false)),
    (106, "clean-failed", Some(false)),
    (107, "block-failed", Some(false)),
];

/// Types of values.
mod kind {
    pub(super) const NUMBER: u32 = 0x06;
    pub(super) const LONG: u32 = 0x08;
    pub(super) const TIME: u32 = 0x0A;
    pub(super) const TEXT: u32 = 0x15;
    pub(super) const GUID: u32 = 0x1E;
    pub(super) const BLOB: u32 = 0x28;
}

/// A file of the detection history.
pub(crate) struct DetectionHistory;

impl Reader for DetectionHistory {
    fn id(&self) -> &'static str {
        "defender-history"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let told = |offset| u32_at(head.bytes, offset);
        let begins = told(0) == Some(8) && told(4) == Some(kind::LONG);
        let identified = told(16) == Some(16) && told(20) == Some(kind::GUID);
        if begins && identified {
            return Some(Sniff::Certain);
        }
        let named = head.path.after("DetectionHistory").is_some();
        (named && !head.bytes.is_empty()).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let values = values(bytes, sink);
        let Some(detection) = Detection::of(&values) else {
            let detail = "a detection of Defender that names no threat".to_owned();
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
            return;
        };
        let places = resources(&values);
        if places.is_empty() {
            sink.fact(detection.fact(Locator::File));
        }
        for resource in places.iter().take(MOST_PLACES) {
            let fact = detection.fact(at(resource.offset));
            let scheme = utf16(resource.scheme.data);
            let path = utf16(resource.path.data);
            let mut fact = Place { scheme: scheme.trim(), path: bare(path.trim()) }.describe(fact);
            for (key, field) in SUMS {
                fact = fact.with_some(field, text_in_blob(resource.blob.data, key));
            }
            sink.fact(fact);
        }
        if places.len() > MOST_PLACES {
            let detail = format!("places of one detection after the first {MOST_PLACES}");
            let count = (places.len() - MOST_PLACES) as u64;
            sink.gap(Locator::File, GapReason::TooLarge, detail, count, 0);
        }
    }
}

/// Keys of a blob whose texts are kept, and their fields.
const SUMS: [(&str, &str); 3] = [
    ("ThreatTrackingSha256", "sha256"),
    ("ThreatTrackingSha1", "sha1"),
    ("ThreatTrackingMD5", "md5"),
];

/// One value of the file.
#[derive(Clone, Copy)]
struct Value<'b> {
    offset: u64,
    kind: u32,
    data: &'b [u8],
}

impl Value<'_> {
    fn number(&self) -> Option<u32> {
        (self.kind == kind::NUMBER).then(|| u32_at(self.data, 0)).flatten()
    }

    fn time(&self) -> Option<Timestamp> {
        (self.kind == kind::TIME).then(|| filetime_at(self.data, 0)).flatten()
    }

    fn is_text(&self) -> bool {
        self.kind == kind::TEXT
    }
}

/// The values of a file; a gap where they stop making sense.
fn values<'b>(bytes: &'b [u8], sink: &mut dyn Sink) -> Vec<Value<'b>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from + 8 <= bytes.len() && found.len() < MOST_VALUES {
        let (length, kind) = (u32_at(bytes, from).unwrap_or(0), u32_at(bytes, from + 4));
        let end = (from + 8).saturating_add(length as usize);
        let Some(data) = bytes.get(from + 8..end) else { break };
        found.push(Value { offset: from as u64, kind: kind.unwrap_or(0), data });
        from = end.next_multiple_of(8);
    }
    if from < bytes.len() {
        let reason =
            if found.len() >= MOST_VALUES { GapReason::TooLarge } else { GapReason::Truncated };
        let detail = "values of a detection of Defender that were not read".to_owned();
        let (offset, length) = (from as u64, (bytes.len() - from) as u64);
        sink.gap(Locator::Bytes { offset, length }, reason, detail, 1, length);
    }
    found
}

/// What a file says about a detection as a whole.
struct Detection {
    threat: String,
    threat_id: Option<u64>,
    id: Option<String>,
    status: Option<u32>,
    found: Option<Timestamp>,
    remediated: Option<Timestamp>,
    changed: Option<Timestamp>,
    user: Option<String>,
    process: Option<String>,
}

impl Detection {
    fn of(values: &[Value<'_>]) -> Option<Self> {
        let is_version = |value: &Value<'_>| utf16(value.data).starts_with("Magic.Version");
        let named = values.iter().position(|value| value.is_text() && !is_version(value))?;
        // After the last resource's blob come the times, with user and process between them.
        let times: Vec<(usize, &Value<'_>)> =
            values.iter().enumerate().filter(|(_, value)| value.kind == kind::TIME).collect();
        let time = |number: usize| times.get(number).and_then(|(_, value)| value.time());
        let between: Vec<&Value<'_>> = match (times.first(), times.get(1)) {
            (Some((from, _)), Some((to, _))) => {
                values[*from..*to].iter().filter(|value| value.is_text()).collect()
            }
            _ => Vec::new(),
        };
        let from_end = |back: usize| {
            let index = between.len().checked_sub(back)?;
            let text = utf16(between.get(index)?.data);
            (!text.is_empty()).then(|| repeated(&text).to_owned())
        };
        let guid = values.iter().take(named).find(|value| value.kind == kind::GUID);
        let long = values.iter().take(named).find(|value| value.kind == kind::LONG);
        Some(Self {
            threat: repeated(&utf16(values[named].data)).to_owned(),
            threat_id: long.and_then(|value| u64_at(value.data, 0)),
            id: guid.and_then(|value| super::quarantine::guid(value.data)),
            // The sixth number after the name.
            status: values.get(named + 6).and_then(Value::number),
            changed: time(0),
            found: time(1),
            remediated: time(2),
            user: from_end(2),
            process: from_end(1),
        })
    }

    fn fact(&self, locator: Locator) -> Fact {
        let known = STATUSES.iter().find(|(number, _, _)| Some(*number) == self.status);
        let gone = known.and_then(|(_, _, gone)| *gone);
        let fact = Fact::new(FactKind::DefenderLog, locator)
            .with("element", "detection")
            .with("tool", "defender")
            .with("source", "detection-history")
            .with("threat", self.threat.as_str())
            .with_some("action", known.map(|(_, word, _)| *word))
            .with_some("statusCode", self.status.map(|status| status.to_string()))
            .with_some("removed", gone.map(|gone| gone.to_string()))
            .with_some("threatId", self.threat_id.map(|id| id.to_string()))
            .with_some("id", self.id.as_deref())
            .with_some("remediated", self.remediated.map(|time| time.to_string()))
            .with_some("changed", self.changed.map(|time| time.to_string()))
            .with_some("user", self.user.as_deref())
            .with_some("process", self.process.as_deref());
        at_moment(fact, self.found)
    }
}

/// A place where the threat was found.
struct Resource<'b> {
    offset: u64,
    scheme: Value<'b>,
    path: Value<'b>,
    blob: Value<'b>,
}

fn resources<'b>(values: &[Value<'b>]) -> Vec<Resource<'b>> {
    values
        .array_windows()
        .filter_map(|[scheme, path, first, second, blob]| {
            let fits = scheme.is_text()
                && path.is_text()
                && first.kind == kind::NUMBER
                && second.kind == kind::NUMBER
                && blob.kind == kind::BLOB;
            fits.then_some(Resource {
                offset: scheme.offset,
                scheme: *scheme,
                path: *path,
                blob: *blob,
            })
        })
        .collect()
}

/// The text that follows a key in a blob: a type (6 wide, 7 narrow), a size, the text.
fn text_in_blob(blob: &[u8], key: &str) -> Option<String> {
    /// Longest sum in characters: SHA-512 in hexadecimal.
    const LONGEST_SUM: usize = 128;
    let wide: Vec<u8> = key.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let found = memchr::memmem::find(blob, &wide)?;
    let from = found + wide.len();
    let size = (u32_at(blob, from + 4)? as usize).min(LONGEST_SUM * 2 + 2);
    let data = blob.get(from + 8..from + 8 + size)?;
    let text = match u32_at(blob, from)? {
        6 => utf16(data),
        7 => String::from_utf8_lossy(data.split(|byte| *byte == 0).next()?).into_owned(),
        _ => hex(data),
    };
    (!text.is_empty()).then_some(text)
}
