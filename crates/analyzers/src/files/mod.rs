//! Files by what the listing of the evidence says of them: name, place, size and what their first
//! bytes are. What a file is called proves little; together with where it lies it often does.

mod archives;
mod copies;
mod dumps;
pub(crate) mod hidden;
mod names;
mod ransom;
pub(crate) mod renamed;
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

/// Extensions of what a web folder holds by the ten thousand and no rule asks for by name: scripts
/// of browsers, pictures, texts of programs, pages.
const PLAIN: [&str; 36] = [
    "js", "css", "png", "gif", "jpg", "jpeg", "svg", "ico", "htm", "html", "xml", "json", "ini",
    "less", "xaml", "ascx", "svc", "aspx", "asmx", "ashx", "asax", "master", "xsd", "flt", "ttf",
    "eot", "woff", "woff2", "resx", "config", "skin", "map", "wav", "mp3", "log", "cshtml",
];

/// Words for contents that no rule asks for.
const PLAIN_CONTENTS: [&str; 6] = ["", "text", "script", "image", "other", "lnk"];

/// Whether a file is one of the many that nothing can be said of, told without taking its path
/// apart: an ordinary extension, an ordinary content, and nothing odd in the path.
fn is_plain(record: &dyn Record) -> bool {
    let own = |name: &str, list: &[&str]| {
        let value = field(record, name);
        list.iter().any(|known| known.eq_ignore_ascii_case(&value))
    };
    own("extension", &PLAIN)
        && own("content", &PLAIN_CONTENTS)
        && !has_odd_part(&field(record, "path"))
}

/// Whether a part of a path may be a device's name, ends in a dot or a blank, or holds a colon.
fn has_odd_part(path: &str) -> bool {
    const DEVICES: [&[u8]; 6] = [b"con", b"aux", b"com", b"lpt", b"nul", b"prn"];
    let drive = usize::from(path.as_bytes().get(1) == Some(&b':')) * 2;
    path.as_bytes()[drive..].split(|byte| matches!(byte, b'\\' | b'/')).any(|part| {
        part.contains(&b':')
            || matches!(part.last(), Some(b'.' | b' '))
            || part.get(..3).is_some_and(|start| {
                DEVICES.iter().any(|own| own.eq_ignore_ascii_case(start))
                    // `common` and `content` are none.
                    && part.get(3..).is_some_and(|rest| {
                        rest.first().is_none_or(|byte| !byte.is_ascii_alphabetic())
                    })
            })
    })
}

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    if is_plain(record) {
        return Vec::new();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_parts_of_paths_are_seen_and_common_folders_are_not() {
        for path in [
            "C:\\ProgramData\\COM1\\x.aspx",
            "C:\\inetpub\\aux.aspx",
            "C:\\a.\\x.js",
            "C:\\a \\x.js",
            "C:\\a\\x.png:y.aspx",
            "ProgramData/con/x.js",
        ] {
            assert!(has_odd_part(path), "{path}");
        }
        for path in
            ["C:\\Program Files\\Common Files\\x.js", "D:\\content\\console.js", "C:\\a\\b.c\\x.js"]
        {
            assert!(!has_odd_part(path), "{path}");
        }
    }
}
