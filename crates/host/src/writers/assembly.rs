//! Metadata of .NET assemblies: one class, what it implements, calls and says. There is no code.
//!
//! Layout: ECMA-335, partition II, sections 22 and 24
//! (<https://ecma-international.org/publications-and-standards/standards/ecma-335/>).

use super::wide;

/// A class to be written. Names are a name space and a name.
#[derive(Clone, Copy, Debug)]
pub struct NewClass<'t> {
    /// Its own.
    pub name: (&'t str, &'t str),
    /// The interface it implements.
    pub implements: (&'t str, &'t str),
    /// The class whose method it calls, and the method.
    pub calls: ((&'t str, &'t str), &'t str),
    /// The native library and function it calls.
    pub native: (&'t str, &'t str),
    /// Texts in its code.
    pub texts: &'t [&'t str],
}

impl NewClass<'_> {
    /// The metadata of an assembly with this class.
    pub fn metadata(&self) -> Vec<u8> {
        let (names, at) = heap(&[
            self.name.0,
            self.name.1,
            "<Module>",
            self.calls.0.0,
            self.calls.0.1,
            self.implements.0,
            self.implements.1,
            self.calls.1,
            self.native.0,
            self.native.1,
        ]);
        let streams = [("#~", tables(&at)), ("#Strings", names), ("#US", texts(self.texts))];
        let heads: usize =
            streams.iter().map(|(name, _)| 8 + (name.len() + 1).next_multiple_of(4)).sum();
        // Signature, version 1.1, reserved, length of the name of the version of .NET.
        let mut bytes = vec![0x42, 0x53, 0x4A, 0x42, 1, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0];
        bytes.extend(b"v4.0\0\0\x03\0");
        let mut offset = bytes.len() + heads;
        for (name, content) in &streams {
            bytes.extend((offset as u32).to_le_bytes());
            bytes.extend((content.len() as u32).to_le_bytes());
            bytes.extend(name.as_bytes());
            bytes.resize(bytes.len() + (name.len() + 1).next_multiple_of(4) - name.len(), 0);
            offset += content.len();
        }
        bytes.extend(streams.iter().flat_map(|(_, content)| content));
        bytes
    }
}

/// A heap of names: the bytes, and where each name stands.
fn heap(names: &[&str]) -> (Vec<u8>, Vec<u16>) {
    let mut bytes = vec![0];
    let mut places = Vec::new();
    for name in names {
        places.push(bytes.len() as u16);
        bytes.extend(name.as_bytes());
        bytes.push(0);
    }
    (bytes, places)
}

/// Texts of code, each with its length before and a byte behind it.
fn texts(texts: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0];
    for text in texts {
        let units = wide(text);
        let length = units.len() as u16 + 1;
        bytes.extend((0x8000 | length).to_be_bytes());
        bytes.extend(units);
        bytes.push(0);
    }
    bytes
}

/// The tables, with the names where they stand in the heap.
fn tables(at: &[u16]) -> Vec<u8> {
    let row = |cells: &[u16]| cells.iter().flat_map(|cell| cell.to_le_bytes()).collect::<Vec<_>>();
    let mut tables = vec![0, 0, 0, 0, 2, 0, 0, 1];
    let valid = [0, 1, 2, 9, 10, 26, 28].iter().fold(0_u64, |bits, number| bits | 1 << number);
    tables.extend(valid.to_le_bytes());
    tables.extend([0; 8]);
    tables.extend([1_u32, 2, 2, 1, 1, 1, 1].iter().flat_map(|count| count.to_le_bytes()));
    tables.extend(row(&[0, at[2], 0, 0, 0]));
    tables.extend([row(&[0, at[4], at[3]]), row(&[0, at[6], at[5]])].concat());
    tables.extend([row(&[0, 0, at[2], 0, 0, 1, 1]), row(&[0, 0, at[1], at[0], 0, 1, 1])].concat());
    // The second type implements the second type of another assembly (number 2, choice 1).
    tables.extend(row(&[2, 2 << 2 | 1]));
    tables.extend(row(&[1 << 3 | 1, at[7], 0]));
    tables.extend(row(&[at[8]]));
    tables.extend(row(&[0, 0, at[9], 1]));
    tables
}
