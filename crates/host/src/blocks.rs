//! Files too large to hold, read through a window that moves over them: what a reader does not
//! use of one block stands in front of the next, so that nothing is lost between two.

use std::io::{self, Cursor, SeekFrom};

use model::{GapReason, Locator};

use crate::{ReadSeek, Seeking, Sink};

/// Bytes read at a time. Larger blocks gain nothing, smaller ones cost calls.
pub(crate) const BLOCK: usize = 1024 * 1024;

/// Reads a file that is held after all with the side of its reader that seeks.
pub(crate) fn held(reader: &dyn Seeking, bytes: &[u8], sink: &mut dyn Sink) {
    if let Err(error) = reader.read(&mut Cursor::new(bytes), &|_| true, sink) {
        sink.gap(Locator::File, GapReason::Unreadable, error.to_string(), 1, 0);
    }
}

/// A part of a file, in the file's order.
pub(crate) struct Window<'i> {
    input: &'i mut dyn ReadSeek,
    bytes: Vec<u8>,
    base: u64,
    is_last: bool,
}

impl<'i> Window<'i> {
    /// The first block of a file, from its first byte.
    ///
    /// # Errors
    /// Those of the source.
    pub(crate) fn first(input: &'i mut dyn ReadSeek) -> io::Result<Self> {
        Self::from(input, 0)
    }

    /// A block of a file that begins at a place, in bytes from its first.
    ///
    /// # Errors
    /// Those of the source.
    pub(crate) fn from(input: &'i mut dyn ReadSeek, base: u64) -> io::Result<Self> {
        input.seek(SeekFrom::Start(base))?;
        let mut window = Self { input, bytes: Vec::new(), base, is_last: false };
        window.fill()?;
        Ok(window)
    }

    /// Gives up the first `used` bytes and reads another block behind the rest. `false` if there
    /// was none to read: the window is as it was before.
    ///
    /// # Errors
    /// Those of the source.
    pub(crate) fn advance(&mut self, used: usize) -> io::Result<bool> {
        if self.is_last {
            return Ok(false);
        }
        let used = used.min(self.bytes.len());
        self.bytes.drain(..used);
        self.base += used as u64;
        self.fill()?;
        Ok(true)
    }

    /// What is in the window.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, to be changed in place.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// Where its first byte stands in the file.
    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// Whether the file ends with it.
    pub(crate) fn is_last(&self) -> bool {
        self.is_last
    }

    /// Reads a block behind what is there, or as much of one as the file still has.
    fn fill(&mut self) -> io::Result<()> {
        let mut end = self.bytes.len();
        self.bytes.resize(end + BLOCK, 0);
        while end < self.bytes.len() {
            match self.input.read(&mut self.bytes[end..]) {
                Ok(0) => {
                    self.is_last = true;
                    break;
                }
                Ok(more) => end += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.bytes.truncate(end);
                    return Err(error);
                }
            }
        }
        self.bytes.truncate(end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Seek};

    use super::*;

    /// A source that gives few bytes at a time, with interruptions between.
    struct Slow(Cursor<Vec<u8>>, bool);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let length = buffer.len().min(100_000);
            self.0.read(&mut buffer[..length])
        }
    }

    impl Seek for Slow {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn what_is_not_used_comes_again_and_nothing_is_lost() {
        let content: Vec<u8> = (0..BLOCK * 5 / 2).map(|at| (at % 251) as u8).collect();
        let mut source = Slow(Cursor::new(content.clone()), false);
        source.seek(SeekFrom::Start(77)).unwrap();
        let mut window = Window::first(&mut source).unwrap();
        let (mut seen, mut used) = (Vec::<u8>::new(), 0);
        loop {
            assert_eq!(window.base(), seen.len() as u64);
            used = if window.is_last() { window.bytes().len() } else { used + 1_000 };
            seen.extend(&window.bytes()[..used]);
            if !window.advance(used).unwrap() {
                break;
            }
        }
        assert!(seen == content);
    }
}
