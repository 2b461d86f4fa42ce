//! Holds the embedded tables to the published baselines: builds them from the full list and
//! compares. `UPDATE_TABLES=1` writes them instead.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

use std::{
    collections::BTreeSet,
    io::Read,
    path::{Path, PathBuf},
};

use pages::Class;

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/known_good");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/data is absent");
    None
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap())
        .collect()
}

fn check(name: &str, bytes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    if std::env::var_os("UPDATE_TABLES").is_some() {
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == bytes, "{name} differs from the baselines");
}

#[test]
fn hash_tables_are_those_of_the_baselines() {
    let Some(folder) = shared() else { return };
    let mut text = String::new();
    let packed = std::fs::File::open(folder.join("exchange_files.tsv.gz")).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    for (class, file) in [
        (Class::Server, "known_server.bin"),
        (Class::Browser, "known_browser.bin"),
        (Class::Static, "known_static.bin"),
    ] {
        let prefixes: BTreeSet<Vec<u8>> = text
            .lines()
            .skip(1)
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|row| Class::of(row[1]) == class)
            .map(|row| unhex(row[0])[..class.prefix()].to_vec())
            .collect();
        let mut out = Vec::new();
        for first in 0..=255u8 {
            let before = prefixes.iter().take_while(|prefix| prefix[0] < first).count();
            out.extend(u32::try_from(before).unwrap().to_le_bytes());
        }
        prefixes.iter().for_each(|prefix| out.extend(&prefix[1..]));
        check(file, &out);
    }
}

/// `pages.bin`: rows of 20 bytes sorted by hash: 16-byte prefix, number of the path, numbers of first
/// and last build.
#[test]
fn page_table_is_that_of_the_baselines() {
    let Some(folder) = shared() else { return };
    let text = std::fs::read_to_string(folder.join("exchange_pages.tsv")).unwrap();
    let rows: Vec<Vec<&str>> =
        text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let builds: BTreeSet<model::Build> =
        rows.iter().flat_map(|row| [&row[2], &row[3]]).map(|text| text.parse().unwrap()).collect();
    let builds: Vec<_> = builds.into_iter().collect();
    let paths: Vec<&str> =
        rows.iter().map(|row| row[0]).collect::<BTreeSet<_>>().into_iter().collect();
    let mut pages: Vec<Vec<u8>> = rows
        .iter()
        .map(|row| {
            let path = paths.binary_search(&row[0]).unwrap();
            let mut entry = unhex(row[1])[..16].to_vec();
            entry.extend(u16::try_from(path).unwrap().to_le_bytes());
            for build in [row[2], row[3]] {
                let at = builds.binary_search(&build.parse().unwrap()).unwrap();
                entry.push(u8::try_from(at).unwrap());
            }
            entry
        })
        .collect();
    pages.sort();
    check("pages.bin", &pages.concat());
    check("page_paths.txt", paths.join("\n").as_bytes());
    let builds: Vec<u8> = builds
        .iter()
        .flat_map(|build| [build.major, build.minor, build.build, build.revision])
        .flat_map(u16::to_le_bytes)
        .collect();
    check("page_builds.bin", &builds);
}
