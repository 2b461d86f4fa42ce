//! What a rule says of itself, and what its hits mean for the verdict.

use std::collections::BTreeMap;

use model::{Claim, Confidence, Remedy, Severity, Stage};
use serde::{Deserialize, Serialize};

/// What a rule says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInfo {
    /// The rule's own id, usually a UUID; its name, or made from its file and title, if it has none.
    pub id: String,
    /// The name other rules refer to it by.
    pub name: Option<String>,
    /// One line.
    pub title: String,
    /// What it finds.
    pub description: String,
    /// How bad, in the rule's own word; `Medium` if it says nothing.
    pub level: Level,
    /// How mature, in the rule's own word.
    pub status: Option<String>,
    /// Tags, lower case: `attack.t1059.001`, `cve.2021-26855`, `afterpatch.stage.commands_run`.
    pub tags: Vec<String>,
    /// Where its facts come from.
    pub references: Vec<String>,
    /// How it can be wrong.
    pub false_positives: Vec<String>,
    /// What to do about a hit, with facts of the hit in braces: `Disable the task {service}`.
    pub remedy: Option<String>,
    /// Order of work of the remedy, see [`model::Remedy::order`].
    pub remedy_order: u8,
    /// Who wrote it.
    pub author: String,
    /// The file it was loaded from, as the caller named it.
    pub file: String,
}

/// A rule's own word for how bad a hit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Context.
    Informational,
    /// Rarely worth a look.
    Low,
    /// Worth a look.
    #[default]
    Medium,
    /// Needs a look.
    High,
    /// Needs a look now.
    Critical,
}

/// Tag of our own that says how far an intruder got whose deed the rule describes.
const STAGE_TAG: &str = "afterpatch.stage.";

/// Tag of our own that says what else a hit means for the verdict.
const CLAIM_TAG: &str = "afterpatch.claim.";

/// Order of work of a remedy whose rule names none: after containing, with removing.
pub(crate) const REMEDY_ORDER: u8 = 1;

/// Characters of a fact that a remedy quotes; an intruder may have written it.
const QUOTED_CHARS: usize = 160;

/// Tag of our own that says how sure a hit of the rule is.
const CONFIDENCE_TAG: &str = "afterpatch.confidence.";

impl RuleInfo {
    /// The id of its findings.
    pub fn finding_rule(&self) -> String {
        format!("sigma:{}", self.id)
    }

    /// How far an intruder got by what the rule describes.
    ///
    /// A rule says so with the tag `afterpatch.stage.<stage>` (`scanned`, `attempted`,
    /// `exploited`, `impersonated`, `file_written`, `shell_reached`, `commands_run`,
    /// `credentials_taken`, `data_taken`, `destroyed`). Without the tag it is `attempted`
    /// whatever its level and ATT&CK tactic: community rules describe what administrators do as
    /// often as what intruders do, and no single hit of one may turn a server into a broken-into
    /// one.
    pub fn stage(&self) -> Stage {
        match self.tagged(STAGE_TAG) {
            Some("scanned") => Stage::Scanned,
            Some("exploited") => Stage::Exploited,
            Some("impersonated") => Stage::Impersonated,
            Some("file_written") => Stage::FileWritten,
            Some("shell_reached") => Stage::ShellReached,
            Some("commands_run") => Stage::CommandsRun,
            Some("credentials_taken") => Stage::CredentialsTaken,
            Some("data_taken") => Stage::DataTaken,
            Some("destroyed") => Stage::Destroyed,
            _ => Stage::Attempted,
        }
    }

    /// How sure a hit is.
    ///
    /// | rule | confidence |
    /// |---|---|
    /// | tag `afterpatch.confidence.high`, `.medium` or `.low` beside a stage tag | as tagged |
    /// | stage tag alone | medium |
    /// | no stage tag, level high or critical, status not experimental | medium |
    /// | anything else | low: never decides an answer |
    pub fn confidence(&self) -> Confidence {
        let mature = !self
            .status
            .as_deref()
            .is_some_and(|status| matches!(status, "experimental" | "deprecated" | "unsupported"));
        match (self.tagged(STAGE_TAG), self.tagged(CONFIDENCE_TAG)) {
            (Some(_), Some("high")) => Confidence::High,
            (Some(_), Some("low")) => Confidence::Low,
            (Some(_), _) => Confidence::Medium,
            (None, _) if mature && self.level >= Level::High => Confidence::Medium,
            (None, _) => Confidence::Low,
        }
    }

    /// What a hit means beyond its stage, by the tag `afterpatch.claim.<claim>`
    /// (`back_door_was_present`, `back_door_removed`, `data_touched`). That a back door exists now
    /// no record of the past can say.
    pub fn claims(&self) -> Vec<Claim> {
        let known = |tag: &str| match tag.strip_prefix(CLAIM_TAG)? {
            "back_door_was_present" => Some(Claim::BackDoorWasPresent),
            "back_door_removed" => Some(Claim::BackDoorRemoved),
            "data_touched" => Some(Claim::DataTouched),
            _ => None,
        };
        self.tags.iter().filter_map(|tag| known(tag)).collect()
    }

    /// What to do about a hit with these facts. A fact that the hit lacks is told as such.
    pub(crate) fn remedy(&self, facts: &BTreeMap<String, String>) -> Option<Remedy> {
        let mut action = String::new();
        let mut rest = self.remedy.as_deref()?.trim();
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, behind)) = behind.split_once('}') else { break };
            action.push_str(before);
            match facts.get(name) {
                Some(value) => {
                    let one_line = |c: char| if c.is_control() { ' ' } else { c };
                    action.extend(value.chars().map(one_line).take(QUOTED_CHARS));
                    if value.chars().nth(QUOTED_CHARS).is_some() {
                        action.push('…');
                    }
                }
                None => action.push_str("(not named by the record)"),
            }
            rest = behind;
        }
        action.push_str(rest);
        Some(Remedy { action, order: self.remedy_order })
    }

    /// How bad, by its level.
    pub fn severity(&self) -> Severity {
        match self.level {
            Level::Informational => Severity::Info,
            Level::Low => Severity::Low,
            Level::Medium => Severity::Medium,
            Level::High => Severity::High,
            Level::Critical => Severity::Critical,
        }
    }

    /// ATT&CK techniques among its tags, as `T1059.001`.
    pub fn techniques(&self) -> Vec<String> {
        self.tags
            .iter()
            .filter_map(|tag| tag.strip_prefix("attack."))
            .filter(|tag| {
                tag.strip_prefix('t')
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            })
            .map(str::to_ascii_uppercase)
            .collect()
    }

    /// CVE numbers among its tags, as `CVE-2021-26855`.
    pub fn cves(&self) -> Vec<String> {
        self.tags
            .iter()
            .filter_map(|tag| tag.strip_prefix("cve."))
            .map(|number| format!("CVE-{}", number.replace('.', "-")))
            .collect()
    }

    fn tagged(&self, prefix: &str) -> Option<&str> {
        self.tags.iter().find_map(|tag| tag.strip_prefix(prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(level: Level, status: &str, tags: &[&str]) -> RuleInfo {
        RuleInfo {
            level,
            status: Some(status.to_owned()),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..RuleInfo::default()
        }
    }

    #[test]
    fn a_community_rule_never_says_more_than_attempted() {
        for tags in [&["attack.execution", "attack.t1059"][..], &["afterpatch.confidence.high"]] {
            let rule = rule(Level::Critical, "stable", tags);
            assert_eq!(rule.stage(), Stage::Attempted);
            assert_eq!(rule.confidence(), Confidence::Medium);
        }
        assert_eq!(rule(Level::Critical, "experimental", &[]).confidence(), Confidence::Low);
        assert_eq!(rule(Level::Medium, "stable", &[]).confidence(), Confidence::Low);
    }

    #[test]
    fn a_remedy_names_what_the_hit_names() {
        let facts = [("service".to_owned(), "up\ndate".to_owned())].into();
        let text = |remedy: &str| {
            let remedy = Some(remedy.to_owned());
            RuleInfo { remedy, remedy_order: 2, ..RuleInfo::default() }.remedy(&facts)
        };
        let action = |remedy: &str| text(remedy).map(|own| own.action).unwrap_or_default();
        assert_eq!(
            action("Stop {service}; look at {image}"),
            "Stop up date; look at (not named by the record)"
        );
        assert_eq!(action("An open {brace"), "An open {brace");
        assert_eq!(text("x").map(|own| own.order), Some(2));
        assert_eq!(RuleInfo::default().remedy(&facts), None);
    }

    #[test]
    fn claims_are_tags_and_never_about_now() {
        let own = rule(
            Level::High,
            "test",
            &["afterpatch.claim.back_door_was_present", "afterpatch.claim.back_door_present"],
        );
        assert_eq!(own.claims(), [Claim::BackDoorWasPresent]);
    }

    #[test]
    fn a_tagged_rule_says_what_its_tags_say() {
        let own = rule(
            Level::High,
            "stable",
            &[
                "afterpatch.stage.commands_run",
                "afterpatch.confidence.high",
                "attack.t1059.003",
                "cve.2021-26855",
            ],
        );
        assert_eq!((own.stage(), own.confidence()), (Stage::CommandsRun, Confidence::High));
        assert_eq!(own.techniques(), ["T1059.003"]);
        assert_eq!(own.cves(), ["CVE-2021-26855"]);
    }
}
