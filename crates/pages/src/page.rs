//! A page text cut into what the server runs, what the browser runs and what is only shown.

use crate::view::find_fold;

mod walk;

/// The languages the judge reads. ASP.NET's JScript and classic ASP's are one here, and so are
/// VB.NET and VBScript: what differs between them does not change what a sink is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    CSharp,
    Basic,
    JScript,
}

/// What a file's name makes the server do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// .aspx, .ascx, .master, .asax and their code files: ASP.NET markup with server blocks.
    AspNet,
    /// .ashx, .asmx, .svc: a directive, then code.
    Handler,
    /// .asp and the extensions IIS maps to it.
    ClassicAsp,
    /// .cshtml, .vbhtml.
    Razor,
    /// .config.
    Config,
    /// .cs, .vb: code without markup.
    Source,
    /// .js.
    Script,
    /// .xsl, .xslt, .xaml: XML that can hold code.
    Transform,
    /// Anything else; nothing in it runs unless a handler is mapped to it.
    Other,
}

impl Form {
    /// The form of a file by its name, read as IIS and NTFS read it: trailing dots and spaces,
    /// streams (`x.aspx::$DATA`) and the `x.asp;.jpg` trick do not hide the extension.
    pub fn of(name: &str) -> Self {
        let name = name.rsplit(['\\', '/']).next().unwrap_or(name).to_ascii_lowercase();
        let name = name.split("::").next().unwrap_or_default().trim_end_matches(['.', ' ', '\0']);
        if [".asp;", ".cer;", ".asa;", ".cdx;"].iter().any(|trick| name.contains(trick)) {
            return Self::ClassicAsp;
        }
        match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "aspx" | "ascx" | "master" | "asax" | "skin" | "axd" | "aspq" | "browser" => {
                Self::AspNet
            }
            "ashx" | "asmx" | "svc" | "soap" | "rem" => Self::Handler,
            "asp" | "asa" | "cer" | "cdx" | "htr" | "stm" | "shtm" | "shtml" | "inc" => {
                Self::ClassicAsp
            }
            "cshtml" | "vbhtml" | "cshtm" | "vbhtm" => Self::Razor,
            "config" => Self::Config,
            "cs" | "vb" | "jsl" => Self::Source,
            "js" | "mjs" => Self::Script,
            "xsl" | "xslt" | "xaml" | "xamlx" | "xoml" => Self::Transform,
            _ => Self::Other,
        }
    }

    /// Whether IIS with ASP.NET runs such a file as installed.
    pub const fn runs(self) -> bool {
        matches!(self, Self::AspNet | Self::Handler | Self::ClassicAsp | Self::Razor)
    }
}

/// What a span of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Server code in a language.
    Code(Lang),
    /// A data-binding expression `<%# … %>`, where `Eval` is not an evaluator.
    Binding(Lang),
    /// A `<script>` for the browser.
    Client,
}

/// A span of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A page taken apart.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) blocks: Vec<Block>,
    /// Spans of directives `<%@ … %>`.
    pub(crate) directives: Vec<(usize, usize)>,
    /// Spans of tags that carry `runat=server`, scripts excepted.
    pub(crate) controls: Vec<(usize, usize)>,
    /// Spans of `#include` comments.
    pub(crate) includes: Vec<(usize, usize)>,
    /// Starts of `<script runat=server src=…>` tags.
    pub(crate) sourced: Vec<usize>,
}

/// A tag longer than this is cut: no server tag is, and a hostile file may never close one.
const MAX_TAG: usize = 8 * 1024;

/// The value of an attribute in a tag or directive, quotes and character references removed.
pub(crate) fn attribute(tag: &[u8], name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = find_fold(tag, name.as_bytes(), from) {
        from = at + name.len();
        let before = at.checked_sub(1).and_then(|before| tag.get(before));
        if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            continue;
        }
        let rest = tag[from..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let value = match rest.first() {
            Some(quote @ (b'"' | b'\'')) => {
                rest[1..].split(|byte| byte == quote).next().unwrap_or_default()
            }
            _ => rest.split(|byte| b" \t\r\n>%".contains(byte)).next().unwrap_or_default(),
        };
        return Some(unreference(&String::from_utf8_lossy(value)));
    }
    None
}

/// Resolves numeric and the five named character references.
pub(crate) fn unreference(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let letter = end.and_then(|end| match &rest[1..end] {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            code => {
                let code = code.strip_prefix('#')?;
                let number = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => code.parse(),
                };
                number.ok().and_then(char::from_u32)
            }
        });
        match (letter, end) {
            (Some(letter), Some(end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn language_named(name: &str) -> Option<Lang> {
    let name = name.to_ascii_lowercase();
    if name.contains("jscript")
        || name.contains("javascript")
        || name == "js"
        || name.contains("ecmascript")
    {
        Some(Lang::JScript)
    } else if name.contains("vb") || name.contains("visualbasic") {
        Some(Lang::Basic)
    } else if name.starts_with("c#") || name.starts_with("cs") || name == "c" {
        Some(Lang::CSharp)
    } else {
        None
    }
}

/// Takes a page of this form apart.
pub(crate) fn take_apart(form: Form, name: &str, text: &[u8]) -> Page {
    let mut page = Page::default();
    if form == Form::Source {
        let lang =
            if name.to_ascii_lowercase().ends_with("vb") { Lang::Basic } else { Lang::CSharp };
        page.blocks.push(Block { kind: Kind::Code(lang), start: 0, end: text.len() });
        return page;
    }
    let declared = declared_language(text);
    let lang = declared.unwrap_or_else(|| guess(form, text));
    if form == Form::Razor {
        let lang =
            if name.to_ascii_lowercase().contains(".vb") { Lang::Basic } else { Lang::CSharp };
        razor(text, lang, &mut page);
        return page;
    }
    walk::walk(text, lang, &mut page);
    if form == Form::Handler {
        // Everything after the directive is code, and what looks like one in it is a literal.
        if let Some((_, end)) = page.directives.first().copied() {
            page.blocks.retain(|block| block.end <= end);
            page.blocks.push(Block { kind: Kind::Code(lang), start: end, end: text.len() });
        }
    }
    page
}

/// The `Language` of the first directive, or of the first server script.
fn declared_language(text: &[u8]) -> Option<Lang> {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(text.get(from..)?, b"<%@").map(|found| from + found) {
        let limit = (at + MAX_TAG).min(text.len());
        let end = memchr::memmem::find(&text[at..limit], b"%>").map_or(limit, |length| at + length);
        if let Some(lang) =
            attribute(&text[at..end], "language").and_then(|name| language_named(&name))
        {
            return Some(lang);
        }
        from = end.max(at + 3);
    }
    None
}

/// The language of code that declares none, by what only one of them writes.
fn guess(form: Form, text: &[u8]) -> Lang {
    let head = &text[..text.len().min(16 * 1024)];
    let count = |needle: &[u8]| memchr::memmem::find_iter(head, needle).count();
    let basic =
        ["end sub", "end if", "end function", "dim ", " then", "execute", "createobject", "set "]
            .iter()
            .filter(|word| find_fold(head, word.as_bytes(), 0).is_some())
            .count();
    let braces = count(b";\n")
        + count(b";\r")
        + count(b"){")
        + count(b") {")
        + count(b";%>")
        + count(b"; %>");
    if form == Form::ClassicAsp {
        return if braces > 2 && basic == 0 { Lang::JScript } else { Lang::Basic };
    }
    if basic > 0 && braces <= basic { Lang::Basic } else { Lang::CSharp }
}

/// Razor: everything after an `@` that opens code, as one block; markup between is harmless to a
/// lexer that ends strings at the line's end.
fn razor(text: &[u8], lang: Lang, page: &mut Page) {
    let opens = memchr::memchr_iter(b'@', text).find(|at| {
        let next = text.get(at + 1).copied().unwrap_or(0);
        next != b'@' && (next.is_ascii_alphabetic() || b"{(".contains(&next))
    });
    if let Some(start) = opens {
        page.blocks.push(Block { kind: Kind::Code(lang), start, end: text.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(form: Form, text: &str) -> Vec<(Kind, String)> {
        take_apart(form, "x", text.as_bytes())
            .blocks
            .iter()
            .map(|block| (block.kind, text[block.start..block.end].trim().to_owned()))
            .collect()
    }

    #[test]
    fn forms_see_through_tricks() {
        assert_eq!(Form::of("x.ASPX . "), Form::AspNet);
        assert_eq!(Form::of("a\\x.asp;.jpg"), Form::ClassicAsp);
        assert_eq!(Form::of("x.ashx::$DATA"), Form::Handler);
        assert_eq!(Form::of("x.png"), Form::Other);
    }

    #[test]
    fn blocks_take_their_language() {
        let page = "<%@ Page Language='VB' %><% Dim a %><%# Eval(1) %>\
            <script runat=server language=C#>int b;</script><script>c()</script><!-- <% d %> -->";
        assert_eq!(
            kinds(Form::AspNet, page),
            [
                (Kind::Code(Lang::Basic), "Dim a".to_owned()),
                (Kind::Binding(Lang::Basic), "Eval(1)".to_owned()),
                (Kind::Code(Lang::CSharp), "int b;".to_owned()),
                (Kind::Client, "c()".to_owned()),
                (Kind::Code(Lang::Basic), "d".to_owned()),
            ]
        );
    }

    #[test]
    fn a_handler_is_code_after_its_directive() {
        let found =
            kinds(Form::Handler, "<%@ WebHandler Language=\"C#\" Class=\"A\" %>\nif (a<b) x();");
        assert_eq!(found, [(Kind::Code(Lang::CSharp), "if (a<b) x();".to_owned())]);
    }

    #[test]
    fn references_in_attributes_are_resolved() {
        let page = "<script runat='&#115;erver' language=JScript>x</script>";
        assert_eq!(kinds(Form::AspNet, page), [(Kind::Code(Lang::JScript), "x".to_owned())]);
    }

    #[test]
    fn what_never_closes_ends_with_the_file() {
        assert_eq!(kinds(Form::AspNet, "<% a").len(), 1);
        assert_eq!(kinds(Form::AspNet, "<script runat=server").len(), 1);
        assert_eq!(kinds(Form::AspNet, "<%").len(), 1);
    }
}
