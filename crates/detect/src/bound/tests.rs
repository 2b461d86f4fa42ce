//! The matcher against the plain way of asking.

use model::{Finding, Quoting, Record, RuleMeta, TimeColumns, WinPath};
use proptest::prelude::*;

use super::*;
use crate::{Detector, Interest, Notes, SightingsOf, testing};

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
        || {
            let long = Test::is(|value: &[u8]| value.len() > 1);
            Interest::new([KIND], When::All(vec![("b", long), ("c", Test::contains(["a"]))]))
        },
        || {
            Interest::new(
                [KIND],
                When::All(vec![("a", Test::contains(["a"])), ("d", Test::is(|_| true))]),
            )
        },
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
    let mut scratch = Scratch::default();
    plan.bind(batch.schema, &mut scratch).scan(batch, &artefact, &mut scratch, &mut out);
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
