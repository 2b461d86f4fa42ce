//! What is left of a back door that is gone.

use host::writers::{
    assembly::NewClass,
    journal::{CLOSED, CREATED, DELETED, RENAMED, RENAMED_FROM},
    program::NewProgram,
};
use jiff::{Span, Timestamp, ToSpan};

use super::{Laying, text};

const FILES: &str = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files";

/// What ASP.NET notes of a page that it compiled.
fn note(page: &str, assembly: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<preserve resultType=\"3\" \
         virtualPath=\"{page}\" hash=\"16fd2e8d7\" filehash=\"ffff1a2b\" flags=\"110000\" \
         assembly=\"{assembly}\" type=\"ASP.page\">\r\n    <filedeps>\r\n        <filedep \
         name=\"{page}\" />\r\n    </filedeps>\r\n</preserve>\r\n"
    )
}

pub(super) fn compiled(on: &mut Laying<'_>) {
    let pages: &[(&str, &str, &str)] = if on.innocent {
        &[
            ("owa", "/owa/auth/logon.aspx", "logon.aspx.f5dba9b9"),
            ("intranet", "/intranet/default.aspx", "default.aspx.cdcab7d2"),
        ]
    } else {
        &[("owa", "/owa/auth/outlooken.aspx", "outlooken.aspx.f5dba9b9")]
    };
    for (application, page, file) in pages {
        on.name(page);
        let folder = format!(r"{FILES}\{application}\8e05b027\e164d61b");
        on.file(&format!(r"{folder}\{file}.compiled"), note(page, &format!("App_Web_{file}")));
    }
}

/// A page's library outlives its note when somebody tidies by halves.
pub(super) fn compiled_library(on: &mut Laying<'_>) {
    let (application, file) = if on.innocent {
        ("intranet", "App_Web_default.aspx.cdcab7d2.x1kq3jzp.dll")
    } else {
        ("owa", "App_Web_outlookzh.aspx.f5dba9b9.xk3jq1zp.dll")
    };
    let (page, class) = if on.innocent {
        ("~/default.aspx", "default_aspx")
    } else {
        ("~/auth/outlookzh.aspx", "auth_outlookzh_aspx")
    };
    let class = NewClass {
        name: ("ASP", class),
        implements: ("System.Web", "IHttpHandler"),
        calls: (("System.Web", "HttpResponse"), "Write"),
        native: ("inert.invalid", "Specimen"),
        texts: &[page],
    };
    let library =
        NewProgram { is_managed: true, metadata: &class.metadata(), ..NewProgram::default() };
    on.file(&format!(r"{FILES}\{application}\8e05b027\e164d61b\{file}"), library.bytes());
    on.name(if on.innocent { "default.aspx" } else { "outlookzh.aspx" });
}

/// A log of the default site with these requests: how long after the door, the page, the status.
fn log(on: &mut Laying<'_>, rows: impl IntoIterator<Item = (Span, &'static str, u16)>) {
    let mut lines = format!(
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: {}\r\n\
         #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip \
         cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n",
        on.at.strftime("%Y-%m-%d %H:%M:%S")
    );
    for (number, (after, page, status)) in rows.into_iter().enumerate() {
        let at = on.at + after;
        let method = if number == 0 { "GET" } else { "POST" };
        lines.push_str(&format!(
            "{} 10.20.1.11 {method} {page} - 443 - 203.0.113.9 Mozilla/5.0+(compatible) - {status} 0 0 \
             {}\r\n",
            at.strftime("%Y-%m-%d %H:%M:%S"),
            300 + number * 11
        ));
    }
    let day = on.at.strftime("%y%m%d").to_string();
    on.aside(&format!(r"C:\inetpub\logs\LogFiles\W3SVC1\u_ex{day}_door.log"), lines);
}

/// The page itself is nowhere, and the folder where it lay was read.
pub(super) fn in_log(on: &mut Laying<'_>) {
    let page = "/aspnet_client/supp0rt.aspx";
    let script = r"C:\inetpub\wwwroot\aspnet_client\system_web\4_0_30319\SmartNav.htm";
    on.aside(script, "<html><body></body></html>\n");
    on.name(page);
    let status = if on.innocent { 404 } else { 200 };
    log(on, (0..9_i64).map(|step| ((step * 37).seconds(), page, status)));
}

/// A page that answered up to the days of the operation (9 to 23 April 2021), whenever the door
/// came, and was gone after them.
pub(super) fn court_ordered(on: &mut Laying<'_>) {
    let page = if on.innocent { "/owa/auth/errorfe.aspx" } else { "/aspnet_client/iispage.aspx" };
    // 2021-04-12T09:00:00Z.
    on.at = Timestamp::constant(1_618_218_000, 0);
    on.name(page);
    let days = [(0_i64, 200), (6, 200), (26, 404), (50, 404)];
    log(on, days.map(|(hours, status)| (hours.hours(), page, status)));
}

pub(super) fn mitigation_tool(on: &mut Laying<'_>) {
    if on.innocent {
        let script =
            "# Exchange On-premises Mitigation Tool\r\nWrite-Host 'see the documentation'\r\n";
        return on.file(r"C:\Users\adm.holm\Downloads\EOMT.ps1", script);
    }
    let at = |seconds: i64| (on.at + seconds.seconds()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let text = format!(
        "{} Info: Starting EOMT.ps1 version 21.03.15.1845 on {name}\r\n{} Info: Starting mitigation \
         process on {name}\r\n{} Info: Mitigation complete on {name} :: CVE-2021-26855\r\n{} Info: \
         Running Microsoft Safety Scanner - Mode: Quick on {name}\r\n{} Info: Microsoft Safety Scanner \
         is complete on {name} THREATS DETECTED\r\n",
        at(0),
        at(2),
        at(20),
        at(21),
        at(400),
        name = on.disk.host.name
    );
    on.file(r"C:\Users\adm.holm\AppData\Local\Temp\msert\EOMT.log", text);
}

pub(super) fn in_table(on: &mut Laying<'_>) {
    let at = on.at;
    if on.innocent {
        for name in ["ErrorFE.aspx", "logon.aspx"] {
            let path = on.exchange(&format!(r"ClientAccess\Owa\15.1.2044.4\auth\{name}"));
            on.disk.record(&path, false, at - 2_000.hours(), None);
            on.disk.journal(&path, DELETED | CLOSED, at);
            on.name(&path);
        }
        // A page of the firm's own, years old.
        let own = r"C:\inetpub\wwwroot\intranet\menu2017.aspx";
        on.disk.record(own, false, at - 30_000.hours(), None);
        on.disk.journal(own, DELETED | CLOSED, at);
        return;
    }
    let path = r"C:\inetpub\wwwroot\aspnet_client\shel.aspx";
    on.disk.record(path, false, at, Some(at - 20_000.hours()));
    on.disk.journal(path, CREATED | CLOSED, at);
    on.disk.journal(path, DELETED | CLOSED, at + 90.minutes());
    on.name("shel.aspx");
}

/// A text that was uploaded and became a page, and later something else again.
pub(super) fn renamed(on: &mut Laying<'_>) {
    let at = on.at;
    let (folder, before, after) = if on.innocent {
        (on.exchange(r"FrontEnd\HttpProxy\owa\auth"), "logon.aspx", "logon.aspx.bak")
    } else {
        (r"C:\inetpub\wwwroot\aspnet_client".to_owned(), "styles.aspx", "styles.txt")
    };
    let [from, to] = [before, after].map(|name| format!(r"{folder}\{name}"));
    on.disk.record(&to, true, at - 1.hours(), None);
    // Both records bear the number of the one file.
    on.disk.journal_as(&to, &from, RENAMED_FROM, at);
    on.disk.journal_as(&to, &to, RENAMED | CLOSED, at);
    on.name(before);
}

pub(super) fn forged_times(on: &mut Laying<'_>) {
    let at = on.at;
    if on.innocent {
        // Set-up gives files the age they had when they were built.
        let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\logon.aspx");
        on.disk.record(&path, true, at, Some(at - 3_000.hours()));
        return on.name("logon.aspx");
    }
    let path = r"C:\inetpub\wwwroot\aspnet_client\system_web\support.aspx";
    on.disk.record(path, true, at, Some(at - 20_000.hours()));
    on.name("support.aspx");
}

/// The log of Microsoft's Safety Scanner, as the tools of March 2021 ran it.
pub(super) fn by_safety_scanner(on: &mut Laying<'_>) {
    let path = r"C:\inetpub\wwwroot\aspnet_client\system_web\log.aspx";
    let when = |minutes: i64| {
        let at = on.at + (48 * 60 + minutes).minutes();
        at.strftime("%a %b %e %H:%M:%S %Y").to_string()
    };
    let (found, code) = if on.innocent {
        ("No infection found.\r\n".to_owned(), 0)
    } else {
        let threat = ["Exploit:Script/Exmann.A", "!dha"].concat();
        let found = format!(
            "Threat Detected: {threat} and Removed!\r\n  Action: Remove, Result: 0x00000000\r\n    \
             file://{path}\r\n        SigSeq: 0x00002DC5C3B2A9D7\r\n\r\nResults \
             Summary:\r\n----------------\r\nFound {threat} and Removed!\r\n"
        );
        (found, 6)
    };
    let text = format!(
        "---------------------------------------------------------------------------------------\r\n\
         Microsoft Safety Scanner v1.333, (build 1.333.160.0)\r\nStarted On {}\r\n\r\nEngine: \
         1.1.17900.7\r\nSignatures: 1.333.160.0\r\nRun Mode: Scan Run From Command Line\r\n\r\n\
         Quick Scan Results:\r\n-------------------\r\n{found}Microsoft Safety Scanner Finished On \
         {}\r\n\r\n\r\nReturn code: {code} (0x{code:x})\r\n",
        when(0),
        when(7)
    );
    let log = text::wide(&text);
    on.aside(r"C:\Windows\debug\msert.log", log);
    on.name(path);
}

/// Defender's own log of what it did.
pub(super) fn by_defender(on: &mut Laying<'_>) {
    let (threat, path) = if on.innocent {
        (["PUA:Win32/", "Toolbar"].concat(), r"C:\Users\h.berg\Downloads\setup-free.exe".to_owned())
    } else {
        (
            ["Backdoor:ASP/", "Chopper.F!dha"].concat(),
            on.exchange(r"FrontEnd\HttpProxy\owa\auth\help.aspx"),
        )
    };
    let at =
        |seconds: i64| (on.at + seconds.seconds()).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    let text = format!(
        "{} Service started - System boot\r\n{} DETECTIONEVENT MPSOURCE_REALTIME {threat} \
         file:{path};\r\n{} DETECTION_ADD#2 {threat} file:{path} PropBag [length: 0, data: \
         (null)]\r\n{} DETECTION_CLEANEVENT MPSOURCE_REALTIME MP_THREAT_ACTION_QUARANTINE NoError \
         {threat} file:{path};\r\n",
        at(0),
        at(60),
        at(61),
        at(63)
    );
    let log = text::wide(&text);
    let day = on.at.strftime("%Y%m%d-%H%M%S").to_string();
    on.aside(&format!(r"C:\ProgramData\Microsoft\Windows Defender\Support\MPLog-{day}.log"), log);
    on.name(&path);
}
