//! The files of the listing as records: an archive in `ProgramData` or a memory dump under a
//! harmless name says something without being read.

use std::borrow::Cow;
use std::io::Read;

use detect::{Plan, Sightings};
use discover::Notice;
use evidence::{Entry, Listing, Source};
use model::{Gap, GapReason, Locator, Record, RecordKind, Timestamp, WinPath};

use crate::fields::Fields;
use crate::progress::Progress;

/// Bytes looked at: the longest signature of [`SIGNATURES`] with its offset.
const BEGINNING: u64 = 64;

/// Files whose beginning is looked at. A server has some thousand in the places concerned; a
/// million small files there would cost minutes and say nothing more.
const MOST_BEGINNINGS: u64 = 100_000;

/// Where a signature stands, its bytes, the word for it. Sources: the file formats' own
/// specifications (minidump: <https://learn.microsoft.com/windows/win32/api/minidumpapiset/>; PST:
/// MS-PST; ESE: <https://github.com/libyal/libesedb>).
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"MDMP", "minidump"),
    (0, b"PAGEDU", "kernel-dump"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"MSCF\0\0\0\0", "cab"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"MZ", "pe"),
    (0, b"!BDN", "pst"),
    (4, b"\xef\xcd\xab\x89", "esedb"),
    (0, b"regf", "hive"),
    (0, b"ElfFile\0", "evtx"),
    (0, b"L\0\0\0\x01\x14\x02\0", "lnk"),
    (0, b"\x89PNG", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (0, b"%PDF", "pdf"),
    (0, b"\xd0\xcf\x11\xe0", "ole"),
    (0, b"<%", "script"),
    (0, b"#!", "script"),
];

/// Shows the files of a listing to the detectors. What could not be looked at is a gap. `read` are
/// files that were read, in the order of the listing, with what they begin with where it was seen.
pub(crate) fn show<'r>(
    source: &dyn Source,
    listing: &Listing,
    read: impl Iterator<Item = (&'r WinPath, Option<&'static str>)>,
    plan: &Plan,
    progress: &Progress,
) -> (Sightings, Vec<Gap>) {
    let (mut seen, mut gaps) = (Sightings::default(), Vec::new());
    let (mut looked, mut passed) = (0_u64, 0_u64);
    let mut read = read.peekable();
    for entry in &listing.entries {
        if progress.stopped() {
            break;
        }
        let known = read.next_if(|(path, _)| *path == entry.artefact.path());
        let known = known.and_then(|(_, content)| content);
        let content = match discover::notice(entry) {
            None => continue,
            Some(Notice::Name) => "",
            Some(Notice::Beginning) if let Some(content) = known => content,
            Some(Notice::Beginning) if looked == MOST_BEGINNINGS => {
                passed += 1;
                ""
            }
            Some(Notice::Beginning) => {
                looked += 1;
                beginning(source, entry).unwrap_or_else(|gap| {
                    gaps.push(gap);
                    ""
                })
            }
        };
        plan.record(&FileRecord::new(entry, content), &entry.artefact, &mut seen);
    }
    if passed > 0 {
        let detail = format!(
            "files in places that anybody can write to, looked at by name only after the first \
             {MOST_BEGINNINGS}"
        );
        gaps.push(Gap::whole(WinPath::new(""), GapReason::TooLarge, detail).times(passed));
    }
    (seen, gaps)
}

/// The word for what a file's first bytes are.
fn beginning(source: &dyn Source, entry: &Entry) -> Result<&'static str, Gap> {
    let mut bytes = Vec::new();
    let opened = source.open(entry);
    match opened.and_then(|own| own.take(BEGINNING).read_to_end(&mut bytes)) {
        Ok(_) => Ok(content_of(&bytes)),
        Err(error) => {
            let (reason, detail) = evidence::gap_of(&error);
            Err(Gap::whole(entry.artefact.path().clone(), reason, detail))
        }
    }
}

/// Whether what begins with "MZ" says where its header is, as every program does at byte 60: text
/// and zeros do not.
fn is_program(bytes: &[u8]) -> bool {
    /// Letters of any text are more than this.
    const FURTHEST: u32 = 16 << 20;
    let told = bytes.get(60..64).and_then(|own| own.try_into().ok()).map(u32::from_le_bytes);
    told.is_some_and(|at| at > 0 && at < FURTHEST)
}

/// The word for what a file is that begins with these bytes.
pub(crate) fn content_of(bytes: &[u8]) -> &'static str {
    let bytes = &bytes[..bytes.len().min(BEGINNING as usize)];
    let known = SIGNATURES.iter().find(|(offset, signature, _)| {
        bytes.get(*offset..).is_some_and(|rest| rest.starts_with(signature))
    });
    match known {
        Some((_, _, word)) if *word != "pe" || is_program(bytes) => word,
        Some(_) => "other",
        None if bytes.is_empty() => "",
        None if bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 32..127)) => "text",
        None => "other",
    }
}

/// A file of the listing, as a record of kind [`RecordKind::FILE`].
struct FileRecord {
    fields: Fields,
}

impl FileRecord {
    fn new(entry: &Entry, content: &str) -> Self {
        let path = entry.artefact.path();
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        let mut fields = Fields::default();
        let mut put = |name, value: Option<String>| fields.put(name, value);
        put("path", Some(path.to_string()));
        put("name", Some(path.file_name().to_owned()));
        put("extension", path.extension());
        put("size", entry.size.map(|size| size.to_string()));
        put("created", time(entry.times.created));
        put("modified", time(entry.times.modified));
        put("attributes", model::hiding_attributes(entry.attributes).map(str::to_owned));
        put("content", (!content.is_empty()).then(|| content.to_owned()));
        Self { fields }
    }
}

impl Record for FileRecord {
    fn kind(&self) -> &RecordKind {
        static KIND: RecordKind = RecordKind::FILE;
        &KIND
    }

    /// None: what a file system says of a file's time is not the file's own word.
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn locator(&self) -> Locator {
        Locator::File
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.fields.get(field)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }

    fn excerpt(&self) -> String {
        let text: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        model::excerpt_of(text.join("; ").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_told_by_their_signatures() {
        for (bytes, wanted) in [
            (&b"MDMP\x93\xa7\0\0"[..], "minidump"),
            (b"\0\0\0\0\xef\xcd\xab\x89", "esedb"),
            (b"plain words", "text"),
            (&[&b"MZ\x90\0"[..], &[0; 56], &[0x80, 0, 0, 0]].concat(), "pe"),
            (&[&b"MZ"[..], &[0; 62]].concat(), "other"),
            (b"MZ is where programs begin, and this is a text that says so, longer", "other"),
            (b"MZ\x90\0", "other"),
            (b"\x01\x02", "other"),
            (b"", ""),
        ] {
            assert_eq!(content_of(bytes), wanted);
        }
    }
}
