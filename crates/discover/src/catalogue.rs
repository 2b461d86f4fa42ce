//! The catalogue: every kind of artefact that answers a question, as data.
//!
//! Rows are tried in order; the first that fits names the file. Places and names are those of the
//! products: Exchange 2013 to Subscription Edition (the script Test-ProxyLogon and the collector
//! ExchangeLogCollector of <https://github.com/microsoft/CSS-Exchange> name the same folders),
//! IIS (<https://learn.microsoft.com/iis/>) and Windows.

use model::RecordKind;

/// The questions of an assessment that an artefact helps to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Was it vulnerable?
    Exposed,
    /// Was it attacked?
    Targeted,
    /// Did an attack succeed?
    Compromised,
    /// Is or was there a back door?
    BackDoor,
    /// Was data touched?
    Data,
}

/// How the part of a source is read off a path. Coverage is kept for each part apart; verdicts
/// know parts of HttpProxy and IIS only, so that only those two have any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The source has no parts.
    None,
    /// The folder just below the row's own: `Ecp` of `Logging\HttpProxy\Ecp`.
    FolderBelow,
    /// The folder that IIS names after the site: `W3SVC1`.
    Site,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Row by row, as a log.
    Log,
    /// Whole: hashed, looked up among the pages that Exchange ships, and judged by its content.
    Page,
    /// Whole: configuration and the like, whose parts refer to each other.
    Document,
}

/// A row of the catalogue.
#[derive(Clone, Debug)]
pub struct Artefact {
    /// Its name in this program, unique.
    pub id: &'static str,
    /// Folders that must occur in the path, in this order and without others between; empty for
    /// any place.
    pub folder: &'static str,
    /// Folders that must not occur in the path, in this order; empty for none.
    pub outside: &'static str,
    /// Patterns of the file name, with `*`; empty for every file of the folder.
    pub names: &'static [&'static str],
    /// The kind of record expected in it; `None` for artefacts that this version does not read.
    /// Each of those kinds becomes one gap.
    pub kind: Option<RecordKind>,
    /// How it is read, if it is.
    pub reader: Reader,
    /// How its part is found.
    pub part: Part,
    /// What it is, for people.
    pub what: &'static str,
    /// Why it matters: what it shows.
    pub why: &'static str,
    /// The questions it helps to answer.
    pub questions: &'static [Question],
}

impl Artefact {
    /// The same row for other file names; none for every file.
    const fn named(mut self, names: &'static [&'static str]) -> Self {
        self.names = names;
        self
    }

    /// The same row, but not for files below other folders.
    const fn outside(mut self, folder: &'static str) -> Self {
        self.outside = folder;
        self
    }

    /// The same row for other questions.
    const fn answering(mut self, questions: &'static [Question]) -> Self {
        self.questions = questions;
        self
    }

    /// The same row for a file that is read whole.
    const fn whole(mut self) -> Self {
        self.reader = Reader::Document;
        self
    }

    /// The same row with parts.
    const fn parted(mut self, part: Part) -> Self {
        self.part = part;
        self
    }
}

use Question::{BackDoor, Compromised, Data, Exposed, Targeted};

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
        what,
        why,
        questions,
    }
}

const fn unread(
    id: &'static str,
    folder: &'static str,
    names: &'static [&'static str],
    what: &'static str,
    why: &'static str,
    questions: &'static [Question],
) -> Artefact {
    Artefact {
        id,
        folder,
        outside: "",
        names,
        kind: None,
        reader: Reader::Document,
        part: Part::None,
        what,
        why,
        questions,
    }
}

const fn page(id: &'static str, folder: &'static str) -> Artefact {
    Artefact {
        id,
        folder,
        outside: "",
        names: PAGES,
        kind: Some(RecordKind::WEB_PAGE),
        reader: Reader::Page,
        part: Part::None,
        what: "server pages in the web folders",
        why: "a page that no Exchange build ships may be a back door",
        questions: &[BackDoor],
    }
}

const fn document(
    id: &'static str,
    folder: &'static str,
    names: &'static [&'static str],
    kind: &'static str,
    what: &'static str,
    why: &'static str,
) -> Artefact {
    Artefact {
        id,
        folder,
        outside: "",
        names,
        kind: Some(RecordKind::of(kind)),
        reader: Reader::Document,
        part: Part::None,
        what,
        why,
        questions: &[BackDoor],
    }
}

const WEB_CONFIG_WHAT: &str = "the configuration of web folders";
const WEB_CONFIG_WHY: &str =
    "handlers, modules and keys of one folder: it can run code and open what was closed";

/// What IIS runs on the server: ASP.NET pages, handlers, services and the parts they are made of,
/// Razor, .NET remoting, classic ASP and the extensions IIS maps to it. Everything else in a web
/// folder (styles, images, scripts of the browser) is sent as it lies there.
const PAGES: &[&str] = &[
    "*.aspx", "*.ashx", "*.asmx", "*.ascx", "*.master", "*.asax", "*.svc", "*.soap", "*.rem",
    "*.cshtml", "*.vbhtml", "*.asp", "*.asa", "*.cer", "*.cdx",
];

/// All artefacts that matter.
pub static CATALOGUE: &[Artefact] = &[
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
        "iis-config",
        "",
        RecordKind::IIS_CONFIG,
        "the configuration of IIS and its history",
        "sites, virtual directories that lead elsewhere, and the builds that were installed",
        &[Exposed, BackDoor],
    )
    .named(&["*applicationHost*.config"])
    .whole(),
    document(
        "web-config-site",
        "inetpub",
        &["web.config"],
        "iis-config",
        WEB_CONFIG_WHAT,
        WEB_CONFIG_WHY,
    ),
    document(
        "web-config-front-end",
        "FrontEnd\\HttpProxy",
        &["web.config"],
        "iis-config",
        WEB_CONFIG_WHAT,
        WEB_CONFIG_WHY,
    ),
    document(
        "web-config-back-end",
        "ClientAccess",
        &["web.config"],
        "iis-config",
        WEB_CONFIG_WHAT,
        WEB_CONFIG_WHY,
    ),
    log(
        "event-log",
        "",
        RecordKind::EVENT,
        "Windows event logs",
        "processes, services, log-ons and Exchange management as Windows recorded them",
        &[Compromised, BackDoor, Data],
    )
    .named(&["*.evtx"]),
    unread(
        "registry",
        "System32\\config",
        &["SOFTWARE", "SYSTEM", "SECURITY", "SAM", "DEFAULT"],
        "registry hives",
        "the installed build, services and tasks",
        &[Exposed, BackDoor],
    ),
    unread(
        "registry-saved",
        "",
        &["*_Registry_Hive.hiv", "*_Registry_Hive.reg"],
        "saved registry keys of Exchange",
        "the installed build",
        &[Exposed],
    ),
    page("page-wwwroot", "inetpub\\wwwroot"),
    page("page-front-end", "FrontEnd\\HttpProxy"),
    page("page-back-end", "ClientAccess"),
    document(
        "compiled-page",
        "Temporary ASP.NET Files",
        &["*.compiled"],
        "aspnet-compiled",
        "compiled pages of ASP.NET",
        "pages that ran once, also when their file is gone",
    ),
    unread(
        "compiled-assembly",
        "Temporary ASP.NET Files",
        &["App_Web_*.dll"],
        "assemblies of compiled pages",
        "the code of pages that ran once, also when their file is gone",
        &[BackDoor],
    ),
    document(
        "transport-agents",
        "TransportRoles",
        &["*agents.config"],
        "agents-config",
        "the list of transport agents",
        "an agent that no product installed may be a back door",
    ),
    document(
        "task",
        "Windows\\System32\\Tasks",
        &[],
        "task",
        "scheduled tasks",
        "commands that run again and again",
    ),
    document(
        "exsetup",
        "",
        &["ExSetup.exe"],
        "pe",
        "Exchange's own set-up program",
        "the build that its file version names",
    )
    .answering(&[Exposed]),
    unread(
        "file-table",
        "",
        &["$MFT", "$UsnJrnl*", "$J"],
        "the file table and the change journal",
        "files made and deleted, with true times",
        &[BackDoor, Data],
    ),
    unread(
        "archive",
        "",
        &["*.zip", "*.7z", "*.rar"],
        "archives among the server's files",
        "stolen data, or logs that were packed: an archive of evidence is read when it is given \
         as a source of its own",
        &[Data],
    ),
];
