//! The catalogue: every kind of artefact that answers a question, as data.
//!
//! Rows are tried in order; the first that fits names the file. Places and names are those of the
//! products: Exchange 2013 to Subscription Edition (the script Test-ProxyLogon and the collector
//! ExchangeLogCollector of <https://github.com/microsoft/CSS-Exchange> name the same folders),
//! IIS (<https://learn.microsoft.com/iis/>) and Windows.

use model::{RecordKind, WinPath};

use crate::paths::{below, matches};

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
    pub kind: Option<RecordKind>,
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
    Artefact { id, folder, outside: "", names, kind: None, part: Part::None, what, why, questions }
}

const PAGES: &[&str] = &["*.aspx", "*.ashx", "*.asmx", "*.asp", "*.svc", "*.cshtml", "*.soap"];
const PAGES_WHAT: &str = "server pages in the web folders";
const PAGES_WHY: &str = "a page that no Exchange build ships may be a back door";

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
    .named(&["*applicationHost*.config"]),
    unread(
        "event-log",
        "",
        &[],
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
    unread("page-wwwroot", "inetpub\\wwwroot", PAGES, PAGES_WHAT, PAGES_WHY, &[BackDoor]),
    unread("page-front-end", "FrontEnd\\HttpProxy", PAGES, PAGES_WHAT, PAGES_WHY, &[BackDoor]),
    unread("page-back-end", "ClientAccess", PAGES, PAGES_WHAT, PAGES_WHY, &[BackDoor]),
    unread(
        "compiled-page",
        "Temporary ASP.NET Files",
        &["*.compiled", "App_Web_*.dll"],
        "compiled pages of ASP.NET",
        "pages that ran once, also when their file is gone",
        &[BackDoor],
    ),
    unread(
        "transport-agents",
        "TransportRoles",
        &["*agents.config"],
        "the list of transport agents",
        "an agent that no product installed may be a back door",
        &[BackDoor],
    ),
    unread(
        "task",
        "Windows\\System32\\Tasks",
        &[],
        "scheduled tasks",
        "commands that run again and again",
        &[BackDoor],
    ),
    unread(
        "file-table",
        "",
        &["$MFT", "$UsnJrnl*", "$J"],
        "the file table and the change journal",
        "files made and deleted, with true times",
        &[BackDoor, Data],
    ),
];

/// What the catalogue makes of an entry.
#[derive(Clone, Debug)]
pub struct Class {
    /// The row.
    pub artefact: &'static Artefact,
    /// The part of its source, lower-case, where the path tells it.
    pub part: Option<String>,
}

/// The row of the catalogue that a path belongs to; `None` if it is in none. The content may
/// still say otherwise.
pub fn classify(path: &WinPath) -> Option<Class> {
    let name = path.file_name();
    CATALOGUE.iter().find_map(|artefact| {
        let named = artefact.names.is_empty()
            || artefact.names.iter().any(|pattern| matches(pattern, name));
        let excluded = !artefact.outside.is_empty() && below(path, artefact.outside).is_some();
        if !named || excluded {
            return None;
        }
        let folders = below(path, artefact.folder)?;
        let part = match artefact.part {
            Part::None => None,
            Part::FolderBelow => folders.first().map(|folder| folder.to_ascii_lowercase()),
            Part::Site => site(path),
        };
        // A folder `LogFiles` holds other logs too; those of a site lie in the site's folder.
        let whole = artefact.part != Part::Site || part.is_some() || artefact.folder.is_empty();
        whole.then_some(Class { artefact, part })
    })
}

/// The part of its source that a file belongs to, as far as its path tells: `ecp` for
/// `…\Logging\HttpProxy\Ecp\…`, `w3svc1` for `…\W3SVC1\…`. Lower-case.
pub fn part_of(path: &WinPath) -> Option<String> {
    classify(path)?.part
}

/// The last folder named as IIS names the folder of a site's logs: `W3SVC` and the site's number.
fn site(path: &WinPath) -> Option<String> {
    let mut components = path.components().rev();
    components.next();
    components.map(str::to_ascii_lowercase).find(|folder| {
        folder.strip_prefix("w3svc").is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(path: &str) -> Option<(&'static str, Option<String>)> {
        classify(&WinPath::new(path)).map(|class| (class.artefact.id, class.part))
    }

    #[test]
    fn ids_are_unique_and_rows_give_reasons() {
        for (at, row) in CATALOGUE.iter().enumerate() {
            assert!(CATALOGUE[..at].iter().all(|other| other.id != row.id), "{}", row.id);
            assert!(!row.what.is_empty() && !row.why.is_empty() && !row.questions.is_empty());
            assert!(!row.folder.is_empty() || !row.names.is_empty(), "{} fits all", row.id);
        }
    }

    #[test]
    fn logs_are_known_wherever_exchange_is_installed() {
        let part = |text: &str| Some(text.to_owned());
        for (path, wanted) in [
            (
                "E:\\Ex\\Logging\\HttpProxy\\Ecp\\HttpProxy_2021030306-1.LOG",
                ("httpproxy", part("ecp")),
            ),
            ("E:\\Ex\\LOGGING\\HTTPPROXY\\OwaCalendar\\x.log", ("httpproxy", part("owacalendar"))),
            ("HttpProxy\\Owa\\x.LOG", ("httpproxy-copied", part("owa"))),
            ("HttpProxy_2021030306-1.LOG", ("httpproxy-loose", None)),
            ("C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log", ("iis", part("w3svc1"))),
            ("D:\\IIS\\W3SVC2\\u_ex210303_x.log", ("iis", part("w3svc2"))),
            ("u_ex210303.log", ("iis", None)),
            ("C:\\inetpub\\logs\\LogFiles\\W3SVC12\\renamed.log", ("iis-folder", part("w3svc12"))),
            ("C:\\Windows\\System32\\LogFiles\\HTTPERR\\httperr1.log", ("httperr", None)),
            ("C:\\x\\Logging\\ECP\\Server\\ECPServer20210303-1.LOG", ("ecp-server", None)),
            ("C:\\x\\Logging\\ECP\\Activity\\ECPActivity_1_20210303-1.LOG", ("ecp-activity", None)),
            ("C:\\x\\Logging\\OABGeneratorLog\\any.thing", ("oab-generator", None)),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\Http\\Rps_Http_2021-1.LOG",
                ("rps-http", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\Cmdlet\\Rps_Cmdlet_2021-1.LOG",
                ("rps-cmdlet", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\LocalPowerShell\\Cmdlet\\powershell.exe_12_Cmdlet_2021-1.LOG",
                ("rps-cmdlet", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\AuthZ\\Rps_AuthZ_2021-1.LOG",
                ("cmdletinfra", None),
            ),
            ("C:\\x\\Logging\\Ews\\Ews_2021030306-1.LOG", ("ews", None)),
            (
                "C:\\x\\TransportRoles\\Logs\\MessageTracking\\MSGTRKMS2021-1.LOG",
                ("message-tracking", None),
            ),
            (
                "C:\\x\\TransportRoles\\Logs\\Hub\\AgentLog\\AgentLog20210303-1.LOG",
                ("agent-log", None),
            ),
            (
                "C:\\x\\TransportRoles\\Logs\\FrontEnd\\ProtocolLog\\SmtpReceive\\RECV2021-1.LOG",
                ("smtp-protocol", None),
            ),
            ("C:\\x\\Logging\\LocalQueue\\Exchange\\audit20210303-1.LOG", ("admin-audit", None)),
            ("C:\\ExchangeSetupLogs\\ExchangeSetup.log", ("exchange-setup", None)),
            (
                "C:\\inetpub\\history\\CFGHISTORY_0000000001\\applicationHost.config",
                ("iis-config", None),
            ),
            ("C:\\Windows\\System32\\winevt\\Logs\\System.evtx", ("event-log", None)),
            ("C:\\Windows\\System32\\config\\SOFTWARE", ("registry", None)),
            ("C:\\inetpub\\wwwroot\\aspnet_client\\a.aspx", ("page-wwwroot", None)),
            ("C:\\$MFT", ("file-table", None)),
        ] {
            assert_eq!(class(path), Some(wanted), "{path}");
        }
    }

    #[test]
    fn other_files_are_in_no_row() {
        for path in [
            "C:\\Windows\\System32\\LogFiles\\Firewall\\pfirewall.log",
            "C:\\Ex\\FrontEnd\\HttpProxy\\owa\\x.log",
            "C:\\inetpub\\wwwroot\\iisstart.htm",
            "notes.txt",
            "",
        ] {
            assert_eq!(class(path), None, "{path}");
        }
    }

    #[test]
    fn only_httpproxy_and_iis_have_parts() {
        for row in CATALOGUE.iter().filter(|row| row.part != Part::None) {
            let kind = row.kind.clone();
            assert!(kind == Some(RecordKind::HTTP_PROXY) || kind == Some(RecordKind::IIS));
        }
        assert_eq!(part_of(&WinPath::new("x\\Logging\\HttpProxy\\a.log")), None);
    }
}
