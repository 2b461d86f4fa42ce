//! Files that hide behind their names: programs called like those of Windows or like pictures,
//! names that ordinary tools cannot open, streams behind a file.

use model::{RuleMeta, WinPath};

use super::{Listed, RULES};
use crate::common::typed;
use crate::host_setup::place::{Place, plain};
use crate::setup::{Grade, Means, Shown};

/// A program that is not what its name says.
pub(super) const DISGUISED: RuleMeta = RuleMeta {
    id: "file.disguised_program",
    title: "A program bears the name of something else",
    about: "Programs of Windows have their folder; one of the same name elsewhere is there to be \
            overlooked. So is a program whose name says picture or text.",
    false_positives: "Windows' own copies for updates and repair lie in its folders and are not \
                      listed. Some installers carry a w3wp.exe or rundll32.exe of their own.",
    cves: &[],
    techniques: &["T1036.005", "T1036.008"],
    references: &["https://attack.mitre.org/techniques/T1036/005/"],
};

/// A name that ordinary tools cannot open.
pub(super) const UNREACHABLE: RuleMeta = RuleMeta {
    id: "file.unreachable_name",
    title: "A file has a name that ordinary tools cannot open",
    about: "Windows reserves names such as COM1 and AUX, takes dots and blanks off the end of \
            names, and lets a file carry further ones behind a colon. Files made past these rules \
            cannot be listed, opened or deleted with ordinary tools, and scanners pass them by. \
            After ProxyShell, intruders kept web shells in such folders.",
    false_positives: "Archives and shares made on other systems may hold such names; without \
                      anything that runs they are only listed for a look.",
    cves: &[],
    techniques: &["T1564.001", "T1564.004"],
    references: &[
        "https://www.huntress.com/blog/rapid-response-microsoft-exchange-servers-still-vulnerable-to-proxyshell-exploit",
        "https://learn.microsoft.com/windows/win32/fileio/naming-a-file",
    ],
};

/// Programs of Windows that intruders call theirs after.
const OF_WINDOWS: [&str; 18] = [
    "svchost.exe",
    "lsass.exe",
    "csrss.exe",
    "smss.exe",
    "services.exe",
    "wininit.exe",
    "winlogon.exe",
    "spoolsv.exe",
    "taskhost.exe",
    "taskhostw.exe",
    "dllhost.exe",
    "conhost.exe",
    "w3wp.exe",
    "rundll32.exe",
    "explorer.exe",
    "lsm.exe",
    "sihost.exe",
    "dwm.exe",
];

/// Extensions of what is no program.
const HARMLESS: [&str; 14] = [
    "jpg", "jpeg", "png", "gif", "bmp", "ico", "css", "txt", "log", "htm", "html", "pdf", "xml",
    "json",
];

/// Extensions of what runs code.
const RUNS: [&str; 20] = [
    "aspx", "ashx", "asmx", "asp", "asax", "ascx", "cshtml", "svc", "exe", "dll", "sys", "ps1",
    "psm1", "bat", "cmd", "vbs", "vbe", "js", "hta", "com",
];

/// Streams that Windows and browsers put behind files.
const OWN_STREAMS: [&str; 9] = [
    "zone.identifier",
    "smartscreen",
    "favicon",
    "encryptable",
    "summaryinformation",
    "documentsummaryinformation",
    "wofcompresseddata",
    "ms-properties",
    "afp_afpinfo",
];

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    [disguised(file), unreachable(file)].into_iter().flatten().collect()
}

fn disguised(file: &Listed) -> Option<Shown> {
    let is_program = file.holds(&["pe"]);
    let named = OF_WINDOWS.contains(&file.name.as_str());
    if !named && !is_program {
        return None;
    }
    let in_windows = matches!(file.place, Place::Windows | Place::Inetsrv | Place::Gac)
        || file.is_below("$Windows.~BT")
        || file.is_below("Windows.old")
        // A copy of a whole Windows folder, as backups and images have it.
        || file.is_below("System32")
        || file.is_below("SysWOW64")
        || file.is_below("WinSxS");
    let suspect = file.place.is_suspect() || file.is_exposed();
    let (grade, why) = if named && !in_windows {
        // An image's first bytes were looked at and are something else.
        if !file.content.is_empty() && !is_program {
            return None;
        }
        match file.place {
            _ if suspect => (Grade::Certain, "Windows has a program of this name, elsewhere"),
            // Nobody looked whether it is a program at all.
            _ if !is_program => (Grade::Look, "Windows has a program of this name, elsewhere"),
            Place::ProgramFiles | Place::Exchange => {
                (Grade::Look, "Windows has a program of this name, elsewhere")
            }
            _ => (Grade::Likely, "Windows has a program of this name, elsewhere"),
        }
    } else if is_program && HARMLESS.contains(&file.extension.as_str()) {
        match suspect {
            true => (Grade::Certain, "It is a program under the name of a text or picture"),
            false => (Grade::Look, "It is a program under the name of a text or picture"),
        }
    } else {
        return None;
    };
    let why = format!("{why}; this one lies {}.", file.place.words());
    let action = match grade {
        Grade::Look => format!("Look at the signature and maker of {}", file.shown),
        _ => format!(
            "Keep a copy of {} with its times, find what starts it, stop that, remove both",
            file.shown
        ),
    };
    Some(file.shown(&RULES[4], (grade, Means::Door), why, action))
}

fn unreachable(file: &Listed) -> Option<Shown> {
    let written = file.shown.as_str();
    let trail = written
        .split(['\\', '/'])
        .find(|name| name.ends_with(['.', ' ']) && !name.trim_matches(['.', ' ']).is_empty());
    let stream = stream_of(written);
    let last = stream.as_deref().unwrap_or(&file.name);
    let last = last.trim_end_matches(['.', ' ']);
    let runs = last.rsplit_once('.').is_some_and(|(_, end)| RUNS.contains(&end))
        || file.holds(&["pe", "script"]);
    let why = match (file.place, trail, &stream) {
        (Place::Reserved, _, _) => "A part of its path is a name that Windows reserves".to_owned(),
        (_, _, Some(stream)) => format!("It stands behind another file, as its stream {stream}"),
        (_, Some(name), _) => format!("The name \"{name}\" ends in a dot or a blank"),
        _ => return None,
    };
    let grade = if runs { Grade::Certain } else { Grade::Look };
    let action = match grade {
        Grade::Look => format!("Look at {}, by its path with \\\\?\\ in front", file.shown),
        _ => format!(
            "Keep a copy of {path}, then remove it by the path that takes any name (robocopy and \
             del, with \"\\\\?\\{typed}\"), and look through applicationHost.config for an address \
             that leads there",
            path = file.shown,
            typed = typed(&file.shown, "PATH")
        ),
    };
    let why = format!("{why}.");
    Some(file.shown(&RULES[5], (grade, Means::Door), why, action))
}

/// The name of an alternate stream in a path, lower-case, if it is none that Windows makes.
fn stream_of(written: &str) -> Option<String> {
    let name = written.rsplit(['\\', '/']).next()?;
    // A drive alone is no stream.
    let at = name.find(':').filter(|at| *at > 1)?;
    let stream = name[at + 1..].to_lowercase();
    let stream = stream.strip_suffix(":$data").unwrap_or(&stream).trim_start_matches('\u{5}');
    let own = stream.is_empty() || OWN_STREAMS.iter().any(|own| stream.starts_with(own));
    let below = WinPath::new(&plain(written));
    // The file system's own: the change journal is a stream of a file there.
    let usual = ["Windows\\WinSxS", "$Extend"].iter().any(|folder| below.after(folder).is_some());
    (!own && !usual).then(|| stream.to_owned())
}
