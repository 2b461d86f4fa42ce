//! The one [`Source`] that every container becomes once its files have their true paths.

use std::io::{self, Read};

use model::{ArtefactRef, Gap, Locator, WinPath};

use crate::collected::Layout;
use crate::raw::{Blob, Raw, RawGap};
use crate::{Entry, Listing, Source};

/// A listed container.
pub(crate) struct Listed {
    name: String,
    entries: Vec<(Entry, Blob)>,
    gaps: Vec<Gap>,
}

impl Listed {
    /// Gives the files of a container their true paths. `layout` has learned from the sidecars.
    pub(crate) fn new(name: String, raw: Raw, layout: &Layout) -> Self {
        let Raw { entries: mut files, mut gaps } = raw;
        let mut entries = Vec::with_capacity(files.len());
        // From the end, so that the old list gives its memory back while the new one grows.
        while let Some(mut file) = files.pop() {
            if files.len() < files.capacity() / 2 {
                files.shrink_to_fit();
            }
            let mapped = layout.map(&file.name);
            gaps.extend(layout.shortfall(&file.name, &mapped));
            let on_disk = matches!(file.blob, Blob::Disk { .. });
            if on_disk && !layout.is_in_place(&file.name, &mapped.path) {
                file.times.created = None;
            }
            let times = layout.times(&file.name, &mapped.path, file.times);
            let artefact = ArtefactRef::new(mapped.path, file.stored);
            let attributes = file.attributes;
            let entry = Entry { artefact, size: file.size, times, attributes, id: 0 };
            entries.push((entry, file.blob));
        }
        entries.reverse();
        entries.sort_by(|(a, _), (b, _)| a.artefact.cmp(&b.artefact));
        for (id, (entry, _)) in (0..).zip(&mut entries) {
            entry.id = id;
        }
        let mut gaps: Vec<Gap> = gaps.into_iter().map(|gap| placed(gap, &name, layout)).collect();
        gaps.sort();
        Self { name, entries, gaps }
    }

    fn blob(&self, entry: &Entry) -> io::Result<&Blob> {
        usize::try_from(entry.id)
            .ok()
            .and_then(|id| self.entries.get(id))
            .map(|(_, blob)| blob)
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "not an entry of this source"))
    }
}

fn placed(gap: RawGap, source: &str, layout: &Layout) -> Gap {
    let artefact = match &gap.name {
        Some(name) => layout.map(name).path,
        None => WinPath::new(source),
    };
    Gap {
        artefact,
        locator: Locator::File,
        reason: gap.reason,
        detail: gap.detail,
        count: gap.count,
        bytes: gap.bytes,
    }
}

impl Source for Listed {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> io::Result<Listing> {
        let entries = self.entries.iter().map(|(entry, _)| entry.clone()).collect();
        Ok(Listing { entries, gaps: self.gaps.clone() })
    }

    fn open(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>> {
        self.blob(entry)?.open()
    }

    fn open_at(&self, entry: &Entry, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        match self.blob(entry) {
            Ok(blob) => blob.open_at(offset),
            Err(error) => Some(Err(error)),
        }
    }
}
