//! The fast path: rules sorted into buckets by what kind of record they concern, and one
//! automaton per bucket and field that says which of them deserve a look.
//!
//! 1. Kind, channel, provider and event id choose a bucket. Most records stop here: no rule
//!    concerns them. A bucket is built when its first record comes.
//! 2. For each field in which a rule of the bucket has a witness, the automaton of all such
//!    literals runs over the folded text. Texts seen before are answered from a memo.
//! 3. Rules with a witness that was found, and the few that have none, are evaluated as in the
//!    plain path, over a cache of the record's fields.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use foldhash::fast::RandomState;
use model::{Record, RecordKind};

use crate::{
    expr::Item,
    fields::{Cache, FieldId, FormTable, Gathered, KEYWORDS, RecordView, Slotted},
    load::RuleSet,
    logsource::Key,
    test::{Test, View, parse_integer},
    text::{Place, fold_into},
    witness::{Witness, witnesses},
};

/// Most buckets built. Channels and event ids come from the evidence; beyond this a record is
/// evaluated the plain way. A server with every role has fewer than 2,000 kinds of event that
/// any rule concerns.
const BUCKETS: usize = 8_192;

/// Longest text remembered, in bytes. Longer ones (script blocks) seldom repeat.
const MEMO_LENGTH: usize = 4_096;

/// Bytes of text remembered per thread; beyond this the memory starts afresh.
const MEMO_BYTES: usize = 8 << 20;

/// Literals up to this number are matched by a full automaton, which is faster and larger.
const DENSE_LITERALS: usize = 12;

/// What is known of all records of a bucket.
pub(crate) fn known_by<'k>(
    set: &'k RuleSet,
    key: &'k Key,
) -> impl FnMut(&Item) -> Option<bool> + 'k {
    move |item: &Item| {
        let mut several = false;
        item.tests.iter().for_each(|test| other_fields(test, &mut |_| several = true));
        if key.kind != RecordKind::EVENT || several {
            return None;
        }
        let (_, name) = set.fields.get(item.field)?;
        let text = if name.eq_ignore_ascii_case("EventID") {
            return item_on_id(item, key.id?);
        } else if name.eq_ignore_ascii_case("Channel") && !key.channel.is_empty() {
            &key.channel
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

/// A view of a record with one value, whatever the field. Other fields are not known here, so
/// this is only for items that look at one field.
struct Single {
    text: [crate::text::Text; 1],
}

impl Single {
    fn new(text: &str) -> Self {
        Self { text: [crate::text::Text::new(text)] }
    }
}

impl View for Single {
    fn values(&mut self, _: FieldId) -> &[crate::text::Text] {
        &self.text
    }
}

/// The rules that concern one kind of record.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Its number, for caches.
    number: usize,
    /// How fields are read.
    pub table: FormTable,
    /// Rules without a witness.
    always: Vec<u32>,
    /// Automata over fields with witnesses.
    matchers: Vec<Matcher>,
}

/// Each literal with the places it counts at, and the rules that then deserve a look.
type Literals = HashMap<String, Vec<(Place, Vec<u32>)>>;

/// All witnesses in one field.
#[derive(Debug)]
struct Matcher {
    field: FieldId,
    automaton: AhoCorasick,
    /// Length of the shortest literal, in bytes: no shorter text holds one.
    shortest: usize,
    /// For each literal: the places it counts at, and the rules that then deserve a look.
    literals: Vec<Vec<(Place, Vec<u32>)>>,
}

impl Bucket {
    fn build(set: &RuleSet, key: &Key, rules: &[u32], number: usize) -> Self {
        let mut table = FormTable::new(set.fields.len());
        let mut always = Vec::new();
        let mut by_witness: HashMap<Witness, Vec<u32>> = HashMap::new();
        for &place in rules {
            let Some(rule) = set.rules.get(place as usize) else { continue };
            rule.logic.items(&mut |item| {
                table.add(item.field, &set.fields, key);
                for test in &item.tests {
                    other_fields(test, &mut |field| table.add(field, &set.fields, key));
                }
            });
            rule.captures.iter().for_each(|field| table.add(*field, &set.fields, key));
            match witnesses(&rule.logic, &mut known_by(set, key)) {
                Some(list) => {
                    for witness in list {
                        by_witness.entry(witness).or_default().push(place);
                    }
                }
                None => always.push(place),
            }
        }
        let mut matchers = Vec::new();
        let mut by_field: HashMap<FieldId, Literals> = HashMap::new();
        for (witness, rules) in by_witness {
            let literals = by_field.entry(witness.field).or_default();
            literals.entry(witness.literal).or_default().push((witness.place, rules));
        }
        let mut fields: Vec<_> = by_field.into_iter().collect();
        fields.sort_unstable_by_key(|(field, _)| *field);
        for (field, literals) in fields {
            match Matcher::new(field, literals) {
                Ok(matcher) => matchers.push(matcher),
                // Too many literals for one automaton: their rules are always looked at.
                Err(rules) => always.extend(rules),
            }
        }
        always.sort_unstable();
        always.dedup();
        Self { number, table, always, matchers }
    }
}

impl Matcher {
    fn new(field: FieldId, literals: Literals) -> Result<Self, Vec<u32>> {
        let mut literals: Vec<_> = literals.into_iter().collect();
        literals.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let kind = if literals.len() <= DENSE_LITERALS {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(literals.iter().map(|(literal, _)| literal));
        let shortest = literals.iter().map(|(text, _)| text.len()).min().unwrap_or(0);
        let literals: Vec<_> = literals.into_iter().map(|(_, places)| places).collect();
        match automaton {
            Ok(automaton) => Ok(Self { field, automaton, shortest, literals }),
            Err(_) => Err(literals.into_iter().flatten().flat_map(|(_, rules)| rules).collect()),
        }
    }

    /// The rules that deserve a look for a folded text.
    fn look(&self, text: &str, out: &mut Vec<u32>) {
        for found in self.automaton.find_overlapping_iter(text) {
            let (starts, ends) = (found.start() == 0, found.end() == text.len());
            for (place, rules) in &self.literals[found.pattern().as_usize()] {
                let here = match place {
                    Place::Contains => true,
                    Place::Starts => starts,
                    Place::Ends => ends,
                    Place::Equals => starts && ends,
                };
                if here {
                    out.extend_from_slice(rules);
                }
            }
        }
    }
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
    fn get(&self, set: &RuleSet, key: &Key) -> Belongs {
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
            (!rules.is_empty()).then(|| Arc::new(Bucket::build(set, key, &rules, number)))
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

/// The memory of one thread that looks at records.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    cache: Cache,
    key: Option<Key>,
    candidates: Vec<u32>,
    /// Slots of a bucket's names in a layout.
    slots: HashMap<(u64, usize), Box<[Option<u32>]>, RandomState>,
    /// Slots of channel, provider and event id in a layout.
    heads: HashMap<u64, [Option<u32>; 3], RandomState>,
    /// By number of the bucket, then by its matchers.
    memos: Vec<Vec<Memo>>,
    folded: String,
    /// Bytes of text in the memos, about.
    remembered: usize,
}

/// Layouts remembered per thread; a process that meets more starts afresh.
const LAYOUTS: usize = 65_536;

/// Candidates of texts that were seen before.
#[derive(Debug, Default)]
struct Memo {
    seen: HashMap<Box<str>, Box<[u32]>, RandomState>,
}

/// The fields that choose a record's bucket.
const HEAD: [&str; 3] = ["Channel", "Provider_Name", "EventID"];

impl Scratch {
    /// Looks at one record: calls `hit` with each rule that matches, in order, and with the
    /// record's fields.
    pub(crate) fn look(
        &mut self,
        set: &RuleSet,
        buckets: &Buckets,
        record: &dyn Record,
        hit: &mut dyn FnMut(u32, &mut dyn View),
    ) {
        let key = self.key_of(record);
        match self.bucket_of(set, buckets, key) {
            Belongs::Nowhere => {}
            Belongs::Unknown => {
                for place in concerned(set, &key_of(record)) {
                    plain(set, place, record, hit);
                }
            }
            Belongs::Bucket(bucket) => self.look_in(set, &bucket, record, hit),
        }
    }

    /// The record's key, in the memory of the last one.
    fn key_of(&mut self, record: &dyn Record) -> Key {
        let mut key = self.key.take().unwrap_or_else(|| Key {
            kind: record.kind().clone(),
            channel: String::new(),
            provider: String::new(),
            id: None,
        });
        if key.kind != *record.kind() {
            key.kind = record.kind().clone();
        }
        key.channel.clear();
        key.provider.clear();
        key.id = None;
        if key.kind != RecordKind::EVENT {
            return key;
        }
        let Some(shaped) = record.shaped() else { return fill_key(key, record) };
        if self.heads.len() > LAYOUTS {
            self.heads.clear();
        }
        let [channel, provider, id] =
            *self.heads.entry(shaped.shape()).or_insert_with(|| HEAD.map(|name| shaped.slot(name)));
        if let Some(slot) = channel {
            shaped.text(slot, &mut key.channel);
        }
        if let Some(slot) = id {
            shaped.text(slot, &mut key.provider);
            key.id = parse_integer(&key.provider).and_then(|id| u32::try_from(id).ok());
            key.provider.clear();
        }
        if let Some(slot) = provider {
            shaped.text(slot, &mut key.provider);
        }
        key
    }

    fn bucket_of(&mut self, set: &RuleSet, buckets: &Buckets, key: Key) -> Belongs {
        let found = buckets.get(set, &key);
        self.key = Some(key);
        found
    }

    fn look_in(
        &mut self,
        set: &RuleSet,
        bucket: &Bucket,
        record: &dyn Record,
        hit: &mut dyn FnMut(u32, &mut dyn View),
    ) {
        self.candidates.clear();
        self.candidates.extend_from_slice(&bucket.always);
        let gathered;
        let slotted;
        let fetch: &dyn crate::fields::Fetch = match record.shaped() {
            Some(shaped) => {
                if self.slots.len() > LAYOUTS {
                    self.slots.clear();
                }
                let slots =
                    self.slots.entry((shaped.shape(), bucket.number)).or_insert_with(|| {
                        bucket.table.names().iter().map(|name| shaped.slot(name)).collect()
                    });
                slotted = Slotted { record, shaped, slots };
                &slotted
            }
            None => {
                gathered = Gathered::new(record, bucket.table.names());
                &gathered
            }
        };
        if self.remembered > MEMO_BYTES {
            self.memos.clear();
            self.remembered = 0;
        }
        if self.memos.len() <= bucket.number {
            self.memos.resize_with(bucket.number + 1, Vec::new);
        }
        let memos = &mut self.memos[bucket.number];
        memos.resize_with(bucket.matchers.len(), Memo::default);
        let mut view = RecordView::new(fetch, &bucket.table, &mut self.cache);
        for (matcher, memo) in bucket.matchers.iter().zip(memos) {
            let mut look = |text: &str| {
                let grown = memo.look(matcher, text, &mut self.folded, &mut self.candidates);
                self.remembered += grown;
            };
            if matcher.field == KEYWORDS {
                record.each(&mut |_, value| look(value));
            } else {
                view.values(matcher.field).iter().for_each(|text| look(&text.raw));
            }
        }
        if self.candidates.is_empty() {
            return;
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        for &place in &self.candidates {
            if set.rules.get(place as usize).is_some_and(|rule| rule.logic.holds(&mut view)) {
                hit(place, &mut view);
            }
        }
    }
}

impl Memo {
    /// Adds the candidates for a text, and tells by how many bytes the memo grew.
    fn look(
        &mut self,
        matcher: &Matcher,
        text: &str,
        folded: &mut String,
        out: &mut Vec<u32>,
    ) -> usize {
        // Folding keeps the length of ASCII and makes no other text more than three times longer.
        if text.len() < matcher.shortest && (text.len() * 3 < matcher.shortest || text.is_ascii()) {
            return 0;
        }
        if text.len() <= MEMO_LENGTH
            && let Some(rules) = self.seen.get(text)
        {
            out.extend_from_slice(rules);
            return 0;
        }
        let before = out.len();
        folded.clear();
        fold_into(text, folded);
        matcher.look(folded, out);
        if text.len() > MEMO_LENGTH {
            return 0;
        }
        let found: Box<[u32]> = out.get(before..).unwrap_or_default().into();
        let grown = text.len() + size_of_val(&*found) + size_of::<(Box<str>, Box<[u32]>)>();
        self.seen.insert(text.into(), found);
        grown
    }
}

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
    let Some(rule) = set.rules.get(place as usize) else { return };
    let key = key_of(record);
    if !rule.source().takes(&key) {
        return;
    }
    let table = table_of(set, place, &key);
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
        rule.logic.items(&mut |item| {
            table.add(item.field, &set.fields, key);
            for test in &item.tests {
                other_fields(test, &mut |field| table.add(field, &set.fields, key));
            }
        });
        rule.captures.iter().for_each(|field| table.add(*field, &set.fields, key));
    }
    table
}

impl RuleSet {
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

/// Looks at records the fast way, for one thread. For tests, benches and `rules test`; the
/// engine uses [`crate::SigmaDetector`].
#[derive(Debug)]
pub struct Matching<'s> {
    set: &'s RuleSet,
    buckets: Buckets,
    scratch: Scratch,
}

impl<'s> Matching<'s> {
    /// A matcher of `set` that has met no record yet.
    pub fn new(set: &'s RuleSet) -> Self {
        Self { set, buckets: Buckets::default(), scratch: Scratch::default() }
    }

    /// The numbers of the rules that match a record, in order.
    pub fn rules(&mut self, record: &dyn Record) -> Vec<usize> {
        let mut found = Vec::new();
        self.scratch.look(self.set, &self.buckets, record, &mut |place, _| {
            found.push(place as usize);
        });
        found
    }
}
