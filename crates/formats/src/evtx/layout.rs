//! What a template says, turned once into fields: names and the values they are made of.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;

use foldhash::quality::RandomState;

use super::bytes::push_utf16;
use super::naming::{LABEL, Place, attribute_name, element_name, is_shell, place_of};
use super::tokens::{End, Fault, Visit, name_bytes, walk};
use super::value::BINARY_XML;

/// Most bytes of a name. Windows' own are under 200; a hostile template could name thousands of
/// elements by one name as long as a chunk.
const LONGEST_NAME: usize = 1_024;

/// Most fields of a layout. The largest provider manifests have under 200.
const MOST_FIELDS: usize = 2_048;

/// Most places that show one value. Templates show each once; without a bound a small record
/// could ask for its largest value thousands of times.
const MOST_USES: u8 = 8;

/// Where tokens come from, as far as reading them depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) place: Place,
    /// Whether they are a template's definition.
    pub(super) in_template: bool,
}

/// A piece of a field's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text of the template.
    Text(Box<str>),
    /// Value `n` of the instance.
    Value(u16),
}

/// A field of a layout.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: Box<str>,
    pub(super) parts: Vec<Part>,
    /// Whether it is there even if all its values are null: an unnamed item of `EventData` is
    /// known by its position, so that none may be left out.
    pub(super) positional: bool,
}

/// A value that holds binary XML of its own, and where its elements belong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nested {
    pub(super) value: u16,
    pub(super) place: Place,
}

/// A template, or a record without one, as fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Equal for equal templates, whatever chunk they stand in.
    pub(super) fingerprint: u64,
    pub(super) fields: Vec<Field>,
    pub(super) nested: Vec<Nested>,
    /// Where the elements of template instances belong that stand among these, in order.
    pub(super) inner: Vec<Place>,
}

/// What of tokens differs from record to record, as far as they are not a template's.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// Offset and size of each piece of text.
    pub(super) texts: Vec<(usize, usize)>,
    /// Offset of each template instance, behind its token.
    pub(super) inner: Vec<usize>,
}

impl Loose {
    /// Forgets those of other tokens.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.inner.clear();
    }
}

impl Layout {
    /// Reads the tokens from `at` to `end` as fields.
    pub(super) fn compile(
        chunk: &[u8],
        at: usize,
        end: usize,
        origin: Origin,
        fingerprint: u64,
    ) -> Result<Self, Fault> {
        let place = origin.place;
        let mut builder = Builder {
            chunk,
            place,
            literal: origin.in_template,
            label: false,
            texts: 0,
            open: Vec::new(),
            uses: HashMap::default(),
            excess: None,
            layout: Self::default(),
        };
        walk(chunk, at, end, origin.in_template, &mut builder)?;
        while !builder.open.is_empty() {
            builder.close();
        }
        match builder.excess {
            Some(what) => Err(Fault { at, what }),
            None => Ok(Self { fingerprint, ..builder.layout }),
        }
    }

    /// Bytes it takes in memory, roughly.
    pub(super) fn cost(&self) -> usize {
        let of_part = |part: &Part| match part {
            Part::Text(text) => text.len() + 24,
            Part::Value(_) => 24,
        };
        let of_field = |field: &Field| {
            64 + 2 * field.name.len() + field.parts.iter().map(of_part).sum::<usize>()
        };
        self.fields.iter().map(of_field).sum::<usize>()
            + 16 * self.nested.len()
            + self.inner.len()
            + 128
    }
}

/// The same as it stands in a chunk.
const LABEL_BYTES: &[u8] = b"N\0a\0m\0e\0";

/// One seed for the process: fingerprints are comparable, and nobody can prepare a collision.
fn seed() -> &'static RandomState {
    static SEED: OnceLock<RandomState> = OnceLock::new();
    SEED.get_or_init(RandomState::default)
}

/// A number that stands for several, in order.
pub(super) fn combine(one: u64, other: u64) -> u64 {
    seed().hash_one((one, other))
}

/// A number that is equal for equal tokens and names, wherever in a chunk they stand, and the end
/// of the tokens. Several times cheaper than compiling them.
///
/// Elements that are not a template's differ from record to record in their text only, so there
/// the text is not part of the layout: pieces of text are values, and `loose` gets their places.
/// Labels stay, since they name fields.
pub(super) fn fingerprint(
    chunk: &[u8],
    at: usize,
    end: usize,
    origin: Origin,
    loose: &mut Loose,
) -> Result<(u64, End), Fault> {
    let hasher = seed().build_hasher();
    let literal = origin.in_template;
    let mut print = Print { chunk, hasher, literal, label: false, loose };
    print.hasher.write_u8(origin.place as u8);
    print.hasher.write_u8(u8::from(literal));
    let end = walk(chunk, at, end, origin.in_template, &mut print)?;
    Ok((print.hasher.finish(), end))
}

struct Print<'c, 't, H> {
    chunk: &'c [u8],
    hasher: H,
    literal: bool,
    /// Whether the value of a label is being passed.
    label: bool,
    loose: &'t mut Loose,
}

impl<H: Hasher> Print<'_, '_, H> {
    fn name(&mut self, tag: u8, offset: usize) {
        self.hasher.write_u8(tag);
        self.hasher.write(name_bytes(self.chunk, offset).unwrap_or_default());
    }
}

impl<H: Hasher> Visit for Print<'_, '_, H> {
    fn element(&mut self, name: usize) {
        self.label = false;
        self.name(1, name);
    }
    fn attribute(&mut self, name: usize) {
        self.label = name_bytes(self.chunk, name) == Some(LABEL_BYTES);
        self.name(2, name);
    }
    fn content(&mut self) {
        self.label = false;
        self.hasher.write_u8(3);
    }
    fn text(&mut self, at: usize, utf16: &[u8]) {
        self.hasher.write_u8(4);
        if self.literal || self.label {
            self.hasher.write(utf16);
        } else {
            self.loose.texts.push((at, utf16.len()));
        }
    }
    fn value(&mut self, index: u16, kind: u8) {
        self.hasher.write_u32(5 << 24 | u32::from(kind) << 16 | u32::from(index));
    }
    fn entity(&mut self, name: usize) {
        self.name(6, name);
    }
    fn instance(&mut self, at: usize) {
        self.hasher.write_u8(8);
        self.loose.inner.push(at);
    }
    fn close(&mut self) {
        self.label = false;
        self.hasher.write_u8(7);
    }
}

/// An element whose end has not been met.
struct Open {
    name: String,
    place: Place,
    /// The value of its `Name` attribute.
    label: Option<String>,
    attribute: Option<(String, Vec<Part>)>,
    parts: Vec<Part>,
    children: bool,
    /// Whether it has attributes that became fields.
    attributes: bool,
}

struct Builder<'c> {
    chunk: &'c [u8],
    place: Place,
    /// Whether literal text is part of the layout; otherwise pieces of text are values.
    literal: bool,
    /// Whether the value of a label is being passed, exactly as in [`Print`].
    label: bool,
    /// Pieces of text that became values so far.
    texts: u16,
    open: Vec<Open>,
    /// How often each value was used.
    uses: HashMap<u16, u8, foldhash::fast::RandomState>,
    /// The limit that was passed, as what is expected instead.
    excess: Option<&'static str>,
    layout: Layout,
}

impl Builder<'_> {
    fn name(&mut self, offset: usize) -> String {
        let mut name = String::new();
        let bytes = name_bytes(self.chunk, offset).unwrap_or_default();
        push_utf16(&bytes[..bytes.len().min(LONGEST_NAME)], &mut name);
        if bytes.len() > LONGEST_NAME {
            self.excess = Some("a shorter name");
        }
        name
    }

    fn field(&mut self, name: &str, parts: Vec<Part>, positional: bool) {
        if self.layout.fields.len() < MOST_FIELDS {
            self.layout.fields.push(Field { name: name.into(), parts, positional });
        } else {
            self.excess = Some("fewer fields");
        }
    }

    fn push(&mut self, part: Part) {
        let Some(open) = self.open.last_mut() else { return };
        let parts = open.attribute.as_mut().map_or(&mut open.parts, |(_, parts)| parts);
        match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => {
                *before = format!("{before}{text}").into()
            }
            (_, part) => parts.push(part),
        }
    }

    /// Ends the attribute whose value was being collected.
    fn end_attribute(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        let Some((name, parts)) = open.attribute.take() else { return };
        if name.starts_with("xmlns") {
            return;
        }
        if name == LABEL
            && open.place == Place::EventData
            && open.name != "EventData"
            && let [Part::Text(text)] = parts.as_slice()
        {
            open.label = Some(text.to_string());
            return;
        }
        // A label made of values has no name until the instance is known; it is a field itself.
        open.attributes = true;
        let name = attribute_name(&open.name, &name);
        self.field(&name, parts, false);
    }
}

impl Visit for Builder<'_> {
    fn element(&mut self, name: usize) {
        self.end_attribute();
        self.label = false;
        let name = self.name(name);
        let outer = self.open.last_mut().map_or(self.place, |open| {
            open.children = true;
            open.place
        });
        let place = place_of(outer, &name);
        self.open.push(Open {
            name,
            place,
            label: None,
            attribute: None,
            parts: Vec::new(),
            children: false,
            attributes: false,
        });
    }

    fn attribute(&mut self, name: usize) {
        self.end_attribute();
        self.label = name_bytes(self.chunk, name) == Some(LABEL_BYTES);
        let name = self.name(name);
        if let Some(open) = self.open.last_mut() {
            open.attribute = Some((name, Vec::new()));
        }
    }

    fn content(&mut self) {
        self.end_attribute();
        self.label = false;
    }

    fn text(&mut self, _: usize, utf16: &[u8]) {
        if self.literal || self.label {
            let mut text = String::new();
            push_utf16(utf16, &mut text);
            self.push(Part::Text(text.into()));
        } else {
            self.push(Part::Value(self.texts));
            self.texts = self.texts.saturating_add(1);
        }
    }

    fn value(&mut self, index: u16, kind: u8) {
        let uses = self.uses.entry(index).or_default();
        *uses += 1;
        if *uses > MOST_USES {
            self.excess = Some("a value shown in fewer places");
            *uses = MOST_USES;
            return;
        }
        let in_attribute = self.open.last().is_some_and(|open| open.attribute.is_some());
        if kind == BINARY_XML && !in_attribute {
            let place = self.open.last_mut().map_or(self.place, |open| {
                open.children = true;
                open.place
            });
            self.layout.nested.push(Nested { value: index, place });
        } else {
            self.push(Part::Value(index));
        }
    }

    fn entity(&mut self, name: usize) {
        let name = self.name(name);
        let text = match name.as_str() {
            "amp" => "&".into(),
            "lt" => "<".into(),
            "gt" => ">".into(),
            "quot" => "\"".into(),
            "apos" => "'".into(),
            other => format!("&{other};"),
        };
        self.push(Part::Text(text.into()));
    }

    fn instance(&mut self, _: usize) {
        let place = self.open.last_mut().map_or(self.place, |open| {
            open.children = true;
            open.place
        });
        self.layout.inner.push(place);
    }

    fn close(&mut self) {
        self.end_attribute();
        self.label = false;
        let Some(open) = self.open.pop() else { return };
        if open.parts.is_empty() && (open.children || open.attributes || is_shell(&open.name)) {
            return;
        }
        let positional = open.place == Place::EventData && open.label.is_none();
        let name = element_name(open.place, &open.name, open.label);
        self.field(&name, open.parts, positional);
    }
}
