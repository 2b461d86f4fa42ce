//! Two intruders are two incidents, and one intruder is one.

use super::*;

#[derive(Clone, Copy)]
struct Doing {
    rule: &'static str,
    stage: Stage,
    time: &'static str,
    last: &'static str,
    address: &'static str,
    agent: &'static str,
    account: &'static str,
    session: &'static str,
    /// Name and value of a fact.
    fact: (&'static str, &'static str),
}

const DOING: Doing = Doing {
    rule: "proxylogon.ssrf",
    stage: Stage::Attempted,
    time: "",
    last: "",
    address: "",
    agent: "python-requests/2.25.1",
    account: "",
    session: "",
    fact: ("", ""),
};

impl Doing {
    fn finding(&self) -> Finding {
        let some = |text: &str| -> Vec<String> {
            if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
        };
        let time = at(self.time);
        let last = if self.last.is_empty() { time } else { at(self.last) };
        let evidence = [time, last].map(|time| {
            let artefact = model::ArtefactRef::new("C:\\a.log".into(), "a.log");
            Evidence::new(&artefact, model::Locator::File, Some(time), String::new())
        });
        Finding {
            rule: self.rule.into(),
            time: Some(time),
            last_time: Some(last),
            evidence: evidence.to_vec(),
            actor: Actor {
                addresses: some(self.address),
                user_agents: some(self.agent),
                identities: some(self.account),
                sessions: some(self.session),
            },
            facts: [self.fact].map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..finding(self.stage, Confidence::High)
        }
    }
}

fn incidents(list: &[Doing]) -> Vec<model::Incident> {
    let findings = list.iter().map(Doing::finding).collect();
    assess(Input { findings, ..quiet() }).incidents
}

fn sizes(list: &[Doing]) -> Vec<usize> {
    incidents(list).iter().map(|incident| incident.findings.len()).collect()
}

#[test]
fn one_address_is_one_intruder_however_it_is_written() {
    let list = [
        Doing { time: "2021-03-03T06:49:42Z", address: "203.0.113.7:49660", ..DOING },
        Doing { time: "2021-03-05T01:00:00Z", address: "203.0.113.7", ..DOING },
        Doing { time: "2021-03-06T01:00:00Z", address: "198.51.100.9", ..DOING },
    ];
    assert_eq!(sizes(&list), [2, 1], "the same user agent does not tie");
}

#[test]
fn a_session_token_ties_two_addresses() {
    let list = [
        Doing {
            time: "2021-03-03T06:49:42Z",
            address: "203.0.113.7",
            session: "canary-1234567",
            ..DOING
        },
        Doing {
            time: "2021-03-03T06:55:00Z",
            address: "198.51.100.9",
            session: "CANARY-1234567",
            ..DOING
        },
        Doing { time: "2021-03-03T06:56:00Z", address: "192.0.2.44", session: "7", ..DOING },
        Doing { time: "2021-03-03T06:57:00Z", address: "192.0.2.45", session: "7", ..DOING },
    ];
    assert_eq!(sizes(&list), [2, 1, 1], "a short token does not tie");
}

#[test]
fn an_account_ties_two_addresses_only_within_seconds() {
    let as_admin = |time, address| Doing { time, address, account: "EX\\Administrator", ..DOING };
    let near = [
        as_admin("2021-03-03T06:49:42Z", "203.0.113.7"),
        as_admin("2021-03-03T06:49:45Z", "198.51.100.9"),
    ];
    assert_eq!(sizes(&near), [2]);
    let far = [
        as_admin("2021-03-03T06:49:42Z", "203.0.113.7"),
        as_admin("2021-03-03T06:59:42Z", "198.51.100.9"),
    ];
    assert_eq!(sizes(&far), [1, 1], "two intruders use the same well-known account");
}

#[test]
fn a_control_panel_write_joins_the_session_at_the_same_seconds() {
    let list = [
        Doing {
            time: "2021-03-03T06:49:42Z",
            last: "2021-03-03T06:49:50Z",
            address: "203.0.113.7",
            ..DOING
        },
        Doing {
            time: "2021-03-03T06:58:00Z",
            last: "2021-03-03T06:59:00Z",
            address: "198.51.100.9",
            ..DOING
        },
        Doing {
            rule: "proxylogon.vdir_write",
            stage: Stage::FileWritten,
            time: "2021-03-03T06:49:53Z",
            agent: "",
            ..DOING
        },
    ];
    let incidents = incidents(&list);
    assert_eq!(incidents.len(), 2, "it ties no two intruders together");
    assert_eq!(incidents[0].actor.addresses, ["203.0.113.7"]);
    assert_eq!(incidents[0].stage, Stage::FileWritten);
    assert_eq!(
        incidents[0].title,
        "203.0.113.7 (python-requests/2.25.1): file written by ProxyLogon"
    );
    assert_eq!(incidents[0].id, "I1");
    let times: Vec<_> = incidents[0].timeline.iter().map(|event| event.time).collect();
    assert!(times.is_sorted() && times.len() == 3, "{times:?}");
}

#[test]
fn another_technique_without_address_stays_apart() {
    let list = [
        Doing { time: "2021-03-03T06:49:42Z", address: "203.0.113.7", ..DOING },
        Doing { rule: "proxyshell.export", time: "2021-03-03T06:49:43Z", agent: "", ..DOING },
        Doing { rule: "proxyshell.role", time: "2021-03-03T06:50:43Z", agent: "", ..DOING },
    ];
    let mut found = sizes(&list);
    found.sort_unstable();
    assert_eq!(found, [1, 2]);
}

#[test]
fn an_account_ties_what_has_no_address_within_a_day() {
    let cmdlet = |time| Doing {
        rule: "cmdlet.export",
        stage: Stage::DataTaken,
        time,
        agent: "",
        account: "ex\\jones",
        ..DOING
    };
    let request = Doing {
        time: "2021-03-03T06:49:42Z",
        address: "203.0.113.7",
        account: "EX\\Jones",
        ..DOING
    };
    assert_eq!(sizes(&[cmdlet("2021-03-03T20:00:00Z"), request]), [2]);
    let request = Doing {
        time: "2021-03-01T06:49:42Z",
        address: "203.0.113.7",
        account: "EX\\Jones",
        ..DOING
    };
    assert_eq!(sizes(&[cmdlet("2021-03-03T20:00:00Z"), request]), [1, 1]);
}

#[test]
fn many_scanners_are_folded_behind_the_worst() {
    let mut findings: Vec<Finding> = (0..60)
        .map(|number| {
            let mut scan = finding(Stage::Scanned, Confidence::High);
            scan.actor.addresses = vec![format!("198.51.100.{number}")];
            scan
        })
        .collect();
    findings.push(finding(Stage::Exploited, Confidence::Medium));
    let incidents = assess(Input { findings, ..quiet() }).incidents;
    assert_eq!(incidents.len(), 22);
    assert_eq!(incidents[0].stage, Stage::Exploited);
    let last = &incidents[21];
    assert!(last.title.starts_with("Background scanning"), "{}", last.title);
    assert_eq!(last.findings.len(), 40);
    let total: usize = incidents.iter().map(|incident| incident.findings.len()).sum();
    assert_eq!(total, 61, "no finding is lost");
}

#[test]
fn timelines_are_bounded_and_keep_what_got_furthest() {
    let mut findings: Vec<Finding> = (0..100)
        .map(|second| {
            let mut own = finding(Stage::Attempted, Confidence::High);
            own.time = Timestamp::from_second(1_614_750_000 + second).ok();
            own
        })
        .collect();
    findings.push(finding(Stage::CommandsRun, Confidence::High));
    let incidents = assess(Input { findings, ..quiet() }).incidents;
    assert_eq!(incidents.len(), 1);
    let timeline = &incidents[0].timeline;
    assert_eq!(timeline.len(), 40);
    assert!(timeline.iter().any(|event| event.stage == Stage::CommandsRun));
    assert!(timeline.iter().map(|event| event.time).is_sorted());
}

#[test]
fn a_page_that_two_intruders_used_makes_them_not_one() {
    let with = |stage, addresses: &[&str]| {
        let mut own = finding(stage, Confidence::High);
        own.actor.addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
        own
    };
    let findings = vec![
        with(Stage::Attempted, &["198.51.100.9"]),
        with(Stage::FileWritten, &["203.0.113.7"]),
        with(Stage::ShellReached, &["198.51.100.9", "203.0.113.7", "192.0.2.1"]),
        with(Stage::Scanned, &["192.0.2.77", "192.0.2.78"]),
    ];
    let incidents = assess(Input { findings, ..quiet() }).incidents;
    let found: Vec<(Stage, usize)> =
        incidents.iter().map(|own| (own.stage, own.findings.len())).collect();
    let expected = [(Stage::ShellReached, 2), (Stage::Attempted, 1), (Stage::Scanned, 1)];
    assert_eq!(found, expected);
    assert!(incidents[0].actor.addresses.contains(&"203.0.113.7".to_owned()));
    assert_eq!(incidents[1].actor.addresses, ["198.51.100.9"]);
}

#[test]
fn a_command_joins_whoever_was_using_the_page_of_its_pool() {
    let shell = |time, address, page| Doing {
        rule: "webshell.reached",
        stage: Stage::ShellReached,
        time,
        address,
        fact: ("page", page),
        ..DOING
    };
    let command = |time| Doing {
        rule: "sigma:b0b0c5ee",
        stage: Stage::CommandsRun,
        time,
        fact: ("pool", "MSExchangeOWAAppPool"),
        ..DOING
    };
    let list = [
        shell("2021-03-03T06:49:42Z", "203.0.113.7", "/owa/auth/x.aspx"),
        shell("2021-03-03T06:49:43Z", "198.51.100.9", "/ecp/auth/y.aspx"),
        command("2021-03-03T06:49:43Z"),
    ];
    let incidents = incidents(&list);
    assert_eq!(incidents.len(), 2);
    assert_eq!(incidents[0].actor.addresses, ["203.0.113.7"], "the other used another pool");
    assert_eq!(incidents[0].stage, Stage::CommandsRun);
    let later = [
        shell("2021-03-03T06:49:42Z", "203.0.113.7", "/owa/auth/x.aspx"),
        command("2021-03-03T09:49:43Z"),
    ];
    assert_eq!(sizes(&later), [1, 1], "three hours later it may be anybody");
}

#[test]
fn a_back_door_on_the_disk_belongs_to_whoever_reached_its_page() {
    let page = ("page", "/owa/auth/x.aspx");
    let reached = Doing {
        rule: "webshell.reached",
        stage: Stage::ShellReached,
        time: "2021-03-05T03:06:27Z",
        address: "203.0.113.7",
        fact: page,
        ..DOING
    };
    let later = "2021-03-06T03:06:27Z";
    let other =
        Doing { time: later, address: "198.51.100.9", fact: ("page", "/y.aspx"), ..reached };
    let disk = |page| Doing {
        rule: "backdoor.page",
        stage: Stage::FileWritten,
        time: "2021-04-01T00:00:00Z",
        fact: page,
        ..DOING
    };
    assert_eq!(sizes(&[reached, other, disk(("page", "/owa/auth/X.aspx"))]), [2, 1]);
    let compiled = Doing { rule: "aspnet.compiled_remains", ..disk(page) };
    assert_eq!(sizes(&[reached, other, disk(page), compiled]), [3, 1], "and its compiled copy");
    assert_eq!(sizes(&[reached, disk(("page", "/z.aspx"))]), [1, 1], "another page");
}

#[test]
fn what_only_needs_a_look_on_the_disk_is_nobodys_doing() {
    let module = Doing { rule: "iis.module", time: "2021-03-05T03:06:27Z", ..DOING }.finding();
    let doubtful = Finding { confidence: Confidence::Low, ..module.clone() };
    let of = |own: Finding| assess(Input { findings: vec![own], ..quiet() });
    assert_eq!((of(doubtful.clone()).incidents.len(), of(doubtful).findings.len()), (0, 1));
    assert_eq!(of(module).incidents.len(), 1);
}
