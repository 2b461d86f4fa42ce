//! When something of IIS's configuration was set, by the event that IIS writes for each change where
//! somebody turned its log on (`Microsoft-IIS-Configuration/Operational`, event 29).

use detect::{Interest, Test, When};
use model::{Record, RecordKind};

use super::place::plain;
use crate::came;
use crate::common::field;
use crate::setup::{Aside, Asides, Draft};

/// The event of a change that was made.
const CHANGED: &[u8] = b"29";

/// Facts of a finding whose value the event may name as the new one.
const NAMED: [&str; 4] = ["file", "path", "name", "url"];

/// The events that are asked for.
pub(super) fn interests() -> Vec<Interest> {
    let tests = vec![
        ("EventID", Test::is(|own| own == CHANGED)),
        ("Channel", Test::contains(["iis-configuration"])),
    ];
    vec![Interest::new([RecordKind::EVENT], When::All(tests))]
}

/// What an event says was set, by its new value.
pub(super) fn aside(record: &dyn Record) -> Vec<Aside> {
    let value = field(record, "NewValue");
    if value.trim().is_empty() || record.time().is_none() {
        return Vec::new();
    }
    vec![(key(&value), vec![("configuration", field(record, "Configuration").into_owned())])]
}

fn key(value: &str) -> String {
    format!("set {}", plain(value))
}

/// Dates what an event says was set: by the first that names its file, folder or name.
pub(super) fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let values = NAMED.map(|name| draft.worst.fact(name));
    let values = values.into_iter().filter(|value| !value.is_empty());
    let events = values.filter_map(|value| asides.get(key(value).as_str()));
    let Some(first) = events.flatten().min_by_key(|event| event.time) else { return };
    let Some(time) = first.time else { return };
    let basis = format!("event 29 of IIS tells that {} was set", first.fact("configuration"));
    draft.facts.extend(came::at(time, &basis));
}
