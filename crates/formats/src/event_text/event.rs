//! An exported event as a record.

use std::borrow::Cow;

use model::{Locator, Record, RecordKind, Timestamp, excerpt_of};

use super::cmdlet;

static KIND: RecordKind = RecordKind::EVENT;

/// Fields that hold the time of an event, the surest first.
const TIMES: [&str; 4] = ["TimeCreated", "EventTime", "@timestamp", "Timestamp"];

/// Fields and their values, in order.
#[derive(Debug, Default)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    /// Adds a value.
    pub(super) fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The first value of a field, ignoring case.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether these are an event: it has an id, and says who wrote it or where.
    pub(super) fn is_event(&self) -> bool {
        let has = |name| self.first(name).is_some_and(|value| !value.is_empty());
        let number = self.first("EventID").is_some_and(|id| id.trim().parse::<u32>().is_ok());
        number && (has("Channel") || has("Provider_Name"))
    }

    /// Puts back what an exporter dropped and its message still says.
    pub(super) fn complete(&mut self) {
        let ours = self.first("Provider_Name").is_some_and(cmdlet::is_provider);
        if !ours || self.first("Data").is_some() {
            return;
        }
        let parts = self.first("Message").and_then(cmdlet::parts);
        if let Some((name, parameters)) =
            parts.map(|(name, parameters)| (name.to_owned(), parameters.to_owned()))
        {
            self.add("Data", name);
            self.add("Data", parameters);
        }
    }

    fn time(&self) -> Option<Timestamp> {
        TIMES.iter().find_map(|name| self.first(name).and_then(time_of))
    }
}

/// The moment a text names with its zone; seconds or milliseconds since 1970 are UTC.
pub(super) fn time_of(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    // `2021-03-14 01:40:12.987 +00:00`
    if let Some((civil, zone)) = text.rsplit_once(' ')
        && zone.starts_with(['+', '-'])
    {
        return format!("{civil}{zone}").parse().ok();
    }
    // `/Date(1615686012987)/`, as Windows PowerShell writes times in JSON.
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return Timestamp::from_millisecond(inner.parse().ok()?).ok();
    }
    // Velociraptor counts seconds since 1970, others milliseconds.
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    match whole.len() {
        9 | 10 => {
            let nanos: String = fraction.chars().chain("000000000".chars()).take(9).collect();
            Timestamp::new(whole.parse().ok()?, nanos.parse().ok()?).ok()
        }
        12 | 13 => Timestamp::from_millisecond(whole.parse().ok()?).ok(),
        _ => None,
    }
}

/// An exported event.
pub(super) struct TextEvent<'a> {
    fields: Fields,
    time: Option<Timestamp>,
    locator: Locator,
    raw: &'a [u8],
}

impl<'a> TextEvent<'a> {
    /// The event with these fields, which stands as `raw` in the file.
    pub(super) fn new(mut fields: Fields, locator: Locator, raw: &'a [u8]) -> Self {
        fields.complete();
        let time = fields.time();
        Self { fields, time, locator, raw }
    }
}

impl Record for TextEvent<'_> {
    fn kind(&self) -> &RecordKind {
        &KIND
    }

    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let own = self.fields.0.iter().filter(|(name, _)| name.eq_ignore_ascii_case(field));
        let mut values = own.map(|(_, value)| value.as_str());
        let first = values.next()?;
        let Some(second) = values.next() else { return Some(Cow::Borrowed(first)) };
        let mut text = format!("{first}\n{second}");
        values.for_each(|value| {
            text.push('\n');
            text.push_str(value);
        });
        Some(Cow::Owned(text))
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.0.iter().for_each(|(name, value)| visit(name, value));
    }

    fn excerpt(&self) -> String {
        excerpt_of(self.raw)
    }
}
