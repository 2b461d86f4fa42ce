//! The content judge: what a page can do and whether request input drives it, line by line.
//!
//! A file is decoded ([`crate::view`]), taken apart ([`crate::page`]), its server code read into
//! normalised tokens ([`crate::lex`], [`crate::fold`]), request input followed through them
//! ([`crate::flow`]) and the sinks of [`crate::rules`] weighed. Time is linear in the size.

use std::collections::BTreeSet;

use foldhash::{HashSet, HashSetExt};

use crate::{
    config, logon,
    notes::Notes,
    page::{self, Block, Form, Kind, Lang, Page, attribute},
    pieces, quick,
    scan::{self, Unit},
    streams,
    view::{self, Container, View, find_fold},
};

/// Bytes of a file that are judged together. Web shells are small; what stands behind so much is
/// judged in pieces.
pub const MAX_JUDGED: usize = 4 * 1024 * 1024;
/// From this sum of weights on a page is [`Grade::Odd`].
pub const ODD: u32 = 15;
/// From this sum of weights on a page is [`Grade::Suspicious`].
pub const SUSPICIOUS: u32 = 40;
/// From this sum of weights on a page is a [`Grade::Shell`].
pub const SHELL: u32 = 80;

/// Weight of server code that is kept in a picture: no site needs it, so it stands for itself.
const CODE_IN_PICTURE: u16 = 85;

/// How a page is judged, from its content alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing a web page should not do.
    Clean,
    /// Something seldom seen, with an ordinary explanation.
    Odd,
    /// An ability no Exchange page needs, without proof that a request drives it.
    Suspicious,
    /// A back door: request input reaches a sink, or the code hides what it does.
    Shell,
}

/// What a page can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ability {
    /// Runs text as code.
    EvalOfInput,
    /// Starts programs or commands.
    RunsCommands,
    /// Writes, moves or deletes files named by the request.
    WritesFiles,
    /// Reads files, folders, registry or system facts named by the request.
    ReadsFiles,
    /// Loads assemblies or machine code.
    LoadsAssembly,
    /// Carries network connections.
    Tunnels,
    /// Talks to a database the request names.
    Database,
    /// Hides its code, its files or its traces.
    HidesCode,
    /// Takes passwords or keys.
    CapturesCredentials,
    /// Deserialises request data with a formatter that creates any object.
    DeserializesInput,
    /// Compiles text.
    Compiles,
}

/// One thing seen, where it stands and what it weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Line in the decoded text, from 1.
    pub line: u64,
    /// Offset in the file, in bytes from 0.
    pub offset: u64,
    /// What was seen, as a phrase.
    pub what: String,
    /// The line around it, cut to 160 letters, control characters replaced. Hostile text: escape it
    /// for where it goes.
    pub excerpt: String,
    /// Weight; the sum of all weights sets the grade.
    pub weight: u16,
}

/// The judge's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The grade, by the sum of the weights of `reasons`.
    pub grade: Grade,
    /// Why, heaviest first; never more than 64.
    pub reasons: Vec<Reason>,
    /// What the page can do.
    pub abilities: BTreeSet<Ability>,
    /// What the server does with a file of this name.
    pub form: Form,
    /// What the bytes are, whatever the name says.
    pub container: Container,
    /// Only the first [`MAX_JUDGED`] bytes were judged as a whole. Of the rest, up to
    /// [`crate::MAX_LOOKED`] bytes, what server code stands there was judged in pieces, each for
    /// itself: that is a gap. Never of a program, which is not judged here.
    pub truncated: bool,
}

/// Judges a file by its name (or path) and content. Never fails: bytes that are no page are clean.
/// PE images are not judged here and are told by [`Judgement::container`], unless their name makes
/// IIS run them as pages: to ASP.NET what stands before the first tag is text of any kind.
pub fn judge(name: &str, bytes: &[u8]) -> Judgement {
    let first = &bytes[..bytes.len().min(MAX_JUDGED)];
    let form = Form::of(name);
    let is_program = is_program(form, first);
    let truncated = bytes.len() > MAX_JUDGED && !is_program;
    let mut judged = match quick::plain(name, form, first) {
        Some(container) => Judgement {
            grade: Grade::Clean,
            reasons: Vec::new(),
            abilities: BTreeSet::new(),
            form,
            container,
            truncated,
        },
        None => judge_in_full(name, form, Container::of(first), first, truncated),
    };
    if truncated {
        pieces::judge_rest(name, bytes, &mut judged);
    }
    judged
}

/// Whether a file is a program and no page that only begins like one.
pub(crate) fn is_program(form: Form, bytes: &[u8]) -> bool {
    Container::by_magic(bytes) == Some(Container::Program) && !form.runs()
}

/// Judges a text without asking first whether there is anything to judge.
pub(crate) fn judge_in_full(
    name: &str,
    form: Form,
    container: Container,
    bytes: &[u8],
    truncated: bool,
) -> Judgement {
    let mut notes = Notes::default();
    let views = if is_program(form, bytes) { Vec::new() } else { view::views(container, bytes) };
    for (number, view) in views.iter().enumerate() {
        let mut case =
            Case { name, form, container, number, view, notes: &mut notes, marks: Vec::new() };
        case.judge();
    }
    let grade = Grade::of(notes.weight());
    let abilities = std::mem::take(&mut notes.abilities);
    Judgement { grade, reasons: notes.reasons(&views), abilities, form, container, truncated }
}

impl Grade {
    /// The grade of a sum of weights.
    pub(crate) fn of(weight: u32) -> Self {
        match weight {
            SHELL.. => Self::Shell,
            SUSPICIOUS.. => Self::Suspicious,
            ODD.. => Self::Odd,
            _ => Self::Clean,
        }
    }
}

/// One text of one file.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    pub(crate) form: Form,
    pub(crate) container: Container,
    pub(crate) number: usize,
    pub(crate) view: &'a View,
    pub(crate) notes: &'a mut Notes,
    /// Texts of clues found in markup.
    pub(crate) marks: Vec<&'static str>,
}

impl Case<'_> {
    pub(crate) fn note(&mut self, at: usize, what: impl Into<String>, weight: u16) {
        self.notes.add(self.number, at, what, weight);
    }

    fn judge(&mut self) {
        let view = self.view;
        let text = view.text.as_slice();
        if self.form == Form::Config {
            config::judge(self);
        }
        let scripted = || find_fold(text, b"<script", 0).is_some();
        let shown = self.form == Form::Script || (self.form == Form::Other && !scripted());
        if shown && !holds_page_text(text) {
            return logon::judge(self, &Page::default());
        }
        let form = self.reading_form(text);
        let page = if form == Form::Transform {
            Page {
                blocks: vec![Block { kind: Kind::Code(Lang::CSharp), start: 0, end: text.len() }],
                ..Page::default()
            }
        } else {
            page::take_apart(form, self.name, text)
        };
        let mixed = !matches!(self.container, Container::Text | Container::DirectoryDump)
            || matches!(self.form, Form::Script | Form::Other | Form::Config);
        let code: Vec<Block> = page
            .blocks
            .iter()
            .filter(|block| block.kind != Kind::Client)
            .filter(|block| {
                // A block that nobody closes and no directive announces is somebody's `<%`.
                let closed =
                    block.end < text.len() || !page.directives.is_empty() || form == Form::Razor;
                !mixed || (closed && readable(&text[block.start..block.end]))
            })
            .copied()
            .collect();
        let before = self.notes.weight();
        let marked = [&page.controls, &page.includes, &page.directives];
        if !code.is_empty() || marked.iter().any(|spans| !spans.is_empty()) {
            let controls = self.markup(&page);
            let imports = imports(&page, text);
            for lang in [Lang::CSharp, Lang::Basic, Lang::JScript] {
                let unit = Unit::read(text, &code, lang, form, &imports);
                scan::scan(self, &unit, &controls);
            }
        }
        let server_code = self.server_code(&page, &code, text);
        self.disguise(server_code, self.notes.weight() > before, &code);
        logon::judge(self, &page);
    }

    /// Files that run nothing by name are read as pages when their bytes hold page text.
    fn reading_form(&self, text: &[u8]) -> Form {
        match self.form {
            Form::Config | Form::Script | Form::Other | Form::AspNet => {
                let directive =
                    |word: &[u8]| find_fold(&text[..text.len().min(2048)], word, 0).is_some();
                let handler = directive(b"<%@ webhandler")
                    || directive(b"<%@webhandler")
                    || directive(b"<%@ webservice");
                if handler {
                    Form::Handler
                } else if self.form == Form::AspNet
                    || find_fold(text, b"runat", 0).is_some()
                    || directive(b"<%@ page")
                {
                    Form::AspNet
                } else {
                    Form::ClassicAsp
                }
            }
            Form::Handler if memchr::memmem::find(text, b"<%").is_none() => Form::AspNet,
            form => form,
        }
    }

    /// Reads server tags and includes; returns the names of posted controls.
    fn markup(&mut self, page: &Page) -> HashSet<String> {
        let view = self.view;
        let mut names = HashSet::new();
        for (start, end) in page.controls.iter().take(MAX_CONTROLS) {
            let tag = &view.text[*start..*end];
            names.extend(attribute(tag, "id").map(|id| id.to_ascii_lowercase()));
            let object = attribute(tag, "classid").or_else(|| attribute(tag, "progid"));
            if let Some(command) = attribute(tag, "selectcommand") {
                scan::clues(self, &command, *start, 0);
            }
            if let Some(object) = object {
                let found = scan::clues(self, &object, *start, 0);
                self.marks.extend(found);
            }
            let kind = attribute(tag, "typename").or_else(|| attribute(tag, "class"));
            let kind = kind.unwrap_or_default().to_ascii_lowercase();
            if POWERFUL.iter().any(|name| kind.contains(name)) {
                self.notes.can(Ability::RunsCommands);
                self.note(*start, "binds a data source to a class that runs or writes", 85);
            }
        }
        for (start, end) in &page.includes {
            let tag = &view.text[*start..*end];
            let file =
                attribute(tag, "file").or_else(|| attribute(tag, "virtual")).unwrap_or_default();
            if streams::is_stream(&file) {
                self.in_stream(*start);
            } else if Form::of(&file) == Form::Other && file.contains('.') && !file.contains(".htm")
            {
                self.notes.can(Ability::HidesCode);
                let (what, weight) = match is_picture(&file) {
                    true => ("includes code from a picture", CODE_IN_PICTURE),
                    false => ("includes code from a file that is no page", 45),
                };
                self.note(*start, what, weight);
            }
        }
        for (start, end) in &page.directives {
            self.directive(*start, &view.text[*start..*end]);
        }
        for start in &page.sourced {
            self.note(*start, "takes server code from another file", 15);
        }
        names
    }

    /// Notes code that is kept where no listing of a folder shows it.
    pub(crate) fn in_stream(&mut self, at: usize) {
        self.notes.can(Ability::HidesCode);
        self.note(at, "takes code from an alternate data stream", streams::CODE_IN_STREAM);
    }

    /// Weighs where a directive takes its code from and what it tells the compiler.
    fn directive(&mut self, start: usize, tag: &[u8]) {
        let source = ["src", "codefile", "codebehind"].iter().find_map(|name| attribute(tag, name));
        let source = source.unwrap_or_default();
        if streams::is_stream(&source) {
            return self.in_stream(start);
        }
        let odd = Form::of(&source) == Form::Other && source.contains('.');
        let written = odd && !source.contains("<%") && attribute(tag, "src").is_some();
        if written || (odd && attribute(tag, "codefile").is_some()) {
            self.notes.can(Ability::HidesCode);
            let (what, weight) = match is_picture(&source) {
                true => ("takes server code from a picture", CODE_IN_PICTURE),
                false => ("takes server code from a file that is no code", 60),
            };
            self.note(start, what, weight);
        }
        let options = attribute(tag, "compileroptions").unwrap_or_default().to_ascii_lowercase();
        let off =
            |name: &str| attribute(tag, name).is_some_and(|v| v.eq_ignore_ascii_case("false"));
        if off("enableviewstatemac") && off("validaterequest") {
            self.note(start, "turns off what protects a page's input", 15);
        }
        let language = attribute(tag, "language").unwrap_or_default();
        let script = language.eq_ignore_ascii_case("jscript")
            || language.eq_ignore_ascii_case("javascript")
            || language.eq_ignore_ascii_case("js");
        if script && self.form == Form::AspNet && find_fold(tag, b"page", 0).is_some() {
            self.note(start, "is written in JScript, as hardly any page is", 15);
        }
        if options.contains("/r") || options.contains("@") {
            self.note(start, "gives the compiler files of its own", 30);
        }
    }

    /// Whether the text holds server code that is more than a stray pair of letters.
    fn server_code(&self, page: &Page, code: &[Block], text: &[u8]) -> bool {
        let spoken = |block: &Block| {
            let inner = &text[block.start..block.end];
            inner.iter().filter(|byte| (32..127).contains(*byte)).count() * 10 >= inner.len() * 9
                && inner.iter().filter(|byte| byte.is_ascii_alphabetic()).count() >= 4
        };
        let directive = page.directives.iter().any(|(start, end)| {
            let tag = &text[*start..*end];
            attribute(tag, "language").is_some() || find_fold(tag, b"page", 0).is_some()
        });
        directive || code.iter().any(|block| block.end > block.start && spoken(block))
    }

    /// Weighs page text where none belongs, or in an encoding that hides it.
    fn disguise(&mut self, server_code: bool, weighed: bool, code: &[Block]) {
        if !server_code {
            return;
        }
        let at = code.first().map_or(0, |block| block.start);
        let (what, weight) = match self.container {
            Container::OutlookData => ("page text inside an Outlook data file", 60),
            Container::Certificate => ("page text inside a certificate request", 60),
            Container::DirectoryDump => ("page text inside a dump of a virtual directory", 50),
            Container::Image => ("page text inside an image", if weighed { 50 } else { 20 }),
            Container::Program => ("page text inside a program", if weighed { 50 } else { 20 }),
            _ => ("", 0),
        };
        if weight > 0 {
            self.notes.can(Ability::HidesCode);
            self.note(at, what, weight);
        }
        if let Some(disguise) = self.view.disguise {
            self.notes.can(Ability::HidesCode);
            // Nothing but the wish to hide it asks for the encoder; other encodings happen.
            let weight = if weighed || disguise == view::ENCODER { 45 } else { 30 };
            self.note(at, format!("page text in {disguise}"), weight);
        }
        if weighed && self.form == Form::Other && weight == 0 {
            self.note(at, "server code in a file that is no page", 15);
        }
    }
}

/// Whether a block begins as text. Among the bytes of a picture `<%` stands by chance, and what
/// follows is noise that would be read for nothing.
pub(crate) fn readable(block: &[u8]) -> bool {
    let head = &block[..block.len().min(READABLE)];
    let noise = |letter: char| {
        let blank = matches!(letter, '\t' | '\n' | '\r');
        letter == char::REPLACEMENT_CHARACTER || (letter.is_control() && !blank)
    };
    // Letters of any script are text; a letter that is cut at the end counts as one of noise.
    let text = String::from_utf8_lossy(head);
    text.chars().filter(|letter| noise(*letter)).count() * 8 <= head.len()
}

/// Bytes by which a block is told from noise.
const READABLE: usize = 48;

/// Whether a file is a picture by its name.
fn is_picture(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension.trim());
    ["gif", "jpg", "jpeg", "png", "bmp", "ico", "webp"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(extension))
}

/// Whether anything in the text could run on a server: without one of these it is client script,
/// a style or a picture, and most files of a web root are.
fn holds_page_text(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"<%").is_some()
        || [&b"runat"[..], b"#include"].iter().any(|word| find_fold(text, word, 0).is_some())
}

/// What `<%@ Import Namespace="P = System.Diagnostics.Process" %>` names: only what gets a name of
/// its own matters.
fn imports(page: &Page, text: &[u8]) -> Vec<String> {
    let directives = page.directives.iter().take(MAX_IMPORTS);
    directives
        .filter_map(|(start, end)| attribute(&text[*start..*end], "namespace"))
        .filter(|namespace| namespace.contains('=') && namespace.len() < MAX_NAMESPACE)
        .collect()
}

/// Directives that are looked through for imports.
const MAX_IMPORTS: usize = 1_000;
/// Letters of an imported namespace.
const MAX_NAMESPACE: usize = 256;
/// Namespaces and classes that no data source of an ordinary page is bound to.
const POWERFUL: &[&str] = &[
    "system.diagnostics",
    "system.reflection",
    "system.io.",
    "system.management",
    "system.net.",
    "system.appdomain",
    "system.activator",
    "system.environment",
    "system.web.compilation",
    "system.directoryservices",
    "microsoft.win32",
    "microsoft.visualbasic",
];
/// Server tags of one page that are looked at.
const MAX_CONTROLS: usize = 20_000;

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
