//! How fast event logs are read with every rule of a collection, next to `evtx_dump`.
//!
//! Plain `main`, one run, ratios: `cargo bench -p afterpatch-sigma --bench sigma`. Reads the
//! densely filled logs beside the repository as often as `TIMES` says and the rules in the folder
//! that `SIGMA_RULES` names; without logs or rules it says so and ends. Everything on one thread,
//! in CPU time. Memory is told by a process of its own for each question.
#![allow(missing_docs, reason = "a bench has no callers")]
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a bench speaks to its user")]
#![allow(clippy::disallowed_methods, reason = "a bench reads its own files")]

use std::{
    env, fs,
    hint::black_box,
    io::Read,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
    time::{Duration, Instant},
};

use detect::{Detector, Notes, Sightings};
use model::{ArtefactRef, Batch, GapReason, Locator, Record, WinPath};
use sigma::{Matching, Placeholders, RuleSet, SigmaDetector};

/// Runs of each, of which the fastest counts: other work on the machine only ever adds time.
const RUNS: usize = 3;

/// How often the logs are read in one run, unless `TIMES` says otherwise: 216 MB.
const TIMES: usize = 10;

/// What is done with each record.
enum Use<'s> {
    /// Only its layout is looked at.
    Walk,
    /// Rules are matched.
    Match(Box<Matching<'s>>),
    /// Rules are matched and hits noted, as the engine does.
    Detect(&'s SigmaDetector, Sightings),
}

struct Look<'s> {
    what: Use<'s>,
    records: u64,
    hits: u64,
    artefact: ArtefactRef,
}

impl<'s> Look<'s> {
    fn new(what: Use<'s>) -> Self {
        let artefact = ArtefactRef::new(WinPath::new("C:\\bench.evtx"), "bench.evtx");
        Self { what, records: 0, hits: 0, artefact }
    }
}

impl formats::Sink for Look<'_> {
    fn batch(&mut self, _: &Batch<'_>) {}

    fn record(&mut self, record: &dyn Record) {
        self.records += 1;
        match &mut self.what {
            Use::Walk => {
                black_box(record.shaped().map(|shaped| shaped.shape()));
            }
            Use::Match(matching) => self.hits += matching.rules(record).len() as u64,
            Use::Detect(detector, sightings) => {
                detector.record(record, &mut Notes::new(&self.artefact, 0, sightings));
            }
        }
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path)
}

fn logs() -> Vec<Vec<u8>> {
    let folder = env::var_os("EVTX_LOGS").map_or_else(|| beside("evtx_dense"), PathBuf::from);
    let paths = files(&folder, "evtx");
    paths.iter().map(|path| fs::read(path).expect("a log")).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.expect("an entry");
            let path = entry.path();
            if entry.file_type().expect("a type").is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                found.push(path.display().to_string());
            }
        }
    }
    found.sort();
    found
}

fn rules() -> Vec<(String, String)> {
    let folder = env::var_os("SIGMA_RULES").map_or_else(|| beside("sigma"), PathBuf::from);
    // Regression folders describe tests in the same language.
    let paths = files(&folder, "yml").into_iter().filter(|path| !path.contains("regression_data"));
    let read = |path: String| {
        let text = fs::read_to_string(&path).expect("a rule");
        (path, text)
    };
    paths.map(read).collect()
}

fn load(rules: &[(String, String)]) -> RuleSet {
    let texts = rules.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    RuleSet::load(texts, &Placeholders::new())
}

/// CPU time of this thread where the system tells it, else time on the clock.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat");
    let nanos = told.ok().and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let made = run();
    (now().saturating_sub(start).as_secs_f64(), made)
}

fn best(mut run: impl FnMut()) -> f64 {
    (0..RUNS).map(|_| timed(&mut run).0).fold(f64::INFINITY, f64::min)
}

fn read_only(logs: &[Vec<u8>]) {
    let mut block = vec![0; 65_536];
    for log in logs {
        let mut rest = log.as_slice();
        while rest.read(&mut block).expect("memory can be read") > 0 {
            black_box(&block);
        }
    }
}

fn walk(logs: &[Vec<u8>], times: usize, look: &mut Look<'_>) {
    let path = WinPath::new("C:\\bench.evtx");
    let format = formats::all().iter().find(|format| format.id() == "evtx").expect("the format");
    for _ in 0..times {
        for log in logs {
            let mut rest = log.as_slice();
            let input = formats::Input {
                path: &path,
                reader: &mut rest,
                head: &log[..log.len().min(formats::HEAD_BYTES)],
                header: None,
                start: 0,
                end: None,
            };
            format.read(input, look).expect("memory can be read");
        }
    }
}

fn dump(logs: &[Vec<u8>], times: usize) -> u64 {
    let mut records = 0;
    for log in std::iter::repeat_n(logs, times).flatten() {
        let parser = evtx::EvtxParser::from_buffer(log.clone()).expect("a log");
        let settings = evtx::ParserSettings::default().num_threads(1).indent(false);
        let mut parser = parser.with_configuration(settings);
        records += parser.records_json().flatten().map(black_box).count() as u64;
    }
    records
}

/// Peak memory of this process in MB, where the system tells it.
fn peak() -> f64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1e3
}

/// What a process of its own does, and what it then says.
fn child(what: &str) {
    let cache = env::temp_dir().join(format!("afterpatch-sigma-bench-{}", parent()));
    match what {
        "nothing" => {}
        "load" => drop(black_box(load(&rules()))),
        "cached" => drop(black_box(cached(&cache))),
        _ => {
            let detector = SigmaDetector::new(cached(&cache));
            let mut look = Look::new(Use::Detect(&detector, Sightings::default()));
            // One log at a time, as the engine reads: memory is not to follow the evidence.
            for _ in 0..times() {
                for path in files(&beside("evtx_dense"), "evtx") {
                    walk(&[fs::read(path).expect("a log")], 1, &mut look);
                }
            }
        }
    }
    println!("{:.0} MB", peak());
}

fn parent() -> String {
    env::var("SIGMA_BENCH_PARENT").unwrap_or_else(|_| std::process::id().to_string())
}

fn cached(path: &Path) -> RuleSet {
    RuleSet::from_bytes(&fs::read(path).expect("the cache")).expect("a cache of this version")
}

fn memory(what: &str) -> String {
    let own = env::current_exe().expect("this program");
    let run = Command::new(own)
        .env("SIGMA_BENCH_CHILD", what)
        .env("SIGMA_BENCH_PARENT", parent())
        .output()
        .expect("a process");
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}

fn times() -> usize {
    env::var("TIMES").ok().and_then(|text| text.parse().ok()).unwrap_or(TIMES)
}

fn start_up(rules: &[(String, String)]) -> RuleSet {
    let (reading, _) = timed(self::rules);
    println!("start-up, reading {} rule files: {reading:.3} CPU s", rules.len());
    println!("start-up, rules parsed and compiled: {:.3} CPU s", best(|| drop(load(rules))));
    let set = load(rules);
    let bytes = set.to_bytes().expect("memory");
    let back = best(|| drop(RuleSet::from_bytes(&bytes).expect("a cache")));
    println!("start-up, from a cache of {:.1} MB: {back:.3} CPU s", bytes.len() as f64 / 1e6);
    let cache = env::temp_dir().join(format!("afterpatch-sigma-bench-{}", parent()));
    fs::write(&cache, &bytes).expect("a temporary file");
    for what in ["nothing", "load", "cached", "whole"] {
        println!("peak memory, {what}: {}", memory(what));
    }
    fs::remove_file(cache).expect("the temporary file");
    set
}

fn main() {
    if let Ok(what) = env::var("SIGMA_BENCH_CHILD") {
        return child(&what);
    }
    let (logs, rules, times) = (logs(), rules(), times());
    if logs.is_empty() || rules.is_empty() {
        println!("skipped: no event logs or no rules");
        return;
    }
    let set = start_up(&rules);
    let mega = (times * logs.iter().map(Vec::len).sum::<usize>()) as f64 / 1e6;
    let mut look = Look::new(Use::Walk);
    walk(&logs, times, &mut look);
    let records = look.records;
    println!("{mega:.0} MB, {records} records, {} rules", set.rules().len());
    let reference = best(|| assert!(black_box(dump(&logs, times)) > 0));
    let show = |what: &str, seconds: f64| {
        println!(
            "{what}: {seconds:.3} CPU s, {:.0} MB per CPU s, {:.2} us a record, {:.3} x evtx_dump",
            mega / seconds,
            seconds / records as f64 * 1e6,
            seconds / reference
        );
    };
    show("evtx_dump -o jsonl", reference);
    show("reading only", best(|| (0..times).for_each(|_| read_only(&logs))));
    show("walk", best(|| walk(&logs, times, &mut Look::new(Use::Walk))));
    let mut hits = 0;
    show(
        "walk and rules",
        best(|| {
            let mut look = Look::new(Use::Match(Box::new(Matching::new(&set))));
            walk(&logs, times, &mut look);
            hits = look.hits;
        }),
    );
    println!("{hits} hits");
    let bytes = set.to_bytes().expect("memory");
    let detect = |times| {
        let detector = SigmaDetector::new(RuleSet::from_bytes(&bytes).expect("a cache"));
        let mut look = Look::new(Use::Detect(&detector, Sightings::default()));
        walk(&logs, times, &mut look);
        let Use::Detect(_, sightings) = look.what else { return };
        black_box(detector.finish(sightings.of(0)));
    };
    let whole = best(|| detect(times));
    show("walk, rules and findings, rules from the cache", whole);
    let once = best(|| detect(1));
    println!("the same over the logs once (every value new): {once:.3} CPU s");
    if times > 1 {
        show(
            "the same once everything was met",
            (whole - once) / (times - 1) as f64 * times as f64,
        );
    }
}
