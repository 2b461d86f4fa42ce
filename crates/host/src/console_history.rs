//! What was typed into PowerShell: `ConsoleHost_history.txt` of each user, written by PSReadLine
//! (<https://learn.microsoft.com/powershell/module/psreadline/about/about_psreadline>). Lines have
//! no time; a backtick at the end continues a command.

use model::WinPath;

use crate::text::decode;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest file read. PSReadLine itself keeps 4,096 commands.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Folder of user profiles.
const PROFILES: &str = "Users";

/// A PowerShell console history.
pub(crate) struct ConsoleHistory;

impl Reader for ConsoleHistory {
    fn id(&self) -> &'static str {
        "console-history"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let name = head.path.file_name().to_ascii_lowercase();
        name.ends_with("host_history.txt").then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let user =
            path.after(PROFILES).and_then(|below| below.first().map(|user| user.to_string()));
        let mut command = String::new();
        let mut start = None;
        for (place, line) in text.lines() {
            start.get_or_insert(place);
            if let Some(part) = line.strip_suffix('`') {
                command.push_str(part);
                command.push('\n');
                continue;
            }
            command.push_str(line);
            push(&mut start, &mut command, user.as_deref(), sink);
        }
        push(&mut start, &mut command, user.as_deref(), sink);
    }
}

fn push(
    start: &mut Option<model::Locator>,
    command: &mut String,
    user: Option<&str>,
    sink: &mut dyn Sink,
) {
    let whole = std::mem::take(command);
    if let Some(place) = start.take()
        && !whole.trim().is_empty()
    {
        let fact = Fact::new(FactKind::ConsoleHistory, place).with("command", whole);
        sink.fact(fact.with_some("user", user));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    #[test]
    fn commands_with_their_user_and_continued_lines_joined() {
        let path = "C:\\Users\\adm\\AppData\\Roaming\\Microsoft\\Windows\\PowerShell\\PSReadLine\\\
                    ConsoleHost_history.txt";
        let (id, seen) = read(path, b"whoami\r\nGet-Mailbox `\r\n  -All\r\n\r\nlast `");
        assert_eq!((id, seen.facts.len()), ("console-history", 3));
        assert_eq!(seen.facts[1].value("command"), Some("Get-Mailbox \n  -All"));
        assert_eq!(seen.facts[1].value("user"), Some("adm"));
    }
}
