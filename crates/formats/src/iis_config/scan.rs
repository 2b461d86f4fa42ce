//! A lenient walk over configuration XML: keeps its own list of open elements, so that a missing
//! or surplus end tag is a counted fault and not the end.

use std::borrow::Cow;
use std::ops::Range;

use model::{Build, GapReason, Locator, Loss, RecordKind};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use crate::Sink;
use crate::lines::Fields;

/// Elements that become records.
const ELEMENTS: [&str; 6] =
    ["location", "site", "binding", "logFile", "application", "virtualDirectory"];

/// Deepest nesting followed. Real files stay below 10; deeper elements are counted, not kept.
const DEEPEST: usize = 64;

/// Broken places after which the rest of the file is given up: each may cost a look at all that
/// follows.
const MOST_BREAKS: u64 = 100;

/// Walks over a document and pushes its records and gaps.
pub(super) fn scan(text: &str, sink: &mut dyn Sink) {
    let bytes = text.as_bytes();
    let mut walk = Walk::new(text, sink);
    let mut at = 0;
    while at < bytes.len() {
        match walk.run(at) {
            Ok(()) => break,
            Err(place) if walk.syntax.count() < MOST_BREAKS => {
                walk.syntax.add(Locator::Bytes { offset: place as u64, length: 0 }, 0);
                let from = place.max(at) + 1;
                at = memchr::memchr(b'<', &bytes[from.min(bytes.len())..])
                    .map_or(bytes.len(), |step| from + step);
            }
            Err(place) => {
                let length = (bytes.len() - place.min(bytes.len())) as u64;
                walk.given_up.add(Locator::Bytes { offset: place as u64, length }, length);
                break;
            }
        }
    }
    walk.finish();
}

struct Walk<'a, 's> {
    text: &'a str,
    sink: &'s mut dyn Sink,
    /// Names of open elements.
    open: Vec<String>,
    site: String,
    application: String,
    /// Line feeds counted up to `counted`.
    line: u64,
    counted: usize,
    syntax: Loss,
    nesting: Loss,
    deep: Loss,
    given_up: Loss,
}

impl<'a, 's> Walk<'a, 's> {
    fn new(text: &'a str, sink: &'s mut dyn Sink) -> Self {
        Self {
            text,
            sink,
            open: Vec::new(),
            site: String::new(),
            application: String::new(),
            line: 1,
            counted: 0,
            syntax: Loss::new(GapReason::Damaged, "places that are not well-formed XML"),
            nesting: Loss::new(GapReason::Damaged, "end tags that do not match their start"),
            deep: Loss::new(GapReason::TooLarge, "elements nested deeper than 64 were passed over"),
            given_up: Loss::new(
                GapReason::Damaged,
                "the rest of a file with over 100 broken places",
            ),
        }
    }

    /// Reads from `at` to the end; `Err` is where the syntax breaks.
    fn run(&mut self, at: usize) -> Result<(), usize> {
        let mut reader = Reader::from_str(&self.text[at..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let from = at + reader.buffer_position() as usize;
            let event = reader.read_event();
            let span = from..at + reader.buffer_position() as usize;
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, self.whole(span)?, false),
                Ok(Event::Empty(tag)) => self.start(&tag, self.whole(span)?, true),
                Ok(Event::End(tag)) => {
                    self.end(tag.name().as_ref(), from);
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(_) => return Err(at + reader.error_position() as usize),
            }
        }
    }

    /// The span of a tag, if it is one: a `<` inside means that it was never closed and has
    /// swallowed the next one.
    fn whole(&self, span: Range<usize>) -> Result<Range<usize>, usize> {
        let bytes = &self.text.as_bytes()[span.clone()];
        match memchr::memrchr(b'<', bytes) {
            Some(at) if memchr::memchr(b'<', bytes) != Some(at) => Err(span.start + at - 1),
            _ => Ok(span),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, span: Range<usize>, empty: bool) {
        let name = tag.name().as_ref().to_owned();
        let value = |wanted: &str| {
            let found = tag
                .attributes()
                .with_checks(false)
                .flatten()
                .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(wanted));
            found.map(|attribute| text_of(&attribute.value)).unwrap_or_default()
        };
        match name.as_str() {
            "site" => self.site = value("name"),
            "application" => self.application = value("path"),
            _ => {}
        }
        if ELEMENTS.contains(&name.as_str()) {
            self.record(&name, tag, span.clone());
        }
        if empty {
            return;
        }
        if self.open.len() >= DEEPEST {
            let (offset, length) = (span.start as u64, span.len() as u64);
            self.deep.add(Locator::Bytes { offset, length }, 0);
        } else {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        let place = Locator::Bytes { offset: at as u64, length: 0 };
        match self.open.iter().rposition(|open| open == name) {
            Some(index) => {
                if index + 1 < self.open.len() {
                    self.nesting.add(place, 0);
                }
                self.open.truncate(index);
            }
            None if self.deep.count() > 0 => {}
            None => self.nesting.add(place, 0),
        }
        match name {
            "site" => self.site.clear(),
            "application" => self.application.clear(),
            _ => {}
        }
    }

    fn record(&mut self, name: &str, tag: &BytesStart<'_>, span: Range<usize>) {
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(attribute) => {
                    let key = attribute.key.as_ref().to_owned();
                    attributes.push((key, text_of(&attribute.value)));
                }
                Err(_) => {
                    let (offset, length) = (span.start as u64, span.len() as u64);
                    self.syntax.add(Locator::Bytes { offset, length }, 0);
                    break;
                }
            }
        }
        let own =
            |wanted: &str| attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted));
        let build = own("path")
            .filter(|_| name == "location")
            .and_then(|(_, path)| path.rsplit(['/', '\\']).next())
            .filter(|last| last.parse::<Build>().is_ok())
            .map(str::to_owned);
        let mut fields: Vec<(&str, Cow<'_, str>)> = vec![("element", Cow::Borrowed(name))];
        if !matches!(name, "location" | "site") && !self.site.is_empty() {
            fields.push(("site", Cow::Borrowed(&self.site)));
        }
        if name == "virtualDirectory" && !self.application.is_empty() {
            fields.push(("application", Cow::Borrowed(&self.application)));
        }
        fields.extend(attributes.iter().map(|(key, value)| (&**key, Cow::Borrowed(&**value))));
        fields.extend(build.map(|build| ("build", Cow::Owned(build))));
        let bytes = self.text.as_bytes();
        let start = span.start + bytes[span.clone()].iter().take_while(|b| **b != b'<').count();
        let passed = bytes.get(self.counted..start).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = start.max(self.counted);
        let raw = &bytes[start..span.end];
        let (offset, length) = (start as u64, raw.len() as u64);
        self.sink.record(&Fields {
            kind: RecordKind::IIS_CONFIG,
            time: None,
            locator: Locator::Line { line: self.line, offset, length },
            fields,
            raw,
        });
    }

    fn finish(self) {
        if let Some(name) = self.open.first()
            && self.deep.count() == 0
        {
            let offset = self.text.len() as u64;
            let detail = format!("the file ends inside <{name}>");
            let locator = Locator::Bytes { offset, length: 0 };
            self.sink.gap(locator, GapReason::Truncated, detail, self.open.len() as u64, 0);
        }
        for loss in [self.syntax, self.nesting, self.deep, self.given_up] {
            self.sink.lost(loss);
        }
    }
}

/// An attribute's value with its entities resolved; as written if they cannot be.
fn text_of(value: &str) -> String {
    unescape(value).map_or_else(|_| value.to_owned(), Cow::into_owned)
}
