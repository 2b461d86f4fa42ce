//! A hit as a record, which is how detectors see it.

use std::borrow::Cow;

use model::{FileTimes, Locator, Record, RecordKind, Timestamp, WinPath};

use crate::Match;

/// What is known of the file that a rule hit.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// Its path on the examined server.
    pub path: &'a WinPath,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in lower-case hex, where it was computed.
    pub sha256: Option<&'a str>,
    /// Its times, where the source keeps them.
    pub times: FileTimes,
    /// Whether a published build ships it.
    pub known_good: bool,
    /// Whether nothing runs it where it lies and under the name it has.
    pub inert: bool,
}

/// A hit as a record of kind [`RecordKind::YARA`].
///
/// Fields: `rule`, `pack` (the rule's file), `shipped` (`yes` or `no`), `path`, `size`, `sha256`,
/// `created`, `modified`, `known_good` and `inert` (`yes` or `no`), `description`, `author`, `reference` (once
/// per reference), `date`, `hash` (once per hash), `score`, `tags` (separated by commas),
/// `technique` (once per technique), `false_positives`, `stage`, `confidence` and `claim` (what the
/// rule says, see [`crate::RuleInfo`]), `string` (once per matched string: `NAME at OFFSET: TEXT`),
/// `more` (matched strings beyond these). What is not known is absent.
#[derive(Clone, Debug)]
pub struct HitRecord {
    locator: Locator,
    fields: Vec<(&'static str, String)>,
}

/// The record of one hit, for the engine to show to the detectors.
pub fn record_of(hit: &Match, about: &About<'_>) -> HitRecord {
    let rule = &*hit.rule;
    let mut fields = vec![
        ("rule", rule.name.clone()),
        ("pack", rule.file.clone()),
        ("shipped", yes(rule.shipped)),
        ("path", about.path.to_string()),
        ("size", about.size.to_string()),
        ("known_good", yes(about.known_good)),
        ("inert", yes(about.inert)),
    ];
    let mut put = |name, value: &str| {
        if !value.is_empty() {
            fields.push((name, value.to_owned()));
        }
    };
    put("sha256", about.sha256.unwrap_or_default());
    for (name, time) in [("created", about.times.created), ("modified", about.times.modified)] {
        put(name, &time.map_or_else(String::new, |time| time.to_string()));
    }
    put("description", &rule.description);
    put("author", &rule.author);
    rule.references.iter().for_each(|own| put("reference", own));
    put("date", &rule.date);
    rule.hashes.iter().for_each(|own| put("hash", own));
    put("score", &rule.score.map_or_else(String::new, |score| score.to_string()));
    put("tags", &rule.tags.join(","));
    rule.techniques.iter().for_each(|own| put("technique", own));
    put("false_positives", &rule.false_positives);
    put("stage", &rule.stage);
    put("confidence", &rule.confidence);
    put("claim", &rule.claim);
    for found in &hit.strings {
        put("string", &format!("{} at {}: {}", found.name, found.offset, found.excerpt));
    }
    put("more", &if hit.more > 0 { hit.more.to_string() } else { String::new() });
    let first = hit.strings.first();
    let locator = first.map_or(Locator::File, |found| Locator::Bytes {
        offset: found.offset,
        length: found.length,
    });
    HitRecord { locator, fields }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

impl Record for HitRecord {
    fn kind(&self) -> &RecordKind {
        static KIND: RecordKind = RecordKind::YARA;
        &KIND
    }

    /// None: what a file system says of a file's time is not the file's own word.
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let found = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
        Some(Cow::Borrowed(&found.1))
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }

    /// The matched strings: the file's own bytes, which anybody can go and look at.
    fn excerpt(&self) -> String {
        let strings = self.fields.iter().filter(|(name, _)| *name == "string");
        let text: Vec<&str> = strings.map(|(_, value)| &**value).collect();
        if text.is_empty() {
            return "the rule's condition is about the file as a whole".to_owned();
        }
        model::excerpt_of(text.join("; ").as_bytes())
    }
}
