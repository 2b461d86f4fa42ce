//! The NTFS master file table: every file's names, times and streams, also of files that were
//! deleted and not yet overwritten.
//!
//! Our own reader after weighing `mft` 0.9: it brings two date libraries and a random-number crate
//! that does not run on Windows Server 2008 R2, and maps no damage to places. Layout:
//! <https://flatcap.github.io/linux-ntfs/ntfs/concepts/file_record.html>. Two passes, so that paths
//! are known before files are chosen; only directories are remembered in between.

mod paths;
mod record;
#[cfg(test)]
pub(crate) mod tests;

use std::io;

use model::{GapReason, Locator, Loss, WinPath};

use crate::at;
use crate::blocks::{Window, held};
use crate::hive::{u16_at, u32_at};
use crate::{Fact, FactKind, Head, ReadSeek, Reader, Seeking, Sink, Sniff};

use paths::{Directories, Extensions};
use record::{Fault, FileRecord, NUMBER, Name, parse};

/// Largest table taken whole; larger ones are read by seeking.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The master file table.
pub(crate) struct MasterFileTable;

impl Reader for MasterFileTable {
    fn id(&self) -> &'static str {
        "mft"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        // The first record describes the table itself; its fixup array lies behind the header.
        let first = head.bytes.starts_with(b"FILE") && u16_at(head.bytes, 4)? >= 0x2A;
        (first && record_size(head.bytes).is_some()).then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        held(self, bytes, sink);
    }

    fn seeking(&self) -> Option<&dyn Seeking> {
        Some(self)
    }
}

impl Seeking for MasterFileTable {
    fn read(
        &self,
        input: &mut dyn ReadSeek,
        wanted: &dyn Fn(&str) -> bool,
        sink: &mut dyn Sink,
    ) -> io::Result<()> {
        let mut directories = Directories::default();
        let mut extensions = Extensions::default();
        each_record(input, None, &mut |record, _| {
            directories.learn(&record);
            extensions.learn(record);
        })?;
        if directories.left_out > 0 {
            let detail = "directories beyond four million: paths below them are incomplete";
            let count = directories.left_out;
            sink.gap(Locator::File, GapReason::TooLarge, detail.to_owned(), count, 0);
        }
        if extensions.left_out > 0 {
            let detail = "records that continue others beyond a million: names and streams missing";
            let count = extensions.left_out;
            sink.gap(Locator::File, GapReason::TooLarge, detail.to_owned(), count, 0);
        }
        let mut losses = Losses::new();
        each_record(input, Some(&mut losses), &mut |mut record, offset| {
            if !extensions.join(&mut record) {
                return;
            }
            for name in record.long_names() {
                let path = directories.path(name.parent, &name.text);
                if wanted(&path) {
                    sink.fact(describe(&record, name, path, offset));
                }
            }
        })?;
        sink.lost(losses.bad);
        sink.lost(losses.torn);
        Ok(())
    }
}

struct Losses {
    bad: Loss,
    torn: Loss,
}

impl Losses {
    fn new() -> Self {
        Self {
            bad: Loss::new(GapReason::Damaged, "records of the file table that are none"),
            torn: Loss::new(GapReason::Damaged, "records of the file table torn between sectors"),
        }
    }
}

/// Record sizes that NTFS uses.
const SIZES: [usize; 4] = [1024, 4096, 512, 2048];

fn record_size(bytes: &[u8]) -> Option<usize> {
    let told = u32_at(bytes, 28)? as usize;
    SIZES.contains(&told).then_some(told)
}

/// Reads records one after the other. `losses` counts what is none.
fn each_record(
    input: &mut dyn ReadSeek,
    mut losses: Option<&mut Losses>,
    visit: &mut dyn FnMut(FileRecord, u64),
) -> io::Result<()> {
    let mut window = Window::first(input)?;
    let size = record_size(window.bytes()).unwrap_or(SIZES[0]);
    loop {
        let (base, is_last) = (window.base(), window.is_last());
        let count = window.bytes().len();
        let whole = if is_last { count } else { count - count % size };
        for (index, raw) in window.bytes_mut()[..whole].chunks_mut(size).enumerate() {
            let offset = base + (index * size) as u64;
            let parsed = parse(raw, offset / size as u64);
            match (parsed, losses.as_deref_mut()) {
                (Ok(record), _) => visit(record, offset),
                (Err(Fault::Empty), _) | (Err(_), None) => {}
                (Err(Fault::Torn), Some(losses)) => losses.torn.add(at(offset), size as u64),
                (Err(Fault::NotOne), Some(losses)) => losses.bad.add(at(offset), size as u64),
            }
        }
        if !window.advance(whole)? {
            return Ok(());
        }
    }
}

fn describe(record: &FileRecord, name: &Name, path: String, offset: u64) -> Fact {
    let locator = Locator::Record { number: record.number, offset };
    let mut fact = Fact::new(FactKind::Mft, locator)
        .at(name.times[0])
        .with("path", path)
        .with("name", name.text.as_str())
        .with("record", record.number.to_string())
        .with("sequence", record.sequence.to_string())
        .with("parentRecord", (name.parent & NUMBER).to_string())
        .with("parentSequence", (name.parent >> 48).to_string())
        .with("inUse", record.in_use.to_string())
        .with("isDirectory", record.is_directory.to_string());
    fact = fact.with_some("attributes", model::hiding_attributes(record.attributes));
    let fields = [
        ["siCreated", "siModified", "siChanged", "siAccessed"],
        ["fnCreated", "fnModified", "fnChanged", "fnAccessed"],
    ];
    let standard = record.standard.unwrap_or_default();
    for (names, times) in fields.iter().zip([standard, name.times]) {
        for (field, time) in names.iter().zip(times) {
            fact = fact.with_some(*field, time.map(|time| time.to_string()));
        }
    }
    if let (Some(si), Some(file_name)) = (standard[0], name.times[0]) {
        // Installers and unpackers set such times too: a sign, not a proof.
        fact.push("siBeforeFn", (si < file_name).to_string());
        fact.push("wholeSeconds", record.whole_seconds.to_string());
    }
    for stream in &record.streams {
        if stream.name.is_empty() {
            fact.push("size", stream.size.to_string());
        } else {
            fact.push("stream", format!("{}:{}", stream.name, stream.size));
        }
    }
    fact
}
