//! What crashed on the server, and which libraries were loaded when it did: reports of Windows Error
//! Reporting. A crash proves little; the list of libraries in a worker process of IIS proves what
//! ran there.

use std::collections::BTreeSet;

use model::{ArtefactRef, Record, RuleMeta};

use crate::common::field;
use crate::host_setup::place::{Place, place, plain};
use crate::setup::{Grade, Means, Setup, Shown};

/// A library from an odd place.
const LIBRARY: RuleMeta = RuleMeta {
    id: "crash.odd_library",
    title: "A worker process of IIS had a library loaded from an odd place",
    about: "When a program crashes, Windows writes down every library it had loaded. Those of a \
            worker process of IIS come from Windows, Exchange and installed products. One from a \
            folder that anybody can write to was brought there: a module of IIS, or what a web \
            shell loaded.",
    false_positives: "Monitoring and security products load libraries into every process, from \
                      Program Files, which is not listed, or from their folder in ProgramData.",
    cves: &[],
    techniques: &["T1505.004", "T1055.001"],
    references: &[
        "https://learn.microsoft.com/windows/win32/wer/wer-reporting",
        "https://attack.mitre.org/techniques/T1505/004/",
    ],
};

/// A crash in code that belongs to no library.
const NO_LIBRARY: RuleMeta = RuleMeta {
    id: "crash.no_library",
    title: "A worker process of IIS crashed in code that belongs to no library",
    about: "Windows names the library in which a program crashed. Where it writes \"unknown\" or a \
            hash of the stack, the code ran from memory: put there by an exploit or a loader, or \
            reached by a broken pointer.",
    false_positives: "Ordinary defects that jump to a wrong address crash the same way.",
    cves: &[],
    techniques: &["T1055"],
    references: &["https://learn.microsoft.com/windows/win32/wer/wer-reporting"],
};

/// A crash of the unified messaging service.
const MESSAGING: RuleMeta = RuleMeta {
    id: "crash.unified_messaging",
    title: "The unified messaging service of Exchange crashed",
    about: "CVE-2021-26857 makes the service build an object that it is sent; the object is of \
            another type than the service wants, and an InvalidCastException follows. Microsoft \
            names that error as the trace of an attempt.",
    false_positives: "The service crashes for ordinary reasons too; only the error named above is \
                      worth a look.",
    cves: &["CVE-2021-26857"],
    techniques: &["T1190"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
    ],
};

static RULES: [RuleMeta; 3] = [LIBRARY, NO_LIBRARY, MESSAGING];

/// What crashes show.
pub(crate) static SETUP: Setup = Setup::new(&RULES, &["crash-report"], judge);

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let program = field(record, "program").to_lowercase();
    let named = if program.is_empty() { field(record, "programPath") } else { "".into() };
    let named = named.rsplit('\\').next().unwrap_or_default().to_lowercase();
    let program = if program.is_empty() { named } else { program };
    // Exchange's own reports put the application pool behind the name.
    let stem = program.split(['#', '.']).next().unwrap_or_default();
    match stem {
        "w3wp" => {
            let mut all = libraries(record);
            all.extend(no_library(record, &program));
            all
        }
        "umworkerprocess" | "umservice" => vec![messaging(record, &program)],
        _ => Vec::new(),
    }
}

/// What all findings about a crash tell.
fn facts(record: &dyn Record) -> Vec<(&'static str, String)> {
    let names = ["event", "program", "module", "error", "report"];
    let at = record.time().map(|time| time.to_string()).unwrap_or_default();
    let told = names.map(|own| (own, field(record, own).into_owned()));
    told.into_iter().chain([("crashed_at", at)]).filter(|(_, value)| !value.is_empty()).collect()
}

/// Libraries of the process that come from odd places.
fn libraries(record: &dyn Record) -> Vec<Shown> {
    let mut loaded = Vec::new();
    record.each(&mut |name, value| {
        if name.eq_ignore_ascii_case("loaded") {
            loaded.push(value.to_owned());
        }
    });
    let own: Vec<String> = loaded.iter().map(|path| plain(path)).collect();
    let homes: BTreeSet<String> = own.iter().filter_map(|path| home_of_exchange(path)).collect();
    let judged = loaded.iter().zip(&own);
    judged.filter_map(|(told, path)| library(record, told, path, &homes)).collect()
}

/// The drive and first folder of a library of Exchange's own: an Exchange that is installed
/// elsewhere than in Program Files loads all of its libraries from there.
fn home_of_exchange(path: &str) -> Option<String> {
    let name = path.rsplit('\\').next()?;
    (name.starts_with("microsoft.exchange.") && place(path) == Place::Other).then(|| first_of(path))
}

fn first_of(path: &str) -> String {
    path.split('\\').take(2).collect::<Vec<_>>().join("\\")
}

fn library(record: &dyn Record, told: &str, path: &str, homes: &BTreeSet<String>) -> Option<Shown> {
    let at = place(path);
    let grade = match at {
        at if at.is_suspect() => Grade::Likely,
        Place::Share => Grade::Likely,
        // Libraries of an application lie in its folder bin.
        Place::WebRoot if path.contains("\\bin\\") => return None,
        Place::WebRoot | Place::ProgramData => Grade::Look,
        Place::Other if path.contains('\\') && !homes.contains(&first_of(path)) => Grade::Look,
        _ => return None,
    };
    let name = path.rsplit('\\').next().unwrap_or(path);
    let at_fault = field(record, "module").eq_ignore_ascii_case(name);
    let fault = if at_fault { " The process crashed in it." } else { "" };
    let mut facts = facts(record);
    facts.push(("path", told.to_owned()));
    if at_fault {
        facts.push(("at_fault", "yes".to_owned()));
    }
    Some(Shown {
        rule: &RULES[0],
        grade,
        means: Means::Tool,
        object: told.to_owned(),
        why: format!("The library {told}, loaded by a worker process, lies {}.{fault}", at.words()),
        action: format!(
            "Keep a copy of {told}, see who signed it and what loads it: the modules of IIS, the \
             pages of that hour"
        ),
        facts,
    })
}

/// A crash in code of no library.
fn no_library(record: &dyn Record, program: &str) -> Option<Shown> {
    let module = field(record, "module").to_lowercase();
    let is_native = ["appcrash", "bex", "bex64"]
        .iter()
        .any(|own| field(record, "event").eq_ignore_ascii_case(own));
    let none = module == "unknown" || module.starts_with("stackhash_");
    (is_native && none).then(|| Shown {
        rule: &RULES[1],
        grade: Grade::Look,
        means: Means::Weakness,
        object: program.to_owned(),
        why: format!("Windows names \"{module}\" as the place of the crash."),
        action: "Look at the requests of that minute in the IIS and HttpProxy logs".to_owned(),
        facts: facts(record),
    })
}

/// A crash of the unified messaging service.
fn messaging(record: &dyn Record, program: &str) -> Shown {
    let error = field(record, "error");
    // Windows cuts long parameters off.
    let is_cast = error.to_lowercase().contains("invalidcast");
    Shown {
        rule: &RULES[2],
        grade: if is_cast { Grade::Look } else { Grade::Note },
        means: Means::Weakness,
        object: program.to_owned(),
        why: match &*error {
            "" => "The report names no error.".to_owned(),
            error => format!("The error was {error}."),
        },
        action: match is_cast {
            true => "Look at the events of MSExchange Unified Messaging of that minute".to_owned(),
            false => String::new(),
        },
        facts: facts(record),
    }
}
