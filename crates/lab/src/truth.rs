//! What was planted: the answers a test compares the program's answers with.

#![expect(clippy::disallowed_methods, reason = "the lab writes its truth beside the evidence")]

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use model::{Hole, Stage};
use serde::{Deserialize, Serialize};

use crate::{
    doors::PlantedDoor,
    log::Log,
    recipe::{PlantKind, Recipe},
};

/// Everything that is true of a tree the lab wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The recipe it was made from.
    pub recipe: Recipe,
    /// What was planted, in the recipe's order.
    pub plants: Vec<Planted>,
    /// What was laid onto the disk, in the recipe's order.
    #[serde(default)]
    pub doors: Vec<PlantedDoor>,
    /// Holes that were made, by log.
    pub holes: BTreeMap<Log, Vec<Hole>>,
    /// Windows paths of the files that faults changed or removed.
    pub damaged: Vec<String>,
    /// Windows paths of all log files, in the order of logs and time. Renamed ones have their new
    /// names.
    pub files: Vec<String>,
    /// Rows of each log.
    pub rows: BTreeMap<Log, u64>,
    /// Bytes of all logs.
    pub bytes: u64,
}

impl Truth {
    /// Writes it as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        fs::write(path, serde_json::to_vec_pretty(self)?)
    }

    /// Reads what [`Truth::save`] wrote.
    ///
    /// # Errors
    /// When the file cannot be read or is something else.
    pub fn load(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// Where the truth of a tree lies: beside it, never inside.
    pub fn beside(tree: &Path) -> PathBuf {
        let mut name = tree.file_name().unwrap_or_default().to_os_string();
        name.push(".truth.json");
        tree.with_file_name(name)
    }

    /// The plants that are no look-alikes.
    pub fn guilty(&self) -> impl Iterator<Item = &Planted> {
        self.plants.iter().filter(|plant| !plant.kind.is_innocent())
    }
}

/// One plant as it came to lie in the logs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planted {
    /// What.
    pub kind: PlantKind,
    /// How far it got; `None` for the innocent.
    pub stage: Option<Stage>,
    /// How the ids of the rules begin that should find it; empty for the innocent.
    pub rule_prefix: String,
    /// Addresses the actor came from.
    pub addresses: Vec<String>,
    /// User agents as the client sent them.
    pub user_agents: Vec<String>,
    /// Accounts used or impersonated.
    pub identities: Vec<String>,
    /// URL paths of pages written, used or asked for.
    pub pages: Vec<String>,
    /// Windows paths the logs name as written.
    pub written: Vec<String>,
    /// First and last row; `None` if no row was kept.
    pub first: Option<Timestamp>,
    /// The last row.
    pub last: Option<Timestamp>,
    /// Its rows, in order of time.
    pub rows: Vec<PlantedRow>,
}

impl Planted {
    /// A plant without rows yet.
    pub(crate) fn new(kind: PlantKind, stage: Option<Stage>, rule_prefix: &str) -> Self {
        Self {
            kind,
            stage,
            rule_prefix: rule_prefix.to_owned(),
            addresses: Vec::new(),
            user_agents: Vec::new(),
            identities: Vec::new(),
            pages: Vec::new(),
            written: Vec::new(),
            first: None,
            last: None,
            rows: Vec::new(),
        }
    }
}

/// One row of a plant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlantedRow {
    /// The log.
    pub log: Log,
    /// Windows path of the file; empty if the row fell into a hole or the log is not kept.
    pub file: String,
    /// The row's own time.
    pub time: Timestamp,
}
