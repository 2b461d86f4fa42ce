//! When a thing came, as far as the record that shows it tells, and what that time is a time of.
//!
//! A time without its meaning misleads: the last change of a registry key is a time by which the
//! entry was there, the date in a task's file is what its maker wrote. Four facts carry it, which
//! the engine fills in from the times of files where a record has none:
//!
//! - `came_at`: it came then;
//! - `came_after`, `came_by`: it came after the one and by the other;
//! - `came_basis`: what these are times of, or why there are none.

use detect::Sighting;
use model::{Finding, Record, Timestamp};

use crate::common::{fact, field};

/// The name under which a sighting remembers what its time is a time of.
pub(crate) const TIMED_BY: &str = "timed_by";

/// What the time of a record is a time of.
#[derive(Clone, Copy)]
enum Bound {
    /// Of its coming.
    At,
    /// Of something that happened when it was there.
    By,
}

/// What times are of: the word that a sighting remembers, what follows for its coming, and the
/// sentence for people.
const MEANINGS: [(&str, Bound, &str); 4] = [
    ("key", Bound::By, "its registry key was last written then"),
    (
        "task",
        Bound::At,
        "the task's file gives this date, and whoever makes a task can write another",
    ),
    ("object", Bound::By, "the directory says that the object was last changed then"),
    ("compiled", Bound::By, "ASP.NET compiled it then, which it does at the first request"),
];

/// The word for what a record's time is a time of; empty if it has none, or none that tells when a
/// thing came.
pub(crate) fn timed_by(record: &dyn Record) -> &'static str {
    if record.time().is_none() {
        return "";
    }
    match record.kind().as_str() {
        "task" if field(record, "topic") == "task" => "task",
        "registry" | "service" | "account" | "firewall" | "task" => "key",
        "ldif" => "object",
        "aspnet-compiled" | "compiled-assembly" => "compiled",
        _ => "",
    }
}

/// Says when a thing came by the times of what shows it, if nothing surer said so.
pub(crate) fn tell(finding: &mut Finding, own: &[&Sighting]) {
    if finding.facts.keys().any(|name| name.starts_with("came_")) {
        return;
    }
    let dated = own.iter().filter_map(|one| {
        let (_, bound, words) = MEANINGS.iter().find(|row| row.0 == one.fact(TIMED_BY))?;
        Some((one.time?, *bound, *words))
    });
    let Some((time, bound, words)) = dated.min_by_key(|(time, ..)| *time) else { return };
    let name = match bound {
        Bound::At => "came_at",
        Bound::By => "came_by",
    };
    fact(finding, name, time.to_string());
    fact(finding, "came_basis", words);
}

/// Facts for a thing that came at a time, told by a record other than the one that shows it.
pub(crate) fn at(time: Timestamp, basis: &str) -> [(&'static str, String); 2] {
    [("came_at", time.to_string()), ("came_basis", basis.to_owned())]
}
