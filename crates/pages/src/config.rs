//! `web.config` as a way in: handlers that make other files run, filters taken away, code fetched
//! from elsewhere.

use crate::{
    judge::{Ability, Case, readable},
    page::{Form, attribute},
    view::find_fold,
};

/// Tags of one file that are looked at.
const MAX_TAGS: usize = 200_000;

/// Engines that run what is mapped to them, by the names IIS and ASP.NET publish.
const ENGINES: &[&str] = &[
    "asp.dll",
    "aspnet_isapi",
    "pagehandlerfactory",
    "simplehandlerfactory",
    "webservicehandlerfactory",
    "cgimodule",
    "fastcgimodule",
    "isapimodule",
    "razor",
    "soaphandler",
];
/// Programs no handler may be.
const PROGRAMS: &[&str] = &["cmd.exe", "powershell", "rundll32", "cscript", "wscript", "mshta"];

/// Weighs the tags of a configuration file.
pub(crate) fn judge(case: &mut Case<'_>) {
    let view = case.view;
    let text = view.text.as_slice();
    let mut at = 0;
    for _ in 0..MAX_TAGS {
        let Some(start) = memchr::memchr(b'<', &text[at..]).map(|found| at + found) else { break };
        let limit = text.len().min(start + 4096);
        let end =
            memchr::memchr(b'>', &text[start..limit]).map_or(limit, |found| start + found + 1);
        tag(case, start, &text[start..end]);
        at = (start + 1).max(end.min(text.len()));
    }
    // In noise (a torn, packed or encrypted copy) the two letters stand by chance.
    let mut marks = memchr::memmem::find_iter(text, b"<%");
    if let Some(at) = marks.find(|at| readable(&text[*at..])) {
        case.notes.can(Ability::HidesCode);
        case.note(at, "a configuration file that holds server code", 45);
    }
}

fn tag(case: &mut Case<'_>, start: usize, tag: &[u8]) {
    let lower = |name: &str| attribute(tag, name).unwrap_or_default().to_ascii_lowercase();
    let named = |name: &[u8]| {
        tag.get(1..1 + name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    if named(b"add") {
        let (path, processor, kind, modules) =
            (lower("path"), lower("scriptprocessor"), lower("type"), lower("modules"));
        let engine =
            ENGINES.iter().any(|engine| processor.contains(engine) || kind.contains(engine));
        if PROGRAMS.iter().any(|program| processor.contains(program)) {
            case.notes.can(Ability::RunsCommands);
            case.note(start, "a handler that runs a command interpreter", 90);
        } else if processor.starts_with("\\\\") {
            case.note(start, "a handler from another machine", 80);
        } else if !path.is_empty()
            && is_no_page(&path)
            && (engine || (!processor.is_empty() && modules.contains("isapi")))
        {
            // ASP.NET's own ISAPI compiles only what a build provider names; old sites map XML to
            // it, and serve addresses that end in `.html` or `.xml` by a page.
            let weight = match () {
                () if processor.contains("aspnet_isapi") => 25,
                () if is_address(&path) => 70,
                () => 85,
            };
            case.notes.can(Ability::HidesCode);
            case.note(start, "a handler that runs files that are no pages", weight);
        }
        let provider = kind.contains("buildprovider");
        if provider && is_no_page(&lower("extension")) {
            // Autodiscover's own web.config serves autodiscover.xml this way.
            let service = kind.contains("servicebuildprovider") && lower("extension") == ".xml";
            case.note(start, "compiles files that are no pages", if service { 10 } else { 70 });
        }
        if lower("fileextension") == ".config" && lower("allowed") == "true" {
            case.note(start, "lets configuration files be requested", 35);
        }
    }
    if named(b"remove") && (lower("segment") == "web.config" || lower("fileextension") == ".config")
    {
        case.note(start, "lets configuration files be requested", 35);
    }
    if named(b"codebase") && lower("href").contains("://") && !lower("href").starts_with("file:") {
        case.notes.can(Ability::LoadsAssembly);
        case.note(start, "loads an assembly from the network", 60);
    }
    if named(b"compiler") && lower("compileroptions").contains("/resource") {
        case.note(start, "passes resources to the compiler", 30);
    }
    let wraps = ["objectdataprovider", "system.diagnostics.process"];
    if wraps.iter().any(|name| find_fold(tag, name.as_bytes(), 0).is_some())
        && !named(b"source")
        && !named(b"section")
    {
        case.notes.can(Ability::RunsCommands);
        case.note(start, "creates an object that runs programs", 45);
    }
}

/// Whether every extension of a path is one that sites give to addresses of made pages.
fn is_address(path: &str) -> bool {
    let made = ["htm", "html", "xml", "json", "js", "css"];
    path.split(',').all(|path| {
        let extension = path.trim().rsplit_once('.').map_or("", |(_, extension)| extension);
        made.contains(&extension)
    })
}

/// Whether a handler's path ends in an extension that IIS serves as it is.
fn is_no_page(path: &str) -> bool {
    path.split(',').any(|path| {
        let path = path.trim();
        let plain = [
            "config", "jpg", "jpeg", "png", "gif", "ico", "bmp", "txt", "css", "js", "htm", "html",
            "xml", "log", "json", "svg", "woff", "pdf", "zip", "dat", "bak",
        ];
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        plain.contains(&extension) && Form::of(path) != Form::AspNet
    })
}
