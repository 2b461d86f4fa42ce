//! Registry hives: keys and values out of the `regf` format.
//!
//! Our own reader, after trying what exists: `notatin` 1.0.1 does not compile with the `nom` it
//! asks for, `regf` 0.2 is young and gives up a list at its first damaged cell, `nt-hive` knows no
//! transaction logs. Evidence needs all three: partial hives, hives taken from a running server
//! (whose last changes lie in the logs), and a count of what was lost. Layout after Maxim
//! Suhanov's specification (<https://github.com/msuhanov/regf>).
//!
//! Every cell that is looked at costs a little of a budget proportional to the file, so that no
//! arrangement of pointers makes reading more than linear.

mod cells;
mod log;
#[cfg(test)]
mod tests;
mod value;

pub use cells::Key;
#[cfg(any(test, feature = "testing"))]
pub(crate) use log::{MARVIN_SEED, marvin};
pub(crate) use log::{u16_at, u32_at, u64_at};
pub(crate) use value::hex;
pub use value::{Data, Value};

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use model::{GapReason, Locator, Loss};

use crate::Sink;
use crate::at;
use crate::text::utf16;

/// Bytes of the base block, where the first bin begins.
const BASE: usize = 4096;

/// Looks at cells that every hive may cost, however small.
const LEAST_BUDGET: u64 = 100_000;

/// Looks at cells per 32 bytes of hive (the smallest cell that holds anything is that large): a
/// full walk needs one, and the facts asked of a hive walk parts of it several times.
const BUDGET_SHARE: u64 = 16;

/// Why bytes are no hive at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHive {
    /// They do not begin with `regf`.
    Signature,
    /// They end before the first bin.
    TooShort,
    /// No root key was found, neither where the base block says nor by looking for one.
    NoRoot,
}

impl fmt::Display for NoHive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature => "expected \"regf\" at the beginning of a registry hive",
            Self::TooShort => "a registry hive that ends before its first bin",
            Self::NoRoot => "a registry hive without a root key",
        })
    }
}

impl std::error::Error for NoHive {}

/// An open hive.
pub struct Hive<'b> {
    /// As given, or a copy if transaction logs had to be applied.
    bytes: Cow<'b, [u8]>,
    root: u32,
    name: String,
    budget: Cell<u64>,
    losses: RefCell<Losses>,
}

struct Losses {
    cells: Loss,
    budget: Loss,
    other: Vec<(Locator, GapReason, String)>,
}

impl<'b> Hive<'b> {
    /// Opens a hive as it stands, without transaction logs.
    ///
    /// # Errors
    /// If the bytes are no hive.
    pub fn open(bytes: &'b [u8]) -> Result<Self, NoHive> {
        Self::open_with_logs(bytes, &[])
    }

    /// Opens a hive and applies its transaction logs (`.LOG1`, `.LOG2`, `.LOG`), in any order.
    ///
    /// # Errors
    /// If the bytes are no hive. A log that does not fit is a gap, see [`Hive::report`].
    pub fn open_with_logs(bytes: &'b [u8], logs: &[&[u8]]) -> Result<Self, NoHive> {
        if !bytes.starts_with(b"regf") {
            return Err(NoHive::Signature);
        }
        if bytes.len() < BASE + 32 {
            return Err(NoHive::TooShort);
        }
        let mut bytes = Cow::Borrowed(bytes);
        let mut other = Vec::new();
        log::apply(&mut bytes, logs, &mut other);
        let size = bytes.len() as u64;
        let mut hive = Self {
            root: 0,
            name: utf16(&bytes[48..112]),
            budget: Cell::new(LEAST_BUDGET + size / 32 * BUDGET_SHARE),
            losses: RefCell::new(Losses {
                cells: Loss::new(GapReason::Damaged, "registry cells that do not hold together"),
                budget: Loss::new(GapReason::TooLarge, "registry cells passed over: too many"),
                other,
            }),
            bytes,
        };
        hive.check_size();
        hive.root = hive.find_root()?;
        Ok(hive)
    }

    /// The file name that the hive gives itself, its last 31 characters, for example
    /// `emRoot\System32\Config\SYSTEM`. Empty in copies made by `reg save`.
    pub fn own_name(&self) -> &str {
        &self.name
    }

    /// The root key.
    pub fn root(&self) -> Key<'_> {
        Key::at(self, self.root).unwrap_or_else(|| Key::empty(self))
    }

    /// The key at a path below the root, ignoring case; `None` if there is none. The empty path is
    /// the root.
    pub fn key(&self, path: &str) -> Option<Key<'_>> {
        let mut key = self.root();
        for name in path.split('\\').filter(|name| !name.is_empty()) {
            key = key.subkey(name)?;
        }
        Some(key)
    }

    /// Pushes what was lost so far, and forgets it.
    pub fn report(&self, sink: &mut dyn Sink) {
        let mut losses = self.losses.borrow_mut();
        for (locator, reason, detail) in losses.other.drain(..) {
            sink.gap(locator, reason, detail, 1, 0);
        }
        let cells = Loss::new(GapReason::Damaged, "registry cells that do not hold together");
        sink.lost(std::mem::replace(&mut losses.cells, cells));
        let budget = Loss::new(GapReason::TooLarge, "registry cells passed over: too many");
        sink.lost(std::mem::replace(&mut losses.budget, budget));
    }

    /// The content of the cell at an offset from the first bin; `None`, and a loss, if there is
    /// no such cell or the budget is used up.
    fn cell(&self, offset: u32) -> Option<&[u8]> {
        if !self.spend(1, offset) {
            return None;
        }
        let found = self.cell_at(offset);
        if found.is_none() {
            self.damaged(offset);
        }
        found
    }

    fn cell_at(&self, offset: u32) -> Option<&[u8]> {
        let start = BASE.checked_add(offset as usize)?;
        let head = self.bytes.get(start..start.checked_add(4)?)?;
        // A negative size marks a cell in use; a free one is what a deleted key leaves.
        let size = i32::from_le_bytes(head.try_into().ok()?).checked_neg()?;
        let size = usize::try_from(size).ok().filter(|size| *size >= 8)?;
        let end = start.checked_add(size)?;
        self.bytes.get(start + 4..end.min(self.bytes.len())).filter(|_| end <= self.bytes.len())
    }

    /// Takes from the budget; `false` when it is used up.
    fn spend(&self, cost: u64, offset: u32) -> bool {
        match self.budget.get().checked_sub(cost) {
            Some(rest) => {
                self.budget.set(rest);
                true
            }
            None => {
                self.losses.borrow_mut().budget.add(place(offset), 0);
                false
            }
        }
    }

    fn damaged(&self, offset: u32) {
        self.losses.borrow_mut().cells.add(place(offset), 0);
    }

    /// Says so when bins that the base block counts are not there.
    fn check_size(&mut self) {
        let size = u64::from(log::u32_at(&self.bytes, 40).unwrap_or(0));
        let there = (self.bytes.len() - BASE) as u64;
        if size > there {
            let detail = format!("the hive has {there} of {size} bytes of bins");
            let locator = at(self.bytes.len() as u64);
            self.losses.borrow_mut().other.push((locator, GapReason::Truncated, detail));
        }
    }

    /// The root's offset: where the base block says, else the first key in the bins that says of
    /// itself that it is a root.
    fn find_root(&self) -> Result<u32, NoHive> {
        let told = log::u32_at(&self.bytes, 36).ok_or(NoHive::TooShort)?;
        if self.cell_at(told).is_some_and(|cell| cell.starts_with(b"nk")) {
            return Ok(told);
        }
        let bins = &self.bytes[BASE..];
        for found in memchr::memmem::find_iter(bins, b"nk") {
            let flags = bins.get(found + 2..found + 4).map(|flags| flags[0]);
            let Some(offset) = found.checked_sub(4).and_then(|cell| u32::try_from(cell).ok())
            else {
                continue;
            };
            if flags.is_some_and(|flags| flags & cells::IS_ROOT != 0)
                && self.cell_at(offset).is_some()
            {
                let detail = "the root key is not where the base block says; found by looking";
                let gap = (place(told), GapReason::Damaged, detail.to_owned());
                self.losses.borrow_mut().other.push(gap);
                return Ok(offset);
            }
        }
        Err(NoHive::NoRoot)
    }
}

impl fmt::Debug for Hive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hive").field("name", &self.name).field("bytes", &self.bytes.len()).finish()
    }
}

/// Where a cell stands in the file.
fn place(offset: u32) -> Locator {
    at(u64::from(offset) + BASE as u64)
}
