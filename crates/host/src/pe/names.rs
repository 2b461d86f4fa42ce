//! What an executable imports and exports, by name.
//!
//! Walked by hand over `object`'s tables: its own lists follow every pointer, and a file in which
//! a thousand descriptors share one long table would keep it busy for hours. Here the number of
//! names and the bytes of all names together are bounded.

use model::{GapReason, Locator};
use object::LittleEndian as LE;
use object::read::pe::{ImageNtHeaders, ImageThunkData, PeFile};

use crate::{Fact, Sink};

/// Most imported functions, and most exported names, written into a fact. `kernel32` exports
/// 1,600; web-server modules a handful.
const MOST_NAMES: usize = 4_000;

/// Bytes that all names of one table may have together: a symbol of C++ takes a few hundred.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Longest name kept.
const LONGEST: usize = 512;

/// How far a table was read.
struct Names {
    field: &'static str,
    count: usize,
    bytes: usize,
    is_cut: bool,
}

impl Names {
    fn new(field: &'static str) -> Self {
        Self { field, count: 0, bytes: 0, is_cut: false }
    }

    /// Adds a name; `false` when there is no more room.
    fn add(&mut self, fact: &mut Fact, prefix: &str, name: &[u8]) -> bool {
        self.count += 1;
        self.bytes += name.len();
        self.is_cut = self.count > MOST_NAMES || self.bytes > MOST_BYTES;
        if !self.is_cut {
            fact.push(self.field, format!("{prefix}{}", text(name)));
        }
        !self.is_cut
    }
}

fn text(name: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(&name[..name.len().min(LONGEST)])
}

/// Adds imports as `library!function` (or `library!#ordinal`) and exports by name.
pub(super) fn add<H: ImageNtHeaders>(fact: &mut Fact, file: &PeFile<'_, H>, sink: &mut dyn Sink) {
    let (mut imported, mut exported) = (Names::new("import"), Names::new("export"));
    let results = [
        ("imports", imports(fact, file, &mut imported)),
        ("exports", exports(fact, file, &mut exported)),
    ];
    for (what, result) in results {
        if let Err(error) = result {
            let detail = format!("the {what} of an executable: {error}");
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, 0);
        }
    }
    for names in [imported, exported] {
        if names.is_cut {
            let detail = format!("{} names of an executable after {}", names.field, names.count);
            sink.gap(Locator::File, GapReason::TooLarge, detail, 1, 0);
        }
    }
}

fn imports<H: ImageNtHeaders>(
    fact: &mut Fact,
    file: &PeFile<'_, H>,
    names: &mut Names,
) -> object::Result<()> {
    let Some(table) = file.import_table()? else { return Ok(()) };
    let mut descriptors = table.descriptors()?;
    while let Some(descriptor) = descriptors.next()? {
        let library = table.name(descriptor.name.get(LE))?;
        names.bytes += library.len();
        let prefix = format!("{}!", text(library));
        // Old linkers leave the first of the two tables out.
        let first = match descriptor.original_first_thunk.get(LE) {
            0 => descriptor.first_thunk.get(LE),
            original => original,
        };
        let mut thunks = table.thunks(first)?;
        let mut is_empty = true;
        while let Some(thunk) = thunks.next::<H>()? {
            is_empty = false;
            let more = if thunk.is_ordinal() {
                names.add(fact, &prefix, format!("#{}", thunk.ordinal()).as_bytes())
            } else {
                names.add(fact, &prefix, table.hint_name(thunk.address())?.1)
            };
            if !more {
                return Ok(());
            }
        }
        if is_empty && !names.add(fact, &prefix, b"") {
            return Ok(());
        }
    }
    Ok(())
}

fn exports<H: ImageNtHeaders>(
    fact: &mut Fact,
    file: &PeFile<'_, H>,
    names: &mut Names,
) -> object::Result<()> {
    let Some(table) = file.export_table()? else { return Ok(()) };
    for (pointer, _) in table.name_iter() {
        if !names.add(fact, "", table.name_from_pointer(pointer)?) {
            break;
        }
    }
    Ok(())
}
