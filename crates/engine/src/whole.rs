//! Files that are read whole and not row by row: pages, which are hashed, looked up and judged, and
//! documents, whose facts the detectors see. Neither is a log: they prove no hour of coverage.

use std::borrow::Cow;
use std::io::Read;

use detect::{Plan, Scratch, Sightings};
use evidence::Entry;
use model::{ArtefactRef, Gap, GapReason, Locator, Record, RecordKind, Timestamp, WinPath};
use pages::{Judgement, NameCheck, Reason};
use sha2::{Digest, Sha256};

use crate::job::{Bench, Reading, Target, gap_of};
use crate::progress::Watched;

/// Bytes kept of a page: what the judge looks at, and one more, so that it sees there was more.
const PAGE_BYTES: u64 = pages::MAX_JUDGED as u64 + 1;

/// Bytes kept of a document, unless its reader takes less. The largest configuration of a real
/// server has 1 MiB; programs and exports are larger, and those readers that take them do not look
/// behind this.
const DOCUMENT_BYTES: u64 = 16 << 20;

/// Bytes taken at a time.
const BLOCK_BYTES: usize = 256 * 1024;

/// Reasons of the judge that a record carries; the heaviest come first.
const MOST_REASONS: usize = 20;

/// The name under which pages stand in the manifest.
const PAGE_FORMAT: &str = "web-page";

impl<'a> Bench<'a> {
    /// Reads a page, judges it and shows the judgement to the detectors.
    pub(crate) fn page(&self, target: &Target) -> Reading {
        self.guarded(target, |reading| {
            let whole = self.whole(target, PAGE_BYTES, reading)?;
            reading.format = Some(PAGE_FORMAT);
            let page = PageRecord::of(&target.entry, &whole);
            if page.judged.as_ref().is_some_and(|judged| judged.truncated) {
                let detail = format!(
                    "only the first {} bytes were judged; its hash is of all of it",
                    pages::MAX_JUDGED
                );
                gap(target, reading, GapReason::TooLarge, detail);
            }
            let mut seen = Sightings::default();
            self.plan.record(&page, &target.entry.artefact, &mut seen);
            reading.sightings.push(seen);
            Ok(())
        })
    }

    /// Reads a document and shows what it says to the detectors. What a log reader knows of it too
    /// (the builds that a configuration names) is read as from any log.
    pub(crate) fn document(&self, target: &Target, scratch: &mut Scratch<'a>) -> Reading {
        self.guarded(target, |reading| {
            let whole = self.whole(target, DOCUMENT_BYTES, reading)?;
            let path = target.entry.artefact.path();
            if whole.size > whole.bytes.len() as u64 {
                let detail = format!("more than {DOCUMENT_BYTES} bytes: not read, only hashed");
                gap(target, reading, GapReason::TooLarge, detail);
                return Ok(());
            }
            let head = |most: usize| &whole.bytes[..whole.bytes.len().min(most)];
            let own = formats::Head { path, bytes: head(formats::HEAD_BYTES) };
            let log = formats::recognise(own).filter(|_| !whole.bytes.is_empty());
            if let Some(format) = log {
                let input = formats::Input {
                    path,
                    reader: &mut &whole.bytes[..],
                    head: own.bytes,
                    header: None,
                    start: 0,
                    end: None,
                };
                reading.format = Some(format.id());
                self.read(format, input, target, reading, scratch)?;
                reading.outcome.bytes = whole.size;
            }
            let known = host::Head { path, bytes: head(host::HEAD_BYTES) };
            match host::recognise(known).filter(|_| !whole.bytes.is_empty()) {
                Some(reader) if whole.size <= reader.largest() => {
                    reading.format.get_or_insert(reader.id());
                    let mut facts = Facts::new(self.plan, &target.entry.artefact, reading);
                    reader.read(path, &whole.bytes, &mut facts);
                    facts.close();
                }
                Some(reader) => {
                    let detail = format!("more than {} bytes: not read", reader.largest());
                    gap(target, reading, GapReason::TooLarge, detail);
                }
                None if log.is_none() => unknown(target, &whole, reading),
                None => {}
            }
            Ok(())
        })
    }

    /// Takes a file in: its hash and size, and its first `most` bytes. A file that cannot be read
    /// to its end is a gap; what there is of it is still looked at.
    fn whole(&self, target: &Target, most: u64, reading: &mut Reading) -> std::io::Result<Whole> {
        let mut reader = Watched::new(self.source.open(&target.entry)?, self.progress);
        let (mut bytes, mut size, mut hash) = (Vec::new(), 0_u64, Sha256::new());
        let mut block = vec![0; BLOCK_BYTES];
        let end = loop {
            match reader.read(&mut block) {
                Ok(0) => break Ok(()),
                Ok(count) => {
                    hash.update(&block[..count]);
                    let room = most.saturating_sub(size).min(count as u64);
                    // `room` is at most `count`, which is the length of a slice.
                    bytes.extend_from_slice(&block[..room as usize]);
                    size += count as u64;
                    reading.outcome.bytes = size;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        let sha256 = match end {
            Ok(()) => Some(hash.finalize().into()),
            Err(error) => {
                let at = Locator::Bytes { offset: size, length: 0 };
                let (reason, detail) = gap_of(&error);
                let path = target.entry.artefact.path().clone();
                reading.gaps.push(Gap::at(path, at, reason, detail));
                None
            }
        };
        reading.sha256 = sha256.as_ref().map(hex);
        Ok(Whole { bytes, size, sha256 })
    }
}

/// A file as it was taken in.
struct Whole {
    /// Its first bytes, all of them if `size` is not larger.
    bytes: Vec<u8>,
    /// Bytes that came.
    size: u64,
    /// Of all bytes; `None` if the end was not reached.
    sha256: Option<[u8; 32]>,
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
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

/// Shows the facts of a document to the detectors.
struct Facts<'r, 'p> {
    plan: &'p Plan,
    artefact: &'r ArtefactRef,
    seen: Sightings,
    reading: &'r mut Reading,
}

impl<'r, 'p> Facts<'r, 'p> {
    fn new(plan: &'p Plan, artefact: &'r ArtefactRef, reading: &'r mut Reading) -> Self {
        Self { plan, artefact, seen: Sightings::default(), reading }
    }

    fn close(self) {
        self.reading.sightings.push(self.seen);
    }
}

impl host::Sink for Facts<'_, '_> {
    fn fact(&mut self, fact: host::Fact) {
        self.plan.record(&fact, self.artefact, &mut self.seen);
    }

    fn gap(&mut self, locator: Locator, reason: GapReason, detail: String, count: u64, bytes: u64) {
        let mut gap = Gap::at(self.artefact.path().clone(), locator, reason, detail).times(count);
        gap.bytes = (bytes > 0).then_some(bytes);
        self.reading.gaps.push(gap);
    }
}

/// What is known of one page, as a record of kind [`RecordKind::WEB_PAGE`].
struct PageRecord {
    locator: Locator,
    fields: Vec<(&'static str, String)>,
    /// `None` for a page that Exchange shipped, which is settled by its hash.
    judged: Option<Judgement>,
}

impl PageRecord {
    fn of(entry: &Entry, whole: &Whole) -> Self {
        let path = entry.artefact.path();
        let known = whole.sha256.as_ref().and_then(pages::known_good);
        let known = known.filter(|known| known.covers(path.file_name()));
        let judged = known.is_none().then(|| pages::judge(path.as_str(), &whole.bytes));
        let named = pages::check_name(&place(path));
        let mut fields = vec![("path", path.to_string()), ("size", whole.size.to_string())];
        let mut put = |name, value: Option<String>| fields.extend(value.map(|text| (name, text)));
        put("sha256", whole.sha256.as_ref().map(hex));
        put("created", entry.times.created.map(|time| time.to_string()));
        put("modified", entry.times.modified.map(|time| time.to_string()));
        put("known_good", Some(yes(known.is_some())));
        let builds = known.as_ref().and_then(pages::KnownGood::builds);
        put("builds", builds.map(|(first, last)| format!("{first} to {last}")));
        name_fields(&named, &mut put);
        if let Some(judged) = &judged {
            judged_fields(judged, &mut put);
        }
        let first = judged.as_ref().and_then(|judged| judged.reasons.first());
        let locator = first.map_or(Locator::File, |reason| Locator::Line {
            line: reason.line,
            offset: reason.offset,
            length: 0,
        });
        Self { locator, fields, judged }
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// The path as the table of shipped pages gives it: below Exchange's own folder where the page lies
/// in it, else below the root of the site.
fn place(path: &WinPath) -> String {
    for tree in ["FrontEnd\\HttpProxy", "ClientAccess"] {
        if let Some(rest) = path.after(tree) {
            return format!("{tree}\\{}", rest.join("\\"));
        }
    }
    path.after("inetpub\\wwwroot").map_or_else(|| path.to_string(), |rest| rest.join("\\"))
}

fn name_fields(named: &NameCheck, put: &mut impl FnMut(&'static str, Option<String>)) {
    put("shipped_name", Some(yes(!named.shipped.is_empty())));
    let like = named.looks_like.as_ref();
    put("looks_like", like.map(|like| format!("{} ({})", like.of, like.how)));
    put("random_name", named.random.map(str::to_owned));
    put("elsewhere", (!named.elsewhere.is_empty()).then(|| named.elsewhere.join(", ")));
}

fn judged_fields(judged: &Judgement, put: &mut impl FnMut(&'static str, Option<String>)) {
    put("grade", Some(format!("{:?}", judged.grade).to_lowercase()));
    let abilities: Vec<&str> = judged.abilities.iter().map(|own| ability(*own)).collect();
    put("abilities", (!abilities.is_empty()).then(|| abilities.join(", ")));
    for reason in judged.reasons.iter().take(MOST_REASONS) {
        put("reason", Some(told(reason)));
    }
    put("container", Some(format!("{:?}", judged.container)));
    put("form", Some(format!("{:?}", judged.form)));
}

fn told(reason: &Reason) -> String {
    format!("line {}: {}: {}", reason.line, reason.what, reason.excerpt)
}

fn ability(own: pages::Ability) -> &'static str {
    use pages::Ability;
    match own {
        Ability::EvalOfInput => "runs text as code",
        Ability::RunsCommands => "runs commands",
        Ability::WritesFiles => "writes files",
        Ability::ReadsFiles => "reads files",
        Ability::LoadsAssembly => "loads assemblies or machine code",
        Ability::Tunnels => "carries network connections",
        Ability::Database => "talks to databases",
        Ability::HidesCode => "hides code",
        Ability::CapturesCredentials => "takes passwords or keys",
        Ability::DeserializesInput => "deserialises what it is sent",
        Ability::Compiles => "compiles text",
    }
}

impl Record for PageRecord {
    fn kind(&self) -> &RecordKind {
        static KIND: RecordKind = RecordKind::WEB_PAGE;
        &KIND
    }

    /// None: what a file system says of a file's time is not the page's own word.
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
        Some(Cow::Borrowed(value))
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }

    /// What the judge saw; without any, the page's name.
    fn excerpt(&self) -> String {
        let of = |wanted: &str| -> Vec<&str> {
            let own = self.fields.iter().filter(|(name, _)| *name == wanted);
            own.map(|(_, value)| value.as_str()).collect()
        };
        let reasons = of("reason");
        let text = if reasons.is_empty() { of("path") } else { reasons }.join("\n");
        model::excerpt_of(text.as_bytes())
    }
}
