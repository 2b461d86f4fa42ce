//! The invented server: its builds, what of its logs was read and what was not.

use super::at;
use crate::{
    Artefact, Build, BuildSpan, Coverage, Exposure, FileTimes, Gap, GapReason, Host, HourSet,
    Locator, RecordKind, SourceKey, WinPath, hour_of,
};

/// Records an hour of a busy log in the fixture.
const ROWS_AN_HOUR: u64 = 120;

/// The host with its build history and exposure.
pub(super) fn host() -> Host {
    let vulnerable = Build::new(15, 1, 2106, 2);
    let patched = Build::new(15, 1, 2106, 13);
    Host {
        name: Some("EX01".to_owned()),
        product: Some("Exchange Server 2016".to_owned()),
        build: Some(patched),
        build_history: vec![
            BuildSpan {
                build: vulnerable,
                name: Some("2016 CU18".to_owned()),
                first_seen: Some(at("2020-10-02T19:04:00Z")),
                last_seen: Some(at("2021-03-12T01:58:00Z")),
                sources: vec![RecordKind::SETUP, RecordKind::HTTP_PROXY],
            },
            BuildSpan {
                build: patched,
                name: None,
                first_seen: Some(at("2021-03-12T02:10:00Z")),
                last_seen: Some(at("2021-03-16T23:59:00Z")),
                sources: vec![RecordKind::HTTP_PROXY],
            },
        ],
        exposure: exposure(),
    }
}

fn exposure() -> Vec<Exposure> {
    let hole = |cve: &str, family: Option<&str>, to: Option<&str>, note: Option<&str>| Exposure {
        cve: cve.to_owned(),
        family: family.map(str::to_owned),
        from: Some(at("2020-10-02T19:04:00Z")),
        to: to.map(at),
        note: note.map(str::to_owned),
    };
    let logon = Some("ProxyLogon");
    let patch = Some("2021-03-12T02:10:00Z");
    let shell = Some("ProxyShell");
    vec![
        hole("CVE-2021-34473", shell, None, Some("fixed by the April 2021 update")),
        hole("CVE-2021-34523", shell, None, Some("fixed by the April 2021 update")),
        hole("CVE-2021-31207", shell, None, Some("fixed by the May 2021 update")),
        hole("CVE-2021-26855", logon, patch, None),
        hole("CVE-2021-26857", logon, patch, None),
        hole("CVE-2021-26858", logon, patch, None),
        hole("CVE-2021-27065", logon, patch, None),
        hole("CVE-2020-16875", None, None, Some("needs an authenticated user")),
    ]
}

fn source(kind: RecordKind, part: &str, from: &str, to: &str, missing: &[(&str, i64)]) -> Coverage {
    let missing: Vec<(i64, i64)> = missing
        .iter()
        .map(|(start, hours)| (hour_of(at(start)), hour_of(at(start)) + hours))
        .collect();
    let mut hours = HourSet::default();
    for hour in hour_of(at(from))..=hour_of(at(to)) {
        if !missing.iter().any(|(from, to)| (*from..*to).contains(&hour)) {
            hours.add(hour, ROWS_AN_HOUR);
        }
    }
    Coverage {
        files: hours.iter().count() as u64,
        first: Some(at(from)),
        last: Some(at(to)),
        ..Coverage::new(SourceKey::new(kind, part), &hours)
    }
}

/// What was read, with holes of hours and days.
pub(super) fn coverage() -> Vec<Coverage> {
    let (from, to) = ("2021-02-06T00:03:00Z", "2021-03-16T23:59:00Z");
    let night = ("2021-02-27T10:00:00Z", 5);
    let mut iis = source(RecordKind::IIS, "W3SVC1", "2021-02-14T00:00:00Z", to, &[night]);
    iis.rows_without_time = 3;
    vec![
        source(RecordKind::SETUP, "", "2020-10-02T19:04:00Z", "2020-10-02T20:31:00Z", &[]),
        source(
            RecordKind::ECP_SERVER,
            "",
            from,
            to,
            &[night, ("2021-03-06T00:00:00Z", 60), ("2021-03-11T06:00:00Z", 8)],
        ),
        source(RecordKind::HTTP_PROXY, "autodiscover", from, to, &[night]),
        source(RecordKind::HTTP_PROXY, "ecp", from, to, &[night, ("2021-02-10T03:00:00Z", 1)]),
        source(RecordKind::HTTP_PROXY, "owa", from, to, &[night]),
        iis,
    ]
}

/// What could not be read.
pub(super) fn gaps() -> Vec<Gap> {
    let logs = WinPath::new("C:\\inetpub\\logs\\LogFiles\\W3SVC1");
    let line = Locator::Line { line: 88, offset: 71_000, length: 12 };
    vec![
        Gap::at(
            logs.join("u_ex210301.log"),
            line,
            GapReason::ColumnCount,
            "found 3 cells, expected 15",
        )
        .times(41),
        Gap::whole(
            logs.join("u_ex210302.log"),
            GapReason::Truncated,
            "the archive ends inside this file",
        )
        .bytes(1_048_576),
        Gap::whole(
            WinPath::new("backup\u{202e}<b>.zip"),
            GapReason::Encrypted,
            "no password was given for <script>alert(5)</script>\u{7}",
        ),
        Gap::whole(
            WinPath::new("..\\..\\Windows\\evil.aspx"),
            GapReason::UnsafePath,
            "the name points outside its archive and was not followed",
        ),
        Gap::whole(
            WinPath::new("C:\\Windows\\System32\\winevt\\Logs\\System.evtx"),
            GapReason::UnknownFormat,
            "event logs are not read by this version",
        )
        .bytes(20_975_616),
    ]
}

/// What was read, by path.
pub(super) fn artefacts() -> Vec<Artefact> {
    let artefact = |path: &str, format: Option<&str>, size: u64| Artefact {
        path: WinPath::new(path),
        stored: format!("evidence/ex01.zip!/{}", path.replace('\\', "/")),
        format: format.map(str::to_owned),
        size,
        times: FileTimes { created: None, modified: Some(at("2021-03-16T23:59:00Z")) },
        sha256: format
            .map(|_| "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
    };
    vec![
        artefact("C:\\ExchangeSetupLogs\\ExchangeSetup.log", Some("exchange-setup"), 812_331),
        artefact("C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log", Some("iis"), 91_220_118),
        artefact("C:\\inetpub\\wwwroot\\aspnet_client\\supp0rt.aspx", None, 2_214),
        artefact("C:\\inetpub\\wwwroot\\\u{202e}xpsa.<i>.txt", None, 0),
    ]
}
