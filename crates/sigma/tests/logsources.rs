//! Each family of log sources: that its rules meet its records under its field names.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use detect::testing::{MapRecord, run};
use model::{Confidence, RecordKind, Stage};
use sigma::{Matching, Placeholders, RuleSet, SigmaDetector};

fn hits(source: &str, selection: &str, kind: RecordKind, fields: &[(&str, &str)]) -> bool {
    let yaml = format!(
        "title: t\nlogsource: {{{source}}}\ndetection:\n  s:\n    {selection}\n  condition: s\n"
    );
    let set = RuleSet::load([("t", yaml.as_str())], &Placeholders::new());
    assert_eq!(set.unusable(), [], "{yaml}");
    let record = MapRecord::new(kind, "", fields);
    let plain = set.evaluate_plain(0, &record);
    assert_eq!(Matching::new(&set).rules(&record) == [0], plain, "{yaml}");
    let detector = SigmaDetector::new(set);
    assert_eq!(run(&detector, &[record]).len() == 1, plain, "interests of {yaml}");
    plain
}

fn event(source: &str, selection: &str, channel: &str, id: &str, fields: &[(&str, &str)]) -> bool {
    let mut all = vec![("Channel", channel), ("EventID", id)];
    all.extend_from_slice(fields);
    hits(source, selection, RecordKind::EVENT, &all)
}

const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";

#[test]
fn processes_from_sysmon_and_the_audit() {
    let source = "product: windows, category: process_creation";
    for selection in [
        "Image|endswith: '\\cmd.exe'",
        "ParentImage|endswith: '\\w3wp.exe'",
        "User|contains: 'MX01'",
        "ProcessId: 4660",
    ] {
        let sysmon = [
            ("Image", "C:\\x\\CMD.exe"),
            ("ParentImage", "C:\\w3wp.exe"),
            ("User", "C\\MX01$"),
            ("ProcessId", "4660"),
        ];
        let audit = [
            ("NewProcessName", "C:\\x\\cmd.exe"),
            ("ParentProcessName", "C:\\w3wp.exe"),
            ("SubjectUserName", "MX01$"),
            ("NewProcessId", "0x1234"),
            ("ProcessId", "0x1"),
        ];
        assert!(event(source, selection, SYSMON, "1", &sysmon), "{selection}");
        assert!(event(source, selection, "Security", "4688", &audit), "{selection}");
        assert!(!event(source, selection, SYSMON, "3", &sysmon), "{selection}");
    }
}

#[test]
fn connections_and_registry_from_sysmon_and_the_audit() {
    let source = "product: windows, category: network_connection";
    let selection = "DestinationIp|cidr: '192.0.2.0/24'";
    assert!(event(source, selection, SYSMON, "3", &[("DestinationIp", "192.0.2.7")]));
    assert!(event(source, selection, "Security", "5156", &[("DestAddress", "192.0.2.7")]));
    let source = "product: windows, category: registry_set";
    let selection = "TargetObject|endswith: '\\Run\\x'";
    assert!(event(source, selection, SYSMON, "13", &[("TargetObject", "HKLM\\A\\Run\\x")]));
    let audit = [("ObjectName", "\\REGISTRY\\MACHINE\\A\\Run"), ("ObjectValueName", "x")];
    assert!(event(source, selection, "Security", "4657", &audit));
}

#[test]
fn directions_and_operations_of_the_audit() {
    let source = "product: windows, category: network_connection";
    for (direction, word) in [("%%14593", "true"), ("%%14592", "false")] {
        let selection = format!("Initiated: '{word}'");
        assert!(event(source, &selection, "Security", "5156", &[("Direction", direction)]));
        assert!(!event(source, &selection, "Security", "5156", &[("Direction", "%%1")]));
    }
    let selection = "TargetObject|endswith: '\\Run\\x'";
    for (operation, category, expected) in [
        ("%%1904", "registry_set", true),
        ("%%1905", "registry_set", true),
        ("%%1906", "registry_set", false),
        ("%%1905", "registry_delete", false),
        ("%%1906", "registry_delete", true),
        ("%%1906", "registry_event", true),
    ] {
        let source = format!("product: windows, category: {category}");
        let audit = [
            ("ObjectName", "\\REGISTRY\\MACHINE\\A\\Run"),
            ("ObjectValueName", "x"),
            ("OperationType", operation),
        ];
        assert_eq!(event(&source, selection, "Security", "4657", &audit), expected, "{operation}");
        let word = if operation == "%%1906" { "DeleteValue" } else { "SetValue" };
        let selection = format!("EventType: {word}");
        assert_eq!(event(&source, &selection, "Security", "4657", &audit), expected);
    }
}

#[test]
fn the_audit_s_registry_in_sysmon_s_words() {
    let audit = [
        ("ObjectName", "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa"),
        ("ObjectValueName", "RunAsPPL"),
        ("OperationType", "%%1905"),
        ("NewValueType", "%%1876"),
        ("NewValue", "0"),
    ];
    let source = "product: windows, category: registry_set";
    for (selection, expected) in [
        ("TargetObject: 'HKLM\\System\\CurrentControlSet\\Control\\Lsa\\RunAsPPL'", true),
        ("TargetObject|endswith: '\\ControlSet001\\Control\\Lsa\\RunAsPPL'", true),
        ("Details: 'DWORD (0x00000000)'", true),
        ("Details: 0", true),
        ("Details: 'DWORD (0x00000001)'", false),
    ] {
        assert_eq!(event(source, selection, "Security", "4657", &audit), expected, "{selection}");
    }
}

#[test]
fn names_with_blanks_and_data_without_names() {
    let defender = "Microsoft-Windows-Windows Defender/Operational";
    let threat = [("Threat Name", "X"), ("Severity ID", "5"), ("User", "CONTOSO\\a")];
    for selection in ["ThreatName: X", "Severity_ID: 5", "'Threat Name': X", "User|endswith: a"] {
        let source = "product: windows, service: windefend";
        assert!(event(source, selection, defender, "1116", &threat), "{selection}");
    }
    let source = "product: windows, service: application";
    let old = [
        ("Provider_Name", "Application Error"),
        ("Data", "lsass.exe"),
        ("Data", "10.0"),
        ("Data", "5f5e1000"),
        ("Data", "x.dll"),
    ];
    let new = [("Provider_Name", "Application Error"), ("AppName", "lsass.exe")];
    for fields in [&old[..], &new[..]] {
        assert!(event(source, "AppName: lsass.exe", "Application", "1000", fields));
        assert!(!event(source, "ModuleName: lsass.exe", "Application", "1000", fields));
    }
}

#[test]
fn channels_of_windows() {
    for (source, channel, id) in [
        ("category: file_event", SYSMON, "11"),
        ("category: image_load", SYSMON, "7"),
        ("category: pipe_created", SYSMON, "18"),
        ("category: dns_query", SYSMON, "22"),
        ("category: create_remote_thread", SYSMON, "8"),
        ("category: process_access", SYSMON, "10"),
        ("category: driver_load", SYSMON, "6"),
        ("category: wmi_event", SYSMON, "20"),
        ("category: file_delete", SYSMON, "23"),
        ("category: create_stream_hash", SYSMON, "15"),
        ("category: raw_access_thread", SYSMON, "9"),
        ("category: sysmon_status", SYSMON, "4"),
        ("category: sysmon_error", SYSMON, "255"),
        ("category: clipboard_capture", SYSMON, "24"),
        ("category: process_tampering", SYSMON, "25"),
        ("category: ps_script", "Microsoft-Windows-PowerShell/Operational", "4104"),
        ("category: ps_module", "PowerShellCore/Operational", "4103"),
        ("category: ps_classic_start", "Windows PowerShell", "400"),
        ("service: powershell-classic", "Windows PowerShell", "600"),
        ("service: system", "System", "7045"),
        ("service: taskscheduler", "Microsoft-Windows-TaskScheduler/Operational", "106"),
        ("service: bits-client", "Microsoft-Windows-Bits-Client/Operational", "59"),
        ("service: ntlm", "Microsoft-Windows-NTLM/Operational", "8004"),
        ("service: dns-server", "DNS Server", "770"),
        ("service: iis-configuration", "Microsoft-IIS-Configuration/Operational", "29"),
        (
            "service: firewall-as",
            "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall",
            "2004",
        ),
        (
            "service: appxdeployment-server",
            "Microsoft-Windows-AppXDeploymentServer/Operational",
            "400",
        ),
        ("service: msexchange-management", "MSExchange Management", "1"),
    ] {
        let source = format!("product: windows, {source}");
        assert!(event(&source, "F|contains: 'abc'", channel, id, &[("F", "xABCx")]), "{source}");
        assert!(!event(&source, "F|contains: 'abc'", "Other", id, &[("F", "abc")]), "{source}");
    }
}

#[test]
fn antivirus_words_meet_defender_fields() {
    let channel = "Microsoft-Windows-Windows Defender/Operational";
    let fields = [("Threat Name", "Backdoor:ASP/Webshell"), ("Path", "file:_C:\\x.aspx")];
    assert!(event(
        "category: antivirus",
        "Signature|contains: 'webshell'",
        channel,
        "1116",
        &fields
    ));
    assert!(event("category: antivirus", "Filename|endswith: '.aspx'", channel, "1116", &fields));
    let source = "product: windows, service: windefend";
    assert!(event(source, "ThreatName|startswith: 'Backdoor'", channel, "1116", &fields));
}

#[test]
fn cmdlets_by_item_by_words_and_by_message() {
    let source = "product: windows, service: msexchange-management";
    let channel = "MSExchange Management";
    let data = [("Data", "Get-App"), ("Data", "-Mailbox \"a\"")];
    assert!(event(source, "Data: 'get-app'", channel, "6", &data));
    assert!(event(source, "Data|contains: 'Cmdlet failed. Cmdlet Get-App, '", channel, "6", &data));
    assert!(!event(source, "Data|contains: 'Cmdlet failed'", channel, "1", &data));
    assert!(event(source, "'|all': ['get-app', ' -Mailbox ']", channel, "6", &data));
    let message = [("Message", "Cmdlet suceeded. Cmdlet Set-OabVirtualDirectory, parameters x")];
    assert!(event(source, "Data|contains: 'OabVirtualDirectory'", channel, "1", &message));
}

#[test]
fn web_rules_fire_wherever_the_text_stands() {
    let iis = [
        ("cs-method", "POST"),
        ("cs-uri-stem", "/autodiscover/autodiscover.json"),
        ("cs-uri-query", "@evil.example/mapi/nspi/?&Email=x"),
        ("cs(User-Agent)", "Mozilla/5.0+(Windows+NT)"),
        ("sc-status", "200"),
        ("c-ip", "192.0.2.8"),
    ];
    let proxy = [
        ("Method", "POST"),
        ("UrlStem", "/autodiscover/autodiscover.json"),
        ("UrlQuery", "?@evil.example/mapi/nspi/?&Email=x"),
        ("UserAgent", "Mozilla/5.0 (Windows NT)"),
        ("HttpStatus", "200"),
        ("ClientIpAddress", "192.0.2.8:49660"),
    ];
    for (selection, expected) in [
        ("cs-uri-query|contains: '/autodiscover.json'", true),
        ("cs-uri-query|contains: 'autodiscover.json?@evil'", true),
        ("cs-uri-query|startswith: '@evil'", true),
        ("cs-uri|contains: '/mapi/nspi'", true),
        ("c-uri|contains|all: ['autodiscover', 'Email=']", true),
        ("cs-uri-stem|endswith: '.json'", true),
        ("cs-uri-stem|contains: '.json?@evil'", true),
        ("cs-uri-stem|contains: 'nspi'", false),
        ("c-uri-extension: json", true),
        ("cs-user-agent|contains: 'Mozilla/5.0 (Windows'", true),
        ("c-useragent|startswith: 'mozilla'", true),
        ("cs-method: post", true),
        ("sc-status: 200", true),
        ("c-ip: 192.0.2.8", true),
        ("'': ['autodiscover.json']", true),
    ] {
        for category in ["webserver", "proxy"] {
            let source = format!("category: {category}");
            assert_eq!(hits(&source, selection, RecordKind::IIS, &iis), expected, "{selection}");
            assert_eq!(
                hits(&source, selection, RecordKind::HTTP_PROXY, &proxy),
                expected,
                "{selection}"
            );
        }
    }
}

#[test]
fn exchange_logs_by_their_own_columns() {
    for (service, kind) in [
        ("httpproxy", RecordKind::HTTP_PROXY),
        ("ecp-server", RecordKind::ECP_SERVER),
        ("rps-cmdlet", RecordKind::RPS_CMDLET),
        ("rps-http", RecordKind::RPS_HTTP),
        ("ews", RecordKind::EWS),
        ("message-tracking", RecordKind::MESSAGE_TRACKING),
        ("oab-generator", RecordKind::OAB_GENERATOR),
        ("agent-log", RecordKind::AGENT),
        ("smtp-protocol", RecordKind::SMTP),
        ("admin-audit", RecordKind::ADMIN_AUDIT),
        ("exchange-setup", RecordKind::SETUP),
    ] {
        let source = format!("product: exchange, service: {service}");
        let selection = "AnchorMailbox|contains: 'ServerInfo~'";
        let field = [("AnchorMailbox", "serverinfo~a]@x")];
        assert!(hits(&source, selection, kind, &field), "{service}");
        assert!(!hits(&source, selection, RecordKind::HTTP_ERR, &field), "{service}");
    }
}

#[test]
fn a_community_hit_is_an_attempt_at_most() {
    let yaml = "title: t\nid: x\nlevel: critical\ntags: [attack.execution, attack.t1059]\nlogsource: {product: windows, service: system}\ndetection:\n  s: {F: a}\n  condition: s\n";
    let detector = SigmaDetector::new(RuleSet::load([("t", yaml)], &Placeholders::new()));
    let record = MapRecord::new(RecordKind::EVENT, "", &[("Channel", "System"), ("F", "a")]);
    let finding = run(&detector, &[record]).remove(0);
    assert_eq!((finding.stage, finding.confidence), (Stage::Attempted, Confidence::Medium));
    assert_eq!((finding.rule.as_ref(), finding.techniques), ("sigma:x", vec!["T1059".to_owned()]));
}
