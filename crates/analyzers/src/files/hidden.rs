//! Pages that their attributes hide, as the file table, a zip of Windows or a folder there tells: a
//! directory listing leaves them out, the web server runs them all the same.

use detect::{Interest, Test};
use model::{ArtefactRef, Record, RecordKind, RuleMeta, WinPath};

use super::rooted;
use crate::common::{field, typed};
use crate::host_setup::place::plain;
use crate::pages;
use crate::setup::{Grade, Means, Setup, Shown};

/// A page that its attributes hide.
const HIDDEN: RuleMeta = RuleMeta {
    id: "file.hidden_page",
    title: "A page of the web server is hidden by its attributes",
    about: "A file marked hidden and as one of the system is in no listing of an ordinary console or \
            window, and the web server runs it all the same. Neither Exchange nor IIS marks a page \
            so. Intruders do that to the web shells that they leave.",
    false_positives: "Files of the desktop and of source control are hidden and are no pages. A page \
                      that somebody put out of sight by one of the two marks, or outside the web \
                      folders, is only listed for a look.",
    cves: &[],
    techniques: &["T1564.001", "T1505.003"],
    references: &[
        "https://attack.mitre.org/techniques/T1564/001/",
        "https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants",
    ],
};

static RULES: [RuleMeta; 1] = [HIDDEN];

/// Hidden pages.
pub(crate) static SETUP: Setup = Setup { more: interests, ..Setup::new(&RULES, &[], judge) };

fn interests() -> Vec<Interest> {
    let kinds = [RecordKind::of("mft"), RecordKind::FILE];
    vec![Interest::field(kinds, "attributes", Test::is(|own| !own.is_empty()))]
}

/// Folders that the web server hands out, on every Exchange server.
const SERVED: [&str; 4] = ["FrontEnd\\HttpProxy", "ClientAccess", "inetpub", "aspnet_client"];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let (attributes, path) = (field(record, "attributes"), field(record, "path"));
    let is = |name: &str, value: &str| field(record, name).eq_ignore_ascii_case(value);
    let gone = is("inUse", "false") || is("isDirectory", "true");
    let whole = WinPath::new(&rooted(&plain(&path)));
    // Source control hides a folder and keeps copies of pages in it.
    let of_tool = whole.components().any(|part| part.starts_with('.') || part.starts_with("$tf"));
    if attributes.is_empty() || gone || of_tool || !pages::executable(whole.file_name()) {
        return Vec::new();
    }
    let served = SERVED.iter().any(|folder| whole.after(folder).is_some());
    let both = attributes.contains(' ');
    let grade = match (served, both) {
        (true, true) => Grade::Likely,
        (true, false) | (false, true) => Grade::Look,
        (false, false) => return Vec::new(),
    };
    let created = ["created", "fnCreated"].map(|own| field(record, own));
    let created = created.into_iter().find(|own| !own.is_empty()).unwrap_or_default();
    let marks = attributes.replace(' ', " and ");
    vec![Shown {
        rule: &RULES[0],
        grade,
        means: Means::Door,
        object: path.clone().into_owned(),
        why: format!("The page is marked {marks}, so that ordinary listings leave it out."),
        action: format!(
            "Keep a copy of {path} with its times (attrib -h -s \"{}\" shows it), read it; if \
             nobody knows it, remove it and look in the IIS logs for whoever asked for it",
            typed(&path, "PATH")
        ),
        facts: vec![
            ("path", path.clone().into_owned()),
            ("attributes", attributes.into_owned()),
            ("created", created.into_owned()),
        ],
    }]
}
