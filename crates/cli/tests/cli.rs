//! The command line: exact words for what is typed wrongly, exact output for small fixed evidence,
//! what is written where, and the exit code of each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests make small evidence and read what is written"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Run, run_in, server};
use tempfile::TempDir;

/// A folder of its own with an empty folder `evidence` in it.
fn place() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("evidence")).unwrap();
    folder
}

/// A path below another as this system writes it.
fn native(path: &str) -> String {
    path.replace('/', std::path::MAIN_SEPARATOR_STR)
}

/// A run that fails before anything is assessed: nothing on standard output, exit code 2.
#[track_caller]
fn fails(folder: &Path, args: &[&str], words: &str) {
    let run = run_in(folder, args);
    assert_eq!(run.stderr, words);
    assert_eq!(run.stdout, "");
    assert_eq!(run.code, 2);
}

const EXIT_CODES: &str = "\
Exit codes:
  0  no evidence of a break-in, and everything that would show one was read
  1  compromised, or likely so
  2  the run failed
  3  cannot say, or only in part: evidence is missing
  4  attacked, no success seen
";

#[test]
fn help_says_what_it_does_and_how_it_ends() {
    let folder = place();
    for args in [&["--help"][..], &["-h"], &["assess", "--help"], &["help", "assess"]] {
        let run = run_in(folder.path(), args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        assert!(run.stdout.ends_with(EXIT_CODES), "{args:?}: {}", run.stdout);
    }
    let help = run_in(folder.path(), &["assess", "--help"]).stdout;
    let options = [
        "--out",
        "--as-of",
        "--build-table",
        "--hash",
        "--format",
        "--threads",
        "--color",
        "--quiet",
    ];
    for option in options {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn nothing_typed_is_a_failure_that_shows_the_commands() {
    let run = run_in(place().path(), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let usage = format!("Usage: afterpatch{} <COMMAND>", std::env::consts::EXE_SUFFIX);
    assert!(run.stderr.contains(&usage), "{}", run.stderr);
}

#[test]
fn a_source_that_is_not_there() {
    let folder = place();
    fails(
        folder.path(),
        &["assess", "evidense"],
        "afterpatch: evidense: not found; give a folder, a zip, a tar, a log file or the root of a \
         mounted Windows disk\n",
    );
}

#[cfg(unix)]
#[test]
fn a_source_that_is_no_file() {
    let run = run_in(place().path(), &["assess", "/dev/null"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("afterpatch: /dev/null: "), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_source_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = place();
    let closed = folder.path().join("closed.log");
    fs::write(&closed, "x").unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&closed).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let run = run_in(folder.path(), &["assess", "closed.log"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("afterpatch: closed.log: "), "{}", run.stderr);
}

#[test]
fn a_container_that_this_version_does_not_read() {
    let folder = place();
    fs::write(folder.path().join("a.7z"), b"7z\xBC\xAF\x27\x1C\0\x04").unwrap();
    let run = run_in(folder.path(), &["assess", "a.7z"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("7z archive"), "{}", run.stderr);
    assert!(run.stderr.contains("unpack it and give the folder"), "{}", run.stderr);
}

#[test]
fn a_case_inside_the_evidence() {
    let folder = place();
    fails(
        folder.path(),
        &["assess", "evidence", "--out", "evidence/case"],
        "afterpatch: evidence/case: this lies inside the evidence evidence, which is never written \
         to; name a folder outside it\n",
    );
    assert_eq!(fs::read_dir(folder.path().join("evidence")).unwrap().count(), 0);
}

#[test]
fn a_case_over_other_files() {
    let folder = place();
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/mine.txt"), "mine").unwrap();
    fails(
        folder.path(),
        &["assess", "evidence", "--out", "full"],
        "afterpatch: full: the folder is not empty, and a case is written once; name a new folder\n",
    );
    fs::write(folder.path().join("file"), "mine").unwrap();
    fails(
        folder.path(),
        &["assess", "evidence", "--out", "file"],
        "afterpatch: file: this is a file, and a case is a folder; name a new folder\n",
    );
}

#[test]
fn a_time_that_is_none() {
    for text in ["yesterday", "2021-03-10", "2021-03-10T08:00:00"] {
        fails(
            place().path(),
            &["assess", "evidence", "--as-of", text],
            &format!(
                "error: invalid value '{text}' for '--as-of <TIME>': expected a time with its zone, \
                 for example 2021-03-10T08:00:00Z\n\nFor more information, try '--help'.\n"
            ),
        );
    }
}

#[test]
fn a_build_table_that_is_none() {
    let folder = place();
    let table = |name: &str, because: &str| {
        fails(
            folder.path(),
            &["assess", "evidence", "--build-table", name],
            &format!("afterpatch: {name}: {because}"),
        );
    };
    fs::write(folder.path().join("text.json"), "text").unwrap();
    fs::write(folder.path().join("other.json"), "{}").unwrap();
    table(
        "text.json",
        "this is no build table of this version\n  because: expected ident at line 1 column 2\n",
    );
    table(
        "other.json",
        "this is no build table of this version\n  because: missing field `schema` at line 1 column 2\n",
    );
    let run = run_in(folder.path(), &["assess", "evidence", "--build-table", "none.json"]);
    assert_eq!(run.code, 2);
    let words = "afterpatch: none.json: the build table cannot be read\n  because: ";
    assert!(run.stderr.starts_with(words), "{}", run.stderr);
}

#[test]
fn a_word_that_is_no_option() {
    for (option, text) in [("--format", "yaml"), ("--threads", "0"), ("--hash", "some")] {
        let run = run_in(place().path(), &["assess", "evidence", option, text]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(&format!("invalid value '{text}'")), "{}", run.stderr);
    }
}

#[test]
fn an_empty_folder_in_every_format() {
    let folder = place();
    let text = run_in(folder.path(), &["assess", "evidence"]);
    assert_eq!((text.code, text.stderr.as_str()), (3, ""));
    golden("an-empty-folder.txt", &text.stdout);
    let json = run_in(folder.path(), &["assess", "evidence", "--format", "json"]);
    assert_eq!(json.code, 3);
    golden("an-empty-folder.json", &unstamped(&json));
}

/// The JSON without the run's own stamp.
fn unstamped(run: &Run) -> String {
    let mut value = run.json();
    let stamp = &mut value["run"];
    for (key, other) in [("started", "STARTED"), ("version", "VERSION")] {
        assert!(stamp[key].is_string(), "{stamp}");
        stamp[key] = other.into();
    }
    assert!(stamp["seconds"].is_number());
    stamp["seconds"] = 0.into();
    format!("{value:#}\n")
}

/// Holds an output to the file of that name; writes the file when asked to.
fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if std::env::var_os("AFTERPATCH_UPDATE_GOLDENS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if name.ends_with(".json") {
        // As values: taking the stamp out may have changed the order of keys, which depends on
        // the features other crates ask serde_json for. Their order as written is pinned with the
        // case folder.
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(value(found), value(&wanted), "golden {name}");
        return;
    }
    assert_eq!(found, wanted, "golden {name}");
}

/// A small fixed IIS log: one client uses a page that no Exchange build ships.
const SHELL_USED: &str = "\
#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2021-03-03 07:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken
2021-03-03 07:00:01 192.0.2.10 GET /owa/auth/logon.aspx - 443 - 192.0.2.200 Mozilla/5.0 200 0 0 31
2021-03-03 07:04:12 192.0.2.10 POST /owa/auth/inert.aspx - 443 - 203.0.113.9 python-requests/2.25.1 200 0 0 2210
2021-03-03 07:04:19 192.0.2.10 POST /owa/auth/inert.aspx - 443 - 203.0.113.9 python-requests/2.25.1 200 0 0 47
2021-03-03 07:09:30 192.0.2.10 GET /owa/ - 443 - 192.0.2.201 Mozilla/5.0 302 0 0 5
";

fn shell_used() -> TempDir {
    let folder = place();
    let site = folder.path().join("evidence/C/inetpub/logs/LogFiles/W3SVC1");
    fs::create_dir_all(&site).unwrap();
    fs::write(site.join("u_ex210303.log"), SHELL_USED.replace('\n', "\r\n")).unwrap();
    folder
}

#[test]
fn a_shell_in_use_as_text_json_and_json_lines() {
    let folder = shell_used();
    let text = run_in(folder.path(), &["assess", "evidence"]);
    assert_eq!((text.code, text.stderr.as_str()), (1, ""));
    golden("a-shell-in-use.txt", &text.stdout);

    let lines = run_in(folder.path(), &["assess", "evidence", "--format", "jsonl"]);
    assert_eq!(lines.code, 1);
    let values: Vec<Value> =
        lines.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(values.len() > 3 && values.iter().all(Value::is_object), "{}", lines.stdout);
    assert!(lines.stdout.contains("203.0.113.9"));

    // The one document is what a later version reads back.
    let json = run_in(folder.path(), &["assess", "evidence", "--format", "json"]);
    let read: model::Assessment = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(read.headline.exit_code(), 1);
    assert_eq!(serde_json::to_value(&read).unwrap(), json.json(), "nothing is lost in reading");
}

/// Every key the published schema requires at the top is there, and none that it does not know.
#[test]
fn the_document_has_the_shape_that_is_published() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/assessment.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let folder = shell_used();
    let json = run_in(folder.path(), &["assess", "evidence", "--format", "json"]).json();
    check(&schema, &schema, &json, "$");
}

/// Checks types, required and known members, references and alternatives: what the published
/// schema uses.
fn check(root: &Value, schema: &Value, value: &Value, at: &str) {
    if let Err(why) = valid(root, schema, value) {
        panic!("{at}: {why}");
    }
}

fn valid(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(target) = schema["$ref"].as_str() {
        let own = root.pointer(target.trim_start_matches('#')).ok_or("a reference to nowhere")?;
        return valid(root, own, value);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(ways) = schema[key].as_array()
            && !ways.iter().any(|way| valid(root, way, value).is_ok())
        {
            return Err(format!("{value} fits none of {key}"));
        }
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if !fits {
        return Err(format!("{value} is no {}", schema["type"]));
    }
    if let Some(known) = schema["enum"].as_array()
        && !known.contains(value)
    {
        return Err(format!("{value} is not one of {known:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        value.get(name).ok_or(format!("{name} is missing in {value}"))?;
    }
    if let (Some(own), Some(members)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, member) in own {
            match members.get(name) {
                Some(known) => {
                    valid(root, known, member).map_err(|why| format!("{name}: {why}"))?
                }
                None => return Err(format!("{name} is not in the schema")),
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        if !schema["items"].is_null() {
            valid(root, &schema["items"], item)?;
        }
    }
    Ok(())
}

#[test]
fn a_case_is_written_and_read_back() {
    let folder = shell_used();
    let run = run_in(folder.path(), &["assess", "evidence", "--out", "case"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains(&native("case/report.html")), "{}", run.stdout);
    let case = case::Case::open(&folder.path().join("case")).unwrap();
    let read = case.assessment;
    assert_eq!(read.headline.exit_code(), 1);
    assert!(read.findings.iter().any(|own| own.rule.starts_with("webshell.")));
    assert!(read.findings.iter().flat_map(|own| &own.evidence).all(|own| own.sha256.is_some()));
    let page = fs::read_to_string(folder.path().join("case/report.html")).unwrap();
    assert!(page.contains("203.0.113.9") && page.contains("/owa/auth/inert.aspx"));
    for name in ["assessment.json", "manifest.json"] {
        let text = fs::read_to_string(folder.path().join("case").join(name)).unwrap();
        assert!(serde_json::from_str::<Value>(&text).unwrap().is_object(), "{name}");
    }
    // The same case again is refused, not written over.
    let again = run_in(folder.path(), &["assess", "evidence", "--out", "case"]);
    assert_eq!(again.code, 2);
}

#[test]
fn evidence_is_not_changed() {
    let folder = shell_used();
    let log = folder.path().join("evidence/C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log");
    let before = (fs::read(&log).unwrap(), fs::metadata(&log).unwrap().modified().unwrap());
    run_in(folder.path(), &["assess", "evidence", "--out", "case", "--hash", "all"]);
    assert_eq!(before, (fs::read(&log).unwrap(), fs::metadata(&log).unwrap().modified().unwrap()));
}

#[test]
fn two_runs_and_any_threads_print_the_same() {
    let tree = server();
    let tree = tree.to_str().unwrap();
    let json = |threads: &str| {
        let args = ["assess", tree, "--format", "json", "--quiet", "--threads", threads];
        unstamped(&run_in(Path::new("."), &args))
    };
    let one = json("1");
    assert_eq!(one, json("1"));
    assert_eq!(one, json("4"));
}

#[test]
fn several_sources_are_one_server_in_any_order() {
    let folder = shell_used();
    let other = folder.path().join("more");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("u_ex210304.log"), SHELL_USED.replace("2021-03-03", "2021-03-04"))
        .unwrap();
    let json = |one: &str, two: &str| {
        let run = run_in(folder.path(), &["assess", one, two, "--format", "json"]);
        let mut value = run.json();
        value["run"] = Value::Null;
        value
    };
    assert_eq!(json("evidence", "more"), json("more", "evidence"));
    assert!(json("evidence", "more")["artefacts"].as_array().unwrap().len() == 2);
}

#[test]
fn what_is_piped_has_no_colours_unless_asked_for() {
    let folder = shell_used();
    let plain = run_in(folder.path(), &["assess", "evidence"]);
    assert!(!plain.stdout.contains('\u{1b}') && !plain.stderr.contains('\u{1b}'));
    let never = run_in(folder.path(), &["assess", "evidence", "--color", "never"]);
    assert_eq!(plain.stdout, never.stdout);
    let always = run_in(folder.path(), &["assess", "evidence", "--color", "always"]);
    assert!(always.stdout.contains('\u{1b}'));
}

#[test]
fn text_of_an_attacker_cannot_steer_the_terminal() {
    let folder = place();
    let site = folder.path().join("evidence/C/inetpub/logs/LogFiles/W3SVC1");
    fs::create_dir_all(&site).unwrap();
    let log =
        SHELL_USED.replace("python-requests/2.25.1", "a\u{1b}]0;owned\u{7}\u{202e}b\u{9b}31m");
    fs::write(site.join("u_ex210303.log"), log).unwrap();
    let run = run_in(folder.path(), &["assess", "evidence", "--verbose"]);
    assert_eq!(run.code, 1);
    for letter in ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'] {
        assert!(!run.stdout.contains(letter), "{letter:?} reaches the terminal");
    }
}

#[test]
fn the_end_of_the_evidence_can_be_told() {
    let folder = shell_used();
    let args = ["assess", "evidence", "--as-of", "2021-03-10T08:00:00Z", "--format", "json"];
    let run = run_in(folder.path(), &args);
    assert_eq!(run.code, 1);
    let blind = run.json()["blind"].to_string();
    assert!(blind.contains("2021-03-10"), "{blind}");
}

#[test]
fn rules_are_listed_and_explain_themselves() {
    let list = run_in(Path::new("."), &["rules", "list"]);
    assert_eq!(list.code, 0);
    for line in list.stdout.lines() {
        assert!(
            line.split_whitespace().next().is_some_and(|id| id.contains(['.', '-', ':'])),
            "{line}"
        );
    }
    let page = run_in(Path::new("."), &["rules", "show", "proxylogon.ssrf"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.contains("CVE-2021-26855"), "{}", page.stdout);
    fails(
        Path::new("."),
        &["rules", "show", "nosuch"],
        "afterpatch: there is no rule \"nosuch\"; `afterpatch rules list` names them all\n",
    );
}

/// The demo makes its own server and succeeds although that server is broken into.
#[test]
fn the_demo_ends_well_and_names_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(folder.path(), &["demo", "--out", "here", "--quiet"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("COMPROMISED"), "{}", run.stdout);
    let report = folder.path().join("here/case/report.html");
    assert!(report.is_file());
    assert!(run.stdout.contains(&native("here/case/report.html")), "{}", run.stdout);
    assert!(!run.stdout.contains("\\\\?\\"), "a path that no browser takes: {}", run.stdout);
    let words = native("afterpatch: here/server: this is there already; name a new folder\n");
    fails(folder.path(), &["demo", "--out", "here"], &words);
    let case = case::Case::open(&folder.path().join("here/case")).unwrap();
    let assessment = case.assessment;
    let first = &assessment.incidents[..2];
    let addresses: Vec<_> = first.iter().map(|own| own.actor.addresses.join(",")).collect();
    assert_eq!(addresses, ["203.0.113.21", "198.51.100.76"]);
}

/// A rule that fires on a program started by the worker of an Exchange pool, and one that is none.
const RULE: &str = "\
title: Test rule
id: 11111111-2222-4333-8444-555555555555
logsource:
    product: exchange
    service: httpproxy
detection:
    sel:
        UrlStem|startswith: /ecp/
        HttpStatus: 200
    condition: sel
level: high
";

#[test]
fn rules_are_checked_tried_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("rules")).expect("a folder");
    std::fs::write(root.join("rules/good.yml"), RULE).expect("a rule");
    std::fs::write(
        root.join("HttpProxy_2021030306-1.LOG"),
        "#Log-type: HttpProxy Logs\r\n#Fields: DateTime,UrlStem,HttpStatus\r\n\
         2021-03-03T06:49:42.162Z,/owa/,200\r\n2021-03-03T06:49:43.162Z,/ecp/y.js,200\r\n",
    )
    .expect("a log");
    let check = run_in(root, &["rules", "check", "rules"]);
    assert_eq!((check.code, check.stdout.as_str()), (0, "1 rules and 0 correlations load\n"));
    let test = run_in(root, &["rules", "test", "rules", "HttpProxy_2021030306-1.LOG"]);
    assert_eq!(test.code, 0, "{}", test.stderr);
    assert!(test.stdout.contains("1 hits  Test rule"), "{}", test.stdout);
    assert!(test.stdout.contains("HttpProxy_2021030306-1.LOG, line 4"), "{}", test.stdout);
    let log = "HttpProxy_2021030306-1.LOG";
    let explain = ["rules", "explain", "Test rule", log, "--rules", "rules", "--record", "3"];
    let explain = run_in(root, &explain);
    assert!(explain.stdout.contains("Test rule: does not match"), "{}", explain.stdout);
    assert!(explain.stdout.contains("was asked of: /owa/"), "{}", explain.stdout);

    std::fs::write(root.join("rules/bad.yml"), "title: x\ndetection: 1\n").expect("a rule");
    let check = run_in(root, &["rules", "check", "rules"]);
    assert_eq!(check.code, 2);
    assert!(check.stdout.contains("bad.yml"), "{}", check.stdout);
    assert!(check.stdout.contains("1 are no valid rules"), "{}", check.stdout);
}

/// The compiled rules are kept between runs; a damaged one is made anew, a changed rule is read.
#[test]
fn kept_rules_never_answer_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("rules")).unwrap();
    fs::write(root.join("rules/good.yml"), RULE).unwrap();
    let list = || {
        let output = assert_cmd::Command::cargo_bin("afterpatch")
            .unwrap()
            .current_dir(root)
            .env("XDG_CACHE_HOME", root.join("cache"))
            .args(["rules", "list", "--rules", "rules"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let first = list();
    assert!(first.contains("Test rule"), "{first}");
    let kept: Vec<_> = fs::read_dir(root.join("cache/afterpatch")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(list(), first, "from the cache");
    fs::write(kept[0].as_ref().unwrap().path(), b"afterpatch-sigma damaged").unwrap();
    assert_eq!(list(), first, "past a damaged cache");
    fs::write(root.join("rules/good.yml"), RULE.replace("Test rule", "Other rule")).unwrap();
    assert!(list().contains("Other rule"));
}
