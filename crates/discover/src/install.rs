//! Where Exchange is installed on this host: it is often not where setup proposes.

use std::collections::BTreeMap;

use evidence::Entry;
use model::WinPath;

/// Pairs of folders of an installation, seen from its root.
const TREES: &[(&str, &str)] = &[
    ("logging", "httpproxy"),
    ("logging", "cmdletinfra"),
    ("logging", "ecp"),
    ("logging", "ews"),
    ("logging", "oabgeneratorlog"),
    ("transportroles", "logs"),
    ("transportroles", "shared"),
    ("frontend", "httpproxy"),
    ("clientaccess", "owa"),
    ("clientaccess", "ecp"),
    ("clientaccess", "exchweb"),
];

/// Folders that Exchange is installed in, the one with most files first. Empty if no file lies in
/// a known place of an installation, or only the places are there without what lies above them.
pub fn installs(entries: &[Entry]) -> Vec<WinPath> {
    let mut found: BTreeMap<String, (WinPath, u64)> = BTreeMap::new();
    for entry in entries {
        if let Some(path) = prefix(entry.artefact.path()) {
            found.entry(path.key()).or_insert((path, 0)).1 += 1;
        }
    }
    let mut found: Vec<(WinPath, u64)> = found.into_values().collect();
    found.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    found.into_iter().map(|(path, _)| path).collect()
}

/// The installation that a physical path of the IIS configuration points into:
/// `E:\Exchange2016` of `E:\Exchange2016\FrontEnd\HttpProxy\owa`.
pub fn install_of_physical_path(path: &str) -> Option<WinPath> {
    prefix(&WinPath::new(path))
}

/// The part of a path above the folders of an installation.
fn prefix(path: &WinPath) -> Option<WinPath> {
    let components: Vec<&str> = path.components().collect();
    let at = components.windows(2).position(|two| {
        TREES.iter().any(|(first, second)| {
            two[0].eq_ignore_ascii_case(first) && two[1].eq_ignore_ascii_case(second)
        })
    })?;
    let mut root = path.clone();
    for _ in at..components.len() {
        root = root.parent()?;
    }
    Some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(files: &[&str]) -> Vec<String> {
        let source = files
            .iter()
            .fold(evidence::memory::Memory::new("m"), |memory, file| memory.file(file, "x"))
            .build();
        let listing = source.list().expect("memory");
        installs(&listing.entries).iter().map(WinPath::to_string).collect()
    }

    #[test]
    fn an_installation_is_known_by_its_folders() {
        assert_eq!(
            roots(&[
                "E/Exchange2016/Logging/HttpProxy/Ecp/a.LOG",
                "E/Exchange2016/TransportRoles/Logs/MessageTracking/b.LOG",
                "C/Program Files/Microsoft/Exchange Server/V15/Logging/Ews/c.LOG",
                "C/inetpub/logs/LogFiles/W3SVC1/d.log",
            ]),
            ["E:\\Exchange2016", "C:\\Program Files\\Microsoft\\Exchange Server\\V15"]
        );
        assert_eq!(roots(&["Logging/HttpProxy/Ecp/a.LOG"]), Vec::<String>::new());
    }

    #[test]
    fn physical_paths_of_iis_tell_too() {
        let of = |path: &str| install_of_physical_path(path).map(|path| path.to_string());
        assert_eq!(of("e:\\Ex\\FrontEnd\\HttpProxy\\owa").as_deref(), Some("E:\\Ex"));
        assert_eq!(of("%SystemDrive%\\inetpub\\wwwroot"), None);
    }
}
