//! Several sources of one server as one.

use std::io::{self, Read};

use crate::{Entry, Listing, Source};

/// Bits of an entry's id that belong to the source it comes from; a source lists far fewer files
/// than these can count (see [`crate::MAX_ENTRIES`]).
const ID_BITS: u32 = 40;

/// Sources listed together.
pub(crate) struct Combined {
    name: String,
    sources: Vec<Box<dyn Source>>,
}

impl Combined {
    /// Combines sources in the order given.
    pub(crate) fn new(sources: Vec<Box<dyn Source>>) -> Self {
        let names: Vec<&str> = sources.iter().map(|source| source.name()).collect();
        Self { name: names.join(", "), sources }
    }

    /// The source of an entry, and the entry as that source knows it.
    fn inner(&self, entry: &Entry) -> io::Result<(&dyn Source, Entry)> {
        let source = usize::try_from(entry.id >> ID_BITS).ok().and_then(|at| self.sources.get(at));
        let source = source.ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, "not an entry of this source")
        })?;
        let id = entry.id & ((1 << ID_BITS) - 1);
        Ok((source.as_ref(), Entry { id, ..entry.clone() }))
    }
}

impl Source for Combined {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> io::Result<Listing> {
        let mut all = Listing::default();
        for (at, source) in (0_u64..).zip(&self.sources) {
            let listing = source.list()?;
            all.gaps.extend(listing.gaps);
            all.entries.extend(
                listing.entries.into_iter().map(|e| Entry { id: e.id | at << ID_BITS, ..e }),
            );
        }
        all.entries.sort_by(|a, b| a.artefact.cmp(&b.artefact));
        all.gaps.sort();
        Ok(all)
    }

    fn open(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>> {
        let (source, entry) = self.inner(entry)?;
        source.open(&entry)
    }

    fn open_at(&self, entry: &Entry, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        match self.inner(entry) {
            Ok((source, entry)) => source.open_at(&entry, offset),
            Err(error) => Some(Err(error)),
        }
    }
}
