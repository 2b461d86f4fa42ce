//! A plan bound to the columns of one header: what is asked of each row, and how it stays cheap.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use model::{ArtefactRef, Batch, RecordKind, RowSpan, Schema};

use crate::memo::{Marks, Memo};
use crate::{Full, Plan, Sightings, Test, When};

/// Headers a thread keeps the matcher of. A server's logs have some thirty; whoever forges more
/// makes the matcher be built again.
const KEPT_HEADERS: usize = 64;

/// What one thread keeps between batches: matchers already built, answers already given.
#[derive(Default)]
pub struct Scratch<'p> {
    bounds: Vec<Arc<Bound<'p>>>,
    memos: HashMap<(RecordKind, Box<str>), Memo>,
    /// Groups of sightings that are full in what was joined so far.
    full: Full,
}

/// A plan bound to one header. Cheap to scan with, dear to make: keep it while the header lasts.
pub struct Bound<'p> {
    plan: &'p Plan,
    schema: Arc<Schema>,
    /// Detectors that want every row.
    every: u64,
    columns: Vec<Column<'p>>,
    /// Conditions on several fields, by their bit in [`Marks::pending`].
    conditions: Vec<Condition<'p>>,
    changes: Vec<Change>,
    /// Detectors that watch for changes.
    watching: u64,
}

/// The tests of one column.
struct Column<'p> {
    index: usize,
    name: Box<str>,
    /// All literals of all tests, and for each what it marks.
    literals: Option<(AhoCorasick, Vec<Marks>)>,
    predicates: Vec<(Marks, &'p Test)>,
}

/// The other fields of an interest whose first field's test held.
struct Condition<'p> {
    /// The detector's bit.
    wanted: u64,
    tests: Vec<(usize, Compiled<'p>)>,
}

/// A test made ready for values that differ from row to row.
enum Compiled<'p> {
    Literals(AhoCorasick),
    Plain(&'p Test),
}

/// Columns whose change some detectors want to see.
struct Change {
    mask: u64,
    columns: Vec<usize>,
}

impl<'p> Bound<'p> {
    pub(crate) fn new(plan: &'p Plan, schema: &Arc<Schema>) -> Self {
        let mut bound = Self {
            plan,
            schema: Arc::clone(schema),
            every: 0,
            columns: Vec::new(),
            conditions: Vec::new(),
            changes: Vec::new(),
            watching: 0,
        };
        let mut tests: BTreeMap<usize, Vec<(Marks, &'p Test)>> = BTreeMap::new();
        for (detector, interest) in &plan.interests {
            if !interest.wants_kind(&schema.kind) {
                continue;
            }
            let wanted = 1_u64 << detector;
            match &interest.when {
                When::Any => bound.every |= wanted,
                When::Field { field, test } => {
                    if let Some(column) = schema.position(field) {
                        let marks = Marks { wanted, pending: 0 };
                        tests.entry(column).or_default().push((marks, test));
                    }
                }
                When::All(fields) => {
                    if let Some((column, marks, test)) = bound.condition(wanted, fields) {
                        tests.entry(column).or_default().push((marks, test));
                    }
                }
                When::Change(fields) => bound.watch(wanted, fields),
            }
        }
        bound.columns =
            tests.into_iter().map(|(index, tests)| Column::new(schema, index, tests)).collect();
        bound
    }

    /// Adds a condition, unless the header lacks one of its fields; returns its first test.
    fn condition(
        &mut self,
        wanted: u64,
        fields: &'p [(&'static str, Test)],
    ) -> Option<(usize, Marks, &'p Test)> {
        let tests: Option<Vec<_>> = fields
            .iter()
            .map(|(field, test)| self.schema.position(field).map(|column| (column, test)))
            .collect();
        let mut tests = tests.filter(|tests| !tests.is_empty())?;
        let (column, first) = tests.remove(0);
        let tests = tests.into_iter().map(|(column, test)| (column, Compiled::new(test))).collect();
        if self.conditions.len() >= u64::BITS as usize {
            // No bit is left: the row is shown on its first test alone, which costs time only.
            return Some((column, Marks { wanted, pending: 0 }, first));
        }
        let pending = 1_u64 << self.conditions.len();
        self.conditions.push(Condition { wanted, tests });
        Some((column, Marks { wanted: 0, pending }, first))
    }

    fn watch(&mut self, mask: u64, fields: &[&str]) {
        let columns: Vec<_> =
            fields.iter().filter_map(|field| self.schema.position(field)).collect();
        if !columns.is_empty() {
            self.watching |= mask;
            self.changes.push(Change { mask, columns });
        }
    }

    /// The header this was made for.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Shows the rows of a batch to the detectors that want them.
    pub fn scan(
        &self,
        batch: &Batch<'_>,
        artefact: &ArtefactRef,
        scratch: &mut Scratch<'p>,
        out: &mut Sightings,
    ) {
        if self.every == 0 && self.columns.is_empty() && self.changes.is_empty() {
            return;
        }
        let mut memos: Vec<Memo> =
            self.columns.iter().map(|column| scratch.take(&self.schema.kind, column)).collect();
        let last = batch.rows.len().saturating_sub(1);
        // A change is noticed on the row after it and shown on both sides, hence one row of delay.
        let mut before: Option<(usize, u64)> = None;
        for (index, &span) in batch.rows.iter().enumerate() {
            let (mut mask, mut pending) = (self.every, 0);
            for (column, memo) in self.columns.iter().zip(&mut memos) {
                // The memo is keyed by the cell as it stands in the file, which decides its content.
                if let Some(cell) = batch.cell(span, column.index) {
                    let marks = memo.get(cell, || column.test(batch, index));
                    mask |= marks.wanted;
                    pending |= marks.pending;
                }
            }
            if pending != 0 {
                mask |= self.met(pending, batch, index);
            }
            if !self.changes.is_empty() {
                let changed = self.changed(batch, index);
                mask |= if index == 0 || index == last { self.watching } else { changed };
                if let Some((earlier, seen)) = before {
                    self.show(batch, earlier, changed & !seen, artefact, out);
                }
                before = Some((index, mask));
            }
            self.show(batch, index, mask, artefact, out);
        }
        for (column, memo) in self.columns.iter().zip(memos) {
            scratch.put(&self.schema.kind, column, memo);
        }
    }

    /// The detectors whose pending conditions this row meets.
    fn met(&self, mut pending: u64, batch: &Batch<'_>, index: usize) -> u64 {
        let row = batch.row(index);
        let mut mask = 0;
        while pending != 0 {
            let condition = &self.conditions[pending.trailing_zeros() as usize];
            pending &= pending - 1;
            let met = mask & condition.wanted == 0
                && condition.tests.iter().all(|(column, test)| {
                    row.bytes(*column).is_some_and(|value| test.holds(&value))
                });
            if met {
                mask |= condition.wanted;
            }
        }
        mask
    }

    fn show(
        &self,
        batch: &Batch<'_>,
        index: usize,
        mask: u64,
        artefact: &ArtefactRef,
        out: &mut Sightings,
    ) {
        if mask != 0 {
            self.plan.show(mask, &batch.row(index), artefact, out);
        }
    }

    /// Which detectors want this row because it differs from the one before.
    #[inline]
    fn changed(&self, batch: &Batch<'_>, index: usize) -> u64 {
        let Some(before) = index.checked_sub(1) else { return 0 };
        self.changes
            .iter()
            .filter(|change| change.differs(batch, batch.rows[before], batch.rows[index]))
            .fold(0, |mask, change| mask | change.mask)
    }
}

impl<'p> Compiled<'p> {
    fn new(test: &'p Test) -> Self {
        let Test::Contains(literals) = test else { return Self::Plain(test) };
        // A table of all transitions: these values are long, and no two are alike.
        match automaton(literals, AhoCorasickKind::DFA) {
            Some(automaton) => Self::Literals(automaton),
            None => Self::Plain(test),
        }
    }

    fn holds(&self, value: &[u8]) -> bool {
        match self {
            Self::Literals(automaton) => automaton.is_match(value),
            Self::Plain(test) => holds(test, value),
        }
    }
}

/// An automaton over literals; `None` if there are none, or more than it can hold (past 2^31
/// states), in which case they are tested plainly.
fn automaton(literals: &[&str], kind: AhoCorasickKind) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard).kind(Some(kind));
    builder.build(literals).ok().filter(|_| !literals.is_empty())
}

impl Change {
    #[inline]
    fn differs(&self, batch: &Batch<'_>, one: RowSpan, other: RowSpan) -> bool {
        self.columns.iter().any(|&column| batch.cell(one, column) != batch.cell(other, column))
    }
}

impl<'p> Scratch<'p> {
    /// Takes note of the groups of which nothing more will be kept.
    pub fn know(&mut self, full: &Full) {
        self.full.clone_from(full);
    }

    /// No sightings yet, of a stretch of evidence behind all that was joined.
    pub fn sightings(&self) -> Sightings {
        Sightings::after(self.full.clone())
    }

    /// The matcher of a header: one already built, if the header was met before.
    pub(crate) fn bound(&mut self, plan: &'p Plan, schema: &Arc<Schema>) -> Arc<Bound<'p>> {
        if let Some(bound) = self.bounds.iter().find(|bound| bound.schema == *schema) {
            return Arc::clone(bound);
        }
        let bound = Arc::new(Bound::new(plan, schema));
        if self.bounds.len() >= KEPT_HEADERS {
            self.bounds.clear();
        }
        self.bounds.push(Arc::clone(&bound));
        bound
    }

    fn take(&mut self, kind: &RecordKind, column: &Column<'_>) -> Memo {
        self.memos.remove(&(kind.clone(), column.name.clone())).unwrap_or_else(Memo::new)
    }

    fn put(&mut self, kind: &RecordKind, column: &Column<'_>, memo: Memo) {
        self.memos.insert((kind.clone(), column.name.clone()), memo);
    }
}

impl<'p> Column<'p> {
    fn new(schema: &Schema, index: usize, tests: Vec<(Marks, &'p Test)>) -> Self {
        let literal_tests = tests.iter().filter_map(|(marks, test)| match test {
            Test::Contains(literals) => Some((*marks, literals)),
            Test::Is(_) => None,
        });
        let (all_marks, patterns): (Vec<Marks>, Vec<&str>) = literal_tests
            .flat_map(|(marks, literals)| literals.iter().map(move |literal| (marks, *literal)))
            .unzip();
        let automaton = automaton(&patterns, AhoCorasickKind::ContiguousNFA);
        let literals = automaton.map(|automaton| (automaton, all_marks));
        let predicates = tests
            .into_iter()
            .filter(|(_, test)| literals.is_none() || matches!(test, Test::Is(_)))
            .collect();
        let name = schema.columns[index].to_ascii_lowercase().into();
        Self { index, name, literals, predicates }
    }

    /// What this column's content marks.
    #[cold]
    fn test(&self, batch: &Batch<'_>, index: usize) -> Marks {
        let Some(value) = batch.row(index).bytes(self.index) else { return Marks::default() };
        let mut marks = Marks::default();
        if let Some((automaton, of)) = &self.literals {
            for found in automaton.find_overlapping_iter(value.as_ref()) {
                marks.add(of[found.pattern().as_usize()]);
            }
        }
        for (own, test) in &self.predicates {
            if !marks.has(*own) && holds(test, &value) {
                marks.add(*own);
            }
        }
        marks
    }
}

impl Marks {
    fn add(&mut self, other: Self) {
        self.wanted |= other.wanted;
        self.pending |= other.pending;
    }

    fn has(self, other: Self) -> bool {
        self.wanted & other.wanted == other.wanted && self.pending & other.pending == other.pending
    }
}

/// Whether a value satisfies a test.
pub(crate) fn holds(test: &Test, value: &[u8]) -> bool {
    match test {
        Test::Contains(literals) => literals.iter().any(|literal| contains(value, literal)),
        Test::Is(test) => test(value),
    }
}

/// Whether `value` holds `literal`, which is in lower case, ignoring ASCII case.
fn contains(value: &[u8], literal: &str) -> bool {
    let Some(first) = literal.bytes().next() else { return true };
    // The first byte in either case is found fast; most fields hold it in few places.
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), value).any(|at| {
        value[at..]
            .get(..literal.len())
            .is_some_and(|window| window.eq_ignore_ascii_case(literal.as_bytes()))
    })
}

#[cfg(test)]
mod tests;
