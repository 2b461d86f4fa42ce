//! The fast path: the memory of one thread that looks at records.
//!
//! 1. Layout, channel, provider and event id choose a [`Program`]. Most records stop here: no
//!    rule concerns them.
//! 2. For each slot in which a value can change an answer, the bytes that stand for the value are
//!    looked up where the record stores them. Values that rules cannot tell apart are of one sort. Records whose values are of
//!    the same sorts have the same answer, which is remembered.
//! 3. Otherwise rules with a witness that the automata find, and the few that have none, are
//!    evaluated as in the plain path, over a cache of the record's fields.
//!
//! Nothing is taken for equal by its hash alone: keys are compared in full.

use std::{collections::HashMap, sync::Arc};

use foldhash::fast::RandomState;
use model::{Makeup, Record, RecordKind, Shaped, Stored};

use crate::{
    bucket::{Belongs, Bucket, Buckets, Keywords, Matters, Single, concerned},
    fields::{Cache, Fetch, Gathered, KEYWORDS, RecordView, Slotted},
    load::RuleSet,
    matcher::Memo,
    plain::{key_of, plain},
    test::View,
};

/// Longest value remembered, in bytes as the record stores it. What is longer is a script block
/// or a dump, and its record is evaluated anew.
const VALUE_BYTES: usize = 32 << 10;

/// Longest value compared with the one before it, in bytes: names of computers, accounts and
/// programs come in runs, longer values seldom do.
const RUN_BYTES: usize = 64;

/// Bytes of values, answers, layouts and texts remembered per thread; beyond this the memory
/// starts afresh.
const MEMORY_BYTES: usize = 12 << 20;

/// What an entry of a hash table costs besides its key, about.
const ENTRY_BYTES: usize = 48;

/// The fields that choose a record's bucket.
const HEAD: [&str; 3] = ["Channel", "Provider_Name", "EventID"];

/// The sort of values that hold a keyword: their records are always evaluated.
const SUSPECT: u64 = u64::MAX;

/// What is called for each rule that matches, with the record's fields.
pub(crate) type OnHit<'h> = &'h mut dyn FnMut(u32, &mut dyn View);

/// The memory of one thread that looks at records.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    layouts: HashMap<u64, Layout, RandomState>,
    programs: Vec<Program>,
    hands: Hands,
    /// Bytes that stand for a value.
    bytes: Vec<u8>,
    /// The sorts of a record's values.
    sorts: Vec<u64>,
    single: Single,
}

/// What evaluating needs, used again and again.
#[derive(Debug, Default)]
struct Hands {
    cache: Cache,
    candidates: Vec<u32>,
    matched: Vec<u32>,
    /// By number of the bucket, then by its matchers.
    memos: Vec<Vec<Memo>>,
    folded: String,
    /// Bytes remembered, about.
    remembered: usize,
}

/// What is known of a layout.
#[derive(Debug)]
struct Layout {
    /// Slots of channel, provider and event id.
    head: [Option<u32>; 3],
    /// By the bytes that stand for these: the program's place, or `None` if no rule concerns such
    /// records.
    programs: HashMap<Box<[u8]>, Option<usize>, RandomState>,
}

/// What is to be done with records of one layout in one bucket.
#[derive(Debug)]
struct Program {
    bucket: Arc<Bucket>,
    /// Slots of the bucket's names.
    slots: Box<[Option<u32>]>,
    columns: Vec<Column>,
    /// The rules that match, by the sorts of the columns' values.
    answers: HashMap<Box<[u64]>, Box<[u32]>, RandomState>,
}

/// A slot whose value can change an answer.
#[derive(Debug)]
struct Column {
    slot: u32,
    /// Its place among the bucket's names, if a rule names it.
    name: Option<usize>,
    /// Sorts of values seen, by how their bytes are to be read and by these.
    seen: Vec<(u8, Seen)>,
    /// The last short value, and its sort.
    last: Option<(u8, Vec<u8>, u64)>,
    /// The sort of the only value it ever has.
    fixed: Option<u64>,
    /// The next sort, where each value is one of its own.
    next: u64,
}

/// Sorts of values, by the bytes that stand for them.
type Seen = HashMap<Box<[u8]>, u64, RandomState>;

impl Scratch {
    /// Looks at one record: calls `hit` with each rule that matches, in order, and with the
    /// record's fields.
    pub(crate) fn look(
        &mut self,
        set: &RuleSet,
        buckets: &Buckets,
        record: &dyn Record,
        hit: OnHit<'_>,
    ) {
        if self.hands.remembered > MEMORY_BYTES {
            self.forget();
        }
        match record.shaped() {
            Some(shaped) if *record.kind() == RecordKind::EVENT && shaped.slots() > 0 => {
                self.look_shaped(set, buckets, record, shaped, hit);
            }
            _ => self.look_named(set, buckets, record, hit),
        }
    }

    fn forget(&mut self) {
        self.hands.memos.clear();
        self.hands.remembered = 0;
        self.layouts.clear();
        self.programs.clear();
    }

    /// A record without slots.
    fn look_named(
        &mut self,
        set: &RuleSet,
        buckets: &Buckets,
        record: &dyn Record,
        hit: OnHit<'_>,
    ) {
        match buckets.get(set, &key_of(record)) {
            Belongs::Nowhere => {}
            Belongs::Unknown => look_plain(set, record, hit),
            Belongs::Bucket(bucket) => {
                let fetch = Gathered::new(record, bucket.table.names());
                self.hands.evaluate(set, &bucket, &fetch, true, hit);
            }
        }
    }

    fn look_shaped(
        &mut self,
        set: &RuleSet,
        buckets: &Buckets,
        record: &dyn Record,
        shaped: &dyn Shaped,
        hit: OnHit<'_>,
    ) {
        let place = match self.program_of(set, buckets, record, shaped) {
            Ok(Some(place)) => place,
            Ok(None) => return,
            Err(TooMany) => return look_plain(set, record, hit),
        };
        let Self { programs, hands, bytes, sorts, single, .. } = self;
        let Some(Program { bucket, slots, columns, answers }) = programs.get_mut(place) else {
            return;
        };
        sorts.clear();
        let mut suspicious = matches!(bucket.keywords, Keywords::Open);
        for column in columns {
            let Sorted { sort, grown } = column.sort(shaped, bucket, bytes, single);
            hands.remembered += grown;
            suspicious |= sort == SUSPECT;
            if column.name.is_some() && column.fixed.is_none() {
                sorts.push(sort);
            }
        }
        let fetch = Slotted { record, shaped, slots };
        if suspicious {
            return hands.evaluate(set, bucket, &fetch, true, hit);
        }
        if let Some(answer) = answers.get(sorts.as_slice()) {
            if !answer.is_empty() {
                let mut view = RecordView::new(&fetch, &bucket.table, &mut hands.cache);
                answer.iter().for_each(|place| hit(*place, &mut view));
            }
            return;
        }
        hands.evaluate(set, bucket, &fetch, false, hit);
        let answer: Box<[u32]> = hands.matched.as_slice().into();
        hands.remembered += size_of_val(sorts.as_slice()) + size_of_val(&*answer) + ENTRY_BYTES;
        answers.insert(sorts.as_slice().into(), answer);
    }

    /// The place of the program for a record; `None` if no rule concerns it.
    fn program_of(
        &mut self,
        set: &RuleSet,
        buckets: &Buckets,
        record: &dyn Record,
        shaped: &dyn Shaped,
    ) -> Result<Option<usize>, TooMany> {
        let layout = self.layouts.entry(shaped.shape()).or_insert_with(|| {
            self.hands.remembered += size_of::<Layout>() + ENTRY_BYTES;
            Layout { head: HEAD.map(|name| shaped.slot(name)), programs: HashMap::default() }
        });
        self.bytes.clear();
        for slot in layout.head.into_iter().flatten() {
            let start = self.bytes.len();
            shaped.identity(slot, &mut self.bytes);
            // So that the borders between the three are known.
            let length = self.bytes.len() - start;
            self.bytes.extend_from_slice(&length.to_le_bytes());
        }
        if let Some(known) = layout.programs.get(self.bytes.as_slice()) {
            return Ok(*known);
        }
        let place = match buckets.get(set, &key_of(record)) {
            Belongs::Unknown => return Err(TooMany),
            Belongs::Nowhere => None,
            Belongs::Bucket(bucket) => {
                let program = Program::new(bucket, shaped, layout.head);
                self.hands.remembered += size_of::<Program>()
                    + size_of_val(&*program.slots)
                    + size_of_val(program.columns.as_slice());
                self.programs.push(program);
                Some(self.programs.len() - 1)
            }
        };
        self.hands.remembered += self.bytes.len() + ENTRY_BYTES;
        layout.programs.insert(self.bytes.as_slice().into(), place);
        Ok(place)
    }
}

/// More kinds of record were met than buckets are built.
struct TooMany;

fn look_plain(set: &RuleSet, record: &dyn Record, hit: OnHit<'_>) {
    for place in concerned(set, &key_of(record)) {
        plain(set, place, record, hit);
    }
}

impl Program {
    fn new(bucket: Arc<Bucket>, shaped: &dyn Shaped, head: [Option<u32>; 3]) -> Self {
        let slots: Box<[Option<u32>]> =
            bucket.table.names().iter().map(|name| shaped.slot(name)).collect();
        let concerns = |slot: &u32| {
            // What chose the program is the same for all its records.
            let name = slots.iter().position(|own| *own == Some(*slot));
            let searched = !matches!(bucket.keywords, Keywords::None);
            !head.contains(&Some(*slot)) && name.is_some() || searched
        };
        let columns = (0..shaped.slots()).filter(concerns).map(|slot| {
            let name = slots.iter().position(|own| *own == Some(slot));
            let name = name.filter(|_| !head.contains(&Some(slot)));
            Column { slot, name, seen: Vec::new(), last: None, fixed: None, next: 0 }
        });
        let columns = columns.collect();
        Self { bucket, slots, columns, answers: HashMap::default() }
    }
}

/// The sort of a value.
struct Sorted {
    sort: u64,
    /// By how many bytes the memory grew.
    grown: usize,
}

impl Column {
    /// The sort of a record's value in this column.
    fn sort(
        &mut self,
        shaped: &dyn Shaped,
        bucket: &Bucket,
        bytes: &mut Vec<u8>,
        single: &mut Single,
    ) -> Sorted {
        if let Some(sort) = self.fixed {
            return Sorted { sort, grown: 0 };
        }
        let value = shaped.stored(self.slot).unwrap_or_else(|| {
            bytes.clear();
            let makeup = shaped.identity(self.slot, bytes);
            Stored { kind: 0, bytes, makeup }
        });
        if self.name.is_none() && !bucket.keywords.concern(value.makeup) {
            return Sorted { sort: 0, grown: 0 };
        }
        if value.bytes.len() > VALUE_BYTES {
            return Sorted { sort: SUSPECT, grown: 0 };
        }
        if let Some((kind, last, sort)) = &self.last
            && *kind == value.kind
            && last == value.bytes
        {
            return Sorted { sort: *sort, grown: 0 };
        }
        let seen = self.seen.iter().find(|(kind, _)| *kind == value.kind);
        let known = seen.and_then(|(_, seen)| seen.get(value.bytes)).copied();
        let sort = known.unwrap_or_else(|| self.judge(shaped, bucket, value.makeup, single));
        if value.makeup == Makeup::Fixed {
            self.fixed = Some(sort);
            return Sorted { sort, grown: 0 };
        }
        let grown = if known.is_none() { self.remember(value, sort) } else { 0 };
        self.run(value, sort);
        Sorted { sort, grown }
    }

    /// Remembers the sort of a value; tells by how many bytes the memory grew.
    fn remember(&mut self, value: Stored<'_>, sort: u64) -> usize {
        let place = self.seen.iter().position(|(kind, _)| *kind == value.kind);
        let place = place.unwrap_or_else(|| {
            self.seen.push((value.kind, Seen::default()));
            self.seen.len() - 1
        });
        self.seen[place].1.insert(value.bytes.into(), sort);
        value.bytes.len() + ENTRY_BYTES
    }

    /// Notes a short value, in case the next record has the same.
    fn run(&mut self, value: Stored<'_>, sort: u64) {
        if value.bytes.len() <= RUN_BYTES {
            let (kind, last, of) = self.last.get_or_insert_default();
            (*kind, *of) = (value.kind, sort);
            last.clear();
            last.extend_from_slice(value.bytes);
        }
    }

    /// The sort of a value that was not seen before.
    fn judge(
        &mut self,
        shaped: &dyn Shaped,
        bucket: &Bucket,
        makeup: Makeup,
        single: &mut Single,
    ) -> u64 {
        single.load(|out| shaped.text(self.slot, out));
        if bucket.keywords.concern(makeup) && !bucket.keywords.absent_from(single.text().folded()) {
            return SUSPECT;
        }
        match self.name.and_then(|name| bucket.matters.get(name)) {
            None => 0,
            Some(Matters::Whole) => {
                self.next += 1;
                self.next
            }
            Some(Matters::Answers(tests)) => tests
                .iter()
                .fold(0, |bits, (field, test)| bits << 1 | u64::from(test.passes(*field, single))),
        }
    }
}

impl Hands {
    /// Evaluates the rules that deserve it: calls `hit` with each that matches, in order, and
    /// leaves them in `matched`. Keywords are looked for only if the record may hold one.
    fn evaluate(
        &mut self,
        set: &RuleSet,
        bucket: &Bucket,
        fetch: &dyn Fetch,
        keywords: bool,
        hit: OnHit<'_>,
    ) {
        self.candidates.clear();
        self.matched.clear();
        self.candidates.extend_from_slice(&bucket.always);
        if self.memos.len() <= bucket.number {
            self.memos.resize_with(bucket.number + 1, Vec::new);
        }
        let memos = &mut self.memos[bucket.number];
        memos.resize_with(bucket.matchers.len(), Memo::default);
        let mut view = RecordView::new(fetch, &bucket.table, &mut self.cache);
        for (matcher, memo) in bucket.matchers.iter().zip(memos) {
            let mut look = |text: &str| {
                self.remembered += memo.look(matcher, text, &mut self.folded, &mut self.candidates);
            };
            if matcher.field != KEYWORDS {
                view.values(matcher.field).iter().for_each(|text| look(&text.raw));
            } else if keywords {
                fetch.record().each(&mut |_, value| look(value));
            }
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        for &place in &self.candidates {
            if set.rules.get(place as usize).is_some_and(|rule| rule.logic.holds(&mut view)) {
                self.matched.push(place);
                hit(place, &mut view);
            }
        }
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
