//! Bodies of the fuzz targets: every path from hostile bytes to names and content. They must
//! neither panic nor use memory or time out of proportion.

use std::io::{self, Read};
use std::sync::Arc;

use crate::collected::{Layout, Place};
use crate::limits::Budget;
use crate::raw::{At, Raw};
use crate::source::Listed;
use crate::store::{Span, Spool};
use crate::{Limits, Source, expand, names, tar_list, zip_list};

/// Bytes read of each entry: enough to pass every check at an entry's end.
const READ_BYTES: u64 = 1 << 20;

fn limits() -> Limits {
    Limits {
        free_bytes: 1 << 20,
        source_bytes: 1 << 22,
        free_source_bytes: 1 << 22,
        entries: 1_000,
        spool_bytes: 1 << 22,
        ..Limits::default()
    }
}

fn read_all(raw: Raw) {
    let limits = limits();
    let (raw, layout) =
        expand::expand(raw, &limits, &Spool::new(limits.spool_bytes), &Place::unknown('C'));
    let source = Listed::new("fuzz".into(), raw, &layout);
    let Ok(listing) = source.list() else { return };
    for entry in &listing.entries {
        assert!(!entry.artefact.path().components().any(|part| part == ".."));
        if let Ok(reader) = source.open(entry) {
            let mut reader = reader.take(READ_BYTES);
            if let Err(error) = io::copy(&mut reader, &mut io::sink()) {
                assert!(!crate::gap_of(&error).1.is_empty());
            }
        }
    }
}

fn at() -> At {
    At { name: String::new(), stored: "fuzz!/".into() }
}

/// A zip of any bytes, its inner zips and all content.
pub fn zip(bytes: &[u8]) {
    let limits = limits();
    let span = Span::memory(Arc::from(bytes));
    let budget = Budget::new(limits, span.len());
    read_all(zip_list::list(&span, &at(), &limits, &budget));
}

/// A tar of any bytes and all content.
pub fn tar(bytes: &[u8]) {
    read_all(tar_list::list(&Span::memory(Arc::from(bytes)), &at(), &limits()));
}

/// Names of a collection, one a line, and a sidecar made of the same bytes.
pub fn path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<String> = text.lines().map(|line| names::safe(line).name).collect();
    let mut layout = Layout::of(lines.iter().map(String::as_str), 'C');
    let mut gaps = Vec::new();
    layout.learn("uploads.json", bytes, &mut gaps);
    layout.learn("results/x%2FAll File Metadata.json", bytes, &mut gaps);
    for line in &lines {
        let path = layout.map(line).path;
        assert!(!path.components().any(|part| part == ".."), "{line:?} became {path:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            zip(&bytes);
            tar(&bytes);
            path(&bytes);
        }

        #[test]
        fn a_zip_damaged_anywhere_is_survived(at in 0_usize..400, with in any::<u8>()) {
            let mut bytes = crate::contract::zip_of(&[("a/b.log", "row\n"), ("c.zip", "PK")]);
            let at = at % bytes.len();
            bytes[at] = with;
            zip(&bytes);
            zip(&bytes[..at]);
        }

        #[test]
        fn names_of_collections_do_not_climb(
            lines in "((C|uploads|auto|%2E%2E|\\.\\.|EWS_BE_Logs|Windows|System32|%5C)/){0,6}x",
        ) {
            path(lines.as_bytes());
        }
    }
}
