//! The test bench of this crate: a sink that writes down what it is given, and goldens.
//!
//! A golden is a pair of files in a format's `testdata`: `WHAT-IT-SHOWS.in`, the bytes, and
//! `WHAT-IT-SHOWS.out`, all records and gaps they come to. `AFTERPATCH_UPDATE_GOLDENS=1` writes
//! the `.out` files anew; read the difference before committing it.
#![allow(clippy::disallowed_methods, reason = "tests read their own files")]

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use model::{Batch, GapReason, Locator, Record, WinPath};

use crate::{Format, HEAD_BYTES, Head, Input, Outcome, Sink, Sniff, recognise};

/// What a read pushed, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// One text per record: kind, time, locator, fields.
    pub(crate) records: Vec<String>,
    /// Reason, count, bytes, locator and detail of each gap.
    pub(crate) gaps: Vec<(GapReason, u64, u64, Locator, String)>,
    /// Violations of the batch contract.
    pub(crate) faults: Vec<String>,
}

impl Seen {
    fn write(&mut self, record: &dyn Record) {
        let time = record.time().map_or("no time".to_owned(), |time| time.to_string());
        let mut text = match record.locator() {
            Locator::Line { line, offset, length } => {
                format!("{} {time} line {line} at {offset}+{length}", record.kind())
            }
            other => format!("{} {time} {other}", record.kind()),
        };
        record.each(&mut |name, value| {
            if !value.is_empty() {
                write!(text, "\n  {name} = {}", value.escape_debug()).unwrap();
            }
        });
        self.records.push(text);
    }

    /// Reason and count of each gap.
    pub(crate) fn losses(&self) -> Vec<(GapReason, u64)> {
        self.gaps.iter().map(|gap| (gap.0, gap.1)).collect()
    }
}

impl Sink for Seen {
    fn batch(&mut self, batch: &Batch<'_>) {
        if let Some(fault) = crate::fuzz::fault_of(batch) {
            self.faults.push(fault);
            return;
        }
        for index in 0..batch.rows.len() {
            self.write(&batch.row(index));
        }
    }

    fn record(&mut self, record: &dyn Record) {
        self.write(record);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        self.gaps.push((reason, count, bytes, locator, detail));
    }
}

/// Reads bytes whole.
pub(crate) fn read(format: &dyn Format, path: &str, bytes: &[u8]) -> (Seen, Outcome) {
    read_part(format, path, bytes, 0, None, None)
}

/// Reads a part of bytes, as the engine does.
pub(crate) fn read_part(
    format: &dyn Format,
    path: &str,
    bytes: &[u8],
    start: usize,
    end: Option<usize>,
    header: Option<&[u8]>,
) -> (Seen, Outcome) {
    let mut seen = Seen::default();
    let mut rest = &bytes[start.saturating_sub(1)..];
    let input = Input {
        path: &WinPath::new(path),
        reader: &mut rest,
        head: &bytes[..bytes.len().min(HEAD_BYTES)],
        header,
        start: start as u64,
        end: end.map(|end| end as u64),
    };
    let outcome = format.read(input, &mut seen).unwrap();
    assert_eq!(seen.faults, Vec::<String>::new());
    (seen, outcome)
}

/// The format that recognises bytes, and how sure it is.
pub(crate) fn recognised(path: &str, bytes: &[u8]) -> Option<(&'static str, Sniff)> {
    let path = WinPath::new(path);
    let head = Head { path: &path, bytes: &bytes[..bytes.len().min(HEAD_BYTES)] };
    let format = recognise(head)?;
    Some((format.id(), format.sniff(head)?))
}

/// Reads bytes with the format that recognises them.
pub(crate) fn read_any(path: &str, bytes: &[u8]) -> Option<(&'static str, Seen, Outcome)> {
    let name = WinPath::new(path);
    let format = recognise(Head { path: &name, bytes: &bytes[..bytes.len().min(HEAD_BYTES)] })?;
    let (seen, outcome) = read(format, path, bytes);
    Some((format.id(), seen, outcome))
}

/// Compares all goldens of a folder. The path of each is `folder\name` unless the name has the
/// form `NAME@PATH` with `+` for separators.
pub(crate) fn goldens(folder: &str) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder).join("testdata");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "in"));
    files.sort();
    assert!(!files.is_empty(), "no goldens in {}", dir.display());
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let found = rendered(&name, &bytes);
        let golden = path.with_extension("out");
        if std::env::var_os("AFTERPATCH_UPDATE_GOLDENS").is_some() {
            std::fs::write(&golden, &found).unwrap();
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(found, wanted, "golden {name}");
    }
}

fn rendered(name: &str, bytes: &[u8]) -> String {
    let path = match name.split_once('@') {
        Some((_, path)) => path.replace('+', "\\"),
        None => format!("C:\\{name}.LOG"),
    };
    let sniff = recognised(&path, bytes);
    let Some((id, seen, outcome)) = read_any(&path, bytes) else {
        return "not recognised\n".to_owned();
    };
    let mut out = format!(
        "{id} ({:?}), {} records, {} gaps, {} lines, {} bytes\n",
        sniff.unwrap().1,
        seen.records.len(),
        seen.gaps.len(),
        outcome.lines,
        outcome.bytes
    );
    for record in &seen.records {
        writeln!(out, "\n{record}").unwrap();
    }
    for (reason, count, bytes, locator, detail) in &seen.gaps {
        writeln!(out, "\ngap: {reason}, {count} times, {bytes} bytes, first {locator}: {detail}")
            .unwrap();
    }
    out
}

/// Real logs laid beside the repository; `None`, with a note, where they are absent.
pub(crate) fn shared(folder: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let dir = root.join(folder);
    if !dir.is_dir() {
        println!("skipped: ../shared/data is absent");
        return None;
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    };
    Some(files.into_iter().map(named).collect())
}

/// What a real log comes to: the start of its name, format, records, losses.
pub(crate) type Wanted<'a> = (&'a str, &'a str, usize, &'a [(GapReason, u64)]);

/// Checks format, records and gaps of the real logs of a folder, none left out.
pub(crate) fn check_shared(folder: &str, wanted: &[Wanted<'_>]) {
    let Some(files) = shared(folder) else { return };
    let mut found = Vec::new();
    for (name, bytes) in &files {
        let (id, seen, _) = read_any(&format!("C:\\x\\{name}"), bytes)
            .map_or(("none", Seen::default(), Outcome::default()), |found| found);
        found.push((name.as_str(), id, seen.records.len(), seen.losses()));
    }
    let same = found.len() == wanted.len()
        && found.iter().zip(wanted).all(|(found, wanted)| {
            found.0.starts_with(wanted.0)
                && (found.1, found.2) == (wanted.1, wanted.2)
                && found.3 == wanted.3
        });
    assert!(same, "found {found:#?}");
}

/// Hands out bytes in steps of the given sizes, over and over.
pub(crate) struct Stepping<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) steps: Vec<usize>,
    pub(crate) turn: usize,
}

impl Read for Stepping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let step = self.steps[self.turn % self.steps.len()].max(1);
        self.turn += 1;
        let count = step.min(buffer.len()).min(self.bytes.len());
        buffer[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes = &self.bytes[count..];
        Ok(count)
    }
}

/// Bytes that are no log, the same on every run.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}
