//! Every packing holds the same bytes as the tree.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod checker;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Cursor, Read},
    path::Path,
};

use checker::files;
use jiff::Timestamp;
use lab::{
    Plant, PlantKind, Recipe, Traffic, pack_exchange_log_collector, pack_kape, pack_tar,
    pack_velociraptor, pack_zip, write,
};

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let start: Timestamp = "2021-03-03T06:00:00Z".parse().unwrap();
    let recipe = Recipe { traffic: Traffic::RequestsPerHour(20), ..Recipe::new(2, start, 2) };
    let recipe = recipe.plant(Plant::new(PlantKind::ProxylogonShell, start));
    write(&recipe, &folder.join("tree")).unwrap();
    files(&folder.join("tree"))
}

fn unzipped<R: Read + std::io::Seek>(zip: R) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(zip).unwrap();
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        found.insert(entry.name().unwrap().into_owned(), content);
    }
    found
}

#[test]
fn zip_and_tar_hold_the_tree() {
    let folder = tempfile::tempdir().unwrap();
    let expected = tree(folder.path());
    let (tree, zip, tar) =
        (folder.path().join("tree"), folder.path().join("x.zip"), folder.path().join("x.tar"));
    pack_zip(&tree, &zip).unwrap();
    assert_eq!(unzipped(File::open(&zip).unwrap()), expected);
    pack_tar(&tree, &tar).unwrap();
    let mut found = BTreeMap::new();
    for entry in tar::Archive::new(File::open(&tar).unwrap()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        found.insert(name, content);
    }
    assert_eq!(found, expected);
    let first = std::fs::read(&zip).unwrap();
    pack_zip(&tree, &zip).unwrap();
    assert_eq!(std::fs::read(&zip).unwrap(), first, "a packing carries no time of its own");
}

#[test]
fn kape_mirrors_the_volumes_and_keeps_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let expected = tree(folder.path());
    pack_kape(&folder.path().join("tree"), &folder.path().join("kape")).unwrap();
    let mut found = files(&folder.path().join("kape"));
    let log = found.remove("2021-03-11T080000_CopyLog.csv").unwrap();
    assert_eq!(found, expected);
    assert_eq!(String::from_utf8(log).unwrap().lines().count(), expected.len() + 1);
}

#[test]
fn velociraptor_escapes_names_and_lists_uploads() {
    let folder = tempfile::tempdir().unwrap();
    let expected = tree(folder.path());
    let out = folder.path().join("Collection-EX01.zip");
    pack_velociraptor(&folder.path().join("tree"), "EX01", &out).unwrap();
    let mut found = unzipped(File::open(&out).unwrap());
    let uploads = String::from_utf8(found.remove("uploads.json").unwrap()).unwrap();
    assert_eq!(uploads.lines().count(), expected.len());
    let times = found.remove("results/Windows.KapeFiles.Targets%2FAll File Metadata.json").unwrap();
    let times = String::from_utf8(times).unwrap();
    assert!(
        times.contains(r#""SourceFile":"C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log""#)
    );
    let found: BTreeMap<String, Vec<u8>> = found
        .into_iter()
        .filter_map(|(name, content)| {
            Some((name.strip_prefix("uploads/auto/")?.replacen("C%3A/", "C/", 1), content))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_log_collector_renames_folders_and_zips_each() {
    let folder = tempfile::tempdir().unwrap();
    let expected = tree(folder.path());
    let out = folder.path().join("EX01-311.zip");
    pack_exchange_log_collector(&folder.path().join("tree"), "EX01", &out).unwrap();
    let outer = unzipped(File::open(&out).unwrap());
    let mut found = 0;
    for (name, content) in &outer {
        assert!(name.starts_with("EX01/") && name.ends_with(".zip"), "{name}");
        for (_, content) in unzipped(Cursor::new(content)) {
            assert!(expected.values().any(|own| *own == content), "{name}");
            found += 1;
        }
    }
    let proxy = unzipped(Cursor::new(&outer["EX01/OWA_Proxy_Logs.zip"]));
    assert!(proxy.contains_key("HttpProxy_2021030306-1.LOG"));
    assert!(outer.contains_key("EX01/IIS_W3SVC1_Logs.zip"));
    // Pages, set-up, configuration and the audit queue are not its business.
    let rest = ["aspx", "ExchangeSetup", "applicationHost", "LocalQueue"];
    let logs = expected.keys().filter(|name| rest.iter().all(|part| !name.contains(part)));
    assert_eq!(found, logs.count());
}
