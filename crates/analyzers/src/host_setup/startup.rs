//! Files that start by lying in a certain folder: the Startup folders and the profiles of
//! PowerShell. Only the listing is asked; what the files do is for whoever reads them.

use model::{ArtefactRef, Record, RuleMeta, WinPath};

use super::{Grade, Means, Setup, Shown};
use crate::common::field;

/// A program in a Startup folder.
const STARTUP: RuleMeta = RuleMeta {
    id: "persistence.startup_file",
    title: "A program or script starts when somebody signs in",
    about: "Whatever lies in a Startup folder starts when its user signs in, in that of all users \
            for everybody. Products put shortcuts there; a program or script itself is there \
            because somebody copied it.",
    false_positives: "Administrators' own sign-in scripts. Shortcuts of products are not listed.",
    cves: &[],
    techniques: &["T1547.001"],
    references: &["https://attack.mitre.org/techniques/T1547/001/"],
};

/// A profile of PowerShell.
const PROFILE: RuleMeta = RuleMeta {
    id: "persistence.powershell_profile",
    title: "A profile runs commands whenever PowerShell starts",
    about: "PowerShell runs the commands in its profile each time it starts; that of all users \
            also runs for the system's own scripts. Exchange makes none.",
    false_positives: "Administrators keep their own abbreviations in a profile. This is only \
                      listed for a look.",
    cves: &[],
    techniques: &["T1546.013"],
    references: &["https://attack.mitre.org/techniques/T1546/013/"],
};

static RULES: [RuleMeta; 2] = [STARTUP, PROFILE];

/// Files that start.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["file"], judge);

/// Extensions of programs and scripts.
const RUNS: [&str; 16] = [
    "exe", "dll", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "ps1", "scr",
    "com", "pif", "sct",
];

/// Names of PowerShell's profiles, lower-case.
const PROFILES: [&str; 3] =
    ["profile.ps1", "microsoft.powershell_profile.ps1", "microsoft.powershellise_profile.ps1"];

/// Folders that profiles lie in.
const PROFILE_FOLDERS: [&str; 4] = [
    "system32\\windowspowershell\\v1.0",
    "syswow64\\windowspowershell\\v1.0",
    "documents\\windowspowershell",
    "documents\\powershell",
];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let written = field(record, "path");
    // Most files of a listing are neither; a look at the text is cheap.
    let lower = written.to_lowercase();
    let in_startup = lower.contains("start menu\\programs\\startup\\");
    let name = lower.rsplit('\\').next().unwrap_or("");
    let path = WinPath::new(&written);
    let is_profile = PROFILES.contains(&name)
        && PROFILE_FOLDERS.iter().any(|own| path.parent().is_some_and(|up| up.ends_with(own)));
    let extension = name.rsplit_once('.').map_or("", |(_, end)| end);
    let is_program = RUNS.contains(&extension) || field(record, "content") == "pe";
    let (rule, grade, why) = match () {
        () if in_startup && is_program => (
            &RULES[0],
            Grade::Likely,
            "It lies in a Startup folder, and is no shortcut.".to_owned(),
        ),
        () if is_profile => {
            let all = lower.contains("\\windows\\");
            let whose = if all { "all users" } else { "one user" };
            (&RULES[1], Grade::Look, format!("It is a profile of PowerShell for {whose}."))
        }
        () => return Vec::new(),
    };
    let action = match grade {
        Grade::Look => format!("Read {written}: does whoever works here know its commands?"),
        _ => format!("Keep a copy of {written} with its times, read it, remove it"),
    };
    let facts = ["path", "size", "created", "modified", "content"];
    vec![Shown {
        rule,
        grade,
        means: Means::Door,
        object: written.clone().into_owned(),
        why,
        action,
        facts: facts.map(|own| (own, field(record, own).into_owned())).to_vec(),
    }]
}
