//! Kind x found x look-alike: every way in that the lab can lay onto a server's disk is found by
//! its own rules and answered rightly; the innocent thing that looks like it is not called one.
//!
//! Each form lies alone on a small server in memory. `docs/back-doors.md` holds the table that this
//! test prints; `UPDATE_GOLDENS=1` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests make evidence and print a table"
)]

mod support;

use std::{fmt::Write as _, path::Path};

use engine::Options;
use evidence::memory::Memory;
use jiff::ToSpan;
use lab::{Door, DoorAnswer, DoorKind, Log, Plant, PlantKind, PlantedDoor, Recipe};
use model::{Assessment, Confidence, FileTimes, Finding, Headline, Reply};
use support::{Server, assess, options, quiet, time};

/// Kinds that are not answered rightly yet, and why. Each must fail: one that passes has to leave
/// the list.
const PENDING: &[(DoorKind, &str)] = &[];

fn is_pending(kind: DoorKind) -> bool {
    PENDING.iter().any(|(own, _)| *own == kind)
}

/// When every door came.
const AT: &str = "2021-03-05T02:17:56Z";

/// One form of a kind, alone on a server whose files have their times.
fn of(door: Door, options: &Options) -> (Assessment, PlantedDoor) {
    laid(door, true, options)
}

/// One form of a kind, alone on a server, with or without the times of its files.
fn laid(door: Door, is_timed: bool, options: &Options) -> (Assessment, PlantedDoor) {
    let recipe = Recipe::default().door(door);
    let (files, mut planted) = lab::disk_of(&recipe);
    let mut memory = Memory::new("m");
    for file in files {
        let at = file.at.filter(|_| is_timed);
        let times = FileTimes { created: at, modified: at };
        let path = file.path.replacen(":\\", "\\", 1);
        memory = memory.file_with_times(&path, &file.content, times);
    }
    (assess(memory.build().as_ref(), options), planted.remove(0))
}

/// Whether a finding names one of some paths or names, anywhere a reader would see it.
fn names(finding: &Finding, wanted: &[String]) -> bool {
    let mut text = format!("{}\n", finding.title);
    for (name, value) in &finding.facts {
        text.push_str(&format!("{name}\n{value}\n"));
    }
    for own in &finding.evidence {
        text.push_str(&format!("{}\n{}\n", own.artefact, own.excerpt));
    }
    let text = text.to_lowercase();
    wanted.iter().any(|name| text.contains(&name.to_lowercase()))
}

/// What the rules of a kind say of an assessment.
fn by_its_rules(kind: DoorKind, assessment: &Assessment) -> impl Iterator<Item = &Finding> {
    let own =
        move |finding: &&Finding| kind.rules().iter().any(|rule| finding.rule.starts_with(rule));
    assessment.findings.iter().filter(own)
}

/// How a finding says when its thing came; `None` if it says neither that nor why not.
fn when(finding: &Finding) -> Option<&'static str> {
    let has = |name: &str| finding.facts.get(name).is_some_and(|own| !own.is_empty());
    match () {
        () if has("came_at") => Some("the moment"),
        () if has("created") || has("made") => Some("the file's making"),
        () if has("came_after") && has("came_by") => Some("between two times"),
        () if has("came_after") => Some("after a time"),
        () if has("came_by") => Some("by a time"),
        () if finding.time.is_some() => Some("first seen"),
        () if has("came_basis") => Some("why not"),
        () => None,
    }
}

/// One row of the table.
struct Row {
    kind: DoorKind,
    /// The rule that found it, how sure it is, and how it says when.
    found: Option<(String, Confidence, &'static str)>,
    /// What is wrong; empty if all is right.
    faults: Vec<String>,
}

fn told(assessment: &Assessment) -> String {
    let answers = &assessment.answers;
    format!(
        "present {:?}, was present {:?}; {}",
        answers.back_door_present.answer,
        answers.back_door_was_present.answer,
        support::told(&assessment.findings).replace('\n', " | ")
    )
}

fn row(kind: DoorKind, options: &Options) -> Row {
    let (guilty, planted) = of(Door::new(kind, time(AT)), options);
    let (innocent, _) = of(Door::look_alike(kind, time(AT)), options);
    let own = by_its_rules(kind, &guilty).filter(|own| names(own, &planted.names));
    let found = own.max_by_key(|own| (own.confidence, own.time.is_some()));
    let mut faults = Vec::new();
    let answers = &guilty.answers;
    let present = answers.back_door_present.answer == Reply::Yes;
    let was_present = answers.back_door_was_present.answer == Reply::Yes;
    let decides = found.is_some_and(|own| own.confidence >= Confidence::Medium);
    let right = match kind.answer() {
        DoorAnswer::Present => decides && present,
        DoorAnswer::WasPresent => decides && was_present && !present,
        DoorAnswer::Trace => found.is_some() && !present,
    };
    if !right {
        faults.push(format!("missed: {}", told(&guilty)));
    }
    // What is only worth a note needs no action.
    if found.is_some_and(|own| own.evidence.is_empty() || decides && own.remedies.is_empty()) {
        faults.push("found, without what to do or where to look".to_owned());
    }
    if let Some(own) = found.filter(|own| when(own).is_none_or(|when| when == "why not")) {
        faults.push(format!("found, without when: {:?}", own.facts));
    }
    let sure = found.map_or(Confidence::Medium, |own| own.confidence).min(Confidence::Medium);
    let alarm = by_its_rules(kind, &innocent).any(|own| own.confidence >= sure);
    let yes = [&innocent.answers.back_door_present, &innocent.answers.back_door_was_present];
    if alarm || yes.iter().any(|answer| answer.answer == Reply::Yes) {
        faults.push(format!("false alarm: {}", told(&innocent)));
    }
    Row {
        kind,
        found: found.map(|own| (own.rule.to_string(), own.confidence, when(own).unwrap_or(""))),
        faults,
    }
}

/// All rows, on two threads.
fn rows() -> Vec<Row> {
    let options = options(1);
    let (first, second) = DoorKind::ALL.split_at(DoorKind::ALL.len() / 2);
    let of = |kinds: &[DoorKind]| kinds.iter().map(|kind| row(*kind, &options)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| of(second));
        let mut rows = of(first);
        rows.extend(other.join().expect("rows"));
        rows
    })
}

/// The table as Markdown.
fn table(rows: &[Row]) -> String {
    let mut text =
        "| way in | answer | found by | how sure | says when | look-alike, left alone |\n\
                    |---|---|---|---|---|---|\n"
            .to_owned();
    for Row { kind, found, faults } in rows {
        let answer = match kind.answer() {
            DoorAnswer::Present => "present",
            DoorAnswer::WasPresent => "was present",
            DoorAnswer::Trace => "no way in by itself",
        };
        let missed = faults.iter().any(|fault| fault.starts_with("missed"));
        let (rule, sure, when) = match found {
            Some((rule, sure, when)) if !missed => {
                (rule.as_str(), format!("{sure:?}").to_lowercase(), *when)
            }
            _ => ("**not found**", String::new(), ""),
        };
        let alarm = faults.iter().any(|fault| fault.starts_with("false alarm"));
        let look_alike = if alarm { "**called one**: " } else { "" };
        writeln!(
            text,
            "| {} | {answer} | {rule} | {sure} | {when} | {look_alike}{} |",
            kind.what(),
            kind.look_alike()
        )
        .unwrap();
    }
    text
}

#[test]
fn every_way_in_is_found_and_no_look_alike_is() {
    let rows = rows();
    let table = table(&rows);
    println!("{table}");
    let mut wrong = String::new();
    for Row { kind, faults, .. } in &rows {
        match (is_pending(*kind), faults.is_empty()) {
            (false, false) => {
                writeln!(wrong, "{}: {}", kind.name(), faults.join("\n    ")).unwrap()
            }
            (true, true) => writeln!(wrong, "{} is right now: take it out", kind.name()).unwrap(),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    told_in_the_documentation(&table);
}

/// Without the times of files: a finding says when by what else it knows, or why it cannot. Only
/// what has no file of its own to ask (a place in a log) may say neither.
#[test]
fn every_way_in_says_when_it_came_or_why_not() {
    let options = options(1);
    let mut silent = String::new();
    for kind in DoorKind::ALL {
        let (assessment, planted) = laid(Door::new(*kind, time(AT)), false, &options);
        let own = by_its_rules(*kind, &assessment).filter(|own| names(own, &planted.names));
        for finding in own.filter(|own| when(own).is_none()) {
            writeln!(silent, "{}: {} {:?}", kind.name(), finding.rule, finding.facts).unwrap();
        }
    }
    assert!(silent.is_empty(), "\n{silent}");
}

/// The page has these rows. Which of several rules found a thing, and how sure it is, may change
/// without it.
fn told_in_the_documentation(table: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/back-doors.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let start = text.find("| way in |").unwrap_or(text.len());
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&page, format!("{}{table}", &text[..start])).unwrap();
        return;
    }
    let lasting = |table: &str| -> Vec<String> {
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(" | ").collect();
            let missed = line.contains("**not found**");
            format!("{} {} {} {missed}", cells[0], cells[1], cells[cells.len() - 1])
        };
        table.lines().skip(2).map(row).collect()
    };
    let told = lasting(&text[start..]);
    assert_eq!(told, lasting(table), "docs/back-doors.md: UPDATE_GOLDENS=1 writes it");
}

/// When the doors of a whole server came: in the middle of its logs.
const ON_THE_DAY: &str = "2021-03-02T07:10:00Z";

/// The kinds that can lie in a folder of this machine: Windows makes no folder with the name of a
/// device.
fn layable() -> impl Iterator<Item = DoorKind> {
    let reserved = [DoorKind::PageHiddenFolder, DoorKind::UnreachableName];
    let here = move |kind: &DoorKind| !(cfg!(windows) && reserved.contains(kind));
    DoorKind::ALL.iter().copied().filter(here)
}

/// The doors of a server that no finding of their own rules names.
fn missed(server: &Server, assessment: &Assessment) -> String {
    let mut missed = String::new();
    for planted in &server.truth.doors {
        let kind = planted.door.kind;
        let found = by_its_rules(kind, assessment).any(|own| names(own, &planted.names));
        if !found && !is_pending(kind) {
            writeln!(missed, "{} {:?}", kind.name(), planted.names).unwrap();
        }
    }
    missed
}

/// A whole server with logs and many doors at once, each of which shares files with others: all
/// are found, and the page belongs to whoever used it.
#[test]
fn a_whole_server_with_many_ways_in() {
    let at = time(ON_THE_DAY);
    let page = "/aspnet_client/system_web/4_0_30319/error_page.aspx";
    let recipe = Recipe { doors: layable().map(|kind| Door::new(kind, at)).collect(), ..quiet() };
    let visit = Plant::new(PlantKind::WebshellUse, at + 20.minutes()).page(page);
    let server = Server::of(&recipe.plant(visit.from_address("198.51.100.76")));
    let assessment = server.assess();
    let missed = missed(&server, &assessment);
    assert!(missed.is_empty(), "{missed}\n{}", told(&assessment));
    assert_eq!(assessment.answers.back_door_present.answer, Reply::Yes);
    assert_eq!(assessment.headline, Headline::CompromisedBackDoorPresent);
    let of_page = |rule: &str| {
        let own = assessment.findings.iter().filter(|own| own.rule == rule);
        own.filter(|own| names(own, &[page.to_owned()])).map(|own| own.id.clone()).next().unwrap()
    };
    let (door, used) = (of_page("backdoor.page"), of_page("webshell.reached"));
    let incident = assessment.incidents.iter().find(|own| own.findings.contains(&door)).unwrap();
    assert!(incident.findings.contains(&used), "{:?}", incident.findings);
    assert!(incident.actor.addresses.contains(&"198.51.100.76".to_owned()));
}

/// A server of which only the log of its sites is left.
fn little() -> Recipe {
    Recipe { logs: vec![Log::IisFrontEnd], ..quiet() }
}

/// Where some keep Exchange.
const ELSEWHERE: &str = r"E:\Mail\Exch";

#[test]
fn many_ways_in_where_exchange_lies_elsewhere() {
    let doors = layable().map(|kind| Door::new(kind, time(ON_THE_DAY))).collect();
    let server = Server::of(&Recipe { doors, install: ELSEWHERE.to_owned(), ..little() });
    let assessment = server.assess();
    let missed = missed(&server, &assessment);
    assert!(missed.is_empty(), "{missed}\n{}", told(&assessment));
}

/// A whole server with every look-alike at once, wherever Exchange lies: nobody was here.
#[test]
fn a_whole_server_with_every_look_alike() {
    for install in [lab::DEFAULT_INSTALL, ELSEWHERE] {
        every_look_alike(install);
    }
}

fn every_look_alike(install: &str) {
    let at = time(ON_THE_DAY);
    let kinds = layable().filter(|kind| !is_pending(*kind));
    let doors = kinds.map(|kind| Door::look_alike(kind, at)).collect();
    let recipe = Recipe { doors, install: install.to_owned(), ..little() };
    let assessment = Server::of(&recipe).assess();
    // Requests for a page of an intruder that is not there are a probe, and said to be one.
    let alarms = assessment.findings.iter().filter(|own| {
        own.confidence >= Confidence::Medium && !own.rule.starts_with("webshell.probe")
    });
    assert_eq!(alarms.count(), 0, "{}", told(&assessment));
    assert_ne!(assessment.answers.back_door_present.answer, Reply::Yes);
    assert_ne!(assessment.answers.back_door_was_present.answer, Reply::Yes);
    assert_ne!(assessment.answers.compromised.answer, Reply::Yes);
}

/// Collections keep hives, file tables and folders with odd names apart from the rest, or write
/// their names otherwise: what is found does not depend on it.
#[test]
fn many_ways_in_however_they_are_packed() {
    let at = time(ON_THE_DAY);
    let doors = layable().map(|kind| Door::new(kind, at)).collect();
    let server = Server::of(&Recipe { doors, ..little() });
    // Times of files are kept by some and not by others.
    let said = |assessment: &Assessment| -> Vec<String> {
        let own = assessment.findings.iter();
        let mut lines: Vec<String> =
            own.map(|own| format!("{} {:?} {}", own.rule, own.confidence, own.title)).collect();
        lines.sort();
        lines
    };
    let folder = said(&server.assess());
    let (tree, place) = (server.tree(), |name: &str| server.beside(name));
    lab::pack_zip(&tree, &place("server.zip")).unwrap();
    lab::pack_tar(&tree, &place("server.tar")).unwrap();
    lab::pack_kape(&tree, &place("kape")).unwrap();
    lab::pack_velociraptor(&tree, "EX01", &place("velociraptor.zip")).unwrap();
    for name in ["server.zip", "server.tar", "kape", "velociraptor.zip"] {
        let packed = said(&support::assess_path(&place(name)));
        let lost: Vec<&String> = folder.iter().filter(|own| !packed.contains(own)).collect();
        let new: Vec<&String> = packed.iter().filter(|own| !folder.contains(own)).collect();
        assert!(lost.is_empty() && new.is_empty(), "{name}: lost {lost:#?}, new {new:#?}");
    }
}
