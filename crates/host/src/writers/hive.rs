//! Registry hives, cell by cell, and the transaction logs that belong to them.
//!
//! Layout: <https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md>.

use crate::hive::{MARVIN_SEED, marvin};

/// Bytes before the first bin.
const BASE: usize = 4096;

/// When every written key last changed, unless it is said.
pub const WRITTEN: u64 = 0x01D7_1000_0000_0000;

/// Longest value that stands in one cell.
const SEGMENT: usize = 16_344;

/// A key to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewKey {
    name: String,
    values: Vec<(String, u32, Vec<u8>)>,
    below: Vec<NewKey>,
    written: Option<u64>,
}

/// A key with these keys below it and no values.
pub fn key(name: &str, below: Vec<NewKey>) -> NewKey {
    NewKey { name: name.to_owned(), values: Vec::new(), below, written: None }
}

impl NewKey {
    /// The same key with a text value.
    #[must_use]
    pub fn text(self, name: &str, text: &str) -> Self {
        let raw = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        self.value(name, 1, raw)
    }

    /// The same key with a list of texts.
    #[must_use]
    pub fn list(self, name: &str, texts: &[&str]) -> Self {
        let joined = texts.iter().map(|text| format!("{text}\0")).collect::<String>() + "\0";
        self.value(name, 7, super::wide(&joined))
    }

    /// The same key with a number.
    #[must_use]
    pub fn number(self, name: &str, number: u32) -> Self {
        self.value(name, 4, number.to_le_bytes().to_vec())
    }

    /// The same key with a value of a registry type, for example 3 for bytes.
    #[must_use]
    pub fn value(mut self, name: &str, kind: u32, raw: Vec<u8>) -> Self {
        self.values.push((name.to_owned(), kind, raw));
        self
    }

    /// The same key, last written at a FILETIME.
    #[must_use]
    pub fn written(mut self, time: u64) -> Self {
        self.written = Some(time);
        self
    }

    /// A chain of keys down a path, this one at its end.
    #[must_use]
    pub fn under(self, path: &str) -> Self {
        path.rsplit('\\').fold(self, |inner, name| key(name, vec![inner]))
    }

    /// Adds what another tree has below its root to this one, key by key.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        self.values.extend(other.values);
        self.written = other.written.or(self.written);
        for theirs in other.below {
            match self.below.iter_mut().find(|own| own.name.eq_ignore_ascii_case(&theirs.name)) {
                Some(own) => *own = std::mem::take(own).merged(theirs),
                None => self.below.push(theirs),
            }
        }
        self
    }

    /// The keys and values as `regedit` exports them, below a path such as
    /// `HKEY_LOCAL_MACHINE\SOFTWARE`.
    pub fn exported(&self, path: &str) -> String {
        let mut text = "Windows Registry Editor Version 5.00\r\n".to_owned();
        self.export_into(path, &mut text);
        text
    }

    fn export_into(&self, path: &str, text: &mut String) {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        text.push_str(&format!("\r\n[{path}]\r\n"));
        for (name, kind, raw) in &self.values {
            let units: Vec<u16> =
                raw.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c)).collect();
            let value = match (kind, raw.first_chunk()) {
                (1, _) => {
                    let shown = String::from_utf16_lossy(&units);
                    format!("\"{}\"", quoted(shown.trim_end_matches('\0')))
                }
                (4, Some(number)) => format!("dword:{:08x}", u32::from_le_bytes(*number)),
                _ => {
                    let bytes: Vec<String> = raw.iter().map(|byte| format!("{byte:02x}")).collect();
                    format!("hex({kind:x}):{}", bytes.join(","))
                }
            };
            let name =
                if name.is_empty() { "@".to_owned() } else { format!("\"{}\"", quoted(name)) };
            text.push_str(&format!("{name}={value}\r\n"));
        }
        for below in &self.below {
            below.export_into(&format!("{path}\\{}", below.name), text);
        }
    }
}

/// Writes cells; keys below come before their parents, but the root comes first of all, so that it
/// stands at the same place whatever is below it.
struct Writer {
    bins: Vec<u8>,
}

impl Writer {
    fn cell(&mut self, content: &[u8]) -> u32 {
        let offset = self.bins.len() as u32;
        let size = (content.len() + 4).next_multiple_of(8);
        self.bins.extend((-(size as i32)).to_le_bytes());
        self.bins.extend(content);
        self.bins.resize(offset as usize + size, 0);
        offset
    }

    fn key(&mut self, new: &NewKey, is_root: bool) -> u32 {
        let reserved = is_root.then(|| self.cell(&vec![0; 76 + new.name.len()]));
        let below: Vec<u32> = new.below.iter().map(|key| self.key(key, false)).collect();
        let values: Vec<u32> = new.values.iter().map(|value| self.value(value)).collect();
        let list =
            |offsets: &[u32]| offsets.iter().flat_map(|o| o.to_le_bytes()).collect::<Vec<_>>();
        let value_list = if values.is_empty() { u32::MAX } else { self.cell(&list(&values)) };
        let key_list = if below.is_empty() {
            u32::MAX
        } else {
            let mut content = b"lh".to_vec();
            content.extend((below.len() as u16).to_le_bytes());
            for offset in &below {
                content.extend(offset.to_le_bytes());
                content.extend([0; 4]);
            }
            self.cell(&content)
        };
        let mut content = vec![0; 76];
        content[..2].copy_from_slice(b"nk");
        content[2] = 0x20 | if is_root { 0x0C } else { 0 };
        content[4..12].copy_from_slice(&new.written.unwrap_or(WRITTEN).to_le_bytes());
        content[20..24].copy_from_slice(&(below.len() as u32).to_le_bytes());
        content[28..32].copy_from_slice(&key_list.to_le_bytes());
        content[36..40].copy_from_slice(&(values.len() as u32).to_le_bytes());
        content[40..44].copy_from_slice(&value_list.to_le_bytes());
        content[72..74].copy_from_slice(&(new.name.len() as u16).to_le_bytes());
        content.extend(new.name.as_bytes());
        let Some(offset) = reserved else { return self.cell(&content) };
        let start = offset as usize + 4;
        self.bins[start..start + content.len()].copy_from_slice(&content);
        offset
    }

    fn value(&mut self, (name, kind, raw): &(String, u32, Vec<u8>)) -> u32 {
        let mut content = vec![0; 20];
        content[..2].copy_from_slice(b"vk");
        content[2..4].copy_from_slice(&(name.len() as u16).to_le_bytes());
        let mut size = raw.len() as u32;
        if raw.len() <= 4 {
            size |= 0x8000_0000;
            content[8..8 + raw.len()].copy_from_slice(raw);
        } else {
            let at = self.data(raw);
            content[8..12].copy_from_slice(&at.to_le_bytes());
        }
        content[4..8].copy_from_slice(&size.to_le_bytes());
        content[12..16].copy_from_slice(&kind.to_le_bytes());
        content[16] = 1;
        content.extend(name.as_bytes());
        self.cell(&content)
    }

    fn data(&mut self, raw: &[u8]) -> u32 {
        if raw.len() <= SEGMENT {
            return self.cell(raw);
        }
        let segments: Vec<u32> = raw.chunks(SEGMENT).map(|part| self.cell(part)).collect();
        let list: Vec<u8> = segments.iter().flat_map(|offset| offset.to_le_bytes()).collect();
        let list = self.cell(&list);
        let mut content = b"db".to_vec();
        content.extend((segments.len() as u16).to_le_bytes());
        content.extend(list.to_le_bytes());
        self.cell(&content)
    }
}

/// A whole hive with this root.
pub fn hive(root: &NewKey) -> Vec<u8> {
    let mut writer = Writer { bins: vec![0; 32] };
    let root = writer.key(root, true);
    let size = writer.bins.len().next_multiple_of(4096);
    writer.bins.resize(size, 0);
    writer.bins[..4].copy_from_slice(b"hbin");
    writer.bins[8..12].copy_from_slice(&(size as u32).to_le_bytes());
    let mut base = vec![0; BASE];
    base[..4].copy_from_slice(b"regf");
    base[4..8].copy_from_slice(&3_u32.to_le_bytes());
    base[8..12].copy_from_slice(&3_u32.to_le_bytes());
    base[36..40].copy_from_slice(&root.to_le_bytes());
    base[40..44].copy_from_slice(&(size as u32).to_le_bytes());
    seal(&mut base);
    base.extend(writer.bins);
    base
}

/// Writes the checksum of a base block, whose first 512 bytes these are.
pub(crate) fn seal(base: &mut [u8]) {
    let sum =
        base[..508].as_chunks::<4>().0.iter().fold(0, |sum, word| sum ^ u32::from_le_bytes(*word));
    base[508..512].copy_from_slice(&sum.to_le_bytes());
}

/// A hive as it lies on the disk of a running server, and its `.LOG1`: what `before` says is in
/// the hive, what `after` says is in both together.
pub fn hive_in_use(before: &NewKey, after: &NewKey) -> (Vec<u8>, Vec<u8>) {
    let (mut old, new) = (hive(before), hive(after));
    // The first number runs ahead of the second until the log is written back.
    old[4..8].copy_from_slice(&4_u32.to_le_bytes());
    seal(&mut old[..512]);
    let mut log = new[..512].to_vec();
    log.extend(log_entry(3, &old, &new));
    (old, log)
}

/// An entry of a log of the newer layout that turns the bins of `old` into those of `new`, page by
/// page.
pub(crate) fn log_entry(sequence: u32, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut references = Vec::new();
    let mut pages: Vec<u8> = Vec::new();
    let mut count = 0_u32;
    for (index, page) in new[BASE..].chunks(4096).enumerate() {
        let start = BASE + index * 4096;
        if old.get(start..start + page.len()) != Some(page) {
            references.extend(((index * 4096) as u32).to_le_bytes());
            references.extend((page.len() as u32).to_le_bytes());
            pages.extend(page);
            count += 1;
        }
    }
    let mut entry = b"HvLE".to_vec();
    let size = (40 + references.len() + pages.len()).next_multiple_of(512);
    entry.extend((size as u32).to_le_bytes());
    entry.extend([0; 4]);
    entry.extend(sequence.to_le_bytes());
    entry.extend(((new.len() - BASE) as u32).to_le_bytes());
    entry.extend(count.to_le_bytes());
    entry.extend([0; 16]);
    entry.extend(references);
    entry.extend(pages);
    entry.resize(size, 0);
    let body = marvin(MARVIN_SEED, &entry[40..]).to_le_bytes();
    entry[24..32].copy_from_slice(&body);
    let head = marvin(MARVIN_SEED, &entry[..32]).to_le_bytes();
    entry[32..40].copy_from_slice(&head);
    entry
}
