//! The bytes of `assessment.json` and its published schema: a change of either is deliberate.
//! `UPDATE_GOLDENS=1` rewrites both.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::fs;
use std::path::Path;

use model::testing::fixture;
use proptest::prelude::*;
use serde_json::Value;

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
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/assessment.schema.json");
    let schema = case::assessment_schema();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&place, format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())).unwrap();
    }
    // As values: the order of keys depends on which features other crates ask serde_json for.
    let published: Value = serde_json::from_str(&fs::read_to_string(&place).unwrap()).unwrap();
    assert!(
        published == schema,
        "the published schema changed; if that is meant, run with UPDATE_GOLDENS=1"
    );
}

/// The first place at which a value does not fit its schema, for the keywords that the generator
/// uses; an unknown keyword fails, so that this cannot fall behind it.
fn misfit(root: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    let known = [
        "$defs",
        "$ref",
        "$schema",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "enum",
        "format",
        "items",
        "maximum",
        "minimum",
        "oneOf",
        "pattern",
        "properties",
        "required",
        "title",
        "type",
    ];
    let schema = match schema.as_object() {
        Some(schema) => schema,
        None => return (schema != &Value::Bool(true)).then(|| format!("{place}: nothing allowed")),
    };
    if let Some(odd) = schema.keys().find(|key| !known.contains(&key.as_str())) {
        return Some(format!("{place}: this test does not know {odd}"));
    }
    let fits = |schema: &Value| misfit(root, schema, value, place).is_none();
    let types = schema.get("type").map(|types| match types {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    });
    let wrong = types.is_some_and(|types| !types.iter().any(|one| is_type(one, value)))
        || schema.get("const").is_some_and(|only| only != value)
        || schema.get("enum").is_some_and(|list| !list.as_array().unwrap().contains(value))
        || ["anyOf", "oneOf"].iter().any(|key| {
            schema.get(*key).is_some_and(|list| !list.as_array().unwrap().iter().any(fits))
        });
    if wrong {
        return Some(format!("{place}: {value}"));
    }
    let inner = |schema: &Value, value: &Value, name: &str| {
        misfit(root, schema, value, &format!("{place}/{name}"))
    };
    let of_ref = schema.get("$ref").and_then(|target| {
        let target = root.pointer(target.as_str().unwrap().trim_start_matches('#')).unwrap();
        inner(target, value, "")
    });
    let of_items = schema.get("items").zip(value.as_array()).and_then(|(items, list)| {
        list.iter().enumerate().find_map(|(at, one)| inner(items, one, &at.to_string()))
    });
    let of_fields = value.as_object().and_then(|fields| {
        let required = schema.get("required").and_then(Value::as_array);
        let missing = required.and_then(|names| {
            names.iter().find(|name| !fields.contains_key(name.as_str().unwrap()))
        });
        let properties = schema.get("properties")?;
        missing.map(|name| format!("{place}: no {name}")).or_else(|| {
            fields.iter().find_map(|(name, one)| match properties.get(name) {
                Some(schema) => inner(schema, one, name),
                // `oneOf` variants carry fields of their own; elsewhere each field is described.
                None => (!schema.contains_key("oneOf")).then(|| format!("{place}: extra {name}")),
            })
        })
    });
    of_ref.or(of_items).or(of_fields)
}

fn is_type(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn what_is_written_fits_the_published_schema() {
    let schema = case::assessment_schema();
    let mut value: Value = serde_json::from_str(&written()).unwrap();
    assert_eq!(misfit(&schema, &schema, &value, ""), None);
    value["findings"][0]["count"] = "1".into();
    assert!(misfit(&schema, &schema, &value, "").unwrap().contains("/count: \"1\""));
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
