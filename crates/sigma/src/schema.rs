//! Which fields events have, where that is known, so that rules that ask for others can be named.
//!
//! Sources: the manifest of Sysmon 15 (`sysmon -s`), and Microsoft's pages of the Security audit
//! events. Later versions may add fields, so a rule is only remarked on, never left out.

use crate::{
    bucket::{known_by, other_fields},
    expr::Item,
    fields::{FieldId, KEYWORDS},
    forms::forms,
    load::{RuleSet, Unusable, Why},
    logsource::{Key, SECURITY, SYSMON, Stream},
    test::{Test, View},
    text::Text,
};

/// Fields that the `System` part, the collector or the message may give to any event.
const SYSTEM: &[&str] = &[
    "EventID",
    "Channel",
    "Computer",
    "Level",
    "Task",
    "Opcode",
    "Keywords",
    "Version",
    "Message",
    "Qualifiers",
    "EventRecordID",
    "TimeCreated",
    "Provider_Name",
    "Provider_Guid",
    "Data",
    "Provider_EventSourceName",
    "Security_UserID",
    "Execution_ProcessID",
    "Execution_ThreadID",
    "Correlation_ActivityID",
    "Correlation_RelatedActivityID",
];

/// What most Sysmon events begin with, and who did it.
const PROCESS: &[&str] = &["RuleName", "UtcTime", "ProcessGuid", "ProcessId", "Image", "User"];

/// Who did it, in the Security audit.
const SUBJECT: &[&str] =
    &["SubjectUserSid", "SubjectUserName", "SubjectDomainName", "SubjectLogonId"];

/// How a file is signed.
const SIGNED: &[&str] = &["Signed", "Signature", "SignatureStatus"];

/// What one process does to another.
const ACROSS: &[&str] = &[
    "SourceProcessId",
    "SourceImage",
    "SourceUser",
    "TargetProcessId",
    "TargetImage",
    "TargetUser",
];

/// What a program file says of itself.
const FILE: &[&str] =
    &["FileVersion", "Description", "Product", "Company", "OriginalFileName", "Hashes"];

/// The fields of events: channel, ids, and the lists that together are their fields.
type Row = (&'static str, &'static [u32], [&'static [&'static str]; 3]);

/// What many Sysmon events begin with that are not about one process.
const PLAIN: &[&str] = &["RuleName", "UtcTime", "User"];

/// The events whose fields are known.
#[rustfmt::skip]
const KNOWN: &[Row] = &[
    (SYSMON, &[1], [PROCESS, FILE, &[
        "CommandLine", "CurrentDirectory", "LogonGuid", "LogonId", "TerminalSessionId",
        "IntegrityLevel", "ParentProcessGuid", "ParentProcessId", "ParentImage",
        "ParentCommandLine", "ParentUser",
    ]]),
    (SYSMON, &[2], [PROCESS, &["TargetFilename", "CreationUtcTime", "PreviousCreationUtcTime"], &[]]),
    (SYSMON, &[3], [PROCESS, &[
        "Protocol", "Initiated", "SourceIsIpv6", "SourceIp", "SourceHostname", "SourcePort",
        "SourcePortName",
    ], &[
        "DestinationIsIpv6", "DestinationIp", "DestinationHostname", "DestinationPort",
        "DestinationPortName",
    ]]),
    (SYSMON, &[5], [PROCESS, &[], &[]]),
    (SYSMON, &[6], [PLAIN, &["ImageLoaded", "Hashes"], SIGNED]),
    (SYSMON, &[7], [PROCESS, FILE, &["ImageLoaded", "Signed", "Signature", "SignatureStatus"]]),
    (SYSMON, &[8], [PLAIN, ACROSS, &[
        "SourceProcessGuid", "TargetProcessGuid", "NewThreadId", "StartAddress", "StartModule",
        "StartFunction",
    ]]),
    (SYSMON, &[9], [PROCESS, &["Device"], &[]]),
    (SYSMON, &[10], [PLAIN, ACROSS, &[
        "SourceProcessGUID", "TargetProcessGUID", "SourceThreadId", "GrantedAccess", "CallTrace",
    ]]),
    (SYSMON, &[11], [PROCESS, &["TargetFilename", "CreationUtcTime"], &[]]),
    (SYSMON, &[12, 13, 14], [PROCESS, &["EventType", "TargetObject"], &["Details", "NewName"]]),
    (SYSMON, &[15], [PROCESS, &["TargetFilename", "CreationUtcTime"], &["Hash", "Contents"]]),
    (SYSMON, &[17, 18], [PROCESS, &["EventType", "PipeName"], &[]]),
    (SYSMON, &[19, 20, 21], [PLAIN, &["EventType", "Operation", "EventNamespace", "Name"], &[
        "Query", "Type", "Destination", "Consumer", "Filter",
    ]]),
    (SYSMON, &[22], [PROCESS, &["QueryName", "QueryStatus", "QueryResults"], &[]]),
    (SYSMON, &[23, 26, 27, 28, 29], [PROCESS, &["TargetFilename", "Hashes"], &[
        "IsExecutable", "Archived",
    ]]),
    (SYSMON, &[24], [PROCESS, &["Session", "ClientInfo"], &["Hashes", "Archived"]]),
    (SYSMON, &[25], [PROCESS, &["Type"], &[]]),
    (SECURITY, &[4688], [SUBJECT, &[
        "NewProcessId", "NewProcessName", "TokenElevationType", "ProcessId", "CommandLine",
        "ParentProcessName", "MandatoryLabel",
    ], &["TargetUserSid", "TargetUserName", "TargetDomainName", "TargetLogonId"]]),
    (SECURITY, &[4689], [SUBJECT, &["Status", "ProcessId", "ProcessName"], &[]]),
    (SECURITY, &[4657], [SUBJECT, &[
        "ObjectName", "ObjectValueName", "HandleId", "OperationType", "ProcessId", "ProcessName",
    ], &["OldValueType", "OldValue", "NewValueType", "NewValue"]]),
    (SECURITY, &[5156], [&["ProcessID", "Application", "Direction", "Protocol"], &[
        "SourceAddress", "SourcePort", "DestAddress", "DestPort",
    ], &["FilterRTID", "LayerName", "LayerRTID", "RemoteUserID", "RemoteMachineID"]]),
];

/// The lists that together are the fields of an event; `None` if they are not known here.
fn lists(channel: &str, id: u32) -> Option<[&'static [&'static str]; 3]> {
    let row = KNOWN.iter().find(|(own, ids, _)| *own == channel && ids.contains(&id))?;
    Some(row.2)
}

/// A record without the field that is asked for.
struct Without;

impl View for Without {
    fn values(&mut self, _: FieldId) -> &[Text] {
        &[]
    }
}

impl RuleSet {
    /// Rules that are loaded but can never match, because they need a field that no event of
    /// their log source has; only where the fields are known (Sysmon, processes, connections and
    /// registry changes of the Security audit). Worked out when asked.
    pub fn never_firing(&self) -> Vec<Unusable> {
        (0..self.rules.len()).filter_map(|rule| self.remark(rule)).collect()
    }

    fn remark(&self, rule: usize) -> Option<Unusable> {
        let rule = self.rules.get(rule)?;
        let mut missing = Vec::new();
        for stream in rule.source().streams {
            let Stream::Event { channel, ids, .. } = stream else { return None };
            if ids.is_empty() {
                return None;
            }
            for &id in *ids {
                let fields = lists(channel, id)?;
                let key = Key {
                    kind: model::RecordKind::EVENT,
                    channel: (*channel).to_owned(),
                    provider: String::new(),
                    id: Some(id),
                };
                let mut lacking = |item: &Item| {
                    let absent = self.lacks(item, &key, &fields)?;
                    missing.push(absent);
                    Some(item.passes(&mut Without))
                };
                let mut by_key = known_by(self, &key);
                let mut known = |item: &Item| by_key(item).or_else(|| lacking(item));
                if rule.logic.decide(&rule.logic.condition, &mut known) != Some(false) {
                    return None;
                }
            }
        }
        missing.sort_unstable();
        missing.dedup();
        // Decided by the event id alone: such a rule is not about fields.
        let names = (!missing.is_empty()).then(|| missing.join(", "))?;
        Some(Unusable {
            file: rule.info.file.clone(),
            id: Some(rule.info.id.clone()),
            title: Some(rule.info.title.clone()),
            why: Why::Remark,
            reason: format!("can never match: events of its log source do not have {names}"),
        })
    }

    /// The field's name, if an event with these fields lacks it in every form.
    fn lacks(&self, item: &Item, key: &Key, fields: &[&[&str]]) -> Option<String> {
        let mut several = item.field == KEYWORDS;
        item.tests.iter().for_each(|test: &Test| other_fields(test, &mut |_| several = true));
        let (family, name) = self.fields.get(item.field)?;
        let has = |name: &str| {
            let lists = fields.iter().chain([&SYSTEM]);
            lists.copied().flatten().any(|own| own.eq_ignore_ascii_case(name))
        };
        let known = forms(family, name, key);
        let mut there = known.is_empty() && has(name);
        for form in &known {
            form.each_name(&mut |name| there |= has(name));
        }
        (!several && !there).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Placeholders, RuleSet};

    #[test]
    fn a_rule_that_needs_what_no_event_has_is_named() {
        let rule = |category: &str, selection: &str, condition: &str| {
            let text = format!(
                "title: t\nlogsource: {{product: windows, category: {category}}}\ndetection:\n  s: {{{selection}}}\n  f: {{Nowhere: 1}}\n  condition: {condition}\n"
            );
            let set = RuleSet::load([("t.yml", text.as_str())], &Placeholders::new());
            set.never_firing().into_iter().map(|remark| remark.reason).next()
        };
        let needs = rule("file_event", "CommandLine: x", "s");
        assert!(needs.is_some_and(|reason| reason.ends_with("do not have CommandLine")));
        assert_eq!(rule("process_creation", "CommandLine: x", "s"), None);
        assert_eq!(rule("process_creation", "OriginalFileName: x", "s and not f"), None);
        assert_eq!(rule("file_event", "TargetFilename: x", "s and not f"), None);
        assert_eq!(rule("file_event", "TargetFilename: x", "s or f"), None);
        assert!(rule("file_event", "TargetFilename: x", "s and f").is_some());
        assert_eq!(rule("file_event", "CommandLine: null", "s"), None);
    }
}
