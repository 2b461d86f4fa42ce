//! Which records a rule's `logsource` means: one table for all of SigmaHQ's taxonomy for Windows
//! and the web, and for Exchange's own logs.
//!
//! Sources: the Sigma taxonomy appendix (<https://github.com/SigmaHQ/sigma-specification>), the
//! channel names of SigmaHQ's `tests/thor.yml` and of pySigma's `windows` and `sysmon`
//! pipelines, Microsoft's event documentation, and for the Exchange logs this program's own
//! record kinds.

use model::RecordKind;

use crate::fields::Family;

/// A kind of record that a log source takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Event records.
    Event {
        /// Channel; empty for any.
        channel: &'static str,
        /// Provider; empty for any.
        provider: &'static str,
        /// Event ids; empty for any.
        ids: &'static [u32],
    },
    /// Records of a text log.
    Log(RecordKindName),
}

/// Name of a record kind, see [`RecordKind`].
pub(crate) type RecordKindName = &'static str;

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Source {
    /// `product` it applies to.
    pub product: &'static str,
    /// `category`, or empty.
    pub category: &'static str,
    /// `service`, or empty.
    pub service: &'static str,
    /// How field names are translated.
    pub family: Family,
    /// The records.
    pub streams: &'static [Stream],
}

/// Channel of Sysmon.
pub(crate) const SYSMON: &str = "Microsoft-Windows-Sysmon/Operational";
const POWERSHELL: &str = "Microsoft-Windows-PowerShell/Operational";
const POWERSHELL_CORE: &str = "PowerShellCore/Operational";
const CLASSIC: &str = "Windows PowerShell";
/// Channel of the audit.
pub(crate) const SECURITY: &str = "Security";
const DEFENDER: &str = "Microsoft-Windows-Windows Defender/Operational";

const fn event(channel: &'static str, ids: &'static [u32]) -> Stream {
    Stream::Event { channel, provider: "", ids }
}

const fn provider(provider: &'static str, ids: &'static [u32]) -> Stream {
    Stream::Event { channel: "", provider, ids }
}

const fn category(name: &'static str, family: Family, streams: &'static [Stream]) -> Source {
    Source { product: "windows", category: name, service: "", family, streams }
}

const fn service(name: &'static str, streams: &'static [Stream]) -> Source {
    Source { product: "windows", category: "", service: name, family: Family::Event, streams }
}

const fn exchange(name: &'static str, streams: &'static [Stream]) -> Source {
    Source { product: "exchange", category: "", service: name, family: Family::Log, streams }
}

/// The table.
pub(crate) static SOURCES: &[Source] = &[
    // Sysmon's categories, with the Security audit events that say the same.
    category("process_creation", Family::Process, &[event(SYSMON, &[1]), event(SECURITY, &[4688])]),
    category("file_change", Family::Event, &[event(SYSMON, &[2])]),
    category(
        "network_connection",
        Family::Network,
        &[event(SYSMON, &[3]), event(SECURITY, &[5156])],
    ),
    category("sysmon_status", Family::Event, &[event(SYSMON, &[4, 16])]),
    category(
        "process_termination",
        Family::Process,
        &[event(SYSMON, &[5]), event(SECURITY, &[4689])],
    ),
    category("driver_load", Family::Event, &[event(SYSMON, &[6])]),
    category("image_load", Family::Event, &[event(SYSMON, &[7])]),
    category("create_remote_thread", Family::Event, &[event(SYSMON, &[8])]),
    category("raw_access_thread", Family::Event, &[event(SYSMON, &[9])]),
    category("raw_access_read", Family::Event, &[event(SYSMON, &[9])]),
    category("process_access", Family::Event, &[event(SYSMON, &[10])]),
    category("file_event", Family::Event, &[event(SYSMON, &[11])]),
    category("registry_add", Family::Registry, &[event(SYSMON, &[12])]),
    category(
        "registry_delete",
        Family::Registry,
        &[event(SYSMON, &[12]), event(SECURITY, &[4657])],
    ),
    category("registry_set", Family::Registry, &[event(SYSMON, &[13]), event(SECURITY, &[4657])]),
    category("registry_rename", Family::Registry, &[event(SYSMON, &[14])]),
    category(
        "registry_event",
        Family::Registry,
        &[event(SYSMON, &[12, 13, 14]), event(SECURITY, &[4657])],
    ),
    category("create_stream_hash", Family::Event, &[event(SYSMON, &[15])]),
    category("pipe_created", Family::Event, &[event(SYSMON, &[17, 18])]),
    category("wmi_event", Family::Event, &[event(SYSMON, &[19, 20, 21])]),
    category("dns_query", Family::Event, &[event(SYSMON, &[22])]),
    category("file_delete", Family::Event, &[event(SYSMON, &[23, 26])]),
    category("file_delete_detected", Family::Event, &[event(SYSMON, &[26])]),
    category("clipboard_capture", Family::Event, &[event(SYSMON, &[24])]),
    category("clipboard_change", Family::Event, &[event(SYSMON, &[24])]),
    category("process_tampering", Family::Event, &[event(SYSMON, &[25])]),
    category("file_block", Family::Event, &[event(SYSMON, &[27, 28])]),
    category("file_block_executable", Family::Event, &[event(SYSMON, &[27])]),
    category("file_block_shredding", Family::Event, &[event(SYSMON, &[28])]),
    category("file_executable_detected", Family::Event, &[event(SYSMON, &[29])]),
    category("sysmon_error", Family::Event, &[event(SYSMON, &[255])]),
    // Kernel file tracing, where somebody keeps it as an event log.
    category("file_access", Family::Event, &[provider("Microsoft-Windows-Kernel-File", &[12])]),
    category("file_rename", Family::Event, &[provider("Microsoft-Windows-Kernel-File", &[27])]),
    // PowerShell.
    category(
        "ps_script",
        Family::Event,
        &[event(POWERSHELL, &[4104]), event(POWERSHELL_CORE, &[4104])],
    ),
    category(
        "ps_module",
        Family::Event,
        &[event(POWERSHELL, &[4103]), event(POWERSHELL_CORE, &[4103])],
    ),
    category("ps_classic_start", Family::Event, &[event(CLASSIC, &[400])]),
    category("ps_classic_provider_start", Family::Event, &[event(CLASSIC, &[600])]),
    category("ps_classic_script", Family::Event, &[event(CLASSIC, &[800])]),
    // Verdicts of Windows' own antivirus.
    category(
        "antivirus",
        Family::Antivirus,
        &[event(
            DEFENDER,
            &[
                1006, 1007, 1008, 1009, 1010, 1011, 1012, 1015, 1017, 1018, 1019, 1115, 1116, 1117,
                1118, 1119,
            ],
        )],
    ),
    // Web logs.
    category("webserver", Family::Web, &[Stream::Log("iis"), Stream::Log("httpproxy")]),
    category("proxy", Family::Web, &[Stream::Log("iis"), Stream::Log("httpproxy")]),
    Source {
        product: "windows",
        category: "",
        service: "iis",
        family: Family::Web,
        streams: &[Stream::Log("iis")],
    },
    // Windows' channels.
    service("security", &[event(SECURITY, &[])]),
    service("system", &[event("System", &[])]),
    service("application", &[event("Application", &[])]),
    service("setup", &[event("Setup", &[])]),
    service("sysmon", &[event(SYSMON, &[])]),
    service("powershell", &[event(POWERSHELL, &[]), event(POWERSHELL_CORE, &[])]),
    service("powershell-classic", &[event(CLASSIC, &[])]),
    service("taskscheduler", &[event("Microsoft-Windows-TaskScheduler/Operational", &[])]),
    service("wmi", &[event("Microsoft-Windows-WMI-Activity/Operational", &[])]),
    Source {
        product: "windows",
        category: "",
        service: "windefend",
        family: Family::Antivirus,
        streams: &[event(DEFENDER, &[])],
    },
    service("sense", &[event("Microsoft-Windows-SENSE/Operational", &[])]),
    service("bits-client", &[event("Microsoft-Windows-Bits-Client/Operational", &[])]),
    service("ntlm", &[event("Microsoft-Windows-NTLM/Operational", &[])]),
    service("dhcp", &[event("Microsoft-Windows-DHCP-Server/Operational", &[])]),
    service("dns-server", &[event("DNS Server", &[])]),
    service("dns-server-audit", &[event("Microsoft-Windows-DNS-Server/Audit", &[])]),
    service("dns-server-analytic", &[event("Microsoft-Windows-DNS-Server/Analytical", &[])]),
    service(
        "dns-client",
        &[
            event("Microsoft-Windows-DNS-Client/Operational", &[]),
            event("Microsoft-Windows-DNS Client Events/Operational", &[]),
        ],
    ),
    service(
        "driver-framework",
        &[event("Microsoft-Windows-DriverFrameworks-UserMode/Operational", &[])],
    ),
    service("printservice-admin", &[event("Microsoft-Windows-PrintService/Admin", &[])]),
    service(
        "printservice-operational",
        &[event("Microsoft-Windows-PrintService/Operational", &[])],
    ),
    service(
        "terminalservices-localsessionmanager",
        &[event("Microsoft-Windows-TerminalServices-LocalSessionManager/Operational", &[])],
    ),
    service(
        "terminalservices-remoteconnectionmanager",
        &[event("Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational", &[])],
    ),
    service(
        "rdpcorets",
        &[event("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational", &[])],
    ),
    service("winrm", &[event("Microsoft-Windows-WinRM/Operational", &[])]),
    service("smbclient-security", &[event("Microsoft-Windows-SmbClient/Security", &[])]),
    service("smbclient-connectivity", &[event("Microsoft-Windows-SmbClient/Connectivity", &[])]),
    service("smbserver-connectivity", &[event("Microsoft-Windows-SMBServer/Connectivity", &[])]),
    service("smbserver-security", &[event("Microsoft-Windows-SMBServer/Security", &[])]),
    service(
        "applocker",
        &[
            event("Microsoft-Windows-AppLocker/MSI and Script", &[]),
            event("Microsoft-Windows-AppLocker/EXE and DLL", &[]),
            event("Microsoft-Windows-AppLocker/Packaged app-Deployment", &[]),
            event("Microsoft-Windows-AppLocker/Packaged app-Execution", &[]),
        ],
    ),
    service("appmodel-runtime", &[event("Microsoft-Windows-AppModel-Runtime/Admin", &[])]),
    service(
        "appxdeployment-server",
        &[event("Microsoft-Windows-AppXDeploymentServer/Operational", &[])],
    ),
    service("appxpackaging-om", &[event("Microsoft-Windows-AppxPackaging/Operational", &[])]),
    service("capi2", &[event("Microsoft-Windows-CAPI2/Operational", &[])]),
    service(
        "certificateservicesclient-lifecycle-system",
        &[event("Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational", &[])],
    ),
    service(
        "codeintegrity-operational",
        &[event("Microsoft-Windows-CodeIntegrity/Operational", &[])],
    ),
    service(
        "diagnosis-scripted",
        &[event("Microsoft-Windows-Diagnosis-Scripted/Operational", &[])],
    ),
    service(
        "firewall-as",
        &[event("Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", &[])],
    ),
    service(
        "hyper-v-worker",
        &[
            event("Microsoft-Windows-Hyper-V-Worker", &[]),
            event("Microsoft-Windows-Hyper-V-Worker-Admin", &[]),
            event("Microsoft-Windows-Hyper-V-Worker-Operational", &[]),
        ],
    ),
    service("iis-configuration", &[event("Microsoft-IIS-Configuration/Operational", &[])]),
    service(
        "kernel-event-tracing",
        &[
            event("Microsoft-Windows-Kernel-EventTracing", &[]),
            event("Microsoft-Windows-Kernel-EventTracing/Admin", &[]),
            event("Microsoft-Windows-Kernel-EventTracing/Analytic", &[]),
        ],
    ),
    service(
        "kernel-shimengine",
        &[
            event("Microsoft-Windows-Kernel-ShimEngine/Operational", &[]),
            event("Microsoft-Windows-Kernel-ShimEngine/Diagnostic", &[]),
        ],
    ),
    service("ldap", &[event("Microsoft-Windows-LDAP-Client/Debug", &[])]),
    service("ldap_debug", &[event("Microsoft-Windows-LDAP-Client/Debug", &[])]),
    service("lsa-server", &[event("Microsoft-Windows-LSA/Operational", &[])]),
    service(
        "microsoft-servicebus-client",
        &[
            event("Microsoft-ServiceBus-Client", &[]),
            event("Microsoft-ServiceBus-Client/Operational", &[]),
            event("Microsoft-ServiceBus-Client/Admin", &[]),
        ],
    ),
    service(
        "servicebus-client",
        &[
            event("Microsoft-ServiceBus-Client", &[]),
            event("Microsoft-ServiceBus-Client/Operational", &[]),
            event("Microsoft-ServiceBus-Client/Admin", &[]),
        ],
    ),
    service("ntfs", &[event("Microsoft-Windows-Ntfs/Operational", &[])]),
    service("openssh", &[event("OpenSSH/Operational", &[])]),
    service(
        "security-mitigations",
        &[
            event("Microsoft-Windows-Security-Mitigations/KernelMode", &[]),
            event("Microsoft-Windows-Security-Mitigations/UserMode", &[]),
            event("Microsoft-Windows-Security-Mitigations/Kernel Mode", &[]),
            event("Microsoft-Windows-Security-Mitigations/User Mode", &[]),
        ],
    ),
    service("shell-core", &[event("Microsoft-Windows-Shell-Core/Operational", &[])]),
    service("vhdmp", &[event("Microsoft-Windows-VHDMP/Operational", &[])]),
    Source {
        product: "windows",
        category: "",
        service: "msexchange-management",
        family: Family::ExchangeManagement,
        streams: &[event("MSExchange Management", &[]), provider("MSExchange CmdletLogs", &[])],
    },
    // Exchange's own logs, so that anyone can write rules for them.
    exchange("httpproxy", &[Stream::Log("httpproxy")]),
    exchange("ecp-server", &[Stream::Log("ecp-server")]),
    exchange("ecp-activity", &[Stream::Log("ecp-activity")]),
    exchange("rps-cmdlet", &[Stream::Log("rps-cmdlet")]),
    exchange("rps-http", &[Stream::Log("rps-http")]),
    exchange("ews", &[Stream::Log("ews")]),
    exchange("message-tracking", &[Stream::Log("message-tracking")]),
    exchange("oab-generator", &[Stream::Log("oab-generator")]),
    exchange("agent-log", &[Stream::Log("agent-log")]),
    exchange("smtp-protocol", &[Stream::Log("smtp-protocol")]),
    exchange("admin-audit", &[Stream::Log("admin-audit")]),
    exchange("exchange-setup", &[Stream::Log("exchange-setup")]),
    exchange("iis-config", &[Stream::Log("iis-config")]),
    // `product: windows` alone: every event record.
    Source {
        product: "windows",
        category: "",
        service: "",
        family: Family::Event,
        streams: &[event("", &[])],
    },
];

/// The number of a log source's row, or why no reader gives such records.
pub(crate) fn find(
    product: Option<&str>,
    category: Option<&str>,
    service: Option<&str>,
) -> Result<u16, String> {
    let same = |own: &str, wanted: Option<&str>| wanted.unwrap_or("").eq_ignore_ascii_case(own);
    let product = product.filter(|text| !text.is_empty());
    let place = |category, service| {
        SOURCES.iter().position(|row| {
            let product = match product {
                Some(_) => same(row.product, product),
                // Without a product anything that names its category or service exactly fits,
                // but nothing means all events by saying nothing.
                None => !row.category.is_empty() || !row.service.is_empty(),
            };
            product && same(row.category, category) && same(row.service, service)
        })
    };
    place(category, service)
        // Category and service together: the category is the narrower word.
        .or_else(|| category.and(service).and_then(|_| place(category, None)))
        .and_then(|index| u16::try_from(index).ok())
        .ok_or_else(|| {
            let mut text = String::from("no reader gives records of log source");
            for (name, value) in
                [("product", product), ("category", category), ("service", service)]
            {
                if let Some(value) = value {
                    text.push_str(&format!(" {name}={value}"));
                }
            }
            text
        })
}

/// What decides which rules apply to a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Kind of record.
    pub kind: RecordKind,
    /// Channel of an event record; empty otherwise. A record about another channel (104: a log was
    /// cleared) names that one in a field of the same name: in the next line.
    pub channel: String,
    /// Provider of an event record; empty otherwise.
    pub provider: String,
    /// Event id, if it is a number.
    pub id: Option<u32>,
}

impl Key {
    /// The channel that the record stands in.
    pub(crate) fn own_channel(&self) -> &str {
        self.channel.split('\n').next().unwrap_or_default()
    }
}

impl Stream {
    /// Whether it takes records with this key.
    pub(crate) fn takes(&self, key: &Key) -> bool {
        match self {
            Self::Log(kind) => key.kind.as_str() == *kind,
            Self::Event { channel, provider, ids } => {
                key.kind == RecordKind::EVENT
                    && (channel.is_empty() || channel.eq_ignore_ascii_case(key.own_channel()))
                    && (provider.is_empty() || provider.eq_ignore_ascii_case(&key.provider))
                    && (ids.is_empty() || key.id.is_some_and(|id| ids.contains(&id)))
            }
        }
    }
}

impl Source {
    /// Whether it takes records with this key.
    pub(crate) fn takes(&self, key: &Key) -> bool {
        self.streams.iter().any(|stream| stream.takes(key))
    }

    /// The kinds of text log it takes.
    pub(crate) fn logs(&self) -> impl Iterator<Item = RecordKind> {
        self.streams.iter().filter_map(|stream| match stream {
            Stream::Log(kind) => Some(RecordKind::of(kind)),
            Stream::Event { .. } => None,
        })
    }

    /// Whether it takes event records.
    pub(crate) fn events(&self) -> bool {
        self.streams.iter().any(|stream| matches!(stream, Stream::Event { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(channel: &str, provider: &str, id: u32) -> Key {
        Key {
            kind: RecordKind::EVENT,
            channel: channel.into(),
            provider: provider.into(),
            id: Some(id),
        }
    }

    fn source(product: &str, category: &str, service: &str) -> &'static Source {
        let some = |text: &'static str| (!text.is_empty()).then_some(text);
        let leak = |text: &str| -> &'static str { text.to_owned().leak() };
        let index = find(some(leak(product)), some(leak(category)), some(leak(service))).unwrap();
        SOURCES.get(usize::from(index)).unwrap()
    }

    #[test]
    fn no_two_rows_say_the_same() {
        for (index, row) in SOURCES.iter().enumerate() {
            assert!(!SOURCES.iter().skip(index + 1).any(|other| {
                (row.product, row.category, row.service)
                    == (other.product, other.category, other.service)
            }));
            assert!(!row.streams.is_empty());
        }
    }

    #[test]
    fn process_creation_comes_from_two_channels() {
        let source = source("windows", "process_creation", "");
        assert!(source.takes(&key(SYSMON, "Microsoft-Windows-Sysmon", 1)));
        assert!(source.takes(&key("security", "Microsoft-Windows-Security-Auditing", 4688)));
        assert!(!source.takes(&key(SYSMON, "Microsoft-Windows-Sysmon", 2)));
    }

    #[test]
    fn exchange_management_is_known_by_channel_or_provider() {
        let source = source("windows", "", "msexchange-management");
        assert!(source.takes(&key("MSExchange Management", "MSExchange CmdletLogs", 1)));
        assert!(source.takes(&key("ForwardedEvents", "MSExchange CmdletLogs", 6)));
        assert!(!source.takes(&key("Application", "MSExchange Common", 6)));
    }

    #[test]
    fn what_nobody_reads_is_named() {
        let error = find(Some("linux"), Some("process_creation"), None).unwrap_err();
        assert!(error.contains("product=linux"), "{error}");
        assert!(find(None, None, None).is_err());
        assert!(find(Some("windows"), None, None).is_ok());
        assert!(find(None, Some("webserver"), None).is_ok());
        assert!(find(None, None, Some("nginx")).is_err());
    }
}
