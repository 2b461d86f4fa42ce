//! Keys of Windows that put code before others' programs or into the place where passwords are
//! checked.

use model::{Record, RuleMeta};

use super::persistence::all;
use super::place::{place, plain};
use super::{Grade, Means, Shown, command};
use crate::common::field;

/// A program that starts in another's place.
pub(super) const IFEO: RuleMeta = RuleMeta {
    id: "persistence.ifeo",
    title: "Another program starts in a program's place",
    about: "A debugger set for a program under Image File Execution Options starts in its place. \
            Set for the accessibility tools, which can be started before anybody signed in, it \
            gives a command line as the system to whoever reaches the sign-in screen.",
    false_positives: "Debuggers of developers; replacements of the task manager. Those are only \
                      listed if they start something that does not belong.",
    cves: &[],
    techniques: &["T1546.012", "T1546.008"],
    references: &["https://attack.mitre.org/techniques/T1546/012/"],
};

/// A package that sees passwords.
pub(super) const LSA_PACKAGE: RuleMeta = RuleMeta {
    id: "persistence.lsa_package",
    title: "A library that Windows does not ship is loaded where passwords are checked",
    about: "Security, authentication and notification packages are loaded by the process that \
            checks passwords, at each start, and see them in clear. The packages of Windows are \
            known by name.",
    false_positives: "Password filters and sign-in products; a filter without a path is only \
                      listed for a look.",
    cves: &[],
    techniques: &["T1547.005", "T1556.002"],
    references: &[
        "https://attack.mitre.org/techniques/T1547/005/",
        "https://learn.microsoft.com/windows/win32/secauthn/ssp-packages-provided-by-microsoft",
    ],
};

/// Passwords kept in clear.
pub(super) const WDIGEST: RuleMeta = RuleMeta {
    id: "persistence.wdigest",
    title: "Windows keeps passwords in clear in memory",
    about: "With UseLogonCredential set, the digest package keeps each password of whoever signs \
            in, so that it can be read out of memory. Intruders set it and wait for an \
            administrator. It is off by default since Windows Server 2012 R2.",
    false_positives: "Old applications with digest sign-in; servers older than 2012 R2.",
    cves: &[],
    techniques: &["T1112", "T1003.001"],
    references: &[
        "https://support.microsoft.com/topic/microsoft-security-advisory-update-to-improve-credentials-protection-and-management-may-13-2014-93434251-04ac-b7f3-52aa-9f951c14b649",
    ],
};

/// Programs that can be started from the sign-in screen.
const AT_SIGN_IN: [&str; 7] = [
    "sethc.exe",
    "utilman.exe",
    "osk.exe",
    "magnify.exe",
    "narrator.exe",
    "displayswitch.exe",
    "atbroker.exe",
];

/// Packages that Windows ships.
const OF_WINDOWS: [&str; 16] = [
    "",
    "\"\"",
    "kerberos",
    "msv1_0",
    "schannel",
    "wdigest",
    "tspkg",
    "pku2u",
    "cloudap",
    "livessp",
    "negoexts",
    "negotiate",
    "scecli",
    "rassfm",
    "credssp",
    "credssp.dll",
];

/// Packages of products, by their makers' own pages: Acronis (`relog_ap`), Wave (`wvauth`), the client
/// of Novell (`nwprovau`).
const OF_PRODUCTS: [&str; 3] = ["relog_ap", "wvauth", "nwprovau"];

/// Packages of tools that steal passwords.
const THIEVES: [&str; 3] = ["mimilib", "memssp", "mimissp"];

/// A debugger set for a program.
pub(super) fn image_hijack(record: &dyn Record) -> Option<Shown> {
    let (name, debugger) = (field(record, "name"), field(record, "Debugger"));
    if debugger.is_empty() {
        return None;
    }
    let (grade, why) = if AT_SIGN_IN.contains(&name.to_lowercase().as_str()) {
        let why = format!("{name} can be started before anybody signed in.");
        (Grade::Certain, why)
    } else {
        command::judge(&debugger)?
    };
    Some(Shown {
        rule: &IFEO,
        grade,
        means: Means::Door,
        object: format!("{debugger} for {name}"),
        why,
        action: format!("Remove the value Debugger of {name} under Image File Execution Options"),
        facts: vec![("name", name.into_owned()), ("command", debugger.into_owned())],
    })
}

/// Packages that Windows does not ship.
pub(super) fn packages(record: &dyn Record) -> Vec<Shown> {
    let names = [
        "Security Packages",
        "Authentication Packages",
        "Notification Packages",
        "SecurityProviders",
    ];
    let mut found = Vec::new();
    for (list, value) in all(record, &names) {
        for package in value.split(['\n', '\0', ',']).map(str::trim) {
            let own = package.to_lowercase();
            if OF_WINDOWS.contains(&own.as_str()) {
                continue;
            }
            let at = place(&plain(package));
            let (grade, why) = if THIEVES.iter().any(|thief| own.contains(thief)) {
                (Grade::Certain, "It is a known tool that writes down passwords.".to_owned())
            } else if at.is_suspect() {
                (Grade::Certain, format!("Its file lies {}.", at.words()))
            } else if list == "notification packages"
                || list == "securityproviders"
                || OF_PRODUCTS.contains(&own.as_str())
            {
                (
                    Grade::Look,
                    "Windows does not ship it; products that check passwords add such.".to_owned(),
                )
            } else {
                (Grade::Likely, "Windows does not ship it.".to_owned())
            };
            found.push(Shown {
                rule: &LSA_PACKAGE,
                grade,
                means: Means::Door,
                object: package.to_owned(),
                why,
                action: format!(
                    "Look at System32\\{package}.dll; if nobody knows it, take it out of the \
                     value \"{list}\", restart, and change all passwords used on the server"
                ),
                facts: vec![("package", package.to_owned()), ("list", list.clone())],
            });
        }
    }
    found
}

/// Passwords kept in clear.
pub(super) fn wdigest(record: &dyn Record) -> Option<Shown> {
    let value = field(record, "UseLogonCredential");
    (value.trim() == "1").then(|| Shown {
        rule: &WDIGEST,
        grade: Grade::Look,
        means: Means::Weakness,
        object: "UseLogonCredential=1".to_owned(),
        why: "The setting is on.".to_owned(),
        action: "Set UseLogonCredential to 0 and change the passwords of all who signed in since"
            .to_owned(),
        facts: Vec::new(),
    })
}
