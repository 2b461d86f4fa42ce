//! All detectors' interests, turned into one small matcher per column.

use std::{collections::HashMap, sync::Arc};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use model::{ArtefactRef, Batch, Record, RecordKind, RowSpan, Schema};

use crate::memo::Memo;
use crate::{Detector, Interest, Notes, Sightings, Test, When};

/// Most detectors a plan can hold: one bit each in a row's mask. A whole rule language counts as
/// one detector.
const MOST_DETECTORS: usize = 64;

/// Detectors with their interests, ready to be bound to the columns of a log.
pub struct Plan {
    detectors: Vec<Box<dyn Detector>>,
    /// Each interest with the index of its detector.
    interests: Vec<(u16, Interest)>,
}

impl Plan {
    /// Asks all detectors for their interests.
    ///
    /// # Panics
    /// With more than 64 detectors, which is a mistake in the program and not in its input.
    pub fn new(detectors: Vec<Box<dyn Detector>>) -> Self {
        assert!(detectors.len() <= MOST_DETECTORS, "a plan holds at most {MOST_DETECTORS}");
        let interests = (0_u16..)
            .zip(&detectors)
            .flat_map(|(index, detector)| {
                detector.interests().into_iter().map(move |interest| (index, interest))
            })
            .collect();
        Self { detectors, interests }
    }

    /// The detectors, in the order of their indexes in [`Sightings::of`].
    pub fn detectors(&self) -> &[Box<dyn Detector>] {
        &self.detectors
    }

    /// Binds the interests to the columns of a header.
    pub fn bind(&self, schema: &Arc<Schema>) -> Bound<'_> {
        Bound::new(self, schema)
    }

    /// Shows one record of a format without rows to every detector that wants it.
    pub fn record(&self, record: &dyn Record, artefact: &ArtefactRef, out: &mut Sightings) {
        let wanted = self.of_kind(record.kind()).filter(|(_, interest)| match &interest.when {
            When::Any | When::Change(_) => true,
            When::Field { field, test } => {
                let mut hit = false;
                // A field with several values is wanted if any of them is.
                record.each(&mut |name, value| {
                    hit |= name.eq_ignore_ascii_case(field) && holds(test, value.as_bytes());
                });
                hit
            }
        });
        let mask = wanted.fold(0, |mask, (detector, _)| mask | 1_u64 << detector);
        self.show(mask, record, artefact, out);
    }

    fn of_kind<'p>(&'p self, kind: &'p RecordKind) -> impl Iterator<Item = (u16, &'p Interest)> {
        self.interests
            .iter()
            .filter(|(_, interest)| interest.kinds.is_empty() || interest.kinds.contains(kind))
            .map(|(detector, interest)| (*detector, interest))
    }

    fn show(
        &self,
        mut mask: u64,
        record: &dyn Record,
        artefact: &ArtefactRef,
        out: &mut Sightings,
    ) {
        while mask != 0 {
            let detector = mask.trailing_zeros();
            mask &= mask - 1;
            let mut notes = Notes::new(artefact, detector as u16, out);
            self.detectors[detector as usize].record(record, &mut notes);
        }
    }
}

/// What one thread keeps between batches: the answers already given.
#[derive(Default)]
pub struct Scratch {
    memos: HashMap<(RecordKind, Box<str>), Memo>,
}

/// A plan bound to one header. Cheap to scan with, dear to make: keep it while the header lasts.
pub struct Bound<'p> {
    plan: &'p Plan,
    schema: Arc<Schema>,
    /// Detectors that want every row.
    every: u64,
    columns: Vec<Column<'p>>,
    changes: Vec<Change>,
    /// Detectors that watch for changes.
    watching: u64,
}

/// The tests of one column.
struct Column<'p> {
    index: usize,
    name: Box<str>,
    /// All literals of all detectors, and for each the mask of those who asked.
    literals: Option<(AhoCorasick, Vec<u64>)>,
    predicates: Vec<(u64, &'p Test)>,
}

/// Columns whose change some detectors want to see.
struct Change {
    mask: u64,
    columns: Vec<usize>,
}

impl<'p> Bound<'p> {
    fn new(plan: &'p Plan, schema: &Arc<Schema>) -> Self {
        let mut bound = Self {
            plan,
            schema: Arc::clone(schema),
            every: 0,
            columns: Vec::new(),
            changes: Vec::new(),
            watching: 0,
        };
        let mut tests: HashMap<usize, Vec<(u64, &'p Test)>> = HashMap::new();
        for (detector, interest) in
            plan.interests.iter().filter(|(_, interest)| interest.wants_kind(&schema.kind))
        {
            let mask = 1_u64 << detector;
            match &interest.when {
                When::Any => bound.every |= mask,
                When::Field { field, test } => {
                    if let Some(column) = schema.position(field) {
                        tests.entry(column).or_default().push((mask, test));
                    }
                }
                When::Change(fields) => {
                    let columns: Vec<_> =
                        fields.iter().filter_map(|field| schema.position(field)).collect();
                    if !columns.is_empty() {
                        bound.watching |= mask;
                        bound.changes.push(Change { mask, columns });
                    }
                }
            }
        }
        let mut tests: Vec<_> = tests.into_iter().collect();
        tests.sort_by_key(|(column, _)| *column);
        bound.columns =
            tests.into_iter().map(|(index, tests)| Column::new(schema, index, tests)).collect();
        bound
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
        scratch: &mut Scratch,
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
            let mut mask = self.every;
            for (column, memo) in self.columns.iter().zip(&mut memos) {
                // The memo is keyed by the cell as it stands in the file, which decides its content.
                if let Some(cell) = batch.cell(span, column.index) {
                    mask |= memo.get(cell, || column.test(batch, index));
                }
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

impl Change {
    #[inline]
    fn differs(&self, batch: &Batch<'_>, one: RowSpan, other: RowSpan) -> bool {
        self.columns.iter().any(|&column| batch.cell(one, column) != batch.cell(other, column))
    }
}

impl Interest {
    fn wants_kind(&self, kind: &RecordKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }
}

impl Scratch {
    fn take(&mut self, kind: &RecordKind, column: &Column<'_>) -> Memo {
        self.memos.remove(&(kind.clone(), column.name.clone())).unwrap_or_else(Memo::new)
    }

    fn put(&mut self, kind: &RecordKind, column: &Column<'_>, memo: Memo) {
        self.memos.insert((kind.clone(), column.name.clone()), memo);
    }
}

impl<'p> Column<'p> {
    fn new(schema: &Schema, index: usize, tests: Vec<(u64, &'p Test)>) -> Self {
        let literal_tests = tests.iter().filter_map(|(mask, test)| match test {
            Test::Contains(literals) => Some((*mask, literals)),
            Test::Is(_) => None,
        });
        let (masks, patterns): (Vec<u64>, Vec<&str>) = literal_tests
            .flat_map(|(mask, literals)| literals.iter().map(move |literal| (mask, *literal)))
            .unzip();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns);
        // The builder refuses only sets of literals past 2^31 states; they are then tested plainly.
        let literals =
            automaton.ok().filter(|_| !patterns.is_empty()).map(|automaton| (automaton, masks));
        let predicates = tests
            .into_iter()
            .filter(|(_, test)| literals.is_none() || matches!(test, Test::Is(_)))
            .collect();
        let name = schema.columns[index].to_ascii_lowercase().into();
        Self { index, name, literals, predicates }
    }

    /// The detectors that want the row for this column's content.
    #[cold]
    fn test(&self, batch: &Batch<'_>, index: usize) -> u64 {
        let Some(value) = batch.row(index).bytes(self.index) else { return 0 };
        let mut mask = 0;
        if let Some((automaton, masks)) = &self.literals {
            for found in automaton.find_overlapping_iter(value.as_ref()) {
                mask |= masks[found.pattern().as_usize()];
            }
        }
        for (detector, test) in &self.predicates {
            if mask & detector == 0 && holds(test, &value) {
                mask |= detector;
            }
        }
        mask
    }
}

/// Whether a value satisfies a test.
fn holds(test: &Test, value: &[u8]) -> bool {
    match test {
        Test::Contains(literals) => literals.iter().any(|literal| contains(value, literal)),
        Test::Is(test) => test(value),
    }
}

/// Whether `value` holds `literal`, which is in lower case, ignoring ASCII case.
fn contains(value: &[u8], literal: &str) -> bool {
    literal.is_empty()
        || value
            .windows(literal.len())
            .any(|window| window.eq_ignore_ascii_case(literal.as_bytes()))
}

#[cfg(test)]
mod tests {
    use model::{Finding, Quoting, RuleMeta, TimeColumns, WinPath};
    use proptest::prelude::*;

    use super::*;
    use crate::{SightingsOf, testing};

    /// Notes every record it is shown, for one interest.
    struct Noter(fn() -> Interest);

    impl Detector for Noter {
        fn rules(&self) -> &'static [RuleMeta] {
            &[]
        }
        fn interests(&self) -> Vec<Interest> {
            vec![(self.0)()]
        }
        fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
            note.sighting(record, "row", "", Vec::new());
        }
        fn finish(&self, _: SightingsOf<'_>) -> Vec<Finding> {
            Vec::new()
        }
    }

    const KIND: RecordKind = RecordKind::of("test");

    fn interests() -> Vec<fn() -> Interest> {
        vec![
            || Interest::field([KIND], "b", Test::contains(["ab", "ca", "\""])),
            || Interest::field([KIND], "B", Test::is(|value| value.len() == 3)),
            || Interest::field([], "c", Test::contains(["b"])),
            || Interest::field([RecordKind::of("other")], "b", Test::contains(["a"])),
            || Interest::new([KIND], When::Any),
        ]
    }

    fn schema() -> Arc<Schema> {
        Arc::new(Schema {
            kind: KIND,
            columns: ["a", "b", "c"].map(Into::into).into(),
            time: TimeColumns::None,
            part: None,
            quoting: Quoting::Csv,
        })
    }

    /// Which rows (by line, counted from 0) each detector was shown.
    fn shown(plan: &Plan, batch: &Batch<'_>) -> Vec<Vec<u64>> {
        let artefact = ArtefactRef::new(WinPath::new("x"), "x");
        let mut out = Sightings::default();
        plan.bind(batch.schema).scan(batch, &artefact, &mut Scratch::default(), &mut out);
        let lines = |detector| {
            let sightings = out.of(detector);
            sightings
                .iter()
                .map(|sighting| match sighting.locator {
                    model::Locator::Line { line, .. } => line - 1,
                    _ => u64::MAX,
                })
                .collect()
        };
        (0..plan.detectors().len()).map(|detector| lines(detector as u16)).collect()
    }

    /// Lays cells out as a batch: CSV bytes, field ends, row spans.
    fn with_batch<T>(
        rows: &[Vec<String>],
        schema: &Arc<Schema>,
        look: impl FnOnce(&Batch<'_>) -> T,
    ) -> T {
        let (mut bytes, mut ends, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        for (line, row) in rows.iter().enumerate() {
            spans.push(RowSpan {
                start: bytes.len() as u32,
                first: ends.len() as u32,
                fields: row.len() as u32,
                line: line as u32,
            });
            for (index, cell) in row.iter().enumerate() {
                bytes.extend_from_slice(if index == 0 { b"" } else { b"," });
                if cell.contains('"') {
                    bytes.extend(format!("\"{}\"", cell.replace('"', "\"\"")).bytes());
                } else {
                    bytes.extend(cell.bytes());
                }
                ends.push(bytes.len() as u32);
            }
            bytes.push(b'\n');
        }
        look(&Batch { schema, bytes: &bytes, base: 0, first_line: 0, ends: &ends, rows: &spans })
    }

    proptest! {
        /// The matcher shows each detector exactly the rows the plain test selects.
        #[test]
        fn fast_and_plain_agree(
            rows in prop::collection::vec(prop::collection::vec("[aAbBc\"]{0,4}", 1..4), 1..40)
        ) {
            let detectors = interests().into_iter().map(|interest| {
                Box::new(Noter(interest)) as Box<dyn Detector>
            });
            let plan = Plan::new(detectors.collect());
            let schema = schema();
            with_batch(&rows, &schema, |batch| {
                for (shown, interest) in shown(&plan, batch).iter().zip(interests()) {
                    let wanted: Vec<u64> = (0..rows.len())
                        .filter(|index| testing::wants(&interest(), &batch.row(*index)))
                        .map(|index| index as u64)
                        .collect();
                    prop_assert_eq!(shown, &wanted);
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_change_shows_both_sides_and_the_edges() {
        let plan = Plan::new(vec![Box::new(Noter(|| Interest::new([KIND], When::Change(&["b"]))))]);
        let rows: Vec<Vec<String>> =
            ["1", "1", "1", "2", "2", "2", "2"].map(|b| vec!["x".into(), b.into()]).into();
        let shown = with_batch(&rows, &schema(), |batch| shown(&plan, batch));
        assert_eq!(shown, [[0, 2, 3, 6]]);
    }
}
