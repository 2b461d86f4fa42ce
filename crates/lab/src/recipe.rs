//! What is to be made: one server, its traffic, its intruders and its faults, as data that can be
//! written down, stored beside a test and read back.

use jiff::{Span, Timestamp};
use model::Build;
use serde::{Deserialize, Serialize};

use crate::doors::Door;
use crate::log::Log;

/// Where Exchange is installed unless somebody chose otherwise.
pub const DEFAULT_INSTALL: &str = r"C:\Program Files\Microsoft\Exchange Server\V15";

/// One server to be made. Every field has a default, so that a recipe names only what matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Same recipe, same seed: same bytes.
    pub seed: u64,
    /// Name of the server, upper case as the logs write it.
    pub server: String,
    /// DNS name of its domain.
    pub domain: String,
    /// Installation folder of Exchange, with its drive and without a final backslash.
    pub install: String,
    /// Which build ran from when on, in order. Setup ran at each of these times; the first may lie
    /// before `start`.
    pub builds: Vec<BuildStep>,
    /// First moment of the logs.
    pub start: Timestamp,
    /// End of the logs, exclusive.
    pub end: Timestamp,
    /// How much traffic.
    pub traffic: Traffic,
    /// People with a mailbox.
    pub users: u32,
    /// Which logs the server writes; the rest never existed.
    pub logs: Vec<Log>,
    /// The noise of the Internet.
    pub scanners: Scanners,
    /// Intrusions, attempts and look-alikes.
    pub plants: Vec<Plant>,
    /// Ways in, and look-alikes, that lie on the disk.
    pub doors: Vec<Door>,
    /// What is wrong with the evidence.
    pub faults: Vec<Fault>,
}

impl Default for Recipe {
    fn default() -> Self {
        // 2021-03-01T00:00:00Z, the day before the ProxyLogon updates.
        let start = Timestamp::constant(1_614_556_800, 0);
        Self {
            seed: 1,
            server: "EX01".to_owned(),
            domain: "nordwind.example".to_owned(),
            install: DEFAULT_INSTALL.to_owned(),
            builds: vec![BuildStep {
                from: Timestamp::constant(1_605_999_600, 0),
                build: Build::new(15, 1, 2106, 2),
            }],
            start,
            end: Timestamp::constant(1_614_556_800 + 86_400, 0),
            traffic: Traffic::RequestsPerHour(120),
            users: 60,
            logs: Log::ALL.to_vec(),
            scanners: Scanners::Web,
            plants: Vec::new(),
            doors: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Recipe {
    /// A recipe for the hours from `start`, the rest by default.
    pub fn new(seed: u64, start: Timestamp, hours: u32) -> Self {
        let end = start + Span::new().hours(hours);
        Self { seed, start, end, ..Self::default() }
    }

    /// With a plant more.
    #[must_use]
    pub fn plant(mut self, plant: Plant) -> Self {
        self.plants.push(plant);
        self
    }

    /// With a door more.
    #[must_use]
    pub fn door(mut self, door: Door) -> Self {
        self.doors.push(door);
        self
    }

    /// With a fault more.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// With this build history.
    #[must_use]
    pub fn builds(mut self, steps: impl IntoIterator<Item = (Timestamp, Build)>) -> Self {
        self.builds = steps.into_iter().map(|(from, build)| BuildStep { from, build }).collect();
        self
    }

    /// Whether a log was not collected.
    pub(crate) fn lacks(&self, log: Log) -> bool {
        self.faults
            .iter()
            .any(|fault| matches!(fault, Fault::Missing { logs } if logs.contains(&log)))
    }

    /// The build at a moment; the earliest one before the history begins.
    pub(crate) fn build_at(&self, at: Timestamp) -> Build {
        let before = self.builds.iter().rev().find(|step| step.from <= at);
        before.or(self.builds.first()).map_or(Build::new(15, 1, 2106, 2), |step| step.build)
    }
}

/// A build and when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildStep {
    /// When Setup finished.
    pub from: Timestamp,
    /// The build from then on.
    pub build: Build,
}

/// How much traffic. One request gives about 1.2 KB of HttpProxy, 0.3 KB of IIS front-end and
/// 0.2 KB of IIS back-end log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Traffic {
    /// Requests per hour at the front end, on average. At least one per protocol is made.
    RequestsPerHour(u32),
    /// All logs together, in bytes, roughly.
    TotalBytes(u64),
}

/// The noise of the Internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scanners {
    /// A server nobody outside can reach.
    None,
    /// Crawlers and banner grabbers: nothing an attack detector may name.
    Web,
    /// Also mass probes for known Exchange holes and for other people's shells, all failing.
    Attack,
}

/// Something planted among the traffic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plant {
    /// What.
    pub kind: PlantKind,
    /// When it begins.
    pub at: Timestamp,
    /// Address of the actor; empty for the kind's own.
    #[serde(default)]
    pub address: String,
    /// User agent as the client sends it; empty for the kind's own.
    #[serde(default)]
    pub user_agent: String,
    /// URL path of the page used or written, where the kind has one.
    #[serde(default)]
    pub page: Option<String>,
    /// Mailbox that is impersonated or read, as a local part.
    #[serde(default)]
    pub mailbox: Option<String>,
    /// How often, where the kind repeats something.
    #[serde(default)]
    pub count: Option<u32>,
}

impl Plant {
    /// A plant of a kind at a time, the rest by the kind's defaults.
    pub fn new(kind: PlantKind, at: Timestamp) -> Self {
        Self {
            kind,
            at,
            address: String::new(),
            user_agent: String::new(),
            page: None,
            mailbox: None,
            count: None,
        }
    }

    /// By this address.
    #[must_use]
    pub fn from_address(mut self, address: &str) -> Self {
        address.clone_into(&mut self.address);
        self
    }

    /// With this user agent.
    #[must_use]
    pub fn user_agent(mut self, agent: &str) -> Self {
        agent.clone_into(&mut self.user_agent);
        self
    }

    /// Using or writing this page, as a URL path.
    #[must_use]
    pub fn page(mut self, page: &str) -> Self {
        self.page = Some(page.to_owned());
        self
    }

    /// As or at this mailbox.
    #[must_use]
    pub fn mailbox(mut self, mailbox: &str) -> Self {
        self.mailbox = Some(mailbox.to_owned());
        self
    }

    /// So many times.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }
}

/// Kinds of plants. The last ones are innocent and look as if they were not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlantKind {
    /// CVE-2021-26855 to a shell written through the OAB virtual directory (CVE-2021-27065), then
    /// used by POST. Follows a published incident (Helse CERT, March 2021).
    ProxylogonShell,
    /// A scanner asking for `ServerInfo~localhost`; the server answers, nothing follows.
    ProxylogonProbe,
    /// The same attack against a server that is patched: every request is refused.
    ProxylogonFailed,
    /// The server-side request forgery used to read mail through EWS; no shell.
    ProxylogonEwsTheft,
    /// CVE-2021-26858: an OAB download written outside the OAB folder.
    OabGeneratorWrite,
    /// CVE-2021-34473, -34523, -31207 to a mailbox export into a web folder, then used.
    ProxyshellExport,
    /// A ProxyShell probe answered 401.
    ProxyshellProbe401,
    /// A ProxyShell probe answered 404.
    ProxyshellProbe404,
    /// CVE-2022-41040: the authenticated form, refused.
    ProxynotshellAttempt,
    /// Somebody uses a shell that is there already.
    WebshellUse,
    /// Somebody asks for many known shell names; none is there.
    ShellProbe404,
    /// Innocent: an administrator's remote PowerShell.
    AdminRemotePowershell,
    /// Innocent: an administrator sets the OAB external URL to an `https://` address.
    AdminOabUrl,
    /// Innocent: an administrator exports a mailbox to a file share.
    AdminExportToShare,
    /// Innocent: a web application of the firm's own under the same site, with many clients.
    CustomWebApp,
    /// Innocent: Outlook asking `autodiscover.json` (version 2).
    OutlookAutodiscoverV2,
    /// Innocent: the server's own health mailboxes.
    HealthMailboxes,
}

impl PlantKind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::ProxylogonShell,
        Self::ProxylogonProbe,
        Self::ProxylogonFailed,
        Self::ProxylogonEwsTheft,
        Self::OabGeneratorWrite,
        Self::ProxyshellExport,
        Self::ProxyshellProbe401,
        Self::ProxyshellProbe404,
        Self::ProxynotshellAttempt,
        Self::WebshellUse,
        Self::ShellProbe404,
        Self::AdminRemotePowershell,
        Self::AdminOabUrl,
        Self::AdminExportToShare,
        Self::CustomWebApp,
        Self::OutlookAutodiscoverV2,
        Self::HealthMailboxes,
    ];

    /// Whether it is innocent: nothing may be found.
    pub const fn is_innocent(self) -> bool {
        matches!(
            self,
            Self::AdminRemotePowershell
                | Self::AdminOabUrl
                | Self::AdminExportToShare
                | Self::CustomWebApp
                | Self::OutlookAutodiscoverV2
                | Self::HealthMailboxes
        )
    }
}

/// Something wrong with the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// No rows of these logs between two moments, as if the files had been deleted.
    Hole {
        /// The logs.
        logs: Vec<Log>,
        /// From here.
        from: Timestamp,
        /// To here, exclusive.
        to: Timestamp,
    },
    /// These logs were not collected at all.
    Missing {
        /// The logs.
        logs: Vec<Log>,
    },
    /// The last file of a log ends in the middle of a row.
    Truncated {
        /// The log.
        log: Log,
    },
    /// Every so-manieth file of a log is empty.
    EmptyFiles {
        /// The log.
        log: Log,
        /// 1 empties every file.
        every: u32,
    },
    /// Rows of a log are cut short, lengthened or overwritten with NULs, in turn.
    DamagedRows {
        /// The log.
        log: Log,
        /// One row of so many, counted in each file.
        every: u32,
    },
    /// Every so-manieth file of a log has a random name, without its folder's help.
    RenamedFiles {
        /// The log.
        log: Log,
        /// 1 renames every file.
        every: u32,
    },
}
