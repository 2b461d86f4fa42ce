//! A disk that several doors are laid onto: files of their own, and the files they share.

use std::collections::BTreeMap;

use host::writers::filetime;
use host::writers::hive::{NewKey, hive, hive_in_use, key};
use host::writers::journal::entry;
use host::writers::table::{NewRecord, NewTable};
use jiff::{Timestamp, Unit};

use crate::{dice::Dice, host::Host, recipe::Recipe, settings, settings::IisSetup};

/// A file of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskFile {
    /// Its Windows path.
    pub path: String,
    /// When it came and was last changed; `None` where nothing is known.
    pub at: Option<Timestamp>,
    /// What is in it.
    pub content: Vec<u8>,
}

/// How long before the first door IIS last kept a copy of its configuration.
const KEPT_BEFORE: jiff::SignedDuration = jiff::SignedDuration::from_hours(3 * 24);

/// Hives of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hive {
    Software,
    System,
    Sam,
}

impl Hive {
    const fn file(self) -> &'static str {
        match self {
            Self::Software => r"C:\Windows\System32\config\SOFTWARE",
            Self::System => r"C:\Windows\System32\config\SYSTEM",
            Self::Sam => r"C:\Windows\System32\config\SAM",
        }
    }

    /// What is in it on every server.
    fn ordinary(self, host: &Host) -> NewKey {
        let below = match self {
            Self::Software => vec![
                key("Setup", vec![])
                    .text("MsiInstallPath", &format!("{}\\", host.install))
                    .number("MsiProductMajor", u32::from(host.build.major))
                    .number("MsiProductMinor", u32::from(host.build.minor))
                    .number("MsiBuildMajor", u32::from(host.build.build))
                    .number("MsiBuildMinor", u32::from(host.build.revision))
                    .under(r"Microsoft\ExchangeServer\v15"),
            ],
            Self::System => vec![
                key("Select", vec![]).number("Current", 1).number("Default", 1),
                key("ComputerName", vec![])
                    .text("ComputerName", &host.name)
                    .under(r"ControlSet001\Control\ComputerName"),
                key("W3SVC", vec![])
                    .text("ImagePath", r"%windir%\system32\svchost.exe -k iissvcs")
                    .number("Start", 2)
                    .under(r"ControlSet001\Services"),
            ],
            Self::Sam => Vec::new(),
        };
        key("ROOT", below)
    }
}

/// A file that only the file table knows.
struct Trace {
    path: String,
    in_use: bool,
    at: Timestamp,
    /// Time that a program has set, if it lies about it.
    forged: Option<Timestamp>,
    stream: Option<(String, Vec<u8>)>,
    /// DOS attributes.
    attributes: u32,
}

/// The disk.
pub(super) struct Disk {
    pub(super) host: Host,
    pub(super) iis: IisSetup,
    /// Elements of agents.config, after Exchange's own.
    pub(super) agents: Vec<String>,
    files: Vec<DiskFile>,
    hives: BTreeMap<Hive, (NewKey, Option<NewKey>)>,
    traces: Vec<Trace>,
    journal: Vec<JournalEntry>,
}

/// A record of the change journal.
struct JournalEntry {
    /// The file as the table has it.
    file: String,
    /// Its path at that time.
    path: String,
    reason: u32,
    at: Timestamp,
}

impl Disk {
    pub(super) fn new(recipe: &Recipe) -> Self {
        Self {
            host: Host::new(recipe, &mut Dice::new(recipe.seed)),
            iis: IisSetup::default(),
            agents: Vec::new(),
            files: Vec::new(),
            hives: BTreeMap::new(),
            traces: Vec::new(),
            journal: Vec::new(),
        }
    }

    /// Adds a file, or replaces it.
    pub(super) fn put(&mut self, path: &str, content: Vec<u8>, at: Timestamp) {
        self.files.retain(|file| !file.path.eq_ignore_ascii_case(path));
        self.files.push(DiskFile { path: path.to_owned(), at: Some(at), content });
    }

    /// Adds keys to a hive.
    pub(super) fn registry(&mut self, hive: Hive, keys: NewKey) {
        let (own, late) = self.hive(hive);
        *own = std::mem::take(own).merged(keys.clone());
        if let Some(late) = late {
            *late = std::mem::take(late).merged(keys);
        }
    }

    /// Adds keys to a hive's log only: written, but not yet in the hive itself.
    pub(super) fn registry_late(&mut self, hive: Hive, keys: NewKey) {
        let (own, late) = self.hive(hive);
        *late = Some(late.take().unwrap_or_else(|| own.clone()).merged(keys));
    }

    fn hive(&mut self, hive: Hive) -> &mut (NewKey, Option<NewKey>) {
        let host = &self.host;
        self.hives.entry(hive).or_insert_with(|| (hive.ordinary(host), None))
    }

    /// Adds a file to the file table only. `at` is when it came; `forged` what it says instead.
    pub(super) fn record(
        &mut self,
        path: &str,
        in_use: bool,
        at: Timestamp,
        forged: Option<Timestamp>,
    ) {
        let path = path.to_owned();
        self.traces.push(Trace { path, in_use, at, forged, stream: None, attributes: 0 });
    }

    /// Adds a file with DOS attributes to the file table.
    pub(super) fn record_with_attributes(&mut self, path: &str, at: Timestamp, attributes: u32) {
        let path = path.to_owned();
        let trace = Trace { path, in_use: true, at, forged: None, stream: None, attributes };
        self.traces.push(trace);
    }

    /// Adds a file with a named stream to the file table.
    pub(super) fn record_with_stream(
        &mut self,
        path: &str,
        at: Timestamp,
        stream: &str,
        content: Vec<u8>,
    ) {
        let (path, stream) = (path.to_owned(), Some((stream.to_owned(), content)));
        let trace = Trace { path, in_use: true, at, forged: None, stream, attributes: 0 };
        self.traces.push(trace);
    }

    /// Adds a record of the change journal.
    pub(super) fn journal(&mut self, path: &str, reason: u32, at: Timestamp) {
        self.journal_as(path, path, reason, at);
    }

    /// Adds a record of the change journal on a file that has another path now.
    pub(super) fn journal_as(&mut self, file: &str, path: &str, reason: u32, at: Timestamp) {
        let (file, path) = (file.to_owned(), path.to_owned());
        self.journal.push(JournalEntry { file, path, reason, at });
    }

    /// All files of the disk, the shared ones made, in the order of their paths.
    pub(super) fn files(mut self, recipe: &Recipe) -> Vec<DiskFile> {
        let mut files = std::mem::take(&mut self.files);
        // What several doors share was last changed when the last of them came.
        let at = recipe.doors.iter().map(|door| door.at).max();
        self.keep_configurations(recipe, at, &mut files);
        let mut add = |path: String, content: Vec<u8>| {
            files.push(DiskFile { path, at, content });
        };
        for (which, (own, late)) in &self.hives {
            match late {
                None => add(which.file().to_owned(), hive(own)),
                Some(late) => {
                    let (bytes, log) = hive_in_use(own, late);
                    add(which.file().to_owned(), bytes);
                    add(format!("{}.LOG1", which.file()), log);
                }
            }
        }
        if !self.agents.is_empty() {
            let path = format!(r"{}\TransportRoles\Shared\agents.config", self.host.install);
            add(path, super::exchange::agents_config(&self.host, &self.agents).into_bytes());
        }
        if !self.traces.is_empty() || !self.journal.is_empty() {
            let (table, journal) = self.table(recipe);
            add(r"C:\$MFT".to_owned(), table);
            if !journal.is_empty() {
                add(r"C:\$Extend\$UsnJrnl\$J".to_owned(), journal);
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The configuration of IIS, and the copies that IIS keeps of it: one of before the doors
    /// came, one of today.
    fn keep_configurations(
        &self,
        recipe: &Recipe,
        at: Option<Timestamp>,
        files: &mut Vec<DiskFile>,
    ) {
        let today = settings::application_host(recipe, &self.host, &self.iis).into_bytes();
        let mut add = |path: String, at: Option<Timestamp>, content: &[u8]| {
            files.push(DiskFile { path, at, content: content.to_vec() });
        };
        add(settings::APPLICATION_HOST.to_owned(), at, &today);
        let first = recipe.doors.iter().map(|door| door.at).min();
        let before = first.and_then(|first| first.checked_sub(KEPT_BEFORE).ok());
        if let Some(before) = before.filter(|_| !self.iis.is_stock()) {
            let copy = |number: u32| {
                format!(r"C:\inetpub\history\CFGHISTORY_{number:010}\applicationHost.config")
            };
            let stock = settings::application_host(recipe, &self.host, &IisSetup::default());
            add(copy(11), Some(before), stock.as_bytes());
            add(copy(13), at, &today);
        }
    }

    /// The file table and the journal.
    fn table(&self, recipe: &Recipe) -> (Vec<u8>, Vec<u8>) {
        let set_up = recipe.builds.first().map_or(recipe.start, |step| step.from);
        let mut table = NewTable::new(filetime(set_up));
        let mut numbers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for trace in &self.traces {
            let path = below_drive(&trace.path);
            // A forged time is one that somebody typed: it has no parts of a second.
            let forged = trace.forged.map(|time| time.round(Unit::Second).unwrap_or(time));
            let stream = trace.stream.as_ref();
            let record = NewRecord {
                in_use: trace.in_use,
                standard: filetime(forged.unwrap_or(trace.at)),
                // Windows writes these with ten millionths of a second.
                named: filetime(trace.at) + 1_234_567,
                stream: stream.map(|(name, content)| (name.as_str(), content.as_slice())),
                attributes: trace.attributes,
                ..NewRecord::default()
            };
            let folder = path.rsplit_once('\\').map_or("", |(folder, _)| folder);
            let folder = table.folder(folder);
            numbers.insert(path, (table.add(path, &record), folder));
        }
        let mut journal = Vec::new();
        for JournalEntry { file, path, reason, at } in &self.journal {
            let path = below_drive(path);
            let (folder, name) = path.rsplit_once('\\').unwrap_or(("", path));
            let known = numbers.get(below_drive(file)).copied();
            let (file, parent) = known.unwrap_or_else(|| (90_000, table.folder(folder)));
            journal.extend(entry(name, *reason, filetime(*at), file, parent));
        }
        (table.bytes(), journal)
    }
}

fn below_drive(path: &str) -> &str {
    path.split_once(":\\").map_or(path, |(_, below)| below)
}
