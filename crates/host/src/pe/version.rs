//! The version resource: `VS_VERSIONINFO`
//! (<https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo>).
//!
//! A tree of blocks, each with its length, the length of its value, a type, a UTF-16 key and
//! children at multiples of four bytes. Three levels matter: the root with the fixed numbers,
//! tables by language, strings.

use object::LittleEndian as LE;
use object::read::pe::{ImageNtHeaders, PeFile, ResourceDirectoryEntryData};

use crate::Fact;
use crate::hive::{u16_at, u32_at};
use crate::text::utf16;

/// Resource type of versions.
const RT_VERSION: u16 = 16;

/// First word of the fixed numbers.
const FIXED_SIGNATURE: u32 = 0xFEEF_04BD;

/// Largest version resource read. Real ones have under 4 KiB; a block's length has 16 bits.
const LARGEST: usize = 64 * 1024;

/// Most strings kept. Windows defines twelve.
const MOST_STRINGS: usize = 64;

/// The version that an executable gives itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The file's version as four numbers, for example `15.2.986.5`; `None` without fixed numbers.
    pub file: Option<[u16; 4]>,
    /// The product's version as four numbers.
    pub product: Option<[u16; 4]>,
    /// Names and texts (`FileVersion`, `ProductVersion`, `OriginalFilename`, `CompanyName` …) in
    /// the file's order.
    pub strings: Vec<(String, String)>,
}

impl Version {
    /// A text by its name, ignoring ASCII case.
    pub fn string(&self, name: &str) -> Option<&str> {
        self.strings
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, text)| text.as_str())
    }

    pub(super) fn describe(&self, fact: Fact) -> Fact {
        let dotted = |four: [u16; 4]| four.map(|part| part.to_string()).join(".");
        let mut fact = fact
            .with_some("file_version", self.file.map(dotted))
            .with_some("product_version", self.product.map(dotted))
            // The name that build histories ask for.
            .with_some("fileVersionNumber", self.file.map(dotted));
        for (field, name) in [
            ("company", "CompanyName"),
            ("product", "ProductName"),
            ("description", "FileDescription"),
            ("original_filename", "OriginalFilename"),
        ] {
            fact = fact.with_some(field, self.string(name));
        }
        for (name, text) in &self.strings {
            fact.push(name.clone(), text.as_str());
        }
        fact
    }
}

/// Finds and reads the version of a parsed file.
pub(super) fn read<H: ImageNtHeaders>(file: &PeFile<'_, H>, bytes: &[u8]) -> Option<Version> {
    let sections = file.section_table();
    let resources = file.data_directories().resource_directory(bytes, &sections).ok().flatten()?;
    let types = resources.root().ok()?;
    let of_type = types
        .entries
        .iter()
        .find(|entry| !entry.has_name() && entry.name_or_id.get(LE) == u32::from(RT_VERSION))?;
    // Type, name, language: the first of each.
    let names = of_type.data(resources).ok()?.table()?;
    let languages = names.entries.first()?.data(resources).ok()?.table()?;
    let ResourceDirectoryEntryData::Data(place) =
        languages.entries.first()?.data(resources).ok()?
    else {
        return None;
    };
    let size = (place.size.get(LE) as usize).min(LARGEST);
    let data = sections.pe_data_at(bytes, place.offset_to_data.get(LE))?;
    parse(&data[..size.min(data.len())])
}

/// One block of the tree.
struct Block<'b> {
    key: String,
    value: &'b [u8],
    children: &'b [u8],
}

/// The block at the beginning and the bytes it takes, padding included.
fn block(bytes: &[u8]) -> Option<(Block<'_>, usize)> {
    let length = usize::from(u16_at(bytes, 0)?);
    let value_length = usize::from(u16_at(bytes, 2)?);
    let is_text = u16_at(bytes, 4)? == 1;
    if length < 6 {
        return None;
    }
    let own = &bytes[..length.min(bytes.len())];
    let key_bytes = own.get(6..)?;
    let key_end = 6 + key_bytes.as_chunks::<2>().0.iter().position(|unit| *unit == [0, 0])? * 2 + 2;
    let start = key_end.next_multiple_of(4).min(own.len());
    // Text is counted in characters by most linkers.
    let value_bytes = if is_text { value_length * 2 } else { value_length };
    let end = (start + value_bytes).min(own.len());
    let children = own.get(end.next_multiple_of(4)..).unwrap_or_default();
    let block = Block { key: utf16(key_bytes), value: &own[start..end], children };
    Some((block, length.next_multiple_of(4)))
}

/// Children one after the other; stops where the bytes make no sense.
fn children(bytes: &[u8]) -> impl Iterator<Item = Block<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (block, length) = block(rest)?;
        rest = rest.get(length..).unwrap_or_default();
        Some(block)
    })
}

pub(super) fn parse(bytes: &[u8]) -> Option<Version> {
    let (root, _) = block(bytes)?;
    if root.key != "VS_VERSION_INFO" {
        return None;
    }
    let mut version = Version::default();
    if u32_at(root.value, 0) == Some(FIXED_SIGNATURE) {
        version.file = four(root.value, 8);
        version.product = four(root.value, 16);
    }
    let tables = children(root.children).filter(|block| block.key == "StringFileInfo");
    for string in tables
        .flat_map(|tables| children(tables.children))
        .flat_map(|table| children(table.children))
    {
        if version.strings.len() >= MOST_STRINGS {
            break;
        }
        let known = version.strings.iter().any(|(name, _)| *name == string.key);
        if !known && !string.key.is_empty() {
            version.strings.push((string.key, utf16(string.value).trim().to_owned()));
        }
    }
    Some(version)
}

/// Two words, high before low, as four numbers.
fn four(bytes: &[u8], at: usize) -> Option<[u16; 4]> {
    Some([
        u16_at(bytes, at + 2)?,
        u16_at(bytes, at)?,
        u16_at(bytes, at + 6)?,
        u16_at(bytes, at + 4)?,
    ])
}
