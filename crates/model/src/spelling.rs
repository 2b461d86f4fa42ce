//! Paths as configuration spells them. One folder has many spellings (variables, quotes, `\\?\`,
//! short names, ways back, a share of the server's own drive), and whoever hides uses them.

use crate::WinPath;

/// Variables that configuration uses, lower-case, with their usual values.
const VARIABLES: [(&str, &str); 12] = [
    ("%systemroot%", "c:\\windows"),
    ("%windir%", "c:\\windows"),
    ("\\systemroot\\", "c:\\windows\\"),
    ("%systemdrive%", "c:"),
    ("%programfiles%", "c:\\program files"),
    ("%programfiles(x86)%", "c:\\program files (x86)"),
    ("%programdata%", "c:\\programdata"),
    ("%allusersprofile%", "c:\\programdata"),
    ("%public%", "c:\\users\\public"),
    ("%temp%", "c:\\windows\\temp"),
    ("%tmp%", "c:\\windows\\temp"),
    ("%exchangeinstallpath%", "c:\\program files\\microsoft\\exchange server\\v15\\"),
];

/// Prefixes that turn off the parsing of names, or lead into the kernel's own.
const PREFIXES: [&str; 3] = ["\\\\?\\", "\\\\.\\", "\\??\\"];

/// First folders of the drive of Windows by the short names that its set-up gives them
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file#short-vs-long-names>).
const SHORT: [(&str, &str); 3] = [
    ("progra~1", "program files"),
    ("progra~2", "program files (x86)"),
    ("progra~3", "programdata"),
];

/// Names by which a server calls itself.
const ITSELF: [&str; 4] = ["localhost", "127.0.0.1", "::1", "."];

impl WinPath {
    /// The path that a text of configuration means: without quotes and prefixes, variables
    /// replaced by their usual values, short names by long ones, `..` followed, a share of the
    /// server's own drive (`\\localhost\c$`) as that drive. Lower-case but for the drive. A share of
    /// another computer keeps its two backslashes.
    pub fn spelt(text: &str) -> Self {
        let mut text = text.trim().trim_matches('"').to_lowercase().replace('/', "\\");
        for prefix in PREFIXES {
            if let Some(rest) = text.strip_prefix(prefix) {
                text = rest.to_owned();
            }
        }
        for (name, value) in VARIABLES {
            if text.contains(name) {
                text = text.replace(name, value);
            }
        }
        if text.starts_with("system32\\") {
            text.insert_str(0, "c:\\windows\\");
        }
        Self::new(&resolved(&text).replace("users\\all users", "programdata"))
    }

    /// Whether it lies on a share of another computer.
    pub fn is_share(&self) -> bool {
        self.as_str().starts_with("\\\\")
    }
}

/// A lower-case path without ways back (`..`), short names, and shares of the server's own drives.
fn resolved(text: &str) -> String {
    let unc = text.strip_prefix("unc\\").or_else(|| text.strip_prefix("\\\\"));
    let mut parts: Vec<&str> = Vec::new();
    for part in unc.unwrap_or(text).split('\\').filter(|part| !part.is_empty()) {
        let above = parts.last().is_some_and(|own| !own.ends_with(':') && *own != "..");
        match part {
            "." if unc.is_none() => {}
            ".." if above => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let own = unc.and_then(|_| parts.get(..2)).and_then(|root| {
        let drive = root[1].strip_suffix('$').filter(|drive| drive.len() == 1)?;
        ITSELF.contains(&root[0]).then(|| format!("{drive}:"))
    });
    let is_share = unc.is_some() && own.is_none();
    if let Some(drive) = &own {
        parts.splice(..2, [drive.as_str()]);
    }
    let first = parts.get_mut(1).filter(|_| !is_share);
    if let Some(first) = first
        && let Some((_, long)) = SHORT.iter().find(|(short, _)| short == first)
    {
        *first = long;
    }
    format!("{}{}", if is_share { "\\\\" } else { "" }, parts.join("\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_has_many_spellings() {
        for text in [
            "C:\\ProgramData\\COM1\\x",
            "\"%ProgramData%\\COM1\\x\"",
            "\\\\?\\C:\\ProgramData\\COM1\\x",
            "\\??\\c:\\progra~3\\com1\\x",
            "C:/Users/All Users/COM1/y/../x",
            "\\\\localhost\\c$\\ProgramData\\COM1\\x",
            "\\\\?\\UNC\\127.0.0.1\\C$\\ProgramData\\COM1\\x",
        ] {
            assert_eq!(WinPath::spelt(text).as_str(), "C:\\programdata\\com1\\x", "{text}");
        }
    }

    #[test]
    fn shares_of_others_stay_shares() {
        let share = WinPath::spelt("\\\\files\\c$\\web");
        assert!(share.is_share());
        assert_eq!(share.as_str(), "\\\\files\\c$\\web");
        assert!(!WinPath::spelt("%windir%\\x").is_share());
        assert_eq!(WinPath::spelt("").as_str(), "");
        assert_eq!(WinPath::spelt("..\\..").as_str(), "..\\..");
    }
}
