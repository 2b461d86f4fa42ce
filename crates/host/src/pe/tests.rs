//! Executables: versions, imports and signatures, also of hostile files.

use model::GapReason;

use super::*;
use crate::testing::read;

/// Where the only section stands, in memory and in the file alike.
const SECTION: usize = 0x1000;

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// A block of a version resource.
fn block(key: &str, is_text: bool, value: &[u8], below: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 6];
    bytes.extend(wide(key));
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes.extend(value);
    for part in below {
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(part);
    }
    let value_length = if is_text { value.len() / 2 } else { value.len() };
    let length = bytes.len() as u16;
    bytes[..2].copy_from_slice(&length.to_le_bytes());
    bytes[2..4].copy_from_slice(&(value_length as u16).to_le_bytes());
    bytes[4] = u8::from(is_text);
    bytes
}

fn version_resource() -> Vec<u8> {
    let mut fixed = vec![0; 52];
    fixed[..4].copy_from_slice(&0xFEEF_04BD_u32.to_le_bytes());
    for (at, number) in
        [(8, 15 << 16 | 2), (12, 986 << 16 | 5), (16, 15 << 16 | 2), (20, 986 << 16)]
    {
        fixed[at..at + 4].copy_from_slice(&u32::to_le_bytes(number));
    }
    let strings = [("FileVersion", "15.02.0986.005"), ("OriginalFilename", "ExSetup.exe")]
        .map(|(name, text)| block(name, true, &wide(text), &[]));
    let table = block("040904b0", true, &[], &strings);
    let info = block("StringFileInfo", true, &[], &[table]);
    block("VS_VERSION_INFO", false, &fixed, &[info])
}

/// A resource tree with one leaf: type 16, name 1, language 0.
fn resources() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (id, below) in [(16_u32, 24_u32 | 1 << 31), (1, 48 | 1 << 31), (0, 72)] {
        bytes.extend([0; 14]);
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(id.to_le_bytes());
        bytes.extend(below.to_le_bytes());
    }
    let version = version_resource();
    bytes.extend((SECTION as u32 + 88).to_le_bytes());
    bytes.extend((version.len() as u32).to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(version);
    bytes
}

/// A library with a version, and a signature table holding `signature`.
pub(crate) fn library(signature: &[u8]) -> Vec<u8> {
    let section = resources();
    let mut bytes = vec![0; SECTION];
    let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
    put(0, b"MZ");
    put(60, &64_u32.to_le_bytes());
    put(64, b"PE\0\0");
    put(68, &0x8664_u16.to_le_bytes());
    put(70, &1_u16.to_le_bytes());
    put(84, &240_u16.to_le_bytes());
    put(86, &0x2022_u16.to_le_bytes());
    let optional = 88;
    put(optional, &0x20B_u16.to_le_bytes());
    put(optional + 32, &0x1000_u32.to_le_bytes());
    put(optional + 36, &0x200_u32.to_le_bytes());
    put(optional + 56, &0x3000_u32.to_le_bytes());
    put(optional + 60, &0x400_u32.to_le_bytes());
    put(optional + 68, &2_u16.to_le_bytes());
    put(optional + 108, &16_u32.to_le_bytes());
    let directory = |index: usize| optional + 112 + index * 8;
    put(directory(2), &(SECTION as u32).to_le_bytes());
    put(directory(2) + 4, &(section.len() as u32).to_le_bytes());
    if !signature.is_empty() {
        put(directory(4), &((SECTION + section.len()) as u32).to_le_bytes());
        put(directory(4) + 4, &(8 + signature.len() as u32).to_le_bytes());
    }
    let table = optional + 240;
    put(table, b".rsrc");
    put(table + 8, &(section.len() as u32).to_le_bytes());
    put(table + 12, &(SECTION as u32).to_le_bytes());
    put(table + 16, &(section.len() as u32).to_le_bytes());
    put(table + 20, &(SECTION as u32).to_le_bytes());
    bytes.extend(section);
    bytes.extend([0; 8]);
    bytes.extend(signature);
    bytes
}

/// A DER element.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut bytes = vec![tag, 0x82];
    bytes.extend((body.len() as u16).to_be_bytes());
    bytes.extend(body);
    bytes
}

fn name(id: u8, text: &str) -> Vec<u8> {
    let pair = der(0x30, &[&[6, 3, 0x55, 4, id], &der(0x0C, &[text.as_bytes()])]);
    der(0x30, &[&der(0x31, &[&pair])])
}

/// A message signed by the second of two certificates.
pub(crate) fn signature() -> Vec<u8> {
    let issuer = name(3, "Test CA");
    let certificate = |serial: u8, subject: &[u8]| {
        let fields: [&[u8]; 6] = [
            &[0xA0, 3, 2, 1, 2],
            &[2, 1, serial],
            &der(0x30, &[]),
            &issuer,
            &der(0x30, &[]),
            subject,
        ];
        der(0x30, &[&der(0x30, &fields)])
    };
    let certificates =
        der(0xA0, &[&certificate(1, &name(3, "Other")), &certificate(2, &name(3, "Example Ltd"))]);
    let info = der(0x30, &[&[2, 1, 1], &der(0x30, &[&issuer, &[2, 1, 2]])]);
    let data = der(
        0x30,
        &[&[2, 1, 1], &der(0x31, &[]), &der(0x30, &[]), &certificates, &der(0x31, &[&info])],
    );
    der(0x30, &[&[6, 1, 42], &der(0xA0, &[&data])])
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
