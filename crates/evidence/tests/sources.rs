//! Sources as a user gives them: every container of one tree is the same tree, and collections
//! come out under the paths of the server.
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
use std::io::{Cursor, Write};
use std::path::Path;

use common::{content, open, open_bytes, paths, reasons, whole, write_tree};
use evidence::Options;
use evidence::contract::{check, expected, sample, tar_of, zip_of};
use evidence::memory::Memory;
use model::GapReason;
use tempfile::TempDir;

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
fn a_collection_beside_a_copy_of_folders_is_opened() {
    let zip = zip_of(&[("u_ex210303.log", "x")]);
    for folder in ["inetpub/logs/LogFiles/W3SVC1", "Windows"] {
        let source = Memory::new("m")
            .file(&format!("{folder}/a.log"), "a")
            .file("IIS_W3SVC2_Logs.zip", &zip)
            .build();
        let listing = source.list().unwrap();
        assert!(paths(&listing).iter().any(|path| path.ends_with("u_ex210303.log")), "{folder}");
    }
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
fn one_place_under_two_spellings_is_read_once() {
    let dir = TempDir::new().unwrap();
    write_tree(dir.path(), &[("a/inetpub/logs/x.log", "x"), ("b/inetpub/logs/y.log", "y")]);
    let places = ["a", "b/../a", "./a", "b"].map(|place| dir.path().join(place));
    let source = evidence::open_many(&places, Options::default()).unwrap();
    assert_eq!(
        paths(&source.list().unwrap()),
        ["C:\\inetpub\\logs\\x.log", "C:\\inetpub\\logs\\y.log"]
    );
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

/// Packers on Windows write the attributes of each file into the directory; without the directory
/// nobody knows them.
#[test]
fn attributes_of_files_are_those_of_the_archives_directory() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("C/inetpub/wwwroot/x.aspx", options).unwrap();
    zip.write_all(b"x").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 38] = 0x26;
    for (bytes, attributes) in [(&bytes[..], 0x26), (&bytes[..directory], 0)] {
        let (_dir, source) = open_bytes("hidden.zip", bytes);
        assert_eq!(source.list().unwrap().entries[0].attributes, attributes);
    }
}

#[test]
fn an_empty_folder_is_an_empty_source() {
    let dir = TempDir::new().unwrap();
    let listing = open(dir.path()).list().unwrap();
    assert_eq!((listing.entries.len(), listing.gaps.len()), (0, 0));
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
