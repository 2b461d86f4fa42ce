//! Regular expressions: compiled when first needed, and the literals that they cannot do without.

use std::sync::OnceLock;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use crate::text::{Text, fold};

/// Largest compiled size of one regular expression, in bytes. The same bound as the library's
/// own default, named because rules come from anyone.
const REGEX_BYTES: usize = 10 << 20;

/// Expressions of no more characters than this, counted repetitions written out, stay far below
/// [`REGEX_BYTES`].
const SURELY_SMALL: usize = 320;

/// Ranges of characters up to which a class counts as one character.
const SMALL_CLASS: usize = 16;

/// Characters that a larger class counts as: `\w` takes some 32 KB.
const LARGE_CLASS: usize = 4;

/// Most literals of which one must stand in a text. An expression with more is looked at always.
const MOST_NEEDS: usize = 64;

/// Most characters of a class that are looked at: the cases of one letter are at most four.
const CASES: usize = 4;

/// A regular expression, compiled when first needed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Regex {
    /// As written.
    pub source: String,
    /// Flag `i`.
    pub ignore_case: bool,
    /// Flag `m`.
    pub multi_line: bool,
    /// Flag `s`.
    pub dot_all: bool,
    #[serde(skip)]
    compiled: OnceLock<Option<regex::Regex>>,
    /// What [`Regex::needs`] says, once asked.
    #[serde(skip)]
    needed: OnceLock<Option<Vec<String>>>,
}

impl Regex {
    /// An expression; an error if it is not one or would be too large. Compiling takes most of the
    /// time of loading rules, so it is put off where the size cannot come near the limit.
    pub(crate) fn new(
        source: &str,
        ignore_case: bool,
        multi_line: bool,
        dot_all: bool,
    ) -> Result<Self, regex::Error> {
        let own = Self {
            source: source.to_owned(),
            ignore_case,
            multi_line,
            dot_all,
            compiled: OnceLock::new(),
            needed: OnceLock::new(),
        };
        let parsed = own.parsed().map_err(|error| regex::Error::Syntax(error.to_string()))?;
        if weight(&parsed) > SURELY_SMALL {
            own.build()?;
        }
        Ok(own)
    }

    fn parsed(&self) -> Result<Hir, Box<regex_syntax::Error>> {
        regex_syntax::ParserBuilder::new()
            .case_insensitive(self.ignore_case)
            .multi_line(self.multi_line)
            .dot_matches_new_line(self.dot_all)
            .build()
            .parse(&self.source)
            .map_err(Box::new)
    }

    /// Texts, folded, of which one must stand in a folded text that matches; `None` if the
    /// expression needs none.
    pub(crate) fn needs(&self) -> Option<Vec<String>> {
        needs(&self.parsed().ok()?)
    }

    fn build(&self) -> Result<regex::Regex, regex::Error> {
        regex::RegexBuilder::new(&self.source)
            .case_insensitive(self.ignore_case)
            .multi_line(self.multi_line)
            .dot_matches_new_line(self.dot_all)
            .size_limit(REGEX_BYTES)
            .build()
    }

    /// Whether a text holds a match. Compiling takes longer than most texts are worth, so it is
    /// left until a text comes that has what a match needs.
    pub(crate) fn is_match(&self, text: &Text) -> bool {
        if let Some(needed) = self.needed.get_or_init(|| self.needs())
            && !needed.iter().any(|literal| text.folded().contains(literal.as_str()))
        {
            return false;
        }
        // It was checked when the rule was loaded.
        self.compiled
            .get_or_init(|| self.build().ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(&text.raw))
    }
}

/// How many characters an expression has with its counted repetitions written out.
fn weight(hir: &Hir) -> usize {
    let sum = |list: &[Hir]| list.iter().map(weight).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) if class.ranges().len() > SMALL_CLASS => LARGE_CLASS,
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Repetition(repetition) => {
            // Without an upper end the last copy is repeated, and `a*` is one besides.
            let copies = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1);
            weight(&repetition.sub).max(1).saturating_mul(copies as usize)
        }
        HirKind::Capture(capture) => weight(&capture.sub).saturating_add(1),
        HirKind::Concat(list) | HirKind::Alternation(list) => sum(list),
    }
}

/// The literals of which one must stand in any match, folded.
fn needs(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(_) | HirKind::Class(_) => exact(hir).map(|text| vec![text]),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Alternation(list) => {
            let mut all = Vec::new();
            for part in list {
                all.extend(needs(part)?);
                if all.len() > MOST_NEEDS {
                    return None;
                }
            }
            Some(all)
        }
        HirKind::Concat(list) => {
            let mut best: Option<Vec<String>> = None;
            let mut consider = |found: Vec<String>| {
                let worth = |list: &[String]| list.iter().map(String::len).min().unwrap_or(0);
                if best.as_ref().is_none_or(|best| worth(best) < worth(&found)) {
                    best = Some(found);
                }
            };
            let mut run = String::new();
            for part in list {
                if let Some(text) = exact(part) {
                    run.push_str(&text);
                    continue;
                }
                if !run.is_empty() {
                    consider(vec![std::mem::take(&mut run)]);
                }
                if let Some(found) = needs(part) {
                    consider(found);
                }
            }
            if !run.is_empty() {
                consider(vec![run]);
            }
            best
        }
    }
}

/// The only text, folded, that a part stands for: a literal, or one letter in its cases.
fn exact(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(fold(std::str::from_utf8(&literal.0).ok()?)),
        HirKind::Class(Class::Unicode(class)) => {
            let chars = || class.iter().flat_map(|range| range.start()..=range.end());
            let mut cases = chars().take(CASES + 1).map(|c| fold(c.encode_utf8(&mut [0; 4])));
            let first = cases.next()?;
            let few = chars().nth(CASES).is_none();
            (few && cases.all(|case| case == first)).then_some(first)
        }
        HirKind::Capture(capture) => exact(&capture.sub),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(source: &str, ignore_case: bool) -> Option<Vec<String>> {
        Regex::new(source, ignore_case, false, false).unwrap().needs()
    }

    #[test]
    fn what_a_match_cannot_do_without() {
        let some = |list: &[&str]| Some(list.iter().map(|&text| text.to_owned()).collect());
        assert_eq!(needed("a+b.*iNvoke-Web", false), some(&["invoke-web"]));
        assert_eq!(needed("(?:cmd|power.*hell)\\.exe", false), some(&[".exe"]));
        assert_eq!(needed("^(?:cmdline|power.*hell)$", true), some(&["cmdline", "power"]));
        // Without case `s` is also the long s, which folds to itself; `k` is also the Kelvin sign.
        assert_eq!(needed("sek", true), some(&["ek"]));
        assert_eq!(needed("x?[ab]", false), None);
        assert_eq!(needed("\\d{3}", false), None);
    }

    #[test]
    fn what_is_no_expression_or_too_large_is_refused() {
        assert!(Regex::new("(", false, false, false).is_err());
        assert!(Regex::new("(?:\\w{1000}){1000}", false, false, false).is_err());
        assert!(Regex::new("(?:(?:\\w{30}){30}){30}", false, false, false).is_err());
        // Whatever is small enough not to be tried is small enough.
        let large = SURELY_SMALL / LARGE_CLASS;
        for most in [format!("\\w{{{large}}}"), format!("\\s{{{SURELY_SMALL}}}")] {
            let most = Regex::new(&most, true, false, false).unwrap();
            assert!(weight(&most.parsed().unwrap()) <= SURELY_SMALL && most.build().is_ok());
        }
        assert!(Regex::new(r"(?=look)", false, false, false).is_err());
    }
}
