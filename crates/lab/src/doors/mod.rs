//! Ways in that an intruder leaves on a server's disk, and for each the innocent thing that looks
//! like it: as files, configuration, hives, file tables and exports, with known truth.
//!
//! The plants of [`crate::PlantKind`] are what happened, row by row in the logs; these are what
//! lies there afterwards. Each kind lays either of its two forms onto a [`Disk`],
//! where several share one configuration, one hive and one file table, as on a real server.

mod containers;
mod disk;
mod exchange;
mod files;
mod iis;
mod logon;
mod pages;
mod registry;
mod removed;
mod text;
mod traces;
mod unseen;
mod windows;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use disk::DiskFile;

use crate::recipe::Recipe;
use disk::Disk;

/// What an assessment must say of a way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoorAnswer {
    /// A back door is present.
    Present,
    /// A back door was present and is gone.
    WasPresent,
    /// No way in by itself: something that hides, eases or follows an intrusion. A finding, but
    /// no answer to whether there is a back door.
    Trace,
}

macro_rules! door_kinds {
    ($($variant:ident: $answer:ident $rules:expr, $lay:path,
        $what:literal, $look_alike:literal;)+) => {
        /// Kinds of ways in, and of what follows them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DoorKind {
            $(#[doc = concat!($what, ".")] $variant,)+
        }

        impl DoorKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)+ }
            }

            /// What it is, for people.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)+ }
            }

            /// The innocent thing that looks like it, for people.
            pub const fn look_alike(self) -> &'static str {
                match self { $(Self::$variant => $look_alike,)+ }
            }

            /// How the ids of rules begin of which one must find it.
            pub const fn rules(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$rules,)+ }
            }

            /// What an assessment must say of it.
            pub const fn answer(self) -> DoorAnswer {
                match self { $(Self::$variant => DoorAnswer::$answer,)+ }
            }

            fn lay(self, laying: &mut Laying<'_>) {
                match self { $(Self::$variant => $lay(laying),)+ }
            }
        }
    };
}

door_kinds! {
    PageFrontEnd: Present ["backdoor."], pages::front_end,
        "a web shell among the sign-in pages of OWA",
        "the sign-in page in the firm's colours";
    PageBackEnd: Present ["backdoor."], pages::back_end,
        "a web shell in the back end of the control panel",
        "an error page of Exchange with the firm's help desk in it";
    PageAspnetClient: Present ["backdoor."], pages::aspnet_client,
        "a web shell in aspnet_client",
        "the scripts that ASP.NET puts into aspnet_client";
    PageOtherSite: Present ["backdoor."], pages::other_site,
        "a web shell in a site that only applicationHost.config names",
        "an administrator's own tool in a site outside Exchange";
    PageHiddenFolder: Present ["backdoor.", "iis.virtual_directory"], pages::hidden_folder,
        "a web shell behind a virtual directory that leads to a folder called COM1",
        "photographs behind a virtual directory that leads to another drive";
    Handler: Present ["backdoor."], pages::handler,
        "a handler (.ashx) that runs what it is sent",
        "a handler that makes thumbnails";
    WebService: Present ["backdoor."], pages::web_service,
        "a web service (.asmx) that runs what it is sent",
        "a web service of the firm that counts orders";
    ServiceHost: Present ["backdoor."], pages::service_host,
        "a service (.svc) that loads code it is sent",
        "a service of the firm";
    Soap: Present ["backdoor."], pages::soap,
        "a .soap page that runs what it is sent",
        "a .soap page that tells the time";
    ClassicAsp: Present ["backdoor."], pages::classic_asp,
        "a page of classic ASP that runs what it is sent",
        "a counter in classic ASP";
    ConfigHandler: Present ["backdoor.", "iis."], pages::config_handler,
        "a web.config that has pictures run as pages",
        "a web.config with types of fonts and caching of pictures";
    ConfigPage: Present ["backdoor.", "iis."], pages::config_page,
        "a web.config that is a web shell itself",
        "a web.config of the firm's application";
    GlobalAsax: Present ["backdoor."], pages::global_asax,
        "a global.asax that runs what a header says",
        "a global.asax that sends browsers to https";
    LookAlikeName: Present ["backdoor."], pages::look_alike_name,
        "a page whose name is one letter from a page of Exchange",
        "a page of Exchange under its own name with a remark added";
    LogonCapture: Present ["backdoor."], logon::page,
        "a sign-in page that keeps passwords",
        "the sign-in page in the firm's colours, with a notice";
    LogonScript: Present ["backdoor.", "yara:"], logon::script,
        "a script of the sign-in page that sends passwords elsewhere",
        "a script of the sign-in page that writes the user's domain in";
    ImageWithCode: Present ["backdoor."], containers::image,
        "a picture with code in it",
        "a photograph with its maker's data in it";
    MailExportPage: Present ["backdoor."], containers::mail_export,
        "a mailbox export with a web shell in it, encoded as Outlook does",
        "a mailbox export in an administrator's folder, with mail about a web shell";
    CertificateRequestPage: Present ["backdoor."], containers::certificate_request,
        "a certificate request with a web shell in it",
        "a certificate that the firm hands out";
    DumpPage: Present ["backdoor."], containers::dump,
        "a list of a virtual directory's properties with a web shell in it",
        "a list of a virtual directory's properties that an administrator printed";
    UnreachableName: Present ["file.unreachable_name"], files::unreachable_name,
        "a script in a folder called AUX",
        "notes of another system in such a folder";
    HiddenPage: Present ["file.hidden_page"], unseen::hidden_page,
        "a page that its attributes hide, in the file table",
        "desktop.ini and Thumbs.db, hidden as Windows hides them";
    Stream: Present ["backdoor.", "file.", "host.", "removal."], containers::stream,
        "a page in an alternate stream of a picture",
        "the mark of a download in an alternate stream";
    StreamTakenIn: Present ["backdoor."], containers::stream_taken_in,
        "a page that takes its code from an alternate stream of a picture",
        "a page that takes in its head and names itself in a log with a colon";
    CompiledRemains: WasPresent ["aspnet.", "removal."], removed::compiled,
        "what ASP.NET compiled from a page that is gone",
        "what ASP.NET compiled from pages of Exchange and of the firm";
    CompiledLibrary: WasPresent ["aspnet."], removed::compiled_library,
        "the library that ASP.NET compiled from a page that is gone",
        "libraries that ASP.NET compiled from pages of Exchange and of the firm";
    GoneInLog: WasPresent ["webshell.reached", "webshell.suspect", "removal."], removed::in_log,
        "requests that were answered by a page that is gone",
        "requests for such a page that were refused";
    GoneInTable: WasPresent ["removal.", "file."], removed::in_table,
        "a page that was made and deleted, in the file table and the journal",
        "pages that an update of Exchange deleted";
    PageRenamed: WasPresent ["removal.page_renamed"], removed::renamed,
        "a text that became a page by a new name, in the journal",
        "a page of Exchange that an administrator put aside";
    ForgedTimes: Trace ["removal.forged_times"], removed::forged_times,
        "a page that shows an older age than it has, in the file table",
        "a page of Exchange with the age that its update gave it";
    RemovedBySafetyScanner: WasPresent ["removal."], removed::by_safety_scanner,
        "a web shell that Microsoft's Safety Scanner removed",
        "a run of the Safety Scanner that found nothing";
    RemovedByDefender: WasPresent ["removal."], removed::by_defender,
        "a web shell that Defender removed",
        "a download of a user that Defender removed";
    CourtOrdered: Trace ["removal.court_ordered"], removed::court_ordered,
        "a web shell that answered until April 2021 and was gone in the days of the court order",
        "a page of Exchange that an update removed in those days";
    MitigationTool: Trace ["removal."], removed::mitigation_tool,
        "a run of Microsoft's mitigation tool",
        "the mitigation tool, fetched and never run";
    NativeModule: Present ["iis.module"], iis::native_module,
        "a native module of IIS that nobody signed",
        "a vendor's signed module of IIS in Program Files";
    ManagedModule: Present ["iis.module", "backdoor."], iis::managed_module,
        "a managed module of OWA with its library",
        "a vendor's managed module with a signed library";
    ManagedHandler: Present ["iis.", "backdoor."], iis::managed_handler,
        "a handler whose library was put into the bin folder of OWA's back end",
        "a handler of the firm's own application";
    ForeignLibrary: Present ["iis.foreign_library"], iis::foreign_library,
        "a library without signature in the bin folder of the control panel, named nowhere",
        "a vendor's signed library there";
    AppPool: Present ["iis.app_pool"], iis::app_pool,
        "an application pool of Exchange that starts a program in a folder for temporary files",
        "an application pool with the profiler of a monitoring product";
    IsapiFilter: Present ["iis.module"], iis::isapi_filter,
        "an ISAPI filter in a folder for temporary files",
        "a vendor's ISAPI filter in Program Files";
    VirtualDirectory: Present ["iis.virtual_directory"], iis::virtual_directory,
        "a virtual directory of OWA that leads into ProgramData",
        "a virtual directory that leads to a backup share";
    OwnShare: Present ["backdoor.", "iis.virtual_directory"], unseen::own_share,
        "a web shell behind a virtual directory that leads to a share of the server's own drive",
        "a virtual directory that leads to a share of another computer";
    HandlerWithoutExtension: Present ["iis.module"], unseen::handler_without_extension,
        "a handler that runs files of any name below EWS as pages",
        "the handlers without an extension that IIS and Exchange have";
    MachineKey: Present ["iis.machine_key"], iis::machine_key,
        "a fixed machine key in the control panel",
        "a machine key that the firm's own application shares between two servers";
    PublishedMachineKey: Present ["iis.machine_key"], iis::published_machine_key,
        "a machine key that everybody can read in old examples, in Autodiscover",
        "a machine key that the server makes for itself";
    LoggingOff: Trace ["iis.logging_off"], iis::logging_off,
        "the log of OWA's sign-in folder turned off",
        "logging said to be on for the page that a balancer asks for";
    LoggingMoved: Trace ["iis.logging_off"], iis::logging_moved,
        "logs that are written to a folder for temporary files",
        "logs that are written to another drive";
    MitigationLost: Trace ["iis.mitigation_lost"], iis::mitigation_lost,
        "a mitigation in the history of the configuration that is not there any more",
        "a mitigation that is there, then and now";
    TransportAgent: Present ["transport.agent"], exchange::transport_agent,
        "a transport agent whose file lies in a folder for temporary files",
        "the transport agent of an antivirus vendor in Program Files";
    UrlInDirectoryExport: Present ["exchange."], exchange::url_ldif,
        "an external address with script in it, in an LDIF export of the directory",
        "an external address of https in such an export";
    UrlInClixml: Present ["exchange."], exchange::url_clixml,
        "an external address with script in it, in a CLIXML export",
        "an external address of https in such an export";
    UrlInCsv: Present ["exchange."], exchange::url_csv,
        "an external address with script in it, in a CSV export",
        "an external address of https in such an export";
    RoleAssignment: Trace ["exchange."], exchange::role_assignment,
        "the right to act as every mailbox, given to one user",
        "the assignments that Exchange makes itself";
    Forwarding: Trace ["exchange."], exchange::forwarding,
        "a mailbox that forwards to an address outside",
        "a mailbox that forwards to a colleague";
    InboxRule: Trace ["exchange.inbox_rule"], exchange::inbox_rule,
        "a rule of a mailbox, called \".\", that sends mail outside",
        "a rule of a mailbox that sorts newsletters";
    TransportRule: Trace ["exchange.transport_rule"], exchange::transport_rule,
        "a rule of the organisation that copies mail to an address outside",
        "a rule of the organisation that adds a disclaimer";
    Service: Present ["persistence.service"], registry::service,
        "a service in Users\\Public, in the log of the hive only",
        "the service of a monitoring agent";
    SavedServices: Present ["persistence.service"], registry::saved_key,
        "the same service in the services that somebody saved by themselves (.hiv)",
        "saved services with a monitoring agent";
    RunKey: Present ["persistence.run_key"], registry::run_key,
        "a Run key that starts a hidden command",
        "a Run key of a vendor's tray icon";
    RunKeyExport: Present ["persistence.run_key"], registry::run_key_export,
        "the same Run key in a .reg export",
        "a .reg export of an administrator";
    RunKeyOfUser: Present ["persistence.run_key"], registry::run_key_of_user,
        "the same Run key in the hive of a user",
        "a Run key of a user's own program";
    ImageHijack: Present ["persistence.ifeo"], registry::image_hijack,
        "a command line in the place of the sign-in screen's sticky keys",
        "a task manager of the administrators in the place of Windows' own";
    LsaPackage: Present ["persistence.lsa_package"], registry::lsa_package,
        "a package of a password thief in LSA",
        "the packages that Windows ships";
    WDigest: Trace ["persistence.wdigest"], registry::wdigest,
        "passwords kept in clear in memory",
        "the setting that keeps them from it";
    AppInit: Present ["persistence.", "host."], registry::appinit,
        "a library that every program loads, in Users\\Public",
        "the setting with no library";
    DefenderExclusion: Trace ["defender.exclusion"], registry::defender_exclusion,
        "web folders left out by the malware scanner",
        "the folders that Microsoft wants left out";
    RemoteDesktop: Trace ["host."], registry::remote_desktop,
        "Remote Desktop opened without authentication first, on another port",
        "Remote Desktop as administrators use it";
    RemoteSignIn: Trace ["host.remote_sign_in"], registry::remote_sign_in,
        "a setting that lets hashes sign in",
        "the setting as Windows has it";
    PortProxy: Present ["host.port_proxy"], registry::port_proxy,
        "a port that is forwarded to the Remote Desktop of a domain controller",
        "no port forwarded, but the key is there";
    FirewallRule: Trace ["host.firewall_rule"], registry::firewall_rule,
        "a rule of the firewall that lets anybody reach a program in Users\\Public",
        "rules of Exchange and of a vendor";
    FirewallOff: Trace ["host.firewall_off"], registry::firewall_off,
        "the firewall turned off for the domain",
        "the firewall as Windows has it";
    NotificationPackage: Present ["persistence.loaded_library"], unseen::notification_package,
        "a library in ProgramData that is told of each sign-in",
        "a notification package of older Windows";
    HiddenTask: Present ["persistence.task"], registry::hidden_task,
        "a task whose security descriptor was removed",
        "a task of an updater in the scheduler's list";
    LocalAccount: Present ["account."], registry::local_account,
        "a hidden local account that acts as the administrator",
        "the accounts that Windows makes, and a vendor's";
    StockAccount: Present ["account.stock_enabled"], registry::stock_account,
        "DefaultAccount enabled and made an administrator",
        "DefaultAccount as Windows keeps it";
    Task: Present ["persistence.task"], windows::task,
        "a scheduled task that fetches and runs code",
        "the scheduled task of a monitoring agent";
    WmiSubscription: Present ["persistence.wmi"], windows::wmi,
        "a WMI subscription that runs a hidden command",
        "the subscription that Windows ships";
    StartupFolder: Present ["persistence.", "file.", "host."], windows::startup_folder,
        "a script in the Startup folder of all users",
        "a shortcut of a vendor in that folder";
    HostsFile: Trace ["host."], windows::hosts_file,
        "update servers of the malware scanner led nowhere in the hosts file",
        "a hosts file with the firm's own servers";
    FirewallExport: Trace ["host.firewall_rule"], windows::firewall,
        "the same rule of the firewall in an export",
        "an export with rules of Exchange and of a vendor";
    LsassDump: Trace ["file."], files::lsass_dump,
        "a dump of the process that holds passwords, in a web folder",
        "a dump of a crashed program that Windows keeps";
    NtdsCopy: Trace ["file."], files::ntds_copy,
        "a copy of the directory's database in a folder for temporary files",
        "the directory's database in its own place";
    Archive: Trace ["file."], files::archive,
        "an archive in a folder for temporary files, by a rar that is called otherwise",
        "an archive of an antivirus product in its folder in ProgramData";
    Tool: Trace ["file."], files::tool,
        "a tunnel and a password dumper in ProgramData",
        "a remote tool of the firm in Program Files";
    RenamedTool: Trace ["file.renamed_program"], unseen::renamed_tool,
        "a tunnel under another name in PerfLogs",
        "the same program as part of a monitoring product";
    DisguisedProgram: Present ["file.disguised_program"], files::disguised_program,
        "a program called svchost.exe in ProgramData",
        "Windows' own copies of svchost.exe";
    RansomNote: Trace ["file."], files::ransom_note,
        "a ransom note beside the mailbox database",
        "a vendor's read-me";
    Quarantined: WasPresent ["removal.scanner"], traces::quarantined,
        "a page in Defender's quarantine whose content is a web shell's",
        "an unwanted program in Defender's quarantine";
    JournalAlone: WasPresent ["removal.page_"], traces::journal_alone,
        "a page made and deleted in aspnet_client, in a change journal without a file table",
        "a page made and deleted in a user's own folder";
    CrashReport: Trace ["crash."], traces::crash_report,
        "a library from the folder for temporary files, in the report of a worker process that crashed",
        "a library of a security product in such a report";
}

/// One of them, to be laid onto a server's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// What.
    pub kind: DoorKind,
    /// When it came.
    pub at: Timestamp,
    /// Whether it is the innocent thing that looks like it.
    #[serde(default)]
    pub look_alike: bool,
}

impl Door {
    /// The way in itself.
    pub const fn new(kind: DoorKind, at: Timestamp) -> Self {
        Self { kind, at, look_alike: false }
    }

    /// What looks like it.
    pub const fn look_alike(kind: DoorKind, at: Timestamp) -> Self {
        Self { kind, at, look_alike: true }
    }
}

/// What was laid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlantedDoor {
    /// Which.
    pub door: Door,
    /// Paths, addresses and names of which a finding must name one.
    pub names: Vec<String>,
    /// How the ids of rules begin of which one must find it; empty for a look-alike.
    pub rules: Vec<String>,
    /// What an assessment must say; `None` for a look-alike.
    pub answer: Option<DoorAnswer>,
}

/// A door while it is being laid.
struct Laying<'a> {
    disk: &'a mut Disk,
    /// Whether the look-alike is wanted.
    innocent: bool,
    at: Timestamp,
    names: Vec<String>,
}

impl Laying<'_> {
    /// Puts down a file that a finding must name.
    fn file(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.names.push(path.to_owned());
        self.aside(path, content);
    }

    /// Puts down a file that need not be named.
    fn aside(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.disk.put(path, content.into(), self.at);
    }

    /// A finding must name this.
    fn name(&mut self, name: &str) {
        self.names.push(name.to_owned());
    }

    /// A path below the folder of Exchange.
    fn exchange(&self, below: &str) -> String {
        format!(r"{}\{below}", self.disk.host.install)
    }
}

/// The disk of a recipe's server with the recipe's doors: files in the order of their paths, and
/// what was laid. Nothing of it is written anywhere, and there are no logs of the traffic.
pub fn disk_of(recipe: &Recipe) -> (Vec<DiskFile>, Vec<PlantedDoor>) {
    let mut disk = Disk::new(recipe);
    let planted = recipe.doors.iter().map(|door| {
        let mut laying =
            Laying { disk: &mut disk, innocent: door.look_alike, at: door.at, names: Vec::new() };
        door.kind.lay(&mut laying);
        PlantedDoor {
            door: *door,
            names: laying.names,
            rules: match door.look_alike {
                true => Vec::new(),
                false => door.kind.rules().iter().map(|rule| (*rule).to_owned()).collect(),
            },
            answer: (!door.look_alike).then(|| door.kind.answer()),
        }
    });
    let planted = planted.collect();
    (disk.files(recipe), planted)
}
