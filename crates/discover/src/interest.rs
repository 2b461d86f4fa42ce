//! Files that matter by their place or name alone, whether or not anything reads their content:
//! what lies where intruders put things, and what file tables and journals say of such places.

use evidence::Entry;
use model::WinPath;

use crate::catalogue::{Artefact, PAGE_ELSEWHERE, PAGES, STAGED};
use crate::configured::Configured;
use crate::paths::{below, matches};
use crate::plan::NOISE;

/// Folders that everybody or a web server may write to, and in which intruders on Exchange servers
/// put tools, dumps and packed mail (collected from public reports of March 2021 and later, such as
/// <https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/>).
const STAGING: &[&str] = &[
    "Users\\Public",
    "ProgramData",
    "Windows\\Temp",
    "Windows\\Tasks",
    "Windows\\Debug",
    "Windows\\Help",
    "Windows\\IME",
    "Windows\\Fonts",
    "Windows\\System32\\inetsrv",
    "PerfLogs",
    "$Recycle.Bin",
    "AppData\\Local\\Temp",
    "Start Menu\\Programs\\Startup",
    "inetpub",
    "FrontEnd\\HttpProxy",
    "ClientAccess",
];

/// Folders that count only directly below a drive.
const STAGING_AT_TOP: &[&str] = &["temp", "tmp", "root", "intel", "perflogs", "recycler"];

/// Names that matter in a file table or journal wherever they are, besides those of pages.
const NAMES: &[&str] =
    &["*.dmp", "*.pst", "*.zip", "*.7z", "*.rar", "*.cab", "*.dit", "*.compiled", "App_Web_*"];

/// What is done with a file of the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Its name, place, size and times are shown to the detectors.
    Name,
    /// Its first bytes too: it lies where intruders put things under any name.
    Beginning,
}

/// Names of pages that are judged wherever they lie. Left out are names that other things have too:
/// certificates (`.cer`), databases, configuration of programs.
const PAGES_ELSEWHERE: &[&str] = &[
    "*.aspx",
    "*.ashx",
    "*.asmx",
    "*.ascx",
    "*.asax",
    "*.svc",
    "*.soap",
    "*.cshtml",
    "*.vbhtml",
    "*.asp",
    "*.asa",
    "*.master",
    "web.config",
];

/// Further names under which collections of pages keep them: what a server can be told to run under
/// any name, and what hides script. Looked at only where a file's place on the server is lost.
const CARRIERS: &[&str] = &[
    "*.cer", "*.crt", "*.der", "*.cdx", "*.rem", "*.inc", "*.config", "*.htm", "*.html", "*.js",
    "*.xsl", "*.xslt", "*.jpg", "*.jpeg", "*.gif", "*.png", "*.bmp", "*.ico", "*.pst", "*.bak",
    "*.old", "*;*",
];

/// The row for a page outside every web folder; `None` for the folders of Windows itself, which
/// hold the pages of .NET's own samples.
pub(crate) fn page_elsewhere(entry: &Entry) -> Option<&'static Artefact> {
    let path = entry.artefact.path();
    let components: Vec<&str> = path.components().collect();
    let named = PAGES_ELSEWHERE.iter().any(|pattern| matches(pattern, path.file_name()));
    let noise = || NOISE.iter().any(|folder| below(&components, folder).is_some());
    (named && !noise()).then_some(&PAGE_ELSEWHERE)
}

/// The row for a file that may carry script under another name, where its place on the server is
/// lost.
pub(crate) fn carrier(entry: &Entry) -> Option<&'static Artefact> {
    let path = entry.artefact.path();
    let named = CARRIERS.iter().any(|pattern| matches(pattern, path.file_name()));
    (named && is_uprooted(path)).then_some(&PAGE_ELSEWHERE)
}

/// Most components of a path that is loose: a file, or one folder of files, without its drive.
const LOOSE_COMPONENTS: usize = 2;

/// Whether a file lost the place it had on the server: somebody copied it out by hand. What it is
/// must then be told by its content.
pub fn is_loose(path: &WinPath) -> bool {
    is_uprooted(path) && path.components().count() <= LOOSE_COMPONENTS
}

/// Whether the drive that a file lay on is unknown: somebody copied it, or its folder, by hand.
pub fn is_uprooted(path: &WinPath) -> bool {
    !path.components().next().is_some_and(|first| first.ends_with(':'))
}

/// Largest file that is read because of its place and name alone, in bytes: tools of intruders are
/// smaller, and installers and databases in `ProgramData` are not read through.
pub const MOST_STAGED_BYTES: u64 = 32 << 20;

/// The row for a program or script in a place that anybody can write to.
pub(crate) fn staged(entry: &Entry) -> Option<&'static Artefact> {
    let path = entry.artefact.path();
    let components: Vec<&str> = path.components().collect();
    let named = STAGED.names.iter().any(|pattern| matches(pattern, path.file_name()));
    let small = entry.size.is_none_or(|size| size > 0 && size <= MOST_STAGED_BYTES);
    let noise = || NOISE.iter().any(|folder| below(&components, folder).is_some());
    (named && small && is_staging(&components) && !noise()).then_some(&STAGED)
}

/// Whether a file of the listing is shown to the detectors; `None` for the folders that hold
/// nothing but Windows itself.
pub fn notice(entry: &Entry) -> Option<Notice> {
    let components: Vec<&str> = entry.artefact.path().components().collect();
    if is_staging(&components) {
        return Some(if entry.size == Some(0) { Notice::Name } else { Notice::Beginning });
    }
    let noise = NOISE.iter().any(|folder| below(&components, folder).is_some());
    (!noise).then_some(Notice::Name)
}

fn is_staging(components: &[&str]) -> bool {
    let drive = usize::from(components.first().is_some_and(|first| first.ends_with(':')));
    let at_top = components.get(drive..).is_some_and(|own| match own {
        [_] => drive == 1,
        [first, ..] => STAGING_AT_TOP.iter().any(|top| top.eq_ignore_ascii_case(first)),
        [] => false,
    });
    at_top || STAGING.iter().any(|folder| below(components, folder).is_some())
}

impl Configured {
    /// Whether a file that a file table or a journal names is worth a fact. `path` may lack its
    /// drive; a journal knows the bare name only.
    pub fn is_of_interest(&self, path: &str) -> bool {
        let path = WinPath::new(path);
        let components: Vec<&str> = path.components().collect();
        let name = path.file_name();
        PAGES.iter().chain(NAMES).any(|pattern| matches(pattern, name))
            || components.len() > 1 && (is_staging(&components) || self.row(&path).is_some())
    }
}

#[cfg(test)]
mod tests {
    use evidence::memory::Memory;

    use super::*;

    fn noticed(path: &str) -> Option<Notice> {
        let memory = Memory::new("m").file("C/Windows/a", "x").file(path, "x").build();
        let listing = memory.list().expect("memory");
        let name = path.rsplit('/').next().expect("a name");
        let own = listing.entries.iter().find(|own| own.artefact.path().file_name() == name);
        notice(own.expect("listed"))
    }

    #[test]
    fn what_lies_where_everybody_may_write_is_looked_into() {
        let (into, named) = (Some(Notice::Beginning), Some(Notice::Name));
        for (path, wanted) in [
            ("C/ProgramData/x.bin", into),
            ("C/Users/Public/a/x.bin", into),
            ("D/temp/x.bin", into),
            ("C/x.bin", into),
            ("C/Apps/temp/x.bin", named),
            ("C/Program Files/Vendor/x.bin", named),
            ("C/Windows/WinSxS/y/x.bin", None),
        ] {
            assert_eq!(noticed(path), wanted, "{path}");
        }
    }

    #[test]
    fn file_tables_are_asked_for_pages_and_places() {
        let mut configured = Configured::default();
        configured.root("D:\\apps\\site");
        let of_interest = |path: &str| configured.is_of_interest(path);
        assert!(of_interest("x.aspx") && of_interest("Windows\\WinSxS\\x.aspx"));
        assert!(of_interest("\\ProgramData\\x.bin") && of_interest("apps\\site\\x.bin"));
        assert!(!of_interest("x.bin") && !of_interest("Windows\\System32\\x.dll"));
        assert!(!of_interest(""));
    }
}
