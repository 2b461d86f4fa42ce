//! The fast path, the plain path and the explanation give one answer, whatever the rules and the
//! records; and no text whatever makes the loader fail.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::borrow::Cow;

use detect::testing::MapRecord;
use model::{Locator, Makeup, Record, RecordKind, Shaped, Stored, Timestamp};
use proptest::prelude::*;
use sigma::{Matching, Placeholders, RuleSet};

/// A record with slots, as the event log reader gives them: one slot for each name, several
/// values of one name separated by a line feed, null values left out.
struct SlotRecord {
    names: Vec<String>,
    values: Vec<Vec<Option<String>>>,
}

impl SlotRecord {
    fn new(fields: &[(&'static str, Option<String>)]) -> Self {
        let mut own = Self { names: Vec::new(), values: Vec::new() };
        for (name, value) in fields {
            match own.names.iter().position(|own| own == name) {
                Some(at) => own.values[at].push(value.clone()),
                None => {
                    own.names.push((*name).to_owned());
                    own.values.push(vec![value.clone()]);
                }
            }
        }
        own
    }
}

impl Record for SlotRecord {
    fn kind(&self) -> &RecordKind {
        static EVENT: RecordKind = RecordKind::EVENT;
        &EVENT
    }
    fn time(&self) -> Option<Timestamp> {
        None
    }
    fn locator(&self) -> Locator {
        Locator::File
    }
    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let mut text = String::new();
        self.text(self.slot(field)?, &mut text).then_some(Cow::Owned(text))
    }
    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        for (name, values) in self.names.iter().zip(&self.values) {
            values.iter().flatten().for_each(|value| visit(name, value));
        }
    }
    fn shaped(&self) -> Option<&dyn Shaped> {
        Some(self)
    }
}

impl Shaped for SlotRecord {
    fn shape(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.names.hash(&mut hasher);
        let counts: Vec<usize> = self.values.iter().map(Vec::len).collect();
        counts.hash(&mut hasher);
        hasher.finish()
    }
    fn slot(&self, field: &str) -> Option<u32> {
        let at = self.names.iter().position(|name| name.eq_ignore_ascii_case(field))?;
        Some(u32::try_from(at).unwrap())
    }
    fn text(&self, slot: u32, out: &mut String) -> bool {
        let list: Vec<&str> =
            self.values[slot as usize].iter().flatten().map(String::as_str).collect();
        out.push_str(&list.join("\n"));
        !list.is_empty()
    }
    fn slots(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap()
    }
    fn stored(&self, slot: u32) -> Option<Stored<'_>> {
        let [value] = self.values[slot as usize].as_slice() else { return None };
        let text = value.as_deref().unwrap_or_default();
        let code = text.chars().all(|c| Makeup::CODE.contains(c));
        let makeup = if code { Makeup::Code } else { Makeup::Any };
        Some(Stored { kind: u8::from(value.is_some()), bytes: text.as_bytes(), makeup })
    }
    fn identity(&self, slot: u32, out: &mut Vec<u8>) -> Makeup {
        // As a reader would: the stored form of the value, from which its kind follows.
        let values = &self.values[slot as usize];
        out.extend_from_slice(format!("{values:?}").as_bytes());
        let code = |text: &String| text.chars().all(|c| Makeup::CODE.contains(c));
        if values.iter().flatten().all(code) { Makeup::Code } else { Makeup::Any }
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[abAB]{0,4}",
        "[ab*?\\\\-]{1,4}",
        Just("\u{c4}b".to_owned()),
        Just("\u{130}".to_owned()),
        Just("\u{212a}a".to_owned()),
        Just(" -a".to_owned()),
        "[0-9]{1,2}",
        Just("0x1f".to_owned()),
        Just("192.0.2.1".to_owned()),
    ]
}

fn item() -> impl Strategy<Value = String> {
    let modifiers = prop_oneof![
        Just(""),
        Just("|contains"),
        Just("|startswith"),
        Just("|endswith"),
        Just("|contains|all"),
        Just("|contains|windash"),
        Just("|contains|cased"),
        Just("|re|i"),
        Just("|base64offset|contains"),
        Just("|fieldref"),
        Just("|exists"),
        Just("|gte"),
        Just("|cidr"),
        Just("|neq"),
    ];
    let field = prop_oneof![Just("A"), Just("B"), Just("Data"), Just("EventID"), Just("")];
    (field, modifiers, prop::collection::vec(word(), 1..3), any::<bool>()).prop_map(
        |(field, modifier, values, null)| {
            let values: Vec<String> = match modifier {
                "|exists" => vec!["true".into()],
                "|gte" => vec!["5".into()],
                "|cidr" => vec!["192.0.2.0/24".into()],
                "|fieldref" => vec!["B".into()],
                "|re|i" => vec!["a.?b".into()],
                "" if null && !field.is_empty() => vec!["null".into()],
                _ => values.iter().map(|text| format!("'{}'", text.replace('\'', ""))).collect(),
            };
            format!("'{field}{modifier}': [{}]", values.join(", "))
        },
    )
}

fn rule() -> impl Strategy<Value = String> {
    let condition = prop_oneof![
        Just("s1 and s2"),
        Just("s1 or s2"),
        Just("s1 and not s2"),
        Just("not s1"),
        Just("1 of them"),
        Just("2 of s*"),
        Just("all of s* and not f1"),
    ];
    let source = prop_oneof![
        Just("product: windows"),
        Just("product: windows, service: security"),
        Just("product: windows, category: process_creation"),
    ];
    (source, item(), item(), item(), condition).prop_map(|(source, a, b, c, condition)| {
        format!(
            "title: t\nlogsource: {{{source}}}\ndetection:\n  s1: {{{a}}}\n  s2:\n    - {b}\n    - {c}\n  f1: {{{b}, EventID: 4688}}\n  condition: {condition}\n"
        )
    })
}

fn fields() -> impl Strategy<Value = Vec<(&'static str, Option<String>)>> {
    let field = || prop_oneof![Just("A"), Just("B"), Just("Data"), Just("C")];
    let head = prop_oneof![Just("4688"), Just("4624")];
    (head, prop::collection::vec((field(), prop::option::of(word())), 0..5)).prop_map(
        |(id, more)| {
            let mut list =
                vec![("Channel", Some("Security".to_owned())), ("EventID", Some(id.to_owned()))];
            list.extend(more);
            list
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fast_plain_and_explanation_agree(
        rules in prop::collection::vec(rule(), 1..6),
        records in prop::collection::vec(fields(), 1..8),
    ) {
        let texts: Vec<(&str, &str)> = rules.iter().map(|text| ("r", text.as_str())).collect();
        let set = RuleSet::load(texts, &Placeholders::new());
        let mut slotted = Matching::new(&set);
        let mut named = Matching::new(&set);
        // Each record comes twice, and others between, so that memories are asked, too.
        for fields in records.iter().chain(&records) {
            let slots = SlotRecord::new(fields);
            let present: Vec<(&str, &str)> = fields
                .iter()
                .filter_map(|(name, value)| Some((*name, value.as_deref()?)))
                .collect();
            let map = MapRecord::new(RecordKind::EVENT, "", &present);
            let all = 0..set.rules().len();
            // Each on its own record: values of one name stand together in a slot, and keywords
            // may span values in the order they stand.
            let plain: Vec<usize> =
                all.clone().filter(|place| set.evaluate_plain(*place, &slots)).collect();
            let plain_map: Vec<usize> =
                all.filter(|place| set.evaluate_plain(*place, &map)).collect();
            prop_assert_eq!(&slotted.rules(&slots), &plain, "slots: {:?}\n{:?}", fields, rules);
            prop_assert_eq!(&named.rules(&map), &plain_map, "names: {:?}\n{:?}", fields, rules);
            for place in 0..set.rules().len() {
                let told = set.explain(place, &slots).unwrap();
                prop_assert_eq!(told.matched, plain.contains(&place));
            }
        }
    }

    #[test]
    fn no_text_makes_the_loader_fail(text in "[a-z:\\- \n|'\\[\\]{}*?%&!>]{0,200}") {
        sigma::fuzz::load(text.as_bytes());
        let rule = format!("title: t\nlogsource: {{product: windows}}\ndetection:\n  {text}\n  condition: s\n");
        sigma::fuzz::load(rule.as_bytes());
    }

    #[test]
    fn rules_that_load_pass_the_fuzz_body(rule in rule()) {
        sigma::fuzz::load(rule.as_bytes());
    }

    #[test]
    fn no_bytes_make_the_cache_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut framed = b"afterpatch-sigma-3\n".to_vec();
        framed.extend(bytes);
        let _refused = RuleSet::from_bytes(&framed);
    }
}
