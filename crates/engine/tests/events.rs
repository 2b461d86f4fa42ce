//! Event logs through the whole line: what they lack and what was cleared reaches the answers,
//! however they are cut and packed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use engine::Options;
use evidence::memory::Memory;
use formats::evtx::writer::{Content, Element, EvtxWriter, Node, Value};
use model::{Assessment, GapReason, Reply, Timestamp};
use support::{assess, options, time, unstamped};

const LOGS: &str = "C/Windows/System32/winevt/Logs";

/// An event with literal system fields; `number` is a value, so that records differ.
fn event(provider: &str, id: u16, channel: &str, number: u64, data: Element) -> Content {
    let text = |name: &str, text: &str| Element::new(name).holding(Node::Text(text.to_owned()));
    let system = Element::new("System")
        .child(Element::new("Provider").with("Name", Node::Text(provider.to_owned())))
        .child(text("EventID", &id.to_string()))
        .child(Element::new("EventRecordID").holding(Node::Slot(0, 0x0a, false)))
        .child(text("Channel", channel))
        .child(text("Computer", "mx01"));
    let event = Element::new("Event").child(system).child(data);
    Content::Instance(u32::from(id), event, vec![Value::U64(number)])
}

/// The event service's word that somebody cleared another log.
fn cleared(log: &str, number: u64) -> Content {
    let text = |name: &str, text: &str| Element::new(name).holding(Node::Text(text.to_owned()));
    let told = Element::new("LogFileCleared")
        .child(text("SubjectUserName", "jane"))
        .child(text("Channel", log));
    let data = Element::new("UserData").child(told);
    let Content::Instance(_, element, values) =
        event("Microsoft-Windows-Eventlog", 104, "System", number, data)
    else {
        unreachable!("it is an instance")
    };
    // The name stands in the template, so that each has one of its own.
    Content::Instance(1_000 + u32::try_from(number).unwrap(), element, values)
}

fn moment(minute: u64) -> Timestamp {
    let start = time("2021-03-02T06:00:00Z").as_second();
    Timestamp::from_second(start + 60 * i64::try_from(minute).unwrap()).unwrap()
}

/// A System log whose chunks hold ten records from each of these numbers on.
fn log(firsts: &[u64]) -> Vec<u8> {
    let mut writer = EvtxWriter::new();
    for &first in firsts {
        writer.number_next(first);
        for number in first..first + 10 {
            let data = Element::new("EventData");
            writer.push(moment(number), &event("Contoso", 7, "System", number, data));
        }
        writer.end_chunk();
    }
    writer.finish()
}

fn assessed(log: &[u8], options: &Options) -> Assessment {
    let memory = Memory::new("m").file(&format!("{LOGS}/System.evtx"), log);
    assess(memory.build().as_ref(), options)
}

fn missing(assessment: &Assessment) -> Vec<(u64, String)> {
    let holes = assessment.gaps.iter().filter(|gap| gap.reason == GapReason::Missing);
    holes.map(|gap| (gap.count, gap.detail.clone())).collect()
}

/// Part by part, so that a message stays readable.
fn same(one: &Assessment, other: &Assessment) {
    assert_eq!(one.gaps, other.gaps);
    assert_eq!(one.coverage, other.coverage);
    assert_eq!(one.artefacts, other.artefacts);
    assert!(unstamped(one.clone()) == unstamped(other.clone()));
}

#[test]
fn missing_records_are_seen_across_the_parts_of_a_log() {
    let bytes = log(&[1, 31, 41, 61]);
    let whole = assessed(&bytes, &options(2));
    let holes = [(20, "records 11 to 30 are missing"), (10, "records 51 to 60 are missing")];
    assert_eq!(missing(&whole), holes.map(|(count, text)| (count, text.to_owned())));
    for part_bytes in [65_536, 70_000, 131_072] {
        let cut = assessed(&bytes, &Options { part_bytes, ..options(3) });
        same(&cut, &whole);
    }
    let text = whole.answers.compromised.reasons.join(" ");
    assert!(
        text.contains("30 records of C:\\Windows\\System32\\winevt\\Logs\\System.evtx"),
        "{text}"
    );
}

#[test]
fn the_seam_of_an_overwritten_log_is_held_together_too() {
    for firsts in [&[51_u64, 61, 21, 31][..], &[31, 21, 11, 1]] {
        let bytes = log(firsts);
        let whole = assessed(&bytes, &options(1));
        let cut = assessed(&bytes, &Options { part_bytes: 65_536, ..options(2) });
        same(&cut, &whole);
    }
}

/// The record that a log was cleared names two channels: its own counts for coverage, the other
/// is what was cleared.
#[test]
fn a_cleared_log_is_told_by_the_answers() {
    let mut writer = EvtxWriter::new();
    writer.push(moment(0), &cleared("Windows PowerShell", 1));
    writer.push(moment(1), &cleared("Application", 2));
    let assessment = assessed(&writer.finish(), &options(1));
    let parts: Vec<&str> = assessment.coverage.iter().map(|own| own.source.part.as_str()).collect();
    assert_eq!(parts, ["system"]);
    let answer = &assessment.answers.compromised;
    assert_eq!(answer.answer, Reply::CannotSay);
    let text = answer.reasons.join(" ");
    for log in ["Windows PowerShell", "Application"] {
        let told = format!("The {log} log was cleared on 2 March 2021 06:0");
        assert!(text.contains(&told), "{told} is not in {text}");
    }
    assert!(text.contains("by jane"), "{text}");
    let steps: Vec<&str> = assessment.plan.iter().map(|step| step.action.as_str()).collect();
    assert!(steps.iter().any(|step| step.contains("copies of the Application log")), "{steps:#?}");
}
