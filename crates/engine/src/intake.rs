//! Taking a file in: read with few calls into memory that is used again, hashed once. A web root
//! has some sixty thousand files, and what each of them costs besides its bytes counts.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read};
use std::ops::Deref;

use sha2::{Digest, Sha256};

/// Memory asked for on the word of a stated size, which is the attacker's.
const TRUSTED_BYTES: u64 = 4 << 20;

/// Memory that a thread keeps for its next file. Larger files are few.
const KEPT_BYTES: usize = 4 << 20;

/// Bytes taken at a time of what is only hashed, and by which memory grows at least.
const BLOCK_BYTES: usize = 256 * 1024;

thread_local! {
    /// The memory of the last file, for the next one of the same thread.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The first bytes of a file. Its memory goes to the next file of the thread.
#[derive(Default)]
pub(crate) struct Room {
    /// Longer than what is held: the rest is left from other files.
    bytes: Vec<u8>,
    held: usize,
}

impl Deref for Room {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.held]
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if self.bytes.len() <= KEPT_BYTES {
            SPARE.set(std::mem::take(&mut self.bytes));
        }
    }
}

/// A file that is being taken in.
pub(crate) struct Intake<R> {
    reader: R,
    room: Room,
    /// Whether the file's end was met.
    ended: bool,
    /// What ended the reading before, once something was held.
    failed: Option<io::Error>,
}

/// A file as it was taken in.
pub(crate) struct Whole {
    /// Its first bytes, all of them if `size` is not larger.
    pub(crate) bytes: Room,
    /// Bytes that came.
    pub(crate) size: u64,
    /// Of all bytes; `None` if the end was not reached.
    pub(crate) sha256: Option<[u8; 32]>,
}

impl Whole {
    pub(crate) fn is_all(&self) -> bool {
        self.bytes.len() as u64 == self.size
    }
}

impl<R: Read> Intake<R> {
    /// Reads the first `head` bytes, or less if there are not as many, and in the same go more of a
    /// file that states to have more.
    ///
    /// # Errors
    /// When not even so many bytes can be read.
    pub(crate) fn begin(reader: R, head: usize, stated: u64) -> io::Result<Self> {
        let room = Room { bytes: SPARE.take(), held: 0 };
        let mut intake = Self { reader, room, ended: false, failed: None };
        // At most a constant, which fits. One more, so that the end is met and not only reached.
        intake.fill(head.max(stated.min(TRUSTED_BYTES) as usize + 1));
        match intake.failed.take() {
            Some(error) if intake.room.len() < head => Err(error),
            failed => Ok(Self { failed, ..intake }),
        }
    }

    /// The first bytes, by which a file is recognised.
    pub(crate) fn head(&self) -> &[u8] {
        &self.room[..self.room.len().min(host::HEAD_BYTES)]
    }

    /// Reads on until `most` bytes are held, or nothing more comes.
    fn fill(&mut self, most: usize) {
        let Room { bytes, held } = &mut self.room;
        while *held < most && !self.ended && self.failed.is_none() {
            if *held == bytes.len() {
                let grown = most.min(bytes.len().max(BLOCK_BYTES / 2) * 2);
                bytes.resize(grown, 0);
            }
            let end = bytes.len().min(most);
            match self.reader.read(&mut bytes[*held..end]) {
                Ok(0) => self.ended = true,
                Ok(count) => *held += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
    }

    /// Takes the file in: its first `most` bytes, its size and its hash. What ended it early, if
    /// anything did, comes beside it.
    pub(crate) fn whole(mut self, most: usize) -> (Whole, Option<io::Error>) {
        self.fill(most);
        let mut hash = Sha256::new();
        hash.update(&*self.room);
        let mut size = self.room.len() as u64;
        let mut block = Vec::new();
        while !self.ended && self.failed.is_none() {
            block.resize(BLOCK_BYTES, 0);
            match self.reader.read(&mut block) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    hash.update(&block[..count]);
                    size += count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        let sha256 = self.failed.is_none().then(|| hash.finalize().into());
        (Whole { bytes: self.room, size, sha256 }, self.failed)
    }
}

/// A hash in lower-case hexadecimal digits.
pub(crate) fn hex(hash: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives bytes a few at a time, then fails if it is to.
    struct Drops<'a>(&'a [u8], bool);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() && self.1 {
                return Err(io::Error::other("lost"));
            }
            let count = self.0.len().min(buffer.len()).min(7);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn the_hash_is_of_all_bytes_and_the_first_are_held() {
        let bytes: Vec<u8> = (0..1000_u32).map(|at| at as u8).collect();
        let wanted: [u8; 32] = Sha256::digest(&bytes).into();
        // A stated size may be any; what another file left in memory shows nowhere.
        for (stated, most) in [(1000, 2000), (3, 5), (u64::MAX, 1000), (0, 999), (1000, 1)] {
            let intake = Intake::begin(Drops(&bytes, false), 10, stated).unwrap();
            assert!(intake.head().len() >= 10);
            let (whole, failed) = intake.whole(most);
            assert_eq!((whole.size, whole.sha256), (1000, Some(wanted)));
            assert!(failed.is_none() && bytes.starts_with(&whole.bytes));
            assert!(whole.bytes.len() >= most.min(1000));
            assert_eq!(whole.is_all(), whole.bytes.len() == 1000);
        }
    }

    #[test]
    fn what_came_before_a_failure_is_kept_and_has_no_hash() {
        let bytes = [1; 100];
        assert!(Intake::begin(Drops(&bytes, true), 101, 0).is_err(), "not even its head");
        let (whole, failed) = Intake::begin(Drops(&bytes, true), 10, 500).unwrap().whole(5000);
        assert_eq!((&*whole.bytes, whole.size, whole.sha256), (&bytes[..], 100, None));
        assert!(failed.is_some());
    }

    #[test]
    fn nothing_is_held_of_nothing() {
        drop(Intake::begin(Drops(&[5; 400], false), 10, 400).unwrap());
        let (whole, failed) = Intake::begin(Drops(&[], false), 10, 0).unwrap().whole(10);
        assert!(whole.bytes.is_empty() && whole.is_all() && failed.is_none());
    }

    #[test]
    fn hashes_are_written_in_lower_case() {
        let mut hash = [0; 32];
        (hash[0], hash[31]) = (0x0f, 0xa0);
        let written = hex(&hash);
        assert!(written.starts_with("0f00") && written.ends_with("00a0") && written.len() == 64);
    }
}
