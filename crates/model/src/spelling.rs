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

/// Ways through the kernel's own names back to drives, behind [`PREFIXES`].
const ROUNDABOUT: [&str; 3] =
    ["globalroot\\??\\", "globalroot\\global??\\", "globalroot\\dosdevices\\"];

/// How the kernel's own names of volumes begin, behind [`PREFIXES`].
const DEVICES: [&str; 2] = ["globalroot\\device\\", "device\\"];

/// First components that name a volume by its number, not by a drive's letter.
const VOLUMES: [&str; 2] = ["volume{", "harddiskvolume"];

impl WinPath {
    /// The path that a text of configuration means: without quotes and prefixes, variables
    /// replaced by their usual values, short names by long ones, `..` followed, dots and blanks at
    /// the end of names dropped as Windows drops them, a share of the server's own drive
    /// (`\\localhost\c$`) as that drive. Lower-case but for the drive. A share of another computer
    /// keeps its two backslashes, a volume that is named by its number stands for the drive.
    pub fn spelt(text: &str) -> Self {
        Self::spelt_on(text, "")
    }

    /// As [`WinPath::spelt`], on a server of this name: a share of its drives is that drive.
    pub fn spelt_on(text: &str, server: &str) -> Self {
        let mut text = text.trim().trim_matches('"').to_lowercase().replace('/', "\\");
        // Behind these two Windows takes names as they are.
        let is_literal = text.starts_with("\\\\?\\") || text.starts_with("\\??\\");
        for prefix in PREFIXES {
            if let Some(rest) = text.strip_prefix(prefix) {
                let known =
                    ROUNDABOUT.iter().chain(&DEVICES).find_map(|own| rest.strip_prefix(own));
                text = known.unwrap_or(rest).to_owned();
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
        // The current folder of a drive is its root, but on that of Windows, where each program has
        // its own.
        if let [drive, b':', first, ..] = text.as_bytes()
            && *first != b'\\'
            && *drive != b'c'
        {
            text.insert(2, '\\');
        }
        if !is_literal {
            text = trimmed(&text);
        }
        Self::new(
            &resolved(&text, &server.to_lowercase()).replace("users\\all users", "programdata"),
        )
    }

    /// Whether it lies on a share of another computer.
    pub fn is_share(&self) -> bool {
        self.as_str().starts_with("\\\\")
    }

    /// Whether it names its volume by a number, so that nobody can tell which drive it is
    /// (`\\?\Volume{…}\web`, `\\.\GLOBALROOT\Device\HarddiskVolume2\web`).
    pub fn is_volume(&self) -> bool {
        let first = self.components().next().unwrap_or("");
        VOLUMES.iter().any(|start| first.starts_with(start))
    }

    /// Whether it starts at whatever folder a program stands in (`C:web`).
    pub fn is_relative_to_drive(&self) -> bool {
        matches!(self.components().next().unwrap_or("").as_bytes(), [_, b':', _, ..])
    }
}

/// A text without what Windows drops of it
/// (<https://learn.microsoft.com/dotnet/standard/io/file-path-formats#trim-characters>): all dots
/// and blanks at its end, and one dot at the end of each name.
fn trimmed(text: &str) -> String {
    let last = text.rsplit('\\').next().unwrap_or("");
    let text = match last {
        "" | "." | ".." => text,
        _ => text.trim_end_matches(['.', ' ']),
    };
    let part = |part: &str| match part.strip_suffix('.') {
        Some(name) if !name.ends_with('.') && !name.is_empty() => name.to_owned(),
        _ => part.to_owned(),
    };
    text.split('\\').map(part).collect::<Vec<String>>().join("\\")
}

/// A lower-case path without ways back (`..`), short names, and shares of the server's own drives.
fn resolved(text: &str, server: &str) -> String {
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
        let is_own = ITSELF.contains(&root[0]) || is_called(root[0], server);
        match root[1].strip_suffix('$').filter(|_| is_own)? {
            "admin" => Some(vec!["c:".to_owned(), "windows".to_owned()]),
            drive => (drive.len() == 1).then(|| vec![format!("{drive}:")]),
        }
    });
    let is_share = unc.is_some() && own.is_none();
    if let Some(root) = &own {
        parts.splice(..2, root.iter().map(String::as_str));
    }
    let first = parts.get_mut(1).filter(|_| !is_share);
    if let Some(first) = first
        && let Some((_, long)) = SHORT.iter().find(|(short, _)| short == first)
    {
        *first = long;
    }
    format!("{}{}", if is_share { "\\\\" } else { "" }, parts.join("\\"))
}

/// Whether a host of a share is the server of a name, with or without its domain; both lower-case.
fn is_called(host: &str, server: &str) -> bool {
    let name = server.split('.').next().unwrap_or("");
    !name.is_empty() && host.split('.').next() == Some(name)
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
    fn dots_and_blanks_at_the_end_are_dropped_as_windows_drops_them() {
        for (text, wanted) in [
            ("C:\\web\\x. .", "C:\\web\\x"),
            ("C:\\web.\\x", "C:\\web\\x"),
            ("C:\\web..\\x", "C:\\web..\\x"),
            ("C:\\a\\b\\..\\x", "C:\\a\\x"),
            ("..\\..", "..\\.."),
            // Behind this prefix such names are names of their own.
            ("\\\\?\\C:\\web\\x.", "C:\\web\\x."),
        ] {
            assert_eq!(WinPath::spelt(text).as_str(), wanted, "{text}");
        }
    }

    #[test]
    fn what_can_be_told_of_kernel_names_and_drives_is_told() {
        for (text, wanted) in [
            ("D:web\\x", "D:\\web\\x"),
            ("\\\\.\\GLOBALROOT\\??\\D:\\web", "D:\\web"),
            ("\\\\?\\GLOBALROOT\\GLOBAL??\\D:\\web", "D:\\web"),
            ("\\\\.\\D:\\web", "D:\\web"),
        ] {
            let path = WinPath::spelt(text);
            assert_eq!(path.as_str(), wanted, "{text}");
            assert!(!path.is_volume() && !path.is_relative_to_drive(), "{text}");
        }
        for text in [
            "\\\\?\\Volume{aa-bb}\\web",
            "\\\\.\\GLOBALROOT\\Device\\HarddiskVolume2\\web",
            "\\??\\Volume{aa-bb}\\web",
        ] {
            let path = WinPath::spelt(text);
            assert!(path.is_volume() && path.ends_with("web"), "{text}");
            assert_eq!(path.components().count(), 2, "{text}");
        }
        assert!(WinPath::spelt("C:web").is_relative_to_drive());
        assert!(!WinPath::spelt("C:\\Volume{x").is_volume());
    }

    #[test]
    fn a_server_knows_its_own_name_in_a_share() {
        for text in ["\\\\EX01\\D$\\web", "\\\\?\\UNC\\ex01.corp.example\\d$\\web"] {
            assert_eq!(WinPath::spelt_on(text, "Ex01").as_str(), "D:\\web", "{text}");
            assert!(WinPath::spelt_on(text, "EX0").is_share(), "{text}");
            assert!(WinPath::spelt(text).is_share(), "{text}");
        }
        assert_eq!(WinPath::spelt_on("\\\\ex01\\admin$\\x", "EX01").as_str(), "C:\\windows\\x");
        assert!(WinPath::spelt_on("\\\\ex01\\web$\\x", "EX01").is_share());
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
