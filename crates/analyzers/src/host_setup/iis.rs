//! IIS and ASP.NET configuration: the elements this family looks at, and its rules.

use model::{ArtefactRef, Record, RecordKind, RuleMeta};

use super::{
    Grade, Setup, Shown, iis_changes, iis_handlers, iis_modules, iis_pools, iis_programs,
    iis_settings, iis_virtual,
};
use crate::common::field;
use crate::setup::Aside;

/// Sources of what belongs into a server's IIS.
pub(super) const REFERENCES: &[&str] = &[
    "https://learn.microsoft.com/iis/get-started/introduction-to-iis/iis-modules-overview",
    "https://github.com/microsoft/CSS-Exchange",
    "https://www.microsoft.com/en-us/security/blog/2022/07/26/malicious-iis-extensions-quietly-open-persistent-backdoors-into-servers/",
];

/// A module, handler or filter that neither IIS nor Exchange ships.
pub(super) const MODULE: RuleMeta = RuleMeta {
    id: "iis.module",
    title: "IIS runs code that neither Windows nor Exchange ships",
    about: "Native and managed modules, handlers and ISAPI filters run inside the web server for \
            every request, see passwords at sign-in, and leave no page behind. Intruders register \
            their own, mostly as files next to those of IIS or in the global assembly cache. The \
            modules that Windows and Exchange ship are known by file and folder.",
    false_positives: "Modules of monitoring, multi-factor sign-in and filtering products; those in \
                      Program Files are only listed for a look at their signature. Companies' own \
                      modules.",
    cves: &[],
    techniques: &["T1505.004"],
    references: REFERENCES,
};

/// A virtual directory that leads out of the site.
pub(super) const VIRTUAL_DIRECTORY: RuleMeta = RuleMeta {
    id: "iis.virtual_directory",
    title: "A web address leads to a folder that does not belong to the web server",
    about: "A virtual directory hands out a folder from anywhere on the server. After ProxyShell \
            intruders added some that lead to ProgramData and to folders with reserved names, \
            where scanners do not look, so that their web shells stay reachable.",
    false_positives: "A company's own application or a share that is handed out; those in ordinary \
                      folders are only listed for a look.",
    cves: &[],
    techniques: &["T1505.003", "T1564.001"],
    references: &[
        "https://www.huntress.com/blog/rapid-response-microsoft-exchange-servers-still-vulnerable-to-proxyshell-exploit",
        "https://github.com/Neo23x0/signature-base",
    ],
};

/// A fixed machine key.
pub(super) const MACHINE_KEY: RuleMeta = RuleMeta {
    id: "iis.machine_key",
    title: "The keys that protect a page's state are fixed",
    about: "Whoever knows an application's machine key can make the server run code with one \
            request, without any file on disk. Exchange lets each server make its own keys; a key \
            written into its configuration was put there, and a published key is known to all.",
    false_positives: "Exchange before the updates of February 2020 shipped a fixed key for ECP \
                      (CVE-2020-0688). A web farm behind a balancer may share a key on purpose.",
    cves: &[],
    techniques: &["T1505.003"],
    references: &[
        "https://github.com/microsoft/mstic",
        "https://www.microsoft.com/en-us/security/blog/2025/02/06/code-injection-attacks-using-publicly-disclosed-asp-net-machine-keys/",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2020-0688",
    ],
};

/// Logging turned off.
pub(super) const LOGGING_OFF: RuleMeta = RuleMeta {
    id: "iis.logging_off",
    title: "IIS does not log requests, or logs them where nobody looks",
    about: "Without its log nobody can say who asked for which page. IIS logs each request unless \
            somebody turns that off for a site or an address, or sends the files elsewhere.",
    false_positives: "Administrators turn logging off for health probes of a balancer or on full \
                      disks.",
    cves: &[],
    techniques: &["T1562.002"],
    references: &[
        "https://learn.microsoft.com/iis/configuration/system.webserver/httplogging",
        "https://learn.microsoft.com/iis/configuration/system.applicationhost/sites/site/logfile/",
    ],
};

/// A library where IIS or Exchange load theirs.
pub(super) use iis_programs::FOREIGN as LIBRARY;

/// A pool that runs something of its own.
pub(super) use iis_pools::POOL_RULE as POOL;

static RULES: [RuleMeta; 6] = [MODULE, VIRTUAL_DIRECTORY, MACHINE_KEY, LOGGING_OFF, LIBRARY, POOL];

/// IIS configuration, and the programs it names.
pub(super) static SETUP: Setup = Setup {
    more: iis_changes::interests,
    aside,
    settle: |draft, asides| {
        iis_programs::settle(draft, asides);
        iis_changes::settle(draft, asides);
    },
    ..Setup::new(&RULES, &["iis-config", "pe"], judge)
};

fn aside(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Aside> {
    match record.kind().as_str() {
        "pe" => iis_programs::aside(record, artefact),
        "event" => iis_changes::aside(record),
        _ => Vec::new(),
    }
}

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    if record.kind().as_str() == "pe" {
        return iis_programs::library(record, artefact).into_iter().collect();
    }
    if *record.kind() == RecordKind::EVENT {
        return Vec::new();
    }
    let removes = matches!(&*field(record, "operation"), "remove" | "clear");
    if removes {
        return Vec::new();
    }
    let shown = match &*field(record, "element") {
        "globalModule" => iis_modules::native(record, "image"),
        "isapiFilter" => iis_modules::native(record, "path"),
        "module" => iis_modules::managed(record),
        "handler" => {
            let own = iis_handlers::handler(record, artefact);
            let says = own.as_ref().is_some_and(|own| own.grade > Grade::Silent);
            if says { own } else { iis_handlers::invented(record, artefact).or(own) }
        }
        "buildProvider" => iis_handlers::invented(record, artefact),
        "virtualDirectory" => iis_virtual::virtual_directory(record),
        "applicationPool" => iis_pools::pool(record),
        "machineKey" => iis_settings::machine_key(record, artefact),
        "httpLogging" | "logFile" | "log" => iis_settings::logging(record),
        _ => None,
    };
    shown.into_iter().collect()
}
