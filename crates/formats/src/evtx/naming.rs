//! What the fields of an event are called: one convention for binary logs and for exports.

/// The attribute that names an item of `EventData`.
pub(crate) const LABEL: &str = "Name";

/// Elements that hold others and are no fields when empty.
pub(crate) fn is_shell(element: &str) -> bool {
    matches!(element, "Event" | "System" | "EventData" | "UserData")
}

/// Where in an event an element stands, as far as its fields' names depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Outside everything.
    Root,
    /// Directly in `Event`.
    Event,
    /// In `System`.
    System,
    /// In `EventData`.
    EventData,
    /// In `RenderingInfo`, which a collector adds.
    Rendering,
    /// In `UserData` or anything else.
    Other,
}

/// Where an element of this name stands that opens within `outer`.
pub(crate) fn place_of(outer: Place, name: &str) -> Place {
    match (outer, name) {
        (Place::Root, "Event") => Place::Event,
        (Place::Root | Place::Event, "System") => Place::System,
        (Place::Root | Place::Event, "EventData") => Place::EventData,
        (Place::Root | Place::Event, "RenderingInfo") => Place::Rendering,
        (Place::Root | Place::Event, _) => Place::Other,
        (outer, _) => outer,
    }
}

/// `Provider` `Name` is `Provider_Name`; two attributes go by the names everybody uses for them.
pub(crate) fn attribute_name(element: &str, attribute: &str) -> String {
    match (element, attribute) {
        ("EventID", "Qualifiers") => attribute.to_owned(),
        ("TimeCreated", "SystemTime") => element.to_owned(),
        _ => format!("{element}_{attribute}"),
    }
}

/// The name of the field that an element's content is; `label` is its `Name` in `EventData`.
pub(crate) fn element_name(place: Place, element: &str, label: Option<String>) -> String {
    match place {
        Place::EventData => label.unwrap_or_else(|| element.to_owned()),
        Place::Rendering if element != "Message" => format!("RenderingInfo_{element}"),
        _ => element.to_owned(),
    }
}
