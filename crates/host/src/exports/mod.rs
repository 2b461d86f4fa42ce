//! What administrators and collection scripts save of Exchange's and Windows' settings: CLIXML,
//! CSV and `Format-List` from PowerShell, LDIF from the directory.
//!
//! All four come out alike: one fact per object, its properties under their own names, so that
//! `ExternalUrl` is the same field wherever it comes from.

mod clixml;
mod format_list;
mod ldif;
mod table;

pub(crate) use clixml::Clixml;
pub(crate) use format_list::FormatList;
pub(crate) use ldif::Ldif;
pub(crate) use table::CsvExport;

use model::{GapReason, Loss};

/// Most properties of one object. An Exchange server object has some 350.
const MOST_FIELDS: usize = 4_000;

/// Nothing cut yet.
fn cut_fields() -> Loss {
    Loss::new(GapReason::TooLarge, "properties of objects with over 4,000")
}

/// Largest export read. A directory dump of a large organisation may have more, and is then a gap.
const LARGEST: u64 = 256 * 1024 * 1024;
