//! Reading from any place of a file, whatever holds it.

use std::io::{self, Read, Seek, SeekFrom};

use evidence::{Entry, Source};

use crate::progress::{Progress, Watched};

/// Bytes passed over at a time on the way to a place of a source that cannot seek.
const SKIP_BYTES: usize = 64 * 1024;

/// How often a file that cannot be opened in its middle may be read anew from its beginning.
/// Readers of file tables make two passes; more than a few would let a small archive cost hours.
const MOST_RESTARTS: u32 = 16;

/// A file as a reader that can seek. Where the source can only start at the first byte (inside an
/// archive), going back reads the file anew.
pub(crate) struct Rewinding<'a> {
    source: &'a dyn Source,
    entry: &'a Entry,
    progress: &'a Progress,
    open: Option<Watched<'a>>,
    /// Where the open reader stands.
    at: u64,
    /// Where the next byte is to come from.
    wanted: u64,
    /// The furthest byte seen, or the stated end.
    size: u64,
    restarts: u32,
}

impl<'a> Rewinding<'a> {
    pub(crate) fn new(source: &'a dyn Source, entry: &'a Entry, progress: &'a Progress) -> Self {
        let size = entry.size.unwrap_or(0);
        Self { source, entry, progress, open: None, at: 0, wanted: 0, size, restarts: 0 }
    }

    /// The size as stated or, if more came, as seen, in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Brings the open reader to the wanted place.
    fn arrive(&mut self) -> io::Result<&mut Watched<'a>> {
        if self.open.is_none() || self.at != self.wanted {
            self.go()?;
        }
        self.open.as_mut().ok_or_else(|| io::Error::other("nothing is open"))
    }

    fn go(&mut self) -> io::Result<()> {
        if let Some(opened) = self.source.open_at(self.entry, self.wanted) {
            self.open = Some(Watched::new(opened?, self.progress));
            self.at = self.wanted;
            return Ok(());
        }
        if self.open.is_none() || self.at > self.wanted {
            self.restarts += 1;
            if self.restarts > MOST_RESTARTS {
                return Err(io::Error::other(
                    "a file in an archive that would have to be read too many times",
                ));
            }
            self.open = Some(Watched::new(self.source.open(self.entry)?, self.progress));
            self.at = 0;
        }
        let mut skipped = [0; SKIP_BYTES];
        while self.at < self.wanted
            && let Some(open) = &mut self.open
        {
            let room = (self.wanted - self.at).min(SKIP_BYTES as u64);
            // `room` is at most the size of the buffer.
            match open.read(&mut skipped[..room as usize])? {
                0 => break,
                count => self.at += count as u64,
            }
        }
        Ok(())
    }
}

impl Read for Rewinding<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let reader = self.arrive()?;
        let count = reader.read(buffer)? as u64;
        if self.at < self.wanted {
            // The file ended before the wanted place.
            return Ok(0);
        }
        self.at += count;
        self.wanted = self.at;
        self.size = self.size.max(self.at);
        Ok(count as usize)
    }
}

impl Seek for Rewinding<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.wanted.checked_add_signed(by),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
        };
        self.wanted = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use evidence::memory::Memory;

    use super::*;

    #[test]
    fn any_place_can_be_read_in_any_order() {
        let bytes: Vec<u8> = (0..=255).cycle().take(200_000).collect();
        let source = Memory::new("m").file("a", bytes.clone()).build();
        let listing = source.list().expect("memory");
        let progress = Progress::default();
        let mut input = Rewinding::new(source.as_ref(), &listing.entries[0], &progress);
        for place in [0, 150_000, 3, 199_990] {
            input.seek(SeekFrom::Start(place)).expect("a place");
            let mut read = Vec::new();
            input.by_ref().take(16).read_to_end(&mut read).expect("memory");
            let place = place as usize;
            assert_eq!(read, bytes[place..bytes.len().min(place + 16)]);
        }
        assert_eq!(input.seek(SeekFrom::End(-1)).expect("the end"), 199_999);
        input.seek(SeekFrom::Start(300_000)).expect("behind the end");
        let mut read = Vec::new();
        input.read_to_end(&mut read).expect("memory");
        assert!(read.is_empty());
    }
}
