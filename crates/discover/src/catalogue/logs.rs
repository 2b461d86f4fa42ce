//! Logs: read row by row.

use model::RecordKind;

use super::Question::{BackDoor, Compromised, Data, Exposed, Targeted};
use super::{Artefact, Part, Question, Reader};

const LOG: &[&str] = &["*.log"];

const fn log(
    id: &'static str,
    folder: &'static str,
    kind: RecordKind,
    what: &'static str,
    why: &'static str,
    questions: &'static [Question],
) -> Artefact {
    Artefact {
        id,
        folder,
        outside: "",
        names: LOG,
        kind: Some(kind),
        reader: Reader::Log,
        part: Part::None,
        companions: &[],
        what,
        why,
        questions,
    }
}

pub(super) static LOGS: &[Artefact] = &[
    log(
        "httpproxy",
        "Logging\\HttpProxy",
        RecordKind::HTTP_PROXY,
        "HttpProxy logs",
        "each client request as the front end saw it, with the back end it was sent to",
        &[Exposed, Targeted, Compromised, Data],
    )
    .parted(Part::FolderBelow),
    log(
        "httpproxy-copied",
        "HttpProxy",
        RecordKind::HTTP_PROXY,
        "HttpProxy logs, copied from their folder",
        "each client request as the front end saw it, with the back end it was sent to",
        &[Exposed, Targeted, Compromised, Data],
    )
    // There lie the pages, not the logs.
    .outside("FrontEnd\\HttpProxy")
    .parted(Part::FolderBelow),
    log(
        "httpproxy-loose",
        "",
        RecordKind::HTTP_PROXY,
        "HttpProxy logs outside their folder",
        "each client request as the front end saw it, with the back end it was sent to",
        &[Exposed, Targeted, Compromised, Data],
    )
    .named(&["HttpProxy_*.log", "HttpProxy2_*.log"]),
    log(
        "httperr",
        "",
        RecordKind::HTTP_ERR,
        "HTTPERR logs",
        "requests that the kernel refused before IIS saw them",
        &[Targeted],
    )
    .named(&["httperr*.log"]),
    log(
        "iis",
        "",
        RecordKind::IIS,
        "IIS logs",
        "each request of a site, also those to pages that bypass HttpProxy, as web shells do",
        &[Targeted, Compromised, BackDoor, Data],
    )
    .named(&["u_ex*.log", "u_in*.log", "u_nc*.log"])
    .parted(Part::Site),
    log(
        "iis-folder",
        "LogFiles",
        RecordKind::IIS,
        "IIS logs under other names",
        "each request of a site, also those to pages that bypass HttpProxy, as web shells do",
        &[Targeted, Compromised, BackDoor, Data],
    )
    .parted(Part::Site),
    log(
        "ecp-server",
        "Logging\\ECP\\Server",
        RecordKind::ECP_SERVER,
        "ECP Server logs",
        "each command of the control panel: virtual directories written and reset by ProxyLogon",
        &[Compromised, BackDoor],
    ),
    log(
        "ecp-activity",
        "Logging\\ECP\\Activity",
        RecordKind::ECP_ACTIVITY,
        "ECP Activity logs",
        "requests of the control panel with the account and the build",
        &[Exposed, Compromised],
    ),
    // Every file: the marker is searched in whatever lies there.
    log(
        "oab-generator",
        "Logging\\OABGeneratorLog",
        RecordKind::OAB_GENERATOR,
        "offline address book generator logs",
        "address book downloads to other folders (CVE-2021-26858)",
        &[Targeted, Compromised],
    )
    .named(&[]),
    log(
        "rps-http",
        "",
        RecordKind::RPS_HTTP,
        "remote PowerShell request logs",
        "who opened a remote PowerShell session and how: ProxyShell and ProxyNotShell",
        &[Exposed, Targeted, Compromised],
    )
    .named(&["*Rps_Http*.log"]),
    log(
        "rps-cmdlet",
        "",
        RecordKind::RPS_CMDLET,
        "cmdlet logs",
        "each cmdlet with its parameters and the identity that ran it",
        &[Compromised, BackDoor, Data],
    )
    .named(&["*_Cmdlet_*.log"]),
    log(
        "cmdletinfra",
        "Logging\\CmdletInfra",
        RecordKind::EXCHANGE_LOG,
        "other CmdletInfra logs",
        "authorisation of remote PowerShell sessions",
        &[Compromised],
    ),
    log(
        "ews",
        "Logging\\Ews",
        RecordKind::EWS,
        "EWS back-end logs",
        "mailbox access through Exchange Web Services",
        &[Exposed, Data],
    ),
    log(
        "message-tracking",
        "TransportRoles\\Logs\\MessageTracking",
        RecordKind::MESSAGE_TRACKING,
        "message tracking logs",
        "mail sent, received and rerouted",
        &[Data],
    ),
    log(
        "agent-log",
        "",
        RecordKind::AGENT,
        "transport agent logs",
        "what transport agents did with messages",
        &[BackDoor],
    )
    .named(&["AgentLog*.log"]),
    log(
        "smtp-protocol",
        "ProtocolLog",
        RecordKind::SMTP,
        "SMTP protocol logs",
        "mail sessions with their addresses",
        &[Data],
    ),
    log(
        "admin-audit",
        "Logging\\LocalQueue",
        RecordKind::ADMIN_AUDIT,
        "the queue of the admin audit",
        "administrative changes with their parameters",
        &[Compromised, BackDoor],
    ),
    log(
        "admin-audit-cosmos",
        "Logging\\CosmosQueue",
        RecordKind::ADMIN_AUDIT,
        "the queue of the admin audit",
        "administrative changes with their parameters",
        &[Compromised, BackDoor],
    ),
    log(
        "exchange-setup",
        "",
        RecordKind::SETUP,
        "ExchangeSetup.log",
        "every set-up and cumulative update with its time: since when which build was there",
        &[Exposed],
    )
    .named(&["*ExchangeSetup*.log"]),
    log(
        "event-log",
        "",
        RecordKind::EVENT,
        "Windows event logs",
        "processes, services, log-ons and Exchange management as Windows recorded them",
        &[Compromised, BackDoor, Data],
    )
    .named(&["*.evtx"]),
];
