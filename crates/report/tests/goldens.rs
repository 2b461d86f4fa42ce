//! Every renderer over the one shared fixture, byte for byte. `UPDATE_GOLDENS=1` rewrites them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

use std::path::Path;

use model::testing::fixture;
use report::{Format, Options};

fn rendered(format: Format, options: &Options) -> String {
    let mut out = Vec::new();
    format.render(&fixture(), options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(expected == found, "{name} changed; look at the difference, then UPDATE_GOLDENS=1");
}

fn options() -> Options {
    Options { full_report: Some("case/report.html".to_owned()), ..Options::default() }
}

#[test]
fn text_as_piped() {
    golden("piped.txt", &rendered(Format::Text, &options()));
}

#[test]
fn text_on_a_narrow_coloured_terminal() {
    let options = Options { color: true, width: 60, ..options() };
    golden("narrow-coloured.txt", &rendered(Format::Text, &options));
}

#[test]
fn text_verbose() {
    golden(
        "verbose.txt",
        &rendered(Format::Text, &Options { verbose: true, width: 140, ..options() }),
    );
}

#[test]
fn json() {
    let text = rendered(Format::Json, &options());
    golden("fixture.json", &text);
    assert_eq!(serde_json::from_str::<model::Assessment>(&text).unwrap(), fixture());
}

#[test]
fn jsonl() {
    let text = rendered(Format::Jsonl, &options());
    golden("fixture.jsonl", &text);
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["type"].is_string());
    }
}

#[test]
fn html() {
    golden("report.html", &rendered(Format::Html, &options()));
}
