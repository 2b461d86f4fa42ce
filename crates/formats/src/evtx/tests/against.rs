//! The same records and the same values as the crate `evtx` finds, leaf by leaf.

use model::{Batch, GapReason, Locator, Record};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::{Format, Input, Sink};

/// Values of each record, sorted.
#[derive(Default)]
struct Leaves(Vec<Vec<String>>);

impl Sink for Leaves {
    fn batch(&mut self, _: &Batch<'_>) {}

    fn record(&mut self, record: &dyn Record) {
        let mut leaves = Vec::new();
        record.each(&mut |_, value| push_leaf(value, &mut leaves));
        leaves.sort();
        self.0.push(leaves);
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}

/// Empty values are left out: the crate shows a null as one, we leave it out.
fn push_leaf(text: &str, leaves: &mut Vec<String>) {
    if !text.is_empty() {
        leaves.push(text.to_owned());
    }
}

fn json_leaves(value: &Json, leaves: &mut Vec<String>) {
    match value {
        Json::Object(map) => {
            // Namespaces say nothing of the event.
            let own = map.iter().filter(|(name, _)| !name.starts_with("xmlns"));
            own.for_each(|(_, value)| json_leaves(value, leaves));
        }
        Json::Array(items) => items.iter().for_each(|item| json_leaves(item, leaves)),
        Json::Null => {}
        Json::String(text) => push_leaf(text, leaves),
        other => leaves.push(other.to_string()),
    }
}

fn ours(bytes: &[u8]) -> Vec<Vec<String>> {
    let (mut sink, mut rest) = (Leaves::default(), bytes);
    let path = model::WinPath::new("C:\\a.evtx");
    let head = &bytes[..bytes.len().min(crate::HEAD_BYTES)];
    let input = Input { path: &path, reader: &mut rest, head, header: None, start: 0, end: None };
    EvtxFormat.read(input, &mut sink).unwrap();
    sink.0.sort();
    sink.0
}

fn theirs(bytes: &[u8]) -> Vec<Vec<String>> {
    let settings = ::evtx::ParserSettings::default().num_threads(1).separate_json_attributes(false);
    let mut parser = ::evtx::EvtxParser::from_buffer(bytes.to_vec()).unwrap();
    parser = parser.with_configuration(settings);
    let records = parser.records_json_value().map(|record| {
        let mut leaves = Vec::new();
        json_leaves(&record.unwrap().data, &mut leaves);
        leaves.sort();
        leaves
    });
    let mut records: Vec<_> = records.collect();
    // It begins a log that was overwritten with its oldest chunk; we read in order of the file.
    records.sort();
    records
}

/// Checks that both find the same; says how many records there were.
pub(super) fn same(name: &str, bytes: &[u8]) -> usize {
    let (ours, theirs) = (ours(bytes), theirs(bytes));
    assert_eq!(ours.len(), theirs.len(), "{name}: records");
    for (index, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(ours, theirs, "{name}: record {index} in order of values");
    }
    ours.len()
}

#[test]
fn every_type_and_every_kind_of_record() {
    let mut writer = EvtxWriter::new();
    let cases = super::built::every_type();
    for (index, (value, _)) in (0_u32..).zip(&cases) {
        writer.push(moment(1), &super::built::event_of(std::slice::from_ref(value), 100 + index));
    }
    let values: Vec<Value> = cases.into_iter().map(|case| case.0).collect();
    writer.push(moment(2), &super::built::event_of(&values, 7));
    writer.push(moment(3), &super::built::event_of(&values, 7));
    for number in 0..2_000 {
        writer.push(moment(4), &event(number));
    }
    assert_eq!(same("built", &writer.finish()), 2_022);
}

#[test]
fn a_template_among_elements_without_one() {
    let inner = Element::new("Inner").child(leaf("One", 0, 0x01)).child(leaf("Two", 1, 0x01));
    let values = |text: &str| vec![Value::Text(text.to_owned()), Value::Text(format!("{text}!"))];
    let plain = |first: &str, second: &str| {
        let data = Element::new("EventData")
            .holding(Node::Instance(5, inner.clone(), values(first)))
            .child(Element::new("Data").holding(Node::Text("between".to_owned())))
            .holding(Node::Instance(5, inner.clone(), values(second)));
        let system = Element::new("System")
            .child(Element::new("Channel").holding(Node::Text("Contoso".to_owned())));
        Content::Plain(Element::new("Event").child(system).child(data))
    };
    let mut writer = EvtxWriter::new();
    writer.push(moment(1), &plain("a", "b"));
    writer.push(moment(2), &plain("c", ""));
    let log = writer.finish();
    assert_eq!(same("inner", &log), 2);
    let all: Vec<String> = ours(&log).concat();
    assert_eq!(all.iter().filter(|value| value.ends_with('!')).count(), 4);
}

#[test]
fn the_real_logs() {
    let mut records = 0;
    for folder in ["evtx", "evtx_dense"] {
        for (name, bytes) in testing::shared(folder).unwrap_or_default() {
            // The first chunks of each, so that the test stays quick.
            let cut = bytes.len().min(4_096 + 24 * 65_536);
            records += same(&name, &bytes[..cut]);
        }
    }
    assert!(records == 0 || records > 4_000, "{records}");
}

fn any_value() -> impl Strategy<Value = Value> {
    let sized = |kind: u8, size: usize| {
        proptest::collection::vec(any::<u8>(), size).prop_map(move |bytes| Value::Raw(kind, bytes))
    };
    prop_oneof![
        "[ -~]{0,40}".prop_map(Value::Text),
        Just(Value::Null),
        any::<u8>().prop_map(Value::U8),
        any::<u16>().prop_map(Value::U16),
        any::<u32>().prop_map(Value::U32),
        any::<u64>().prop_map(Value::U64),
        any::<u64>().prop_map(Value::Hex64),
        any::<[u8; 16]>().prop_map(Value::Guid),
        (any::<u8>(), proptest::collection::vec(any::<u32>(), 0..6))
            .prop_map(|(authority, numbers)| Value::Sid(authority, numbers)),
        proptest::collection::vec("[a-z]{1,8}", 0..4).prop_map(Value::Texts),
        sized(0x07, 4),
        sized(0x09, 8),
        sized(0x0e, 11),
        sized(0x14, 4),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_values(values in proptest::collection::vec(any_value(), 0..12)) {
        let mut writer = EvtxWriter::new();
        writer.push(moment(1), &super::built::event_of(&values, 7));
        writer.push(moment(1), &super::built::event_of(&values, 7));
        prop_assert_eq!(same("any", &writer.finish()), 2);
    }
}
