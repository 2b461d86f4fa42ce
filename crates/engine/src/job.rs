//! Reading one artefact, or one part of it, into sightings, coverage and gaps.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use detect::{Bound, Plan, Scratch, Sightings};
use discover::Configured;
use evidence::{Entry, Source};
use formats::{Format, HEAD_BYTES, Head, Input, Outcome, Sink};
use host::FactKind;
use model::{
    ArtefactRef, Batch, Gap, GapReason, Locator, Record, RecordKind, RowSpan, Schema, WinPath,
};

use crate::hours::Hours;
use crate::inner::Quarantine;
use crate::progress::{Progress, Stopped, Watched};

/// Size of the parts a large file is read in. Sightings are merged part by part, and archives,
/// which are read in one go, cut theirs at the same places, so that the answer does not depend on
/// how the evidence is packed.
pub(crate) const PART_BYTES: u64 = 64 << 20;

/// The format and the reader of the configuration of IIS, which have one name.
pub(crate) const IIS_CONFIG: &str = "iis-config";

/// One artefact to read.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) entry: Entry,
    /// Part of its source the artefact belongs to, by its path.
    pub(crate) part: String,
    /// Whether the catalogue expects something of this artefact, so that not knowing it is a gap.
    pub(crate) expected: bool,
    /// How it is read.
    pub(crate) reader: discover::Reader,
    /// Whether it is known to lie in a web folder.
    pub(crate) served: bool,
    /// Files beside it that belong to it.
    pub(crate) companions: Vec<Entry>,
}

/// The format of a file that is read in parts, with what the parts need to know of its start.
#[derive(Clone)]
pub(crate) struct Split {
    pub(crate) format: &'static dyn Format,
    pub(crate) head: Arc<[u8]>,
    /// The header in force at the end of `head`, which every part assumes.
    pub(crate) header: Option<Vec<u8>>,
}

/// What reading one part came to.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) format: Option<&'static str>,
    /// Sightings, cut at multiples of the size of a part.
    pub(crate) sightings: Vec<Sightings>,
    pub(crate) hours: Hours,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) outcome: Outcome,
    /// Hash of a file that was read whole, in lower-case hex.
    pub(crate) sha256: Option<String>,
    /// What a file that was read whole begins with.
    pub(crate) content: Option<&'static str>,
    /// The kinds of facts seen in a file that was read whole.
    pub(crate) kinds: BTreeSet<FactKind>,
    /// Whether one of them was a virtual directory as the directory service has it.
    pub(crate) directories: bool,
    /// What the file tells of Defender's quarantine.
    pub(crate) quarantine: Quarantine,
    /// Set on the first part of a file that is to be read in parts.
    pub(crate) split: Option<Split>,
}

/// What every job needs.
pub(crate) struct Bench<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) plan: &'a Plan,
    pub(crate) progress: &'a Progress,
    /// What the server's own configuration names.
    pub(crate) configured: &'a Configured,
    /// The YARA rules; empty until the first file needs the shipped ones.
    pub(crate) yara: &'a OnceLock<yara::Rules>,
    /// SHA-256 of files that count as shipped besides those of the table.
    pub(crate) also_known: &'a HashSet<[u8; 32]>,
    /// [`PART_BYTES`], or what a test asks for.
    pub(crate) part_bytes: u64,
}

impl<'a> Bench<'a> {
    /// Recognises a file and reads it, or its first part if it is large and can be cut.
    pub(crate) fn first(&self, target: &Target, scratch: &mut Scratch<'a>) -> Reading {
        self.guarded(target, |reading| {
            let mut reader = Watched::new(self.source.open(&target.entry)?, self.progress);
            let head = read_head(&mut reader, HEAD_BYTES)?;
            let artefact = &target.entry.artefact;
            let known = Head { path: artefact.path(), bytes: &head };
            // Formats that go by the path would take an empty file for a log without rows.
            let Some(format) = formats::recognise(known).filter(|_| !head.is_empty()) else {
                if Self::is_document(target, &head) {
                    return self.read_document(target, reading, scratch);
                }
                if discover::is_uprooted(artefact.path()) && !head.is_empty() {
                    return self.read_stray(target, reading);
                }
                unknown(target, &head, reading);
                return Ok(());
            };
            // The log reader tells builds only; the rest of it is read as a document.
            if format.id() == IIS_CONFIG && discover::is_uprooted(artefact.path()) {
                return self.read_document(target, reading, scratch);
            }
            reading.format = Some(format.id());
            let cut = self.cut(format, target, &head);
            let end = cut.as_ref().map(|_| self.part_bytes);
            let mut whole = (&head[..]).chain(reader);
            let input = Input {
                path: artefact.path(),
                reader: &mut whole,
                head: &head,
                header: None,
                start: 0,
                end,
            };
            reading.split = cut;
            self.read(format, input, target, reading, scratch)
        })
    }

    /// Reads the part of a file that starts at `start`.
    pub(crate) fn part(
        &self,
        target: &Target,
        split: &Split,
        start: u64,
        last: bool,
        scratch: &mut Scratch<'a>,
    ) -> Reading {
        self.guarded(target, |reading| {
            reading.format = Some(split.format.id());
            let opened = self.source.open_at(&target.entry, start - 1);
            let opened = opened.ok_or_else(|| {
                io::Error::other("the source can no longer be read from the middle")
            })?;
            let mut reader = Watched::new(opened?, self.progress);
            let input = Input {
                path: target.entry.artefact.path(),
                reader: &mut reader,
                head: &split.head,
                header: split.header.as_deref(),
                start,
                // A live log may have grown since it was listed: the last part reads to the end.
                end: (!last).then_some(start + self.part_bytes),
            };
            self.read(split.format, input, target, reading, scratch)
        })
    }

    /// Whether a file is worth cutting and can be, and what its parts need to know.
    fn cut(&self, format: &'static dyn Format, target: &Target, head: &[u8]) -> Option<Split> {
        let large = target.entry.size.is_some_and(|size| size > self.part_bytes);
        let seeks =
            || self.source.open_at(&target.entry, self.part_bytes).is_some_and(|at| at.is_ok());
        if !large || !format.splits() || !seeks() {
            return None;
        }
        let mut reader = head;
        let input = Input {
            path: target.entry.artefact.path(),
            reader: &mut reader,
            head,
            header: None,
            start: 0,
            end: Some(head.len() as u64),
        };
        let header = format.read(input, &mut Nothing).ok()?.header;
        Some(Split { format, head: head.into(), header })
    }

    pub(crate) fn read(
        &self,
        format: &'static dyn Format,
        input: Input<'_>,
        target: &Target,
        reading: &mut Reading,
        scratch: &mut Scratch<'a>,
    ) -> io::Result<()> {
        let mut gather = Gather {
            plan: self.plan,
            artefact: &target.entry.artefact,
            part: &target.part,
            last: None,
            bound: None,
            current: scratch.sightings(),
            scratch,
            part_bytes: self.part_bytes,
            cut: input.start / self.part_bytes,
            channel: String::new(),
            reading,
        };
        let outcome = format.read(input, &mut gather);
        gather.close();
        reading.outcome = outcome?;
        Ok(())
    }

    /// Runs a job so that neither an error nor a panic over one file ends the run.
    pub(crate) fn guarded(
        &self,
        target: &Target,
        job: impl FnOnce(&mut Reading) -> io::Result<()>,
    ) -> Reading {
        let mut reading = Reading::default();
        let result = catch_unwind(AssertUnwindSafe(|| job(&mut reading)));
        let path = target.entry.artefact.path().clone();
        match result {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                reading.gaps.push(broken_off(path, reading.outcome.bytes, &error));
            }
            Err(panic) => {
                let detail = format!(
                    "this program failed here ({}); please report it",
                    panic_text(panic.as_ref())
                );
                reading.gaps.push(Gap::whole(path, GapReason::Internal, detail));
            }
        }
        reading
    }
}

/// The beginning of a file: `most` bytes, or less if it is shorter.
pub(crate) fn read_head(reader: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(most as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn unknown(target: &Target, head: &[u8], reading: &mut Reading) {
    if target.expected {
        let path = target.entry.artefact.path().clone();
        let (reason, detail) = if head.is_empty() {
            (GapReason::Truncated, "the file is empty")
        } else {
            (GapReason::UnknownFormat, "a log is expected here, but the content is none we know")
        };
        reading.gaps.push(Gap::whole(path, reason, detail));
    }
}

/// The gap of a read that failed behind so many bytes; behind none, all of the file is missing.
pub(crate) fn broken_off(path: WinPath, bytes: u64, error: &io::Error) -> Gap {
    let at = match bytes {
        0 => Locator::File,
        offset => Locator::Bytes { offset, length: 0 },
    };
    let (reason, detail) = gap_of(error);
    Gap::at(path, at, reason, detail)
}

/// Why a read failed, as a gap says it.
pub(crate) fn gap_of(error: &io::Error) -> (GapReason, String) {
    if error.get_ref().is_some_and(|inner| inner.is::<Stopped>()) {
        (GapReason::Stopped, error.to_string())
    } else {
        evidence::gap_of(error)
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// The sink of a real read.
struct Gather<'a, 'p> {
    plan: &'p Plan,
    artefact: &'a ArtefactRef,
    part: &'a str,
    /// The header of the last batch, and its matcher.
    last: Option<Arc<Schema>>,
    bound: Option<Arc<Bound<'p>>>,
    scratch: &'a mut Scratch<'p>,
    part_bytes: u64,
    /// Which multiple of `part_bytes` the current sightings lie behind.
    cut: u64,
    current: Sightings,
    /// Room for the channel of an event.
    channel: String,
    reading: &'a mut Reading,
}

impl Gather<'_, '_> {
    fn bind(&mut self, schema: &Arc<Schema>) {
        if self.last.as_ref().is_none_or(|last| !Arc::ptr_eq(last, schema)) {
            self.last = Some(Arc::clone(schema));
            self.bound = Some(self.plan.bind(schema, self.scratch));
        }
    }

    /// Closes the current sightings if `offset` lies behind the next cut.
    fn at(&mut self, offset: u64) {
        if offset / self.part_bytes > self.cut {
            self.cut = offset / self.part_bytes;
            let next = self.scratch.sightings();
            self.reading.sightings.push(std::mem::replace(&mut self.current, next));
        }
    }

    fn scan(&mut self, batch: &Batch<'_>) {
        let Some(first) = batch.rows.first() else { return };
        self.at(batch.base + u64::from(first.start));
        if let Some(bound) = &self.bound {
            bound.scan(batch, self.artefact, self.scratch, &mut self.current);
        }
    }

    fn close(self) {
        self.reading.sightings.push(self.current);
    }
}

impl Sink for Gather<'_, '_> {
    fn batch(&mut self, batch: &Batch<'_>) {
        self.bind(batch.schema);
        self.reading.hours.batch(batch, self.part);
        let cut = (self.cut + 1).saturating_mul(self.part_bytes);
        let starts_before = |span: &RowSpan| batch.base + u64::from(span.start) < cut;
        let (before, behind) = batch.rows.split_at(batch.rows.partition_point(starts_before));
        self.scan(&Batch { rows: before, ..*batch });
        self.scan(&Batch { rows: behind, ..*batch });
    }

    fn record(&mut self, record: &dyn Record) {
        if let Locator::Line { offset, .. } | Locator::Record { offset, .. } = record.locator() {
            self.at(offset);
        }
        let part = if *record.kind() == RecordKind::EVENT {
            channel(record, &mut self.channel);
            &self.channel
        } else {
            self.part
        };
        self.reading.hours.record(record, part);
        self.plan.record(record, self.artefact, &mut self.current);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        let mut gap = Gap::at(self.artefact.path().clone(), locator, reason, detail).times(count);
        gap.bytes = (bytes > 0).then_some(bytes);
        self.reading.gaps.push(gap);
    }
}

/// Events of all channels can stand in one file, and files of any name; coverage is kept by what
/// the event itself says.
fn channel(record: &dyn Record, out: &mut String) {
    const FIELD: &str = "Channel";
    out.clear();
    match record.shaped().map(|shaped| (shaped, shaped.slot(FIELD))) {
        Some((shaped, Some(slot))) => {
            shaped.text(slot, out);
        }
        Some((_, None)) => {}
        None => out.push_str(&record.get(FIELD).unwrap_or_default()),
    }
    // A record about another channel (104: a log was cleared) names that one behind its own.
    out.truncate(out.find('\n').unwrap_or(out.len()));
}

/// The sink of a read that only looks for the header.
struct Nothing;

impl Sink for Nothing {
    fn batch(&mut self, _: &Batch<'_>) {}
    fn record(&mut self, _: &dyn Record) {}
    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}
