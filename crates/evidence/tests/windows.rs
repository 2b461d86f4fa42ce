//! What only Windows has: files that others hold, names and lengths that its own tools refuse,
//! drives and shares, and creation times.
#![cfg(windows)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "tests")]

mod common;

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use common::{open, paths, write_tree};
use evidence::{Entry, Source};
use model::GapReason;
use tempfile::TempDir;

/// A folder in the form in which Windows changes no name below it.
fn verbatim(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap()
}

fn bytes(source: &dyn Source, entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    source.open(entry).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_file_that_another_program_holds_is_a_gap_that_says_so() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("Windows/System32/config/SYSTEM", "hive")]);
    let source = open(dir.path());
    let entry = source.list().unwrap().entries.remove(0);
    let path = dir.path().join("Windows/System32/config/SYSTEM");
    let holder = OpenOptions::new().read(true).share_mode(0).open(path).unwrap();
    let error = source.open(&entry).err().unwrap();
    let (reason, detail) = evidence::gap_of(&error);
    assert_eq!(reason, GapReason::Locked);
    assert!(detail.starts_with("held open by another process"), "{detail}");
    drop(holder);
    assert_eq!(bytes(source.as_ref(), &entry), b"hive");
}

#[test]
fn a_log_that_is_being_written_is_read_beside_its_writer() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("inetpub/logs/a.log", "a line")]);
    let path = dir.path().join("inetpub/logs/a.log");
    // As a web server shares its log: others may read, no more.
    let _writer = OpenOptions::new().append(true).share_mode(1).open(path).unwrap();
    let source = open(dir.path());
    let entry = source.list().unwrap().entries.remove(0);
    assert_eq!(bytes(source.as_ref(), &entry), b"a line");
}

#[test]
fn reserved_and_very_long_names_are_read() {
    let dir = TempDir::new().unwrap();
    let mut deep = verbatim(dir.path()).join("ProgramData");
    for _ in 0..4 {
        deep.push("x".repeat(90));
    }
    fs::create_dir_all(&deep).unwrap();
    for name in ["con.aspx", "COM1", "dot."] {
        fs::write(deep.join(name), name).unwrap();
    }
    let source = open(dir.path());
    let listing = source.list().unwrap();
    assert_eq!(listing.entries.len(), 3, "{:?} {:?}", paths(&listing), listing.gaps);
    for entry in &listing.entries {
        assert!(entry.artefact.path().as_str().len() > 360);
        let name = entry.artefact.path().file_name();
        assert_eq!(bytes(source.as_ref(), entry), name.as_bytes());
    }
}

#[test]
fn a_copy_has_no_creation_times_and_what_lies_in_its_place_has() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("C/inetpub/wwwroot/a.aspx", "a"), ("loose.log", "b")]);
    let listing = open(dir.path()).list().unwrap();
    assert_eq!(listing.entries.len(), 2);
    for entry in &listing.entries {
        assert!(entry.times.modified.is_some() && entry.times.created.is_none(), "{entry:?}");
    }
    // The responder's own disk, given as the server's.
    let windows = std::env::var_os("SystemRoot").unwrap();
    let folder = Path::new(&windows).join("System32\\drivers");
    let listing = open(&folder).list().unwrap();
    assert!(!listing.entries.is_empty());
    assert!(listing.entries.iter().all(|entry| entry.times.created.is_some()), "{listing:?}");
}

#[test]
fn a_file_made_a_link_after_listing_is_refused() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("root/a.log", "a"), ("other", "secret")]);
    let root = dir.path().join("root");
    let source = open(&root);
    let entry = source.list().unwrap().entries.remove(0);
    fs::remove_file(root.join("a.log")).unwrap();
    let link = std::os::windows::fs::symlink_file(dir.path().join("other"), root.join("a.log"));
    if link.is_err() {
        // Links need a privilege that not everybody has; then nobody can swap one in either.
        return;
    }
    let mut text = String::new();
    let read = source.open(&entry).and_then(|mut reader| reader.read_to_string(&mut text));
    assert!(read.is_err(), "{text}");
}
