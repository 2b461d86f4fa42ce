//! Microsoft's ExchangeLogCollector: each log folder is copied to a renamed one and zipped.
//!
//! Facts from its script, `Diagnostics/ExchangeLogCollector` of
//! <https://github.com/microsoft/CSS-Exchange>. The collection does not say where Exchange is
//! installed, so paths are given under the default folder; transport log folders are given where
//! setup puts them.

use model::WinPath;

use super::join;

/// Where setup installs Exchange 2013 and later.
const EXCHANGE: &str = "C:\\Program Files\\Microsoft\\Exchange Server\\V15";

/// Folder in the collection, folder below the Exchange one.
const FOLDERS: &[(&str, &str)] = &[
    ("EWS_BE_Logs", "Logging\\EWS"),
    ("EWS_Proxy_Logs", "Logging\\HttpProxy\\Ews"),
    ("RCA_Logs", "Logging\\RPC Client Access"),
    ("RCA_Proxy_Logs", "Logging\\HttpProxy\\RpcHttp"),
    ("RPC_Http_Logs", "Logging\\RpcHttp"),
    ("EAS_Proxy_Logs", "Logging\\HttpProxy\\Eas"),
    ("AutoD_Logs", "Logging\\Autodiscover"),
    ("AutoD_Proxy_Logs", "Logging\\HttpProxy\\Autodiscover"),
    ("OWA_Logs", "Logging\\OWA"),
    ("OWA_Proxy_Calendar_Logs", "Logging\\HttpProxy\\OwaCalendar"),
    ("OWA_Proxy_Logs", "Logging\\HttpProxy\\Owa"),
    ("AD_Driver_Logs", "Logging\\ADDriver"),
    // Exchange 2013 fills this folder from Logging\MAPI Client Access.
    ("MAPI_Logs", "Logging\\MapiHttp\\Mailbox"),
    ("MAPI_Proxy_Logs", "Logging\\HttpProxy\\Mapi"),
    ("ECP_Logs", "Logging\\ECP"),
    ("ECP_Proxy_Logs", "Logging\\HttpProxy\\Ecp"),
    ("Search_Diag_Logs", "Bin\\Search\\Ceres\\Diagnostics\\Logs"),
    ("Search_Diag_ETLs", "Bin\\Search\\Ceres\\Diagnostics\\ETLTraces"),
    ("Search_Monitoring", "Logging\\Monitoring\\Search"),
    ("BigFunnelMetricsCollectionAssistant", "Logging\\BigFunnelMetricsCollectionAssistant"),
    ("BigFunnelQueryParityAssistant", "Logging\\BigFunnelQueryParityAssistant"),
    ("BigFunnelRetryFeederTimeBasedAssistant", "Logging\\BigFunnelRetryFeederTimeBasedAssistant"),
    ("Daily_Performance_Logs", "Logging\\Diagnostics\\DailyPerformanceLogs"),
    ("ManagedAvailabilityMonitoringLogs", "Logging\\Monitoring"),
    ("OAB_Proxy_Logs", "Logging\\HttpProxy\\OAB"),
    ("OAB_Generation_Logs", "Logging\\OABGeneratorLog"),
    ("OAB_Generation_Simple_Logs", "Logging\\OABGeneratorSimpleLog"),
    ("MAPI_AddressBook_Service_Logs", "Logging\\MAPI AddressBook Service"),
    ("PowerShell_Proxy_Logs", "Logging\\HttpProxy\\PowerShell"),
    ("CmdletInfra_Logs", "Logging\\CmdletInfra"),
    ("Mitigation_Service_Logs", "Logging\\MitigationService"),
    ("Mailbox_Assistants_Logs", "Logging\\MailboxAssistantsLog"),
    ("Mailbox_Assistants_Sla_Report_Logs", "Logging\\MailboxAssistantsSlaReportLog"),
    ("Mailbox_Assistants_Database_Sla_Logs", "Logging\\MailboxAssistantsDatabaseSlaLog"),
    ("Hub_Pipeline_Tracing_Logs", "TransportRoles\\Logs\\Hub\\PipelineTracing"),
    ("Mailbox_Pipeline_Tracing_Logs", "TransportRoles\\Logs\\Mailbox\\PipelineTracing"),
    ("Event_Based_Assistants_Logs", "Logging\\EventBasedAssistants"),
    ("Event_Based_Assistants_Collection_Logs", "Logging\\EventBasedAssistantsCollection"),
    ("Conversation_Aggregation_Logs", "Logging\\ConversationAggregationLog"),
    ("Conversation_Processing_Logs", "Logging\\ConversationProcessingLog"),
    ("Message_Tracking_Logs", "TransportRoles\\Logs\\MessageTracking"),
    ("Hub_Receive_Protocol_Logs", "TransportRoles\\Logs\\Hub\\ProtocolLog\\SmtpReceive"),
    ("Hub_Send_Protocol_Logs", "TransportRoles\\Logs\\Hub\\ProtocolLog\\SmtpSend"),
    ("Hub_Connectivity_Logs", "TransportRoles\\Logs\\Hub\\Connectivity"),
    ("Queue_V15_Data", "TransportRoles\\Logs\\Hub\\QueueViewer"),
    ("FE_Transport_Agent_Logs", "TransportRoles\\Logs\\FrontEnd\\AgentLog"),
    ("Hub_Transport_Agent_Logs", "TransportRoles\\Logs\\Hub\\AgentLog"),
    ("Mbx_Submission_Transport_Agent_Logs", "TransportRoles\\Logs\\Mailbox\\AgentLog\\Submission"),
    ("Mbx_Delivery_Transport_Agent_Logs", "TransportRoles\\Logs\\Mailbox\\AgentLog\\Delivery"),
    ("FE_Transport_Routing_Table_Logs", "TransportRoles\\Logs\\FrontEnd\\Routing"),
    ("Hub_Transport_Routing_Table_Logs", "TransportRoles\\Logs\\Hub\\Routing"),
    ("Mbx_Transport_Routing_Table_Logs", "TransportRoles\\Logs\\Mailbox\\Routing"),
    ("FE_Connectivity_Logs", "TransportRoles\\Logs\\FrontEnd\\Connectivity"),
    ("FE_Receive_Protocol_Logs", "TransportRoles\\Logs\\FrontEnd\\ProtocolLog\\SmtpReceive"),
    ("FE_Send_Protocol_Logs", "TransportRoles\\Logs\\FrontEnd\\ProtocolLog\\SmtpSend"),
    ("MBX_Delivery_Connectivity_Logs", "TransportRoles\\Logs\\Mailbox\\Connectivity\\Delivery"),
    ("MBX_Submission_Connectivity_Logs", "TransportRoles\\Logs\\Mailbox\\Connectivity\\Submission"),
    ("MBX_Receive_Protocol_Logs", "TransportRoles\\Logs\\Mailbox\\ProtocolLog\\SmtpReceive"),
    ("MBX_Send_Protocol_Logs", "TransportRoles\\Logs\\Mailbox\\ProtocolLog\\SmtpSend"),
    ("MBX_Delivery_Throttling_Logs", "TransportRoles\\Logs\\Throttling\\Delivery"),
    ("Imap_Logs", "Logging\\Imap4"),
    ("Pop_Logs", "Logging\\Pop3"),
];

/// Folders of the collection that come from elsewhere than the Exchange one.
const ELSEWHERE: &[(&str, &str)] = &[("HTTPERR_Logs", "C:\\Windows\\System32\\LogFiles\\HTTPERR")];

/// Event logs: sub-folders of the collection's folder only sort them.
const EVENT_LOGS: &str = "Windows_Event_Logs";
const EVENT_LOG_FOLDER: &str = "C:\\Windows\\System32\\winevt\\Logs";

/// IIS logs: `IIS_W3SVC1_Logs`.
const IIS_LOG_FOLDER: &str = "C:\\inetpub\\logs\\LogFiles";

/// Ends of the names of saved registry keys, with the key below `HKLM\SOFTWARE` that is the root
/// of the saved hive: `reg save` of a sub-key writes a hive that starts at the sub-key.
const HIVES: &[(&str, &str)] = &[
    ("_exchange_registry_hive.hiv", "Microsoft\\Exchange"),
    ("_exchangeserver_registry_hive.hiv", "Microsoft\\ExchangeServer"),
];

/// The key below `HKLM\SOFTWARE` that is the root of a registry hive saved by
/// ExchangeLogCollector; `None` for any other file. In such a hive, Setup is at `v15\Setup`.
pub fn hive_root(path: &WinPath) -> Option<&'static str> {
    let name = path.file_name().to_ascii_lowercase();
    HIVES.iter().find(|(end, _)| name.ends_with(end)).map(|(_, key)| *key)
}

/// The path of a file of the collection; `None` if no folder of it has a collection's name.
pub(super) fn path(parts: &[&str]) -> Option<WinPath> {
    let folders = parts.len().checked_sub(1)?;
    let (at, base) =
        parts[..folders].iter().enumerate().find_map(|(at, part)| Some((at, base(part)?)))?;
    let mut rest = &parts[at + 1..];
    // Some packers put the folder itself into its zip.
    if rest.len() > 1 && base_name(rest[0]).eq_ignore_ascii_case(base_name(parts[at])) {
        rest = &rest[1..];
    }
    if base == EVENT_LOG_FOLDER {
        rest = &rest[rest.len().saturating_sub(1)..];
    }
    Some(join(&base, rest))
}

/// The folder on the server that a folder of the collection, or its zip, came from.
pub(super) fn base(part: &str) -> Option<String> {
    let name = base_name(part);
    let of = |list: &[(&str, &str)]| {
        list.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, base)| (*base).into())
    };
    if let Some(folder) = of(FOLDERS) {
        let folder: String = folder;
        return Some(format!("{EXCHANGE}\\{folder}"));
    }
    if name.eq_ignore_ascii_case(EVENT_LOGS) {
        return Some(EVENT_LOG_FOLDER.into());
    }
    let lower = name.to_ascii_lowercase();
    if let Some(site) = lower.strip_prefix("iis_").and_then(|rest| rest.strip_suffix("_logs"))
        && !site.is_empty()
    {
        return Some(format!("{IIS_LOG_FOLDER}\\{}", &name[4..4 + site.len()]));
    }
    of(ELSEWHERE)
}

/// `EWS_BE_Logs` of `EWS_BE_Logs-1.zip`: the number is added when the name was taken.
fn base_name(part: &str) -> &str {
    let archive = crate::names::is_inner_archive(part);
    let stem = if archive { &part[..part.len() - 4] } else { part };
    match stem.rsplit_once('-') {
        Some((name, number))
            if archive && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            name
        }
        _ => stem,
    }
}

#[cfg(test)]
pub(super) fn folders() -> &'static [(&'static str, &'static str)] {
    FOLDERS
}
