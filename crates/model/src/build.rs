//! Exchange build numbers: how they are written differs by log, what they mean does not.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An Exchange build such as `15.1.2375.7`: major, minor, build, revision.
///
/// Parsing accepts the zero-padded forms that log headers and file versions use
/// (`15.02.0986.005`): every part is a decimal number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Build {
    /// 14 for Exchange 2010, 15 for 2013 and later.
    pub major: u16,
    /// With major 15: 0 is 2013, 1 is 2016, 2 is 2019 and Subscription Edition.
    pub minor: u16,
    /// Names the cumulative update.
    pub build: u16,
    /// Grows with each security update of one cumulative update.
    pub revision: u16,
}

/// Why a text is not a build number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a build such as 15.1.2375.7, found {0:?}")]
pub struct ParseBuildError(pub String);

impl Build {
    /// Builds from the four parts.
    pub const fn new(major: u16, minor: u16, build: u16, revision: u16) -> Self {
        Self { major, minor, build, revision }
    }

    /// Major, minor and build: what a cumulative update fixes and a security update keeps.
    pub const fn cumulative(self) -> (u16, u16, u16) {
        (self.major, self.minor, self.build)
    }
}

impl FromStr for Build {
    type Err = ParseBuildError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseBuildError(text.to_owned());
        let mut parts = text.trim().split('.').map(|part| part.parse::<u16>());
        let mut next = || parts.next().and_then(Result::ok).ok_or_else(wrong);
        let build = Self::new(next()?, next()?, next()?, next()?);
        if parts.next().is_some() { Err(wrong()) } else { Ok(build) }
    }
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.major, self.minor, self.build, self.revision)
    }
}

impl fmt::Debug for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Build {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Build {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Build {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Build".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d+\.\d+\.\d+\.\d+$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padded_and_plain_forms_are_one_build() {
        assert_eq!("15.02.0986.005".parse::<Build>(), Ok(Build::new(15, 2, 986, 5)));
        assert_eq!(Build::new(15, 1, 2375, 7).to_string(), "15.1.2375.7");
    }

    #[test]
    fn order_is_numeric() {
        assert!(Build::new(15, 1, 2375, 37) > Build::new(15, 1, 2375, 7));
    }

    #[test]
    fn what_is_not_a_build_is_named() {
        for text in ["", "15.1", "15.1.2.3.4", "15.1.x.3", "99999.1.1.1"] {
            assert_eq!(text.parse::<Build>(), Err(ParseBuildError(text.to_owned())));
        }
    }
}
