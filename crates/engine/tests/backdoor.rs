//! Whole files through the whole line: what lies on the disk reaches the verdict, and what only
//! looks like it does not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests make evidence"
)]

mod support;

use std::fs;

use evidence::memory::Memory;
use lab::PlantKind;
use model::{Assessment, Confidence, Finding, GapReason, Headline, Locator, Reply, Severity};
use support::{Server, assess, options, shared_data, told, unstamped, with};

const V15: &str = "C/Program Files/Microsoft/Exchange Server/V15";

/// A page that hands what it is sent to an evaluator, put together here so that no scanner takes
/// this file for one; the last words keep it from being compiled.
fn shell() -> String {
    let call = ["ev", "al(Req", "uest[\"x\"],\"uns", "afe\");"].concat();
    format!("<%@ Page Language=\"JScript\" %>\n<p>one</p>\n<% {call} inert specimen; %>")
}

fn of(files: &[(&str, &str)]) -> Assessment {
    let memory = Memory::new("m");
    let memory = files.iter().fold(memory, |memory, (name, text)| memory.file(name, *text));
    assess(memory.build().as_ref(), &options(2))
}

fn back_doors(assessment: &Assessment) -> Vec<&Finding> {
    assessment.findings.iter().filter(|own| own.rule.starts_with("backdoor.")).collect()
}

/// The reset of ProxyLogon leaves a list of properties with a script in it.
#[test]
fn the_page_that_an_intruder_left_is_present_and_belongs_to_him() {
    let assessment = Server::of(&with(PlantKind::ProxylogonShell)).assess();
    let found = back_doors(&assessment);
    let [page] = found.as_slice() else { panic!("{}", told(&assessment.findings)) };
    assert_eq!(page.rule, "backdoor.page");
    assert_eq!(page.confidence, Confidence::High);
    assert_eq!(page.facts["page"], "/owa/auth/redirsuiteserverproxy.aspx");
    assert!(page.facts["path"].ends_with("owa\\auth\\RedirSuiteServerProxy.aspx"));
    assert_eq!(page.evidence[0].sha256.as_ref(), page.facts.get("sha256"));
    assert!(matches!(page.evidence[0].locator, Locator::Line { line, .. } if line > 1));
    assert_eq!(assessment.answers.back_door_present.answer, Reply::Yes);
    assert_eq!(assessment.headline, Headline::CompromisedBackDoorPresent);
    assert_eq!(assessment.incidents.len(), 1, "{:#?}", assessment.incidents);
    assert!(assessment.incidents[0].findings.contains(&page.id));
    let artefact =
        assessment.artefacts.iter().find(|own| own.format.as_deref() == Some("web-page"));
    assert_eq!(artefact.unwrap().sha256.as_ref(), page.facts.get("sha256"));
    assert!(!assessment.coverage.iter().any(|own| own.source.kind.as_str() == "web-page"));
}

/// Files alone, without a line of log.
#[test]
fn a_shell_is_found_in_every_folder_that_is_served() {
    for folder in [
        "C/inetpub/wwwroot/aspnet_client/system_web",
        "C/inetpub/wwwroot/intranet",
        &format!("{V15}/FrontEnd/HttpProxy/ecp/auth"),
        &format!("{V15}/ClientAccess/OAB"),
    ] {
        let name = format!("{folder}/x.aspx");
        let assessment = of(&[(&name, &shell())]);
        assert_eq!(assessment.answers.back_door_present.answer, Reply::Yes, "{name}");
        assert_eq!(assessment.headline, Headline::CompromisedBackDoorPresent, "{name}");
        let [page] = back_doors(&assessment)[..] else { panic!("{name}") };
        assert_eq!(
            page.evidence[0].locator,
            Locator::Line { line: 3, offset: page_offset(), length: 0 }
        );
        assert!(page.evidence[0].excerpt.contains("inert specimen"));
    }
}

/// Where the evaluator stands in the specimen.
fn page_offset() -> u64 {
    shell().find("eval").unwrap() as u64
}

#[test]
fn look_alikes_are_no_back_doors() {
    let logon = format!("{V15}/FrontEnd/HttpProxy/owa/auth/logon.aspx");
    let branded = "<%@ Page Language=\"C#\" Inherits=\"Microsoft.Exchange.HttpProxy.Logon\" %>\n\
        <html><head><title>Contoso mail</title></head><body class=\"contoso\">\
        <h1>Welcome to Contoso</h1><form id=\"logonForm\"></form></body></html>";
    let intranet = "<%@ Page Language=\"C#\" %>\n<script runat=\"server\">\n\
        void Page_Load(object sender, EventArgs e) { Hello.Text = \"Good morning\"; }\n</script>\n\
        <asp:Label id=\"Hello\" runat=\"server\" />";
    let assessment =
        of(&[(&logon, branded), ("C/inetpub/wwwroot/intranet/default.aspx", intranet)]);
    assert!(assessment.findings.is_empty(), "{}", told(&assessment.findings));
    assert_eq!(assessment.answers.back_door_present.answer, Reply::CannotSay);
}

/// Nothing runs what is in them as IIS is installed; still somebody put it there.
#[test]
fn a_shell_under_a_name_that_nothing_runs_is_worth_a_look() {
    let style = format!("{V15}/FrontEnd/HttpProxy/owa/auth/style.css");
    // In the last nothing serves it.
    for name in ["C/inetpub/wwwroot/aspnet_client/notes.txt", &style, "C/backup/x.aspx"] {
        let assessment = of(&[(name, &shell())]);
        let [page] = back_doors(&assessment)[..] else { panic!("{name}") };
        assert_eq!(
            (page.rule.as_ref(), page.confidence),
            ("backdoor.page_suspect", Confidence::Low)
        );
        assert_eq!(assessment.answers.back_door_present.answer, Reply::CannotSay);
    }
}

#[test]
fn a_page_too_long_to_judge_is_judged_as_far_and_a_gap() {
    let text = shell() + &" ".repeat(pages::MAX_JUDGED);
    let assessment = of(&[("C/inetpub/wwwroot/x.aspx", &text)]);
    assert_eq!(back_doors(&assessment).len(), 1);
    assert!(assessment.gaps.iter().any(|gap| gap.reason == GapReason::TooLarge));
    assert!(assessment.artefacts[0].sha256.is_some());
    assert_eq!(assessment.artefacts[0].size, text.len() as u64);
}

#[test]
fn padding_in_front_of_a_back_door_does_not_hide_it() {
    let text = " ".repeat(pages::MAX_JUDGED) + &shell();
    let assessment = of(&[("C/inetpub/wwwroot/x.aspx", &text)]);
    let [page] = back_doors(&assessment)[..] else { panic!("{}", told(&assessment.findings)) };
    assert_eq!((page.rule.as_ref(), page.confidence), ("backdoor.page", Confidence::High));
    assert!(assessment.gaps.iter().any(|gap| gap.reason == GapReason::TooLarge));
}

/// What stands behind so much padding is judged in pieces; no page of Exchange has that size.
#[test]
fn a_page_in_exchange_too_long_to_judge_is_likely_a_back_door() {
    let text = " ".repeat(pages::MAX_JUDGED + 1);
    let name = format!("{V15}/FrontEnd/HttpProxy/ecp/auth/x.aspx");
    let assessment = of(&[(&name, &text)]);
    let [page] = back_doors(&assessment)[..] else { panic!("{}", told(&assessment.findings)) };
    assert_eq!(
        (page.rule.as_ref(), page.confidence),
        ("backdoor.page_suspect", Confidence::Medium)
    );
}

/// Libraries of Exchange have that size.
#[test]
fn a_large_library_in_exchange_is_no_page_too_long() {
    let text = format!("MZ{}", "\0".repeat(pages::MAX_JUDGED + 1));
    let name = format!("{V15}/ClientAccess/Owa/bin/Microsoft.Exchange.Clients.Large.dll");
    let assessment = of(&[(&name, &text)]);
    assert!(back_doors(&assessment).is_empty(), "{}", told(&assessment.findings));
}

#[test]
fn documents_are_hashed_and_what_is_none_is_a_gap() {
    let task = "<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/\
        mit/task\"><Actions><Exec><Command>backup.exe</Command></Exec></Actions></Task>";
    let assessment = of(&[
        ("C/Windows/System32/Tasks/Backup", task),
        ("C/Exchange/Bin/ExSetup.exe", "neither one nor the other"),
        ("C/Windows/System32/Tasks/Empty", ""),
    ]);
    let read: Vec<_> = assessment
        .artefacts
        .iter()
        .map(|own| (own.format.as_deref(), own.sha256.is_some()))
        .collect();
    assert_eq!(read, [(Some("task-xml"), true)]);
    let mut gaps: Vec<_> = assessment.gaps.iter().map(|gap| gap.reason).collect();
    gaps.sort();
    assert_eq!(gaps, [GapReason::Truncated, GapReason::UnknownFormat]);
    assert!(assessment.findings.is_empty() && assessment.coverage.is_empty());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut memory = Memory::new("m");
    for number in 0..40 {
        let text =
            format!("{}<!-- {number} -->", if number % 7 == 0 { shell() } else { String::new() });
        memory = memory.file(&format!("C/inetpub/wwwroot/app{number}/p.aspx"), text);
    }
    let source = memory.build();
    let one = unstamped(assess(source.as_ref(), &options(1)));
    assert_eq!(back_doors(&one).len(), 6);
    assert_eq!(one, unstamped(assess(source.as_ref(), &options(4))));
}

/// Configurations of real servers, one malformed on purpose; one holds three modules for testing,
/// in a folder for temporary files.
#[test]
fn real_configurations_show_no_back_door() {
    let Some(data) = shared_data() else { return };
    let mut memory = Memory::new("m");
    let (mut folders, mut read) = (vec![data.join("iis_config")], 0);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.to_lowercase().ends_with(".config") {
                read += 1;
                let applications = name.to_lowercase().contains("applicationhost");
                let kind = if applications { "applicationHost.config" } else { "web.config" };
                let place = format!("C/inetpub/{read}/{kind}");
                memory = memory.file(&place, fs::read(&path).unwrap());
            }
        }
    }
    assert!(read > 3, "{read} files");
    let assessment = assess(memory.build().as_ref(), &options(2));
    // The published tests of Microsoft's health checker add modules in C:\Temp on purpose.
    let added = |own: &&Finding| own.title.to_lowercase().contains("c:\\temp\\test-");
    // Remarks on settings are no back doors.
    let remark = |own: &&Finding| own.severity == Severity::Info;
    let other: Vec<&Finding> =
        assessment.findings.iter().filter(|own| !added(own) && !remark(own)).collect();
    assert!(other.is_empty(), "{other:#?}");
    assert!(
        assessment.gaps.iter().any(|gap| gap.reason == GapReason::Damaged),
        "{:#?}",
        assessment.gaps
    );
    assert!(assessment.artefacts.iter().all(|own| own.sha256.is_some()));
}

/// Zips of Windows and folders there keep the attributes of files; what they say of one page is one
/// finding with what its content says.
#[test]
fn a_page_that_its_attributes_hide_is_told_by_the_listing() {
    let of = |name: &str, attributes: u32| {
        let page = format!("{V15}/FrontEnd/HttpProxy/owa/auth/{name}");
        let plain = "<%@ Page Language=\"C#\" %><html><body>Service</body></html>";
        let memory = Memory::new("m").file(&page, plain).attributes(attributes);
        assess(memory.build().as_ref(), &options(1))
    };
    let is_found = |assessment: &Assessment| {
        assessment.findings.iter().any(|own| own.rule == "file.hidden_page")
    };
    let hidden = of("service.aspx", 0x26);
    assert!(is_found(&hidden), "{}", told(&hidden.findings));
    assert_ne!(hidden.answers.back_door_present.answer, Reply::No);
    for (name, attributes) in [("service.aspx", 0x20), ("service.aspx", 0), ("desktop.ini", 0x26)] {
        let assessment = of(name, attributes);
        assert!(!is_found(&assessment), "{name} {attributes:#x}");
    }
}
