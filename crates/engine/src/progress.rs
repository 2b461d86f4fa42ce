//! What a long run tells whoever is waiting, and how it is told to stop.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counters that a run advances and a screen reads, from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files to read.
    pub files: AtomicU64,
    /// Files read to the end, or given up.
    pub files_done: AtomicU64,
    /// Bytes to read, as the sources state them.
    pub bytes: AtomicU64,
    /// Bytes read.
    pub bytes_done: AtomicU64,
    /// Set it to end the run early: what was read is assessed and the answer says it is partial.
    pub stop: AtomicBool,
}

impl Progress {
    /// Whether the run is to end.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// The error a [`Watched`] reader ends with when the run is to stop.
#[derive(Debug, thiserror::Error)]
#[error("the run was stopped before this was read to its end")]
pub(crate) struct Stopped;

/// A reader that counts what passes and ends early when the run is to stop.
pub(crate) struct Watched<'a> {
    inner: Box<dyn Read + Send + 'a>,
    progress: &'a Progress,
    /// Bytes passed.
    pub(crate) passed: u64,
}

impl<'a> Watched<'a> {
    pub(crate) fn new(inner: Box<dyn Read + Send + 'a>, progress: &'a Progress) -> Self {
        Self { inner, progress, passed: 0 }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.stopped() {
            return Err(io::Error::other(Stopped));
        }
        let count = self.inner.read(buffer)?;
        self.passed += count as u64;
        self.progress.bytes_done.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
