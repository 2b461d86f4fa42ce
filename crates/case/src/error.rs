//! What can go wrong with a case folder: the place, what was found, what to do.

use std::io;
use std::path::PathBuf;

/// Why a case could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// The folder for the case has something in it.
    #[error("{}: the folder is not empty, and a case is written once; name a new folder", .0.display())]
    NotEmpty(PathBuf),
    /// The place for the case is something else than a folder.
    #[error("{}: this is a file, and a case is a folder; name a new folder", .0.display())]
    NotAFolder(PathBuf),
    /// The case would change the evidence.
    #[error(
        "{}: this lies inside the evidence {}, which is never written to; name a folder outside it",
        case.display(),
        evidence.display()
    )]
    InsideEvidence {
        /// Where the case was to go.
        case: PathBuf,
        /// The evidence it lies in.
        evidence: PathBuf,
    },
    /// An output has a name that is not a plain file name, or one that is taken.
    #[error(
        "{0:?} cannot name a file of a case: expected a new plain file name such as report.html"
    )]
    Name(String),
    /// The operating system refused.
    #[error("{}: could not {doing}", place.display())]
    Io {
        /// Where.
        place: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no finished case.
    #[error(
        "{}: no manifest.json in this folder, so it is no case or the run that wrote it was killed; \
         assess again into a new folder",
        .0.display()
    )]
    NoManifest(PathBuf),
    /// A file of the case cannot be understood.
    #[error("{}: not what this version of the program writes", place.display())]
    Json {
        /// Which file.
        place: PathBuf,
        /// Line, column, found and expected.
        source: serde_json::Error,
    },
    /// A file of the case has another shape than this version reads.
    #[error(
        "{}: written as {found:?}, and this version reads {expected:?}; use the version of the \
         program that wrote it",
        place.display()
    )]
    Schema {
        /// Which file.
        place: PathBuf,
        /// The schema the file names.
        found: String,
        /// The schema this version reads.
        expected: &'static str,
    },
    /// A file of the case is not the one that was written.
    #[error(
        "{}: changed since the case was written (size or SHA-256 differ from manifest.json: \
         expected {expected}, found {found}); use an unchanged copy of the case or assess again",
        place.display()
    )]
    Changed {
        /// Which file.
        place: PathBuf,
        /// Size and hash by the manifest.
        expected: String,
        /// Size and hash as found, or `nothing`.
        found: String,
    },
    /// A file of the case is larger than any this program writes.
    #[error("{}: {found} bytes, expected at most {most}", place.display())]
    TooLarge {
        /// Which file.
        place: PathBuf,
        /// Its size.
        found: u64,
        /// The most that is read.
        most: u64,
    },
}

impl CaseError {
    /// For `map_err`: an I/O error with its place and what was being done.
    pub(crate) fn io(
        place: impl Into<PathBuf>,
        doing: &'static str,
    ) -> impl FnOnce(io::Error) -> Self {
        let place = place.into();
        move |source| Self::Io { place, doing, source }
    }
}
