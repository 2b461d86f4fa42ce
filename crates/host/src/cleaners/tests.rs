//! Cleaners' files, made here after the public descriptions: every threat is found with its place,
//! action and time, hostile ones are gaps.

use model::{GapReason, Locator, WinPath};

use crate::testing::{Seen, read, wide};
use crate::writers::quarantine::{NewEntry, file};
use crate::{Fact, Sink};

const SHELL: &str = r"C:\inetpub\wwwroot\aspnet_client\discover.aspx";

/// Two runs of the scanner: one removes a page, one finds nothing.
pub(crate) const SCANS: &str = "\r\n-----------------------------\r\n\
Microsoft Safety Scanner v1.333, (build 1.333.445.0)\r\n\
Started On Thu Mar 11 10:21:58 2021\r\n\r\n\
Engine: 1.1.17900.7\r\nSignatures: 1.333.445.0\r\nRun Mode: Scan Run in Quiet Mode\r\n\r\n\
Quick Scan Results:\r\n-------------------\r\n\
Threat Detected: Backdoor:ASP/Sample.A!dha and Removed!\r\n\
  Action: Remove, Result: 0x00000000\r\n\
    file://C:\\inetpub\\wwwroot\\aspnet_client\\discover.aspx\r\n\
        SigSeq: 0x0000B5DD08F2A0A0\r\n\
        SHA1: 0123456789012345678901234567890123456789\r\n\
    containerfile://C:\\inetpub\\wwwroot\\aspnet_client\\x.zip\r\n\
->Scan ERROR: resource file://C:\\pagefile.sys (code 0x00000020 (32))\r\n\
Threat Detected: Trojan:Win32/Sample.B, not removed.\r\n\
  Action: NoAction, Result: 0x00000000\r\n\
    regkey://HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\r\n\
Results Summary:\r\n----------------\r\n\
Found Backdoor:ASP/Sample.A!dha and Removed!\r\n\
Microsoft Safety Scanner Finished On Thu Mar 11 10:42:08 2021\r\n\r\n\r\n\
Return code: 7 (0x7)\r\n\
-----------------------------\r\n\
Microsoft Windows Malicious Software Removal Tool v5.88, (build 5.88.17950.1)\r\n\
Started On Fri Mar  5 03:00:01 2021\r\nResults Summary:\r\n----------------\r\n\
No infection found.\r\n\
Microsoft Windows Malicious Software Removal Tool Finished On Fri Mar  5 03:02:00 2021\r\n\
Return code: 0 (0x0)\r\n";

/// The tool's log of a mitigation with a scan that finds something.
pub(crate) const MITIGATION: &str = "2021-03-16 10:21:58 Info: Starting mitigation process on EX01\r\n\
2021-03-16 10:22:10 Info: Mitigation complete on EX01 :: Default Web Site\r\n\
2021-03-16 10:40:00 Info: Threats detected! Please review the log\r\n\
2021-03-16 10:40:01 Error: Mitigation failed on EX02 :: Default Web Site\r\n\
a line that continues\r\n";

/// Defender's log: a page found twice, quarantined, and a block of an older version.
pub(crate) const PROTECTION: &str = "2021-03-07T11:16:35.087Z ProcessImageName: w3wp.exe, Pid: 7, EstimatedImpact: 1%\r\n\
2021-03-07T11:16:35.103Z DETECTION_ADD#1 Backdoor:ASP/Sample.A file:C:\\inetpub\\wwwroot\\a;b.aspx PropBag [length: 0, data: (null)]\r\n\
2021-03-07T11:16:35.104Z DETECTIONEVENT MPSOURCE_REALTIME Backdoor:ASP/Sample.A file:C:\\inetpub\\wwwroot\\a;b.aspx;\r\n\
2021-03-07T11:16:57.181 DETECTION_CLEANEVENT MPSOURCE_REALTIME MP_THREAT_ACTION_QUARANTINE 0 Backdoor:ASP/Sample.A file:C:\\inetpub\\wwwroot\\a;b.aspx;process:pid:4,ProcessStart:1;\r\n\
Beginning threat actions\r\nStart time:03-07-2021 12:16:50\r\nThreat Name:Backdoor:ASP/Sample.A\r\n\
Action:quarantine\r\nPath:\\\\?\\C:\\inetpub\\wwwroot\\a;b.aspx\r\n\
File to act on SHA1:0123456789012345678901234567890123456789\r\n\
Resource action complete:Quarantine\r\nFinished threat actions\r\n";

/// A value of the detection history.
fn value(kind: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = (data.len() as u32).to_le_bytes().to_vec();
    bytes.extend(kind.to_le_bytes());
    bytes.extend(data);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    value(0x15, &zero_ended(text))
}

fn zero_ended(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

fn number(number: u32) -> Vec<u8> {
    value(6, &number.to_le_bytes())
}

/// 2021-03-03T10:00:00Z as a FILETIME.
const MOMENT: u64 = (1_614_765_600 + 11_644_473_600) * 10_000_000;

/// A page that Defender quarantined.
pub(crate) fn detection() -> Vec<u8> {
    let mut sums = vec![0; 4];
    let key = zero_ended("ThreatTrackingSha256");
    sums.extend((key.len() as u32).to_le_bytes());
    sums.extend(key);
    let sum = zero_ended(&"ab".repeat(32));
    sums.extend(6_u32.to_le_bytes());
    sums.extend((sum.len() as u32).to_le_bytes());
    sums.extend(sum);
    let time = |later: u64| value(0x0A, &(MOMENT + later * 10_000_000).to_le_bytes());
    let mut parts = vec![
        value(8, &2_147_686_744_u64.to_le_bytes()),
        value(0x1E, &[7; 16]),
        text("Magic.Version:1.2"),
        text("Backdoor:ASP/Sample.A"),
    ];
    parts.extend([0, 0, 0, 0, 0, 3, 0, 1].map(number));
    parts.extend([text("Magic.Version:1.2"), text("file"), text(SHELL)]);
    parts.extend([number(0), number(sums.len() as u32), value(0x28, &sums)]);
    parts.extend([time(20), value(5, &[0; 4]), number(0), value(0x1E, &[0; 16]), number(0)]);
    parts.extend([number(0), text("NT AUTHORITY\\SYSTEM"), number(0), text("w3wp.exe")]);
    parts.extend([number(0), number(0), number(0), time(0), number(0), time(10)]);
    parts.concat()
}

/// An entry of the quarantine with one file.
pub(crate) fn entry() -> Vec<u8> {
    let threat = "Backdoor:ASP/Sample.A";
    NewEntry { path: SHELL, threat, resource: [0xAB; 20], time: MOMENT }.bytes()
}

#[test]
fn a_scan_says_what_it_removed_from_where() {
    for bytes in [SCANS.as_bytes().to_vec(), wide(SCANS)] {
        let (id, seen) = read("C:\\Windows\\debug\\msert.log", &bytes);
        assert_eq!((id, seen.losses()), ("msert-log", vec![]));
        let shown = seen.shown();
        assert_eq!(seen.count("element", "threat"), 3, "{shown}");
        let page = seen.having("path", SHELL)[0];
        assert_eq!(page.value("threat"), Some("Backdoor:ASP/Sample.A!dha"));
        assert_eq!((page.value("action"), page.value("removed")), (Some("remove"), Some("true")));
        assert_eq!(page.value("time"), Some("2021-03-11T10:21:58"));
        assert_eq!((page.value("clock"), page.time), (Some("local"), None));
        let kept = seen.having("scheme", "regkey")[0];
        assert_eq!(
            (kept.value("action"), kept.value("removed")),
            (Some("no-action"), Some("false"))
        );
        let runs = seen.having("element", "run");
        assert_eq!(runs.len(), 2, "{shown}");
        assert_eq!(runs[0].value("ended"), Some("2021-03-11T10:42:08"));
        assert_eq!((runs[0].value("returnCode"), runs[0].value("threats")), (Some("7"), Some("2")));
        assert_eq!(runs[0].value("engine"), Some("1.1.17900.7"));
        assert_eq!(runs[0].value("scanErrors"), Some("1"));
        assert_eq!((runs[1].value("tool"), runs[1].value("returnCode")), (Some("mrt"), Some("0")));
        assert_eq!(runs[1].value("started"), Some("2021-03-05T03:00:01"));
    }
}

#[test]
fn a_scan_that_was_cut_off_has_not_finished_and_noise_is_a_gap() {
    let (_, seen) = read("C:\\Windows\\debug\\msert.log", &SCANS.as_bytes()[..700]);
    let run = seen.having("element", "run")[0];
    assert_eq!((run.value("finished"), run.value("ended")), (Some("false"), None));
    // A log whose beginning is lost still names its threats.
    let rest = &SCANS[SCANS.find("Threat").unwrap()..SCANS.find("Results S").unwrap()];
    let (_, seen) = read("C:\\Windows\\debug\\msert.log", rest.as_bytes());
    assert_eq!(seen.having("path", SHELL)[0].value("tool"), Some("msert"));
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    let (id, seen) = read("C:\\Windows\\debug\\mrt.log", b"something else\r\n");
    assert_eq!((id, seen.losses()), ("msert-log", vec![(GapReason::Damaged, 1)]));
}

#[test]
fn the_mitigation_tool_says_when_it_mitigated() {
    let path = "C:\\Users\\a\\AppData\\Local\\Temp\\msert\\EOMT.log";
    for bytes in [MITIGATION.as_bytes().to_vec(), wide(MITIGATION)] {
        let (id, seen) = read(path, &bytes);
        assert_eq!((id, seen.losses(), seen.facts.len()), ("eomt-log", vec![], 4));
        let applied = seen.having("action", "mitigation-applied")[0];
        assert_eq!(applied.value("time"), Some("2021-03-16T10:22:10"));
        assert_eq!(applied.value("mitigation"), Some("CVE-2021-26855"));
        assert_eq!(seen.count("action", "threats-detected"), 1);
        assert_eq!(seen.having("level", "Error")[0].value("action"), Some("mitigation-failed"));
    }
    let debug = "[05/20/2026 08:00:00] : Mitigation for CVE-2026-42897 applied on EX01\r\n";
    let (_, seen) = read("C:\\t\\EOMT.ps1-Debug_20260520080000.txt", &wide(debug));
    let applied = &seen.facts[0];
    assert_eq!(applied.value("mitigation"), Some("CVE-2026-42897"));
    assert_eq!(applied.value("time"), Some("2026-05-20T08:00:00"));
}

#[test]
fn the_summary_says_whether_it_succeeded() {
    let page = |outcome: &str| {
        format!(
            "Microsoft Safety Scanner and CVE-2021-26855 mitigation summary\r\nMessage: Microsoft \
             attempted to mitigate your server.\r\nThis attempt was {outcome}.\r\n"
        )
    };
    for (outcome, action) in
        [("successful", "mitigation-applied"), ("unsuccessful", "mitigation-failed")]
    {
        let (id, seen) = read("C:\\EOMTSummary.txt", page(outcome).as_bytes());
        assert_eq!((id, seen.losses()), ("eomt-log", vec![]));
        assert_eq!(seen.facts[0].value("action"), Some(action));
        assert_eq!(seen.facts[0].value("mitigation"), Some("CVE-2021-26855"));
    }
    let (_, seen) = read("C:\\EOMTSummary.txt", page("interrupted").as_bytes());
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
}

#[test]
fn former_settings_show_a_mitigation_and_its_end() {
    let text = r#"[{"Cmdlet":"Clear-WebConfiguration","Parameters":{"PSPath":"IIS:\\Sites\\Default Web Site\\owa","Filter":"rule"}}]"#;
    let folder =
        "C:\\Windows\\System32\\inetsrv\\config\\IISManagementRestoreCmdlets-CVE-2026-42897";
    for (ending, action) in [("json", "rollback-saved"), ("bak", "rolled-back")] {
        let (id, seen) = read(&format!("{folder}.{ending}"), &wide(text));
        assert_eq!((id, seen.losses()), ("eomt-log", vec![]));
        let fact = &seen.facts[0];
        assert_eq!(
            (fact.value("action"), fact.value("mitigation")),
            (Some(action), Some("CVE-2026-42897"))
        );
        assert_eq!(fact.value("cmdlet"), Some("Clear-WebConfiguration"));
        assert_eq!(fact.value("filter"), Some("rule"));
    }
    let (_, seen) = read(&format!("{folder}.json"), &text.as_bytes()[..40]);
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    // The file itself still shows that there was a mitigation.
    assert_eq!(seen.facts.len(), 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (_, seen) = read(&format!("{folder}.json"), deep.as_bytes());
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
}

#[test]
fn the_protection_log_has_each_detection_once_and_each_action() {
    let path = "C:\\ProgramData\\Microsoft\\Windows Defender\\Support\\MPLog-20210301-100000.log";
    let (id, seen) = read(path, &wide(PROTECTION));
    assert_eq!((id, seen.losses()), ("defender-log", vec![]));
    let shown = seen.shown();
    assert_eq!(seen.count("element", "detection"), 1, "{shown}");
    let found = seen.having("element", "detection")[0];
    assert_eq!(found.value("path"), Some("C:\\inetpub\\wwwroot\\a;b.aspx"));
    assert_eq!(found.time.unwrap().to_string(), "2021-03-07T11:16:35.103Z");
    let actions = seen.having("action", "quarantine");
    assert_eq!(actions.len(), 3, "{shown}");
    assert_eq!(actions[0].value("removed"), Some("true"));
    assert!(actions[0].time.is_some(), "a time without its Z is UTC");
    assert_eq!(actions[1].value("scheme"), Some("process"));
    assert_eq!(actions[2].value("time"), Some("2021-03-07T12:16:50"));
    assert_eq!(actions[2].value("path"), Some("C:\\inetpub\\wwwroot\\a;b.aspx"));
    let cut = PROTECTION.split("Finished").next().unwrap();
    let odd = format!("{cut}2021-03-07T11:16:35.103Z DETECTION_ADD#1 nothing of note\r\n");
    let (_, seen) = read(path, &wide(&odd));
    assert_eq!(seen.losses(), [(GapReason::Truncated, 1), (GapReason::Damaged, 1)]);
}

#[test]
fn the_detection_history_says_what_became_of_the_threat() {
    let path = "C:\\ProgramData\\Microsoft\\Windows Defender\\Scans\\History\\Service\\\
                DetectionHistory\\05\\07070707-0707-0707-0707-070707070707";
    let (id, seen) = read(path, &detection());
    assert_eq!((id, seen.losses()), ("defender-history", vec![]));
    let fact = &seen.facts[0];
    assert_eq!(fact.value("threat"), Some("Backdoor:ASP/Sample.A"));
    assert_eq!((fact.value("path"), fact.value("scheme")), (Some(SHELL), Some("file")));
    assert_eq!((fact.value("action"), fact.value("removed")), (Some("quarantine"), Some("true")));
    assert_eq!(fact.time.unwrap().to_string(), "2021-03-03T10:00:00Z");
    assert_eq!(fact.value("remediated"), Some("2021-03-03T10:00:10Z"));
    assert_eq!(fact.value("user"), Some("NT AUTHORITY\\SYSTEM"));
    assert_eq!(fact.value("process"), Some("w3wp.exe"));
    assert_eq!(fact.value("id"), Some("07070707-0707-0707-0707-070707070707"));
    assert_eq!(fact.value("sha256"), Some("ab".repeat(32).as_str()));
    for length in (0..detection().len()).step_by(13) {
        let (_, seen) = read(path, &detection()[..length]);
        assert!(length == 0 || !seen.gaps.is_empty() || !seen.facts.is_empty(), "{length}");
    }
}

#[test]
fn the_quarantine_says_where_a_file_lay() {
    let path = "C:\\ProgramData\\Microsoft\\Windows Defender\\Quarantine\\Entries\\{8001}";
    let (id, seen) = read(path, &entry());
    assert_eq!((id, seen.losses()), ("defender-quarantine", vec![]));
    let fact = &seen.facts[0];
    assert_eq!(fact.value("path"), Some(SHELL));
    assert_eq!(fact.value("threat"), Some("Backdoor:ASP/Sample.A"));
    assert_eq!(fact.value("resource"), Some("ab".repeat(20).as_str()));
    assert_eq!(fact.value("created"), Some("2021-03-03T10:00:00Z"));
    assert_eq!(fact.time.unwrap().to_string(), "2021-03-03T10:00:00Z");
    let (_, seen) = read(path, &entry()[..150]);
    assert_eq!(seen.losses()[0], (GapReason::Truncated, 1));
    let (_, seen) = read(path, b"no entry at all");
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
}

/// A sink that looks into what lies inside files.
#[derive(Default)]
struct Inner {
    seen: Seen,
    contents: Vec<Vec<u8>>,
}

impl Sink for Inner {
    fn fact(&mut self, fact: Fact) {
        self.seen.fact(fact);
    }

    fn inner(&mut self, fact: Fact, bytes: &[u8]) {
        self.contents.push(bytes.to_vec());
        self.seen.fact(fact);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        self.seen.gap(locator, reason, detail, count, bytes);
    }
}

fn quarantined(name: &str, bytes: &[u8]) -> Inner {
    let path = WinPath::new(name);
    let known = crate::recognise(crate::Head { path: &path, bytes }).expect("known");
    assert_eq!(known.id(), "defender-quarantined");
    let mut inner = Inner::default();
    known.read(&path, bytes, &mut inner);
    inner
}

const KEPT: &str = r"C:\ProgramData\Microsoft\Windows Defender\Quarantine\ResourceData\AB\ABAB";

#[test]
fn a_quarantined_file_is_handed_on_as_it_was() {
    let page = b"<%@ Page %> inert";
    let bytes = file(page, &[(":Zone.Identifier:$DATA", b"[ZoneTransfer]")]);
    // Known by content alone, too.
    for name in [KEPT, "C:\\loose\\ABAB"] {
        let inner = quarantined(name, &bytes);
        assert_eq!(inner.seen.losses(), []);
        assert_eq!(inner.contents, [&page[..], b"[ZoneTransfer]"]);
        let [content, stream] = &inner.seen.facts[..] else { panic!("{}", inner.seen.shown()) };
        assert_eq!((content.value("resource"), content.value("stream")), (Some("abab"), None));
        assert_eq!((content.value("size"), content.value("owner")), (Some("17"), Some("S-1-5-18")));
        assert_eq!(stream.value("stream"), Some(":Zone.Identifier:$DATA"));
    }
}

#[test]
fn what_is_lost_of_a_quarantined_file_is_said() {
    let bytes = file(&[b'x'; 100], &[]);
    let inner = quarantined(KEPT, &bytes[..bytes.len() - 60]);
    assert_eq!(inner.seen.losses(), [(GapReason::Truncated, 1)]);
    assert_eq!((inner.seen.gaps[0].2, inner.contents[0].len()), (60, 40));
    assert_eq!(inner.seen.facts[0].value("cut"), Some("yes"));
    let inner = quarantined(KEPT, b"no file of the quarantine at all");
    assert_eq!(inner.seen.losses()[0], (GapReason::Damaged, 1));
    assert!(inner.seen.facts.is_empty());
    // A descriptor alone, and an empty file.
    let inner = quarantined(KEPT, &bytes[..52]);
    assert_eq!(inner.seen.losses(), [(GapReason::Damaged, 1)]);
    let inner = quarantined(KEPT, &file(b"", &[]));
    assert_eq!((inner.seen.losses(), inner.contents.len()), (vec![], 1));
    let many = [("", &b"x"[..]); 100];
    let inner = quarantined(KEPT, &file(b"a", &many));
    assert_eq!(inner.seen.losses(), [(GapReason::TooLarge, 1)]);
}

#[test]
fn ordinary_texts_are_nobody_s() {
    for name in ["C:\\logs\\app.log", "C:\\notes.txt"] {
        let head = b"2021-03-16 10:21:58 Info: started the threat actions of the day\r\n";
        let known = crate::recognise(crate::Head { path: &WinPath::new(name), bytes: head });
        assert!(known.is_none(), "{name}");
    }
}
