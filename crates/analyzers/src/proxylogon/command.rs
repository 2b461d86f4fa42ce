//! Virtual-directory cmdlets, as three logs write them: ECP Server, CmdletInfra, admin audit.

use std::borrow::Cow;

use model::{Record, RecordKind, members};

use crate::common::{field, unwrapped};

/// Longest request key kept, in characters; keys of real shells have about ten.
const LONGEST_KEY: usize = 64;

/// What is asked of a virtual directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// `Set-`
    Set,
    /// `Remove-`
    Remove,
    /// `New-`
    New,
}

/// One cmdlet that changes a virtual directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    /// Its verb.
    pub(super) verb: Verb,
    /// Its name as logged, for example `Set-OabVirtualDirectory`.
    pub(super) cmdlet: String,
    /// Its parameters; one with an empty name holds all of a text that could not be taken apart.
    pub(super) parameters: Vec<(String, String)>,
    /// Whether the log says that it failed.
    pub(super) failed: bool,
    /// Account it ran as, if the log names one.
    pub(super) identity: String,
    /// What ties it to a session: a canary, session id or request id.
    pub(super) session: String,
}

impl Command {
    /// The commands in a record. Empty for anything but changes of virtual directories.
    pub(super) fn of(record: &dyn Record) -> Vec<Self> {
        let kind = record.kind();
        if *kind == RecordKind::RPS_CMDLET {
            cmdlet_row(record).into_iter().collect()
        } else if *kind == RecordKind::ADMIN_AUDIT {
            audit_row(record).into_iter().collect()
        } else {
            ecp_row(record)
        }
    }

    /// A parameter's value; empty if it was not given.
    pub(super) fn parameter(&self, name: &str) -> &str {
        let own = self.parameters.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        own.map_or("", |(_, value)| value)
    }

    /// The kind of directory, lower-case: `oabvirtualdirectory`.
    pub(super) fn noun(&self) -> String {
        self.cmdlet.split_once('-').map_or("", |(_, noun)| noun).to_ascii_lowercase()
    }

    fn new(name: &str, parameters: Vec<(String, String)>) -> Option<Self> {
        Some(Self {
            verb: verb(name)?,
            cmdlet: name.to_owned(),
            parameters,
            failed: false,
            identity: String::new(),
            session: String::new(),
        })
    }
}

/// The verb of a cmdlet that changes virtual directories; `None` for any other cmdlet.
fn verb(cmdlet: &str) -> Option<Verb> {
    let cmdlet = cmdlet.to_ascii_lowercase();
    let (verb, noun) = cmdlet.split_once('-')?;
    if !noun.ends_with("virtualdirectory") {
        return None;
    }
    match verb {
        "set" => Some(Verb::Set),
        "remove" => Some(Verb::Remove),
        "new" => Some(Verb::New),
        _ => None,
    }
}

/// An ECP Server row: `S:CMD=Set-OabVirtualDirectory.ExternalUrl='…'.Identity='…'` among the
/// members of `EventData`. Columns that somebody cut out or tore apart at commas are put together
/// again: the members are found wherever they stand.
fn ecp_row(record: &dyn Record) -> Vec<Command> {
    let data = event_data(record);
    let (mut commands, mut failed) = (Vec::new(), false);
    let (mut identity, mut session, mut canary) = (String::new(), String::new(), String::new());
    for (key, value) in members(&data) {
        match key.to_ascii_uppercase().as_str() {
            "CMD" => commands.extend(ecp_command(&value)),
            "EX" => failed |= !value.trim().is_empty(),
            "SID" if value.starts_with("S-1-") => identity = value.into_owned(),
            "SID" => session = value.into_owned(),
            "URL" => {
                let query = value.split_once('?').map_or("", |(_, query)| query);
                canary = super::anchor::canary(query).to_owned();
            }
            _ => {}
        }
    }
    let session = if canary.is_empty() { session } else { canary };
    for command in &mut commands {
        command.failed = failed;
        command.identity.clone_from(&identity);
        command.session.clone_from(&session);
    }
    commands
}

fn event_data(record: &dyn Record) -> Cow<'_, str> {
    const MARK: &str = "S:CMD=";
    if let Some(data) = record.get("EventData").filter(|data| data.contains(MARK)) {
        return data;
    }
    let mut cells = Vec::new();
    record.each(&mut |_, value| cells.push(value.to_owned()));
    let line = cells.join(",");
    let Some(at) = line.find(MARK) else { return Cow::Borrowed("") };
    let at = if line[..at].ends_with('\'') { at - 1 } else { at };
    Cow::Owned(line[at..].to_owned())
}

/// `Pipeline.1|Set-OabVirtualDirectory.ExternalUrl='…'.Identity=$null`
fn ecp_command(text: &str) -> Option<Command> {
    // A bar inside a value is the intruder's; only one before the first value ends a stage.
    let values = text.find('=').unwrap_or(text.len());
    let start = text[..values].rfind('|').map_or(0, |bar| bar + 1);
    let text = &text[start..];
    let end = text.find(['.', ' ']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut parameters = split_parameters(rest, ".", "=", '\'');
    if parameters.is_empty() && !rest.is_empty() {
        parameters.push((String::new(), rest.to_owned()));
    }
    Command::new(name, parameters)
}

/// A CmdletInfra row: `Cmdlet`, and `Parameters` as `-ExternalUrl "…" -Identity "…"`.
fn cmdlet_row(record: &dyn Record) -> Option<Command> {
    let name = match record.get("Cmdlet") {
        Some(name) => name.into_owned(),
        None => cmdlet_in(record)?,
    };
    verb(&name)?;
    let mut text = field(record, "Parameters");
    if text.is_empty() {
        text = field(record, "NonPiiParameters");
    }
    let mut parameters = split_parameters(&text, " -", " ", '"');
    if parameters.is_empty() && !text.is_empty() {
        parameters.push((String::new(), text.into_owned()));
    }
    let mut command = Command::new(&name, parameters)?;
    let result = field(record, "ExecutionResult");
    command.failed = result.eq_ignore_ascii_case("error")
        || (result.is_empty() && !field(record, "ErrorType").is_empty());
    command.identity = field(record, "AuthenticatedUser").into_owned();
    command.session = field(record, "RequestId").into_owned();
    Some(command)
}

/// A cmdlet's name in a row that lost the column for it.
fn cmdlet_in(record: &dyn Record) -> Option<String> {
    let mut found = None;
    record.each(&mut |_, value| {
        if found.is_none() && verb(value).is_some() {
            found = Some(value.to_owned());
        }
    });
    found
}

/// An admin audit row: `Operation`, and JSON in `Data` with `Parameters: [{Name, Value}]`. JSON
/// that was cut is kept as one unnamed parameter.
fn audit_row(record: &dyn Record) -> Option<Command> {
    let data = field(record, "Data");
    let json = serde_json::from_str::<serde_json::Value>(&data).ok();
    let text = |key: &str| -> String {
        let value = json.as_ref().and_then(|json| json.get(key)?.as_str());
        value.unwrap_or("").to_owned()
    };
    let name = match field(record, "Operation") {
        name if name.is_empty() => text("Operation"),
        name => name.into_owned(),
    };
    let parameters = match &json {
        Some(json) => json_parameters(json),
        None => vec![(String::new(), data.to_string())],
    };
    let mut command = Command::new(&name, parameters)?;
    let status = match field(record, "ResultStatus") {
        status if status.is_empty() => text("ResultStatus"),
        status => status.into_owned(),
    };
    command.failed = status.eq_ignore_ascii_case("false");
    command.identity = match field(record, "UserKey") {
        user if user.is_empty() => text("UserId"),
        user => user.into_owned(),
    };
    Some(command)
}

fn json_parameters(json: &serde_json::Value) -> Vec<(String, String)> {
    let list = json.get("Parameters").and_then(serde_json::Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|parameter| {
            let part = |key: &str| parameter.get(key)?.as_str().map(str::to_owned);
            Some((part("Name")?, part("Value").unwrap_or_default()))
        })
        .collect()
}

/// Takes `<lead>Name<bind>'value'` lists apart. A quoted value ends at the first quote after
/// which the text ends or the next parameter begins, for script holds quotes of its own; a bare
/// value ends where the next parameter begins. Nothing is lost: what cannot be taken apart is
/// part of the value before it.
fn split_parameters(text: &str, lead: &str, bind: &str, quote: char) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let padded = format!(" {}", text.trim_start());
    let text = if lead.starts_with(' ') { padded.as_str() } else { text };
    let mut rest = text;
    while let Some((name, value)) = head(rest, lead, bind) {
        let quoted = value.starts_with(quote);
        let body = if quoted { &value[quote.len_utf8()..] } else { value };
        let end = body.char_indices().find_map(|(at, letter)| match quoted {
            true if letter == quote => {
                let next = &body[at + quote.len_utf8()..];
                let last = next.trim_start().is_empty() || head(next, lead, bind).is_some();
                last.then_some((at, at + quote.len_utf8()))
            }
            false if head(&body[at..], lead, bind).is_some() => Some((at, at)),
            _ => None,
        });
        let (end, next) = end.unwrap_or((body.len(), body.len()));
        parameters.push((name.to_owned(), body[..end].to_owned()));
        rest = &body[next..];
    }
    parameters
}

/// The name of the parameter that a text begins with, and the text of its value onward.
fn head<'t>(text: &'t str, lead: &str, bind: &str) -> Option<(&'t str, &'t str)> {
    let rest = text.strip_prefix(lead)?;
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let starts = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    starts.then_some((name, rest.strip_prefix(bind)?))
}

/// The key under which a script takes its commands: `Request["key"]`, `Request.Item["key"]`,
/// `Request.Form("key")`. Empty if the script names none.
pub(super) fn request_key(script: &str) -> String {
    /// How far behind `Request` its bracket may stand: `.ServerVariables` and blanks.
    const REACH: usize = 24;
    let script = unwrapped(script);
    let lower = script.to_ascii_lowercase();
    let quotes = |letter: char| matches!(letter, '"' | '\'' | '\\' | ' ');
    for (at, word) in lower.match_indices("request") {
        let rest = &script[at + word.len()..];
        let Some(open) = rest.find(['[', '(']).filter(|open| *open <= REACH) else { continue };
        let rest = rest[open + 1..].trim_start_matches(quotes);
        let end = rest.find(|letter| quotes(letter) || matches!(letter, ']' | ')'));
        let key: String = rest[..end.unwrap_or(rest.len())].chars().take(LONGEST_KEY).collect();
        if !key.is_empty() {
            return key;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use detect::testing::MapRecord;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_breaks_the_parameters(text in "[.'=\" a-cA-Z|$\u{e9}-]{0,60}") {
            let ecp = split_parameters(&text, ".", "=", '\'');
            let cmdlet = split_parameters(&text, " -", " ", '"');
            for list in [ecp, cmdlet] {
                let kept: usize = list.iter().map(|(name, value)| name.len() + value.len()).sum();
                prop_assert!(kept <= text.len());
            }
            ecp_command(&text);
            request_key(&text);
        }

        #[test]
        fn ecp_parameters_come_back(
            list in prop::collection::vec(("[A-Z][a-z]{0,8}", "[a-z :/<>()\"-]{0,20}"), 1..5),
        ) {
            let text: String =
                list.iter().map(|(name, value)| format!(".{name}='{value}'")).collect();
            prop_assert_eq!(split_parameters(&text, ".", "=", '\''), list);
        }
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn ecp_parameters_come_apart_even_with_quotes_inside() {
        let command = ecp_command(
            "Set-OabVirtualDirectory.ExternalUrl='http://f/it's.here'.Force=$true.Identity='g'",
        )
        .unwrap();
        assert_eq!(command.verb, Verb::Set);
        let wanted = [("ExternalUrl", "http://f/it's.here"), ("Force", "$true"), ("Identity", "g")];
        assert_eq!(command.parameters, pairs(&wanted));
        assert_eq!(ecp_command("Get-OabVirtualDirectory.Identity='g'"), None);
        assert_eq!(ecp_command("Pipeline.1|Get-MailboxRegionalConfiguration"), None);
    }

    #[test]
    fn a_piped_set_is_seen() {
        let command = ecp_command("Pipeline.1|Set-OwaVirtualDirectory.InternalUrl='x'").unwrap();
        assert_eq!(command.cmdlet, "Set-OwaVirtualDirectory");
        let command = ecp_command("Set-OabVirtualDirectory.ExternalUrl='|Get-X'").unwrap();
        assert_eq!(command.parameter("ExternalUrl"), "|Get-X");
    }

    #[test]
    fn cmdlet_parameters_come_apart_even_with_quotes_inside() {
        assert_eq!(
            split_parameters("-ExternalUrl \"http://f/ \"a\" -b\" -Identity \"g\"", " -", " ", '"'),
            pairs(&[("ExternalUrl", "http://f/ \"a\" -b"), ("Identity", "g")])
        );
        assert_eq!(split_parameters("", " -", " ", '"'), []);
    }

    #[test]
    fn a_cut_value_reaches_to_the_end() {
        let command = ecp_command("Set-OabVirtualDirectory.ExternalUrl='http://f/abc").unwrap();
        assert_eq!(command.parameter("externalurl"), "http://f/abc");
    }

    #[test]
    fn members_torn_over_several_cells_are_put_together() {
        let cells = [("1", "'S:CMD=Set-OabVirtualDirectory.ExternalUrl=''a"), ("2", "b'''")];
        let record = MapRecord::new(RecordKind::ECP_SERVER, "", &cells);
        let commands = Command::of(&record);
        assert_eq!(commands[0].parameter("ExternalUrl"), "a,b");
    }

    #[test]
    fn request_keys_are_read_in_their_forms() {
        for (script, key) in [
            ("Request[\"abc\"]", "abc"),
            ("request.item[\"\"abc\"\"]", "abc"),
            ("REQUEST.Form(\\\"abc\\\")", "abc"),
            ("Request%5B%22abc%22%5D", "abc"),
            ("a request for nothing", ""),
            ("Request[", ""),
        ] {
            assert_eq!(request_key(script), key, "{script}");
        }
    }
}
