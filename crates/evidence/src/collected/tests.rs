//! Collected names against the true paths they stand for.

use model::{FileTimes, GapReason, WinPath};

use super::{Layout, Place, exchange_collector, hive_root, velociraptor};

fn map_all<'a>(names: &[&'a str]) -> Vec<(&'a str, String)> {
    let layout = Layout::of(names.iter().copied(), 'C');
    names.iter().map(|name| (*name, layout.map(name).path.to_string())).collect()
}

#[track_caller]
fn maps(cases: &[(&str, &str)]) {
    let names: Vec<&str> = cases.iter().map(|(name, _)| *name).collect();
    for ((name, path), (_, wanted)) in map_all(&names).iter().zip(cases) {
        assert_eq!(path, wanted, "{name}");
    }
}

#[test]
fn kape_folders_are_drives() {
    maps(&[
        (
            "out/C/Windows/System32/winevt/Logs/Application.evtx",
            "C:\\Windows\\System32\\winevt\\Logs\\Application.evtx",
        ),
        (
            "out/C/Windows/System32/winevt/Logs/Microsoft-Windows-PowerShell%4Operational.evtx",
            "C:\\Windows\\System32\\winevt\\Logs\\Microsoft-Windows-PowerShell%4Operational.evtx",
        ),
        ("out/C/$MFT", "C:\\$MFT"),
        (
            "out/E/Exchange2016/Logging/HttpProxy/Ecp/HttpProxy_2021030306-1.LOG",
            "E:\\Exchange2016\\Logging\\HttpProxy\\Ecp\\HttpProxy_2021030306-1.LOG",
        ),
        ("out/D/anything/x.log", "D:\\anything\\x.log"),
        ("out/2021-03-05T12_CopyLog.csv", "out\\2021-03-05T12_CopyLog.csv"),
    ]);
}

#[test]
fn shadow_copies_are_kept_apart_from_the_disk() {
    maps(&[
        ("out/C/Windows/System32/config/SOFTWARE", "C:\\Windows\\System32\\config\\SOFTWARE"),
        (
            "out/VSS1/Windows/System32/config/SOFTWARE",
            "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\System32\\config\\SOFTWARE",
        ),
        (
            "out/VSS2/C/Windows/System32/config/SOFTWARE",
            "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy2\\Windows\\System32\\config\\SOFTWARE",
        ),
    ]);
}

#[test]
fn only_what_lies_in_its_own_place_is_no_copy() {
    let in_place = |above: &[&str], name: &str| {
        let place = Place { drive: 'C', above: above.iter().map(|&part| part.into()).collect() };
        let layout = Layout::of([name].into_iter(), 'C').under(&place);
        layout.is_in_place(name, &layout.map(name).path)
    };
    // A live server, given whole or in part, and a disk of it mounted under another letter.
    assert!(in_place(&["C:"], "Windows/System32/a.dll"));
    assert!(in_place(&["c:", "INETPUB", "logs"], "LogFiles/W3SVC1/u_ex210303.log"));
    assert!(in_place(&["F:"], "Windows/System32/a.dll"));
    assert!(in_place(&["E:"], "Exchange2016/Logging/Ecp/x.LOG"));
    // Collections and copies on the disk of whoever works with them.
    assert!(!in_place(&["D:", "case"], "C/Windows/System32/a.dll"));
    assert!(!in_place(&["D:"], "C/Windows/System32/a.dll"));
    assert!(!in_place(&["D:", "case", "inetpub"], "logs/LogFiles/W3SVC1/u_ex210303.log"));
    assert!(!in_place(&["D:", "case", "W3SVC1"], "u_ex210303.log"));
    assert!(!in_place(&["D:", "case"], "loose.log"));
}

#[test]
fn an_exchange_tree_alone_makes_a_folder_a_drive() {
    maps(&[("E/Ex/Logging/HttpProxy/Owa/x.LOG", "E:\\Ex\\Logging\\HttpProxy\\Owa\\x.LOG")]);
    maps(&[("E/Ex/notes/x.txt", "E\\Ex\\notes\\x.txt")]);
}

#[test]
fn acquire_names_volumes_below_fs() {
    maps(&[
        ("fs/C:/Windows/System32/drivers/etc/hosts", "C:\\Windows\\System32\\drivers\\etc\\hosts"),
        ("fs/d:/Logs/x.log", "D:\\Logs\\x.log"),
    ]);
    maps(&[("sysvol/Windows/System32/config/SAM", "C:\\Windows\\System32\\config\\SAM")]);
}

#[test]
fn a_copy_may_start_anywhere() {
    maps(&[
        (
            "host1/program files/MICROSOFT/Exchange Server/V15/Logging/HttpProxy/Ecp/x.LOG",
            "C:\\program files\\MICROSOFT\\Exchange Server\\V15\\Logging\\HttpProxy\\Ecp\\x.LOG",
        ),
        (
            "host1/INETPUB/logs/LogFiles/W3SVC1/u_ex.log",
            "C:\\INETPUB\\logs\\LogFiles\\W3SVC1\\u_ex.log",
        ),
        ("host1/ExchangeSetupLogs/ExchangeSetup.log", "C:\\ExchangeSetupLogs\\ExchangeSetup.log"),
    ]);
    maps(&[(
        "copy/Exchange Server/V15/Logging/Ews/y.LOG",
        "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\Ews\\y.LOG",
    )]);
    maps(&[(
        "Microsoft/Exchange Server/V15/TransportRoles/Logs/MessageTracking/m.LOG",
        "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\TransportRoles\\Logs\\MessageTracking\\m.LOG",
    )]);
}

#[test]
fn a_case_folder_with_a_telling_name_is_not_a_disk() {
    maps(&[
        ("windows/host1/C/Windows/System32/config/SAM", "C:\\Windows\\System32\\config\\SAM"),
        ("Users/alice/case/C/inetpub/logs/x.log", "C:\\inetpub\\logs\\x.log"),
    ]);
}

#[test]
fn a_copy_of_a_disk_inside_a_disk_stays_there() {
    maps(&[
        ("Windows/System32/config/SAM", "C:\\Windows\\System32\\config\\SAM"),
        ("backup/C/Windows/System32/config/SAM", "C:\\backup\\C\\Windows\\System32\\config\\SAM"),
        ("temp/EWS_BE_Logs/x.LOG", "C:\\temp\\EWS_BE_Logs\\x.LOG"),
    ]);
}

#[test]
fn names_of_no_layout_stay_relative() {
    maps(&[
        ("HttpProxy/Ecp/HttpProxy_2021030306-1.LOG", "HttpProxy\\Ecp\\HttpProxy_2021030306-1.LOG"),
        ("my renamed log.txt", "my renamed log.txt"),
    ]);
}

#[test]
fn a_lost_drive_letter_can_be_told() {
    let name = "inetpub/logs/LogFiles/W3SVC1/x.log";
    let layout = Layout::of([name].into_iter(), 'd');
    assert_eq!(layout.map(name).path.as_str(), "D:\\inetpub\\logs\\LogFiles\\W3SVC1\\x.log");
}

#[test]
fn exchange_log_collector_folders_get_their_names_back() {
    const EX: &str = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\";
    for (folder, below) in exchange_collector::folders() {
        for stored in [format!("SRV/{folder}/x.LOG"), format!("SRV/{folder}.zip/x.LOG")] {
            let path = map_all(&[&stored])[0].1.clone();
            assert_eq!(path, format!("{EX}{below}\\x.LOG"), "{stored}");
        }
    }
    maps(&[
        ("SRV/ECP_Logs-1.zip/Server/e.LOG", &format!("{EX}Logging\\ECP\\Server\\e.LOG")),
        ("SRV/EWS_BE_Logs.zip/EWS_BE_Logs/e.LOG", &format!("{EX}Logging\\EWS\\e.LOG")),
        ("SRV/IIS_W3SVC2_Logs.zip/u.log", "C:\\inetpub\\logs\\LogFiles\\W3SVC2\\u.log"),
        ("SRV/HTTPERR_Logs/h.log", "C:\\Windows\\System32\\LogFiles\\HTTPERR\\h.log"),
        (
            "SRV/Windows_Event_Logs/Windows-Logs/MSExchange Management.evtx",
            "C:\\Windows\\System32\\winevt\\Logs\\MSExchange Management.evtx",
        ),
        ("SRV/SRV_Exchange_Registry_Hive.hiv", "SRV\\SRV_Exchange_Registry_Hive.hiv"),
    ]);
}

#[test]
fn saved_hives_start_at_their_sub_key() {
    let root = |name: &str| hive_root(&WinPath::new(name));
    assert_eq!(root("SRV\\SRV_Exchange_Registry_Hive.hiv"), Some("Microsoft\\Exchange"));
    assert_eq!(root("SRV_ExchangeServer_Registry_HIVE.hiv"), Some("Microsoft\\ExchangeServer"));
    assert_eq!(root("C:\\Windows\\System32\\config\\SOFTWARE"), None);
}

#[test]
fn velociraptor_names_are_decoded() {
    maps(&[
        (
            "uploads/auto/C%3A/Users/Administrator/ntuser.dat",
            "C:\\Users\\Administrator\\ntuser.dat",
        ),
        ("uploads/ntfs/%5C%5C.%5CC%3A/$Extend/$UsnJrnl%3A$J", "C:\\$Extend\\$UsnJrnl:$J"),
        ("uploads/auto/C%3A/inetpub/100%25 ü.log", "C:\\inetpub\\100% ü.log"),
        (
            "uploads/ntfs_vss/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy3/Windows/x.log",
            "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy3\\Windows\\x.log",
        ),
        ("uploads.json", "uploads.json"),
        (
            "results/Windows.KapeFiles.Targets%2FUploads.json",
            "results\\Windows.KapeFiles.Targets%2FUploads.json",
        ),
    ]);
}

#[test]
fn the_file_store_marks_database_names() {
    maps(&[
        ("F.1/uploads/auto/C%3A/a%28b%29/x.db_", "C:\\a(b)\\x.db"),
        ("F.1/uploads/auto/C%3A/a/x.db", "C:\\a\\x.db"),
    ]);
    // Without a sign of that encoding the name is what it is.
    maps(&[("uploads/auto/C%3A/a/x.db_", "C:\\a\\x.db_")]);
}

#[test]
fn encoded_names_that_climb_do_not() {
    maps(&[("uploads/auto/C%3A/%2E%2E/%2E%2E%5C..%2Fx", "C:\\x"), ("uploads/auto/%2E%2E", "")]);
}

#[test]
fn both_encodings_are_undone() {
    for name in
        ["a:b", ".hidden", "trailing.", " x ", "100%", "ü*?", "x.db", "y_", "C:", "\\\\.\\C:"]
    {
        assert_eq!(velociraptor::decode(&velociraptor::encode_for_zip(name), false), name);
        assert_eq!(velociraptor::decode(&velociraptor::encode_strictly(name), true), name);
    }
    assert_eq!(velociraptor::decode("a%", false), "a");
    assert_eq!(velociraptor::decode("a%zz%4", false), "a%zz%4");
}

const UPLOADS: &str = r#"{"vfs_path":"\\\\.\\C:\\a\\x:y.log","_Components":["uploads","ntfs","\\\\.\\C:","a","x:y.log"],"file_size":10,"uploaded_size":4,"Type":""}
{"vfs_path":"C:\\b.bin","_Components":["uploads","auto","C:","b.bin"],"file_size":99,"uploaded_size":9,"Type":""}
{"vfs_path":"C:\\b.bin.idx","_Components":["uploads","auto","C:","b.bin"],"file_size":20,"uploaded_size":20,"Type":"idx"}
not json
"#;

#[test]
fn the_list_of_uploads_comes_before_decoding() {
    let names = ["x.zip/uploads/ntfs/%5C%5C.%5CC%3A/a/x%3Ay.log", "x.zip/uploads/auto/C%3A/b.bin"];
    let mut layout = Layout::of(names.into_iter(), 'C');
    let mut gaps = Vec::new();
    layout.learn("x.zip/uploads.json", UPLOADS.as_bytes(), &mut gaps);
    assert_eq!((gaps.len(), gaps[0].reason, gaps[0].count), (1, GapReason::Damaged, 1));
    let mapped = layout.map(names[0]);
    assert_eq!(mapped.path.as_str(), "C:\\a\\x:y.log");
    assert_eq!(layout.shortfall(names[0], &mapped).and_then(|gap| gap.bytes), Some(6));
    // A sparse file was brought without its holes: nothing is lost.
    assert!(layout.shortfall(names[1], &layout.map(names[1])).is_none());
}

#[test]
fn true_times_come_from_the_metadata_result() {
    let name = "uploads/auto/C%3A/Users/a/x.dat";
    let mut layout = Layout::of([name].into_iter(), 'C');
    let row = r#"{"Created":"2021-08-21T20:04:11.32606Z","Modified":"2021-08-22T20:04:11Z","SourceFile":"\\\\.\\C:\\users\\A\\x.dat"}"#;
    let result = "results/Windows.KapeFiles.Targets%2FAll File Metadata.json";
    let mut gaps = Vec::new();
    let path = layout.map(name).path;
    let stated = FileTimes { created: None, modified: "2024-01-01T00:00:00Z".parse().ok() };
    assert_eq!(layout.times(name, &path, stated), FileTimes::default(), "not the container's");
    layout.learn(result, row.as_bytes(), &mut gaps);
    let times = layout.times(name, &path, stated);
    assert_eq!(times.modified, "2021-08-22T20:04:11Z".parse().ok());
    assert_eq!(times.created, "2021-08-21T20:04:11.32606Z".parse().ok());
    assert_eq!(layout.times("plain.log", &path, stated), stated);
    assert!(gaps.is_empty());
}

#[test]
fn encrypted_collections_say_how_to_open_them() {
    let advice = |name, key| Layout::encryption_advice(name, |_| key);
    assert!(advice("data.zip", true).is_some_and(|text| text.contains("unzip --dump_dir")));
    assert!(advice("x/data.zip", false).is_some_and(|text| text.contains("password")));
    assert_eq!(advice("mydata.zip", false), None);
}
