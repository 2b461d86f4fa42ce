//! Sources as a user gives them: every container of one tree is the same tree, hostile ones are
//! survived, damaged ones yield what they hold.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    missing_docs,
    reason = "tests"
)]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use evidence::contract::{check, expected, sample, tar_of, zip_of};
use evidence::{Limits, Listing, OpenError, Options, Source, gap_of, memory::Memory};
use model::{Gap, GapReason};
use tempfile::TempDir;

fn write_tree(root: &Path, files: &[(impl AsRef<str>, impl AsRef<[u8]>)]) {
    for (name, content) in files {
        let path = root.join(name.as_ref());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn open(path: &Path) -> Box<dyn Source> {
    evidence::open(path, Limits::default()).unwrap()
}

fn open_bytes(name: &str, bytes: &[u8]) -> (TempDir, Box<dyn Source>) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let source = open(&path);
    (dir, source)
}

fn paths(listing: &Listing) -> Vec<String> {
    listing.entries.iter().map(|entry| entry.artefact.path().to_string()).collect()
}

fn reasons(listing: &Listing) -> Vec<GapReason> {
    listing.gaps.iter().map(|gap| gap.reason).collect()
}

/// Content of the entry at `path`, and the reason it ended early, if it did.
fn content(source: &dyn Source, path: &str) -> (Vec<u8>, Option<GapReason>) {
    let listing = source.list().unwrap();
    let entry = listing.entries.iter().find(|e| e.artefact.path().as_str() == path).unwrap();
    let mut bytes = Vec::new();
    let result = source.open(entry).and_then(|mut reader| reader.read_to_end(&mut bytes));
    (bytes, result.err().map(|error| gap_of(&error).0))
}

fn whole(gap: &Gap) -> (&str, GapReason) {
    (gap.artefact.as_str(), gap.reason)
}

#[test]
fn every_container_of_one_tree_keeps_the_contract() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("tree");
    write_tree(&folder, &sample());
    check(open(&folder).as_ref());

    let zip = zip_of(&sample());
    let tar = tar_of(&sample());
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&tar).unwrap();
    for (name, bytes) in [
        ("case.zip", zip.clone()),
        ("renamed.bin", zip.clone()),
        ("case.tar", tar.clone()),
        ("case.tar.gz", gz.finish().unwrap()),
        ("case2.tgz", {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gz.write_all(&tar).unwrap();
            gz.finish().unwrap()
        }),
    ] {
        let (_dir, source) = open_bytes(name, &bytes);
        check(source.as_ref());
    }

    let memory =
        sample().into_iter().fold(Memory::new("m"), |m, (name, bytes)| m.file(name, bytes));
    check(memory.build().as_ref());
}

#[test]
fn an_inner_zip_is_the_same_tree_one_level_down() {
    let inner = zip_of(&sample());
    let stored = {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file("inner.zip", options).unwrap();
        zip.write_all(&inner).unwrap();
        zip.finish().unwrap().into_inner()
    };
    for bytes in [zip_of(&[("inner.ZIP", &inner)]), stored] {
        let (_dir, source) = open_bytes("outer.zip", &bytes);
        let listing = source.list().unwrap();
        assert!(listing.gaps.is_empty(), "{:?}", listing.gaps);
        for entry in &listing.entries {
            let path = entry.artefact.path().to_string();
            let (bytes, error) = content(source.as_ref(), &path);
            assert_eq!(error, None);
            // A file of the collection itself keeps the inner archive in its name.
            let known = path.trim_start_matches("inner.ZIP\\").trim_start_matches("inner.zip\\");
            assert!(bytes == expected()[known], "{path}");
            assert!(entry.artefact.stored().to_lowercase().contains("outer.zip!/inner.zip!/"));
        }
        assert_eq!(listing.entries.len(), sample().len());
    }
}

#[test]
fn exchange_log_collector_zips_in_a_zip() {
    let ecp =
        zip_of(&[("Server\\ECPServer20210303-1.LOG", "#Software: Microsoft Exchange Server")]);
    let iis = zip_of(&[("u_ex210303.log", "#Software: IIS")]);
    let top = zip_of(&[
        ("MAIL01/ECP_Logs.zip", ecp.as_slice()),
        ("MAIL01/IIS_W3SVC1_Logs.zip", &iis),
        ("MAIL01/MAIL01_ExchangeServer_Registry_Hive.hiv", b"regf"),
    ]);
    let (_dir, source) = open_bytes("MAIL01-1121.zip", &top);
    let listing = source.list().unwrap();
    assert_eq!(
        paths(&listing),
        [
            "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\ECP\\Server\\ECPServer20210303-1.LOG",
            "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log",
            "MAIL01\\MAIL01_ExchangeServer_Registry_Hive.hiv",
        ]
    );
    assert_eq!(reasons(&listing), []);
}

#[test]
fn an_archive_on_the_servers_own_disk_is_a_file() {
    let zip = zip_of(&[("x.log", "x")]);
    let source = Memory::new("m")
        .file("Windows/System32/x.log", "x")
        .file("inetpub/wwwroot/aspnet_client/a.zip", zip)
        .build();
    let listing = source.list().unwrap();
    assert_eq!(
        paths(&listing),
        ["C:\\Windows\\System32\\x.log", "C:\\inetpub\\wwwroot\\aspnet_client\\a.zip"]
    );
}

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
fn duplicate_names_are_kept_apart() {
    // The writer refuses a second entry of one name; two of one length are renamed afterwards.
    let mut bytes = zip_of(&[("a.log", "first"), ("b.log", "second")]);
    for at in 0..bytes.len() - 5 {
        if &bytes[at..at + 5] == b"b.log" {
            bytes[at] = b'a';
        }
    }
    let (_dir, source) = open_bytes("twice.zip", &bytes);
    let listing = source.list().unwrap();
    assert_eq!(paths(&listing), ["a.log", "a.log"]);
    let mut contents: Vec<String> = listing
        .entries
        .iter()
        .map(|entry| std::io::read_to_string(source.open(entry).unwrap()).unwrap())
        .collect();
    contents.sort();
    assert_eq!(contents, ["first", "second"]);
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
    fs::remove_file(dir.path().join("a.log")).unwrap();
    assert_eq!(gap_of(&source.open(&entry).err().unwrap()).0, GapReason::Unreadable);
}

#[test]
fn loose_files_are_one_source_together() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("b.LOG", "b"), ("a.LOG", "a"), ("c/inetpub/logs/x.log", "x")]);
    fs::write(dir.path().join("z.log.gz"), {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(b"zipped").unwrap();
        gz.finish().unwrap()
    })
    .unwrap();
    let mut given: Vec<_> = ["b.LOG", "c", "a.LOG", "z.log.gz"].map(|n| dir.path().join(n)).into();
    let source = evidence::open_many(&given, Options::default()).unwrap();
    let listing = source.list().unwrap();
    assert_eq!(paths(&listing), ["C:\\inetpub\\logs\\x.log", "a.LOG", "b.LOG", "z.log"]);
    for (path, wanted) in
        [("a.LOG", "a"), ("b.LOG", "b"), ("C:\\inetpub\\logs\\x.log", "x"), ("z.log", "zipped")]
    {
        assert_eq!(content(source.as_ref(), path), (wanted.as_bytes().to_vec(), None));
    }
    given.reverse();
    given.push(given[0].clone());
    let again = evidence::open_many(&given, Options::default()).unwrap().list().unwrap();
    assert_eq!(paths(&again), paths(&listing));
}

#[test]
fn a_folder_of_the_server_given_by_itself_keeps_its_place() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("D/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", "x")]);
    let folder = dir.path().join("D/inetpub/logs/LogFiles/W3SVC1");
    for path in [folder.clone(), folder.join("u_ex210303.log")] {
        assert_eq!(
            paths(&open(&path).list().unwrap()),
            ["D:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log"]
        );
    }
}

#[test]
fn zip64_and_deflate64_are_read() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("big.log", options.large_file(true)).unwrap();
    zip.write_all(&b"big\n".repeat(5_000)).unwrap();
    // The two differ in how long matches are written. Without any, the method's number is all
    // there is to change.
    zip.start_file("old.log", options).unwrap();
    zip.write_all(b"explorer").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    for (signature, method) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let at = bytes.windows(4).rposition(|four| four == signature).unwrap();
        assert_eq!(bytes[at + method], 8);
        bytes[at + method] = 9;
    }
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    for bytes in [&bytes[..], &bytes[..directory]] {
        let (_dir, source) = open_bytes("large.zip", bytes);
        assert_eq!(content(source.as_ref(), "big.log"), (b"big\n".repeat(5_000), None));
        assert_eq!(content(source.as_ref(), "old.log"), (b"explorer".to_vec(), None));
    }
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
fn an_empty_folder_is_an_empty_source() {
    let dir = TempDir::new().unwrap();
    let listing = open(dir.path()).list().unwrap();
    assert_eq!((listing.entries.len(), listing.gaps.len()), (0, 0));
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

#[test]
fn a_velociraptor_collection_is_read_with_its_own_lists() {
    let uploads = r#"{"vfs_path":"\\\\.\\E:\\Ex\\Logging\\HttpProxy\\Ecp\\a.LOG","_Components":["uploads","ntfs","\\\\.\\E:","Ex","Logging","HttpProxy","Ecp","a.LOG"],"file_size":3,"uploaded_size":3,"Type":""}"#;
    let times = r#"{"Created":"2021-03-03T06:00:00Z","Modified":"2021-03-03T07:00:00Z","SourceFile":"\\\\.\\E:\\Ex\\Logging\\HttpProxy\\Ecp\\a.LOG"}"#;
    let files = [
        ("uploads/ntfs/%5C%5C.%5CE%3A/Ex/Logging/HttpProxy/Ecp/a.LOG", "row"),
        ("uploads/auto/C%3A/inetpub/b.zip", "not opened"),
        ("uploads.json", uploads),
        ("results/Windows.KapeFiles.Targets%2FAll File Metadata.json", times),
    ];
    let (_dir, source) = open_bytes("Collection-MAIL01-2021-03-05T12_00_00Z.zip", &zip_of(&files));
    let listing = source.list().unwrap();
    assert_eq!(reasons(&listing), []);
    assert_eq!(
        paths(&listing)[..2],
        ["C:\\inetpub\\b.zip", "E:\\Ex\\Logging\\HttpProxy\\Ecp\\a.LOG"]
    );
    assert_eq!(listing.entries[1].times.modified, "2021-03-03T07:00:00Z".parse().ok());
    assert_eq!(listing.entries[1].times.created, "2021-03-03T06:00:00Z".parse().ok());
}

#[test]
fn public_velociraptor_fixtures() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/collections");
    if !dir.is_dir() {
        eprintln!("skipped: ../shared/data is absent");
        return;
    }
    let list = |name: &str| open(&dir.join(name)).list().unwrap();

    let plain = list("Collection-WIN-E5K9RC5GU23-2021-11-21T18_05_56-08_00.zip");
    let paths = paths(&plain);
    assert_eq!(paths.len(), 16, "{paths:#?}");
    for path in [
        "C:\\$Extend\\$UsnJrnl:$J",
        "C:\\$Extend\\$UsnJrnl:$J.idx",
        "C:\\Users\\Administrator\\ntuser.dat",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path}");
    }
    assert_eq!(
        plain.gaps.iter().map(whole).collect::<Vec<_>>(),
        [("C:\\Users\\Administrator\\ntuser.dat", GapReason::Truncated)]
    );
    let hive = plain.entries.iter().find(|e| e.artefact.path().ends_with("ntuser.dat")).unwrap();
    assert_eq!(hive.times.modified, "2021-08-21T20:04:11.32606Z".parse().ok());

    for name in
        ["encrypted_collector_pki.zip", "offline_encrypted.zip", "encrypted_collector_password.zip"]
    {
        let listing = list(name);
        let keyed = name != "encrypted_collector_password.zip";
        assert_eq!(listing.entries.len(), usize::from(keyed), "{name}");
        assert_eq!(reasons(&listing), [GapReason::Encrypted], "{name}");
        assert_eq!(listing.gaps[0].detail.contains("unzip --dump_dir"), keyed, "{name}");
    }
    assert_eq!(list("import.zip").entries.len(), 10);
    assert_eq!(list("invalid_dir.zip").entries.len(), 10);
    assert_eq!(reasons(&list("import.zip")), []);
    assert_eq!(reasons(&list("invalid_dir.zip")), []);
}
