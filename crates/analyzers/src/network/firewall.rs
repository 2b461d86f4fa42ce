//! The Windows firewall: rules that let anybody in to what no product is, and profiles turned off.

use model::{ArtefactRef, Record, RuleMeta};

use crate::common::{field, typed};
use crate::host_setup::place::{place, plain};
use crate::setup::{Grade, Means, Setup, Shown};

/// A rule that lets in.
const RULE: RuleMeta = RuleMeta {
    id: "host.firewall_rule",
    title: "The firewall lets in what does not belong",
    about: "A rule that lets connections in to a program where everybody may write, to a script \
            interpreter, or to everything, opens the server. Intruders on Exchange servers also \
            opened Remote Desktop with a rule of their own.",
    false_positives: "Administrators' own rules for Remote Desktop; those are only listed for a \
                      look.",
    cves: &[],
    techniques: &["T1562.004"],
    references: &[
        "https://attack.mitre.org/techniques/T1562/004/",
        "https://thedfirreport.com/2021/11/15/exchange-exploit-leads-to-domain-wide-ransomware/",
    ],
};

/// The firewall is off.
const OFF: RuleMeta = RuleMeta {
    id: "host.firewall_off",
    title: "The Windows firewall is off or lets everything in",
    about: "With the firewall off, or with a profile that lets in what no rule names, every port \
            that a program opens can be reached from the network.",
    false_positives: "Many companies turn it off and rely on a firewall elsewhere. This is only \
                      listed for a look.",
    cves: &[],
    techniques: &["T1562.004"],
    references: &["https://attack.mitre.org/techniques/T1562/004/"],
};

static RULES: [RuleMeta; 2] = [RULE, OFF];

/// The firewall.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["firewall", "registry"], judge);

/// Programs that run whatever they are told.
const INTERPRETERS: [&str; 9] = [
    "powershell.exe",
    "pwsh.exe",
    "cmd.exe",
    "cscript.exe",
    "wscript.exe",
    "mshta.exe",
    "rundll32.exe",
    "regsvr32.exe",
    "certutil.exe",
];

/// Remote Desktop's port.
const REMOTE_DESKTOP: &str = "3389";

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let shown = match record.kind().as_str() {
        "firewall" => rule(record),
        _ if field(record, "topic") == "firewall-profile" => profile(record),
        _ => None,
    };
    shown.into_iter().collect()
}

fn rule(record: &dyn Record) -> Option<Shown> {
    let is = |name: &str, value: &str| field(record, name).trim().eq_ignore_ascii_case(value);
    if !is("Action", "Allow") || !is("Dir", "In") || is("Active", "FALSE") {
        return None;
    }
    let (name, app, port) = (field(record, "Name"), field(record, "App"), field(record, "LPort"));
    let program = plain(&app);
    let file = program.rsplit('\\').next().unwrap_or("");
    // Windows' own rules are named by a resource.
    let of_windows = name.starts_with('@');
    let empty = |names: &[&str]| names.iter().all(|own| field(record, own).trim().is_empty());
    let whole = [
        "App", "Svc", "LPort", "RA4", "RA6", "LA4", "RPort", "AppPkgId", "LUOwn", "ICMP4", "ICMP6",
        "IF", "IFType", "Security", "RUAuth", "RMauth",
    ];
    let any_protocol = matches!(field(record, "Protocol").trim(), "" | "256");
    let at = place(&program);
    let (grade, why) = match () {
        () if !app.is_empty() && at.is_suspect() => {
            (Grade::Likely, format!("It lets in to {program}, which lies {}.", at.words()))
        }
        () if INTERPRETERS.contains(&file) => {
            (Grade::Likely, format!("It lets in to {file}, which runs what it is told."))
        }
        () if of_windows => return None,
        () if port.split(',').any(|own| own.trim() == REMOTE_DESKTOP) => {
            (Grade::Look, "It opens Remote Desktop and is none of Windows' own rules.".to_owned())
        }
        () if any_protocol && empty(&whole) => {
            (Grade::Look, "It lets in everything from everywhere.".to_owned())
        }
        () => return None,
    };
    let id = field(record, "id");
    let object = if name.is_empty() { id.clone() } else { name };
    Some(Shown {
        rule: &RULES[0],
        grade,
        means: Means::Weakness,
        object: object.clone().into_owned(),
        why,
        action: format!(
            "Ask who made the rule \"{object}\"; else Remove-NetFirewallRule -Name \"{}\"",
            typed(&id, "ID")
        ),
        facts: vec![
            ("rule", object.into_owned()),
            ("program", program),
            ("port", port.into_owned()),
            ("key", id.into_owned()),
        ],
    })
}

fn profile(record: &dyn Record) -> Option<Shown> {
    let zero = |name: &str| matches!(field(record, name).trim(), "0" | "0x0" | "0x00000000");
    let why = match () {
        () if zero("EnableFirewall") => "The profile is off.",
        () if zero("DefaultInboundAction") => "What no rule names is let in.",
        () => return None,
    };
    let key = field(record, "key");
    let name = key.rsplit('\\').next().unwrap_or("").to_owned();
    Some(Shown {
        rule: &RULES[1],
        grade: Grade::Look,
        means: Means::Weakness,
        object: name.clone(),
        why: why.to_owned(),
        action: format!("Ask who turned the firewall's {name} off and when"),
        facts: vec![("profile", name)],
    })
}
