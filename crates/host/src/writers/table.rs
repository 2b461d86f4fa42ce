//! Master file tables, `$MFT`.
//!
//! Layout: <https://github.com/libyal/libfsntfs/blob/main/documentation/New%20Technologies%20File%20System%20(NTFS).asciidoc>.

use super::wide;

/// The number of the root folder's record.
const ROOT: u64 = 5;

const STANDARD_INFORMATION: u32 = 0x10;
const FILE_NAME: u32 = 0x30;
const DATA: u32 = 0x80;

/// Bytes of a record.
const RECORD: usize = 1024;

/// One record of a file or folder.
#[derive(Clone, Debug, Default)]
pub struct NewRecord<'t> {
    /// Record number of its folder.
    pub parent: u64,
    /// Its name.
    pub name: &'t str,
    /// Whether the file is there still.
    pub in_use: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// FILETIME in `$STANDARD_INFORMATION`, which programs can set.
    pub standard: u64,
    /// FILETIME in `$FILE_NAME`, which only the file system sets.
    pub named: u64,
    /// DOS attributes.
    pub attributes: u32,
    /// A named stream and its content.
    pub stream: Option<(&'t str, &'t [u8])>,
}

impl NewRecord<'_> {
    /// The record as it stands in the table, sealed for sectors of 512 bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut raw = vec![0_u8; RECORD];
        raw[..4].copy_from_slice(b"FILE");
        raw[4..6].copy_from_slice(&48_u16.to_le_bytes());
        raw[6..8].copy_from_slice(&3_u16.to_le_bytes());
        raw[20..22].copy_from_slice(&56_u16.to_le_bytes());
        let flags = u16::from(self.in_use) | u16::from(self.is_folder) << 1;
        raw[22..24].copy_from_slice(&flags.to_le_bytes());
        raw[28..32].copy_from_slice(&(RECORD as u32).to_le_bytes());
        let mut standard = [self.standard.to_le_bytes(); 4].concat();
        standard.extend(self.attributes.to_le_bytes());
        standard.extend([0; 12]);
        let mut attributes = attribute(STANDARD_INFORMATION, "", &standard);
        attributes.extend(attribute(FILE_NAME, "", &self.file_name()));
        if let Some((stream, content)) = self.stream {
            attributes.extend(attribute(DATA, stream, content));
        }
        attributes.extend(u32::MAX.to_le_bytes());
        raw[56..56 + attributes.len()].copy_from_slice(&attributes);
        // The mark (0) at the sectors' ends, and what stood there in its list.
        for (kept, end) in [(50, 510), (52, 1022)] {
            raw.copy_within(end..end + 2, kept);
            raw[end..end + 2].copy_from_slice(&[0, 0]);
        }
        raw
    }

    fn file_name(&self) -> Vec<u8> {
        let mut value = self.parent.to_le_bytes().to_vec();
        value.extend([self.named.to_le_bytes(); 4].concat());
        value.extend([0; 24]);
        value.extend([self.name.encode_utf16().count() as u8, 1]);
        value.extend(wide(self.name));
        value
    }
}

/// A resident attribute.
fn attribute(kind: u32, name: &str, value: &[u8]) -> Vec<u8> {
    let name = wide(name);
    let value_at = (24 + name.len()).next_multiple_of(8);
    let length = (value_at + value.len()).next_multiple_of(8);
    let mut raw = vec![0; length];
    raw[..4].copy_from_slice(&kind.to_le_bytes());
    raw[4..8].copy_from_slice(&(length as u32).to_le_bytes());
    raw[9] = (name.len() / 2) as u8;
    raw[10..12].copy_from_slice(&24_u16.to_le_bytes());
    raw[16..20].copy_from_slice(&(value.len() as u32).to_le_bytes());
    raw[20..22].copy_from_slice(&(value_at as u16).to_le_bytes());
    raw[24..24 + name.len()].copy_from_slice(&name);
    raw[value_at..value_at + value.len()].copy_from_slice(value);
    raw
}

/// A table that files are added to by their paths; folders are made as they are needed.
#[derive(Clone, Debug)]
pub struct NewTable {
    bytes: Vec<u8>,
    folders: Vec<(String, u64)>,
    time: u64,
}

impl NewTable {
    /// A table with the file system's own first records, made at a FILETIME, as are all folders.
    pub fn new(time: u64) -> Self {
        let mut own = Self { bytes: Vec::new(), folders: vec![(String::new(), ROOT)], time };
        for name in ["$MFT", "$MFTMirr", "$LogFile", "$Volume", "$AttrDef"] {
            own.push(&NewRecord {
                parent: ROOT,
                name,
                in_use: true,
                standard: time,
                named: time,
                ..NewRecord::default()
            });
        }
        own.push(&NewRecord {
            parent: ROOT,
            name: ".",
            in_use: true,
            is_folder: true,
            standard: time,
            named: time,
            ..NewRecord::default()
        });
        own
    }

    /// Adds a file by its path without a drive; returns its record number. Of `file`, parent and
    /// name are taken from the path.
    pub fn add(&mut self, path: &str, file: &NewRecord<'_>) -> u64 {
        let (folder, name) = path.rsplit_once('\\').unwrap_or(("", path));
        let parent = self.folder(folder);
        self.push(&NewRecord { parent, name, ..file.clone() })
    }

    /// The record number of a folder by its path without a drive, made if it is not there.
    pub fn folder(&mut self, path: &str) -> u64 {
        if let Some((_, number)) =
            self.folders.iter().find(|(own, _)| own.eq_ignore_ascii_case(path))
        {
            return *number;
        }
        let (above, name) = path.rsplit_once('\\').unwrap_or(("", path));
        let parent = self.folder(above);
        let time = self.time;
        let number = self.push(&NewRecord {
            parent,
            name,
            in_use: true,
            is_folder: true,
            standard: time,
            named: time,
            ..NewRecord::default()
        });
        self.folders.push((path.to_owned(), number));
        number
    }

    fn push(&mut self, record: &NewRecord<'_>) -> u64 {
        let number = (self.bytes.len() / RECORD) as u64;
        self.bytes.extend(record.bytes());
        number
    }

    /// The table.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }
}
