//! When a thing came that a record without a time shows: by the times of the file that shows it, by
//! the copies of its configuration that IIS keeps, and by the file table.
//!
//! Configuration names no times. What is known of the file that holds it bounds the time: it was
//! there when the file was last changed, and not yet there in an earlier copy that lacks it. Where
//! nothing is known, the finding says so. The facts are those of `analyzers`: `came_at`,
//! `came_after`, `came_by`, `came_basis`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use evidence::{Entry, Listing, Source};
use host::{Fact, FactKind};
use model::{Evidence, Finding, Gap, GapReason, Locator, Timestamp, WinPath};

use crate::areas::Told;
use crate::progress::Progress;
use crate::seek::Rewinding;

/// Facts by which a finding already says when its thing came.
const SAID: [&str; 5] = ["created", "made", "came_at", "came_after", "came_by"];

/// The file whose earlier states IIS keeps, in `inetpub\history` and where `appcmd add backup` puts
/// them.
const KEPT: &str = "applicationHost.config";

/// Adds to every finding that does not say when its thing came what the times of files tell.
pub(crate) fn date(
    findings: &mut [Finding],
    (source, listing): (&dyn Source, &Listing),
    told: &[Told],
    gaps: &[Gap],
    progress: &Progress,
) {
    let open: Vec<&mut Finding> = findings.iter_mut().filter(|own| is_open(own)).collect();
    if open.is_empty() {
        return;
    }
    let wanted: BTreeSet<&str> =
        open.iter().flat_map(|own| &own.evidence).map(|own| own.stored.as_str()).collect();
    let entries = listing.entries.iter().filter(|own| wanted.contains(own.artefact.stored()));
    let files: HashMap<String, &Entry> =
        entries.map(|own| (own.artefact.stored().to_owned(), own)).collect();
    let undated: BTreeSet<String> =
        open.iter().flat_map(|own| undated(own, &files)).map(WinPath::key).collect();
    let table = Table::read(&undated, source, listing, progress);
    let known = Known { files, copies: copies(listing, told, gaps), table };
    for finding in open {
        known.date(finding);
    }
}

/// Whether nothing tells when the thing of a finding came.
fn is_open(finding: &Finding) -> bool {
    finding.time.is_none()
        && !finding.evidence.is_empty()
        && !SAID.iter().any(|name| finding.facts.get(*name).is_some_and(|own| !own.is_empty()))
}

/// The file that a finding's thing is itself, with where its bytes lie.
fn itself(finding: &Finding) -> Option<&Evidence> {
    let path = finding.facts.get("path")?.to_lowercase();
    finding.evidence.iter().find(|line| line.artefact.key() == path)
}

/// Files of a finding whose telling time the listing does not have.
fn undated<'f>(finding: &'f Finding, files: &HashMap<String, &Entry>) -> Vec<&'f WinPath> {
    if let Some(line) = itself(finding) {
        return vec![&line.artefact];
    }
    let has = |line: &&Evidence| {
        files.get(&line.stored).is_some_and(|entry| entry.times.modified.is_some())
    };
    finding.evidence.iter().filter(|line| !has(line)).map(|line| &line.artefact).collect()
}

/// The states of IIS's configuration that were read to their end, by when each was last changed.
/// What a torn one lacks proves nothing.
fn copies<'l>(
    listing: &'l Listing,
    told: &[Told],
    gaps: &[Gap],
) -> BTreeMap<Timestamp, Vec<&'l str>> {
    let torn: BTreeSet<&WinPath> = gaps.iter().map(|gap| &gap.artefact).collect();
    let read: BTreeSet<&WinPath> = told
        .iter()
        .filter(|file| file.kinds.contains(&FactKind::IisConfig) && !torn.contains(&file.path))
        .map(|file| &file.path)
        .collect();
    let mut copies: BTreeMap<Timestamp, Vec<&str>> = BTreeMap::new();
    for entry in &listing.entries {
        let path = entry.artefact.path();
        if path.file_name().eq_ignore_ascii_case(KEPT)
            && read.contains(path)
            && let Some(time) = entry.times.modified
        {
            copies.entry(time).or_default().push(entry.artefact.stored());
        }
    }
    copies
}

/// All that is known of the times of files.
struct Known<'l> {
    /// Files that findings quote, by where their bytes lie.
    files: HashMap<String, &'l Entry>,
    copies: BTreeMap<Timestamp, Vec<&'l str>>,
    table: Table,
}

impl Known<'_> {
    fn date(&self, finding: &mut Finding) {
        let facts = match itself(finding) {
            Some(line) => self.of_itself(&line.artefact, &line.stored),
            None => self.of_its_holder(finding),
        };
        for (name, value) in facts {
            finding.facts.insert(name.to_owned(), value);
        }
    }

    /// When a file came that is the thing itself.
    fn of_itself(&self, path: &WinPath, stored: &str) -> Vec<(&'static str, String)> {
        if let Some(time) = self.table.of(path).and_then(|own| own.named) {
            let basis = "the file table has its name since then";
            return vec![("came_at", time.to_string()), ("came_basis", basis.to_owned())];
        }
        let changed = self.files.get(stored).and_then(|entry| entry.times.modified);
        let basis = match changed {
            Some(time) => format!(
                "the evidence keeps no time of the file's making; its content was last changed at \
                 {time}"
            ),
            None => "the evidence keeps no times of the file".to_owned(),
        };
        vec![("came_basis", basis)]
    }

    /// When something came that a file holds.
    fn of_its_holder(&self, finding: &Finding) -> Vec<(&'static str, String)> {
        let changed = finding.evidence.iter().filter_map(|line| {
            let listed = self.files.get(line.stored.as_str()).and_then(|own| own.times.modified);
            let time = listed.or_else(|| self.table.of(&line.artefact)?.changed)?;
            Some((time, line))
        });
        let Some((by, line)) = changed.min_by_key(|(time, _)| *time) else {
            let name = finding.evidence[0].artefact.file_name();
            return vec![("came_basis", format!("the evidence keeps no times of {name}"))];
        };
        let name = line.artefact.file_name();
        let mut facts = vec![("came_by", by.to_string())];
        let is_kept = name.eq_ignore_ascii_case(KEPT);
        match self.last_without(finding, by).filter(|_| is_kept) {
            Some(after) => {
                facts.push(("came_after", after.to_string()));
                let basis = format!(
                    "of the copies that IIS keeps of {name}, that of the first \
                                     time does not have it, that of the second has"
                );
                facts.push(("came_basis", basis));
            }
            None => facts.push(("came_basis", format!("{name}, which shows it, is of that time"))),
        }
        facts
    }

    /// The time of the last copy before `by` in which the thing of a finding is not.
    fn last_without(&self, finding: &Finding, by: Timestamp) -> Option<Timestamp> {
        // More files may show it than are quoted.
        let is_all = finding.count <= finding.evidence.len() as u64;
        let shows = |stored: &&str| finding.evidence.iter().any(|line| line.stored == **stored);
        let before = self.copies.range(..by).rev();
        let mut without = before.filter(|(_, copies)| !copies.iter().any(shows));
        without.next().map(|(time, _)| *time).filter(|_| is_all)
    }
}

/// What the file table of a volume says of some files that are in use.
#[derive(Default)]
struct Table {
    files: HashMap<String, Row>,
}

/// Times of a file in the file table.
#[derive(Clone, Copy, Default)]
struct Row {
    /// Since when it has its name, by the attribute that only the system writes.
    named: Option<Timestamp>,
    /// When its content was last changed.
    changed: Option<Timestamp>,
}

impl Table {
    /// Reads the file tables of the evidence for some files only, named in lower case. Nothing is
    /// read if there are no files or no tables; what of a table cannot be read is a gap already.
    fn read(
        wanted: &BTreeSet<String>,
        source: &dyn Source,
        listing: &Listing,
        progress: &Progress,
    ) -> Self {
        let mut table = Self::default();
        let is_table = |own: &&Entry| own.artefact.path().file_name() == "$MFT";
        if wanted.is_empty() {
            return table;
        }
        for entry in listing.entries.iter().filter(is_table) {
            let Some(reader) = host::all().iter().find(|own| own.id() == "mft") else { continue };
            let Some(seeking) = reader.seeking() else { continue };
            let drive = entry.artefact.path().components().next().filter(|own| own.ends_with(':'));
            let prefix = format!("{}\\", drive.unwrap_or("C:").to_lowercase());
            let is_wanted =
                |path: &str| wanted.contains(&format!("{prefix}{}", path.to_lowercase()));
            let mut rows = Rows { prefix: &prefix, table: &mut table };
            let mut input = Rewinding::new(source, entry, progress);
            // It was read once in its turn, which said what of it is lost.
            drop(seeking.read(&mut input, &is_wanted, &mut rows));
        }
        table
    }

    fn of(&self, path: &WinPath) -> Option<Row> {
        self.files.get(&path.key()).copied()
    }
}

/// Takes the rows of a file table in.
struct Rows<'t> {
    prefix: &'t str,
    table: &'t mut Table,
}

impl host::Sink for Rows<'_> {
    fn fact(&mut self, fact: Fact) {
        let time = |name: &str| fact.value(name)?.parse().ok();
        let Some(path) = fact.value("path").filter(|_| fact.value("inUse") == Some("true")) else {
            return;
        };
        let row = Row { named: time("fnCreated"), changed: time("siModified") };
        self.table.files.insert(format!("{}{}", self.prefix, path.to_lowercase()), row);
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}
