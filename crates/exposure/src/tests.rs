//! The table's reading rules, and histories from records to intervals.

use std::sync::LazyLock;

use detect::testing::MapRecord;
use detect::{Detector, Notes, Sightings};
use model::{ArtefactRef, Build, RecordKind, Timestamp, WinPath};
use proptest::prelude::*;

use crate::*;

static TABLE: LazyLock<Table> = LazyLock::new(Table::shipped);

fn build(text: &str) -> Build {
    text.parse().expect("a build")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn row(time: &str, version: &str) -> MapRecord {
    row_of(time, version, "mx01.example.org")
}

fn row_of(time: &str, version: &str, server: &str) -> MapRecord {
    let parts: Vec<&str> = version.split('.').collect();
    let fields = [
        ("MajorVersion", parts[0]),
        ("MinorVersion", parts[1]),
        ("BuildVersion", parts[2]),
        ("RevisionVersion", parts[3]),
        ("Protocol", "Ecp"),
        ("ServerHostName", server),
    ];
    MapRecord::new(RecordKind::HTTP_PROXY, time, &fields)
}

fn setup(time: &str, version: &str, mode: &str) -> MapRecord {
    let fields = [("SetupVersion", version), ("SetupMode", mode)];
    MapRecord::new(RecordKind::SETUP, time, &fields)
}

fn history(records: &[MapRecord]) -> BuildHistory {
    let artefact = ArtefactRef::new(WinPath::new("C:\\x.log"), "x.log");
    let mut sightings = Sightings::default();
    for record in records {
        BuildObserver.record(record, &mut Notes::new(&artefact, 3, &mut sightings));
    }
    BuildHistory::new(sightings.of(3))
}

fn family(name: &str) -> Family {
    Family::shipped().into_iter().find(|family| family.name == name).expect("a family")
}

fn intervals(records: &[MapRecord], cve: &str) -> Vec<(Option<Timestamp>, Option<Timestamp>)> {
    exposures(&TABLE, &Family::shipped(), &history(records), None)
        .into_iter()
        .filter(|own| own.cve == cve)
        .map(|own| (own.from, own.to))
        .collect()
}

fn windows(records: &[MapRecord], name: &str) -> Vec<(Option<String>, Option<String>, bool)> {
    let text = |time: Option<Timestamp>| time.map(|time| time.to_string());
    family_windows(&TABLE, &family(name), &history(records))
        .into_iter()
        .map(|own| (text(own.from), text(own.to), own.certain))
        .collect()
}

#[test]
fn the_shipped_data_are_whole() {
    let table = &*TABLE;
    let keys: Vec<&str> = table.products.iter().map(|product| product.key.as_str()).collect();
    assert_eq!(keys, ["2010", "2013", "2016", "2019", "SE"]);
    assert!(table.cves.len() >= 145 && table.sources.len() >= 5);
    assert_eq!(table.covers_to.to_string(), "2026-10-02");
    for family in Family::shipped() {
        assert!(family.source.starts_with("https://"), "{}", family.name);
        assert!(!family.about.is_empty() && !family.basis.is_empty());
        for cve in &family.cves {
            assert!(table.cve(cve).is_some(), "{cve} of {} is not in the table", family.name);
        }
        for key in &family.affects {
            assert!(table.product(key).is_some(), "{key} of {}", family.name);
        }
    }
}

#[test]
fn builds_have_names_and_products() {
    let table = &*TABLE;
    let name = |text| table.name_of(build(text));
    assert_eq!(name("15.1.1713.10").as_deref(), Some("2016 CU12 Mar21SU"));
    assert_eq!(name("15.1.2176.2").as_deref(), Some("2016 CU19"));
    assert_eq!(name("14.3.513.0").as_deref(), Some("2010 SP3 RU32"));
    assert_eq!(name("15.1.1713.11"), None, "an interim update has no name");
    assert_eq!(table.level_of(build("15.1.1713.11")).as_deref(), Some("2016 CU12"));
    let product = |text| table.product_of(build(text)).map(|product| product.key.clone());
    assert_eq!(product("15.2.2561.9").as_deref(), Some("2019"));
    assert_eq!(product("15.2.2562.17").as_deref(), Some("SE"));
    assert_eq!(product("14.1.1.1").as_deref(), Some("2010"));
    assert_eq!(product("15.3.1.1"), None);
    let newest = table.newest_of_level(build("15.1.1713.5")).map(|own| own.1);
    assert_eq!(newest.as_deref(), Some("2016 CU12 Mar21SU"));
}

#[test]
fn a_build_is_read_by_its_own_cumulative_update() {
    use Openness::{Fixed, NotAffected, NotDecided, Vulnerable};
    let table = &*TABLE;
    let rows = [
        // Own entry: below, at, above (an interim update between known builds).
        ("CVE-2021-26855", "15.1.1713.9", Vulnerable),
        ("CVE-2021-26855", "15.1.1713.10", Fixed),
        ("CVE-2021-26855", "15.1.1713.11", Fixed),
        // Above the highest fixed build of the product, without an entry of its own.
        ("CVE-2021-26855", "15.1.2242.4", Fixed),
        // Below every entry, without its own: no fix was made.
        ("CVE-2021-26855", "15.1.1261.35", Vulnerable),
        // Between entries, without its own: 2013 CU20 lies between SP1 and CU21.
        ("CVE-2021-26855", "15.0.1367.3", Vulnerable),
        // Higher than the fixed build of an older cumulative update, but not of its own.
        ("CVE-2021-34473", "15.1.2106.13", Vulnerable),
        ("CVE-2021-34473", "15.1.2176.12", Fixed),
        ("CVE-2021-34473", "15.1.2242.7", Vulnerable),
        ("CVE-2021-26855", "15.2.2562.17", NotAffected),
        ("CVE-2020-17144", "14.3.496.0", Vulnerable),
        ("CVE-2020-17144", "14.3.509.0", Fixed),
        ("CVE-2020-17144", "15.1.2106.2", NotAffected),
        // Out of support before the fix: not listed is not the same as not affected.
        ("CVE-2026-42897", "15.0.1497.48", NotDecided),
        // Before the update that makes it closable it is open; after it a setting decides.
        ("CVE-2024-21410", "15.1.2507.9", Vulnerable),
        ("CVE-2024-21410", "15.1.2507.12", NotDecided),
        ("CVE-2021-26855", "16.0.1.1", NotDecided),
    ];
    for (cve, text, expected) in rows {
        let entry = table.cve(cve).expect(cve);
        let found = table.openness(entry, build(text), Precision::Exact);
        assert_eq!(found, expected, "{cve} on {text}");
    }
    let entry = table.cve("cve-2021-26855").expect("an entry");
    let vague = |text| table.openness(entry, build(text), Precision::Cumulative);
    assert_eq!(vague("15.1.1713.1"), NotDecided, "the security update is not known");
    assert_eq!(vague("15.1.1261.1"), Vulnerable, "no update of it has a fix");
    assert_eq!(vague("15.1.2375.7"), Fixed);
}

#[test]
fn a_build_beyond_the_table_is_never_called_safe() {
    let table = &*TABLE;
    let newer = Status::NewerThanTable(table.known_until);
    assert_eq!(table.status(build("15.2.2562.54")), newer);
    assert_eq!(table.status(build("15.2.4000.1")), newer);
    assert_eq!(table.status(build("15.3.1.1")), newer);
    assert_eq!(table.status(build("8.3.83.6")), Status::UnknownProduct);
    assert!(matches!(table.status(build("15.1.2106.2")), Status::Vulnerable(n) if n > 50));
    let records = [row("2026-11-01T00:00:00Z", "15.2.2562.60")];
    let standing = standing(table, &history(&records), None);
    assert_eq!(standing.newer_than_table.len(), 1, "{standing:?}");
}

#[test]
fn wrong_tables_name_the_place() {
    let good = include_str!("../data/builds.json");
    let broken = |from: &str, to: &str| {
        let error = Table::from_json(&good.replacen(from, to, 1)).expect_err("an error");
        error.to_string()
    };
    assert!(broken("afterpatch.builds/1", "other/7").starts_with("schema: expected"));
    assert!(broken("\"15.1.225.42\"", "\"15.1.225\"").contains("line"), "serde names the line");
    let stray = broken("[\"Mar21SU\",\"15.0.847.64\"", "[\"Mar21SU\",\"15.0.848.64\"");
    assert!(stray.contains("products[1].levels[4]"), "{stray}");
    let key = broken("\"fixed\":{\"2013\"", "\"fixed\":{\"2014\"");
    assert!(key.contains("].fixed.2014"), "{key}");
}

#[test]
fn exposure_lasts_from_the_first_vulnerable_to_the_first_fixed_build() {
    let records = [
        row("2021-02-06T00:10:00Z", "15.1.2106.2"),
        row("2021-03-08T22:00:00Z", "15.1.2106.2"),
        row("2021-03-09T03:00:00Z", "15.1.2106.13"),
    ];
    let from = Some(at("2021-02-06T00:10:00Z"));
    assert_eq!(intervals(&records, "CVE-2021-26855"), [(from, Some(at("2021-03-09T03:00:00Z")))]);
    assert_eq!(intervals(&records, "CVE-2021-34473"), [(from, None)]);
    let list = exposures(&TABLE, &Family::shipped(), &history(&records), None);
    let named = list.iter().take_while(|own| own.family.is_some()).count();
    assert!(list[named..].iter().all(|own| own.family.is_none()), "families come first");
    assert!(named >= 8);
}

#[test]
fn a_build_that_comes_back_opens_a_second_interval() {
    let records = [
        row("2021-03-10T00:00:00Z", "15.1.2106.2"),
        row("2021-03-11T00:00:00Z", "15.1.2106.13"),
        row("2021-05-11T00:00:00Z", "15.1.2106.2"),
        row("2021-05-12T00:00:00Z", "15.1.2106.13"),
    ];
    let (first, second) = (at("2021-03-10T00:00:00Z"), at("2021-05-11T00:00:00Z"));
    let expected = [
        (Some(first), Some(at("2021-03-11T00:00:00Z"))),
        (Some(second), Some(at("2021-05-12T00:00:00Z"))),
    ];
    assert_eq!(intervals(&records, "CVE-2021-26855"), expected);
    let table = &*TABLE;
    let spans: Vec<String> =
        history(&records).spans(table).iter().map(|span| span.build.to_string()).collect();
    assert_eq!(spans, ["15.1.2106.2", "15.1.2106.13", "15.1.2106.2", "15.1.2106.13"]);
}

#[test]
fn before_the_first_build_seen_nobody_knows() {
    let patched = [row("2021-09-01T00:00:00Z", "15.1.2308.14")];
    let expected = [(None, Some("2021-09-01T00:00:00Z".to_owned()), false)];
    assert_eq!(windows(&patched, "ProxyLogon"), expected, "patched now says nothing of before");
    let open = [row("2021-02-06T00:00:00Z", "15.1.2106.2")];
    let from = Some("2021-02-06T00:00:00Z".to_owned());
    let expected = [(None, from.clone(), false), (from, None, true)];
    assert_eq!(windows(&open, "ProxyLogon"), expected);
    assert_eq!(windows(&[], "ProxyLogon"), [(None, None, false)], "no build: all time is open");
    assert_eq!(windows(&open, "CVE-2020-17144"), [], "2016 was never concerned");
}

#[test]
fn setup_bounds_the_past() {
    let records = [
        setup("2021-09-01T10:00:00Z", "15.1.2308.8", ""),
        setup("2021-09-01T10:00:01Z", "", "Install"),
        row("2021-09-02T00:00:00Z", "15.1.2308.14"),
    ];
    assert_eq!(windows(&records, "ProxyLogon"), [], "set up with a fixed build");
    let standing = standing(&TABLE, &history(&records), None);
    assert_eq!(standing.since_setup, Some(at("2021-09-01T10:00:00Z")));
    // Adding a role to a server that was there before is no set-up.
    let older =
        [row("2021-02-06T00:00:00Z", "15.1.2106.2"), records[0].clone(), records[1].clone()];
    assert_eq!(history(&older).installed(), None);
    let iis = MapRecord::new(RecordKind::IIS_CONFIG, "", &[("build", "15.1.1979.3")]);
    let config = [iis, records[0].clone(), records[1].clone()];
    assert_eq!(history(&config).installed(), None, "an older build was installed once");
}

#[test]
fn a_setup_run_alone_does_not_end_an_exposure() {
    let mut records = vec![
        row("2021-02-06T00:00:00Z", "15.1.2106.2"),
        setup("2021-03-20T01:00:00Z", "15.1.2242.4", "Upgrade"),
    ];
    let from = Some(at("2021-02-06T00:00:00Z"));
    assert_eq!(intervals(&records, "CVE-2021-26855"), [(from, None)], "it may have failed");
    records.push(row("2021-03-21T00:00:00Z", "15.1.2242.4"));
    let expected = [(from, Some(at("2021-03-20T01:00:00Z")))];
    assert_eq!(intervals(&records, "CVE-2021-26855"), expected);
}

#[test]
fn builds_are_read_from_every_kind_of_record() {
    let ecp = |kind, data| {
        let fields = [("ServerName", "MX01"), ("EventData", data)];
        MapRecord::new(kind, "2021-03-03T06:49:53Z", &fields)
    };
    let records = [
        ecp(RecordKind::ECP_SERVER, "S:TIME=13;'S:CMD=Get-X.A=''1;2''';S:BLD=15.1.2106.2;S:TID="),
        ecp(RecordKind::ECP_ACTIVITY, "S:PSA=x;S:Bld=15.1.2106.2;Dbl:WLM.TS=600031"),
        row("2021-03-01T00:00:00Z", "15.1.2106.2"),
        MapRecord::new(
            RecordKind::MESSAGE_TRACKING,
            "2021-03-01T00:00:00Z",
            &[("schema-version", "15.01.2106.002")],
        ),
        MapRecord::new(RecordKind::IIS_CONFIG, "", &[("build", "15.1.1979.3")]),
        row("2021-03-01T00:00:00Z", "15.1.x.2"),
    ];
    let history = history(&records);
    let spans = history.spans(&TABLE);
    assert_eq!(spans.len(), 2, "{spans:?}");
    assert_eq!(spans[0].first_seen, None);
    assert_eq!(spans[0].name.as_deref(), Some("2016 CU16"));
    let sources: Vec<&str> = spans[1].sources.iter().map(RecordKind::as_str).collect();
    assert_eq!(sources, ["ecp-activity", "ecp-server", "httpproxy"]);
    assert_eq!(history.latest(), Some(build("15.1.2106.2")));
    assert_eq!(history.server.as_deref(), Some("MX01"));
}

#[test]
fn a_build_seen_with_a_time_needs_no_span_without() {
    let iis = MapRecord::new(RecordKind::IIS_CONFIG, "", &[("build", "15.1.2106.2")]);
    let records = [iis, row("2021-03-01T00:00:00Z", "15.1.2106.2")];
    let spans = history(&records).spans(&TABLE);
    assert_eq!(spans.len(), 1, "{spans:?}");
    assert!(spans[0].first_seen.is_some());
}

#[test]
fn tracking_alone_gives_the_cumulative_update_only() {
    let fields = [("schema-version", "15.01.2106.002")];
    let record = MapRecord::new(RecordKind::MESSAGE_TRACKING, "2021-03-01T00:00:00Z", &fields);
    let records = [record];
    let spans = history(&records).spans(&TABLE);
    assert_eq!(spans[0].name.as_deref(), Some("2016 CU18, security update not known"));
    assert_eq!(intervals(&records, "CVE-2021-26855"), [], "it may or may not have Mar21SU");
    assert_eq!(windows(&records, "ProxyLogon"), [(None, None, false)]);
}

#[test]
fn other_servers_are_named_and_left_out() {
    let records = [
        row("2021-03-01T00:00:00Z", "15.1.2106.13"),
        row("2021-03-02T00:00:00Z", "15.1.2106.13"),
        row_of("2021-03-02T00:00:00Z", "15.1.1713.5", "OTHER"),
    ];
    let history = history(&records);
    assert_eq!(history.server.as_deref(), Some("MX01"));
    assert_eq!(history.others, [("OTHER".to_owned(), 1)]);
    assert_eq!(intervals(&records, "CVE-2021-26855"), []);
    let standing = standing(&TABLE, &history, None);
    assert!(standing.remarks[0].contains("OTHER"), "{standing:?}");
}

#[test]
fn a_flood_of_one_build_keeps_its_last_time() {
    let start = at("2021-02-01T00:00:00Z").as_second();
    let records: Vec<MapRecord> = (0..900)
        .map(|minute| Timestamp::from_second(start + minute * 60).expect("a time"))
        .map(|time| row(&time.to_string(), "15.1.2106.2"))
        .collect();
    let spans = history(&records).spans(&TABLE);
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0].first_seen, Some(at("2021-02-01T00:00:00Z")));
    assert_eq!(spans[0].last_seen, Some(at("2021-02-01T14:59:00Z")));
}

#[test]
fn the_setup_log_on_a_real_server_bounds_builds() {
    let runs = [
        setup("2020-12-19T04:16:10Z", "15.2.792.3.", "Upgrade"),
        setup("2020-12-19T05:00:00Z", "15.2.792.3.", "Upgrade"),
    ];
    let history = history(&runs);
    assert_eq!(history.setups.len(), 1);
    assert_eq!(history.latest(), Some(build("15.2.792.3")));
}

const BUILDS: &[&str] =
    &["15.1.1979.3", "15.1.2106.2", "15.1.2106.13", "15.1.2242.8", "15.1.2507.6"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However builds follow each other, every sighting of a vulnerable build lies in an interval
    /// of exposure and in a window, and no sighting of a fixed one opens an interval.
    #[test]
    fn vulnerable_sightings_are_always_covered(list in prop::collection::vec((0_i64..400, 0..BUILDS.len()), 1..12)) {
        let table = &*TABLE;
        let cve = table.cve("CVE-2021-26855").expect("an entry");
        let records: Vec<MapRecord> = list
            .iter()
            .map(|(day, index)| {
                let time = Timestamp::from_second(1_609_459_200 + day * 86_400).expect("a time");
                row(&time.to_string(), BUILDS[*index])
            })
            .collect();
        let history = history(&records);
        let found = intervals(&records, "CVE-2021-26855");
        let windows = family_windows(table, &family("ProxyLogon"), &history);
        for (record, (_, index)) in records.iter().zip(&list) {
            let time = record.time.expect("a time");
            let open = table.openness(cve, build(BUILDS[*index]), Precision::Exact);
            if open == Openness::Vulnerable {
                let inside = |(from, to): &(Option<Timestamp>, Option<Timestamp>)| {
                    from.is_none_or(|from| from <= time) && to.is_none_or(|to| time <= to)
                };
                prop_assert!(found.iter().any(inside), "{time} is in none of {found:?}");
                prop_assert!(windows.iter().any(|own| inside(&(own.from, own.to))));
            } else {
                prop_assert!(found.iter().all(|(from, _)| *from != Some(time)
                    || records.iter().zip(&list).any(|(other, (_, index))| other.time == Some(time)
                        && table.openness(cve, build(BUILDS[*index]), Precision::Exact) == Openness::Vulnerable)));
            }
        }
    }

    #[test]
    fn any_text_is_a_table_or_an_error(text in ".{0,200}") {
        prop_assert!(Table::from_json(&text).is_err());
    }
}

fn program(version: &str) -> MapRecord {
    let fields = [("name", "ExSetup.exe"), ("fileVersionNumber", version)];
    MapRecord::new(RecordKind::of("pe"), "", &fields)
}

#[test]
fn the_program_files_say_what_is_installed_now() {
    let rows = [row("2021-03-03T00:00:00Z", "15.1.2176.2"), program("15.1.2176.9")];
    let artefact = ArtefactRef::new(WinPath::new("E:\\Ex\\Bin\\ExSetup.exe"), "x");
    let mut sightings = Sightings::default();
    for record in &rows {
        BuildObserver.record(record, &mut Notes::new(&artefact, 3, &mut sightings));
    }
    let own = BuildHistory::new(sightings.of(3));
    assert_eq!((own.present, own.latest()), (Some(build("15.1.2176.9")), own.present));
    assert_eq!(history(&rows).present, None, "a copy on installation media says nothing");
}

#[test]
fn the_registry_says_which_cumulative_update_is_installed() {
    let fields = [
        ("topic", "exchange-setup"),
        ("MsiProductMajor", "15"),
        ("MsiProductMinor", "1"),
        ("MsiBuildMajor", "2176"),
        ("MsiBuildMinor", "2"),
    ];
    let record = MapRecord::new(RecordKind::of("registry"), "2021-01-01T00:00:00Z", &fields);
    let own = history(&[record]);
    let [seen] = own.observations.as_slice() else { panic!("{own:?}") };
    assert_eq!((seen.build, seen.precision), (build("15.1.2176.2"), Precision::Cumulative));
    assert_eq!(seen.seen, None, "the key may have changed for another reason");
}
