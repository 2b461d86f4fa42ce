//! One assessment from beginning to end.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use detect::{Detector, Plan};
use evidence::{Listing, Source};
use exposure::{BuildHistory, BuildObserver, Table};
use jiff::tz::TimeZone;
use model::{
    Assessment, Coverage, Finding, Gap, GapReason, Host, RuleMeta, RunInfo, SCHEMA_VERSION,
    SourceKey, Timestamp, WinPath,
};
use sigma::{RuleSet, SigmaDetector};
use verdict::{Area, Builds, Family, Input, SourceHours, Window};
use yara::YaraDetector;

use crate::areas;
use crate::came;
use crate::hash::{self, HashWhat};
use crate::hours::Seen;
use crate::inner;
use crate::job::{Bench, PART_BYTES, Target};
use crate::listed;
use crate::own_name;
use crate::progress::Progress;
use crate::survey;
use crate::work::{Harvest, read_all};

/// Why there is no assessment at all. What merely went missing is a gap in one.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The source could not be listed.
    #[error("{source_name}: nothing in it can be listed")]
    List {
        /// The source as the user named it.
        source_name: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

impl EngineError {
    pub(crate) fn list(source: &dyn Source, cause: io::Error) -> Self {
        Self::List { source_name: source.name().to_owned(), cause }
    }
}

/// How to assess.
#[derive(Debug)]
pub struct Options {
    /// Threads to read with, at least 1.
    pub threads: usize,
    /// Which artefacts get a hash.
    pub hash: HashWhat,
    /// When the evidence was taken, if later than its last record.
    pub as_of: Option<Timestamp>,
    /// Builds and their CVEs.
    pub table: Table,
    /// Sigma rules to ask besides the analyzers.
    pub sigma: Arc<SigmaDetector>,
    /// YARA rules to ask of files; empty for the shipped ones, which are made ready when the first
    /// file needs them.
    pub yara: OnceLock<yara::Rules>,
    /// Bytes from which a large file is read in parts, at least 1. For tests: the answer does not
    /// depend on it.
    #[doc(hidden)]
    pub part_bytes: u64,
    /// SHA-256 of files that count as shipped besides those of the table. For benches: files that
    /// are made for them are in no table, and those of a real server mostly are.
    #[doc(hidden)]
    pub also_known: HashSet<[u8; 32]>,
}

impl Default for Options {
    /// As many threads as the machine has cores, hashes of what findings quote, the shipped
    /// table and rules.
    fn default() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            hash: HashWhat::default(),
            as_of: None,
            table: Table::shipped(),
            sigma: Arc::new(SigmaDetector::new(RuleSet::shipped())),
            yara: OnceLock::new(),
            part_bytes: PART_BYTES,
            also_known: HashSet::new(),
        }
    }
}

/// Every rule an assessment can conclude by.
pub fn rules() -> Vec<RuleMeta> {
    analyzers::all().iter().flat_map(|detector| detector.rules().to_vec()).collect()
}

/// Assesses one server.
///
/// # Errors
/// When the source cannot be listed at all.
pub fn assess(
    source: &dyn Source,
    options: &Options,
    progress: &Progress,
) -> Result<Assessment, EngineError> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let listing = source.list().map_err(|cause| EngineError::list(source, cause))?;
    let (plan, observer) = detectors(options);
    let Observed { harvest, mut gaps, read_areas, file_table } =
        observe(source, &listing, options, &plan, progress);

    let history = BuildHistory::new(harvest.sightings.of(observer));
    let mut findings = conclude(&plan, &harvest);
    came::date(&mut findings, (source, &listing), &harvest.told, &gaps, progress);
    let input = Input {
        read_areas,
        file_table,
        ..input(findings, &harvest, &gaps, &history, options, progress.stopped())
    };
    let host = input.host.clone();
    let mut decided = verdict::assess(input);

    let mut artefacts = harvest.artefacts;
    gaps.extend(hash::fill(
        source,
        &listing.entries,
        options.hash,
        options.threads,
        &mut artefacts,
        &mut decided.findings,
    ));
    gaps.sort();
    Ok(Assessment {
        schema: SCHEMA_VERSION.to_owned(),
        run: run_info(source, progress, started, clock),
        host,
        headline: decided.headline,
        summary: decided.summary,
        answers: decided.answers,
        findings: decided.findings,
        incidents: decided.incidents,
        coverage: coverage(&harvest.sources),
        gaps,
        blind: decided.blind,
        plan: decided.plan,
        build_table: options.table.line(),
        artefacts,
    })
}

/// What the evidence shows, before anybody concludes from it.
struct Observed {
    harvest: Harvest,
    gaps: Vec<Gap>,
    /// The places that can hold a back door and were read.
    read_areas: BTreeSet<Area>,
    file_table: bool,
}

/// Reads everything that matters of a source.
fn observe(
    source: &dyn Source,
    listing: &Listing,
    options: &Options,
    plan: &Plan,
    progress: &Progress,
) -> Observed {
    let mut configured = survey::survey(source, listing);
    own_name::learn(source, listing, &mut configured);
    let found = discover::plan(listing, &configured);
    let targets: Vec<Target> = found.tasks.into_iter().map(target).collect();
    announce(progress, &targets);
    let bench = Bench {
        source,
        plan,
        progress,
        configured: &configured,
        yara: &options.yara,
        also_known: &options.also_known,
        part_bytes: options.part_bytes.max(1),
    };
    let mut harvest = read_all(&bench, &targets, options.threads);
    let mut gaps = listing.gaps.clone();
    gaps.extend(found.gaps);
    gaps.extend(nothing_known(source, listing, &harvest));
    gaps.append(&mut harvest.gaps);
    gaps.extend(areas::missing_parts(&harvest.told, &configured));
    gaps.extend(areas::far_roots(&configured));
    gaps.extend(inner::broken(&harvest.told));
    let read_areas = areas::read(&harvest.told, &gaps, &configured, listing);
    let file_table = areas::file_table(&harvest.told, &gaps);
    let read = harvest.told.iter().map(|file| &file.path).zip(harvest.contents.iter().copied());
    let (seen, unseen) = listed::show(source, listing, read, plan, progress);
    harvest.sightings.append(seen);
    gaps.extend(unseen);
    // A file is opened more than once: to be told apart, to be listed, to be read.
    gaps.sort();
    gaps.dedup();
    Observed { harvest, gaps, read_areas, file_table }
}

fn run_info(
    source: &dyn Source,
    progress: &Progress,
    started: Timestamp,
    clock: Instant,
) -> RunInfo {
    RunInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started,
        seconds: clock.elapsed().as_secs_f64(),
        sources: vec![source.name().to_owned()],
        partial: progress.stopped(),
    }
}

/// The gap of evidence in which no file was recognised at all: most likely the wrong folder.
fn nothing_known(source: &dyn Source, listing: &Listing, harvest: &Harvest) -> Option<Gap> {
    if !harvest.artefacts.is_empty() || !harvest.gaps.is_empty() {
        return None;
    }
    let (reason, detail) = match listing.entries.len() {
        0 => (GapReason::Truncated, "there is no file in it".to_owned()),
        files => {
            (GapReason::UnknownFormat, format!("none of its {files} files is of a known kind"))
        }
    };
    let name = source.name().rsplit(['/', '\\']).find(|part| !part.is_empty());
    Some(Gap::whole(WinPath::new(name.unwrap_or("evidence")), reason, detail))
}

fn target(task: discover::Task) -> Target {
    Target {
        served: task.served(),
        entry: task.entry,
        part: task.part.unwrap_or_default(),
        expected: task.expected,
        reader: task.reader,
        companions: task.companions,
    }
}

fn announce(progress: &Progress, targets: &[Target]) {
    // Stated sizes are the evidence's word, and may add up to anything.
    let sizes = targets.iter().filter_map(|target| target.entry.size);
    let bytes = sizes.fold(0, u64::saturating_add);
    progress.files.store(targets.len() as u64, Ordering::Relaxed);
    progress.bytes.store(bytes, Ordering::Relaxed);
}

/// All detectors, and the index of the one that watches builds.
fn detectors(options: &Options) -> (Plan, u16) {
    let mut detectors: Vec<Box<dyn Detector>> = analyzers::all();
    detectors.push(Box::new(Arc::clone(&options.sigma)));
    detectors.push(Box::new(YaraDetector));
    let observer = detectors.len() as u16;
    detectors.push(Box::new(BuildObserver));
    (Plan::new(detectors), observer)
}

fn conclude(plan: &Plan, harvest: &Harvest) -> Vec<Finding> {
    let detectors = (0_u16..).zip(plan.detectors());
    detectors.flat_map(|(index, detector)| detector.finish(harvest.sightings.of(index))).collect()
}

fn input(
    findings: Vec<Finding>,
    harvest: &Harvest,
    gaps: &[Gap],
    history: &BuildHistory,
    options: &Options,
    partial: bool,
) -> Input {
    let table = &options.table;
    let last = harvest.sources.values().filter_map(|seen| seen.last).max();
    let as_of = options.as_of.max(last);
    let standing = exposure::standing(table, history, as_of);
    let sources: Vec<SourceKey> = harvest.sources.keys().cloned().collect();
    let known = exposure::Family::shipped();
    Input {
        findings,
        coverage: harvest
            .sources
            .iter()
            .map(|(source, seen)| SourceHours { source: source.clone(), hours: seen.hours.clone() })
            .collect(),
        gaps: gaps.to_vec(),
        host: Host {
            name: history.server.clone(),
            product: standing.product.clone(),
            build: history.latest(),
            build_history: history.spans(table),
            exposure: exposure::exposures(table, &known, history, as_of),
        },
        families: families(table, known, history),
        as_of,
        expected_missing: discover::missing(&sources),
        partial,
        builds: Builds {
            any_build: standing.any_build,
            newer_than_table: standing.newer_than_table,
            since_setup: standing.since_setup,
            undecided: standing.undecided,
            remarks: standing.remarks,
            newest_of_level: standing.newest_of_level,
        },
        ..Input::default()
    }
}

fn families(table: &Table, known: Vec<exposure::Family>, history: &BuildHistory) -> Vec<Family> {
    let windows = |family: &exposure::Family| {
        exposure::family_windows(table, family, history)
            .into_iter()
            .map(|own| Window { from: own.from, to: own.to, certain: own.certain })
            .collect()
    };
    known
        .into_iter()
        .filter_map(|family| {
            let midnight = family.first_exploited.to_zoned(TimeZone::UTC).ok()?;
            Some(Family {
                windows: windows(&family),
                name: family.name,
                about: family.about,
                cves: family.cves,
                first_exploited: midnight.timestamp(),
                seen_by: family.seen_by,
            })
        })
        .collect()
}

fn coverage(sources: &BTreeMap<SourceKey, Seen>) -> Vec<Coverage> {
    sources
        .iter()
        .map(|(source, seen)| Coverage {
            files: seen.files,
            rows: seen.rows,
            rows_without_time: seen.rows_without_time,
            first: seen.first,
            last: seen.last,
            ..Coverage::new(source.clone(), &seen.hours)
        })
        .collect()
}
