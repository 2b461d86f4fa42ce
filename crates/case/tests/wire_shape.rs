//! The bytes of `assessment.json` and its published schema: a change of either is deliberate.
//! `UPDATE_GOLDENS=1` rewrites both.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::fs;
use std::path::Path;

use model::testing::fixture;
use proptest::prelude::*;

fn golden(place: &str, found: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(expected == found, "{place} changed; if that is meant, run with UPDATE_GOLDENS=1");
    expected
}

fn written() -> String {
    let root = tempfile::tempdir().unwrap();
    let mut writer = case::CaseWriter::create(root.path(), &[]).unwrap();
    writer.write_assessment(&fixture()).unwrap();
    fs::read_to_string(root.path().join(case::ASSESSMENT)).unwrap()
}

#[test]
fn assessment() {
    let text = golden("tests/goldens/assessment.json", &written());
    assert_eq!(case::parse_assessment(text.as_bytes()).unwrap(), fixture());
}

#[test]
fn published_schema() {
    let mut text = serde_json::to_string_pretty(&case::assessment_schema()).unwrap();
    text.push('\n');
    golden("../../docs/assessment.schema.json", &text);
}

#[test]
fn another_schema_is_told_apart_from_nonsense() {
    use case::CaseError::{Json, Schema};
    let old = written().replace(model::SCHEMA_VERSION, "afterpatch.assessment/0");
    assert!(matches!(case::parse_assessment(old.as_bytes()), Err(Schema { .. })));
    assert!(matches!(case::parse_assessment(b"{\"schema\":7}"), Err(Json { .. })));
    assert!(matches!(case::parse_assessment(b""), Err(Json { .. })));
    let deep = "[".repeat(1 << 16);
    let deep = format!("{{\"schema\":\"{}\",\"run\":{deep}", model::SCHEMA_VERSION);
    assert!(matches!(case::parse_assessment(deep.as_bytes()), Err(Json { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        case::fuzz::assessment(&bytes);
    }

    #[test]
    fn a_damaged_assessment_is_survived(at in 0usize..60_000, byte: u8, cut: bool) {
        let mut bytes = written().into_bytes();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        case::fuzz::assessment(&bytes);
    }
}
