//! From the field names that rules use to the texts that records hold.
//!
//! A field belongs to the [`Family`] of its rule's log source. For one kind of record a family
//! turns the field into [`Form`]s: the record's own names, and ways to read them. All forms that
//! the record has are values of the field; a test passes if one of them passes.

use std::collections::HashMap;

use model::{Record, Shaped};
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Form, forms},
    logsource::Key,
    registry,
    test::View,
    text::Text,
};

/// A field as rules of one family name it; an index into [`FieldNames`].
pub(crate) type FieldId = u32;

/// The field that stands for the whole record: keywords are searched here.
pub(crate) const KEYWORDS: FieldId = 0;

/// Log sources that translate field names alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Family {
    /// Event records by their own names.
    Event,
    /// Processes, from Sysmon or the Security audit.
    Process,
    /// Connections, from Sysmon or the Security audit.
    Network,
    /// Registry changes, from Sysmon or the Security audit.
    Registry,
    /// Windows Defender.
    Antivirus,
    /// Cmdlets in the MSExchange Management channel.
    ExchangeManagement,
    /// Web requests, from IIS or HttpProxy.
    Web,
    /// A text log by its own column names.
    Log,
}

/// The fields that a set of rules names.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct FieldNames {
    names: Vec<(Family, String)>,
    #[serde(skip)]
    places: HashMap<(Family, String), FieldId>,
}

impl FieldNames {
    /// An empty list; place 0 is the whole record.
    pub(crate) fn new() -> Self {
        Self { names: vec![(Family::Event, String::new())], places: HashMap::new() }
    }

    /// The id of a field; names differ only by more than ASCII case.
    pub(crate) fn intern(&mut self, family: Family, name: &str) -> FieldId {
        let key = (family, name.to_ascii_lowercase());
        if let Some(&id) = self.places.get(&key) {
            return id;
        }
        let id = FieldId::try_from(self.names.len()).unwrap_or(KEYWORDS);
        self.names.push((family, name.to_owned()));
        self.places.insert(key, id);
        id
    }

    /// Family and name of a field.
    pub(crate) fn get(&self, id: FieldId) -> Option<(Family, &str)> {
        self.names.get(id as usize).map(|(family, name)| (*family, name.as_str()))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// The forms of the fields of some rules, in one kind of record.
#[derive(Debug, Default)]
pub(crate) struct FormTable {
    /// Forms by field; none where no rule of this bucket names it.
    forms: Vec<Option<Box<[Form<u16>]>>>,
    /// The record's own field names that the forms use.
    names: Vec<String>,
}

impl FormTable {
    /// Room for `fields` fields.
    pub(crate) fn new(fields: usize) -> Self {
        Self { forms: vec![None; fields], names: Vec::new() }
    }

    /// Makes a field readable.
    pub(crate) fn add(&mut self, id: FieldId, fields: &FieldNames, key: &Key) {
        let Some((family, name)) = fields.get(id) else { return };
        if self.forms.get(id as usize).is_none_or(Option::is_some) {
            return;
        }
        let made: Box<[Form<u16>]> = if id == KEYWORDS {
            Box::new([Form::Keywords])
        } else {
            let known = forms(family, name, key);
            if known.is_empty() {
                Box::new([Form::Name(self.name(name))])
            } else {
                known.iter().map(|form| self.bind(form)).collect()
            }
        };
        if let Some(slot) = self.forms.get_mut(id as usize) {
            *slot = Some(made);
        }
    }

    /// The record's own field names that are read.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The forms of a field.
    pub(crate) fn of(&self, id: FieldId) -> &[Form<u16>] {
        self.forms.get(id as usize).and_then(Option::as_deref).unwrap_or_default()
    }

    fn bind(&mut self, form: &Form<&'static str>) -> Form<u16> {
        match form {
            Form::Name(a) => Form::Name(self.name(a)),
            Form::Items(a) => Form::Items(self.name(a)),
            Form::Plus(a) => Form::Plus(self.name(a)),
            Form::Address(a) => Form::Address(self.name(a)),
            Form::Extension(a) => Form::Extension(self.name(a)),
            Form::Joined(a, separator, b) => Form::Joined(self.name(a), *separator, self.name(b)),
            Form::Url(a, b) => Form::Url(self.name(a), self.name(b)),
            Form::CmdletMessage(a, b) => Form::CmdletMessage(self.name(a), self.name(b)),
            Form::Coded(a, codes) => Form::Coded(self.name(a), codes),
            Form::Item(a, place) => Form::Item(self.name(a), *place),
            Form::RegistryPath(a, b) => Form::RegistryPath(self.name(a), self.name(b)),
            Form::RegistryData(a, b) => Form::RegistryData(self.name(a), self.name(b)),
            Form::Keywords => Form::Keywords,
        }
    }

    fn name(&mut self, name: &str) -> u16 {
        let place = self.names.iter().position(|own| own.eq_ignore_ascii_case(name));
        let place = place.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

/// Reads a record's fields by their place in [`FormTable::names`].
pub(crate) trait Fetch {
    /// Appends the text of a field; `false` if the record has no such field.
    fn fetch(&self, name: u16, out: &mut String) -> bool;

    /// The record itself.
    fn record(&self) -> &dyn Record;
}

/// Fields by their names, gathered from any record. The plain way.
pub(crate) struct Gathered<'r> {
    record: &'r dyn Record,
    texts: Vec<Option<String>>,
}

impl<'r> Gathered<'r> {
    /// Reads the fields called `names`. Several values of a field are separated by a line feed.
    pub(crate) fn new(record: &'r dyn Record, names: &[String]) -> Self {
        let mut texts: Vec<Option<String>> = vec![None; names.len()];
        record.each(&mut |name, value| {
            for (own, text) in names.iter().zip(&mut texts) {
                if own.eq_ignore_ascii_case(name) {
                    match text {
                        Some(text) => {
                            text.push('\n');
                            text.push_str(value);
                        }
                        None => *text = Some(value.to_owned()),
                    }
                }
            }
        });
        Self { record, texts }
    }
}

impl Fetch for Gathered<'_> {
    fn fetch(&self, name: u16, out: &mut String) -> bool {
        let Some(Some(text)) = self.texts.get(usize::from(name)) else { return false };
        out.push_str(text);
        true
    }
    fn record(&self) -> &dyn Record {
        self.record
    }
}

/// Fields of a record whose layout knows their slots.
pub(crate) struct Slotted<'r> {
    /// The record.
    pub record: &'r dyn Record,
    /// Its layout.
    pub shaped: &'r dyn Shaped,
    /// The slot of each name.
    pub slots: &'r [Option<u32>],
}

impl Fetch for Slotted<'_> {
    fn fetch(&self, name: u16, out: &mut String) -> bool {
        let Some(Some(slot)) = self.slots.get(usize::from(name)) else { return false };
        self.shaped.text(*slot, out)
    }
    fn record(&self) -> &dyn Record {
        self.record
    }
}

/// The values of the fields of one record, kept while it is looked at. The memory is used again
/// for the next record.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    values: Vec<Values>,
    record: u64,
}

#[derive(Debug, Default)]
struct Values {
    record: u64,
    count: usize,
    texts: Vec<Text>,
}

impl Values {
    fn next(&mut self) -> &mut String {
        if self.texts.len() == self.count {
            self.texts.push(Text::default());
        }
        let text = &mut self.texts[self.count];
        text.clear();
        &mut text.raw
    }

    /// Keeps the text written by [`Values::next`].
    fn keep(&mut self) {
        self.count += 1;
    }

    /// Adds a further text made from the one kept last.
    fn derive(&mut self, make: impl FnOnce(&str, &mut String)) {
        let Some(last) = self.count.checked_sub(1) else { return };
        let mut text = std::mem::take(self.next());
        make(&self.texts[last].raw, &mut text);
        *self.next() = text;
        self.keep();
    }

    fn texts(&self) -> &[Text] {
        self.texts.get(..self.count).unwrap_or_default()
    }
}

/// A record as rules see it.
pub(crate) struct RecordView<'r> {
    /// Where texts come from.
    pub fetch: &'r dyn Fetch,
    /// How fields are read.
    pub table: &'r FormTable,
    /// Where they are kept.
    cache: &'r mut Cache,
}

impl<'r> RecordView<'r> {
    /// Starts on a new record.
    pub(crate) fn new(fetch: &'r dyn Fetch, table: &'r FormTable, cache: &'r mut Cache) -> Self {
        cache.record += 1;
        if cache.values.len() < table.forms.len() {
            cache.values.resize_with(table.forms.len(), Values::default);
        }
        Self { fetch, table, cache }
    }
}

impl View for RecordView<'_> {
    fn values(&mut self, field: FieldId) -> &[Text] {
        let record = self.cache.record;
        let Some(values) = self.cache.values.get_mut(field as usize) else { return &[] };
        if values.record != record {
            values.record = record;
            values.count = 0;
            for form in self.table.of(field) {
                read(form, self.fetch, values);
            }
        }
        values.texts()
    }
}

/// Reads one form of a field.
fn read(form: &Form<u16>, fetch: &dyn Fetch, values: &mut Values) {
    match form {
        Form::Name(name) => {
            keep(*name, fetch, values);
        }
        Form::Items(name) => {
            if keep(*name, fetch, values) {
                read_items(values);
            }
        }
        Form::Joined(first, separator, second) => {
            joined(*first, *separator, *second, fetch, values);
        }
        Form::Plus(name) => {
            if keep(*name, fetch, values) && last(values).is_some_and(|raw| raw.contains('+')) {
                values.derive(|raw, out| out.extend(raw.chars().map(blank_for_plus)));
            }
        }
        Form::Address(name) => {
            if keep(*name, fetch, values) && last(values).and_then(without_port).is_some() {
                values.derive(|raw, out| out.push_str(without_port(raw).unwrap_or(raw)));
            }
        }
        Form::Extension(name) => part(*name, fetch, values, |path| {
            let file = path.rsplit('/').next().unwrap_or_default();
            Some(file.rsplit_once('.').map_or("", |(_, extension)| extension))
        }),
        Form::Coded(name, codes) => part(*name, fetch, values, |code| {
            let word = codes.iter().find(|(own, _)| *own == code.trim());
            Some(word.map_or(code, |(_, word)| word))
        }),
        Form::Item(name, place) => {
            part(*name, fetch, values, |items| items.split('\n').nth(usize::from(*place)));
        }
        Form::RegistryPath(key, value) => {
            if joined(*key, '\\', *value, fetch, values) {
                let own = last(values).and_then(registry::path);
                add(own, values);
            }
        }
        Form::RegistryData(data, kind) => {
            if keep(*data, fetch, values) {
                let mut code = String::new();
                fetch.fetch(*kind, &mut code);
                let own = last(values).and_then(|raw| registry::data(raw, &code));
                add(own, values);
            }
        }
        Form::Url(stem, query) => read_url(*stem, *query, fetch, values),
        Form::CmdletMessage(data, id) => cmdlet_message(*data, *id, fetch, values),
        Form::Keywords => {
            keywords(fetch.record(), values.next());
            values.keep();
        }
    }
}

/// Keeps a field as it stands, and tells whether it is there.
fn keep(name: u16, fetch: &dyn Fetch, values: &mut Values) -> bool {
    let is_there = fetch.fetch(name, values.next());
    if is_there {
        values.keep();
    }
    is_there
}

/// Keeps two fields as one, and tells whether the first is there.
fn joined(
    first: u16,
    separator: char,
    second: u16,
    fetch: &dyn Fetch,
    values: &mut Values,
) -> bool {
    let is_there = fetch.fetch(first, values.next());
    if is_there {
        let text = &mut values.texts[values.count].raw;
        text.push(separator);
        fetch.fetch(second, text);
        values.keep();
    }
    is_there
}

/// Keeps a part of a field.
fn part(name: u16, fetch: &dyn Fetch, values: &mut Values, of: impl Fn(&str) -> Option<&str>) {
    let mut text = String::new();
    if fetch.fetch(name, &mut text)
        && let Some(own) = of(&text)
    {
        values.next().push_str(own);
        values.keep();
    }
}

/// The value kept last.
fn last(values: &Values) -> Option<&str> {
    values.texts().last().map(|text| &*text.raw)
}

/// Adds a further value, if there is one.
fn add(text: Option<String>, values: &mut Values) {
    if let Some(text) = text {
        values.next().push_str(&text);
        values.keep();
    }
}

fn blank_for_plus(c: char) -> char {
    if c == '+' { ' ' } else { c }
}

/// An IPv4 address without its port; `None` if there is none.
fn without_port(text: &str) -> Option<&str> {
    let (address, port) = text.rsplit_once(':')?;
    let plain = !address.contains(':') || address.starts_with('[');
    (plain && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
        .then(|| address.trim_matches(['[', ']']))
}

/// After several unnamed items that are kept as one text: each by itself.
fn read_items(values: &mut Values) {
    let Some(whole) = values.texts().last().filter(|text| text.raw.contains('\n')) else { return };
    let whole = whole.raw.clone();
    for item in whole.split('\n') {
        values.next().push_str(item);
        values.keep();
    }
}

fn read_url(stem: u16, query: u16, fetch: &dyn Fetch, values: &mut Values) {
    if !fetch.fetch(stem, values.next()) {
        return;
    }
    values.keep();
    let mut rest = String::new();
    if !fetch.fetch(query, &mut rest) || rest.is_empty() || rest == "-" {
        return;
    }
    let bare = rest.strip_prefix('?').unwrap_or(&rest);
    values.derive(|stem, out| {
        out.push_str(stem);
        out.push('?');
        out.push_str(bare);
    });
    values.next().push_str(bare);
    values.keep();
}

/// The message of a cmdlet record from its data: the channel's own texts are "Cmdlet suceeded"
/// (spelled so) for event 1 and "Cmdlet failed" for 6, with the cmdlet as first and its
/// parameters as second item. Rules from the time before the data were structured test these.
fn cmdlet_message(data: u16, id: u16, fetch: &dyn Fetch, values: &mut Values) {
    let (mut text, mut number) = (String::new(), String::new());
    if !fetch.fetch(data, &mut text) {
        return;
    }
    fetch.fetch(id, &mut number);
    let mut items = text.split('\n');
    let (Some(cmdlet), Some(parameters)) = (items.next(), items.next()) else { return };
    let outcome = match number.as_str() {
        "1" => "suceeded",
        "6" => "failed",
        _ => return,
    };
    let out = values.next();
    out.push_str("Cmdlet ");
    out.push_str(outcome);
    out.push_str(". Cmdlet ");
    out.push_str(cmdlet);
    out.push_str(", parameters ");
    out.push_str(parameters);
    out.push('.');
    values.keep();
}

/// Longest text that keywords are searched in, in bytes: far above any event record (64 KiB in
/// the file) and any line of a log. What is beyond is not searched.
const KEYWORD_BYTES: usize = 4 << 20;

/// All values of a record in one line, with blanks between, before and after: so a keyword with
/// a leading blank is found at the start of a value, as it would be in the message's text.
fn keywords(record: &dyn Record, out: &mut String) {
    out.push(' ');
    record.each(&mut |_, value| {
        if out.len() + value.len() < KEYWORD_BYTES {
            for line in value.split(['\n', '\r']) {
                out.push_str(line);
                out.push(' ');
            }
        }
    });
}
