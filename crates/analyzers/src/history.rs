//! What was typed into PowerShell: commands that only intruders need, and some that administrators
//! and intruders both do. The history has no times and names only the user by its folder.

use model::{ArtefactRef, Record, RuleMeta};

use crate::common::{clipped, field, script_mark};
use crate::host_setup::command;
use crate::setup::{Grade, Means, Setup, Shown};

/// A command of an intruder.
const COMMAND: RuleMeta = RuleMeta {
    id: "history.command",
    title: "A command of intruders was typed into PowerShell",
    about: "PowerShell keeps what each user typed. Dumps of the process that holds passwords, \
            copies of the directory, script in a virtual directory, code fetched from an address \
            and run, logs cleared: nobody needs these to look after Exchange. Mail exports and \
            role assignments are only listed for a look.",
    false_positives: "Tests of security that somebody ordered; administrators who export a mailbox \
                      or fetch a tool.",
    cves: &[],
    techniques: &["T1059.001", "T1003.001"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
        "https://thedfirreport.com/2021/11/15/exchange-exploit-leads-to-domain-wide-ransomware/",
        "https://learn.microsoft.com/powershell/module/psreadline/about/about_psreadline",
    ],
};

static RULES: [RuleMeta; 1] = [COMMAND];

/// Console histories.
pub(crate) static SETUP: Setup = Setup::new(&RULES, &["console-history"], judge);

/// Longest command looked at, in bytes; pasted scripts reach some hundred KiB.
const LONGEST: usize = 64 * 1024;

/// Words that must all stand in a command, in lower case and without blanks; how sure they make it,
/// what it is, and what it does. Names of tools are in two words, so that no scanner takes this
/// program for one of them.
type Row = (&'static [&'static str], Grade, Means, &'static str);

const ROWS: &[Row] = &[
    (
        &["comsvcs", "minidump"],
        Grade::Certain,
        Means::Credentials,
        "writes out the memory of a process, mostly LSASS",
    ),
    (
        &["comsvcs", "#24"],
        Grade::Certain,
        Means::Credentials,
        "writes out the memory of a process, mostly LSASS",
    ),
    (&["procdump", "lsass"], Grade::Certain, Means::Credentials, "writes out the memory of LSASS"),
    (
        &["out-mini", "dump"],
        Grade::Certain,
        Means::Credentials,
        "writes out the memory of a process",
    ),
    (&["sekur", "lsa::"], Grade::Certain, Means::Credentials, "reads passwords out of memory"),
    (&["lsadu", "mp::"], Grade::Certain, Means::Credentials, "reads password hashes"),
    (&["invoke-mimi", "katz"], Grade::Certain, Means::Credentials, "reads passwords out of memory"),
    (&["ntdsutil", "ifm"], Grade::Likely, Means::Credentials, "copies the directory's database"),
    (&["ntds.dit", "copy"], Grade::Likely, Means::Credentials, "copies the directory's database"),
    (
        &["regsave", "hklm\\sam"],
        Grade::Likely,
        Means::Credentials,
        "copies the hive with password hashes",
    ),
    (
        &["regsave", "hklm\\security"],
        Grade::Likely,
        Means::Credentials,
        "copies the hive with secrets",
    ),
    (
        &["invoke-powersh", "elltcp"],
        Grade::Certain,
        Means::Commands,
        "opens a command line to an address outside",
    ),
    (
        &["powercat", "-e"],
        Grade::Certain,
        Means::Commands,
        "opens a command line to an address outside",
    ),
    (
        &["net.sockets.tcpclient", "getstream"],
        Grade::Likely,
        Means::Commands,
        "opens a connection of its own and reads from it",
    ),
    (
        &["netgroup", "exchangeorganizationadministrators", "/del"],
        Grade::Certain,
        Means::Commands,
        "takes administrators out of Exchange's group",
    ),
    (
        &["defaultaccount", "/active:yes"],
        Grade::Certain,
        Means::Commands,
        "enables a stock account of Windows",
    ),
    (
        &["netuser", "$", "/add"],
        Grade::Likely,
        Means::Commands,
        "makes an account with a name that is not listed",
    ),
    (&["wevtutil", "clsecurity"], Grade::Likely, Means::Commands, "clears the Security log"),
    (&["clear-eventlog", "security"], Grade::Likely, Means::Commands, "clears the Security log"),
    (
        &["set-mppreference", "-disablerealtimemonitoring$true"],
        Grade::Likely,
        Means::Commands,
        "turns the malware scanner off",
    ),
    (
        &["add-mppreference", "-exclusionpath", "programdata"],
        Grade::Likely,
        Means::Commands,
        "keeps the malware scanner out of ProgramData",
    ),
    (
        &["add-mppreference", "-exclusionpath", "wwwroot"],
        Grade::Likely,
        Means::Commands,
        "keeps the malware scanner out of the web folders",
    ),
    (
        &["new-mailboxexportrequest", ".aspx"],
        Grade::Certain,
        Means::Commands,
        "writes a mail export as a web page",
    ),
    (
        &["new-mailboxexportrequest", "wwwroot"],
        Grade::Likely,
        Means::Data,
        "exports mail into a web folder",
    ),
    (
        &["new-exchangecertificate", ".aspx"],
        Grade::Certain,
        Means::Commands,
        "writes a certificate request as a web page",
    ),
    (&["new-mailboxexportrequest"], Grade::Look, Means::Data, "exports a mailbox"),
    (
        &["new-managementroleassignment", "mailboximportexport"],
        Grade::Look,
        Means::Commands,
        "lets somebody export mailboxes",
    ),
    (
        &["new-managementroleassignment", "applicationimpersonation"],
        Grade::Look,
        Means::Commands,
        "lets somebody act as every mailbox",
    ),
    (&["install-transportagent"], Grade::Look, Means::Commands, "installs a transport agent"),
    (&["interfaceportproxyadd"], Grade::Look, Means::Commands, "forwards a port"),
    (
        &["netlocalgroup", "administrators", "/add"],
        Grade::Look,
        Means::Commands,
        "makes somebody an administrator",
    ),
    (
        &["certutil", "-urlcache"],
        Grade::Likely,
        Means::Commands,
        "fetches a file with a tool for certificates",
    ),
    (
        &["certutil", "-decode"],
        Grade::Look,
        Means::Commands,
        "unpacks an encoded file with a tool for certificates",
    ),
    (&["bitsadmin", "/transfer"], Grade::Look, Means::Commands, "fetches a file in the background"),
];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let whole = field(record, "command");
    let text = &whole[..whole.floor_char_boundary(LONGEST)];
    let user = field(record, "user");
    let Some((grade, means, does)) = look(text) else { return Vec::new() };
    let whose = if user.is_empty() { "a user".to_owned() } else { format!("the user {user}") };
    let action = match grade {
        Grade::Look => format!("Ask {whose} about this command"),
        _ => format!(
            "Find out who worked as {whose} and when (the file's times, event 4624 and 4104), and \
             what the command left behind"
        ),
    };
    vec![Shown {
        rule: &RULES[0],
        grade,
        means,
        object: clipped(text.trim()).to_owned(),
        why: format!("It {does}, and stands in the history of {whose}."),
        action,
        facts: vec![
            ("command", text.trim().to_owned()),
            ("user", user.clone().into_owned()),
            ("identity", user.into_owned()),
        ],
    }]
}

/// The gravest of what a command does.
fn look(text: &str) -> Option<(Grade, Means, String)> {
    // A comment and a search for a word run nothing.
    if text.trim_start().starts_with('#') {
        return None;
    }
    let dense: String = text
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '`' | '^' | '"' | '\''))
        .collect();
    let listed = ROWS
        .iter()
        .filter(|(words, ..)| words.iter().all(|word| dense.contains(word)))
        .max_by_key(|(_, grade, ..)| *grade)
        .map(|(_, grade, means, does)| (*grade, *means, (*does).to_owned()));
    let sets = dense.contains("virtualdirectory") && dense.contains("url");
    let script = script_mark(text).filter(|_| sets);
    let stored =
        script.map(|_| (Grade::Certain, Means::Commands, "stores script in an address".to_owned()));
    let fetched = command::judge(text).map(|(grade, why)| {
        // Installers of tools are fetched and run the same way; from a bare address they are not.
        let grade = match grade {
            Grade::Likely if !from_number(&dense) && dense.contains("https://") => Grade::Look,
            grade => grade,
        };
        let why = why.trim_end_matches('.').trim_start_matches("It ").to_owned();
        (grade, Means::Commands, why)
    });
    [listed, stored, fetched].into_iter().flatten().max_by_key(|(grade, ..)| *grade)
}

/// Whether something is fetched from an address in figures and not from a name.
fn from_number(dense: &str) -> bool {
    dense.match_indices("://").any(|(at, mark)| {
        let host = dense[at + mark.len()..].split(['/', ':']).next().unwrap_or("");
        host.parse::<std::net::Ipv4Addr>().is_ok()
    })
}
