//! Who reads what when: a queue of jobs for any number of threads, merged in evidence order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use detect::{Full, Scratch, Sightings};
use discover::Reader;
use formats::{NumberLoss, Numbers};
use host::FactKind;
use model::{Artefact, Gap, GapReason, Locator, SourceKey};

use crate::areas::Told;
use crate::hours::Seen;
use crate::inner::Quarantine;
use crate::job::{Bench, Reading, Split, Target};

/// Everything the evidence showed, in evidence order.
#[derive(Default)]
pub(crate) struct Harvest {
    pub(crate) sightings: Sightings,
    pub(crate) sources: BTreeMap<SourceKey, Seen>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) artefacts: Vec<Artefact>,
    /// What each file told apart from that, in evidence order.
    pub(crate) told: Vec<Told>,
    /// What each of them begins with, where it was seen.
    pub(crate) contents: Vec<Option<&'static str>>,
}

/// Reads all targets with `threads` threads.
pub(crate) fn read_all(bench: &Bench<'_>, targets: &[Target], threads: usize) -> Harvest {
    let jobs = (0..targets.len()).map(|file| Job { file, part: 0, split: None, last: false });
    let state = State { jobs: jobs.collect(), active: 0, merger: Merger::default() };
    let work = Work { bench, targets, state: Mutex::new(state), changed: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1) {
            scope.spawn(|| work.run());
        }
        work.run();
    });
    let state = work.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.merger.harvest
}

/// One file, or one part of one.
struct Job {
    file: usize,
    part: u64,
    split: Option<Split>,
    /// Whether it is the last part of its file.
    last: bool,
}

struct State {
    jobs: VecDeque<Job>,
    /// Jobs being read.
    active: usize,
    merger: Merger,
}

struct Work<'a> {
    bench: &'a Bench<'a>,
    targets: &'a [Target],
    state: Mutex<State>,
    changed: Condvar,
}

impl<'a> Work<'a> {
    /// Takes jobs until there are none left and none can come.
    fn run(&self) {
        let mut scratch = Scratch::default();
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                state.active += 1;
                scratch.know(&state.merger.full);
                drop(state);
                let reading = self.read(&job, &mut scratch);
                state = self.lock();
                state.active -= 1;
                self.done(&mut state, job, reading, &mut scratch);
                self.changed.notify_all();
            } else if state.active == 0 {
                return;
            } else {
                // A job being read may yet turn out to have parts.
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// A job that panics is caught inside the job, so the lock is never really poisoned.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, job: &Job, scratch: &mut Scratch<'a>) -> Reading {
        let target = &self.targets[job.file];
        match &job.split {
            None => match target.reader {
                Reader::Log => self.bench.first(target, scratch),
                Reader::Page => self.bench.page(target),
                Reader::Document => self.bench.document(target, scratch),
                Reader::Staged => self.bench.staged(target),
            },
            Some(split) => {
                self.bench.part(target, split, job.part * self.bench.part_bytes, job.last, scratch)
            }
        }
    }

    fn done(&self, state: &mut State, job: Job, reading: Reading, scratch: &mut Scratch<'a>) {
        let size = self.targets[job.file].entry.size.unwrap_or(0);
        let parts = if reading.split.is_some() { size.div_ceil(self.bench.part_bytes) } else { 1 };
        if let Some(split) = &reading.split {
            // In front of all other files, and in order, so that merging need not wait for long.
            for part in (1..parts).rev() {
                let (split, last) = (Some(split.clone()), part + 1 == parts);
                state.jobs.push_front(Job { file: job.file, part, split, last });
            }
        }
        let merger = &mut state.merger;
        if job.part == 0 {
            merger.parts.insert(job.file, parts);
        }
        merger.waiting.insert((job.file, job.part), (reading, job.split));
        while let Some((reading, split)) = merger.take() {
            self.merge(merger, reading, split, scratch);
        }
    }

    /// Adds the next part in evidence order.
    fn merge(
        &self,
        merger: &mut Merger,
        mut reading: Reading,
        split: Option<Split>,
        scratch: &mut Scratch<'a>,
    ) {
        let (file, part) = merger.next;
        let target = &self.targets[file];
        if let Some(mut split) = split
            && merger.file.header.is_some()
            && merger.file.header != split.header
        {
            // The header changed between the head of the file and this part: read it once more,
            // under the header that was really in force.
            split.header.clone_from(&merger.file.header);
            let last = merger.parts.get(&file).is_none_or(|parts| part + 1 >= *parts);
            reading = self.bench.part(target, &split, part * self.bench.part_bytes, last, scratch);
        }
        merger.add(target, reading);
        if merger.parts.get(&file).is_none_or(|parts| part + 1 >= *parts) {
            merger.close(target);
            self.bench.progress.files_done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        } else {
            merger.next.1 += 1;
        }
    }
}

/// Joins readings in evidence order, whatever order they come in.
#[derive(Default)]
struct Merger {
    /// The file and part that is next.
    next: (usize, u64),
    /// How many parts a file has, once its first is read.
    parts: BTreeMap<usize, u64>,
    waiting: BTreeMap<(usize, u64), (Reading, Option<Split>)>,
    /// What is known of the file being joined.
    file: OpenFile,
    harvest: Harvest,
    /// Groups of sightings of which nothing more will be kept.
    full: Full,
}

#[derive(Default)]
struct OpenFile {
    lines: u64,
    bytes: u64,
    format: Option<&'static str>,
    header: Option<Vec<u8>>,
    sha256: Option<String>,
    content: Option<&'static str>,
    sources: BTreeMap<SourceKey, Seen>,
    kinds: BTreeSet<FactKind>,
    directories: bool,
    quarantine: Quarantine,
    /// The record numbers of the parts so far.
    numbers: Option<Numbers>,
}

impl Merger {
    fn take(&mut self) -> Option<(Reading, Option<Split>)> {
        self.waiting.remove(&self.next)
    }

    fn add(&mut self, target: &Target, reading: Reading) {
        let file = &mut self.file;
        if let Some(next) = reading.outcome.numbers {
            match &mut file.numbers {
                Some(numbers) => {
                    let loss = numbers.join(&next);
                    self.harvest.gaps.extend(loss.map(|loss| lost(target, loss)));
                }
                None => file.numbers = Some(next),
            }
        }
        for mut sightings in reading.sightings {
            sightings.shift_lines(file.lines);
            self.harvest.sightings.append(sightings);
        }
        self.full.update(&self.harvest.sightings);
        for (source, seen) in reading.hours.sources() {
            file.sources.entry(source).or_default().merge(&seen);
        }
        for mut gap in reading.gaps {
            if let Locator::Line { line, .. } = &mut gap.locator {
                *line += file.lines;
            }
            join(&mut self.harvest.gaps, gap);
        }
        file.lines += reading.outcome.lines;
        file.bytes += reading.outcome.bytes;
        file.format = file.format.or(reading.format);
        file.sha256 = file.sha256.take().or(reading.sha256);
        file.content = file.content.or(reading.content);
        file.kinds.extend(reading.kinds);
        file.directories |= reading.directories;
        file.quarantine.join(reading.quarantine);
        if reading.outcome.header.is_some() {
            file.header = reading.outcome.header;
        }
    }

    /// A file in a log's place whose rows mostly carry no time is not that log: encrypted,
    /// overwritten, or something else under its name. That opens the questions it could answer.
    fn doubt(&mut self, target: &Target, file: &OpenFile) {
        let rows: u64 = file.sources.values().map(|seen| seen.rows).sum();
        let timeless: u64 = file.sources.values().map(|seen| seen.rows_without_time).sum();
        let path = target.entry.artefact.path();
        let own = self.harvest.gaps.iter().rev().take_while(|gap| gap.artefact == *path);
        let reported = own.filter(|gap| gap.reason == GapReason::NoTime).count() > 0;
        if reported && 2 * timeless > rows {
            let detail = format!(
                "{timeless} of {rows} rows carry no time: the content is not what its place says"
            );
            self.harvest.gaps.push(Gap::whole(path.clone(), GapReason::Damaged, detail));
        }
    }

    fn close(&mut self, target: &Target) {
        let file = std::mem::take(&mut self.file);
        self.doubt(target, &file);
        // A file read in one go has told this itself.
        let parted = self.parts.get(&self.next.0).is_some_and(|parts| *parts > 1);
        let end = file.numbers.as_ref().filter(|_| parted).and_then(Numbers::end);
        self.harvest.gaps.extend(end.map(|loss| lost(target, loss)));
        for (source, mut seen) in file.sources {
            seen.files = 1;
            self.harvest.sources.entry(source).or_default().merge(&seen);
        }
        if let Some(format) = file.format {
            self.harvest.artefacts.push(Artefact {
                path: target.entry.artefact.path().clone(),
                stored: target.entry.artefact.stored().to_owned(),
                format: Some(format.to_owned()),
                size: file.bytes,
                times: target.entry.times,
                sha256: file.sha256,
            });
        }
        self.harvest.contents.push(file.content);
        self.harvest.told.push(Told {
            path: target.entry.artefact.path().clone(),
            kinds: file.kinds,
            directories: file.directories,
            quarantine: file.quarantine,
            served: target.served,
        });
        self.next = (self.next.0 + 1, 0);
    }
}

/// What the record numbers of a file's parts, held together, show to be missing.
fn lost(target: &Target, loss: NumberLoss) -> Gap {
    let path = target.entry.artefact.path().clone();
    Gap::at(path, loss.at, loss.reason, loss.detail).times(loss.count)
}

/// Adds a gap; one that continues the last gap of the same file and reason is counted onto it, so
/// that a file cut in parts reports as one.
fn join(gaps: &mut Vec<Gap>, gap: Gap) {
    let counted = matches!(
        gap.reason,
        GapReason::ColumnCount | GapReason::NoTime | GapReason::Encoding | GapReason::Damaged
    );
    let same = gaps
        .iter_mut()
        .rev()
        .take_while(|own| own.artefact == gap.artefact)
        .find(|own| own.reason == gap.reason && own.detail == gap.detail);
    match same {
        Some(own) if counted => {
            own.count += gap.count;
            own.bytes = match (own.bytes, gap.bytes) {
                (None, None) => None,
                (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0)),
            };
        }
        _ => gaps.push(gap),
    }
}
