//! The many JSON forms of an event, brought to one set of fields.

use super::event::Fields;
use super::tree::Tree;
use crate::evtx::naming::{Place, attribute_name, element_name, place_of};

/// Wrappers around the event itself, from the outside in: search results, Chainsaw's hits,
/// `evtx_dump`'s root.
const WRAPPERS: [&str; 5] = ["_source", "document", "data", "Event", "_raw_event"];

/// Other names of fields, as exporters without `System` have them.
const FLAT_NAMES: [(&str, &str); 32] = [
    ("SourceName", "Provider_Name"),
    ("ProviderName", "Provider_Name"),
    ("Provider", "Provider_Name"),
    ("provider_name", "Provider_Name"),
    ("source_name", "Provider_Name"),
    ("ProviderGuid", "Provider_Guid"),
    ("provider_guid", "Provider_Guid"),
    ("Hostname", "Computer"),
    ("ComputerName", "Computer"),
    ("MachineName", "Computer"),
    ("computer_name", "Computer"),
    ("LogName", "Channel"),
    ("log_name", "Channel"),
    ("event_id", "EventID"),
    ("RecordNumber", "EventRecordID"),
    ("RecordID", "EventRecordID"),
    ("record_id", "EventRecordID"),
    ("record_number", "EventRecordID"),
    ("ExecutionProcessID", "Execution_ProcessID"),
    ("ExecutionThreadID", "Execution_ThreadID"),
    ("UserID", "Security_UserID"),
    ("activity_id", "Correlation_ActivityID"),
    ("ActivityID", "Correlation_ActivityID"),
    ("related_activity_id", "Correlation_RelatedActivityID"),
    ("channel", "Channel"),
    ("keywords", "Keywords"),
    ("level", "Level"),
    ("time_created", "TimeCreated"),
    ("task", "Task"),
    ("opcode", "Opcode"),
    ("version", "Version"),
    ("message", "Message"),
];

/// Names that mean this only as they are spelt here: two differ from items of `EventData`
/// (`ProcessId`, `ThreadId`) by case alone, as NXLog writes them for the process that wrote the
/// event; one is PowerShell's, and too common otherwise.
const EXACT_NAMES: [(&str, &str); 3] =
    [("ProcessID", "Execution_ProcessID"), ("ThreadID", "Execution_ThreadID"), ("Id", "EventID")];

/// Winlogbeat's words for levels; they are English whatever the host speaks.
const LEVELS: [(&str, &str); 5] =
    [("critical", "1"), ("error", "2"), ("warning", "3"), ("information", "4"), ("verbose", "5")];

/// Deepest nesting followed when members are flattened: more than the reader lets through, so
/// that nothing is lost here; every level may take two steps.
const DEEPEST: usize = 256;

/// The fields of an event in whatever form; without an `EventID` if it is none.
pub(super) fn normalise(tree: &Tree) -> Fields {
    let mut fields = Fields::default();
    let inner = unwrapped(tree);
    let expanded = dotted(inner);
    let event = expanded.as_ref().unwrap_or(inner);
    if event.member("System").is_some_and(Tree::is_object) {
        nested(event, &mut fields);
    } else if event.member("winlog").is_some_and(Tree::is_object) {
        beats(event, &mut fields);
    } else {
        flat(event, &mut fields);
    }
    fields
}

/// Takes wrappers off: the innermost object that is one of theirs.
fn unwrapped(tree: &Tree) -> &Tree {
    let mut tree = tree;
    for wrapper in WRAPPERS {
        if let Some(inner) = tree.member(wrapper).filter(|inner| inner.is_object())
            && !tree.member("System").is_some_and(Tree::is_object)
            && tree.member("EventID").is_none()
            && tree.member("winlog").is_none()
        {
            tree = inner;
        }
    }
    tree
}

/// Members such as `winlog.event_id` as objects in objects, if there are any.
fn dotted(tree: &Tree) -> Option<Tree> {
    let Tree::Object(members) = tree else { return None };
    members.iter().find(|(name, _)| name.starts_with("winlog."))?;
    let mut root = Vec::new();
    for (name, value) in members {
        insert(&mut root, name, value.clone());
    }
    Some(Tree::Object(root))
}

fn insert(object: &mut Vec<(String, Tree)>, name: &str, value: Tree) {
    // Items of the event's data may have points in their names.
    let path = name.split_once('.').filter(|(head, _)| *head != "event_data");
    let (head, rest) = match (path, name.strip_prefix("event_data.")) {
        (Some((head, rest)), _) => (head, Some(rest)),
        (None, Some(rest)) => ("event_data", Some(rest)),
        (None, None) => (name, None),
    };
    let Some(rest) = rest else { return object.push((head.to_owned(), value)) };
    let found = object.iter().position(|(own, inner)| own == head && inner.is_object());
    let at = found.unwrap_or_else(|| {
        object.push((head.to_owned(), Tree::Object(Vec::new())));
        object.len() - 1
    });
    if let Tree::Object(inner) = &mut object[at].1 {
        if head == "event_data" {
            inner.push((rest.to_owned(), value));
        } else {
            insert(inner, rest, value);
        }
    }
}

/// The form that keeps the elements of the XML.
fn nested(event: &Tree, fields: &mut Fields) {
    let Tree::Object(members) = event else { return };
    for (name, value) in members {
        match name.as_str() {
            "#attributes" | "Event_attributes" => attributes("Event", value, fields),
            "EventData" => event_data(value, fields),
            _ if place_of(Place::Root, name) == Place::Other && !value.is_object() => {
                plain(name, value, fields, 0);
            }
            _ => element(name, value, place_of(Place::Root, name), fields, 0),
        }
    }
}

/// Adds an element and what is in it.
fn element(name: &str, value: &Tree, place: Place, fields: &mut Fields, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Tree::Null => {}
        Tree::Text(text) => fields.add(element_name(place, name, None), text),
        Tree::List(items) => {
            items.iter().for_each(|item| element(name, item, place, fields, depth + 1));
        }
        Tree::Object(members) => {
            for (key, inner) in members {
                member(name, key, inner, place, fields, depth);
            }
        }
    }
}

/// Adds a member of an element's object: an attribute, its text, or an element in it.
fn member(name: &str, key: &str, value: &Tree, place: Place, fields: &mut Fields, depth: usize) {
    if let Some(owner) = key.strip_suffix("_attributes") {
        return attributes(owner, value, fields);
    }
    match key {
        "#attributes" | "@attributes" => attributes(name, value, fields),
        "#text" | "$text" => element(name, value, place, fields, depth + 1),
        "Value" if name == "EventID" => element(name, value, place, fields, depth + 1),
        _ if key.starts_with("xmlns") || key.starts_with("@xmlns") => {}
        _ if key.starts_with(['@', '-']) => attribute(name, &key[1..], value, fields),
        // In `System` only elements hold objects; members of those are attributes.
        _ if place == Place::System && name != "System" => attribute(name, key, value, fields),
        _ => element(key, value, place, fields, depth + 1),
    }
}

fn attributes(name: &str, value: &Tree, fields: &mut Fields) {
    if let Tree::Object(members) = value {
        members.iter().for_each(|(key, value)| attribute(name, key, value, fields));
    }
}

fn attribute(name: &str, key: &str, value: &Tree, fields: &mut Fields) {
    if !key.starts_with("xmlns") {
        items(&attribute_name(name, key), value, fields, 0);
    }
}

/// Adds the items of `EventData`: named ones, `Data` without names, or a single text.
fn event_data(value: &Tree, fields: &mut Fields) {
    match value {
        Tree::Object(members) => {
            for (key, value) in members {
                match key.as_str() {
                    "#attributes" | "@attributes" => attributes("EventData", value, fields),
                    _ if key.starts_with("xmlns") || key.starts_with("@xmlns") => {}
                    "#text" => items("Data", value, fields, 0),
                    // What `evtx_dump` calls the second and third of one name.
                    _ => items(key, value, fields, 0),
                }
            }
        }
        other => items("Data", other, fields, 0),
    }
}

/// Adds the values of an item.
fn items(name: &str, value: &Tree, fields: &mut Fields, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        // An unnamed item is known by its position.
        Tree::Null if name == "Data" => fields.add(name, ""),
        Tree::Null => {}
        Tree::Text(text) => fields.add(name, text),
        Tree::List(list) => list.iter().for_each(|item| items(name, item, fields, depth + 1)),
        Tree::Object(members) => {
            let attributes = value.member("#attributes").unwrap_or(value);
            let label = ["Name", "@Name"].iter().find_map(|key| attributes.member(key));
            let text = ["#text", "$text", "Value", "content"].iter().find_map(|k| value.member(k));
            match (label, text) {
                (Some(Tree::Text(label)), text) => {
                    items(label, text.unwrap_or(&Tree::Text(String::new())), fields, depth + 1);
                }
                (_, Some(text)) => items(name, text, fields, depth + 1),
                _ => members.iter().for_each(|(key, inner)| match key.as_str() {
                    "#attributes" | "@attributes" => self::attributes(name, inner, fields),
                    _ => items(&format!("{name}_{key}"), inner, fields, depth + 1),
                }),
            }
        }
    }
}

/// Winlogbeat: <https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog>.
fn beats(event: &Tree, fields: &mut Fields) {
    let Tree::Object(members) = event else { return };
    for (name, value) in members.iter().filter(|(name, _)| name == "winlog") {
        plain(name, value, fields, 0);
    }
    if let Some(Tree::Text(level)) = event.member("log").and_then(|log| log.member("level"))
        && fields.first("Level").is_none()
    {
        let number = LEVELS.iter().find(|(word, _)| word.eq_ignore_ascii_case(level));
        fields.add("Level", number.map_or(level.as_str(), |(_, number)| number));
    }
    // The rest is of the shipper or said again in its own words.
    for (name, value) in members.iter().filter(|(name, _)| name != "winlog") {
        match value {
            Tree::Text(text) => fields.add(flat_name(name), text),
            other => items(name, other, fields, 0),
        }
    }
    if fields.first("TimeCreated").is_none()
        && let Some(Tree::Text(time)) = event.member("@timestamp")
    {
        fields.add("TimeCreated", time);
    }
}

/// Members as fields, objects in them flattened.
fn plain(name: &str, value: &Tree, fields: &mut Fields, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match (name, value) {
        (_, Tree::Null) => {}
        ("winlog", Tree::Object(members)) => {
            ordered(members).for_each(|(key, inner)| plain(key, inner, fields, depth + 1));
        }
        ("event_data" | "EventData" | "Details" | "ExtraFieldInfo" | "AllFieldInfo", _) => {
            data(value, fields);
        }
        // A text property for each item of the event's data.
        ("Properties", Tree::List(list)) => {
            list.iter().for_each(|item| items("Data", item, fields, depth + 1));
        }
        ("user_data" | "UserData", Tree::Object(_)) => {
            element(name, value, Place::Other, fields, depth + 1);
        }
        ("process", Tree::Object(members)) => {
            for (key, inner) in members {
                match (key.as_str(), inner.member("id")) {
                    ("pid", _) => plain("ExecutionProcessID", inner, fields, depth + 1),
                    ("thread", Some(id)) => plain("ExecutionThreadID", id, fields, depth + 1),
                    _ => plain(&format!("process_{key}"), inner, fields, depth + 1),
                }
            }
        }
        ("user", Tree::Object(members)) => {
            for (key, inner) in members {
                let key = if key == "identifier" { "UserID".into() } else { format!("user_{key}") };
                plain(&key, inner, fields, depth + 1);
            }
        }
        ("EventID" | "Id" | "event_id", Tree::Object(_)) => {
            element("EventID", value, Place::System, fields, depth + 1);
        }
        (
            "Provider" | "TimeCreated" | "Execution" | "Security" | "Correlation",
            Tree::Object(_),
        ) => {
            element(name, value, Place::System, fields, depth + 1);
        }
        (_, Tree::Text(text)) => fields.add(flat_name(name), text),
        (_, Tree::List(list)) => {
            list.iter().for_each(|item| plain(name, item, fields, depth + 1));
        }
        (_, Tree::Object(members)) => {
            for (key, inner) in members {
                plain(&format!("{name}_{key}"), inner, fields, depth + 1);
            }
        }
    }
}

/// Adds items of event data that stand in an object of another name. MSExchange Management has no
/// names for its items; Winlogbeat then calls them `param1`, `param2` and so on.
fn data(value: &Tree, fields: &mut Fields) {
    let unnamed = fields.first("Provider_Name").is_some_and(super::cmdlet::is_provider)
        || fields.first("Channel").is_some_and(|name| name == "MSExchange Management");
    let Tree::Object(members) = value else { return event_data(value, fields) };
    let number = |name: &str| name.strip_prefix("param").and_then(|n| n.parse::<u32>().ok());
    let mut numbered: Vec<(u32, &Tree)> = Vec::new();
    for (key, inner) in members {
        match number(key).filter(|_| unnamed) {
            Some(position) => numbered.push((position, inner)),
            None => event_data(&Tree::Object(vec![(key.clone(), inner.clone())]), fields),
        }
    }
    numbered.sort_by_key(|(position, _)| *position);
    numbered.iter().for_each(|(_, inner)| items("Data", inner, fields, 0));
}

fn flat_name(name: &str) -> &str {
    let exact = EXACT_NAMES.iter().find(|(own, _)| *own == name);
    let known = FLAT_NAMES.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    exact.or(known).map_or(name, |(_, ours)| ours)
}

/// Members with those first whose names say what the others are.
fn ordered(members: &[(String, Tree)]) -> impl Iterator<Item = &(String, Tree)> {
    let first = |name: &str| matches!(flat_name(name), "Provider_Name" | "Channel");
    let (names, rest): (Vec<_>, Vec<_>) = members.iter().partition(|(name, _)| first(name));
    names.into_iter().chain(rest)
}

/// One level of members, by the names exporters use.
fn flat(event: &Tree, fields: &mut Fields) {
    if let Tree::Object(members) = event {
        ordered(members).for_each(|(name, value)| plain(name, value, fields, 0));
    }
}
