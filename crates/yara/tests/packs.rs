//! Anybody's packs: what is faulty is named and the rest runs; hostile sizes and many threads.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use detect::testing::{MapRecord, run};
use model::{
    Claim, Confidence, FileTimes, GapReason, Locator, Record, RecordKind, Severity, Stage, WinPath,
};
use proptest::prelude::*;
use yara::{
    About, Faulty, File, Match, PACK_BYTES, PackFile, Rules, SHIPPED_BYTES, Scan, Skip, Why,
    YaraDetector, record_of,
};

fn load(files: &[(&'static str, &str)]) -> (Rules, Vec<Faulty>) {
    Rules::with_packs(files.iter().map(|(name, text)| PackFile { name, bytes: text.as_bytes() }))
}

fn scan(rules: &Rules, path: &str, bytes: &[u8]) -> Scan {
    let path = WinPath::new(path);
    rules.scan(&File { path: &path, bytes, owner: Some("DOMAIN\\Admin") }, false)
}

/// Names of the pack's rules that hit, as `file:rule`.
fn hits(rules: &Rules, path: &str, bytes: &[u8]) -> Vec<String> {
    let found = scan(rules, path, bytes);
    let own = found.matches.iter().filter(|hit| !hit.rule.shipped);
    own.map(|hit| format!("{}:{}", hit.rule.file, hit.rule.name)).collect()
}

fn told(faulty: &[Faulty]) -> Vec<(String, Option<usize>, String)> {
    faulty.iter().map(|own| (own.file.clone(), own.line, own.rule.clone())).collect()
}

#[test]
fn a_faulty_rule_costs_itself_and_what_depends_on_it() {
    let text = "import \"pe\"\nimport \"no_such_module\"\n\
                rule first { strings: $a = \"mark\" condition: $a }\n\
                rule broken\n{\n  condition:\n    nowhere\n}\n\
                rule depends { condition: broken }\n\
                rule unfinished { strings: $a = \"mark\n condition: $a }\n\
                rule last { condition: first and not pe.is_pe }\n\
                rule first { condition: true }\n";
    let (rules, faulty) = load(&[("a.yar", text)]);
    assert_eq!(hits(&rules, "C:\\a", b"a mark"), ["a.yar:first", "a.yar:last"]);
    let wanted = [(2, ""), (7, "broken"), (9, "depends"), (10, "unfinished"), (13, "first")];
    let found = told(&faulty);
    let lines: Vec<_> = found.iter().map(|(_, line, rule)| (line.unwrap(), &**rule)).collect();
    assert_eq!(lines, wanted, "{faulty:?}");
    assert!(faulty.iter().all(|own| !own.reason.is_empty()));
    assert!(faulty[1].to_string().starts_with("a.yar:7: rule broken: "), "{}", faulty[1]);
}

#[test]
fn rules_made_to_break_the_engine_are_named() {
    let deep = format!("rule a {{ condition: {} true }}", "not ".repeat(50_000));
    let brackets = format!("rule a {{ condition: {0}true{1} }}", "(".repeat(60), ")".repeat(60));
    let lines = "rule {\n".repeat(20_000);
    for text in [
        &deep,
        &brackets,
        &lines,
        "rule a { strings: $a = /.*a.*b/s condition: $a }",
        "rule a { strings: $a = /(a{1,1000}){1,1000}b/ condition: $a }",
    ] {
        let (rules, faulty) =
            Rules::with_packs([PackFile { name: "a.yar", bytes: text.as_bytes() }]);
        assert!(!rules.has_packs() && !faulty.is_empty());
    }
}

#[test]
fn files_may_use_the_same_names() {
    let one = "rule same { strings: $a = \"one\" condition: $a }";
    let two = "rule same { strings: $a = \"two\" condition: $a }";
    let (rules, faulty) = load(&[("a.yar", one), ("b/a.yar", two)]);
    assert!(faulty.is_empty(), "{faulty:?}");
    assert_eq!(hits(&rules, "C:\\a", b"one two"), ["a.yar:same", "b/a.yar:same"]);
}

#[test]
fn includes_are_found_among_the_files_given() {
    let files = [
        ("index.yar", "include \"web/shells.yar\"\ninclude \"./lost.yar\"\n"),
        ("web/shells.yar", "include \"..\\\\Base.yar\"\nrule uses { condition: base }\n"),
        ("base.yar", "private rule base { strings: $a = \"mark\" condition: $a }"),
        ("ring_a.yar", "include \"ring_b.yar\" rule a { condition: true }"),
        ("ring_b.yar", "include \"ring_a.yar\" rule b { condition: true }"),
    ];
    let (rules, faulty) = load(&files);
    let found = hits(&rules, "C:\\a", b"mark");
    assert_eq!(found, ["ring_a.yar:a", "ring_b.yar:b", "web/shells.yar:uses"], "{faulty:?}");
    let places: Vec<_> = told(&faulty).into_iter().map(|(file, line, _)| (file, line)).collect();
    let wanted = [("index.yar".to_owned(), Some(2)), ("ring_b.yar".to_owned(), Some(1))];
    assert_eq!(places, wanted, "{faulty:?}");
}

#[test]
fn a_failed_global_rule_silences_its_file_only() {
    let files = [
        ("a.yar", "global rule only_small { condition: nowhere }\nrule a { condition: true }"),
        ("b.yar", "global rule only_text { condition: false }\nrule b { condition: true }"),
        ("c.yar", "rule c { condition: true }"),
    ];
    let (rules, faulty) = load(&files);
    assert_eq!(hits(&rules, "C:\\a", b"x"), ["c.yar:c"]);
    assert!(faulty[0].reason.contains("global"), "{faulty:?}");
}

#[test]
fn the_external_variables_are_what_packs_expect() {
    let text = r#"rule all { condition: filename == "evil.aspx" and filepath contains "\\owa\\auth\\"
        and extension == ".aspx" and filetype == "EXE" and owner == "domain\\admin" }"#;
    let (rules, faulty) = load(&[("a.yar", text)]);
    assert!(faulty.is_empty(), "{faulty:?}");
    assert_eq!(hits(&rules, "C:\\Ex\\OWA\\Auth\\Evil.ASPX", b"MZ").len(), 1);
    assert!(hits(&rules, "C:\\Ex\\OWA\\Auth\\Evil.ASPX", b"GIF89a").is_empty());
}

#[test]
fn old_encodings_and_other_files_do_no_harm() {
    let mut text = b"\xef\xbb\xbf// J\xfcrgen\r\nrule a { meta: author = \"J\xfcrgen\" strings: $a = \"caf\xe9\" condition: $a }\r\n".to_vec();
    text.extend_from_slice(b"rule b { condition: true }");
    let (rules, faulty) = Rules::with_packs([
        PackFile { name: "a.yar", bytes: &text },
        PackFile { name: "b.yar", bytes: &[0, 1, 2, 0xff, 0xfe] },
        PackFile { name: "empty.yar", bytes: b"" },
    ]);
    assert_eq!(hits(&rules, "C:\\a", b"a caf\xe9"), ["a.yar:a", "a.yar:b"]);
    assert_eq!(told(&faulty).len(), 1, "{faulty:?}");
    assert_eq!(faulty[0].file, "b.yar");
}

#[test]
fn modules_and_hashes_compile() {
    let text = r#"import "pe" import "hash" import "math" import "dotnet" import "time" import "string" import "elf" import "console"
        rule a { condition: hash.md5(0, filesize) == "0cc175b9c0f1b6a831c399e269772661" and math.entropy(0, filesize) < 1.0 and time.now() > 0 and console.log("a") }
        rule b { condition: pe.imphash() == "x" or dotnet.is_dotnet or pe.number_of_signatures > 0 or string.length("a") == 2 }"#;
    let (rules, faulty) = load(&[("a.yar", text)]);
    assert!(faulty.is_empty(), "{faulty:?}");
    assert_eq!(hits(&rules, "C:\\a", b"a"), ["a.yar:a"]);
}

#[test]
fn a_known_good_file_is_not_looked_at() {
    let (rules, _) = load(&[("a.yar", "rule a { condition: true }")]);
    let path = WinPath::new("C:\\a");
    let file = File { path: &path, bytes: b"x", owner: None };
    assert!(rules.scan(&file, true).matches.is_empty());
    assert_eq!(rules.scan(&file, false).matches.len(), 1);
}

#[test]
fn matches_say_where_and_are_bounded() {
    let (rules, _) = load(&[(
        "a.yar",
        "rule a : x y { strings: $a = \"mark\" wide $b = { 1b ?? } condition: any of them }",
    )]);
    let mut bytes = b"..m\0a\0r\0k\0".repeat(50);
    bytes.extend_from_slice(b"\x1b[");
    let found = scan(&rules, "C:\\a", &bytes);
    let hit: &Match = &found.matches[0];
    assert_eq!(hit.rule.tags, ["x", "y"]);
    assert_eq!((hit.strings[0].offset, hit.strings[0].length), (2, 8));
    assert_eq!(hit.strings[0].excerpt, "mark");
    let last = hit.strings.last().unwrap();
    assert_eq!((&*last.name, &*last.excerpt), ("b", "\\x1b["));
    assert_eq!(hit.strings.len() + hit.more, 51);
}

#[test]
fn a_file_beyond_the_budget_is_looked_at_in_part_and_a_gap() {
    let (rules, _) = load(&[("a.yar", "rule a { condition: filesize > 0 }")]);
    let bytes = vec![0; PACK_BYTES + 10];
    let found = scan(&rules, "C:\\a", &bytes);
    let size = bytes.len();
    let wanted = Skip { shipped: false, why: Why::TooLarge { looked_at: PACK_BYTES, size } };
    assert_eq!(found.skipped, [wanted]);
    assert_eq!(found.matches.len(), 1);
    let gap = found.skipped[0].gap(&WinPath::new("C:\\a"));
    assert_eq!((gap.reason, gap.bytes), (GapReason::TooLarge, Some(10)));
    const { assert!(SHIPPED_BYTES > PACK_BYTES) };
}

#[test]
fn hostile_names_do_no_harm() {
    let (rules, _) = load(&[("a.yar", "rule a { condition: filename contains \"x\" }")]);
    for path in ["", "\\\\?\\C:\\CON.x", "C:\\a\u{202e}x\0.aspx", &"x".repeat(70_000)] {
        scan(&rules, path, b"<%");
    }
}

#[test]
fn threads_share_the_rules() {
    let (rules, _) =
        load(&[("a.yar", "rule a { strings: $a = \"mark\" condition: $a and filename == \"3\" }")]);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let rules = &rules;
            scope.spawn(move || {
                for _ in 0..20 {
                    let found = hits(rules, &format!("C:\\{thread}"), b"mark");
                    assert_eq!(found.len(), usize::from(thread == 3));
                }
            });
        }
    });
}

fn records(rules: &Rules, path: &str, bytes: &[u8]) -> Vec<MapRecord> {
    let win = WinPath::new(path);
    let size = bytes.len() as u64;
    let times = FileTimes { created: "2021-03-03T10:00:00Z".parse().ok(), modified: None };
    let about =
        About { path: &win, size, sha256: Some("00ff"), times, known_good: false, inert: false };
    let found = scan(rules, path, bytes).matches;
    let record = |hit: &Match| {
        let record = record_of(hit, &about);
        let mut fields = Vec::new();
        record.each(&mut |name, value| fields.push((name.to_owned(), value.to_owned())));
        assert_eq!(record.kind(), &RecordKind::YARA);
        MapRecord { kind: RecordKind::YARA, time: None, locator: record.locator(), fields }
    };
    found.iter().map(record).collect()
}

#[test]
fn a_shipped_hit_is_a_finding_with_what_to_do() {
    let page =
        format!("<%@ Page Language=\"JScript\" %><% {}al(Request[\"none\"]); inert %>", "ev");
    let all = records(&Rules::shipped(), "C:\\inetpub\\wwwroot\\a.aspx", page.as_bytes());
    let findings = run(&YaraDetector, &all);
    let found = findings
        .iter()
        .find(|own| own.rule == "yara:web_shell_eval_of_request")
        .expect("a finding");
    assert_eq!((found.confidence, found.severity), (Confidence::High, Severity::Critical));
    assert_eq!(found.stage, Stage::FileWritten);
    assert_eq!(found.claims, [Claim::BackDoorPresent]);
    assert_eq!(found.techniques, ["T1505.003"]);
    assert_eq!(found.facts["path"], "C:\\inetpub\\wwwroot\\a.aspx");
    assert_eq!(found.facts["sha256"], "00ff");
    assert!(found.facts["matched"].contains("eval at "), "{}", found.facts["matched"]);
    assert!(found.time.is_some() && found.remedies.len() == 2);
    assert_eq!(found.evidence.len(), 1);
}

#[test]
fn a_hint_is_one_finding_for_all_files_and_decides_nothing() {
    let (rules, _) = load(&[("hunt.yar", "rule hunt { meta: score = 40 condition: true }")]);
    let mut all = Vec::new();
    for index in 0..150 {
        all.extend(records(&rules, &format!("C:\\{index}.txt"), b"plain"));
    }
    let findings = run(&YaraDetector, &all);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].count, findings[0].confidence), (150, Confidence::Low));
    assert_eq!((findings[0].stage, findings[0].claims.len()), (Stage::Attempted, 0));
    assert!(findings[0].evidence.len() <= 20);
}

#[test]
fn a_third_party_is_believed_by_its_score_and_words() {
    let text = "rule webshell_x { meta: score = 75 description = \"A web shell\" condition: true }\n\
                rule plain { condition: true }\n";
    let (rules, _) = load(&[("a.yar", text)]);
    let findings = run(&YaraDetector, &records(&rules, "C:\\a.aspx", b"plain"));
    let grades: Vec<_> = findings
        .iter()
        .map(|own| (&*own.rule, own.confidence, own.stage, own.claims.clone()))
        .collect();
    let shell = Claim::BackDoorPresent;
    let wanted = [
        ("yara:plain", Confidence::Low, Stage::Attempted, vec![]),
        ("yara:webshell_x", Confidence::Medium, Stage::FileWritten, vec![shell]),
    ];
    assert_eq!(grades, wanted);
}

/// The records with one field set to `yes`.
fn marked(field: &str, mut all: Vec<MapRecord>) -> Vec<MapRecord> {
    let fields = all.iter_mut().flat_map(|record| &mut record.fields);
    fields.filter(|(name, _)| name == field).for_each(|(_, value)| "yes".clone_into(value));
    all
}

#[test]
fn what_nothing_runs_is_a_hint_but_what_was_done_stays_done() {
    let (rules, _) = load(&[("a.yar", "rule webshell { meta: score = 95 condition: true }")]);
    let findings = run(&YaraDetector, &marked("inert", records(&rules, "C:\\a.bak", b"plain")));
    assert_eq!((findings[0].confidence, findings[0].claims.len()), (Confidence::Low, 0));
    assert_eq!(findings[0].stage, Stage::Attempted);
    let done = records(&Rules::shipped(), "D:\\a.docx.CRYPT", b"DEARCRY!0000");
    let findings = run(&YaraDetector, &marked("inert", done));
    assert_eq!((findings[0].confidence, findings[0].stage), (Confidence::High, Stage::Destroyed));
}

#[test]
fn a_hit_on_a_shipped_file_decides_nothing() {
    let (rules, _) = load(&[("a.yar", "rule webshell { meta: score = 95 condition: true }")]);
    let all = marked("known_good", records(&rules, "C:\\a.aspx", b"plain"));
    let findings = run(&YaraDetector, &all);
    assert_eq!((findings[0].severity, findings[0].confidence), (Severity::Info, Confidence::Low));
    assert_eq!((findings[0].stage, findings[0].claims.len()), (Stage::Scanned, 0));
}

#[test]
fn a_record_without_fields_is_no_fault() {
    let record = MapRecord::new(RecordKind::YARA, "", &[]);
    assert_eq!(record.locator(), Locator::Line { line: 1, offset: 0, length: 0 });
    assert_eq!(run(&YaraDetector, &[record]).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_bytes_through_the_shipped_rules(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        yara::fuzz::scan(&bytes);
        let mut program = b"MZ".to_vec();
        program.extend_from_slice(&bytes);
        yara::fuzz::scan(&program);
    }

    #[test]
    fn any_text_as_a_pack(text in "(rule |private |a|b|\\{|\\}|condition:|strings:|\\$a = |\"x\"|/x+/|any of them|true|include \"b/b.yar\"|[\n ]|\\PC){0,40}") {
        yara::fuzz::pack(text.as_bytes());
    }
}
