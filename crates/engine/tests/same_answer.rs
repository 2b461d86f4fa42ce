//! The same evidence gives the same answer: however it is packed, however many threads read it,
//! however large files are cut, and in every run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests write and read packed evidence"
)]

mod support;

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use engine::Options;
use evidence::memory::Memory;
use evidence::{Entry, Listing, Source};
use lab::{Fault, Log, Plant, PlantKind, Recipe, Scanners};
use model::{Assessment, Finding, RecordKind};
use proptest::prelude::*;
use support::{Server, assess, assess_path, options, quiet, time, told, unstamped};
use zip::write::SimpleFileOptions;

/// A server with two intruders, a failed one and damaged rows: something in every part of an
/// assessment.
fn recipe() -> Recipe {
    let plant = |kind, at| Plant::new(kind, time(at));
    Recipe { scanners: Scanners::Attack, ..quiet() }
        .plant(plant(PlantKind::ProxylogonShell, "2021-03-02T06:30:00Z"))
        .plant(plant(PlantKind::ProxyshellExport, "2021-03-02T07:20:00Z"))
        .plant(plant(PlantKind::ProxylogonFailed, "2021-03-02T08:20:00Z"))
        .fault(Fault::DamagedRows { log: Log::ProxyEws, every: 2 })
}

/// The server every packing below is made of, written once.
static SERVER: LazyLock<Server> = LazyLock::new(|| Server::of(&recipe()));

/// Its assessment as a folder.
static FOLDER: LazyLock<Assessment> = LazyLock::new(|| SERVER.assess());

/// What must not depend on how evidence lies: all but the run's stamp and the places in the pack.
fn unplaced(assessment: Assessment) -> Assessment {
    let mut own = unstamped(assessment);
    for evidence in own.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        evidence.stored.clear();
    }
    // A zip keeps other times of files than a folder.
    for finding in &mut own.findings {
        for dated in ["modified", "came_by", "came_basis"] {
            finding.facts.remove(dated);
        }
    }
    for artefact in &mut own.artefacts {
        artefact.stored.clear();
        artefact.times = model::FileTimes::default();
    }
    own
}

fn assert_same(one: Assessment, other: Assessment, what: &str) {
    let (one, other) = (unplaced(one), unplaced(other));
    assert_eq!(told(&one.findings), told(&other.findings), "{what}: findings in short");
    assert_eq!(one.findings, other.findings, "{what}: findings");
    assert_eq!(one.incidents, other.incidents, "{what}: incidents");
    assert_eq!(one.gaps, other.gaps, "{what}: gaps");
    assert_eq!(one.artefacts, other.artefacts, "{what}: artefacts");
    assert_eq!(one, other, "{what}");
}

#[test]
fn the_server_has_something_of_everything() {
    assert_eq!(FOLDER.headline.exit_code(), 1);
    assert!(FOLDER.findings.len() > 8, "{}", told(&FOLDER.findings));
    assert!(FOLDER.incidents.len() >= 3 && !FOLDER.gaps.is_empty() && !FOLDER.blind.is_empty());
}

#[test]
fn a_zip_is_its_folder() {
    let zip = SERVER.beside("plain.zip");
    lab::pack_zip(&SERVER.tree(), &zip).unwrap();
    assert_same(assess_path(&zip), FOLDER.clone(), "zip");
}

#[test]
fn a_zip_in_a_zip_is_its_folder() {
    let inner = SERVER.beside("inner.zip");
    lab::pack_zip(&SERVER.tree(), &inner).unwrap();
    let outer = SERVER.beside("outer.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&outer).unwrap());
    zip.start_file("server.zip", SimpleFileOptions::default()).unwrap();
    zip.write_all(&fs::read(&inner).unwrap()).unwrap();
    zip.finish().unwrap();
    assert_same(assess_path(&outer), FOLDER.clone(), "zip in zip");
}

#[test]
fn a_tar_packed_or_not_is_its_folder() {
    let tar = SERVER.beside("plain.tar");
    lab::pack_tar(&SERVER.tree(), &tar).unwrap();
    assert_same(assess_path(&tar), FOLDER.clone(), "tar");
    let packed = SERVER.beside("plain.tar.gz");
    let mut gzip = flate2::write::GzEncoder::new(
        fs::File::create(&packed).unwrap(),
        flate2::Compression::fast(),
    );
    gzip.write_all(&fs::read(&tar).unwrap()).unwrap();
    gzip.finish().unwrap();
    assert_same(assess_path(&packed), FOLDER.clone(), "tar.gz");
}

#[test]
fn a_source_in_memory_is_its_folder() {
    let memory = files(&SERVER.tree())
        .into_iter()
        .fold(Memory::new("m"), |memory, (name, path)| memory.file(&name, fs::read(path).unwrap()));
    assert_same(assess(memory.build().as_ref(), &options(2)), FOLDER.clone(), "memory");
}

/// All files of a tree with their names below it.
fn files(tree: &Path) -> Vec<(String, std::path::PathBuf)> {
    let (mut found, mut folders) = (Vec::new(), vec![tree.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(tree).unwrap().to_string_lossy().into_owned();
                found.push((name, path));
            }
        }
    }
    found
}

#[test]
fn a_kape_copy_is_its_folder() {
    let kape = SERVER.beside("kape");
    lab::pack_kape(&SERVER.tree(), &kape).unwrap();
    assert_same(assess_path(&kape), FOLDER.clone(), "KAPE");
}

#[test]
fn a_velociraptor_collection_is_its_folder() {
    let zip = SERVER.beside("Collection-EX01.zip");
    lab::pack_velociraptor(&SERVER.tree(), "EX01", &zip).unwrap();
    assert_same(assess_path(&zip), FOLDER.clone(), "Velociraptor");
}

/// Microsoft's collector takes fewer logs and no set-up log: a server that has no others gives the
/// same findings and incidents, with the paths that the collector's renamed folders stand for.
#[test]
fn an_exchange_log_collector_zip_finds_what_its_folder_does() {
    let logs = Log::ALL.into_iter().filter(|log| *log != Log::AdminAudit).collect();
    let server = Server::of(&Recipe { logs, ..recipe() });
    // Nor does it take pages and their compiled copies.
    fs::remove_dir_all(server.tree().join("C/Windows/Microsoft.NET")).unwrap();
    for page in server.truth.plants.iter().flat_map(|plant| &plant.written) {
        let path = server.tree().join(page.replace("C:\\", "C/").replace('\\', "/"));
        if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }
    let zip = server.beside("elc.zip");
    lab::pack_exchange_log_collector(&server.tree(), "EX01", &zip).unwrap();
    let (packed, plain) = (unplaced(assess_path(&zip)), unplaced(server.assess()));
    assert_eq!(told(&packed.findings), told(&plain.findings));
    assert_eq!(packed.findings, plain.findings);
    assert_eq!(packed.incidents, plain.incidents);
    let keyed = |own: &Assessment| {
        own.coverage
            .iter()
            .map(|one| (one.source.clone(), one.rows, one.first, one.last))
            .filter(|(source, ..)| {
                source.kind != RecordKind::SETUP && source.kind != RecordKind::IIS_CONFIG
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(keyed(&packed), keyed(&plain));
}

#[test]
fn threads_and_runs_change_nothing() {
    let source = evidence::open(&SERVER.tree(), evidence::Limits::default()).unwrap();
    let one = unstamped(assess(source.as_ref(), &options(1)));
    for threads in [1, 2, 5] {
        let again = unstamped(assess(source.as_ref(), &options(threads)));
        assert_eq!(one, again, "{threads} threads");
        let text = |own: &Assessment| serde_json::to_string(own).unwrap();
        assert_eq!(text(&one), text(&again), "{threads} threads, as JSON");
    }
}

/// Reads the server's folder with files cut at every `part_bytes`, and holds it to the uncut
/// reading. Sightings are bounded part by part, so counts and evidence may only agree because
/// merging is right.
fn assert_cut(part_bytes: u64, threads: usize) {
    let source = evidence::open(&SERVER.tree(), evidence::Limits::default()).unwrap();
    let cut = assess(source.as_ref(), &Options { part_bytes, ..options(threads) });
    assert_same(cut, FOLDER.clone(), &format!("parts of {part_bytes} bytes, {threads} threads"));
}

/// A source that counts how often a file is read from the middle.
struct Counted(Box<dyn Source>, AtomicU64);

impl Source for Counted {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn list(&self) -> io::Result<Listing> {
        self.0.list()
    }
    fn open(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>> {
        self.0.open(entry)
    }
    fn open_at(&self, entry: &Entry, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.open_at(entry, offset)
    }
}

#[test]
fn files_are_read_from_the_middle_only_when_cut() {
    let times = |part_bytes| {
        let source = evidence::open(&SERVER.tree(), evidence::Limits::default()).unwrap();
        let source = Counted(source, AtomicU64::new(0));
        assess(&source, &Options { part_bytes, ..options(2) });
        source.1.into_inner()
    };
    assert_eq!(times(Options::default().part_bytes), 0);
    assert!(times(5_000) > 20);
}

#[test]
fn files_in_many_parts_read_as_one() {
    for (part_bytes, threads) in [(70_000, 1), (65_536, 5), (20_011, 2)] {
        assert_cut(part_bytes, threads);
    }
}

/// Rows under each header of [`changing`]: enough that the columns change behind the beginning
/// that every part knows.
const ROWS: u64 = 700;

/// An IIS log whose columns change twice, with a shell used under each header.
fn changing() -> String {
    let mut text = String::from(
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n\
         #Date: 2021-03-03 00:00:00\r\n",
    );
    let headers = [
        "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status time-taken",
        "date time c-ip cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)",
        "time date cs-uri-stem cs-method cs-username cs-uri-query c-ip cs(User-Agent) sc-status sc-substatus s-port s-ip",
    ];
    for (block, header) in headers.iter().enumerate() {
        text.push_str(&format!("#Fields: {header}\r\n"));
        for row in 0..ROWS {
            let (minute, second) = (row / 60, row % 60);
            let shell = row % 100 == 7;
            let stem = if shell { "/owa/auth/inert.aspx" } else { "/owa/auth/logon.aspx" };
            let agent = "Mozilla/5.0+(Windows+NT+10.0)";
            for column in header.split(' ') {
                let value = match column {
                    "date" => "2021-03-03".to_owned(),
                    "time" => format!("0{block}:{minute:02}:{second:02}"),
                    "s-ip" => "192.0.2.10".to_owned(),
                    "cs-method" => if shell { "POST" } else { "GET" }.to_owned(),
                    "cs-uri-stem" => stem.to_owned(),
                    "s-port" => "443".to_owned(),
                    "c-ip" => if shell { "203.0.113.9" } else { "192.0.2.200" }.to_owned(),
                    "cs(User-Agent)" => agent.to_owned(),
                    "sc-status" => "200".to_owned(),
                    "sc-substatus" => "0".to_owned(),
                    "time-taken" => format!("{row}"),
                    _ => "-".to_owned(),
                };
                text.push_str(&value);
                text.push(' ');
            }
            text.pop();
            text.push_str("\r\n");
        }
    }
    text
}

fn changing_in_parts(part_bytes: u64, threads: usize) -> Assessment {
    let memory = Memory::new("m").file("C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", changing());
    assess(memory.build().as_ref(), &Options { part_bytes, ..options(threads) })
}

static CHANGING: LazyLock<Assessment> = LazyLock::new(|| changing_in_parts(u64::MAX, 1));

#[test]
fn the_log_whose_columns_change_is_read_under_each_header() {
    let rows: u64 = CHANGING.coverage.iter().map(|own| own.rows).sum();
    assert_eq!(rows, 3 * ROWS, "{:?}", CHANGING.gaps);
    let used: Vec<&Finding> =
        CHANGING.findings.iter().filter(|own| own.rule == "webshell.reached").collect();
    assert_eq!(used.iter().map(|own| own.count).sum::<u64>(), 21, "{}", told(&CHANGING.findings));
    assert!(CHANGING.gaps.is_empty(), "{:?}", CHANGING.gaps);
    let lines: Vec<_> = used.iter().flat_map(|own| &own.evidence).map(|own| &own.locator).collect();
    assert!(lines.iter().all(|own| matches!(own, model::Locator::Line { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn columns_that_change_are_read_the_same_in_any_parts(
        part_bytes in 900_u64..90_000,
        threads in 1_usize..4,
    ) {
        let cut = unplaced(changing_in_parts(part_bytes, threads));
        prop_assert_eq!(cut, unplaced(CHANGING.clone()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn a_server_is_read_the_same_in_any_parts(
        part_bytes in 3_000_u64..200_000,
        threads in 1_usize..4,
    ) {
        assert_cut(part_bytes, threads);
    }
}
