//! Which rows of the large text logs the rules want to see.
//!
//! IIS and HttpProxy write hundreds of megabytes a day, so a rule's witnesses become tests of
//! single columns: a row in which no literal of any rule stands is never made into a record.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use detect::{Interest, Test, When};
use model::RecordKind;

use crate::{
    bucket::{concerned, known_by},
    fields::{Family, KEYWORDS},
    forms::{Form, forms},
    load::RuleSet,
    logsource::{Key, SOURCES},
    text::fold,
    witness::{Witness, witnesses},
};

/// Logs with so many rows that not every one is looked at.
const LARGE: [RecordKind; 5] = [
    RecordKind::IIS,
    RecordKind::HTTP_PROXY,
    RecordKind::EWS,
    RecordKind::RPS_HTTP,
    RecordKind::MESSAGE_TRACKING,
];

/// Columns in which keywords are looked for, of those that a client can write to.
const IIS_TEXT: [&str; 7] = [
    "cs-uri-stem",
    "cs-uri-query",
    "cs(User-Agent)",
    "cs(Referer)",
    "cs(Cookie)",
    "cs-host",
    "cs-username",
];
const PROXY_TEXT: [&str; 7] = [
    "UrlStem",
    "UrlQuery",
    "UserAgent",
    "UrlHost",
    "AnchorMailbox",
    "AuthenticatedUser",
    "GenericErrors",
];

/// What the rules of a set want to see.
pub(crate) fn interests(set: &RuleSet) -> Vec<Interest> {
    let mut wanted = Vec::new();
    let used: Vec<&crate::logsource::Source> = SOURCES
        .iter()
        .enumerate()
        .filter(|(row, _)| set.rules.iter().any(|rule| usize::from(rule.source) == *row))
        .map(|(_, source)| source)
        .collect();
    if used.iter().any(|source| source.events()) {
        wanted.push(Interest::new([RecordKind::EVENT], When::Any));
    }
    let mut kinds: Vec<RecordKind> = used.iter().flat_map(|source| source.logs()).collect();
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        match columns(set, &kind).filter(|_| LARGE.contains(&kind)) {
            Some(columns) => {
                for (column, literals) in columns {
                    // Asked once per run, for as many columns as rules name.
                    let column: &'static str = String::leak(column);
                    let own = tests(literals).into_iter();
                    wanted.extend(own.map(|test| Interest::field([kind.clone()], column, test)));
                }
            }
            None => wanted.push(Interest::new([kind], When::Any)),
        }
    }
    wanted
}

/// Tests for any of the literals in a column, folded as rules compare. Literals of ASCII letters
/// go to the one automaton of the column, where they cost next to nothing; other letters can only
/// be equal to them in content that is not ASCII.
fn tests(literals: Vec<String>) -> Vec<Test> {
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&literals);
    let Ok(automaton) = automaton else { return Vec::new() };
    let folded =
        move |content: &[u8]| automaton.is_match(fold(&String::from_utf8_lossy(content)).as_str());
    if !literals.iter().all(|literal| literal.is_ascii()) {
        return vec![Test::is(folded)];
    }
    let plain = literals.into_iter().map(|literal| -> &'static str { String::leak(literal) });
    let plain = Test::contains(plain);
    vec![plain, Test::is(move |content| !content.is_ascii() && folded(content))]
}

/// For each column the literals of which one must stand there; `None` if some rule has no
/// witness, so that every row must be looked at.
fn columns(set: &RuleSet, kind: &RecordKind) -> Option<BTreeMap<String, Vec<String>>> {
    let key = Key { kind: kind.clone(), channel: String::new(), provider: String::new(), id: None };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for place in concerned(set, &key) {
        let rule = set.rules.get(place as usize)?;
        for witness in witnesses(&rule.logic, &mut known_by(set, &key))? {
            for (column, literals) in places(set, &witness, &key)? {
                columns.entry(column).or_default().extend(literals);
            }
        }
    }
    for literals in columns.values_mut() {
        literals.sort_unstable();
        literals.dedup();
    }
    Some(columns)
}

/// The columns in which a witness may stand, each with what must stand there.
fn places(set: &RuleSet, witness: &Witness, key: &Key) -> Option<Vec<(String, Vec<String>)>> {
    let literal = witness.literal.clone();
    let piece = |separators: &[char]| {
        let longest = literal.split(separators).max_by_key(|text| text.len())?;
        (longest.len() > 1).then(|| longest.to_owned())
    };
    if witness.field == KEYWORDS {
        // A keyword may span columns; a blank is `+` in IIS: its longest word must stand in one.
        let word = piece(&[' ', '+'])?;
        let columns = if *key.kind.as_str() == *"httpproxy" { PROXY_TEXT } else { IIS_TEXT };
        return Some(columns.map(|column| (column.to_owned(), vec![word.clone()])).to_vec());
    }
    let (family, name) = set.fields.get(witness.field)?;
    let known = forms(family, name, key);
    if known.is_empty() || family == Family::Log {
        return Some(vec![(name.to_owned(), vec![literal])]);
    }
    let mut list = Vec::new();
    for form in known {
        match form {
            Form::Name(column)
            | Form::Items(column)
            | Form::Address(column)
            | Form::Extension(column) => list.push((column.to_owned(), vec![literal.clone()])),
            Form::Plus(column) => list.push((column.to_owned(), vec![piece(&[' ', '+'])?])),
            // Path and query are joined by `?`: the longer side must stand in one of them.
            Form::Url(stem, query) => {
                let side = piece(&['?'])?;
                list.push((stem.to_owned(), vec![side.clone()]));
                list.push((query.to_owned(), vec![side]));
            }
            Form::Joined(..)
            | Form::Coded(..)
            | Form::Item(..)
            | Form::RegistryPath(..)
            | Form::RegistryData(..)
            | Form::CmdletMessage(..)
            | Form::Keywords => return None,
        }
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use detect::testing::{MapRecord, wants};

    use super::*;
    use crate::Placeholders;

    #[test]
    fn only_rows_with_a_literal_are_wanted() {
        let rule = "title: x\nlogsource: {category: webserver}\ndetection:\n  s:\n    cs-uri-query|contains: '/Shell.ASPX?cmd='\n  condition: s\n";
        let set = RuleSet::load([("x", rule)], &Placeholders::new());
        let wanted = interests(&set);
        let row = |stem, query| {
            MapRecord::new(RecordKind::IIS, "", &[("cs-uri-stem", stem), ("cs-uri-query", query)])
        };
        let asked = |row: &MapRecord| wanted.iter().any(|interest| wants(interest, row));
        assert!(asked(&row("/owa/sheLL.aspx", "cmd=x")));
        assert!(!asked(&row("/owa/", "-")));
        assert!(!asked(&row("/owa/\u{212a}", "-")));
        assert!(wanted.iter().all(|interest| matches!(interest.when, When::Field { .. })));
    }

    #[test]
    fn a_rule_without_a_literal_wants_every_row() {
        let rule = "title: x\nlogsource: {category: webserver}\ndetection:\n  s:\n    sc-status|gte: 500\n  condition: s\n";
        let set = RuleSet::load([("x", rule)], &Placeholders::new());
        assert!(interests(&set).iter().any(|interest| matches!(interest.when, When::Any)));
        let rule = rule.replace("category: webserver", "product: windows, category: dns_query");
        let set = RuleSet::load([("x", rule.as_str())], &Placeholders::new());
        let kinds: Vec<_> = interests(&set).into_iter().flat_map(|own| own.kinds).collect();
        assert_eq!(kinds, [RecordKind::EVENT]);
    }
    #[test]
    fn letters_that_fold_to_ascii_are_found() {
        let rule = "title: x\nlogsource: {category: webserver}\ndetection:\n  s:\n    cs-uri-query|contains: 'makecab'\n  condition: s\n";
        let wanted = interests(&RuleSet::load([("x", rule)], &Placeholders::new()));
        let asked = |query| {
            let row = MapRecord::new(RecordKind::IIS, "", &[("cs-uri-query", query)]);
            wanted.iter().any(|interest| wants(interest, &row))
        };
        assert!(asked("a=MakeCab") && asked("a=ma\u{212a}ecab") && asked("\u{e9}makecab"));
        assert!(!asked("a=make+cab") && !asked("a=\u{212a}"));
    }

    #[test]
    fn the_shipped_rules_want_few_rows_of_web_logs() {
        let set = RuleSet::shipped();
        for kind in [RecordKind::IIS, RecordKind::HTTP_PROXY] {
            let columns = columns(&set, &kind).expect("no rule wants every row");
            for (column, literals) in columns {
                assert_eq!(literals, ["__viewstate="], "{column} of {kind}");
            }
        }
    }
}
