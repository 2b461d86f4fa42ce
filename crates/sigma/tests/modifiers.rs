//! Every modifier, value type and condition form of Sigma, on hand-written records: the plain
//! path, the fast path and the explanation must all say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use detect::testing::MapRecord;
use model::RecordKind;
use sigma::{Matching, Placeholders, RuleSet};

fn placeholders() -> Placeholders {
    [("servers".to_owned(), vec!["MX01".to_owned(), "MX02*".to_owned()])].into()
}

/// Whether a rule with this detection section matches an event with these fields.
fn matches(detection: &str, fields: &[(&str, &str)]) -> bool {
    let yaml = format!("title: t\nlogsource: {{product: windows}}\ndetection:\n{detection}\n");
    let set = RuleSet::load([("t", yaml.as_str())], &placeholders());
    assert_eq!(set.rules().len(), 1, "{detection}: {:?}", set.unusable());
    let record = MapRecord::new(RecordKind::EVENT, "", fields);
    let plain = set.evaluate_plain(0, &record);
    let fast = Matching::new(&set).rules(&record) == [0];
    assert_eq!(plain, fast, "plain and fast differ: {detection} on {fields:?}");
    assert_eq!(set.explain(0, &record).unwrap().matched, plain, "explain differs: {detection}");
    plain
}

/// Whether one item matches one value of a field `F`.
fn item(item: &str, value: &str) -> bool {
    matches(&format!("  s:\n    {item}\n  condition: s"), &[("F", value)])
}

/// The reason why a rule with this detection section is refused.
fn refused(detection: &str) -> String {
    let yaml = format!("title: t\nlogsource: {{product: windows}}\ndetection:\n{detection}\n");
    let set = RuleSet::load([("t", yaml.as_str())], &placeholders());
    assert_eq!(set.rules().len(), 0, "{detection} loads");
    set.unusable().first().unwrap().reason.clone()
}

#[test]
fn text_is_compared_without_case_and_with_wildcards() {
    for (rule, value, expected) in [
        ("F: Foo", "fOO", true),
        ("F: Foo", "foobar", false),
        ("F: 'f*r'", "FooBar", true),
        ("F: 'f?o'", "foo", true),
        (r"F: 'f\*o'", "f*o", true),
        (r"F: 'f\*o'", "fxo", false),
        (r"F: 'a\\b'", r"a\b", true),
        (r"F: 'C:\Windows'", r"c:\windows", true),
        (r"F: '\\\\srv\share'", r"\\srv\share", true),
        ("F|contains: oo", "fOOd", true),
        ("F|contains: 'o?d'", "xoodx", true),
        ("F|startswith: foo", "FOObar", true),
        ("F|startswith: foo", "xfoo", false),
        ("F|endswith: bar", "fooBAR", true),
        ("F|endswith: bar", "barx", false),
        ("F|contains|cased: Foo", "xFoox", true),
        ("F|contains|cased: Foo", "xfoox", false),
        ("F: '\u{c9}v\u{e9}nement'", "\u{e9}V\u{c9}NEMENT", true),
        ("F|contains: '\u{448}\u{435}\u{43b}'", "\u{428}\u{415}\u{41b}\u{41b}", true),
        ("F|contains: ['a', 'b']", "xbx", true),
        ("F|contains|all: ['a', 'b']", "xbx", false),
        ("F|contains|all: ['a', 'b']", "xbax", true),
        ("F: ''", "", true),
        ("F: ''", "x", false),
        ("F: null", "", true),
        ("F: null", "x", false),
        ("F|exists: true", "x", true),
        ("F|exists: false", "x", false),
        ("G|exists: false", "x", true),
        ("G: null", "x", true),
        ("F: true", "TRUE", true),
    ] {
        assert_eq!(item(rule, value), expected, "{rule} on {value:?}");
    }
}

#[test]
fn numbers_and_their_texts_are_one() {
    for (rule, value, expected) in [
        ("F: 4624", "4624", true),
        ("F: '4624'", "4624", true),
        ("F: 4624", "46240", false),
        ("F: 0x1410", "0x1410", true),
        ("F: 1.5", "1.5", true),
        ("F|contains: 46", "4624", true),
        ("F|lt: 10", "9", true),
        ("F|lt: 10", "10", false),
        ("F|lte: 10", "10", true),
        ("F|gt: 10", "0x10", true),
        ("F|gte: 10", "9.9", false),
        ("F|gte: '10'", "10", true),
        ("F|gt: 10", "text", false),
        ("F|neq: 5", "6", true),
        ("F|neq: 5", "5", false),
    ] {
        assert_eq!(item(rule, value), expected, "{rule} on {value:?}");
    }
}

#[test]
fn expressions_networks_and_times() {
    for (rule, value, expected) in [
        ("F|re: 'a.c'", "xabcx", true),
        ("F|re: 'A.C'", "xabcx", false),
        ("F|re|i: 'A.C'", "xabcx", true),
        ("F|re|m: '^b'", "a\nb", true),
        ("F|re: '^b'", "a\nb", false),
        ("F|re|s: 'a.b'", "a\nb", true),
        ("F|re: 'a.b'", "a\nb", false),
        ("F|cidr: '192.0.2.0/24'", "192.0.2.9", true),
        ("F|cidr: ['10.0.0.0/8', '192.0.2.0/24']", "192.0.3.9", false),
        ("F|cidr: '2001:db8::/32'", "2001:db8::1", true),
        ("F|hour: 6", "2021-03-14 06:39:39.829", true),
        ("F|hour|gte: 18", "2021-03-14T19:00:00Z", true),
        ("F|minute: 39", "2021-03-14T06:39:39Z", true),
        ("F|day: 14", "2021-03-14T06:39:39Z", true),
        ("F|week: 10", "2021-03-14T06:39:39Z", true),
        ("F|month: 3", "2021-03-14T06:39:39Z", true),
        ("F|year: 2021", "2021-03-14T06:39:39Z", true),
        ("F|year: 2021", "yesterday", false),
    ] {
        assert_eq!(item(rule, value), expected, "{rule} on {value:?}");
    }
}

#[test]
fn encoded_values_are_found_at_every_alignment() {
    // base64 of the UTF-16 text "xIEX (New-Object)", with one, two and three bytes before.
    for before in ["", "a", "ab", "abc"] {
        let plain = format!("{before}::FromBase64String");
        let encoded = base64(plain.as_bytes());
        assert!(item("F|base64offset|contains: '::FromBase64String'", &encoded), "{encoded}");
        let wide: Vec<u8> =
            before.bytes().chain("IEX (New".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let encoded = format!("powershell -e {}", base64(&wide));
        assert!(item("F|wide|base64offset|contains: 'IEX ('", &encoded), "{encoded}");
        assert!(item("F|utf16le|base64offset|contains: 'IEX ('", &encoded), "{encoded}");
        let big: Vec<u8> =
            before.bytes().chain("IEX (New".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert!(item("F|utf16be|base64offset|contains: 'IEX ('", &base64(&big)));
    }
    let marked: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("foo".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(item("F|utf16|base64: foo", &base64(&marked)));
    assert!(item("F|base64: foobar", "Zm9vYmFy"));
    assert!(!item("F|base64: foobar", "zm9vymfy"));
    assert!(item("F|base64offset|contains|all: ['foo1', 'bar2']", &base64(b"xbar2xxfoo1")));
    assert!(!item("F|base64offset|contains|all: ['foo1', 'bar2']", &base64(b"xbar2xxfo")));
    assert!(refused("  s:\n    F|base64: 'a*b'\n  condition: s").contains("wildcards"));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn windash_takes_every_dash_for_every_option() {
    for dash in ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'] {
        let value = format!("x.exe {dash}ma 4 {dash}accepteula");
        assert!(item("F|contains|windash: ' -ma '", &value));
        assert!(item("F|contains|windash: ' -ma 4 /accepteula'", &value));
        assert!(item("F|endswith|windash: '-accepteula'", &value));
    }
    assert!(!item("F|contains|windash: ' -ma '", "x.exe +ma "));
    assert!(!item("F|contains|windash: 'a-b'", "a/b"));
    assert!(item("F|contains|windash|all: [' -a', ' -b']", "x /b \u{2013}a"));
}

#[test]
fn fields_compare_with_each_other() {
    let two = |rule: &str, f: &str, g: &str| {
        matches(&format!("  s:\n    {rule}\n  condition: s"), &[("F", f), ("G", g)])
    };
    assert!(two("F|fieldref: G", "Abc", "aBC"));
    assert!(!two("F|fieldref|cased: G", "Abc", "aBC"));
    assert!(two("F|fieldref|startswith: G", "abcdef", "ABC"));
    assert!(two("F|fieldref|endswith: G", "abcdef", "DEF"));
    assert!(two("F|fieldref|contains: G", "abcdef", "cd"));
    assert!(!two("F|fieldref: H", "abc", "abc"));
}

#[test]
fn placeholders_come_from_the_user() {
    assert!(item("F|expand: '%servers%'", "mx01"));
    assert!(item("F|expand|contains: 'x-%servers%'", "ax-MX025b"));
    assert!(!item("F|expand: '%servers%'", "mx03"));
    assert!(item("F: '%servers%'", "%SERVERS%"));
    let reason = refused("  s:\n    F|expand: '%nobody%'\n  condition: s");
    assert!(reason.contains("%nobody%"), "{reason}");
}

#[test]
fn keywords_are_looked_for_in_the_whole_record() {
    let fields = &[("A", "first New-Thing"), ("Data", "-Mailbox \"x\""), ("Message", "Foo")][..];
    let keywords = |list: &str| matches(&format!("  k:\n{list}\n  condition: k"), fields);
    assert!(keywords("    - nothing\n    - new-thing"));
    assert!(keywords("    - ' -Mailbox '"));
    assert!(keywords("    '|all':\n      - foo\n      - first"));
    assert!(!keywords("    '|all':\n      - foo\n      - last"));
    assert!(keywords("    - 'first*mailbox'"));
    assert!(keywords("    '|re': 'New-[A-Z]hing'"));
    assert!(!keywords("    - bar"));
    assert!(!keywords("    - 4625"));
    assert!(matches("  k:\n    - 4625\n  condition: k", &[("A", "event 4625 came")]));
}

#[test]
fn conditions_select_and_negate() {
    let fields = &[("A", "1"), ("B", "2")][..];
    let all = "  sel_a: {A: 1}\n  sel_b: {B: 2}\n  sel_c: {C: 3}\n  filter: {A: 9}\n  _hidden: {A: 9}\n  condition: ";
    for (condition, expected) in [
        ("sel_a and sel_b", true),
        ("sel_a and not filter", true),
        ("sel_a and (sel_c or not filter)", true),
        ("1 of sel_*", true),
        ("all of sel_*", false),
        ("2 of sel_*", true),
        ("3 of sel_*", false),
        ("any of them", true),
        ("1 of them", true),
        ("all of them", false),
        ("not 1 of filter*", true),
        ("not sel_a or sel_c", false),
    ] {
        assert_eq!(matches(&format!("{all}{condition}"), fields), expected, "{condition}");
    }
    assert!(matches("  s:\n    - A: 9\n    - B: 2\n      A: 1\n  condition: s", fields));
    assert!(!matches("  s:\n    - A: 9\n    - B: 2\n      A: 2\n  condition: s", fields));
    assert!(matches("  a: {A: 9}\n  b: {B: 2}\n  condition:\n    - a\n    - b", fields));
}

#[test]
fn unnamed_data_are_one_text_and_each_by_itself() {
    let fields = &[("Data", "Set-Mailbox"), ("Data", "-ForwardingAddress x")][..];
    let data = |item: &str| matches(&format!("  s:\n    {item}\n  condition: s"), fields);
    assert!(data("Data: Set-Mailbox"));
    assert!(data("Data|startswith: '-Forwarding'"));
    assert!(data("Data|contains|all: ['set-mailbox', 'forwarding']"));
    assert!(!data("Data: Set-Mailbo"));
}

#[test]
fn what_cannot_be_used_is_refused_with_a_reason() {
    for (detection, reason) in [
        ("  s:\n    F|re: '(?=x)'\n  condition: s", "regular expression"),
        ("  s:\n    F|cidr: 'x/8'\n  condition: s", "no network"),
        ("  s:\n    F|foo: 'x'\n  condition: s", "modifier"),
        ("  s:\n    F: 'x'\n  condition: t", "`t`"),
        ("  s:\n    F: 'x'\n  condition: 1 of t*", "fits no selection"),
        ("  s:\n    F: {a: b}\n  condition: s", "mapping"),
        ("  s:\n    F|lt: x\n  condition: s", "not a number"),
        ("  s:\n    F: 'x'\n  condition: s | count() > 5", "count()"),
        ("  s:\n    F: 'x'\n  timeframe: 5m\n  condition: s", "timeframe"),
    ] {
        let own = refused(detection);
        assert!(own.contains(reason), "{detection}: {own}");
    }
}
