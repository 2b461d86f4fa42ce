//! What the first pass remembers: folders, for paths, and records that continue others.

use std::collections::{HashMap, HashSet};

use super::record::{FileRecord, NUMBER, Name, Stream};

/// Most directories remembered: some 400 MB. A file server with more is read with shorter paths.
const MOST_DIRECTORIES: usize = 4_000_000;

/// Most extension records remembered between the passes; a table has one for each of its very
/// fragmented or often-named files.
const MOST_EXTENSIONS: usize = 1_000_000;

/// Deepest path followed up to the root; longer chains are loops.
const DEEPEST: usize = 256;

/// Bytes of a path after which no more folders are added: Windows allows 32,767 characters.
const LONGEST: usize = 32_767;

/// The record of the root directory.
pub(super) const ROOT: u64 = 5;

/// What records say that continue others, by the number and sequence of those.
#[derive(Default)]
pub(super) struct Extensions {
    pub(super) known: HashMap<(u64, u16), (Vec<Name>, Vec<Stream>)>,
    /// Records that say they are continued.
    pub(super) claimed: HashSet<(u64, u16)>,
    /// How many were not remembered.
    pub(super) left_out: u64,
}

impl Extensions {
    pub(super) fn learn(&mut self, record: FileRecord) {
        match record.extends {
            Some(base) => {
                let full = self.known.len() >= MOST_EXTENSIONS;
                if !full || self.known.contains_key(&base) {
                    let (names, streams) = self.known.entry(base).or_default();
                    names.extend(record.names);
                    streams.extend(record.streams);
                } else {
                    self.left_out += 1;
                }
            }
            None if record.is_continued => {
                self.claimed.insert((record.number, record.sequence));
            }
            None => {}
        }
    }

    /// Adds to a record what others say for it; `false` if the record itself continues one that
    /// is there. One whose base is gone speaks for itself.
    pub(super) fn join(&mut self, record: &mut FileRecord) -> bool {
        if let Some(base) = record.extends {
            return !(self.claimed.contains(&base) && self.known.contains_key(&base));
        }
        if record.is_continued
            && let Some((names, streams)) = self.known.get_mut(&(record.number, record.sequence))
        {
            record.names.append(names);
            record.streams.append(streams);
        }
        true
    }
}

/// A folder, for paths.
pub(super) struct Directory {
    pub(super) parent: u64,
    /// What a reference to it must carry: a number that grows each time the record is used again.
    pub(super) sequence: u16,
    pub(super) name: Box<str>,
}

#[derive(Default)]
pub(super) struct Directories {
    pub(super) known: HashMap<u64, Directory>,
    pub(super) left_out: u64,
}

impl Directories {
    pub(super) fn learn(&mut self, record: &FileRecord) {
        if !record.is_directory {
            return;
        }
        let Some(name) = record.long_names().next() else { return };
        if self.known.len() >= MOST_DIRECTORIES {
            self.left_out += 1;
            return;
        }
        // Deleting counts the sequence up; references still carry the one before.
        let sequence = record.sequence.wrapping_sub(u16::from(!record.in_use));
        let (parent, name) = (name.parent, name.text.as_str().into());
        self.known.insert(record.number, Directory { parent, sequence, name });
    }

    /// The path from the root; one that does not reach it, or leads through a folder whose record
    /// was given to another since, begins with `?`.
    pub(super) fn path(&self, parent: u64, name: &str) -> String {
        let mut parts = vec![name];
        let mut at = parent;
        let mut length = name.len();
        while at & NUMBER != ROOT {
            match self.known.get(&(at & NUMBER)) {
                Some(folder)
                    if parts.len() < DEEPEST
                        && length < LONGEST
                        && u64::from(folder.sequence) == at >> 48 =>
                {
                    length += folder.name.len();
                    parts.push(&folder.name);
                    at = folder.parent;
                }
                _ => {
                    parts.push("?");
                    break;
                }
            }
        }
        parts.reverse();
        parts.join("\\")
    }
}
