//! Named families of vulnerabilities: what they do, since when they are known to be used, and
//! which analyzers of this version would see them.

use model::Date;
use serde::Deserialize;

/// A family of CVEs that are used together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Family {
    /// The name it is known by, `ProxyLogon`, or its CVE number.
    pub name: String,
    /// What it does, in a few plain words.
    pub about: String,
    /// Its CVE numbers.
    pub cves: Vec<String>,
    /// Keys of the products it concerns, by the vendor's advisories.
    pub affects: Vec<String>,
    /// First day of known use; where only a month is known, its first day.
    pub first_exploited: Date,
    /// What that day rests on.
    pub basis: String,
    /// Where that is written.
    pub source: String,
    /// Beginnings of the ids of the rules that see it; empty if this version has no detection of
    /// its own for it.
    pub seen_by: Vec<String>,
}

#[derive(Deserialize)]
struct Families {
    families: Vec<Family>,
}

impl Family {
    /// The families this version knows, newest first.
    pub fn shipped() -> Vec<Self> {
        #[expect(clippy::expect_used, reason = "compiled in, and a test reads it")]
        let list: Families = serde_json::from_str(include_str!("../data/families.json"))
            .expect("the shipped families are valid");
        list.families
    }
}
