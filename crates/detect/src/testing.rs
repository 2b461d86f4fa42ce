//! A detector bench without evidence: records made of fields, and the plain way to run a
//! detector over them. The plain way is the reference that the fast [`crate::Plan`] is tested
//! against.

use std::borrow::Cow;

use model::{ArtefactRef, Finding, Locator, Record, RecordKind, Timestamp, WinPath};

use crate::{Detector, Interest, Notes, Sightings, Test, When};

/// A record made of named fields.
#[derive(Clone, Debug)]
pub struct MapRecord {
    /// Kind of log.
    pub kind: RecordKind,
    /// Time.
    pub time: Option<Timestamp>,
    /// Place.
    pub locator: Locator,
    /// Fields in order.
    pub fields: Vec<(String, String)>,
}

impl MapRecord {
    /// A record of `kind` at `time` (RFC 3339, or empty for none) with fields as `name=value`.
    ///
    /// # Panics
    /// If the time cannot be parsed: it is the test's own text.
    pub fn new(kind: RecordKind, time: &str, fields: &[(&str, &str)]) -> Self {
        let time = (!time.is_empty()).then(|| match time.parse() {
            Ok(time) => time,
            Err(error) => panic!("test time {time:?}: {error}"),
        });
        let fields =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { kind, time, locator: Locator::Line { line: 1, offset: 0, length: 0 }, fields }
    }
}

impl Record for MapRecord {
    fn kind(&self) -> &RecordKind {
        &self.kind
    }
    fn time(&self) -> Option<Timestamp> {
        self.time
    }
    fn locator(&self) -> Locator {
        self.locator.clone()
    }
    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let found = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
        Some(Cow::Borrowed(&found.1))
    }
    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }
}

/// Whether an interest selects a record, the plain way. `Change` selects every record here.
pub fn wants(interest: &Interest, record: &dyn Record) -> bool {
    if !interest.kinds.is_empty() && !interest.kinds.contains(record.kind()) {
        return false;
    }
    match &interest.when {
        When::Any | When::Change(_) => true,
        When::Field { field, test } => holds(record, field, test),
        When::All(tests) => tests.iter().all(|(field, test)| holds(record, field, test)),
    }
}

fn holds(record: &dyn Record, field: &str, test: &Test) -> bool {
    record.get(field).is_some_and(|value| satisfies(test, value.as_bytes()))
}

/// Whether a value satisfies a test, the plain way.
pub fn satisfies(test: &Test, value: &[u8]) -> bool {
    match test {
        Test::Contains(literals) => {
            let value = value.to_ascii_lowercase();
            literals.iter().any(|literal| {
                literal.is_empty()
                    || value.windows(literal.len()).any(|window| window == literal.as_bytes())
            })
        }
        Test::Is(test) => test(value),
    }
}

/// Runs one detector over records, as the engine would.
pub fn run(detector: &dyn Detector, records: &[MapRecord]) -> Vec<Finding> {
    let artefact = ArtefactRef::new(WinPath::new("C:\\test.log"), "test.log");
    let interests = detector.interests();
    let mut sightings = Sightings::default();
    for (index, record) in records.iter().enumerate() {
        if interests.iter().any(|interest| wants(interest, record)) {
            let mut record = record.clone();
            record.locator = Locator::Line { line: index as u64 + 1, offset: 0, length: 0 };
            detector.record(&record, &mut Notes::new(&artefact, 0, &mut sightings));
        }
    }
    detector.finish(sightings.of(0))
}
