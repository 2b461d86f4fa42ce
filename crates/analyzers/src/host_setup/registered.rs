//! When a service or a task was registered: events and the scheduler's own list know the moment,
//! where the registry only knows the last change and a task's file what its maker wrote.

use detect::{Interest, Test, When};
use model::{Record, RecordKind};

use super::persistence::{SERVICE, TASK};
use crate::came;
use crate::common::field;
use crate::setup::{Aside, Asides, Draft};

/// What an event registers.
struct Registers {
    id: &'static str,
    /// Part of the channel's name, lower-case.
    channel: &'static str,
    /// The rule whose findings it dates.
    rule: &'static str,
    /// The field with the name.
    name: &'static str,
    /// The field with the program; empty if there is none.
    program: &'static str,
}

/// Events of the service control manager, of auditing, and of the task scheduler
/// (<https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4697>,
/// <https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4698>).
const EVENTS: [Registers; 4] = [
    Registers {
        id: "7045",
        channel: "system",
        rule: SERVICE.id,
        name: "ServiceName",
        program: "ImagePath",
    },
    Registers {
        id: "4697",
        channel: "security",
        rule: SERVICE.id,
        name: "ServiceName",
        program: "ServiceFileName",
    },
    Registers { id: "4698", channel: "security", rule: TASK.id, name: "TaskName", program: "" },
    Registers {
        id: "106",
        channel: "taskscheduler/operational",
        rule: TASK.id,
        name: "TaskName",
        program: "",
    },
];

/// The events that are asked for.
pub(super) fn interests() -> Vec<Interest> {
    let one = |event: &'static Registers| {
        let id = event.id.as_bytes();
        let tests = vec![
            ("EventID", Test::is(move |own| own == id)),
            ("Channel", Test::contains([event.channel])),
        ];
        Interest::new([RecordKind::EVENT], When::All(tests))
    };
    EVENTS.iter().map(one).collect()
}

/// What an event registers, by rule and name, and what the scheduler's list has of a task, by name
/// and by number.
pub(super) fn aside(record: &dyn Record) -> Vec<Aside> {
    match *record.kind() == RecordKind::EVENT {
        true => event(record),
        false => listed(record),
    }
}

fn listed(record: &dyn Record) -> Vec<Aside> {
    let registered = field(record, "registered");
    if field(record, "topic") != "task-cache" || registered.is_empty() {
        return Vec::new();
    }
    let names = ["Path", "URI", "id"].map(|own| field(record, own));
    let own = names.iter().filter(|name| !name.is_empty());
    own.map(|name| (key(LISTED, name), vec![("registered", registered.to_string())])).collect()
}

/// What keys of the scheduler's list begin with.
const LISTED: &str = "listed";

fn event(record: &dyn Record) -> Vec<Aside> {
    let (id, channel) = (field(record, "EventID"), field(record, "Channel").to_lowercase());
    let own = EVENTS.iter().find(|own| own.id == id && channel.contains(own.channel));
    let Some(own) = own else { return Vec::new() };
    let name = field(record, own.name);
    if name.is_empty() || record.time().is_none() {
        return Vec::new();
    }
    let program = field(record, own.program).trim().to_lowercase();
    vec![(key(own.rule, &name), vec![("program", program), ("event", id.into_owned())])]
}

fn key(rule: &str, name: &str) -> String {
    format!("{rule} {}", name.trim().to_lowercase())
}

/// Dates a service or task: by the event that tells of it, of several the first that names the same
/// program, else the first; or by the scheduler's list.
pub(super) fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let (name, command) = (draft.worst.fact("name"), draft.worst.fact("command").to_lowercase());
    let events = asides.get(key(draft.rule.id, name).as_str());
    let same = |program: &str| !program.is_empty() && command.contains(program);
    let dated = events.into_iter().flatten();
    let dated = dated.filter_map(|own| Some((!same(own.fact("program")), own.time?, own)));
    if let Some((_, time, event)) = dated.min_by_key(|(other, time, _)| (*other, *time)) {
        let basis = format!("event {} tells of it", event.fact("event"));
        return draft.facts.extend(came::at(time, &basis));
    }
    if draft.rule.id != TASK.id {
        return;
    }
    let named = [name, draft.worst.fact("id")].into_iter().filter(|own| !own.is_empty());
    let listed = named.filter_map(|own| asides.get(key(LISTED, own).as_str())).flatten();
    if let Some(time) = listed.filter_map(|own| own.fact("registered").parse().ok()).min() {
        draft.facts.extend(came::at(time, "the scheduler's own list says it was registered then"));
    }
}
