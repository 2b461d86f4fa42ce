//! What the integration tests share: records from JSON, and the collection of public rules where
//! it is at hand.
#![allow(
    clippy::print_stdout,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test uses some of it"
)]

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use detect::testing::MapRecord;
use model::RecordKind;
use serde_json::Value;
use sigma::{Placeholders, RuleSet};

/// The public collection beside the repository.
pub struct Corpus(PathBuf);

impl Corpus {
    pub fn open() -> Option<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sigma");
        if path.is_dir() {
            Some(Self(path))
        } else {
            println!("skipped: ../shared/data is absent");
            None
        }
    }

    pub fn rules(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for folder in ["rules", "rules-emerging-threats", "rules-threat-hunting"] {
            walk(&self.0.join(folder), "yml", &mut files);
        }
        files.sort();
        files
            .into_iter()
            .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
            .collect()
    }

    pub fn load(&self) -> RuleSet {
        let files = self.rules();
        RuleSet::load(
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())),
            &Placeholders::new(),
        )
    }

    /// One of so many rules, and those that the regression folders name: a debug build takes most
    /// of a second for all of them.
    pub fn load_some(&self, one_of: usize) -> RuleSet {
        let named = self.files("regression_data", "evtx");
        let named: HashSet<_> =
            named.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
        let id = |text: &str| {
            let id = text.lines().find_map(|line| line.strip_prefix("id: "))?;
            named.get(id.trim()).copied()
        };
        let files = self.rules();
        let some = files.iter().enumerate();
        let some = some.filter(|(at, (_, text))| at % one_of == 0 || id(text).is_some());
        RuleSet::load(
            some.map(|(_, (name, text))| (name.as_str(), text.as_str())),
            &Placeholders::new(),
        )
    }

    /// The files with an extension in one of its folders, in order.
    pub fn files(&self, folder: &str, extension: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.0.join(folder), extension, &mut files);
        files.sort();
        files
    }

    /// Rule id and events of each regression folder.
    pub fn regression(&self) -> Vec<(String, Vec<Value>)> {
        let mut files = Vec::new();
        walk(&self.0.join("regression_data"), "json", &mut files);
        files.sort();
        files
            .into_iter()
            .map(|path| {
                let text = fs::read_to_string(&path).unwrap();
                let values: Vec<Value> = match serde_json::from_str::<Value>(&text) {
                    Ok(Value::Array(list)) => list,
                    Ok(one) => vec![one],
                    Err(_) => serde_json::Deserializer::from_str(&text)
                        .into_iter()
                        .map(Result::unwrap)
                        .collect(),
                };
                (path.file_stem().unwrap().to_string_lossy().into_owned(), values)
            })
            .collect()
    }
}

fn walk(folder: &Path, extension: &str, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, extension, out);
        } else if path.extension().is_some_and(|own| own == extension) {
            out.push(path);
        }
    }
}

/// A record from a flat object: an event, or what its `@kind` says. A list is a field with several
/// values.
pub fn flat(json: &Value) -> MapRecord {
    let mut record = MapRecord::new(RecordKind::EVENT, "", &[]);
    for (name, value) in json.as_object().unwrap() {
        match value {
            Value::String(kind) if name == "@kind" => {
                assert_eq!(kind, "iis", "a kind that samples know");
                record.kind = RecordKind::IIS;
            }
            Value::Array(list) => {
                record.fields.extend(list.iter().map(|value| (name.clone(), text_of(value))));
            }
            value => record.fields.push((name.clone(), text_of(value))),
        }
    }
    record
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// An event record from the JSON that evtx_dump writes, in the flat fields that readers give.
pub fn event_of_json(json: &Value) -> MapRecord {
    let mut record = MapRecord::new(RecordKind::EVENT, "", &[]);
    let event = json.get("Event").unwrap_or(json);
    if let Some(system) = event.get("System").and_then(Value::as_object) {
        for (name, value) in system {
            if let Some(attributes) = value.get("#attributes").and_then(Value::as_object) {
                for (attribute, value) in attributes {
                    let field = match (name.as_str(), attribute.as_str()) {
                        ("TimeCreated", _) => "TimeCreated".to_owned(),
                        ("EventID", attribute) => attribute.to_owned(),
                        (name, attribute) => format!("{name}_{attribute}"),
                    };
                    record.fields.push((field, text_of(value)));
                }
                if let Some(text) = value.get("#text") {
                    record.fields.push((name.clone(), text_of(text)));
                }
            } else {
                record.fields.push((name.clone(), text_of(value)));
            }
        }
    }
    for part in ["EventData", "UserData"] {
        if let Some(data) = event.get(part) {
            leaves(data, None, &mut record.fields);
        }
    }
    record
}

fn leaves(value: &Value, name: Option<&str>, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (own, value) in map {
                match own.as_str() {
                    "#attributes" => {}
                    "#text" => leaves(value, name, out),
                    own => leaves(value, Some(own), out),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| leaves(value, name, out)),
        value => out.push((name.unwrap_or("Data").to_owned(), text_of(value))),
    }
}
