//! What Windows itself keeps of what is gone: Defender's quarantine, a change journal without a file
//! table, reports of crashes.

use host::writers::{
    filetime,
    journal::{CLOSED, CREATED, DELETED, entry, folder},
    quarantine::{NewEntry, file},
};
use jiff::ToSpan;

use super::{Laying, text};

const QUARANTINE: &str = r"C:\ProgramData\Microsoft\Windows Defender\Quarantine";

/// The entry and the file itself: the scanner's name for it says nothing of web shells.
pub(super) fn quarantined(on: &mut Laying<'_>) {
    let (path, threat, content, byte) = if on.innocent {
        let path = r"C:\Users\h.berg\Downloads\player-setup.exe".to_owned();
        (path, ["PUA:Win32/", "Player"].concat(), text::noise(7, 900), 0x3C_u8)
    } else {
        let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\helpdesk.aspx");
        (path, ["Trojan:Script/", "Wacatac.B!ml"].concat(), text::page().into_bytes(), 0x5D)
    };
    let time = filetime(on.at + 50.hours());
    let entry = NewEntry { path: &path, threat: &threat, resource: [byte; 20], time };
    let id = format!(r"{QUARANTINE}\Entries\{{80002A1F-0000-0000-8C65-0FCD6AE8{byte:04X}}}");
    on.aside(&id, entry.bytes());
    let name = format!("{byte:02X}").repeat(20);
    let kept = format!(r"{QUARANTINE}\ResourceData\{byte:02X}\{name}");
    on.aside(&kept, file(&content, &[]));
    on.name(&path);
}

/// The journal of a disk whose file table nobody collected. Numbers that no other door uses.
pub(super) fn journal_alone(on: &mut Laying<'_>) {
    const ROOT: u64 = 5 << 48 | 5;
    let number = |number: u64| 3 << 48 | (700_000 + number);
    let time = |minutes: i64| filetime(on.at + minutes.minutes());
    let folders = if on.innocent {
        [("Users", 1, ROOT), ("h.berg", 2, number(1)), ("samples", 3, number(2))]
    } else {
        // The folders above left no record in the journal.
        [
            ("LogFiles", 1, number(90)),
            ("aspnet_client", 2, number(91)),
            ("system_web", 3, number(2)),
        ]
    };
    let name = if on.innocent { "grid-sample.aspx" } else { "sys_report.aspx" };
    let (page, parent) = (number(9), number(3));
    let mut journal: Vec<u8> = vec![0; 4096];
    for (name, own, parent) in folders {
        journal.extend(folder(name, CREATED | CLOSED, time(-900), number(own), parent));
    }
    journal.extend(entry(name, CREATED | CLOSED, time(0), page, parent));
    journal.extend(entry(name, DELETED | CLOSED, time(200), page, parent));
    on.aside(r"E:\$Extend\$UsnJrnl\$J", journal);
    on.name(name);
}

/// A worker process that crashed, and all that was loaded in it.
pub(super) fn crash_report(on: &mut Laying<'_>) {
    let exchange = on.exchange(r"Bin\Microsoft.Exchange.Rpc.dll");
    let odd = if on.innocent {
        r"C:\Program Files\Example Security\agent64.dll"
    } else {
        r"C:\Windows\Temp\HttpFilter.dll"
    };
    let module = odd.rsplit('\\').next().unwrap_or(odd);
    let worker = r"C:\Windows\System32\inetsrv\w3wp.exe";
    let mut report = format!(
        "Version=1\r\nEventType=APPCRASH\r\nEventTime={}\r\nReportType=2\r\nConsent=1\r\n\
         NsAppName=w3wp.exe\r\nSig[0].Name=Application Name\r\nSig[0].Value=w3wp.exe\r\n\
         Sig[3].Name=Fault Module Name\r\nSig[3].Value={module}\r\nSig[6].Name=Exception Code\r\n\
         Sig[6].Value=c0000005\r\n",
        filetime(on.at + 5.hours())
    );
    let loaded = [worker, r"C:\Windows\SYSTEM32\ntdll.dll", exchange.as_str(), odd];
    for (number, path) in loaded.iter().enumerate() {
        report.push_str(&format!("LoadedModule[{number}]={path}\r\n"));
    }
    report.push_str(&format!("AppName=IIS Worker Process\r\nAppPath={worker}\r\n"));
    let folder = r"C:\ProgramData\Microsoft\Windows\WER\ReportArchive\AppCrash_w3wp.exe_4f1c22";
    on.aside(&format!(r"{folder}\Report.wer"), text::wide(&report));
    on.name(odd);
}
