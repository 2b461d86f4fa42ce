//! Velociraptor's offline collector and its server's file store: `uploads/<accessor>/<path>`.
//!
//! Facts from `utils/sanitize.go` and the container fixtures of
//! <https://github.com/Velocidex/velociraptor>. Names are escaped in one of two ways; the list
//! `uploads.json` gives the components as they were and comes before any decoding. Times of the
//! container are those of the collector; the true ones are in a result of their own.

use std::collections::HashMap;

use model::{FileTimes, Timestamp, WinPath};
use serde::Deserialize;

use super::volumes::shadow_base;
use crate::names;

/// How the collector reached a file; a folder below `uploads`.
const ACCESSORS: &[&str] =
    &["auto", "ntfs", "lazy_ntfs", "ntfs_vss", "mft", "file", "registry", "raw_reg", "vss"];

/// Endings of results that list files with their times.
const TIME_RESULTS: &[&str] = &["All File Metadata.json", "All Matches Metadata.json"];

/// Escapes of the encoding for zips; any other escape shows the stricter one of the file store.
const ZIP_ESCAPED: &[u8] = b"?\"*:|<>%/\\. ";

/// A file below `uploads`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Upload<'a> {
    /// Number of components before `uploads`.
    pub(super) root: usize,
    /// Components after the accessor, as stored.
    parts: &'a [&'a str],
}

/// The upload that a name is; `None` if it is none.
pub(super) fn upload<'a>(parts: &'a [&'a str]) -> Option<Upload<'a>> {
    let root = parts.windows(2).position(|two| {
        two[0].eq_ignore_ascii_case("uploads")
            && ACCESSORS.iter().any(|accessor| two[1].eq_ignore_ascii_case(accessor))
    })?;
    let parts = &parts[root + 2..];
    (!parts.is_empty()).then_some(Upload { root, parts })
}

/// A file of the collection that tells about others.
pub(super) enum Sidecar<'a> {
    /// The list of uploads of the collection at `root` (empty, or ending in `/`).
    Uploads { root: &'a str },
    /// Times of files.
    Times,
}

/// Recognises a sidecar by its name.
pub(super) fn sidecar(name: &str) -> Option<Sidecar<'_>> {
    if let Some(root) = name.strip_suffix("uploads.json")
        && (root.is_empty() || root.ends_with('/'))
        && !root.ends_with("uploads/")
    {
        return Some(Sidecar::Uploads { root });
    }
    let file = TIME_RESULTS.iter().find_map(|end| name.strip_suffix(end))?;
    (file.ends_with("%2F") || file.ends_with('/')).then_some(Sidecar::Times)
}

/// One line of `uploads.json`.
#[derive(Deserialize)]
struct UploadRow {
    #[serde(default, rename = "_Components")]
    components: Option<Vec<String>>,
    #[serde(default)]
    file_size: u64,
    #[serde(default)]
    uploaded_size: u64,
    #[serde(default, rename = "Type")]
    kind: String,
}

/// One line of a result with file times.
#[derive(Deserialize)]
struct TimeRow {
    #[serde(rename = "SourceFile")]
    source: String,
    #[serde(default, rename = "Created")]
    created: Option<String>,
    #[serde(default, rename = "Modified")]
    modified: Option<String>,
}

/// What is known about the uploads of a source.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    /// Whether names are in the file store's encoding.
    strict: bool,
    /// True paths by name in the source.
    paths: HashMap<String, WinPath>,
    /// Times by path, lower-case.
    times: HashMap<String, FileTimes>,
    /// Bytes that were not brought, by path, lower-case.
    missing: HashMap<String, u64>,
    /// Paths, lower-case, whose data were brought without their holes: nothing is missing.
    sparse: std::collections::HashSet<String>,
}

impl Uploads {
    /// Finds out how the names of a source are encoded.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut strict = false;
        for name in names {
            let parts: Vec<&str> = name.split('/').collect();
            if let Some(upload) = upload(&parts) {
                if upload.parts.iter().any(|part| !part.is_ascii()) {
                    return Self::default();
                }
                strict |= upload.parts.iter().any(|part| has_strict_escape(part));
            }
        }
        Self { strict, ..Self::default() }
    }

    /// The path of an upload: from the list, else decoded from its name.
    pub(super) fn path(&self, upload: &Upload<'_>, name: &str) -> WinPath {
        self.paths.get(name).cloned().unwrap_or_else(|| {
            let parts = upload.parts.iter().map(|part| decode(part, self.strict));
            native_path(parts)
        })
    }

    /// The times of a file by its path.
    pub(super) fn times(&self, path: &WinPath) -> FileTimes {
        self.times.get(&path.key()).copied().unwrap_or_default()
    }

    /// Bytes of a file that the collector did not bring.
    pub(super) fn missing_bytes(&self, path: &WinPath) -> Option<u64> {
        let key = path.key();
        if self.sparse.contains(&key) { None } else { self.missing.get(&key).copied() }
    }

    /// Takes in `uploads.json` of the collection at `root`; returns the number of lines that are
    /// not what Velociraptor writes.
    pub(super) fn learn_uploads(&mut self, root: &str, text: &[u8]) -> u64 {
        let mut unreadable = 0;
        for line in lines(text) {
            let Ok(row) = serde_json::from_slice::<UploadRow>(line) else {
                unreadable += 1;
                continue;
            };
            let Some([first, accessor, rest @ ..]) = row.components.as_deref() else { continue };
            if rest.is_empty() {
                continue;
            }
            let mut path = native_path(rest.iter().cloned());
            // The map of a sparse file shares its components and differs by its ending.
            let index = if row.kind == "idx" { ".idx" } else { "" };
            if !index.is_empty() {
                self.sparse.insert(path.key());
                path = WinPath::new(&format!("{path}{index}"));
            } else if row.kind == "sparse" {
                self.sparse.insert(path.key());
            }
            if row.uploaded_size < row.file_size {
                self.missing.insert(path.key(), row.file_size - row.uploaded_size);
            }
            for encode in [encode_for_zip, encode_strictly] {
                let tail: Vec<String> = rest.iter().map(|part| encode(part)).collect();
                let stored = format!("{root}{first}/{accessor}/{}{index}", tail.join("/"));
                self.paths.insert(stored, path.clone());
            }
        }
        unreadable
    }

    /// Takes in a result with file times; returns the number of lines that are not such.
    pub(super) fn learn_times(&mut self, text: &[u8]) -> u64 {
        let mut unreadable = 0;
        for line in lines(text) {
            let Ok(row) = serde_json::from_slice::<TimeRow>(line) else {
                unreadable += 1;
                continue;
            };
            let time = |text: Option<String>| text.and_then(|text| text.parse::<Timestamp>().ok());
            let times = FileTimes { created: time(row.created), modified: time(row.modified) };
            self.times.insert(native_path([row.source].into_iter()).key(), times);
        }
        unreadable
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
}

/// The path that components stand for. The first may be a device: `\\.\C:`, or a shadow copy.
fn native_path(parts: impl Iterator<Item = String>) -> WinPath {
    let joined = parts.collect::<Vec<_>>().join("\\");
    let lower = joined.to_ascii_lowercase();
    const SHADOW: &str = "harddiskvolumeshadowcopy";
    if let Some(at) = lower.find(SHADOW) {
        let digits = &lower[at + SHADOW.len()..];
        let end = digits.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
        if let Ok(number) = digits[..end].parse() {
            let rest = &joined[at + SHADOW.len() + end..];
            return super::join(&shadow_base(number), &[rest]);
        }
    }
    let bare = ["\\\\.\\", "\\\\?\\", "//./", "//?/"]
        .iter()
        .find_map(|device| joined.strip_prefix(device))
        .unwrap_or(&joined);
    WinPath::new(&names::safe(bare).name)
}

/// Whether a name has an escape that the encoding for zips never makes.
fn has_strict_escape(part: &str) -> bool {
    escapes(part).any(|byte| !ZIP_ESCAPED.contains(&byte) && byte.is_ascii())
}

fn escapes(part: &str) -> impl Iterator<Item = u8> + '_ {
    part.match_indices('%').filter_map(|(at, _)| hex_byte(part.as_bytes().get(at + 1..at + 3)?))
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (high, low) = (digit(*digits.first()?)?, digit(*digits.get(1)?)?);
    u8::try_from(high * 16 + low).ok()
}

/// Undoes the escaping of a component. A `%` that no two hex digits follow stays, except at the
/// very end, where Velociraptor drops it.
pub(super) fn decode(part: &str, strict: bool) -> String {
    let part = if strict { strip_marker(part) } else { part };
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match escaped.and_then(hex_byte) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                if bytes[at] != b'%' || at + 1 < bytes.len() {
                    out.push(bytes[at]);
                }
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into())
}

/// The file store adds `_` to names that end in `.db` or `_`.
fn strip_marker(part: &str) -> &str {
    match part.strip_suffix('_') {
        Some(rest) if rest.ends_with('_') || rest.ends_with(".db") => rest,
        _ => part,
    }
}

/// The encoding of components in a zip.
pub(super) fn encode_for_zip(part: &str) -> String {
    let last = part.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(part.len());
    for (at, c) in part.chars().enumerate() {
        let at_edge = (at == 0 || at == last) && matches!(c, '.' | ' ');
        if at_edge || matches!(c, '?' | '"' | '*' | ':' | '|' | '<' | '>' | '%' | '/' | '\\') {
            push_escaped(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// The encoding of components in the server's file store.
pub(super) fn encode_strictly(part: &str) -> String {
    let last = part.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(part.len() + 1);
    for (at, c) in part.chars().enumerate() {
        let plain = c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | ' ' | '$');
        if !plain || ((at == 0 || at == last) && c == '.') {
            push_escaped(&mut out, c);
        } else {
            out.push(c);
        }
    }
    if part.ends_with(".db") || part.ends_with('_') {
        out.push('_');
    }
    out
}

fn push_escaped(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Lies beside an encrypted collection whose password is locked to a key.
pub(super) const KEY_FILE: &str = "metadata.json";

/// How to get at an encrypted collection: the outer zip holds `data.zip`, and beside it, if the
/// password itself is encrypted to a key, `metadata.json`.
pub(super) fn encryption_advice(name: &str, beside: impl Fn(&str) -> bool) -> Option<String> {
    let root = name.strip_suffix("data.zip").filter(|r| r.is_empty() || r.ends_with('/'))?;
    Some(if beside(&format!("{root}{KEY_FILE}")) {
        "an encrypted Velociraptor collection, its password locked to the key of a Velociraptor \
         server or a PGP key: import it there or run `velociraptor --config server.config.yaml \
         unzip --dump_dir FOLDER FILE.zip` (or open the password in metadata.json with the PGP \
         key), then give the unpacked result"
            .into()
    } else {
        "an encrypted collection (a single data.zip, as Velociraptor writes with a password): \
         unpack it with its password, then give the result"
            .into()
    })
}
