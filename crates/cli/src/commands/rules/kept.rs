//! Compiled rules kept between runs: parsing three thousand YAML files takes ten times as long as
//! reading what came of it.
//!
//! The name of the kept file is the SHA-256 of all rule texts, so that a changed rule is never
//! answered from an old one. It lies in the user's own cache folder, where nobody else can put a
//! set of rules that finds nothing.

#![expect(clippy::disallowed_methods, reason = "the program's own cache, not evidence")]

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use sigma::{Placeholders, RuleSet};

/// Rules from texts, by way of the cache where there is one.
pub(super) fn load(texts: &[(&str, &str)]) -> RuleSet {
    let place = place(texts);
    let kept = place.as_ref().and_then(|place| fs::read(place).ok());
    if let Some(set) = kept.and_then(|bytes| RuleSet::from_bytes(&bytes).ok()) {
        return set;
    }
    let set = RuleSet::load(texts.iter().copied(), &Placeholders::new());
    if let (Some(place), Ok(bytes)) = (place, set.to_bytes()) {
        // A cache that cannot be written costs the next run its time and nothing else.
        drop(keep(&place, &bytes));
    }
    set
}

/// Written beside its place and renamed, so that two runs at once never read half of it.
fn keep(place: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = place.with_extension(format!("{}.part", std::process::id()));
    fs::write(&beside, bytes)?;
    fs::rename(&beside, place)
}

fn place(texts: &[(&str, &str)]) -> Option<PathBuf> {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    for (name, text) in texts {
        for part in [name, text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    let name = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Some(folder()?.join("afterpatch").join(format!("rules-{name}.bin")))
}

/// The user's cache folder, by the convention of the system.
fn folder() -> Option<PathBuf> {
    let of = |name: &str| std::env::var_os(name).filter(|own| !own.is_empty()).map(PathBuf::from);
    let absolute = of("XDG_CACHE_HOME").filter(|own| own.is_absolute());
    absolute.or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".cache")))
}
