//! The shipped pages laid out for questions: by place, by name, and by stem for look-alikes. A
//! server holds tens of thousands of files, and each is asked about.

use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt};

use super::{
    BUILDS, LookAlike, PATHS, ROW, ROWS, Shipped, bare, before_log_on, edit_distance, file_name,
    is_addition, plain_letters, stem,
};
use model::Build;

/// Shorter stems are like too many things to imitate one of them.
const MIN_STEM: usize = 4;
/// Letters by which an addition or a cut may make a stem longer or shorter, with those that an
/// edit may add: beyond it nothing is alike.
const MAX_APART: usize = 8;

/// Everything that is asked of the shipped pages.
pub(super) struct Index {
    /// All paths in file order.
    pub(super) paths: Vec<&'static str>,
    /// Rows of `pages.bin` by place, `clientaccess\` taken off.
    by_place: HashMap<&'static str, Vec<&'static [u8]>>,
    /// Path numbers by file name, in file order.
    by_name: HashMap<&'static str, Vec<u16>>,
    /// Stems, by their length.
    stems: Vec<Vec<Stem>>,
}

/// One stem, however many pages bear it.
struct Stem {
    text: &'static str,
    /// The stem as the eye reads it.
    plain: String,
    /// Which letters occur in `text`.
    letters: u64,
    /// The first path that is reached before log-on, and the first that is not.
    open: Option<u16>,
    closed: Option<u16>,
}

/// The index, built when first asked for.
pub(super) fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(Index::build)
}

impl Index {
    fn build() -> Self {
        let paths: Vec<&'static str> = PATHS.lines().collect();
        let mut by_place: HashMap<_, Vec<_>> = HashMap::new();
        for row in ROWS.chunks_exact(ROW) {
            by_place.entry(bare(path_of(&paths, row))).or_default().push(row);
        }
        let mut by_name: HashMap<_, Vec<u16>> = HashMap::new();
        let mut by_stem: HashMap<&'static str, Stem> = HashMap::new();
        for (path, number) in paths.iter().copied().zip(0u16..) {
            by_name.entry(file_name(path)).or_default().push(number);
            let text = stem(file_name(path));
            let known = by_stem.entry(text).or_insert_with(|| Stem::new(text));
            let first = if before_log_on(path) { &mut known.open } else { &mut known.closed };
            first.get_or_insert(number);
        }
        let mut stems: Vec<Vec<Stem>> = Vec::new();
        for (text, stem) in by_stem {
            if text.len() >= MIN_STEM {
                if stems.len() <= text.len() {
                    stems.resize_with(text.len() + 1, Vec::new);
                }
                stems[text.len()].push(stem);
            }
        }
        Self { paths, by_place, by_name, stems }
    }

    /// What one row of `pages.bin` says.
    pub(super) fn shipped(&self, row: &[u8]) -> Shipped {
        Shipped {
            path: path_of(&self.paths, row),
            first: build_at(row[18]),
            last: build_at(row[19]),
        }
    }

    /// Every build range that ships a page at this place.
    pub(super) fn at_place(&self, path: &str) -> Vec<Shipped> {
        let rows = self.by_place.get(bare(path)).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|row| self.shipped(row)).collect()
    }

    /// Places that ship a page of this file name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &'static str> {
        let numbers = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|number| self.paths.get(usize::from(*number)).copied())
    }

    /// The shipped name that this stem resembles most: look-alike letters first, then the fewest
    /// edits, then additions; pages before log-on before others; then file order.
    pub(super) fn look_alike(&self, own: &str) -> Option<LookAlike> {
        let plain = plain_letters(own);
        let letters: Vec<char> = plain.chars().collect();
        let mask = mask(&plain);
        let around = own.len().min(plain.len()).saturating_sub(MAX_APART).max(MIN_STEM)
            ..=own.len().max(plain.len()) + MAX_APART;
        let mut best: Option<((usize, u16), Likeness)> = None;
        for stem in self.stems.iter().enumerate().filter(|(length, _)| around.contains(length)) {
            for stem in stem.1.iter().filter(|stem| stem.text != own) {
                let found = stem.likeness(own, &plain, &letters, mask);
                for (rank, likeness) in found {
                    if best.as_ref().is_none_or(|(kept, _)| rank < *kept) {
                        best = Some((rank, likeness));
                    }
                }
            }
        }
        let ((_, number), likeness) = best?;
        let how = match likeness {
            Likeness::Letters => "look-alike letters".to_owned(),
            Likeness::Edits(count) => format!("{count} letters differ"),
            Likeness::Addition => "shipped name with an addition or without a part".to_owned(),
        };
        Some(LookAlike { of: self.paths.get(usize::from(number))?, how })
    }
}

/// How one stem imitates another.
#[derive(Clone, Copy)]
enum Likeness {
    Letters,
    Edits(usize),
    Addition,
}

impl Stem {
    fn new(text: &'static str) -> Self {
        Self { text, plain: plain_letters(text), letters: mask(text), open: None, closed: None }
    }

    /// The likeness for the page before log-on and for the other one, each with its rank.
    fn likeness(
        &self,
        own: &str,
        plain: &str,
        letters: &[char],
        mask: u64,
    ) -> impl Iterator<Item = ((usize, u16), Likeness)> {
        let apart = self.text.len().abs_diff(plain.len());
        let close = if self.plain == plain {
            Some((0, Likeness::Letters))
        } else {
            self.edits(apart, letters, mask).map(|edits| (edits * 2, Likeness::Edits(edits)))
        };
        let added = || is_addition(own, self.text).then_some((9, Likeness::Addition));
        let open = self
            .open
            .and_then(|path| close.or_else(added).map(|(rank, likeness)| ((rank, path), likeness)));
        let closed = self
            .closed
            .filter(|_| apart <= 3)
            .and_then(|path| close.map(|(rank, likeness)| ((rank + 1, path), likeness)));
        open.into_iter().chain(closed)
    }

    /// Edits between the stems, if they are few for their length.
    fn edits(&self, apart: usize, letters: &[char], mask: u64) -> Option<usize> {
        let allowed = match self.text.len() {
            0..=6 => 1,
            7..=11 => 2,
            _ => 3,
        };
        // One edit takes at most one letter of the alphabet away and brings at most one.
        let foreign = (mask & !self.letters).count_ones().max((self.letters & !mask).count_ones());
        if apart > allowed || foreign as usize > allowed {
            return None;
        }
        let distance = edit_distance(letters, self.text, allowed);
        (distance <= allowed).then_some(distance)
    }
}

/// A bit per letter that occurs; letters beyond ASCII share some.
fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, letter| mask | 1 << (u32::from(letter) % 64))
}

fn path_of(paths: &[&'static str], row: &[u8]) -> &'static str {
    let number = usize::from(u16::from_le_bytes([row[16], row[17]]));
    paths.get(number).copied().unwrap_or_default()
}

fn build_at(number: u8) -> Build {
    let at = usize::from(number) * 8;
    let part = |index: usize| {
        BUILDS
            .get(at + index * 2..at + index * 2 + 2)
            .map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
    };
    Build::new(part(0), part(1), part(2), part(3))
}
