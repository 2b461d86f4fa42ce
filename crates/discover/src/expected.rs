//! What a server of this kind always has, and what its absence hides.

use model::{RecordKind, SourceKey};

/// A source that every Exchange server of 2013 and later with the default settings writes.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The kind of record.
    pub kind: RecordKind,
    /// The part of it, lower-case; empty for any.
    pub part: &'static str,
    /// What an administrator calls it, with where it lies.
    pub name: &'static str,
    /// What it would have shown.
    pub shows: &'static str,
}

const fn expected(
    kind: RecordKind,
    part: &'static str,
    name: &'static str,
    shows: &'static str,
) -> Expected {
    Expected { kind, part, name, shows }
}

/// The expected sources. A row with a part stands after the row of its whole kind, and is looked
/// at only if the kind is there at all.
pub static EXPECTED: &[Expected] = &[
    expected(
        RecordKind::HTTP_PROXY,
        "",
        "the HttpProxy logs (Logging\\HttpProxy below the Exchange folder)",
        "requests with a forged back end (ProxyLogon) or a forged path (ProxyShell), answered or \
         refused",
    ),
    expected(
        RecordKind::HTTP_PROXY,
        "ecp",
        "the HttpProxy logs of the control panel (Logging\\HttpProxy\\Ecp)",
        "ProxyLogon: each forged request, the session that follows it and the reset of a virtual \
         directory",
    ),
    expected(
        RecordKind::HTTP_PROXY,
        "owa",
        "the HttpProxy logs of Outlook on the web (Logging\\HttpProxy\\Owa)",
        "ProxyLogon by way of Outlook on the web, and mail read there",
    ),
    expected(
        RecordKind::HTTP_PROXY,
        "autodiscover",
        "the HttpProxy logs of Autodiscover (Logging\\HttpProxy\\Autodiscover)",
        "ProxyShell: each forged path and whether it was passed on",
    ),
    expected(
        RecordKind::HTTP_PROXY,
        "ews",
        "the HttpProxy logs of EWS (Logging\\HttpProxy\\Ews)",
        "mailboxes read through Exchange Web Services",
    ),
    expected(
        RecordKind::HTTP_PROXY,
        "mapi",
        "the HttpProxy logs of MAPI (Logging\\HttpProxy\\Mapi)",
        "mailboxes opened with Outlook's protocol",
    ),
    expected(
        RecordKind::IIS,
        "",
        "the IIS logs (inetpub\\logs\\LogFiles)",
        "requests to pages that are not Exchange's, as to a web shell, and who made them",
    ),
    expected(
        RecordKind::IIS,
        "w3svc1",
        "the IIS logs of the front end (LogFiles\\W3SVC1)",
        "requests to web shells in the front end's folders",
    ),
    expected(
        RecordKind::IIS,
        "w3svc2",
        "the IIS logs of the back end (LogFiles\\W3SVC2)",
        "what forged requests did behind the front end, and requests that went past it",
    ),
    expected(
        RecordKind::ECP_SERVER,
        "",
        "the ECP Server logs (Logging\\ECP\\Server)",
        "virtual directories that were written and reset through the control panel",
    ),
    expected(
        RecordKind::RPS_HTTP,
        "",
        "the remote PowerShell request logs (Logging\\CmdletInfra\\Powershell-Proxy\\Http)",
        "who opened remote PowerShell, and with a forged identity or not",
    ),
    expected(
        RecordKind::RPS_CMDLET,
        "",
        "the cmdlet logs (Logging\\CmdletInfra\\Powershell-Proxy\\Cmdlet)",
        "mailbox exports, role assignments and certificate requests that wrote files",
    ),
    expected(
        RecordKind::OAB_GENERATOR,
        "",
        "the offline address book generator logs (Logging\\OABGeneratorLog)",
        "files written outside the address book's folder (CVE-2021-26858)",
    ),
    expected(
        RecordKind::EWS,
        "",
        "the EWS logs of the back end (Logging\\Ews)",
        "which mailboxes were read through Exchange Web Services, and as whom",
    ),
    expected(
        RecordKind::SETUP,
        "",
        "ExchangeSetup.log (C:\\ExchangeSetupLogs)",
        "since when which cumulative update was installed",
    ),
    expected(
        RecordKind::IIS_CONFIG,
        "",
        "the configuration of IIS (Windows\\System32\\inetsrv\\config\\applicationHost.config)",
        "virtual directories that lead to a back door, and the updates that were installed",
    ),
    expected(
        RecordKind::EVENT,
        "",
        "the Windows event logs (Windows\\System32\\winevt\\Logs)",
        "what was done on the server itself: programs started, services, tasks and accounts made, \
         cmdlets run, logs cleared",
    ),
];

/// The event channels that every such server writes, asked for one by one only if any event was
/// read: whoever collected web logs alone has forgotten all of them, and one sentence says so.
/// `Microsoft-IIS-Configuration/Operational` is off until somebody turns it on, and Sysmon is no part
/// of Windows: their absence says nothing.
static CHANNELS: &[Expected] = &[
    channel(
        "security",
        "Security",
        "log-ons, processes, accounts and groups, and that it was cleared",
    ),
    channel("system", "System", "services that were installed, and logs that were cleared"),
    channel(
        "application",
        "Application",
        "faults of Unified Messaging and of the control panel (CVE-2021-26857, CVE-2020-0688), and \
         mitigations that were set",
    ),
    channel(
        "msexchange management",
        "MSExchange Management",
        "every cmdlet with its parameters and who ran it",
    ),
    channel("windows powershell", "Windows PowerShell", "PowerShell that was started, and how"),
    channel(
        "microsoft-windows-powershell/operational",
        "Microsoft-Windows-PowerShell/Operational",
        "the text of scripts that PowerShell ran",
    ),
    channel(
        "microsoft-windows-taskscheduler/operational",
        "Microsoft-Windows-TaskScheduler/Operational",
        "tasks that were made, changed and run",
    ),
    channel(
        "microsoft-windows-terminalservices-localsessionmanager/operational",
        "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
        "remote desktop sessions with their addresses",
    ),
    channel(
        "microsoft-windows-terminalservices-remoteconnectionmanager/operational",
        "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
        "who connected by remote desktop, and from where",
    ),
    channel(
        "microsoft-windows-wmi-activity/operational",
        "Microsoft-Windows-WMI-Activity/Operational",
        "WMI subscriptions that run programs",
    ),
    channel(
        "microsoft-windows-windows defender/operational",
        "Microsoft-Windows-Windows Defender/Operational",
        "malware that was found, exclusions that were added, and that scanning was turned off; from \
         Windows Server 2016 on, unless another scanner takes its place",
    ),
];

const fn channel(part: &'static str, name: &'static str, shows: &'static str) -> Expected {
    expected(RecordKind::EVENT, part, name, shows)
}

/// What was expected and gave no record, in sentences, in the order of the table. `seen` are the
/// sources that records were read from.
pub fn missing(seen: &[SourceKey]) -> Vec<String> {
    let mut list: Vec<String> = EXPECTED.iter().filter_map(|row| sentence(row, seen)).collect();
    list.extend(channels(seen));
    list
}

/// The event channels without a record, in one sentence; nothing if no event was read at all.
fn channels(seen: &[SourceKey]) -> Option<String> {
    let is_event = |key: &&SourceKey| key.kind == RecordKind::EVENT;
    let read: Vec<&str> = seen.iter().filter(is_event).map(|key| key.part.as_str()).collect();
    let absent = |row: &&Expected| !read.is_empty() && !read.contains(&row.part);
    let rows = CHANNELS.iter().filter(absent);
    let list: Vec<String> = rows.map(|row| format!("{} ({})", row.name, row.shows)).collect();
    let (last, rest) = list.split_last()?;
    let all = match rest {
        [] => last.clone(),
        rest => format!("{}; and {last}", rest.join("; ")),
    };
    Some(format!("No record from these event logs, with what they would show: {all}."))
}

fn sentence(row: &Expected, seen: &[SourceKey]) -> Option<String> {
    let of_kind: Vec<&SourceKey> = seen.iter().filter(|key| key.kind == row.kind).collect();
    // With none of the kind, the sentence over all of it is enough for its parts too.
    let wanted = if row.part.is_empty() {
        of_kind.is_empty()
    } else {
        !of_kind.is_empty() && of_kind.iter().all(|key| key.part != row.part)
    };
    if !wanted {
        return None;
    }
    let subject = if is_one(row) { "it" } else { "they" };
    let nameless = of_kind.iter().any(|key| key.part.is_empty());
    let advice = if nameless {
        " Some logs of this kind do not tell which part they are of: give them in their folder."
    } else {
        ""
    };
    Some(format!("No record from {}: {subject} would show {}.{advice}", row.name, row.shows))
}

/// Whether the source is a single file.
fn is_one(row: &Expected) -> bool {
    row.kind == RecordKind::SETUP || row.kind == RecordKind::IIS_CONFIG
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    fn key(kind: RecordKind, part: &str) -> SourceKey {
        SourceKey::new(kind, part)
    }

    #[test]
    fn with_nothing_read_each_kind_is_named_once() {
        let kinds = EXPECTED.iter().filter(|row| row.part.is_empty()).count();
        let sentences = missing(&[]);
        assert_eq!(sentences.len(), kinds);
        assert!(sentences[0].starts_with("No record from the HttpProxy logs"), "{}", sentences[0]);
        assert!(sentences.iter().any(|text| text.contains("ExchangeSetup.log")));
    }

    #[test]
    fn parts_are_named_when_the_kind_is_there() {
        let sentences =
            missing(&[key(RecordKind::HTTP_PROXY, "Ecp"), key(RecordKind::IIS, "W3SVC1")]);
        assert!(sentences.iter().any(|text| text.contains("HttpProxy\\Owa")));
        assert!(sentences.iter().any(|text| text.contains("W3SVC2")));
        assert!(!sentences.iter().any(|text| text.contains("HttpProxy\\Ecp")));
        assert!(!sentences.iter().any(|text| text.contains("W3SVC1")));
    }

    #[test]
    fn logs_that_lost_their_folder_say_so() {
        let sentences = missing(&[key(RecordKind::IIS, "")]);
        let front = sentences.iter().find(|text| text.contains("W3SVC1")).expect("named");
        assert!(front.contains("do not tell which part"));
    }

    #[test]
    fn event_channels_are_named_when_any_event_was_read() {
        let none = missing(&[key(RecordKind::HTTP_PROXY, "ecp")]);
        let about: Vec<&String> = none.iter().filter(|text| text.contains("event logs")).collect();
        assert_eq!(about.len(), 1);
        assert!(about[0].contains("winevt") && !about[0].contains("TaskScheduler"), "{about:?}");
        let some = missing(&[key(RecordKind::EVENT, "Security"), key(RecordKind::EVENT, "x")]);
        let about: Vec<&String> = some.iter().filter(|text| text.contains("event logs")).collect();
        assert_eq!(about.len(), 1);
        for name in ["System (services", "MSExchange Management", "TaskScheduler", "; and "] {
            assert!(about[0].contains(name), "{name} is not in {about:?}");
        }
        for name in ["Security (", "Sysmon", "IIS-Configuration"] {
            assert!(!about[0].contains(name), "{name} is in {about:?}");
        }
    }

    #[test]
    fn a_whole_server_misses_nothing() {
        let all: Vec<SourceKey> =
            EXPECTED.iter().chain(CHANNELS).map(|row| key(row.kind.clone(), row.part)).collect();
        assert_eq!(missing(&all), Vec::<String>::new());
    }

    #[test]
    fn whatever_is_expected_is_in_the_catalogue() {
        for row in EXPECTED {
            assert!(
                catalogue().any(|artefact| artefact.kind.as_ref() == Some(&row.kind)),
                "{}",
                row.name
            );
        }
    }
}
