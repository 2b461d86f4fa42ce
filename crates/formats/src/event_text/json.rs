//! Events as JSON: lines, arrays, or one object after the other.

use std::io;

use memchr::memmem;
use model::{GapReason, Loss};

use super::event::{Fields, TextEvent};
use super::normal::normalise;
use super::stream::{LONGEST_EVENT, Stream, decoded};
use super::tree::Tree;
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Deepest nesting of values; the parser refuses more than 128 levels.
const DEEPEST: usize = 100;

/// Objects at the beginning of a file that may be something else before the file is not ours.
const LOOKED_AT: usize = 8;

/// Most bytes of an object before the list in which its events stand: names and counts.
const LONGEST_INTRODUCTION: usize = 4 * 1024;

/// Events exported as JSON.
pub(crate) struct EventJson;

impl Format for EventJson {
    fn id(&self) -> &'static str {
        "event-json"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = decoded(head.bytes);
        let mut rest = text.as_slice();
        for _ in 0..LOOKED_AT {
            rest = &rest[before(rest)..];
            match object(rest) {
                Object::Whole(length) => {
                    let tree = serde_json::from_slice(&rest[..length]).ok();
                    let own = tree.is_some_and(|tree| !events(&tree).is_empty());
                    if own || list_of_events(&rest[..length]).is_some() {
                        return Some(Sniff::Certain);
                    }
                    rest = &rest[length..];
                }
                // Longer than what is shown of it.
                Object::Open => return names_an_event(rest).then_some(Sniff::Generic),
                Object::None | Object::Broken(_) => return None,
            }
        }
        None
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let mut stream = Stream::new(input.reader, input.head);
        let damaged = GapReason::Damaged;
        let mut losses = Losses {
            broken: Loss::new(damaged, "objects that are not JSON"),
            other: Loss::new(damaged, "objects that are no events"),
            stray: Loss::new(damaged, "text between objects that is none"),
            cut: Loss::new(GapReason::Truncated, "the file ends inside an object"),
            long: Loss::new(GapReason::TooLarge, "objects without an end within a MiB"),
            inside: false,
        };
        while step(&mut stream, &mut losses, sink) {}
        let Losses { broken, other, stray, cut, long, .. } = losses;
        [broken, other, stray, cut, long].into_iter().for_each(|loss| sink.lost(loss));
        let (lines, bytes, ended) = stream.finish();
        ended.map(|()| Outcome { lines, bytes, ..Outcome::default() })
    }
}

struct Losses {
    broken: Loss,
    other: Loss,
    stray: Loss,
    cut: Loss,
    long: Loss,
    /// Whether the list of an object is being read, whose end will come as stray brackets.
    inside: bool,
}

/// Reads one object, or what stands before it; `false` at the end.
fn step(stream: &mut Stream<'_>, losses: &mut Losses, sink: &mut dyn Sink) -> bool {
    let mut gap = before(stream.window());
    if gap == stream.window().len() && !stream.at_end() && gap < LONGEST_EVENT {
        // The last line may go on in what was not read yet.
        gap = memchr::memrchr(b'\n', stream.window()).map_or(0, |at| at + 1);
        if gap == 0 && (stream.more() || stream.at_end()) {
            return true;
        }
    }
    if gap > 0 {
        let text = &stream.window()[..gap];
        if !is_furniture(text, losses.inside) {
            losses.stray.add(stream.locator(gap), gap as u64);
        }
        stream.consume(gap);
    }
    match object(stream.window()) {
        Object::Whole(length) => {
            let inner = one(stream, length, losses, sink);
            losses.inside |= inner.is_some();
            stream.consume(inner.unwrap_or(length));
        }
        Object::Broken(length) => {
            losses.broken.add(stream.locator(length), length as u64);
            stream.consume(length);
        }
        Object::None | Object::Open if stream.more() => {}
        Object::None => return !stream.window().is_empty(),
        Object::Open if let Some(length) = list_of_events(stream.window()) => {
            losses.inside = true;
            stream.consume(length);
        }
        Object::Open => {
            // Without its end an object may have swallowed others: go on behind its first line.
            let window = stream.window();
            let line = memchr::memchr(b'\n', window).map_or(window.len(), |at| at + 1);
            let length = line.min(LONGEST_EVENT);
            let last = stream.at_end() && length == window.len();
            let loss = match last {
                true => &mut losses.cut,
                false if stream.at_end() => &mut losses.broken,
                false => &mut losses.long,
            };
            loss.add(stream.locator(length), length as u64);
            stream.consume(length);
        }
    }
    true
}

/// Pushes the events of an object; tells where its list of events begins, if it has one that they
/// must be read from.
fn one(
    stream: &Stream<'_>,
    length: usize,
    losses: &mut Losses,
    sink: &mut dyn Sink,
) -> Option<usize> {
    let raw = &stream.window()[..length];
    let place = stream.locator(length);
    // Bytes that are not UTF-8 are shown as replacement characters, as everywhere.
    let tree = match serde_json::from_slice(raw) {
        Ok(tree) => Some(tree),
        Err(_) => serde_json::from_str(&String::from_utf8_lossy(raw)).ok(),
    };
    let Some(tree) = tree else {
        losses.broken.add(place, length as u64);
        return None;
    };
    let events = events(&tree);
    if events.is_empty() {
        let inner = list_of_events(raw);
        if inner.is_none() {
            losses.other.add(place, length as u64);
        }
        return inner;
    }
    for fields in events {
        sink.record(&TextEvent::new(fields, place.clone(), raw));
    }
    None
}

/// The events of an object; several if a tool grouped them.
fn events(tree: &Tree) -> Vec<Fields> {
    let documents = tree.member("documents").or_else(|| tree.member("Events"));
    let list = match documents {
        Some(Tree::List(items)) => items.as_slice(),
        _ => std::slice::from_ref(tree),
    };
    list.iter().map(normalise).filter(Fields::is_event).collect()
}

/// Where the events begin of an object that is none itself, is too long to be read in one piece, or
/// has lost its end: behind the bracket of its first list of events.
fn list_of_events(text: &[u8]) -> Option<usize> {
    let (mut quoted, mut at) = (false, 0);
    while at < text.len().min(LONGEST_INTRODUCTION) {
        match text[at] {
            b'"' => quoted = !quoted,
            b'\\' if quoted => at += 1,
            b'[' if !quoted => {
                let inner = at + 1;
                let first = &text[inner..];
                let first = &first[first.iter().position(|byte| !byte.is_ascii_whitespace())?..];
                let is_event = match object(first) {
                    Object::Whole(length) => serde_json::from_slice(&first[..length])
                        .is_ok_and(|tree| !events(&tree).is_empty()),
                    Object::Open => names_an_event(first),
                    Object::None | Object::Broken(_) => false,
                };
                if is_event && !names_an_event(&text[..at]) {
                    return Some(inner);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// How many bytes stand before the next object.
fn before(text: &[u8]) -> usize {
    memchr::memchr(b'{', text).unwrap_or(text.len())
}

/// Whether text is what stands around objects: commas, brackets of an array, and the `Record 17`
/// lines of `evtx_dump`; behind a list `inside` an object also what closes that.
fn is_furniture(text: &[u8], inside: bool) -> bool {
    let text = String::from_utf8_lossy(text);
    let around = |c: char| {
        c.is_whitespace() || matches!(c, ',' | '[' | ']' | '\u{feff}') || inside && c == '}'
    };
    text.lines().map(|line| line.trim_matches(around)).all(|line| {
        let number = line.strip_prefix("Record ").map(|number| number.parse::<u64>().is_ok());
        line.is_empty() || number == Some(true)
    })
}

/// What text begins with.
#[derive(Debug, PartialEq)]
enum Object {
    /// Nothing that opens an object.
    None,
    /// An object of this length.
    Whole(usize),
    /// An object that does not end here.
    Open,
    /// What cannot be an object: its line is this long.
    Broken(usize),
}

/// Finds the end of the object that text begins with.
fn object(text: &[u8]) -> Object {
    if !text.starts_with(b"{") {
        return Object::None;
    }
    let (mut depth, mut quoted, mut at) = (0_usize, false, 0);
    while at < text.len() {
        match text[at] {
            b'"' => quoted = !quoted,
            b'\\' if quoted => at += 1,
            // A string does not go on over lines: this one lost its end.
            b'\n' if quoted => return Object::Broken(at + 1),
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth > DEEPEST {
                    let line = memchr::memchr(b'\n', text);
                    return Object::Broken(line.map_or(at + 1, |line| line + 1));
                }
            }
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Object::Whole(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Object::Open
}

/// Whether the beginning of an object has the words of an event.
fn names_an_event(text: &[u8]) -> bool {
    let has = |word: &[u8]| memmem::find(text, word).is_some();
    (has(b"\"EventID\"") || has(b"\"event_id\""))
        && (has(b"\"Channel\"") || has(b"\"channel\"") || has(b"\"SourceName\""))
}
