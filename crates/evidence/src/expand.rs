//! Archives inside a container: opened in place, as ExchangeLogCollector's zips in a zip need.
//!
//! Only containers of a collection are opened. An archive that is a file of the server itself
//! (below a volume root, or an upload) stays a file: it is evidence, not packaging.

use std::collections::HashSet;
use std::io::Read;
use std::sync::Arc;

use model::GapReason;

use crate::collected::{Layout, Place};
use crate::limits::Budget;
use crate::raw::{At, Blob, Raw, RawEntry, RawGap};
use crate::store::{Span, Spool};
use crate::{Limits, names, zip_list};

/// Largest sidecar that is taken in. A million uploads come to some 300 MB; beyond that the names
/// are decoded instead.
const MAX_SIDECAR_BYTES: u64 = 512 << 20;

/// Opens the archives inside a container and gives it back with its layout.
pub(crate) fn expand(mut raw: Raw, limits: &Limits, spool: &Spool, place: &Place) -> (Raw, Layout) {
    let mut depth = 1;
    loop {
        let layout = Layout::of(raw.entries.iter().map(|entry| entry.name.as_str()), place.drive);
        let is_inner = |entry: &mut RawEntry| {
            names::is_inner_archive(&entry.name) && layout.is_packaging(&entry.name)
        };
        // In place: a server has hundreds of thousands of files, and a second list doubles them.
        let inner: Vec<RawEntry> = raw.entries.extract_if(.., is_inner).collect();
        if inner.is_empty() {
            return finish(raw, layout.under(place));
        }
        for entry in inner {
            if depth < limits.depth {
                open_inner(&entry, &mut raw, limits, spool);
            } else {
                let detail = format!("an archive more than {} deep: not opened", limits.depth);
                raw.gaps.push(RawGap::new(entry.name, GapReason::TooLarge, detail));
            }
        }
        depth += 1;
    }
}

fn open_inner(entry: &RawEntry, raw: &mut Raw, limits: &Limits, spool: &Spool) {
    let span = match archive_span(entry, raw, spool) {
        Ok(span) => span,
        Err(error) => {
            raw.gaps.push(RawGap::of(entry.name.clone(), &error));
            return;
        }
    };
    // Nested archives are charged to the outermost one.
    let budget = match &entry.blob {
        Blob::Packed(packed) => Arc::clone(&packed.budget),
        Blob::Disk { .. } | Blob::Span { .. } => Budget::new(*limits, span.len()),
    };
    let at = At { name: format!("{}/", entry.name), stored: format!("{}!/", entry.stored) };
    let left = limits.entries.saturating_sub(raw.entries.len() as u64);
    let limits = Limits { entries: left, ..*limits };
    let inner = zip_list::list(&span, &at, &limits, &budget);
    raw.entries.extend(inner.entries);
    raw.gaps.extend(inner.gaps);
}

/// The bytes of an inner archive, unpacked to temporary space if need be.
fn archive_span(entry: &RawEntry, raw: &mut Raw, spool: &Spool) -> std::io::Result<Span> {
    if let Some(span) = entry.blob.as_span()? {
        return Ok(span);
    }
    let (span, error) = spool.take(&mut entry.blob.open()?);
    if let Some(error) = error {
        // What came out before is still a zip without its end, and worth walking.
        raw.gaps.push(RawGap::of(entry.name.clone(), &error));
    }
    Ok(span)
}

/// Lets the layout learn from the sidecars, and completes gaps that need a look at neighbours.
fn finish(mut raw: Raw, mut layout: Layout) -> (Raw, Layout) {
    let Raw { entries, gaps } = &mut raw;
    let sidecars: Vec<RawEntry> =
        entries.iter().filter(|entry| Layout::is_sidecar(&entry.name)).cloned().collect();
    for entry in &sidecars {
        match read_sidecar(entry) {
            Ok(text) => layout.learn(&entry.name, &text, gaps),
            Err(error) => gaps.push(RawGap::of(entry.name.clone(), &error)),
        }
    }
    let neighbours: HashSet<&str> = entries
        .iter()
        .map(|entry| entry.name.as_str())
        .filter(|name| Layout::is_key(name))
        .collect();
    let beside = |name: &str| neighbours.contains(name);
    for gap in gaps.iter_mut().filter(|gap| gap.reason == GapReason::Encrypted) {
        let advice = gap.name.as_deref().and_then(|name| Layout::encryption_advice(name, beside));
        if let Some(advice) = advice {
            gap.detail = advice;
        }
    }
    (raw, layout)
}

fn read_sidecar(entry: &RawEntry) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    entry.blob.open()?.take(MAX_SIDECAR_BYTES).read_to_end(&mut text)?;
    Ok(text)
}
