//! The file table: names, times, streams, and damaged records.

use std::io::Cursor;

use super::paths::ROOT;
use super::record::ATTRIBUTE_LIST;
use super::*;
use crate::testing::{Seen, read};
use crate::writers::table::{NewRecord, NewTable};

/// One record with a standard-information time, a name and a named stream.
fn record(parent: u64, name: &str, flags: u16, si: u64, stream: Option<&str>) -> Vec<u8> {
    let record = NewRecord {
        parent,
        name,
        in_use: flags & 1 != 0,
        is_folder: flags & 2 != 0,
        standard: si,
        named: 0x01D7_1000_0000_0001,
        stream: stream.map(|name| (name, &b"abc"[..])),
        ..NewRecord::default()
    };
    record.bytes()
}

pub(crate) fn table() -> Vec<u8> {
    let old = 0x01D0_0000_0000_0000 / 10_000_000 * 10_000_000;
    let mut bytes = record(ROOT, "$MFT", 1, old, None);
    for name in ["a1", "a2", "a3", "a4"] {
        bytes.extend(record(ROOT, name, 1, old, None));
    }
    bytes.extend(record(ROOT, ".", 3, old, None));
    bytes.extend(record(ROOT, "inetpub", 3, old, None));
    bytes.extend(record(6, "x.aspx", 0, old, Some("hidden")));
    bytes
}

#[test]
fn a_deleted_page_keeps_path_times_and_streams() {
    let (id, seen) = read("$MFT", &table());
    assert_eq!((id, seen.losses()), ("mft", vec![]));
    let page = seen.having("path", "inetpub\\x.aspx")[0];
    assert_eq!(page.value("inUse"), Some("false"));
    assert_eq!(page.value("stream"), Some("hidden:3"));
    assert_eq!(page.value("siBeforeFn"), Some("true"));
    assert_eq!(page.value("wholeSeconds"), Some("true"));
    assert_eq!(page.locator, Locator::Record { number: 7, offset: 7 * 1024 });
}

#[test]
fn a_folder_whose_record_was_used_again_is_no_parent() {
    let mut bytes = table();
    bytes[6 * 1024 + 16] = 9;
    let (_, seen) = read("$MFT", &bytes);
    assert_eq!(seen.having("name", "x.aspx")[0].value("path"), Some("?\\x.aspx"));
}

#[test]
fn streams_in_another_record_belong_to_the_file() {
    let mut bytes = table();
    // Record 1 is continued; record 8 continues it and has a stream of its own.
    let list = 1024 + 56 + 24 + 48;
    bytes[list..list + 4].copy_from_slice(&ATTRIBUTE_LIST.to_le_bytes());
    let mut more = record(ROOT, "other-name", 1, 0, Some("ads"));
    more[32..40].copy_from_slice(&1_u64.to_le_bytes());
    bytes.extend(more);
    let (_, seen) = read("$MFT", &bytes);
    let own = seen.having("record", "1");
    assert_eq!(own.len(), 1, "{}", seen.shown());
    assert_eq!(own[0].value("stream"), Some("ads:3"));
    assert_eq!(seen.count("record", "8"), 0);
}

#[test]
fn a_torn_record_is_a_gap_and_a_loop_of_folders_ends() {
    let mut bytes = table();
    bytes[1024 + 510] = 7;
    bytes.extend(record(9, "loop", 3, 0, None));
    bytes.extend(record(8, "pool", 3, 0, None));
    let mut seen = Seen::default();
    Reader::read(&MasterFileTable, &WinPath::new("$MFT"), &bytes, &mut seen);
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    assert!(seen.having("name", "loop")[0].value("path").unwrap().starts_with('?'));
}

#[test]
fn only_what_is_wanted() {
    let mut seen = Seen::default();
    let is_page = |path: &str| path.ends_with(".aspx");
    Seeking::read(&MasterFileTable, &mut Cursor::new(table()), &is_page, &mut seen).unwrap();
    assert_eq!(seen.facts.len(), 1);
}

#[test]
fn a_table_made_by_paths_gives_them_back() {
    let mut table = NewTable::new(0x01D7_1000_0000_0000);
    let file = NewRecord { in_use: true, ..NewRecord::default() };
    table.add("inetpub\\wwwroot\\a.aspx", &file);
    table.add("inetpub\\wwwroot\\a-page-with-a-name-so-long-that-its-record-grows.aspx", &file);
    let folder = table.folder("INETPUB\\wwwroot");
    let (id, seen) = read("$MFT", &table.bytes());
    assert_eq!((id, seen.losses()), ("mft", vec![]));
    assert_eq!(seen.count("path", "inetpub\\wwwroot\\a.aspx"), 1);
    assert_eq!(seen.having("record", &folder.to_string())[0].value("name"), Some("wwwroot"));
}

#[test]
fn attributes_that_hide_a_file_are_told() {
    let of = |attributes: u32| {
        let name = "y.aspx";
        let record =
            NewRecord { parent: 6, name, in_use: true, attributes, ..NewRecord::default() };
        let mut bytes = table();
        bytes.extend(record.bytes());
        let (_, seen) = read("$MFT", &bytes);
        seen.having("name", name)[0].value("attributes").map(str::to_owned)
    };
    // Read-only and archive hide nothing.
    for (attributes, told) in
        [(0x26, Some("hidden system")), (2, Some("hidden")), (4, Some("system")), (0x21, None)]
    {
        assert_eq!(of(attributes).as_deref(), told, "{attributes:#x}");
    }
}
