//! What a folder or an archive holds before anybody asks where it lay on the server: names,
//! sizes and a way to the bytes.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use model::{FileTimes, GapReason};

use crate::store::Span;
use crate::zip_entry::Packed;
use crate::{ReadError, os};

/// The bytes of one file.
#[derive(Clone, Debug)]
pub(crate) enum Blob {
    /// A file of a folder.
    Disk {
        /// Its directory.
        dir: Arc<Path>,
        /// Its name there.
        name: Box<OsStr>,
    },
    /// A run of bytes, and how long it should be.
    Span {
        /// What is there.
        span: Span,
        /// What the archive promises.
        size: u64,
    },
    /// An entry of a zip.
    Packed(Arc<Packed>),
}

impl Blob {
    /// A whole span.
    pub(crate) fn span(span: Span) -> Self {
        let size = span.len();
        Self::Span { span, size }
    }

    /// Opens the bytes at the first one.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Disk { dir, name } => disk(&dir.join(&**name), 0),
            Self::Span { span, size } => promised(span, *size, 0),
            Self::Packed(packed) => Packed::open(packed),
        }
    }

    /// Opens the bytes at an offset, if what lies before need not be read for it.
    pub(crate) fn open_at(&self, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        match self {
            Self::Disk { dir, name } => Some(disk(&dir.join(&**name), offset)),
            Self::Span { span, size } => Some(promised(span, *size, offset)),
            Self::Packed(packed) => packed.open_at(offset),
        }
    }

    /// The bytes as a span, if they lie somewhere uncompressed.
    pub(crate) fn as_span(&self) -> io::Result<Option<Span>> {
        match self {
            Self::Disk { dir, name } => Span::file(&dir.join(&**name)).map(Some),
            Self::Span { span, .. } => Ok(Some(span.clone())),
            Self::Packed(packed) => packed.stored_span(),
        }
    }
}

/// One file as its container names it.
#[derive(Clone, Debug)]
pub(crate) struct RawEntry {
    /// Components joined by `/`, with `..` and roots taken out; an archive that was opened is a
    /// component like a folder.
    pub(crate) name: String,
    /// Where it lies, for people: `case.zip!/uploads/auto/C%3A/x.log`.
    pub(crate) stored: String,
    /// Size in bytes as stated.
    pub(crate) size: Option<u64>,
    /// Times, where the container keeps true ones.
    pub(crate) times: FileTimes,
    /// DOS attributes, where the container keeps them; else 0.
    pub(crate) attributes: u32,
    /// The way to the bytes.
    pub(crate) blob: Blob,
}

/// Something that could not be listed, under the container's own name for it.
#[derive(Clone, Debug)]
pub(crate) struct RawGap {
    /// As [`RawEntry::name`]; `None` for the whole source.
    pub(crate) name: Option<String>,
    pub(crate) reason: GapReason,
    pub(crate) detail: String,
    pub(crate) count: u64,
    pub(crate) bytes: Option<u64>,
}

impl RawGap {
    pub(crate) fn new(
        name: impl Into<Option<String>>,
        reason: GapReason,
        detail: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), reason, detail: detail.into(), count: 1, bytes: None }
    }

    pub(crate) fn of(name: impl Into<Option<String>>, error: &io::Error) -> Self {
        let (reason, detail) = crate::gap_of(error);
        Self::new(name, reason, detail)
    }

    pub(crate) fn bytes(mut self, bytes: u64) -> Self {
        self.bytes = Some(bytes);
        self
    }
}

/// All of a container.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub(crate) entries: Vec<RawEntry>,
    pub(crate) gaps: Vec<RawGap>,
}

/// Where the entries of a container hang in the names of its source.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// Put before [`RawEntry::name`]: empty, or ends in `/`.
    pub(crate) name: String,
    /// Put before [`RawEntry::stored`]: ends in `/` or `!/`.
    pub(crate) stored: String,
}

impl At {
    /// The container itself, as a name for gaps over all of it.
    pub(crate) fn own_name(&self) -> Option<String> {
        let name = self.name.trim_end_matches('/');
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// A file of a folder, which must keep the size it had when it was opened.
fn disk(path: &Path, offset: u64) -> io::Result<Box<dyn Read + Send>> {
    let mut file = os::open_file(path)?;
    let size = file.metadata()?.len();
    if offset > 0 {
        file.seek(SeekFrom::Start(offset))?;
    }
    Ok(Box::new(DiskReader { file, position: offset, size }))
}

struct DiskReader {
    file: File,
    position: u64,
    size: u64,
}

impl Read for DiskReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.position += count as u64;
        if count == 0 && !buffer.is_empty() && self.position < self.size {
            return Err(ReadError::Shrank { found: self.position, expected: self.size }.into());
        }
        Ok(count)
    }
}

/// A span whose container promised `size` bytes.
fn promised(span: &Span, size: u64, offset: u64) -> io::Result<Box<dyn Read + Send>> {
    let mut reader = span.open()?;
    reader.seek(SeekFrom::Start(offset))?;
    if span.len() >= size {
        return Ok(Box::new(reader));
    }
    let cut = ReadError::Truncated { found: span.len(), expected: size };
    Ok(Box::new(reader.chain(Failing(cut))))
}

/// Ends a stream in an error instead of a silent end.
pub(crate) struct Failing(pub(crate) ReadError);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.clone().into())
    }
}
