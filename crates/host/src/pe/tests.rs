//! Executables: versions, imports and signatures, also of hostile files.

use model::GapReason;

use super::*;
use crate::testing::read;
use crate::writers::program::{NewProgram, signature_of};

/// A library with a version, and a signature table holding `signature`.
pub(crate) fn library(signature: &[u8]) -> Vec<u8> {
    let strings = [("FileVersion", "15.02.0986.005"), ("OriginalFilename", "ExSetup.exe")];
    let program =
        NewProgram { version: [15, 2, 986, 5], strings: &strings, ..NewProgram::default() };
    program.signed(signature)
}

/// A message signed by the second of two certificates.
pub(crate) fn signature() -> Vec<u8> {
    signature_of("Example Ltd", "Test CA")
}

#[test]
fn version_sections_and_signer() {
    let (id, seen) = read("C:\\Ex\\Bin\\ExSetup.exe", &library(&signature()));
    assert_eq!((id, seen.losses()), ("pe", vec![]), "{}", seen.shown());
    let fact = &seen.facts[0];
    assert_eq!(fact.value("fileVersionNumber"), Some("15.2.986.5"));
    assert_eq!(fact.value("FileVersion"), Some("15.02.0986.005"));
    assert_eq!(fact.value("section"), Some(".rsrc"));
    assert_eq!((fact.value("isDll"), fact.value("isManaged")), (Some("true"), Some("false")));
    assert_eq!(fact.value("signed"), Some("true"));
    assert_eq!(fact.value("signer"), Some("Example Ltd"));
    assert_eq!(fact.value("signerIssuer"), Some("Test CA"));
    assert_eq!(version_of(&library(&[])).and_then(|version| version.file), Some([15, 2, 986, 5]));
}

#[test]
fn exports_and_the_header_of_dot_net() {
    let program = NewProgram { exports: &["RegisterModule", "Other"], ..NewProgram::default() };
    let (_, seen) = read("a.dll", &program.bytes());
    assert_eq!(seen.losses(), [], "{}", seen.shown());
    assert_eq!(seen.count("export", "RegisterModule"), 1);
    assert_eq!(seen.facts[0].value("isManaged"), Some("false"));
    let (_, seen) = read("a.dll", &NewProgram { is_managed: true, ..program }.bytes());
    assert_eq!(seen.losses(), [], "{}", seen.shown());
    assert_eq!(seen.facts[0].value("isManaged"), Some("true"));
}

#[test]
fn an_unsigned_one_and_a_signature_that_is_none() {
    let (_, seen) = read("a.dll", &library(&[]));
    assert_eq!((seen.facts[0].value("signed"), seen.losses()), (Some("false"), vec![]));
    let (_, seen) = read("a.dll", &library(b"no signature"));
    assert_eq!(seen.facts[0].value("signed"), Some("true"));
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
}

#[test]
fn a_cut_file_is_a_gap_and_never_a_panic() {
    let bytes = library(&signature());
    for length in (0..bytes.len()).step_by(97) {
        let (_, seen) = read("a.dll", &bytes[..length]);
        assert!(length < 64 || !seen.gaps.is_empty() || !seen.facts.is_empty(), "{length}");
    }
}
