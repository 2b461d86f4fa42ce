//! YARA rules at the command line: the shipped ones are listed, anybody's take part, and what does
//! not is named with file, line and reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests make small evidence and read what is written"
)]

mod support;

use std::fs;

use support::run_in;
use tempfile::TempDir;

const PACK: &str = r#"
rule marker_of_a_test {
    meta:
        description = "A marker"
        score = 75
    strings:
        $a = "nordwind-marker"
    condition:
        $a and extension == ".bin"
}
rule broken_of_a_test { condition: no_such_name }
"#;

/// A page folder with a file that holds the marker, and a folder of packs.
fn place() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("evidence/C/inetpub/wwwroot");
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join("x.bin"), "a nordwind-marker in a file").unwrap();
    fs::create_dir(folder.path().join("packs")).unwrap();
    fs::write(folder.path().join("packs/own.yar"), PACK).unwrap();
    folder
}

#[test]
fn a_pack_takes_part_and_its_broken_rule_is_counted_aloud() {
    let folder = place();
    let args = ["assess", "evidence", "--yara", "packs", "--format", "json"];
    let run = run_in(folder.path(), &args);
    let words = "1 YARA rules take no part; `afterpatch rules check packs` says why\n";
    assert!(run.stderr.contains(words), "{}", run.stderr);
    assert!(run.stdout.contains("yara:marker_of_a_test"), "{}", run.stdout);
    let without = run_in(folder.path(), &["assess", "evidence", "--quiet", "--format", "json"]);
    assert!(!without.stdout.contains("marker_of_a_test"));
}

#[test]
fn check_names_file_line_and_reason() {
    let folder = place();
    let run = run_in(folder.path(), &["rules", "check", "packs"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains("own.yar:11: rule broken_of_a_test"), "{}", run.stdout);
    assert!(run.stdout.ends_with("1 YARA rules load\n1 do not\n"), "{}", run.stdout);
}

#[test]
fn the_list_shows_shipped_and_given_rules() {
    let folder = place();
    let run = run_in(folder.path(), &["rules", "list", "--yara", "packs/own.yar"]);
    assert!(run.stdout.contains("yara:web_shell_unsafe_eval"), "{}", run.stdout);
    assert!(run.stdout.contains("yara:marker_of_a_test"), "{}", run.stdout);
}

#[test]
fn a_folder_without_rules_is_an_error_that_says_what_was_expected() {
    let folder = place();
    let run = run_in(folder.path(), &["assess", "evidence", "--yara", "evidence"]);
    let words = "afterpatch: evidence: there are no rules here; expected .yar or .yara files\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, words));
}
