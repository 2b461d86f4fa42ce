//! Pages that ASP.NET compiled and no build ships. A page is compiled when it is first asked for,
//! so what is left of it proves that it was there and ran, also when the page is gone.

use model::{ArtefactRef, Record, RuleMeta};

use super::{Grade, Means, Setup, Shown};
use crate::common::field;
use crate::pages::{self, Place};

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

/// Compiled pages.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["aspnet-compiled"], judge);

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let address = field(record, "virtualPath");
    let page = pages::judge(address.as_bytes());
    let Some((path, place)) = page.foreign() else { return Vec::new() };
    let grade = match place {
        _ if place.is_bare() => Grade::Certain,
        Place::OtherExchange => Grade::Likely,
        // A company's own pages and applications live there.
        Place::SiteRoot | Place::ElsewhereOnSite => return Vec::new(),
        _ => Grade::Look,
    };
    vec![Shown {
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
            ("assembly", field(record, "assembly").into_owned()),
        ],
    }]
}
