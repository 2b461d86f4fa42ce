//! Our evaluator against the reference `rsigma-eval`, rule by rule over the public collection,
//! on events made from each rule's own values. Every kind of difference is listed here with its
//! reason; any other fails.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod support;

use std::collections::BTreeMap;

use detect::testing::MapRecord;
use model::RecordKind;
use rsigma_eval::{JsonEvent, compile_rule, evaluate_rule};
use rsigma_parser::{
    Detection, DetectionItem, Modifier, SigmaRule, SigmaValue, SpecialChar, StringPart,
};
use serde_json::{Map, Value};
use sigma::{Placeholders, RuleSet};
use support::Corpus;

/// A rule that exercises what the collection uses, for machines without the collection.
const OWN: &str = r"
title: own
id: own
logsource: {product: windows}
detection:
    selection_img:
        - Image|endswith:
              - '\cmd.exe'
              - '\p?wsh.exe'
        - OriginalFileName: 'Cmd.Exe'
    selection_cli:
        CommandLine|contains|all:
            - ' /c '
            - 'Wh*i'
    selection_dash:
        CommandLine|contains|windash: ' -x'
    filter_main:
        User|contains: 'SYSTEM'
        LogonId: 0x3e7
    filter_null:
        Company: null
        Product|startswith: 'x'
    condition: selection_img and 1 of selection_* and not 1 of filter_*
";

/// A text that the item's value `pick` would match, or nothing for values that are no text.
fn text_for(item: &DetectionItem, pick: usize) -> Option<String> {
    let value = &item.values[pick % item.values.len()];
    let has = |modifier| item.field.has_modifier(modifier);
    let core = match value {
        SigmaValue::String(_) if has(Modifier::Re) || has(Modifier::FieldRef) => return None,
        SigmaValue::String(text) => text
            .parts
            .iter()
            .map(|part| match part {
                StringPart::Plain(text) => text.as_str(),
                StringPart::Special(SpecialChar::WildcardMulti) => "many",
                StringPart::Special(SpecialChar::WildcardSingle) => "1",
            })
            .collect(),
        SigmaValue::Null => return None,
        other => other.to_string(),
    };
    let core = if has(Modifier::Cidr) { core.split('/').next()?.to_owned() } else { core };
    Some(match (has(Modifier::Contains), has(Modifier::StartsWith), has(Modifier::EndsWith)) {
        (true, _, _) => format!("ab {core} yz"),
        (_, true, _) => format!("{core} yz"),
        (_, _, true) => format!("ab{core}"),
        _ => core,
    })
}

fn fill(detection: &Detection, pick: usize, out: &mut BTreeMap<String, String>) {
    match detection {
        Detection::AllOf(items) => {
            for item in items {
                let name = item.field.name.clone().unwrap_or_else(|| "Payload".to_owned());
                if item.field.has_modifier(Modifier::All) {
                    let all: Vec<_> =
                        (0..item.values.len()).filter_map(|pick| text_for(item, pick)).collect();
                    out.insert(name, all.join(" "));
                } else if let Some(text) = text_for(item, pick) {
                    // Two selections on one field: both texts, if they can stand together.
                    out.entry(name)
                        .and_modify(|own| *own = format!("{own} {text}"))
                        .or_insert(text);
                }
            }
        }
        Detection::AnyOf(list) => fill(&list[pick % list.len()], pick, out),
        Detection::And(list) => list.iter().for_each(|part| fill(part, pick, out)),
        Detection::Keywords(values) => {
            if let SigmaValue::String(text) = &values[pick % values.len()] {
                out.insert("Payload".to_owned(), format!("ab {} yz", text.original));
            }
        }
        _ => {}
    }
}

/// Events that satisfy some, all or the wrong parts of a rule.
fn events(rule: &SigmaRule) -> Vec<BTreeMap<String, String>> {
    let mut names: Vec<&String> = rule.detection.named.keys().collect();
    names.sort();
    let mut list = vec![BTreeMap::new()];
    for pick in 0..3 {
        for filters in [false, true] {
            let mut event = BTreeMap::new();
            for name in names.iter().filter(|name| filters || !name.starts_with("filter")) {
                fill(&rule.detection.named[*name], pick, &mut event);
            }
            list.push(event);
        }
        for name in &names {
            let mut event = BTreeMap::new();
            fill(&rule.detection.named[*name], pick, &mut event);
            list.push(event.iter().map(|(k, v)| (k.clone(), v.to_uppercase())).collect());
            list.push(event);
        }
    }
    list
}

/// Whether a value with wildcards stands under `startswith` or `endswith`.
fn anchored_wildcard(detection: &Detection) -> bool {
    match detection {
        Detection::AllOf(items) => items.iter().any(|item| {
            let has = |modifier| item.field.has_modifier(modifier);
            (has(Modifier::StartsWith) || has(Modifier::EndsWith))
                && item.values.iter().any(
                    |value| matches!(value, SigmaValue::String(text) if text.contains_wildcards()),
                )
        }),
        Detection::AnyOf(list) | Detection::And(list) => list.iter().any(anchored_wildcard),
        _ => false,
    }
}

/// Why a rule may differ from the reference; the first that applies.
fn reason(rule: &SigmaRule, yaml: &str) -> Option<&'static str> {
    let anchored = rule.detection.named.values().any(anchored_wildcard);
    let rules: [(&str, bool); 4] = [
        (
            "the reference anchors values with wildcards under startswith and endswith on the wrong side",
            anchored,
        ),
        (
            "the reference misses two of three base64offset alignments, and letters of base64 are not compared by case here",
            yaml.contains("base64"),
        ),
        (
            "keywords with wildcards are anchored in the reference; keywords may span values here",
            yaml.contains("keywords") || yaml.contains("'|all'"),
        ),
        (
            "names of fields with blanks or other tools' words are mapped here",
            ["windefend", "antivirus"].iter().any(|word| yaml.contains(word)),
        ),
    ];
    rules.iter().find(|(_, applies)| *applies).map(|(reason, _)| *reason)
}

/// A difference for which no reason is known.
const UNEXPLAINED: &str = "unexplained";

fn compare(files: &[(String, String)]) -> BTreeMap<&'static str, usize> {
    let mut differences: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut compared = 0;
    let mut hits = 0;
    for (name, yaml) in files {
        let set = RuleSet::load([(name.as_str(), yaml.as_str())], &Placeholders::new());
        let parsed = rsigma_parser::parse_sigma_yaml(yaml).unwrap();
        let [rule] = parsed.rules.as_slice() else { continue };
        if set.rules().len() != 1 || rule.logsource.product.as_deref() != Some("windows") {
            continue;
        }
        let reference = compile_rule(rule).unwrap();
        for event in events(rule) {
            let fields: Vec<(&str, &str)> =
                event.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            let record = MapRecord::new(RecordKind::EVENT, "", &fields);
            let ours = set.explain(0, &record).unwrap().condition.matched;
            let json = Value::Object(
                event
                    .iter()
                    .map(|(k, v)| (k.clone(), Value::from(v.as_str())))
                    .collect::<Map<_, _>>(),
            );
            let theirs = evaluate_rule(&reference, &JsonEvent::borrow(&json)).is_some();
            compared += 1;
            hits += usize::from(ours);
            if ours != theirs {
                let why = reason(rule, yaml).unwrap_or_else(|| {
                    println!("{name}: ours {ours}, theirs {theirs} on {event:?}");
                    UNEXPLAINED
                });
                *differences.entry(why).or_default() += 1;
            }
        }
    }
    println!("{compared} answers compared, {hits} hits; differences:");
    for (why, count) in &differences {
        println!("{count:6}  {why}");
    }
    differences
}

#[test]
fn our_own_rule_has_no_difference() {
    let differences = compare(&[("own".to_owned(), OWN.to_owned())]);
    assert!(differences.is_empty(), "{differences:?}");
}

#[test]
fn some_of_the_collection_has_only_the_listed_differences() {
    let Some(corpus) = Corpus::open() else { return };
    let some: Vec<_> = corpus.rules().into_iter().step_by(7).collect();
    assert!(!compare(&some).contains_key(UNEXPLAINED));
}

#[test]
#[ignore = "seconds: by hand, and whenever the evaluator changes"]
fn the_collection_has_only_the_listed_differences() {
    let Some(corpus) = Corpus::open() else { return };
    assert!(!compare(&corpus.rules()).contains_key(UNEXPLAINED));
}
