//! Reads cases out of Markdown: prose for people, fenced records and comments for the machine.

use base64::{Engine, engine::general_purpose::STANDARD};
use detect::testing::MapRecord;
use model::RecordKind;

/// One `##` section of a case file.
#[derive(Debug, Default)]
pub(crate) struct Case {
    /// File and heading, for messages.
    pub name: String,
    /// The folder the file lies in: the technique whose findings must all be expected.
    pub technique: String,
    /// The records of all fenced blocks, in order, each with the path of its artefact.
    pub records: Vec<(String, MapRecord)>,
    /// Expected findings.
    pub findings: Vec<Expected>,
    /// Whether a bare `no finding` stands there.
    pub nothing: bool,
    /// Rules this is a near-miss for.
    pub near_miss: Vec<String>,
    /// Rules this is a gap case for.
    pub gap: Vec<String>,
}

/// One `finding:` comment.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The rule.
    pub rule: String,
    /// What else is asked, as written.
    pub words: Vec<(String, String)>,
}

/// All cases of one file.
pub(crate) fn parse(technique: &str, file: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case {
                name: format!("{technique}/{file}: {heading}"),
                technique: technique.to_owned(),
                ..Case::default()
            });
        } else if let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let case = cases.last_mut().unwrap_or_else(|| panic!("{file}: block before a heading"));
            case.records.extend(records(kind.trim(), &block, &case.name));
        } else if let Some(comment) =
            line.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"))
        {
            let case =
                cases.last_mut().unwrap_or_else(|| panic!("{file}: comment before a heading"));
            case.comment(comment.trim());
        }
    }
    cases
}

impl Case {
    fn comment(&mut self, comment: &str) {
        let list = |text: &str| text.split(',').map(|rule| rule.trim().to_owned()).collect();
        if let Some(rest) = comment.strip_prefix("finding:") {
            let mut words = words(rest).into_iter();
            let rule = words.next().unwrap_or_else(|| panic!("{}: finding of no rule", self.name));
            let words = words.map(|word| match word.split_once('=') {
                Some((key, value)) => (key.to_owned(), value.to_owned()),
                None => panic!("{}: {word:?} is not key=value", self.name),
            });
            self.findings.push(Expected { rule, words: words.collect() });
        } else if let Some(rest) = comment.strip_prefix("no finding:") {
            self.near_miss.extend::<Vec<String>>(list(rest));
        } else if comment == "no finding" {
            self.nothing = true;
        } else if let Some(rest) = comment.strip_prefix("gap:") {
            self.gap.extend::<Vec<String>>(list(rest));
        } else {
            panic!("{}: comment {comment:?} is no expectation", self.name);
        }
    }
}

/// Splits at spaces, except inside `"…"`, whose quotes are dropped.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars().chain([' ']) {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(letter),
        }
    }
    words
}

/// The path of the artefact of records that name none.
const ARTEFACT: &str = "C:\\test.log";

fn records(kind: &str, lines: &[&str], case: &str) -> Vec<(String, MapRecord)> {
    let mut each: Vec<(String, String)> = Vec::new();
    let mut records = Vec::new();
    for lines in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
        let mut fields: Vec<(String, String)> = lines
            .iter()
            .map(|line| match line.split_once(':') {
                Some((name, value)) => (name.trim().to_owned(), decoded(value.trim(), case)),
                None => panic!("{case}: {line:?} is not \"Name: value\""),
            })
            .collect();
        if fields[0].0 == "each" {
            each = fields.split_off(1);
            let given = !fields[0].1.is_empty() || each.is_empty();
            assert!(!given, "{case}: the fields of \"each:\" stand on the lines below it");
            continue;
        }
        for (name, value) in &each {
            if !fields.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
                fields.push((name.clone(), value.clone()));
            }
        }
        let mut take = |wanted: &str| {
            let at = fields.iter().position(|(name, _)| name == wanted)?;
            Some(fields.remove(at).1)
        };
        let time = take("time").unwrap_or_default();
        let artefact = take("@artefact").unwrap_or_else(|| ARTEFACT.to_owned());
        let pairs: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        records.push((artefact, MapRecord::new(kind_of(kind), &time, &pairs)));
    }
    records
}

fn kind_of(name: &str) -> RecordKind {
    match known_kind(name) {
        Some(kind) => kind,
        None => panic!("{name:?} is no record kind"),
    }
}

/// The kinds that detectors look at; a misspelt block must not pass as a case that stays quiet.
fn known_kind(name: &str) -> Option<RecordKind> {
    [
        RecordKind::HTTP_PROXY,
        RecordKind::IIS,
        RecordKind::HTTP_ERR,
        RecordKind::ECP_SERVER,
        RecordKind::ECP_ACTIVITY,
        RecordKind::OAB_GENERATOR,
        RecordKind::RPS_HTTP,
        RecordKind::RPS_CMDLET,
        RecordKind::EWS,
        RecordKind::MESSAGE_TRACKING,
        RecordKind::AGENT,
        RecordKind::SMTP,
        RecordKind::ADMIN_AUDIT,
        RecordKind::SETUP,
        RecordKind::IIS_CONFIG,
        RecordKind::EXCHANGE_LOG,
        RecordKind::EVENT,
        RecordKind::of("wmi"),
        RecordKind::of("registry"),
        RecordKind::of("service"),
        RecordKind::of("task"),
        RecordKind::of("aspnet-compiled"),
        RecordKind::of("compiled-assembly"),
        RecordKind::of("agents-config"),
        RecordKind::of("account"),
        RecordKind::of("pe"),
        RecordKind::of("mft"),
        RecordKind::of("usn"),
        RecordKind::of("ldif"),
        RecordKind::of("csv"),
        RecordKind::of("clixml"),
        RecordKind::of("format-list"),
        RecordKind::of("hosts-file"),
        RecordKind::of("firewall"),
        RecordKind::of("console-history"),
        RecordKind::of("crash-report"),
        RecordKind::of("msert-log"),
        RecordKind::of("eomt-log"),
        RecordKind::of("defender-log"),
        RecordKind::WEB_PAGE,
        RecordKind::FILE,
    ]
    .into_iter()
    .find(|kind| kind.as_str() == name)
}

/// Replaces each `{base64:…}` by what it stands for.
fn decoded(value: &str, case: &str) -> String {
    const OPEN: &str = "{base64:";
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find(OPEN) {
        let (before, tail) = rest.split_at(at);
        let end = tail.find('}').unwrap_or_else(|| panic!("{case}: {OPEN} never ends"));
        let bytes = STANDARD
            .decode(&tail[OPEN.len()..end])
            .unwrap_or_else(|error| panic!("{case}: {error} in {tail:?}"));
        out.push_str(before);
        out.push_str(&String::from_utf8_lossy(&bytes));
        rest = &tail[end + 1..];
    }
    out + rest
}
