//! Whether a file can hold anything the judge would weigh, asked before it is decoded and taken
//! apart: most files of a web root are scripts, styles and pictures without a word of server code.
//!
//! "It may" is said of files that then turn out clean; "it cannot" never of one that does not. Tests
//! hold it to the judge itself.

use std::sync::LazyLock;

use aho_corasick::{Span, packed};
use memchr::memmem::Finder;

use crate::{
    judge::readable,
    logon,
    page::Form,
    view::{self, Container},
};

/// A word that gives a file to the judge.
struct Word {
    text: &'static [u8],
    /// Where in the word the letters stand that are looked for: [`KEY`] of them, seldom met in
    /// other words.
    key: usize,
    /// Whether it counts in any case of letters.
    fold: bool,
    /// Whether it counts only in files that are neither scripts nor run by name.
    markup: bool,
}

/// Letters looked for of each word. With fewer, ordinary words would be taken for these too often.
const KEY: usize = 4;

const fn word(text: &'static [u8], key: usize, fold: bool, markup: bool) -> Word {
    Word { text, key, fold, markup }
}

/// What server tags hold. The words are looked for in two passes, since the vector search takes
/// no more of them, in all cases of their letters, at full speed.
static TAG_WORDS: [Word; 3] = [
    word(b"runat", 0, true, false),
    word(b"#include", 0, true, false),
    word(b"<script", 0, true, true),
];

/// Fields that ask for a password, what the encodings of [`crate::view`] turn tags into, the first
/// field of the dump of a virtual directory.
static OTHER_WORDS: [Word; 9] = [
    word(b"password", 2, true, true),
    word(b"+ADw", 0, false, false),
    word(b"#@~^", 0, false, false),
    word(view::EBCDIC_TAGS[0], 0, false, false),
    word(view::EBCDIC_TAGS[1], 0, false, false),
    word(view::EBCDIC_TAGS[2], 0, false, false),
    word(view::DUMP_NAMES[0], 6, false, false),
    word(view::DUMP_NAMES[1], 6, false, false),
    word(view::DUMP_NAMES[2], 16, false, false),
];

/// Finds the keys of some words in one pass.
struct Search {
    keys: packed::Searcher,
    /// The word of each key.
    words: Vec<&'static Word>,
}

/// Both passes; `None` where the processor has no vectors for them.
static SEARCHES: LazyLock<Option<[Search; 2]>> =
    LazyLock::new(|| Some([Search::of(&TAG_WORDS)?, Search::of(&OTHER_WORDS)?]));

/// The ways to write a key.
fn cases(key: &[u8], fold: bool) -> Vec<Vec<u8>> {
    key.iter().fold(vec![Vec::new()], |written, byte| {
        let upper = byte.to_ascii_uppercase();
        let letters = if fold && upper != *byte { vec![*byte, upper] } else { vec![*byte] };
        let longer = |own: &Vec<u8>| {
            let own = own.clone();
            letters.clone().into_iter().map(move |letter| [own.as_slice(), &[letter]].concat())
        };
        written.iter().flat_map(longer).collect()
    })
}

/// What kind of file it is, if nothing in it can be server code, a log-on page or a dump, so that
/// judging it would find nothing. `None` if it must be judged.
pub(crate) fn plain(name: &str, form: Form, bytes: &[u8]) -> Option<Container> {
    let container = Container::by_magic(bytes).unwrap_or(Container::Text);
    let candidate = matches!(form, Form::Script | Form::Other)
        && matches!(container, Container::Text | Container::Image)
        && !logs_on(name)
        && !view::is_wide(container, bytes)
        && !view::declares_utf7(bytes);
    (candidate && !marked(form, bytes)).then_some(container)
}

fn logs_on(name: &str) -> bool {
    let name = name.rsplit(['\\', '/']).next().unwrap_or_default();
    logon::is_named(name)
}

/// Whether anything stands in the bytes that the judge reads on from.
pub(crate) fn marked(form: Form, bytes: &[u8]) -> bool {
    tagged(form, bytes) || view::ebcdic_tagged(bytes) || worded(form, bytes)
}

/// Whether a server tag opens. In a file that nothing runs by name, noise after a chance `<%` is
/// no code (see [`readable`]).
fn tagged(form: Form, bytes: &[u8]) -> bool {
    static OPENS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<%"));
    let mixed = matches!(form, Form::Script | Form::Other);
    OPENS.find_iter(bytes).any(|at| {
        let rest = &bytes[at + 2..];
        let inner = match rest.first() {
            None | Some(b'@' | b'$' | b'-') => return true,
            Some(b'=' | b':' | b'#') => &rest[1..],
            Some(_) => rest,
        };
        // The block may end before that many bytes, so the beginning of any length counts.
        let head = &inner[..inner.len().min(CLOSED)];
        let end = memchr::memmem::find(head, b"%>").unwrap_or(inner.len());
        !mixed || readable(&inner[..end])
    })
}

/// Bytes within which the end of a block decides what [`readable`] sees of it, and a few more.
const CLOSED: usize = 64;

fn worded(form: Form, bytes: &[u8]) -> bool {
    SEARCHES.as_ref().is_none_or(|all| all.iter().any(|search| search.finds(form, bytes)))
}

impl Search {
    fn of(list: &'static [Word]) -> Option<Self> {
        let mut builder = packed::Config::new().builder();
        let mut words = Vec::new();
        for word in list {
            for key in cases(&word.text[word.key..word.key + KEY], word.fold) {
                builder.add(key);
                words.push(word);
            }
        }
        builder.build().map(|keys| Self { keys, words })
    }

    fn finds(&self, form: Form, bytes: &[u8]) -> bool {
        let mut span = Span { start: 0, end: bytes.len() };
        while let Some(found) = self.keys.find_in(bytes, span) {
            if self.words[found.pattern().as_usize()].counts(form, bytes, found.start()) {
                return true;
            }
            span.start = found.start() + 1;
        }
        false
    }
}

impl Word {
    /// Whether it stands around its key at `at`, and counts in a file of this form.
    fn counts(&self, form: Form, bytes: &[u8], at: usize) -> bool {
        if self.markup && form == Form::Script {
            return false;
        }
        let Some(start) = at.checked_sub(self.key) else { return false };
        let Some(found) = bytes.get(start..start + self.text.len()) else { return false };
        let same =
            if self.fold { found.eq_ignore_ascii_case(self.text) } else { found == self.text };
        same && (self.text != b"password" || asked(&bytes[..start]))
    }
}

/// Whether the tag before `password` makes it the kind of a field, with or without quotes.
fn asked(before: &[u8]) -> bool {
    let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
    [&b"type="[..], b"textmode="].iter().any(|name| {
        let start = before.len().checked_sub(name.len());
        start.is_some_and(|start| before[start..].eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
#[path = "quick_tests.rs"]
mod tests;
