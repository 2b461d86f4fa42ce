//! Application pools: the account that Exchange's code runs as, programs that IIS starts when a
//! worker dies, and variables that load code into it.

use model::{Record, RuleMeta};

use super::iis::{POOL, REFERENCES};
use super::persistence::all;
use super::place::{Place, place, plain};
use super::{Grade, Means, Shown, command};
use crate::common::field;

/// A pool that runs something of its own.
pub(super) const POOL_RULE: RuleMeta = RuleMeta {
    id: "iis.app_pool",
    title: "An application pool runs as somebody else or starts a program",
    about: "Exchange's pools run as the system, without programs to be started when a worker is \
            orphaned or shut down, and without variables of their own. A program there, or a \
            profiler or start-up hook, runs with the web server's rights and needs no page; an \
            account of its own makes the pool's code act as somebody.",
    false_positives: "Monitoring products load profilers by such variables, from their folder in \
                      Program Files; those are only listed for a look.",
    cves: &[],
    techniques: &["T1505.004", "T1574.012"],
    references: REFERENCES,
};

/// Variables that name code to load into a worker, lower-case.
const LOADS: [&str; 7] = [
    "cor_profiler_path",
    "cor_profiler_path_32",
    "cor_profiler_path_64",
    "coreclr_profiler_path",
    "coreclr_profiler_path_64",
    "dotnet_startup_hooks",
    "appdomain_manager_asm",
];

/// What a pool shows.
pub(super) fn pool(record: &dyn Record) -> Option<Shown> {
    let name = field(record, "name");
    let programs = ["orphanActionExe", "autoShutdownExe"].map(|own| field(record, own));
    let program = programs.iter().find(|own| !own.trim().is_empty());
    if let Some(program) = program {
        let line = format!("{program} {}", field(record, "orphanActionParams"));
        let judged = command::judge(&line);
        let (grade, why) = judged.unwrap_or((Grade::Look, format!("It starts {program}.")));
        return Some(shown(grade, &name, why, program));
    }
    let loaded = all(record, &["environmentVariable"]).into_iter().find_map(|(_, text)| {
        let (variable, value) = text.split_once('=')?;
        LOADS.contains(&variable.to_lowercase().as_str()).then(|| (text.clone(), value.to_owned()))
    });
    if let Some((text, value)) = loaded {
        let grade = match place(&plain(&value)) {
            at if at.is_suspect() => Grade::Certain,
            Place::ProgramFiles | Place::ProgramData => Grade::Look,
            _ => Grade::Likely,
        };
        return Some(shown(grade, &name, format!("Its variable {text} loads code."), &value));
    }
    let of_exchange = name.to_lowercase().starts_with("msexchange");
    let other = field(record, "identityType").eq_ignore_ascii_case("SpecificUser");
    (of_exchange && other).then(|| {
        let user = field(record, "userName");
        shown(Grade::Look, &name, format!("It runs as {user} and not as the system."), &user)
    })
}

fn shown(grade: Grade, name: &str, why: String, what: &str) -> Shown {
    Shown {
        rule: &POOL,
        grade,
        means: Means::Door,
        object: name.to_owned(),
        why,
        action: format!("Ask who set up {what} for the application pool {name}; else take it out"),
        facts: vec![("pool", name.to_owned()), ("runs", what.to_owned())],
    }
}
