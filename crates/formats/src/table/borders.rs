//! Finds every field border of a block of delimited text: the one loop that all text logs go
//! through, and so the one that decides how fast the program is.
//!
//! 64 bytes at a time are turned into bit masks of separators, line feeds and quotes; the set
//! bits are written out as offsets. A step without quotes takes no branch per field. A step with
//! a quote, or inside a quoted field, goes through an exact state machine over the set bits only.

use wide::u8x16;

/// Bytes looked at in one step: the width of a bit mask.
const STEP: usize = 64;

/// Bytes per vector: what every x86-64 and every 64-bit ARM has.
const LANE: usize = 16;

/// Offsets written per round of the inner loop: a branch for every fourth border. Measured best
/// of 2 to 16, with three (IIS) to nine (HttpProxy) borders in a step.
const ROUND: usize = 4;

/// The highest bit of a mask.
const LAST: u64 = 1 << 63;

/// The line feed at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineEnd {
    /// Offset of the line feed.
    pub at: u32,
    /// Index of the line feed in the list of borders.
    pub border: u32,
}

/// The borders of a block, in buffers that are used again for the next block.
#[derive(Default)]
pub(crate) struct Borders {
    /// Offsets of all separators and line feeds outside quotes, ascending. Valid up to `len`;
    /// what lies behind is scratch space.
    ends: Vec<u32>,
    len: usize,
    /// The line feeds among them.
    pub lines: Vec<LineEnd>,
}

impl Borders {
    /// The borders found.
    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends[..self.len]
    }

    /// The borders found, for setting a line's end before its carriage return.
    pub(crate) fn ends_mut(&mut self) -> &mut [u32] {
        &mut self.ends[..self.len]
    }

    /// Appends a border that the scan did not find.
    pub(crate) fn push(&mut self, end: u32) {
        self.room();
        self.ends[self.len] = end;
        self.len += 1;
    }

    /// Finds the borders of `block`, replacing what was found before. Offsets must fit `u32`.
    pub(crate) fn scan(&mut self, block: &[u8], separator: u8, quoted: bool) {
        self.len = 0;
        self.lines.clear();
        if quoted { self.scan_quoted(block, separator) } else { self.scan_plain(block, separator) }
    }

    fn scan_plain(&mut self, block: &[u8], separator: u8) {
        let (steps, tail) = block.as_chunks::<STEP>();
        let needles = Needles::new(separator);
        for (index, step) in steps.iter().enumerate() {
            let seen = needles.look(step);
            let feeds = if seen.feeds { mask(step, needles.feed) } else { 0 };
            self.take(index * STEP, seen.borders, feeds);
        }
        let (step, valid) = padded(tail);
        let feeds = mask(&step, needles.feed) & valid;
        self.take(steps.len() * STEP, needles.look(&step).borders & valid, feeds);
    }

    fn scan_quoted(&mut self, block: &[u8], separator: u8) {
        let (steps, tail) = block.as_chunks::<STEP>();
        let needles = Needles::new(separator);
        let mut state = Quotes::default();
        for (index, step) in steps.iter().enumerate() {
            let seen = needles.look(step);
            let feeds = if seen.feeds { mask(step, needles.feed) } else { 0 };
            if seen.quotes || state.open {
                let quotes = mask(step, needles.quote);
                self.take_quoted(index * STEP, seen.borders, feeds, quotes, &mut state);
            } else {
                self.take(index * STEP, seen.borders, feeds);
            }
        }
        let (step, valid) = padded(tail);
        let borders = needles.look(&step).borders & valid;
        let (feeds, quotes) = (mask(&step, needles.feed), mask(&step, needles.quote));
        let base = steps.len() * STEP;
        self.take_quoted(base, borders, feeds & valid, quotes & valid, &mut state);
    }

    /// Makes room for one step's borders.
    #[inline]
    fn room(&mut self) {
        if self.ends.len() < self.len + STEP + ROUND {
            self.ends.resize((self.ends.len() * 2).max(64 * STEP), 0);
        }
    }

    /// Writes out the borders of one step, `feeds` being the line feeds among them.
    #[inline(always)]
    fn take(&mut self, base: usize, mut borders: u64, feeds: u64) {
        self.room();
        let base = base as u32;
        let count = borders.count_ones() as usize;
        if feeds != 0 {
            self.take_feeds(base, borders, feeds);
        }
        let mut done = 0;
        while done < count {
            if let Some(round) = self.ends[self.len + done..].first_chunk_mut::<ROUND>() {
                for end in round {
                    // The bit on top keeps the count of zeros simple once the borders run out;
                    // what is written then lies behind `len`.
                    *end = base.wrapping_add((borders | LAST).trailing_zeros());
                    borders &= borders.wrapping_sub(1);
                }
            }
            done += ROUND;
        }
        self.len += count;
    }

    fn take_feeds(&mut self, base: u32, bits: u64, mut feeds: u64) {
        while feeds != 0 {
            let bit = feeds.trailing_zeros();
            let before = (bits & ((1 << bit) - 1)).count_ones();
            self.lines.push(LineEnd { at: base + bit, border: self.len as u32 + before });
            feeds &= feeds - 1;
        }
    }

    /// Writes out the borders of one step with quotes in it or around it.
    fn take_quoted(
        &mut self,
        base: usize,
        borders: u64,
        feeds: u64,
        quotes: u64,
        state: &mut Quotes,
    ) {
        let mut bits = borders | quotes;
        let mut kept = 0u64;
        while bits != 0 {
            let bit = bits & bits.wrapping_neg();
            let at = base + bit.trailing_zeros() as usize;
            bits ^= bit;
            if quotes & bit != 0 {
                // A quote opens a field only at its first byte, or again right after it closed,
                // which is how a doubled quote looks. Elsewhere it is a character like any other.
                if state.open {
                    state.open = false;
                    state.closed = at + 1;
                } else if at == self.field_start(base, kept) || at == state.closed && at > 0 {
                    state.open = true;
                }
            } else if feeds & bit != 0 {
                // No record of these logs spans lines: an open quote was cut off.
                state.open = false;
                kept |= bit;
            } else if !state.open {
                kept |= bit;
            }
        }
        self.take(base, kept, feeds);
    }

    /// Offset of the first byte of the field that is open after the borders `kept` of this step.
    fn field_start(&self, base: usize, kept: u64) -> usize {
        if kept != 0 {
            return base + STEP - kept.leading_zeros() as usize;
        }
        self.ends().last().map_or(0, |end| *end as usize + 1)
    }
}

/// Where a scan stands with quotes.
#[derive(Default)]
struct Quotes {
    /// Inside a quoted field.
    open: bool,
    /// Offset just after the quote that closed last.
    closed: usize,
}

/// The bytes looked for, spread over vectors.
struct Needles {
    separator: u8x16,
    feed: u8x16,
    quote: u8x16,
}

impl Needles {
    fn new(separator: u8) -> Self {
        Self {
            separator: u8x16::from([separator; LANE]),
            feed: u8x16::from([b'\n'; LANE]),
            quote: u8x16::from([b'"'; LANE]),
        }
    }

    /// What stands in a step.
    #[inline(always)]
    fn look(&self, step: &[u8; STEP]) -> Seen {
        let (lanes, _) = step.as_chunks::<LANE>();
        let mut borders = 0;
        let (mut feeds, mut quotes) = (u8x16::default(), u8x16::default());
        for (index, lane) in lanes.iter().enumerate() {
            let lane = u8x16::from(*lane);
            let feed = lane.simd_eq(self.feed);
            feeds |= feed;
            quotes |= lane.simd_eq(self.quote);
            let border = (lane.simd_eq(self.separator) | feed).to_bitmask();
            borders |= u64::from(border) << (index * LANE);
        }
        Seen { borders, feeds: feeds.to_bitmask() != 0, quotes: quotes.to_bitmask() != 0 }
    }
}

/// What stands in a step.
struct Seen {
    /// A bit for each separator and line feed.
    borders: u64,
    /// Whether line feeds are among them: one step in ten.
    feeds: bool,
    /// Whether there is a quote.
    quotes: bool,
}

/// A bit for each byte that equals the needle.
#[inline(always)]
fn mask(step: &[u8; STEP], needle: u8x16) -> u64 {
    let (lanes, _) = step.as_chunks::<LANE>();
    let mut bits = 0;
    for (index, lane) in lanes.iter().enumerate() {
        let equal = u8x16::from(*lane).simd_eq(needle).to_bitmask();
        bits |= u64::from(equal) << (index * LANE);
    }
    bits
}

/// The last bytes of a block as a full step, and which of its bits count.
fn padded(tail: &[u8]) -> ([u8; STEP], u64) {
    let mut step = [0; STEP];
    step[..tail.len()].copy_from_slice(tail);
    (step, (1u64 << tail.len()) - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same answer by a plain walk over the bytes.
    fn plainly(block: &[u8], separator: u8, quoted: bool) -> (Vec<u32>, Vec<u32>) {
        let (mut ends, mut feeds) = (Vec::new(), Vec::new());
        let (mut open, mut start, mut closed) = (false, 0, usize::MAX);
        for (at, byte) in block.iter().enumerate() {
            match *byte {
                b'\n' => {
                    open = false;
                    feeds.push(at as u32);
                    ends.push(at as u32);
                    start = at + 1;
                }
                b'"' if quoted && open => {
                    open = false;
                    closed = at + 1;
                }
                b'"' if quoted && (at == start || at == closed) => open = true,
                byte if byte == separator && !open => {
                    ends.push(at as u32);
                    start = at + 1;
                }
                _ => {}
            }
        }
        (ends, feeds)
    }

    fn check(block: &[u8], separator: u8, quoted: bool) {
        let mut borders = Borders::default();
        borders.scan(b"rubbish,\"from, before\n", b',', true);
        borders.scan(block, separator, quoted);
        let (ends, feeds) = plainly(block, separator, quoted);
        assert_eq!(borders.ends(), ends);
        let lines: Vec<u32> = borders.lines.iter().map(|line| line.at).collect();
        assert_eq!(lines, feeds);
        for line in &borders.lines {
            assert_eq!(borders.ends()[line.border as usize], line.at);
        }
    }

    #[test]
    fn quotes_hide_separators_and_a_line_feed_ends_them() {
        check(b"a,\"b,\"\"c\"\",\",d\n\"cut,off\nx,y\n", b',', true);
        check(b"he said \"hi, there\",b\n", b',', true);
        check(b"", b',', true);
    }

    proptest! {
        #[test]
        fn vectors_and_bytes_agree(block in "[,\"\na ]{0,400}") {
            check(block.as_bytes(), b',', true);
            check(block.as_bytes(), b',', false);
            check(block.as_bytes(), b' ', false);
        }

        #[test]
        fn few_quotes_far_apart(block in "([a-z]{0,90}[,\"\n]){0,20}") {
            check(block.as_bytes(), b',', true);
        }
    }
}
