//! What was found on the invented server.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{HOSTILE_AGENT, at, strings};
use crate::{
    Actor, Claim, Confidence, Evidence, Finding, Locator, Remedy, Severity, Stage, WinPath,
};

const HTTP_PROXY: &str = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\HttpProxy\\Ecp\\HttpProxy_2021030306-1.LOG";
const ECP_SERVER: &str = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\ECP\\Server\\ECPServer20210303-1.LOG";
const IIS: &str = "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log";
const SHELL: &str = "C:\\inetpub\\wwwroot\\aspnet_client\\supp0rt.aspx";

/// The first incident's actor.
pub(super) fn intruder() -> Actor {
    Actor {
        addresses: strings(&["203.0.113.7", "203.0.113.99"]),
        user_agents: strings(&["python-requests/2.25.1", HOSTILE_AGENT]),
        identities: strings(&["EXAMPLE\\Administrator", "S-1-5-21-1-2-3-500"]),
        sessions: strings(&["canary:PfS3Zr1abcdef0123456789abcdef0123456789abcdef0123456789"]),
    }
}

fn line(path: &str, line: u64, time: &str, excerpt: &str) -> Evidence {
    Evidence {
        artefact: WinPath::new(path),
        stored: format!("evidence/ex01.zip!/{}", path.replace('\\', "/")),
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
        locator: Locator::Line { line, offset: line * 812, length: 640 },
        time: Some(at(time)),
        excerpt: excerpt.to_owned(),
    }
}

fn finding(id: &str, rule: &'static str, title: &str, times: [&str; 2], stage: Stage) -> Finding {
    Finding {
        id: id.to_owned(),
        rule: Cow::Borrowed(rule),
        title: title.to_owned(),
        explanation: String::new(),
        severity: Severity::High,
        confidence: Confidence::High,
        stage,
        claims: Vec::new(),
        cves: strings(&["CVE-2021-26855"]),
        techniques: strings(&["T1190"]),
        time: Some(at(times[0])),
        last_time: Some(at(times[1])),
        count: 1,
        actor: Actor { addresses: strings(&["203.0.113.7"]), ..Actor::default() },
        facts: BTreeMap::new(),
        remedies: Vec::new(),
        evidence: Vec::new(),
    }
}

/// All findings, in order of time.
pub(super) fn all() -> Vec<Finding> {
    let mut all = vec![refused()];
    all.extend(broken_into());
    all.extend(shell());
    all
}

fn refused() -> Finding {
    let times = ["2021-02-28T11:02:10Z", "2021-02-28T11:05:10Z"];
    Finding {
        severity: Severity::Medium,
        explanation: "A request carried a back-end address in its cookie; the server answered \
                      with an error."
            .to_owned(),
        count: 4,
        actor: Actor {
            addresses: strings(&["198.51.100.23"]),
            user_agents: strings(&[HOSTILE_AGENT]),
            ..Actor::default()
        },
        evidence: vec![line(
            HTTP_PROXY,
            17,
            times[1],
            "2021-02-28T11:05:10.000Z,…,/ecp/x.js,,X-BEResource-Cookie,ServerInfo~localhost,500,\"<img src=x onerror=alert(3)>\"",
        )],
        ..finding("F001", "proxylogon.ssrf", "ProxyLogon tried, refused", times, Stage::Attempted)
    }
}

fn broken_into() -> [Finding; 3] {
    let ssrf = ["2021-03-03T06:49:42.162Z", "2021-03-03T06:49:58.001Z"];
    let session = ["2021-03-03T06:50:11.020Z", "2021-03-03T06:50:11.020Z"];
    let write = ["2021-03-03T06:51:02.900Z", "2021-03-03T07:20:00Z"];
    [
        Finding {
            severity: Severity::Critical,
            explanation: "The front end was made to send a request of the client's choice to \
                          the back end, and the back end answered."
                .to_owned(),
            count: 12,
            evidence: vec![
                line(
                    HTTP_PROXY,
                    902,
                    ssrf[0],
                    "2021-03-03T06:49:42.162Z,…,ServerInfo~a]@ex01.example.test:444/autodiscover/autodiscover.xml?a=~1942062522,200",
                ),
                line(
                    HTTP_PROXY,
                    911,
                    ssrf[1],
                    "2021-03-03T06:49:58.001Z,…,ServerInfo~a]@ex01.example.test:444/mapi/emsmdb,200",
                ),
            ],
            ..finding(
                "F002",
                "proxylogon.ssrf",
                "ProxyLogon: the back end answered",
                ssrf,
                Stage::Exploited,
            )
        },
        Finding {
            severity: Severity::Critical,
            explanation: "proxyLogon.ecp answered 241: a session was opened as the account below."
                .to_owned(),
            facts: BTreeMap::from([("identity".to_owned(), "S-1-5-21-1-2-3-500".to_owned())]),
            evidence: vec![line(
                HTTP_PROXY,
                930,
                session[0],
                "2021-03-03T06:50:11.020Z,…,/ecp/proxyLogon.ecp,241",
            )],
            ..finding(
                "F003",
                "proxylogon.session",
                "A session was opened as somebody else",
                session,
                Stage::Impersonated,
            )
        },
        Finding {
            severity: Severity::Critical,
            explanation: "A virtual directory's address was set to text that runs as script, \
                          then written to a file under a web root, then set back."
                .to_owned(),
            claims: vec![Claim::BackDoorWasPresent],
            cves: strings(&["CVE-2021-27065"]),
            techniques: strings(&["T1505.003"]),
            count: 3,
            facts: BTreeMap::from([
                ("cmdlet".to_owned(), "Set-OabVirtualDirectory".to_owned()),
                ("path".to_owned(), SHELL.to_owned()),
            ]),
            remedies: vec![Remedy {
                action: "Check the addresses of every virtual directory.".to_owned(),
                order: 1,
            }],
            evidence: vec![line(
                ECP_SERVER,
                44,
                write[0],
                "S:CMD=Set-OabVirtualDirectory.ExternalUrl='http://f/<script language=\"JScript\" runat=\"server\">…</script>'",
            )],
            ..finding(
                "F004",
                "proxylogon.virtual-directory",
                "Script was written into a virtual directory",
                write,
                Stage::FileWritten,
            )
        },
    ]
}

fn shell() -> [Finding; 3] {
    let reached = ["2021-03-03T07:21:33Z", "2021-03-05T03:06:00Z"];
    let run = ["2021-03-05T03:06:27Z", "2021-03-05T03:06:27Z"];
    let techniques = strings(&["T1505.003", "T1059.003"]);
    [
        Finding {
            explanation: "A page that no Exchange build ships answered requests of few clients."
                .to_owned(),
            cves: Vec::new(),
            techniques: techniques.clone(),
            count: 9,
            evidence: vec![line(
                IIS,
                1204,
                reached[0],
                "2021-03-03 07:21:33 192.0.2.10 POST /aspnet_client/supp0rt.aspx - 443 - 203.0.113.99 python-requests/2.25.1 200 0 0 412",
            )],
            ..finding(
                "F005",
                "webshell.request",
                "A web shell answered",
                reached,
                Stage::ShellReached,
            )
        },
        Finding {
            severity: Severity::Critical,
            confidence: Confidence::Medium,
            explanation: "The request's query holds a command line.".to_owned(),
            cves: Vec::new(),
            techniques: techniques.clone(),
            actor: intruder(),
            facts: BTreeMap::from([(
                "command".to_owned(),
                "net group \"Domain Admins\" /domain & echo ]]>\u{0}".to_owned(),
            )]),
            evidence: vec![line(
                IIS,
                4410,
                run[0],
                "2021-03-05 03:06:27 192.0.2.10 GET /aspnet_client/supp0rt.aspx cmd=net+group+%22Domain+Admins%22 443 - 203.0.113.7 javascript:alert(4) 200 0 0 88",
            )],
            ..finding(
                "F006",
                "webshell.command",
                "A command was run through the web shell",
                run,
                Stage::CommandsRun,
            )
        },
        Finding {
            explanation: "The file's content is that of a known kind of web shell.".to_owned(),
            severity: Severity::Critical,
            claims: vec![Claim::BackDoorPresent],
            cves: Vec::new(),
            techniques,
            time: None,
            last_time: None,
            remedies: vec![Remedy { action: format!("Remove the web shell {SHELL}."), order: 1 }],
            actor: Actor::default(),
            evidence: vec![Evidence {
                artefact: WinPath::new(SHELL),
                stored: "evidence/ex01.zip!/C/inetpub/wwwroot/aspnet_client/supp0rt.aspx"
                    .to_owned(),
                sha256: None,
                locator: Locator::Bytes { offset: 311, length: 74 },
                time: None,
                excerpt: "ExternalUrl : http://f/<script>inert</script>\u{202e}".to_owned(),
            }],
            ..finding(
                "F007",
                "webshell.file",
                "A web shell lies under the web root",
                run,
                Stage::FileWritten,
            )
        },
    ]
}
