//! The question "was it vulnerable": the build history against the build table.

use model::{Answer, Exposure, Reply, Timestamp};

use crate::input::Input;
use crate::{reasons, words};

/// CVE numbers named in a sentence; the rest is counted.
const NAMED_CVES: usize = 4;

/// Yes with the families and their times; no only if the builds since set-up are known and the
/// table knows nothing against any of them.
pub(crate) fn answer(input: &Input) -> Answer {
    let exposures = &input.host.exposure;
    let builds = &input.builds;
    let mut why = Vec::new();
    let reply = if exposures.is_empty() {
        why.extend(open_points(input));
        if why.is_empty() { Reply::No } else { Reply::CannotSay }
    } else {
        why.extend(families(input));
        why.extend(others(exposures));
        Reply::Yes
    };
    if reply == Reply::No {
        why.push(
            "Every build since the server was set up is known, and the build table has nothing \
             against any of them."
                .to_owned(),
        );
    } else if !exposures.is_empty() {
        why.extend(builds.newer_than_table.iter().cloned());
    }
    why.extend(builds.remarks.iter().cloned());
    Answer { answer: reply, reasons: why, findings: Vec::new(), stage: None }
}

/// What forbids a no.
fn open_points(input: &Input) -> Vec<String> {
    let builds = &input.builds;
    let mut why = Vec::new();
    if !builds.any_build {
        why.push(
            "No build number was found in what was read, so the patch level is not known. \
             HttpProxy, EWS, ECP and remote PowerShell logs and ExchangeSetup.log carry it."
                .to_owned(),
        );
        return why;
    }
    why.extend(builds.newer_than_table.iter().cloned());
    if builds.since_setup.is_none() {
        let first = input.host.build_history.iter().filter_map(|span| span.first_seen).min();
        why.push(match first {
            Some(first) => format!(
                "From {} on every build seen is one the build table has nothing against; before \
                 that no build was seen, so whether the server was open then is not known.",
                words::day(first)
            ),
            None => "No build was seen with a time.".to_owned(),
        });
    }
    why.extend(builds.undecided.iter().cloned());
    if input.partial {
        why.push(reasons::PARTIAL.to_owned());
    }
    why
}

/// One sentence for each family that was in use while the evidence was written, in the order of
/// the host's list, and one for those that came later.
fn families(input: &Input) -> Vec<String> {
    let exposures = &input.host.exposure;
    let mut names: Vec<&str> = Vec::new();
    for name in exposures.iter().filter_map(|own| own.family.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let later = |name: &&str| {
        let known = input.families.iter().find(|family| family.name == *name);
        known.zip(input.as_of).is_some_and(|(family, end)| family.first_exploited >= end)
    };
    let (later, known): (Vec<&str>, Vec<&str>) = names.into_iter().partition(later);
    let mut list: Vec<String> = known.iter().map(|name| family(name, exposures)).collect();
    if !later.is_empty() {
        list.push(format!(
            "And to what came into use only after the end of the evidence: {}.",
            words::list(&later)
        ));
    }
    list
}

fn family(name: &str, exposures: &[Exposure]) -> String {
    let own: Vec<&Exposure> =
        exposures.iter().filter(|own| own.family.as_deref() == Some(name)).collect();
    let mut cves: Vec<&str> =
        own.iter().map(|own| own.cve.as_str()).filter(|cve| *cve != name).collect();
    cves.sort_unstable();
    cves.dedup();
    let from = own.iter().filter_map(|own| own.from).min();
    let open_end = own.iter().any(|own| own.to.is_none());
    let to = if open_end { None } else { own.iter().filter_map(|own| own.to).max() };
    let cves = match cves.as_slice() {
        [] => String::new(),
        cves => format!(" ({})", named(cves)),
    };
    format!("{name}{cves}: {}.", times(from, to))
}

fn times(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let start = from.map_or_else(
        || "a vulnerable build was installed at a time that is not known".to_owned(),
        |from| format!("open at least since {}", words::day(from)),
    );
    match to {
        Some(to) => format!("{start}, until {}", words::minute(to)),
        None => format!("{start}; no fixed build was seen"),
    }
}

/// The exposures that belong to no family, counted.
fn others(exposures: &[Exposure]) -> Option<String> {
    let mut cves: Vec<&str> =
        exposures.iter().filter(|own| own.family.is_none()).map(|own| own.cve.as_str()).collect();
    cves.dedup();
    (!cves.is_empty()).then(|| format!("And to other flaws of its builds: {}.", named(&cves)))
}

fn named(cves: &[&str]) -> String {
    let mut list: Vec<String> = cves.iter().take(NAMED_CVES).map(|cve| (*cve).to_owned()).collect();
    let more = cves.len().saturating_sub(NAMED_CVES);
    if more > 0 {
        list.push(format!("{more} more"));
    }
    words::list(&list)
}
