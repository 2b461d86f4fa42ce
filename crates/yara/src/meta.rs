//! What a rule says of itself, and what its hits mean for the verdict.

use model::{Claim, Confidence, Stage};

/// What a rule says of itself in its name, tags and `meta` section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its name.
    pub name: String,
    /// The file it stands in, as the caller named it.
    pub file: String,
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// Whether this program brought it along.
    pub shipped: bool,
    /// Whether other rules may use it but it is never reported.
    pub private: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// What it finds.
    pub description: String,
    /// Who wrote it.
    pub author: String,
    /// Where its facts come from.
    pub references: Vec<String>,
    /// When it was written, in its own words.
    pub date: String,
    /// Hashes of files it was written for.
    pub hashes: Vec<String>,
    /// How bad a hit is by its own number, 0 to 100, where it gives one.
    pub score: Option<i64>,
    /// ATT&CK techniques it names, as `T1505.003`.
    pub techniques: Vec<String>,
    /// How it can be wrong.
    pub false_positives: String,
    /// `stage` of its `meta` section: a name of [`Stage`], for example `file_written`. Heeded in
    /// shipped rules only.
    pub stage: String,
    /// `confidence` of its `meta` section: `high`, `medium` or `low`. Heeded in shipped rules only.
    pub confidence: String,
    /// `claim` of its `meta` section: `back_door` or `data_touched`. Heeded in shipped rules only.
    pub claim: String,
}

/// A value of a `meta` section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text, or a boolean as text.
    Text(String),
    /// A number.
    Number(i64),
}

/// Longest text taken from one `meta` entry, in bytes; a pack is anybody's text.
const META_BYTES: usize = 2_000;

/// Scores from which a third party's hit is likely true: what its packs' own scanners warn at
/// (<https://github.com/Neo23x0/Loki>).
const LIKELY_SCORE: i64 = 60;

/// Scores from which a third party's rule says that it is sure.
const SURE_SCORE: i64 = 90;

/// Words in a third party's rule that say that what it finds gives access.
const ACCESS_WORDS: [&str; 8] =
    ["webshell", "web shell", "web_shell", "backdoor", "back door", "back_door", "trojan", "_rat_"];

impl RuleInfo {
    /// Takes over one entry of the `meta` section. Names are compared without case; packs use
    /// several names for one thing.
    pub(crate) fn take(&mut self, name: &str, value: Value) {
        let name = name.to_ascii_lowercase();
        let text = match value {
            Value::Number(number) if matches!(&*name, "score") => {
                self.score = Some(number);
                return;
            }
            Value::Number(number) => number.to_string(),
            Value::Text(text) => clip(&text).to_owned(),
        };
        match &*name {
            "description" | "desc" => self.description = text,
            "author" | "authors" => self.author = text,
            "date" | "creation_date" => self.date = text,
            "score" => self.score = text.trim().parse().ok(),
            "stage" => self.stage = text,
            "confidence" => self.confidence = text,
            "claim" => self.claim = text,
            "false_positives" | "falsepositive" | "fp" => self.false_positives = text,
            "attack" | "mitre" | "mitre_att" | "mitre_attack" => {
                self.techniques = techniques(&text)
            }
            "url" | "link" => self.references.push(text),
            _ if name.starts_with("reference") || name == "ref" => self.references.push(text),
            _ if name.starts_with("hash") || name.starts_with("sha") || name.starts_with("md5") => {
                self.hashes.push(text);
            }
            _ => {}
        }
    }

    /// How far an intruder got who put such a file there. A shipped rule says so; a third party's
    /// never says more than that a file was written, and only if it is more than a hint.
    pub fn stage(&self) -> Stage {
        match &*self.stage {
            _ if !self.shipped && self.confidence() == Confidence::Low => Stage::Attempted,
            _ if !self.shipped => Stage::FileWritten,
            "scanned" => Stage::Scanned,
            "attempted" => Stage::Attempted,
            "exploited" => Stage::Exploited,
            "impersonated" => Stage::Impersonated,
            "shell_reached" => Stage::ShellReached,
            "commands_run" => Stage::CommandsRun,
            "credentials_taken" => Stage::CredentialsTaken,
            "data_taken" => Stage::DataTaken,
            "destroyed" => Stage::Destroyed,
            _ => Stage::FileWritten,
        }
    }

    /// How sure a hit is.
    ///
    /// | rule | confidence |
    /// |---|---|
    /// | shipped | as its `confidence` says; without it, low |
    /// | a third party's, score 90 or more | high |
    /// | score 60 to 89 | medium |
    /// | score below 60 | low |
    /// | no score, but it speaks of a web shell or back door | medium |
    /// | no score otherwise | low |
    pub fn confidence(&self) -> Confidence {
        if self.shipped {
            return match &*self.confidence {
                "high" => Confidence::High,
                "medium" => Confidence::Medium,
                _ => Confidence::Low,
            };
        }
        match self.score {
            Some(score) if score >= SURE_SCORE => Confidence::High,
            Some(score) if score >= LIKELY_SCORE => Confidence::Medium,
            None if self.speaks_of_access() => Confidence::Medium,
            _ => Confidence::Low,
        }
    }

    /// What a hit says beyond its stage. Nothing when it is no more than a hint.
    pub fn claim(&self) -> Option<Claim> {
        if self.confidence() == Confidence::Low {
            return None;
        }
        match (&*self.claim, self.shipped) {
            ("back_door", true) => Some(Claim::BackDoorPresent),
            ("data_touched", true) => Some(Claim::DataTouched),
            (_, false) if self.speaks_of_access() => Some(Claim::BackDoorPresent),
            _ => None,
        }
    }

    fn speaks_of_access(&self) -> bool {
        let said = format!("{} {} {}", self.name, self.tags.join(" "), self.description);
        let said = said.to_lowercase();
        ACCESS_WORDS.iter().any(|word| said.contains(word))
    }
}

/// ATT&CK techniques in a text, as `T1505.003`.
fn techniques(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .map(|word| word.trim_end_matches('.').to_ascii_uppercase())
        .map(|word| word.strip_prefix("ATTACK.").map_or(word.clone(), str::to_owned))
        .filter(|word| {
            word.len() >= 5
                && word.starts_with('T')
                && word[1..5].bytes().all(|c| c.is_ascii_digit())
        })
        .collect()
}

/// At most [`META_BYTES`] of a text, cut between characters.
fn clip(text: &str) -> &str {
    &text[..text.floor_char_boundary(META_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn third(score: Option<i64>, name: &str) -> RuleInfo {
        RuleInfo { name: name.to_owned(), score, ..RuleInfo::default() }
    }

    #[test]
    fn a_third_party_is_believed_by_its_score() {
        for (score, name, wanted, stage) in [
            (Some(95), "X", Confidence::High, Stage::FileWritten),
            (Some(60), "X", Confidence::Medium, Stage::FileWritten),
            (Some(59), "WebShell_X", Confidence::Low, Stage::Attempted),
            (None, "WebShell_X", Confidence::Medium, Stage::FileWritten),
            (None, "X", Confidence::Low, Stage::Attempted),
        ] {
            let rule = third(score, name);
            assert_eq!((rule.confidence(), rule.stage()), (wanted, stage), "{score:?} {name}");
        }
        assert_eq!(third(Some(80), "WebShell_X").claim(), Some(Claim::BackDoorPresent));
        assert_eq!(third(Some(80), "Tool_X").claim(), None);
        assert_eq!(third(Some(10), "WebShell_X").claim(), None);
    }

    #[test]
    fn a_third_party_cannot_say_what_only_shipped_rules_may() {
        let mut rule = third(None, "X");
        rule.take("stage", Value::Text("destroyed".to_owned()));
        rule.take("confidence", Value::Text("high".to_owned()));
        rule.take("claim", Value::Text("back_door".to_owned()));
        assert_eq!(
            (rule.stage(), rule.confidence(), rule.claim()),
            (Stage::Attempted, Confidence::Low, None)
        );
        rule.shipped = true;
        assert_eq!(
            (rule.stage(), rule.confidence(), rule.claim()),
            (Stage::Destroyed, Confidence::High, Some(Claim::BackDoorPresent))
        );
    }

    #[test]
    fn the_many_names_of_meta() {
        let mut rule = RuleInfo::default();
        rule.take("Score", Value::Text(" 75 ".to_owned()));
        rule.take("reference1", Value::Text("https://example.org/a".to_owned()));
        rule.take("URL", Value::Text("https://example.org/b".to_owned()));
        rule.take("mitre_att", Value::Text("attack.t1505.003, T1059.".to_owned()));
        rule.take("sha256", Value::Text("00".to_owned()));
        rule.take("version", Value::Number(3));
        assert_eq!(rule.score, Some(75));
        assert_eq!(rule.references.len(), 2);
        assert_eq!(rule.hashes, ["00"]);
        assert_eq!(rule.techniques, ["T1505.003", "T1059"]);
    }
}
