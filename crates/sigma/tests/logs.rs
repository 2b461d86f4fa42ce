//! Rules over real event logs: each regression folder's own log yields the rule it names as often
//! as the folder says, the dense logs give one answer fast and plain, and the collected samples
//! give what they are known for.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use formats::{Head, Input, Sink};
use model::{Batch, GapReason, Locator, Record, WinPath};
use sigma::{Matching, RuleSet};
use support::Corpus;

/// Gives each record to a function.
struct Each<'f>(&'f mut dyn FnMut(&dyn Record));

impl Sink for Each<'_> {
    fn batch(&mut self, _: &Batch<'_>) {}
    fn record(&mut self, record: &dyn Record) {
        (self.0)(record);
    }
    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}

fn read(path: &Path, visit: &mut dyn FnMut(&dyn Record)) {
    read_start(path, usize::MAX, visit);
}

fn read_start(path: &Path, most: usize, visit: &mut dyn FnMut(&dyn Record)) {
    let mut bytes = fs::read(path).unwrap();
    bytes.truncate(most);
    let path = WinPath::new(&format!("C:\\{}", path.file_name().unwrap().to_string_lossy()));
    let head = &bytes[..bytes.len().min(formats::HEAD_BYTES)];
    let format = formats::recognise(Head { path: &path, bytes: head }).expect("a known format");
    let mut reader = bytes.as_slice();
    let input = Input { path: &path, reader: &mut reader, head, header: None, start: 0, end: None };
    format.read(input, &mut Each(visit)).unwrap();
}

/// The `match_count` that a folder's description gives.
fn wanted(folder: &Path) -> Option<usize> {
    let text = fs::read_to_string(folder.join("info.yml")).unwrap();
    let line = text.lines().find_map(|line| line.trim().strip_prefix("match_count:"))?;
    line.trim().parse().ok()
}

#[test]
fn each_regression_log_yields_the_rule_it_names() {
    let Some(corpus) = Corpus::open() else { return };
    let set = corpus.load();
    let mut fast = Matching::new(&set);
    let (mut fired, mut exact, mut bad) = (0, 0, Vec::new());
    for path in corpus.files("regression_data", "evtx") {
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let place = set.rules().position(|rule| rule.id == id).unwrap_or_else(|| panic!("{id}"));
        let mut hits = 0;
        read(&path, &mut |record| hits += usize::from(fast.rules(record).contains(&place)));
        let wanted = wanted(path.parent().unwrap());
        if hits == 0 {
            bad.push(id);
        } else {
            fired += 1;
            if wanted.is_none_or(|wanted| wanted == hits) {
                exact += 1;
            } else {
                println!("{id}: {hits} hits, the folder says {wanted:?}");
            }
        }
    }
    println!("{fired} of 116 regression logs fire, {exact} as often as they say");
    // Two logs hold more records that match than their folder says: three domains put into a zone,
    // and two values that switch shares off.
    assert_eq!((fired, exact, bad), (116, 114, Vec::new()));
}

#[test]
fn dense_logs_give_one_answer_fast_and_plain() {
    /// Bytes read of each log: a few hundred records.
    const START: usize = 4_096 + 8 * 65_536;
    let Some(corpus) = Corpus::open() else { return };
    let set = corpus.load_some(8);
    let mut fast = Matching::new(&set);
    let (mut records, mut compared, mut hits) = (0_u64, 0_u64, 0);
    // Of each sort of answer and event some: the plain way takes milliseconds a record.
    let mut seen: BTreeMap<(String, Vec<usize>), u32> = BTreeMap::new();
    for path in corpus.files("../evtx_dense", "evtx") {
        read_start(&path, START, &mut |record| {
            records += 1;
            let found = fast.rules(record);
            hits += found.len();
            let kind = format!("{:?} {:?}", record.get("Provider_Name"), record.get("EventID"));
            let count = seen.entry((kind, found.clone())).or_default();
            *count += 1;
            if count.is_power_of_two() && *count != 2 && compared < 100 {
                compared += 1;
                let plain = set.plain_rules(record);
                assert_eq!(found, plain, "{:?}", record.excerpt());
            }
        });
    }
    println!("{records} records, {hits} hits, {compared} compared with the plain path");
    assert!(compared > 0);
}

/// All there is: every record, every rule. In a release build it takes minutes:
/// `cargo test --release -p afterpatch-sigma --test logs -- --ignored --nocapture`. `EVTX_LOGS`
/// names another folder of logs.
#[test]
#[ignore = "minutes: by hand, and whenever the fast path changes"]
fn every_record_of_every_log_gives_one_answer_fast_and_plain() {
    let Some(corpus) = Corpus::open() else { return };
    let set = corpus.load();
    let mut paths = Vec::new();
    match std::env::var("EVTX_LOGS") {
        Ok(folder) => paths.extend(corpus.files(&folder, "evtx")),
        Err(_) => {
            for folder in ["regression_data", "../evtx", "../evtx_text", "../evtx_dense"] {
                for extension in ["evtx", "xml", "jsonl", "json"] {
                    paths.extend(corpus.files(folder, extension));
                }
            }
        }
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Every thread meets all records the fast way, so that memories are asked, and a share of
    // them the plain way.
    let share = &|own: usize| {
        let mut fast = Matching::new(&set);
        let (mut records, mut hits, mut compared) = (0_usize, 0, 0_usize);
        for path in &paths {
            read(path, &mut |record| {
                let found = fast.rules(record);
                if records % threads == own {
                    compared += 1;
                    hits += found.len();
                    assert_eq!(found, set.plain_rules(record), "{:?}", record.excerpt());
                }
                records += 1;
            });
        }
        (records, hits, compared)
    };
    let parts: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|own| scope.spawn(move || share(own))).collect();
        running.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let records = parts.first().map_or(0, |part| part.0);
    let (hits, compared) = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.1, sum.1 + part.2));
    println!("{} files, {records} records, {} rules, {hits} hits", paths.len(), set.rules().len());
    assert_eq!(records, compared);
}

fn titles(set: &RuleSet, corpus: &Corpus, folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut fast = Matching::new(set);
    let mut paths = corpus.files(folder, "evtx");
    paths.extend(corpus.files(folder, "xml"));
    paths.extend(corpus.files(folder, "jsonl"));
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let hits = found.entry(name).or_default();
        read(&path, &mut |record| {
            let rules = fast.rules(record);
            hits.extend(rules.iter().map(|place| set.rules().nth(*place).unwrap().title.clone()));
        });
    }
    found
}

#[test]
fn collected_logs_give_what_they_are_known_for() {
    let Some(corpus) = Corpus::open() else { return };
    let set = RuleSet::shipped();
    for folder in ["../evtx", "../evtx_text"] {
        for (name, hits) in titles(&set, &corpus, folder) {
            println!("{name}: {hits:?}");
            for (start, title) in [
                ("omerbenamram-evtx__MSExchange_Management_wec", "Mail of a mailbox forwarded"),
                ("EVTX-to-MITRE__ID6-Failed", "Installing a transport agent failed"),
                ("OTRF_ProxyLogon", "Script written into the settings of a virtual directory"),
            ] {
                assert!(!name.starts_with(start) || hits.contains(title), "{name}: {title}");
            }
        }
    }
}
