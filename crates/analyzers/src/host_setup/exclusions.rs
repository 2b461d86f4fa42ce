//! What malware scanners were told not to look at.

use model::{ArtefactRef, Record, RuleMeta};

use super::place::{Place, place, plain};
use super::{Grade, Means, Setup, Shown};
use crate::common::field;

/// An exclusion where intruders put things.
const EXCLUSION: RuleMeta = RuleMeta {
    id: "defender.exclusion",
    title: "The malware scanner does not look where intruders put things",
    about: "Exchange needs some folders and processes to be left alone by malware scanners, and \
            Microsoft publishes which. Its web folders, temporary folders and ProgramData are not \
            among them; whoever excludes those lets a web shell lie unseen. Four entries were \
            withdrawn from the list in February 2023, because intruders used the places.",
    false_positives: "Administrators exclude whole folders to save time; entries from the list \
                      before February 2023 are only listed for a look.",
    cves: &[],
    techniques: &["T1562.001"],
    references: &[
        "https://learn.microsoft.com/exchange/antispam-and-antimalware/windows-antivirus-software",
        "https://techcommunity.microsoft.com/blog/exchange/update-on-the-exchange-server-antivirus-exclusions/3751464",
    ],
};

static RULES: [RuleMeta; 1] = [EXCLUSION];

/// Exclusions of malware scanners.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["registry"], judge);

/// Extensions that run code on a web server or in a shell; none is on Microsoft's list.
const RUN_CODE: [&str; 14] = [
    "aspx", "ashx", "asmx", "asp", "asax", "ascx", "cshtml", "dll", "exe", "ps1", "bat", "cmd",
    "vbs", "js",
];

/// Processes that intruders work through; the first two were on the list until February 2023.
const PROCESSES: [(&str, Grade); 8] = [
    ("w3wp.exe", Grade::Look),
    ("powershell.exe", Grade::Look),
    ("cmd.exe", Grade::Likely),
    ("pwsh.exe", Grade::Likely),
    ("rundll32.exe", Grade::Likely),
    ("wscript.exe", Grade::Likely),
    ("cscript.exe", Grade::Likely),
    ("mshta.exe", Grade::Likely),
];

/// Folders of Exchange below the web's that Microsoft's list has.
const LISTED: [&str; 5] = [
    "clientaccess\\oab",
    "inetpub\\temp\\iis temporary compressed files",
    "windows\\temp\\oice_",
    "windows\\temp\\exchangesetup",
    "clientaccess\\popimap",
];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    if field(record, "topic") != "av-exclusion" {
        return Vec::new();
    }
    let name = field(record, "name");
    let data = field(record, "data");
    // Defender writes the entry as the value's name; other makers as its content.
    let entry = [name, data].into_iter().find_map(|text| {
        let (grade, why) = judge_entry(&text, &field(record, "key"))?;
        Some((text.into_owned(), grade, why))
    });
    let Some((entry, grade, why)) = entry else { return Vec::new() };
    vec![Shown {
        rule: &RULES[0],
        grade,
        means: Means::Weakness,
        object: entry.clone(),
        why,
        action: format!(
            "Take {entry} out of the scanner's exclusions (Remove-MpPreference for Defender), scan \
             the server again, and ask who added it and when"
        ),
        facts: vec![("exclusion", entry), ("key", field(record, "key").into_owned())],
    }]
}

fn judge_entry(text: &str, key: &str) -> Option<(Grade, String)> {
    let path = plain(text.trim_end_matches(['*', '\\']));
    if path.is_empty() {
        return None;
    }
    if key.to_lowercase().ends_with("extensions") {
        let extension = path.trim_start_matches(['*', '.']);
        return RUN_CODE
            .contains(&extension)
            .then(|| (Grade::Likely, "Files of this kind run code.".to_owned()));
    }
    let file = path.rsplit('\\').next().unwrap_or("");
    if let Some((_, grade)) = PROCESSES.iter().find(|(process, _)| *process == file) {
        let why = match grade {
            Grade::Look => "Microsoft took it off its list in February 2023.",
            _ => "It is a program that intruders work through, and not on Microsoft's list.",
        };
        return Some((*grade, why.to_owned()));
    }
    if LISTED.iter().any(|folder| path.contains(folder)) || is_program(file) {
        return None;
    }
    judge_folder(&path)
}

/// Whether an entry is a single program, such as one of Exchange's own on the list.
fn is_program(file: &str) -> bool {
    [".exe", ".dll", ".sys"].iter().any(|end| file.ends_with(end))
}

fn judge_folder(path: &str) -> Option<(Grade, String)> {
    if path.contains("temporary asp.net files") || path.ends_with("system32\\inetsrv") {
        return Some((Grade::Look, "Microsoft took it off its list in February 2023.".to_owned()));
    }
    let is_drive = path.len() <= 2 && path.ends_with(':');
    let whole = ["\\windows", "\\windows\\system32", "\\programdata", "\\users", "\\inetpub"];
    if is_drive
        || whole.iter().any(|folder| path.ends_with(folder)) && path.matches('\\').count() <= 2
    {
        return Some((Grade::Likely, "It leaves out a whole drive or system folder.".to_owned()));
    }
    match place(path) {
        at @ (Place::Reserved | Place::Public | Place::Temp | Place::WebRoot) => {
            let why = format!("It lies {}, and is not on Microsoft's list.", at.words());
            Some((Grade::Likely, why))
        }
        Place::Exchange if is_web_folder(path) => {
            let why = "It holds pages that the web server runs, and is not on Microsoft's list.";
            Some((Grade::Likely, why.to_owned()))
        }
        Place::Exchange if path.ends_with("\\v15") => {
            Some((Grade::Look, "It leaves out all of Exchange, its pages too.".to_owned()))
        }
        _ => None,
    }
}

/// Whether a folder of Exchange holds pages.
fn is_web_folder(path: &str) -> bool {
    ["\\clientaccess", "\\clientaccess\\owa", "\\clientaccess\\ecp", "\\frontend"]
        .iter()
        .any(|folder| path.ends_with(folder) || path.contains(&format!("{folder}\\owa")))
}
