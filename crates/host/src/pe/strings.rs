//! Texts inside an executable that tell what it may do: commands, addresses, names of things that
//! intruders reach for. Quoted, not judged: a monitoring agent runs `cmd.exe` too.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::Fact;

/// Words looked for, in any case, as narrow and as wide text.
const WORDS: [&str; 44] = [
    "cmd.exe",
    "cmd /c",
    "powershell",
    "rundll32",
    "whoami",
    "net user",
    "net group",
    "nltest",
    "net1 ",
    "lsass",
    "minidump",
    "mimikatz",
    "sekurlsa",
    "ntds.dit",
    "procdump",
    "certutil",
    "bitsadmin",
    "schtasks",
    "http://",
    "https://",
    "\\\\.\\pipe\\",
    "frombase64",
    "assembly.load",
    "virtualalloc",
    "shellcode",
    "w3wp",
    "/owa/auth",
    "/ecp/",
    "logon.aspx",
    "auth.owa",
    "x-beresource",
    "httpcookie",
    "set-cookie",
    "x-owa-",
    "password=",
    "passwordtext",
    "viewstate",
    "machinekey",
    "validationkey",
    "webshell",
    "backdoor",
    "reverse shell",
    "socks5",
    "keylog",
];

/// Most texts of one executable that are given, and characters of one.
const MOST: usize = 60;
const LONGEST: usize = 200;

/// Most places looked at: every address of a large library begins alike.
const MOST_MATCHES: usize = 20_000;

/// Adds a `string` for each text that holds one of the words, each text once, in the file's order,
/// and `stringsLeftOut` if there are more than are given.
pub(crate) fn add(fact: &mut Fact, bytes: &[u8]) {
    let Some(words) = words() else { return };
    let (mut given, mut from) = (Vec::new(), 0);
    let mut is_cut = false;
    for (number, found) in words.find_iter(bytes).enumerate() {
        if found.start() < from {
            continue;
        }
        if given.len() >= MOST || number >= MOST_MATCHES {
            is_cut = true;
            break;
        }
        let is_wide = bytes.get(found.start() + 1) == Some(&0);
        let (text, end) =
            if is_wide { around_wide(bytes, found.start()) } else { around(bytes, found.start()) };
        from = end;
        if !given.contains(&text) {
            given.push(text);
        }
    }
    for text in given {
        fact.push("string", text);
    }
    if is_cut {
        fact.push("stringsLeftOut", "true");
    }
}

/// The automaton, built once. It cannot fail: the words are few and short.
fn words() -> Option<&'static AhoCorasick> {
    static BUILT: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let build = || {
        let wide = |word: &str| word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let patterns = WORDS.iter().flat_map(|word| [word.as_bytes().to_vec(), wide(word)]);
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .build(patterns)
            .ok()
    };
    BUILT.get_or_init(build).as_ref()
}

fn is_text(byte: u8) -> bool {
    byte == b'\t' || (0x20..0x7F).contains(&byte)
}

/// The narrow text around a place, and where it ends.
fn around(bytes: &[u8], at: usize) -> (String, usize) {
    let before = bytes[..at].iter().rev().take(LONGEST / 2).take_while(|byte| is_text(**byte));
    let start = at - before.count();
    let rest = bytes[start..].iter().take(LONGEST).take_while(|byte| is_text(**byte));
    let end = start + rest.count();
    (String::from_utf8_lossy(&bytes[start..end]).into_owned(), end)
}

/// The same of text in UTF-16.
fn around_wide(bytes: &[u8], at: usize) -> (String, usize) {
    let is_wide = |pair: &[u8]| pair.len() == 2 && pair[1] == 0 && is_text(pair[0]);
    let before = bytes[..at].rchunks(2).take(LONGEST / 2).take_while(|pair| is_wide(pair));
    let start = at - before.count() * 2;
    let rest = bytes[start..].chunks(2).take(LONGEST).take_while(|pair| is_wide(pair));
    let count = rest.count();
    let text = bytes[start..start + count * 2].iter().step_by(2).map(|byte| char::from(*byte));
    (text.collect(), start + count * 2)
}
