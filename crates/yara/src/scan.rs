//! Runs rules over one file, within a budget, and says what was left out.

use std::{fmt, sync::Arc, time::Duration};

use boreal::scanner::{EvaluatedRule, ScanError};
use model::{Gap, GapReason, Locator, WinPath};

use crate::{EXTERNALS, RuleInfo, Rules, filetype::filetype, kinds::Kind, rules::Group};

/// Matched strings kept per rule and file; enough to see why it hit.
pub const KEPT_STRINGS: usize = 20;

/// Matches kept of one string of a rule, so that a frequent one does not hide the others.
const KEPT_PER_STRING: usize = 3;

/// One file to look at.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path on the examined server.
    pub path: &'a WinPath,
    /// Its content, from its first byte. If less than the file is held, the caller says so
    /// elsewhere: here what is given counts as the whole.
    pub bytes: &'a [u8],
    /// The account that owns it, where the source knows.
    pub owner: Option<&'a str>,
}

/// What rules found in one file.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The rules that hit, shipped ones first, in order of file and line.
    pub matches: Vec<Match>,
    /// What the rules did not look at. Each is a gap.
    pub skipped: Vec<Skip>,
}

/// A rule that hit.
#[derive(Clone, Debug)]
pub struct Match {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// What of the content it named, in order of place; at most [`KEPT_STRINGS`].
    pub strings: Vec<Found>,
    /// How many more there were.
    pub more: usize,
}

/// A string of a rule, found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The string's name in the rule, without the dollar sign; empty if it has none.
    pub name: String,
    /// Where it begins, in bytes from the file's first.
    pub offset: u64,
    /// How many bytes it spans.
    pub length: u64,
    /// Its first bytes: printable ASCII as it stands, everything else escaped. UTF-16 text of
    /// ASCII letters is shown as these letters.
    pub excerpt: String,
}

/// What of a file some rules did not look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Whether it is the shipped rules that did not; else those of a pack.
    pub shipped: bool,
    /// Why.
    pub why: Why,
}

/// Why rules did not look at all of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Larger than the budget: only its first bytes were looked at.
    TooLarge {
        /// Bytes looked at.
        looked_at: usize,
        /// Bytes it has.
        size: usize,
    },
    /// It took longer than the budget; rules may have gone unasked.
    TooSlow {
        /// The budget.
        budget: Duration,
    },
    /// The engine gave up for another reason; rules may have gone unasked.
    Failed,
}

impl Skip {
    /// The kind of gap it is.
    pub fn reason(&self) -> GapReason {
        match self.why {
            Why::TooLarge { .. } | Why::TooSlow { .. } => GapReason::TooLarge,
            Why::Failed => GapReason::Internal,
        }
    }

    /// It as a gap of the file at `path`.
    pub fn gap(&self, path: &WinPath) -> Gap {
        match self.why {
            Why::TooLarge { looked_at, size } => {
                let (offset, length) = (looked_at as u64, (size - looked_at) as u64);
                let place = Locator::Bytes { offset, length };
                Gap::at(path.clone(), place, self.reason(), self.to_string()).bytes(length)
            }
            _ => Gap::whole(path.clone(), self.reason(), self.to_string()),
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = if self.shipped { "the shipped YARA rules" } else { "the given YARA rules" };
        match self.why {
            Why::TooLarge { looked_at, size } => {
                write!(f, "{rules} looked at the first {looked_at} of {size} bytes")
            }
            Why::TooSlow { budget } => write!(
                f,
                "{rules} took more than {} seconds and were stopped; some were not tried",
                budget.as_secs()
            ),
            Why::Failed => write!(f, "{rules} could not be tried to their end"),
        }
    }
}

impl Rules {
    /// Looks at one file with all rules. A file that is known good is not looked at: what a
    /// published build ships is settled by its hash.
    ///
    /// May be called from several threads at once.
    pub fn scan(&self, file: &File<'_>, known_good: bool) -> Scan {
        let mut scan = Scan::default();
        if known_good {
            return scan;
        }
        let externals = Externals::of(file);
        Group::shipped(Kind::of(file.bytes)).scan(file, &externals, true, &mut scan);
        if let Some(packs) = &self.packs {
            packs.scan(file, &externals, false, &mut scan);
        }
        scan
    }
}

/// Values of the external variables, in the order of [`EXTERNALS`]. In lower case and with the dot
/// in the extension, as the packs' own scanners give them.
struct Externals([String; EXTERNALS.len()]);

impl Externals {
    fn of(file: &File<'_>) -> Self {
        let extension = file.path.extension().map_or_else(String::new, |own| format!(".{own}"));
        Self([
            file.path.file_name().to_lowercase(),
            file.path.as_str().to_lowercase(),
            extension,
            filetype(file.bytes).to_owned(),
            file.owner.unwrap_or_default().to_lowercase(),
        ])
    }
}

impl Group {
    fn scan(&self, file: &File<'_>, externals: &Externals, shipped: bool, scan: &mut Scan) {
        let mut skip = |why| scan.skipped.push(Skip { shipped, why });
        let size = file.bytes.len();
        let looked_at = size.min(self.bytes);
        if looked_at < size {
            skip(Why::TooLarge { looked_at, size });
        }
        let mut scanner = self.scanner.clone();
        for (name, value) in EXTERNALS.into_iter().zip(&externals.0) {
            if scanner.define_symbol(name, value.as_str()).is_err() {
                skip(Why::Failed);
                return;
            }
        }
        let result = match scanner.scan_mem(&file.bytes[..looked_at]) {
            Ok(result) => result,
            Err((error, partial)) => {
                skip(match error {
                    ScanError::Timeout => Why::TooSlow { budget: self.time },
                    _ => Why::Failed,
                });
                partial
            }
        };
        let mut matches: Vec<Match> =
            result.rules.iter().filter_map(|rule| self.matched(rule)).collect();
        matches.sort_by(|a, b| {
            let key = |own: &Match| (own.rule.file.clone(), own.rule.line);
            key(a).cmp(&key(b))
        });
        // A file that two others include runs in both namespaces.
        matches.dedup_by(|a, b| a.rule.file == b.rule.file && a.rule.name == b.rule.name);
        scan.matches.extend(matches);
    }

    fn matched(&self, rule: &EvaluatedRule<'_>) -> Option<Match> {
        let info = self.infos.get(rule.namespace)?.get(rule.name)?;
        if info.private || !rule.matched {
            return None;
        }
        let mut strings: Vec<Found> = Vec::new();
        let mut total = 0;
        for own in &rule.matches {
            total += own.matches.len();
            strings.extend(own.matches.iter().take(KEPT_PER_STRING).map(|place| Found {
                name: own.name.to_owned(),
                offset: place.offset as u64,
                length: place.length as u64,
                excerpt: escaped(&place.data),
            }));
        }
        strings.sort_by_key(|found| found.offset);
        strings.truncate(KEPT_STRINGS);
        let more = total - strings.len();
        Some(Match { rule: Arc::clone(info), strings, more })
    }
}

/// Bytes as printable ASCII, see [`Found::excerpt`].
fn escaped(bytes: &[u8]) -> String {
    let wide = bytes.len() >= 4
        && bytes
            .chunks_exact(2)
            .all(|pair| pair[1] == 0 && pair[0].is_ascii_graphic() | (pair[0] == b' '));
    let step = if wide { 2 } else { 1 };
    let shown = bytes.iter().step_by(step);
    shown.flat_map(|byte| std::ascii::escape_default(*byte)).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_hold_nothing_that_a_terminal_obeys() {
        assert_eq!(escaped(b"a\x1b[2J\n\xff"), "a\\x1b[2J\\n\\xff");
        assert_eq!(escaped(b"c\0m\0d\0"), "cmd");
        assert_eq!(escaped(b"c\0"), "c\\x00");
    }

    #[test]
    fn a_scan_beyond_its_time_is_stopped_and_told() {
        let text = b"rule early { condition: true } rule many { strings: $a = \"abab\" condition: #a > 5 }";
        let files = [crate::PackFile { name: "a.yar", bytes: text }];
        let (mut group, _) = Group::new(crate::pack::load(files), false);
        group.limit(Duration::ZERO);
        let path = WinPath::new("C:\\a");
        let bytes = b"ab".repeat(50_000);
        let file = File { path: &path, bytes: &bytes, owner: None };
        let mut scan = Scan::default();
        group.scan(&file, &Externals::of(&file), false, &mut scan);
        let why = Why::TooSlow { budget: Duration::ZERO };
        assert_eq!(scan.skipped, [Skip { shipped: false, why }]);
    }

    #[test]
    fn skips_are_gaps() {
        let path = WinPath::new("C:\\a.dll");
        let skip = Skip { shipped: true, why: Why::TooLarge { looked_at: 10, size: 30 } };
        let gap = skip.gap(&path);
        assert_eq!((gap.reason, gap.bytes), (GapReason::TooLarge, Some(20)));
        let slow = Skip { shipped: false, why: Why::TooSlow { budget: Duration::from_secs(3) } };
        assert!(slow.gap(&path).detail.contains("more than 3 seconds"));
    }
}
