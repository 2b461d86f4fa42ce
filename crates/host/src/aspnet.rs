//! Traces of pages that ASP.NET compiled: they outlive the page, so a removed web shell still
//! shows its address and the time it was first asked for.
//!
//! Under `Temporary ASP.NET Files\<application>\<hash>\<hash>` lie `<page>.<hash8>.compiled` (XML:
//! `preserve` with `virtualPath`, `assembly`, `type`, and the files it was made of), `App_Web_*`
//! libraries and sources, and `*.delete` marks. `<hash8>` is a hash of the virtual directory, the
//! same on every server.

use model::WinPath;

use crate::text::{begins_as_xml, folded, holds};
use crate::xml::parse;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest file read. Real ones have under 4 KiB.
const LARGEST: u64 = 1024 * 1024;

/// Virtual directories whose hash is known from public samples: the hash, the directory.
const DIRECTORIES: [(&str, &str); 2] = [("f5dba9b9", "/owa/auth"), ("cdcab7d2", "/")];

/// Folder that holds everything ASP.NET compiles.
const FOLDER: &str = "Temporary ASP.NET Files";

/// The record of a compiled page.
pub(crate) struct Compiled;

impl Reader for Compiled {
    fn id(&self) -> &'static str {
        "aspnet-compiled"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        if begins_as_xml(&text) && holds(&text, "<preserve") {
            return Some(Sniff::Certain);
        }
        (head.path.extension().as_deref() == Some("compiled")).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let document = parse(bytes, sink);
        for number in document.named("preserve") {
            let element = document.element(number);
            let mut fact = Fact::new(FactKind::AspnetCompiled, element.locator.clone())
                .with("element", "preserve");
            for (name, value) in &element.attributes {
                fact.push(name.to_string(), value.as_str());
            }
            let dependencies = document.child(number, "filedeps").map(|found| found.0);
            for (_, file) in dependencies.into_iter().flat_map(|list| document.children(list)) {
                fact = fact.with_some("filedep", file.attribute("name"));
            }
            if let Some(file) = temporary_file(path) {
                fact = fact
                    .with_some("application", file.application)
                    .with_some("directoryHash", file.directory_hash);
            }
            sink.fact(fact);
        }
    }
}

/// What the name of a file under `Temporary ASP.NET Files` tells, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemporaryFile {
    /// The application's folder: `owa`, `ecp`, `root` for the site itself. `None` if the file does
    /// not lie under the folder.
    pub application: Option<String>,
    /// The page it was compiled from (`logon.aspx`), where the name holds one.
    pub page: Option<String>,
    /// The hash of the page's virtual directory.
    pub directory_hash: Option<String>,
    /// The virtual directory with that hash, where it is publicly known; `/` is the application's
    /// root.
    pub directory: Option<&'static str>,
    /// Whether it is a library made of pages (`App_Web_*.dll`) or its source.
    pub is_library: bool,
}

/// Reads the name of a file that ASP.NET left while compiling; `None` if it is no such name.
pub fn temporary_file(path: &WinPath) -> Option<TemporaryFile> {
    let name = path.file_name();
    let lower = name.to_lowercase();
    let below = path.after(FOLDER);
    let application = below.as_ref().and_then(|below| below.first()).map(|name| name.to_string());
    let is_library = lower.starts_with("app_web_");
    let middle = lower
        .strip_suffix(".compiled")
        .or_else(|| lower.strip_suffix(".delete"))
        .or_else(|| is_library.then_some(lower.as_str()));
    let middle = middle?;
    let hash = middle
        .split('.')
        .find(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned);
    // `logon.aspx.f5dba9b9.compiled`, or `App_Web_logon.aspx.f5dba9b9.xyz.dll`.
    let page = hash.as_ref().and_then(|hash| {
        let at = middle.find(hash.as_str())?;
        let start = if is_library { "app_web_".len() } else { 0 };
        name.get(start..at.checked_sub(1)?).filter(|page| page.contains('.')).map(str::to_owned)
    });
    let directory = DIRECTORIES
        .iter()
        .find(|(own, _)| hash.as_deref() == Some(*own))
        .map(|(_, directory)| *directory);
    Some(TemporaryFile { application, page, directory_hash: hash, directory, is_library })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{read, shared};

    #[test]
    fn a_compiled_page_keeps_its_address() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<preserve resultType=\"3\" \
                    virtualPath=\"/owa/auth/x.aspx\" hash=\"16f\" assembly=\"App_Web_abcd1234\" \
                    type=\"ASP.owa_auth_x_aspx\"><filedeps><filedep name=\"/owa/auth/x.aspx\"/>\
                    <filedep name=\"/owa/auth/y.master\"/></filedeps></preserve>";
        let path = "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET \
                    Files\\owa\\8e05b027\\e164d61b\\x.aspx.f5dba9b9.compiled";
        let (id, seen) = read(path, text.as_bytes());
        assert_eq!((id, seen.losses()), ("aspnet-compiled", vec![]));
        let fact = &seen.facts[0];
        assert_eq!(fact.value("virtualPath"), Some("/owa/auth/x.aspx"));
        assert_eq!(fact.value("application"), Some("owa"));
        assert_eq!(fact.value("directoryHash"), Some("f5dba9b9"));
        assert_eq!(fact.fields.iter().filter(|(name, _)| name == "filedep").count(), 2);
    }

    #[test]
    fn names_tell_page_and_directory() {
        let of = |name: &str| {
            temporary_file(&WinPath::new(&format!(
                "C:\\w\\Temporary ASP.NET Files\\root\\a\\b\\{name}"
            )))
        };
        let page = of("Shell.aspx.cdcab7d2.compiled").unwrap();
        assert_eq!(page.page.as_deref(), Some("Shell.aspx"));
        assert_eq!((page.directory, page.is_library), (Some("/"), false));
        assert_eq!(page.application.as_deref(), Some("root"));
        let library = of("App_Web_logon.aspx.f5dba9b9.xk3jq1zp.dll").unwrap();
        assert_eq!(library.page.as_deref(), Some("logon.aspx"));
        assert!(of("App_Web_0b2tzh1k.dll").unwrap().is_library);
        assert_eq!(of("hash.web"), None);
    }

    #[test]
    fn a_real_one() {
        let Some(files) = shared("aspnet_compiled") else { return };
        let (id, seen) = read(&files[0].0, &files[0].1);
        assert_eq!((id, seen.facts.len(), seen.losses()), ("aspnet-compiled", 1, vec![]));
        assert_eq!(seen.facts[0].value("assembly"), Some("App_Web_upload.aspx.9475d17f"));
    }
}
