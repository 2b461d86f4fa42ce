//! Scheduled tasks: files under `System32\Tasks`, one each, named like the task.
//!
//! XML in the namespace `http://schemas.microsoft.com/windows/2004/02/mit/task`, UTF-16LE on disk
//! (<https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema>). Some files on
//! real servers are not well formed; what can be read is read.

use model::{GapReason, Locator, WinPath};

use crate::text::{begins_as_xml, folded, holds};
use crate::xml::{Document, parse};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest task read. Real ones have under 20 KiB; an embedded script may have more.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Folder that the scheduler keeps its tasks in.
const FOLDER: &str = "System32\\Tasks";

/// Scheduled task files.
pub(crate) struct TaskXml;

impl Reader for TaskXml {
    fn id(&self) -> &'static str {
        "task-xml"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        let is_task = begins_as_xml(&text) && holds(&text, "<task");
        if is_task && (holds(&text, "windows/2004/02/mit/task") || holds(&text, "<actions")) {
            return Some(Sniff::Certain);
        }
        head.path.after(FOLDER).is_some_and(|below| !below.is_empty()).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let document = parse(bytes, sink);
        let Some(task) = document.named("Task").next() else {
            let detail = "no <Task> in a file of the scheduler's folder".to_owned();
            sink.gap(Locator::File, GapReason::UnknownFormat, detail, 1, bytes.len() as u64);
            return;
        };
        let at = |path: &[&str]| document.text_at(task, path).map(str::to_owned);
        let name = path.after(FOLDER).map(|below| format!("\\{}", below.join("\\")));
        let mut fact = Fact::new(FactKind::Task, document.element(task).locator.clone())
            .at(at(&["RegistrationInfo", "Date"]).and_then(|date| crate::time::iso(&date)))
            .with("topic", "task")
            .with("name", name.unwrap_or_else(|| path.file_name().to_owned()));
        for (field, path) in [
            ("uri", &["RegistrationInfo", "URI"][..]),
            ("author", &["RegistrationInfo", "Author"]),
            ("date", &["RegistrationInfo", "Date"]),
            ("description", &["RegistrationInfo", "Description"]),
            ("sddl", &["RegistrationInfo", "SecurityDescriptor"]),
            ("userId", &["Principals", "Principal", "UserId"]),
            ("groupId", &["Principals", "Principal", "GroupId"]),
            ("runLevel", &["Principals", "Principal", "RunLevel"]),
            ("logonType", &["Principals", "Principal", "LogonType"]),
            ("enabled", &["Settings", "Enabled"]),
            ("hidden", &["Settings", "Hidden"]),
        ] {
            fact = fact.with_some(field, at(path));
        }
        fact = with_triggers(&document, task, fact);
        sink.fact(with_actions(&document, task, fact));
    }
}

fn with_triggers(document: &Document, task: usize, mut fact: Fact) -> Fact {
    let Some((list, _)) = document.child(task, "Triggers") else { return fact };
    for (number, trigger) in document.children(list) {
        let mut text = trigger.name.to_string();
        for path in
            [&["StartBoundary"][..], &["Repetition", "Interval"], &["Subscription"], &["UserId"]]
        {
            if let Some(part) = document.text_at(number, path) {
                text.push(' ');
                text.push_str(part);
            }
        }
        fact.push("trigger", text);
    }
    fact
}

fn with_actions(document: &Document, task: usize, mut fact: Fact) -> Fact {
    let Some((list, _)) = document.child(task, "Actions") else { return fact };
    for (number, action) in document.children(list) {
        fact.push("action", action.name.to_string());
        for (field, name) in [
            ("command", "Command"),
            ("arguments", "Arguments"),
            ("workingDirectory", "WorkingDirectory"),
            ("classId", "ClassId"),
            ("data", "Data"),
        ] {
            fact = fact.with_some(field, document.text_at(number, &[name]));
        }
    }
    fact
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{read, wide};

    const TASK: &str = r#"<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Date>2021-03-03T06:10:00Z</Date><Author>EX1\admin</Author><URI>\Perf</URI></RegistrationInfo>
  <Triggers><TimeTrigger><Repetition><Interval>PT5M</Interval></Repetition><StartBoundary>2021-03-03T06:12:00</StartBoundary></TimeTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings><Hidden>true</Hidden></Settings>
  <Actions Context="Author"><Exec><Command>C:\ProgramData\p.exe</Command><Arguments>-a "b &amp; c"</Arguments></Exec></Actions>
</Task>"#;

    #[test]
    fn a_task_says_what_it_runs_as_whom_and_when() {
        let (id, seen) = read("C:\\Windows\\System32\\Tasks\\Sub\\Perf", &wide(TASK));
        assert_eq!((id, seen.losses()), ("task-xml", vec![]));
        let task = &seen.facts[0];
        assert_eq!(task.value("name"), Some("\\Sub\\Perf"));
        assert_eq!(task.value("command"), Some("C:\\ProgramData\\p.exe"));
        assert_eq!(task.value("arguments"), Some("-a \"b & c\""));
        assert_eq!(task.value("userId"), Some("S-1-5-18"));
        assert_eq!(task.value("trigger"), Some("TimeTrigger 2021-03-03T06:12:00 PT5M"));
        assert_eq!(task.time, "2021-03-03T06:10:00Z".parse().ok());
    }

    #[test]
    fn one_that_is_not_well_formed_is_read_as_far_as_it_goes() {
        let text = TASK.replace("</Exec>", "").replace("<Settings>", "<Settings");
        let (_, seen) = read("C:\\Windows\\System32\\Tasks\\Perf", text.as_bytes());
        assert_eq!(seen.facts[0].value("command"), Some("C:\\ProgramData\\p.exe"));
        assert!(seen.losses().contains(&(GapReason::Damaged, 1)), "{:?}", seen.gaps);
    }

    #[test]
    fn a_file_of_the_folder_that_is_no_task_is_a_gap() {
        let (id, seen) = read("C:\\Windows\\System32\\Tasks\\Odd", b"\x00\x01binary");
        assert_eq!(id, "task-xml");
        assert!(seen.losses().contains(&(GapReason::UnknownFormat, 1)));
    }
}
