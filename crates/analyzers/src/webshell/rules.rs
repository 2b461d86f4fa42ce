//! What is concluded of requests for foreign pages.

use model::RuleMeta;

/// Where the list of shipped pages and the names of planted ones come from.
const REFERENCES: &[&str] = &[
    "https://github.com/microsoft/CSS-Exchange",
    "https://www.microsoft.com/en-us/security/blog/2021/03/25/analyzing-attacks-taking-advantage-of-the-exchange-server-vulnerabilities/",
    "https://www.cisa.gov/news-events/analysis-reports",
];

/// A planted page answered.
pub(super) const REACHED: RuleMeta = RuleMeta {
    id: "webshell.reached",
    title: "A page that Exchange does not ship answered",
    about: "A page that runs code and that no known Exchange build ships was asked for and \
            answered, in a folder where nobody but an intruder is known to put pages, or in a way \
            that ordinary pages are not used. The sign-in folders of OWA and ECP, aspnet_client and \
            the address book folder are served without a password, so web shells are put there. A \
            page that does not exist is refused or redirected there.",
    false_positives: "Pages of sign-in products and password portals that were added to the sign-in \
                      folder; they are used by many clients, which is taken into account. A device \
                      or error page that answers 200 to every request.",
    cves: &[],
    techniques: &["T1505.003"],
    references: REFERENCES,
};

/// Somebody looked for planted pages.
pub(super) const PROBE: RuleMeta = RuleMeta {
    id: "webshell.probe",
    title: "Somebody looked for web shells that are not there",
    about: "Pages that Exchange does not ship were asked for in the folders where web shells are \
            put, and did not answer. Intruders and researchers ask for the names that \
            others used.",
    false_positives: "A mistyped address. Vulnerability scanners of one's own.",
    cves: &[],
    techniques: &["T1595.002"],
    references: REFERENCES,
};

/// A page that could be a shell, or could be somebody's application.
pub(super) const SUSPECT: RuleMeta = RuleMeta {
    id: "webshell.suspect",
    title: "An unknown page is used in a way that fits a web shell",
    about: "A page that Exchange does not ship answered. It lies where companies put pages of their \
            own, or is used by so many clients that it is likely one of these; look at the file.",
    false_positives: "Custom pages and applications on the same web site: the usual case.",
    cves: &[],
    techniques: &["T1505.003"],
    references: REFERENCES,
};
