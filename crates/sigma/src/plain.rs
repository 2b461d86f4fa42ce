//! The plain path: one rule asked of one record, without buckets, automata and memories. The fast
//! path is held against it.

use model::{Record, RecordKind};

use crate::{
    bucket::add_fields,
    fields::{Cache, FormTable, Gathered, RecordView},
    load::RuleSet,
    logsource::Key,
    test::{View, parse_integer},
};

/// The key of a record, the plain way.
pub(crate) fn key_of(record: &dyn Record) -> Key {
    let key = Key {
        kind: record.kind().clone(),
        channel: String::new(),
        provider: String::new(),
        id: None,
    };
    if key.kind == RecordKind::EVENT { fill_key(key, record) } else { key }
}

fn fill_key(mut key: Key, record: &dyn Record) -> Key {
    if let Some(text) = record.get("Channel") {
        key.channel.push_str(&text);
    }
    if let Some(text) = record.get("Provider_Name") {
        key.provider.push_str(&text);
    }
    key.id = record
        .get("EventID")
        .and_then(|text| parse_integer(&text))
        .and_then(|id| u32::try_from(id).ok());
    key
}

/// Evaluates one rule on one record without any of the above.
pub(crate) fn plain(
    set: &RuleSet,
    place: u32,
    record: &dyn Record,
    hit: &mut dyn FnMut(u32, &mut dyn View),
) {
    plain_by(set, place, &key_of(record), record, hit);
}

fn plain_by(
    set: &RuleSet,
    place: u32,
    key: &Key,
    record: &dyn Record,
    hit: &mut dyn FnMut(u32, &mut dyn View),
) {
    let Some(rule) = set.rules.get(place as usize) else { return };
    if !rule.source().takes(key) {
        return;
    }
    let table = table_of(set, place, key);
    let fetch = Gathered::new(record, table.names());
    let mut cache = Cache::default();
    let mut view = RecordView::new(&fetch, &table, &mut cache);
    if rule.logic.holds(&mut view) {
        hit(place, &mut view);
    }
}

/// The fields of one rule in one kind of record.
pub(crate) fn table_of(set: &RuleSet, place: u32, key: &Key) -> FormTable {
    let mut table = FormTable::new(set.fields.len());
    if let Some(rule) = set.rules.get(place as usize) {
        add_fields(rule, &mut table, set, key);
    }
    table
}

impl RuleSet {
    /// The numbers of the rules that match a record, in order, the plain way.
    pub fn plain_rules(&self, record: &dyn Record) -> Vec<usize> {
        let (key, mut found) = (key_of(record), Vec::new());
        for place in (0_u32..).take(self.rules.len()) {
            plain_by(self, place, &key, record, &mut |place, _| found.push(place as usize));
        }
        found
    }

    /// Whether a rule, by its number, matches a record: the plain way, without buckets and
    /// automata. The fast way of [`crate::SigmaDetector`] is tested against this.
    pub fn evaluate_plain(&self, rule: usize, record: &dyn Record) -> bool {
        let mut matched = false;
        if let Ok(place) = u32::try_from(rule) {
            plain(self, place, record, &mut |_, _| matched = true);
        }
        matched
    }
}
