//! What every source must do, written once and run by each of them.
//!
//! Build the same sample tree in the form of your source and hand it to [`check`].

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use crate::{Entry, Source};

/// The sample: names as in a collection made by KAPE, and contents.
pub fn sample() -> Vec<(&'static str, Vec<u8>)> {
    let long: Vec<u8> = (0..200_000_u32).flat_map(|n| n.to_le_bytes()).collect();
    vec![
        ("C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", b"#Software: IIS\r\n".to_vec()),
        ("C/inetpub/logs/LogFiles/W3SVC1/u_ex210304.log", Vec::new()),
        ("C/Windows/System32/LogFiles/HTTPERR/httperr1.log", b"#Version: 1.0\r\n".repeat(5_000)),
        ("C/ProgramData/COM1/con.aspx", b"reserved name".to_vec()),
        ("E/Exchange2016/Logging/HttpProxy/Ecp/HttpProxy_2021030306-1.LOG", long),
        ("2021-03-05T12_00_00_CopyLog.csv", b"SourceFile\r\n".to_vec()),
    ]
}

/// True path and content of every file of the sample.
pub fn expected() -> BTreeMap<String, Vec<u8>> {
    sample()
        .into_iter()
        .map(|(name, content)| {
            let path = name.replace('/', "\\");
            let on_drive = path.starts_with("C\\") || path.starts_with("E\\");
            (if on_drive { path.replacen('\\', ":\\", 1) } else { path }, content)
        })
        .collect()
}

/// A zip of files, deflated, as bytes.
///
/// # Panics
/// Never on honest names: writing to memory does not fail.
#[expect(clippy::expect_used, reason = "writing a zip to memory does not fail; for tests")]
pub fn zip_of<N: AsRef<str>, C: AsRef<[u8]>>(files: &[(N, C)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in files {
        zip.start_file(name.as_ref(), options).expect("memory");
        zip.write_all(content.as_ref()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A tar of files as bytes.
///
/// # Panics
/// Never on honest names: writing to memory does not fail.
#[expect(clippy::expect_used, reason = "writing a tar to memory does not fail; for tests")]
pub fn tar_of<N: AsRef<str>, C: AsRef<[u8]>>(files: &[(N, C)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let content = content.as_ref();
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name.as_ref(), content).expect("memory");
    }
    tar.into_inner().expect("memory")
}

/// Holds a source of the [`sample`] to the contract.
///
/// # Panics
/// When the source breaks it.
#[expect(clippy::expect_used, reason = "a broken contract is a panic; for tests")]
pub fn check(source: &dyn Source) {
    let listing = source.list().expect("the sample can be listed");
    assert!(listing.gaps.is_empty(), "gaps in an honest sample: {:?}", listing.gaps);
    let artefacts: Vec<_> = listing.entries.iter().map(|entry| &entry.artefact).collect();
    assert!(artefacts.is_sorted(), "the listing is sorted");
    let again = source.list().expect("lists again").entries;
    assert!(
        again.iter().zip(&listing.entries).all(|(a, b)| a.artefact == b.artefact && a.id == b.id)
    );

    let content: BTreeMap<String, Vec<u8>> = listing
        .entries
        .iter()
        .map(|entry| (entry.artefact.path().to_string(), bytes(source, entry)))
        .collect();
    assert!(content == expected(), "paths or contents differ: {:?}", content.keys());

    for entry in &listing.entries {
        let whole = &content[entry.artefact.path().as_str()];
        assert_eq!(entry.size, Some(whole.len() as u64), "{:?}", entry.artefact);
        for offset in [0, whole.len() as u64 / 2, whole.len() as u64] {
            if let Some(part) = source.open_at(entry, offset) {
                let part = drain(part.expect("opens at an offset"));
                assert!(part == whole[usize::try_from(offset).expect("small")..]);
            }
        }
        assert_eq!(crate::sha256(source, entry).expect("hashes").len(), 64);
    }
    concurrently(source, &listing.entries, &content);
    let foreign = Entry { id: u64::MAX, ..listing.entries[0].clone() };
    assert!(source.open(&foreign).is_err(), "a foreign entry is refused");
}

/// Reads every entry from four threads at once, and one entry by two interleaved readers.
#[expect(clippy::expect_used, reason = "a broken contract is a panic; for tests")]
fn concurrently(source: &dyn Source, entries: &[Entry], content: &BTreeMap<String, Vec<u8>>) {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for entry in entries {
                    assert!(bytes(source, entry) == content[entry.artefact.path().as_str()]);
                }
            });
        }
    });
    for entry in entries {
        let mut first = source.open(entry).expect("opens");
        let mut second = source.open(entry).expect("opens twice");
        let (mut a, mut b) = (Vec::new(), Vec::new());
        loop {
            let more = copy_some(&mut first, &mut a) | copy_some(&mut second, &mut b);
            if !more {
                break;
            }
        }
        assert!(a == b);
    }
}

#[expect(clippy::expect_used, reason = "a broken contract is a panic; for tests")]
fn copy_some(reader: &mut dyn Read, to: &mut Vec<u8>) -> bool {
    io::copy(&mut reader.take(10_007), to).expect("reads") > 0
}

#[expect(clippy::expect_used, reason = "a broken contract is a panic; for tests")]
fn bytes(source: &dyn Source, entry: &Entry) -> Vec<u8> {
    drain(source.open(entry).expect("opens"))
}

#[expect(clippy::expect_used, reason = "a broken contract is a panic; for tests")]
fn drain(mut reader: Box<dyn Read + Send>) -> Vec<u8> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).expect("reads to the end");
    bytes
}
