//! Exchange knowledge that no rule language can say: one technique, one file.
//!
//! Each technique is one or more [`Detector`]s; [`all`] lists them. A detector names record kinds
//! and columns and knows no format.

mod accounts;
mod backdoor;
mod came;
mod common;
mod crashes;
mod exchange;
mod files;
mod history;
mod host_setup;
mod network;
pub mod pages;
mod proxylogon;
mod proxyshell;
mod removal;
mod setup;
mod webshell;

use detect::Detector;

/// Every detector of this crate, in a fixed order.
pub fn all() -> Vec<Box<dyn Detector>> {
    let mut all: Vec<Box<dyn Detector>> = Vec::new();
    all.extend(proxylogon::detectors());
    all.push(Box::new(proxyshell::ProxyShell));
    all.push(Box::new(webshell::WebShell));
    all.push(Box::new(backdoor::BackDoor));
    all.extend(host_setup::detectors());
    all.push(Box::new(&accounts::SETUP));
    all.extend(exchange::detectors());
    all.push(Box::new(&files::SETUP));
    all.push(Box::new(&files::streams::SETUP));
    all.push(Box::new(&files::hidden::SETUP));
    all.push(Box::new(&files::renamed::SETUP));
    all.push(Box::new(&history::SETUP));
    all.extend(network::detectors());
    all.extend(removal::detectors());
    all.push(Box::new(&crashes::SETUP));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::RuleMeta;

    use super::*;

    fn rules() -> Vec<RuleMeta> {
        all().iter().flat_map(|detector| detector.rules().to_vec()).collect()
    }

    #[test]
    fn rule_ids_are_unique_dotted_and_lower_case() {
        let mut seen = BTreeSet::new();
        for rule in rules() {
            assert!(seen.insert(rule.id), "{} is there twice", rule.id);
            let (technique, name) = rule.id.split_once('.').unwrap_or_default();
            let plain = |part: &str| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            };
            assert!(plain(technique) && plain(name), "{} is not technique.name", rule.id);
        }
        assert!(!seen.is_empty());
    }

    #[test]
    fn every_rule_explains_itself() {
        for rule in rules() {
            assert!(rule.title.len() > 10 && rule.title.len() < 100, "{}: title", rule.id);
            assert!(rule.about.len() > 80, "{}: about", rule.id);
            assert!(rule.false_positives.len() > 20, "{}: false positives", rule.id);
            assert!(!rule.about.contains("  "), "{}: doubled blank", rule.id);
        }
    }

    #[test]
    fn every_rule_names_techniques_cves_and_sources_in_their_form() {
        for rule in rules() {
            assert!(!rule.techniques.is_empty(), "{}: no technique", rule.id);
            for technique in rule.techniques {
                let number = technique.strip_prefix('T').unwrap_or_default();
                let digits = number.bytes().filter(u8::is_ascii_digit).count();
                assert!(digits == 4 || digits == 7, "{}: {technique}", rule.id);
            }
            assert!(rule.cves.iter().all(|cve| cve.starts_with("CVE-20")), "{}: CVEs", rule.id);
            assert!(!rule.references.is_empty(), "{}: no source", rule.id);
            assert!(
                rule.references.iter().all(|source| source.starts_with("https://")),
                "{}: sources",
                rule.id
            );
        }
    }

    #[test]
    fn every_detector_asks_for_something() {
        for detector in all() {
            assert!(!detector.rules().is_empty());
            assert!(!detector.interests().is_empty(), "{}", detector.rules()[0].id);
        }
    }
}
