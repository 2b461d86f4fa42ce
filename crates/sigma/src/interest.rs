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
    witness::{Witness, joined_witnesses, witnesses},
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

/// Columns whose values hardly ever repeat, so that no memo helps: each is searched in full. Where a
/// rule asks another column too, that one is asked first.
const EVER_NEW: [&str; 8] = [
    "cs-uri-query",
    "cs(Referer)",
    "cs(Cookie)",
    "UrlQuery",
    "GenericInfo",
    "GenericErrors",
    "BackEndCookie",
    "RequestId",
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
                for (column, literals) in columns.single {
                    // Asked once per run, for as many columns as rules name.
                    let column: &'static str = String::leak(column);
                    let own = tests(literals).into_iter();
                    wanted.extend(own.map(|test| Interest::field([kind.clone()], column, test)));
                }
                for [first, second] in columns.guarded {
                    let both = [first, second].into_iter().filter_map(|(column, literals)| {
                        let column: &'static str = String::leak(column);
                        Some((column, folded(literals)?))
                    });
                    wanted.push(Interest::new([kind.clone()], When::All(both.collect())));
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
    let Some(folded) = search(&literals) else { return Vec::new() };
    if !literals.iter().all(|literal| literal.is_ascii()) {
        return vec![Test::is(folded)];
    }
    let plain = literals.into_iter().map(|literal| -> &'static str { String::leak(literal) });
    let plain = Test::contains(plain);
    vec![plain, Test::is(move |content| !content.is_ascii() && folded(content))]
}

/// One test for any of the literals, folded as rules compare; `None` if they cannot be searched for.
fn folded(literals: Vec<String>) -> Option<Test> {
    search(&literals).map(Test::is)
}

fn search(literals: &[String]) -> Option<impl Fn(&[u8]) -> bool + Send + Sync + 'static> {
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(literals).ok()?;
    Some(move |content: &[u8]| {
        // The automaton itself ignores the case of ASCII letters.
        if content.is_ascii() {
            automaton.is_match(content)
        } else {
            automaton.is_match(fold(&String::from_utf8_lossy(content)).as_str())
        }
    })
}

/// A column and the literals of which one must stand in it.
type Asked = (String, Vec<String>);

/// What must stand where for any rule to match.
#[derive(Default)]
struct Columns {
    /// For each column the literals of which one must stand there.
    single: BTreeMap<String, Vec<String>>,
    /// Two columns that must both hold something, the one whose values repeat first.
    guarded: Vec<[Asked; 2]>,
}

/// The columns to look at; `None` if some rule has no witness, so that every row must be looked at.
fn columns(set: &RuleSet, kind: &RecordKind) -> Option<Columns> {
    let key = Key { kind: kind.clone(), channel: String::new(), provider: String::new(), id: None };
    let mut columns = Columns::default();
    for place in concerned(set, &key) {
        let rule = set.rules.get(place as usize)?;
        let mut own: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for witness in witnesses(&rule.logic, &mut known_by(set, &key))? {
            for (column, literals) in places(set, &witness, &key)? {
                own.entry(column).or_default().extend(literals);
            }
        }
        let guard = || {
            let lists = joined_witnesses(&rule.logic, &mut known_by(set, &key));
            lists.iter().find_map(|list| guard(set, list, &key))
        };
        let dear = own.keys().any(|column| EVER_NEW.contains(&column.as_str()));
        let guard = if dear { guard() } else { None };
        for (column, literals) in own {
            match &guard {
                Some(guard) if EVER_NEW.contains(&column.as_str()) => {
                    columns.guarded.push([guard.clone(), (column, literals)]);
                }
                _ => columns.single.entry(column).or_default().extend(literals),
            }
        }
    }
    for literals in columns.single.values_mut() {
        literals.sort_unstable();
        literals.dedup();
    }
    Some(columns)
}

/// Witnesses that all stand in one column whose values repeat.
fn guard(set: &RuleSet, list: &[Witness], key: &Key) -> Option<Asked> {
    let mut asked: Option<Asked> = None;
    for witness in list {
        for (column, literals) in places(set, witness, key)? {
            if EVER_NEW.contains(&column.as_str()) {
                return None;
            }
            let own = asked.get_or_insert_with(|| (column.clone(), Vec::new()));
            if own.0 != column {
                return None;
            }
            own.1.extend(literals);
        }
    }
    asked
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
    fn a_column_that_never_repeats_is_asked_behind_one_that_does() {
        let rule = "title: x\nlogsource: {category: webserver}\ndetection:\n  s:\n    cs-uri-stem|contains: '/ecp/'\n    cs-uri-query|contains: 'state='\n  condition: s\n";
        let set = RuleSet::load([("x", rule)], &Placeholders::new());
        let wanted = interests(&set);
        let asked = |stem, query| {
            let fields = [("cs-uri-stem", stem), ("cs-uri-query", query)];
            let row = MapRecord::new(RecordKind::IIS, "", &fields);
            wanted.iter().any(|interest| wants(interest, &row))
        };
        assert!(asked("/ECP/default.aspx", "a=b&STATE=x"));
        assert!(!asked("/owa/", "state=x") && !asked("/ecp/", "-"));
        let query =
            |when: &When| matches!(when, When::Field { field, .. } if *field == "cs-uri-query");
        assert!(!wanted.iter().any(|interest| query(&interest.when)));
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
            for (column, literals) in columns.single {
                assert!(column.to_lowercase().contains("stem"), "{column} of {kind}");
                assert_eq!(literals, ["__viewstate="], "{column} of {kind}");
            }
            for [(_, first), (_, second)] in columns.guarded {
                assert_eq!((first, second), (vec!["/ecp/".into()], vec!["__viewstate=".into()]));
            }
        }
    }
}
