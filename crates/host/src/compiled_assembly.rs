//! Assemblies that ASP.NET compiled out of pages, and the sources it made on the way: they outlive
//! the page, and hold its code.
//!
//! Under `Temporary ASP.NET Files` lies `App_Web_*.dll` for one or more pages of a folder. The code
//! that ASP.NET adds to a page names its address from the application's root
//! (`~/auth/x.aspx`) as a text, and its class stands in the name space `ASP` with a name made of
//! that address (`ASP.auth_x_aspx`). `App_Web_*.0.cs`, `.vb` and `.js`, which are left behind when
//! debugging is on, name the page's file in their line marks.

use std::collections::BTreeSet;

use model::{GapReason, Locator, WinPath};
use object::FileKind;
use object::pe::{ImageNtHeaders32, ImageNtHeaders64};
use object::read::pe::{ImageNtHeaders, PeFile};

use crate::aspnet::temporary_file;
use crate::pe::{Managed, add_names, describe, linked, managed, with_signature};
use crate::text::{decode, folded, holds, repeated};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest file read. An assembly of all pages of a folder has some MiB.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Most texts of the code that are given, and characters of one. Whole paragraphs of a page are
/// kept elsewhere than among the texts.
const MOST_TEXTS: usize = 400;
const LONGEST_TEXT: usize = 400;

/// Most pages and types named; a folder of Exchange has some hundred pages.
const MOST_NAMES: usize = 2_000;

/// Ends of names of files that ASP.NET compiles.
const PAGES: [&str; 11] = [
    ".aspx", ".ashx", ".asmx", ".ascx", ".asax", ".master", ".svc", ".cshtml", ".vbhtml", ".soap",
    ".axd",
];

/// How names of what ASP.NET compiles begin: pages, `global.asax`, the folders for code and themes.
const MADE: [&str; 4] = ["app_web_", "app_global", "app_code", "app_theme"];

/// Line marks of C#, of Visual Basic and of JScript, in lower case, as ASP.NET writes them.
const MARKS: [&str; 5] = [
    "#line ",
    "#pragma checksum ",
    "#externalsource(",
    "#externalchecksum(",
    "@set @position(file=",
];

/// Compiled pages and their sources.
pub(crate) struct CompiledAssembly;

impl Reader for CompiledAssembly {
    fn id(&self) -> &'static str {
        "compiled-assembly"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let name = head.path.file_name().to_ascii_lowercase();
        if !MADE.iter().any(|start| name.starts_with(start)) {
            return None;
        }
        if head.bytes.starts_with(b"MZ") {
            return Some(Sniff::Certain);
        }
        let text = folded(head.bytes);
        let is_source = [".cs", ".vb", ".js"].iter().any(|end| name.ends_with(end))
            && MARKS.iter().any(|mark| holds(&text, mark));
        is_source.then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let fact = match FileKind::parse(bytes) {
            Ok(FileKind::Pe64) => assembly::<ImageNtHeaders64>(path, bytes, sink),
            Ok(FileKind::Pe32) => assembly::<ImageNtHeaders32>(path, bytes, sink),
            _ if bytes.starts_with(b"MZ") => {
                let detail = "a compiled page that holds no PE header".to_owned();
                sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
                start(path, "assembly")
            }
            _ => source(path, bytes, sink),
        };
        sink.fact(fact);
    }
}

/// What the name of the file says.
fn start(path: &WinPath, element: &'static str) -> Fact {
    let named = temporary_file(path);
    let fact = Fact::new(FactKind::CompiledAssembly, Locator::File)
        .with("element", element)
        .with("name", path.file_name());
    match named {
        Some(file) => fact
            .with_some("application", file.application)
            .with_some("pageName", file.page)
            .with_some("directoryHash", file.directory_hash),
        None => fact,
    }
}

fn assembly<H: ImageNtHeaders>(path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) -> Fact {
    let mut fact = start(path, "assembly");
    let file = match PeFile::<H>::parse(bytes) {
        Ok(file) => file,
        Err(error) => {
            let detail = format!("headers of a compiled page: {error}");
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
            return fact;
        }
    };
    let time = linked(&file, bytes);
    fact = fact.at(time).with_some("time", time.map(|time| time.to_string()));
    match managed(&file, bytes, sink) {
        Managed::No => {
            // ASP.NET never makes such a file: what it exports says what it is.
            fact.push("is_dotnet", "false");
            add_names(&mut fact, &file, sink);
        }
        Managed::Yes(None) => fact.push("is_dotnet", "true"),
        Managed::Yes(Some(assembly)) => {
            fact.push("is_dotnet", "true");
            let application = fact.value("application").map(str::to_owned);
            let addresses = assembly.texts.iter().filter_map(|text| address(text));
            add_pages(&mut fact, addresses, application.as_deref(), sink);
            add_all(&mut fact, "type", assembly.types.iter().map(String::as_str), sink);
            describe(&mut fact, &assembly);
            add_texts(&mut fact, &assembly.texts, sink);
        }
    }
    with_signature(fact, &file, bytes, sink)
}

/// The address of a page, if a text is one from the application's root.
fn address(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let is_page = PAGES.iter().any(|end| lower.ends_with(end));
    (text.starts_with("~/") && is_page).then(|| repeated(text))
}

/// Adds `page` for each address: the application's folder is named after its place in the site,
/// and the site's own is `root`.
fn add_pages<'t>(
    fact: &mut Fact,
    addresses: impl Iterator<Item = &'t str>,
    application: Option<&str>,
    sink: &mut dyn Sink,
) {
    let pages: Vec<String> = addresses
        .map(|address| match application {
            Some(name) if name.eq_ignore_ascii_case("root") => address[1..].to_owned(),
            Some(name) => format!("/{name}{}", &address[1..]),
            None => address.to_owned(),
        })
        .collect();
    add_all(fact, "page", pages.iter().map(String::as_str), sink);
}

/// Adds a field for each name, each once, ignoring case.
fn add_all<'t>(
    fact: &mut Fact,
    field: &'static str,
    names: impl Iterator<Item = &'t str>,
    sink: &mut dyn Sink,
) {
    let (mut known, mut left_out) = (BTreeSet::new(), 0);
    for name in names {
        if known.len() >= MOST_NAMES {
            left_out += 1;
        } else if known.insert(name.to_lowercase()) {
            fact.push(field, name);
        }
    }
    if left_out > 0 {
        let detail = format!("names of a compiled page after the first {MOST_NAMES}");
        sink.gap(Locator::File, GapReason::TooLarge, detail, left_out, 0);
    }
}

fn add_texts(fact: &mut Fact, texts: &[String], sink: &mut dyn Sink) {
    let worth = || texts.iter().filter(|text| text.trim().chars().count() > 1);
    for text in worth().take(MOST_TEXTS) {
        let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(end, _)| end);
        fact.push("string", &text[..end]);
    }
    let count = worth().count().saturating_sub(MOST_TEXTS) as u64;
    if count > 0 {
        let detail = format!("texts of a compiled page after the first {MOST_TEXTS}");
        sink.gap(Locator::File, GapReason::TooLarge, detail, count, 0);
    }
}

/// A source that ASP.NET wrote: the page's file from the line marks, its address from a text.
fn source(path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) -> Fact {
    let mut fact = start(path, "source");
    let application = fact.value("application").map(str::to_owned);
    let text = decode(bytes, sink);
    let (mut files, mut pages, mut types) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for line in text.as_str().lines() {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        let marked = MARKS.iter().any(|mark| lower.contains(mark));
        for quoted in line.split('"').skip(1).step_by(2) {
            if marked && quoted.contains('\\') {
                keep(&mut files, &quoted.replace("\\\\", "\\"));
            } else if let Some(address) = address(quoted) {
                keep(&mut pages, address);
            }
        }
        if let Some(rest) = lower.find("class ").and_then(|at| line.get(at + 6..)) {
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            keep(&mut types, name.unwrap_or_default());
        }
    }
    add_pages(&mut fact, pages.iter().map(String::as_str), application.as_deref(), sink);
    add_all(&mut fact, "type", types.iter().map(String::as_str), sink);
    add_all(&mut fact, "source", files.iter().map(String::as_str), sink);
    fact
}

/// Keeps a name, up to the first one over what is told.
fn keep(names: &mut BTreeSet<String>, name: &str) {
    if !name.is_empty() && names.len() <= MOST_NAMES {
        names.insert(repeated(name).to_owned());
    }
}
