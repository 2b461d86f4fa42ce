//! When a thing came that a record without a time shows: what files, copies and the file table tell,
//! and what they do not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use evidence::memory::Memory;
use host::writers::filetime;
use host::writers::table::{NewRecord, NewTable};
use model::{Assessment, FileTimes, Finding};
use support::{assess, options, time};

const CONFIG: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";
const SHELL: &str = "C/ProgramData/ngrok.exe";

/// A configuration of IIS, with or without a virtual directory that leads into ProgramData.
fn config(has_door: bool) -> String {
    let door = "<virtualDirectory path=\"/owa/auth/x\" physicalPath=\"C:\\ProgramData\\x\" />";
    format!(
        "<configuration><system.applicationHost><sites><site name=\"Default Web Site\" id=\"1\">\
         <application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"C:\\inetpub\\wwwroot\" \
         />{}</application></site></sites></system.applicationHost></configuration>",
        if has_door { door } else { "" }
    )
}

fn kept(number: u32) -> String {
    format!("C/inetpub/history/CFGHISTORY_{number:010}/applicationHost.config")
}

/// A file of a server: path, content, when it was last changed (empty for unknown).
type File<'t> = (String, Vec<u8>, &'t str);

fn of(files: &[File<'_>]) -> Assessment {
    let mut memory = Memory::new("m");
    for (path, content, modified) in files {
        let modified = (!modified.is_empty()).then(|| time(modified));
        memory = memory.file_with_times(path, content, FileTimes { created: None, modified });
    }
    assess(memory.build().as_ref(), &options(1))
}

/// Facts on when the thing of a rule's finding came.
fn told(files: &[File<'_>], rule: &str) -> [String; 4] {
    let assessment = of(files);
    let own: Vec<&Finding> = assessment.findings.iter().filter(|own| own.rule == rule).collect();
    assert_eq!(own.len(), 1, "{}", support::told(&assessment.findings));
    let fact = |name: &str| own[0].facts.get(name).cloned().unwrap_or_default();
    ["came_at", "came_after", "came_by", "came_basis"].map(fact)
}

fn configuration(path: &str, has_door: bool, modified: &'static str) -> File<'static> {
    (path.to_owned(), config(has_door).into_bytes(), modified)
}

const RULE: &str = "iis.virtual_directory";
const MARCH: [&str; 4] = [
    "2021-03-01T10:00:00Z",
    "2021-03-03T10:00:00Z",
    "2021-03-05T10:00:00Z",
    "2021-03-07T10:00:00Z",
];

#[test]
fn copies_that_iis_keeps_bound_the_time() {
    let files = [
        configuration(&kept(1), false, MARCH[0]),
        configuration(&kept(2), false, MARCH[1]),
        configuration(&kept(3), true, MARCH[2]),
        configuration(CONFIG, true, MARCH[3]),
    ];
    let [at, after, by, basis] = told(&files, RULE);
    assert_eq!([at.as_str(), &after, &by], ["", MARCH[1], MARCH[2]]);
    assert!(basis.contains("copies that IIS keeps of applicationHost.config"), "{basis}");
}

/// Nothing follows from a copy of which the end is missing, nor from one without a time.
#[test]
fn a_copy_that_is_torn_or_undated_proves_nothing() {
    let mut torn = configuration(&kept(2), false, MARCH[1]);
    torn.1.truncate(torn.1.len() / 2);
    let files = [
        configuration(&kept(1), false, ""),
        torn,
        configuration(&kept(3), true, ""),
        configuration(CONFIG, true, MARCH[2]),
    ];
    let [_, after, by, basis] = told(&files, RULE);
    assert_eq!([after.as_str(), &by], ["", MARCH[2]]);
    assert_eq!(basis, "applicationHost.config, which shows it, is of that time");
}

/// It was there, gone, and there again: the first copy that has it bounds the time.
#[test]
fn a_later_copy_without_it_is_no_earlier_bound() {
    let files = [
        configuration(&kept(1), true, MARCH[1]),
        configuration(&kept(2), false, MARCH[2]),
        configuration(CONFIG, true, MARCH[3]),
    ];
    let [_, after, by, _] = told(&files, RULE);
    assert_eq!([after.as_str(), &by], ["", MARCH[1]]);
}

#[test]
fn without_any_time_it_is_said_that_there_is_none() {
    let [at, after, by, basis] = told(&[configuration(CONFIG, true, "")], RULE);
    assert_eq!([at, after, by], [const { String::new() }; 3]);
    assert_eq!(basis, "the evidence keeps no times of applicationHost.config");
}

/// A file table with the program and the configuration, in use or gone.
fn table(is_in_use: bool) -> Vec<u8> {
    let mut table = NewTable::new(filetime(time("2020-01-01T00:00:00Z")));
    let of = |standard: &str, named: &str, in_use: bool| NewRecord {
        in_use,
        standard: filetime(time(standard)),
        named: filetime(time(named)),
        ..NewRecord::default()
    };
    table.add("ProgramData\\ngrok.exe", &of(MARCH[0], MARCH[2], is_in_use));
    let config = "Windows\\System32\\inetsrv\\config\\applicationHost.config";
    table.add(config, &of(MARCH[1], MARCH[3], is_in_use));
    table.bytes()
}

#[test]
fn the_file_table_dates_what_the_listing_does_not() {
    let program = b"MZ\x90\0 inert".to_vec();
    let files = |is_in_use: bool| {
        [
            ("C/$MFT".to_owned(), table(is_in_use), ""),
            (SHELL.to_owned(), program.clone(), MARCH[0]),
            configuration(CONFIG, true, ""),
        ]
    };
    let [at, _, _, basis] = told(&files(true), "file.intruder_tool");
    assert_eq!((at.as_str(), basis.contains("file table")), (MARCH[2], true), "{basis}");
    let [_, _, by, _] = told(&files(true), RULE);
    assert_eq!(by, MARCH[1]);
    // What the table says of files that are gone is not about these.
    let [at, _, _, basis] = told(&files(false), "file.intruder_tool");
    assert_eq!(at, "");
    assert!(basis.ends_with(MARCH[0]), "{basis}");
}
