//! Copies of the databases that hold password hashes: the directory's and the registry's.

use model::RuleMeta;

use super::{Listed, RULES};
use crate::setup::{Grade, Means, Shown};

/// A copy of the directory or of a password hive.
pub(super) const COPY: RuleMeta = RuleMeta {
    id: "file.credential_copy",
    title: "A copy of a password database lies outside its place",
    about: "The directory's database NTDS.dit and the hives SAM, SECURITY and SYSTEM are locked \
            while Windows runs. Whoever wants the password hashes copies them elsewhere first, \
            with ntdsutil, a shadow copy or reg save.",
    false_positives: "Backups, and copies made by whoever collected this evidence; those in \
                      folders for backups are not listed.",
    cves: &[],
    techniques: &["T1003.002", "T1003.003"],
    references: &[
        "https://attack.mitre.org/techniques/T1003/003/",
        "https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/",
    ],
};

/// Hives that hold hashes or the key to them.
const HIVES: [&str; 3] = ["sam", "security", "system"];

/// Extensions that copies of hives get.
const HIVE_ENDS: [&str; 8] = ["", "hiv", "hive", "save", "sav", "bak", "dat", "reg"];

/// Folders that Windows and backup programs keep such files in.
const OWN_FOLDERS: [&str; 12] = [
    "Windows\\NTDS",
    "Windows\\System32\\config",
    "Windows\\System32",
    "Windows\\repair",
    "Windows\\WinSxS",
    "Windows\\servicing",
    "System Volume Information",
    "Windows.old",
    "$Windows.~BT",
    "WindowsImageBackup",
    "backup",
    "backups",
];

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    let hive = HIVES.contains(&file.stem.as_str()) && HIVE_ENDS.contains(&file.extension.as_str());
    let named = hive || file.name == "ntds.dit";
    if !named || OWN_FOLDERS.iter().any(|folder| file.is_below(folder)) {
        return Vec::new();
    }
    let suspect = file.place.is_suspect() || file.is_exposed() || file.is_below("root");
    // ntdsutil's "install from media" makes two folders of these names.
    let from_media = file.is_below("Active Directory") || file.is_below("registry");
    let (grade, why) = match () {
        () if file.name == "ntds.dit" && (suspect || from_media) => {
            (Grade::Certain, "It is the directory's database, with the hashes of all accounts.")
        }
        () if file.name == "ntds.dit" => {
            (Grade::Likely, "It is the directory's database outside its folder.")
        }
        () if hive && matches!(&*file.content, "hive" | "registry" | "regf") => {
            (Grade::Likely, "It is a registry hive with password hashes or their key.")
        }
        () if hive && suspect && file.content.is_empty() => {
            (Grade::Likely, "It has the name of a registry hive with password hashes.")
        }
        () => return Vec::new(),
    };
    let action = format!(
        "Keep a copy of {} outside the server, remove it, and change the passwords of all \
         accounts it holds, for the directory also that of krbtgt, twice",
        file.shown
    );
    vec![file.shown(&RULES[1], (grade, Means::Credentials), why.to_owned(), action)]
}
