//! Windows paths as evidence names them, independent of the machine that reads the evidence.
//!
//! `std::path` follows the rules of the host, so a Linux responder would get `C:\a\b` as one
//! component. Evidence paths follow the rules of the server they came from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A path on the examined Windows server, for example `C:\inetpub\logs\LogFiles\W3SVC1`.
///
/// Always with backslashes and, where the drive is known, an upper-case drive letter. Case is
/// kept for display and ignored in every comparison this type offers. Names that Windows
/// reserves (`CON`, `COM1`) and names with trailing dots are ordinary names here: attackers use
/// them because tools trip over them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct WinPath(String);

impl WinPath {
    /// Builds a path from text with either separator. Repeated separators are folded, `.`
    /// components are dropped, and the drive letter is upper-cased. `..` is kept as a name:
    /// resolving it is the business of whoever opened the archive it came from.
    pub fn new(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        let unc = text.starts_with("\\\\") || text.starts_with("//");
        if unc {
            out.push('\\');
        }
        for part in text.split(['\\', '/']).filter(|part| !part.is_empty() && *part != ".") {
            if !out.is_empty() {
                out.push('\\');
            }
            out.push_str(part);
        }
        if out.as_bytes().get(1) == Some(&b':') {
            let drive = out[..1].to_ascii_uppercase();
            out.replace_range(..1, &drive);
        }
        Self(out)
    }

    /// The path as text, with backslashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A lower-case form for use as a key in maps and comparisons.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The components between separators, the drive (`C:`) included.
    pub fn components(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('\\').filter(|part| !part.is_empty())
    }

    /// The last component; empty for the empty path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('\\').next().unwrap_or("")
    }

    /// The extension of the last component without its dot, lower-cased; `None` if it has none.
    pub fn extension(&self) -> Option<String> {
        let (stem, extension) = self.file_name().rsplit_once('.')?;
        (!stem.is_empty()).then(|| extension.to_ascii_lowercase())
    }

    /// The path with one more component, or several if `name` holds separators.
    pub fn join(&self, name: &str) -> Self {
        if self.0.is_empty() { Self::new(name) } else { Self::new(&format!("{}\\{name}", self.0)) }
    }

    /// The path without its last component; `None` when there is only one.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('\\')?;
        Some(Self(parent.to_owned()))
    }

    /// Whether the path ends with these components, ignoring case.
    pub fn ends_with(&self, tail: &str) -> bool {
        let tail = Self::new(tail);
        let (mut own, mut wanted) = (self.components().rev(), tail.components().rev());
        wanted.all(|part| own.next().is_some_and(|own| own.eq_ignore_ascii_case(part)))
    }

    /// The components after the first place where `middle` occurs as whole components, ignoring
    /// case: `after("Logging\\HttpProxy")` of `E:\Ex\Logging\HttpProxy\Ecp\a.LOG` is `Ecp`, `a.LOG`.
    pub fn after(&self, middle: &str) -> Option<Vec<&str>> {
        let mut wanted = middle.split(['\\', '/']).filter(|part| !part.is_empty() && *part != ".");
        let first = wanted.next()?;
        let mut rest = self.0.split('\\').filter(|part| !part.is_empty());
        // Asked of every file of the evidence: nothing is kept until it is found.
        while let Some(own) = rest.next() {
            let mut ahead = rest.clone();
            let same = |part: &str| ahead.next().is_some_and(|own| own.eq_ignore_ascii_case(part));
            if own.eq_ignore_ascii_case(first) && wanted.clone().all(same) {
                return Some(ahead.collect());
            }
        }
        None
    }
}

impl fmt::Display for WinPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WinPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for WinPath {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_separators_and_drive_case_are_one_path() {
        assert_eq!(WinPath::new("c:/inetpub//logs/").as_str(), "C:\\inetpub\\logs");
        assert_eq!(WinPath::new("\\\\srv\\c$\\x").as_str(), "\\\\srv\\c$\\x");
    }

    #[test]
    fn reserved_names_and_trailing_dots_survive() {
        let path = WinPath::new("C:\\ProgramData\\COM1\\con.aspx");
        assert_eq!(
            path.components().collect::<Vec<_>>(),
            ["C:", "ProgramData", "COM1", "con.aspx"]
        );
        assert_eq!(path.extension().as_deref(), Some("aspx"));
    }

    #[test]
    fn ends_with_and_after_ignore_case_and_respect_components() {
        let path = WinPath::new("E:\\Exchange\\LOGGING\\httpproxy\\Ecp\\x.LOG");
        assert_eq!(path.after("Logging\\HttpProxy"), Some(vec!["Ecp", "x.LOG"]));
        assert!(path.ends_with("ecp\\X.log"));
        assert!(!path.ends_with("cp\\X.log"));
        assert_eq!(path.after("Logging\\Http"), None);
    }
}
