//! Programs that start by themselves: tasks, services, Run keys, WMI subscriptions, and the keys
//! of Windows that name code to load.

use model::{ArtefactRef, Record, RuleMeta};

use super::{Grade, Means, Setup, Shown, command, loaded, packages, registered};
use crate::common::{field, typed};

/// Sources of what intruders on Exchange servers left to start again.
const REFERENCES: &[&str] = &[
    "https://github.com/SigmaHQ/sigma",
    "https://redcanary.com/blog/threat-detection/microsoft-exchange-attacks/",
    "https://attack.mitre.org/tactics/TA0003/",
];

/// How all of these can be wrong.
const FALSE_POSITIVES: &str = "Installers that finish after a restart out of a temporary folder. Administrators' own \
     scripts that are kept in such a place or given in encoded form. Agents, backup programs and \
     updaters in Program Files or in a folder of their own in ProgramData are not listed.";

/// A scheduled task.
pub(super) const TASK: RuleMeta = RuleMeta {
    id: "persistence.task",
    title: "A scheduled task starts something that does not belong",
    about: "Tasks survive restarts and run with the rights they were given. Those that fetch or \
            hide code, start files from folders where everybody may write, or are hidden from the \
            list of tasks are how intruders stayed on Exchange servers.",
    false_positives: FALSE_POSITIVES,
    cves: &[],
    techniques: &["T1053.005"],
    references: REFERENCES,
};

/// A service.
pub(super) const SERVICE: RuleMeta = RuleMeta {
    id: "persistence.service",
    title: "A service starts something that does not belong",
    about: "Services start with Windows and mostly run as the system itself. A service whose \
            program lies where everybody may write, or that is a script interpreter with hidden or \
            fetched code, is no product's.",
    false_positives: FALSE_POSITIVES,
    cves: &[],
    techniques: &["T1543.003"],
    references: REFERENCES,
};

/// A Run key and its kin.
pub(super) const RUN_KEY: RuleMeta = RuleMeta {
    id: "persistence.run_key",
    title: "Something that does not belong starts when somebody signs in",
    about: "The Run keys and the sign-in programs of Windows start programs for whoever signs in. \
            Files in folders where everybody may write, and interpreters with hidden or fetched \
            code, are no product's.",
    false_positives: FALSE_POSITIVES,
    cves: &[],
    techniques: &["T1547.001", "T1547.004"],
    references: REFERENCES,
};

/// A WMI subscription.
pub(super) const WMI: RuleMeta = RuleMeta {
    id: "persistence.wmi",
    title: "A WMI subscription runs something that does not belong",
    about: "A permanent WMI subscription runs a command or a script whenever something happens, \
            without a file in the usual places. Only few products use them; one that fetches or \
            hides code or runs files from folders where everybody may write is an intruder's.",
    false_positives: "Inventory and hardware monitoring products; their scripts are only listed \
                      for a look. Removed subscriptions can still be found in free pages of the \
                      repository.",
    cves: &[],
    techniques: &["T1546.003"],
    references: REFERENCES,
};

static RULES: [RuleMeta; 8] = [
    TASK,
    SERVICE,
    RUN_KEY,
    WMI,
    packages::IFEO,
    packages::LSA_PACKAGE,
    packages::WDIGEST,
    loaded::LIBRARY,
];

/// Programs that start by themselves.
pub(super) static SETUP: Setup = Setup {
    more: registered::interests,
    aside: |record, _| registered::aside(record),
    settle: registered::settle,
    ..Setup::new(&RULES, &["task", "service", "registry", "wmi"], judge)
};

/// Tasks of intrusions on Exchange servers: `VSPerfMon` (SigmaHQ), `Winnet` (Red Canary).
const SEEN_TASKS: [&str; 2] = ["vsperfmon", "winnet"];

/// Words of the WMI consumers that Windows and common products bring.
const KNOWN_CONSUMERS: [&str; 3] = ["scm event log consumer", "bvtconsumer", "kerncap.vbs"];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let shown = match (record.kind().as_str(), &*field(record, "topic")) {
        ("event", _) => None,
        ("task", "task-tree") => hidden_task(record),
        ("task", _) => task(record),
        ("service", _) => service(record),
        ("wmi", _) => consumer(record),
        (_, "run" | "command-processor" | "silent-exit") => start(record),
        (_, "user-logon") => {
            let loaded = loaded::libraries(record);
            return start(record).into_iter().chain(loaded).collect();
        }
        (_, "winlogon") => {
            let loaded = loaded::libraries(record);
            return winlogon(record).into_iter().chain(loaded).collect();
        }
        (_, "active-setup" | "screensaver" | "logon-policy" | "session-manager") => further(record),
        (_, "image-hijack") => packages::image_hijack(record),
        (_, "lsa" | "security-providers") => return packages::packages(record),
        (_, "wdigest") => packages::wdigest(record),
        ("registry", _) => return loaded::libraries(record),
        _ => None,
    };
    shown.into_iter().collect()
}

/// All values of some fields, in the record's order.
pub(super) fn all(record: &dyn Record, names: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    record.each(&mut |name, value| {
        if names.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            found.push((name.to_lowercase(), value.to_owned()));
        }
    });
    found
}

/// The worst of what some command lines show, with the line.
fn worst<'a>(lines: impl IntoIterator<Item = &'a String>) -> Option<(Grade, String, String)> {
    let judged = lines
        .into_iter()
        .filter_map(|line| command::judge(line).map(|(grade, why)| (grade, why, line.clone())));
    judged.max_by_key(|(grade, _, _)| *grade)
}

/// The commands that stop and remove such a thing, in brackets.
fn commands(rule: &str, name: &str) -> String {
    match rule {
        "persistence.task" => {
            let name = typed(name, "NAME");
            format!(
                " (schtasks /query /tn \"{name}\" /xml to keep it, schtasks /end and /change \
                 /disable, then schtasks /delete /tn \"{name}\")"
            )
        }
        "persistence.service" => {
            let name = typed(name, "NAME");
            format!(
                " (sc.exe qc \"{name}\" to keep it, sc.exe stop, then sc.exe delete \"{name}\")"
            )
        }
        "persistence.run_key" => {
            " (reg export of the key to keep it, then reg delete of the value)".to_owned()
        }
        "persistence.wmi" => {
            " (Get-CimInstance and Remove-CimInstance for the binding, the filter \
                              and the consumer in root\\subscription)"
                .to_owned()
        }
        _ => String::new(),
    }
}

fn shown(
    rule: &'static RuleMeta,
    (grade, why, line): (Grade, String, String),
    name: &str,
    what: &str,
) -> Shown {
    let action = match grade {
        Grade::Look => format!("Look at {what} {name}: whose is it?"),
        _ => format!(
            "Keep a copy of what {what} {name} starts, stop it, remove both{}",
            commands(rule.id, name)
        ),
    };
    Shown {
        rule,
        grade,
        means: Means::Door,
        object: name.to_owned(),
        why,
        action,
        facts: vec![("name", name.to_owned()), ("command", line)],
    }
}

/// A task of a file or of the scheduler's list.
fn task(record: &dyn Record) -> Option<Shown> {
    let name = ["name", "Path", "URI"].map(|name| field(record, name));
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for (field, value) in all(record, &["command", "arguments", "action"]) {
        match (field.as_str(), lines.last_mut()) {
            ("arguments", Some(line)) => *line = format!("{line} {value}"),
            ("action", _) => texts.push(value),
            _ => lines.push(value),
        }
    }
    // The scheduler's list has a task's command and arguments as texts one after the other.
    lines.push(texts.join(" "));
    let found = worst(&lines);
    let last = name.rsplit('\\').next().unwrap_or("").to_lowercase();
    let found = match found {
        None if SEEN_TASKS.contains(&last.as_str()) => Some((
            Grade::Likely,
            "Intruders on Exchange servers called their task so.".to_owned(),
            lines.join(" "),
        )),
        found => found,
    };
    Some(shown(&TASK, found?, &name, "the task"))
}

/// A task without a security descriptor: no tool of Windows shows it
/// (<https://www.microsoft.com/security/blog/2022/04/12/tarrask-malware-uses-scheduled-tasks-for-defense-evasion/>).
fn hidden_task(record: &dyn Record) -> Option<Shown> {
    if !field(record, "hasSd").eq_ignore_ascii_case("false") {
        return None;
    }
    let why = "Its security descriptor was removed, so that no tool of Windows lists it.";
    let found = (Grade::Likely, why.to_owned(), String::new());
    let mut shown = shown(&TASK, found, &field(record, "name"), "the task");
    shown.facts.push(("id", field(record, "id").into_owned()));
    Some(shown)
}

fn service(record: &dyn Record) -> Option<Shown> {
    let names = ["ImagePath", "ServiceDll", "FailureCommand", "Application", "AppParameters"];
    let mut lines: Vec<String> = Vec::new();
    for (field, value) in all(record, &names) {
        match (field.as_str(), lines.last_mut()) {
            ("appparameters", Some(line)) => *line = format!("{line} {value}"),
            _ => lines.push(value),
        }
    }
    Some(shown(&SERVICE, worst(&lines)?, &field(record, "name"), "the service"))
}

/// A value of a key whose values are command lines.
fn start(record: &dyn Record) -> Option<Shown> {
    let names = ["data", "AutoRun", "UserInitMprLogonScript", "Load", "Run", "MonitorProcess"];
    let lines: Vec<String> = all(record, &names).into_iter().map(|(_, value)| value).collect();
    let found = worst(&lines)?;
    let name = match field(record, "name") {
        name if name.is_empty() => field(record, "topic"),
        name => name,
    };
    Some(shown(&RUN_KEY, found, &name, "the entry"))
}

/// A command line of one of the further keys.
fn further(record: &dyn Record) -> Option<Shown> {
    let (names, usual) = loaded::lines(record)?;
    let lines = all(record, names)
        .into_iter()
        .flat_map(|(_, text)| text.split(['\n', '\0']).map(str::to_owned).collect::<Vec<_>>());
    let judged = lines
        .filter(|line| !line.trim().is_empty())
        .filter_map(|line| loaded::doubtful(&line, usual).map(|(grade, why)| (grade, why, line)));
    let found = judged.max_by_key(|(grade, _, _)| *grade)?;
    let name = match field(record, "name") {
        name if name.is_empty() => field(record, "topic"),
        name => name,
    };
    Some(shown(&RUN_KEY, found, &name, "the entry"))
}

/// The programs that every sign-in starts.
fn winlogon(record: &dyn Record) -> Option<Shown> {
    for (name, value) in all(record, &["Shell", "Userinit"]) {
        let usual = if name == "shell" { "explorer.exe" } else { "userinit.exe" };
        let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
        let added: Vec<String> = parts
            .filter(|part| part.to_lowercase().rsplit('\\').next() != Some(usual))
            .map(str::to_owned)
            .collect();
        if added.is_empty() {
            continue;
        }
        let found = worst(&added).unwrap_or_else(|| {
            let why = format!("Something other than {usual} starts with each sign-in.");
            (Grade::Look, why, added.join(", "))
        });
        return Some(shown(&RUN_KEY, found, &name, "the sign-in program"));
    }
    None
}

/// A WMI consumer that runs something.
fn consumer(record: &dyn Record) -> Option<Shown> {
    let class = field(record, "class");
    let runs = ["commandlineeventconsumer", "activescripteventconsumer"]
        .contains(&class.to_lowercase().as_str());
    if !field(record, "element").eq_ignore_ascii_case("consumer") || !runs {
        return None;
    }
    let texts: Vec<String> = all(record, &["text"]).into_iter().map(|(_, text)| text).collect();
    let joined = texts.join(" ");
    let lower = joined.to_lowercase();
    if KNOWN_CONSUMERS.iter().any(|known| lower.contains(known)) {
        return None;
    }
    let found = worst(&texts).or_else(|| worst([&joined])).unwrap_or_else(|| {
        let why = "Few products have subscriptions that run commands or scripts.";
        (Grade::Look, why.to_owned(), joined.clone())
    });
    let name = texts.first().map_or("", String::as_str);
    Some(shown(&WMI, found, &format!("{class} {name}"), "the subscription"))
}
