//! What a journal itself knows of folders and of former names.
//!
//! A record names its file's folder by number only. Folders leave records of their own when they are
//! made, renamed or changed, and these name the folder around them: where the whole chain up to the
//! root stands in the journal a path is known, else as much of it as there is.

use std::collections::HashMap;

/// The file table's record of the root folder, on every NTFS volume
/// (<https://flatcap.github.io/linux-ntfs/ntfs/files/index.html>).
const ROOT: u64 = 5;

/// Bits of a file reference that are its record number; the rest counts how often it was reused.
pub(super) const NUMBER: u64 = 0xFFFF_FFFF_FFFF;

/// Most names of folders remembered, some 100 bytes each. A journal of the usual size has room for
/// 400,000 records of any kind.
const MOST_NAMES: usize = 500_000;

/// Most renames remembered, and most that wait for their second half.
const MOST_RENAMES: usize = 100_000;

/// Deepest folder that is followed, as for file tables: what contains itself ends here.
const DEEPEST: usize = 128;

/// What of a record is needed here.
pub(super) struct Entry<'r> {
    /// Where it stands in the journal.
    pub(super) place: u64,
    /// File reference: record number and how often it was reused.
    pub(super) file: u64,
    /// That of the folder.
    pub(super) parent: u64,
    pub(super) name: &'r str,
    pub(super) is_folder: bool,
    /// It says the name that was given up.
    pub(super) is_old_name: bool,
    /// It says the name that was taken.
    pub(super) is_new_name: bool,
}

/// The name of a folder from one place of the journal on.
struct Named {
    place: u64,
    name: String,
    parent: u64,
    /// What it was called before is not known from this.
    is_new: bool,
}

/// How much of a folder is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// Its path without a drive, or as much of its end as there is; empty if nothing is known, and
    /// for the root.
    pub(super) folder: String,
    /// Whether the path begins at the root.
    pub(super) is_whole: bool,
}

/// All folders and renames of a journal.
#[derive(Default)]
pub(super) struct Folders {
    names: HashMap<u64, Vec<Named>>,
    count: usize,
    /// The other name of a renamed file, by the place of either record.
    others: HashMap<u64, String>,
    /// Names that were given up, by file, until the record of the new one.
    pending: HashMap<u64, (u64, String)>,
    /// Names of folders, and renames, beyond the limits.
    pub(super) left_out: u64,
}

impl Folders {
    /// Takes in a record. Places must ascend. `wanted` says of which files renames matter.
    pub(super) fn learn(&mut self, entry: &Entry<'_>, wanted: &dyn Fn(&str) -> bool) {
        if entry.is_folder {
            self.name(entry);
        } else if entry.is_old_name || entry.is_new_name {
            self.rename(entry, wanted);
        }
    }

    fn name(&mut self, entry: &Entry<'_>) {
        let own = self.names.entry(entry.file).or_default();
        let same = |last: &Named| last.parent == entry.parent && last.name == entry.name;
        if own.last().is_some_and(same) {
            return;
        }
        if self.count >= MOST_NAMES {
            self.left_out += 1;
            return;
        }
        self.count += 1;
        own.push(Named {
            place: entry.place,
            name: entry.name.to_owned(),
            parent: entry.parent,
            is_new: entry.is_new_name,
        });
    }

    /// A rename is two records of one file: the old name, then the new one. The last record of
    /// the handle repeats the new one.
    fn rename(&mut self, entry: &Entry<'_>, wanted: &dyn Fn(&str) -> bool) {
        if entry.is_old_name {
            if self.pending.len() < MOST_RENAMES {
                self.pending.insert(entry.file, (entry.place, entry.name.to_owned()));
            } else {
                self.left_out += 1;
            }
            return;
        }
        let Some((place, old)) = self.pending.remove(&entry.file) else { return };
        if !wanted(&old) && !wanted(entry.name) {
            return;
        }
        if self.others.len() >= 2 * MOST_RENAMES {
            self.left_out += 1;
            return;
        }
        self.others.insert(place, entry.name.to_owned());
        self.others.insert(entry.place, old);
    }

    /// The name that a rename at this place gave up or took; `None` if there was none that
    /// matters.
    pub(super) fn other_name(&self, place: u64) -> Option<&str> {
        self.others.get(&place).map(String::as_str)
    }

    /// The folder with this reference, by the names in force at a place.
    pub(super) fn folder(&self, reference: u64, place: u64) -> Known {
        let mut parts: Vec<&str> = Vec::new();
        let mut at = reference;
        while at & NUMBER != ROOT && parts.len() < DEEPEST {
            let Some(named) = self.at(at, place) else { break };
            parts.push(&named.name);
            at = named.parent;
        }
        parts.reverse();
        Known { folder: parts.join("\\"), is_whole: at & NUMBER == ROOT }
    }

    /// What a folder was called at a place: by the last record before, or by the first after it,
    /// unless that one says that it was called otherwise.
    fn at(&self, reference: u64, place: u64) -> Option<&Named> {
        let own = self.names.get(&reference)?;
        let after = own.partition_point(|named| named.place <= place);
        match after.checked_sub(1) {
            Some(last) => own.get(last),
            None => own.first().filter(|named| !named.is_new),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folder(place: u64, file: u64, parent: u64, name: &str) -> Entry<'_> {
        let is_folder = true;
        Entry { place, file, parent, name, is_folder, is_old_name: false, is_new_name: false }
    }

    fn known(folder: &str, is_whole: bool) -> Known {
        Known { folder: folder.to_owned(), is_whole }
    }

    #[test]
    fn as_much_of_a_path_as_the_journal_has() {
        let mut folders = Folders::default();
        let all = |_: &str| true;
        folders.learn(&folder(0, 1 << 48 | 50, 1 << 48 | ROOT, "inetpub"), &all);
        folders.learn(&folder(8, 60, 1 << 48 | 50, "wwwroot"), &all);
        folders.learn(&folder(16, 70, 99, "auth"), &all);
        assert_eq!(folders.folder(60, 900), known("inetpub\\wwwroot", true));
        assert_eq!(folders.folder(60, 0), known("inetpub\\wwwroot", true));
        assert_eq!(folders.folder(70, 900), known("auth", false));
        assert_eq!(folders.folder(99, 900), known("", false));
        assert_eq!(
            folders.folder(2 << 48 | 50, 900),
            known("", false),
            "another folder of that number"
        );
        assert_eq!(folders.folder(5 << 48 | ROOT, 0), known("", true));
    }

    #[test]
    fn a_renamed_folder_has_the_name_of_its_time() {
        let mut folders = Folders::default();
        let all = |_: &str| true;
        folders.learn(&folder(100, 60, ROOT, "old"), &all);
        folders.learn(&Entry { is_new_name: true, ..folder(108, 60, ROOT, "new") }, &all);
        assert_eq!(folders.folder(60, 50), known("old", true));
        assert_eq!(folders.folder(60, 104), known("old", true));
        assert_eq!(folders.folder(60, 200), known("new", true));
        // Only the new name is left of a rename: before it, the folder was called otherwise.
        folders.learn(&Entry { is_new_name: true, ..folder(300, 70, ROOT, "later") }, &all);
        assert_eq!(folders.folder(70, 200), known("", false));
        assert_eq!(folders.folder(70, 300), known("later", true));
    }

    #[test]
    fn both_halves_of_a_rename_know_each_other() {
        let mut folders = Folders::default();
        let is_page = |name: &str| name.ends_with(".aspx");
        let file = |place, name, is_old_name| Entry {
            is_folder: false,
            is_old_name,
            is_new_name: !is_old_name,
            ..folder(place, 42, ROOT, name)
        };
        folders.learn(&file(0, "a.txt", true), &is_page);
        folders.learn(&file(8, "a.aspx", false), &is_page);
        folders.learn(&file(16, "a.aspx", false), &is_page);
        assert_eq!((folders.other_name(0), folders.other_name(8)), (Some("a.aspx"), Some("a.txt")));
        assert_eq!(folders.other_name(16), None);
        folders.learn(&file(24, "b.txt", true), &is_page);
        folders.learn(&file(32, "b.log", false), &is_page);
        assert_eq!(folders.other_name(32), None);
    }

    proptest! {
        #[test]
        fn every_chain_ends(links in prop::collection::vec((0_u64..20, 0_u64..20), 0..60)) {
            let mut folders = Folders::default();
            for (place, (file, parent)) in (0..).zip(&links) {
                folders.learn(&folder(place, *file, *parent, "f"), &|_| true);
            }
            for file in 0..20 {
                let found = folders.folder(file, 30);
                prop_assert!(found.folder.len() <= 2 * DEEPEST);
            }
        }
    }
}
