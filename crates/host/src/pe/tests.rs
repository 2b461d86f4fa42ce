//! Executables: versions, imports and signatures, also of hostile files.

use model::GapReason;

use super::*;
use crate::testing::read;
use crate::writers::assembly::NewClass;
use crate::writers::program::{NewProgram, signature_of};

/// A library with a version, and a signature table holding `signature`.
pub(crate) fn library(signature: &[u8]) -> Vec<u8> {
    let strings = [("FileVersion", "15.02.0986.005"), ("OriginalFilename", "ExSetup.exe")];
    let program =
        NewProgram { version: [15, 2, 986, 5], strings: &strings, ..NewProgram::default() };
    program.signed(signature)
}

/// A message signed by the second of two certificates.
pub(crate) fn signature() -> Vec<u8> {
    signature_of("Example Ltd", "Test CA")
}

#[test]
fn version_sections_and_signer() {
    let (id, seen) = read("C:\\Ex\\Bin\\ExSetup.exe", &library(&signature()));
    assert_eq!((id, seen.losses()), ("pe", vec![]), "{}", seen.shown());
    let fact = &seen.facts[0];
    assert_eq!(fact.value("file_version"), Some("15.2.986.5"));
    assert_eq!(fact.value("FileVersion"), Some("15.02.0986.005"));
    assert_eq!(fact.value("section"), Some(".rsrc"));
    assert_eq!((fact.value("isDll"), fact.value("is_dotnet")), (Some("true"), Some("false")));
    assert_eq!(fact.value("original_filename"), Some("ExSetup.exe"));
    assert_eq!((fact.value("authenticode"), fact.value("catalog")), (Some("yes"), None));
    assert_eq!(fact.value("signer"), Some("Example Ltd"));
    assert_eq!(fact.value("signerIssuer"), Some("Test CA"));
    assert_eq!(version_of(&library(&[])).and_then(|version| version.file), Some([15, 2, 986, 5]));
}

#[test]
fn exports_and_the_header_of_dot_net() {
    let program = NewProgram { exports: &["RegisterModule", "Other"], ..NewProgram::default() };
    let (_, seen) = read("a.dll", &program.bytes());
    assert_eq!(seen.losses(), [], "{}", seen.shown());
    assert_eq!(seen.count("export", "RegisterModule"), 1);
    assert_eq!(seen.facts[0].value("is_dotnet"), Some("false"));
    assert_eq!(seen.facts[0].value("entry"), Some("iis-module"));
    let (_, seen) = read("a.dll", &NewProgram { is_managed: true, ..program }.bytes());
    assert_eq!(seen.losses(), [], "{}", seen.shown());
    assert_eq!(seen.facts[0].value("is_dotnet"), Some("true"));
}

#[test]
fn an_unsigned_one_and_a_signature_that_is_none() {
    let (_, seen) = read("a.dll", &library(&[]));
    assert_eq!((seen.facts[0].value("authenticode"), seen.losses()), (Some("no"), vec![]));
    assert_eq!(seen.facts[0].value("catalog"), Some("unknown"));
    let (_, seen) = read("a.dll", &library(b"no signature"));
    assert_eq!(seen.facts[0].value("authenticode"), Some("yes"));
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
}

#[test]
fn a_cut_file_is_a_gap_and_never_a_panic() {
    let bytes = library(&signature());
    for length in (0..bytes.len()).step_by(97) {
        let (_, seen) = read("a.dll", &bytes[..length]);
        assert!(length < 64 || !seen.gaps.is_empty() || !seen.facts.is_empty(), "{length}");
    }
}

/// A library of .NET with one class, which is a module of IIS, runs programs and calls a native
/// function, and these texts in its code.
pub(crate) fn assembly(class: (&str, &str), code: &[&str]) -> Vec<u8> {
    let class = NewClass {
        name: class,
        implements: ("System.Web", "IHttpModule"),
        calls: (("System.Diagnostics", "Process"), "Start"),
        native: ("kernel32.dll", "VirtualAlloc"),
        texts: code,
    };
    let program =
        NewProgram { is_managed: true, metadata: &class.metadata(), ..NewProgram::default() };
    program.bytes()
}

/// A compiled page that lies where ASP.NET puts it.
pub(crate) fn compiled_page() -> Vec<u8> {
    assembly(("ASP", "auth_x_aspx"), &["~/auth/x.aspx", "unsafe", "a", "~/a.txt"])
}

const FOLDER: &str =
    "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\owa\\1\\2\\";

#[test]
fn a_module_of_dot_net_says_what_it_uses() {
    let code = ["C:\\Windows\\System32\\cmd.exe /c dir", "plain text"];
    let (id, seen) = read("C:\\m\\module.dll", &assembly(("Vendor", "Module"), &code));
    assert_eq!((id, seen.losses()), ("pe", vec![]), "{}", seen.shown());
    let fact = &seen.facts[0];
    assert_eq!(fact.value("implements"), Some("System.Web.IHttpModule"));
    assert_eq!(fact.value("call"), Some("System.Diagnostics.Process::Start"));
    assert_eq!(fact.value("native"), Some("kernel32.dll!VirtualAlloc"));
    let command = ("string".into(), code[0].to_owned());
    assert!(fact.fields.contains(&command), "{}", seen.shown());
    assert!(!seen.shown().contains("plain text"));
}

#[test]
fn a_compiled_page_names_its_page_and_what_it_does() {
    let path = format!("{FOLDER}App_Web_0b2tzh1k.dll");
    let (id, seen) = read(&path, &compiled_page());
    assert_eq!((id, seen.losses()), ("compiled-assembly", vec![]), "{}", seen.shown());
    let fact = &seen.facts[0];
    assert_eq!(fact.value("page"), Some("/owa/auth/x.aspx"));
    assert_eq!(fact.value("type"), Some("ASP.auth_x_aspx"));
    assert_eq!(fact.value("application"), Some("owa"));
    assert_eq!(fact.value("call"), Some("System.Diagnostics.Process::Start"));
    assert_eq!(fact.value("authenticode"), Some("no"));
    let strings: Vec<&str> = fact
        .fields
        .iter()
        .filter(|(name, _)| name == "string")
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(strings, ["~/auth/x.aspx", "unsafe", "~/a.txt"]);
    // The same in the site's own folder, and where the application is not known.
    let (_, seen) = read(&path.replace("\\owa\\", "\\root\\"), &compiled_page());
    assert_eq!(seen.facts[0].value("page"), Some("/auth/x.aspx"));
    let (_, seen) = read("App_Web_0b2tzh1k.dll", &compiled_page());
    assert_eq!(seen.facts[0].value("page"), Some("~/auth/x.aspx"));
    // A native library under such a name is not ASP.NET's work.
    let program = NewProgram { exports: &["RegisterModule"], ..NewProgram::default() };
    let (_, seen) = read(&path, &program.bytes());
    assert_eq!(seen.facts[0].value("is_dotnet"), Some("false"));
    assert_eq!(seen.facts[0].value("entry"), Some("iis-module"));
}

#[test]
fn a_damaged_assembly_is_a_gap() {
    let whole = compiled_page();
    let at = memchr::memmem::find(&whole, b"BSJB").unwrap();
    let mut other = whole.clone();
    other[at] = b'?';
    // More rows than there are bytes.
    let tables = memchr::memmem::find(&whole[at..], &[2, 0, 0, 1]).unwrap() + at;
    let mut long = whole.clone();
    long[tables + 20..tables + 24].copy_from_slice(&u32::MAX.to_le_bytes());
    for bytes in [other, long] {
        let (_, seen) = read(&format!("{FOLDER}App_Web_a.dll"), &bytes);
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)], "{}", seen.shown());
        assert_eq!(seen.facts.len(), 1);
    }
}

#[test]
fn a_source_names_the_file_of_its_page() {
    let text = "#pragma checksum \"C:\\inetpub\\wwwroot\\aspnet_client\\x.aspx\" \"{ff}\" \"AB\"\r\n\
                namespace ASP {\r\n    #line 1 \"C:\\inetpub\\wwwroot\\aspnet_client\\x.aspx\"\r\n\
                public class aspnet_client_x_aspx : Page {\r\n\
                AppRelativeVirtualPath = \"~/aspnet_client/x.aspx\";\r\n";
    let path = FOLDER.replace("owa", "root") + "App_Web_0b2tzh1k.0.cs";
    let (id, seen) = read(&path, text.as_bytes());
    assert_eq!((id, seen.losses()), ("compiled-assembly", vec![]));
    let fact = &seen.facts[0];
    assert_eq!(fact.value("source"), Some("C:\\inetpub\\wwwroot\\aspnet_client\\x.aspx"));
    assert_eq!(fact.value("page"), Some("/aspnet_client/x.aspx"));
    assert_eq!(fact.value("type"), Some("aspnet_client_x_aspx"));
}

#[test]
fn a_link_time_that_is_a_sum_is_no_time() {
    let mut bytes = library(&[]);
    let at = u32_at(&bytes, 60).unwrap() as usize + 8;
    bytes[at..at + 4].copy_from_slice(&1_614_765_600_u32.to_le_bytes());
    let (_, seen) = read("a.dll", &bytes);
    assert_eq!(seen.facts[0].value("timestamp"), Some("2021-03-03T10:00:00Z"));
    // A debug directory of one entry that says the build is reproducible, in the headers' place.
    let section = 0x1000;
    let entry = bytes.len() - 32;
    bytes[entry..entry + 28].fill(0);
    bytes[entry + 12] = 16;
    let directory = u32_at(&bytes, 60).unwrap() as usize + 24 + 112 + 6 * 8;
    assert!(entry > section);
    bytes[directory..directory + 4].copy_from_slice(&(entry as u32).to_le_bytes());
    bytes[directory + 4..directory + 8].copy_from_slice(&28_u32.to_le_bytes());
    let (_, seen) = read("a.dll", &bytes);
    assert_eq!(seen.facts[0].value("timestamp"), None, "{}", seen.shown());
}
