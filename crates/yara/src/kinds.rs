//! Which of the shipped rules can hit a program, and which anything else: a library of a web folder
//! need not be searched for the words of pages, nor a page for those of libraries.
//!
//! What a rule is for is read from its condition, so that nothing needs to be said twice: if a part
//! that must hold cannot hold for a kind of file, the rule is left out for it. What is not
//! understood may hold. A test asks all rules together and each kind for itself about every sample.

use std::collections::BTreeSet;

use crate::split::{Piece, Splitter, rule_name};

/// A kind of file, by its first two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It begins with `MZ`.
    Program,
    /// It does not.
    Other,
}

/// How YARA writes the first two bytes of a program as one number, lowest byte first.
const PROGRAM: &str = "0x5a4d";

/// The same, highest byte first.
const PROGRAM_BIG: &str = "4d5a";

impl Kind {
    /// The kind of a file.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"MZ") { Self::Program } else { Self::Other }
    }

    /// The text of a rule file with the rules that can hit this kind. Lines stay where they are. Of
    /// a private rule that cannot hold its name is left, for the rules that deny it.
    pub(crate) fn text(self, text: &str) -> String {
        let mut out = text.to_owned();
        let mut never = BTreeSet::new();
        for placed in Splitter::new(text) {
            let Piece::Rule(rule) = placed.piece else { continue };
            if self.may_hold(&condition(rule), &never) {
                continue;
            }
            never.insert(rule_name(rule));
            let lines = rule.bytes().filter(|byte| *byte == b'\n').count();
            let head = rule.split('{').next().unwrap_or_default();
            let stub = if head.split_whitespace().next() == Some("private") {
                format!("private rule {} {{ condition: false }}", rule_name(rule))
            } else {
                String::new()
            };
            // Replaced by as many bytes, so that offsets of later rules stay true.
            let blank = rule.len().saturating_sub(stub.len() + lines);
            let own = stub + &" ".repeat(blank) + &"\n".repeat(lines);
            if own.len() == rule.len() {
                out.replace_range(placed.start..placed.start + rule.len(), &own);
            }
        }
        out
    }

    /// Whether a condition may hold for a file of this kind, if the rules of `never` do not.
    fn may_hold(self, condition: &str, never: &BTreeSet<&str>) -> bool {
        let condition = within(condition.trim());
        let any = parts(condition, " or ");
        if any.len() > 1 {
            return any.iter().any(|part| self.may_hold(part, never));
        }
        let all = parts(condition, " and ");
        if all.len() > 1 {
            return all.iter().all(|part| self.may_hold(part, never));
        }
        !never.contains(condition) && self.begins_so(condition)
    }

    /// Whether a comparison of a file's first bytes may hold for this kind; true for all else.
    fn begins_so(self, test: &str) -> bool {
        let (test, denied) = test.strip_prefix("not ").map_or((test, false), |rest| (rest, true));
        let words: Vec<&str> = test.split_whitespace().collect();
        let [place, sign @ ("==" | "!="), number] = words[..] else { return true };
        let equal = (sign == "==") != denied;
        let number = number.to_ascii_lowercase();
        match (place, self) {
            ("uint16(0)", Self::Program) => equal == (number == PROGRAM),
            ("uint16(0)", Self::Other) => !(equal && number == PROGRAM),
            ("uint16be(0)" | "uint32be(0)", Self::Program) => {
                !equal || number.trim_start_matches("0x").starts_with(PROGRAM_BIG)
            }
            _ => true,
        }
    }
}

/// The condition of a rule in one line: what stands behind the last line that says so. Empty, which
/// may hold, if it has remarks.
fn condition(rule: &str) -> String {
    let body = rule.trim_end().strip_suffix('}').unwrap_or_default();
    let lines: Vec<&str> = body.lines().collect();
    let start = lines.iter().rposition(|line| line.trim() == "condition:");
    let words = lines[start.map_or(lines.len(), |at| at + 1)..].iter();
    let text = words.flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
    if text.contains("//") || text.contains("/*") { String::new() } else { text }
}

/// What stands within brackets that hold all of a text.
fn within(text: &str) -> &str {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inner {
        Some(inner) if parts(text, ")").len() == 2 => within(inner.trim()),
        _ => text,
    }
}

/// The parts of a condition between a word that stands in no brackets and in no quotes.
fn parts<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut depth, mut quoted, mut from) = (0_i32, false, 0);
    let mut all = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !text[..at].ends_with('\\') => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 && !quoted && at >= from && text.is_char_boundary(at) {
            let found = text[at..].starts_with(word);
            if found {
                all.push(text[from..at].trim());
                from = at + word.len();
            }
        }
    }
    all.push(text[from..].trim());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str) -> [bool; 2] {
        let never = BTreeSet::from(["page_text"]);
        [Kind::Program, Kind::Other].map(|kind| kind.may_hold(condition, &never))
    }

    #[test]
    fn conditions_tell_what_they_are_for() {
        for (condition, wanted) in [
            ("uint16(0) == 0x5a4d and any of them", [true, false]),
            ("filesize < 1MB and uint16(0) != 0x5A4D and $a", [false, true]),
            ("$a and not uint16(0) == 0x5a4d", [false, true]),
            ("not uint16(0) != 0x5a4d", [true, false]),
            ("(uint32be(0) == 0x89504e47 or uint16be(0) == 0xffd8) and $a", [false, true]),
            ("uint16be(0) == 0x4d5a", [true, true]),
            ("uint16(0) == 0x8b1f", [false, true]),
            ("$a and ($b or uint16(0) == 0x5a4d)", [true, true]),
            ("$a or uint16(0) == 0x5a4d and $b", [true, true]),
            ("uint16(0) == 0x5a4d or uint16(0) == 0x5a4d and $b", [true, false]),
            ("filepath contains \" and page_text and \" and $a", [true, true]),
            ("$a and page_text", [false, false]),
            ("$a and not page_text", [true, true]),
            ("(uint16(0) != 0x5a4d) and (($a) or ($b))", [false, true]),
            ("", [true, true]),
        ] {
            assert_eq!(holds(condition), wanted, "{condition}");
        }
    }

    #[test]
    fn a_condition_may_run_over_lines() {
        let rule =
            "rule a {\n strings:\n  $a = \"condition:\"\n condition:\n  $a and\n  $b\tor $c\n}";
        assert_eq!(condition(rule), "$a and $b or $c");
        assert_eq!(condition("rule a { condition:\n $a // and more\n }"), "");
        assert_eq!(condition("rule a { condition: $a }"), "");
    }

    #[test]
    fn rules_leave_with_their_lines_kept_and_private_names_stay() {
        let text = "private rule text_only\n{\n    strings:\n        $c = \"condition:\"\n    \
            condition:\n        uint16(0) != 0x5a4d and $c\n}\n\nrule page\n{\n    condition:\n        \
            text_only\n}\nrule both\n{\n    condition:\n        not text_only\n}\n";
        let programs = Kind::Program.text(text);
        assert_eq!(programs.lines().count(), text.lines().count());
        assert!(programs.starts_with("private rule text_only { condition: false }"));
        assert!(!programs.contains("rule page") && programs.contains("rule both"));
        assert_eq!(programs.find("rule both"), text.find("rule both"));
        assert_eq!(Kind::Other.text(text), text);
    }
}
