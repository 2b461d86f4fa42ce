//! The body of the fuzz target for the rule loader, shared with the property tests.

use model::{Locator, Record, RecordKind, Timestamp};

use crate::{Matching, Placeholders, RuleSet, SigmaDetector};

/// Loads any bytes as a file of rules; what loads is tried on a record, fast and plain, and kept
/// in a cache.
///
/// # Panics
/// If the two answers differ or the cache cannot be read back.
pub fn load(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let set = RuleSet::load([("fuzz.yml", &*text)], &Placeholders::new());
    let mut fast = Matching::new(&set);
    for id in ["1", "4688"] {
        let record = Text(&text, id);
        assert_eq!(fast.rules(&record), set.plain_rules(&record), "fast and plain differ");
        for place in 0..set.rules().len() {
            std::hint::black_box(set.explain(place, &record));
        }
    }
    let rules = set.rules().len();
    let bytes = set.to_bytes().unwrap_or_default();
    match RuleSet::from_bytes(&bytes) {
        Ok(again) => assert_eq!(again.rules().len(), rules, "the cache lost rules"),
        Err(error) => panic!("the cache cannot be read back: {error}"),
    }
    std::hint::black_box(detect::Detector::interests(&SigmaDetector::new(set)));
}

/// A record that holds the rules' own text, so that something of it matches.
struct Text<'a>(&'a str, &'static str);

impl Text<'_> {
    fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let head = [("Channel", "Microsoft-Windows-Sysmon/Operational"), ("EventID", self.1)];
        let names = ["CommandLine", "Image", "Data", "a"];
        let lines = self.0.lines().map(|line| line.trim_matches([' ', '\'', '"', '-', '[', ']']));
        head.into_iter().chain(names.into_iter().cycle().zip(lines))
    }
}

impl Record for Text<'_> {
    fn kind(&self) -> &RecordKind {
        const { &RecordKind::EVENT }
    }
    fn time(&self) -> Option<Timestamp> {
        None
    }
    fn locator(&self) -> Locator {
        Locator::File
    }
    fn get(&self, field: &str) -> Option<std::borrow::Cow<'_, str>> {
        let found = self.fields().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
        Some(found.1.into())
    }
    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields().for_each(|(name, value)| visit(name, value));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_and_no_rule() {
        super::load(b"title: x\nlogsource: {product: windows, service: sysmon}\ndetection:\n  s: {Image|contains: title}\n  condition: s\n");
        super::load(b"\xff: [");
    }
}
