//! All records of a source, one after the other, for commands that look at records and not at
//! servers: trying a rule, explaining a match.

use std::io::Read;
use std::ops::ControlFlow;

use discover::{Configured, Reader};
use evidence::Source;
use formats::{HEAD_BYTES, Head, Input, Sink};
use model::{ArtefactRef, Batch, Gap, GapReason, Locator, Record};

use crate::assess::EngineError;

/// Shows every record of every artefact that a format knows, in evidence order, until `visit`
/// breaks off. Returns what could not be read.
///
/// # Errors
/// When the source cannot be listed at all.
pub fn each_record(
    source: &dyn Source,
    visit: &mut dyn FnMut(&ArtefactRef, &dyn Record) -> ControlFlow<()>,
) -> Result<Vec<Gap>, EngineError> {
    let listing = source.list().map_err(|cause| EngineError::list(source, cause))?;
    let mut gaps = listing.gaps.clone();
    let tasks = discover::plan(&listing, &Configured::default()).tasks.into_iter();
    for task in tasks.filter(|task| task.reader != Reader::Page) {
        let artefact = &task.entry.artefact;
        let mut passing = Passing { artefact, visit, over: false, gaps: Vec::new() };
        let result = source.open(&task.entry).and_then(|mut reader| {
            let mut head = Vec::new();
            reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
            let known = Head { path: artefact.path(), bytes: &head };
            let Some(format) = formats::recognise(known) else { return Ok(()) };
            let input = Input {
                path: artefact.path(),
                reader: &mut (&head[..]).chain(reader),
                head: &head,
                header: None,
                start: 0,
                end: None,
            };
            format.read(input, &mut passing).map(drop)
        });
        let over = passing.over;
        gaps.append(&mut passing.gaps);
        if let Err(error) = result {
            let (reason, detail) = evidence::gap_of(&error);
            gaps.push(Gap::whole(artefact.path().clone(), reason, detail));
        }
        if over {
            break;
        }
    }
    Ok(gaps)
}

struct Passing<'a> {
    artefact: &'a ArtefactRef,
    visit: &'a mut dyn FnMut(&ArtefactRef, &dyn Record) -> ControlFlow<()>,
    /// Whether the visitor has seen enough; the rest of the file passes unseen.
    over: bool,
    gaps: Vec<Gap>,
}

impl Sink for Passing<'_> {
    fn batch(&mut self, batch: &Batch<'_>) {
        for index in 0..batch.rows.len() {
            self.record(&batch.row(index));
        }
    }

    fn record(&mut self, record: &dyn Record) {
        if !self.over {
            self.over = (self.visit)(self.artefact, record).is_break();
        }
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        let gap = Gap::at(self.artefact.path().clone(), locator, reason, detail).times(count);
        self.gaps.push(if bytes > 0 { gap.bytes(bytes) } else { gap });
    }
}
