//! Web folders that the configuration spells so that nobody finds them: those that can be told are
//! read, the others are gaps that say what to collect.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use evidence::memory::Memory;
use host::writers::hive::{hive, key};
use model::{Assessment, Gap, GapReason, Reply};
use support::{assess, options};

const CONFIG: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";

/// A page that runs what it is sent, written so that no scanner takes this file for one.
fn shell() -> String {
    let call =
        ["ev", "al(Req", "uest.Item[\"sh.invalid\"],\"uns", "afe\"); inert specimen"].concat();
    format!("<%@ Page Language=\"Jscript\"%><%{call}%>")
}

/// A server called EX01 with a site on another drive, which the configuration spells so.
fn of(folder: &str, has_hive: bool) -> Assessment {
    let config = format!(
        "<configuration><system.applicationHost><sites><site name=\"Default Web Site\" id=\"1\">\
         <application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"C:\\inetpub\\wwwroot\" \
         /></application><application path=\"/x\"><virtualDirectory path=\"/\" physicalPath=\"{folder}\" \
         /></application></site></sites></system.applicationHost></configuration>"
    );
    let name = key("ComputerName", vec![]).text("ComputerName", "EX01");
    let names = name.under("ControlSet001\\Control\\ComputerName");
    let select = key("Select", vec![]).number("Current", 1);
    let system = key("ROOT", vec![select]).merged(key("ROOT", vec![names]));
    let mut memory = Memory::new("m")
        .file(CONFIG, config)
        .file("C/inetpub/wwwroot/iisstart.htm", "<html></html>")
        .file("D/sites/x/menu.bin.aspx", shell())
        .file("D/sites/x/menu.png", shell());
    if has_hive {
        memory = memory.file("C/Windows/System32/config/SYSTEM", hive(&system));
    }
    assess(memory.build().as_ref(), &options(1))
}

fn is_present(assessment: &Assessment) -> bool {
    assessment.answers.back_door_present.answer == Reply::Yes
}

/// Gaps that say what to collect.
fn advice(assessment: &Assessment) -> Vec<&Gap> {
    let own = assessment.gaps.iter().filter(|gap| gap.reason == GapReason::Missing);
    own.filter(|gap| gap.detail.contains("web folder")).collect()
}

#[test]
fn spellings_that_can_be_told_are_followed() {
    for folder in [
        r"D:\sites\x",
        r"D:sites\x",
        r"\\?\D:\sites\x",
        r"D:\sites\x. .",
        r"D:\sites.\x",
        r"\\.\GLOBALROOT\??\D:\sites\x",
        r"\\EX01\D$\sites\x",
        r"\\ex01.corp.example\D$\sites\x",
    ] {
        let assessment = of(folder, true);
        assert!(is_present(&assessment), "{folder}");
        assert!(advice(&assessment).is_empty(), "{folder}: {:?}", assessment.gaps);
    }
}

#[test]
fn a_volume_by_its_number_is_followed_on_any_drive_and_stays_a_gap() {
    for folder in [r"\\?\Volume{0a1b}\sites\x", r"\\.\GLOBALROOT\Device\HarddiskVolume3\sites\x"] {
        let assessment = of(folder, true);
        assert!(is_present(&assessment), "{folder}");
        let [gap] = advice(&assessment)[..] else { panic!("{folder}: {:?}", assessment.gaps) };
        assert!(gap.detail.contains("mountvol"), "{gap:?}");
    }
}

#[test]
fn what_nobody_can_tell_is_a_gap_and_no_folder_of_this_server() {
    for (folder, has_hive, word) in [
        (r"\\EX01\D$\sites\x", false, "share"),
        (r"\\EX01\sites\x", true, "share"),
        (r"\\EX02\D$\sites\x", true, "share"),
        (r"C:sites\x", true, "inetsrv"),
    ] {
        let assessment = of(folder, has_hive);
        assert!(!is_present(&assessment), "{folder}");
        let [gap] = advice(&assessment)[..] else { panic!("{folder}: {:?}", assessment.gaps) };
        assert!(gap.detail.contains(word), "{gap:?}");
    }
}
