//! The forms events are exported in, one by one; damaged files; real exports.

use proptest::prelude::*;

use super::*;
use crate::testing::{self, Seen, Wanted};
use crate::{Format, Sniff};

/// The records and the losses of a text, which must be recognised as this format.
fn read(id: &str, text: &[u8]) -> Seen {
    let (found, seen, _) = testing::read_any("C:\\export.txt", text).unwrap();
    assert_eq!(found, id);
    seen
}

fn json(text: &str) -> Seen {
    read("event-json", text.as_bytes())
}

fn xml(text: &str) -> Seen {
    read("event-xml", text.as_bytes())
}

/// Checks the lines of the only record; empty ones are never shown.
fn only(seen: &Seen, wanted: &[&str]) {
    assert_eq!((seen.records.len(), seen.losses()), (1, Vec::new()), "{seen:?}");
    let lines: Vec<&str> = seen.records[0].lines().collect();
    for line in wanted {
        assert!(lines.iter().any(|own| own.trim_start() == *line), "{line} in {lines:#?}");
    }
}

fn time(seen: &Seen) -> &str {
    seen.records[0].split(' ').nth(1).unwrap()
}

const EVENT: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>\
    <System><Provider Name='Contoso &amp; Sons' Guid='{04030201-0605-0807-090a-0b0c0d0e0f10}'/>\
    <EventID Qualifiers='16384'>7</EventID><Version>0</Version><Level>4</Level>\
    <TimeCreated SystemTime='2021-03-03T06:49:42.162000000Z'/><EventRecordID>12</EventRecordID>\
    <Correlation/><Execution ProcessID='4' ThreadID='8'/><Channel>Contoso</Channel>\
    <Computer>mx01.contoso.local</Computer><Security UserID='S-1-5-18'/></System>\
    <EventData><Data Name='Command'>cmd &lt;x&gt; &#65;&#13;</Data><Data>one</Data><Data></Data>\
    <Data>two</Data><Binary>00FF</Binary></EventData></Event>";

#[test]
fn xml_of_one_event() {
    let seen = xml(EVENT);
    only(
        &seen,
        &[
            "Provider_Name = Contoso & Sons",
            "Provider_Guid = {04030201-0605-0807-090a-0b0c0d0e0f10}",
            "EventID = 7",
            "Qualifiers = 16384",
            "TimeCreated = 2021-03-03T06:49:42.162000000Z",
            "Execution_ProcessID = 4",
            "Execution_ThreadID = 8",
            "Channel = Contoso",
            "Security_UserID = S-1-5-18",
            "Command = cmd <x> A\\r",
            "Data = one",
            "Data = two",
            "Binary = 00FF",
        ],
    );
    assert_eq!(time(&seen), "2021-03-03T06:49:42.162Z");
    assert!(!seen.records[0].contains("xmlns"));
}

#[test]
fn xml_with_root_message_and_user_data() {
    let rendered = EVENT.replace(
        "</Event>",
        "<RenderingInfo Culture='fr-FR'><Message>texte\nsuite</Message><Level>Erreur</Level>\
         </RenderingInfo></Event>",
    );
    let user = EVENT
        .replace("<EventData>", "<UserData><Event xmlns='x'><User>jane</User>")
        .replace("</EventData>", "</Event></UserData>");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>{rendered}\r\n\
         {user}</Events>\r\n"
    );
    let seen = xml(&text);
    assert_eq!((seen.records.len(), seen.losses()), (2, Vec::new()));
    assert!(seen.records[0].contains("\n  Message = texte\\nsuite\n"), "{}", seen.records[0]);
    assert!(seen.records[0].contains("\n  RenderingInfo_Level = Erreur"));
    assert!(seen.records[0].contains("\n  Level = 4\n"));
    assert!(seen.records[1].contains("\n  User = jane\n"), "{}", seen.records[1]);
}

#[test]
fn xml_as_evtx_dump_writes_it() {
    let pretty = EVENT.replace("><", ">\n  <");
    let text = format!(
        "Record 1\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{pretty}\n\nRecord 2\n\
         <?xml version=\"1.0\" encoding=\"utf-8\"?>\n{pretty}\n"
    );
    let seen = xml(&text);
    assert_eq!((seen.records.len(), seen.losses()), (2, Vec::new()));
}

#[test]
fn xml_in_utf_16() {
    let units = |mark: &str| -> Vec<u8> {
        format!("{mark}<Events>{EVENT}{EVENT}</Events>")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect()
    };
    for mark in ["\u{feff}", ""] {
        let seen = read("event-xml", &units(mark));
        assert_eq!((seen.records.len(), seen.losses()), (2, Vec::new()), "{mark:?}");
    }
}

#[test]
fn damaged_xml_costs_one_event() {
    use model::GapReason::{Damaged, TooLarge, Truncated};
    let broken = EVENT.replace("</Channel>", "</Chan");
    let seen = xml(&format!("{EVENT}{broken}{EVENT}{}", &EVENT[..EVENT.len() - 30]));
    assert_eq!(seen.records.len(), 2);
    assert_eq!(seen.losses(), [(Damaged, 1), (Truncated, 1)]);
    let without_end = EVENT.replace("</Event>", &" ".repeat(1_300_000));
    let seen = xml(&format!("{EVENT}{without_end}{EVENT}"));
    assert_eq!(seen.records.len(), 2);
    assert_eq!(seen.losses(), [(TooLarge, 1)]);
    let seen = xml(&format!("{EVENT} what is this {EVENT}"));
    assert_eq!((seen.records.len(), seen.losses()), (2, vec![(Damaged, 1)]));
}

#[test]
fn evtx_dump_json_lines() {
    let seen = json(
        r##"{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"MSExchange CmdletLogs"}},"EventID":{"#text":"6","#attributes":{"Qualifiers":"49152"}},"Level":"2","TimeCreated":{"#attributes":{"SystemTime":"2021-11-19T16:52:33.833733500Z"}},"EventRecordID":9,"Channel":"MSExchange Management","Computer":"mx01","Security":null},"EventData":{"Data":{"#text":["Get-App",null,"contoso.local/Users/adm"]}}}}"##,
    );
    only(
        &seen,
        &[
            "Provider_Name = MSExchange CmdletLogs",
            "EventID = 6",
            "Qualifiers = 49152",
            "Level = 2",
            "EventRecordID = 9",
            "Data = Get-App",
            "Data = contoso.local/Users/adm",
        ],
    );
    assert_eq!(time(&seen), "2021-11-19T16:52:33.8337335Z");
    // Attributes set apart, several objects on their own lines, named items, user data.
    let seen = json(
        r#"Record 3
{
  "Event": {
    "System": { "Provider_attributes": {"Name": "Contoso"}, "EventID": 104, "Channel": "System",
                "TimeCreated_attributes": {"SystemTime": "2021-03-03T06:49:42Z"} },
    "UserData": { "LogFileCleared": { "SubjectUserName": "jane", "Channel_": null } }
  }
}
"#,
    );
    only(&seen, &["Provider_Name = Contoso", "EventID = 104", "SubjectUserName = jane"]);
}

#[test]
fn velociraptor_results() {
    let seen = json(
        r#"{"System":{"Provider":{"Name":"Contoso","Guid":"G"},"EventID":{"Value":4624},"Level":0,"TimeCreated":{"SystemTime":1615686012.987},"EventRecordID":5,"Correlation":{},"Execution":{"ProcessID":640,"ThreadID":1},"Channel":"Security","Computer":"mx01","Security":{"UserID":"S-1-5-18"}},"EventData":{"TargetUserName":"jane","LogonType":3},"Message":"An account was logged on","_Source":"Windows.EventLogs"}"#,
    );
    only(
        &seen,
        &[
            "Provider_Guid = G",
            "EventID = 4624",
            "Execution_ProcessID = 640",
            "Security_UserID = S-1-5-18",
            "TargetUserName = jane",
            "LogonType = 3",
            "Message = An account was logged on",
        ],
    );
    assert_eq!(time(&seen), "2021-03-14T01:40:12.987Z");
}

#[test]
fn winlogbeat_nested_and_flat() {
    let nested = r#"{"@timestamp":"2021-03-14T01:40:12.987Z","event":{"code":"1","kind":"event"},"log":{"level":"information"},"message":"Cmdlet suceeded.","winlog":{"event_data":{"param1":"Set-OabVirtualDirectory","param10":"j","param2":"-Force"},"channel":"MSExchange Management","computer_name":"mx01","event_id":"1","keywords":["Classic"],"process":{"pid":4,"thread":{"id":8}},"provider_name":"MSExchange CmdletLogs","record_id":77,"user":{"identifier":"S-1-5-18"}}}"#;
    only(
        &json(nested),
        &[
            "Provider_Name = MSExchange CmdletLogs",
            "EventID = 1",
            "Level = 4",
            "EventRecordID = 77",
            "Execution_ProcessID = 4",
            "Execution_ThreadID = 8",
            "Security_UserID = S-1-5-18",
            "Computer = mx01",
            "Message = Cmdlet suceeded.",
        ],
    );
    let record = &json(nested).records[0];
    let wanted = "\n  Data = Set-OabVirtualDirectory\n  Data = -Force\n  Data = j";
    assert!(record.contains(wanted), "{record}");
    let flat = r#"{"@timestamp":"2021-03-14T01:40:12.987Z","winlog.channel":"System","winlog.event_id":7036,"winlog.provider_name":"SCM","winlog.event_data.param1":"w3svc","winlog.event_data.a.b":"x"}"#;
    only(&json(flat), &["Channel = System", "EventID = 7036", "param1 = w3svc", "a.b = x"]);
    assert_eq!(time(&json(flat)), "2021-03-14T01:40:12.987Z");
}

#[test]
fn nxlog_lines_get_their_cmdlet_back() {
    let line = r#"{"SourceName":"MSExchange CmdletLogs","Level":"4","Channel":"MSExchange Management","Hostname":"mx01","TimeCreated":"2021-03-14T01:40:12.987Z","EventID":1,"ProcessID":4,"Message":"Cmdlet suceeded. Cmdlet Set-Mailbox, parameters -Name \"a \"b\" c\" -Identity \"x.y\"."}"#;
    only(
        &json(line),
        &[
            "Provider_Name = MSExchange CmdletLogs",
            "Computer = mx01",
            "Execution_ProcessID = 4",
            "Data = Set-Mailbox",
            "Data = -Name \\\"a \\\"b\\\" c\\\" -Identity \\\"x.y\\\"",
        ],
    );
    // Another provider may say the same and is left alone.
    let other = line.replace("MSExchange CmdletLogs", "Contoso");
    assert!(!json(&other).records[0].contains("Data = "));
    // A time without a zone is none.
    let local = line.replace("TimeCreated", "EventTime").replace("T01:40:12.987Z", " 01:40:12");
    assert_eq!(time(&json(&local)), "no");
}

#[test]
fn chainsaw_hayabusa_powershell_and_search_results() {
    let chainsaw = r#"[{"group":"Sigma","name":"x","document":{"kind":"evtx","path":"a.evtx","data":{"Event":{"System":{"Provider_attributes":{"Name":"P"},"EventID":1,"Channel":"C"},"EventData":{"Image":"cmd.exe"}}}}},
 {"_index":"w","_source":{"winlog":{"channel":"C","event_id":2,"provider_name":"P"}}}]"#;
    let seen = json(chainsaw);
    assert_eq!((seen.records.len(), seen.losses()), (2, Vec::new()));
    assert!(seen.records[0].contains("\n  Image = cmd.exe"), "{seen:?}");
    let hayabusa = r#"{"Timestamp":"2021-03-14 01:40:12.987 +00:00","RuleTitle":"t","Computer":"mx01","Channel":"Sec","EventID":4688,"RecordID":3,"Details":{"Cmdline":"cmd /c whoami"},"ExtraFieldInfo":{"TokenElevationType":"x"}}"#;
    let seen = json(hayabusa);
    only(&seen, &["EventRecordID = 3", "Cmdline = cmd /c whoami", "TokenElevationType = x"]);
    assert_eq!(time(&seen), "2021-03-14T01:40:12.987Z");
    let powershell = r#"{"Id":6,"ProviderName":"MSExchange CmdletLogs","LogName":"MSExchange Management","MachineName":"mx01","RecordId":8,"TimeCreated":"\/Date(1615686012987)\/","Properties":[{"Value":"Get-App"},{"Value":"-X"}]}"#;
    let seen = json(powershell);
    only(&seen, &["EventID = 6", "EventRecordID = 8", "Data = Get-App", "Data = -X"]);
    assert_eq!(time(&seen), "2021-03-14T01:40:12.987Z");
}

const LINE: &str = r#"{"EventID":1,"Channel":"C","Message":"m"}"#;

#[test]
fn damaged_json_costs_one_line() {
    use model::GapReason::{Damaged, Truncated};
    let text = |broken: &str| format!("{LINE}\n{broken}\n{LINE}\n");
    let cases = [
        (r#"{"EventID":1,"Channel":"C"#, Damaged),
        (r#"{"EventID":1,"Channel":"C","#, Damaged),
        (r#"{"EventID":1,,"Channel":"C"}"#, Damaged),
        (r#"{"name":"no event"}"#, Damaged),
        ("\0\0\0\0", Damaged),
        (&"{".repeat(200), Damaged),
    ];
    for (broken, reason) in cases {
        let seen = json(&text(broken));
        assert_eq!((seen.records.len(), seen.losses()), (2, vec![(reason, 1)]), "{broken}");
    }
    let seen = json(&format!("{LINE}\n{}", &LINE[..20]));
    assert_eq!((seen.records.len(), seen.losses()), (1, vec![(Truncated, 1)]));
}

#[test]
fn many_events_in_one_long_line_are_read_one_by_one() {
    let line = LINE.replace("\"m\"", &format!("\"{}\"", "m".repeat(8_000)));
    let count = 1024 * 1024 / line.len() + 2;
    let list = vec![line.as_str(); count].join(",");
    for text in [
        format!("[{list}]"),
        line.repeat(count),
        format!("{{\"Events\":[{list}]}}"),
        format!("{{\"took\":3,\"hits\":{{\"total\":[1],\"hits\": [ {list} ]}}}}"),
    ] {
        let seen = json(&text);
        assert_eq!((seen.records.len(), seen.losses()), (count, Vec::new()), "{}", &text[..40]);
    }
    let small = format!("{{\"hits\":{{\"hits\":[{LINE},{LINE}]}}}}");
    assert_eq!((json(&small).records.len(), json(&small).losses()), (2, Vec::new()));
    let cut = format!("{{\"Events\":[{LINE},{LINE},{}", &LINE[..LINE.len() / 2]);
    let seen = json(&cut);
    assert_eq!((seen.records.len(), seen.losses().len()), (2, 1), "{:?}", seen.losses());
}

#[test]
fn other_json_and_xml_is_not_taken() {
    for text in [
        r#"{"id":1,"channel":"general","text":"hello"}"#,
        r#"{"EventID":"none","Channel":"C"}"#,
        "<Event><Name>Party</Name></Event>",
        "<configuration><Events/></configuration>",
        "",
        "{",
    ] {
        assert_eq!(testing::recognised("C:\\x.json", text.as_bytes()), None, "{text}");
    }
    assert_eq!(testing::recognised("C:\\x", LINE.as_bytes()), Some(("event-json", Sniff::Certain)));
    assert_eq!(testing::recognised("C:\\x", EVENT.as_bytes()), Some(("event-xml", Sniff::Certain)));
}

#[test]
fn long_events_are_recognised_by_their_words() {
    let long = LINE.replace("\"m\"", &format!("\"{}\"", "m".repeat(100_000)));
    let (id, seen, _) = testing::read_any("C:\\x", long.as_bytes()).unwrap();
    assert_eq!((id, seen.records.len(), seen.losses()), ("event-json", 1, Vec::new()));
}

#[test]
fn the_size_of_reads_changes_nothing() {
    let records: String = (0..3_000).map(|n| format!("Record {n}\n{LINE}\n")).collect();
    let events = format!("<Events>{}</Events>", format!("{EVENT}\n").repeat(300));
    for (format, text) in [(&EventJson as &dyn Format, records), (&EventXml, events)] {
        let (whole, _) = testing::read(format, "C:\\x", text.as_bytes());
        assert_eq!(whole.losses(), Vec::new());
        let steps = vec![1, 7, 1_000, 65_536, 333];
        let mut reader = testing::Stepping { bytes: text.as_bytes(), steps, turn: 0 };
        let (mut seen, path) = (Seen::default(), model::WinPath::new("C:\\x"));
        let head = &text.as_bytes()[..text.len().min(crate::HEAD_BYTES)];
        let input = crate::Input {
            path: &path,
            reader: &mut reader,
            head,
            header: None,
            start: 0,
            end: None,
        };
        format.read(input, &mut seen).unwrap();
        assert_eq!(seen, whole);
    }
}

#[test]
fn real_exports() {
    let wanted: [Wanted<'_>; 2] = [
        ("MSExchange_Management_event6", "event-xml", 1, &[]),
        ("OTRF_ProxyLogon", "event-json", 87, &[]),
    ];
    testing::check_shared("evtx_text", &wanted);
    let Some(files) = testing::shared("evtx_text") else { return };
    let (old, _) = testing::read(&EventXml, "C:\\x", &files[0].1);
    assert_eq!(old.records[0].matches("\n  Data = ").count(), 12, "14, two of them empty");
    assert!(old.records[0].contains("\n  Data = Add-DatabaseAvailabilityGroupServer\n"));
    assert!(old.records[0].starts_with("event 2012-02-22T10:41:37Z "));
    let (otrf, _) = testing::read(&EventJson, "C:\\x", &files[1].1);
    let write = otrf.records.iter().find(|text| text.contains("Data = Set-OabVirtualDirectory"));
    let write = write.unwrap();
    assert!(write.starts_with("event 2021-03-14T01:40:12.987Z "));
    assert!(write.contains("\n  Channel = MSExchange Management\n"));
    let url = "\n  Data = -ExternalUrl \\\"http://ffff/#<script language=\\\"JScript\\\"";
    assert!(write.contains(url), "{write}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_never_panic(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
        in_json in any::<bool>(),
    ) {
        let text = if in_json { format!("{LINE}\n").repeat(5) } else { EVENT.repeat(3) };
        let mut bytes = text.into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        crate::fuzz::format("event-json", &bytes);
        crate::fuzz::format("event-xml", &bytes);
    }
}
