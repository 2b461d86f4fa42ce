//! Registry facts from hives and exports.

use model::{GapReason, WinPath};

use crate::hive::Hive;
use crate::testing::{Seen, read, wide};
use crate::writers::hive::{hive, key};

use super::*;

fn facts(bytes: &[u8], path: &str) -> Seen {
    let (id, seen) = read(path, bytes);
    assert_eq!(id, "registry-hive");
    seen
}

#[test]
fn software_tells_exchange_startup_and_exclusions() {
    let root = key(
        "ROOT",
        vec![key(
            "Microsoft",
            vec![
                key("Setup", vec![]).text("MsiInstallPath", "D:\\Ex\\").number("MsiBuildMajor", 858).under("ExchangeServer\\v15"),
                key("Windows NT", vec![key(
                    "CurrentVersion",
                    vec![
                        key("Image File Execution Options", vec![
                            key("sethc.exe", vec![]).text("Debugger", "cmd.exe"),
                            key("plain.exe", vec![]),
                        ]),
                    ],
                ).text("ProductName", "Windows Server 2016")]),
                key("Windows", vec![key("CurrentVersion", vec![
                    key("Run", vec![]).text("Updater", "C:\\ProgramData\\u.exe"),
                    key("Uninstall", vec![key("{1}.KB5000871", vec![])
                        .text("DisplayName", "Security Update for Exchange Server 2016 Cumulative Update 19 (KB5000871)")]),
                ])]),
                key("Windows Defender", vec![key("Exclusions", vec![
                    key("Paths", vec![]).number("C:\\ProgramData", 0),
                ])]),
            ],
        )],
    );
    let seen = facts(&hive(&root), "C:\\Windows\\System32\\config\\SOFTWARE");
    assert_eq!(seen.losses(), []);
    let setup = seen.having("topic", "exchange-setup")[0];
    assert_eq!(setup.value("MsiInstallPath"), Some("D:\\Ex\\"));
    assert_eq!(setup.value("MsiBuildMajor"), Some("858"));
    assert!(setup.time.is_some());
    let hijacks = seen.having("topic", "image-hijack");
    assert_eq!(hijacks.len(), 1);
    assert_eq!(hijacks[0].value("Debugger"), Some("cmd.exe"));
    assert_eq!(seen.having("topic", "run")[0].value("data"), Some("C:\\ProgramData\\u.exe"));
    assert_eq!(seen.having("topic", "av-exclusion")[0].value("name"), Some("C:\\ProgramData"));
    assert!(
        seen.having("topic", "uninstall")[0].value("DisplayName").unwrap().contains("KB5000871")
    );
}

#[test]
fn system_tells_services_of_the_set_in_use() {
    let services = |path: &str| {
        key(
            "Services",
            vec![
                key("Svc", vec![key("Parameters", vec![]).text("ServiceDll", "C:\\x.dll")])
                    .text("ImagePath", path)
                    .number("Start", 2),
                key("Container", vec![]),
            ],
        )
    };
    let control = key(
        "Control",
        vec![
            key("WDigest", vec![]).number("UseLogonCredential", 1).under("SecurityProviders"),
            key("Lsa", vec![]).value(
                "Security Packages",
                7,
                "kerberos\0evil\0\0".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            ),
        ],
    );
    let root = key(
        "ROOT",
        vec![
            key("Select", vec![]).number("Current", 2),
            key("ControlSet001", vec![services("old.exe")]),
            key("ControlSet002", vec![services("new.exe"), control]),
        ],
    );
    let seen = facts(&hive(&root), "x");
    let services = seen.having("topic", "service");
    assert_eq!(services.len(), 1);
    assert_eq!(services[0].value("ImagePath"), Some("new.exe"));
    assert_eq!(services[0].value("ServiceDll"), Some("C:\\x.dll"));
    assert_eq!(seen.having("topic", "wdigest")[0].value("UseLogonCredential"), Some("1"));
    assert_eq!(seen.having("topic", "lsa")[0].value("Security Packages"), Some("kerberos\nevil"));
}

#[test]
fn sam_tells_accounts_and_members() {
    let mut fixed = vec![0_u8; 80];
    fixed[24..32].copy_from_slice(&0x01D7_1000_0000_0000_u64.to_le_bytes());
    fixed[48..52].copy_from_slice(&500_u32.to_le_bytes());
    let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
    let mut group = vec![0_u8; 0x34];
    group[48] = 1;
    group.extend(sid);
    let users = key(
        "Users",
        vec![
            key("000003E9", vec![]).value("F", 3, fixed),
            key("Names", vec![key("helpdesk$", vec![]).value("", 0x3E9, vec![])]),
        ],
    );
    let aliases = key("Aliases", vec![key("00000220", vec![]).value("C", 3, group)]);
    let domains = key("Domains", vec![key("Account", vec![users]), key("Builtin", vec![aliases])]);
    let seen = facts(&hive(&key("ROOT", vec![key("SAM", vec![domains])])), "SAM");
    let account = seen.having("topic", "account")[0];
    assert_eq!(account.value("name"), Some("helpdesk$"));
    assert_eq!((account.value("rid"), account.value("ridInF")), (Some("1001"), Some("500")));
    assert_eq!(account.value("disabled"), Some("false"));
    assert!(account.value("passwordSet").is_some());
    let group = seen.having("topic", "group")[0];
    assert_eq!((group.value("rid"), group.value("member")), (Some("544"), Some("S-1-5-32-544")));
}

#[test]
fn tasks_without_a_descriptor_are_told_apart() {
    let mut action = vec![3, 0];
    action.extend("C:\\ProgramData\\t.exe".encode_utf16().flat_map(u16::to_le_bytes));
    let cache = key(
        "TaskCache",
        vec![
            key("Tasks", vec![key("{A}", vec![]).text("Path", "\\T").value("Actions", 3, action)]),
            key(
                "Tree",
                vec![
                    key("T", vec![]).text("Id", "{A}"),
                    key("Sub", vec![key("U", vec![]).text("Id", "{B}").value("SD", 3, vec![1; 8])]),
                ],
            ),
        ],
    );
    // The scheduler's key saved by itself.
    let seen = facts(&hive(&key("Schedule", vec![cache])), "C:\\x\\schedule.hiv");
    let tasks = seen.having("topic", "task-cache");
    assert_eq!(tasks[0].value("action"), Some("C:\\ProgramData\\t.exe"));
    let tree = seen.having("topic", "task-tree");
    assert_eq!((tree[0].value("name"), tree[0].value("hasSd")), (Some("\\T"), Some("false")));
    assert_eq!((tree[1].value("name"), tree[1].value("hasSd")), (Some("\\Sub\\U"), Some("true")));
}

#[test]
fn exchanges_own_key_saved_by_itself_is_known_by_its_content() {
    let bytes = hive(&key("v15", vec![key("Setup", vec![]).text("MsiInstallPath", "D:\\Ex")]));
    let seen = facts(&bytes, "C:\\x\\EX1_Exchange_Registry_Hive.hiv");
    assert_eq!(seen.having("topic", "exchange-setup").len(), 1);
    let hive = Hive::open(&bytes).unwrap();
    let kind = HiveKind::of(&hive, &WinPath::new("x"));
    assert_eq!(kind, HiveKind::SubKey("SOFTWARE\\Microsoft\\ExchangeServer\\v15".to_owned()));
}

#[test]
fn a_text_export_gives_the_same_facts() {
    let text = "Windows Registry Editor Version 5.00\r\n\r\n\
        [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup]\r\n\
        \"MsiInstallPath\"=\"D:\\\\Ex\\\\\"\r\n\"MsiBuildMajor\"=dword:0000035a\r\n\r\n\
        [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n\
        \"Security Packages\"=hex(7):6b,00,00,\\\r\n  00,78,00,00,00,00,00\r\n\
        [HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n\
        @=\"default\"\r\n\"a\\\"b\"=\"x\"\r\nodd line\r\n";
    let (id, seen) = read("C:\\x\\export.reg", &wide(text));
    assert_eq!(id, "registry-export");
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    let setup = seen.having("topic", "exchange-setup")[0];
    assert_eq!(setup.value("MsiInstallPath"), Some("D:\\Ex\\"));
    assert_eq!(setup.value("MsiBuildMajor"), Some("858"));
    assert_eq!(seen.having("topic", "lsa")[0].value("Security Packages"), Some("k\nx"));
    let run = seen.having("topic", "run");
    assert_eq!((run[0].value("name"), run[1].value("name")), (Some(""), Some("a\"b")));
}
