//! The bytes of one entry of a zip, opened without going through the directory again.
//!
//! The `zip` crate reads the directory (with all its zip64 and offset lore); its readers borrow
//! the archive, though, and a source hands out readers that live on their own in any thread. So
//! an entry remembers where it lies, and unpacking is flate2 over that span.

use std::io::{self, Read};
use std::sync::Arc;

use crate::ReadError;
use crate::limits::{Budget, HighWater, Metered};
use crate::raw::Failing;
use crate::store::{Span, SpanReader};

/// Signature and fixed part of a local file header (APPNOTE.TXT 4.3.7).
pub(crate) const LOCAL_HEADER_BYTES: u64 = 30;
/// `PK\x03\x04`.
pub(crate) const LOCAL_SIGNATURE: [u8; 4] = *b"PK\x03\x04";

/// How an entry is packed (APPNOTE.TXT 4.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Stored,
    Deflate,
    /// What Windows Explorer writes for files over 2 GiB.
    Deflate64,
    /// Anything else, by its number.
    Other(u16),
}

impl From<u16> for Method {
    fn from(number: u16) -> Self {
        match number {
            0 => Self::Stored,
            8 => Self::Deflate,
            9 => Self::Deflate64,
            other => Self::Other(other),
        }
    }
}

/// An entry of a zip.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The archive.
    pub(crate) archive: Span,
    /// Offset of its local header.
    pub(crate) header: u64,
    /// Compressed size in bytes as stated.
    pub(crate) packed: u64,
    /// Size in bytes as stated; `None` if only its end will tell.
    pub(crate) size: Option<u64>,
    /// Checksum as stated.
    pub(crate) crc: Option<u32>,
    pub(crate) method: Method,
    pub(crate) budget: Arc<Budget>,
    pub(crate) unpacked: Arc<HighWater>,
}

impl Packed {
    /// Opens it at the first byte.
    pub(crate) fn open(this: &Arc<Self>) -> io::Result<Box<dyn Read + Send>> {
        let data = this.data()?;
        let raw = data.open()?;
        let decoded: Box<dyn Read + Send> = match this.method {
            Method::Stored => Box::new(raw),
            Method::Deflate => this.metered(flate2::bufread::DeflateDecoder::new(raw)),
            Method::Deflate64 => this.metered(Deflate64::new(raw)),
            Method::Other(number) => {
                return Err(ReadError::Unsupported(format!(
                    "compression method {number} of zip is not supported; unpack the archive and \
                     give the folder"
                ))
                .into());
            }
        };
        let checked = Checked {
            inner: decoded,
            crc: crc32fast::Hasher::new(),
            produced: 0,
            size: this.size,
            expected_crc: this.crc,
            done: false,
        };
        if data.len() < this.packed {
            let cut = ReadError::Truncated { found: data.len(), expected: this.packed };
            return Ok(Box::new(CutOff { inner: Some(checked), cut: Failing(cut) }));
        }
        Ok(Box::new(checked))
    }

    fn metered(&self, decoder: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        let (budget, unpacked) = (Arc::clone(&self.budget), Arc::clone(&self.unpacked));
        Box::new(Metered::new(decoder, self.packed, budget, unpacked))
    }

    /// Opens it at an offset, if it is stored.
    pub(crate) fn open_at(&self, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        if self.method != Method::Stored {
            return None;
        }
        let size = self.packed;
        let open = |span: Span| crate::raw::Blob::Span { span, size }.open_at(offset);
        match self.data() {
            Ok(span) => open(span),
            Err(error) => Some(Err(error)),
        }
    }

    /// Its bytes, if they are stored uncompressed.
    pub(crate) fn stored_span(&self) -> io::Result<Option<Span>> {
        if self.method == Method::Stored { self.data().map(Some) } else { Ok(None) }
    }

    /// Its compressed bytes, as far as they are there: they begin after the local header, whose
    /// length only the header itself tells.
    fn data(&self) -> io::Result<Span> {
        let mut header = [0; LOCAL_HEADER_BYTES as usize];
        let mut reader = self.archive.part(self.header, LOCAL_HEADER_BYTES).open()?;
        reader.read_exact(&mut header).map_err(|_| {
            let found = self.archive.len();
            ReadError::Truncated { found, expected: self.header.saturating_add(self.packed) }
        })?;
        if header[..4] != LOCAL_SIGNATURE {
            let message = format!("no entry at offset {} of the archive", self.header);
            return Err(ReadError::Damaged(message).into());
        }
        let length = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let start = self.header + LOCAL_HEADER_BYTES + length(26) + length(28);
        Ok(self.archive.part(start, self.packed))
    }
}

/// Holds an entry to its stated size and checksum. What was read is handed on before the verdict
/// over it is known: a damaged log still has rows worth reading.
struct Checked<R> {
    inner: R,
    crc: crc32fast::Hasher,
    produced: u64,
    size: Option<u64>,
    expected_crc: Option<u32>,
    done: bool,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done || buffer.is_empty() {
            return Ok(0);
        }
        let count = self.inner.read(buffer).map_err(|error| self.explain(error))?;
        self.crc.update(&buffer[..count]);
        self.produced += count as u64;
        if count == 0 {
            self.done = true;
            self.verify()?;
        }
        Ok(count)
    }
}

impl<R> Checked<R> {
    fn explain(&self, error: io::Error) -> io::Error {
        match (error.kind(), self.size) {
            _ if error.get_ref().is_some_and(|inner| inner.is::<ReadError>()) => error,
            (io::ErrorKind::UnexpectedEof, Some(expected)) => {
                ReadError::Truncated { found: self.produced, expected }.into()
            }
            (io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput, _) => ReadError::Damaged(
                format!("the compressed data are damaged after {} bytes of content", self.produced),
            )
            .into(),
            _ => error,
        }
    }

    fn verify(&mut self) -> Result<(), ReadError> {
        match self.size {
            Some(expected) if self.produced < expected => {
                return Err(ReadError::Truncated { found: self.produced, expected });
            }
            Some(expected) if self.produced > expected => {
                let found = self.produced;
                return Err(ReadError::Damaged(format!(
                    "the entry holds {found} bytes and its directory says {expected}"
                )));
            }
            _ => {}
        }
        let crc = std::mem::take(&mut self.crc).finalize();
        match self.expected_crc {
            Some(expected) if expected != crc => Err(ReadError::Damaged(
                "the checksum does not match: the content was changed or damaged after it was \
                 packed"
                    .into(),
            )),
            _ => Ok(()),
        }
    }
}

/// An entry of which the archive holds only the beginning: whatever the unpacker makes of the
/// cut, the stream ends in the cut.
struct CutOff<R> {
    inner: Option<R>,
    cut: Failing,
}

impl<R: Read> Read for CutOff<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(inner) = &mut self.inner {
            match inner.read(buffer) {
                Ok(count) if count > 0 || buffer.is_empty() => return Ok(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
                Ok(_) | Err(_) => self.inner = None,
            }
        }
        self.cut.read(buffer)
    }
}

/// Unpacks Deflate64. The decoder's state is large, so it is boxed.
struct Deflate64 {
    decoder: Box<deflate64::Deflate64Decoder<SpanReader>>,
}

impl Deflate64 {
    fn new(raw: SpanReader) -> Self {
        Self { decoder: Box::new(deflate64::Deflate64Decoder::with_buffer(raw)) }
    }
}

impl Read for Deflate64 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer)
    }
}
