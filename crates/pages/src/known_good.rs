//! The known-good table: every file hash Microsoft published for Exchange builds 15.0.516.32 to
//! 15.2.858.5, small enough to embed.
//!
//! A table of whole SHA-256 values would be 4.2 MB; a table of 8-byte prefixes would be 1 MB and
//! wrong: 2^64 values over 130,000 targets leave an attacker some 2^47 hashes of work to make a
//! shell that "is" an Exchange file. So the prefix is as long as the file is dangerous:
//!
//! | class | files | prefix | work to forge |
//! |---|---|---|---|
//! | [`Class::Server`]: runs or configures the server | pages, assemblies, programs, configuration, XML, XAML | 16 bytes | 2^113 |
//! | [`Class::Browser`]: runs in the user's browser | .js .htm .html .json .svg | 12 bytes | 2^79 |
//! | [`Class::Static`]: is only shown | .css, images, fonts, text | 8 bytes | 2^49 |
//!
//! A forged stylesheet gains nothing, because no class is trusted beyond itself: the caller must
//! check [`KnownGood::covers`] against the name under which the file lies on the server.
//!
//! Source: the file-hash baselines of microsoft/CSS-Exchange (MIT), published until April 2021.

use model::Build;

use crate::ship::{self, Shipped};

/// What the bytes of a known file can do, which sets how long a prefix must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Executes on the server or configures it. Also every kind of file not listed elsewhere.
    Server,
    /// Executes in the browser of whoever opens it.
    Browser,
    /// Is only displayed.
    Static,
}

impl Class {
    /// The class of a file by its name.
    pub fn of(name: &str) -> Self {
        let name = name.trim_end_matches(['.', ' ']);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "js" | "htm" | "html" | "json" | "svg" => Self::Browser,
            "css" | "png" | "gif" | "jpg" | "jpeg" | "ico" | "bmp" | "ttf" | "eot" | "woff"
            | "woff2" | "mp3" | "wav" | "txt" | "less" | "csv" | "map" => Self::Static,
            _ => Self::Server,
        }
    }

    /// Bytes of SHA-256 that must be equal.
    pub const fn prefix(self) -> usize {
        match self {
            Self::Server => 16,
            Self::Browser => 12,
            Self::Static => 8,
        }
    }

    const fn table(self) -> &'static [u8] {
        match self {
            Self::Server => include_bytes!("../data/known_server.bin"),
            Self::Browser => include_bytes!("../data/known_browser.bin"),
            Self::Static => include_bytes!("../data/known_static.bin"),
        }
    }
}

/// A file Exchange shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownGood {
    /// The class of the name under which it shipped.
    pub class: Class,
    /// For pages, handlers, services and `global.asax`: every place it was shipped to, with the
    /// builds. Empty for other files, for which the table keeps no path.
    pub pages: Vec<Shipped>,
}

impl KnownGood {
    /// Whether this settles a file of that name: a stylesheet's hash says nothing of a page.
    pub fn covers(&self, name: &str) -> bool {
        self.class <= Class::of(name)
    }

    /// First and last build that shipped the page, where pages are known.
    pub fn builds(&self) -> Option<(Build, Build)> {
        let first = self.pages.iter().map(|page| page.first).min()?;
        let last = self.pages.iter().map(|page| page.last).max()?;
        Some((first, last))
    }
}

/// Looks a SHA-256 up among the 130,386 known files.
pub fn known_good(sha256: &[u8; 32]) -> Option<KnownGood> {
    let class = [Class::Server, Class::Browser, Class::Static]
        .into_iter()
        .find(|class| contains(class.table(), class.prefix(), sha256))?;
    let pages = if class == Class::Server { ship::pages_of(sha256) } else { Vec::new() };
    Some(KnownGood { class, pages })
}

/// Number of files in the table, for reports.
pub fn known_good_count() -> usize {
    [Class::Server, Class::Browser, Class::Static]
        .into_iter()
        .map(|class| (class.table().len() - INDEX) / (class.prefix() - 1))
        .sum()
}

/// A table is 256 little-endian 32-bit entry counts (entries before each first byte), then the
/// sorted prefixes without that first byte.
const INDEX: usize = 256 * 4;

fn contains(table: &[u8], prefix: usize, sha256: &[u8; 32]) -> bool {
    let width = prefix - 1;
    let (index, entries) = table.split_at(INDEX);
    let total = entries.len() / width;
    let start_of = |first: usize| {
        index.get(first * 4..first * 4 + 4).map_or(total, |bytes| {
            bytes.iter().rev().fold(0, |value, byte| value << 8 | usize::from(*byte))
        })
    };
    let first = usize::from(sha256[0]);
    let (mut low, mut high) = (start_of(first), start_of(first + 1));
    let wanted = &sha256[1..prefix];
    while low < high {
        let middle = low + (high - low) / 2;
        match entries[middle * width..(middle + 1) * width].cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn hash(hex: &str) -> [u8; 32] {
        let mut out = [0; 32];
        for (byte, pair) in out.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        }
        out
    }

    #[test]
    fn a_shipped_page_is_known_with_its_place_and_builds() {
        let sha = hash("5e132f7121bdf85dc49b4cb6dab2aa3d100f89c3a2899a501315cc6ed3920479");
        let known = known_good(&sha).expect("autodiscover.svc");
        assert_eq!(known.class, Class::Server);
        assert!(known.pages.iter().any(|page| page.path == "autodiscover\\autodiscover.svc"));
        assert!(known.covers("x.aspx") && known.covers("x.css"));
        assert!(known.builds().is_some_and(|(first, last)| first <= last));
    }

    #[test]
    fn a_script_is_known_and_does_not_settle_a_page() {
        let sha = hash("00009d0212f55d6993c729ff4d553e0135a3e256837fa618349ebd8f20cb08f2");
        let known = known_good(&sha).expect("a shipped script");
        assert_eq!(known.class, Class::Browser);
        assert!(known.covers("flogon.js") && !known.covers("logon.aspx"));
        assert!(known.pages.is_empty() && known.builds().is_none());
    }

    #[test]
    fn one_changed_byte_inside_the_prefix_is_unknown() {
        let mut sha = hash("5e132f7121bdf85dc49b4cb6dab2aa3d100f89c3a2899a501315cc6ed3920479");
        sha[15] ^= 1;
        assert_eq!(known_good(&sha), None);
        assert_eq!(known_good(&[0; 32]), None);
        assert_eq!(known_good(&[0xff; 32]), None);
    }

    #[test]
    fn every_published_hash_is_held() {
        assert_eq!(known_good_count(), 130_386);
    }

    #[test]
    fn trailing_dots_do_not_change_the_class() {
        assert_eq!(Class::of("logo.png."), Class::Static);
        assert_eq!(Class::of("logo.png.aspx"), Class::Server);
        assert_eq!(Class::of("noextension"), Class::Server);
    }
}
