//! What the lab writes has the real shape: headers, columns, times, names, and the three rows of
//! one request agree.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod checker;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use checker::{LogFile, files, hash};
use jiff::{SignedDuration, Timestamp};
use lab::{
    Fault, Log, Plant, PlantKind, Recipe, Scanners, Traffic, VOLUME_START, Volume, write,
    write_volume,
};
use model::Build;

fn day() -> Recipe {
    let start: Timestamp = "2021-03-08T22:00:00Z".parse().unwrap();
    Recipe { traffic: Traffic::RequestsPerHour(60), ..Recipe::new(3, start, 6) }
}

fn parsed(tree: &std::path::Path) -> BTreeMap<String, LogFile> {
    let logs = files(tree).into_iter();
    logs.filter(|(name, _)| name.to_ascii_lowercase().ends_with(".log"))
        .filter(|(name, _)| !name.contains("ExchangeSetup"))
        .map(|(name, content)| (name, LogFile::read(&content)))
        .collect()
}

#[test]
fn one_seed_gives_one_tree() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b, c] = ["a", "b", "c"].map(|name| folder.path().join(name));
    write(&day(), &a).unwrap();
    write(&day(), &b).unwrap();
    write(&Recipe { seed: 4, ..day() }, &c).unwrap();
    assert_eq!(hash(&a), hash(&b));
    assert_ne!(hash(&a), hash(&c));
}

#[test]
fn every_row_has_the_columns_of_its_header_and_a_time_in_the_span() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    write(&Recipe { scanners: Scanners::Attack, ..day() }, &tree).unwrap();
    let logs = parsed(&tree);
    assert!(logs.len() > 60, "{} files", logs.len());
    for (name, log) in &logs {
        assert!(!log.rows.is_empty(), "{name} has no rows");
        for row in &log.rows {
            assert_eq!(row.len(), log.columns.len(), "{name}: {row:?}");
            let time = log.time(row);
            assert!(
                ("2021-03-08T22:00:00".."2021-03-09T04:00:00").contains(&time.as_str()),
                "{time}"
            );
            for cell in row {
                assert!(
                    !cell.contains("{") || name.contains("audit"),
                    "a slot left: {name} {cell}"
                );
            }
        }
    }
}

#[test]
fn headers_are_those_of_real_files() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    write(&day(), &tree).unwrap();
    let all = files(&tree);
    let exchange = "C/Program Files/Microsoft/Exchange Server/V15";
    let text = |name: &str| String::from_utf8(all[name].clone()).unwrap();
    let proxy = text(&format!("{exchange}/Logging/HttpProxy/Ecp/HttpProxy_2021030823-1.LOG"));
    let lines: Vec<&str> = proxy.split("\r\n").take(6).collect();
    assert!(lines[0].starts_with("DateTime,RequestId,MajorVersion,"), "a bare header comes first");
    assert_eq!(lines[0].split(',').count(), 74);
    assert_eq!(lines[1], "#Software: Microsoft Exchange Server");
    assert_eq!(lines[2], "#Version: 15.01.2106.002");
    assert_eq!(lines[3], "#Log-type: HttpProxy Logs");
    assert!(lines[4].starts_with("#Date: 2021-03-08T23:"), "{}", lines[4]);
    assert_eq!(lines[5], format!("#Fields: {}", lines[0]));
    let iis = text("C/inetpub/logs/LogFiles/W3SVC1/u_ex210309.log");
    let lines: Vec<&str> = iis.split("\r\n").take(4).collect();
    assert_eq!(lines[0], "#Software: Microsoft Internet Information Services 10.0");
    assert_eq!(lines[1], "#Version: 1.0");
    assert_eq!(lines[2].len(), "#Date: 2021-03-09 00:00:07".len());
    assert_eq!(
        lines[3],
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
    );
    let panel = &all[&format!("{exchange}/Logging/ECP/Server/ECPServer20210308-1.LOG")];
    assert!(panel.starts_with(
        b"\xef\xbb\xbf#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n"
    ));
}

#[test]
fn the_rows_of_one_request_agree() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    write(&Recipe { scanners: Scanners::Attack, ..day() }, &tree).unwrap();
    let logs = parsed(&tree);
    let mut requests = HashSet::new();
    let mut proxied = 0;
    for (name, log) in logs.iter().filter(|(name, _)| name.contains("/HttpProxy/")) {
        for row in &log.rows {
            assert!(requests.insert(log.cell(row, "RequestId").to_owned()), "{name}: an id twice");
            assert_eq!(Some(log.cell(row, "Protocol")), name.split('/').rev().nth(1));
            assert!(!log.cell(row, "UserAgent").contains(','));
            proxied += usize::from(!log.cell(row, "BackEndStatus").is_empty());
        }
    }
    let mut front = HashSet::new();
    for (_, log) in logs.iter().filter(|(name, _)| name.contains("/W3SVC1/")) {
        for row in &log.rows {
            let query = log.cell(row, "cs-uri-query");
            let Some((_, rest)) = query.split_once("&cafeReqId=") else { continue };
            assert!(query.contains("&CorrelationID=<empty>;&cafeReqId="), "{query}");
            front.insert(rest[..36].to_owned());
        }
    }
    assert_eq!(front, requests);
    let back: usize = logs
        .iter()
        .filter(|(name, _)| name.contains("/W3SVC2/"))
        .map(|(_, log)| log.rows.len())
        .sum();
    // The control panel's own probes go to the back end without the front end.
    assert!(back > proxied && back < proxied + 90, "{back} back-end rows, {proxied} proxied");
}

#[test]
fn every_hour_of_every_protocol_has_rows_and_holes_have_none() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let hole = Fault::Hole {
        logs: vec![Log::ProxyOwa, Log::IisBackEnd],
        from: at("2021-03-09T00:00:00Z"),
        to: at("2021-03-09T02:00:00Z"),
    };
    let quiet = Recipe { traffic: Traffic::RequestsPerHour(1), ..day() };
    let truth = write(&quiet.fault(hole), &tree).unwrap();
    assert_eq!(truth.holes[&Log::ProxyOwa][0].hours(), 2);
    let mut hours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, log) in parsed(&tree) {
        let source = name.rsplit_once('/').unwrap().0.rsplit('/').next().unwrap().to_owned();
        let seen = hours.entry(source).or_default();
        seen.extend(log.rows.iter().map(|row| log.time(row)[11..13].to_owned()));
    }
    let all: BTreeSet<String> = ["22", "23", "00", "01", "02", "03"].map(str::to_owned).into();
    let rest: BTreeSet<String> = ["22", "23", "02", "03"].map(str::to_owned).into();
    for log in Log::HTTP_PROXY {
        let expected = if log == Log::ProxyOwa { &rest } else { &all };
        assert_eq!(&hours[log.protocol()], expected, "{log:?}");
    }
    assert_eq!(hours["W3SVC1"], all);
    assert_eq!(hours["W3SVC2"], rest);
    for folder in ["Server", "Activity", "Http", "Cmdlet", "Ews", "MessageTracking"] {
        assert_eq!(hours[folder], all, "{folder}");
    }
}

#[test]
fn a_new_build_shows_from_its_moment_on() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let steps = [
        ("2021-01-01T00:00:00Z", Build::new(15, 1, 466, 33)),
        ("2021-03-09T01:30:00Z", Build::new(15, 1, 2242, 4)),
    ];
    let recipe = day().builds(steps.map(|(from, build)| (from.parse().unwrap(), build)));
    write(&recipe, &tree).unwrap();
    let mut shapes = BTreeSet::new();
    for (name, log) in parsed(&tree).iter().filter(|(name, _)| name.contains("/HttpProxy/")) {
        for row in &log.rows {
            let late = log.time(row).as_str() >= "2021-03-09T01:30:00";
            let build = log.cell(row, "BuildVersion");
            assert_eq!(build, if late { "2242" } else { "466" }, "{name} {}", row[0]);
            shapes.insert((build.to_owned(), log.columns.len()));
        }
    }
    assert_eq!(shapes, BTreeSet::from([("466".to_owned(), 69), ("2242".to_owned(), 74)]));
}

#[test]
fn exchange_on_another_drive_leaves_iis_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let start: Timestamp = "2022-11-01T00:00:00Z".parse().unwrap();
    let recipe = Recipe { install: r"E:\Exchange".to_owned(), ..Recipe::new(5, start, 1) };
    write(&recipe, &tree).unwrap();
    let names = files(&tree);
    assert!(names.contains_key("E/Exchange/Logging/HttpProxy/Owa/HttpProxy_2022110100-1.LOG"));
    assert!(names.contains_key("C/inetpub/logs/LogFiles/W3SVC1/u_ex221101.log"));
    assert!(names.keys().all(|name| !name.contains("Program Files")));
}

#[test]
fn volumes_have_the_size_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, name) in [(Volume::HttpProxy, "proxy"), (Volume::Iis, "iis")] {
        let truth = write_volume(kind, 3_000_000, &folder.path().join(name), 9, &[]).unwrap();
        let size: usize = files(&folder.path().join(name)).values().map(Vec::len).sum();
        assert_eq!(truth.bytes, size as u64);
        assert!((3_000_000..3_100_000).contains(&size), "{size}");
        for log in parsed(&folder.path().join(name)).values() {
            assert!(log.rows.iter().all(|row| row.len() == log.columns.len()));
        }
    }
}

#[test]
fn volumes_carry_plants_that_begin_before_their_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = |seconds| VOLUME_START + SignedDuration::from_secs(seconds);
    let plants = [20, 9_000].map(|s| Plant::new(PlantKind::ProxylogonProbe, at(s)));
    let out = folder.path().join("proxy");
    let truth = write_volume(Volume::HttpProxy, 3_000_000, &out, 9, &plants).unwrap();
    let kept: Vec<bool> = truth.plants.iter().map(|plant| plant.first.is_some()).collect();
    assert_eq!(kept, [true, false]);
}
