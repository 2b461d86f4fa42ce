//! A hive as a tree with the names that its keys have on a running server.

use model::WinPath;

use crate::hive::{Data, Hive, Key, Value};

use super::{Node, Tree};

/// Which part of the registry a hive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HiveKind {
    /// `HKLM\SOFTWARE`.
    Software,
    /// `HKLM\SYSTEM`.
    System,
    /// `HKLM\SAM`.
    Sam,
    /// `HKLM\SECURITY`.
    Security,
    /// A user's own (`NTUSER.DAT`, `DEFAULT`).
    User,
    /// A key saved by itself: where it stood, for example
    /// `SOFTWARE\Microsoft\ExchangeServer\v15`.
    SubKey(String),
    /// Nothing this version knows.
    Other,
}

impl HiveKind {
    /// Tells by content, and by the path where the content does not say.
    pub fn of(hive: &Hive<'_>, path: &WinPath) -> Self {
        let has = |key: &str| hive.key(key).is_some();
        if has("Select") || (has("ControlSet001") && has("Setup")) {
            Self::System
        } else if has("Microsoft\\Windows NT\\CurrentVersion") || has("Microsoft\\Windows") {
            Self::Software
        } else if has("SAM\\Domains") {
            Self::Sam
        } else if has("Policy\\Secrets") || has("Policy\\PolAdtEv") {
            Self::Security
        } else if has("Software\\Microsoft") || has("Environment") {
            Self::User
        } else {
            Self::by_parts(hive).unwrap_or_else(|| Self::by_name(path))
        }
    }

    /// A sub-key saved by itself: known by what stands in it.
    fn by_parts(hive: &Hive<'_>) -> Option<Self> {
        const SETUP_MARK: &str = "MsiInstallPath";
        for (below, stood) in [
            ("Setup", "SOFTWARE\\Microsoft\\ExchangeServer\\v15"),
            ("", "SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup"),
            ("v15\\Setup", "SOFTWARE\\Microsoft\\ExchangeServer"),
            ("v14\\Setup", "SOFTWARE\\Microsoft\\ExchangeServer"),
            ("ExchangeServer\\v15\\Setup", "SOFTWARE\\Microsoft"),
        ] {
            if hive.key(below).is_some_and(|key| key.value(SETUP_MARK).is_some()) {
                return Some(Self::SubKey(stood.to_owned()));
            }
        }
        let has = |key: &str| hive.key(key).is_some();
        if has("W3SVC") && has("Tcpip") {
            return Some(Self::SubKey("SYSTEM\\CurrentControlSet\\Services".to_owned()));
        }
        if has("TaskCache\\Tree") {
            let stood = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule";
            return Some(Self::SubKey(stood.to_owned()));
        }
        None
    }

    fn by_name(path: &WinPath) -> Self {
        match path.file_name().to_ascii_uppercase().as_str() {
            "SOFTWARE" => Self::Software,
            "SYSTEM" => Self::System,
            "SAM" => Self::Sam,
            "SECURITY" => Self::Security,
            "NTUSER.DAT" | "DEFAULT" => Self::User,
            _ => Self::Other,
        }
    }

    fn stood(&self) -> Option<&str> {
        match self {
            Self::Software => Some("SOFTWARE"),
            Self::System => Some("SYSTEM"),
            Self::Sam => Some("SAM"),
            Self::Security => Some("SECURITY"),
            Self::User => Some("USER"),
            Self::SubKey(path) => Some(path),
            Self::Other => None,
        }
    }
}

/// A hive with the place where it stood.
pub(super) struct HiveTree<'h> {
    hive: &'h Hive<'h>,
    stood: Option<String>,
    control_set: String,
}

impl<'h> HiveTree<'h> {
    pub(super) fn new(hive: &'h Hive<'h>, path: &WinPath) -> Self {
        let stood = HiveKind::of(hive, path).stood().map(str::to_owned);
        let current = hive.key("Select").and_then(|select| select.value("Current"));
        let number = match current.map(|value| value.data) {
            Some(Data::Number(number)) if (1..=999).contains(&number) => number,
            _ => 1,
        };
        Self { hive, stood, control_set: format!("ControlSet{number:03}") }
    }
}

impl<'h> Tree for HiveTree<'h> {
    type Inner = Key<'h>;

    fn find(&self, path: &str) -> Option<Node<Self::Inner>> {
        let below = below(path, self.stood.as_deref()?)?;
        let below = match strip_name(below, "CurrentControlSet") {
            Some(rest) => format!("{}\\{rest}", self.control_set),
            None => below.to_owned(),
        };
        self.hive.key(&below).map(node)
    }

    fn below(&self, key: &Self::Inner) -> Vec<Node<Self::Inner>> {
        key.subkeys().map(node).collect()
    }

    fn child(&self, key: &Self::Inner, path: &str) -> Option<Node<Self::Inner>> {
        key.below(path).map(node)
    }

    fn values(&self, key: &Self::Inner) -> Vec<Value> {
        key.values()
    }
}

fn node(key: Key<'_>) -> Node<Key<'_>> {
    Node { name: key.name().to_owned(), written: key.written(), locator: key.locator(), inner: key }
}

/// What of `path` comes below `stood`; `None` if it stands elsewhere.
fn below<'p>(path: &'p str, stood: &str) -> Option<&'p str> {
    let mut rest = path;
    for name in stood.split('\\') {
        rest = strip_name(rest, name)?;
    }
    Some(rest)
}

/// The path after its first name, if that is `name`.
pub(super) fn strip_name<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let (first, rest) = path.split_once('\\').unwrap_or((path, ""));
    first.eq_ignore_ascii_case(name).then_some(rest)
}
