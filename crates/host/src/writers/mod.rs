//! Writers of what the readers read, for tests and for made servers: hives with their logs,
//! programs with versions and signatures, file tables, change journals, a quarantine.
//!
//! They write the layouts by the documents that the readers name, not by the readers' constants,
//! so that a test of both holds two things together. Nothing a product run does needs them; they
//! come with the feature `testing`.

pub mod assembly;
pub mod hive;
pub mod journal;
pub mod program;
pub mod quarantine;
pub mod table;

use model::Timestamp;

/// A moment as a FILETIME: 100-nanosecond steps since 1601-01-01 UTC; 0 for one before.
pub fn filetime(time: Timestamp) -> u64 {
    const EPOCH_SECONDS: i128 = 11_644_473_600;
    let ticks = time.as_nanosecond() / 100 + EPOCH_SECONDS * 10_000_000;
    u64::try_from(ticks).unwrap_or(0)
}

/// UTF-16LE without mark or end.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
