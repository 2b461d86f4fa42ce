//! What cleaners left behind: the scanners and mitigation tools of Microsoft that removed back
//! doors from Exchange servers. Each says which threat it found where, what it did, and when: the
//! only witnesses of a web shell that is gone.
//!
//! Facts about a threat have the same fields whichever tool speaks: `tool`, `threat`, `path` (one;
//! a threat found in several places is several facts), `scheme` (what the path names: `file`,
//! `containerfile`, `regkey`, `process`), `action` (`remove`, `quarantine`, `clean`, `no-action`,
//! `allow`, `block`, `detect`), `result` (the tool's own code), `removed` (`true` or `false`; absent
//! where the tool does not say) and `time` with `clock` (`utc`, or `local` for the server's own,
//! whose zone the file does not tell: such a fact has no time of its own).

mod cipher;
mod eomt;
mod history;
mod mplog;
mod msert;
mod quarantine;
mod quarantined;
#[cfg(test)]
pub(crate) mod tests;

#[cfg(any(test, feature = "testing"))]
pub(crate) use cipher::decrypted;
pub(crate) use eomt::EomtLog;
pub(crate) use history::DetectionHistory;
pub(crate) use mplog::ProtectionLog;
pub(crate) use msert::MsertLog;
pub(crate) use quarantine::QuarantineEntry;
pub(crate) use quarantined::QuarantinedFile;

use model::Timestamp;

use crate::Fact;
use crate::text::repeated;

/// Largest log taken. Defender starts a new one at some 16 MiB; years of the others have less.
const LARGEST_LOG: u64 = 128 * 1024 * 1024;

/// Most facts of one log: a scanner that met a file infector in every file of a server lists a
/// few hundred thousand, and the first hundred thousand show the same.
const MOST_FACTS: u64 = 100_000;

/// Longest place or line that is kept; Windows paths have at most 32,767 characters, those
/// inside archives are longer by the names within.
const LONGEST: usize = 40_000;

/// Where a tool found a threat: `file:C:\a` or `file://C:\a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place<'t> {
    scheme: &'t str,
    path: &'t str,
}

impl<'t> Place<'t> {
    /// A place written as scheme, colon, path; `None` if there is no scheme. One letter before a
    /// colon is a drive.
    fn of(text: &'t str) -> Option<Self> {
        let (scheme, path) = text.trim().split_once(':')?;
        let named = scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let path = bare(path.strip_prefix("//").unwrap_or(path));
        (named && !path.is_empty()).then_some(Self { scheme, path })
    }

    fn describe(self, fact: Fact) -> Fact {
        fact.with("scheme", cut(self.scheme)).with("path", cut(self.path))
    }
}

/// A path without what Defender writes in front of some: the mark of long paths, an underscore.
fn bare(path: &str) -> &str {
    let path = path.strip_prefix('_').unwrap_or(path);
    path.strip_prefix(r"\\?\").unwrap_or(path)
}

/// A text without what lies beyond [`LONGEST`].
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// The same fact with a moment.
fn at_moment(fact: Fact, time: Option<Timestamp>) -> Fact {
    let text = time.map(|time| time.to_string());
    let clock = text.is_some().then_some("utc");
    fact.at(time).with_some("time", text).with_some("clock", clock)
}

/// The same fact with a time of the server's own clock.
fn at_local(fact: Fact, time: Option<&str>) -> Fact {
    fact.with_some("time", time).with_some("clock", time.map(|_| "local"))
}

/// A tool's own word for what it did, as the word that all share: `MP_THREAT_ACTION_QUARANTINE`,
/// `Quarantine` and `quarantine` are one.
fn action_word(told: &str) -> String {
    let told = told.trim();
    let word = told.strip_prefix("MP_THREAT_ACTION_").unwrap_or(told).to_ascii_lowercase();
    match word.as_str() {
        "noaction" | "no_action" | "none" | "ignore" => "no-action".to_owned(),
        "removal" => "remove".to_owned(),
        _ => repeated(&word).to_owned(),
    }
}

/// Whether an action with a result took the threat away; `None` if that cannot be told. A result
/// other than zero may mean that the file was gone already.
fn removed(action: &str, result: Option<&str>) -> Option<bool> {
    match action {
        "no-action" | "allow" | "detect" | "userdefined" => Some(false),
        "remove" | "quarantine" | "clean" if result.is_some_and(is_zero) => Some(true),
        _ => None,
    }
}

/// Whether a result code, decimal or with `0x`, is zero.
fn is_zero(code: &str) -> bool {
    let digits = code.trim().trim_start_matches("0x");
    !code.trim().is_empty() && digits.bytes().all(|byte| byte == b'0')
}
