//! Which row of the catalogue a path belongs to, and which part of its source.

use model::WinPath;

use crate::catalogue::{Artefact, Part, catalogue};
use crate::paths::{below, matches};

/// What the catalogue makes of an entry.
#[derive(Clone, Debug)]
pub struct Class {
    /// The row.
    pub artefact: &'static Artefact,
    /// The part of its source, lower-case, where the path tells it.
    pub part: Option<String>,
}

/// The row of the catalogue that a path belongs to; `None` if it is in none. The content may
/// still say otherwise.
pub fn classify(path: &WinPath) -> Option<Class> {
    let components: Vec<&str> = path.components().collect();
    let name = path.file_name();
    catalogue().find_map(|artefact| {
        let named = artefact.names.is_empty()
            || artefact.names.iter().any(|pattern| matches(pattern, name));
        let excluded =
            || !artefact.outside.is_empty() && below(&components, artefact.outside).is_some();
        if !named || excluded() {
            return None;
        }
        let folders = below(&components, artefact.folder)?;
        let part = match artefact.part {
            Part::None => None,
            Part::FolderBelow => folders.first().map(|folder| folder.to_ascii_lowercase()),
            Part::Site => site(path),
        };
        // A folder `LogFiles` holds other logs too; those of a site lie in the site's folder.
        let whole = artefact.part != Part::Site || part.is_some() || artefact.folder.is_empty();
        whole.then_some(Class { artefact, part })
    })
}

/// The part of its source that a file belongs to, as far as its path tells: `ecp` for
/// `…\Logging\HttpProxy\Ecp\…`, `w3svc1` for `…\W3SVC1\…`. Lower-case.
pub fn part_of(path: &WinPath) -> Option<String> {
    classify(path)?.part
}

/// The last folder named as IIS names the folder of a site's logs: `W3SVC` and the site's number.
fn site(path: &WinPath) -> Option<String> {
    let mut components = path.components().rev();
    components.next();
    components.map(str::to_ascii_lowercase).find(|folder| {
        folder.strip_prefix("w3svc").is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::RecordKind;

    fn class(path: &str) -> Option<(&'static str, Option<String>)> {
        classify(&WinPath::new(path)).map(|class| (class.artefact.id, class.part))
    }

    #[test]
    fn ids_are_unique_and_rows_give_reasons() {
        for (at, row) in catalogue().enumerate() {
            assert!(catalogue().take(at).all(|other| other.id != row.id), "{}", row.id);
            assert!(!row.what.is_empty() && !row.why.is_empty() && !row.questions.is_empty());
            assert!(!row.folder.is_empty() || !row.names.is_empty(), "{} fits all", row.id);
        }
    }

    #[test]
    fn logs_are_known_wherever_exchange_is_installed() {
        let part = |text: &str| Some(text.to_owned());
        for (path, wanted) in [
            (
                "E:\\Ex\\Logging\\HttpProxy\\Ecp\\HttpProxy_2021030306-1.LOG",
                ("httpproxy", part("ecp")),
            ),
            ("E:\\Ex\\LOGGING\\HTTPPROXY\\OwaCalendar\\x.log", ("httpproxy", part("owacalendar"))),
            ("HttpProxy\\Owa\\x.LOG", ("httpproxy-copied", part("owa"))),
            ("HttpProxy_2021030306-1.LOG", ("httpproxy-loose", None)),
            ("C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log", ("iis", part("w3svc1"))),
            ("D:\\IIS\\W3SVC2\\u_ex210303_x.log", ("iis", part("w3svc2"))),
            ("u_ex210303.log", ("iis", None)),
            ("C:\\inetpub\\logs\\LogFiles\\W3SVC12\\renamed.log", ("iis-folder", part("w3svc12"))),
            ("C:\\Windows\\System32\\LogFiles\\HTTPERR\\httperr1.log", ("httperr", None)),
            ("C:\\x\\Logging\\ECP\\Server\\ECPServer20210303-1.LOG", ("ecp-server", None)),
            ("C:\\x\\Logging\\ECP\\Activity\\ECPActivity_1_20210303-1.LOG", ("ecp-activity", None)),
            ("C:\\x\\Logging\\OABGeneratorLog\\any.thing", ("oab-generator", None)),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\Http\\Rps_Http_2021-1.LOG",
                ("rps-http", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\Cmdlet\\Rps_Cmdlet_2021-1.LOG",
                ("rps-cmdlet", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\LocalPowerShell\\Cmdlet\\powershell.exe_12_Cmdlet_2021-1.LOG",
                ("rps-cmdlet", None),
            ),
            (
                "C:\\x\\Logging\\CmdletInfra\\Powershell-Proxy\\AuthZ\\Rps_AuthZ_2021-1.LOG",
                ("cmdletinfra", None),
            ),
            ("C:\\x\\Logging\\Ews\\Ews_2021030306-1.LOG", ("ews", None)),
            (
                "C:\\x\\TransportRoles\\Logs\\MessageTracking\\MSGTRKMS2021-1.LOG",
                ("message-tracking", None),
            ),
            (
                "C:\\x\\TransportRoles\\Logs\\Hub\\AgentLog\\AgentLog20210303-1.LOG",
                ("agent-log", None),
            ),
            (
                "C:\\x\\TransportRoles\\Logs\\FrontEnd\\ProtocolLog\\SmtpReceive\\RECV2021-1.LOG",
                ("smtp-protocol", None),
            ),
            ("C:\\x\\Logging\\LocalQueue\\Exchange\\audit20210303-1.LOG", ("admin-audit", None)),
            ("C:\\ExchangeSetupLogs\\ExchangeSetup.log", ("exchange-setup", None)),
            (
                "C:\\inetpub\\history\\CFGHISTORY_0000000001\\applicationHost.config",
                ("iis-config", None),
            ),
            ("C:\\Windows\\System32\\winevt\\Logs\\System.evtx", ("event-log", None)),
            ("C:\\Windows\\System32\\config\\SOFTWARE", ("registry", None)),
            ("C:\\inetpub\\wwwroot\\aspnet_client\\a.aspx", ("page-wwwroot", None)),
            ("C:\\$MFT", ("file-table", None)),
            ("C:\\$Extend\\$J", ("change-journal", None)),
            ("C:\\Users\\x\\NTUSER.DAT", ("registry-user", None)),
            ("C:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\logo.png", ("page-front-end", None)),
        ] {
            assert_eq!(class(path), Some(wanted), "{path}");
        }
    }

    #[test]
    fn other_files_are_in_no_row() {
        for path in [
            "C:\\Windows\\System32\\LogFiles\\Firewall\\pfirewall.log",
            "C:\\Windows\\System32\\config\\RegBack\\SYSTEM",
            "notes.txt",
            "",
        ] {
            assert_eq!(class(path), None, "{path}");
        }
    }

    #[test]
    fn only_httpproxy_and_iis_have_parts() {
        for row in catalogue().filter(|row| row.part != Part::None) {
            let kind = row.kind.clone();
            assert!(kind == Some(RecordKind::HTTP_PROXY) || kind == Some(RecordKind::IIS));
        }
        assert_eq!(part_of(&WinPath::new("x\\Logging\\HttpProxy\\a.log")), None);
    }
}
