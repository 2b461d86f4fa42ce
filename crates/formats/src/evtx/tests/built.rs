//! Whole logs: every kind of value and of record, and parts of files.

use model::{Locator, Record};

use super::*;
use crate::{Format, Head, Input, Sink, Sniff};

/// Values of every type with the text they are shown as.
pub(super) fn every_type() -> Vec<(Value, &'static str)> {
    let raw = |kind, bytes: &[u8]| Value::Raw(kind, bytes.to_vec());
    vec![
        (Value::Text("naïve \u{1F600} text".to_owned()), "naïve \u{1F600} text"),
        (raw(0x02, b"caf\xE9\0"), "café"),
        (raw(0x03, &[0xfe]), "-2"),
        (raw(0x05, &(-300_i16).to_le_bytes()), "-300"),
        (raw(0x07, &(-70_000_i32).to_le_bytes()), "-70000"),
        (Value::U32(70_000), "70000"),
        (raw(0x09, &(-5_000_000_000_i64).to_le_bytes()), "-5000000000"),
        (raw(0x0b, &1.5_f32.to_le_bytes()), "1.5"),
        (raw(0x0c, &(-0.25_f64).to_le_bytes()), "-0.25"),
        (raw(0x0d, &1_u32.to_le_bytes()), "true"),
        (raw(0x0d, &0_u32.to_le_bytes()), "false"),
        (raw(0x0e, &[0xde, 0xad, 0x01]), "DEAD01"),
        (raw(0x10, &4_096_u64.to_le_bytes()), "0x1000"),
        (raw(0x10, &255_u32.to_le_bytes()), "0xff"),
        (
            raw(0x12, &[0xe5, 7, 3, 0, 3, 0, 3, 0, 6, 0, 49, 0, 42, 0, 7, 0]),
            "2021-03-03T06:49:42.0070000Z",
        ),
        (raw(0x14, &0x1f_u32.to_le_bytes()), "0x1f"),
        (raw(0x15, &0x1f_u64.to_le_bytes()), "0x1f"),
        (
            Value::Texts(vec!["one".into(), String::new(), "two\r\nlines".into()]),
            "one||two\r\nlines",
        ),
        (raw(0x88, &[1, 0, 0, 0, 2, 0, 0, 0]), "1|2"),
        (raw(0x95, &[1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]), "0x1|0x2"),
    ]
}

/// An event whose named items hold these values.
pub(super) fn event_of(values: &[Value], template: u32) -> Content {
    let mut data = Element::new("EventData");
    let mut all = system_values(1, 1);
    for (index, value) in (8_u16..).zip(values) {
        data = data.child(
            Element::new("Data")
                .with("Name", Node::Text(format!("Item{index}")))
                .holding(slot(index, crate::evtx::writer::type_of(value))),
        );
        all.push(value.clone());
    }
    Content::Instance(template, Element::new("Event").child(system()).child(data), all)
}

fn one(content: &Content) -> Vec<u8> {
    let mut writer = EvtxWriter::new();
    writer.push(moment(1), content);
    writer.finish()
}

/// All fields of the records of a log, values that come several times joined by `|`.
fn fields(bytes: &[u8]) -> Vec<(String, String)> {
    struct Fields(Vec<(String, String)>);
    impl Sink for Fields {
        fn batch(&mut self, _: &model::Batch<'_>) {}
        fn record(&mut self, record: &dyn Record) {
            record.each(&mut |name, value| match self.0.iter_mut().find(|field| field.0 == name) {
                Some((_, text)) => *text = format!("{text}|{value}"),
                None => self.0.push((name.to_owned(), value.to_owned())),
            });
            // What stands in slots and what is asked for by name is the same.
            let shaped = record.shaped().unwrap();
            for (name, text) in &self.0 {
                let mut slot = String::new();
                assert!(shaped.text(shaped.slot(name).unwrap(), &mut slot), "{name}");
                assert_eq!(record.get(&name.to_uppercase()).unwrap(), slot);
                assert_eq!(slot.replace('\n', "|"), text.replace('\n', "|"));
            }
        }
        fn gap(&mut self, _: Locator, _: model::GapReason, detail: String, _: u64, _: u64) {
            panic!("{detail}");
        }
    }
    let (mut sink, mut rest) = (Fields(Vec::new()), bytes);
    let path = model::WinPath::new("C:\\a.evtx");
    let input =
        Input { path: &path, reader: &mut rest, head: bytes, header: None, start: 0, end: None };
    EvtxFormat.read(input, &mut sink).unwrap();
    sink.0
}

fn text<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|field| field.0 == name).map_or("(none)", |field| &field.1)
}

#[test]
fn system_fields_go_by_their_names() {
    let fields = fields(&one(&event(7)));
    let wanted = [
        ("Provider_Name", "Contoso-Audit"),
        ("Provider_Guid", "{04030201-0605-0807-090a-0b0c0d0e0f10}"),
        ("Qualifiers", "16384"),
        ("EventID", "4720"),
        ("Level", "4"),
        ("Keywords", "0x8020000000000000"),
        ("TimeCreated", "2021-03-03T06:49:49.0000000Z"),
        ("EventRecordID", "7"),
        ("Channel", "Contoso"),
        ("Computer", "mx01.contoso.local"),
        ("Security_UserID", "S-1-5-21-1-2-3-500"),
        ("Target", "CONTOSO\\user7"),
    ];
    let found: Vec<(&str, &str)> =
        fields.iter().map(|field| (field.0.as_str(), field.1.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_type_has_its_text() {
    let cases = every_type();
    let values: Vec<Value> = cases.iter().map(|case| case.0.clone()).collect();
    let fields = fields(&one(&event_of(&values, 2)));
    for (index, (value, wanted)) in (8..).zip(&cases) {
        assert_eq!(text(&fields, &format!("Item{index}")), *wanted, "{value:?}");
    }
}

#[test]
fn bytes_that_do_not_fit_their_type_are_shown_as_they_are() {
    let raw = |kind, bytes: &[u8]| Value::Raw(kind, bytes.to_vec());
    let values = [
        raw(0x0f, &[1, 2, 3]),
        raw(0x11, &[0xff; 8]),
        raw(0x13, &[1, 9, 0]),
        raw(0x88, &[1, 0, 0, 0, 7]),
        raw(0x90, &[1, 0, 0, 0]),
        raw(0x77, &[0xab]),
        raw(0x08, &[]),
    ];
    let fields = fields(&one(&event_of(&values, 2)));
    let wanted = ["010203", "FFFFFFFFFFFFFFFF", "010900", "0100000007", "01000000", "AB", ""];
    for (index, wanted) in (8..).zip(wanted) {
        assert_eq!(text(&fields, &format!("Item{index}")), wanted);
    }
}

#[test]
fn unnamed_items_keep_their_positions() {
    let mut data = Element::new("EventData");
    let mut values = system_values(1, 6);
    let items = [
        Value::Text("Get-App".into()),
        Value::Null,
        Value::Text("two\nlines".into()),
        Value::Text(String::new()),
        Value::U32(5),
    ];
    for (index, value) in (8..).zip(items) {
        data = data.child(leaf("Data", index, crate::evtx::writer::type_of(&value)));
        values.push(value);
    }
    let template = Element::new("Event").child(system()).child(data);
    let fields = fields(&one(&Content::Instance(3, template, values)));
    assert_eq!(text(&fields, "Data"), "Get-App||two\nlines||5");
}

#[test]
fn nested_fragments_and_literals_are_fields_too() {
    let body = Element::new("LogFileCleared")
        .with("xmlns", Node::Text("http://example.com/".into()))
        .child(leaf("SubjectUserName", 0, 0x01))
        .child(
            Element::new("Note")
                .holding(Node::Text("a ".into()))
                .holding(Node::Entity("lt".into()))
                .holding(Node::CData(" <b> ".into()))
                .holding(Node::Char(0x263A)),
        );
    let nested = Content::Instance(9, body, vec![Value::Text("jane".into())]);
    let template = Element::new("Event")
        .child(system())
        .child(Element::new("UserData").holding(slot(8, 0x21)));
    let mut values = system_values(1, 1_102);
    values.push(Value::Fragment(Box::new(nested)));
    let fields = fields(&one(&Content::Instance(4, template, values)));
    assert_eq!(text(&fields, "SubjectUserName"), "jane");
    assert_eq!(text(&fields, "Note"), "a < <b> ☺");
    assert!(!fields.iter().any(|field| field.0.contains("xmlns")));
}

#[test]
fn records_without_a_template_are_read() {
    let plain = Element::new("Event")
        .child(
            Element::new("System")
                .child(Element::new("EventID").holding(Node::Text("41".into())))
                .child(
                    Element::new("TimeCreated")
                        .with("SystemTime", Node::Text("2021-11-19T16:52:33.833733500Z".into())),
                )
                .child(Element::new("EventRecordID").holding(Node::Text("1".into()))),
        )
        .child(
            Element::new("EventData").child(
                Element::new("Data")
                    .with("Name", Node::Text("Bug".into()))
                    .holding(Node::Text("0".into())),
            ),
        )
        .child(
            Element::new("RenderingInfo")
                .with("Culture", Node::Text("fr-FR".into()))
                .child(Element::new("Message").holding(Node::Text("redémarré".into())))
                .child(Element::new("Level").holding(Node::Text("Critique".into()))),
        );
    let fields = fields(&one(&Content::Plain(plain)));
    assert_eq!(text(&fields, "EventID"), "41");
    assert_eq!(text(&fields, "Bug"), "0");
    assert_eq!(text(&fields, "Message"), "redémarré");
    assert_eq!(text(&fields, "RenderingInfo_Culture"), "fr-FR");
    assert_eq!(text(&fields, "RenderingInfo_Level"), "Critique");
    assert_eq!(text(&fields, "Level"), "(none)");
}

#[test]
fn the_time_is_the_one_the_event_names() {
    // A collector writes a record later than the event, and its header may hold no time at all.
    let mut bytes = one(&event(100));
    bytes[4_096 + 512 + 16..][..8].fill(0);
    crate::evtx::writer::seal_chunk(&mut bytes[4_096..]);
    let seen = read(&bytes);
    assert!(seen.records[0].starts_with("event 2021-03-03T06:51:22Z record 1\n"), "{seen:?}");
    assert_eq!(told(&seen), Vec::<String>::new());
}

#[test]
fn logs_are_recognised_by_content() {
    let bytes = log(2, 3);
    let sniff = |path: &str, bytes: &[u8]| testing::recognised(path, bytes);
    assert_eq!(sniff("C:\\renamed.bin", &bytes), Some(("evtx", Sniff::Certain)));
    assert_eq!(sniff("C:\\renamed.bin", &bytes[4_096..]), Some(("evtx", Sniff::Certain)));
    assert_eq!(sniff("C:\\cut.evtx", &bytes[4_196..]), Some(("evtx", Sniff::ByPath)));
    assert_eq!(sniff("C:\\empty.evtx", &[0; 8_192]), None);
    assert_eq!(sniff("C:\\noise.evtx", &testing::noise(9_000)), None);
    let head = Head { path: &model::WinPath::new("C:\\x.txt"), bytes: b"ElfFile" };
    assert_eq!(EvtxFormat.sniff(head), None);
}

#[test]
fn whole_logs_have_no_gaps() {
    let seen = read(&log(3, 40));
    assert_eq!(numbers(&seen), (1..=120).collect::<Vec<_>>());
    assert_eq!(told(&seen), Vec::<String>::new());
    // A log that never had a record.
    let seen = read(&EvtxWriter::new().finish());
    assert_eq!((seen.records.len(), told(&seen).len()), (0, 0));
}

#[test]
fn unused_chunks_of_zeros_are_no_gap() {
    let mut bytes = log(2, 5);
    bytes.resize(bytes.len() + 3 * 65_536, 0);
    let seen = read(&bytes);
    assert_eq!((seen.records.len(), told(&seen)), (10, Vec::new()));
}

#[test]
fn parts_give_what_the_whole_gives() {
    let bytes = log(9, 20);
    let whole = read(&bytes);
    for size in [65_536, 100_000, 131_072, 4_096 + 65_536] {
        let (mut records, mut start, mut passed) = (Vec::new(), 0, 0);
        while start < bytes.len() {
            let end = (start + size < bytes.len()).then_some(start + size);
            let (seen, outcome) =
                testing::read_part(&EvtxFormat, "C:\\a.evtx", &bytes, start, end, None);
            assert_eq!(told(&seen), Vec::<String>::new(), "part at {start} of {size}");
            passed += outcome.bytes as usize;
            records.extend(seen.records);
            start += size;
        }
        assert_eq!((records, passed), (whole.records.clone(), bytes.len()), "parts of {size}");
    }
}

#[test]
fn the_size_of_reads_changes_nothing() {
    let bytes = log(3, 20);
    let whole = read(&bytes);
    let mut seen = Seen::default();
    let mut reader =
        testing::Stepping { bytes: &bytes, steps: vec![1, 4_000, 77, 65_536], turn: 0 };
    let path = model::WinPath::new("C:\\a.evtx");
    let input = Input {
        path: &path,
        reader: &mut reader,
        head: &bytes[..65_536],
        header: None,
        start: 0,
        end: None,
    };
    EvtxFormat.read(input, &mut seen).unwrap();
    assert_eq!(seen, whole);
}
