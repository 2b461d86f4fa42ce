//! Microsoft's URL Rewrite rules against vulnerabilities of Exchange: present, and since when; or
//! lost, when a later configuration no longer has them. An update of Exchange can take them away
//! (CSS-Exchange, issue 378), and so can an intruder.
//!
//! IIS keeps numbered copies of `applicationHost.config`; the lowest number with a rule is the
//! first configuration that had it, and the copy's own time, if the listing has it, is the day.

use std::collections::{BTreeMap, BTreeSet};

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, Test};
use model::{Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage, WinPath};

use crate::common::{clipped, fact, field, remedy, support};
use crate::setup::is_old_copy;

/// Sources of the rules.
const REFERENCES: &[&str] = &[
    "https://github.com/microsoft/CSS-Exchange",
    "https://learn.microsoft.com/exchange/exchange-emergency-mitigation-service",
];

/// A mitigation is there.
const PRESENT: RuleMeta = RuleMeta {
    id: "iis.mitigation",
    title: "A mitigation is in place",
    about: "A URL Rewrite rule of Microsoft's, set by EOMT, by the emergency mitigation service or \
            by hand, refuses the requests of a vulnerability. It helps from the day it was set and \
            does nothing against what came before; an update is needed all the same.",
    false_positives: "Not a sign of an intrusion. A rule with a weaker pattern than Microsoft's \
                      newest can be got around.",
    cves: &[],
    techniques: &["T1190"],
    references: REFERENCES,
};

/// A mitigation was there.
const LOST: RuleMeta = RuleMeta {
    id: "iis.mitigation_lost",
    title: "A mitigation was in place and is no more",
    about: "A URL Rewrite rule of Microsoft's stands in an earlier copy of the configuration and \
            not in the present one, or is turned off there. From that day the server depends on \
            its updates alone.",
    false_positives: "Administrators take the rule out once the update is installed, and some \
                      updates of Exchange do so by themselves.",
    cves: &[],
    techniques: &["T1562.001"],
    references: REFERENCES,
};

static RULES: [RuleMeta; 2] = [PRESENT, LOST];

/// The detector.
pub(super) struct Mitigations;

mod label {
    /// A rule that is a mitigation.
    pub(super) const RULE: &str = "rule";
    /// A configuration that was read, whatever it holds.
    pub(super) const CONFIGURATION: &str = "configuration";
    /// A copy's time.
    pub(super) const COPY: &str = "copy";
}

/// Folder whose numbered copies IIS keeps, lower-case.
const HISTORY: &str = "cfghistory_";

impl Detector for Mitigations {
    fn rules(&self) -> &'static [RuleMeta] {
        &RULES
    }

    fn interests(&self) -> Vec<Interest> {
        let element =
            |name: &[u8]| matches!(name, b"rewriteRule" | b"site" | b"globalModule" | b"handler");
        vec![
            Interest::field([RecordKind::IIS_CONFIG], "element", Test::is(element)),
            Interest::field([RecordKind::FILE], "path", Test::contains([HISTORY])),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        if *record.kind() == RecordKind::FILE {
            let facts = vec![("modified", field(record, "modified").into_owned())];
            let path = WinPath::new(&field(record, "path")).key();
            return note.sighting(record, label::COPY, &path, facts);
        }
        let path = note.artefact.path().key();
        let old = if is_old_copy(note.artefact) { "yes" } else { "no" };
        let facts = || vec![("path", path.clone()), ("old", old.to_owned())];
        note.sighting_with(record, label::CONFIGURATION, &path, facts);
        let Some(cve) = mitigates(record) else { return };
        let enabled = !field(record, "enabled").eq_ignore_ascii_case("false");
        note.sighting_with(record, label::RULE, &format!("{cve} {path}"), || {
            let mut facts = facts();
            let own = ["name", "location", "site", "direction"];
            facts.extend(own.map(|own| (own, clipped(&field(record, own)).to_owned())));
            facts.push(("cve", cve.to_owned()));
            facts.push(("enabled", if enabled { "yes" } else { "no" }.to_owned()));
            facts
        });
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let seen = Seen::of(sightings);
        seen.rules.values().map(|own| conclude(own, &seen)).collect()
    }
}

/// The vulnerability that a rule is against, by what it matches.
fn mitigates(record: &dyn Record) -> Option<&'static str> {
    if field(record, "element") != "rewriteRule" {
        return None;
    }
    let mut text = String::new();
    record.each(&mut |name, value| {
        let own = name.to_ascii_lowercase();
        if own == "condition" || own.starts_with("match") || own.starts_with("action") {
            text.push_str(&value.to_lowercase());
            text.push('\n');
        }
    });
    let outbound = field(record, "direction") == "outbound";
    let has = |word: &str| text.contains(word);
    match () {
        () if outbound && has("script-src-attr") => Some("CVE-2026-42897"),
        () if outbound => None,
        () if has("x-anonresource-backend") || has("x-beresource") => Some("CVE-2021-26855"),
        () if has("autodiscover") && has("powershell") => Some("CVE-2022-41040"),
        () => None,
    }
}

/// All that was seen, sorted.
struct Seen<'s> {
    /// Rules by vulnerability.
    rules: BTreeMap<&'s str, Vec<&'s Sighting>>,
    /// Names of the present configurations that were read.
    present: BTreeSet<String>,
    /// Times of copies by path.
    copies: BTreeMap<&'s str, &'s str>,
}

impl<'s> Seen<'s> {
    fn of(sightings: SightingsOf<'s>) -> Self {
        let mut seen =
            Self { rules: BTreeMap::new(), present: BTreeSet::new(), copies: BTreeMap::new() };
        for one in sightings.iter() {
            match one.label {
                label::RULE => seen.rules.entry(one.fact("cve")).or_default().push(one),
                label::COPY => {
                    seen.copies.insert(&one.group, one.fact("modified"));
                }
                _ if one.fact("old") == "no" => {
                    seen.present.insert(file_name(one.fact("path")));
                }
                _ => {}
            }
        }
        seen
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('\\').next().unwrap_or("").to_owned()
}

/// The number of a copy in IIS's history; `None` for any other file.
fn number(path: &str) -> Option<u64> {
    let at = path.find(HISTORY)? + HISTORY.len();
    path[at..].split('\\').next()?.parse().ok()
}

/// What is said of one vulnerability's rules.
fn conclude(own: &[&Sighting], seen: &Seen<'_>) -> Finding {
    let now = |one: &&&Sighting| one.fact("old") == "no";
    let on = |one: &&&Sighting| one.fact("enabled") == "yes";
    let holds = own.iter().find(|one| now(one) && on(one));
    let off = own.iter().find(|one| now(one));
    // Whether the file that had it was read as it is now: else nothing can be said of today.
    let read_now =
        own.iter().any(|one| !now(&one) && seen.present.contains(&file_name(one.fact("path"))));
    let copies = own.iter().filter(|one| !now(one) && on(one));
    let mut copies: Vec<(u64, &str)> =
        copies.filter_map(|one| Some((number(one.fact("path"))?, one.fact("path")))).collect();
    copies.sort_unstable();
    let lost = holds.is_none() && (off.is_some() || read_now);
    let (rule, severity, stage) = match lost {
        true => (&LOST, Severity::Low, Stage::Attempted),
        false => (&PRESENT, Severity::Info, Stage::Scanned),
    };
    let mut finding = rule.finding(stage, severity, Confidence::Low);
    support(&mut finding, own, |one| u8::from(one.fact("old") == "no"));
    let shown = holds.or(off).or(own.first());
    let fact_of = |name: &str| shown.map_or("", |one| one.fact(name));
    let cve = fact_of("cve");
    finding.cves = vec![cve.to_owned()];
    let time_of = |copy: Option<&(u64, &str)>| {
        copy.and_then(|(_, path)| seen.copies.get(path)).copied().unwrap_or("").to_owned()
    };
    let number_of = |copy: Option<&(u64, &str)>| {
        copy.map(|(number, _)| format!("copy {number} of the history")).unwrap_or_default()
    };
    let said = match (lost, holds, off) {
        (false, None, _) => {
            ", by an earlier copy of the configuration; the present one was not read"
        }
        (true, _, Some(_)) => ", and is turned off",
        _ => "",
    };
    finding.title = format!("{}: {cve}{said}", rule.title);
    for (name, value) in [
        ("cve", cve.to_owned()),
        ("name", fact_of("name").to_owned()),
        ("location", fact_of("location").to_owned()),
        ("site", fact_of("site").to_owned()),
        ("direction", fact_of("direction").to_owned()),
        ("first_seen_in", number_of(copies.first())),
        ("present_since", time_of(copies.first())),
        ("last_seen_in", if lost { number_of(copies.last()) } else { String::new() }),
        ("last_seen", if lost { time_of(copies.last()) } else { String::new() }),
    ] {
        fact(&mut finding, name, value);
    }
    if lost {
        let last = time_of(copies.last());
        if !last.is_empty() {
            let basis = "the last copy of the configuration that has the rule is of that time";
            fact(&mut finding, "came_basis", basis);
        }
        fact(&mut finding, "came_after", last);
        let action =
            format!("See whether the update against {cve} is installed; else set the rule again");
        finding.remedies.push(remedy(3, action));
    }
    finding
}
