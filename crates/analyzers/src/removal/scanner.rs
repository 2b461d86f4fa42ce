//! What malware scanners and Microsoft's own clean-up tools found and removed: Defender's events
//! and logs, the Safety Scanner's log, and the traces of EOMT, which runs it.

use detect::{Interest, Test, When};
use model::{ArtefactRef, Record, RecordKind, RuleMeta, Timestamp, WinPath};

use super::quarantine;
use crate::backdoor::url_of;
use crate::common::field;
use crate::files::rooted;
use crate::host_setup::place::{Place, place, plain};
use crate::setup::{Grade, Means, Setup, Shown};

/// A scanner found a back door.
const FOUND: RuleMeta = RuleMeta {
    id: "removal.scanner",
    title: "A malware scanner found a back door",
    about: "Defender and the Safety Scanner write down what they found and what they did about it. \
            A web shell that was removed was there before, and whoever put it there was on the \
            server: removing the page does not undo the rest. Safety Scanner names files while it \
            scans and may take that back at the end of its log.",
    false_positives: "Scanners name harmless files at times; the name of the threat and the place \
                      of the file tell.",
    cves: &[],
    techniques: &["T1505.003"],
    references: &[
        "https://learn.microsoft.com/defender-endpoint/troubleshoot-microsoft-defender-antivirus",
        "https://github.com/microsoft/CSS-Exchange",
    ],
};

/// A clean-up tool was used.
const TOOL_RAN: RuleMeta = RuleMeta {
    id: "removal.tool_ran",
    title: "A clean-up tool of Microsoft was used on the server",
    about: "The Exchange mitigation tool EOMT and the Safety Scanner leave a summary, a log and an \
            entry in the registry. They say that somebody cleaned up: what the tools removed is \
            gone from the disk, and what they do not look for is not.",
    false_positives: "Not a sign of an intrusion: many administrators ran them to be sure.",
    cves: &[],
    techniques: &["T1505.003"],
    references: &["https://github.com/microsoft/CSS-Exchange"],
};

pub(super) static FOUND_RULES: [RuleMeta; 1] = [FOUND];
static TOOL_RULES: [RuleMeta; 1] = [TOOL_RAN];

/// What scanners found.
pub(super) static SETUP: Setup = Setup {
    more: events,
    aside: quarantine::aside,
    settle: quarantine::settle,
    ..Setup::new(&FOUND_RULES, &["msert-log", "defender-log", "eomt-log"], judge)
};

/// Tools that were used.
pub(super) static TOOLS: Setup =
    Setup { more: tool_traces, ..Setup::new(&TOOL_RULES, &["eomt-log", "msert-log"], judge_tool) };

/// Defender's events that name a threat: found (1006, 1116), acted upon (1007, 1117).
const EVENTS: [&[u8]; 4] = [b"1006", b"1007", b"1116", b"1117"];

fn events() -> Vec<Interest> {
    let of = |field: &'static str, words: &[&'static str]| {
        Interest::new(
            [RecordKind::EVENT],
            When::All(vec![
                ("EventID", Test::is(|id| EVENTS.contains(&id))),
                (field, Test::contains(words.iter().copied())),
            ]),
        )
    };
    vec![
        of("Channel", &["windows defender/operational"]),
        of("Provider_Name", &["microsoft antimalware"]),
    ]
}

fn tool_traces() -> Vec<Interest> {
    vec![
        Interest::field(
            [RecordKind::FILE],
            "name",
            Test::is(|name| TRACES.iter().any(|(own, _)| name.eq_ignore_ascii_case(own))),
        ),
        Interest::field(
            [RecordKind::of("registry")],
            "key",
            Test::contains(["msertbootstrap", "removaltools\\mrt"]),
        ),
    ]
}

/// Programs that the tools leave, and whose they are. Of their logs the content speaks: anything
/// can be called `msert.log`.
const TRACES: [(&[u8], &str); 1] = [(b"msert.exe", "Safety Scanner")];

/// What findings call the scanner of Windows.
pub(super) const DEFENDER: &str = "Microsoft Defender";

/// Parts of the names that scanners give web shells.
const SHELL_NAMES: [&str; 9] = [
    "webshell",
    "chopper",
    "backdoor:asp",
    "trojan:asp",
    "exploit:asp",
    "hacktool:asp",
    "backdoor:js",
    "backdoor:html",
    "exmann",
];

/// What the action on a threat came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Gone,
    Left,
    NotSaid,
}

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    if quarantine::is_content(record) {
        return quarantine::content(record, artefact).into_iter().collect();
    }
    let first = |names: &[&str]| {
        let found = names.iter().map(|name| field(record, name)).find(|text| !text.is_empty());
        found.unwrap_or_default().into_owned()
    };
    let threat = first(&["threat", "Threat Name", "ThreatName"]);
    let paths = first(&["path", "Path"]);
    // A log in the server's own time says so, and gives its records no time of their own.
    let clock = if field(record, "clock") == "local" { " (the server's own clock)" } else { "" };
    let at = match (record.time(), first(&["time"])) {
        (Some(time), _) => time.to_string(),
        (None, text) if text.is_empty() => text,
        (None, text) => format!("{text}{clock}"),
    };
    let named = is_shell_name(&threat);
    let mut found: Vec<(String, Grade)> =
        parts(&paths).filter_map(|path| Some((path.clone(), grade(&path, named)?))).collect();
    if found.is_empty() && named && paths.trim().is_empty() {
        found.push((threat.clone(), Grade::Likely));
    }
    let resource = field(record, "resource").into_owned();
    let tool = tool_of(record);
    let came = came(record, &tool);
    let find = Find { threat, tool, at, came, resource, outcome: outcome(record) };
    found.into_iter().map(|(path, grade)| find.shown(path, grade)).collect()
}

/// When a file came: the quarantine keeps the time of its making, other records tell only when it was
/// there. A time of the server's own clock is taken as that of the westernmost zone: later than the
/// moment, never earlier.
fn came(record: &dyn Record, tool: &str) -> Vec<(&'static str, String)> {
    let created = field(record, "created");
    if !created.is_empty() {
        return vec![("created", created.into_owned())];
    }
    let text = field(record, "time");
    let west = || format!("{text}-12:00").parse::<Timestamp>().ok();
    let (by, basis) = match record.time() {
        Some(time) => (time, format!("{tool} found it then")),
        None => match west().filter(|_| field(record, "clock") == "local") {
            Some(time) => {
                (time, format!("{tool} found it at {text} by the server's own clock, of any zone"))
            }
            None => return Vec::new(),
        },
    };
    vec![("came_by", by.to_string()), ("came_basis", basis)]
}

/// What a scanner says of one threat.
struct Find {
    threat: String,
    tool: String,
    at: String,
    /// When the file came, as far as the record tells.
    came: Vec<(&'static str, String)>,
    /// The file's name in Defender's quarantine; empty if it is not told.
    resource: String,
    outcome: Outcome,
}

impl Find {
    /// The threat in one place.
    fn shown(&self, path: String, grade: Grade) -> Shown {
        let there = || format!("See whether {path} is still there; keep a copy, then remove it");
        let (means, did, action) = match self.outcome {
            Outcome::Gone => (
                Means::Removed,
                "and removed it",
                format!(
                    "Get the copy of {path} out of the scanner's quarantine; search the IIS logs \
                     for whoever used the page before"
                ),
            ),
            Outcome::Left => (Means::FormerDoor, "and did not remove it", there()),
            Outcome::NotSaid => {
                (Means::FormerDoor, "and the record does not say what became of it", there())
            }
        };
        let page = url_of(&WinPath::new(&path)).unwrap_or_default();
        let mut facts = vec![
            ("path", path.clone()),
            ("page", page),
            ("threat", self.threat.clone()),
            ("found_by", self.tool.clone()),
            ("found_at", self.at.clone()),
        ];
        facts.extend(self.came.iter().cloned());
        if !self.resource.is_empty() {
            facts.push(("resource", self.resource.clone()));
        }
        if self.outcome == Outcome::Gone {
            facts.push(("removed_by", self.tool.clone()));
            facts.push(("removed_at", self.at.clone()));
            facts.push(("identity", self.tool.clone()));
        }
        let why = format!("{} called it {} {did}.", self.tool, self.threat);
        Shown { rule: &FOUND_RULES[0], grade, means, object: path, why, action, facts }
    }
}

/// The paths in a scanner's list: `file:_C:\a.aspx; containerfile:_C:\b.zip`.
fn parts(paths: &str) -> impl Iterator<Item = String> {
    let each = paths.split([';', '|', '\n']);
    each.filter_map(|part| {
        let part = part.trim();
        let path = part.split_once(":_").map_or(part, |(_, path)| path);
        let path = path.split("->").next().unwrap_or(path).trim();
        (path.contains('\\') && !path.starts_with("HK")).then(|| path.to_owned())
    })
}

/// Whether the name of a threat is one that scanners give web shells.
pub(super) fn is_shell_name(threat: &str) -> bool {
    let lower = threat.to_lowercase();
    SHELL_NAMES.iter().any(|name| lower.contains(name))
}

/// Whether a file lies where the web server or its compiler finds it.
pub(super) fn in_web(path: &str) -> bool {
    let own = rooted(&plain(path));
    let below = |folder: &str| WinPath::new(&own).after(folder).is_some();
    place(&own) == Place::WebRoot
        || below("ClientAccess")
        || below("inetpub")
        || below("Temporary ASP.NET Files")
}

/// How sure a find is by where the file lies; `None` if it is nothing to do with Exchange's pages.
pub(super) fn grade(path: &str, named: bool) -> Option<Grade> {
    let own = rooted(&plain(path));
    let page = own.rsplit('\\').next().is_some_and(crate::pages::executable);
    match (in_web(path), page, named) {
        (true, true, _) | (true, _, true) => Some(Grade::Certain),
        (true, false, false) => Some(Grade::Likely),
        (false, _, true) => Some(Grade::Likely),
        // Mail is scanned on its way: a page in a message is not on the server.
        (false, true, false) => Some(Grade::Look),
        (false, false, false) => None,
    }
}

fn tool_of(record: &dyn Record) -> String {
    let named = field(record, "tool");
    let name = match (&*named, record.kind().as_str()) {
        ("msert", _) | ("", "msert-log") => "Microsoft Safety Scanner",
        ("mrt", _) => "the Malicious Software Removal Tool",
        ("eomt", _) | ("", "eomt-log") => "EOMT",
        ("defender" | "", _) => DEFENDER,
        (named, _) => named,
    };
    name.to_owned()
}

/// What became of a threat. Events give a number for it, whatever their language
/// (<https://learn.microsoft.com/windows/win32/wmisdk/msft-mpthreatdetection>): 1 clean,
/// 2 quarantine, 3 remove, 6 allow, 8 user defined, 9 no action, 10 block.
fn outcome(record: &dyn Record) -> Outcome {
    match &*field(record, "removed") {
        "true" => return Outcome::Gone,
        "false" => return Outcome::Left,
        _ => {}
    }
    let number = field(record, "Action ID");
    match number.trim() {
        "1" | "2" | "3" => return Outcome::Gone,
        "6" | "8" | "9" | "10" => return Outcome::Left,
        _ => {}
    }
    let text = match field(record, "action") {
        action if action.is_empty() => field(record, "Action Name"),
        action => action,
    };
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&[
        "not removed",
        "no action",
        "not applicable",
        "no-action",
        "allow",
        "fail",
        "none",
        "ignored",
    ]) {
        Outcome::Left
    } else if has(&["remov", "quarant", "clean", "delet"]) {
        Outcome::Gone
    } else {
        Outcome::NotSaid
    }
}

/// A tool's own trace.
fn judge_tool(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    let (tool, trace) = match record.kind().as_str() {
        "eomt-log" => ("EOMT", artefact.path().to_string()),
        // The Removal Tool comes with Windows' updates each month.
        "msert-log" if field(record, "element") != "run" || field(record, "tool") == "mrt" => {
            return Vec::new();
        }
        "msert-log" => ("Safety Scanner", artefact.path().to_string()),
        "file" => {
            let name = field(record, "name").into_owned();
            let own = TRACES.iter().find(|(own, _)| name.as_bytes().eq_ignore_ascii_case(own));
            let Some((_, tool)) = own else { return Vec::new() };
            (*tool, field(record, "path").into_owned())
        }
        _ => ("Safety Scanner", field(record, "key").into_owned()),
    };
    let names = ["created", "modified", "started", "returnCode", "threats", "mitigation", "action"];
    let told = names.map(|own| (own, field(record, own).into_owned()));
    let mut facts = vec![("tool", tool.to_owned()), ("trace", trace.clone())];
    facts.extend(told);
    vec![Shown {
        rule: &TOOL_RULES[0],
        grade: Grade::Note,
        means: Means::Weakness,
        object: tool.to_owned(),
        why: format!("{trace} is what {tool} leaves."),
        action: String::new(),
        facts,
    }]
}
