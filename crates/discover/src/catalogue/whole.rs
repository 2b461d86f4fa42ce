//! Files that are read whole: pages, configuration, hives, tables of the file system, programs.

use model::RecordKind;

use super::Question::{BackDoor, Compromised, Data, Exposed};
use super::{Artefact, Part, Question, Reader};

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
        companions: &[],
        what,
        why,
        questions,
    }
}

/// Any file of a web folder: most are settled by their hash, what is left is judged.
const fn page(id: &'static str, folder: &'static str) -> Artefact {
    Artefact {
        id,
        folder,
        outside: "",
        names: &[],
        kind: Some(RecordKind::WEB_PAGE),
        reader: Reader::Page,
        part: Part::None,
        companions: &[],
        what: "files in the web folders",
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
        companions: &[],
        what,
        why,
        questions: &[BackDoor],
    }
}

/// Logs that Windows keeps of changes to a hive until it writes them into it
/// (<https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md>).
const HIVE_LOGS: &[&str] = &["LOG", "LOG1", "LOG2"];

const HIVE_WHAT: &str = "registry hives";
const HIVE_WHY: &str = "the installed build, services, start entries, accounts and exclusions";

const REMOVAL_WHAT: &str = "logs of malware scanners and of Microsoft's mitigation tools";
const REMOVAL_WHY: &str = "what was found and removed, when and by whom";

/// What IIS runs on the server: ASP.NET pages, handlers, services and the parts they are made of,
/// Razor, .NET remoting, classic ASP and the extensions IIS maps to it.
pub(crate) const PAGES: &[&str] = &[
    "*.aspx", "*.ashx", "*.asmx", "*.ascx", "*.master", "*.asax", "*.svc", "*.soap", "*.rem",
    "*.cshtml", "*.vbhtml", "*.asp", "*.asa", "*.cer", "*.cdx", "*.config",
];

/// A file of a folder that only this server's IIS configuration makes a web folder.
pub(crate) static CONFIGURED_PAGE: Artefact = page("page-configured", "");

/// A page where nothing is known to serve it: a copy, or loose evidence that lost its folder.
pub(crate) static PAGE_ELSEWHERE: Artefact = page("page-elsewhere", "");

/// A library that this server's IIS or Exchange configuration loads.
pub(crate) static CONFIGURED_PROGRAM: Artefact = document(
    "configured-program",
    "",
    &[],
    "pe",
    "libraries that IIS or Exchange are told to load",
    "whose they are: version, signature, what they offer",
);

/// A file in which the configuration of this server's IIS goes on.
pub(crate) static CONFIGURED_PART: Artefact = document(
    "iis-config-part",
    "",
    &[],
    "iis-config",
    "parts of the configuration of IIS in files of their own",
    "sites, modules and handlers that the main file only refers to",
);

/// A program or script where intruders put them.
pub(crate) static STAGED: Artefact = document(
    "staged-file",
    "",
    &[
        "*.exe", "*.dll", "*.sys", "*.scr", "*.com", "*.cpl", "*.ocx", "*.ps1", "*.psm1", "*.bat",
        "*.cmd", "*.vbs", "*.vbe", "*.js", "*.jse", "*.wsf", "*.hta", "*.py", "*.pl", "*.dat",
        "*.bin", "*.tmp",
    ],
    "file",
    "programs and scripts in places that anybody can write to",
    "tools of intruders: tunnels, password dumpers, remote control",
)
.read_by(Reader::Staged);

pub(super) static WHOLE: &[Artefact] = &[
    document(
        "iis-config",
        "",
        &["*applicationHost*.config"],
        "iis-config",
        "the configuration of IIS and its history",
        "sites, virtual directories that lead elsewhere, and the builds that were installed",
    )
    .answering(&[Exposed, BackDoor]),
    document(
        "registry",
        "System32\\config",
        &["SOFTWARE", "SYSTEM", "SECURITY", "SAM", "DEFAULT"],
        "registry",
        HIVE_WHAT,
        HIVE_WHY,
    )
    // Copies of an earlier day: what they hold may be gone.
    .outside("config\\RegBack")
    .with(HIVE_LOGS)
    .answering(&[Exposed, BackDoor]),
    document("registry-user", "Users", &["NTUSER.DAT"], "registry", HIVE_WHAT, HIVE_WHY)
        .with(HIVE_LOGS),
    document("registry-saved", "", &["*.hiv"], "registry", "saved registry keys", HIVE_WHY)
        .answering(&[Exposed, BackDoor]),
    document(
        "compiled-page",
        "Temporary ASP.NET Files",
        &["*.compiled"],
        "aspnet-compiled",
        "compiled pages of ASP.NET",
        "pages that ran once, also when their file is gone",
    ),
    document(
        "compiled-assembly",
        "Temporary ASP.NET Files",
        &["App_Web_*.dll", "App_global*.dll", "App_Code*.dll", "App_Web_*.cs", "App_Web_*.vb"],
        "compiled-assembly",
        "assemblies of compiled pages",
        "the code of pages that ran once, also when their file is gone",
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
    document(
        "file-table",
        "",
        &["*$MFT", "MFT", "$MFT.*"],
        "mft",
        "the file table",
        "files made and deleted, with true times",
    )
    .answering(&[BackDoor, Data]),
    document(
        "change-journal",
        "",
        &["*$J", "*UsnJrnl", "*UsnJrnl.*"],
        "usn",
        "the change journal",
        "files made, renamed and deleted, with the time",
    )
    .answering(&[BackDoor, Data]),
    document(
        "wmi-repository",
        "wbem\\Repository",
        &["OBJECTS.DATA"],
        "wmi",
        "the repository of WMI",
        "subscriptions that run commands when something happens",
    ),
    document(
        "hosts-file",
        "drivers\\etc",
        &["hosts"],
        "hosts-file",
        "the hosts file",
        "names that lead elsewhere",
    ),
    document(
        "console-history",
        "",
        &["ConsoleHost_history.txt"],
        "console-history",
        "what was typed into PowerShell",
        "commands of whoever worked on the server",
    )
    .answering(&[Compromised, BackDoor, Data]),
    document(
        "msert-log",
        "",
        &["msert.log", "msert.old.log", "mrt.log"],
        "msert-log",
        REMOVAL_WHAT,
        REMOVAL_WHY,
    ),
    document(
        "eomt-log",
        "",
        &["EOMT*.txt", "EOMT*.log", "IISManagementDebugLog.txt", "IISManagementRestoreCmdlets-*"],
        "eomt-log",
        REMOVAL_WHAT,
        REMOVAL_WHY,
    ),
    document(
        "defender-log",
        "",
        &["MPLog-*.log", "MPDetection-*.log"],
        "defender-log",
        REMOVAL_WHAT,
        REMOVAL_WHY,
    ),
    document(
        "defender-history",
        "Service\\DetectionHistory",
        &[],
        "defender-log",
        REMOVAL_WHAT,
        REMOVAL_WHY,
    ),
    document(
        "defender-quarantine",
        "Quarantine\\Entries",
        &[],
        "defender-log",
        REMOVAL_WHAT,
        REMOVAL_WHY,
    ),
    document(
        "defender-quarantined",
        "Quarantine\\ResourceData",
        &[],
        "defender-log",
        "files in Defender's quarantine",
        "what was removed: its hash, and what it could do",
    ),
    document(
        "crash-report",
        "",
        &["*.wer"],
        "crash-report",
        "reports of crashed programs",
        "which program crashed when, and every library it had loaded",
    )
    .answering(&[Compromised, BackDoor]),
    unread(
        "archive",
        "",
        &["*.zip", "*.7z", "*.rar"],
        "archives among the server's files",
        "stolen data, or logs that were packed: an archive of evidence is read when it is given \
         as a source of its own",
        &[Data],
    ),
    page("page-inetpub", "inetpub").named(&["web.config"]),
    // What stands there holds for every application of the server.
    page("page-dot-net", "Windows\\Microsoft.NET").named(&["web.config", "machine.config"]),
    page("page-wwwroot", "inetpub\\wwwroot"),
    page("page-front-end", "FrontEnd\\HttpProxy"),
    page("page-back-end", "ClientAccess"),
];
