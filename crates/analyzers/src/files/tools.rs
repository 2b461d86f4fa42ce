//! Programs that intruders bring along, by name and place. A name is easily changed: this finds
//! the careless, and no absence of it means anything.

use model::RuleMeta;

use super::{Listed, RULES};
use crate::host_setup::place::Place;
use crate::setup::{Grade, Means, Shown};

/// A known tool.
pub(super) const TOOL: RuleMeta = RuleMeta {
    id: "file.intruder_tool",
    title: "A program that intruders bring along lies on the server",
    about: "Intruders use published programs to read passwords, to carry connections out of the \
            network, to look around and to pack data. Some have no other use; of those that \
            administrators use too, the place tells: nobody installs them into the web folders, \
            the folder shared by all users or directly into ProgramData.",
    false_positives: "Administrators' own tools and installed remote support; in their usual \
                      places these are not listed or only for a look.",
    cves: &[],
    techniques: &["T1588.002", "T1219", "T1572"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
        "https://www.cisa.gov/news-events/cybersecurity-advisories",
        "https://thedfirreport.com/",
    ],
};

/// What a tool is good for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Nothing but an intrusion, or a test of one.
    Attack,
    /// Administrators' work as well.
    Both,
    /// Remote support: installed by the owner, or by somebody else.
    Remote,
    /// Packing: part of many products.
    Packing,
}

/// Names of programs and scripts, without extension, lower-case: exact, or as a beginning where a
/// star stands. What each does.
const TOOLS: &[(&[&str], Use, &str)] = &[
    (
        &[
            "mimik*",
            "mimilib*",
            "mimidrv*",
            "sharpkatz*",
            "safetykatz*",
            "rubeus*",
            "nanodump*",
            "dumpert*",
            "lazagne*",
            "pypykatz*",
            "secretsdump*",
            "gsecdump*",
            "quarkspwdump*",
            "handlekatz*",
            "pwdump*",
            "fgdump*",
            "invoke-mimik*",
            "sharpdump*",
            "kerberoast*",
            "invoke-kerberoast*",
        ],
        Use::Attack,
        "reads passwords out of Windows",
    ),
    (
        &[
            "frpc*",
            "frps",
            "chisel*",
            "ngrok*",
            "ligolo*",
            "regeorg*",
            "neoreg*",
            "lcx",
            "htran*",
            "stowaway*",
            "revsocks*",
            "rsocx*",
            "iox",
            "gost",
            "powercat*",
            "npc",
            "invoke-powershelltcp*",
            "invoke-socksproxy*",
            "earthworm*",
        ],
        Use::Attack,
        "carries connections out of and into the network",
    ),
    (
        &[
            "sharphound*",
            "bloodhound*",
            "azurehound*",
            "powerview*",
            "adrecon*",
            "fscan*",
            "ladon*",
            "winpeas*",
            "seatbelt*",
            "nbtscan*",
            "crackmapexec*",
        ],
        Use::Attack,
        "searches the network for ways on",
    ),
    (
        &[
            "juicypotato*",
            "printspoofer*",
            "godpotato*",
            "sweetpotato*",
            "badpotato*",
            "efspotato*",
            "roguepotato*",
            "sharpefspotato*",
            "petitpotam*",
        ],
        Use::Attack,
        "makes a web server's account the system's",
    ),
    (
        &["backstab*", "defendercontrol*", "dcontrol*", "killav*", "terminator*", "edrsandblast*"],
        Use::Attack,
        "stops malware scanners",
    ),
    (
        &[
            "wmiexec*",
            "smbexec*",
            "atexec*",
            "paexec*",
            "remcomsvc*",
            "csexec*",
            "nc",
            "nc64",
            "ncat",
        ],
        Use::Both,
        "runs commands on other computers",
    ),
    (
        &["psexec", "psexec64", "psexesvc", "plink", "plink64", "cloudflared*"],
        Use::Both,
        "runs commands on or tunnels to other computers",
    ),
    (
        &[
            "procdump",
            "procdump64",
            "procdump64a",
            "pchunter*",
            "gmer",
            "processhacker*",
            "powertool*",
        ],
        Use::Both,
        "reads other programs' memory or stops them",
    ),
    (
        &[
            "adfind",
            "netscan",
            "netscan64",
            "netscanold",
            "advanced_ip_scanner*",
            "advanced_port_scanner*",
            "softperfect*",
        ],
        Use::Both,
        "lists the directory or the network",
    ),
    (
        &["rclone", "megasync*", "megacmd*", "winscp*", "filezilla*"],
        Use::Both,
        "sends files elsewhere",
    ),
    (
        &[
            "anydesk*",
            "screenconnect*",
            "connectwisecontrol*",
            "ateraagent*",
            "splashtop*",
            "teamviewer*",
            "rustdesk*",
            "dwagent*",
            "dwrcs",
            "meshagent*",
            "ultraviewer*",
            "supremo*",
            "rutserv*",
            "rfusclient*",
            "tightvnc*",
            "tvnserver",
            "simplehelp*",
            "zohours*",
            "radmin*",
        ],
        Use::Remote,
        "lets somebody use the server from afar",
    ),
    (&["rar", "winrar*", "7z", "7za", "7zr", "7zg", "unrar"], Use::Packing, "packs files"),
];

/// Extensions of what can be run or loaded.
const RUNNABLE: [&str; 10] = ["exe", "dll", "sys", "ps1", "psm1", "py", "bat", "cmd", "vbs", "com"];

/// Names that are also part of Windows or of common products, as beginnings.
const NOT_MEANT: [&str; 3] = ["splashtopstreamer_logs", "radmind", "terminatord"];

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    let runs = RUNNABLE.contains(&file.extension.as_str()) || file.holds(&["pe"]);
    if !runs || NOT_MEANT.iter().any(|own| file.stem.starts_with(own)) {
        return Vec::new();
    }
    let Some((name, kind, does)) = find(&file.stem) else { return Vec::new() };
    let Some(grade) = grade(kind, file) else { return Vec::new() };
    let why = format!("A program of this name {does}; it lies {}.", file.place.words());
    let action = match grade {
        Grade::Look => format!("Look at {}: who put it there, and what for?", file.shown),
        _ => format!(
            "Keep a copy of {} with its times, see when it ran (Prefetch, Amcache, event 4688), \
             then remove it",
            file.shown
        ),
    };
    let tool = file.stem.clone();
    let product = kind == Use::Remote && grade == Grade::Look;
    let mut shown = file.shown(&RULES[3], (grade, Means::Tool), why, action);
    if product {
        // An installed product has many programs and is one thing to ask about.
        shown.object = name.trim_end_matches('*').to_owned();
    }
    shown.facts.push(("tool", tool));
    vec![shown]
}

/// What a program of this name, without extension and lower-case, is good for, and what it does.
pub(super) fn known(stem: &str) -> Option<(Use, &'static str)> {
    find(stem).map(|(_, kind, does)| (kind, does))
}

fn find(stem: &str) -> Option<(&'static str, Use, &'static str)> {
    TOOLS.iter().find_map(|(names, kind, does)| {
        let name = names.iter().find(|name| is_named(stem, name))?;
        Some((*name, *kind, *does))
    })
}

fn is_named(stem: &str, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => stem.starts_with(start),
        None => stem == name,
    }
}

/// Whether a folder for temporary files is one that administrators work in: `Temp` of a drive or of
/// a user. Windows' own, and `PerfLogs`, are not.
fn is_workplace(file: &Listed) -> bool {
    let first = file.path.split('\\').nth(1).unwrap_or("");
    matches!(first, "temp" | "tmp") || file.is_below("appdata\\local\\temp")
}

fn grade(kind: Use, file: &Listed) -> Option<Grade> {
    let exposed = file.is_exposed() || file.is_below("root");
    let temp = file.place == Place::Temp;
    Some(match kind {
        Use::Attack if exposed || temp => Grade::Certain,
        Use::Attack => Grade::Likely,
        Use::Both | Use::Remote if exposed => Grade::Likely,
        Use::Both if temp && !is_workplace(file) => Grade::Likely,
        Use::Both if temp => Grade::Look,
        Use::Both if file.place == Place::ProgramData => Grade::Look,
        // PsExec leaves its service there when somebody used it against this server.
        Use::Both if file.stem == "psexesvc" => Grade::Look,
        Use::Both => return None,
        Use::Remote => Grade::Look,
        Use::Packing if exposed => Grade::Likely,
        Use::Packing => return None,
    })
}
