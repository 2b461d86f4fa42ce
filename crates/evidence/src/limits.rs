//! Limits against archives made to exhaust whoever opens them, and the accounts that keep them.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ReadError;

const KIB: u64 = 1 << 10;
const GIB: u64 = 1 << 30;

/// Compressed data may grow this much before the ratio is looked at. A day of HttpProxy logs of a
/// large server is some 300 MB, so no honest single log is near it and every honest one passes.
pub const FREE_BYTES: u64 = GIB;

/// Beyond [`FREE_BYTES`] an entry may be this many times larger than its compressed form. Deflate
/// cannot exceed 1032:1 and comes near it only with one byte repeated; Exchange logs compress
/// about 30:1, the most monotonous ones 500:1. What lies between is filler, not text.
pub const MAX_RATIO: u64 = 750;

/// All entries of one archive together may come to this, however large the archive.
pub const MAX_SOURCE_BYTES: u64 = KIB * GIB;

/// An archive may always unpack to this much in total; a larger one to [`MAX_RATIO`] times its
/// size. Nested archives are charged to the outermost, so their ratios do not multiply.
pub const FREE_SOURCE_BYTES: u64 = 4 * GIB;

/// How deep archives in archives are opened. ExchangeLogCollector needs two, a collector's zip
/// inside a case zip three.
pub const MAX_DEPTH: u32 = 4;

/// Files listed of one source. A full Windows disk holds under a million.
pub const MAX_ENTRIES: u64 = 2_000_000;

/// Bytes of inner archives unpacked to temporary space for one source.
pub const MAX_SPOOL_BYTES: u64 = 64 * GIB;

/// The limits of one source. [`Limits::default`] is right for every honest source known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// See [`FREE_BYTES`], in bytes.
    pub free_bytes: u64,
    /// See [`MAX_RATIO`].
    pub ratio: u64,
    /// See [`MAX_SOURCE_BYTES`], in bytes.
    pub source_bytes: u64,
    /// See [`FREE_SOURCE_BYTES`], in bytes.
    pub free_source_bytes: u64,
    /// See [`MAX_DEPTH`].
    pub depth: u32,
    /// See [`MAX_ENTRIES`].
    pub entries: u64,
    /// See [`MAX_SPOOL_BYTES`], in bytes.
    pub spool_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            free_bytes: FREE_BYTES,
            ratio: MAX_RATIO,
            source_bytes: MAX_SOURCE_BYTES,
            free_source_bytes: FREE_SOURCE_BYTES,
            depth: MAX_DEPTH,
            entries: MAX_ENTRIES,
            spool_bytes: MAX_SPOOL_BYTES,
        }
    }
}

/// What one outermost archive may unpack to, shared by the readers of all its entries.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    allowed: u64,
    used: AtomicU64,
}

impl Budget {
    /// The budget of an archive of `packed` bytes.
    pub(crate) fn new(limits: Limits, packed: u64) -> Arc<Self> {
        let by_ratio = packed.saturating_mul(limits.ratio);
        let allowed = limits.source_bytes.min(by_ratio.max(limits.free_source_bytes));
        Arc::new(Self { limits, allowed, used: AtomicU64::new(0) })
    }
}

/// How far an entry was unpacked by any of its readers, so that reading twice is charged once.
#[derive(Debug, Default)]
pub(crate) struct HighWater(AtomicU64);

/// Counts what comes out of a decompressor and stops at the limits.
pub(crate) struct Metered<R> {
    inner: R,
    packed: u64,
    produced: u64,
    budget: Arc<Budget>,
    entry: Arc<HighWater>,
}

impl<R> Metered<R> {
    /// The reader below.
    pub(crate) fn get_ref(&self) -> &R {
        &self.inner
    }
}

impl<R: Read> Metered<R> {
    /// Meters `inner`, the content of an entry of `packed` compressed bytes.
    pub(crate) fn new(inner: R, packed: u64, budget: Arc<Budget>, entry: Arc<HighWater>) -> Self {
        Self { inner, packed, produced: 0, budget, entry }
    }

    fn charge(&self) -> Result<(), ReadError> {
        let limits = &self.budget.limits;
        if self.produced > limits.free_bytes
            && self.produced > self.packed.saturating_mul(limits.ratio)
        {
            return Err(ReadError::TooLarge(format!(
                "{} compressed bytes unpack to more than {} bytes, over {} times as many: not read \
                 further, as in a decompression bomb",
                self.packed, self.produced, limits.ratio
            )));
        }
        let before = self.entry.0.fetch_max(self.produced, Ordering::Relaxed);
        let fresh = self.produced.saturating_sub(before);
        let used = self.budget.used.fetch_add(fresh, Ordering::Relaxed).saturating_add(fresh);
        if used > self.budget.allowed {
            return Err(ReadError::TooLarge(format!(
                "the archive unpacks to more than the {} bytes allowed for its size",
                self.budget.allowed
            )));
        }
        Ok(())
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.produced += count as u64;
        self.charge()?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gap_of;
    use model::GapReason;

    fn read_all(
        limits: Limits,
        packed: u64,
        entries: &[(u64, u64)],
    ) -> Vec<Result<u64, GapReason>> {
        let budget = Budget::new(limits, packed);
        entries
            .iter()
            .map(|(packed, size)| {
                let mut reader = Metered::new(
                    io::repeat(0).take(*size),
                    *packed,
                    Arc::clone(&budget),
                    Arc::default(),
                );
                io::copy(&mut reader, &mut io::sink()).map_err(|error| gap_of(&error).0)
            })
            .collect()
    }

    fn small() -> Limits {
        Limits { free_bytes: 1_000_000, free_source_bytes: 3_000_000, ..Limits::default() }
    }

    #[test]
    fn a_monotonous_log_passes_and_a_bomb_does_not() {
        let limits = small();
        assert_eq!(read_all(limits, 4_000, &[(4_000, 2_000_000)]), [Ok(2_000_000)]);
        assert_eq!(read_all(limits, 2_000, &[(2_000, 2_000_000)]), [Err(GapReason::TooLarge)]);
        assert_eq!(read_all(limits, 10, &[(10, 900_000)]), [Ok(900_000)]);
    }

    #[test]
    fn many_small_bombs_meet_the_limit_of_the_archive() {
        let results = read_all(small(), 100, &[(10, 900_000); 5]);
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 3);
        assert_eq!(results[4], Err(GapReason::TooLarge));
    }

    #[test]
    fn reading_an_entry_again_is_not_charged_again() {
        let budget = Budget::new(small(), 10);
        let entry = Arc::new(HighWater::default());
        for _ in 0..20 {
            let inner = io::repeat(0).take(900_000);
            let mut reader = Metered::new(inner, 10, Arc::clone(&budget), Arc::clone(&entry));
            assert_eq!(io::copy(&mut reader, &mut io::sink()).expect("allowed"), 900_000);
        }
    }
}
