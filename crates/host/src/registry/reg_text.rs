//! Text exports of the registry (`reg export`, `regedit /e`): UTF-16LE under
//! `Windows Registry Editor Version 5.00`, or the older `REGEDIT4` in the server's code page.
//!
//! `"name"="text"`, `dword:`, `hex(7):` with continued lines
//! (<https://support.microsoft.com/topic/how-to-add-modify-or-delete-registry-subkeys-and-values-by-using-a-reg-file-9c7f37cf-a5e9-e1cd-c4fa-2a26218a1a23>).

use std::collections::HashMap;

use model::{GapReason, Locator, Loss, WinPath};

use crate::hive::{Data, Value};
use crate::text::{decode, folded};
use crate::{Head, Reader, Sink, Sniff};

use super::{Node, Tree, facts_of};

/// Largest export read: all of `HKLM\SOFTWARE` as text has some 300 MiB and is not what anybody
/// collects; Exchange's keys have a few MiB.
const LARGEST: u64 = 128 * 1024 * 1024;

/// Most keys kept.
const MOST_KEYS: usize = 2_000_000;

/// Longest name of a key in bytes: 255 characters.
const LONGEST_NAME: usize = 765;

/// Deepest nesting of keys; Windows itself allows 512.
const DEEPEST: usize = 512;

/// First words of an export, folded.
const FIRST: [&[u8]; 2] = [b"windows registry editor version 5", b"regedit4"];

/// Text exports of registry keys.
pub(crate) struct RegText;

impl Reader for RegText {
    fn id(&self) -> &'static str {
        "registry-export"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(&head.bytes[..head.bytes.len().min(256)]);
        let start = text.iter().position(u8::is_ascii_graphic)?;
        FIRST.iter().any(|first| text[start..].starts_with(first)).then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let tree = Export::parse(bytes, sink);
        facts_of(&tree, sink);
    }
}

/// One key of an export.
#[derive(Default)]
struct ExportKey {
    name: String,
    locator: Option<Locator>,
    children: Vec<usize>,
    values: Vec<Value>,
}

/// An export as a tree. Key 0 stands above all.
struct Export {
    keys: Vec<ExportKey>,
    /// Number of a key by the key above it and its own name, lower-case.
    by_name: HashMap<(usize, String), usize>,
    /// Which control set stands for the current one.
    control_set: Option<String>,
}

impl Export {
    fn parse(bytes: &[u8], sink: &mut dyn Sink) -> Self {
        let text = decode(bytes, sink);
        let mut tree =
            Self { keys: vec![ExportKey::default()], by_name: HashMap::new(), control_set: None };
        let mut bad = Loss::new(GapReason::Damaged, "lines of a registry export not understood");
        let mut many = Loss::new(GapReason::TooLarge, "keys of a registry export passed over");
        let mut current = 0;
        let mut joined = String::new();
        for (place, line) in text.lines().skip(1) {
            // A backslash at the end continues hex on the next line.
            if let Some(start) = line.strip_suffix('\\')
                && !line.starts_with('[')
            {
                joined.push_str(start.trim());
                continue;
            }
            joined.push_str(if joined.is_empty() { line } else { line.trim() });
            let whole = std::mem::take(&mut joined);
            if let Some(path) = whole.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                match tree.key(path.trim_start_matches('-'), &place) {
                    Some(number) => current = number,
                    None => many.add(place, 0),
                }
            } else if whole.starts_with('"') || whole.starts_with('@') {
                match value(&whole) {
                    Some(value) => tree.keys[current].values.push(value),
                    None => bad.add(place, whole.len() as u64),
                }
            } else if !whole.trim().is_empty() && !whole.trim_start().starts_with(';') {
                bad.add(place, whole.len() as u64);
            }
        }
        sink.lost(bad);
        sink.lost(many);
        tree.choose_control_set();
        tree
    }

    /// The number of the key at a path, made with everything above it; `None` if there are too
    /// many or the path is none that Windows would allow.
    fn key(&mut self, path: &str, place: &Locator) -> Option<usize> {
        let path = canonical(path);
        let mut above = 0;
        for (depth, name) in path.split('\\').filter(|name| !name.is_empty()).enumerate() {
            if depth >= DEEPEST || name.len() > LONGEST_NAME {
                return None;
            }
            let key = (above, name.to_lowercase());
            above = match self.by_name.get(&key) {
                Some(number) => *number,
                None if self.keys.len() >= MOST_KEYS => return None,
                None => {
                    let number = self.keys.len();
                    let locator = Some(place.clone());
                    self.keys.push(ExportKey { name: name.to_owned(), locator, ..<_>::default() });
                    self.keys[above].children.push(number);
                    self.by_name.insert(key, number);
                    number
                }
            };
        }
        Some(above)
    }

    /// The number of the key at a path below another.
    fn at(&self, above: usize, path: &str) -> Option<usize> {
        path.split('\\')
            .try_fold(above, |at, name| self.by_name.get(&(at, name.to_lowercase())).copied())
    }

    fn choose_control_set(&mut self) {
        let select = self.at(0, "SYSTEM\\Select").map(|number| &self.keys[number]);
        let current = select
            .and_then(|key| key.values.iter().find(|value| value.name == "Current"))
            .map(|value| &value.data);
        let number = match current {
            Some(Data::Number(number)) => *number,
            _ => 1,
        };
        if self.at(0, "SYSTEM\\CurrentControlSet").is_none() {
            self.control_set = Some(format!("ControlSet{number:03}"));
        }
    }

    fn node(&self, number: usize) -> Node<usize> {
        let key = &self.keys[number];
        Node {
            inner: number,
            name: key.name.clone(),
            written: None,
            locator: key.locator.clone().unwrap_or(Locator::File),
        }
    }
}

impl Tree for Export {
    type Inner = usize;

    fn find(&self, path: &str) -> Option<Node<usize>> {
        let number = match (&self.control_set, path.strip_prefix("SYSTEM\\CurrentControlSet")) {
            (Some(set), Some(rest)) => self.at(0, &format!("SYSTEM\\{set}{rest}"))?,
            _ => self.at(0, path)?,
        };
        Some(self.node(number))
    }

    fn below(&self, key: &usize) -> Vec<Node<usize>> {
        self.keys[*key].children.iter().map(|number| self.node(*number)).collect()
    }

    fn child(&self, key: &usize, path: &str) -> Option<Node<usize>> {
        self.at(*key, path).map(|number| self.node(number))
    }

    fn values(&self, key: &usize) -> Vec<Value> {
        self.keys[*key].values.clone()
    }
}

/// The path without its root, under the name it has on a running server.
fn canonical(path: &str) -> String {
    let (root, rest) = path.split_once('\\').unwrap_or((path, ""));
    match root.to_ascii_uppercase().as_str() {
        "HKEY_LOCAL_MACHINE" | "HKLM" => rest.to_owned(),
        "HKEY_CURRENT_USER" | "HKCU" => format!("USER\\{rest}"),
        "HKEY_USERS" | "HKU" => match rest.split_once('\\') {
            Some((_, below)) => format!("USER\\{below}"),
            None => "USER".to_owned(),
        },
        _ => path.to_owned(),
    }
}

/// A line `"name"=data`; `None` if it is not one.
fn value(line: &str) -> Option<Value> {
    let (name, data) = match line.strip_prefix('@') {
        Some(rest) => (String::new(), rest.trim_start().strip_prefix('=')?),
        None => {
            let (name, rest) = quoted(line)?;
            (name, rest.trim_start().strip_prefix('=')?)
        }
    };
    let data = data.trim();
    if data.starts_with('"') {
        let (text, _) = quoted(data)?;
        return Some(Value { name, kind: 1, data: Data::Text(text) });
    }
    if data == "-" {
        return Some(Value { name, kind: 0, data: Data::Text(String::new()) });
    }
    let (kind, digits) = data.split_once(':')?;
    let kind = kind.trim().to_ascii_lowercase();
    if kind == "dword" {
        let number = u32::from_str_radix(digits.trim(), 16).ok()?;
        return Some(Value { name, kind: 4, data: Data::Number(u64::from(number)) });
    }
    let number = match kind.strip_prefix("hex")? {
        "" => 3,
        other => {
            let inner = other.strip_prefix('(')?.strip_suffix(')')?;
            u32::from_str_radix(inner, 16).ok()?
        }
    };
    let raw: Option<Vec<u8>> = digits
        .split(',')
        .map(str::trim)
        .filter(|byte| !byte.is_empty())
        .map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect();
    Some(Value::new(name, number, &raw?))
}

/// A quoted text at the beginning, with `\\` and `\"` resolved, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((out, &inner[at + 1..])),
            '\\' => out.push(chars.next()?.1),
            other => out.push(other),
        }
    }
    None
}
