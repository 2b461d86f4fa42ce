//! The test bench of this crate: a sink that keeps what it is given, and the real files laid
//! beside the repository.
#![allow(clippy::disallowed_methods, reason = "tests read their own files")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use model::{GapReason, Locator, WinPath};

use crate::{Fact, HEAD_BYTES, Head, Sink};

/// What a read pushed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Facts in order.
    pub(crate) facts: Vec<Fact>,
    /// Reason, count, bytes, locator and detail of each gap.
    pub(crate) gaps: Vec<(GapReason, u64, u64, Locator, String)>,
}

impl Sink for Seen {
    fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        assert!(count > 0, "a gap that never happened");
        self.gaps.push((reason, count, bytes, locator, detail));
    }
}

impl Seen {
    /// Reason and count of each gap.
    pub(crate) fn losses(&self) -> Vec<(GapReason, u64)> {
        self.gaps.iter().map(|gap| (gap.0, gap.1)).collect()
    }

    /// The facts whose field has this value.
    pub(crate) fn having<'s>(&'s self, field: &'s str, value: &'s str) -> Vec<&'s Fact> {
        self.facts
            .iter()
            .filter(|fact| fact.value(field).is_some_and(|own| own.eq_ignore_ascii_case(value)))
            .collect()
    }

    /// How many facts have this value in a field.
    pub(crate) fn count(&self, field: &str, value: &str) -> usize {
        self.having(field, value).len()
    }

    /// Facts and gaps as text, for comparing.
    pub(crate) fn shown(&self) -> String {
        let mut out = String::new();
        for fact in &self.facts {
            let time = fact.time.map_or_else(String::new, |time| format!(" {time}"));
            writeln!(out, "{}{time} {}", fact.kind.record_kind(), fact.locator).unwrap();
            for (name, value) in &fact.fields {
                writeln!(out, "  {name} = {}", value.escape_debug()).unwrap();
            }
        }
        for (reason, count, _, locator, detail) in &self.gaps {
            writeln!(out, "gap: {reason}, {count}, {locator}: {detail}").unwrap();
        }
        out
    }
}

/// Reads a file with the reader that recognises it.
pub(crate) fn read(path: &str, bytes: &[u8]) -> (&'static str, Seen) {
    let path = WinPath::new(path);
    let head = Head { path: &path, bytes: &bytes[..bytes.len().min(HEAD_BYTES)] };
    let mut seen = Seen::default();
    match crate::recognise(head) {
        Some(reader) => {
            reader.read(&path, bytes, &mut seen);
            (reader.id(), seen)
        }
        None => ("none", seen),
    }
}

/// UTF-16LE with its mark, as Windows writes it.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A real file or the real files of a folder laid beside the repository; `None`, with a note,
/// where they are absent.
pub(crate) fn shared(name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        println!("skipped: ../shared/data is absent");
        return None;
    }
    let mut files: Vec<PathBuf> = if path.is_dir() {
        std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![path]
    };
    files.retain(|path| path.is_file());
    files.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    };
    Some(files.into_iter().map(named).collect())
}
