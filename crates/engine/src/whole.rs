//! Files that are read whole and not row by row: those of web folders, which are hashed, looked up
//! and judged, and documents, whose facts the detectors see. Neither is a log: they prove no hour of
//! coverage.

use std::collections::BTreeSet;
use std::io::{self, Read};

use detect::{Scratch, Sightings};
use host::{FactKind, Reader as HostReader, Seeking};
use model::{ArtefactRef, Gap, GapReason, Locator, Timestamp};

use crate::inner;
use crate::intake::{Intake, Whole, hex};
use crate::job::{Bench, IIS_CONFIG, Reading, Target, broken_off, gap_of};
use crate::listed::content_of;
use crate::page::PageRecord;
use crate::progress::Watched;
use crate::seek::Rewinding;

/// Bytes kept of a file of a web folder: what the judge looks at. Exchange's own largest library
/// has 60 MiB.
const PAGE_BYTES: u64 = pages::MAX_LOOKED as u64;

/// Bytes kept of a document that a log format reads. The largest configuration of a real server
/// has 1.8 MiB.
const DOCUMENT_BYTES: u64 = 16 << 20;

/// Bytes kept of a transaction log of a hive; Windows keeps them far smaller than the hive.
const COMPANION_BYTES: u64 = 256 << 20;

/// The name under which files of web folders stand in the manifest.
const PAGE_FORMAT: &str = "web-page";

/// The name under which files in places that anybody can write to stand in the manifest.
const STAGED_FORMAT: &str = "staged-file";

/// Exports of settings, which people save under any name and anywhere: they are known by content.
/// Other documents count only in their own place, because a task's file in an administrator's
/// folder is not a task of the server.
const EXPORTS: [&str; 6] =
    ["clixml", "ldif", "csv-export", "format-list", "registry-export", "firewall-rules"];

impl<'a> Bench<'a> {
    /// Reads a file of a web folder, judges it and shows the judgement to the detectors. A file
    /// that Exchange ships is settled by its hash.
    pub(crate) fn page(&self, target: &Target) -> Reading {
        self.guarded(target, |reading| self.read_page(target, reading).map(drop))
    }

    /// Reads a file that nothing knows and whose place on the server is lost. It may be the copy
    /// of a page under any name; if it is not, it is nothing that was read.
    pub(crate) fn read_stray(&self, target: &Target, reading: &mut Reading) -> io::Result<()> {
        let grade = self.read_page(target, reading)?;
        if grade.is_none_or(|grade| grade == pages::Grade::Clean) {
            reading.format = None;
            // That only the beginning of a page can be judged whole says nothing of what is none.
            reading.gaps.retain(|gap| gap.reason != GapReason::TooLarge);
        }
        Ok(())
    }

    /// Reads a file as what a web folder holds, whatever its name, and tells how it is judged;
    /// `None` for a file that Exchange ships.
    fn read_page(
        &self,
        target: &Target,
        reading: &mut Reading,
    ) -> io::Result<Option<pages::Grade>> {
        let intake = self.begin(target, target.entry.size)?;
        let own = served_reader(target, intake.head());
        reading.content = Some(content_of(intake.head()));
        let whole = self.whole(target, intake, PAGE_BYTES, reading);
        reading.format = Some(PAGE_FORMAT);
        let page = PageRecord::of(&target.entry, &whole, target.served, self.also_known);
        if page.judged.as_ref().is_some_and(|judged| judged.truncated) {
            let detail = format!(
                "only the first {} bytes were judged as a whole, and of the rest up to {} what server \
                 code stands there, in pieces; its hash is of all of it",
                pages::MAX_JUDGED,
                pages::MAX_LOOKED
            );
            gap(target, reading, GapReason::TooLarge, detail);
        }
        self.show_page(&page, target, reading);
        if let Some(own) = own.filter(|_| page.judged.is_some()) {
            self.facts(target, own, &whole, reading);
        }
        if page.wants_patterns() || self.yara().has_packs() {
            self.scan(target, &whole, (page.judged.is_none(), page.is_inert()), reading);
        }
        Ok(page.judged.map(|judged| judged.grade))
    }

    fn show_page(&self, page: &PageRecord, target: &Target, reading: &mut Reading) {
        let mut seen = Sightings::default();
        self.plan.record(page, &target.entry.artefact, &mut seen);
        reading.sightings.push(seen);
    }

    /// Reads a file that lies where intruders put things: what it is, and what the YARA rules say.
    pub(crate) fn staged(&self, target: &Target) -> Reading {
        self.guarded(target, |reading| {
            let intake = self.begin(target, target.entry.size)?;
            let own = served_reader(target, intake.head());
            reading.content = Some(content_of(intake.head()));
            let whole = self.whole(target, intake, discover::MOST_STAGED_BYTES, reading);
            reading.format = Some(STAGED_FORMAT);
            if let Some(own) = own.filter(|_| whole.is_all()) {
                self.facts(target, own, &whole, reading);
            }
            self.scan(target, &whole, (false, false), reading);
            Ok(())
        })
    }

    /// Shows what the YARA rules say of a file to the detectors. `known_good` is a file that a
    /// build ships, `inert` one that nothing runs where it lies.
    fn scan(
        &self,
        target: &Target,
        whole: &Whole,
        (known_good, inert): (bool, bool),
        reading: &mut Reading,
    ) {
        let path = target.entry.artefact.path();
        let file = yara::File { path, bytes: &whole.bytes, owner: None };
        let scan = self.yara().scan(&file, known_good);
        reading.gaps.extend(scan.skipped.iter().map(|skip| skip.gap(path)));
        let sha256 = reading.sha256.as_deref();
        let about = yara::About {
            path,
            size: whole.size,
            sha256,
            times: target.entry.times,
            known_good,
            inert,
        };
        let mut seen = Sightings::default();
        for hit in &scan.matches {
            self.plan.record(&yara::record_of(hit, &about), &target.entry.artefact, &mut seen);
        }
        reading.sightings.push(seen);
    }

    /// The YARA rules to ask. The shipped ones are made ready when the first file needs them.
    fn yara(&self) -> &yara::Rules {
        self.yara.get_or_init(yara::Rules::shipped)
    }

    /// Reads a document and shows what it says to the detectors.
    pub(crate) fn document(&self, target: &Target, scratch: &mut Scratch<'a>) -> Reading {
        self.guarded(target, |reading| self.read_document(target, reading, scratch))
    }

    /// Reads a document. What a log reader knows of it too (the builds that a configuration names)
    /// is read as from any log.
    pub(crate) fn read_document(
        &self,
        target: &Target,
        reading: &mut Reading,
        scratch: &mut Scratch<'a>,
    ) -> io::Result<()> {
        let intake = self.begin(target, None)?;
        let head = intake.head();
        let own = document_reader(target, head);
        if let Some((own, seeking)) = own.and_then(|own| Some((own, own.seeking()?))) {
            drop(intake);
            return self.seek(target, own, seeking, reading);
        }
        let path = target.entry.artefact.path();
        let shown = &head[..head.len().min(formats::HEAD_BYTES)];
        let log = formats::recognise(formats::Head { path, bytes: shown });
        let log = log.filter(|_| !head.is_empty());
        let most = own.map_or(DOCUMENT_BYTES, HostReader::largest);
        let whole = self.whole(target, intake, most, reading);
        if let Some(format) = log.filter(|_| whole.is_all()) {
            let input = formats::Input {
                path,
                reader: &mut &whole.bytes[..],
                head: &whole.bytes[..whole.bytes.len().min(formats::HEAD_BYTES)],
                header: None,
                start: 0,
                end: None,
            };
            reading.format = Some(format.id());
            self.read(format, input, target, reading, scratch)?;
            reading.outcome.bytes = whole.size;
        }
        if own.is_some_and(|own| own.id() == "pe") {
            self.scan(target, &whole, (false, false), reading);
        }
        if own.is_some_and(|own| own.id() == IIS_CONFIG) && discover::is_uprooted(path) {
            // The copy of a web.config under any name: pages hide in them.
            let page = PageRecord::of(&target.entry, &whole, false, self.also_known);
            self.show_page(&page, target, reading);
        }
        match own {
            Some(own) => self.facts(target, own, &whole, reading),
            None if log.is_none() => unknown(target, &whole, reading),
            None => {}
        }
        Ok(())
    }

    /// Whether a file that no log format knows is a document all the same: an export of settings,
    /// or one that lost its place and whose content leaves no doubt.
    pub(crate) fn is_document(target: &Target, head: &[u8]) -> bool {
        let path = target.entry.artefact.path();
        let Some(own) = document_reader(target, head) else { return false };
        let sure = || own.sniff(host::Head { path, bytes: head }) == Some(host::Sniff::Certain);
        EXPORTS.contains(&own.id()) || discover::is_loose(path) && sure()
    }

    /// Opens a file and takes its first bytes, or at once as many as it states to have.
    fn begin(&self, target: &Target, stated: Option<u64>) -> io::Result<Intake<Watched<'a>>> {
        let reader = Watched::new(self.source.open(&target.entry)?, self.progress);
        Intake::begin(reader, host::HEAD_BYTES, stated.unwrap_or(0))
    }

    /// Shows the facts of a file that was taken in to the detectors.
    fn facts(&self, target: &Target, own: &dyn HostReader, whole: &Whole, reading: &mut Reading) {
        reading.format.get_or_insert(own.id());
        if !whole.is_all() || whole.size > own.largest() {
            let held = own.largest().min(whole.bytes.len() as u64);
            let detail = format!("more than {held} bytes: not read, only hashed");
            return gap(target, reading, GapReason::TooLarge, detail);
        }
        let logs = self.companions(target, reading);
        let logs: Vec<&[u8]> = logs.iter().map(Vec::as_slice).collect();
        let path = target.entry.artefact.path();
        let mut facts = Facts::new(self, &target.entry.artefact, reading);
        facts.known_good = whole.sha256.as_ref().and_then(pages::known_good).is_some();
        facts.created = target.entry.times.created;
        if logs.is_empty() {
            own.read(path, &whole.bytes, &mut facts);
        } else {
            host::registry_facts_with_logs(path, &whole.bytes, &logs, &mut facts);
        }
        facts.close();
    }

    /// What lies beside a file and belongs to it. What cannot be read of it is a gap.
    fn companions(&self, target: &Target, reading: &mut Reading) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        for entry in &target.companions {
            let mut bytes = Vec::new();
            let opened = self.source.open(entry);
            let read = opened.and_then(|own| {
                Watched::new(own, self.progress).take(COMPANION_BYTES).read_to_end(&mut bytes)
            });
            if let Err(error) = read {
                let (reason, detail) = gap_of(&error);
                reading.gaps.push(Gap::whole(entry.artefact.path().clone(), reason, detail));
            }
            all.push(bytes);
        }
        all
    }

    /// Reads a file that is too large to hold.
    fn seek(
        &self,
        target: &Target,
        own: &dyn HostReader,
        seeking: &dyn Seeking,
        reading: &mut Reading,
    ) -> io::Result<()> {
        reading.format = Some(own.id());
        let mut input = Rewinding::new(self.source, &target.entry, self.progress);
        let mut facts = Facts::new(self, &target.entry.artefact, reading);
        let result =
            seeking.read(&mut input, &|path| self.configured.is_of_interest(path), &mut facts);
        facts.close();
        reading.outcome.bytes = input.size();
        result
    }

    /// Takes a file in: its hash and size, and its first `most` bytes. A file that cannot be read
    /// to its end is a gap; what there is of it is still looked at.
    fn whole(
        &self,
        target: &Target,
        intake: Intake<Watched<'a>>,
        most: u64,
        reading: &mut Reading,
    ) -> Whole {
        let (whole, failed) = intake.whole(usize::try_from(most).unwrap_or(usize::MAX));
        reading.outcome.bytes = whole.size;
        if let Some(error) = failed {
            let path = target.entry.artefact.path().clone();
            reading.gaps.push(broken_off(path, whole.size, &error));
        }
        reading.sha256 = whole.sha256.as_ref().map(hex);
        whole
    }
}

/// The reader that knows a document; `None` for an empty file, which is of no kind.
fn document_reader(target: &Target, head: &[u8]) -> Option<&'static dyn HostReader> {
    let bytes = &head[..head.len().min(host::HEAD_BYTES)];
    let known = host::Head { path: target.entry.artefact.path(), bytes };
    host::recognise(known).filter(|_| !head.is_empty())
}

/// The reader for a file of a web folder; `None` for most. Asking all readers about sixty thousand
/// scripts and images would cost more than reading them.
fn served_reader(target: &Target, head: &[u8]) -> Option<&'static dyn HostReader> {
    let path = target.entry.artefact.path();
    let is_config = || path.extension().is_some_and(|own| own == "config");
    let id = match head {
        [b'M', b'Z', ..] => "pe",
        _ if is_config() => "iis-config",
        _ => return None,
    };
    let known = host::Head { path, bytes: head };
    let reader = host::all().iter().find(|own| own.id() == id)?;
    reader.sniff(known).map(|_| *reader)
}

fn gap(target: &Target, reading: &mut Reading, reason: GapReason, detail: String) {
    reading.gaps.push(Gap::whole(target.entry.artefact.path().clone(), reason, detail));
}

fn unknown(target: &Target, whole: &Whole, reading: &mut Reading) {
    if whole.sha256.is_none() {
        // That it could not be read is said already.
        return;
    }
    let (reason, detail) = if whole.bytes.is_empty() {
        (GapReason::Truncated, "the file is empty")
    } else {
        (
            GapReason::UnknownFormat,
            "its place is that of a document, but its content is none we know",
        )
    };
    gap(target, reading, reason, detail.to_owned());
}

/// Whether a fact of an export is a virtual directory as the directory service has it: the address
/// of one is where ProxyLogon kept its script.
fn tells_of_directories(fact: &host::Fact) -> bool {
    let exports = [FactKind::Clixml, FactKind::Ldif, FactKind::Csv, FactKind::FormatList];
    let names = ["ExternalUrl", "msExchExternalHostName", "msExchInternalHostName"];
    exports.contains(&fact.kind)
        && fact
            .fields
            .iter()
            .any(|(name, _)| names.iter().any(|own| own.eq_ignore_ascii_case(name)))
}

/// Shows the facts of a document to the detectors.
struct Facts<'r, 'a> {
    bench: &'r Bench<'a>,
    artefact: &'r ArtefactRef,
    seen: Sightings,
    kinds: BTreeSet<FactKind>,
    directories: bool,
    /// Whether a build ships the file: its programs say so, with the field `known_good`.
    known_good: bool,
    /// When the file was made, as the listing says: the field `created` of facts that are about
    /// the file itself.
    created: Option<Timestamp>,
    reading: &'r mut Reading,
}

impl<'r, 'a> Facts<'r, 'a> {
    fn new(bench: &'r Bench<'a>, artefact: &'r ArtefactRef, reading: &'r mut Reading) -> Self {
        let (seen, kinds) = (Sightings::default(), BTreeSet::new());
        Self {
            bench,
            artefact,
            seen,
            kinds,
            directories: false,
            known_good: false,
            created: None,
            reading,
        }
    }

    fn close(self) {
        self.reading.sightings.push(self.seen);
        self.reading.kinds.extend(self.kinds);
        self.reading.directories |= self.directories;
    }
}

impl host::Sink for Facts<'_, '_> {
    fn fact(&mut self, mut fact: host::Fact) {
        self.kinds.insert(fact.kind);
        if self.known_good && fact.kind == FactKind::Pe {
            fact.fields.push(("known_good".into(), "yes".to_owned()));
        }
        let of_file = [FactKind::Pe, FactKind::AspnetCompiled, FactKind::CompiledAssembly];
        if let Some(created) = self.created.filter(|_| of_file.contains(&fact.kind)) {
            fact.fields.push(("created".into(), created.to_string()));
        }
        self.directories |= tells_of_directories(&fact);
        self.reading.quarantine.note(&fact);
        self.bench.plan.record(&fact, self.artefact, &mut self.seen);
    }

    fn inner(&mut self, mut fact: host::Fact, bytes: &[u8]) {
        let path = self.artefact.path();
        let known_good = inner::describe(&mut fact, bytes);
        let file = yara::File { path, bytes, owner: None };
        let scan = self.bench.yara().scan(&file, known_good);
        self.reading.gaps.extend(scan.skipped.iter().map(|skip| skip.gap(path)));
        let names = scan.matches.iter().map(|hit| hit.rule.name.clone());
        fact.fields.extend(names.map(|name| ("pattern".into(), name)));
        self.fact(fact);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        let mut gap = Gap::at(self.artefact.path().clone(), locator, reason, detail).times(count);
        gap.bytes = (bytes > 0).then_some(bytes);
        self.reading.gaps.push(gap);
    }
}
