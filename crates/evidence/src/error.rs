//! What can go wrong between a source and its reader, in a form that becomes a gap.

use std::{io, path::PathBuf};

use model::GapReason;

use crate::os;

/// Why a source could not be opened at all. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing at the path.
    #[error("{}: not found; give a folder, a zip, a tar, a log file or the root of a mounted Windows disk", .0.display())]
    NotFound(PathBuf),
    /// The operating system refused.
    #[error("{}: cannot be opened; check its permissions, or run as an administrator", path.display())]
    Refused {
        /// What the user named.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A device, a pipe or a socket.
    #[error("{}: neither a folder nor a plain file; copy the evidence to a folder and give that", .0.display())]
    NotAFile(PathBuf),
    /// A container that this version does not read.
    #[error("{}: {what} cannot be read directly; {advice}", path.display())]
    Unsupported {
        /// What the user named.
        path: PathBuf,
        /// The kind of container.
        what: &'static str,
        /// How to get at its content.
        advice: &'static str,
    },
    /// No source was named.
    #[error(
        "no source given; give a folder, a zip, a tar, a log file or the root of a mounted Windows disk"
    )]
    NoSource,
}

/// Why the bytes of an entry ended early. Travels inside an [`io::Error`]; [`gap_of`] finds it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A limit of [`crate::Limits`] was reached.
    #[error("{0}")]
    TooLarge(String),
    /// The entry is encrypted.
    #[error("encrypted, and no key was given")]
    Encrypted,
    /// The data end before they should.
    #[error("the data end after {found} of {expected} bytes")]
    Truncated {
        /// Bytes that were there.
        found: u64,
        /// Bytes that were promised.
        expected: u64,
    },
    /// The file became shorter between opening and reading it.
    #[error("the file shrank from {expected} to {found} bytes while it was read")]
    Shrank {
        /// Bytes that were there.
        found: u64,
        /// Its size when it was opened.
        expected: u64,
    },
    /// The bytes contradict their container.
    #[error("{0}")]
    Damaged(String),
    /// A compression this version cannot undo.
    #[error("{0}")]
    Unsupported(String),
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        let kind = match error {
            ReadError::TooLarge(_) => io::ErrorKind::FileTooLarge,
            ReadError::Encrypted => io::ErrorKind::PermissionDenied,
            ReadError::Truncated { .. } | ReadError::Shrank { .. } => io::ErrorKind::UnexpectedEof,
            ReadError::Damaged(_) => io::ErrorKind::InvalidData,
            ReadError::Unsupported(_) => io::ErrorKind::Unsupported,
        };
        Self::new(kind, error)
    }
}

/// The gap that an error of a source's reader comes to: its reason, and a sentence for its detail.
pub fn gap_of(error: &io::Error) -> (GapReason, String) {
    if let Some(known) = error.get_ref().and_then(|inner| inner.downcast_ref::<ReadError>()) {
        let reason = match known {
            ReadError::TooLarge(_) => GapReason::TooLarge,
            ReadError::Encrypted => GapReason::Encrypted,
            ReadError::Truncated { .. } | ReadError::Shrank { .. } => GapReason::Truncated,
            ReadError::Damaged(_) => GapReason::Damaged,
            ReadError::Unsupported(_) => GapReason::Unreadable,
        };
        return (reason, known.to_string());
    }
    if os::is_locked(error) {
        return (GapReason::Locked, format!("held open by another process: {error}"));
    }
    if os::is_barred(error) {
        let detail =
            format!("kept shut by an antivirus program, which calls it malicious: {error}");
        return (GapReason::Unreadable, detail);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => (GapReason::Truncated, format!("ends too early: {error}")),
        io::ErrorKind::InvalidData => (GapReason::Damaged, format!("damaged: {error}")),
        io::ErrorKind::PermissionDenied => {
            (GapReason::Unreadable, format!("no permission to read it: {error}"))
        }
        io::ErrorKind::NotFound => {
            (GapReason::Unreadable, format!("gone since the source was listed: {error}"))
        }
        _ => (GapReason::Unreadable, format!("cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_errors_keep_their_reason_through_io() {
        let cases = [
            (ReadError::TooLarge("x".into()), GapReason::TooLarge),
            (ReadError::Encrypted, GapReason::Encrypted),
            (ReadError::Truncated { found: 1, expected: 2 }, GapReason::Truncated),
            (ReadError::Shrank { found: 1, expected: 2 }, GapReason::Truncated),
            (ReadError::Damaged("x".into()), GapReason::Damaged),
            (ReadError::Unsupported("x".into()), GapReason::Unreadable),
        ];
        for (error, reason) in cases {
            let text = error.to_string();
            assert_eq!(gap_of(&io::Error::from(error)), (reason, text));
        }
    }

    #[test]
    fn plain_errors_are_told_by_their_kind() {
        let reason = |kind| gap_of(&io::Error::from(kind)).0;
        assert_eq!(reason(io::ErrorKind::UnexpectedEof), GapReason::Truncated);
        assert_eq!(reason(io::ErrorKind::InvalidData), GapReason::Damaged);
        assert_eq!(reason(io::ErrorKind::PermissionDenied), GapReason::Unreadable);
        assert_eq!(reason(io::ErrorKind::NotFound), GapReason::Unreadable);
        assert_eq!(reason(io::ErrorKind::Other), GapReason::Unreadable);
    }
}
