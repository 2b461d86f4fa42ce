//! What a finding remembers of the record that a rule matched, whatever kind of record it is.

use model::{Actor, Record};

/// A fact and the fields it is read from, first one first.
const FACTS: [(&str, &[&str]); 13] = [
    ("computer", &["Computer", "ServerHostName"]),
    ("event", &["EventID"]),
    ("user", &["User", "SubjectUserName", "AuthenticatedUser", "cs-username"]),
    ("image", &["Image", "NewProcessName", "SourceImage", "ImagePath"]),
    ("command", &["CommandLine"]),
    ("parent", &["ParentImage", "ParentProcessName"]),
    ("parent command", &["ParentCommandLine"]),
    ("target", &["TargetFilename", "TargetObject", "TargetImage", "TargetUserName", "ObjectDN"]),
    ("service", &["ServiceName", "TaskName"]),
    ("process id", &["ProcessId", "NewProcessId"]),
    ("address", &["IpAddress", "ClientIpAddress", "c-ip", "SourceIp"]),
    ("url", &["cs-uri-stem", "UrlStem"]),
    ("data", &["Data"]),
];

/// Longest fact, in characters: facts are for reading; the whole record stands in the evidence.
const FACT_CHARS: usize = 400;

/// The facts of a record that are not empty.
pub(crate) fn of(record: &dyn Record) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(&'static str, String)> = FACTS
        .iter()
        .filter_map(|(name, fields)| Some((*name, first_of(record, fields)?)))
        .collect();
    let channels = record.get("Channel").unwrap_or_default();
    let (own, about) = channels.split_once('\n').unwrap_or((&channels, ""));
    let mut channel = |name, value: &str| {
        if !value.is_empty() {
            facts.push((name, value.chars().take(FACT_CHARS).collect()));
        }
    };
    channel("channel", own);
    channel(CLEARED_LOG, cleared_log(record, own, about));
    if let Some(pool) = facts
        .iter()
        .filter(|(name, _)| matches!(*name, "command" | "parent command"))
        .find_map(|(_, command)| pool_of(command))
    {
        facts.push(("pool", pool));
    }
    facts
}

/// Name of the fact that names the event log which a record says was cleared. The verdict reads it:
/// what stood in that log before can no longer be seen.
pub(crate) const CLEARED_LOG: &str = "cleared_log";

/// The log that was cleared, if the record says so: the event service writes 1102 as the first
/// record of the cleared Security log, and 104 to the System log for all others, with the channel's
/// name in its data. Source: <https://learn.microsoft.com/windows/security/threat-protection/auditing/event-1102>.
fn cleared_log<'a>(record: &dyn Record, own: &'a str, about: &'a str) -> &'a str {
    let is = |name: &str, value: &str| {
        record.get(name).is_some_and(|text| text.trim().eq_ignore_ascii_case(value))
    };
    if !is("Provider_Name", "Microsoft-Windows-Eventlog") {
        return "";
    }
    match (is("EventID", "1102"), is("EventID", "104")) {
        (true, _) => own,
        (_, true) => about,
        _ => "",
    }
}

/// One fact of a record.
fn fact(record: &dyn Record, name: &str) -> Option<String> {
    let (_, fields) = FACTS.iter().find(|(own, _)| *own == name)?;
    first_of(record, fields)
}

fn first_of(record: &dyn Record, fields: &[&str]) -> Option<String> {
    let value = fields
        .iter()
        .find_map(|field| record.get(field).filter(|value| !value.is_empty() && value != "-"))?;
    Some(value.chars().take(FACT_CHARS).collect())
}

/// The application pool that a worker process was started for: `w3wp.exe -ap "NAME" …`.
fn pool_of(command: &str) -> Option<String> {
    let lower = command.to_ascii_lowercase();
    let worker = lower.find("w3wp.exe")?;
    let at = worker + lower.get(worker..)?.find("-ap ")? + 4;
    let rest = command.get(at..)?.trim_start();
    let name = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Who a record names.
pub(crate) fn actor(facts: &[(&'static str, String)]) -> Actor {
    let all = |name: &str| -> Vec<String> {
        let own = facts.iter().filter(|(own, _)| *own == name);
        own.map(|(_, value)| value.clone()).collect()
    };
    let mut actor = Actor::default();
    actor.merge(&Actor {
        addresses: all("address"),
        user_agents: Vec::new(),
        identities: all("user"),
        sessions: Vec::new(),
    });
    actor
}

/// The facts by which hits of one rule become findings of their own.
pub(crate) const OBJECT: [&str; 2] = ["computer", CLEARED_LOG];

/// What a hit is about, as one text: the computer that wrote the record, and for a cleared log its
/// name.
pub(crate) fn object(record: &dyn Record) -> String {
    let mut object = fact(record, "computer").unwrap_or_default();
    let channels = record.get("Channel").unwrap_or_default();
    let (own, about) = channels.split_once('\n').unwrap_or((&channels, ""));
    object.push('\n');
    object.push_str(cleared_log(record, own, about));
    object
}

/// Whether the record is something that Exchange does by itself: its health manager asks netsh
/// for TCP settings every few minutes. Only the two programs in their own places, and only
/// `show`, so that nobody hides behind the names.
pub(crate) fn is_benign(record: &dyn Record) -> bool {
    let fact = |name| fact(record, name).unwrap_or_default().to_ascii_lowercase();
    fact("parent").ends_with("\\bin\\msexchangehmworker.exe")
        && fact("image").ends_with("\\windows\\system32\\netsh.exe")
        && fact("command").contains(" show ")
        && !fact("command").contains(['&', '|', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cleared_log_is_named() {
        use detect::testing::MapRecord;
        let cleared = |fields: &[(&str, &str)]| {
            let facts = of(&MapRecord::new(model::RecordKind::EVENT, "", fields));
            let log = facts.iter().find(|(name, _)| *name == CLEARED_LOG);
            log.map(|(_, value)| value.clone())
        };
        let service = ("Provider_Name", "Microsoft-Windows-Eventlog");
        let security = [service, ("EventID", "1102"), ("Channel", "Security")];
        assert_eq!(cleared(&security).as_deref(), Some("Security"));
        let other = [service, ("EventID", "104"), ("Channel", "System\nWindows PowerShell")];
        assert_eq!(cleared(&other).as_deref(), Some("Windows PowerShell"));
        let stopped = [service, ("EventID", "1100"), ("Channel", "Security")];
        assert_eq!(cleared(&stopped), None);
        let foreign = [("Provider_Name", "x"), ("EventID", "1102"), ("Channel", "Security")];
        assert_eq!(cleared(&foreign), None);
    }

    #[test]
    fn the_pool_of_a_worker_process() {
        let command =
            r#"c:\windows\system32\inetsrv\w3wp.exe -ap "MSExchangeOWAAppPool" -v "v4.0""#;
        assert_eq!(pool_of(command).as_deref(), Some("MSExchangeOWAAppPool"));
        assert_eq!(pool_of("cmd.exe -ap x"), None);
    }
}
