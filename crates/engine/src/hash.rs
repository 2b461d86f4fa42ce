//! SHA-256 of artefacts: of those that findings quote, or of all.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use evidence::{Entry, Source};
use model::{Artefact, Finding, Gap};

/// Which artefacts are hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HashWhat {
    /// Those that findings quote.
    #[default]
    Findings,
    /// All that are read. Hashing costs several times as much as reading.
    All,
}

/// Hashes what `what` asks for and writes the hashes into artefacts and evidence.
pub(crate) fn fill(
    source: &dyn Source,
    entries: &[Entry],
    what: HashWhat,
    threads: usize,
    artefacts: &mut [Artefact],
    findings: &mut [Finding],
) -> Vec<Gap> {
    let quoted: HashSet<&str> = findings
        .iter()
        .flat_map(|finding| &finding.evidence)
        .map(|evidence| evidence.stored.as_str())
        .collect();
    let read: HashSet<&str> = artefacts.iter().map(|artefact| artefact.stored.as_str()).collect();
    // Files that were read whole were hashed on the way.
    let own = artefacts.iter().filter_map(|own| Some((own.stored.clone(), own.sha256.clone()?)));
    let known: HashMap<String, String> = own.collect();
    let wanted: Vec<&Entry> = entries
        .iter()
        .filter(|entry| {
            let stored = entry.artefact.stored();
            let asked = quoted.contains(stored) || (what == HashWhat::All && read.contains(stored));
            asked && !known.contains_key(stored)
        })
        .collect();
    let (mut hashes, gaps) = hash_all(source, &wanted, threads);
    hashes.extend(known);
    for artefact in artefacts {
        artefact.sha256 = hashes.get(&artefact.stored).cloned();
    }
    for evidence in findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        evidence.sha256 = hashes.get(&evidence.stored).cloned();
    }
    gaps
}

/// Hashes by stored name, and what could not be hashed.
fn hash_all(
    source: &dyn Source,
    entries: &[&Entry],
    threads: usize,
) -> (HashMap<String, String>, Vec<Gap>) {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
            let hash = evidence::sha256(source, entry);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((*entry, hash));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(entries.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by(|(one, _), (other, _)| one.artefact.cmp(&other.artefact));
    let (mut hashes, mut gaps) = (HashMap::new(), Vec::new());
    for (entry, result) in results {
        match result {
            Ok(hash) => {
                hashes.insert(entry.artefact.stored().to_owned(), hash);
            }
            Err(error) => {
                let (reason, detail) = evidence::gap_of(&error);
                let detail = format!("could not be read again for its hash: {detail}");
                gaps.push(Gap::whole(entry.artefact.path().clone(), reason, detail));
            }
        }
    }
    (hashes, gaps)
}
