//! Events as XML: one `<Events>` root, or one `<Event>` after the other.

use std::borrow::Cow;
use std::io;

use memchr::memmem;
use model::{GapReason, Loss};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::event::{Fields, TextEvent};
use super::stream::{LONGEST_EVENT, Stream, decoded};
use crate::evtx::naming::{LABEL, Place, attribute_name, element_name, is_shell, place_of};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// The namespace of events, by which they are known for certain.
const NAMESPACE: &[u8] = b"schemas.microsoft.com/win/2004/08/events/event";

/// What an event opens with.
const OPENING: &[u8] = b"<Event";

/// Longest opening tag looked at.
const LONGEST_TAG: usize = 1024;

/// Deepest nesting of elements, as in binary events.
const DEEPEST: usize = 64;

/// Events exported as XML.
pub(crate) struct EventXml;

impl Format for EventXml {
    fn id(&self) -> &'static str {
        "event-xml"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = decoded(head.bytes);
        let at = memmem::find_iter(&text, OPENING)
            .find(|at| opening(&text[*at..], true) == Some(true))?;
        let tag = &text[at..text.len().min(at + LONGEST_TAG)];
        Some(if memmem::find(tag, NAMESPACE).is_some() { Sniff::Certain } else { Sniff::Generic })
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let mut stream = Stream::new(input.reader, input.head);
        let mut losses = Losses::new();
        loop {
            let (length, found) = next(&mut stream);
            if length == 0 {
                break;
            }
            if found {
                event(&stream, length, &mut losses, sink);
            } else {
                stray(&stream, length, &mut losses);
            }
            stream.consume(length);
        }
        losses.report(sink);
        let (lines, bytes, ended) = stream.finish();
        ended.map(|()| Outcome { lines, bytes, ..Outcome::default() })
    }
}

struct Losses {
    broken: Loss,
    cut: Loss,
    long: Loss,
    stray: Loss,
}

impl Losses {
    fn new() -> Self {
        let damaged = GapReason::Damaged;
        Self {
            broken: Loss::new(damaged, "events that are not well-formed XML, or lack an id"),
            cut: Loss::new(GapReason::Truncated, "the file ends inside an event"),
            long: Loss::new(GapReason::TooLarge, "events without an end within a MiB"),
            stray: Loss::new(damaged, "text between events that is no event"),
        }
    }

    fn report(self, sink: &mut dyn Sink) {
        [self.broken, self.cut, self.long, self.stray].into_iter().for_each(|loss| sink.lost(loss));
    }
}

/// Whether text that begins with [`OPENING`] opens an event: the name ends there, and `System`
/// comes next. Events nested in the data of others do not have one. `None`: not to be told yet.
fn opening(text: &[u8], all: bool) -> Option<bool> {
    let undecided = (!all && text.len() < LONGEST_TAG).then_some(());
    let told = |yes: bool| if undecided.is_some() { None } else { Some(yes) };
    match text.get(OPENING.len()) {
        None => return told(false),
        Some(b'>' | b' ' | b'\t' | b'\r' | b'\n') => {}
        Some(_) => return Some(false),
    }
    let Some(end) = memchr::memchr(b'>', &text[..text.len().min(LONGEST_TAG)]) else {
        return told(false);
    };
    let inside = text[end + 1..].trim_ascii_start();
    match inside {
        _ if inside.starts_with(b"<System") => Some(true),
        _ if inside.len() < b"<System".len() => told(false),
        _ => Some(false),
    }
}

/// The length of what comes next, and whether it is an event; 0 at the end.
fn next(stream: &mut Stream<'_>) -> (usize, bool) {
    // What was searched already need not be searched again.
    let (mut from, mut begins) = (0, None);
    loop {
        let (window, all) = (stream.window(), stream.at_end());
        let mut undecided = window.len().saturating_sub(OPENING.len());
        for at in memmem::find_iter(&window[from..], OPENING).map(|at| from + at) {
            match opening(&window[at..], all) {
                None => {
                    undecided = at;
                    break;
                }
                Some(false) => {}
                Some(true) if begins.is_none() && at > 0 => return (at, false),
                Some(true) if at == 0 => begins = Some(()),
                Some(true) => return (at, true),
            }
        }
        from = from.max(undecided);
        if stream.more() || (stream.at_end() && !all) {
            // More bytes have come, or it is known that none will: look again where it was open.
            continue;
        }
        let longest = stream.window().len().min(LONGEST_EVENT);
        let length = if begins.is_some() || stream.at_end() { longest } else { from.max(1) };
        return (length.min(stream.window().len()), begins.is_some());
    }
}

/// Reads the event in the next `length` bytes.
fn event(stream: &Stream<'_>, length: usize, losses: &mut Losses, sink: &mut dyn Sink) {
    let raw = &stream.window()[..length];
    let text = String::from_utf8_lossy(raw);
    let locator = || stream.locator(length);
    let last = stream.at_end() && length == stream.window().len();
    match fields(&text) {
        Ok((fields, end)) if fields.is_event() => {
            let own = &raw[..end.min(raw.len())];
            sink.record(&TextEvent::new(fields, stream.locator(own.len()), own));
            if !is_furniture(&text[end..]) {
                let rest = (text.len() - end) as u64;
                losses.stray.add(locator(), rest);
            }
        }
        Ok(_) => losses.broken.add(locator(), length as u64),
        Err(_) if length >= LONGEST_EVENT => losses.long.add(locator(), length as u64),
        Err(Broken::Cut) if last => losses.cut.add(locator(), length as u64),
        Err(_) => losses.broken.add(locator(), length as u64),
    }
}

/// Looks at the next `length` bytes, which are no event.
fn stray(stream: &Stream<'_>, length: usize, losses: &mut Losses) {
    let text = String::from_utf8_lossy(&stream.window()[..length]);
    if !is_furniture(&text) {
        losses.stray.add(stream.locator(length), length as u64);
    }
}

/// Whether text is what stands around events: declarations, comments, the root element, and the
/// `Record 17` lines of `evtx_dump`.
fn is_furniture(text: &str) -> bool {
    let mut rest = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while !rest.is_empty() {
        let tag = rest.starts_with("<?") || rest.starts_with("<!--");
        let root = rest.starts_with("<Events") || rest.starts_with("</Events");
        let end = if tag || root {
            rest.find('>').map(|at| at + 1)
        } else {
            let line = rest.lines().next().unwrap_or(rest);
            let number = line.trim().strip_prefix("Record ").map(|n| n.parse::<u64>().is_ok());
            (number == Some(true)).then_some(line.len())
        };
        let Some(end) = end else { return false };
        rest = rest[end..].trim_start();
    }
    true
}

/// Why an event could not be read.
enum Broken {
    /// It has no end.
    Cut,
    /// Its text is not XML.
    Syntax,
}

/// An element whose end has not been met.
struct Open {
    name: String,
    place: Place,
    label: Option<String>,
    text: String,
    children: bool,
    attributes: bool,
}

/// The fields of the event that `text` begins with, and where it ends.
fn fields(text: &str) -> Result<(Fields, usize), Broken> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut fields, mut open): (Fields, Vec<Open>) = (Fields::default(), Vec::new());
    loop {
        match reader.read_event().map_err(|_| Broken::Syntax)? {
            Event::Start(tag) => start(&tag, &mut open, &mut fields)?,
            Event::Empty(tag) => {
                start(&tag, &mut open, &mut fields)?;
                close(&mut open, &mut fields);
            }
            Event::End(_) => close(&mut open, &mut fields),
            Event::Text(part) => push(&mut open, &part.xml10_content()),
            Event::CData(part) => push(&mut open, &part.xml10_content()),
            Event::GeneralRef(part) => match part.resolve_char_ref() {
                Ok(Some(character)) => push(&mut open, character.encode_utf8(&mut [0; 4])),
                _ => match resolve_predefined_entity(&part) {
                    Some(known) => push(&mut open, known),
                    None => push(&mut open, &format!("&{};", &*part)),
                },
            },
            Event::Eof => return Err(Broken::Cut),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if open.is_empty() {
            let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            return Ok((fields, end));
        }
    }
}

fn push(open: &mut [Open], text: &str) {
    if let Some(open) = open.last_mut() {
        open.text.push_str(text);
    }
}

fn start(tag: &BytesStart<'_>, open: &mut Vec<Open>, fields: &mut Fields) -> Result<(), Broken> {
    if open.len() >= DEEPEST {
        return Err(Broken::Syntax);
    }
    let name = tag.local_name().as_ref().to_owned();
    let outer = open.last_mut().map_or(Place::Root, |outer| {
        outer.children = true;
        outer.place
    });
    let place = place_of(outer, &name);
    let (mut label, mut attributes) = (None, false);
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Broken::Syntax)?;
        let key = attribute.key.as_ref();
        if key.starts_with("xmlns") {
            continue;
        }
        let value = unescape(&attribute.value)
            .map_or_else(|_| attribute.value.clone().into_owned(), Cow::into_owned);
        if key == LABEL && place == Place::EventData && name != "EventData" {
            label = Some(value);
        } else {
            attributes = true;
            fields.add(attribute_name(&name, key), value);
        }
    }
    open.push(Open { name, place, label, text: String::new(), children: false, attributes });
    Ok(())
}

fn close(open: &mut Vec<Open>, fields: &mut Fields) {
    let Some(open) = open.pop() else { return };
    // White space between elements is layout; an element of nothing but attributes is no field.
    let blank = open.text.trim().is_empty();
    let layout = blank && (open.children || is_shell(&open.name));
    if !(layout || open.text.is_empty() && open.attributes) {
        fields.add(element_name(open.place, &open.name, open.label), open.text);
    }
}
