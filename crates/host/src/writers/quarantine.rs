//! Files of Defender's quarantine: an entry, and the file that it names.
//!
//! Layout: Fox-IT, as the readers name it.

use super::wide;
use crate::cleaners::decrypted as encrypted;

/// What Defender writes of one file it took away.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// Where the file lay.
    pub path: &'a str,
    /// What Defender called it.
    pub threat: &'a str,
    /// The name of the file in `ResourceData`.
    pub resource: [u8; 20],
    /// When, as a FILETIME.
    pub time: u64,
}

impl NewEntry<'_> {
    /// The file in `Quarantine\Entries`.
    pub fn bytes(&self) -> Vec<u8> {
        let mut about = vec![1; 16];
        about.extend([2; 16]);
        about.extend(self.time.to_le_bytes());
        about.extend(2_147_686_744_u64.to_le_bytes());
        about.extend(1_u32.to_le_bytes());
        about.extend(self.threat.as_bytes());
        about.push(0);
        let mut list = [1_u32.to_le_bytes(), 8_u32.to_le_bytes()].concat();
        list.extend(wide(self.path));
        list.extend([0, 0]);
        list.extend(2_u16.to_le_bytes());
        list.extend(b"file\0");
        let created = self.time.to_le_bytes();
        for (kind, data) in [(0x5002_u16, &self.resource[..]), (0x600F, &created)] {
            list.resize(list.len().next_multiple_of(4), 0);
            list.extend((data.len() as u16).to_le_bytes());
            list.extend(kind.to_le_bytes());
            list.extend(data);
        }
        let mut header = vec![0xDB, 0xE8, 0xC5, 0x01, 1, 0, 0, 0];
        header.resize(40, 0);
        header.extend((about.len() as u32).to_le_bytes());
        header.extend((list.len() as u32).to_le_bytes());
        header.extend([0; 12]);
        [header, about, list].iter().flat_map(|part| encrypted(part)).collect()
    }
}

/// The file in `Quarantine\ResourceData`: a descriptor that says the system owned it, the content,
/// and named streams.
pub fn file(content: &[u8], streams: &[(&str, &[u8])]) -> Vec<u8> {
    // Revision 1, self-relative; the owner S-1-5-18 behind the fixed part.
    let mut descriptor = vec![1, 0, 0, 0x80];
    descriptor.extend(20_u32.to_le_bytes());
    descriptor.resize(20, 0);
    descriptor.extend([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0]);
    let mut plain = part(3, "", &descriptor);
    plain.extend(part(1, "", content));
    for (name, data) in streams {
        plain.extend(part(4, name, data));
    }
    encrypted(&plain)
}

fn part(kind: u32, name: &str, data: &[u8]) -> Vec<u8> {
    let name = wide(name);
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend([0; 4]);
    bytes.extend((data.len() as u64).to_le_bytes());
    bytes.extend((name.len() as u32).to_le_bytes());
    bytes.extend(name);
    bytes.extend(data);
    bytes
}
