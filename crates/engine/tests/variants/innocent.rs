//! What honest administrators and products put on such servers.

use host::writers::hive::{NewKey, hive, key};
use host::writers::program::NewProgram;

use super::{APPLICATION_HOST, V15, iis, one, program, software, system};

/// What it is, and its files.
pub(super) type Innocent = (&'static str, Vec<(String, Vec<u8>)>);

fn archive(path: &str) -> Vec<(String, Vec<u8>)> {
    one(path, [&b"PK\x03\x04\x14\x00\x00\x00\x08\x00"[..], &[5; 9_000]].concat())
}

fn dump(path: &str) -> Vec<(String, Vec<u8>)> {
    one(path, [&b"MDMP\x93\xa7\x00\x00"[..], &[7; 200_000]].concat())
}

fn database(path: &str) -> Vec<(String, Vec<u8>)> {
    let head = [0x10, 0x20, 0x30, 0x40, 0xEF, 0xCD, 0xAB, 0x89];
    one(path, [&head[..], &[1; 9_000]].concat())
}

fn service(name: &str, image: &str) -> Vec<(String, Vec<u8>)> {
    system("Services", key(name, vec![]).text("ImagePath", image).number("Start", 2))
}

fn run(command: &str) -> Vec<(String, Vec<u8>)> {
    software("Microsoft\\Windows\\CurrentVersion", key("Run", vec![]).text("Agent", command))
}

fn directory(url: &str, folder: &str) -> Vec<(String, Vec<u8>)> {
    let own = format!("<virtualDirectory path=\"/\" physicalPath=\"{folder}\" />");
    let site = format!("<application path=\"{url}\">{own}</application>");
    one(APPLICATION_HOST, iis(&site, "", ""))
}

fn task(command: &str, arguments: &str) -> Vec<(String, Vec<u8>)> {
    let text = format!(
        "<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\
         <Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec>\
         </Actions></Task>"
    );
    one("C/Windows/System32/Tasks/Nightly", text)
}

fn signed(path: &str) -> Vec<(String, Vec<u8>)> {
    let signer = Some(("Example Ltd", "Example Code Signing CA"));
    let strings = [("CompanyName", "Example Ltd")];
    one(path, NewProgram { strings: &strings, signer, ..NewProgram::default() }.bytes())
}

pub(super) fn of_the_web() -> Vec<Innocent> {
    let auth = format!("{V15}/FrontEnd/HttpProxy/owa/auth");
    let branded = "<%@ Page language=\"c#\" AutoEventWireup=\"false\" \
        Inherits=\"Microsoft.Exchange.HttpProxy.Logon\" %>\n<html><body class=\"firm\"><h1>Nordwind</h1>\
        <form action=\"/owa/auth.owa\" method=\"POST\" name=\"logonForm\"><input name=\"username\">\
        <input type=\"password\" name=\"password\"></form></body></html>";
    let challenge = "<configuration><system.webServer><validation \
        validateIntegratedModeConfiguration=\"false\" /><staticContent><mimeMap fileExtension=\".\" \
        mimeType=\"text/json\" /></staticContent><handlers><clear /><add name=\"StaticFile\" path=\"*\" \
        verb=\"GET\" modules=\"StaticFileModule\" resourceType=\"Either\" /></handlers>\
        </system.webServer></configuration>";
    let redirect = "<configuration><system.webServer><httpRedirect enabled=\"true\" \
        destination=\"https://mail.nordwind.example/owa\" exactDestination=\"true\" \
        childOnly=\"true\" /></system.webServer></configuration>";
    vec![
        ("a copy of the branded sign-in page", one(&format!("{auth}/logon - Copy.aspx"), branded)),
        ("the branded sign-in page of before", one(&format!("{auth}/logon_old.aspx"), branded)),
        ("the same put aside", one(&format!("{auth}/logon.aspx.bak"), branded)),
        (
            "a challenge of a certificate authority",
            one("C/inetpub/wwwroot/.well-known/acme-challenge/web.config", challenge),
        ),
        ("a redirection to OWA", one("C/inetpub/wwwroot/web.config", redirect)),
        (
            "the start page of IIS",
            one(
                "C/inetpub/wwwroot/iisstart.htm",
                "<html><body><img src=\"iis-85.png\"></body></html>",
            ),
        ),
        ("certificate services", directory("/certsrv", "C:\\Windows\\system32\\CertSrv\\en-US")),
        (
            "lists of revoked certificates",
            directory("/CertEnroll", "C:\\Windows\\system32\\CertSrv\\CertEnroll"),
        ),
        ("RPC over HTTP", directory("/Rpc", "C:\\Windows\\System32\\RpcProxy")),
        ("an update service", directory("/Content", "D:\\WSUS\\WsusContent")),
        ("web administration of a printer", directory("/Printers", "C:\\Windows\\web\\printers")),
        (
            "a balancer's page",
            one(
                "C/inetpub/wwwroot/health.aspx",
                "<%@ Page Language=\"C#\" %><% Response.Write(\"OK\"); %>",
            ),
        ),
        (
            "request routing",
            one(
                APPLICATION_HOST,
                iis(
                    "",
                    "<add name=\"ApplicationRequestRouting\" image=\"%ProgramFiles%\\IIS\\Application Request Routing\\requestRouter.dll\" />",
                    "",
                ),
            ),
        ),
        ("a module of a monitoring product", {
            let mut files = one(
                APPLICATION_HOST,
                iis(
                    "",
                    "<add name=\"ExampleAgent\" image=\"C:\\ProgramData\\Example\\agent\\iisagent.dll\" />",
                    "",
                ),
            );
            files.extend(signed("C/ProgramData/Example/agent/iisagent.dll"));
            files
        }),
    ]
}

pub(super) fn of_products() -> Vec<Innocent> {
    let lsa =
        |name: &str, packages: &[&str]| system("Control", key("Lsa", vec![]).list(name, packages));
    let windows = |own: NewKey| software("Microsoft\\Windows NT\\CurrentVersion", own);
    vec![
        (
            "Defender's own service",
            service(
                "WinDefend",
                "\"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.2102.3-0\\MsMpEng.exe\"",
            ),
        ),
        ("a client of software distribution", service("CcmExec", "C:\\Windows\\CCM\\CcmExec.exe")),
        (
            "tools of a virtual machine",
            service("VMTools", "\"C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe\""),
        ),
        (
            "an agent of a cloud",
            service("WindowsAzureGuestAgent", "C:\\WindowsAzure\\Packages\\WaAppAgent.exe"),
        ),
        ("a backup's helper", service("BackupHelper", "C:\\Windows\\ExampleBackup\\helper.exe")),
        (
            "Exchange on another drive",
            service("MSExchangeTransport", "\"D:\\Exchange\\Bin\\MSExchangeTransport.exe\""),
        ),
        (
            "an installer that goes on",
            run("\"C:\\ProgramData\\Package Cache\\{7e9fae12}\\vc_redist.x64.exe\" /burn.runonce"),
        ),
        (
            "an updater of a user",
            run(
                "\"C:\\Users\\h.berg\\AppData\\Local\\Microsoft\\Teams\\Update.exe\" --processStart \"Teams.exe\"",
            ),
        ),
        (
            "a script of an administrator",
            task("powershell.exe", "-NoProfile -File C:\\Scripts\\clean-logs.ps1 -Days 30"),
        ),
        (
            "a report that a task has run",
            task(
                "powershell.exe",
                "-Command \"Invoke-WebRequest https://status.nordwind.example/ok\"",
            ),
        ),
        ("a package of a backup product", lsa("Authentication Packages", &["msv1_0", "relog_ap"])),
        (
            "a password filter of a product",
            lsa("Notification Packages", &["scecli", "AzureADPasswordProtection"]),
        ),
        (
            "a library of an antivirus product, by its short name",
            windows(
                key("Windows", vec![])
                    .text("AppInit_DLLs", "C:\\PROGRA~1\\Example\\EXAMPL~1.DLL")
                    .number("LoadAppInit_DLLs", 1),
            ),
        ),
        (
            "a debugger of a developer",
            windows(
                key("app.exe", vec![])
                    .text("Debugger", "\"C:\\Windows\\System32\\vsjitdebugger.exe\"")
                    .under("Image File Execution Options"),
            ),
        ),
        (
            "programs that Windows signs in with",
            windows(
                key("Winlogon", vec![])
                    .text("Userinit", "C:\\Windows\\system32\\userinit.exe,")
                    .text("Shell", "explorer.exe"),
            ),
        ),
    ]
}

pub(super) fn of_files() -> Vec<Innocent> {
    vec![
        ("logs that were packed", archive("C/inetpub/logs/LogFiles/W3SVC1/2021-02.zip")),
        (
            "a download of an update",
            archive("C/Users/adm.holm/Downloads/ExchangeServer2016-CU20.zip"),
        ),
        ("a backup on its drive", archive("D/Backup/web.zip")),
        ("help of a product", archive("C/Program Files/Example/help.zip")),
        (
            "a crash of Windows",
            one("C/Windows/MEMORY.DMP", [&b"PAGEDU64"[..], &[3; 200_000]].concat()),
        ),
        (
            "a small crash of Windows",
            one("C/Windows/Minidump/030521-01.dmp", [&b"PAGEDU64"[..], &[3; 200_000]].concat()),
        ),
        ("a crash that Exchange keeps", dump(&format!("{V15}/Logging/Diagnostics/w3wp.dmp"))),
        (
            "a crash of a user's program",
            dump("C/Users/h.berg/AppData/Local/CrashDumps/outlook.exe.4312.dmp"),
        ),
        ("the empty directory that Windows ships", database("C/Windows/System32/ntds.dit")),
        (
            "the same in the component store",
            database(
                "C/Windows/WinSxS/amd64_microsoft-windows-d..rvices_31bf3856ad364e35/ntds.dit",
            ),
        ),
        (
            "hives that Windows keeps twice",
            one(
                "C/Windows/System32/config/RegBack/SAM",
                hive(&key("SAM", vec![key("Domains", vec![])])),
            ),
        ),
        ("a packer", one("C/Program Files/7-Zip/7z.exe", program(&[]))),
        ("a client for terminals", one("C/Program Files/PuTTY/plink.exe", program(&[]))),
        ("a remote tool", one("C/Program Files (x86)/TeamViewer/TeamViewer.exe", program(&[]))),
        (
            "a read-me on a desktop",
            one("C/Users/adm.holm/Desktop/readme.txt", "Call 4711 for mail."),
        ),
        ("Windows' own curl", one("C/Windows/System32/curl.exe", program(&[]))),
    ]
}
