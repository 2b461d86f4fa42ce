//! The specimens and the benign pages, as the tests take them.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};

use base64::Engine;

/// All files below a folder of `tests`, sorted.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// A specimen.
pub(crate) struct Specimen {
    /// Where it is kept; its folder is its kind.
    pub(crate) path: PathBuf,
    /// The name it is judged under: `NAME~FILE.b64` is judged as FILE.
    pub(crate) name: String,
    /// Its bytes, out of their base64.
    pub(crate) bytes: Vec<u8>,
}

/// All specimens, sorted by path.
pub(crate) fn specimens() -> Vec<Specimen> {
    let read = |path: PathBuf| {
        let coded: String = std::fs::read_to_string(&path).unwrap().split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(coded).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let name = stem.rsplit('~').next().unwrap().to_owned();
        Specimen { path, name, bytes }
    };
    files("specimens").into_iter().map(read).collect()
}
