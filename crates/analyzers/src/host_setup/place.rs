//! Where on a Windows server a file lies, as far as that tells whose it may be.
//!
//! Configuration names files in many spellings: with variables, quotes, short prefixes, `\\?\`.
//! What matters is whether only an administrator puts programs there, or everybody may.

use model::WinPath;

/// Names that Windows reserves for devices
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>): ordinary tools cannot open
/// such a folder, which is why intruders use them.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Folders of products that Windows itself runs out of `ProgramData`: Defender's platform updates,
/// and installers that finish after a restart.
const DATA_OF_PRODUCTS: [&str; 3] = [
    "programdata\\microsoft\\windows defender\\platform",
    "programdata\\microsoft\\windows defender\\definition updates",
    "programdata\\package cache",
];

/// Where a file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A folder with a device's name.
    Reserved,
    /// `Users\Public`.
    Public,
    /// `Windows\Temp`, `Temp` of a drive, `AppData\Local\Temp`, `PerfLogs`, the recycle bin.
    Temp,
    /// Directly in `ProgramData` (or `Users\All Users`, its other name).
    ProgramDataRoot,
    /// A product's folder in `ProgramData`.
    ProgramData,
    /// Below a folder that the web server hands out.
    WebRoot,
    /// Below `System32\inetsrv`.
    Inetsrv,
    /// The global assembly cache.
    Gac,
    /// Elsewhere in the Windows folder.
    Windows,
    /// One of Exchange's two trees, outside the web roots.
    Exchange,
    /// `Program Files`, either of them.
    ProgramFiles,
    /// Another computer's share.
    Share,
    /// Anywhere else.
    Other,
}

impl Place {
    /// Whether no product is known to run code from there.
    pub(crate) const fn is_suspect(self) -> bool {
        matches!(self, Self::Reserved | Self::Public | Self::Temp | Self::ProgramDataRoot)
    }

    /// In words, to follow "lies".
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Reserved => "in a folder with a reserved name, which ordinary tools cannot open",
            Self::Public => "in the folder shared by all users",
            Self::Temp => "in a folder for temporary files",
            Self::ProgramDataRoot => "directly in ProgramData",
            Self::ProgramData => "in ProgramData",
            Self::WebRoot => "in a folder that the web server hands out",
            Self::Inetsrv => "in the folder of IIS",
            Self::Gac => "in the global assembly cache",
            Self::Windows => "in the Windows folder",
            Self::Exchange => "in Exchange's folder",
            Self::ProgramFiles => "in Program Files",
            Self::Share => "on another computer",
            Self::Other => "outside the folders of Windows, Exchange and installed programs",
        }
    }
}

/// A path as configuration writes it, lower-case, see [`WinPath::spelt`].
pub(crate) fn plain(text: &str) -> String {
    WinPath::spelt(text).key()
}

/// Where a file or folder lies; `path` as [`plain`] makes it.
pub(crate) fn place(path: &str) -> Place {
    let path = WinPath::new(path);
    let names: Vec<&str> = path.components().collect();
    let has = |folders: &str| path.after(folders).is_some();
    let starts = |folders: &str| {
        let wanted = WinPath::new(folders);
        let wanted: Vec<&str> = wanted.components().collect();
        names.get(1..).is_some_and(|own| own.starts_with(&wanted))
    };
    let is_device = |name: &&str| DEVICES.contains(&name.split('.').next().unwrap_or(name).trim());
    if names.iter().any(is_device) {
        Place::Reserved
    } else if path.as_str().starts_with("\\\\") {
        Place::Share
    } else if starts("users\\public") {
        Place::Public
    } else if is_temporary(&path) {
        Place::Temp
    } else if starts("programdata") {
        let known = DATA_OF_PRODUCTS.iter().any(|folder| starts(folder));
        match names.len() {
            _ if known => Place::ProgramFiles,
            ..=3 => Place::ProgramDataRoot,
            _ => Place::ProgramData,
        }
    } else if has("inetpub\\wwwroot") || has("FrontEnd\\HttpProxy") || has("aspnet_client") {
        Place::WebRoot
    } else if starts("windows\\system32\\inetsrv") || starts("windows\\syswow64\\inetsrv") {
        Place::Inetsrv
    } else if starts("windows\\assembly") || starts("windows\\microsoft.net\\assembly") {
        Place::Gac
    } else if starts("windows") {
        Place::Windows
    } else if has("ClientAccess") || has("TransportRoles") || has("Exchange Server\\V15") {
        Place::Exchange
    } else if starts("program files") || starts("program files (x86)") {
        Place::ProgramFiles
    } else {
        Place::Other
    }
}

fn is_temporary(path: &WinPath) -> bool {
    let mut names = path.components().skip(1);
    let first = names.next().unwrap_or("");
    let second = names.next().unwrap_or("");
    matches!(first, "temp" | "tmp" | "perflogs" | "$recycle.bin" | "recycler")
        || first == "windows" && matches!(second, "temp" | "tasks" | "debug" | "tracing")
        || path.after("appdata\\local\\temp").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_any_spelling() {
        for (text, wanted) in [
            ("\\\\?\\C:\\ProgramData\\COM1\\x", Place::Reserved),
            ("C:\\inetpub\\aux.aspx\\x", Place::Reserved),
            ("\"%PUBLIC%\\opera\\opera_browser.exe\"", Place::Public),
            ("%SystemRoot%\\Temp\\a.dll", Place::Temp),
            ("D:\\temp\\a.exe", Place::Temp),
            ("C:\\Users\\x\\AppData\\Local\\Temp\\a.exe", Place::Temp),
            ("C:\\Users\\All Users\\a.exe", Place::ProgramDataRoot),
            ("C:\\ProgramData\\Vendor\\agent.exe", Place::ProgramData),
            (
                "%ProgramData%\\Microsoft\\Windows Defender\\Platform\\4.1\\a.exe",
                Place::ProgramFiles,
            ),
            ("D:\\Ex\\FrontEnd\\HttpProxy\\owa\\x.dll", Place::WebRoot),
            ("%windir%\\System32\\inetsrv\\a.dll", Place::Inetsrv),
            ("system32\\drivers\\a.sys", Place::Windows),
            ("\\SystemRoot\\System32\\a.sys", Place::Windows),
            ("C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Bin\\a.exe", Place::Exchange),
            ("C:/Program Files/Vendor/a.exe", Place::ProgramFiles),
            ("\\\\backup\\share", Place::Share),
            ("\\\\backup\\c$\\ProgramData\\a.exe", Place::Share),
            ("\\\\localhost\\c$\\ProgramData\\a.exe", Place::ProgramDataRoot),
            ("\\\\?\\UNC\\127.0.0.1\\C$\\Users\\Public\\a", Place::Public),
            ("C:\\PROGRA~3\\a.exe", Place::ProgramDataRoot),
            ("C:\\PROGRA~1\\Vendor\\a.exe", Place::ProgramFiles),
            ("C:\\Program Files\\..\\ProgramData\\a.exe", Place::ProgramDataRoot),
            ("C:\\Windows\\System32\\..\\.\\Temp\\a.exe", Place::Temp),
            ("..\\..\\x", Place::Other),
            ("D:\\Apps\\intranet", Place::Other),
            ("", Place::Other),
        ] {
            assert_eq!(place(&plain(text)), wanted, "{text}");
        }
    }
}
