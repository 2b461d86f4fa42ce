//! Transaction logs: the changes that a running server has not yet written into the hive. A hive
//! copied from a live server is often minutes to hours behind without them.
//!
//! Two layouts: since Windows 8.1 a row of `HvLE` entries with hashes; before that one `DIRT`
//! bitmap with the pages it names (<https://github.com/msuhanov/regf>, "Format of transaction log
//! files").

use std::borrow::Cow;

use model::{GapReason, Locator};

use super::BASE;

/// Where log entries begin.
const ENTRIES: usize = 512;

/// Largest hive that a log may ask for: Windows itself stops at 2 GiB; evidence hives stay below
/// 512 MiB, and a log must not make us allocate more than that.
const LARGEST_HIVE: usize = 512 * 1024 * 1024;

/// How much a log may let a hive grow beyond the pages that it carries: bins are made whole, and
/// their unused pages need not be written.
const MOST_GROWTH: usize = 32 * 1024 * 1024;

/// Seed of the hash over log entries. (Some descriptions print its bytes in the order of the
/// number; Windows uses the number.)
pub(crate) const MARVIN_SEED: u64 = 0x82EF_4D88_7A4E_55C5;

type Gaps = Vec<(Locator, GapReason, String)>;

/// One entry of a log of the newer layout.
struct Entry<'l> {
    sequence: u32,
    hive_size: usize,
    references: &'l [u8],
    pages: &'l [u8],
}

/// Applies logs to a hive's bytes if its base block says that it is not up to date.
pub(super) fn apply(hive: &mut Cow<'_, [u8]>, logs: &[&[u8]], gaps: &mut Gaps) {
    let (first, second) = (u32_at(hive, 4), u32_at(hive, 8));
    let dirty = first != second || !checksum_holds(hive);
    // A hive grows by pages that its logs carry: one that asks for much more is not believed.
    let carried: usize = logs.iter().map(|log| log.len()).sum();
    let most = hive.len().saturating_add(carried).saturating_add(MOST_GROWTH).min(LARGEST_HIVE);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut applied = false;
    for log in logs.iter().filter(|log| !log.is_empty()) {
        if !log.starts_with(b"regf") {
            let detail = "a transaction log that does not begin with \"regf\"".to_owned();
            gaps.push((Locator::File, GapReason::Damaged, detail));
        } else if log.get(ENTRIES..).is_some_and(|rest| rest.starts_with(b"DIRT")) {
            // Valid only for the very state it was written for.
            if dirty && u32_at(log, 4) == first && u32_at(log, 8) == first {
                applied |= apply_bitmap(hive.to_mut(), log, most, gaps);
            }
        } else {
            read_entries(log, &mut entries);
        }
    }
    entries.sort_by_key(|entry| entry.sequence);
    // Entries from the state that the hive has, without a hole between them.
    let mut wanted = second.unwrap_or(0);
    for entry in entries.iter().filter(|entry| entry.sequence >= second.unwrap_or(0)) {
        if entry.sequence < wanted {
            continue;
        }
        if entry.sequence != wanted && applied {
            let detail = "transaction log entries after a hole in their numbers".to_owned();
            gaps.push((Locator::File, GapReason::Missing, detail));
            break;
        }
        apply_entry(hive.to_mut(), entry, most, gaps);
        applied = true;
        wanted = entry.sequence.wrapping_add(1);
    }
    if dirty && !applied {
        let detail = "the hive was copied while in use and its transaction logs are not there or \
                      do not fit: its latest changes may be missing";
        gaps.push((Locator::File, GapReason::Missing, detail.to_owned()));
    }
}

fn read_entries<'l>(log: &'l [u8], entries: &mut Vec<Entry<'l>>) {
    let mut at = ENTRIES;
    // Entries of an earlier turn follow the valid ones, with bad hashes or older numbers.
    while let Some((entry, size)) = entry_at(log, at) {
        entries.push(entry);
        at += size;
    }
}

fn entry_at(log: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let rest = log.get(at..)?;
    if !rest.starts_with(b"HvLE") {
        return None;
    }
    let size = u32_at(rest, 4)? as usize;
    if size < 512 || !size.is_multiple_of(512) {
        return None;
    }
    let entry = rest.get(..size)?;
    let holds = u64_at(entry, 24)? == marvin(MARVIN_SEED, &entry[40..])
        && u64_at(entry, 32)? == marvin(MARVIN_SEED, &entry[..32]);
    let count = u32_at(entry, 20)? as usize;
    let references = entry.get(40..count.checked_mul(8)?.checked_add(40)?)?;
    let entry = Entry {
        sequence: u32_at(entry, 12)?,
        hive_size: u32_at(entry, 16)? as usize,
        references,
        pages: &entry[40 + references.len()..],
    };
    holds.then_some((entry, size))
}

fn apply_entry(hive: &mut Vec<u8>, entry: &Entry<'_>, most: usize, gaps: &mut Gaps) {
    let size = BASE.saturating_add(entry.hive_size).min(most);
    if size > hive.len() {
        hive.resize(size, 0);
    }
    let mut pages = entry.pages;
    for reference in entry.references.as_chunks::<8>().0 {
        let (Some(offset), Some(length)) = (u32_at(reference, 0), u32_at(reference, 4)) else {
            return;
        };
        let (start, length) = (BASE.saturating_add(offset as usize), length as usize);
        let locator = Locator::Bytes { offset: start as u64, length: length as u64 };
        let Some((page, rest)) = pages.split_at_checked(length) else {
            let detail = "an entry of a transaction log without the pages it names".to_owned();
            gaps.push((locator, GapReason::Truncated, detail));
            return;
        };
        pages = rest;
        match hive.get_mut(start..start.saturating_add(length)) {
            Some(place) => place.copy_from_slice(page),
            None => {
                let detail = "a page of a transaction log for a place outside the hive".to_owned();
                gaps.push((locator, GapReason::Damaged, detail));
                return;
            }
        }
    }
}

/// The older layout: one bit per 512 bytes of bins, pages in the order of the bits.
fn apply_bitmap(hive: &mut Vec<u8>, log: &[u8], most: usize, gaps: &mut Gaps) -> bool {
    let size = u32_at(log, 40).unwrap_or(0) as usize;
    if BASE.saturating_add(size) > most {
        return false;
    }
    let bitmap_size = size / 512 / 8;
    let Some(bitmap) = log.get(ENTRIES + 4..ENTRIES + 4 + bitmap_size) else { return false };
    if BASE + size > hive.len() {
        hive.resize(BASE + size, 0);
    }
    let mut from = (ENTRIES + 4 + bitmap_size).next_multiple_of(512);
    for (index, byte) in bitmap.iter().enumerate() {
        for bit in (0..8).filter(|bit| byte & 1 << bit != 0) {
            let start = BASE + (index * 8 + bit) * 512;
            let (Some(page), Some(place)) =
                (log.get(from..from + 512), hive.get_mut(start..start + 512))
            else {
                let detail = "a transaction log that ends before its pages do".to_owned();
                let locator = Locator::Bytes { offset: from as u64, length: 0 };
                gaps.push((locator, GapReason::Truncated, detail));
                return true;
            };
            place.copy_from_slice(page);
            from += 512;
        }
    }
    true
}

/// Whether the base block's checksum (the exclusive or of its first 127 words) is right.
fn checksum_holds(base: &[u8]) -> bool {
    let sum = base
        .as_chunks::<4>()
        .0
        .iter()
        .take(127)
        .fold(0, |sum, word| sum ^ u32::from_le_bytes(*word));
    let sum = match sum {
        0 => 1,
        u32::MAX => u32::MAX - 1,
        other => other,
    };
    u32_at(base, 508) == Some(sum)
}

/// Marvin32, the hash of the newer log layout.
pub(crate) fn marvin(seed: u64, bytes: &[u8]) -> u64 {
    let (mut low, mut high) = (seed as u32, (seed >> 32) as u32);
    let mut mix = |word: u32| {
        low = low.wrapping_add(word);
        high ^= low;
        low = low.rotate_left(20).wrapping_add(high);
        high = high.rotate_left(9) ^ low;
        low = low.rotate_left(27).wrapping_add(high);
        high = high.rotate_left(19);
    };
    let (words, rest) = bytes.as_chunks::<4>();
    for word in words {
        mix(u32::from_le_bytes(*word));
    }
    let mut last = [0; 4];
    last[..rest.len()].copy_from_slice(rest);
    last[rest.len()] = 0x80;
    mix(u32::from_le_bytes(last));
    mix(0);
    u64::from(high) << 32 | u64::from(low)
}

/// A little-endian number at an offset; `None` past the end.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// A little-endian number at an offset; `None` past the end.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// A little-endian number at an offset; `None` past the end.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}
