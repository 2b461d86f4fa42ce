//! One rich assessment that every renderer and the case folder are tested with: two intruders,
//! holes, gaps of many kinds, and hostile text in the places an intruder can write to.
//!
//! Everything in it is invented: host, accounts, and addresses from the documentation ranges.

mod findings;
mod server;

use crate::{
    Actor, Answer, Answers, Assessment, Headline, Hole, Incident, IncidentEvent, PlanStep, Reply,
    RunInfo, SCHEMA_VERSION, Stage, Timestamp,
};

/// A user agent as a hostile client may send it: markup, a terminal escape, a right-to-left
/// override and a zero-width space.
pub const HOSTILE_AGENT: &str =
    "<script>alert(1)</script>\u{1b}[2J\u{202e}gpj.exe\u{200b}\"><img src=x onerror=alert(2)>]]>";

/// The shared fixture: a server broken into through ProxyLogon, with the web shell still there.
pub fn fixture() -> Assessment {
    Assessment {
        schema: SCHEMA_VERSION.to_owned(),
        run: RunInfo {
            version: "0.1.0".to_owned(),
            started: at("2021-03-17T09:00:00Z"),
            seconds: 12.5,
            sources: vec!["evidence/ex01.zip".to_owned()],
            partial: false,
        },
        host: server::host(),
        headline: Headline::CompromisedBackDoorPresent,
        summary: "Somebody broke in through ProxyLogon on 2021-03-03 and ran commands through a \
                  web shell until 2021-03-05; the shell is still there. 34 days before \
                  2021-02-06 cannot be seen any more."
            .to_owned(),
        answers: answers(),
        findings: findings::all(),
        incidents: incidents(),
        coverage: server::coverage(),
        gaps: server::gaps(),
        blind: vec![
            hole("2021-01-03T00:00:00Z", "2021-02-06T00:00:00Z"),
            hole("2021-02-27T10:00:00Z", "2021-02-27T15:00:00Z"),
        ],
        plan: plan(),
        build_table: "2026-07-14 Exchange builds and fixes".to_owned(),
        artefacts: server::artefacts(),
    }
}

/// A moment; the fixture's times are literals, so a bad one is a bug of the fixture.
#[expect(clippy::expect_used, reason = "literals of the fixture, each parsed by its tests")]
fn at(text: &str) -> Timestamp {
    text.parse().expect("a time of the fixture")
}

fn hole(from: &str, to: &str) -> Hole {
    Hole { from: at(from), to: at(to) }
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

fn answer(answer: Reply, reasons: &[&str], findings: &[&str]) -> Answer {
    Answer { answer, reasons: strings(reasons), findings: strings(findings), stage: None }
}

fn answers() -> Answers {
    Answers {
        exposed: answer(
            Reply::Yes,
            &["Build 15.1.2106.2 was vulnerable to ProxyLogon until 2021-03-12 02:10 and to \
               ProxyShell to the end of the evidence."],
            &[],
        ),
        targeted: answer(
            Reply::Yes,
            &[
                "2 intruders tried ProxyLogon between 2021-02-28 and 2021-03-05.",
                "Nothing can be said about 2021-01-03 to 2021-02-06: the HttpProxy logs begin later.",
            ],
            &["F001", "F002", "F003"],
        ),
        compromised: Answer {
            stage: Some(Stage::CommandsRun),
            ..answer(
                Reply::Yes,
                &["Highest stage reached: commands run, by 203.0.113.7."],
                &["F002", "F003", "F004", "F005", "F006"],
            )
        },
        back_door_present: answer(
            Reply::Yes,
            &[
                "C:\\inetpub\\wwwroot\\aspnet_client\\supp0rt.aspx is a web shell and was there when the evidence was taken.",
            ],
            &["F007"],
        ),
        back_door_was_present: answer(
            Reply::Yes,
            &["A virtual directory carried script from 2021-03-03 06:51 to 2021-03-03 07:20."],
            &["F004"],
        ),
        data_touched: answer(
            Reply::CannotSay,
            &[
                "No sign of mailbox access from 2021-02-06 to 2021-03-16.",
                "EWS logs are missing; they would show which mailboxes were read.",
            ],
            &[],
        ),
        clean_up_complete: answer(
            Reply::CannotSay,
            &["Only a second look (afterpatch verify) against this case can say so."],
            &[],
        ),
    }
}

fn event(time: &str, stage: Stage, text: &str, finding: &str) -> IncidentEvent {
    IncidentEvent { time: at(time), stage, text: text.to_owned(), finding: finding.to_owned() }
}

fn incidents() -> Vec<Incident> {
    vec![
        Incident {
            id: "I1".to_owned(),
            title: "203.0.113.7 and 1 more address ran commands through a web shell".to_owned(),
            stage: Stage::CommandsRun,
            first: Some(at("2021-03-03T06:49:42Z")),
            last: Some(at("2021-03-05T03:06:27Z")),
            actor: findings::intruder(),
            findings: strings(&["F002", "F003", "F004", "F005", "F006", "F007"]),
            timeline: intruder_timeline(),
        },
        Incident {
            id: "I2".to_owned(),
            title: "198.51.100.23 looked for ProxyLogon and was refused".to_owned(),
            stage: Stage::Attempted,
            first: Some(at("2021-02-28T11:02:10Z")),
            last: Some(at("2021-02-28T11:05:10Z")),
            actor: Actor {
                addresses: strings(&["198.51.100.23"]),
                user_agents: strings(&[HOSTILE_AGENT]),
                ..Actor::default()
            },
            findings: strings(&["F001"]),
            timeline: vec![
                event("2021-02-28T11:02:10Z", Stage::Scanned, "asked for /ecp/x.js", "F001"),
                event(
                    "2021-02-28T11:05:10Z",
                    Stage::Attempted,
                    "SSRF to the autodiscover back end, refused (500)",
                    "F001",
                ),
            ],
        },
    ]
}

fn intruder_timeline() -> Vec<IncidentEvent> {
    vec![
        event(
            "2021-03-03T06:49:42.162Z",
            Stage::Exploited,
            "SSRF through /ecp/y.js answered 200",
            "F002",
        ),
        event(
            "2021-03-03T06:50:11.020Z",
            Stage::Impersonated,
            "proxyLogon.ecp opened a session as S-1-5-21-1-2-3-500 (241)",
            "F003",
        ),
        event(
            "2021-03-03T06:51:02.900Z",
            Stage::FileWritten,
            "Set-OabVirtualDirectory wrote script into ExternalUrl",
            "F004",
        ),
        event(
            "2021-03-03T06:51:40.118Z",
            Stage::FileWritten,
            "the virtual directory was written to \\\\127.0.0.1\\c$\\inetpub\\wwwroot\\aspnet_client\\supp0rt.aspx",
            "F004",
        ),
        event(
            "2021-03-03T07:20:00Z",
            Stage::FileWritten,
            "Set-OabVirtualDirectory set ExternalUrl back",
            "F004",
        ),
        event(
            "2021-03-03T07:21:33Z",
            Stage::ShellReached,
            "POST /aspnet_client/supp0rt.aspx answered 200",
            "F005",
        ),
        event(
            "2021-03-05T03:06:27Z",
            Stage::CommandsRun,
            "net group \"Domain Admins\" through the shell, agent <script>alert(1)</script>\u{1b}[31m",
            "F006",
        ),
    ]
}

fn plan() -> Vec<PlanStep> {
    let step = |action: &str, why: &str, list: &[&str]| PlanStep {
        action: action.to_owned(),
        why: why.to_owned(),
        findings: strings(list),
    };
    vec![
        step(
            "Take the server off the network, keep it running and copy its memory.",
            "Commands were run through a web shell that is still there.",
            &["F006"],
        ),
        step(
            "Remove C:\\inetpub\\wwwroot\\aspnet_client\\supp0rt.aspx after keeping a copy.",
            "It is a web shell.",
            &["F007"],
        ),
        step("Block 203.0.113.7 and 203.0.113.99.", "The intruder used them.", &["F002", "F005"]),
        step("Install the July 2021 update or later.", "ProxyShell is still open.", &[]),
        step(
            "Reset the passwords of all administrators of the domain.",
            "Domain groups were listed.",
            &["F006"],
        ),
        step("Replace the machine keys of IIS.", "Whoever runs commands can read them.", &["F006"]),
        step("Collect the EWS logs and assess again.", "They were missing.", &[]),
        step(
            "Look for 2021-01-03 to 2021-02-06 in the firewall's logs.",
            "No source covers it.",
            &[],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixture_holds_together() {
        let fixture = fixture();
        let ids: Vec<_> = fixture.findings.iter().map(|finding| finding.id.as_str()).collect();
        let named = fixture.incidents.iter().flat_map(|incident| &incident.findings);
        let answered = fixture.answers.each().map(|(_, _, answer)| answer.findings.clone());
        for id in named.chain(answered.iter().flatten()) {
            assert!(ids.contains(&id.as_str()), "{id} is no finding");
        }
        assert!(fixture.findings.iter().all(|finding| !finding.techniques.is_empty()));
    }
}
