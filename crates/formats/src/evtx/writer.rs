//! Writes event logs in the form the event service keeps them in.
//!
//! For tests, benches and made-up servers: no log of a real host need be kept to show that one is
//! read. Templates are written once per chunk, names once per chunk, as Windows does; checksums
//! and tables are those a reader expects. Written after the same sources as the reader.

use std::collections::HashMap;

use model::Timestamp;

const CHUNK: usize = 65_536;
const HEADER: usize = 512;

/// 100-nanosecond intervals between 1601-01-01 and 1970-01-01.
const EPOCH_DISTANCE: i128 = 116_444_736_000_000_000;

/// A value of a template instance.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// UTF-16 text.
    Text(String),
    /// An unsigned byte.
    U8(u8),
    /// Two unsigned bytes.
    U16(u16),
    /// Four unsigned bytes.
    U32(u32),
    /// Eight unsigned bytes.
    U64(u64),
    /// Eight unsigned bytes shown in hexadecimal.
    Hex64(u64),
    /// A GUID by its bytes as stored.
    Guid([u8; 16]),
    /// A moment.
    Time(Timestamp),
    /// A security identifier: the authority and the numbers behind it.
    Sid(u8, Vec<u32>),
    /// Texts, each shown as an element of its own.
    Texts(Vec<String>),
    /// A fragment of its own.
    Fragment(Box<Content>),
    /// A type byte and the bytes as they are.
    Raw(u8, Vec<u8>),
}

/// A piece of an element's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Literal text.
    Text(String),
    /// Text as a CDATA section.
    CData(String),
    /// A character by its number.
    Char(u16),
    /// A named entity such as `amp`.
    Entity(String),
    /// The value with this index; its declared type; whether it may be left out when null.
    Slot(u16, u8, bool),
    /// A template instance, as in [`Content::Instance`]; only where elements are not a template's.
    Instance(u32, Element, Vec<Value>),
}

/// An element with attributes and content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Attributes with their values.
    pub attributes: Vec<(String, Vec<Node>)>,
    /// What stands between its tags.
    pub content: Vec<Node>,
}

impl Element {
    /// An element with this name.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The same with an attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: Node) -> Self {
        self.attributes.push((name.to_owned(), vec![value]));
        self
    }

    /// The same with more content.
    #[must_use]
    pub fn holding(mut self, node: Node) -> Self {
        self.content.push(node);
        self
    }

    /// The same with an element inside.
    #[must_use]
    pub fn child(self, element: Self) -> Self {
        self.holding(Node::Element(element))
    }
}

/// What a record or a nested value says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A template, named by a number of the caller's, and its values.
    Instance(u32, Element, Vec<Value>),
    /// Elements written out, without a template.
    Plain(Element),
}

/// Writes a log of any number of chunks.
#[derive(Debug, Default)]
pub struct EvtxWriter {
    chunks: Vec<Vec<u8>>,
    open: Option<Chunk>,
    next: u64,
}

impl EvtxWriter {
    /// An empty log whose first record gets the number 1.
    pub fn new() -> Self {
        Self { next: 1, ..Self::default() }
    }

    /// Gives the next record this number.
    pub fn number_next(&mut self, number: u64) {
        self.next = number;
    }

    /// Begins a new chunk with the next record.
    pub fn end_chunk(&mut self) {
        if let Some(chunk) = self.open.take() {
            self.chunks.push(chunk.finish());
        }
    }

    /// Appends a record. One too large for a chunk of its own is left out: Windows has none.
    pub fn push(&mut self, time: Timestamp, content: &Content) {
        for _ in 0..2 {
            let mut chunk = self.open.take().unwrap_or_else(Chunk::new);
            let fits = chunk.push(self.next, time, content);
            self.open = Some(chunk);
            if fits {
                self.next += 1;
                return;
            }
            self.end_chunk();
        }
    }

    /// The log's bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_chunk();
        let mut file = vec![0; 4_096];
        put(&mut file, 0, b"ElfFile\0");
        let count = self.chunks.len() as u64;
        put(&mut file, 16, &count.saturating_sub(1).to_le_bytes());
        put(&mut file, 24, &self.next.to_le_bytes());
        put(&mut file, 32, &128_u32.to_le_bytes());
        put(&mut file, 36, &1_u16.to_le_bytes());
        put(&mut file, 38, &3_u16.to_le_bytes());
        put(&mut file, 40, &4_096_u16.to_le_bytes());
        put(&mut file, 42, &(count as u16).to_le_bytes());
        seal_file(&mut file);
        self.chunks.iter().for_each(|chunk| file.extend_from_slice(chunk));
        file
    }
}

/// Writes the checksum of a file header anew, after it was changed.
pub fn seal_file(file: &mut [u8]) {
    let checksum = crc32fast::hash(&file[..120]);
    put(file, 124, &checksum.to_le_bytes());
}

/// Writes the checksums of a chunk anew, after it was changed.
pub fn seal_chunk(chunk: &mut [u8]) {
    let free = super::bytes::u32_at(chunk, 48).map_or(HEADER, |free| free as usize);
    let records = crc32fast::hash(&chunk[HEADER..free.clamp(HEADER, CHUNK)]);
    put(chunk, 52, &records.to_le_bytes());
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&chunk[..120]);
    hasher.update(&chunk[128..HEADER]);
    let header = hasher.finalize();
    put(chunk, 124, &header.to_le_bytes());
}

fn put(bytes: &mut [u8], at: usize, what: &[u8]) {
    bytes[at..at + what.len()].copy_from_slice(what);
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A chunk being filled.
#[derive(Debug)]
struct Chunk {
    bytes: Vec<u8>,
    names: HashMap<String, u32>,
    templates: HashMap<u32, u32>,
    numbers: Option<(u64, u64)>,
    last: usize,
}

impl Chunk {
    fn new() -> Self {
        let mut bytes = vec![0; HEADER];
        put(&mut bytes, 0, b"ElfChnk\0");
        put(&mut bytes, 40, &128_u32.to_le_bytes());
        Self { bytes, names: HashMap::new(), templates: HashMap::new(), numbers: None, last: 0 }
    }

    /// Appends a record; `false`, and nothing changed, if it does not fit.
    fn push(&mut self, number: u64, time: Timestamp, content: &Content) -> bool {
        let (start, tables) = (self.bytes.len(), self.bytes[..HEADER].to_vec());
        let (names, templates) = (self.names.clone(), self.templates.clone());
        self.raw(b"\x2A\x2A\0\0\0\0\0\0");
        self.raw(&number.to_le_bytes());
        self.raw(&filetime(time).to_le_bytes());
        self.fragment(content);
        let padding = (8 - (self.bytes.len() + 4) % 8) % 8;
        self.raw(&[0; 8][..padding]);
        let size = (self.bytes.len() + 4 - start) as u32;
        self.raw(&size.to_le_bytes());
        if self.bytes.len() > CHUNK {
            self.bytes.truncate(start);
            put(&mut self.bytes, 0, &tables);
            (self.names, self.templates) = (names, templates);
            return false;
        }
        put(&mut self.bytes, start + 4, &size.to_le_bytes());
        self.last = start;
        let first = self.numbers.map_or(number, |(first, _)| first);
        self.numbers = Some((first, number));
        true
    }

    fn finish(mut self) -> Vec<u8> {
        let (first, last) = self.numbers.unwrap_or_default();
        for (at, number) in [(8, first), (16, last), (24, first), (32, last)] {
            put(&mut self.bytes, at, &number.to_le_bytes());
        }
        let (free, last) = (self.bytes.len() as u32, self.last as u32);
        put(&mut self.bytes, 44, &last.to_le_bytes());
        put(&mut self.bytes, 48, &free.to_le_bytes());
        self.bytes.resize(CHUNK, 0);
        seal_chunk(&mut self.bytes);
        self.bytes
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn fragment(&mut self, content: &Content) {
        self.raw(&[0x0f, 1, 1, 0]);
        match content {
            Content::Plain(element) => {
                self.element(element, false);
                self.raw(&[0]);
            }
            Content::Instance(id, template, values) => {
                self.instance(*id, template, values);
                self.raw(&[0]);
            }
        }
    }

    fn instance(&mut self, id: u32, template: &Element, values: &[Value]) {
        self.raw(&[0x0c, 1]);
        self.raw(&id.to_le_bytes());
        if let Some(offset) = self.templates.get(&id) {
            let offset = *offset;
            self.raw(&offset.to_le_bytes());
        } else {
            let offset = self.bytes.len() as u32 + 4;
            self.raw(&offset.to_le_bytes());
            self.definition(id, offset, template);
        }
        self.raw(&(values.len() as u32).to_le_bytes());
        let descriptors = self.bytes.len();
        self.raw(&vec![0; 4 * values.len()]);
        for (index, value) in values.iter().enumerate() {
            let start = self.bytes.len();
            let kind = self.value(value);
            let size = (self.bytes.len() - start) as u16;
            put(&mut self.bytes, descriptors + 4 * index, &size.to_le_bytes());
            self.bytes[descriptors + 4 * index + 2] = kind;
        }
    }

    fn definition(&mut self, id: u32, offset: u32, template: &Element) {
        self.templates.insert(id, offset);
        let older = self.link(384 + 4 * (id as usize % 32), offset);
        self.raw(&older);
        self.raw(&id.to_le_bytes());
        self.raw(&[0x5a; 12]);
        let size_at = self.bytes.len();
        self.raw(&[0; 4]);
        self.raw(&[0x0f, 1, 1, 0]);
        self.element(template, true);
        self.raw(&[0]);
        self.patch_size(size_at);
    }

    /// Puts an offset at the head of a list of the chunk's tables; gives the head before it.
    fn link(&mut self, bucket: usize, offset: u32) -> [u8; 4] {
        let older = super::bytes::u32_at(&self.bytes, bucket).unwrap_or(0).to_le_bytes();
        put(&mut self.bytes, bucket, &offset.to_le_bytes());
        older
    }

    /// Writes how many bytes follow the four at `at`.
    fn patch_size(&mut self, at: usize) {
        let size = (self.bytes.len() - at - 4) as u32;
        put(&mut self.bytes, at, &size.to_le_bytes());
    }

    fn name(&mut self, name: &str) {
        if let Some(offset) = self.names.get(name) {
            let offset = *offset;
            self.raw(&offset.to_le_bytes());
            return;
        }
        let offset = self.bytes.len() as u32 + 4;
        self.names.insert(name.to_owned(), offset);
        self.raw(&offset.to_le_bytes());
        let hash = name
            .encode_utf16()
            .fold(0_u32, |hash, unit| hash.wrapping_mul(65_599).wrapping_add(u32::from(unit)))
            as u16;
        let older = self.link(128 + 4 * usize::from(hash % 64), offset);
        self.raw(&older);
        self.raw(&hash.to_le_bytes());
        let text = utf16(name);
        self.raw(&((text.len() / 2) as u16).to_le_bytes());
        self.raw(&text);
        self.raw(&[0, 0]);
    }

    fn element(&mut self, element: &Element, in_template: bool) {
        let listed = !element.attributes.is_empty();
        self.raw(&[if listed { 0x41 } else { 0x01 }]);
        if in_template {
            self.raw(&[0xff, 0xff]);
        }
        let size_at = self.bytes.len();
        self.raw(&[0; 4]);
        self.name(&element.name);
        if listed {
            let list_at = self.bytes.len();
            self.raw(&[0; 4]);
            for (index, (name, value)) in element.attributes.iter().enumerate() {
                let more = index + 1 < element.attributes.len();
                self.raw(&[if more { 0x46 } else { 0x06 }]);
                self.name(name);
                value.iter().for_each(|node| self.node(node, in_template));
            }
            self.patch_size(list_at);
        }
        if element.content.is_empty() {
            self.raw(&[0x03]);
        } else {
            self.raw(&[0x02]);
            element.content.iter().for_each(|node| self.node(node, in_template));
            self.raw(&[0x04]);
        }
        self.patch_size(size_at);
    }

    fn node(&mut self, node: &Node, in_template: bool) {
        match node {
            Node::Element(element) => self.element(element, in_template),
            Node::Text(text) => self.text(&[0x05, 0x01], text),
            Node::CData(text) => self.text(&[0x07], text),
            Node::Char(unit) => {
                self.raw(&[0x08]);
                self.raw(&unit.to_le_bytes());
            }
            Node::Entity(name) => {
                self.raw(&[0x09]);
                self.name(name);
            }
            Node::Slot(index, kind, optional) => {
                self.raw(&[if *optional { 0x0e } else { 0x0d }]);
                self.raw(&index.to_le_bytes());
                self.raw(&[*kind]);
            }
            Node::Instance(id, template, values) => self.instance(*id, template, values),
        }
    }

    fn text(&mut self, token: &[u8], text: &str) {
        let text = utf16(text);
        self.raw(token);
        self.raw(&((text.len() / 2) as u16).to_le_bytes());
        self.raw(&text);
    }

    /// Appends a value's bytes; gives its type.
    fn value(&mut self, value: &Value) -> u8 {
        match value {
            Value::Null => return 0x00,
            Value::Text(text) => self.raw(&utf16(text)),
            Value::U8(number) => self.raw(&[*number]),
            Value::U16(number) => self.raw(&number.to_le_bytes()),
            Value::U32(number) => self.raw(&number.to_le_bytes()),
            Value::U64(number) | Value::Hex64(number) => self.raw(&number.to_le_bytes()),
            Value::Guid(bytes) => self.raw(bytes),
            Value::Time(time) => self.raw(&filetime(*time).to_le_bytes()),
            Value::Sid(authority, numbers) => {
                self.raw(&[1, numbers.len() as u8, 0, 0, 0, 0, 0, *authority]);
                numbers.iter().for_each(|number| self.raw(&number.to_le_bytes()));
            }
            Value::Texts(texts) => texts.iter().for_each(|text| {
                self.raw(&utf16(text));
                self.raw(&[0, 0]);
            }),
            Value::Fragment(content) => self.fragment(content),
            Value::Raw(_, bytes) => self.raw(bytes),
        }
        type_of(value)
    }
}

/// The type byte of a value.
pub fn type_of(value: &Value) -> u8 {
    match value {
        Value::Null => 0x00,
        Value::Text(_) => 0x01,
        Value::U8(_) => 0x04,
        Value::U16(_) => 0x06,
        Value::U32(_) => 0x08,
        Value::U64(_) => 0x0a,
        Value::Hex64(_) => 0x15,
        Value::Guid(_) => 0x0f,
        Value::Time(_) => 0x11,
        Value::Sid(..) => 0x13,
        Value::Texts(_) => 0x81,
        Value::Fragment(_) => 0x21,
        Value::Raw(kind, _) => *kind,
    }
}

fn filetime(time: Timestamp) -> u64 {
    u64::try_from(time.as_nanosecond() / 100 + EPOCH_DISTANCE).unwrap_or(0)
}
