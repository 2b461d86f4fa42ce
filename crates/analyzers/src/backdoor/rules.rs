//! What is concluded of pages on the disk.

use model::RuleMeta;

/// Where the pages that builds ship, and the pattern of planted ones, are published.
const REFERENCES: &[&str] = &[
    "https://github.com/microsoft/CSS-Exchange",
    "https://github.com/nsacyber/Mitigating-Web-Shells",
    "https://www.microsoft.com/en-us/security/blog/2021/03/25/analyzing-attacks-taking-advantage-of-the-exchange-server-vulnerabilities/",
];

/// A page whose content is a back door's.
pub(super) const PAGE: RuleMeta = RuleMeta {
    id: "backdoor.page",
    title: "A page in the web folders is a back door",
    about: "A page that the web server runs, and that no published Exchange build ships, does what \
            only a back door does: what a request sends reaches something that runs, writes or \
            loads it, or the code hides what it does. Whoever knows the page's address can use it, \
            and an update does not remove it.",
    false_positives: "An administrator's own tool that runs commands for whoever opens it: that is \
                      a back door too, if nobody guards it.",
    cves: &[],
    techniques: &["T1505.003"],
    references: REFERENCES,
};

/// A page that may be a back door.
pub(super) const SUSPECT: RuleMeta = RuleMeta {
    id: "backdoor.page_suspect",
    title: "A page in the web folders may be a back door",
    about: "A page that the web server runs is none that a published Exchange build ships. Either \
            it can do what no page of Exchange needs, though no request was shown to drive it, or \
            it lies in a folder that is served without a password and where no build puts such a \
            page, or it bears the name of a shipped page with content of its own.",
    false_positives: "Pages of sign-in products and password portals in the sign-in folder, \
                      branded log-on pages, and pages of builds newer than the table of hashes.",
    cves: &[],
    techniques: &["T1505.003"],
    references: REFERENCES,
};
