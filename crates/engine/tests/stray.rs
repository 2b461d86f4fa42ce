//! Files that somebody copied out by hand: their place on the server is lost, so that only their
//! content can tell what they are. Copies of pages are judged under any name; what nothing knows is
//! said to be unknown.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use base64::Engine;
use engine::{Options, Progress, assess};
use evidence::memory::Memory;
use model::{Assessment, GapReason};

/// A page that runs what it is sent, inert: `nothing.invalid` is no object of any server.
const SHELL: &str = "PCUgbm90aGluZy5pbnZhbGlkIDogQEAgOiBFeGVjdXRlKFJlcXVlc3QoIngiKSkgJT4=";

fn assessed(files: &[(&str, &[u8])]) -> Assessment {
    let memory = files.iter().fold(Memory::new("m"), |memory, (name, own)| memory.file(name, *own));
    assess(memory.build().as_ref(), &Options::default(), &Progress::default()).expect("assessed")
}

fn shell() -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(SHELL).unwrap()
}

fn pages(assessment: &Assessment) -> Vec<&str> {
    let own = assessment.findings.iter().filter(|own| own.rule == "backdoor.page_suspect");
    own.map(|own| own.facts["path"].as_str()).collect()
}

#[test]
fn a_copied_shell_is_found_under_any_name() {
    let shell = shell();
    for name in [
        "one.asp",
        "one.txt",
        "one",
        "samples/one.cer",
        "a/b/c/picture.jpg",
        "a/b/c/x.asp;.jpg",
        "a/b/c/web.config",
        "a/b/c/old.aspx.bak",
    ] {
        let told = assessed(&[(name, &shell)]);
        assert_eq!(pages(&told), [name.replace('/', "\\")], "{name}");
    }
}

/// A `web.config` that has its own kind run as classic ASP.
const CONFIG: &str = "<?xml version=\"1.0\"?><configuration><system.webServer><handlers>\
    <add name=\"a\" path=\"*.config\" verb=\"*\" modules=\"IsapiModule\" \
    scriptProcessor=\"%windir%\\system32\\inetsrv\\asp.dll\"/></handlers></system.webServer>\
    </configuration>";

#[test]
fn a_copied_configuration_is_judged_under_any_name() {
    let hidden = format!("{CONFIG}<!-- {} -->", String::from_utf8(shell()).unwrap());
    let told = assessed(&[("from-owa.config", hidden.as_bytes())]);
    assert_eq!(pages(&told), ["from-owa.config"]);
    let plain = CONFIG.replace("asp.dll", "static.dll").replace("*.config", "*.map");
    let told = assessed(&[("from-owa.config", plain.as_bytes())]);
    assert_eq!(pages(&told), [""; 0]);
}

#[test]
fn innocent_strays_are_nothing() {
    let told = assessed(&[
        ("readme.txt", b"Saved on Tuesday; ask the help desk for the rest."),
        ("a/b/c/picture.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
        ("a/b/c/menu.js", b"function open() { return document.forms[0].submit(); }"),
    ]);
    assert_eq!(pages(&told), [""; 0]);
    assert!(told.artefacts.iter().all(|own| !own.path.as_str().contains("readme")));
}

/// Under a drive the same names are other things: certificates, pictures that nobody runs.
#[test]
fn what_has_its_place_is_not_a_stray() {
    let shell = shell();
    let told = assessed(&[("C/Windows/win.ini", b"x"), ("D/Photos/picture.jpg", &shell)]);
    assert_eq!(pages(&told), [""; 0]);
}

#[test]
fn evidence_in_which_nothing_is_known_says_so() {
    let nothing = assessed(&[]);
    let own: Vec<_> = nothing.gaps.iter().map(|gap| (gap.reason, gap.detail.as_str())).collect();
    assert_eq!(own, [(GapReason::Truncated, "there is no file in it")]);

    let noise = assessed(&[("a.bin", b"\x01\x02\x03"), ("b", b"just a note")]);
    let own: Vec<_> = noise.gaps.iter().map(|gap| (gap.reason, gap.detail.as_str())).collect();
    assert_eq!(own, [(GapReason::UnknownFormat, "none of its 2 files is of a known kind")]);

    let large = vec![1; 5 << 20];
    let own = assessed(&[("a.bin", &large)]);
    assert_eq!(own.gaps.len(), 1, "{:?}", own.gaps);

    let one_known = assessed(&[("a.bin", b"\x01\x02\x03"), ("one.asp", &shell())]);
    assert!(one_known.gaps.iter().all(|gap| !gap.detail.contains("known kind")));
}
