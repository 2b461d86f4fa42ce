//! Folders that are the root of one of the server's volumes: KAPE's `C`, Acquire's `fs/C:`, a
//! mounted disk, a copy that starts at `inetpub`.
//!
//! KAPE: <https://github.com/EricZimmerman/KapeFiles>. Acquire:
//! <https://docs.dissect.tools/en/latest/tools/acquire.html>.

use std::collections::{HashMap, HashSet};

use model::WinPath;

use super::join;

/// Pairs of folders that lie together on every Windows volume of a server and hardly ever
/// elsewhere; the first is at the volume's root.
const PAIRS: &[(&str, &[&str])] = &[
    (
        "windows",
        &[
            "system32",
            "syswow64",
            "microsoft.net",
            "temp",
            "logs",
            "tasks",
            "prefetch",
            "inf",
            "debug",
            "servicing",
            "assembly",
            "inetsrv",
        ],
    ),
    ("program files", &["microsoft", "common files"]),
    ("program files (x86)", &["microsoft", "common files"]),
    ("programdata", &["microsoft"]),
    ("inetpub", &["logs", "wwwroot", "history", "temp", "custerr"]),
    ("users", &["administrator", "public", "default"]),
];

/// Folders that lie at a volume's root; alone a weaker sign than a pair.
const ROOTS: &[&str] = &[
    "windows",
    "program files",
    "program files (x86)",
    "programdata",
    "inetpub",
    "exchangesetuplogs",
    "$extend",
    "$recycle.bin",
    "system volume information",
];

/// Counts only at the root of the source or of a drive: other systems have it too.
const USERS: &str = "users";

/// Pairs that mark an Exchange tree, wherever it was installed.
pub(super) const EXCHANGE_PAIRS: &[(&str, &[&str])] = &[
    (
        "logging",
        &[
            "httpproxy",
            "cmdletinfra",
            "ecp",
            "ews",
            "oabgeneratorlog",
            "autodiscover",
            "owa",
            "mapihttp",
            "monitoring",
            "localqueue",
            "rpchttp",
            "addriver",
        ],
    ),
    ("transportroles", &["logs", "agents", "data"]),
    ("frontend", &["httpproxy"]),
    ("clientaccess", &["owa", "ecp", "oab", "autodiscover"]),
    ("exchange server", &["v14", "v15"]),
];

/// Where Exchange is installed unless the administrator chose otherwise.
pub(super) const EXCHANGE_PARENT: &str = "C:\\Program Files\\Microsoft";

/// How sure a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Single,
    Pair,
    Drive,
}

/// The volume roots of a source: lower-case folder names joined by `/`, and what they stand for.
#[derive(Debug)]
pub(super) struct Volumes(HashMap<String, (Strength, String)>);

/// A volume that a name lies on.
#[derive(Debug)]
pub(super) struct Volume<'a> {
    /// Number of components before the volume's own.
    pub(super) depth: usize,
    strength: Strength,
    base: &'a str,
}

impl Volume<'_> {
    /// Whether a name may as well belong to the collection as to the volume.
    pub(super) fn is_loose(&self, parts: &[&str]) -> bool {
        match self.strength {
            Strength::Single => true,
            Strength::Pair => parts.len() == self.depth + 1,
            Strength::Drive => false,
        }
    }

    /// The path of a name on this volume.
    pub(super) fn path(&self, parts: &[&str]) -> WinPath {
        join(self.base, &parts[self.depth..])
    }
}

impl Volumes {
    /// Finds the volume roots among the names of a source.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str> + Clone, drive: char) -> Self {
        let mut found = Self(HashMap::new());
        for name in names.clone() {
            let parts: Vec<&str> = name.split('/').collect();
            if super::velociraptor::upload(&parts).is_none() {
                found.learn(&parts, drive);
            }
        }
        // A folder named like a drive beside one that is a drive is a drive.
        let parents: HashSet<String> = found
            .0
            .iter()
            .filter(|(_, (strength, _))| *strength == Strength::Drive)
            .map(|(key, _)| key.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.into()))
            .collect();
        for name in names {
            let parts: Vec<&str> = name.split('/').collect();
            for depth in 0..parts.len().saturating_sub(1) {
                // A shadow copy may hold folders of drives in turn.
                let above_drive =
                    shadow_number(parts[depth]).is_some() && drive_of(parts[depth + 1]).is_some();
                if drive_of(parts[depth]).is_some()
                    && !above_drive
                    && parents.contains(&key(&parts[..depth]))
                {
                    found.note(&parts[..=depth], Strength::Drive, drive);
                }
            }
        }
        found
    }

    /// Takes the best sign of a volume root from one name.
    fn learn(&mut self, parts: &[&str], drive: char) {
        let folders = &parts[..parts.len().saturating_sub(1)];
        let mut pair = None;
        let mut single = None;
        for (at, folder) in folders.iter().enumerate() {
            let drive_above = at > 0 && drive_of(folders[at - 1]).is_some();
            let is_root = is_one_of(folder, ROOTS)
                || (folder.eq_ignore_ascii_case(USERS) && (at == 0 || drive_above));
            if is_root && drive_above {
                self.note(&folders[..at], Strength::Drive, drive);
                return;
            }
            let next = folders.get(at + 1);
            if next.is_some_and(|next| is_pair(folder, next, PAIRS)) && pair.is_none() {
                pair = Some(at);
            }
            if is_root && single.is_none() {
                single = Some(at);
            }
        }
        let exchange = folders.windows(2).position(|two| is_pair(two[0], two[1], EXCHANGE_PAIRS));
        if let Some(at) = pair {
            self.note(&folders[..at], Strength::Pair, drive);
        } else if let Some(tree) = exchange {
            // The drive that an Exchange tree lies on, if a folder above it is named like one.
            match folders[..tree].iter().position(|folder| drive_of(folder).is_some()) {
                Some(at) => self.note(&folders[..=at], Strength::Drive, drive),
                None if is_pair(folders[tree], folders[tree + 1], &EXCHANGE_PAIRS[4..]) => {
                    self.note_exchange_parent(&folders[..tree]);
                }
                None => {}
            }
        } else if let Some(at) = single {
            self.note(&folders[..at], Strength::Single, drive);
        }
    }

    fn note(&mut self, root: &[&str], strength: Strength, drive: char) {
        let base = root
            .last()
            .and_then(|folder| base_of(folder, root))
            .unwrap_or_else(|| format!("{drive}:"));
        self.keep(key(root), strength, base);
    }

    /// A copy that starts at `Exchange Server`, or at the `Microsoft` above it.
    fn note_exchange_parent(&mut self, above: &[&str]) {
        match above.split_last() {
            Some((last, rest)) if last.eq_ignore_ascii_case("microsoft") => {
                let base = EXCHANGE_PARENT.trim_end_matches("\\Microsoft");
                self.keep(key(rest), Strength::Pair, base.into());
            }
            _ => self.keep(key(above), Strength::Pair, EXCHANGE_PARENT.into()),
        }
    }

    fn keep(&mut self, key: String, strength: Strength, base: String) {
        let known = self.0.entry(key).or_insert_with(|| (strength, base.clone()));
        if strength > known.0 {
            *known = (strength, base);
        }
    }

    /// The volume a name lies on: the outermost sure one, else the outermost.
    pub(super) fn find(&self, parts: &[&str]) -> Option<Volume<'_>> {
        let mut weak = None;
        let mut prefix = String::new();
        for depth in 0..parts.len() {
            if depth > 0 {
                if depth > 1 {
                    prefix.push('/');
                }
                prefix.push_str(&parts[depth - 1].to_lowercase());
            }
            match self.0.get(&prefix) {
                Some((Strength::Single, base)) => {
                    weak = weak.or(Some(Volume { depth, strength: Strength::Single, base }));
                }
                Some((strength, base)) => {
                    return Some(Volume { depth, strength: *strength, base });
                }
                None => {}
            }
        }
        weak
    }
}

fn key(parts: &[&str]) -> String {
    parts.join("/").to_lowercase()
}

fn is_one_of(folder: &str, list: &[&str]) -> bool {
    list.iter().any(|known| folder.eq_ignore_ascii_case(known))
}

pub(super) fn is_pair(folder: &str, next: &str, pairs: &[(&str, &[&str])]) -> bool {
    pairs
        .iter()
        .any(|(first, seconds)| folder.eq_ignore_ascii_case(first) && is_one_of(next, seconds))
}

/// What a folder stands for: a drive, or a shadow copy of one.
fn base_of(folder: &str, root: &[&str]) -> Option<String> {
    let shadow = root.iter().find_map(|part| shadow_number(part));
    match (drive_of(folder)?, shadow) {
        (_, Some(number)) => Some(shadow_base(number)),
        (Drive::Letter(letter), None) => Some(format!("{letter}:")),
        (Drive::Shadow(number), None) => Some(shadow_base(number)),
    }
}

/// A shadow copy under the name that Windows itself gives it, so that a file of it is never
/// taken for the file of today.
pub(super) fn shadow_base(number: u32) -> String {
    format!("\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy{number}")
}

pub(super) enum Drive {
    Letter(char),
    Shadow(u32),
}

/// The drive that a folder's name stands for: `C`, `C:`, `C%3A`, `C$`, `VSS1`.
pub(super) fn drive_of(folder: &str) -> Option<Drive> {
    if let Some(number) = shadow_number(folder) {
        return Some(Drive::Shadow(number));
    }
    let mut chars = folder.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?.to_ascii_uppercase();
    let rest = chars.as_str();
    let is_drive = matches!(rest, "" | ":" | "$") || rest.eq_ignore_ascii_case("%3a");
    is_drive.then_some(Drive::Letter(letter))
}

/// The number of a shadow copy as KAPE names its folder: `VSS1`.
fn shadow_number(folder: &str) -> Option<u32> {
    let digits = folder.get(..3).filter(|head| head.eq_ignore_ascii_case("vss"))?.len();
    folder[digits..].parse().ok()
}
