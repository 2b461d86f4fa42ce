//! What a field of a log source is called in each kind of record, and how it is read there.
//!
//! Sources stand at each table: Microsoft's event documentation and pySigma's pipelines.

use model::RecordKind;

use crate::{fields::Family, logsource::Key};

/// One way to read a field from a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form<N> {
    /// This field of the record.
    Name(N),
    /// Unnamed data: the items together, and each by itself.
    Items(N),
    /// Two fields with a separator between them, if the record has the first.
    Joined(N, char, N),
    /// A field where the log writes `+` for a blank: as written, and with blanks.
    Plus(N),
    /// A field with a leading port or zone cut off, as HttpProxy writes client addresses.
    Address(N),
    /// What follows the last dot of a path.
    Extension(N),
    /// Path and query of a request: each, and together.
    Url(N, N),
    /// The item of unnamed data at this place, counted from 0.
    Item(N, u16),
    /// A registry path of the audit, from key and value: as written, and as Sysmon writes it.
    RegistryPath(N, N),
    /// Data of a registry value of the audit, with its type: as written, and as Sysmon writes it.
    RegistryData(N, N),
    /// A field whose codes are another log's words.
    Coded(N, &'static [(&'static str, &'static str)]),
    /// A cmdlet record's unnamed data in the words of its message.
    CmdletMessage(N, N),
    /// The whole record.
    Keywords,
}

/// The forms of a field of `family` in records with `key`.
pub(crate) fn forms(family: Family, name: &str, key: &Key) -> Vec<Form<&'static str>> {
    let lower = name.to_ascii_lowercase();
    let name = lower.as_str();
    match family {
        Family::Web => web_forms(name, &key.kind),
        Family::Process if key.id == Some(4688) || key.id == Some(4689) => process_audit(name),
        Family::Network if key.id == Some(5156) => network_audit(name),
        Family::Registry if key.id == Some(4657) => registry_audit(name),
        Family::Event if key.id == Some(1000) && key.provider.eq_ignore_ascii_case(CRASHES) => {
            crash(name)
        }
        Family::Antivirus => defender(name),
        Family::ExchangeManagement if name == "data" => {
            vec![Form::Items("Data"), Form::Name("Message"), Form::CmdletMessage("Data", "EventID")]
        }
        _ => event_names(name),
    }
}

/// Other tools' names for the System fields. Empty: the record's own name is the rule's.
fn event_names(name: &str) -> Vec<Form<&'static str>> {
    match name {
        "data" => vec![Form::Items("Data")],
        // Its own, and one that it is about (104: a log was cleared).
        "channel" => vec![Form::Items("Channel")],
        "computername" | "hostname" => vec![Form::Name("Computer")],
        "providername" | "provider" | "sourcename" | "source" => {
            vec![Form::Name("Provider_Name")]
        }
        "provider_guid" | "providerguid" => vec![Form::Name("Provider_Guid")],
        _ => Vec::new(),
    }
}

/// Provider of the events of crashed programs.
const CRASHES: &str = "Application Error";

/// Event 1000 of crashed programs: before Windows 11 its data have no names, only an order.
/// Source: the names that the same event has since.
const CRASH: [(&str, u16); 8] = [
    ("AppName", 0),
    ("AppVersion", 1),
    ("ModuleName", 3),
    ("ModuleVersion", 4),
    ("ExceptionCode", 6),
    ("FaultingOffset", 7),
    ("AppPath", 10),
    ("ModulePath", 11),
];

fn crash(name: &str) -> Vec<Form<&'static str>> {
    let known = CRASH.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    known.map_or_else(
        || event_names(name),
        |(own, place)| vec![Form::Name(own), Form::Item("Data", *place)],
    )
}

/// Security 4688 in the words of Sysmon 1. Source: Microsoft, "4688(S): A new process has been
/// created", and pySigma's `windows-audit` pipeline.
fn process_audit(name: &str) -> Vec<Form<&'static str>> {
    match name {
        "image" => vec![Form::Name("NewProcessName"), Form::Name("ProcessName")],
        "parentimage" => vec![Form::Name("ParentProcessName")],
        "processid" => vec![Form::Name("NewProcessId")],
        "parentprocessid" => vec![Form::Name("ProcessId")],
        "logonid" => vec![Form::Name("SubjectLogonId")],
        "integritylevel" => vec![Form::Name("MandatoryLabel")],
        "user" => vec![
            Form::Name("SubjectUserName"),
            Form::Joined("SubjectDomainName", '\\', "SubjectUserName"),
        ],
        _ => event_names(name),
    }
}

/// Security 5156 in the words of Sysmon 3. Source: Microsoft, "5156(S)".
fn network_audit(name: &str) -> Vec<Form<&'static str>> {
    match name {
        "image" => vec![Form::Name("Application")],
        "sourceip" => vec![Form::Name("SourceAddress")],
        "sourceport" => vec![Form::Name("SourcePort")],
        "destinationip" => vec![Form::Name("DestAddress")],
        "destinationport" => vec![Form::Name("DestPort")],
        "initiated" => {
            vec![Form::Coded("Direction", &[("%%14592", "false"), ("%%14593", "true")])]
        }
        _ => event_names(name),
    }
}

/// `OperationType` of Security 4657: a new value. Source: Microsoft, "4657(S)".
pub(crate) const VALUE_CREATED: &str = "%%1904";

/// `OperationType` of Security 4657: an existing value was changed.
pub(crate) const VALUE_MODIFIED: &str = "%%1905";

/// `OperationType` of Security 4657: a value was deleted.
pub(crate) const VALUE_DELETED: &str = "%%1906";

/// Security 4657 in the words of Sysmon 13. Source: Microsoft, "4657(S)".
fn registry_audit(name: &str) -> Vec<Form<&'static str>> {
    match name {
        "image" => vec![Form::Name("ProcessName")],
        "targetobject" => vec![Form::RegistryPath("ObjectName", "ObjectValueName")],
        "details" => vec![Form::RegistryData("NewValue", "NewValueType")],
        "eventtype" => vec![Form::Coded(
            "OperationType",
            &[
                (VALUE_CREATED, "SetValue"),
                (VALUE_MODIFIED, "SetValue"),
                (VALUE_DELETED, "DeleteValue"),
            ],
        )],
        "user" => vec![Form::Name("SubjectUserName")],
        _ => event_names(name),
    }
}

/// Windows Defender's data items have names with blanks; rules write them together, or use the
/// taxonomy's words for antivirus events.
fn defender(name: &str) -> Vec<Form<&'static str>> {
    match name {
        "signature" => vec![Form::Name("Threat Name")],
        "filename" => vec![Form::Name("Path")],
        "action" => vec![Form::Name("Action Name")],
        "user" => vec![Form::Name("Detection User"), Form::Name("User")],
        _ => {
            let plain = |text: &str| text.replace([' ', '_'], "").to_ascii_lowercase();
            let wanted = plain(name);
            let named = DEFENDER_NAMES.iter().find(|own| plain(own) == wanted);
            named.map_or_else(|| event_names(name), |own| vec![Form::Name(own)])
        }
    }
}

/// Names of Defender's data that hold blanks. Source: Microsoft, "Review event logs and error
/// codes to troubleshoot issues with Microsoft Defender Antivirus", and its event manifest.
const DEFENDER_NAMES: [&str; 48] = [
    "Action ID",
    "Action Name",
    "Additional Actions ID",
    "Additional Actions String",
    "Category ID",
    "Category Name",
    "Changed Type",
    "Current Engine Version",
    "Current Signature Version",
    "Detection ID",
    "Detection Time",
    "Detection User",
    "Engine Version",
    "Error Code",
    "Error Description",
    "Execution ID",
    "Execution Name",
    "Feature ID",
    "Feature Name",
    "Fidelity Label",
    "Inhertiance Flags",
    "Involved File",
    "New Value",
    "Old Value",
    "Origin ID",
    "Origin Name",
    "Parent Commandline",
    "Post Clean Status",
    "Pre Execution Status",
    "Previous Engine Version",
    "Process Name",
    "Product Name",
    "Product Version",
    "Remediation User",
    "Scan ID",
    "Scan Parameters",
    "Scan Type",
    "Security intelligence Version",
    "Severity ID",
    "Severity Name",
    "Signature Version",
    "Source ID",
    "Source Name",
    "Status Code",
    "Target Commandline",
    "Threat ID",
    "Threat Name",
    "Type Name",
];

/// Web requests. IIS writes the path to `cs-uri-stem` and the rest to `cs-uri-query`, while
/// public rules test `cs-uri-query` (or the whole `c-uri`) for text that stands in the path: all
/// of these names mean path, query, and both together.
fn web_forms(name: &str, kind: &RecordKind) -> Vec<Form<&'static str>> {
    let proxy = *kind == RecordKind::HTTP_PROXY;
    let pick = |iis, own| if proxy { own } else { iis };
    match name {
        "cs-uri-query" | "cs-uri" | "c-uri" | "c-uri-query" | "uri" | "url" | "uri_query" => {
            vec![Form::Url(pick("cs-uri-stem", "UrlStem"), pick("cs-uri-query", "UrlQuery"))]
        }
        // Exactly the path: a filter on it must not be met by what the client adds after `?`.
        "cs-uri-stem" | "c-uri-stem" | "c-uri-path" | "cs-uri-path" | "uri_path" => {
            vec![Form::Name(pick("cs-uri-stem", "UrlStem"))]
        }
        "c-uri-extension" => vec![Form::Extension(pick("cs-uri-stem", "UrlStem"))],
        "cs-method" | "method" => vec![Form::Name(pick("cs-method", "Method"))],
        "sc-status" | "status" => vec![Form::Name(pick("sc-status", "HttpStatus"))],
        "c-ip" | "src_ip" | "client_ip" => {
            vec![if proxy { Form::Address("ClientIpAddress") } else { Form::Name("c-ip") }]
        }
        "dst_ip" | "s-ip" => vec![Form::Name(pick("s-ip", "ServerHostName"))],
        "cs-user-agent" | "c-useragent" | "cs(user-agent)" | "user_agent" | "useragent" => {
            vec![Form::Plus(pick("cs(User-Agent)", "UserAgent"))]
        }
        "cs-username" | "c-username" => vec![Form::Name(pick("cs-username", "AuthenticatedUser"))],
        "cs-referer" | "cs-referrer" | "cs(referer)" => vec![Form::Plus("cs(Referer)")],
        "cs-cookie" | "cs(cookie)" => vec![Form::Plus("cs(Cookie)")],
        "cs-host" | "r-dns" => vec![Form::Name(pick("cs-host", "UrlHost"))],
        "cs-bytes" => vec![Form::Name(pick("cs-bytes", "RequestBytes"))],
        "sc-bytes" => vec![Form::Name(pick("sc-bytes", "ResponseBytes"))],
        _ => Vec::new(),
    }
}

impl<N: Copy> Form<N> {
    /// Visits the names it reads.
    pub(crate) fn each_name(&self, visit: &mut dyn FnMut(N)) {
        match self {
            Self::Name(name)
            | Self::Items(name)
            | Self::Plus(name)
            | Self::Address(name)
            | Self::Extension(name)
            | Self::Item(name, _)
            | Self::Coded(name, _) => visit(*name),
            Self::Joined(first, _, second)
            | Self::RegistryPath(first, second)
            | Self::RegistryData(first, second)
            | Self::Url(first, second)
            | Self::CmdletMessage(first, second) => {
                visit(*first);
                visit(*second);
            }
            Self::Keywords => {}
        }
    }
}
