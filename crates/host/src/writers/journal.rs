//! Records of the change journal, `$UsnJrnl:$J`.
//!
//! Layout: <https://learn.microsoft.com/windows/win32/api/winioctl/ns-winioctl-usn_record_v2>
//! and `ns-winioctl-usn_record_v3`.

use super::wide;

/// A file was made.
pub const CREATED: u32 = 0x0000_0100;
/// A file was deleted.
pub const DELETED: u32 = 0x0000_0200;
/// A file had this name before.
pub const RENAMED_FROM: u32 = 0x0000_1000;
/// A file has a new name.
pub const RENAMED: u32 = 0x0000_2000;
/// The last handle was closed.
pub const CLOSED: u32 = 0x8000_0000;

/// A record of version 2.
pub fn entry(name: &str, reason: u32, time: u64, file: u64, parent: u64) -> Vec<u8> {
    entry_of(2, name, reason, time, file, parent)
}

/// A record of version 2 about a folder.
pub fn folder(name: &str, reason: u32, time: u64, file: u64, parent: u64) -> Vec<u8> {
    let mut bytes = entry(name, reason, time, file, parent);
    bytes[52..56].copy_from_slice(&0x10_u32.to_le_bytes());
    bytes
}

/// A record of version 2 or 3. `time` is a FILETIME; `file` and `parent` are record numbers with
/// the sequence number in their highest 16 bits.
pub(crate) fn entry_of(
    version: u16,
    name: &str,
    reason: u32,
    time: u64,
    file: u64,
    parent: u64,
) -> Vec<u8> {
    let shift = if version == 3 { 16 } else { 0 };
    let name = wide(name);
    let mut bytes = vec![0; 60 + shift];
    let length = (60 + shift + name.len()).next_multiple_of(8);
    bytes[..4].copy_from_slice(&(length as u32).to_le_bytes());
    bytes[4..6].copy_from_slice(&version.to_le_bytes());
    bytes[8..16].copy_from_slice(&file.to_le_bytes());
    let parent_at = if version == 3 { 24 } else { 16 };
    bytes[parent_at..parent_at + 8].copy_from_slice(&parent.to_le_bytes());
    bytes[24 + shift..32 + shift].copy_from_slice(&4096_u64.to_le_bytes());
    bytes[32 + shift..40 + shift].copy_from_slice(&time.to_le_bytes());
    bytes[40 + shift..44 + shift].copy_from_slice(&reason.to_le_bytes());
    bytes[56 + shift..58 + shift].copy_from_slice(&(name.len() as u16).to_le_bytes());
    bytes[58 + shift..60 + shift].copy_from_slice(&(60 + shift as u16).to_le_bytes());
    bytes.extend(name);
    bytes.resize(length, 0);
    bytes
}
