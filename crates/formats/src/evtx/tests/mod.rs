//! Event logs made here, whole and damaged, and real ones beside the repository.
//!
//! Every loss is spelled out: how many records were read and what the gaps say.

mod against;
mod built;
mod damaged;
mod real;

use model::Timestamp;

use super::EvtxFormat;
use super::writer::{Content, Element, EvtxWriter, Node, Value};
use crate::testing::{self, Seen};

/// A moment some seconds after the first.
fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_614_754_182 + second).unwrap()
}

fn slot(index: u16, kind: u8) -> Node {
    Node::Slot(index, kind, false)
}

fn leaf(name: &str, index: u16, kind: u8) -> Element {
    Element::new(name).holding(slot(index, kind))
}

/// `System` as providers' templates have it; the values are those of [`system_values`].
fn system() -> Element {
    Element::new("System")
        .child(
            Element::new("Provider")
                .with("Name", Node::Text("Contoso-Audit".to_owned()))
                .with("Guid", slot(0, 0x0f)),
        )
        .child(leaf("EventID", 1, 0x06).with("Qualifiers", slot(2, 0x06)))
        .child(leaf("Level", 3, 0x04))
        .child(leaf("Keywords", 4, 0x15))
        .child(Element::new("TimeCreated").with("SystemTime", slot(5, 0x11)))
        .child(leaf("EventRecordID", 6, 0x0a))
        .child(Element::new("Channel").holding(Node::Text("Contoso".to_owned())))
        .child(Element::new("Computer").holding(Node::Text("mx01.contoso.local".to_owned())))
        .child(Element::new("Security").with("UserID", Node::Slot(7, 0x13, true)))
}

fn system_values(number: u64, id: u16) -> Vec<Value> {
    vec![
        Value::Guid([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
        Value::U16(id),
        Value::U16(16_384),
        Value::U8(4),
        Value::Hex64(0x8020_0000_0000_0000),
        Value::Time(moment(number as i64)),
        Value::U64(number),
        Value::Sid(5, vec![21, 1, 2, 3, 500]),
    ]
}

/// An event of the made-up provider with one named item.
fn event(number: u64) -> Content {
    let data =
        Element::new("Data").with("Name", Node::Text("Target".to_owned())).holding(slot(8, 0x01));
    let template =
        Element::new("Event").child(system()).child(Element::new("EventData").child(data));
    let mut values = system_values(number, 4_720);
    values.push(Value::Text(format!("CONTOSO\\user{number}")));
    Content::Instance(1, template, values)
}

/// A log of some chunks with some records each, numbered from 1.
fn log(chunks: u64, records: u64) -> Vec<u8> {
    let mut writer = EvtxWriter::new();
    for number in 0..chunks * records {
        if number > 0 && number % records == 0 {
            writer.end_chunk();
        }
        writer.push(moment(number as i64 + 1), &event(number + 1));
    }
    writer.finish()
}

fn read(bytes: &[u8]) -> Seen {
    testing::read(&EvtxFormat, "C:\\Windows\\System32\\winevt\\Logs\\Contoso.evtx", bytes).0
}

/// The numbers of the records read.
fn numbers(seen: &Seen) -> Vec<u64> {
    let number = |text: &String| {
        let line = text.lines().find(|line| line.trim_start().starts_with("EventRecordID"))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    seen.records.iter().map(|text| number(text).unwrap()).collect()
}

/// What the gaps say.
fn told(seen: &Seen) -> Vec<String> {
    let line = |(reason, count, bytes, at, detail): &(_, u64, u64, _, String)| {
        format!("{reason}, {count} times, {bytes} bytes, {at}: {detail}")
    };
    seen.gaps.iter().map(line).collect()
}

/// The offset of a record in a log.
fn offset_of(bytes: &[u8], number: u64) -> usize {
    let mut at = 0;
    while let Some(frame) = super::chunk::next_frame(bytes, at) {
        if frame.number == number {
            return frame.at;
        }
        at = frame.at + 1;
    }
    panic!("no record {number}");
}
