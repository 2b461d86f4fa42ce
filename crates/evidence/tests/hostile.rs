//! Hostile and damaged sources are survived, and yield what they hold.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    missing_docs,
    reason = "tests"
)]

mod common;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use common::{content, open, open_bytes, paths, reasons, whole, write_tree};
use evidence::contract::{sample, tar_of, zip_of};
use evidence::{Limits, OpenError, Options, gap_of};
use model::GapReason;
use tempfile::TempDir;

#[test]
fn nesting_has_a_limit() {
    let mut bytes = zip_of(&[("x.log", "x")]);
    for level in 0..6 {
        bytes = zip_of(&[(format!("{level}.zip"), bytes), (format!("{level}.log"), vec![b'x'])]);
    }
    let (_dir, source) = open_bytes("deep.zip", &bytes);
    let listing = source.list().unwrap();
    assert_eq!(listing.entries.len(), 4, "one file of each level opened");
    assert_eq!(reasons(&listing), [GapReason::TooLarge]);
}

#[test]
fn a_zip_without_its_end_gives_what_is_there() {
    let files: Vec<(String, Vec<u8>)> = (0..20)
        .map(|n| {
            (
                format!("inetpub/logs/LogFiles/W3SVC1/u_ex{n:02}.log"),
                format!("row {n}\n").repeat(500 + n).into_bytes(),
            )
        })
        .collect();
    let bytes = zip_of(&files);
    let cut = bytes.len() / 2;
    let (_dir, source) = open_bytes("cut.zip", &bytes[..cut]);
    let listing = source.list().unwrap();
    assert_eq!(reasons(&listing), [GapReason::Truncated]);
    assert!(listing.entries.len() > 5 && listing.entries.len() < 20);
    let mut cut_short = 0;
    for entry in &listing.entries {
        let path = entry.artefact.path().to_string();
        let (bytes, error) = content(source.as_ref(), &path);
        let number: usize = path[path.len() - 6..path.len() - 4].parse().unwrap();
        match error {
            None => assert!(bytes == files[number].1),
            Some(reason) => {
                assert_eq!(reason, GapReason::Truncated);
                assert!(files[number].1.starts_with(&bytes));
                cut_short += 1;
            }
        }
    }
    assert!(cut_short <= 1);
}

#[test]
fn a_streamed_zip_without_its_end_is_measured() {
    // Collectors that write as a stream put sizes behind the data, not before.
    let mut zip = zip::ZipWriter::new_stream(Vec::new());
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in [("a.log", vec![b'a'; 70_000]), ("b.log", b"two".repeat(9_000))] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&content).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let (_dir, source) = open_bytes("stream.zip", &bytes[..directory]);
    assert_eq!(content(source.as_ref(), "a.log"), (vec![b'a'; 70_000], None));
    assert_eq!(content(source.as_ref(), "b.log"), (b"two".repeat(9_000), None));
    assert_eq!(reasons(&source.list().unwrap()).len(), 1);
}

#[test]
fn random_bytes_called_zip_are_a_gap() {
    let noise: Vec<u8> =
        (0..5_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for bytes in [noise.as_slice(), b"", b"PK\x03\x04"] {
        let (_dir, source) = open_bytes("noise.zip", bytes);
        let listing = source.list().unwrap();
        assert_eq!(listing.entries.len(), 0);
        assert_eq!(listing.gaps.len(), 1, "{:?}", listing.gaps);
    }
}

#[test]
fn a_changed_byte_is_told_by_the_checksum() {
    let mut bytes = zip_of(&[("a.log", b"x".repeat(20)), ("b.log", b"fine".to_vec())]);
    let crc = 14;
    bytes[crc] ^= 1;
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 16] ^= 1;
    let (_dir, source) = open_bytes("changed.zip", &bytes);
    assert_eq!(content(source.as_ref(), "a.log"), (b"x".repeat(20), Some(GapReason::Damaged)));
    assert_eq!(content(source.as_ref(), "b.log"), (b"fine".to_vec(), None));
}

#[test]
fn encrypted_entries_are_gaps_and_the_rest_is_read() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    zip.start_file("inetpub/logs/a.log", plain).unwrap();
    zip.write_all(b"a").unwrap();
    zip.start_file("inetpub/logs/b.log", plain.with_aes_encryption(zip::AesMode::Aes256, "p"))
        .unwrap();
    zip.write_all(b"b").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let (_dir, source) = open_bytes("half.zip", &bytes);
    let listing = source.list().unwrap();
    assert_eq!(paths(&listing), ["C:\\inetpub\\logs\\a.log"]);
    assert_eq!(whole(&listing.gaps[0]), ("C:\\inetpub\\logs\\b.log", GapReason::Encrypted));
}

#[test]
fn names_that_climb_are_read_under_harmless_ones() {
    let files = [("../../etc/x.log", "1"), ("/abs/y.log", "2"), ("ok/z.log", "3")];
    let (_dir, source) = open_bytes("climb.zip", &zip_of(&files));
    let listing = source.list().unwrap();
    assert_eq!(paths(&listing), ["abs\\y.log", "etc\\x.log", "ok\\z.log"]);
    assert_eq!(reasons(&listing), [GapReason::UnsafePath]);
    assert_eq!(listing.gaps[0].count, 2);
    assert_eq!(content(source.as_ref(), "etc\\x.log").0, b"1");
}

#[test]
fn a_bomb_ends_in_a_gap() {
    let limits = Limits { free_bytes: 1 << 20, ..Limits::default() };
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("bomb.zip");
    fs::write(&path, zip_of(&[("a.log", vec![0; 8 << 20]), ("b.log", b"row\n".to_vec())])).unwrap();
    let source = evidence::open(&path, limits).unwrap();
    let (bytes, error) = content(source.as_ref(), "a.log");
    assert_eq!(error, Some(GapReason::TooLarge));
    assert!(bytes.len() < 8 << 20);
    assert_eq!(content(source.as_ref(), "b.log"), (b"row\n".to_vec(), None));
    // With the default limits a file of this size is merely very regular.
    assert_eq!(content(open(&path).as_ref(), "a.log").1, None);
}

#[test]
fn entries_over_the_same_bytes_are_a_bomb() {
    let mut bytes = zip_of(&[("a.log", b"x".repeat(900)), ("b.log", b"y".repeat(900))]);
    // Point the second directory entry at the first one's header.
    let second = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[second + 42..second + 46].fill(0);
    let (_dir, source) = open_bytes("overlap.zip", &bytes);
    let listing = source.list().unwrap();
    assert_eq!((listing.entries.len(), reasons(&listing)), (1, vec![GapReason::Damaged]));
}

#[test]
fn the_number_of_entries_is_limited() {
    let files: Vec<(String, &str)> = (0..50).map(|n| (format!("{n}.log"), "x")).collect();
    let limits = Limits { entries: 10, ..Limits::default() };
    let dir = TempDir::new().unwrap();
    write_tree(&dir.path().join("tree"), &files);
    fs::write(dir.path().join("a.zip"), zip_of(&files)).unwrap();
    fs::write(dir.path().join("a.tar"), tar_of(&files)).unwrap();
    for name in ["tree", "a.zip", "a.tar"] {
        let listing = evidence::open(&dir.path().join(name), limits).unwrap().list().unwrap();
        assert_eq!(listing.entries.len(), 10, "{name}");
        assert_eq!(reasons(&listing), [GapReason::TooLarge], "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_of_a_folder_are_gaps() {
    let dir = TempDir::new().unwrap();
    let outside = dir.path().join("outside.log");
    fs::write(&outside, "secret").unwrap();
    let root = dir.path().join("root");
    write_tree(&root, &[("inetpub/logs/a.log", "a")]);
    std::os::unix::fs::symlink(&root, root.join("loop")).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("inetpub/logs/b.log")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("s")).unwrap();
    let listing = open(&root).list().unwrap();
    assert_eq!(paths(&listing), ["C:\\inetpub\\logs\\a.log"]);
    assert_eq!(reasons(&listing), [GapReason::UnsafePath; 3]);
}

#[cfg(unix)]
#[test]
fn links_of_windows_for_old_names_are_no_gaps_while_they_stay_inside() {
    use std::os::unix::fs::symlink;
    let dir = TempDir::new().unwrap();
    let outside = dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    let root = dir.path().join("root");
    write_tree(&root, &[("Windows/Temp/a.log", "a"), ("Users/bob/Documents/b.txt", "b")]);
    write_tree(&root, &[("ProgramData/c.log", "c"), ("inetpub/wwwroot/d.htm", "d")]);
    let roaming = root.join("Users/bob/AppData/Roaming");
    fs::create_dir_all(&roaming).unwrap();
    symlink(root.join("Users"), root.join("Documents and Settings")).unwrap();
    symlink(root.join("ProgramData"), root.join("ProgramData/Application Data")).unwrap();
    symlink(&roaming, root.join("Users/bob/Application Data")).unwrap();
    let listing = open(&root).list().unwrap();
    assert_eq!((listing.entries.len(), listing.gaps.len()), (4, 0), "{:?}", listing.gaps);

    // A page behind a link in a web folder is served under a name that is not read; what lies
    // outside is not read at all; a tree of another name is none that Windows links to.
    symlink(root.join("ProgramData"), root.join("inetpub/wwwroot/x")).unwrap();
    symlink(&outside, root.join("Users/bob/Cookies")).unwrap();
    symlink(root.join("inetpub"), root.join("Program Data")).unwrap();
    let gaps = open(&root).list().unwrap().gaps;
    let told: Vec<&str> = gaps.iter().map(|gap| gap.artefact.as_str()).collect();
    let wanted = ["C:\\Program Data", "C:\\Users\\bob\\Cookies", "C:\\inetpub\\wwwroot\\x"];
    assert_eq!(told, wanted);
    assert!(gaps[1].detail.contains(outside.to_str().unwrap()), "{}", gaps[1].detail);
}

#[cfg(unix)]
#[test]
fn a_file_swapped_for_a_link_after_listing_is_refused() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("root");
    write_tree(&root, &[("a.log", "a")]);
    fs::write(dir.path().join("other"), "secret").unwrap();
    let source = open(&root);
    let entry = source.list().unwrap().entries.remove(0);
    fs::remove_file(root.join("a.log")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("other"), root.join("a.log")).unwrap();
    assert!(source.open(&entry).is_err());
}

#[test]
fn a_file_that_shrinks_while_it_is_read_is_a_gap() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("a.log", vec![b'x'; 100_000])]);
    let source = open(dir.path());
    let entry = source.list().unwrap().entries.remove(0);
    let mut reader = source.open(&entry).unwrap();
    let mut some = [0; 1_000];
    reader.read_exact(&mut some).unwrap();
    fs::OpenOptions::new()
        .write(true)
        .open(dir.path().join("a.log"))
        .unwrap()
        .set_len(2_000)
        .unwrap();
    let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(gap_of(&error).0, GapReason::Truncated);
    drop(reader);
    fs::remove_file(dir.path().join("a.log")).unwrap();
    assert_eq!(gap_of(&source.open(&entry).err().unwrap()).0, GapReason::Unreadable);
}

#[test]
fn what_cannot_be_opened_says_what_to_do() {
    let dir = TempDir::new().unwrap();
    let missing = evidence::open(&dir.path().join("nothing"), Limits::default()).err().unwrap();
    assert!(matches!(missing, OpenError::NotFound(_)));
    let path = dir.path().join("disk.E01");
    fs::write(&path, b"EVF\x09\x0D\x0A\xFF\x00rest").unwrap();
    let error = evidence::open(&path, Limits::default()).err().unwrap();
    assert!(error.to_string().contains("mount it read-only"), "{error}");
    let none = evidence::open_many::<&Path>(&[], Options::default()).err().unwrap();
    assert!(matches!(none, OpenError::NoSource));
}

#[test]
fn damage_in_a_tar_costs_one_file() {
    let mut bytes = tar_of(&sample());
    // The first header, and with it the first file.
    bytes[0] ^= 0xFF;
    let (_dir, source) = open_bytes("damaged.tar", &bytes);
    let listing = source.list().unwrap();
    assert_eq!(listing.entries.len(), sample().len() - 1);
    assert_eq!(reasons(&listing), [GapReason::Damaged]);
}
