//! Bodies of the fuzz targets, shared with tests: any bytes under any name must be answered, and
//! what is answered must stand within the bytes.

use crate::{
    Form, Grade, MAX_ELSEWHERE, MAX_JUDGED, check_name, judge, judge::judge_in_full, known_good,
    quick,
};

/// Names under which bytes are judged: one per form, and the ones that are treated apart.
const NAMES: [&str; 16] = [
    "a.aspx",
    "a.ashx",
    "a.asmx",
    "a.svc",
    "a.asp",
    "a.cshtml",
    "web.config",
    "global.asax",
    "a.cs",
    "a.vb",
    "a.xslt",
    "logon.aspx",
    "flogon.js",
    "a.png",
    "a.asp;.jpg",
    "a.txt",
];

/// The first byte chooses the name, the rest is the file. With the highest bit set the first line
/// of the rest is the name.
pub fn judged(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    if choice & 0x80 == 0 {
        judge_as(NAMES[usize::from(*choice) % NAMES.len()], bytes);
        return;
    }
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let (name, bytes) = bytes.split_at(end);
    judge_as(&String::from_utf8_lossy(name), bytes);
}

fn judge_as(name: &str, bytes: &[u8]) {
    let judged = judge(name, bytes);
    assert!(judged.reasons.len() <= 64, "too many reasons");
    let is_program = crate::judge::is_program(judged.form, bytes);
    assert_eq!(judged.truncated, bytes.len() > MAX_JUDGED && !is_program, "the cut is said");
    let order = |pair: &[crate::Reason]| pair[0].weight >= pair[1].weight;
    assert!(judged.reasons.windows(2).all(order), "heaviest first");
    for reason in &judged.reasons {
        assert!(reason.offset <= bytes.len() as u64, "a reason outside the file");
        assert!(reason.line >= 1, "lines count from 1");
        assert!(!reason.excerpt.chars().any(char::is_control), "a control character in an excerpt");
    }
    assert_eq!(judged, judge(name, bytes), "the same bytes, the same answer");
    let form = Form::of(name);
    if let Some(container) = quick::plain(name, form, bytes) {
        let full = judge_in_full(name, form, container, bytes, false);
        assert_eq!(full.grade, Grade::Clean, "what is passed over is clean");
    }
}

/// The bytes are a path, and their first 32 a hash.
pub fn named(data: &[u8]) {
    let check = check_name(&String::from_utf8_lossy(data));
    assert!(check.elsewhere.len() <= MAX_ELSEWHERE, "too many places");
    let known = !check.shipped.is_empty();
    assert!(!known || check.looks_like.is_none(), "a shipped page imitates none");
    if let Some(hash) = data.first_chunk::<32>() {
        let _ = known_good(hash);
    }
}
