//! The short way against the long one: whatever is said to be plain is clean when it is judged.
#![allow(clippy::disallowed_methods, reason = "specimens are read from this crate's own tests")]

use proptest::prelude::*;

use super::*;
use crate::judge::{Grade, judge_in_full};
use support::{Specimen, files, specimens};

#[path = "../tests/support/mod.rs"]
mod support;

/// Names of files that nothing runs, and the one script that people meet while they log on.
const NAMES: [&str; 8] =
    ["a.js", "a.txt", "a.png", "a.html", "a", "flogon.js", "flogon (2).js", "logon.htm"];

/// Whether the bytes are said to be plain under a name; if so, judging them must find nothing.
fn held(name: &str, bytes: &[u8]) -> bool {
    let form = Form::of(name);
    let Some(container) = plain(name, form, bytes) else { return false };
    let judged = judge_in_full(name, form, Container::of(bytes), bytes, false);
    assert_eq!((judged.grade, judged.container), (Grade::Clean, container), "{name}: {bytes:?}");
    assert!(judged.reasons.is_empty() && judged.abilities.is_empty(), "{name}: {bytes:?}");
    true
}

#[test]
fn every_specimen_is_judged_alike_under_every_name() {
    let mut plain = 0;
    for Specimen { name: own, bytes, .. } in specimens() {
        let picture = [b"\x89PNG\r\n".as_slice(), &bytes].concat();
        for name in NAMES.iter().chain([&own.as_str()]) {
            plain += u32::from(held(name, &bytes)) + u32::from(held(name, &picture));
        }
    }
    for path in files("benign") {
        let bytes = std::fs::read(path).unwrap();
        plain += NAMES.iter().map(|name| u32::from(held(name, &bytes))).sum::<u32>();
    }
    assert!(plain > 0, "some hold nothing that counts in a script");
}

#[test]
fn ordinary_files_are_plain_and_marked_ones_are_not() {
    let (form, script) = (Form::Other, Form::Script);
    let style = b".blur { color: #in; width: 100% } /* passwords: <b> */".as_slice();
    assert_eq!(plain("a.css", form, style), Some(Container::Text));
    assert_eq!(plain("a.js", script, b"document.write('<script>')"), Some(Container::Text));
    assert_eq!(plain("a.png", form, b"\x89PNG\x01<%\x02\x03\x04\x05"), Some(Container::Image));
    for bytes in [
        &b"\x89PNG<% code %>"[..],
        b"x <% y",
        b"<%@",
        b"a RunAt b",
        b"<!--#INCLUDE file",
        b"<SCRIPT>",
        b"<input type='Password'>",
        b"+ADwAJQ-",
        b"#@~^AAAA",
        b"charset=UTF-7",
        b"Ll@@@@@@@@@@@@@@",
        b"\x4c\xa2\x83\x99\x89\x97\xa3",
        b"InternalUrl : x",
        b"I\0n\0t\0e\0r\0n\0a\0l\0U\0r\0l\0",
        b"<\0%\0 \0a\0b\0c\0d\0e\0f\0g\0h\0%\0>\0",
        b"!BDN",
        b"\xff\xfea\0",
    ] {
        assert_eq!(plain("a.txt", form, bytes), None, "{bytes:?}");
    }
    assert_eq!(plain("flogon.js", script, b"var a;"), None, "people log on through it");
    assert_eq!(plain("a.aspx", Form::AspNet, b"text"), None, "the server runs it");
}

#[test]
fn a_word_is_found_wherever_it_stands() {
    let text = "lorem ipsum dolor sit amet ".repeat(20);
    for word in ["<%=a%>", "runat", "RUNAT", "#include", "#@~^", "+ADw-", "InternalUrl"] {
        for at in 0..200 {
            let marked = [&text[..at], word, &text[at..]].concat();
            let found = plain("a.js", Form::Script, marked.as_bytes()).is_none();
            assert!(found, "{word} at {at}");
        }
    }
}

/// Pieces of pages, tags in several encodings, and what only looks like one.
const PIECES: [&[u8]; 30] = [
    b"<%",
    b"%>",
    b"<%@ Page Language=\"C#\" %>",
    b"<%#",
    b"<%=",
    b"<script",
    b"</script>",
    b" runat=server>",
    b"RUNAT",
    b"run",
    b"#include",
    b"<!--",
    b"-->",
    b"password",
    b"type=\"",
    b"textmode='",
    b"+ADwAJQ-",
    b"+AD",
    b"#@~^",
    b"^#~@",
    b"Ll",
    b"L\xa2\x83\x99\x89\x97\xa3",
    b"Loa",
    b"InternalUrl : ",
    b"nternalurl",
    b"\0",
    b"eval(Request[\"x\"]);",
    b"\x89PNG",
    b"\n",
    b"ExternalUrl : MetabasePath",
];

proptest! {
    #[test]
    fn what_is_plain_is_clean(
        name in 0..NAMES.len(),
        picture: bool,
        pieces in prop::collection::vec(
            prop_oneof![
                (0..PIECES.len()).prop_map(|at| PIECES[at].to_vec()),
                prop::collection::vec(any::<u8>(), 0..80),
                "[ -~\n]{0,60}".prop_map(String::into_bytes),
            ],
            0..12,
        ),
    ) {
        let head: &[u8] = if picture { b"\x89PNG\r\n\x1a\n" } else { b"" };
        held(NAMES[name], &[head, &pieces.concat()].concat());
    }
}
