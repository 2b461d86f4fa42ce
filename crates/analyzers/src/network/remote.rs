//! Ways to work on the server from afar that its settings open: Remote Desktop, sign-in without a
//! password, forwarded ports.

use model::{ArtefactRef, Record, RuleMeta};

use crate::common::field;
use crate::setup::{Grade, Means, Setup, Shown};

/// Remote Desktop with less than its usual protection.
const REMOTE_DESKTOP: RuleMeta = RuleMeta {
    id: "host.remote_desktop",
    title: "Remote Desktop is open in an unusual way",
    about: "Intruders let Remote Desktop listen on another port, take away the sign-in before the \
            screen, so that the screen's own tools can be misused, or let sessions be watched \
            without asking.",
    false_positives: "Administrators change the port or the sign-in on purpose at times. This is \
                      only listed for a look.",
    cves: &[],
    techniques: &["T1021.001"],
    references: &[
        "https://attack.mitre.org/techniques/T1021/001/",
        "https://learn.microsoft.com/windows-server/remote/remote-desktop-services/remotepc/remote-desktop-allow-access",
    ],
};

/// Sign-in with a hash instead of a password.
const PASS_THE_HASH: RuleMeta = RuleMeta {
    id: "host.remote_sign_in",
    title: "A setting lets stolen hashes or blank rights sign in from afar",
    about: "DisableRestrictedAdmin set to 0 lets Remote Desktop be used with a password's hash, \
            and LocalAccountTokenFilterPolicy set to 1 gives local accounts full rights over the \
            network. Intruders set both before they move on.",
    false_positives: "Management products need the second setting on servers without a domain. \
                      This is only listed for a look.",
    cves: &[],
    techniques: &["T1112", "T1550.002"],
    references: &[
        "https://attack.mitre.org/techniques/T1550/002/",
        "https://learn.microsoft.com/troubleshoot/windows-server/windows-security/user-account-control-and-remote-restriction",
    ],
};

/// A forwarded port.
const PORT_PROXY: RuleMeta = RuleMeta {
    id: "host.port_proxy",
    title: "The server forwards a port to another computer",
    about: "Windows can forward connections from one port to another computer. Intruders use it to \
            reach the inner network through a server that the Internet can reach, above all its \
            Remote Desktop, file shares and directory.",
    false_positives: "Some products and administrators forward a port on purpose.",
    cves: &[],
    techniques: &["T1090.001"],
    references: &[
        "https://attack.mitre.org/techniques/T1090/001/",
        "https://learn.microsoft.com/windows-server/networking/technologies/netsh/netsh-interface-portproxy",
    ],
};

static RULES: [RuleMeta; 3] = [REMOTE_DESKTOP, PASS_THE_HASH, PORT_PROXY];

/// Ways from afar.
pub(super) static SETUP: Setup = Setup::new(&RULES, &["registry"], judge);

/// Ports by which other computers are taken over: file shares, directory, Remote Desktop, remote
/// management, SSH.
const TELLING: [&str; 8] = ["22", "88", "389", "445", "636", "3389", "5985", "5986"];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    match &*field(record, "topic") {
        "rdp-tcp" => remote_desktop(record),
        "lsa" => setting(record, "DisableRestrictedAdmin", 0),
        "logon-policy" => setting(record, "LocalAccountTokenFilterPolicy", 1),
        "port-proxy" => port_proxy(record).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A number as hives and exports write it.
fn number(record: &dyn Record, name: &str) -> Option<u64> {
    let text = field(record, name);
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn look(rule: &'static RuleMeta, object: String, why: String, name: &str) -> Shown {
    Shown {
        rule,
        grade: Grade::Look,
        means: Means::Weakness,
        object,
        why,
        action: format!("Ask who set {name} and when; else set it back"),
        facts: vec![("setting", name.to_owned())],
    }
}

fn remote_desktop(record: &dyn Record) -> Vec<Shown> {
    /// Where Remote Desktop listens unless told otherwise.
    const USUAL_PORT: u64 = 3389;
    let mut found = Vec::new();
    let mut add = |name: &str, why: String| {
        found.push(look(&RULES[0], format!("RDP-Tcp {name}"), why, name));
    };
    if let Some(port) = number(record, "PortNumber").filter(|port| *port != USUAL_PORT) {
        add("PortNumber", format!("It listens on port {port}."));
    }
    if number(record, "UserAuthentication") == Some(0) {
        add("UserAuthentication", "Nobody has to sign in before the screen is shown.".to_owned());
    }
    if matches!(number(record, "Shadow"), Some(2 | 4)) {
        add("Shadow", "Sessions can be watched without asking.".to_owned());
    }
    found
}

fn setting(record: &dyn Record, name: &'static str, telling: u64) -> Vec<Shown> {
    if number(record, name) != Some(telling) {
        return Vec::new();
    }
    vec![look(&RULES[1], format!("{name}={telling}"), format!("{name} is {telling}."), name)]
}

/// `0.0.0.0/8443` with the content `10.0.0.5/3389`.
fn port_proxy(record: &dyn Record) -> Option<Shown> {
    let (from, to) = (field(record, "name"), field(record, "data"));
    if to.trim().is_empty() {
        return None;
    }
    let port = to.rsplit('/').next().unwrap_or("").trim().to_owned();
    let grade = if TELLING.contains(&port.as_str()) { Grade::Likely } else { Grade::Look };
    let object = format!("{from} to {to}");
    Some(Shown {
        rule: &RULES[2],
        grade,
        means: Means::Door,
        object: object.clone(),
        why: format!("Connections to {from} are forwarded to {to}."),
        action: format!(
            "Ask who forwards {object}; else remove it with netsh interface portproxy delete, and \
             look at the other computer too"
        ),
        facts: vec![("from", from.into_owned()), ("to", to.into_owned())],
    })
}
