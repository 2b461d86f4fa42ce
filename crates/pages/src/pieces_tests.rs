//! Back doors behind padding, and long files without one. Page text is inert: it names nothing that
//! exists, holds a line that no compiler takes, and is put together here.

use super::*;
use crate::judge::judge;

/// Padding after which nothing of a file is in its first piece.
const FAR: usize = MAX_JUDGED + 1000;

/// Code that hands request input to an evaluator.
fn call() -> String {
    ["ev", "al(Req", "uest[\"x\"],\"uns", "afe\"); inert specimen;"].concat()
}

fn grade(name: &str, text: &str) -> Grade {
    let judged = judge(name, text.as_bytes());
    assert!(judged.truncated, "{name}");
    judged.grade
}

#[test]
fn padding_in_front_hides_nothing() {
    let call = call();
    let directive = "<%@ Page Language=\"JScript\" %>";
    let handler = "<%@ WebHandler Language=\"JScript\" Class=\"A\" %>";
    let spaces = " ".repeat(FAR);
    let words = "lorem ipsum dolor sit amet\n".repeat(FAR / 27 + 1);
    for (name, text) in [
        ("a.aspx", format!("{spaces}{directive}<% {call} %>")),
        ("a.aspx", format!("{directive}{words}<% {call} %>")),
        ("a.aspx", format!("{directive}<% {spaces}{call} %>")),
        ("a.aspx", format!("{directive}<% /* {words} */ {call} %>")),
        ("a.aspx", format!("{directive}<script runat=\"server\">/*{words}*/{call}</script>")),
        ("a.ashx", format!("{handler}\n/*{words}*/\n{call}")),
        ("a.asp", format!("{words}<% {} %>", call.replace(",\"unsafe\"", ""))),
    ] {
        assert_eq!(grade(name, &text), Grade::Shell, "{name}: {}", &text[..60]);
    }
}

#[test]
fn wide_letters_and_pictures_hide_nothing_behind_padding() {
    let page = format!("<%@ Page Language=\"JScript\" %>{}<% {} %>", " ".repeat(FAR / 2), call());
    let wide: Vec<u8> =
        "\u{feff}".chars().chain(page.chars()).flat_map(|own| (own as u16).to_le_bytes()).collect();
    assert!(judge("a.aspx", &wide).grade >= Grade::Suspicious, "without its directive");
    let picture = [b"\x89PNG\r\n".as_slice(), &vec![7; FAR], page.as_bytes()].concat();
    assert!(judge("a.png", &picture).grade >= Grade::Suspicious);
}

#[test]
fn a_reason_far_behind_names_its_line_and_offset() {
    let text = format!("<%@ Page Language=\"JScript\" %>\n{}\n<% {} %>", "a\n".repeat(FAR), call());
    let judged = judge("a.aspx", text.as_bytes());
    let first = &judged.reasons[0];
    assert_eq!(first.line, FAR as u64 + 3);
    assert!(text[first.offset as usize..].starts_with("eval"), "{first:?}");
    assert!(judged.reasons.iter().all(|own| own.offset < text.len() as u64));
}

#[test]
fn long_files_without_server_code_are_clean() {
    let markup = "<p>eval(Request) is what a shell says</p>\n".repeat(FAR / 42 + 1);
    let code = "<% Response.Write(1); %>\n";
    for (name, text) in [
        ("a.aspx", format!("{code}{markup}{code}")),
        ("a.js", format!("var a;{markup}")),
        ("a.html", format!("{markup}<script>{}</script>", call())),
    ] {
        assert!(grade(name, &text) <= Grade::Odd, "{name}: {:?}", judge(name, text.as_bytes()));
    }
}

#[test]
fn what_is_open_is_known() {
    let open = |text: &str| Open::Nothing.after(text.as_bytes(), 0, text.len());
    assert_eq!(open("<% a"), Open::Block);
    assert_eq!(open("<% a %> b"), Open::Nothing);
    assert_eq!(open("a <SCRIPT RunAt=server> b"), Open::Script(2, 23));
    assert_eq!(open("<script> b"), Open::Nothing);
    assert_eq!(open("<script runat=server> b </script> c"), Open::Nothing);
    let text = b"<% a b c %> d";
    assert_eq!(Open::Nothing.after(text, 0, 5).after(text, 5, 7), Open::Block);
    assert_eq!(Open::Block.after(text, 7, 13), Open::Nothing);
}
