//! A first look at the server's own configuration, before anything is planned: it says which other
//! folders are web folders, and which libraries are loaded.

use std::io::Read;

use discover::{Configured, classify};
use evidence::{Entry, Listing, Source};
use host::Fact;
use model::{GapReason, Locator, WinPath};

/// Largest configuration looked at; the reader of the format takes no larger one either. That one
/// is too large becomes a gap when it is read in its turn.
const LARGEST: u64 = 16 << 20;

/// Rows of the catalogue whose files name places.
const ROWS: [&str; 2] = ["iis-config", "transport-agents"];

/// What the names of all files of these rows end in: other files need not be classified.
const ENDING: &str = ".config";

/// The file that leads to a configuration in another folder, that of several servers together
/// (<https://learn.microsoft.com/iis/configuration/configurationredirection/>).
const REDIRECTION: &str = "redirection.config";

/// How often a part of the configuration may name further parts.
const MOST_ROUNDS: usize = 4;

/// What the configuration in force names. Files that cannot be read here become gaps later, when
/// everything is read in order.
pub(crate) fn survey(source: &dyn Source, listing: &Listing) -> Configured {
    let mut names = Names::default();
    let mut looked: Vec<&WinPath> = Vec::new();
    for round in 0..MOST_ROUNDS {
        let before = looked.len();
        for entry in &listing.entries {
            let path = entry.artefact.path();
            let known = || classify(path).is_some_and(|class| ROWS.contains(&class.artefact.id));
            let leads = || is_named_so(path) && (is_redirection(path) || known());
            let wanted = if round == 0 { leads() } else { names.configured.is_part(path) };
            if wanted && !is_past(path) && !looked.contains(&path) {
                looked.push(path);
                look(source, entry, &mut names);
            }
        }
        if looked.len() == before {
            break;
        }
    }
    names.configured
}

fn is_named_so(path: &WinPath) -> bool {
    let name = path.file_name();
    let start = name.len().checked_sub(ENDING.len());
    start.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ENDING))
}

fn is_redirection(path: &WinPath) -> bool {
    path.file_name().eq_ignore_ascii_case(REDIRECTION)
}

fn look(source: &dyn Source, entry: &Entry, names: &mut Names) {
    let path = entry.artefact.path();
    let mut bytes = Vec::new();
    let opened = source.open(entry);
    if opened.and_then(|own| own.take(LARGEST).read_to_end(&mut bytes)).is_err() {
        return;
    }
    let head = &bytes[..bytes.len().min(host::HEAD_BYTES)];
    if let Some(reader) = host::recognise(host::Head { path, bytes: head }) {
        names.folder = path.parent().map_or_else(String::new, |folder| folder.to_string());
        reader.read(path, &bytes, names);
    }
}

/// Whether a configuration is a kept copy of an earlier day.
pub(crate) fn is_past(path: &WinPath) -> bool {
    path.components().any(|part| {
        let part = part.to_ascii_lowercase();
        part == "history" || part == "backup" || part.starts_with("cfghistory")
    })
}

/// Takes the places out of facts.
#[derive(Default)]
struct Names {
    configured: Configured,
    /// The folder of the file that is looked at.
    folder: String,
}

impl host::Sink for Names {
    fn fact(&mut self, fact: Fact) {
        let value = |name: &str| fact.value(name).unwrap_or_default();
        match value("element") {
            "virtualDirectory" => self.configured.root(value("physicalPath")),
            "globalModule" => self.configured.program(value("image")),
            "isapiFilter" => self.configured.program(value("path")),
            "handler" => self.configured.program(value("scriptProcessor")),
            "agent" => self.configured.program(value("assemblyPath")),
            "configSource" => {
                let part = format!("{}\\{}", self.folder, value("file"));
                self.configured.part(part.trim_start_matches('\\'));
            }
            "configurationRedirection" if value("enabled").eq_ignore_ascii_case("true") => {
                let main = format!("{}\\applicationHost.config", value("path"));
                self.configured.part(&main);
            }
            _ => {}
        }
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_names_places_has_the_ending() {
        let rows: Vec<_> = discover::catalogue().filter(|row| ROWS.contains(&row.id)).collect();
        assert_eq!(rows.len(), ROWS.len());
        let names: Vec<&str> = rows.iter().flat_map(|row| row.names.iter().copied()).collect();
        assert!(!names.is_empty() && names.iter().all(|name| name.ends_with(ENDING)));
        assert!(REDIRECTION.ends_with(ENDING));
        assert!(is_named_so(&WinPath::new("C:\\x\\ApplicationHost.CONFIG")));
        assert!(!is_named_so(&WinPath::new("C:\\x\\onfig")));
    }
}
