//! Rules that are ready to run, and what there is to say about each.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
    time::Duration,
};

use boreal::{Metadata, MetadataValue, Scanner, scanner::ScanParams};

use crate::{
    Faulty, PackFile, RuleInfo,
    kinds::Kind,
    meta::Value,
    pack::{self, Loaded},
    shipped::SHIPPED,
};

/// Largest part of a file that shipped rules look at. Programs that Exchange and IIS load are
/// smaller; what hides behind this much padding is named as a gap.
pub const SHIPPED_BYTES: usize = 64 << 20;

/// Longest time that shipped rules may take over one file. They run at hundreds of megabytes a
/// second, so only a file made to slow them down comes near.
pub const SHIPPED_TIME: Duration = Duration::from_secs(10);

/// Largest part of a file that a third party's rules look at: at some 30 MB a second with
/// thousands of rules this is a second.
pub const PACK_BYTES: usize = 32 << 20;

/// Longest time that a third party's rules may take over one file. What a single expression of a
/// careless rule does is not interrupted, so a scan may end some time later.
pub const PACK_TIME: Duration = Duration::from_secs(10);

/// Bytes of a matched string that are kept.
const MATCH_BYTES: usize = 120;

/// Matches counted per string. Rules that compare counts rarely ask for more than ten.
const MATCHES_PER_STRING: u32 = 1_000;

/// Rules that are ready to run: the shipped ones and, where given, anybody's packs.
///
/// Cheap to clone; one set serves all threads.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(crate) packs: Option<Arc<Group>>,
}

/// Rules of one origin, scanned together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) scanner: Scanner,
    pub(crate) infos: HashMap<String, HashMap<String, Arc<RuleInfo>>>,
    pub(crate) bytes: usize,
    pub(crate) time: Duration,
}

impl Rules {
    /// The shipped rules alone.
    ///
    /// They are compiled from their embedded text when the first file of a kind is looked at, once
    /// in a process; that takes about as long as opening a few files, see
    /// `docs/adr/0005-yara-engine.md`.
    pub fn shipped() -> Self {
        Self { packs: None }
    }

    /// The shipped rules and those of `files`, with what of these does not take part: a rule that
    /// does not compile costs itself and the rules that refer to it.
    ///
    /// Each file is a namespace of its own, so names may repeat between files. A file that another
    /// one includes belongs to that one's namespace. The external variables `filename`,
    /// `filepath`, `extension`, `filetype` and `owner` are defined, all of them text.
    pub fn with_packs<'a>(files: impl IntoIterator<Item = PackFile<'a>>) -> (Self, Vec<Faulty>) {
        let (group, faulty) = Group::new(pack::load(files), false);
        let packs = (!group.infos.is_empty()).then(|| Arc::new(group));
        (Self { packs }, faulty)
    }

    /// Whether there are rules beyond the shipped ones.
    pub fn has_packs(&self) -> bool {
        self.packs.is_some()
    }

    /// What each rule says of itself, shipped ones first, in order of file and line. Private rules
    /// are listed and marked.
    pub fn list(&self) -> impl Iterator<Item = &RuleInfo> {
        let shipped = [Group::shipped(Kind::Other), Group::shipped(Kind::Program)];
        let packs = self.packs.iter().map(AsRef::as_ref).collect();
        [shipped.to_vec(), packs].into_iter().flat_map(|groups: Vec<&Group>| {
            let infos = groups.into_iter().flat_map(|group| group.infos.values());
            let mut all: Vec<&RuleInfo> =
                infos.flat_map(HashMap::values).map(AsRef::as_ref).collect();
            all.sort_by_key(|own| (&own.file, own.line, &own.name));
            // Many shipped rules are asked about programs and about other files.
            all.dedup_by_key(|own| (&own.file, own.line, &own.name));
            all
        })
    }
}

impl Group {
    /// The shipped rules that can hit files of a kind.
    pub(crate) fn shipped(kind: Kind) -> &'static Self {
        static PROGRAMS: OnceLock<Group> = OnceLock::new();
        static OTHERS: OnceLock<Group> = OnceLock::new();
        let shared = match kind {
            Kind::Program => &PROGRAMS,
            Kind::Other => &OTHERS,
        };
        shared.get_or_init(|| {
            let texts: Vec<(&str, String)> =
                SHIPPED.iter().map(|(name, text)| (*name, kind.text(text))).collect();
            let files = texts.iter().map(|(name, text)| PackFile { name, bytes: text.as_bytes() });
            Self::new(pack::load(files), true).0
        })
    }

    pub(crate) fn new(loaded: Loaded, shipped: bool) -> (Self, Vec<Faulty>) {
        let Loaded { scanner, places, faulty } = loaded;
        let (bytes, time) =
            if shipped { (SHIPPED_BYTES, SHIPPED_TIME) } else { (PACK_BYTES, PACK_TIME) };
        let infos = infos(&scanner, places, shipped);
        let mut group = Self { scanner, infos, bytes, time };
        group.limit(time);
        (group, faulty)
    }

    /// Sets what one scan may cost.
    pub(crate) fn limit(&mut self, time: Duration) {
        self.time = time;
        self.scanner.set_scan_params(
            ScanParams::default()
                .compute_full_matches(true)
                .match_max_length(MATCH_BYTES)
                .string_max_nb_matches(MATCHES_PER_STRING)
                .timeout_duration(Some(time)),
        );
    }
}

fn infos(
    scanner: &Scanner,
    mut places: BTreeMap<(String, String), pack::Place>,
    shipped: bool,
) -> HashMap<String, HashMap<String, Arc<RuleInfo>>> {
    let mut infos: HashMap<String, HashMap<String, Arc<RuleInfo>>> = HashMap::new();
    for rule in scanner.rules() {
        let key = (rule.namespace.to_owned(), rule.name.to_owned());
        let Some(place) = places.remove(&key) else { continue };
        let mut info = RuleInfo {
            name: rule.name.to_owned(),
            file: place.file,
            line: place.line,
            shipped,
            private: rule.is_private,
            tags: rule.tags.iter().map(|tag| scanner.get_string_symbol(*tag).to_owned()).collect(),
            ..RuleInfo::default()
        };
        for entry in rule.metadatas {
            info.take(scanner.get_string_symbol(entry.name), value(scanner, entry));
        }
        infos.entry(key.0).or_default().insert(key.1, Arc::new(info));
    }
    infos
}

fn value(scanner: &Scanner, entry: &Metadata) -> Value {
    match entry.value {
        MetadataValue::Bytes(symbol) => {
            Value::Text(String::from_utf8_lossy(scanner.get_bytes_symbol(symbol)).into_owned())
        }
        MetadataValue::Integer(number) => Value::Number(number),
        MetadataValue::Boolean(truth) => Value::Text(truth.to_string()),
    }
}
