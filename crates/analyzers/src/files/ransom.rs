//! What families that encrypt leave behind: their notes and the new ends of file names.

use model::RuleMeta;

use super::{Listed, RULES};
use crate::setup::{Asides, Draft, Grade, Means, Shown};

/// A note or files of a family.
pub(super) const RANSOM: RuleMeta = RuleMeta {
    id: "file.ransom",
    title: "Files were encrypted, or somebody left the note that says so",
    about: "Several families came through Exchange since March 2021: DearCry and BlackKingdom \
            first, then LockFile, Conti, Babuk, BlackByte, Hive, Cuba, LockBit and others. Each \
            leaves a note of its own name in the folders and gives files a new extension.",
    false_positives: "A note that somebody kept from elsewhere; one alone is graded lower than \
                      notes in many folders or notes with encrypted files.",
    cves: &[],
    techniques: &["T1486"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/25/analyzing-attacks-taking-advantage-of-the-exchange-server-vulnerabilities/",
        "https://www.cisa.gov/stopransomware",
    ],
};

/// Encrypted files that leave no doubt.
const MASS: u64 = 20;

/// Encrypted files that make a note of an ordinary name one of theirs.
const SOME: u64 = 3;

/// Folders with a note that leave no doubt.
const FOLDERS: usize = 3;

/// A family: its notes, its extensions. A star stands for anything.
struct Family {
    name: &'static str,
    notes: &'static [&'static str],
    extensions: &'static [&'static str],
    /// Whether its note has a name that many programs' files have.
    plain_note: bool,
}

const fn family(
    name: &'static str,
    notes: &'static [&'static str],
    extensions: &'static [&'static str],
) -> Family {
    Family { name, notes, extensions, plain_note: false }
}

/// Families seen on Exchange servers, from the reports of Microsoft (2021), CISA's StopRansomware
/// pages, Symantec (LockFile), Sophos (BlackKingdom, Conti) and Red Canary (BlackByte).
const FAMILIES: [Family; 15] = [
    Family { plain_note: true, ..family("DearCry", &["readme.txt"], &["crypt"]) },
    family("BlackKingdom", &["decrypt_file.txt"], &["demon"]),
    family("LockFile", &["lockfile-readme*.hta"], &["lockfile"]),
    family("Conti", &["conti_readme.txt", "r3adm3.txt"], &["conti"]),
    family("Babuk", &["how to restore your files.txt"], &["babyk", "babuk"]),
    family("AvosLocker", &["get_your_files_back.txt"], &["avos", "avos2", "avoslinux"]),
    family("BlackByte", &["blackbyte_restoremyfiles.hta"], &["blackbyte"]),
    family("Hive", &["how_to_decrypt.txt"], &["hive"]),
    family("Cuba", &["!!faq for decryption!!.txt", "!!read me !!.txt"], &["cuba"]),
    family("LockBit", &["restore-my-files.txt", "lockbit-note.hta"], &["lockbit", "abcd"]),
    family("BlackCat", &["recover-*-files.txt"], &[]),
    family("Akira", &["akira_readme.txt"], &["akira"]),
    family("Play", &[], &["play"]),
    family("Royal", &[], &["royal", "royal_w"]),
    family("Rhysida", &["criticalbreachdetected.pdf"], &["rhysida"]),
];

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    let found = FAMILIES.iter().find_map(|family| {
        if family.notes.iter().any(|note| is_like(&file.name, note)) {
            return Some((family, "note"));
        }
        // `name.ext.lockbit`: the new end stands behind the old one.
        let renamed =
            family.extensions.contains(&file.extension.as_str()) && file.stem.contains('.');
        renamed.then_some((family, "encrypted"))
    });
    let Some((family, what)) = found else { return Vec::new() };
    let grade = match what {
        "note" if !family.plain_note => Grade::Likely,
        _ => Grade::Silent,
    };
    let why = match what {
        "note" => format!("{} is the name that {} gives its note.", file.shown, family.name),
        _ => format!("{} has the extension that {} gives files.", file.shown, family.name),
    };
    let folder = file.path.rsplit_once('\\').map_or("", |(folder, _)| folder).to_owned();
    let action = "Keep the note and some encrypted files; disconnect the server from the network \
                  and from its backups; restore to a new server"
        .to_owned();
    let mut shown = file.shown(&RULES[6], (grade, Means::Destruction), why, action);
    shown.object = family.name.to_owned();
    shown.facts.extend([("what", what.to_owned()), ("folder", folder)]);
    vec![shown]
}

/// Whether a name fits a pattern with at most one star.
fn is_like(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => name == pattern,
    }
}

/// Counts what was seen of one family.
pub(super) fn settle(draft: &mut Draft<'_>, _: &Asides<'_>) {
    if draft.rule.id != RANSOM.id {
        return;
    }
    let of = |what: &str| {
        let own = draft.own.iter().filter(|one| one.fact("what") == what);
        own.map(|one| 1 + one.more).sum::<u64>()
    };
    let (notes, encrypted) = (of("note"), of("encrypted"));
    let mut folders: Vec<&str> = draft
        .own
        .iter()
        .filter(|one| one.fact("what") == "note")
        .map(|one| one.fact("folder"))
        .collect();
    folders.sort_unstable();
    folders.dedup();
    let plain = draft.grade == Grade::Silent;
    draft.grade = match () {
        () if encrypted >= MASS && (notes > 0 || !plain) => Grade::Certain,
        () if encrypted >= MASS => Grade::Likely,
        () if folders.len() >= FOLDERS && !plain => Grade::Certain,
        () if plain && notes > 0 && encrypted >= SOME => Grade::Likely,
        () => draft.grade,
    };
    draft.why = format!(
        "{} Of this family {notes} notes and {encrypted} files with its extension are listed.",
        draft.why
    );
    draft.facts.push(("notes", notes.to_string()));
    draft.facts.push(("encrypted", encrypted.to_string()));
}
