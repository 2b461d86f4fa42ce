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
                key("Setup", vec![]).text("MsiInstallPath", "D:\\Ex\\").number("MsiBuildMajor", 858)
                    .number("MsiProductMajor", 15).number("MsiProductMinor", 2)
                    .number("MsiBuildMinor", 5).under("ExchangeServer\\v15"),
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
    assert_eq!(setup.value("build"), Some("15.2.858.5"));
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
    group[48] = 2;
    group.extend(sid);
    let machine: Vec<u8> = [7_u32, 8, 9].iter().flat_map(|part| part.to_le_bytes()).collect();
    let own =
        [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 0xE9, 3, 0, 0];
    group[16] = (sid.len() + own.len()) as u8;
    group[20] = 4;
    group.extend(own);
    group.extend("Ag".encode_utf16().flat_map(u16::to_le_bytes));
    let users = key(
        "Users",
        vec![
            key("000003E9", vec![]).value("F", 3, fixed),
            key("Names", vec![key("helpdesk$", vec![]).value("", 0x3E9, vec![])]),
        ],
    );
    let aliases = key("Aliases", vec![key("00000220", vec![]).value("C", 3, group)]);
    let domains = key(
        "Domains",
        vec![key("Account", vec![users]).value("V", 3, machine), key("Builtin", vec![aliases])],
    );
    let seen = facts(&hive(&key("ROOT", vec![key("SAM", vec![domains])])), "SAM");
    let account = seen.having("topic", "account")[0];
    assert_eq!(account.value("name"), Some("helpdesk$"));
    assert_eq!((account.value("rid"), account.value("ridInF")), (Some("1001"), Some("500")));
    assert_eq!(account.value("disabled"), Some("false"));
    assert!(account.value("passwordSet").is_some());
    assert_eq!(account.value("sid"), Some("S-1-5-21-7-8-9-1001"));
    assert_eq!(account.value("group"), Some("Ag"));
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

#[test]
fn products_patches_and_cleaners_show_in_software() {
    let product = key(
        "AE1D439464EB1B8488741FFA028E291C",
        vec![
            key("InstallProperties", vec![])
                .text("DisplayName", "Microsoft Exchange Server")
                .text("DisplayVersion", "15.2.858.5"),
            key(
                "Patches",
                vec![
                    key("0A1B", vec![])
                        .text("DisplayName", "Security Update KB5001779")
                        .text("Installed", "20210414"),
                ],
            ),
        ],
    );
    let installed = key("S-1-5-18", vec![key("Products", vec![product])]);
    let current =
        key("CurrentVersion", vec![key("Installer", vec![key("UserData", vec![installed])])]);
    let root = key(
        "ROOT",
        vec![
            key(
                "Microsoft",
                vec![
                    key("Windows", vec![current]),
                    key("URL Rewrite", vec![])
                        .text("Version", "7.1.1993.2336")
                        .under("IIS Extensions"),
                    key("evil", vec![])
                        .text("DllName", "n.dll")
                        .under("Windows NT\\CurrentVersion\\Winlogon\\Notify"),
                ],
            ),
            key("PatchState", vec![])
                .text("MSERTProcess", "1 Microsoft Safety Scanner is complete")
                .under("MSERTBootstrap"),
        ],
    );
    let seen = facts(&hive(&root), "C:\\Windows\\System32\\config\\SOFTWARE");
    assert_eq!(seen.losses(), [], "{}", seen.shown());
    let product = seen.having("topic", "msi-product")[0];
    assert_eq!(product.value("DisplayVersion"), Some("15.2.858.5"));
    let patch = seen.having("topic", "msi-patch")[0];
    assert_eq!(patch.value("productVersion"), Some("15.2.858.5"));
    assert_eq!((patch.value("name"), patch.value("Installed")), (Some("0A1B"), Some("20210414")));
    assert_eq!(seen.having("topic", "url-rewrite")[0].value("Version"), Some("7.1.1993.2336"));
    assert_eq!(seen.having("topic", "winlogon-notify")[0].value("DllName"), Some("n.dll"));
    let bootstrap = seen.having("topic", "msert-bootstrap")[0];
    assert!(bootstrap.value("MSERTProcess").unwrap().starts_with("1 "));
}
