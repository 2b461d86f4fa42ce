//! Chance, by a seed: the same recipe gives the same bytes on every platform. Only draws of fixed
//! width are used, because draws of `usize` differ between 32 and 64 bits.

/// A seeded source of chance and of the random texts that logs are full of.
pub(crate) struct Dice(fastrand::Rng);

const HEX: &[u8; 16] = b"0123456789abcdef";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.u32(low..=high.max(low))
    }

    /// True `part` times in `whole`.
    pub(crate) fn chance(&mut self, part: u32, whole: u32) -> bool {
        self.0.u32(0..whole.max(1)) < part
    }

    /// An index below `len`, which must not be zero.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.0.u32(0..(len as u32).max(1)) as usize
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// Appends `count` lower-case hex digits.
    pub(crate) fn push_hex(&mut self, out: &mut Vec<u8>, count: usize) {
        let mut left = count;
        while left > 0 {
            let mut bits = self.0.u64(..);
            let now = left.min(16);
            for _ in 0..now {
                out.push(HEX[(bits & 15) as usize]);
                bits >>= 4;
            }
            left -= now;
        }
    }

    /// Appends `count` characters of the base64 alphabet.
    pub(crate) fn push_base64(&mut self, out: &mut Vec<u8>, count: usize) {
        let mut left = count;
        while left > 0 {
            let mut bits = self.0.u64(..);
            let now = left.min(10);
            for _ in 0..now {
                out.push(BASE64[(bits & 63) as usize]);
                bits >>= 6;
            }
            left -= now;
        }
    }

    /// A random GUID (version 4) with dashes, lower case.
    pub(crate) fn guid(&mut self) -> [u8; 36] {
        let (mut high, mut low) = (self.0.u64(..), self.0.u64(..));
        let mut text = [b'-'; 36];
        for (at, cell) in text.iter_mut().enumerate() {
            match at {
                8 | 13 | 18 | 23 => {}
                14 => *cell = b'4',
                19 => {
                    *cell = HEX[(8 | (low & 3)) as usize];
                    low >>= 4;
                }
                _ if at < 18 => {
                    *cell = HEX[(high & 15) as usize];
                    high >>= 4;
                }
                _ => {
                    *cell = HEX[(low & 15) as usize];
                    low >>= 4;
                }
            }
        }
        text
    }

    /// A GUID as text.
    pub(crate) fn guid_text(&mut self) -> String {
        String::from_utf8_lossy(&self.guid()).into_owned()
    }

    /// Lower-case hex digits as text.
    pub(crate) fn hex_text(&mut self, count: usize) -> String {
        let mut out = Vec::with_capacity(count);
        self.push_hex(&mut out, count);
        String::from_utf8_lossy(&out).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_have_the_form_of_version_4() {
        let mut dice = Dice::new(7);
        for _ in 0..100 {
            let guid = dice.guid_text();
            let parts: Vec<usize> = guid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{guid}");
            assert_eq!(guid.as_bytes()[14], b'4');
            assert!(b"89ab".contains(&guid.as_bytes()[19]), "{guid}");
        }
    }

    #[test]
    fn one_seed_one_sequence() {
        let draw = |seed| (0..8).map(|_| Dice::new(seed).between(0, 1_000_000)).collect::<Vec<_>>();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
