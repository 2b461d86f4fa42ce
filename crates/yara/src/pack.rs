//! Loads rule files: the shipped ones and anybody's. What does not compile is named, and the rest
//! runs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use boreal::{
    Compiler, Scanner,
    compiler::{CompilerBuilder, CompilerParams},
    module::Console,
};

use crate::{
    EXTERNALS,
    split::{Piece, Splitter, begins_with_anything, is_global, line_of, longest_run, rule_name},
};

/// Largest rule file read. Public packs in one file (YARA Forge, full set) have 30 MB.
pub const MAX_PACK_FILE: usize = 64 << 20;

/// Faults told per file; a file of another kind with the ending of a rule file would fill pages.
const FAULTS_PER_FILE: usize = 100;

/// Files that may include each other in a row.
const INCLUDE_DEPTH: usize = 16;

/// Files that one file may include in all, counted with repetition: includes that include others
/// twice each would otherwise grow without end.
const INCLUDES_PER_FILE: usize = 5_000;

/// Most operators and brackets that may wait for what follows them, one within the other. The engine
/// bounds brackets by itself, but not `not not …`; people write three.
const MOST_WAITING: usize = 64;

/// One file of rules, read by the caller.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'a> {
    /// Its name for messages and findings, with its folders below the pack's own, for example
    /// `pack/web/shells.yar`; includes are looked up by it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A rule, or a file of rules, that does not take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// The file, as the caller named it.
    pub file: String,
    /// The line of the fault, counted from 1; `None` if it is the file as a whole.
    pub line: Option<usize>,
    /// The rule; empty if the fault is in none.
    pub rule: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.rule.is_empty() {
            write!(f, ": rule {}", self.rule)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Where a rule stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its file.
    pub(crate) file: String,
    /// Its first line.
    pub(crate) line: usize,
}

/// What loading gives.
pub(crate) struct Loaded {
    /// The engine's rules.
    pub(crate) scanner: Scanner,
    /// Where each rule stands, by namespace and name.
    pub(crate) places: BTreeMap<(String, String), Place>,
    /// What does not take part.
    pub(crate) faulty: Vec<Faulty>,
}

/// Loads files of rules, each in a namespace of its own.
pub(crate) fn load<'a>(files: impl IntoIterator<Item = PackFile<'a>>) -> Loaded {
    let mut loader = Loader::new();
    for file in files {
        loader.read(file);
    }
    loader.finish()
}

struct Loader {
    compiler: Compiler,
    /// Texts by their name's key, in the caller's order of first naming.
    texts: BTreeMap<String, Text>,
    order: Vec<String>,
    places: BTreeMap<(String, String), Place>,
    /// Namespaces whose global rule failed: without it their other rules would hit too much.
    muted: BTreeSet<String>,
    faulty: Vec<Faulty>,
}

struct Text {
    name: String,
    text: String,
}

/// One root file with all that it includes.
struct Root<'a> {
    namespace: &'a str,
    /// The files that are being included just now, from the root on.
    open: Vec<String>,
    includes: usize,
}

impl Loader {
    fn new() -> Self {
        // Rules may write notes for their authors; nobody reads them here.
        let console = Console::with_callback(|_| {});
        let mut compiler = CompilerBuilder::new().add_module(console).build();
        for name in EXTERNALS {
            compiler.define_symbol(name, "");
        }
        compiler.set_params(CompilerParams::default().disable_includes(true));
        Self {
            compiler,
            texts: BTreeMap::new(),
            order: Vec::new(),
            places: BTreeMap::new(),
            muted: BTreeSet::new(),
            faulty: Vec::new(),
        }
    }

    fn read(&mut self, file: PackFile<'_>) {
        if file.bytes.len() > MAX_PACK_FILE {
            let reason = format!("larger than {MAX_PACK_FILE} bytes; not read");
            self.fault(file.name, None, "", reason);
            return;
        }
        let key = key_of(file.name);
        let text = Text { name: file.name.to_owned(), text: text_of(file.bytes) };
        if self.texts.insert(key.clone(), text).is_none() {
            self.order.push(key);
        }
    }

    fn finish(mut self) -> Loaded {
        // A file that another one includes is loaded with that one, in its namespace. A file that
        // does nothing but include is a list: each file of it stands for itself.
        let lists: BTreeSet<&String> = self
            .order
            .iter()
            .filter(|key| self.texts.get(*key).is_some_and(Text::is_list))
            .collect();
        let mut included = BTreeSet::new();
        for (key, text) in self.texts.iter().filter(|(key, _)| !lists.contains(key)) {
            included.extend(text.includes(key).filter(|own| own != key));
        }
        let lists: BTreeSet<String> = lists.into_iter().cloned().collect();
        let mut loaded = BTreeSet::new();
        for key in self.order.clone() {
            if lists.contains(&key) {
                self.list(&key);
            } else if !included.contains(&key) {
                self.root(&key, &mut loaded);
            }
        }
        // Files that include each other in a ring have no root.
        for key in self.order.clone() {
            if !lists.contains(&key) && !loaded.contains(&key) {
                self.root(&key, &mut loaded);
            }
        }
        self.places.retain(|(namespace, _), _| !self.muted.contains(namespace));
        Loaded { scanner: self.compiler.finalize(), places: self.places, faulty: self.faulty }
    }

    /// Names what a list includes that is not there.
    fn list(&mut self, key: &str) {
        let Some(own) = self.texts.get(key) else { return };
        let missing: Vec<(usize, String)> = own
            .pieces()
            .filter(|(_, path)| !self.texts.contains_key(&resolve(key, path)))
            .map(|(line, path)| (line, path.to_owned()))
            .take(FAULTS_PER_FILE)
            .collect();
        let name = own.name.clone();
        for (line, path) in missing {
            self.fault(&name, Some(line), "", absent(&path));
        }
    }

    fn root(&mut self, key: &str, loaded: &mut BTreeSet<String>) {
        let Some(own) = self.texts.get(key) else { return };
        let namespace = own.name.clone();
        let mut root = Root { namespace: &namespace, open: Vec::new(), includes: 0 };
        self.file(key, &mut root, loaded);
    }

    fn file(&mut self, key: &str, root: &mut Root<'_>, loaded: &mut BTreeSet<String>) {
        // Taken out while its pieces are borrowed, and put back: a file may be included twice.
        let Some(own) = self.texts.remove(key) else { return };
        loaded.insert(key.to_owned());
        root.open.push(key.to_owned());
        let mut splitter = Splitter::new(&own.text);
        let (mut faults, mut lines) = (0, Lines::new(&own.text));
        while let Some(placed) = splitter.next() {
            let line = lines.of(placed.start);
            let told = self.piece(&own.name, placed.piece, line, root, loaded);
            let Some((line, reason)) = told else { continue };
            splitter.resync(placed.start);
            faults += 1;
            if faults > FAULTS_PER_FILE {
                let reason = format!("more than {FAULTS_PER_FILE} faults; the rest is not read");
                self.fault(&own.name, Some(line), "", reason);
                break;
            }
            let rule = match placed.piece {
                Piece::Rule(text) => rule_name(text),
                _ => "",
            };
            self.fault(&own.name, Some(line), rule, reason);
        }
        root.open.pop();
        self.texts.insert(key.to_owned(), own);
    }

    /// Takes one piece; gives the line and reason if it does not take part.
    fn piece(
        &mut self,
        file: &str,
        piece: Piece<'_>,
        line: usize,
        root: &mut Root<'_>,
        loaded: &mut BTreeSet<String>,
    ) -> Option<(usize, String)> {
        match piece {
            Piece::Include(path) => self.include(path, root, loaded).map(|reason| (line, reason)),
            Piece::Junk(text) => {
                let shown: String = text.chars().take(40).collect();
                Some((line, format!("neither a rule nor an import: {:?}", shown.trim())))
            }
            Piece::Import(text) => self.compile(text, root).map(|(_, reason)| (line, reason)),
            Piece::Rule(text) => {
                let failed = self.compile(text, root);
                let Some((offset, mut reason)) = failed else {
                    let key = (root.namespace.to_owned(), rule_name(text).to_owned());
                    self.places.insert(key, Place { file: file.to_owned(), line });
                    return None;
                };
                if is_global(text) {
                    self.muted.insert(root.namespace.to_owned());
                    reason.push_str("; it is global, so no rule of its file takes part");
                }
                Some((line + line_of(text, offset) - 1, reason))
            }
        }
    }

    /// Compiles one piece; gives the offset and reason if it fails.
    fn compile(&mut self, text: &str, root: &Root<'_>) -> Option<(usize, String)> {
        if longest_run(text) > MOST_WAITING {
            return Some((0, format!("more than {MOST_WAITING} operators in a row")));
        }
        if begins_with_anything(text) {
            let reason = "an expression that begins with .* over line ends would take hours";
            return Some((0, reason.to_owned()));
        }
        let error = self.compiler.add_rules_str_in_namespace(text, root.namespace).err()?;
        let told = error.to_diagnostic();
        let label = told.labels.first();
        let mut reason = told.message;
        if let Some(note) = label.map(|own| &own.message).filter(|note| !note.is_empty()) {
            reason.push_str(": ");
            reason.push_str(note);
        }
        Some((label.map_or(0, |own| own.range.start), reason))
    }

    fn include(
        &mut self,
        path: &str,
        root: &mut Root<'_>,
        loaded: &mut BTreeSet<String>,
    ) -> Option<String> {
        let key = resolve(root.open.last().map_or("", String::as_str), path);
        root.includes += 1;
        if root.open.contains(&key) {
            return Some(format!("includes {path:?}, which is what includes it"));
        }
        if root.open.len() >= INCLUDE_DEPTH {
            return Some(format!("{path:?} is included more than {INCLUDE_DEPTH} files deep"));
        }
        if root.includes > INCLUDES_PER_FILE {
            return Some(format!("{path:?}: more than {INCLUDES_PER_FILE} files are included"));
        }
        if !self.texts.contains_key(&key) {
            return Some(absent(path));
        }
        self.file(&key, root, loaded);
        None
    }

    fn fault(&mut self, file: &str, line: Option<usize>, rule: &str, reason: String) {
        let (file, rule) = (file.to_owned(), rule.to_owned());
        self.faulty.push(Faulty { file, line, rule, reason });
    }
}

fn absent(path: &str) -> String {
    format!("the included file {path:?} is not among the files given")
}

impl Text {
    /// Whether it holds includes and nothing else.
    fn is_list(&self) -> bool {
        let mut pieces = Splitter::new(&self.text).map(|own| own.piece).peekable();
        pieces.peek().is_some() && pieces.all(|piece| matches!(piece, Piece::Include(_)))
    }

    /// Line and path of each include.
    fn pieces(&self) -> impl Iterator<Item = (usize, &str)> {
        Splitter::new(&self.text).filter_map(|own| match own.piece {
            Piece::Include(path) => Some((line_of(&self.text, own.start), path)),
            _ => None,
        })
    }

    /// Keys of the files it includes.
    fn includes(&self, key: &str) -> impl Iterator<Item = String> {
        Splitter::new(&self.text).filter_map(move |own| match own.piece {
            Piece::Include(path) => Some(resolve(key, path)),
            _ => None,
        })
    }
}

/// Counts lines forward.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of an offset that is not before the last one asked for.
    fn of(&mut self, offset: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..offset).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(offset);
        self.line
    }
}

/// The key of a file's name: one separator, no case, no `.` and `..`.
fn key_of(name: &str) -> String {
    resolve("", name)
}

/// The key of `path` as the file with the key `from` names it.
fn resolve(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<String> =
        folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part.to_lowercase()),
        }
    }
    parts.join("/")
}

/// The text of a rule file. Old packs hold bytes that are not UTF-8; each is written as the escape
/// that means the same byte within text and expressions, and nothing within comments.
fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
