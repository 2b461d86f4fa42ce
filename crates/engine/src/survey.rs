//! A first look at the server's own configuration, before anything is planned: it says which other
//! folders are web folders, and which libraries are loaded.

use std::io::Read;

use discover::{Configured, classify};
use evidence::{Listing, Source};
use host::Fact;
use model::{GapReason, Locator};

/// Largest configuration looked at; the reader of the format takes no larger one either. That one
/// is too large becomes a gap when it is read in its turn.
const LARGEST: u64 = 16 << 20;

/// Rows of the catalogue whose files name places.
const ROWS: [&str; 2] = ["iis-config", "transport-agents"];

/// What the configuration in force names. Files that cannot be read here become gaps later, when
/// everything is read in order.
pub(crate) fn survey(source: &dyn Source, listing: &Listing) -> Configured {
    let mut names = Names::default();
    for entry in &listing.entries {
        let path = entry.artefact.path();
        let known = classify(path).is_some_and(|class| ROWS.contains(&class.artefact.id));
        if !known || is_past(path) {
            continue;
        }
        let mut bytes = Vec::new();
        let opened = source.open(entry);
        if opened.and_then(|own| own.take(LARGEST).read_to_end(&mut bytes)).is_err() {
            continue;
        }
        let head = &bytes[..bytes.len().min(host::HEAD_BYTES)];
        if let Some(reader) = host::recognise(host::Head { path, bytes: head }) {
            reader.read(path, &bytes, &mut names);
        }
    }
    names.0
}

/// Whether a configuration is a kept copy of an earlier day.
pub(crate) fn is_past(path: &model::WinPath) -> bool {
    path.components().any(|part| {
        let part = part.to_ascii_lowercase();
        part == "history" || part == "backup" || part.starts_with("cfghistory")
    })
}

/// Takes the places out of facts.
#[derive(Default)]
struct Names(Configured);

impl host::Sink for Names {
    fn fact(&mut self, fact: Fact) {
        let value = |name: &str| fact.value(name).unwrap_or_default();
        match value("element") {
            "virtualDirectory" => self.0.root(value("physicalPath")),
            "globalModule" => self.0.program(value("image")),
            "isapiFilter" => self.0.program(value("path")),
            "handler" => self.0.program(value("scriptProcessor")),
            "agent" => self.0.program(value("assemblyPath")),
            _ => {}
        }
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}
