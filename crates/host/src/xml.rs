//! Configuration XML as a tree that survives damage.
//!
//! Hand edits are a way in, and files that are not well formed are common on real servers
//! (scheduled tasks, a lost end tag). Each broken place is counted and reading goes on behind it.
//! Entities that a document declares itself are never expanded.

use std::ops::Range;

use model::{GapReason, Locator, Loss};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use crate::Sink;
use crate::at;
use crate::text::{Text, decode};

/// Deepest nesting followed. Real files stay below 20; deeper elements are counted, not kept.
const DEEPEST: usize = 128;

/// Broken places after which the rest of the file is given up: each may cost a look at all that
/// follows.
const MOST_BREAKS: u64 = 100;

/// Most elements kept, so that `<a/>` repeated through 64 MiB stays under 1 GB of memory. The
/// largest real export (services of one server) has 60,000.
const MOST_ELEMENTS: usize = 1_000_000;

/// Most attributes kept per element. Real ones have fewer than 30.
const MOST_ATTRIBUTES: usize = 200;

/// One element.
#[derive(Debug)]
pub(crate) struct Element {
    /// Name without a namespace prefix.
    pub(crate) name: Box<str>,
    /// Attributes in the file's order and spelling, entities resolved.
    pub(crate) attributes: Vec<(Box<str>, String)>,
    /// Its own text, entities resolved, ends trimmed.
    pub(crate) text: String,
    /// Where its start tag stands.
    pub(crate) locator: Locator,
    parent: usize,
    children: Vec<usize>,
}

impl Element {
    fn new(name: &str, locator: Locator, parent: usize) -> Self {
        let name = name.rsplit(':').next().unwrap_or(name);
        let (attributes, text, children) = (Vec::new(), String::new(), Vec::new());
        Self { name: name.into(), attributes, text, locator, parent, children }
    }

    /// An attribute's value, ignoring ASCII case; `None` if the element lacks it.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether it has this name, ignoring ASCII case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// A document. Element 0 stands for the document itself and has no name.
#[derive(Debug)]
pub(crate) struct Document {
    elements: Vec<Element>,
}

impl Document {
    /// Every element in the file's order, with its number.
    pub(crate) fn each(&self) -> impl Iterator<Item = (usize, &Element)> {
        self.elements.iter().enumerate().skip(1)
    }

    /// The element with a number. Panics on a number that is not from this document.
    pub(crate) fn element(&self, number: usize) -> &Element {
        &self.elements[number]
    }

    /// The elements around one, innermost first.
    pub(crate) fn around(&self, number: usize) -> impl Iterator<Item = &Element> {
        let up = |number: &usize| (*number != 0).then(|| self.elements[*number].parent);
        std::iter::successors(Some(number), up)
            .skip(1)
            .take_while(|number| *number != 0)
            .map(|number| &self.elements[number])
    }

    /// The innermost element of this name around one.
    pub(crate) fn enclosing(&self, number: usize, name: &str) -> Option<&Element> {
        self.around(number).find(|element| element.is(name))
    }

    /// The number of the element directly around one; `None` at the top.
    pub(crate) fn enclosing_number(&self, number: usize) -> Option<usize> {
        Some(self.elements[number].parent).filter(|parent| *parent != 0)
    }

    /// The children of one, with their numbers.
    pub(crate) fn children(&self, number: usize) -> impl Iterator<Item = (usize, &Element)> {
        self.elements[number].children.iter().map(|child| (*child, &self.elements[*child]))
    }

    /// The first child of this name.
    pub(crate) fn child(&self, number: usize, name: &str) -> Option<(usize, &Element)> {
        self.children(number).find(|(_, child)| child.is(name))
    }

    /// The text of the element that a path of names leads to, each the first of its name.
    pub(crate) fn text_at(&self, number: usize, path: &[&str]) -> Option<&str> {
        let mut at = number;
        for name in path {
            at = self.child(at, name)?.0;
        }
        let text = self.elements[at].text.as_str();
        (!text.is_empty()).then_some(text)
    }

    /// The numbers of the elements of this name.
    pub(crate) fn named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = usize> + 'd {
        self.each().filter(move |(_, element)| element.is(name)).map(|(number, _)| number)
    }
}

/// Reads a document, pushing a gap for what is broken.
pub(crate) fn parse(bytes: &[u8], sink: &mut dyn Sink) -> Document {
    let text = decode(bytes, sink);
    let length = text.as_str().len();
    let mut walk = Walk::new(&text);
    let mut from = 0;
    while from < length {
        match walk.run(from) {
            Ok(()) => break,
            Err(place) if walk.syntax.count() < MOST_BREAKS => {
                walk.syntax.add(at(place as u64), 0);
                let next = place.max(from) + 1;
                from = memchr::memchr(b'<', &text.as_str().as_bytes()[next.min(length)..])
                    .map_or(length, |step| next + step);
            }
            Err(place) => {
                let lost = length.saturating_sub(place) as u64;
                let locator = Locator::Bytes { offset: place as u64, length: lost };
                walk.given_up.add(locator, lost);
                break;
            }
        }
    }
    walk.finish(sink)
}

struct Walk<'t> {
    text: &'t str,
    places: crate::text::Places<'t>,
    elements: Vec<Element>,
    /// Numbers of the open elements.
    open: Vec<usize>,
    /// Open elements that are not kept because they lie too deep.
    hidden: u64,
    syntax: Loss,
    nesting: Loss,
    deep: Loss,
    many: Loss,
    wide: Loss,
    entities: Loss,
    given_up: Loss,
}

impl<'t> Walk<'t> {
    fn new(text: &'t Text<'t>) -> Self {
        Self {
            text: text.as_str(),
            places: text.places(),
            elements: vec![Element::new("", Locator::File, 0)],
            open: Vec::new(),
            hidden: 0,
            syntax: Loss::new(GapReason::Damaged, "places that are not well-formed XML"),
            nesting: Loss::new(GapReason::Damaged, "end tags that do not match their start"),
            deep: Loss::new(GapReason::TooLarge, "elements nested deeper than 128 passed over"),
            many: Loss::new(GapReason::TooLarge, "elements after the first million passed over"),
            wide: Loss::new(GapReason::TooLarge, "elements with over 200 attributes"),
            entities: Loss::new(
                GapReason::Damaged,
                "texts with entities that XML itself does not know: kept as written, not expanded",
            ),
            given_up: Loss::new(
                GapReason::Damaged,
                "the rest of a file with over 100 broken places",
            ),
        }
    }

    /// Reads from `from` to the end; `Err` is where the syntax breaks.
    fn run(&mut self, from: usize) -> Result<(), usize> {
        let text = self.text;
        // The parser takes a byte order mark off without counting it: a second one, after the
        // file's own, would shift every place.
        let rest = text[from..].trim_start_matches('\u{feff}');
        let from = text.len() - rest.len();
        let mut reader = Reader::from_str(rest);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let start = from + reader.buffer_position() as usize;
            let event = reader.read_event();
            let span = start..from + reader.buffer_position() as usize;
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, self.whole(span)?, false),
                Ok(Event::Empty(tag)) => self.start(&tag, self.whole(span)?, true),
                Ok(Event::End(tag)) => self.end(tag.name().as_ref(), start),
                Ok(Event::Text(_)) => self.add_text(&text[span]),
                Ok(Event::CData(data)) => self.add_text(&data),
                Ok(Event::GeneralRef(_)) => {
                    let text = self.resolved(&text[span], start);
                    self.add_text(&text);
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(_) => return Err(from + reader.error_position() as usize),
            }
        }
    }

    /// The span of a tag, if it is one: a `<` inside means that it was never closed and has
    /// swallowed the next one.
    fn whole(&self, span: Range<usize>) -> Result<Range<usize>, usize> {
        let bytes = &self.text.as_bytes()[span.clone()];
        match memchr::memrchr(b'<', bytes) {
            Some(last) if memchr::memchr(b'<', bytes) != Some(last) => Err(span.start + last - 1),
            _ => Ok(span),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, span: Range<usize>, empty: bool) {
        let place = self.places.place(span.start, span.len());
        if self.hidden > 0 || self.open.len() >= DEEPEST || self.elements.len() >= MOST_ELEMENTS {
            let full = self.elements.len() >= MOST_ELEMENTS;
            let loss = if full { &mut self.many } else { &mut self.deep };
            loss.add(place, span.len() as u64);
            self.hidden += u64::from(!empty);
            return;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        let mut element = Element::new(tag.name().as_ref(), place.clone(), parent);
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(_) if element.attributes.len() >= MOST_ATTRIBUTES => {
                    self.wide.add(place, 0);
                    break;
                }
                Ok(attribute) => {
                    let value = self.resolved(&attribute.value, span.start);
                    element.attributes.push((attribute.key.as_ref().into(), value));
                }
                Err(_) => {
                    self.syntax.add(place, 0);
                    break;
                }
            }
        }
        let number = self.elements.len();
        self.elements.push(element);
        self.elements[parent].children.push(number);
        if !empty {
            self.open.push(number);
        }
    }

    fn end(&mut self, name: &str, start: usize) {
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        let name = name.rsplit(':').next().unwrap_or(name);
        let is_own = |number: &usize| &*self.elements[*number].name == name;
        match self.open.iter().rposition(is_own) {
            Some(index) => {
                if index + 1 < self.open.len() {
                    let place = self.places.place(start, 0);
                    self.nesting.add(place, 0);
                }
                for number in self.open.drain(index..) {
                    let element = &mut self.elements[number];
                    element.text = element.text.trim().to_owned();
                }
            }
            None => {
                let place = self.places.place(start, 0);
                self.nesting.add(place, 0);
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        if self.hidden == 0
            && let Some(number) = self.open.last()
        {
            let own = &mut self.elements[*number].text;
            // White space between elements is layout; inside text it is text.
            if !own.is_empty() || !text.trim().is_empty() {
                own.push_str(text);
            }
        }
    }

    /// Text with its entities resolved; as written, and counted, if they cannot be.
    fn resolved(&mut self, value: &str, start: usize) -> String {
        match unescape(value) {
            Ok(text) => text.into_owned(),
            Err(_) => {
                self.entities.add(at(start as u64), value.len() as u64);
                value.to_owned()
            }
        }
    }

    fn finish(mut self, sink: &mut dyn Sink) -> Document {
        if let Some(number) = self.open.first() {
            let name = &self.elements[*number].name;
            let detail = format!("the file ends inside <{name}>");
            let locator = at(self.text.len() as u64);
            let count = self.open.len() as u64;
            sink.gap(locator, GapReason::Truncated, detail, count, 0);
        }
        for number in std::mem::take(&mut self.open) {
            let element = &mut self.elements[number];
            element.text = element.text.trim().to_owned();
        }
        if self.elements.len() == 1 && !self.text.is_empty() {
            let detail = "no element of XML in the file".to_owned();
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, self.text.len() as u64);
        }
        let limits = [self.deep, self.many, self.wide, self.entities];
        for loss in [self.syntax, self.nesting].into_iter().chain(limits).chain([self.given_up]) {
            sink.lost(loss);
        }
        Document { elements: self.elements }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Seen;

    fn names(text: &str) -> (Vec<String>, Vec<(GapReason, u64)>) {
        let mut seen = Seen::default();
        let document = parse(text.as_bytes(), &mut seen);
        let names = document.each().map(|(_, element)| element.name.to_string()).collect();
        (names, seen.losses())
    }

    #[test]
    fn text_and_builtin_entities_are_joined() {
        let mut seen = Seen::default();
        let text = b"<a><b>x &amp; y &#65;</b><c z='1 &lt; 2'/><![CDATA[<d>]]></a>";
        let document = parse(text, &mut seen);
        assert_eq!(document.text_at(0, &["a", "B"]), Some("x & y A"));
        assert_eq!(document.text_at(0, &["a"]), Some("<d>"));
        let c = document.named("c").next().unwrap();
        assert_eq!(document.element(c).attribute("Z"), Some("1 < 2"));
        assert!(seen.gaps.is_empty(), "{:?}", seen.gaps);
    }

    #[test]
    fn an_entity_bomb_stays_as_written() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"yyyy\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>";
        let mut seen = Seen::default();
        let document = parse(bomb.as_bytes(), &mut seen);
        assert_eq!(document.text_at(0, &["a"]), Some("&z;"));
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    }

    #[test]
    fn marks_before_the_content_shift_nothing() {
        let text = "\u{feff}\u{feff}\u{feff}<a>ä&amp;<b/></a>";
        let mut seen = Seen::default();
        let document = parse(text.as_bytes(), &mut seen);
        assert_eq!(document.text_at(0, &["a"]), Some("ä&"));
        // A reference alone, with letters of several bytes before it.
        for noise in ["\u{feff}\u{feff}\u{b8f}䂏:", "\u{feff}\u{feff}ÿ&x;Ѐ"] {
            parse(noise.as_bytes(), &mut Seen::default());
        }
    }

    #[test]
    fn damage_is_counted_and_reading_goes_on() {
        let (found, losses) = names("<a><b><c/></a><d/>");
        assert_eq!(found, ["a", "b", "c", "d"]);
        assert_eq!(losses, [(GapReason::Damaged, 1)]);
        let (found, losses) = names("<a><b <c/><d/></a>");
        assert!(found.contains(&"d".to_owned()), "{found:?}");
        assert_eq!(losses, [(GapReason::Damaged, 1)]);
        assert_eq!(names("<a><b>").1, [(GapReason::Truncated, 2)]);
    }

    #[test]
    fn depth_is_bounded_and_what_follows_is_read() {
        let text = format!("<r>{}{}<z/></r>", "<a>".repeat(5_000), "</a>".repeat(5_000));
        let (found, losses) = names(&text);
        assert_eq!(found.len(), DEEPEST + 1);
        assert_eq!(found.last().map(String::as_str), Some("z"));
        assert_eq!(losses, [(GapReason::TooLarge, 5_000 - DEEPEST as u64 + 1)]);
    }
}
