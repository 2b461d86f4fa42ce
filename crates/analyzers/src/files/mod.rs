//! Files by what the listing of the evidence says of them: name, place, size and what their first
//! bytes are. What a file is called proves little; together with where it lies it often does.

mod archives;
mod copies;
mod dumps;
mod names;
mod ransom;
pub(crate) mod streams;
mod tools;

use model::{ArtefactRef, Record, RuleMeta, WinPath};

use crate::common::field;
use crate::host_setup::place::{Place, place, plain};
use crate::setup::{Grade, Means, Setup, Shown};

/// The rules of this folder.
static RULES: [RuleMeta; 7] = [
    dumps::DUMP,
    copies::COPY,
    archives::STAGED,
    tools::TOOL,
    names::DISGUISED,
    names::UNREACHABLE,
    ransom::RANSOM,
];

/// Files of the listing. One family, so that each path is taken apart once.
pub(crate) static SETUP: Setup =
    Setup { settle: ransom::settle, ..Setup::new(&RULES, &["file"], judge) };

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let file = Listed::of(record);
    [dumps::judge, copies::judge, archives::judge, tools::judge, names::judge, ransom::judge]
        .into_iter()
        .flat_map(|judge| judge(&file))
        .collect()
}

/// One listed file.
struct Listed {
    /// Its path as the listing has it.
    shown: String,
    /// The same, lower-case, beginning with a drive or a share.
    path: String,
    place: Place,
    /// Its name, lower-case.
    name: String,
    /// The name without its last extension.
    stem: String,
    /// Lower-case, without the dot.
    extension: String,
    /// In bytes, where the listing has it.
    size: Option<u64>,
    /// A word for the first bytes; empty if nobody looked.
    content: String,
    times: [(&'static str, String); 2],
}

impl Listed {
    fn of(record: &dyn Record) -> Self {
        let shown = field(record, "path").into_owned();
        let path = rooted(&plain(&shown));
        let name = path.rsplit('\\').next().unwrap_or("").to_owned();
        let (stem, extension) = match name.rsplit_once('.') {
            Some((stem, end)) if !stem.is_empty() => (stem.to_owned(), end.to_owned()),
            _ => (name.clone(), String::new()),
        };
        let times = ["created", "modified"].map(|own| (own, field(record, own).into_owned()));
        Self {
            place: place(&path),
            shown,
            path,
            name,
            stem,
            extension,
            size: field(record, "size").trim().parse().ok(),
            content: field(record, "content").to_ascii_lowercase(),
            times,
        }
    }

    /// Whether the file's first bytes are one of these.
    fn holds(&self, contents: &[&str]) -> bool {
        contents.contains(&self.content.as_str())
    }

    /// Whether the file lies somewhere below folders of these names.
    fn is_below(&self, folders: &str) -> bool {
        let path = WinPath::new(&self.path);
        path.after(folders).is_some()
    }

    /// Whether it lies where nobody but an intruder is known to put programs and data, or where
    /// the web server hands it out.
    fn is_exposed(&self) -> bool {
        matches!(
            self.place,
            Place::Reserved | Place::Public | Place::ProgramDataRoot | Place::WebRoot
        )
    }

    fn shown(
        &self,
        rule: &'static RuleMeta,
        (grade, means): (Grade, Means),
        why: String,
        action: String,
    ) -> Shown {
        let size = self.size.map(|size| size.to_string()).unwrap_or_default();
        let mut facts =
            vec![("path", self.shown.clone()), ("size", size), ("content", self.content.clone())];
        facts.extend(self.times.clone());
        Shown { rule, grade, means, object: self.shown.clone(), why, action, facts }
    }
}

/// A path with a drive, so that places can be told: some listings leave it out.
pub(crate) fn rooted(path: &str) -> String {
    let has_root = path.starts_with("\\\\") || path.as_bytes().get(1) == Some(&b':');
    if has_root { path.to_owned() } else { format!("c:\\{}", path.trim_start_matches('\\')) }
}
