//! The shipped rules.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "tests")]
use base64::Engine;
use model::WinPath;
use std::path::{Path, PathBuf};
use yara::*;
fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pages/tests").join(folder);
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
#[test]
fn explore() {
    let (_, faulty) =
        Rules::with_packs(SHIPPED.iter().map(|(n, t)| PackFile { name: n, bytes: t.as_bytes() }));
    for f in &faulty {
        println!("{f}");
    }
    let rules = Rules::shipped();
    println!("{} rules", rules.list().count());
    for p in files("benign") {
        let b = std::fs::read(&p).unwrap();
        let path = WinPath::new(&p.to_string_lossy());
        let s = rules.scan(&File { path: &path, bytes: &b, owner: None }, false);
        for m in &s.matches {
            println!(
                "BENIGN {} {} {:?}",
                p.display(),
                m.rule.name,
                m.strings.iter().take(4).collect::<Vec<_>>()
            );
        }
    }
    let (mut hit, mut all) = (0, 0);
    for p in files("specimens") {
        let t: String = std::fs::read_to_string(&p).unwrap().split_whitespace().collect();
        let b = base64::engine::general_purpose::STANDARD.decode(t).unwrap();
        let path = WinPath::new(&p.to_string_lossy());
        let s = rules.scan(&File { path: &path, bytes: &b, owner: None }, false);
        all += 1;
        if s.matches.is_empty() {
            println!("MISS {}", p.display());
        } else {
            hit += 1;
            println!(
                "hit {} {}",
                p.file_name().unwrap().to_string_lossy(),
                s.matches.iter().map(|m| m.rule.name.clone()).collect::<Vec<_>>().join(",")
            );
        }
    }
    println!("{hit}/{all}");
}
