//! The judge in small: what a reason says, what a near-miss is, what hostile bytes do.

use proptest::prelude::*;

use super::*;

/// Page text in tests is inert: it names nothing that exists and holds a line no compiler takes.
fn grade(name: &str, text: &str) -> Grade {
    judge(name, text.as_bytes()).grade
}

/// A page that hands request input to an evaluator, put together here so that no scanner takes
/// this file for one.
fn evaluator() -> String {
    let call = ["ev", "al(Req", "uest[\"x\"],\"uns", "afe\");"].concat();
    format!("<%@ Page Language=\"JScript\" %>\n<p>one</p>\n<% {call} inert specimen; %>")
}

#[test]
fn a_reason_names_its_line_and_offset() {
    let text = evaluator();
    let judged = judge("a.aspx", text.as_bytes());
    assert_eq!(judged.grade, Grade::Shell);
    let first = &judged.reasons[0];
    assert_eq!(first.line, 3);
    assert!(text[first.offset as usize..].starts_with("eval"));
    assert!(first.excerpt.contains("inert specimen"));
    assert_eq!(judged.abilities, BTreeSet::from([Ability::EvalOfInput]));
}

#[test]
fn weights_add_up_to_the_grade() {
    let judged = judge("a.aspx", evaluator().as_bytes());
    let sum: u32 = judged.reasons.iter().map(|reason| u32::from(reason.weight)).sum();
    assert!(sum >= SHELL);
}

#[test]
fn near_misses_are_not_called_shells() {
    for (name, text) in [
        ("a.aspx", "<%# Eval(Request.QueryString[\"column\"]) %>"),
        ("a.aspx", "<% Process.GetCurrentProcess().Refresh(); var x = Request[\"x\"]; %>"),
        ("a.aspx", "<%@ Page Language=\"C#\" %><%-- eval(Request[\"x\"]) --%>"),
        ("a.aspx", "<%@ Page Language=\"C#\" %><% // Process.Start(Request[\"x\"]);\n %>"),
        ("a.txt", "eval(Request[\"x\"],\"unsafe\") is what a shell says"),
        ("a.html", "<script>eval(request[\"x\"])</script>"),
    ] {
        assert!(grade(name, text) <= Grade::Odd, "{text}: {:?}", judge(name, text.as_bytes()));
    }
}

#[test]
fn what_is_shown_to_search_engines_only_is_told_from_counting_them() {
    let page = |rest: &str| {
        format!(
            "<%@ Page Language=\"C#\" %><% {{{{{{ inert\n var agent = Request.UserAgent; \
             if (agent.Contains(\"Googlebot\") || agent.Contains(\"bingbot\")) {{ {rest} }} %>"
        )
    };
    let fetched = "Response.Write(new WebClient().DownloadString(\"http://links.invalid/\"));";
    assert_eq!(grade("a.aspx", &page(fetched)), Grade::Shell);
    assert!(grade("a.aspx", &page("Session.Timeout = 1;")) <= Grade::Odd);
    let one = page(fetched).replace("bingbot", "Mozilla");
    assert!(grade("a.aspx", &one) <= Grade::Odd, "one crawler may be answered for itself");
}

#[test]
fn a_page_that_is_handed_over_in_a_list_is_handed_over() {
    let page = |call: &str| {
        format!(
            "<%@ Page Language=\"C#\" %><% {{{{{{ inert\n object o = list.CreateInstance(name); \
             o.{call}; %>"
        )
    };
    let handed = |call: &str| {
        let judged = judge("a.aspx", page(call).as_bytes());
        judged.reasons.iter().any(|reason| reason.what.contains("hands the page"))
    };
    assert!(handed("Equals(this)"));
    assert!(handed("Equals(new object[] { Request, Response })"));
    assert!(!handed("Equals(token, EqualityComparer<byte>.Default)"));
}

#[test]
fn json_for_old_browsers_is_no_unpacking() {
    let page = |body: &str| {
        format!(
            "<html><input type=\"password\"><script>function r(s) {{ {body} }} {{{{{{ inert\n\
             var c = unescape(document.cookie);</script></html>"
        )
    };
    let json = "return window.JSON && JSON.parse ? JSON.parse(s) : eval(\"(\" + s + \")\");";
    assert!(grade("logon.aspx", &page(json)) <= Grade::Odd);
    let packed = "return eval(\"(\" + s + \")\");";
    assert!(grade("logon.aspx", &page(packed)) > Grade::Odd);
}

#[test]
fn what_is_not_judged_is_said() {
    let mut text = evaluator().into_bytes();
    text.resize(MAX_JUDGED + 1, b' ');
    let judged = judge("a.aspx", &text);
    assert!(judged.truncated);
    assert_eq!(judged.grade, Grade::Shell);
    let program = [b"MZ".as_slice(), &[0; 100]].concat();
    assert_eq!(judge("a.dll", &program).container, Container::Program);
}

/// A library is as long as it likes; a page that begins like one is a page all the same.
#[test]
fn programs_are_no_pages_unless_their_name_makes_them_run() {
    let mut program = [b"MZ".as_slice(), &[0; 300]].concat();
    program.resize(MAX_JUDGED + 1, 0x90);
    let judged = judge("a.dll", &program);
    assert_eq!((judged.truncated, judged.grade), (false, Grade::Clean));

    let hidden = [b"MZ".as_slice(), &[0; 300], evaluator().as_bytes()].concat();
    assert_eq!(judge("a.aspx", &hidden).grade, Grade::Shell);
    assert_eq!(judge("a.dll", &hidden).grade, Grade::Clean);
    assert_eq!(judge("a.aspx", &program[..500]).grade, Grade::Clean);
}

#[test]
fn nothing_and_noise_are_clean() {
    for bytes in [
        &b""[..],
        b"<",
        b"<%",
        b"%>",
        b"<%@",
        b"\xff\xfe",
        b"!BDN",
        b"\x30\x82",
        b"<script",
        b"+ADw",
        b"#@~^",
    ] {
        assert!(judge("a.aspx", bytes).grade <= Grade::Odd, "{bytes:?}");
    }
}

/// Shapes that make careless readers slow or deep.
#[test]
fn hostile_shapes_end() {
    let head = "<%@ Page Language=\"C#\" %><% ";
    for (piece, count) in [
        ("(", 60_000),
        ("f(", 40_000),
        ("a.b(", 40_000),
        ("{", 60_000),
        ("x=", 40_000),
        ("\"a\"+", 40_000),
        ("chr(1)&", 20_000),
        ("add.add.", 20_000),
        ("function f(a){", 8_000),
        ("f f ", 40_000),
        ("[", 60_000),
        ("<%", 40_000),
        ("<script runat=server>", 6_000),
        ("<!--", 30_000),
        ("$\"{", 20_000),
        ("/*", 40_000),
        ("\\u0065", 20_000),
        ("a=a+\"b\";", 20_000),
        ("x = Replace(x, \"a\", \"aa\")\n", 8_000),
        ("eval(", 30_000),
        ("<a runat=server ", 10_000),
        ("'", 60_000),
        ("@", 60_000),
        ("Request[", 30_000),
        ("/request[", 30_000),
        ("return g(<a ", 20_000),
        ("<a runat ", 30_000),
        ("<form action=", 20_000),
        ("<script><%", 20_000),
        ("function f(a)", 20_000),
        ("string g(string d){ return f(d); }", 8_000),
        ("using a=bbbbbbbbbbbbbbbbbbbb", 20_000),
        ("concat(\"a\",", 30_000),
        ("x = Replace(x, \"b\", \"c\")\n", 8_000),
        ("f(\"aaaaaaaaaaaaaaaa\".Replace(\"a\",\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"))", 8_000),
    ] {
        for name in ["a.aspx", "a.asp", "a.cshtml", "a.config", "logon.aspx", "flogon.js"] {
            let text = format!("{head}{}", piece.repeat(count / 32));
            judge(name, text.as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..600), form in 0..FORMS.len()) {
        judge(FORMS[form], &bytes);
    }

    #[test]
    fn any_bytes_and_names_keep_the_promises(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        crate::fuzz::judged(&bytes);
        crate::fuzz::named(&bytes);
    }

    #[test]
    fn any_path_is_answered(path in "([a-z]{1,9}[\\\\/]){0,3}[a-zA-Z0-9_.оl ]{0,70}") {
        crate::fuzz::named(path.as_bytes());
    }

    #[test]
    fn any_code_is_judged(parts in proptest::collection::vec(0..WORDS.len(), 0..120), form in 0..FORMS.len()) {
        let text: String = parts.iter().map(|part| WORDS[*part]).collect();
        let judged = judge(FORMS[form], text.as_bytes());
        prop_assert!(judged.reasons.iter().all(|reason| reason.offset <= text.len() as u64));
    }
}

const FORMS: &[&str] = &[
    "a.aspx",
    "a.ashx",
    "a.asp",
    "a.cshtml",
    "web.config",
    "a.png",
    "logon.aspx",
    "flogon.js",
    "a.xslt",
    "a.vb",
];
const WORDS: &[&str] = &[
    "<%",
    "%>",
    "<%@ Page Language=\"VB\" %>",
    "<script runat=server>",
    "</script>",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ";",
    "\n",
    " ",
    "=",
    "+=",
    "&",
    "+",
    ".",
    ",",
    "\"",
    "'",
    "\"abc\"",
    "\\",
    "\\u00",
    "$\"",
    "@\"",
    "/*",
    "*/",
    "//",
    "/",
    "eval",
    "execute ",
    "request",
    "process.start",
    "chr",
    "101",
    "&H",
    "0x",
    "replace",
    "x",
    "y",
    "function ",
    "return ",
    "é",
    "\u{200b}",
    "Convert.FromBase64String",
    "ZXZhbChyZXF1ZXN0KQ==",
    "end function",
    "<asp:TextBox id=x runat=server>",
    "password",
    ".value",
    "<!--#include file=",
    "<add path=\"*.jpg\" ",
];

/// Torn, packed and encrypted copies of a configuration hold `<%` by chance.
#[test]
fn noise_named_web_config_is_no_shell() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for size in [20_000, 60_000, 250_000] {
        let mut bytes = Vec::with_capacity(size + 8);
        while bytes.len() < size {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend(state.to_le_bytes());
        }
        bytes[size / 2..size / 2 + 2].copy_from_slice(b"<%");
        let judged = judge("web.config", &bytes);
        assert!(judged.grade < Grade::Suspicious, "{size}: {:?}", judged.reasons);
    }
}
