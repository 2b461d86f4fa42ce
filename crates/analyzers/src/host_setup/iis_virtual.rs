//! Virtual directories: web addresses and the folders they lead to.

use model::{Record, WinPath};

use super::iis::VIRTUAL_DIRECTORY;
use super::place::{Place, place, plain};
use super::{Grade, Means, Shown};
use crate::common::field;

/// What a virtual directory shows.
pub(super) fn virtual_directory(record: &dyn Record) -> Option<Shown> {
    let written = field(record, "physicalPath");
    let path = plain(&written);
    let url = field(record, "url");
    if url.is_empty() {
        // A log reader tells builds from the same file, by elements without their whole address.
        return None;
    }
    let spelt = WinPath::spelt(&written);
    // A share of a drive shows the drive's folders, whoever's it is.
    let behind = behind_share(&path).map(|path| place(&path));
    let at = match behind {
        Some(at) if at.is_suspect() || at == Place::ProgramData => at,
        _ => place(&path),
    };
    let in_exchange_url = is_exchange(&url);
    let hidden = written.to_lowercase().contains("users\\all users");
    let grade = match at {
        // A root of its own site is where it is; a damaged file may lack the folder.
        _ if path.is_empty() => return None,
        Place::Reserved | Place::Public => Grade::Certain,
        Place::ProgramDataRoot | Place::ProgramData if hidden || in_exchange_url => Grade::Certain,
        Place::Temp | Place::ProgramDataRoot | Place::ProgramData => Grade::Likely,
        // Exchange's addresses lead into its own trees, wherever those were installed.
        Place::Exchange | Place::WebRoot => return None,
        Place::Windows | Place::Inetsrv if is_of_windows(&path) => return None,
        Place::Other if path.contains("\\inetpub\\") => return None,
        // Nothing that sets up a site spells its folder so.
        _ if spelt.is_volume() => Grade::Likely,
        Place::Windows | Place::Inetsrv | Place::Gac => Grade::Likely,
        Place::Share | Place::ProgramFiles | Place::Other => {
            if url == "/" {
                return None;
            }
            Grade::Look
        }
    };
    let action = match grade {
        Grade::Look => format!("Look at {url}: whose application is it?"),
        _ => format!(
            "Keep a copy of {path}, take {url} out of the IIS configuration (appcmd list vdir, then \
             appcmd delete vdir or delete app), remove the folder"
        ),
    };
    Some(Shown {
        rule: &VIRTUAL_DIRECTORY,
        grade,
        means: Means::Door,
        object: format!("{url} leads to {path}"),
        why: why(&spelt, at),
        action,
        facts: vec![
            ("url", url.into_owned()),
            ("path", path),
            ("site", field(record, "site").into_owned()),
        ],
    })
}

/// Where the folder lies, in words.
fn why(spelt: &WinPath, at: Place) -> String {
    let behind = if spelt.is_volume() {
        ", and its volume is named by a number, not by a letter"
    } else if spelt.is_share() && at != Place::Share {
        ", behind a share of the drive"
    } else {
        ""
    };
    format!("The folder lies {}{behind}.", at.words())
}

/// The folder behind a share of a whole drive (`\\\\host\\c$\\folder`), as if the drive were here.
fn behind_share(path: &str) -> Option<String> {
    let (_, rest) = path.strip_prefix("\\\\")?.split_once('\\')?;
    let (share, below) = rest.split_once('\\').unwrap_or((rest, ""));
    let drive = share.strip_suffix('$').filter(|drive| drive.len() == 1)?;
    Some(format!("{drive}:\\{below}"))
}

/// Whether an address belongs to Exchange.
fn is_exchange(url: &str) -> bool {
    let first = url.trim_start_matches('/').split('/').next().unwrap_or("").to_lowercase();
    matches!(
        first.as_str(),
        "owa"
            | "ecp"
            | "ews"
            | "oab"
            | "autodiscover"
            | "mapi"
            | "rpc"
            | "api"
            | "powershell"
            | "microsoft-server-activesync"
            | "aspnet_client"
    )
}

/// Folders of Windows that its own features hand out: RPC over HTTP, certificate services, update
/// services, Remote Desktop's web access.
fn is_of_windows(path: &str) -> bool {
    ["\\system32\\rpcproxy", "\\system32\\certsrv", "\\system32\\certenroll", "\\windows\\web\\"]
        .iter()
        .any(|folder| path.contains(folder))
}
