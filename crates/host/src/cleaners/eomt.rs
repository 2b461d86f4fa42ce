//! The Exchange On-premises Mitigation Tool (<https://github.com/microsoft/CSS-Exchange>, folder
//! `Security`), which rewrote requests of known attacks and ran the Safety Scanner.
//!
//! It leaves: `EOMT.log` and `EOMTv2.log` (`%TEMP%\msert`, `%TEMP%\EOMTv2`; a line is
//! `2021-03-16 10:21:58 Info: …`); `C:\EOMTSummary.txt` and `C:\EOMTv2Summary.txt`; and since 2026
//! `EOMT.ps1-Debug_….txt` (`[03/16/2021 10:21:58] : …`) together with two files that the scripts
//! for IIS share, in `inetsrv\config`: `IISManagementDebugLog.txt`, and
//! `IISManagementRestoreCmdlets-CVE-….json`, which holds the settings from before and is renamed to
//! `.bak` once they are put back. Texts are English on every server, times its own.

use model::{GapReason, Locator, Loss, WinPath};
use serde_json::Value;

use crate::text::{decode, folded, holds};
use crate::time::local;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST_LOG, MOST_FACTS, at_local, cut};

/// What a line says happened: words of the line (lower case, all must stand in it), our name for
/// it. The first that fits counts.
const ACTIONS: &[(&[&str], &str)] = &[
    (&["no known threats detected"], "scan-finished"),
    (&["threats detected"], "threats-detected"),
    (&["rollback", "complete"], "rolled-back"),
    (&["rollback", "issues"], "rollback-failed"),
    (&["starting rollback"], "rollback-started"),
    (&["starting iis configuration restore"], "rollback-started"),
    (&["successfully removed the restore file"], "rolled-back"),
    (&["successfully saved out restore actions"], "rollback-saved"),
    (&["starting iis configuration action"], "mitigation-started"),
    (&["starting mitigation"], "mitigation-started"),
    (&["mitigation complete"], "mitigation-applied"),
    (&["mitigation for cve", " applied on"], "mitigation-applied"),
    (&["mitigation", "failed"], "mitigation-failed"),
    (&["mitigation not present"], "not-mitigated"),
    (&["mitigation already applied"], "already-mitigated"),
    (&["code fix applied"], "already-fixed"),
    (&["vulnerability has been fixed"], "already-fixed"),
    (&["applying"], "mitigation-started"),
    (&["safety scanner is complete"], "scan-finished"),
    (&["msert scan complete"], "scan-finished"),
    (&["running microsoft safety scanner"], "scan-started"),
    (&["rewrite module installed"], "module-installed"),
    (&["failed to complete"], "failed"),
    (&[".ps1 failed"], "failed"),
    (&[".ps1 complete"], "finished"),
    (&["starting eomt"], "started"),
];

/// How the file with the former settings begins.
const RESTORE: &str = "iismanagementrestorecmdlets-";

/// Largest file with former settings that is read; a real one has a few KiB. A document held as
/// a tree takes some thirty times its size.
const LARGEST_RESTORE: usize = 4 * 1024 * 1024;

/// Most parameters of one former setting that are kept; there are four or five.
const MOST_PARAMETERS: usize = 32;

/// What each generation of the tool mitigated; the first two do not name it in every line.
const GENERATIONS: [(&str, &str, &str); 3] = [
    ("eomtv2", "EOMTv2.ps1", "CVE-2022-41040"),
    ("eomt.ps1", "EOMT.ps1", ""),
    ("eomt", "EOMT.ps1", "CVE-2021-26855"),
];

/// Logs, summaries and former settings of the mitigation tool.
pub(crate) struct EomtLog;

impl Reader for EomtLog {
    fn id(&self) -> &'static str {
        "eomt-log"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        let name = head.path.file_name().to_ascii_lowercase();
        if holds(&text, "mitigation summary") && holds(&text, "message: microsoft attempted to")
            || holds(&text, "starting iis configuration action:")
            || holds(&text, "starting iis configuration restore action:")
            || is_restore(&name) && holds(&text, "\"cmdlet\"")
        {
            return Some(Sniff::Certain);
        }
        let is_text = name.ends_with(".log") || name.ends_with(".txt");
        let named = name.starts_with("eomt") && is_text || is_restore(&name);
        named.then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST_LOG
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let name = path.file_name().to_ascii_lowercase();
        let text = decode(bytes, sink);
        let folded = folded(&bytes[..bytes.len().min(crate::HEAD_BYTES)]);
        if is_restore(&name) {
            former_settings(path, text.as_str(), sink);
        } else if holds(&folded, "mitigation summary") {
            summary(text.as_str(), &name, sink);
        } else {
            log(&text, &name, sink);
        }
    }
}

fn is_restore(name: &str) -> bool {
    name.starts_with(RESTORE) && (name.ends_with(".json") || name.ends_with(".bak"))
}

fn fact(element: &'static str, locator: Locator) -> Fact {
    Fact::new(FactKind::EomtLog, locator).with("element", element).with("tool", "eomt")
}

/// The first identifier of a vulnerability in a text, in capitals.
fn vulnerability(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let start = upper.find("CVE-")?;
    let length =
        upper[start + 4..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let found = upper[start..start + 4 + length].trim_end_matches('-');
    (found.len() > "CVE-2021-".len()).then(|| found.to_owned())
}

/// Which script wrote a file of this name, and what it mitigates.
fn generation(name: &str) -> (Option<&'static str>, Option<&'static str>) {
    let found = GENERATIONS.iter().find(|(start, _, _)| name.starts_with(start));
    let cve = found.map(|(_, _, cve)| *cve).filter(|cve| !cve.is_empty());
    (found.map(|(_, script, _)| *script), cve)
}

fn log(text: &crate::text::Text<'_>, name: &str, sink: &mut dyn Sink) {
    let (script, usual) = generation(name);
    let mut left_out = Loss::new(
        GapReason::TooLarge,
        "lines of a mitigation log beyond the first hundred thousand",
    );
    let mut last_time: Option<String> = None;
    let mut count = 0;
    for (place, line) in text.lines() {
        let line = line.trim();
        let parts = parts_of(line);
        let lower = parts.message.to_ascii_lowercase();
        let action =
            ACTIONS.iter().find(|(words, _)| words.iter().all(|word| lower.contains(word)));
        let time = parts.time.or_else(|| {
            let (_, time) = parts.message.split_once("Action: ")?;
            local("%m/%d/%Y %H:%M:%S", time)
        });
        // Lines of the shared log have no time of their own; what follows a start belongs to it.
        last_time = time.or(last_time);
        // A line without level and known words is a continuation, or talk between steps.
        if action.is_none() && parts.level.is_none() {
            continue;
        }
        count += 1;
        if count > MOST_FACTS {
            left_out.add(place, 0);
            continue;
        }
        let mitigation = vulnerability(parts.message).or_else(|| usual.map(str::to_owned));
        let said = fact("line", place)
            .with_some("script", script)
            .with_some("level", parts.level)
            .with("message", cut(parts.message))
            .with_some("mitigation", mitigation)
            .with_some("action", action.map(|(_, name)| *name));
        sink.fact(at_local(said, last_time.as_deref()));
    }
    sink.lost(left_out);
    if count == 0 && !text.as_str().trim().is_empty() {
        let detail = "a mitigation log in which no line is of a known form".to_owned();
        sink.gap(Locator::File, GapReason::Damaged, detail, 1, text.as_str().len() as u64);
    }
}

/// A line taken apart.
struct Parts<'l> {
    time: Option<String>,
    level: Option<&'l str>,
    message: &'l str,
}

fn parts_of(line: &str) -> Parts<'_> {
    /// Characters of `2021-03-16 10:21:58`.
    const TIME: usize = 19;
    if let Some(time) = line.get(..TIME).and_then(|time| local("%Y-%m-%d %H:%M:%S", time)) {
        let rest = line[TIME..].trim_start();
        let split = rest.split_once(": ").filter(|(level, _)| !level.contains(' '));
        let (level, message) = split.map_or((None, rest), |(level, rest)| (Some(level), rest));
        return Parts { time: Some(time), level, message };
    }
    if let Some((time, message)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] : "))
        && let Some(time) = local("%m/%d/%Y %H:%M:%S", time)
    {
        return Parts { time: Some(time), level: None, message };
    }
    Parts { time: None, level: None, message: line }
}

/// The page that the tool leaves for the administrator: whether the last run succeeded. Without a
/// time.
fn summary(text: &str, name: &str, sink: &mut dyn Sink) {
    let lower = text.to_ascii_lowercase();
    let succeeded = lower.contains("this attempt was successful");
    let failed = lower.contains("this attempt was unsuccessful");
    let action = match (succeeded, failed) {
        (true, false) => Some("mitigation-applied"),
        (false, true) => Some("mitigation-failed"),
        _ => None,
    };
    let message = text.lines().find(|line| line.to_ascii_lowercase().starts_with("message:"));
    let mitigation = text.lines().take(3).find_map(vulnerability);
    sink.fact(
        fact("summary", Locator::File)
            .with_some("script", generation(name).0)
            .with_some("message", message.map(cut))
            .with_some("mitigation", mitigation)
            .with_some("action", action),
    );
    if action.is_none() {
        let detail = "a mitigation summary that does not say whether it succeeded".to_owned();
        sink.gap(Locator::File, GapReason::Damaged, detail, 1, 0);
    }
}

/// The settings from before a mitigation, each with the command that puts it back.
fn former_settings(path: &WinPath, text: &str, sink: &mut dyn Sink) {
    let name = path.file_name();
    let stem = name.get(RESTORE.len()..).and_then(|rest| rest.rsplit_once('.'));
    let (purpose, ending) = stem.unwrap_or((name, ""));
    let action = if ending.eq_ignore_ascii_case("bak") { "rolled-back" } else { "rollback-saved" };
    if text.len() > LARGEST_RESTORE {
        let detail =
            format!("settings from before a mitigation of more than {LARGEST_RESTORE} bytes");
        return sink.gap(Locator::File, GapReason::TooLarge, detail, 1, text.len() as u64);
    }
    let document: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(document) => document,
        Err(error) => {
            let detail = format!("the settings from before a mitigation: {error}");
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, text.len() as u64);
            Value::Null
        }
    };
    // One setting is written without the brackets of a list.
    let entries = match &document {
        Value::Array(entries) => entries.as_slice(),
        Value::Object(_) => std::slice::from_ref(&document),
        _ => &[],
    };
    let mitigation = vulnerability(purpose).unwrap_or_else(|| cut(purpose).to_owned());
    let about = |locator| {
        fact("rollback", locator).with("mitigation", mitigation.as_str()).with("action", action)
    };
    if entries.is_empty() {
        sink.fact(about(Locator::File));
    }
    let most = usize::try_from(MOST_FACTS).unwrap_or(usize::MAX);
    for (index, entry) in entries.iter().take(most).enumerate() {
        let mut fact = about(Locator::Node { path: format!("[{index}]") })
            .with_some("cmdlet", entry.get("Cmdlet").and_then(Value::as_str));
        let parameters = entry.get("Parameters").and_then(Value::as_object);
        for (name, value) in parameters.into_iter().flatten().take(MOST_PARAMETERS) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            fact.push(cut(name).to_owned(), cut(&value));
        }
        sink.fact(fact);
    }
    if entries.len() > most {
        let detail = format!("settings from before a mitigation after the first {most}");
        sink.gap(Locator::File, GapReason::TooLarge, detail, (entries.len() - most) as u64, 0);
    }
}
