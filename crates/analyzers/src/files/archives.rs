//! Archives and mail files put aside where they can be fetched.

use model::RuleMeta;

use super::{Listed, RULES};
use crate::host_setup::place::Place;
use crate::setup::{Grade, Means, Shown};

/// An archive where intruders stage data.
pub(super) const STAGED: RuleMeta = RuleMeta {
    id: "file.staged_archive",
    title: "An archive or mail file lies where intruders put data aside",
    about: "Before data leave a server, intruders pack them and lay them where the web server or a \
            web shell can hand them out: directly in ProgramData, in the web folders, in the folder \
            shared by all users. Mail exports are PST files, and Outlook data under another name \
            are one of the shells of ProxyShell.",
    false_positives: "Malware scanners, virtualisation tools and backup agents keep archives in \
                      their own folders in ProgramData; those are not listed. Administrators leave \
                      downloads lying: a plain zip is only listed for a look.",
    cves: &[],
    techniques: &["T1074.001", "T1560.001", "T1114.002"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
        "https://github.com/microsoft/CSS-Exchange",
    ],
};

/// Words for contents that are archives.
const CONTENTS: [&str; 6] = ["zip", "rar", "7z", "cab", "gzip", "tar"];

/// Extensions of files that are zip archives by nature, or that products compress.
const ZIP_BY_NATURE: [&str; 26] = [
    "docx", "xlsx", "pptx", "dotx", "xlsm", "docm", "pptm", "jar", "war", "ear", "nupkg", "vsix",
    "appx", "msix", "xpi", "crx", "xap", "odt", "ods", "apk", "whl", "xps", "msu", "cabx", "vsdx",
    "lpzip",
];

/// Extensions that nobody gives an archive unless to hide it.
const HARMLESS: [&str; 12] =
    ["jpg", "jpeg", "png", "gif", "bmp", "ico", "css", "js", "txt", "log", "htm", "html"];

/// Extensions of pages.
const PAGES: [&str; 5] = ["aspx", "ashx", "asmx", "asp", "asax"];

/// What sort of file it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Mail,
    /// One of several volumes.
    Volume,
    /// RAR or 7z: nothing on an Exchange server makes them by itself.
    Packed,
    /// Zip, cab, gzip: downloads and logs are that too.
    Plain,
}

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    let Some(sort) = sort_of(file) else { return Vec::new() };
    let disguised = HARMLESS.contains(&file.extension.as_str())
        && (CONTENTS.contains(&file.content.as_str()) || file.content == "pst");
    let in_exchange = ["FrontEnd\\HttpProxy", "ClientAccess", "aspnet_client"]
        .iter()
        .any(|folder| file.is_below(folder));
    let page = PAGES.contains(&file.extension.as_str());
    let (grade, why) = match file.place {
        _ if page && file.content == "pst" => {
            (Grade::Certain, "It is Outlook data under the name of a page, as ProxyShell writes it")
        }
        _ if page => return Vec::new(),
        at if disguised && (at.is_suspect() || at == Place::WebRoot || in_exchange) => {
            (Grade::Certain, "It is an archive under the name of something harmless")
        }
        Place::Reserved => (Grade::Certain, "It is data"),
        Place::WebRoot | Place::Exchange if in_exchange => {
            (Grade::Likely, "It is data where no build of Exchange has any")
        }
        Place::WebRoot if sort == Sort::Plain => {
            (Grade::Look, "It is an archive that the web server hands out")
        }
        Place::WebRoot => (Grade::Likely, "It is data that the web server hands out"),
        Place::ProgramDataRoot | Place::Public if sort == Sort::Plain => {
            (Grade::Look, "It is an archive in no product's folder")
        }
        Place::ProgramDataRoot | Place::Public => (Grade::Likely, "It is data"),
        Place::Temp if sort == Sort::Mail && file.is_below("$Recycle.Bin") => {
            (Grade::Look, "It is a mail file that somebody deleted")
        }
        Place::Temp if sort == Sort::Volume || sort == Sort::Mail => {
            (Grade::Likely, "It is data of a kind that no installer leaves")
        }
        Place::Temp if sort == Sort::Packed => {
            (Grade::Look, "It is an archive of a kind that few installers use")
        }
        _ => return Vec::new(),
    };
    let why = format!("{why}; it lies {}.", file.place.words());
    let action = match grade {
        Grade::Look => format!("Look at {}: whose is it, what does it hold?", file.shown),
        _ => format!(
            "Keep a copy of {} and see what it holds; search the IIS logs for whoever fetched it; \
             then remove it",
            file.shown
        ),
    };
    vec![file.shown(&RULES[2], (grade, Means::Data), why, action)]
}

fn sort_of(file: &Listed) -> Option<Sort> {
    let end = file.extension.as_str();
    let content = file.content.as_str();
    if ZIP_BY_NATURE.contains(&end) {
        return None;
    }
    let of_many = |stem: &str| {
        [".7z", ".zip", ".rar"].iter().any(|end| stem.ends_with(end)) || stem.contains(".part")
    };
    let counted = |head: char| {
        end.len() >= 3 && end.starts_with(head) && end[1..].bytes().all(|b| b.is_ascii_digit())
    };
    let is_volume =
        (end.len() == 3 && end.bytes().all(|b| b.is_ascii_digit()) && of_many(&file.stem))
            || counted('r')
            || counted('z')
            || (end == "rar" && file.stem.contains(".part"));
    match (end, content) {
        // Somebody looked, and it is something else.
        (_, "text" | "script" | "pe" | "image" | "minidump" | "esedb" | "xml") => None,
        _ if is_volume => Some(Sort::Volume),
        (_, "pst") | ("pst" | "ost", _) => Some(Sort::Mail),
        (_, "rar" | "7z") | ("rar" | "7z", _) => Some(Sort::Packed),
        (_, "zip" | "cab" | "gzip" | "tar") => Some(Sort::Plain),
        ("zip" | "cab" | "gz" | "tgz" | "tar" | "bz2" | "xz", _) => Some(Sort::Plain),
        _ => None,
    }
}
