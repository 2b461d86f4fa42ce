//! The samples of the shipped rules: for each rule one that fires and a near-miss that does not,
//! inert and in base64, in `tests/samples/RULE.txt`.

use std::path::Path;

use base64::Engine;

/// The two samples of one rule.
pub(crate) struct Sample {
    /// The rule.
    pub(crate) rule: String,
    /// Where such a file would lie.
    pub(crate) path: String,
    /// What it must hit.
    pub(crate) fires: Vec<u8>,
    /// What looks alike and must be left alone.
    pub(crate) near: Vec<u8>,
}

/// All samples, in order of their rules' names.
pub(crate) fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut all: Vec<Sample> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let line = |name: &str| {
                let found =
                    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
                found.unwrap_or_else(|| panic!("{}: no {name}", path.display())).to_owned()
            };
            let bytes =
                |name| base64::engine::general_purpose::STANDARD.decode(line(name)).unwrap();
            Sample {
                rule: path.file_stem().unwrap().to_string_lossy().into_owned(),
                path: line("path"),
                fires: bytes("fires"),
                near: bytes("near"),
            }
        })
        .collect();
    all.sort_by(|a, b| a.rule.cmp(&b.rule));
    all
}
