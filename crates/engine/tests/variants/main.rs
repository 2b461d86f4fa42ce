//! Ways in again, in other forms than the lab lays them: other places, names and words for the
//! same thing, each alone among a few files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod innocent;
mod spelling;
mod web;
mod windows;

use std::fmt::Write as _;

use engine::Options;
use evidence::memory::Memory;
use host::writers::hive::{NewKey, hive, key};
use host::writers::program::NewProgram;
use model::{Assessment, Confidence, Reply};
use support::{assess, options};

const V15: &str = "C/Program Files/Microsoft/Exchange Server/V15";
const APPLICATION_HOST: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";

/// Variants that are not found yet, and why. Each must fail.
const PENDING: &[(&str, &str)] = &[];

/// Innocent things that are called ways in, and why. Each must still be.
const ALARMS: &[(&str, &str)] = &[];

/// A page that hands what it is sent to an evaluator, put together here so that no scanner takes
/// this file for one; the last words keep it from being compiled.
fn shell() -> Vec<u8> {
    let call = ["ev", "al(Req", "uest[\"x\"],\"uns", "afe\");"].concat();
    format!("<%@ Page Language=\"JScript\" %>\n<% {call} inert specimen; %>").into_bytes()
}

/// A command that PowerShell is given encoded.
fn hidden() -> String {
    // "Start-Sleep 3; exit 0 # inert specimen", UTF-16.
    let command: String =
        "Start-Sleep 3; exit 0 # inert specimen".chars().flat_map(|own| [own, '\0']).collect();
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in command.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(digits[(bits >> (18 - 6 * place) & 63) as usize]));
        }
        text.push_str(&"=".repeat(3 - chunk.len()));
    }
    format!("powershell.exe -nop -w hidden -e {text}")
}

fn program(exports: &[&str]) -> Vec<u8> {
    NewProgram { exports, ..NewProgram::default() }.bytes()
}

/// The configuration of IIS with these elements: in the default site, in `globalModules`, at the
/// end.
fn iis(site: &str, modules: &str, end: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration><system.applicationHost><sites>\
         <site name=\"Default Web Site\" id=\"1\"><application path=\"/\"><virtualDirectory path=\"/\" \
         physicalPath=\"C:\\inetpub\\wwwroot\" /></application>{site}<bindings><binding protocol=\"http\" \
         bindingInformation=\"*:80:\" /></bindings></site></sites></system.applicationHost>\
         <system.webServer><globalModules>{modules}</globalModules></system.webServer>{end}\
         </configuration>"
    )
    .into_bytes()
}

fn software(path: &str, own: NewKey) -> Vec<(String, Vec<u8>)> {
    let base = key("ROOT", vec![key("CurrentVersion", vec![]).under("Microsoft\\Windows NT")]);
    let keys = base.merged(key("ROOT", vec![own.under(path)]));
    vec![("C/Windows/System32/config/SOFTWARE".to_owned(), hive(&keys))]
}

fn system(path: &str, own: NewKey) -> Vec<(String, Vec<u8>)> {
    let base = key("ROOT", vec![key("Select", vec![]).number("Current", 1)]);
    let keys = base.merged(key("ROOT", vec![own.under(&format!("ControlSet001\\{path}"))]));
    vec![("C/Windows/System32/config/SYSTEM".to_owned(), hive(&keys))]
}

/// One variant: what it is, its files, how the ids of rules begin that find it, and whether it is
/// a way in.
struct Variant {
    what: &'static str,
    files: Vec<(String, Vec<u8>)>,
    rules: &'static [&'static str],
    is_door: bool,
}

fn variant(
    what: &'static str,
    files: Vec<(String, Vec<u8>)>,
    rules: &'static [&'static str],
    is_door: bool,
) -> Variant {
    Variant { what, files, rules, is_door }
}

fn one(path: &str, content: impl Into<Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    vec![(path.to_owned(), content.into())]
}

fn told(assessment: &Assessment) -> String {
    let lines = assessment.findings.iter();
    let lines: Vec<String> =
        lines.map(|own| format!("{} {:?} {}", own.rule, own.confidence, own.title)).collect();
    let gaps: Vec<String> = assessment.gaps.iter().map(|own| own.detail.clone()).collect();
    format!("{} / gaps: {}", lines.join(" | "), gaps.join("; "))
}

fn assessed(files: &[(String, Vec<u8>)], options: &Options) -> Assessment {
    let memory = Memory::new("m");
    let memory = files.iter().fold(memory, |memory, (path, content)| memory.file(path, content));
    assess(memory.build().as_ref(), options)
}

/// What is wrong with what is said of a variant; empty if nothing.
fn fault(own: &Variant, options: &Options) -> String {
    let assessment = assessed(&own.files, options);
    let found = assessment.findings.iter().any(|finding| {
        finding.confidence >= Confidence::Medium
            && own.rules.iter().any(|rule| finding.rule.starts_with(rule))
    });
    let present = assessment.answers.back_door_present.answer == Reply::Yes;
    if found && present >= own.is_door { String::new() } else { told(&assessment) }
}

fn all() -> impl Iterator<Item = Variant> {
    let all = [
        web::pages(),
        web::of_iis(),
        windows::of_windows(),
        windows::of_sign_in(),
        windows::traces(),
        spelling::spelt_otherwise(),
        spelling::of_settings(),
    ];
    all.into_iter().flatten()
}

#[test]
fn other_forms_are_found_too() {
    let options = options(1);
    let mut wrong = String::new();
    let mut count = 0;
    for own in all() {
        count += 1;
        let fault = fault(&own, &options);
        let pending = PENDING.iter().any(|(what, _)| *what == own.what);
        match (pending, fault.is_empty()) {
            (false, false) => writeln!(wrong, "{}: {fault}", own.what).unwrap(),
            (true, true) => writeln!(wrong, "{} is found now: take it out", own.what).unwrap(),
            _ => {}
        }
    }
    println!("{count} variants");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn honest_things_are_left_alone() {
    let options = options(1);
    let mut wrong = String::new();
    let all = [innocent::of_the_web(), innocent::of_products(), innocent::of_files()];
    for (what, files) in all.into_iter().flatten() {
        let assessment = assessed(&files, &options);
        let answers = &assessment.answers;
        let yes = [&answers.back_door_present, &answers.back_door_was_present];
        let quiet = assessment.findings.iter().all(|own| own.confidence < Confidence::Medium)
            && yes.iter().all(|own| own.answer != Reply::Yes);
        match (ALARMS.iter().any(|(own, _)| *own == what), quiet) {
            (false, false) => writeln!(wrong, "{what}: {}", told(&assessment)).unwrap(),
            (true, true) => writeln!(wrong, "{what} is left alone now: take it out").unwrap(),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
