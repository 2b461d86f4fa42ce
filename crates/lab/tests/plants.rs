//! Every plant lies where its truth says, in the shape a reader will meet.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod checker;

use std::{collections::BTreeMap, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use checker::{LogFile, files};
use jiff::{Timestamp, ToSpan};
use lab::{Fault, Log, Plant, PlantKind, Planted, Recipe, Traffic, Truth, demo_recipe, write};
use model::Stage;

fn start() -> Timestamp {
    "2021-03-03T06:00:00Z".parse().unwrap()
}

fn with(kinds: &[PlantKind]) -> Recipe {
    let mut recipe =
        Recipe { traffic: Traffic::RequestsPerHour(25), ..Recipe::new(11, start(), 8) };
    for (number, kind) in kinds.iter().enumerate() {
        let at = start() + (number as i64 * 7 + 3).minutes();
        recipe = recipe.plant(Plant::new(*kind, at));
    }
    recipe
}

/// The files of a tree by their Windows paths, as the truth names them.
fn by_windows_path(tree: &Path) -> BTreeMap<String, Vec<u8>> {
    let windows = |name: String| name.replacen('/', ":/", 1).replace('/', "\\");
    files(tree).into_iter().map(|(name, content)| (windows(name), content)).collect()
}

/// Rows of one log that have the times of a plant's rows in it, as cells by name.
fn rows_of(
    tree: &BTreeMap<String, Vec<u8>>,
    plant: &Planted,
    log: Log,
) -> Vec<BTreeMap<String, String>> {
    let mut found = Vec::new();
    for planted in plant.rows.iter().filter(|row| row.log == log) {
        let file = LogFile::read(&tree[&planted.file]);
        let time = planted.time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let row = file.rows.iter().find(|row| row[0] == time);
        let row = row.unwrap_or_else(|| panic!("no row at {time} in {}", planted.file));
        found.push(file.columns.iter().cloned().zip(row.iter().cloned()).collect());
    }
    found
}

#[test]
fn every_plant_has_rows_where_its_truth_says() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let truth = write(&with(&PlantKind::ALL), &tree).unwrap();
    assert_eq!(Truth::load(&Truth::beside(&tree)).unwrap(), truth);
    let all = by_windows_path(&tree);
    assert_eq!(truth.plants.len(), PlantKind::ALL.len());
    for plant in &truth.plants {
        assert!(!plant.rows.is_empty(), "{:?}", plant.kind);
        assert_eq!(plant.stage.is_none(), plant.kind.is_innocent(), "{:?}", plant.kind);
        assert_eq!(plant.rule_prefix.is_empty(), plant.kind.is_innocent(), "{:?}", plant.kind);
        assert!(plant.first.unwrap() <= plant.last.unwrap());
        for row in &plant.rows {
            assert!(all.contains_key(&row.file), "{:?} {}", plant.kind, row.file);
        }
        for file in plant.written.iter().filter(|_| plant.kind == PlantKind::ProxylogonShell) {
            assert!(all.contains_key(file), "{file}");
        }
    }
    for (name, content) in
        all.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(".log"))
    {
        if name.contains("ExchangeSetup") {
            continue;
        }
        let log = LogFile::read(content);
        assert!(log.rows.iter().all(|row| row.len() == log.columns.len()), "{name}");
    }
}

#[test]
fn the_proxylogon_chain_has_the_statuses_and_order_of_the_real_one() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let truth = write(&with(&[PlantKind::ProxylogonShell]), &tree).unwrap();
    let plant = &truth.plants[0];
    assert_eq!(plant.stage, Some(Stage::ShellReached));
    let all = by_windows_path(&tree);
    let ecp = rows_of(&all, plant, Log::ProxyEcp);
    let steps: Vec<(String, String)> = ecp
        .iter()
        .map(|row| {
            assert_eq!(row["RoutingHint"], "X-BEResource-Cookie");
            let anchor = row["AnchorMailbox"].split(":444").nth(1).unwrap();
            let anchor = anchor.split("?msExch").next().unwrap().to_owned();
            (anchor, row["HttpStatus"].clone())
        })
        .collect();
    let steps: Vec<(&str, &str)> = steps.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        steps,
        [
            ("/autodiscover/autodiscover.xml?#", "200"),
            ("/mapi/emsmdb/?#", "200"),
            ("/ecp/proxyLogon.ecp?#", "241"),
            ("/ecp/DDI/DDIService.svc/GetObject", "200"),
            ("/ecp/DDI/DDIService.svc/SetObject", "200"),
            ("/ecp/DDI/DDIService.svc/SetObject", "200"),
            ("/ecp/DDI/DDIService.svc/SetObject", "200"),
        ]
    );
    let commands = rows_of(&all, plant, Log::EcpServer);
    let set = commands.iter().find(|row| row["EventData"].contains("<script")).unwrap();
    assert!(set["EventData"].contains(
        "'S:CMD=Set-OabVirtualDirectory.ExternalUrl=''http://f/<script language=\"JScript\""
    ));
    assert!(set["EventData"].contains(";S:BLD=15.1.2106.2;"));
    assert!(
        rows_of(&all, plant, Log::ProxyOwa).iter().filter(|row| row["Method"] == "POST").count()
            >= 10
    );
    let back = LogFile::read(&all[r"C:\inetpub\logs\LogFiles\W3SVC2\u_ex210303.log"]);
    let reset =
        back.rows.iter().find(|row| row[5].contains("schema=ResetOABVirtualDirectory")).unwrap();
    assert_eq!(
        (reset[4].as_str(), reset[7].as_str()),
        ("/ecp/DDI/DDIService.svc/SetObject", r"NORDWIND\EX01$")
    );
    let dump = String::from_utf8(all[&plant.written[0]].clone()).unwrap();
    assert!(dump.contains("AdminDisplayVersion             : Version 15.1 (Build 2106.2)\r\n"));
}

#[test]
fn the_proxyshell_chain_shows_both_identities_and_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let recipe = with(&[PlantKind::ProxyshellExport]);
    let truth = write(&Recipe { install: r"E:\Exchange".to_owned(), ..recipe }, &tree).unwrap();
    let plant = &truth.plants[0];
    let all = by_windows_path(&tree);
    let http = rows_of(&all, plant, Log::RpsHttp);
    let token = http[0]["UrlQuery"].split("X-Rps-CAT=").nth(1).unwrap().split('&').next().unwrap();
    let token = String::from_utf8_lossy(&STANDARD.decode(token).unwrap()).into_owned();
    assert!(token.contains(&http[0]["AuthenticatedUser"]) && token.contains("-500"), "{token}");
    let cmdlets = rows_of(&all, plant, Log::RpsCmdlet);
    let names: Vec<&str> = cmdlets.iter().map(|row| row["Cmdlet"].as_str()).collect();
    assert_eq!(
        names,
        [
            "New-ManagementRoleAssignment",
            "New-MailboxExportRequest",
            "Get-MailboxExportRequest",
            "Remove-MailboxExportRequest"
        ]
    );
    assert_eq!(cmdlets[1]["AuthenticatedUser"], "Administrator");
    assert!(
        cmdlets[1]["Parameters"]
            .contains(r#"-FilePath "\\127.0.0.1\c$\inetpub\wwwroot\aspnet_client\tkevsn.aspx""#)
    );
    // Outside Exchange's folders only IIS sees the shell: no id, no query.
    let front = LogFile::read(&all[r"C:\inetpub\logs\LogFiles\W3SVC1\u_ex210303.log"]);
    let uses: Vec<_> = front.rows.iter().filter(|row| row[4].ends_with("tkevsn.aspx")).collect();
    assert!(uses.len() > 10 && uses.iter().all(|row| row[5] == "-" && row[11] == "200"));
}

#[test]
fn one_plant_more_leaves_the_others_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let truth =
        |kinds: &[PlantKind], name: &str| write(&with(kinds), &folder.path().join(name)).unwrap();
    let one = truth(&[PlantKind::ShellProbe404], "one");
    let two = truth(&[PlantKind::ShellProbe404, PlantKind::CustomWebApp], "two");
    assert_eq!(one.plants[0], two.plants[0]);
}

#[test]
fn rows_in_a_hole_or_outside_the_span_are_said_to_be_lost() {
    let folder = tempfile::tempdir().unwrap();
    let hole = Fault::Hole { logs: vec![Log::EcpServer], from: start(), to: start() + 2.hours() };
    let recipe = with(&[PlantKind::ProxylogonShell]).fault(hole);
    let recipe = recipe.plant(Plant::new(PlantKind::WebshellUse, start() + 9.hours()));
    let truth = write(&recipe, &folder.path().join("tree")).unwrap();
    let lost = |plant: &Planted, log| {
        plant.rows.iter().filter(|row| row.log == log).all(|row| row.file.is_empty())
    };
    assert!(lost(&truth.plants[0], Log::EcpServer) && !lost(&truth.plants[0], Log::ProxyEcp));
    assert!(lost(&truth.plants[1], Log::IisFrontEnd));
    assert_eq!(truth.plants[1].first, None);
}

#[test]
fn faults_do_to_files_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let recipe = with(&[])
        .fault(Fault::Missing { logs: vec![Log::Ews] })
        .fault(Fault::Truncated { log: Log::IisFrontEnd })
        .fault(Fault::EmptyFiles { log: Log::ProxyEas, every: 3 })
        .fault(Fault::DamagedRows { log: Log::ProxyOab, every: 2 })
        .fault(Fault::RenamedFiles { log: Log::ProxyMapi, every: 4 });
    let truth = write(&recipe, &tree).unwrap();
    let all = by_windows_path(&tree);
    assert!(all.keys().all(|name| !name.contains(r"\Logging\Ews\")));
    assert!(!all[r"C:\inetpub\logs\LogFiles\W3SVC1\u_ex210303.log"].ends_with(b"\n"));
    let empty = all.iter().filter(|(name, content)| name.contains(r"\Eas\") && content.is_empty());
    assert_eq!(empty.count(), 3);
    assert!(all.iter().any(|(name, content)| name.contains(r"\Oab\") && content.contains(&0)));
    assert_eq!(truth.files.iter().filter(|name| name.starts_with(r"C:\Evidence\")).count(), 2);
    assert!(truth.files.iter().all(|name| all.contains_key(name)));
}

#[test]
fn the_demo_has_two_actors_and_a_patch() {
    let recipe = demo_recipe();
    assert_eq!(recipe.end.duration_since(recipe.start).as_hours(), 240);
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("demo");
    let truth = write(&recipe, &tree).unwrap();
    assert!((20_000_000..60_000_000).contains(&truth.bytes), "{}", truth.bytes);
    let kinds: Vec<_> = truth.guilty().map(|plant| plant.kind).collect();
    assert!(kinds.contains(&PlantKind::ProxylogonShell) && kinds.contains(&PlantKind::WebshellUse));
    let all = by_windows_path(&tree);
    let config =
        String::from_utf8_lossy(&all[r"C:\Windows\System32\inetsrv\config\applicationHost.config"]);
    assert!(config.contains("Exchange Back End/owa/15.1.2106.13"));
    let setup = String::from_utf8_lossy(&all[r"C:\ExchangeSetupLogs\ExchangeSetup.log"]);
    assert!(
        setup.contains("[11/22/2020 17:59:00.0035] [0] Setup version: 15.1.2106.2.\r\n"),
        "{setup}"
    );
}
