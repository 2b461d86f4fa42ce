//! Keys and the lists that join them.

use model::{Locator, Timestamp};

use crate::text::utf16;
use crate::time::filetime_at;

use super::log::{u16_at, u32_at};
use super::value::Value;
use super::{Hive, place};

/// Flag of a key: the root of its hive.
pub(super) const IS_ROOT: u8 = 0x04;

/// Flag of a key: the name takes one byte a character.
const NARROW_NAME: u16 = 0x20;

/// Longest name of a key in bytes: Windows allows 255 characters.
const LONGEST_NAME: usize = 510;

/// "No cell".
const NONE: u32 = u32::MAX;

/// A key, borrowed from its hive.
#[derive(Clone, Debug)]
pub struct Key<'h> {
    hive: &'h Hive<'h>,
    offset: u32,
    name: String,
    written: Option<Timestamp>,
    subkeys: u32,
    subkey_list: u32,
    values: u32,
    value_list: u32,
}

impl<'h> Key<'h> {
    /// The key in the cell at `offset`; `None`, and a loss, if it holds none.
    pub(super) fn at(hive: &'h Hive<'h>, offset: u32) -> Option<Self> {
        let cell = hive.cell(offset)?;
        let key = Self::parse(hive, offset, cell);
        if key.is_none() {
            hive.damaged(offset);
        }
        key
    }

    fn parse(hive: &'h Hive<'h>, offset: u32, cell: &[u8]) -> Option<Self> {
        if !cell.starts_with(b"nk") {
            return None;
        }
        let flags = u16_at(cell, 2)?;
        let length = usize::from(u16_at(cell, 72)?);
        if length > LONGEST_NAME {
            return None;
        }
        let name = cell.get(76..76 + length)?;
        Some(Self {
            hive,
            offset,
            name: text(name, flags & NARROW_NAME != 0),
            written: filetime_at(cell, 4),
            subkeys: u32_at(cell, 20)?,
            subkey_list: u32_at(cell, 28)?,
            values: u32_at(cell, 36)?,
            value_list: u32_at(cell, 40)?,
        })
    }

    /// A key without anything, for a root that could not be read again.
    pub(super) fn empty(hive: &'h Hive<'h>) -> Self {
        Self {
            hive,
            offset: 0,
            name: String::new(),
            written: None,
            subkeys: 0,
            subkey_list: NONE,
            values: 0,
            value_list: NONE,
        }
    }

    /// Its name, without the path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it, its values or the list of its subkeys last changed.
    pub fn written(&self) -> Option<Timestamp> {
        self.written
    }

    /// Where its cell stands in the hive's file.
    pub fn locator(&self) -> Locator {
        place(self.offset)
    }

    /// Its subkeys in the hive's order. Cells that cannot be read are counted in the hive's
    /// losses and left out.
    pub fn subkeys(&self) -> impl Iterator<Item = Key<'h>> + use<'h> {
        let hive = self.hive;
        self.subkey_offsets().into_iter().filter_map(move |offset| Self::at(hive, offset))
    }

    /// The subkey of this name, ignoring case.
    pub fn subkey(&self, name: &str) -> Option<Key<'h>> {
        let wanted = name.to_lowercase();
        self.subkeys().find(|key| key.name.to_lowercase() == wanted)
    }

    /// The key at a path below this one, ignoring case.
    pub fn below(&self, path: &str) -> Option<Key<'h>> {
        path.split('\\')
            .filter(|name| !name.is_empty())
            .try_fold(self.clone(), |key, name| key.subkey(name))
    }

    /// Its values in the hive's order.
    pub fn values(&self) -> Vec<Value> {
        let hive = self.hive;
        if self.values == 0 || self.value_list == NONE {
            return Vec::new();
        }
        let Some(list) = hive.cell(self.value_list) else { return Vec::new() };
        let count = self.values as usize;
        if list.len() / 4 < count {
            hive.damaged(self.value_list);
        }
        let mut values = Vec::new();
        for offset in list.as_chunks::<4>().0.iter().take(count) {
            values.extend(Value::at(hive, u32::from_le_bytes(*offset)));
        }
        values
    }

    /// The value of this name, ignoring case. The empty name is the default value.
    pub fn value(&self, name: &str) -> Option<Value> {
        let wanted = name.to_lowercase();
        self.values().into_iter().find(|value| value.name.to_lowercase() == wanted)
    }

    fn subkey_offsets(&self) -> Vec<u32> {
        let mut offsets = Vec::new();
        if self.subkeys > 0 && self.subkey_list != NONE {
            self.read_list(self.subkey_list, true, &mut offsets);
            // A list cut short by the budget is no damage.
            if offsets.len() < self.subkeys as usize && self.hive.budget.get() > 0 {
                self.hive.damaged(self.subkey_list);
            }
        }
        offsets
    }

    /// A list of keys, or (once) a list of such lists.
    fn read_list(&self, offset: u32, may_nest: bool, offsets: &mut Vec<u32>) {
        let Some(cell) = self.hive.cell(offset) else { return };
        let (step, nested) = match cell.get(..2) {
            Some(b"lf" | b"lh") => (8, false),
            Some(b"li") => (4, false),
            Some(b"ri") if may_nest => (4, true),
            _ => return self.hive.damaged(offset),
        };
        let count = usize::from(u16_at(cell, 2).unwrap_or(0));
        let entries = cell.get(4..).unwrap_or_default();
        if entries.len() / step < count {
            self.hive.damaged(offset);
        }
        for entry in entries.chunks_exact(step).take(count) {
            let Some(own) = u32_at(entry, 0) else { return };
            if nested {
                self.read_list(own, false, offsets);
            } else if self.hive.spend(1, offset) {
                offsets.push(own);
            } else {
                return;
            }
        }
    }
}

/// A name: one byte a character (Latin-1, as Windows compresses it) or UTF-16.
pub(super) fn text(bytes: &[u8], narrow: bool) -> String {
    if narrow { bytes.iter().map(|byte| char::from(*byte)).collect() } else { utf16(bytes) }
}
