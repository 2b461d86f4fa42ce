//! Keys of Windows that name a library to load into other programs: into every program, into the
//! spooler, the clock, the shell of the network, the sign-in, or into .NET.

use model::{Record, RuleMeta};

use super::place::{Place, place, plain};
use super::{Grade, Means, Shown, command};
use crate::common::field;

/// A library that Windows is told to load.
pub(super) const LIBRARY: RuleMeta = RuleMeta {
    id: "persistence.loaded_library",
    title: "Windows loads a library that it does not ship into other programs",
    about: "AppInit, AppCert, print monitors, time providers, network shell helpers, sign-in and \
            scan providers and profilers of .NET name libraries that Windows loads into other \
            programs, mostly as the system, at each start.",
    false_positives: "Printer, sign-in and monitoring products add theirs in System32 or Program \
                      Files; there they are not listed, or only for a look where few products do.",
    cves: &[],
    techniques: &["T1546.010", "T1546.009", "T1547.010", "T1547.003", "T1546.007", "T1574.012"],
    references: &[
        "https://attack.mitre.org/techniques/T1546/010/",
        "https://attack.mitre.org/techniques/T1547/010/",
        "https://attack.mitre.org/techniques/T1574/012/",
    ],
};

/// Fields that name libraries, by topic, and whether the topic is one that only few products use.
fn fields(topic: &str) -> Option<(&'static [&'static str], bool)> {
    Some(match topic {
        "appinit" => (&["AppInit_DLLs"], true),
        "appcert" => (&["data"], true),
        "print-monitor" => (&["Driver"], false),
        "time-provider" => (&["DllName"], false),
        // Windows has none since Vista, and does not load what is there; an older one does.
        "winlogon-notify" => (&["DllName"], true),
        "netsh-helper" => (&["data"], false),
        "amsi-provider" | "credential-provider" => (&["server"], false),
        "winlogon" => (&["Taskman", "GinaDLL", "AppSetup"], true),
        _ => return None,
    })
}

/// What a key shows that names libraries.
pub(super) fn libraries(record: &dyn Record) -> Vec<Shown> {
    let topic = field(record, "topic").into_owned();
    let Some((names, rare)) = fields(&topic) else { return profiler(record).into_iter().collect() };
    // Unless this is set, the list is not used.
    let unused = topic == "appinit"
        && matches!(field(record, "LoadAppInit_DLLs").trim(), "0" | "0x0" | "0x00000000");
    let mut found = Vec::new();
    for name in names {
        let list = field(record, name);
        // A list is apart by blanks or commas; a path may have blanks.
        let parts = list.split([',', '\0', '\n']).map(str::trim).filter(|part| !part.is_empty());
        for part in parts {
            found.extend(library(&topic, part, rare, unused));
        }
    }
    found
}

fn library(topic: &str, written: &str, rare: bool, unused: bool) -> Option<Shown> {
    let path = plain(written.trim_matches('"'));
    let bare = !path.contains('\\');
    let at = place(&path);
    let grade = match at {
        at if !bare && at.is_suspect() && unused => Grade::Likely,
        at if !bare && at.is_suspect() => Grade::Certain,
        _ if unused => Grade::Look,
        Place::WebRoot | Place::Share => Grade::Likely,
        // Windows has dozens there, and so do printers, scanners and sign-in products.
        Place::ProgramFiles | Place::Windows if !rare => return None,
        _ if bare && !rare => return None,
        Place::ProgramFiles | Place::Windows | Place::Exchange => Grade::Look,
        _ if bare || !rare => Grade::Look,
        _ => Grade::Likely,
    };
    let whither = if bare { "in System32 or elsewhere on the search path" } else { at.words() };
    Some(shown(grade, topic, written, &path, format!("The library {written} lies {whither}.")))
}

/// Variables that put a profiler into each program of .NET.
fn profiler(record: &dyn Record) -> Option<Shown> {
    let topic = field(record, "topic");
    let path = match &*topic {
        "environment" => {
            let name = field(record, "name").to_lowercase();
            let is_path = ["cor_profiler_path", "coreclr_profiler_path", "dotnet_startup_hooks"]
                .iter()
                .any(|own| name.starts_with(own));
            is_path.then(|| field(record, "data").into_owned())?
        }
        "user-logon" => field(record, "COR_PROFILER_PATH").into_owned(),
        _ => return None,
    };
    library(&topic, Some(path.trim()).filter(|path| !path.is_empty())?, true, false)
}

fn shown(grade: Grade, topic: &str, written: &str, path: &str, why: String) -> Shown {
    let action = match grade {
        Grade::Look => format!("Look at the signature and maker of {written}"),
        _ => format!("Keep a copy of {written}, take it out of the key, restart, remove the file"),
    };
    Shown {
        rule: &LIBRARY,
        grade,
        means: Means::Door,
        object: format!("{written} ({topic})"),
        why,
        action,
        facts: vec![("file", path.to_owned()), ("topic", topic.to_owned())],
    }
}

/// Programs that Windows starts before anybody signs in or when somebody does, from further keys;
/// as command lines.
pub(super) fn lines(
    record: &dyn Record,
) -> Option<(&'static [&'static str], Option<&'static str>)> {
    Some(match &*field(record, "topic") {
        "active-setup" => (&["StubPath"], None),
        "screensaver" => (&["SCRNSAVE.EXE"], None),
        "logon-policy" => (&["Shell"], None),
        // What Windows itself has there.
        "session-manager" => (&["BootExecute", "SetupExecute"], Some("autocheck autochk")),
        _ => return None,
    })
}

/// Whether a line that starts by itself is doubtful, or is one that Windows never has.
pub(super) fn doubtful(line: &str, usual: Option<&str>) -> Option<(Grade, String)> {
    let other = usual.is_some_and(|usual| !line.trim().to_lowercase().starts_with(usual));
    command::judge(line).or_else(|| {
        other.then(|| (Grade::Look, "Windows has nothing but its own here.".to_owned()))
    })
}
