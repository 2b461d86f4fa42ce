//! What Defender's quarantine holds: the file itself, so that not the scanner's name for it but its
//! content says what was removed. Entry and file know each other by a hash; the engine reports a gap
//! where one of the two is missing.

use detect::Sighting;
use model::{ArtefactRef, Record};

use super::scanner::{self, FOUND_RULES};
use crate::common::field;
use crate::setup::{Aside, Asides, Draft, Grade, Means, Shown};

/// What a finding repeats of the content, and under which name: `grade` and `why` are taken.
const TOLD: [(&str, &str); 8] = [
    ("sha256", "sha256"),
    ("size", "size"),
    ("owner", "owner"),
    ("abilities", "abilities"),
    ("grade", "content"),
    ("known_good", "known_good"),
    ("cut", "cut"),
    ("resource", "resource"),
];

/// The fact that names the YARA rules that fit the content.
const PATTERNS: &str = "patterns";

fn facts(record: &dyn Record, artefact: &ArtefactRef) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(&'static str, String)> =
        TOLD.iter().map(|(own, name)| (*name, field(record, own).into_owned())).collect();
    facts.retain(|(_, value)| !value.is_empty());
    let mut patterns = Vec::new();
    record.each(&mut |name, value| {
        if name == "pattern" {
            patterns.push(value.to_owned());
        }
    });
    if !patterns.is_empty() {
        facts.push((PATTERNS, patterns.join(", ")));
    }
    facts.push(("copy", artefact.path().to_string()));
    facts.push(("seen", field(record, "reason").into_owned()));
    facts
}

/// Whether a record is about the content of a file in the quarantine.
pub(super) fn is_content(record: &dyn Record) -> bool {
    field(record, "element") == "content"
}

/// What a file in the quarantine shows by itself. Where its entry is known too, [`settle`] leaves
/// the word to that one.
pub(super) fn content(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let grade = match &*field(record, "grade") {
        "shell" => Grade::Likely,
        "suspicious" => Grade::Look,
        _ => return None,
    };
    let resource = field(record, "resource");
    let mut facts = facts(record, artefact);
    facts.push(("removed_by", scanner::DEFENDER.to_owned()));
    let why = format!("Defender's quarantine holds a file that {}.", words(&facts));
    Some(Shown {
        rule: &FOUND_RULES[0],
        grade,
        means: Means::Removed,
        object: format!("a file in Defender's quarantine, {resource}"),
        why,
        action: format!(
            "Keep {}, and find out where the file lay: other logs of Defender, the IIS logs, the \
             file table",
            artefact.path()
        ),
        facts,
    })
}

/// In words, to follow "a file that", what content could do.
fn words(facts: &[(&'static str, String)]) -> String {
    let get = |name: &str| facts.iter().find(|(own, _)| *own == name).map_or("", |(_, v)| v);
    let seen = Some(get("seen")).filter(|seen| !seen.is_empty());
    let seen = seen.map(|seen| format!(" ({seen})")).unwrap_or_default();
    let abilities = get("abilities");
    match get("content") {
        "shell" => format!("is a back door by its content: it {abilities}{seen}"),
        "suspicious" => format!("can do what no page of Exchange needs: it {abilities}{seen}"),
        _ if get("known_good") == "yes" => "Exchange ships: the scanner was wrong".to_owned(),
        _ => "shows nothing in its content that a page should not do".to_owned(),
    }
}

/// What a record says for others: where a file lay, or what it is.
pub(super) fn aside(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Aside> {
    let resource = field(record, "resource");
    if resource.is_empty() {
        return Vec::new();
    }
    if !is_content(record) {
        let time = record.time().map(|time| time.to_string()).unwrap_or_default();
        let path = field(record, "path").into_owned();
        let threat = field(record, "threat").into_owned();
        let facts = vec![("path", path), ("threat", threat), ("removed_at", time)];
        return vec![(format!("named {resource}"), facts)];
    }
    // A named stream says where a file came from, not what it is.
    if !field(record, "stream").is_empty() {
        return Vec::new();
    }
    vec![(format!("content {resource}"), facts(record, artefact))]
}

/// Joins an entry and the file that it names.
pub(super) fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let resource = draft.own.iter().map(|one| one.fact("resource")).find(|own| !own.is_empty());
    let Some(resource) = resource else { return };
    let get = |key: &str| {
        asides.get(format!("{key} {resource}").as_str()).and_then(|all| all.first()).copied()
    };
    if draft.worst.fact("copy").is_empty() {
        match get("content") {
            Some(content) => entry(draft, content),
            None => {
                draft.why.push_str(
                    " Its copy in the quarantine was not read: what it could do is not known.",
                );
                draft.facts.push(("copy", "not read".to_owned()));
            }
        }
    } else if let Some(named) = get("named") {
        let path = named.fact("path").to_owned();
        if scanner::grade(&path, scanner::is_shell_name(named.fact("threat"))).is_some() {
            draft.grade = Grade::Silent;
            return;
        }
        // Outside the web folders nothing ran it.
        draft.grade = Grade::Look;
        draft.why.push_str(&format!(" It lay in {path}."));
        draft.facts.push(("path", path));
        draft.facts.push(("removed_at", named.fact("removed_at").to_owned()));
    }
}

/// Adds to what an entry shows what the file is.
fn entry(draft: &mut Draft<'_>, content: &Sighting) {
    let told: Vec<(&'static str, String)> = TOLD
        .iter()
        .map(|(_, name)| *name)
        .chain([PATTERNS, "copy", "seen"])
        .map(|name| (name, content.fact(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    draft.why.push_str(&format!(" Its copy in the quarantine is a file that {}.", words(&told)));
    let in_web = scanner::in_web(draft.worst.fact("path"));
    match content.fact("content") {
        "shell" if in_web && draft.grade >= Grade::Likely => draft.grade = Grade::Certain,
        _ if content.fact("known_good") == "yes" => draft.grade = draft.grade.min(Grade::Look),
        _ => {}
    }
    draft.action = format!(
        "Keep {}, which holds what was {}; search the IIS logs for whoever used it",
        content.fact("copy"),
        draft.object
    );
    draft.facts.extend(told);
}
