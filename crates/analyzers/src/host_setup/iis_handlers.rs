//! Handlers: which code answers which paths. A back door needs no file of its own if pictures are
//! run as pages.

use model::{ArtefactRef, Record};

use super::iis_modules::{judge_type, ships, shown};
use super::iis_settings::EXCHANGE_APPS;
use super::place::{Place, place, plain};
use super::{Grade, Shown};
use crate::common::field;

/// Types and libraries that run what they find in the file that was asked for.
const RUNS_THE_FILE: [&str; 7] = [
    "system.web.ui.pagehandlerfactory",
    "system.web.ui.simplehandlerfactory",
    "system.web.compilation.",
    "system.web.script.services.scripthandlerfactory",
    "aspnet_isapi.dll",
    "\\asp.dll",
    "system.web.webpages.",
];

/// Extensions of what is handed out as it is: nothing innocent runs them as code.
const STATIC: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "bmp", "ico", "svg", "css", "js", "woff", "woff2", "ttf", "eot",
    "txt", "log", "config", "map",
];

/// Extensions that Windows, .NET and Exchange run as code themselves, and those that site owners
/// commonly add for addresses without a program's name.
const CODE: [&str; 31] = [
    "aspx", "ashx", "asmx", "ascx", "asax", "master", "axd", "aspq", "svc", "soap", "rem", "xoml",
    "xamlx", "rules", "cshtml", "cshtm", "vbhtml", "vbhtm", "asp", "cer", "cdx", "asa", "idc",
    "stm", "shtm", "shtml", "owa", "slab", "xml", "htm", "html",
];

/// What makes ASP.NET compile and run a file, whatever it is called: a handler's factory, or the
/// build provider behind it.
const COMPILES: [&str; 6] = [
    "system.web.ui.pagehandlerfactory",
    "system.web.ui.simplehandlerfactory",
    "system.web.compilation.pagebuildprovider",
    "system.web.compilation.webhandlerbuildprovider",
    "system.web.compilation.webservicebuildprovider",
    "system.web.compilation.usercontrolbuildprovider",
];

/// A handler or build provider that has files of an invented name run as pages.
pub(super) fn invented(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let kind = field(record, "type").to_lowercase();
    let kind = kind.split(',').next().unwrap_or("").trim();
    let mut path = field(record, "path").into_owned();
    if path.is_empty() {
        path = field(record, "extension").into_owned();
    }
    let end = path.rsplit_once('.')?.1.to_lowercase();
    if !COMPILES.contains(&kind) || end.is_empty() || CODE.contains(&end.as_str()) {
        return None;
    }
    let in_exchange = ["FrontEnd\\HttpProxy", "ClientAccess"]
        .iter()
        .any(|tree| artefact.path().after(tree).is_some());
    let grade = if in_exchange { Grade::Likely } else { Grade::Look };
    let why =
        format!("Files called {path} are run as pages, which neither .NET nor Exchange asks.");
    Some(of_path(shown(grade, &path, why, &field(record, "name"), ""), artefact))
}

/// What is shown of paths that are run as pages, with what to do: there is no file to remove but
/// those at the paths.
fn of_path(shown: Shown, artefact: &ArtefactRef) -> Shown {
    let (path, file) = (&shown.object, artefact.path());
    let action = match shown.grade {
        Grade::Look => format!("Ask who had {path} run as pages in {file}, and what for"),
        _ => format!(
            "Keep a copy of {file}, take what names {path} out of it, restart IIS; read the files \
             at such addresses, and look in the IIS logs for whoever asked for them"
        ),
    };
    Shown { action, ..shown }
}

/// What a handler that runs the file asked for shows, if its path names no extension: files of any
/// name, or one without an extension, are run as pages.
fn without_extension(path: &str, for_exchange: bool) -> Option<(Grade, String)> {
    let any = path.split(',').map(str::trim).find_map(|one| {
        let name = one.rsplit('/').next().unwrap_or(one);
        match name.rsplit_once('.') {
            None if !name.is_empty() => Some(name.contains('*')),
            // `*.` alone is how IIS asks for addresses without an extension.
            Some((_, "*")) => Some(true),
            _ => None,
        }
    })?;
    let why = match any {
        true => format!("Files of any name at {path} are run as pages, pictures too."),
        false => format!("What is asked for as {path} is run as a page, without a page's name."),
    };
    let grade = match (any, for_exchange) {
        (true, true) => Grade::Certain,
        (true, false) | (false, true) => Grade::Likely,
        (false, false) => Grade::Look,
    };
    Some((grade, why))
}

/// Whether a part of the configuration is in force for Exchange's addresses: its own files, its
/// locations, and what all sites or the default one inherit from.
fn is_for_exchange(record: &dyn Record, artefact: &ArtefactRef) -> bool {
    let path = artefact.path();
    let location = field(record, "location").to_lowercase();
    let below = |folder: &str| path.after(folder).is_some();
    let of_all = path.file_name().eq_ignore_ascii_case("applicationHost.config")
        || path.after("inetpub\\wwwroot").is_some_and(|below| below.len() == 1);
    let own = EXCHANGE_APPS.iter().any(|app| location.ends_with(app));
    below("FrontEnd\\HttpProxy")
        || below("ClientAccess")
        || own
        || location.starts_with("exchange back end")
        || of_all && matches!(&*location, "" | "default web site")
}

/// Programs that run whatever they are told.
const SHELLS: [&str; 6] =
    ["cmd.exe", "powershell.exe", "pwsh.exe", "cscript.exe", "wscript.exe", "mshta.exe"];

/// What a handler shows.
pub(super) fn handler(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let kind = field(record, "type");
    let name = field(record, "name");
    let path = field(record, "path");
    let processor = field(record, "scriptProcessor");
    // `file|arguments`, as IIS writes CGI programs.
    let program = plain(processor.split('|').next().unwrap_or(""));
    let runs = format!("{} {program}", kind.to_lowercase());
    if RUNS_THE_FILE.iter().any(|word| runs.contains(word))
        && let Some(extension) = path.rsplit_once('.').map(|(_, end)| end.to_lowercase())
        && STATIC.contains(&extension.as_str())
    {
        let why = format!("Files called {path} are run as pages, which nothing innocent needs.");
        return Some(of_path(shown(Grade::Certain, &path, why, &name, ""), artefact));
    }
    // ASP.NET's own library only passes a request on to the handlers of ASP.NET.
    let compiles = RUNS_THE_FILE.iter().filter(|word| **word != "aspnet_isapi.dll");
    if compiles.into_iter().any(|word| runs.contains(word))
        && let Some((grade, why)) = without_extension(&path, is_for_exchange(record, artefact))
    {
        return Some(of_path(shown(grade, &path, why, &name, ""), artefact));
    }
    if let Some((grade, why)) = judge_type(&kind)
        && (grade > Grade::Silent || program.is_empty())
    {
        return Some(shown(grade, &kind, why, &name, ""));
    }
    if program.is_empty() || ships(&program) {
        return None;
    }
    let at = place(&program);
    let file = program.rsplit('\\').next().unwrap_or("");
    let grade = match at {
        _ if SHELLS.contains(&file) => Grade::Certain,
        Place::Reserved | Place::Public => Grade::Certain,
        Place::ProgramFiles | Place::ProgramData | Place::Other | Place::Exchange => Grade::Look,
        _ => Grade::Likely,
    };
    let why = format!("Requests for {path} are given to {program}, {}.", at.words());
    Some(shown(grade, &program, why, &name, &program))
}
