//! One event, read lazily: the layouts it is made of and the places of its values.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use model::{Locator, Makeup, Record, RecordKind, Shaped, Stored, Timestamp};

use super::bytes::{u16_at, u32_at, u64_at};
use super::layout::{Field, Layout, Loose, Origin, Part, combine, fingerprint};
use super::naming::Place;
use super::tokens::{End, Fault};
use super::value::{BINARY_XML, FILETIME, STRING, Value, moment};

/// Deepest nesting of binary XML inside values. Windows nests once.
const DEEPEST_NESTING: u8 = 4;

/// Most layers of one record. Windows makes two; nesting multiplies work.
const MOST_LAYERS: usize = 16;

/// Bytes of layouts kept; more are forgotten and read anew. A real host has a few thousand
/// templates of about a kilobyte.
const MOST_LAYOUT_BYTES: usize = 24 << 20;

/// Most shapes kept, as above; a shape is about as large as its layouts.
const MOST_SHAPES: usize = 8_192;

/// Most bytes of template definitions read in one chunk. Honest ones lie side by side in its
/// 64 KiB and are read once for each place they are used in; overlapping ones would cost work.
const MOST_DEFINITION_BYTES: usize = 512 << 10;

/// Bytes of a name that is looked up without asking for memory. Windows' names are under 50.
const SHORT_NAME: usize = 64;

/// The kind all event records have.
static EVENT: RecordKind = RecordKind::EVENT;

/// What is known of templates: by chunk offset within a chunk, by content across chunks.
#[derive(Default)]
pub(super) struct Layouts {
    here: HashMap<(u32, Place), Arc<Layout>, foldhash::fast::RandomState>,
    known: HashMap<u64, Arc<Layout>, foldhash::fast::RandomState>,
    shapes: HashMap<u64, Arc<Shape>, foldhash::fast::RandomState>,
    /// What `known` costs in memory.
    cost: usize,
    /// Bytes of definitions read in this chunk.
    defined: usize,
    /// What of the last layout was not part of it.
    loose: Loose,
}

impl Layouts {
    /// Forgets what is true of one chunk only.
    pub(super) fn next_chunk(&mut self) {
        self.here.clear();
        self.defined = 0;
        if self.cost > MOST_LAYOUT_BYTES || self.shapes.len() > MOST_SHAPES {
            self.known.clear();
            self.shapes.clear();
            self.cost = 0;
        }
    }

    /// The layout of the template defined at a chunk offset.
    fn template(&mut self, chunk: &[u8], offset: u32, place: Place) -> Result<Arc<Layout>, Fault> {
        if let Some(layout) = self.here.get(&(offset, place)) {
            return Ok(Arc::clone(layout));
        }
        let (start, end) = definition(chunk, offset as usize)?;
        self.defined += end - start;
        if self.defined > MOST_DEFINITION_BYTES {
            return Err(Fault { at: start, what: "fewer template definitions" });
        }
        let origin = Origin { place, in_template: true };
        let layout = self.compiled(chunk, start, end, origin)?.0;
        self.here.insert((offset, place), Arc::clone(&layout));
        Ok(layout)
    }

    /// The layout of the tokens from `start`, compiled unless tokens like these were met before.
    /// Leaves the places of what is not part of it in `loose`.
    fn compiled(
        &mut self,
        chunk: &[u8],
        start: usize,
        end: usize,
        origin: Origin,
    ) -> Result<(Arc<Layout>, End), Fault> {
        self.loose.clear();
        let (print, behind) = fingerprint(chunk, start, end, origin, &mut self.loose)?;
        if let Some(layout) = self.known.get(&print) {
            return Ok((Arc::clone(layout), behind));
        }
        let layout = Arc::new(Layout::compile(chunk, start, end, origin, print)?);
        self.cost += layout.cost();
        self.known.insert(print, Arc::clone(&layout));
        Ok((layout, behind))
    }

    fn shape(&mut self, layers: &[Layer]) -> Arc<Shape> {
        let id = layers.iter().fold(0, |id, layer| combine(id, layer.layout.fingerprint));
        let shape = self.shapes.entry(id).or_insert_with(|| Arc::new(Shape::new(id, layers)));
        Arc::clone(shape)
    }
}

/// Where the tokens of the template defined at `offset` start and end: behind the link to the next
/// template, a GUID and the size.
fn definition(chunk: &[u8], offset: usize) -> Result<(usize, usize), Fault> {
    let fault = Fault { at: offset, what: "a template definition" };
    let size = u32_at(chunk, offset.saturating_add(20)).ok_or(fault)? as usize;
    let start = offset + 24;
    let end = start.checked_add(size).filter(|end| *end <= chunk.len()).ok_or(fault)?;
    Ok((start, end))
}

/// A layout with the values of one instance.
struct Layer {
    layout: Arc<Layout>,
    /// Index of its first value in the record's list.
    first: usize,
    count: usize,
}

/// Where a value lies in the chunk.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    size: u32,
    kind: u8,
}

/// What repeats from record to record: which fields there are, and where their parts come from.
struct Shape {
    id: u64,
    slots: Vec<Slot>,
    /// By names in lower case.
    by_name: HashMap<Box<[u8]>, u32, foldhash::fast::RandomState>,
    /// Layer and field of `TimeCreated`.
    time: Option<(u16, u16)>,
}

struct Slot {
    name: Box<str>,
    /// Layer and field of each place the name occurs.
    places: Vec<(u16, u16)>,
}

impl Shape {
    fn new(id: u64, layers: &[Layer]) -> Self {
        let mut shape = Self { id, slots: Vec::new(), by_name: HashMap::default(), time: None };
        for (layer, of) in (0_u16..).zip(layers) {
            for (index, field) in (0_u16..).zip(&of.layout.fields) {
                let key: Box<[u8]> = field.name.as_bytes().to_ascii_lowercase().into();
                let slot = *shape.by_name.entry(key).or_insert_with(|| {
                    shape.slots.push(Slot { name: field.name.clone(), places: Vec::new() });
                    shape.slots.len() as u32 - 1
                });
                shape.slots[slot as usize].places.push((layer, index));
            }
        }
        let time = shape.by_name.get(&b"timecreated"[..]).map(|slot| &shape.slots[*slot as usize]);
        shape.time = time.and_then(|slot| slot.places.first().copied());
        shape
    }

    fn slot(&self, field: &str) -> Option<u32> {
        let mut room = [0; SHORT_NAME];
        let name = field.as_bytes();
        match room.get_mut(..name.len()) {
            Some(lower) => {
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                self.by_name.get(&*lower).copied()
            }
            None => self.by_name.get(name.to_ascii_lowercase().as_slice()).copied(),
        }
    }
}

/// The parts of a record, reused from one to the next.
#[derive(Default)]
pub(super) struct Anatomy {
    layers: Vec<Layer>,
    values: Vec<Span>,
}

impl Anatomy {
    /// Finds the layouts and values of the record whose binary XML lies at `at..end`.
    pub(super) fn read(
        &mut self,
        chunk: &[u8],
        at: usize,
        end: usize,
        layouts: &mut Layouts,
    ) -> Result<(), Fault> {
        self.layers.clear();
        self.values.clear();
        self.fragment(chunk, at, end, Place::Root, DEEPEST_NESTING, layouts)
    }

    fn fragment(
        &mut self,
        chunk: &[u8],
        mut at: usize,
        end: usize,
        place: Place,
        nesting: u8,
        layouts: &mut Layouts,
    ) -> Result<(), Fault> {
        if nesting == 0 || self.layers.len() == MOST_LAYERS {
            return Err(Fault { at, what: "fewer nested fragments" });
        }
        if chunk.get(at) == Some(&0x0f) {
            at += 4;
        }
        if chunk.get(at) == Some(&0x0c) {
            return self.instance(chunk, at + 1, end, place, nesting, layouts);
        }
        let origin = Origin { place, in_template: false };
        let (layout, _) = layouts.compiled(chunk, at, end, origin)?;
        let first = self.values.len();
        let span = |(start, size): &(usize, usize)| Span {
            start: *start as u32,
            size: *size as u32,
            kind: STRING,
        };
        self.values.extend(layouts.loose.texts.iter().map(span));
        let count = layouts.loose.texts.len();
        let inner = std::mem::take(&mut layouts.loose.inner);
        self.layers.push(Layer { layout: Arc::clone(&layout), first, count });
        for (at, place) in inner.into_iter().zip(&layout.inner) {
            if nesting == 1 || self.layers.len() == MOST_LAYERS {
                return Err(Fault { at, what: "fewer nested fragments" });
            }
            self.instance(chunk, at, end, *place, nesting - 1, layouts)?;
        }
        Ok(())
    }

    /// A template instance: version, id, offset of the definition (which may stand right here),
    /// then the values.
    fn instance(
        &mut self,
        chunk: &[u8],
        at: usize,
        end: usize,
        place: Place,
        nesting: u8,
        layouts: &mut Layouts,
    ) -> Result<(), Fault> {
        let fault = Fault { at, what: "a template instance" };
        let offset = u32_at(chunk, at + 5).ok_or(fault)?;
        let mut values = at + 9;
        if offset as usize == values {
            values = definition(chunk, values)?.1;
        }
        let layout = layouts.template(chunk, offset, place)?;
        let first = self.values.len();
        let count = self.spans(chunk, values, end)?;
        self.layers.push(Layer { layout: Arc::clone(&layout), first, count });
        for nested in &layout.nested {
            let span = self.values[first..].get(usize::from(nested.value)).copied();
            if let Some(span) = span.filter(|span| span.kind == BINARY_XML && span.size > 0) {
                let (start, size) = (span.start as usize, span.size as usize);
                self.fragment(chunk, start, start + size, nested.place, nesting - 1, layouts)?;
            }
        }
        Ok(())
    }

    /// Reads the descriptors (size and type of each value) and notes where the values lie.
    fn spans(&mut self, chunk: &[u8], at: usize, end: usize) -> Result<usize, Fault> {
        let fault = Fault { at, what: "values that lie inside the record" };
        let count = u32_at(chunk, at).ok_or(fault)? as usize;
        let mut start =
            count.checked_mul(4).and_then(|size| size.checked_add(at + 4)).ok_or(fault)?;
        if start > end {
            return Err(fault);
        }
        for descriptor in (at + 4..start).step_by(4) {
            let size = u32::from(u16_at(chunk, descriptor).ok_or(fault)?);
            let kind = *chunk.get(descriptor + 2).ok_or(fault)?;
            self.values.push(Span { start: start as u32, size, kind });
            start += size as usize;
        }
        if start > end || start > chunk.len() { Err(fault) } else { Ok(count) }
    }
}

/// One event of a chunk.
pub(super) struct EventRecord<'a> {
    chunk: &'a [u8],
    anatomy: &'a Anatomy,
    shape: Arc<Shape>,
    number: u64,
    offset: u64,
    /// When it was written, by the record's own header.
    time: Option<Timestamp>,
}

impl<'a> EventRecord<'a> {
    /// The event that `anatomy` was read from.
    pub(super) fn new(
        chunk: &'a [u8],
        anatomy: &'a Anatomy,
        layouts: &mut Layouts,
        number: u64,
        offset: u64,
        time: Option<Timestamp>,
    ) -> Self {
        let shape = layouts.shape(&anatomy.layers);
        Self { chunk, anatomy, shape, number, offset, time }
    }

    fn value(&self, layer: &Layer, index: u16) -> Option<Value<'a>> {
        let index = Some(usize::from(index)).filter(|index| *index < layer.count)?;
        let span = self.anatomy.values[layer.first + index];
        let start = span.start as usize;
        let bytes = self.chunk.get(start..start + span.size as usize)?;
        Some(Value { kind: span.kind, bytes })
    }

    fn field(&self, (layer, field): (u16, u16)) -> (&Layer, &Field) {
        let layer = &self.anatomy.layers[usize::from(layer)];
        (layer, &layer.layout.fields[usize::from(field)])
    }

    /// Appends the content of one field; `false` if all its parts are null.
    fn push(&self, place: (u16, u16), out: &mut String) -> bool {
        let (layer, field) = self.field(place);
        let mut any = field.positional || field.parts.is_empty();
        for part in &field.parts {
            match part {
                Part::Text(text) => {
                    out.push_str(text);
                    any = true;
                }
                Part::Value(index) => {
                    if let Some(value) = self.value(layer, *index).filter(|v| !v.is_null()) {
                        value.push(out);
                        any = true;
                    }
                }
            }
        }
        any
    }

    /// The array that a field consists of.
    fn array(&self, place: (u16, u16)) -> Option<Value<'a>> {
        let (layer, field) = self.field(place);
        let [Part::Value(index)] = field.parts.as_slice() else { return None };
        self.value(layer, *index).filter(|value| value.is_array())
    }

    /// What `TimeCreated` says.
    fn time_created(&self) -> Option<Timestamp> {
        let (layer, field) = self.field(self.shape.time?);
        let value = match field.parts.as_slice() {
            [Part::Value(index)] => self.value(layer, *index)?,
            [Part::Text(text)] => return text.parse().ok(),
            _ => return None,
        };
        match value.kind {
            FILETIME => u64_at(value.bytes, 0).and_then(moment),
            // A collector writes down as text what it was sent.
            STRING => {
                let mut text = String::new();
                value.push(&mut text);
                text.parse().ok()
            }
            _ => None,
        }
    }
}

impl Shaped for EventRecord<'_> {
    fn shape(&self) -> u64 {
        self.shape.id
    }

    fn slot(&self, field: &str) -> Option<u32> {
        self.shape.slot(field)
    }

    fn text(&self, slot: u32, out: &mut String) -> bool {
        let Some(slot) = self.shape.slots.get(slot as usize) else { return false };
        let mut any = false;
        for place in &slot.places {
            let before = out.len();
            if any {
                out.push('\n');
            }
            if self.push(*place, out) {
                any = true;
            } else {
                out.truncate(before);
            }
        }
        any
    }

    fn slots(&self) -> u32 {
        self.shape.slots.len() as u32
    }

    fn stored(&self, slot: u32) -> Option<Stored<'_>> {
        let Some(slot) = self.shape.slots.get(slot as usize) else { return Some(Stored::FIXED) };
        let [place] = slot.places.as_slice() else { return None };
        let (layer, field) = self.field(*place);
        match field.parts.as_slice() {
            [Part::Value(index)] => {
                let value = self.value(layer, *index).unwrap_or(Value { kind: 0, bytes: &[] });
                let makeup = if value.is_code() { Makeup::Code } else { Makeup::Any };
                Some(Stored { kind: value.kind, bytes: value.bytes, makeup })
            }
            parts if parts.iter().all(|part| matches!(part, Part::Text(_))) => Some(Stored::FIXED),
            _ => None,
        }
    }

    fn identity(&self, slot: u32, out: &mut Vec<u8>) -> Makeup {
        let Some(slot) = self.shape.slots.get(slot as usize) else { return Makeup::Fixed };
        let mut makeup = Makeup::Fixed;
        for place in &slot.places {
            let (layer, field) = self.field(*place);
            for part in &field.parts {
                let Part::Value(index) = part else { continue };
                let value = self.value(layer, *index).unwrap_or(Value { kind: 0, bytes: &[] });
                out.push(value.kind);
                out.extend_from_slice(&(value.bytes.len() as u32).to_le_bytes());
                out.extend_from_slice(value.bytes);
                let code = value.is_code() && field.parts.len() == 1 && slot.places.len() == 1;
                makeup = if code { Makeup::Code } else { Makeup::Any };
            }
        }
        makeup
    }
}

impl Record for EventRecord<'_> {
    fn kind(&self) -> &RecordKind {
        &EVENT
    }

    fn time(&self) -> Option<Timestamp> {
        self.time_created().or(self.time)
    }

    fn locator(&self) -> Locator {
        Locator::Record { number: self.number, offset: self.offset }
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let mut text = String::new();
        let slot = self.shape.slot(field)?;
        self.text(slot, &mut text).then_some(Cow::Owned(text))
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        let mut text = String::new();
        for slot in &self.shape.slots {
            for place in &slot.places {
                text.clear();
                if let Some(array) = self.array(*place) {
                    array.each_item(&mut text, &mut |item| visit(&slot.name, item));
                } else if self.push(*place, &mut text) {
                    visit(&slot.name, &text);
                }
            }
        }
    }

    fn shaped(&self) -> Option<&dyn Shaped> {
        Some(self)
    }
}
