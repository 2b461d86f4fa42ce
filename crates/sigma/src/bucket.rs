//! Rules sorted into buckets by what kind of record they concern, with what is needed to say
//! quickly which of them deserve a look.
//!
//! Kind, channel, provider and event id choose a bucket; a bucket is built when its first record
//! comes. For each field in which a rule of the bucket has a witness there is one automaton of
//! all such literals. [`crate::look`] uses them.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use aho_corasick::AhoCorasick;
use foldhash::fast::RandomState;
use model::{Makeup, RecordKind};

use crate::{
    expr::Item,
    fields::{FieldId, FormTable, KEYWORDS},
    forms::Form,
    load::{Rule, RuleSet},
    logsource::Key,
    matcher::{Automata, Literals, Matcher},
    test::{Test, View},
    text::Text,
    witness::{Witness, test_witnesses, witnesses},
};

/// Most buckets built. Channels and event ids come from the evidence; beyond this a record is
/// evaluated the plain way. A server with every role has fewer than 2,000 kinds of event that
/// any rule concerns.
const BUCKETS: usize = 8_192;

/// Most tests of a field by whose answers its values are sorted: the bits of a number, less one
/// that is kept for another use.
const SORTED_BY: usize = 63;

/// What is known of all records of a bucket.
pub(crate) fn known_by<'k>(
    set: &'k RuleSet,
    key: &'k Key,
) -> impl FnMut(&Item) -> Option<bool> + 'k {
    move |item: &Item| {
        if key.kind != RecordKind::EVENT {
            return None;
        }
        let (_, name) = set.fields.get(item.field)?;
        let head = ["EventID", "Channel", "Provider_Name"];
        let mut several = !head.iter().any(|own| name.eq_ignore_ascii_case(own));
        if !several {
            item.tests.iter().for_each(|test| other_fields(test, &mut |_| several = true));
        }
        if several {
            return None;
        }
        let text = if name.eq_ignore_ascii_case("EventID") {
            return item_on_id(item, key.id?);
        } else if name.eq_ignore_ascii_case("Channel") && !key.channel.is_empty() {
            return Some(key.channel.split('\n').any(|own| item.passes(&mut Single::new(own))));
        } else if name.eq_ignore_ascii_case("Provider_Name") && !key.provider.is_empty() {
            &key.provider
        } else {
            return None;
        };
        Some(item.passes(&mut Single::new(text)))
    }
}

/// Answers an item on the event id, if it only compares it.
fn item_on_id(item: &Item, id: u32) -> Option<bool> {
    Some(item.passes(&mut Single::new(&id.to_string())))
}

/// A view of a record with one value or none, whatever the field. Other fields are not known
/// here, so this is only for items that look at one field.
#[derive(Debug, Default)]
pub(crate) struct Single {
    text: [Text; 1],
    absent: bool,
}

impl Single {
    fn new(text: &str) -> Self {
        Self { text: [Text::new(text)], absent: false }
    }

    /// Puts another value in, which `write` writes; `false` is none.
    pub(crate) fn load(&mut self, write: impl FnOnce(&mut String) -> bool) {
        let [text] = &mut self.text;
        text.clear();
        self.absent = !write(&mut text.raw);
    }

    /// The value; empty if there is none.
    pub(crate) fn text(&self) -> &Text {
        let [text] = &self.text;
        text
    }
}

impl View for Single {
    fn values(&mut self, _: FieldId) -> &[Text] {
        if self.absent { &[] } else { &self.text }
    }
}

/// What of a field's value can change the answer of a bucket's rules.
#[derive(Debug)]
pub(crate) enum Matters {
    /// Only the answers to these tests.
    Answers(Vec<(FieldId, Test)>),
    /// Possibly all of it.
    Whole,
}

/// How the rules of a bucket look at whole records.
#[derive(Debug)]
pub(crate) enum Keywords {
    /// Not at all.
    None,
    /// For texts that hold one of these words; the flag says whether one can stand in values of
    /// [`Makeup::Code`].
    Words(AhoCorasick, bool),
    /// In ways that no word betrays.
    Open,
}

impl Keywords {
    /// Whether no keyword of any rule can be in a folded text.
    pub(crate) fn absent_from(&self, folded: &str) -> bool {
        match self {
            Self::None => true,
            Self::Words(words, _) => !words.is_match(folded),
            Self::Open => false,
        }
    }

    /// Whether a value must be looked at.
    pub(crate) fn concern(&self, makeup: Makeup) -> bool {
        match self {
            Self::None => false,
            Self::Words(_, code) => *code || makeup != Makeup::Code,
            Self::Open => true,
        }
    }
}

/// The rules that concern one kind of record.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Its number, for caches.
    pub number: usize,
    /// How fields are read.
    pub table: FormTable,
    /// Rules without a witness.
    pub always: Vec<u32>,
    /// Automata over fields with witnesses.
    pub matchers: Vec<Matcher>,
    /// Whether and how rules look at whole records.
    pub keywords: Keywords,
    /// For each of the table's names, what of its value matters.
    pub matters: Vec<Matters>,
}

impl Bucket {
    fn build(
        set: &RuleSet,
        key: &Key,
        rules: &[u32],
        number: usize,
        automata: &Arc<Automata>,
    ) -> Self {
        let mut table = FormTable::new(set.fields.len());
        let rules =
            || rules.iter().filter_map(|place| Some((*place, set.rules.get(*place as usize)?)));
        rules().for_each(|(_, rule)| add_fields(rule, &mut table, set, key));
        let (mut always, by_field) = sorted_by_witness(set, key, rules());
        let matchers = by_field
            .into_iter()
            .map(|(field, literals)| Matcher::new(field, literals, automata))
            .collect();
        always.sort_unstable();
        always.dedup();
        let keywords = keywords(rules().map(|(_, rule)| rule), automata);
        let matters = matters(rules().map(|(_, rule)| rule), &table);
        Self { number, table, always, matchers, keywords, matters }
    }
}

/// Makes the fields of a rule readable.
pub(crate) fn add_fields(rule: &Rule, table: &mut FormTable, set: &RuleSet, key: &Key) {
    rule.logic.items(&mut |item| {
        table.add(item.field, &set.fields, key);
        for test in &item.tests {
            other_fields(test, &mut |field| table.add(field, &set.fields, key));
        }
    });
    rule.captures.iter().for_each(|field| table.add(*field, &set.fields, key));
}

/// The rules without witness, and for each field the literals with the rules that need them.
fn sorted_by_witness<'r>(
    set: &RuleSet,
    key: &Key,
    rules: impl Iterator<Item = (u32, &'r Rule)>,
) -> (Vec<u32>, Vec<(FieldId, Literals)>) {
    let mut always = Vec::new();
    let mut by_witness: HashMap<Witness, Vec<u32>, RandomState> = HashMap::default();
    for (place, rule) in rules {
        match witnesses(&rule.logic, &mut known_by(set, key)) {
            Some(list) => {
                for witness in list {
                    by_witness.entry(witness).or_default().push(place);
                }
            }
            None => always.push(place),
        }
    }
    let mut by_field: HashMap<FieldId, Literals> = HashMap::new();
    for (witness, rules) in by_witness {
        let literals = by_field.entry(witness.field).or_default();
        literals.entry(witness.literal).or_default().push((witness.place, rules));
    }
    let mut fields: Vec<_> = by_field.into_iter().collect();
    fields.sort_unstable_by_key(|(field, _)| *field);
    (always, fields)
}

/// What betrays that a question about the whole record may be answered yes.
fn keywords<'r>(rules: impl Iterator<Item = &'r Rule>, automata: &Automata) -> Keywords {
    let mut words = Vec::new();
    let mut open = false;
    for rule in rules {
        rule.logic.items(&mut |item| {
            for test in item.tests.iter().filter(|_| item.field == KEYWORDS) {
                match test_witnesses(KEYWORDS, test) {
                    Some(list) => words.extend(list.into_iter().map(|witness| witness.literal)),
                    None => open = true,
                }
            }
            // Other fields' tests may look at the whole record by reference.
            item.tests
                .iter()
                .for_each(|test| other_fields(test, &mut |field| open |= field == KEYWORDS));
        });
    }
    words.sort_unstable();
    words.dedup();
    let code = words.iter().any(|word| word.chars().all(|c| Makeup::CODE.contains(c)));
    match automata.of(&words) {
        _ if open => Keywords::Open,
        _ if words.is_empty() => Keywords::None,
        Some(automaton) => Keywords::Words(automaton, code),
        None => Keywords::Open,
    }
}

/// For each name of the table, what of its value can change an answer.
fn matters<'r>(rules: impl Iterator<Item = &'r Rule>, table: &FormTable) -> Vec<Matters> {
    let mut matters: Vec<Matters> =
        table.names().iter().map(|_| Matters::Answers(Vec::new())).collect();
    let whole = |field: FieldId, matters: &mut Vec<Matters>| {
        for form in table.of(field) {
            form.each_name(&mut |name| {
                if let Some(own) = matters.get_mut(usize::from(name)) {
                    *own = Matters::Whole;
                }
            });
        }
    };
    for rule in rules {
        rule.logic.items(&mut |item| {
            for test in &item.tests {
                let mut several = false;
                other_fields(test, &mut |other| {
                    several = true;
                    whole(other, &mut matters);
                });
                let [Form::Name(name)] = table.of(item.field) else {
                    whole(item.field, &mut matters);
                    continue;
                };
                match matters.get_mut(usize::from(*name)) {
                    Some(Matters::Answers(tests)) if !several && tests.len() < SORTED_BY => {
                        tests.push((item.field, test.clone()));
                    }
                    Some(own) => *own = Matters::Whole,
                    None => {}
                }
            }
        });
    }
    matters
}

/// The further fields that a test looks at.
pub(crate) fn other_fields(test: &Test, visit: &mut dyn FnMut(FieldId)) {
    match test {
        Test::FieldRef { other, .. } => visit(*other),
        Test::Not(test) => other_fields(test, visit),
        Test::OneOf(tests) => tests.iter().for_each(|test| other_fields(test, visit)),
        _ => {}
    }
}

/// All buckets met so far.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    /// `None` for keys that no rule concerns.
    met: RwLock<HashMap<Key, Option<Arc<Bucket>>, RandomState>>,
    automata: Arc<Automata>,
}

/// Where a record belongs.
pub(crate) enum Belongs {
    /// No rule concerns it.
    Nowhere,
    /// These rules do.
    Bucket(Arc<Bucket>),
    /// Too many kinds of record were met; look the plain way.
    Unknown,
}

impl Buckets {
    /// The bucket for a key, built if it is new.
    pub(crate) fn get(&self, set: &RuleSet, key: &Key) -> Belongs {
        let answer = |entry: &Option<Arc<Bucket>>| match entry {
            Some(bucket) => Belongs::Bucket(Arc::clone(bucket)),
            None => Belongs::Nowhere,
        };
        // A poisoned lock only means that another thread panicked; the map is never half-written.
        let met = self.met.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(entry) = met.get(key) {
            return answer(entry);
        }
        let full = met.len() >= BUCKETS;
        drop(met);
        let rules = concerned(set, key);
        if full {
            return if rules.is_empty() { Belongs::Nowhere } else { Belongs::Unknown };
        }
        let mut met = self.met.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let number = met.len();
        let entry = met.entry(key.clone()).or_insert_with(|| {
            (!rules.is_empty())
                .then(|| Arc::new(Bucket::build(set, key, &rules, number, &self.automata)))
        });
        answer(entry)
    }
}

/// The rules that records with a key may match.
pub(crate) fn concerned(set: &RuleSet, key: &Key) -> Vec<u32> {
    let takes: Vec<bool> =
        crate::logsource::SOURCES.iter().map(|source| source.takes(key)).collect();
    let mut known = known_by(set, key);
    (0_u32..)
        .zip(&set.rules)
        .filter(|(_, rule)| takes.get(usize::from(rule.source)).copied().unwrap_or(false))
        .filter(|(_, rule)| rule.logic.decide(&rule.logic.condition, &mut known) != Some(false))
        .map(|(place, _)| place)
        .collect()
}
