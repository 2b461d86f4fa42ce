//! Defender's protection log, `MPLog-*.log` and `MPDetection-*.log` in
//! `ProgramData\Microsoft\Windows Defender\Support`: UTF-16 text that outlives cleared event logs
//! (<https://www.crowdstrike.com/blog/how-to-use-microsoft-protection-logging-for-forensic-investigations/>).
//!
//! Two forms matter. Lines with a time in UTC (newer versions leave its `Z` out), a word and what
//! it is about: `DETECTION_ADD`, `DETECTION`, `DETECTIONEVENT`, and `DETECTION_CLEANEVENT` with what
//! was done. And blocks between `Beginning threat actions` and `Finished threat actions`, lines of
//! `name:value` with a time of the server's own clock. The log changes with every version of
//! Defender; everything else is passed over.

use std::collections::HashSet;

use model::{GapReason, Locator, Loss, Timestamp, WinPath};

use crate::text::{decode, folded, holds, repeated};
use crate::time::local;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST_LOG, MOST_FACTS, Place, action_word, at_local, at_moment, bare, cut, removed};

/// Words (lower case) that no other log has.
const MARKS: [&str; 6] = [
    "microsoft antimalware",
    "mpengine",
    "detection_add",
    "detectionevent mpsource_",
    "estimatedimpact:",
    "beginning threat actions",
];

/// Most places named in one line or block.
const MOST_PLACES: usize = 1_000;

/// Defender's protection log.
pub(crate) struct ProtectionLog;

impl Reader for ProtectionLog {
    fn id(&self) -> &'static str {
        "defender-log"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let name = head.path.file_name().to_ascii_lowercase();
        let named = name.ends_with(".log")
            && (name.starts_with("mplog") || name.starts_with("mpdetection"));
        let text = folded(head.bytes);
        let marked = MARKS.iter().any(|mark| holds(&text, mark));
        match (named, marked) {
            (true, true) => Some(Sniff::Certain),
            (true, false) => Some(Sniff::ByPath),
            (false, _) => holds(&text, "detection_cleanevent mpsource_").then_some(Sniff::Certain),
        }
    }

    fn largest(&self) -> u64 {
        LARGEST_LOG
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut log = Log::new();
        for (place, line) in text.lines() {
            log.line(place, line.trim(), sink);
        }
        let is_log = log.is_log;
        log.end(sink);
        if !is_log && !bytes.is_empty() {
            let detail = "no line of a protection log".to_owned();
            sink.gap(Locator::File, GapReason::UnknownFormat, detail, 1, bytes.len() as u64);
        }
    }
}

/// What a line or block says about a threat.
struct Saying<'l> {
    element: &'static str,
    threat: &'l str,
    action: String,
    result: Option<&'l str>,
    origin: Option<&'l str>,
    places: Vec<Place<'l>>,
}

#[derive(Default)]
struct Block {
    started: Option<String>,
    threat: String,
    action: String,
    sha1: Option<String>,
    paths: Vec<String>,
    complete: bool,
}

struct Log {
    block: Option<(Locator, Block)>,
    /// Threat, place and second of each detection: one is written two or three times.
    seen: HashSet<(String, String, i64)>,
    /// Whether any line had a form of such a log.
    is_log: bool,
    facts: u64,
    left_out: Loss,
    unfinished: Loss,
    unlike: Loss,
}

impl Log {
    fn new() -> Self {
        Self {
            block: None,
            seen: HashSet::new(),
            is_log: false,
            facts: 0,
            left_out: Loss::new(
                GapReason::TooLarge,
                "detections of a protection log beyond the first hundred thousand",
            ),
            unfinished: Loss::new(GapReason::Truncated, "threat actions without their end"),
            unlike: Loss::new(GapReason::Damaged, "detections of an unknown form"),
        }
    }

    fn line(&mut self, place: Locator, line: &str, sink: &mut dyn Sink) {
        if line.eq_ignore_ascii_case("beginning threat actions") {
            self.end_block(true, sink);
            self.is_log = true;
            self.block = Some((place, Block::default()));
        } else if line.eq_ignore_ascii_case("finished threat actions") {
            self.end_block(false, sink);
        } else if let Some((time, rest)) = line.split_once(' ')
            && let Some(time) = moment(time)
        {
            self.is_log = true;
            self.timed(place, time, rest.trim_start(), sink);
        } else if let Some((_, block)) = &mut self.block {
            block.line(line);
        }
    }

    fn timed(&mut self, place: Locator, time: Timestamp, rest: &str, sink: &mut dyn Sink) {
        let (word, about) = rest.split_once(' ').unwrap_or((rest, ""));
        let word = word.split_once('#').map_or(word, |(word, _)| word);
        let is_clean = word.eq_ignore_ascii_case("DETECTION_CLEANEVENT");
        let is_found = ["DETECTION_ADD", "DETECTIONEVENT", "DETECTION"]
            .iter()
            .any(|own| word.eq_ignore_ascii_case(own));
        if !is_clean && !is_found {
            return;
        }
        let Some(saying) = Saying::of(about, is_clean) else {
            self.unlike.add(place, rest.len() as u64);
            return;
        };
        for fact in saying.facts(&place) {
            if is_found && !self.is_new(&fact, time) {
                continue;
            }
            self.push(at_moment(fact, Some(time)), sink);
        }
    }

    fn is_new(&mut self, fact: &Fact, time: Timestamp) -> bool {
        let text = |field| fact.value(field).unwrap_or_default().to_lowercase();
        self.facts >= MOST_FACTS
            || self.seen.insert((text("threat"), text("path"), time.as_second()))
    }

    fn push(&mut self, fact: Fact, sink: &mut dyn Sink) {
        self.facts += 1;
        if self.facts > MOST_FACTS {
            self.left_out.add(fact.locator, 0);
        } else {
            sink.fact(fact);
        }
    }

    fn end_block(&mut self, is_cut: bool, sink: &mut dyn Sink) {
        let Some((place, block)) = self.block.take() else { return };
        if is_cut {
            self.unfinished.add(place.clone(), 0);
        }
        if block.threat.is_empty() {
            return;
        }
        // A block that ended names no code: it says "complete" where the action took place.
        let result = block.complete.then_some("0");
        let saying = Saying {
            element: "action",
            threat: &block.threat,
            action: block.action.clone(),
            result,
            origin: None,
            places: block.paths.iter().map(|path| Place { scheme: "file", path }).collect(),
        };
        for fact in saying.facts(&place) {
            let fact = fact.with_some("sha1", block.sha1.as_deref());
            self.push(at_local(fact, block.started.as_deref()), sink);
        }
    }

    fn end(mut self, sink: &mut dyn Sink) {
        self.end_block(true, sink);
        for loss in [self.left_out, self.unfinished, self.unlike] {
            sink.lost(loss);
        }
    }
}

impl Block {
    fn line(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = cut(value.trim());
        match name.trim().to_ascii_lowercase().as_str() {
            "start time" => self.started = local("%m-%d-%Y %H:%M:%S", value),
            "threat name" => self.threat = repeated(value).to_owned(),
            "action" => self.action = action_word(value),
            "resource action complete" => self.complete = true,
            "file to act on sha1" => self.sha1 = Some(repeated(value).to_owned()),
            "path" | "file name" => {
                let value = bare(value);
                let known = self.paths.iter().any(|path| path.eq_ignore_ascii_case(value));
                if !known && !value.is_empty() && self.paths.len() < MOST_PLACES {
                    self.paths.push(value.to_owned());
                }
            }
            _ => {}
        }
    }
}

impl<'l> Saying<'l> {
    /// Reads what follows the word: an origin, for a clean event the action and its result, the
    /// threat, the places.
    fn of(about: &'l str, is_clean: bool) -> Option<Self> {
        let (mut origin, mut rest) = (None, about.trim_start());
        let next = |rest: &mut &'l str| {
            let (word, more) = rest.split_once(' ').unwrap_or((rest, ""));
            *rest = more.trim_start();
            word
        };
        if rest.starts_with("MPSOURCE_") {
            origin = Some(next(&mut rest));
        }
        let (action, result) = if is_clean {
            (action_word(next(&mut rest)), Some(next(&mut rest)))
        } else {
            ("detect".to_owned(), None)
        };
        let threat = next(&mut rest);
        // Threats are written as kind, colon, platform, slash, name.
        if !threat.contains(':') || threat.is_empty() {
            return None;
        }
        let rest = rest.split(" PropBag [").next().unwrap_or(rest);
        let element = if is_clean { "action" } else { "detection" };
        Some(Self { element, threat, action, result, origin, places: places(rest) })
    }

    /// One fact for each place, or one without any.
    fn facts(self, locator: &Locator) -> Vec<Fact> {
        let gone = removed(&self.action, self.result);
        let about = || {
            Fact::new(FactKind::DefenderLog, locator.clone())
                .with("element", self.element)
                .with("tool", "defender")
                .with("source", "protection-log")
                .with("threat", repeated(self.threat))
                .with("action", self.action.as_str())
                .with_some("result", self.result.map(repeated))
                .with_some("removed", gone.map(|gone| gone.to_string()))
                .with_some("origin", self.origin.map(repeated))
        };
        if self.places.is_empty() {
            return vec![about()];
        }
        self.places.iter().map(|place| place.describe(about())).collect()
    }
}

/// Places one after the other, separated by semicolons, which may also stand in a path: a new
/// place begins with a scheme.
fn places(text: &str) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(';').chain([(text.len(), "")]) {
        let is_end = text[at..].len() <= 1 || Place::of(&text[at + 1..]).is_some();
        if is_end && at >= start {
            found.extend(Place::of(&text[start..at]));
            start = at + 1;
        }
        if found.len() >= MOST_PLACES {
            break;
        }
    }
    found
}

/// The time at the beginning of a line, which is UTC also without its `Z`.
fn moment(text: &str) -> Option<Timestamp> {
    /// Characters of `2021-03-03T10:00:00`.
    const SHORTEST: usize = 19;
    if text.len() < SHORTEST || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}
