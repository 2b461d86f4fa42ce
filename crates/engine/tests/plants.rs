//! Every plant of the lab through the whole line: what is guilty is found, as far as it got and
//! by its own actor; what is innocent is not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use lab::{Plant, PlantKind, Recipe, Scanners};
use model::{Assessment, Headline, Reply, Stage};
use support::{Server, quiet, time, told, with};

/// Addresses that findings name as actors.
fn actors(assessment: &Assessment) -> BTreeSet<&str> {
    let findings = assessment.findings.iter();
    findings.flat_map(|own| &own.actor.addresses).map(String::as_str).collect()
}

/// A guilty plant alone on a quiet server: found by its own rules, as far as it got, as one
/// incident of its own actor and nobody else.
fn guilty(kind: PlantKind) {
    let server = Server::of(&with(kind));
    let planted = &server.truth.plants[0];
    let assessment = server.assess();
    let findings = &assessment.findings;
    let stage = planted.stage.expect("a guilty plant has a stage");
    let own = findings.iter().filter(|own| own.rule.starts_with(&planted.rule_prefix));
    let furthest = own.map(|own| own.stage).max();
    assert!(furthest.is_some(), "{kind:?}: no {} finding\n{}", planted.rule_prefix, told(findings));
    let reached = findings.iter().map(|own| own.stage).max();
    assert_eq!(reached, Some(stage), "{kind:?}\n{}", told(findings));
    let truth: BTreeSet<&str> = planted.addresses.iter().map(String::as_str).collect();
    assert_eq!(actors(&assessment), truth, "{kind:?}\n{}", told(findings));
    assert_eq!(assessment.incidents.len(), 1, "{kind:?}\n{:#?}", assessment.incidents);
    assert_eq!(assessment.incidents[0].stage, stage, "{kind:?}");
    let headline = assessment.headline;
    match stage {
        Stage::Scanned => assert_eq!(headline, Headline::NoEvidenceInPartSeen, "{kind:?}"),
        Stage::Attempted => assert_eq!(headline, Headline::TargetedNoSuccess, "{kind:?}"),
        _ => assert_eq!(headline.exit_code(), 1, "{kind:?}"),
    }
}

/// An innocent plant alone on a quiet server: nothing at all is found.
fn innocent(kind: PlantKind) {
    let assessment = Server::of(&with(kind)).assess();
    assert!(assessment.findings.is_empty(), "{kind:?}\n{}", told(&assessment.findings));
    assert!(assessment.incidents.is_empty());
    assert_ne!(assessment.answers.targeted.answer, Reply::Yes);
    assert_ne!(assessment.answers.compromised.answer, Reply::Yes);
}

/// One test for each kind of plant, and the list of those kinds.
macro_rules! matrix {
    ($list:ident, $check:ident: $($name:ident = $kind:ident),* $(,)?) => {
        $(#[test] fn $name() { $check(PlantKind::$kind); })*
        const $list: &[PlantKind] = &[$(PlantKind::$kind),*];
    };
}

matrix! { GUILTY, guilty:
    proxylogon_to_a_shell = ProxylogonShell,
    proxylogon_probe = ProxylogonProbe,
    proxylogon_refused = ProxylogonFailed,
    proxylogon_mail_theft = ProxylogonEwsTheft,
    oab_download_elsewhere = OabGeneratorWrite,
    proxyshell_export = ProxyshellExport,
    proxyshell_refused_with_401 = ProxyshellProbe401,
    proxyshell_refused_with_404 = ProxyshellProbe404,
    proxynotshell_refused = ProxynotshellAttempt,
    shell_used = WebshellUse,
    shells_asked_for_in_vain = ShellProbe404,
}

matrix! { INNOCENT, innocent:
    remote_powershell_of_an_administrator = AdminRemotePowershell,
    oab_url_set_by_an_administrator = AdminOabUrl,
    export_to_a_share_by_an_administrator = AdminExportToShare,
    application_of_the_firm = CustomWebApp,
    autodiscover_of_outlook = OutlookAutodiscoverV2,
    health_mailboxes = HealthMailboxes,
}

#[test]
fn the_matrix_is_complete() {
    let tested: BTreeSet<PlantKind> = GUILTY.iter().chain(INNOCENT).copied().collect();
    assert_eq!(tested, PlantKind::ALL.into());
    assert!(INNOCENT.iter().all(|kind| kind.is_innocent()));
    assert!(!GUILTY.iter().any(|kind| kind.is_innocent()));
}

#[test]
fn an_ordinary_server_shows_nothing() {
    let recipe = Recipe { scanners: Scanners::Web, ..quiet() };
    let assessment = Server::of(&recipe).assess();
    assert!(assessment.findings.is_empty(), "{}", told(&assessment.findings));
}

#[test]
fn mass_scanning_is_scanning_and_no_attack() {
    let recipe = Recipe {
        scanners: Scanners::Attack,
        traffic: lab::Traffic::RequestsPerHour(600),
        start: time("2021-03-05T06:00:00Z"),
        end: time("2021-03-05T10:00:00Z"),
        ..quiet()
    };
    let assessment = Server::of(&recipe).assess();
    assert!(!assessment.findings.is_empty());
    let above = assessment.findings.iter().any(|own| own.stage > Stage::Scanned);
    assert!(!above, "{}", told(&assessment.findings));
    assert_eq!(assessment.headline, Headline::NoEvidenceInPartSeen);
    assert_eq!(assessment.headline.exit_code(), 3);
    assert_ne!(assessment.answers.targeted.answer, Reply::No);
}

#[test]
fn a_probe_says_what_it_asked() {
    for (kind, word) in
        [(PlantKind::ProxylogonProbe, "ProxyLogon"), (PlantKind::ShellProbe404, "pages")]
    {
        let assessment = Server::of(&with(kind)).assess();
        let reasons = assessment.answers.targeted.reasons.join("\n");
        assert!(reasons.contains("scan"), "{kind:?}: {reasons}");
        assert!(reasons.contains(word), "{kind:?}: {reasons}");
        assert_eq!(assessment.headline, Headline::NoEvidenceInPartSeen, "{kind:?}");
    }
}

#[test]
fn two_intruders_are_two_incidents() {
    let plant = |kind, at, address| Plant::new(kind, time(at)).from_address(address);
    let recipe = quiet()
        .plant(plant(PlantKind::ProxylogonShell, "2021-03-02T06:30:00Z", "203.0.113.21"))
        .plant(
            plant(PlantKind::WebshellUse, "2021-03-02T07:40:00Z", "198.51.100.76")
                .page("/owa/auth/RedirSuiteServerProxy.aspx"),
        );
    let assessment = Server::of(&recipe).assess();
    let addresses: Vec<_> =
        assessment.incidents.iter().map(|own| own.actor.addresses.join(",")).collect();
    assert_eq!(addresses, ["203.0.113.21", "198.51.100.76"], "{}", told(&assessment.findings));
    assert!(assessment.incidents.iter().all(|own| own.stage == Stage::ShellReached));
    assert_eq!(assessment.headline.exit_code(), 1);
}

/// The back end's own log names the front end, which is this very server, as its client.
#[test]
fn the_server_itself_is_never_an_actor() {
    let plants = GUILTY.iter().map(|kind| Plant::new(*kind, time("2021-03-02T07:10:00Z")));
    let logs = vec![lab::Log::IisBackEnd];
    let recipe = Recipe { logs, plants: plants.collect(), ..quiet() };
    let assessment = Server::of(&recipe).assess();
    assert!(!assessment.findings.is_empty(), "the back end alone shows something");
    assert!(actors(&assessment).is_empty(), "{}", told(&assessment.findings));
}
