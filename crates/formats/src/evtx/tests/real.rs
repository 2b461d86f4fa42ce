//! Real logs beside the repository.

use model::GapReason;

use super::*;

#[test]
fn real_logs_are_read_to_the_last_record() {
    let wanted: [testing::Wanted<'_>; 11] = [
        ("EVTX-to-MITRE__ID11", "evtx", 1, &[]),
        ("EVTX-to-MITRE__ID4756-Exchange_admin", "evtx", 15, &[]),
        ("EVTX-to-MITRE__ID4756-Exchange_critical", "evtx", 3, &[]),
        ("EVTX-to-MITRE__ID6", "evtx", 4, &[]),
        ("LM_typical_IIS_webshell", "evtx", 4, &[]),
        ("Runas_4624_4648", "evtx", 3, &[]),
        ("discovery_sysmon_1_iis", "evtx", 40, &[]),
        ("omerbenamram-evtx", "evtx", 1, &[]),
        ("privesc_rotten_potato", "evtx", 13, &[]),
        ("privexchange_dirkjan", "evtx", 8, &[]),
        ("tunna_iis_rdp", "evtx", 12, &[]),
    ];
    testing::check_shared("evtx", &wanted);
}

#[test]
fn the_forwarded_french_event_keeps_its_27_items() {
    let Some(files) = testing::shared("evtx") else { return };
    let (_, bytes) = files.iter().find(|file| file.0.contains("wec")).unwrap();
    let seen = read(bytes);
    let text = &seen.records[0];
    assert!(text.starts_with("event 2021-11-19T16:52:33.8337335Z record 1\n"), "{text}");
    assert!(text.contains("\n  EventID = 1\n"));
    assert!(text.contains("\n  Data = Set-Mailbox\n  Data = -Identity \\\"Administrateur"));
}

#[test]
fn a_log_stitched_from_many_says_so() {
    let Some(files) = testing::shared("evtx_dense") else { return };
    let mut records = 0;
    for (name, bytes) in files {
        let seen = read(&bytes);
        records += seen.records.len();
        let damaged = seen.gaps.iter().filter(|gap| gap.0 == GapReason::Damaged).count();
        assert_eq!(damaged, 0, "{name}: {:?}", told(&seen));
        assert!(!seen.gaps.is_empty(), "{name}");
    }
    assert_eq!(records, 20_118);
}

/// Logs in this folder and those below it.
#[allow(clippy::disallowed_methods, reason = "tests read their own files")]
fn below(folder: &std::path::Path, logs: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, logs);
        } else if path.extension().is_some_and(|extension| extension == "evtx") {
            logs.push(path);
        }
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "tests read their own files")]
fn the_logs_of_the_rules_regression_data() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sigma");
    let mut logs = Vec::new();
    below(&root, &mut logs);
    for path in &logs {
        let bytes = std::fs::read(path).unwrap();
        assert!(super::against::same(&path.display().to_string(), &bytes) > 0);
        assert_eq!(told(&read(&bytes)), Vec::<String>::new(), "{}", path.display());
    }
    if logs.is_empty() {
        println!("skipped: ../shared/data is absent");
    }
}
