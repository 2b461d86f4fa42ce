//! What the tests of sources share.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]

use std::fs;
use std::io::Read;
use std::path::Path;

use evidence::{Limits, Listing, Source, gap_of};
use model::{Gap, GapReason};
use tempfile::TempDir;

pub fn write_tree(root: &Path, files: &[(impl AsRef<str>, impl AsRef<[u8]>)]) {
    fs::create_dir_all(root).unwrap();
    // So that Windows too takes reserved names for names.
    let root = fs::canonicalize(root).unwrap();
    for (name, content) in files {
        let path = root.join(name.as_ref());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

pub fn open(path: &Path) -> Box<dyn Source> {
    evidence::open(path, Limits::default()).unwrap()
}

pub fn open_bytes(name: &str, bytes: &[u8]) -> (TempDir, Box<dyn Source>) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let source = open(&path);
    (dir, source)
}

pub fn paths(listing: &Listing) -> Vec<String> {
    listing.entries.iter().map(|entry| entry.artefact.path().to_string()).collect()
}

pub fn reasons(listing: &Listing) -> Vec<GapReason> {
    listing.gaps.iter().map(|gap| gap.reason).collect()
}

/// Content of the entry at `path`, and the reason it ended early, if it did.
pub fn content(source: &dyn Source, path: &str) -> (Vec<u8>, Option<GapReason>) {
    let listing = source.list().unwrap();
    let entry = listing.entries.iter().find(|e| e.artefact.path().as_str() == path).unwrap();
    let mut bytes = Vec::new();
    let result = source.open(entry).and_then(|mut reader| reader.read_to_end(&mut bytes));
    (bytes, result.err().map(|error| gap_of(&error).0))
}

pub fn whole(gap: &Gap) -> (&str, GapReason) {
    (gap.artefact.as_str(), gap.reason)
}
