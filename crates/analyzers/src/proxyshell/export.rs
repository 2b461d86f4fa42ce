//! A file written by cmdlet to where a web server publishes it.
//!
//! ProxyShell makes a web shell out of a draft message: it exports the mailbox to a file named
//! `.aspx` under the web root, over the server's own administrative share. Later tools ask for a
//! certificate instead, whose request file carries the script.

use std::collections::BTreeSet;

use detect::{Notes, Sighting};
use model::{Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage};

use super::parameters::Parameters;
use super::role::who;
use super::sessions::{Seen, label};
use crate::common::{
    LISTED_VALUES, address, bursts, clipped, fact, field, remedy, support, values,
};
use crate::pages;

/// An export to a web folder.
pub(super) const RULE: RuleMeta = RuleMeta {
    id: "proxyshell.export",
    title: "File written by cmdlet into a web folder",
    about: "New-MailboxExportRequest or New-ExchangeCertificate was told to write a page that runs \
            code, or any file into a folder that a web server publishes. ProxyShell plants its web \
            shell so (CVE-2021-31207).",
    false_positives: "None known for pages that run code. An administrator may by mistake export a \
                      .pst file to a published folder; that gives the mailbox to everybody.",
    cves: &["CVE-2021-31207"],
    techniques: &["T1505.003", "T1114.002"],
    references: &[
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-31207",
        "https://learn.microsoft.com/powershell/module/exchange/new-mailboxexportrequest",
    ],
};

/// Folders that web servers of an Exchange server publish, as parts of a lower-case path.
const WEB_FOLDERS: [&str; 5] =
    ["\\inetpub\\", "\\wwwroot", "\\aspnet_client", "\\frontend\\httpproxy\\", "\\clientaccess\\"];

/// What a cmdlet was told to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// A page that runs code when asked for.
    Page,
    /// Another file, in a folder that is published.
    Published,
}

/// Judges the target of an export or a certificate request; `None` for an ordinary one. A
/// certificate request may well be called `.cer`, which is also an old name for a script.
fn written(path: &str, certificate: bool) -> Option<Written> {
    let path = path.trim().replace('/', "\\").to_lowercase();
    let name = path.rsplit('\\').next().unwrap_or(&path);
    let name = name.split_once("::$").map_or(name, |(name, _stream)| name);
    let name = name.trim_end_matches(['.', ' ']);
    if pages::executable(name) && !(certificate && name.ends_with(".cer")) {
        return Some(Written::Page);
    }
    let published = WEB_FOLDERS.iter().any(|folder| path.contains(folder));
    published.then_some(Written::Published)
}

/// Notes a row of Rps_Cmdlet or of the admin audit log.
pub(super) fn record(record: &dyn Record, note: &mut Notes<'_>) {
    let audit = *record.kind() == RecordKind::ADMIN_AUDIT;
    let cmdlet = field(record, if audit { "Operation" } else { "Cmdlet" });
    if cmdlet.is_empty() {
        return;
    }
    let parameters = if audit {
        Parameters::read_json(&field(record, "Data"))
    } else {
        Parameters::read(&field(record, "Parameters"))
    };
    let Some((label, mut facts)) = remarkable(&cmdlet, &parameters, record) else { return };
    let identity = field(record, if audit { "UserKey" } else { "AuthenticatedUser" });
    let sid = field(record, "ExecutingUserSid");
    let result = field(record, if audit { "ResultStatus" } else { "ExecutionResult" });
    let actor = if sid.is_empty() { identity.to_lowercase() } else { sid.to_string() };
    facts.extend([
        ("cmdlet", cmdlet.to_string()),
        ("identity", identity.into_owned()),
        ("sid", sid.into_owned()),
        ("sender", sender(record)),
        ("result", result.into_owned()),
        ("session", field(record, "RequestId").into_owned()),
        ("address", audit_address(record)),
        ("actor", actor.clone()),
    ]);
    let day = record.time().map_or(String::new(), |time| time.strftime("%F").to_string());
    note.sighting(record, label, &format!("{actor}|{day}"), facts);
}

/// What of a cmdlet is worth keeping; `None` for those that nothing can be joined to.
fn remarkable(
    cmdlet: &str,
    parameters: &Parameters,
    record: &dyn Record,
) -> Option<(&'static str, Vec<(&'static str, String)>)> {
    let is = |name: &str| cmdlet.eq_ignore_ascii_case(name);
    let certificate = is("New-ExchangeCertificate");
    if certificate || is("New-MailboxExportRequest") {
        let path = parameters.get(if certificate { "RequestFile" } else { "FilePath" });
        if let Some(kind) = written(path, certificate) {
            let kind = if kind == Written::Page { "page" } else { "file" };
            let mailbox = clipped(parameters.get("Mailbox")).to_owned();
            return Some((
                label::EXPORT,
                vec![
                    ("path", clipped(path).to_owned()),
                    ("kind", kind.into()),
                    ("mailbox", mailbox),
                ],
            ));
        }
    }
    let role = "Mailbox Import Export";
    if is("New-ManagementRoleAssignment")
        && parameters.values().any(|own| own.eq_ignore_ascii_case(role))
    {
        let names = ["SecurityGroup", "User", "Policy", "Computer"];
        let assignee = names.map(|name| parameters.get(name)).concat();
        return Some((label::ROLE, vec![("assignee", assignee)]));
    }
    if is("Remove-MailboxExportRequest")
        && parameters.get("Confirm").to_lowercase().contains("false")
    {
        return Some((label::CLEAN_UP, Vec::new()));
    }
    // Remote sessions only, and not Exchange's monitoring of itself, which is most of the log.
    let remote = field(record, "ProcessName").to_ascii_lowercase().contains("powershellapppool");
    let monitor = field(record, "ClientApplication").eq_ignore_ascii_case("ActiveMonitor");
    (remote && !monitor).then(|| (label::CMDLET, Vec::new()))
}

/// The account that sent the cmdlet, by the row's own word (`PSSenderInfo=…;`).
fn sender(record: &dyn Record) -> String {
    const NAME: &str = "PSSenderInfo=";
    for column in ["GenericErrors", "GenericInfo"] {
        let text = field(record, column);
        if let Some((_, tail)) = text.split_once(NAME) {
            return tail.split(';').next().unwrap_or("").to_owned();
        }
    }
    String::new()
}

/// The client in an admin audit record, where the cmdlet came from remote PowerShell.
fn audit_address(record: &dyn Record) -> String {
    let data = field(record, "Data");
    let data: serde_json::Value = serde_json::from_str(&data).unwrap_or_default();
    address(data.get("ClientIP").and_then(|client| client.as_str()).unwrap_or(""))
}

/// Findings: one for each account and burst.
pub(super) fn conclude(seen: &Seen<'_>) -> Vec<Finding> {
    let all = seen.of(&[label::EXPORT, label::ROLE, label::CLEAN_UP]);
    bursts(all, |row| row.fact("actor").to_owned())
        .iter()
        .filter(|burst| burst.iter().any(|row| row.label == label::EXPORT))
        .map(|burst| finding(seen, burst))
        .collect()
}

/// Whether the row says that the cmdlet succeeded.
fn succeeded(row: &Sighting) -> bool {
    matches!(row.fact("result").to_ascii_lowercase().as_str(), "success" | "true")
}

fn finding(seen: &Seen<'_>, burst: &[&Sighting]) -> Finding {
    let exports: Vec<&Sighting> =
        burst.iter().filter(|row| row.label == label::EXPORT).copied().collect();
    let done = exports.iter().any(|row| succeeded(row));
    let page = exports.iter().any(|row| row.fact("kind") == "page");
    let sessions = seen.rows_of(burst);
    let stage = if done { Stage::FileWritten } else { Stage::CommandsRun };
    let (severity, confidence) = match (page, sessions.is_empty()) {
        (true, _) => (Severity::Critical, Confidence::High),
        (false, false) => (Severity::High, Confidence::High),
        (false, true) => (Severity::Medium, Confidence::Medium),
    };
    let mut finding = RULE.finding(stage, severity, confidence);
    support(&mut finding, burst, |row| u8::from(row.label == label::EXPORT));
    for row in &sessions {
        finding.actor.merge(&who(row));
    }
    let path = values(&exports, "path");
    let what = if page { "A page that runs code" } else { "A file" };
    finding.title = if done {
        format!("{what} was written into a web folder by cmdlet: {path}")
    } else {
        format!("{what} was to be written into a web folder by cmdlet: {path}")
    };
    describe(&mut finding, burst, &exports, done);
    if done && page {
        finding.claims.push(Claim::BackDoorWasPresent);
    }
    if done && exports.iter().any(|row| !row.fact("mailbox").is_empty()) {
        finding.claims.push(Claim::DataTouched);
    }
    remedies(&mut finding, &path, page);
    finding
}

/// The URL path under which a file of a web folder is published, if the folder is one of the
/// server's usual ones.
fn url_of(path: &str) -> Option<String> {
    const ROOTS: [&str; 3] = ["\\wwwroot\\", "\\frontend\\httpproxy\\", "\\clientaccess\\"];
    let path = path.replace('/', "\\").to_lowercase();
    let rest = ROOTS.iter().find_map(|root| path.split_once(root))?.1;
    Some(format!("/{}", rest.replace('\\', "/")))
}

fn describe(finding: &mut Finding, burst: &[&Sighting], exports: &[&Sighting], done: bool) {
    let urls: BTreeSet<String> =
        exports.iter().filter_map(|row| url_of(row.fact("path"))).take(LISTED_VALUES).collect();
    fact(finding, "url", urls.into_iter().collect::<Vec<_>>().join(", "));
    for name in ["path", "mailbox", "cmdlet", "result"] {
        fact(finding, name, values(exports, name));
    }
    fact(finding, "runspace_identity", values(exports, "identity"));
    fact(finding, "runspace_sid", values(exports, "sid"));
    let cleaned: Vec<&Sighting> =
        burst.iter().filter(|row| row.label == label::CLEAN_UP).copied().collect();
    if !cleaned.is_empty() {
        fact(finding, "clean_up", values(&cleaned, "cmdlet"));
    }
    if !done {
        finding.explanation.push_str(
            " The log does not show that the cmdlet succeeded. An error can come after the request \
             was queued, so look for the file all the same.",
        );
    }
}

fn remedies(finding: &mut Finding, path: &str, page: bool) {
    finding.remedies.push(remedy(0, format!("Look for {path}; keep a copy and remove the file")));
    if page {
        let look = "Search the web server's logs for requests of this page and treat what ran \
                    through it as done by the intruder";
        finding.remedies.push(remedy(1, look));
    }
    finding.remedies.push(remedy(1, "Remove the role Mailbox Import Export from whoever got it"));
    finding.remedies.push(remedy(3, "Install the current security update"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_published_files_are_told_from_ordinary_targets() {
        for (path, certificate, wanted) in [
            (
                "\\\\127.0.0.1\\c$\\inetpub\\wwwroot\\aspnet_client\\x.aspx",
                false,
                Some(Written::Page),
            ),
            ("//localhost/C$/ProgramData/COM1/x.ASHX", false, Some(Written::Page)),
            ("\\\\h\\c$\\x.aspx. ", false, Some(Written::Page)),
            ("C:\\inetpub\\wwwroot\\x.aspx::$DATA", true, Some(Written::Page)),
            ("\\\\127.0.0.1\\c$\\inetpub\\wwwroot\\x.pst", false, Some(Written::Published)),
            ("E:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\x.txt", true, Some(Written::Published)),
            ("\\\\fileserver\\pst\\erika.pst", false, None),
            ("C:\\certs\\mail.req", true, None),
            ("C:\\certs\\mail.cer", true, None),
            ("", false, None),
        ] {
            assert_eq!(written(path, certificate), wanted, "{path}");
        }
    }
}
