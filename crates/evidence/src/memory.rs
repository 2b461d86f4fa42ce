//! A source in memory, for the tests of everything that reads evidence.

use model::FileTimes;

use crate::collected::Place;
use crate::raw::{Blob, Raw, RawEntry};
use crate::source::Listed;
use crate::store::{Span, Spool};
use crate::{Limits, Source, expand, names};

/// Collects files and makes a [`Source`] of them that behaves like a folder with those files:
/// layouts are recognised and inner zips opened.
///
/// ```
/// use evidence::Source;
///
/// let source = evidence::memory::Memory::new("case")
///     .file("C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", "#Software: ...")
///     .build();
/// let listing = source.list()?;
/// assert_eq!(
///     listing.entries[0].artefact.path().as_str(),
///     "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log"
/// );
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Memory {
    name: String,
    raw: Raw,
}

impl Memory {
    /// No files yet. `name` stands for what the user would have typed.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), raw: Raw::default() }
    }

    /// Adds a file under a path as it would be in a folder, with either separator.
    #[must_use]
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.file_with_times(path, content, FileTimes::default())
    }

    /// Adds a file with times.
    #[must_use]
    pub fn file_with_times(
        mut self,
        path: &str,
        content: impl AsRef<[u8]>,
        times: FileTimes,
    ) -> Self {
        let bytes = content.as_ref();
        let name = names::safe(path).name;
        self.raw.entries.push(RawEntry {
            stored: format!("{}/{name}", self.name),
            name,
            size: Some(bytes.len() as u64),
            times,
            attributes: 0,
            blob: Blob::span(Span::memory(bytes.into())),
        });
        self
    }

    /// Gives the file that was added last DOS attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: u32) -> Self {
        if let Some(last) = self.raw.entries.last_mut() {
            last.attributes = attributes;
        }
        self
    }

    /// The source.
    pub fn build(self) -> Box<dyn Source> {
        let limits = Limits::default();
        let (raw, layout) = expand::expand(
            self.raw,
            &limits,
            &Spool::new(limits.spool_bytes),
            &Place::unknown('C'),
        );
        Box::new(Listed::new(self.name, raw, &layout))
    }
}
