//! Pages that ASP.NET compiled and no build ships. A page is compiled when it is first asked for,
//! so what is left of it proves that it was there and ran, also when the page is gone.

use model::{ArtefactRef, Record, RecordKind, RuleMeta, WinPath};

use super::persistence::all;
use super::{Grade, Means, Setup, Shown};
use crate::backdoor::url_of;
use crate::common::field;
use crate::pages::{self, Place};
use crate::setup::{Aside, Asides, Draft};

/// A foreign page was compiled.
pub(super) const REMAINS: RuleMeta = RuleMeta {
    id: "aspnet.compiled_remains",
    title: "A page that no Exchange build ships was compiled",
    about: "ASP.NET compiles a page when it is first asked for and leaves a .compiled file with \
            the page's address in Temporary ASP.NET Files. It stays when the page is deleted. In \
            the sign-in folders of OWA and ECP, in aspnet_client and in the address book folder \
            only pages of Exchange belong, so another one was a web shell that somebody reached.",
    false_positives: "Pages of sign-in products that were added to the sign-in folder of OWA. \
                      Pages elsewhere on the site are only listed for a look.",
    cves: &[],
    techniques: &["T1505.003"],
    references: &[
        "https://www.mandiant.com/resources/blog/detection-response-to-exploitation-of-microsoft-exchange-zero-day-vulnerabilities",
        "https://learn.microsoft.com/previous-versions/aspnet/ms366723(v=vs.100)",
    ],
};

static RULES: [RuleMeta; 1] = [REMAINS];

/// Compiled pages. The pages that lie on the disk tell whether one is gone.
pub(super) static SETUP: Setup = Setup {
    aside,
    settle,
    ..Setup::new(&RULES, &["aspnet-compiled", "compiled-assembly", "web-page"], judge)
};

/// Most pages looked at of one assembly; one holds the pages of a folder.
const MOST_PAGES: usize = 500;

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    match record.kind().as_str() {
        "aspnet-compiled" => {
            let assembly = field(record, "assembly");
            one(&field(record, "virtualPath"), &assembly, record).into_iter().collect()
        }
        "compiled-assembly" => {
            let name = field(record, "name");
            let pages = all(record, &["page"]);
            let pages = pages.iter().take(MOST_PAGES).filter(|(_, page)| page.starts_with('/'));
            pages.filter_map(|(_, page)| one(page, &name, record)).collect()
        }
        _ => Vec::new(),
    }
}

/// A page that was compiled, by its address.
fn one(address: &str, assembly: &str, record: &dyn Record) -> Option<Shown> {
    let page = pages::judge(address.as_bytes());
    let (path, place) = page.foreign()?;
    let grade = match place {
        _ if place.is_bare() => Grade::Certain,
        Place::OtherExchange => Grade::Likely,
        // A company's own pages and applications live there.
        Place::SiteRoot | Place::ElsewhereOnSite => return None,
        _ => Grade::Look,
    };
    Some(Shown {
        rule: &RULES[0],
        grade,
        means: Means::Ran,
        object: path.to_owned(),
        why: format!("A page {} was asked for and ran.", place.words()),
        action: format!(
            "Look for the file behind {path} and its requests in the IIS log; keep the compiled \
             library, it holds the page's code"
        ),
        facts: vec![
            ("page", path.to_owned()),
            ("place", place.words().to_owned()),
            ("assembly", assembly.to_owned()),
            // ASP.NET makes the file when the page is first asked for.
            ("created", field(record, "created").into_owned()),
        ],
    })
}

/// The pages on the disk: those that no build ships, and that a folder was looked into at all.
fn aside(record: &dyn Record, _: &ArtefactRef) -> Vec<Aside> {
    if *record.kind() != RecordKind::WEB_PAGE {
        return Vec::new();
    }
    let Some(url) = url_of(&WinPath::new(&field(record, "path"))) else { return Vec::new() };
    let mut found = vec![(format!("folder {}", folder_of(&url)), Vec::new())];
    // Most files of a web folder are images, styles and scripts.
    if pages::executable(&url)
        && let Some((page, _)) = pages::judge(url.as_bytes()).foreign()
    {
        found.push((format!("page {page}"), vec![("path", field(record, "path").into_owned())]));
    }
    found
}

/// The first folder of an address.
fn folder_of(url: &str) -> &str {
    url.trim_start_matches('/').split('/').next().unwrap_or("")
}

/// Says whether the page is still there.
fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let page = draft.worst.fact("page");
    let get = |key: String| asides.get(key.as_str()).and_then(|list| list.first());
    if let Some(there) = get(format!("page {page}")) {
        let path = there.fact("path").to_owned();
        draft.why = format!("{} The page is still there: {path}.", draft.why);
        draft.facts.extend([("on_disk", "yes".to_owned()), ("path", path)]);
    } else if get(format!("folder {}", folder_of(page))).is_some() {
        draft.why = format!("{} The page itself is gone.", draft.why);
        draft.facts.push(("on_disk", "no".to_owned()));
    }
}
