//! Pages that the file system remembers: created and deleted, renamed, or with forged times.
//!
//! The file table names a deleted file's folder; the change journal names the moment, but the
//! folder only by its number. The number is resolved by other pages of the same folder in the file
//! table, by the journal's own records of folders, or by a page beside it whose name Exchange gives
//! in one folder only. What stays unknown is said, not dropped.

use detect::{Interest, Test, When};
use model::{ArtefactRef, Record, RecordKind, RuleMeta, WinPath};

use super::folders::{is_of_sign_in, path_of, placed, unplaced};
use crate::backdoor::url_of;
use crate::common::field;
use crate::files::rooted;
use crate::pages::{self, Place};
use crate::setup::{Aside, Asides, Draft, Grade, Means, Setup, Shown};

/// Where the two sources are described.
const REFERENCES: &[&str] = &[
    "https://learn.microsoft.com/windows/win32/api/winioctl/ns-winioctl-usn_record_v2",
    "https://attack.mitre.org/techniques/T1070/004/",
];

/// A page was deleted.
const DELETED: RuleMeta = RuleMeta {
    id: "removal.page_deleted",
    title: "A page that no Exchange build ships was deleted from the web folders",
    about: "The file table keeps the record of a deleted file until another takes its place, and \
            the change journal the moment of the deletion. A page in a folder where only Exchange \
            puts pages, and of a name no build ships, was a web shell; who deleted it, the owner, \
            a scanner or the intruder, has to be found out elsewhere.",
    false_positives: "Updates of Exchange remove old pages; those have names that builds ship. \
                      Pages whose folder is not known are only listed for a look.",
    cves: &[],
    techniques: &["T1070.004", "T1505.003"],
    references: REFERENCES,
};

/// A page was renamed.
const RENAMED: RuleMeta = RuleMeta {
    id: "removal.page_renamed",
    title: "A file in the web folders became a page, or a page became something else, by a new name",
    about: "A web shell is put to sleep by taking its extension away, and woken by giving it back; \
            uploads that may not be pages are made pages afterwards. The change journal keeps both \
            names.",
    false_positives: "Administrators keep an old page under another name before they change it; \
                      pages of names that builds ship are not listed.",
    cves: &[],
    techniques: &["T1036.008", "T1505.003"],
    references: REFERENCES,
};

/// A page's times were forged.
const FORGED: RuleMeta = RuleMeta {
    id: "removal.forged_times",
    title: "A page in the web folders shows another age than it has",
    about: "The file system keeps the time of creation twice, and ordinary tools change only one. \
            Where the shown one is earlier than the other and has no fraction of a second, \
            somebody set it, so that the page looks as old as its neighbours.",
    false_positives: "Copying and unpacking set such times too, so pages of names that builds \
                      ship are not listed.",
    cves: &[],
    techniques: &["T1070.006"],
    references: REFERENCES,
};

/// A page was made.
const MADE: RuleMeta = RuleMeta {
    id: "removal.page_made",
    title: "The change journal has the making of a page that no Exchange build ships",
    about: "The change journal keeps the moment in which a file came, also when it is gone and its \
            record in the file table belongs to another. A page in a folder where only Exchange \
            puts pages, and of a name no build ships, is or was a web shell.",
    false_positives: "Owners and products put pages of their own on servers, outside the folders of \
                      Exchange; pages whose folder is not known are only listed for a look.",
    cves: &[],
    techniques: &["T1505.003"],
    references: REFERENCES,
};

static RULES: [RuleMeta; 4] = [DELETED, RENAMED, FORGED, MADE];

/// What the file system remembers.
pub(super) static SETUP: Setup =
    Setup { more: interests, aside, settle, ..Setup::new(&RULES, &[], judge) };

fn interests() -> Vec<Interest> {
    let last = |path: &[u8]| {
        let name = path.rsplit(|byte| *byte == b'\\').next().unwrap_or(path);
        is_page(&String::from_utf8_lossy(name))
    };
    // The first test has few different values, so that the second need not be remembered.
    vec![
        Interest::new(
            [RecordKind::of("mft")],
            When::All(vec![
                ("isDirectory", Test::is(|is| is.eq_ignore_ascii_case(b"false"))),
                ("path", Test::is(move |path| last(path) || is_neighbour(path))),
            ]),
        ),
        Interest::new(
            [RecordKind::of("usn")],
            When::All(vec![("attributes", Test::is(|_| true)), ("name", Test::is(last))]),
        ),
    ]
}

/// Folders where a back door lies among few files, as ends of paths, lower-case.
const BARE_FOLDERS: [&str; 5] =
    ["\\owa\\auth", "\\ecp\\auth", "\\httpproxy\\oab", "inetpub\\wwwroot", "\\owa\\auth\\current"];

/// Whether a file of any name lies in such a folder: it tells the folder behind a number, and what
/// a page is called since it is none.
fn is_neighbour(path: &[u8]) -> bool {
    let path = String::from_utf8_lossy(path).to_lowercase();
    let Some((folder, _)) = path.rsplit_once('\\') else { return false };
    path.contains("\\aspnet_client\\") || BARE_FOLDERS.iter().any(|own| folder.ends_with(own))
}

/// Whether a name is a page's, or was one before something was put behind it.
fn is_page(name: &str) -> bool {
    pages::executable(name)
        || name.match_indices('.').any(|(at, _)| at > 0 && pages::executable(&name[..at]))
}

/// The page of a path in the web folders, and where it lies; `None` if a build ships it.
pub(super) fn foreign(path: &str) -> Option<(String, Place)> {
    let url = url_of(&WinPath::new(&rooted(path)))?;
    let judged = pages::judge(url.as_bytes());
    let (page, place) = judged.foreign()?;
    Some((page.to_owned(), place))
}

pub(super) const fn grade(place: Place) -> Grade {
    match place {
        place if place.is_bare() => Grade::Certain,
        Place::OtherExchange => Grade::Likely,
        _ => Grade::Look,
    }
}

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    let shown = match record.kind().as_str() {
        "mft" => in_table(record, artefact),
        _ => in_journal(record, artefact),
    };
    shown.into_iter().collect()
}

/// The facts of a page in the file table.
fn table_facts(
    record: &dyn Record,
    artefact: &ArtefactRef,
    page: &str,
) -> Vec<(&'static str, String)> {
    [
        ("path", "path"),
        ("record", "record"),
        ("name", "name"),
        ("created", "fnCreated"),
        ("shown_created", "siCreated"),
        ("size", "size"),
    ]
    .into_iter()
    .map(|(name, own)| (name, field(record, own).into_owned()))
    .chain([("page", page.to_owned())])
    .chain([
        (FILE, references(record, artefact).pop().unwrap_or_default()),
        ("table_reference", references(record, artefact).swap_remove(0)),
    ])
    .collect()
}

/// Names of the facts that say which file and which folder a record is about.
pub(super) const FILE: &str = "file_reference";
pub(super) const PARENT: &str = "folder_reference";

/// The volume whose file system a record is of: numbers of two volumes have nothing to do with each
/// other. Empty for a file that lost its drive.
fn volume(artefact: &ArtefactRef) -> String {
    let first = artefact.path().components().next().filter(|first| first.ends_with(':'));
    first.unwrap_or_default().to_lowercase()
}

/// What a record's file is known by: its volume, its number, and how often the number was reused.
/// The last is the reference that journals use. NTFS counts on when it frees a record, so that a
/// deleted file of the table may have been known by the count before
/// (<https://flatcap.github.io/linux-ntfs/ntfs/concepts/file_record.html>).
fn references(record: &dyn Record, artefact: &ArtefactRef) -> Vec<String> {
    let (volume, number) = (volume(artefact), field(record, "record"));
    let sequence = field(record, "sequence");
    let mut all = vec![format!("{volume}{number}.{sequence}")];
    if field(record, "inUse").eq_ignore_ascii_case("false")
        && let Some(before) = sequence.parse::<u64>().ok().and_then(|own| own.checked_sub(1))
    {
        all.push(format!("{volume}{number}.{before}"));
    }
    all
}

/// The same of the folder that a record names.
fn parent(record: &dyn Record, artefact: &ArtefactRef) -> String {
    let (number, sequence) = (field(record, "parentRecord"), field(record, "parentSequence"));
    format!("{}{number}.{sequence}", volume(artefact))
}

/// A record of the file table: a page that is gone, or one whose times were set.
fn in_table(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let path = field(record, "path");
    let (page, place) = foreign(&path)?;
    let is = |name: &str| field(record, name).eq_ignore_ascii_case("true");
    let gone = field(record, "inUse").eq_ignore_ascii_case("false");
    let facts = table_facts(record, artefact, &page);
    if gone {
        return Some(Shown {
            rule: &RULES[0],
            grade: grade(place),
            means: Means::FormerDoor,
            object: path.into_owned(),
            why: format!(
                "The file table still has the record of a deleted page {}.",
                place.words()
            ),
            action: format!(
                "Look for {page} in the IIS logs and in Temporary ASP.NET Files; a deleted file's \
                 content can often be got back from an image of the disk"
            ),
            facts,
        });
    }
    if !is("siBeforeFn") {
        return None;
    }
    let grade = if is("wholeSeconds") && place.is_bare() { Grade::Likely } else { Grade::Look };
    Some(Shown {
        rule: &RULES[2],
        grade,
        means: Means::Weakness,
        object: path.into_owned(),
        why: format!(
            "The page {} shows {} as the time it was made; the file table says {}.",
            place.words(),
            field(record, "siCreated"),
            field(record, "fnCreated")
        ),
        action: format!("Look at {page}, and count with the later time"),
        facts,
    })
}

/// All reasons of a journal record.
fn reasons(record: &dyn Record) -> Vec<String> {
    let mut found = Vec::new();
    record.each(&mut |name, value| {
        if name.eq_ignore_ascii_case("reason") {
            found.push(value.to_lowercase());
        }
    });
    found
}

/// A record of the change journal. The folder is settled at the end.
fn in_journal(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let name = field(record, "name");
    let reasons = reasons(record);
    let has = |reason: &str| reasons.iter().any(|own| own == reason);
    let at = record.time().map(|time| time.to_string()).unwrap_or_default();
    let rule = if has("file-delete") && pages::executable(&name) {
        &RULES[0]
    } else if (has("rename-old-name") || has("rename-new-name")) && pages::executable(&name) {
        &RULES[1]
    } else if has("file-create") && pages::executable(&name) {
        &RULES[3]
    } else {
        return None;
    };
    let number = field(record, "record");
    let means = if rule.id == DELETED.id { Means::Removed } else { Means::FormerDoor };
    Some(Shown {
        rule,
        grade: Grade::Look,
        means,
        object: format!("{name} (record {number})"),
        why: String::new(),
        action: format!(
            "Look for {name} in the IIS logs and in Temporary ASP.NET Files, and for what else \
             happened on the server at that moment"
        ),
        facts: vec![
            ("name", name.clone().into_owned()),
            ("record", number.into_owned()),
            (FILE, references(record, artefact).pop().unwrap_or_default()),
            (PARENT, parent(record, artefact)),
            ("folder", field(record, "folder").into_owned()),
            ("known", field(record, "folderKnown").into_owned()),
            ("other", field(record, "otherName").into_owned()),
            ("at", at),
            ("reason", reasons.join(", ")),
        ],
    })
}

/// What other records say: the folder behind a number, the other name of a file, a deletion.
fn aside(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Aside> {
    let get = |name: &str| field(record, name).into_owned();
    if record.kind().as_str() == "mft" {
        let path = get("path");
        let mut all = Vec::new();
        let own = WinPath::new(&rooted(&path));
        let folder = path.rsplit_once('\\').map_or("", |(folder, _)| folder).to_owned();
        // Thousands of pages lie in ClientAccess, in few folders that are served at once.
        if own.after("FrontEnd\\HttpProxy").is_some() || own.after("inetpub\\wwwroot").is_some() {
            let key = format!("folder {}", parent(record, artefact));
            all.push((key, vec![("folder", folder)]));
        }
        if foreign(&path).is_some() || is_neighbour(path.as_bytes()) {
            let name = get("name");
            let facts = vec![("path", path), ("name", name), ("created", get("fnCreated"))];
            let each = references(record, artefact).into_iter();
            all.extend(each.map(|own| (format!("file {own}"), facts.clone())));
        }
        return all;
    }
    let name = get("name");
    let reasons = reasons(record);
    let mut all = Vec::new();
    if is_of_sign_in(&name) {
        let key = format!("beside {}", parent(record, artefact));
        all.push((key, vec![("name", name.clone())]));
    }
    for (reason, key) in [
        ("file-delete", "deleted"),
        ("rename-old-name", "old"),
        ("rename-new-name", "new"),
        ("file-create", "made"),
    ] {
        if reasons.iter().any(|own| own == reason) {
            let at = record.time().map(|time| time.to_string()).unwrap_or_default();
            let facts = vec![("name", name.clone()), ("at", at)];
            let own = references(record, artefact).pop().unwrap_or_default();
            all.push((format!("{key} {own}"), facts));
        }
    }
    all
}

fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let own = draft.worst;
    let get = |key: &str| {
        asides.get(format!("{key} {}", own.fact(FILE)).as_str()).and_then(|list| list.first())
    };
    let deleted = deleted_as(own.fact(FILE), own.fact("name"), asides);
    if !own.fact("path").is_empty() {
        // The journal knows the moment, and says the rest as well.
        let deleted = deleted || deleted_as(own.fact("table_reference"), own.fact("name"), asides);
        if draft.rule.id == DELETED.id && deleted {
            draft.grade = Grade::Silent;
        }
        return;
    }
    if draft.rule.id == MADE.id && deleted {
        // The deletion says both.
        draft.grade = Grade::Silent;
        return;
    }
    let (name, at) = (own.fact("name"), own.fact("at"));
    let renamed = draft.rule.id == RENAMED.id;
    let other = ["old", "new", "file"].iter().filter_map(|key| get(key));
    let other = other.map(|one| one.fact("name")).chain([own.fact("other")]);
    let other = other.into_iter().find(|other| *other != name && !other.is_empty());
    let did = match (draft.rule.id, other) {
        (id, _) if id == DELETED.id => format!("The change journal has its deletion at {at}"),
        (id, _) if id == MADE.id => format!("The change journal has its making at {at}"),
        (_, Some(other)) => format!("At {at} it was renamed; its other name is {other}"),
        (_, None) => format!("It was renamed at {at}"),
    };
    if renamed {
        draft.facts.extend(other.map(|other| ("other_name", other.to_owned())));
    }
    if draft.rule.id == DELETED.id {
        draft.facts.push(("removed_at", at.to_owned()));
    }
    let made = get("made").map(|one| one.fact("at"));
    let made = made.or_else(|| get("file").map(|one| one.fact("created")));
    draft.facts.extend(made.map(|made| ("made", made.to_owned())));
    match path_of(own, asides) {
        Some(path) => placed(draft, path, &did),
        None => unplaced(draft, &did, asides),
    }
}

/// Whether the journal has the deletion of a file of this reference and name.
fn deleted_as(reference: &str, name: &str, asides: &Asides<'_>) -> bool {
    let all = asides.get(format!("deleted {reference}").as_str());
    all.and_then(|list| list.first()).is_some_and(|one| one.fact("name") == name)
}
