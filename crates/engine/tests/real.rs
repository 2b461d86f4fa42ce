//! Published logs of real incidents and of ordinary servers. They are not in this repository;
//! without them the tests say so and pass, and made servers cover the same paths in plants.rs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests read published samples"
)]

mod support;

use std::fs;
use std::path::Path;

use evidence::memory::Memory;
use model::{Assessment, Finding, Incident, Stage};
use support::{assess, options, shared_data, time, told};

fn assess_folders(data: &Path, folders: &[&str]) -> Assessment {
    let paths: Vec<_> = folders.iter().map(|folder| data.join(folder)).collect();
    let source = evidence::open_many(&paths, evidence::Options::default()).unwrap();
    assess(source.as_ref(), &options(2))
}

fn incident_of<'a>(assessment: &'a Assessment, address: &str) -> &'a Incident {
    let mut own = assessment
        .incidents
        .iter()
        .filter(|own| own.actor.addresses.iter().any(|at| at == address));
    let found = own.next().unwrap_or_else(|| panic!("no incident of {address}"));
    assert!(own.next().is_none(), "{address} has two incidents");
    assert_eq!(found.actor.addresses, [address], "others are mixed in");
    found
}

fn rules<'a>(assessment: &'a Assessment, incident: &Incident) -> Vec<&'a str> {
    let mut own: Vec<&Finding> =
        assessment.findings.iter().filter(|own| incident.findings.contains(&own.id)).collect();
    own.sort_by_key(|own| own.time);
    own.iter().map(|own| own.rule.as_ref()).collect()
}

/// The incident that Helse CERT published (helsecert/2021-march-exchange).
#[test]
fn the_helsecert_incident() {
    let Some(data) = shared_data() else { return };
    let assessment = assess_folders(&data, &["httpproxy", "ecp_server"]);
    assert_eq!(assessment.headline.exit_code(), 1);
    assert_eq!(assessment.answers.compromised.stage, Some(Stage::ShellReached));
    assert_eq!(assessment.incidents.len(), 3, "{}", told(&assessment.findings));

    let first = incident_of(&assessment, "130.255.189.21");
    assert_eq!(first.stage, Stage::FileWritten);
    assert_eq!(
        first.actor.user_agents,
        ["ExchangeServicesClient/0.0.0.0", "python-requests/2.25.1"]
    );
    assert_eq!(first.first, Some(time("2021-03-03T06:49:42.162Z")));
    let steps = rules(&assessment, first);
    assert_eq!(
        steps,
        ["proxylogon.ssrf", "proxylogon.session", "proxylogon.vdir_write", "proxylogon.session"]
    );

    let second = incident_of(&assessment, "139.162.202.236");
    assert_eq!(second.stage, Stage::ShellReached);
    assert_eq!(second.first, Some(time("2021-03-05T03:06:27.696Z")));
    assert!(second.actor.user_agents.iter().any(|own| own.contains("Chrome/65.0.2345")));

    let third = incident_of(&assessment, "67.205.176.9");
    assert_eq!(third.stage, Stage::ShellReached);
    assert_eq!(third.first, Some(time("2021-03-06T17:27:44.124Z")));
    assert!(third.actor.user_agents.iter().all(|own| own.contains("Chrome/88.0.4324.182")));
    let text = format!("{:?}", assessment.findings).to_lowercase();
    assert!(text.contains("/owa/auth/redirsuiteserverproxy.aspx"));

    // Within an incident the timeline runs forward.
    for incident in &assessment.incidents {
        assert!(incident.timeline.is_sorted_by_key(|own| own.time), "{}", incident.id);
    }
    // The extract of the ECP log names no client, and was joined to the one whose doing it was.
    let write = assessment.findings.iter().find(|own| own.rule == "proxylogon.vdir_write").unwrap();
    assert!(
        write.evidence.iter().any(|own| own.artefact.to_string().contains("ECPServer20210303"))
    );
}

/// A laboratory's ProxyShell (DebugPrivilege/InsightEngineering).
#[test]
fn the_proxyshell_cmdlets() {
    let Some(data) = shared_data() else { return };
    let assessment = assess_folders(&data, &["cmdletinfra"]);
    assert_eq!(assessment.headline.exit_code(), 1);
    assert_eq!(assessment.answers.compromised.stage, Some(Stage::CommandsRun));
    let export = assessment.findings.iter().find(|own| own.rule == "proxyshell.export").unwrap();
    let path = r"\\127.0.0.1\c$\inetpub\wwwroot\aspnet_client\tkevsn.aspx";
    assert_eq!(export.facts["path"], path);
    let session =
        assessment.findings.iter().find(|own| own.rule == "proxyshell.powershell").unwrap();
    assert_eq!(session.facts["front_end_identity"], "Jones@contoso.com");
    let runspace = "Administrator (S-1-5-21-2955954753-2086716808-563623376-500)";
    assert_eq!(session.facts["runspace_identity"], runspace);
    assert_eq!(assessment.incidents.len(), 1, "{}", told(&assessment.findings));
    let shown = format!("{:?}", assessment.answers.compromised.reasons);
    assert!(shown.contains("tkevsn.aspx"), "{shown}");
}

/// The forensic extracts whose authors say that they show ordinary servers.
#[test]
fn ordinary_and_scanned_servers_show_nothing_above_an_attempt() {
    let Some(data) = shared_data() else { return };
    let publishers = ["artefacts.help", "MSQA", "awslabs", "MicrosoftDocs"];
    let mut memory = Memory::new("m");
    let mut read = 0;
    for folder in fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if file.is_file() && publishers.iter().any(|own| name.starts_with(own)) {
                read += 1;
                memory = memory.file(&name, fs::read(&file).unwrap());
            }
        }
    }
    assert!(read > 15, "{read} samples");
    let assessment = assess(memory.build().as_ref(), &options(2));
    let above: Vec<&Finding> =
        assessment.findings.iter().filter(|own| own.stage > Stage::Attempted).collect();
    assert!(above.is_empty(), "{}", told(&assessment.findings));
    assert_ne!(assessment.headline.exit_code(), 1);
}
