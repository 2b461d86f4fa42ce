//! Microsoft's ExchangeLogCollector: each log folder renamed and zipped by itself, all of them in
//! one zip named after the server. Folder names are those of microsoft/CSS-Exchange
//! (Diagnostics/ExchangeLogCollector).

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Write},
    path::Path,
};

use zip::CompressionMethod;

use super::{TreeFile, Zip, create, walk};

/// Tail of a log's folder, lower case, and what the collector calls it. Longer tails first where
/// one holds another.
const FOLDERS: [(&[&str], &str); 19] = [
    (&["logging", "httpproxy", "autodiscover"], "AutoD_Proxy_Logs"),
    (&["logging", "httpproxy", "eas"], "EAS_Proxy_Logs"),
    (&["logging", "httpproxy", "ecp"], "ECP_Proxy_Logs"),
    (&["logging", "httpproxy", "ews"], "EWS_Proxy_Logs"),
    (&["logging", "httpproxy", "mapi"], "MAPI_Proxy_Logs"),
    (&["logging", "httpproxy", "oab"], "OAB_Proxy_Logs"),
    (&["logging", "httpproxy", "owa"], "OWA_Proxy_Logs"),
    (&["logging", "httpproxy", "owacalendar"], "OWA_Proxy_Calendar_Logs"),
    (&["logging", "httpproxy", "powershell"], "PowerShell_Proxy_Logs"),
    (&["logging", "httpproxy", "rpchttp"], "RCA_Proxy_Logs"),
    (&["logging", "ews"], "EWS_BE_Logs"),
    (&["logging", "ecp"], "ECP_Logs"),
    (&["logging", "cmdletinfra"], "CmdletInfra_Logs"),
    (&["logging", "oabgeneratorlog"], "OAB_Generation_Logs"),
    (&["transportroles", "logs", "messagetracking"], "Message_Tracking_Logs"),
    (
        &["transportroles", "logs", "frontend", "protocollog", "smtpreceive"],
        "FE_Receive_Protocol_Logs",
    ),
    (&["transportroles", "logs", "frontend", "agentlog"], "FE_Transport_Agent_Logs"),
    (&["system32", "logfiles", "httperr"], "HTTPERR_Logs"),
    (&["inetpub", "logs", "logfiles"], "IIS"),
];

/// The collection's folder and the path within it; `None` for what the collector does not take.
fn renamed(file: &TreeFile) -> Option<(String, String)> {
    let lower: Vec<String> = file.components.iter().map(|part| part.to_ascii_lowercase()).collect();
    for (tail, name) in FOLDERS {
        let Some(at) = lower.windows(tail.len()).position(|window| window == tail) else {
            continue;
        };
        let rest = &file.components[at + tail.len()..];
        if name != "IIS" {
            return Some((name.to_owned(), rest.join("/")));
        }
        let (site, rest) = rest.split_first()?;
        return Some((format!("IIS_{site}_Logs"), rest.join("/")));
    }
    None
}

/// Packs a tree as ExchangeLogCollector would on `server`, into a zip at `out`: per folder a zip
/// in it. Files the collector does not take are left out.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack_exchange_log_collector(tree: &Path, server: &str, out: &Path) -> io::Result<()> {
    let mut folders: BTreeMap<String, Vec<(String, TreeFile)>> = BTreeMap::new();
    for file in walk(tree)? {
        if let Some((folder, name)) = renamed(&file) {
            folders.entry(folder).or_default().push((name, file));
        }
    }
    let mut outer = Zip::new(create(out)?);
    for (folder, files) in folders {
        let mut inner = Zip::new(Cursor::new(Vec::new()));
        for (name, file) in files {
            inner.add_file(&name, &file.path)?;
        }
        let bytes = inner.finish()?.into_inner();
        outer.begin(
            &format!("{server}/{folder}.zip"),
            CompressionMethod::Stored,
            bytes.len() as u64,
        )?;
        outer.0.write_all(&bytes)?;
    }
    outer.finish()?.flush()
}
