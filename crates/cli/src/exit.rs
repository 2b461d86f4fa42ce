//! The exit code, computed in one place: 0 to 4 as `afterpatch --help` lists them.

use std::process::ExitCode;

use model::Headline;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// A command that gives no verdict did what it was asked.
    Done,
    /// An assessment was made; its headline decides.
    Answered(Headline),
    /// The run failed: bad input, nothing readable, no place to write.
    Failed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Done => Self::SUCCESS,
            ExitStatus::Answered(headline) => Self::from(headline.exit_code()),
            ExitStatus::Failed => Self::from(2),
        }
    }
}
