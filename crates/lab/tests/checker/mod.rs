//! A reader of its own for the trees the lab writes: it must not share the lab's ideas of the
//! formats, nor the program's readers.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// All files below a folder with their contents, by path with `/`.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// One hash over all names and contents.
pub(crate) fn hash(root: &Path) -> String {
    let mut hasher = Sha256::new();
    for (name, content) in files(root) {
        hasher.update(name.as_bytes());
        hasher.update((content.len() as u64).to_le_bytes());
        hasher.update(content);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A log file taken apart.
pub(crate) struct LogFile {
    /// Column names of the last `#Fields` line.
    pub(crate) columns: Vec<String>,
    /// Header lines, without line ends.
    pub(crate) header: Vec<String>,
    /// Rows by column.
    pub(crate) rows: Vec<Vec<String>>,
}

impl LogFile {
    pub(crate) fn read(content: &[u8]) -> Self {
        let text = std::str::from_utf8(content).expect("UTF-8");
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut file = Self { columns: Vec::new(), header: Vec::new(), rows: Vec::new() };
        let mut plain = false;
        for line in text.split_inclusive("\r\n") {
            let line = line.strip_suffix("\r\n").expect("every line ends with CR LF");
            assert!(!line.contains(['\r', '\n']), "a bare line end in {line:?}");
            if let Some(fields) = line.strip_prefix("#Fields: ") {
                plain = fields.contains(' ');
                let separator = if plain { ' ' } else { ',' };
                file.columns = fields.split(separator).map(str::to_owned).collect();
                file.header.push(line.to_owned());
            } else if line.starts_with('#') || line.starts_with("DateTime,") {
                file.header.push(line.to_owned());
            } else if plain {
                file.rows.push(line.split(' ').map(str::to_owned).collect());
            } else {
                file.rows.push(csv(line));
            }
        }
        file
    }

    pub(crate) fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column).expect(column);
        &row[at]
    }

    /// The row's time as text that sorts: `yyyy-MM-ddTHH:mm:ss`.
    pub(crate) fn time(&self, row: &[String]) -> String {
        if self.columns[0] == "date" {
            return format!("{}T{}", row[0], row[1]);
        }
        assert!(row[0].ends_with('Z') && row[0].len() == 24, "{:?}", row[0]);
        row[0][..19].to_owned()
    }
}

/// One CSV line, RFC 4180.
pub(crate) fn csv(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cells.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    assert!(!quoted, "an open quote in {line:?}");
    cells
}
