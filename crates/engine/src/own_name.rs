//! The server's own name, for web folders that its configuration spells as shares of its own drives
//! (`\\EX01\d$\site`): such a folder is on this server, and nobody looks for it there.

use std::io::Read;

use discover::Configured;
use evidence::{Entry, Listing, Source};
use host::Fact;
use model::{GapReason, Locator, WinPath};

/// The hive that has the name.
const HIVE: &str = "System32\\config\\SYSTEM";

/// What a fact of the name is called.
const TOPIC: &str = "computer-name";

/// Follows shares of the server's own drives, where the evidence has the server's name. Nothing is
/// read unless a web folder is a share. A hive that cannot be read here is a gap in its turn.
pub(crate) fn learn(source: &dyn Source, listing: &Listing, configured: &mut Configured) {
    if !configured.far_roots().any(|(path, _)| WinPath::spelt(path).is_share()) {
        return;
    }
    let hives = listing.entries.iter().filter(|own| own.artefact.path().ends_with(HIVE));
    for name in hives.flat_map(|entry| names(source, entry)) {
        configured.called(&name);
    }
}

/// The names that a hive gives its server.
fn names(source: &dyn Source, entry: &Entry) -> Vec<String> {
    let path = entry.artefact.path();
    let (mut bytes, mut names) = (Vec::new(), Names::default());
    let Ok(mut opened) = source.open(entry) else { return names.0 };
    let begun = opened.by_ref().take(host::HEAD_BYTES as u64).read_to_end(&mut bytes);
    let reader = host::recognise(host::Head { path, bytes: &bytes });
    let (Ok(_), Some(reader)) = (begun, reader) else { return names.0 };
    let room = reader.largest().saturating_sub(bytes.len() as u64);
    if opened.take(room).read_to_end(&mut bytes).is_ok() {
        reader.read(path, &bytes, &mut names);
    }
    names.0
}

/// Takes names out of facts.
#[derive(Default)]
struct Names(Vec<String>);

impl host::Sink for Names {
    fn fact(&mut self, fact: Fact) {
        if fact.value("topic") == Some(TOPIC) {
            self.0.extend(fact.value("ComputerName").map(str::to_owned));
        }
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}
