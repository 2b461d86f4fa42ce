//! Whatever a text field of the assessment holds, no output lets it act: not as markup in the
//! page, not as an escape on the terminal. Every text field is tried, found by trying.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use model::testing::fixture;
use model::{Assessment, Hole, Timestamp};
use proptest::prelude::*;
use report::{Format, Options};
use serde_json::Value;

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>javascript:alert(3)]]>-->\
    </style></svg></pre>\u{1b}[2J\u{9b}31m\r\n\u{7}\0\u{202e}\u{2066}\u{200b}\u{feff}{{7*7}}{%x%}&lt;";

/// The fixture with `text` in every string field that takes it, and how many there are.
fn filled(text: &str) -> (Assessment, usize) {
    let mut value = serde_json::to_value(fixture()).unwrap();
    let mut places = Vec::new();
    strings(&value, String::new(), &mut places);
    let mut filled = 0;
    for place in places {
        let before = std::mem::replace(value.pointer_mut(&place).unwrap(), text.into());
        // Enumerations and times refuse the text; every free text takes it.
        if Assessment::deserialize_from(&value) {
            filled += 1
        } else {
            *value.pointer_mut(&place).unwrap() = before
        }
    }
    for finding in value["findings"].as_array_mut().unwrap() {
        finding["facts"].as_object_mut().unwrap().insert(text.to_owned(), text.into());
    }
    (serde_json::from_value(value).unwrap(), filled)
}

trait TryDeserialize {
    fn deserialize_from(value: &Value) -> bool;
}

impl TryDeserialize for Assessment {
    fn deserialize_from(value: &Value) -> bool {
        serde_json::from_value::<Self>(value.clone()).is_ok()
    }
}

fn strings(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(place),
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(at, one)| strings(one, format!("{place}/{at}"), found));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, one)| strings(one, format!("{place}/{key}"), found));
        }
        _ => {}
    }
}

fn rendered(format: Format, assessment: &Assessment, options: &Options) -> String {
    let mut out = Vec::new();
    format.render(assessment, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn acts(c: char) -> bool {
    c != '\n' && c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Everything between `<` and `>` of a page, in order.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap())
}

fn assert_inert(page: &str) {
    assert!(!page.chars().any(acts));
    let body = page.split_once("</style>").unwrap().1;
    let known = [
        "!DOCTYPE",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "p",
        "strong",
        "h1",
        "h2",
        "h3",
        "span",
        "code",
        "nav",
        "a",
        "main",
        "section",
        "div",
        "ol",
        "ul",
        "li",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "pre",
        "footer",
        "svg",
        "defs",
        "pattern",
        "rect",
        "text",
        "line",
        "polyline",
        "circle",
    ];
    for tag in tags(body) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        assert!(known.contains(&name), "<{tag}>");
        // No attribute can run anything or load anything, and every link stays in the page.
        let attributes = tag.split('"').step_by(2).flat_map(str::split_whitespace);
        for attribute in attributes {
            let forbidden = attribute.starts_with("on")
                || attribute.starts_with("src")
                || attribute.starts_with("style");
            assert!(!forbidden, "<{tag}>");
        }
        if let Some((_, link)) = tag.split_once("href=\"") {
            assert!(link.starts_with('#'), "<{tag}>");
        }
    }
}

#[test]
fn hostile_text_in_every_field_is_inert() {
    let (assessment, count) = filled(HOSTILE);
    assert!(count > 200, "only {count} text fields were found");
    assert_inert(&rendered(Format::Html, &assessment, &Options::default()));
    for verbose in [false, true] {
        let options =
            Options { verbose, full_report: Some(HOSTILE.to_owned()), ..Options::default() };
        assert!(!rendered(Format::Text, &assessment, &options).chars().any(acts));
    }
    for format in [Format::Json, Format::Jsonl] {
        assert!(
            !rendered(format, &assessment, &Options::default()).chars().any(acts),
            "{format:?}"
        );
    }
    let json = rendered(Format::Json, &assessment, &Options::default());
    assert_eq!(serde_json::from_str::<Assessment>(&json).unwrap(), assessment);
}

#[test]
fn the_fixture_itself_is_inert_and_bound_to_the_page() {
    let page = rendered(Format::Html, &fixture(), &Options::default());
    assert_inert(&page);
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("\\u{202e}gpj.exe"));
}

#[test]
fn an_assessment_of_nothing_is_shown() {
    let mut empty = fixture();
    empty.host = model::Host::default();
    empty.headline = model::Headline::CannotSay;
    (empty.findings, empty.incidents, empty.coverage) = (vec![], vec![], vec![]);
    (empty.gaps, empty.blind, empty.plan, empty.artefacts) = (vec![], vec![], vec![], vec![]);
    empty.run.partial = true;
    let text = rendered(Format::Text, &empty, &Options::default());
    assert!(
        text.contains("No source of records was found.") && text.contains("stopped before its end")
    );
    let page = rendered(Format::Html, &empty, &Options::default());
    assert_inert(&page);
    assert!(!page.contains("<svg"));
}

#[test]
fn a_page_of_very_many_findings_is_bounded() {
    let mut many = fixture();
    let (finding, gap) = (many.findings[1].clone(), many.gaps[0].clone());
    many.findings = vec![finding; 20_000];
    many.gaps = vec![gap; 20_000];
    many.artefacts = vec![many.artefacts[0].clone(); 20_000];
    many.incidents = vec![many.incidents[0].clone(); 2_000];
    let page = rendered(Format::Html, &many, &Options::default());
    assert!(page.len() < 4_000_000, "{} bytes", page.len());
    assert!(page.contains("19,600 more are in assessment.json"));
    let text = rendered(Format::Text, &many, &Options::default());
    assert!(text.lines().count() < 140, "{} lines", text.lines().count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A forged case file may name any time: no renderer may fail or draw without end.
    #[test]
    fn any_times_are_survived(times in prop::collection::vec(-377_705_023_201i64..=253_402_207_200, 8), width in 0usize..300) {
        let time = |at: usize| Timestamp::from_second(times[at]).unwrap();
        let mut forged = fixture();
        forged.blind = vec![Hole { from: time(0), to: time(1) }, Hole { from: time(2), to: time(3) }];
        forged.coverage[0].holes = forged.blind.clone();
        forged.coverage[1].first = Some(time(4));
        forged.coverage[2].days[0].hours = u32::MAX;
        forged.host.exposure[0].from = Some(time(5));
        forged.incidents[0].timeline[0].time = time(6);
        forged.incidents[0].timeline[3].time = time(7);
        forged.findings[2].time = Some(time(2));
        for format in Format::ALL {
            let options = Options { width, color: true, ..Options::default() };
            prop_assert!(rendered(format, &forged, &options).len() < 2_000_000);
        }
    }
}
