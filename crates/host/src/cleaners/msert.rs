//! The Microsoft Safety Scanner and the Malicious Software Removal Tool, which write one text log
//! each, `%SystemRoot%\debug\msert.log` and `mrt.log`: run after run, UTF-16 or the server's code
//! page, in English on every server. `EOMT.ps1` moves older runs to `msert.old.log`.
//!
//! Times are the server's own. Return codes:
//! <https://support.microsoft.com/topic/891716> (0 nothing found; 6 found, no errors; 7 found, with
//! errors; 8 and 9 found, more to be done by hand; 10 to 12 found, restart needed; others: the scan
//! did not take place).

use model::{GapReason, Locator, Loss, WinPath};

use crate::text::{decode, folded, holds, repeated};
use crate::time::local;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST_LOG, MOST_FACTS, Place, action_word, at_local, cut, removed};

/// How a run's first line names its tool (lower case), and our word for it.
const TOOLS: [(&str, &str); 2] = [
    ("microsoft safety scanner v", "msert"),
    ("microsoft windows malicious software removal tool v", "mrt"),
];

/// Names of the logs.
const NAMES: [&str; 3] = ["msert.log", "msert.old.log", "mrt.log"];

/// Most places of one threat, and most lines of one summary, that are kept.
const MOST_LINES: usize = 10_000;

/// Logs of the Safety Scanner and the Removal Tool.
pub(crate) struct MsertLog;

impl Reader for MsertLog {
    fn id(&self) -> &'static str {
        "msert-log"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        if TOOLS.iter().any(|(line, _)| holds(&text, line)) && holds(&text, "started on ") {
            return Some(Sniff::Certain);
        }
        let name = head.path.file_name();
        NAMES.iter().any(|own| name.eq_ignore_ascii_case(own)).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST_LOG
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut log = Log::of(path);
        for (place, line) in text.lines() {
            log.line(&place, line.trim(), sink);
        }
        log.end_run(sink);
        if log.runs == 0 && !bytes.is_empty() {
            let detail = "a scanner's log without the first line of any run".to_owned();
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
        }
        sink.lost(log.left_out);
    }
}

/// One run of a scanner.
#[derive(Default)]
struct Run {
    tool: &'static str,
    version: String,
    started: Option<String>,
    ended: Option<String>,
    code: Option<String>,
    /// Engine, signatures and run mode, by their own names.
    told: Vec<(&'static str, String)>,
    summary: Vec<String>,
    threats: u64,
    errors: u64,
}

/// A threat whose places are still being listed.
struct Threat {
    locator: Locator,
    name: String,
    status: &'static str,
    action: Option<String>,
    result: Option<String>,
    sha1: Option<String>,
    places: Vec<(Locator, String)>,
}

struct Log {
    run: Option<(Locator, Run)>,
    threat: Option<Threat>,
    in_summary: bool,
    runs: u64,
    facts: u64,
    left_out: Loss,
    /// Which tool the file's name names, for threats whose run begins before the file does.
    usual: &'static str,
}

impl Log {
    fn of(path: &WinPath) -> Self {
        let is_mrt = path.file_name().to_ascii_lowercase().starts_with("mrt");
        let usual = if is_mrt { "mrt" } else { "msert" };
        let detail = "threats of a scanner's log beyond the first hundred thousand";
        let left_out = Loss::new(GapReason::TooLarge, detail);
        Self { run: None, threat: None, in_summary: false, runs: 0, facts: 0, left_out, usual }
    }

    fn line(&mut self, place: &Locator, line: &str, sink: &mut dyn Sink) {
        let lower = line.to_ascii_lowercase();
        if let Some((start, tool)) = TOOLS.iter().find(|(start, _)| lower.starts_with(start)) {
            self.end_run(sink);
            let version = line[start.len() - 1..].split(',').next().unwrap_or_default();
            let run = Run { tool, version: cut(version).to_owned(), ..Run::default() };
            self.run = Some((place.clone(), run));
            self.runs += 1;
        } else if let Some(found) = after(line, &lower, "threat detected:") {
            self.end_threat(sink);
            self.threat = Some(Threat::of(place, found));
        } else if lower.starts_with("results summary:") {
            self.end_threat(sink);
            self.in_summary = true;
        } else if self.threat.is_some() {
            self.threat_line(place, line, &lower);
        } else {
            self.run_line(line, &lower, sink);
        }
    }

    fn threat_line(&mut self, place: &Locator, line: &str, lower: &str) {
        let Some(threat) = &mut self.threat else { return };
        if let Some(told) = after(line, lower, "action:") {
            let mut parts = told.split(',');
            threat.action = parts.next().map(action_word);
            let result = parts.next().and_then(|part| part.split_once(':'));
            threat.result = result.map(|(_, code)| repeated(code.trim()).to_owned());
        } else if let Some(sum) = after(line, lower, "sha1:") {
            threat.sha1.get_or_insert_with(|| repeated(sum).to_owned());
        } else if lower.contains("scan error") {
            self.count_error();
        } else if Place::of(line).is_some() && line.contains("://") {
            if threat.places.len() < MOST_LINES {
                threat.places.push((place.clone(), line.to_owned()));
            } else {
                self.left_out.add(place.clone(), 0);
            }
        }
    }

    fn run_line(&mut self, line: &str, lower: &str, sink: &mut dyn Sink) {
        if lower.contains("scan error") {
            return self.count_error();
        }
        let Some((_, run)) = &mut self.run else { return };
        for (start, field) in
            [("engine:", "engine"), ("signatures:", "signatures"), ("run mode:", "runMode")]
        {
            if let Some(value) = after(line, lower, start) {
                run.told.push((field, cut(value).to_owned()));
                return;
            }
        }
        if let Some(time) = after(line, lower, "started on ") {
            run.started = spoken(time);
        } else if let Some(at) = lower.find(" finished on ") {
            run.ended = line.get(at + " finished on ".len()..).and_then(spoken);
        } else if let Some(code) = after(line, lower, "return code:") {
            run.code = code.split_whitespace().next().map(|code| cut(code).to_owned());
            self.end_run(sink);
        } else if self.in_summary
            && !line.is_empty()
            && !line.starts_with("---")
            && run.summary.len() < MOST_LINES
        {
            run.summary.push(cut(line).to_owned());
        }
    }

    fn count_error(&mut self) {
        if let Some((_, run)) = &mut self.run {
            run.errors += 1;
        }
    }

    fn end_threat(&mut self, sink: &mut dyn Sink) {
        let Some(threat) = self.threat.take() else { return };
        let (tool, started) = match &mut self.run {
            Some((_, run)) => {
                run.threats += 1;
                (run.tool, run.started.clone())
            }
            None => (self.usual, None),
        };
        let facts = threat.facts(tool, started.as_deref());
        for fact in facts {
            self.facts += 1;
            if self.facts > MOST_FACTS {
                self.left_out.add(fact.locator, 0);
            } else {
                sink.fact(fact);
            }
        }
    }

    fn end_run(&mut self, sink: &mut dyn Sink) {
        self.end_threat(sink);
        self.in_summary = false;
        let Some((locator, run)) = self.run.take() else { return };
        let mut fact = Fact::new(FactKind::MsertLog, locator)
            .with("element", "run")
            .with("tool", run.tool)
            .with("version", run.version)
            .with_some("started", run.started.as_deref())
            .with_some("ended", run.ended.as_deref())
            .with("finished", run.ended.is_some().to_string())
            .with_some("returnCode", run.code.as_deref())
            .with("threats", run.threats.to_string())
            .with("scanErrors", run.errors.to_string());
        for (field, value) in run.told {
            fact.push(field, value);
        }
        for line in run.summary {
            fact.push("result", line);
        }
        sink.fact(at_local(fact, run.started.as_deref()));
    }
}

impl Threat {
    /// Reads what follows `Threat Detected:`, for example
    /// `Backdoor:ASP/Chopper.F!dha and Removed!`.
    fn of(place: &Locator, told: &str) -> Self {
        let (name, rest) = told.split_once(char::is_whitespace).unwrap_or((told, ""));
        let rest = rest.to_ascii_lowercase();
        let status = if rest.contains("not removed") {
            "not-removed"
        } else if rest.contains("partial") {
            "partly-removed"
        } else if rest.contains("removed") || rest.contains("cleaned") {
            "removed"
        } else {
            "unknown"
        };
        Self {
            locator: place.clone(),
            name: repeated(name.trim_end_matches(',')).to_owned(),
            status,
            action: None,
            result: None,
            sha1: None,
            places: Vec::new(),
        }
    }

    /// One fact for each place, or one without any.
    fn facts(self, tool: &str, started: Option<&str>) -> Vec<Fact> {
        let acted = self.action.as_deref().and_then(|own| removed(own, self.result.as_deref()));
        let gone = match self.status {
            "removed" => Some(true),
            "not-removed" => Some(false),
            _ => acted,
        };
        let about = |locator: Locator| {
            let fact = Fact::new(FactKind::MsertLog, locator)
                .with("element", "threat")
                .with("tool", tool)
                .with("threat", self.name.as_str())
                .with("status", self.status)
                .with_some("action", self.action.as_deref())
                .with_some("result", self.result.as_deref())
                .with_some("removed", gone.map(|gone| gone.to_string()))
                .with_some("sha1", self.sha1.as_deref());
            at_local(fact, started)
        };
        if self.places.is_empty() {
            return vec![about(self.locator.clone())];
        }
        let places = self.places.iter();
        places
            .map(|(locator, text)| {
                let fact = about(locator.clone());
                match Place::of(text) {
                    Some(place) => place.describe(fact),
                    None => fact,
                }
            })
            .collect()
    }
}

/// What follows a word at the beginning of a line; `lower` is the line in lower case.
fn after<'l>(line: &'l str, lower: &str, start: &str) -> Option<&'l str> {
    lower.starts_with(start).then(|| line[start.len()..].trim())
}

/// `Thu Mar 11 10:21:58 2021`, as C's `asctime` writes it. The weekday is left aside.
fn spoken(text: &str) -> Option<String> {
    let (_, rest) = text.trim().split_once(' ')?;
    local("%b %e %H:%M:%S %Y", rest)
}
