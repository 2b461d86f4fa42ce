//! What a .NET assembly is made of: names of its types, what they call, texts in its code.
//!
//! Metadata of ECMA-335, partition II, chapters 22 to 24
//! (<https://ecma-international.org/publications-and-standards/standards/ecma-335/>): heaps of
//! texts, and tables whose rows have columns of two or four bytes, depending on how many rows the
//! tables they point into have. Read by hand, because no kept crate reads it from hostile bytes
//! without holding everything: only nine of the tables are looked at.

use crate::hive::{u16_at, u32_at, u64_at};

/// First word of the metadata.
const SIGNATURE: u32 = 0x424A_5342;

/// Most streams looked at; compilers write five.
const MOST_STREAMS: usize = 16;

/// Most names of one sort that are given.
const MOST_NAMES: usize = 4_000;

/// Most rows of one table that are looked at.
const MOST_ROWS: usize = 200_000;

/// Longest name in bytes.
const LONGEST_NAME: usize = 512;

/// Most texts of an assembly that are given, and the bytes of all together.
const MOST_TEXTS: usize = 4_000;
const MOST_TEXT_BYTES: usize = 1024 * 1024;

/// Longest text that is given, in bytes of UTF-16; longer ones are cut.
const LONGEST_TEXT: usize = 4_000;

/// Numbers of the tables that are looked at.
mod table {
    pub(super) const TYPE_REF: usize = 0x01;
    pub(super) const TYPE_DEF: usize = 0x02;
    pub(super) const INTERFACE: usize = 0x09;
    pub(super) const MEMBER_REF: usize = 0x0A;
    pub(super) const MODULE_REF: usize = 0x1A;
    pub(super) const IMPL_MAP: usize = 0x1C;
}

/// A column of a table.
#[derive(Clone, Copy)]
enum Column {
    /// This many bytes.
    Bytes(usize),
    /// A place in the heap of names, of GUIDs, of blobs.
    Name,
    Guid,
    Blob,
    /// A row of one table.
    Row(usize),
    /// A row of one of several tables, which the low bits choose.
    Coded(u32, &'static [usize]),
}

use Column::{Blob, Bytes, Coded, Guid, Name, Row};

const TYPE_DEF_OR_REF: Column = Coded(2, &[0x02, 0x01, 0x1B]);
const RESOLUTION_SCOPE: Column = Coded(2, &[0x00, 0x1A, 0x23, 0x01]);
const MEMBER_PARENT: Column = Coded(3, &[0x02, 0x01, 0x1A, 0x06, 0x1B]);
const HAS_CONSTANT: Column = Coded(2, &[0x04, 0x08, 0x17]);
const HAS_ATTRIBUTE: Column = Coded(
    5,
    &[
        0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20,
        0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B,
    ],
);
const ATTRIBUTE_TYPE: Column = Coded(3, &[0x06, 0x0A]);
const HAS_MARSHAL: Column = Coded(1, &[0x04, 0x08]);
const HAS_SECURITY: Column = Coded(2, &[0x02, 0x06, 0x20]);
const HAS_SEMANTICS: Column = Coded(1, &[0x14, 0x17]);
const METHOD_DEF_OR_REF: Column = Coded(1, &[0x06, 0x0A]);
const MEMBER_FORWARDED: Column = Coded(1, &[0x04, 0x06]);

/// Columns of each table, from number 0 to the last one looked at (II.22.1 and following).
const TABLES: [&[Column]; 29] = [
    &[Bytes(2), Name, Guid, Guid, Guid],
    &[RESOLUTION_SCOPE, Name, Name],
    &[Bytes(4), Name, Name, TYPE_DEF_OR_REF, Row(0x04), Row(0x06)],
    &[Row(0x04)],
    &[Bytes(2), Name, Blob],
    &[Row(0x06)],
    &[Bytes(4), Bytes(2), Bytes(2), Name, Blob, Row(0x08)],
    &[Row(0x08)],
    &[Bytes(2), Bytes(2), Name],
    &[Row(0x02), TYPE_DEF_OR_REF],
    &[MEMBER_PARENT, Name, Blob],
    &[Bytes(2), HAS_CONSTANT, Blob],
    &[HAS_ATTRIBUTE, ATTRIBUTE_TYPE, Blob],
    &[HAS_MARSHAL, Blob],
    &[Bytes(2), HAS_SECURITY, Blob],
    &[Bytes(2), Bytes(4), Row(0x02)],
    &[Bytes(4), Row(0x04)],
    &[Blob],
    &[Row(0x02), Row(0x14)],
    &[Row(0x14)],
    &[Bytes(2), Name, TYPE_DEF_OR_REF],
    &[Row(0x02), Row(0x17)],
    &[Row(0x17)],
    &[Bytes(2), Name, Blob],
    &[Bytes(2), Row(0x06), HAS_SEMANTICS],
    &[Row(0x02), METHOD_DEF_OR_REF, METHOD_DEF_OR_REF],
    &[Name],
    &[Blob],
    &[Bytes(2), MEMBER_FORWARDED, Name, Row(0x1A)],
];

/// What an assembly says.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    /// Types it defines, with namespace: `ASP.owa_auth_x_aspx`.
    pub(crate) types: Vec<String>,
    /// Interfaces of others that its types implement: `System.Web.IHttpModule`.
    pub(crate) interfaces: Vec<String>,
    /// Members of others that it uses: `System.Diagnostics.Process::Start`.
    pub(crate) calls: Vec<String>,
    /// Functions of native libraries that it calls: `kernel32.dll!VirtualAlloc`.
    pub(crate) natives: Vec<String>,
    /// Texts in its code.
    pub(crate) texts: Vec<String>,
    /// How many names and texts were left out by the limits.
    pub(crate) left_out: u64,
}

/// Reads the metadata of an assembly.
///
/// # Errors
/// A sentence about what does not fit. What was read before is lost, being small.
pub(crate) fn read(bytes: &[u8]) -> Result<Assembly, &'static str> {
    let streams = streams(bytes).ok_or("the metadata of an assembly that is none")?;
    let mut assembly = Assembly::default();
    texts(streams.texts, &mut assembly);
    let tables = Tables::of(&streams).ok_or("an assembly whose tables do not fit its size")?;
    let names = Names { tables: &tables, heap: streams.names };
    names.fill(&mut assembly);
    Ok(assembly)
}

#[derive(Default)]
struct Streams<'b> {
    tables: &'b [u8],
    names: &'b [u8],
    texts: &'b [u8],
}

fn streams(bytes: &[u8]) -> Option<Streams<'_>> {
    if u32_at(bytes, 0)? != SIGNATURE {
        return None;
    }
    let mut at = 16_usize.checked_add(u32_at(bytes, 12)? as usize)?;
    let count = usize::from(u16_at(bytes, at.checked_add(2)?)?);
    at = at.checked_add(4)?;
    let mut found = Streams::default();
    for _ in 0..count.min(MOST_STREAMS) {
        let (offset, size) = (u32_at(bytes, at)? as usize, u32_at(bytes, at + 4)? as usize);
        let name = bytes.get(at + 8..)?;
        let length = name.iter().take(32).position(|byte| *byte == 0)?;
        // A stream that reaches beyond the end is given as far as it goes.
        let start = offset.min(bytes.len());
        let content = &bytes[start..start.saturating_add(size).min(bytes.len())];
        match &name[..length] {
            b"#~" | b"#-" => found.tables = content,
            b"#Strings" => found.names = content,
            b"#US" => found.texts = content,
            _ => {}
        }
        at += 8 + (length + 1).next_multiple_of(4);
    }
    Some(found)
}

/// Texts of the code: each with its length in one, two or four bytes, and a byte at its end.
fn texts(heap: &[u8], assembly: &mut Assembly) {
    let mut rest = heap.get(1..).unwrap_or_default();
    let mut bytes = 0;
    while let Some((length, size)) = compressed(rest) {
        let Some(content) = rest.get(size..size + length) else { break };
        rest = &rest[size + length..];
        if length < 3 {
            continue;
        }
        let kept = &content[..(length - 1).min(LONGEST_TEXT)];
        if assembly.texts.len() >= MOST_TEXTS || bytes + kept.len() > MOST_TEXT_BYTES {
            assembly.left_out += 1;
            continue;
        }
        bytes += kept.len();
        let units = kept.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        assembly.texts.push(text);
    }
}

/// A compressed number and the bytes it takes (II.23.2).
fn compressed(bytes: &[u8]) -> Option<(usize, usize)> {
    let first = usize::from(*bytes.first()?);
    let next = |at: usize| bytes.get(at).map(|byte| usize::from(*byte));
    match first {
        0..0x80 => Some((first, 1)),
        0x80..0xC0 => Some(((first & 0x3F) << 8 | next(1)?, 2)),
        _ => Some(((first & 0x1F) << 24 | next(1)? << 16 | next(2)? << 8 | next(3)?, 4)),
    }
}

/// Where each table stands, and how wide its columns are.
struct Tables<'b> {
    bytes: &'b [u8],
    rows: [usize; 64],
    starts: [usize; TABLES.len()],
    /// Which heaps need four bytes: names, GUIDs, blobs.
    wide: u8,
}

impl<'b> Tables<'b> {
    fn of(streams: &Streams<'b>) -> Option<Self> {
        let bytes = streams.tables;
        let wide = *bytes.get(6)?;
        let valid = u64_at(bytes, 8)?;
        let mut at = 24;
        let mut rows = [0; 64];
        for (number, count) in rows.iter_mut().enumerate() {
            if valid >> number & 1 == 1 {
                *count = u32_at(bytes, at)? as usize;
                at += 4;
            }
        }
        if wide & 0x40 != 0 {
            at += 4;
        }
        let mut tables = Self { bytes, rows, starts: [0; TABLES.len()], wide };
        for (number, count) in rows.iter().enumerate().take(TABLES.len()) {
            tables.starts[number] = at;
            let size = tables.row_size(number).checked_mul(*count)?;
            at = at.checked_add(size).filter(|end| *end <= bytes.len())?;
        }
        Some(tables)
    }

    fn width(&self, column: Column) -> usize {
        let by = |is_wide: bool| if is_wide { 4 } else { 2 };
        match column {
            Bytes(count) => count,
            Name => by(self.wide & 1 != 0),
            Guid => by(self.wide & 2 != 0),
            Blob => by(self.wide & 4 != 0),
            Row(number) => by(self.rows[number] > 0xFFFF),
            Coded(bits, tables) => {
                let most = tables.iter().map(|number| self.rows[*number]).max().unwrap_or(0);
                by(most > 0xFFFF >> bits)
            }
        }
    }

    fn row_size(&self, number: usize) -> usize {
        TABLES[number].iter().map(|column| self.width(*column)).sum()
    }

    /// A cell; rows count from 0.
    fn cell(&self, number: usize, row: usize, column: usize) -> Option<usize> {
        if row >= self.rows[number] {
            return None;
        }
        let columns = TABLES[number];
        let before: usize = columns[..column].iter().map(|column| self.width(*column)).sum();
        let at = self.starts[number] + row * self.row_size(number) + before;
        match self.width(columns[column]) {
            2 => u16_at(self.bytes, at).map(usize::from),
            _ => u32_at(self.bytes, at).map(|value| value as usize),
        }
    }

    fn looked_at(&self, number: usize, assembly: &mut Assembly) -> usize {
        let rows = self.rows[number];
        assembly.left_out += rows.saturating_sub(MOST_ROWS) as u64;
        rows.min(MOST_ROWS)
    }
}

struct Names<'t, 'b> {
    tables: &'t Tables<'b>,
    heap: &'b [u8],
}

impl Names<'_, '_> {
    fn fill(&self, assembly: &mut Assembly) {
        for row in 0..self.tables.looked_at(table::TYPE_DEF, assembly) {
            let name = self.type_name(table::TYPE_DEF, row);
            // The first row stands for the module itself.
            let name = name.filter(|name| name != "<Module>");
            push(&mut assembly.types, name, &mut assembly.left_out);
        }
        for row in 0..self.tables.looked_at(table::INTERFACE, assembly) {
            let coded = self.tables.cell(table::INTERFACE, row, 1);
            let name = coded.and_then(|coded| self.type_ref(coded, 2, 1));
            push(&mut assembly.interfaces, name, &mut assembly.left_out);
        }
        for row in 0..self.tables.looked_at(table::MEMBER_REF, assembly) {
            let name = self.member(row);
            push(&mut assembly.calls, name, &mut assembly.left_out);
        }
        for row in 0..self.tables.looked_at(table::IMPL_MAP, assembly) {
            let name = self.native(row);
            push(&mut assembly.natives, name, &mut assembly.left_out);
        }
    }

    fn name(&self, number: usize, row: usize, column: usize) -> Option<String> {
        let from = self.heap.get(self.tables.cell(number, row, column)?..)?;
        let from = &from[..from.len().min(LONGEST_NAME)];
        let length = from.iter().position(|byte| *byte == 0).unwrap_or(from.len());
        Some(String::from_utf8_lossy(&from[..length]).into_owned())
    }

    /// A type's name with its namespace, from either of the two tables of types.
    fn type_name(&self, number: usize, row: usize) -> Option<String> {
        let name = self.name(number, row, 1)?;
        let space = self.name(number, row, 2).filter(|space| !space.is_empty());
        Some(space.map_or_else(|| name.clone(), |space| format!("{space}.{name}")))
    }

    /// The name of a type of another assembly, if a coded place points at one.
    fn type_ref(&self, coded: usize, bits: u32, choice: usize) -> Option<String> {
        let is_ref = coded & ((1 << bits) - 1) == choice;
        let row = (coded >> bits).checked_sub(1).filter(|_| is_ref)?;
        self.type_name(table::TYPE_REF, row)
    }

    fn member(&self, row: usize) -> Option<String> {
        let parent = self.tables.cell(table::MEMBER_REF, row, 0)?;
        let parent = self.type_ref(parent, 3, 1)?;
        Some(format!("{parent}::{}", self.name(table::MEMBER_REF, row, 1)?))
    }

    fn native(&self, row: usize) -> Option<String> {
        let library = self.tables.cell(table::IMPL_MAP, row, 3)?.checked_sub(1)?;
        let library = self.name(table::MODULE_REF, library, 0)?;
        Some(format!("{library}!{}", self.name(table::IMPL_MAP, row, 2)?))
    }
}

/// Adds a name that is not there yet directly before (overloads follow each other).
fn push(list: &mut Vec<String>, name: Option<String>, left_out: &mut u64) {
    let Some(name) = name.filter(|name| !name.is_empty() && list.last() != Some(name)) else {
        return;
    };
    if list.len() >= MOST_NAMES {
        *left_out += 1;
    } else {
        list.push(name);
    }
}
