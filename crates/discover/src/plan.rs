//! From a listing to what is read: what the catalogue names, and what might be a renamed log.

use std::collections::BTreeMap;

use evidence::{Entry, Listing};
use model::{Gap, GapReason, WinPath};

use crate::catalogue::{Artefact, PAGE_ELSEWHERE, Reader};
use crate::classify::classify;
use crate::configured::Configured;
use crate::install::installs;
use crate::interest::{carrier, is_loose, page_elsewhere, staged};
use crate::paths::below;

/// Extensions that logs and exports of settings have, or get when people rename and copy them.
const TEXT_EXTENSIONS: &[&str] = &[
    "log", "csv", "tsv", "txt", "xml", "json", "jsonl", "ndjson", "config", "bak", "old", "sav",
    "orig", "w3c", "reg", "ldf", "ldif", "clixml",
];

/// Folders of a Windows disk that hold many text files and never an Exchange or IIS log.
pub(crate) const NOISE: &[&str] = &[
    "Windows\\WinSxS",
    "Windows\\servicing",
    "Windows\\assembly",
    "Windows\\Microsoft.NET",
    "Windows\\INF",
    "Windows\\SoftwareDistribution",
    "Windows\\Installer",
    "Windows\\System32\\DriverStore",
    "Windows\\System32\\wbem",
    "Windows\\System32\\Tasks",
    "Windows\\SysWOW64",
    "ProgramData\\Microsoft\\Windows",
    "Program Files\\Common Files",
    "Program Files (x86)\\Common Files",
    "Program Files\\WindowsApps",
    "AppData\\Local\\Packages",
];

/// Weight of a file whose size is not stated.
const UNKNOWN_WEIGHT: u64 = 1 << 20;

/// One file to read.
#[derive(Clone, Debug)]
pub struct Task {
    /// The file.
    pub entry: Entry,
    /// The part of its source, lower-case, as far as the path tells; see [`crate::part_of`].
    pub part: Option<String>,
    /// Whether the catalogue expects something of it, so that not knowing its content is a gap.
    pub expected: bool,
    /// The row of the catalogue; `None` for a file that is looked at because its name could be
    /// that of a renamed log.
    pub artefact: Option<&'static Artefact>,
    /// How it is read.
    pub reader: Reader,
    /// Files beside it that belong to it and are read with it.
    pub companions: Vec<Entry>,
    /// How much work it probably is, in bytes: the stated size. For planning only.
    pub weight: u64,
}

impl Task {
    /// Whether it is a file that is known to lie in a web folder.
    pub fn served(&self) -> bool {
        let elsewhere = self.artefact.is_some_and(|row| row.id == PAGE_ELSEWHERE.id);
        self.reader == Reader::Page && !elsewhere
    }
}

/// Files and their bytes as stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of files.
    pub files: u64,
    /// Their stated sizes together, in bytes; files that state none count nothing.
    pub bytes: u64,
}

impl Tally {
    fn add(&mut self, entry: &Entry) {
        self.files += 1;
        // Stated sizes are the attacker's word: their sum may not overflow.
        self.bytes = self.bytes.saturating_add(entry.size.unwrap_or(0));
    }
}

/// What is to be read of a source.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files to read, in the order of the listing.
    pub tasks: Vec<Task>,
    /// Artefacts that matter and that this version does not read, one gap for each kind.
    pub gaps: Vec<Gap>,
    /// Files that are neither in the catalogue nor could be text logs.
    pub passed_over: Tally,
    /// Where Exchange is installed, by the files themselves; the likeliest first.
    pub installs: Vec<WinPath>,
}

/// Decides what to read of a listing. `configured` is what the server's own configuration adds to
/// the catalogue.
pub fn plan(listing: &Listing, configured: &Configured) -> Plan {
    let mut plan = Plan { installs: installs(&listing.entries), ..Plan::default() };
    let mut unread: BTreeMap<&'static str, (&'static Artefact, WinPath, Tally)> = BTreeMap::new();
    for entry in &listing.entries {
        let path = entry.artefact.path();
        match classify(path) {
            Some(class) if class.artefact.kind.is_some() => {
                let companions = companions(listing, entry, class.artefact);
                let read = task(entry, class.part, Some(class.artefact));
                plan.tasks.push(Task { companions, ..read });
            }
            Some(class) => {
                let known = unread
                    .entry(class.artefact.what)
                    .or_insert_with(|| (class.artefact, path.clone(), Tally::default()));
                known.2.add(entry);
            }
            None if let Some(row) = configured.row(path) => {
                plan.tasks.push(task(entry, None, Some(row)));
            }
            None if let Some(row) = staged(entry) => {
                plan.tasks.push(Task { expected: false, ..task(entry, None, Some(row)) });
            }
            None if let Some(row) = page_elsewhere(entry) => {
                plan.tasks.push(Task { expected: false, ..task(entry, None, Some(row)) });
            }
            None if may_be_log(entry) => plan.tasks.push(task(entry, None, None)),
            None if let Some(row) = carrier(entry) => {
                plan.tasks.push(Task { expected: false, ..task(entry, None, Some(row)) });
            }
            None => plan.passed_over.add(entry),
        }
    }
    plan.gaps =
        unread.into_values().map(|(row, first, tally)| unread_gap(row, first, tally)).collect();
    plan
}

fn task(entry: &Entry, part: Option<String>, artefact: Option<&'static Artefact>) -> Task {
    Task {
        entry: entry.clone(),
        part,
        expected: artefact.is_some(),
        artefact,
        reader: artefact.map_or(Reader::Log, |row| row.reader),
        companions: Vec::new(),
        weight: entry.size.unwrap_or(UNKNOWN_WEIGHT),
    }
}

/// The files beside one that belong to it.
fn companions(listing: &Listing, entry: &Entry, row: &Artefact) -> Vec<Entry> {
    let path = entry.artefact.path();
    let beside = |extension: &&str| {
        let wanted = format!("{path}.{extension}");
        let is_it = |own: &&Entry| own.artefact.path().as_str().eq_ignore_ascii_case(&wanted);
        listing.entries.iter().find(is_it).cloned()
    };
    row.companions.iter().filter_map(beside).collect()
}

/// Whether a file that no row names could be a text log, so that its first bytes are worth a
/// look.
fn may_be_log(entry: &Entry) -> bool {
    let path = entry.artefact.path();
    let components: Vec<&str> = path.components().collect();
    if entry.size == Some(0) || NOISE.iter().any(|folder| below(&components, folder).is_some()) {
        return false;
    }
    if is_loose(path) {
        return true;
    }
    match path.extension() {
        None => true,
        Some(extension) => {
            // `u_ex210303.log.1`, `x.log-20210303`
            let numbered = extension.bytes().all(|byte| byte.is_ascii_digit());
            numbered
                || extension.starts_with("log")
                || TEXT_EXTENSIONS.contains(&extension.as_str())
        }
    }
}

fn unread_gap(row: &'static Artefact, first: WinPath, tally: Tally) -> Gap {
    let detail = format!(
        "{} ({} files) are in the evidence and are not read by this version; they could show {}",
        row.what, tally.files, row.why
    );
    Gap::whole(first, GapReason::UnknownFormat, detail).times(tally.files).bytes(tally.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::memory::Memory;
    use proptest::prelude::*;

    fn planned(files: &[&str]) -> Plan {
        let memory = files.iter().fold(Memory::new("m"), |memory, file| memory.file(file, "x"));
        plan(&memory.build().list().expect("memory"), &Configured::default())
    }

    fn read(plan: &Plan) -> Vec<(String, bool)> {
        let name = |task: &Task| task.entry.artefact.path().to_string();
        plan.tasks.iter().map(|task| (name(task), task.expected)).collect()
    }

    #[test]
    fn the_catalogue_and_possible_logs_are_read_and_the_rest_counted() {
        let plan = planned(&[
            "C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log",
            "C/temp/saved log",
            "C/temp/saved.log.1",
            "C/Apps/tool.exe",
            "C/Windows/WinSxS/x/y.log",
            "C/ProgramData/a.zip",
            "C/ProgramData/b.7z",
        ]);
        assert_eq!(
            read(&plan),
            [
                ("C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log".into(), true),
                ("C:\\temp\\saved log".into(), false),
                ("C:\\temp\\saved.log.1".into(), false),
            ]
        );
        assert_eq!(plan.tasks[0].part.as_deref(), Some("w3svc1"));
        assert_eq!(plan.passed_over, Tally { files: 2, bytes: 2 });
        assert_eq!(plan.gaps.len(), 1);
        assert_eq!((plan.gaps[0].reason, plan.gaps[0].count), (GapReason::UnknownFormat, 2));
    }

    #[test]
    fn a_hive_is_read_with_its_logs() {
        let plan = planned(&[
            "C/Windows/System32/config/SYSTEM",
            "C/Windows/System32/config/SYSTEM.LOG1",
            "C/Windows/System32/config/system.log2",
            "C/Windows/System32/config/SOFTWARE.LOG1",
        ]);
        let hive = plan.tasks.iter().find(|task| task.artefact.is_some()).expect("the hive");
        let names: Vec<&str> =
            hive.companions.iter().map(|own| own.artefact.path().file_name()).collect();
        assert_eq!(names, ["SYSTEM.LOG1", "system.log2"]);
    }

    #[test]
    fn the_configuration_of_the_server_adds_folders() {
        let listing = Memory::new("m")
            .file("C/Windows/x.ini", "x")
            .file("D/site/x.ashx", "x")
            .file("D/apps/site/x.ashx", "x")
            .build()
            .list()
            .expect("memory");
        let mut configured = Configured::default();
        configured.root("D:\\apps\\site");
        let plan = plan(&listing, &configured);
        let pages = plan.tasks.iter().filter(|task| task.served());
        let pages: Vec<&str> = pages.map(|task| task.entry.artefact.path().as_str()).collect();
        assert_eq!(pages, ["D:\\apps\\site\\x.ashx"]);
    }

    #[test]
    fn an_empty_listing_is_an_empty_plan() {
        let plan = plan(&Listing::default(), &Configured::default());
        assert!(plan.tasks.is_empty() && plan.gaps.is_empty() && plan.installs.is_empty());
    }

    #[test]
    fn stated_sizes_cannot_overflow_the_count() {
        let mut listing = Memory::new("m")
            .file("C/a/b.exe", "x")
            .file("C/a/c.exe", "x")
            .build()
            .list()
            .expect("memory");
        listing.entries.iter_mut().for_each(|entry| entry.size = Some(u64::MAX));
        assert_eq!(
            plan(&listing, &Configured::default()).passed_over,
            Tally { files: 2, bytes: u64::MAX }
        );
    }

    #[test]
    fn files_of_web_folders_and_documents_are_read_whole() {
        let plan = planned(&[
            "C/inetpub/wwwroot/aspnet_client/x.aspx",
            "C/inetpub/wwwroot/intranet/style.css",
            "C/inetpub/wwwroot/web.config",
            "D/Ex/ClientAccess/ecp/y.ashx",
            "D/Ex/FrontEnd/HttpProxy/owa/auth/z.aspx",
            "D/Ex/FrontEnd/HttpProxy/owa/auth/logo.png",
            "C/Windows/System32/inetsrv/config/applicationHost.config",
            "C/Windows/System32/Tasks/Backup",
        ]);
        let readers: Vec<Reader> = plan.tasks.iter().map(|task| task.reader).collect();
        use Reader::{Document, Page};
        // In the order of paths.
        assert_eq!(readers, [Document, Document, Page, Page, Page, Page, Page, Page]);
        assert_eq!(plan.passed_over.files, 0);
        assert!(plan.gaps.is_empty());
    }

    proptest! {
        #[test]
        fn every_file_is_accounted_for_once(
            names in proptest::collection::vec(
                "((C|Logging|HttpProxy|Ecp|W3SVC1|LogFiles|Windows|System32|config)/){0,4}[a-z$]{1,3}(\\.(log|exe|evtx|aspx|LOG))?",
                0..20,
            ),
        ) {
            let files: Vec<&str> = names.iter().map(String::as_str).collect();
            let plan = planned(&files);
            let unread: u64 = plan.gaps.iter().map(|gap| gap.count).sum();
            prop_assert_eq!(plan.tasks.len() as u64 + plan.passed_over.files + unread, files.len() as u64);
        }
    }
}
