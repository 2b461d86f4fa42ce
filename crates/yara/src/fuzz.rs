//! The bodies of the fuzz targets, shared with the property tests.

use model::{FileTimes, Record, WinPath};

use crate::{About, File, PackFile, Rules, record_of};

/// Looks at any bytes with the shipped rules and makes the records that a hit becomes.
pub fn scan(data: &[u8]) {
    look(&Rules::shipped(), data);
}

/// Loads any bytes as a file of rules and runs what loads over their own text.
pub fn pack(data: &[u8]) {
    let include = PackFile { name: "b/b.yar", bytes: b"rule b { condition: true }" };
    let (rules, faulty) = Rules::with_packs([PackFile { name: "a.yar", bytes: data }, include]);
    for fault in faulty {
        std::hint::black_box(fault.to_string());
    }
    look(&rules, data);
}

fn look(rules: &Rules, data: &[u8]) {
    let path = WinPath::new("C:\\inetpub\\wwwroot\\a.aspx");
    let scan = rules.scan(&File { path: &path, bytes: data, owner: None }, false);
    let size = data.len() as u64;
    let about = About {
        path: &path,
        size,
        sha256: None,
        times: FileTimes::default(),
        known_good: false,
        inert: false,
    };
    for hit in &scan.matches {
        std::hint::black_box(record_of(hit, &about).excerpt());
        for found in &hit.strings {
            assert!(found.offset + found.length <= size, "a match outside the file");
        }
    }
    for skip in &scan.skipped {
        std::hint::black_box(skip.gap(&path));
    }
}
