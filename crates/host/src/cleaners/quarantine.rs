//! Entries of Defender's quarantine: `ProgramData\Microsoft\Windows Defender\Quarantine\Entries`, a
//! file for each time that something was taken away, with its former path and times.
//!
//! Three parts, each encrypted by itself; layout after Fox-IT
//! (<https://blog.fox-it.com/2023/12/14/reverse-reveal-recover-windows-defender-quarantine-forensics/>).
//! A header of 60 bytes tells the sizes of the other two: what was found and when; and a list of
//! resources, each with a path, a kind and fields.

use model::{GapReason, Locator, WinPath};

use crate::hive::{hex, u16_at, u32_at, u64_at};
use crate::text::{repeated, utf16};
use crate::time::filetime_at;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::cipher::decrypted;
use super::{LONGEST, Place, at_moment, bare, cut};

/// Largest entry read. Real ones have a few KiB.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Bytes of the header.
const HEADER: usize = 60;

/// Most resources of one entry that are read: all may point at one long path. A threat in many
/// files has some hundred.
const MOST_RESOURCES: usize = 1_000;

/// Most fields of one resource; Defender writes nine.
const MOST_FIELDS: usize = 64;

/// Fields of a resource.
mod field {
    pub(super) const FILE: u16 = 0x02;
    pub(super) const PHYSICAL_PATH: u16 = 0x0C;
    pub(super) const CREATED: u16 = 0x0F;
    pub(super) const MODIFIED: u16 = 0x11;
}

/// An entry of the quarantine.
pub(crate) struct QuarantineEntry;

impl Reader for QuarantineEntry {
    fn id(&self) -> &'static str {
        "defender-quarantine"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        if head.bytes.get(..HEADER).is_some_and(|raw| sizes(raw).is_some()) {
            return Some(Sniff::Certain);
        }
        let named = head.path.after("Quarantine\\Entries").is_some();
        (named && !head.bytes.is_empty()).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let Some((first, second)) = bytes.get(..HEADER).and_then(sizes) else {
            let detail = "an entry of Defender's quarantine without its header".to_owned();
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
            return;
        };
        let (about, list) = (HEADER, HEADER.saturating_add(first));
        let end = list.saturating_add(second);
        let part =
            |from: usize, to: usize| decrypted(&bytes[from.min(bytes.len())..to.min(bytes.len())]);
        if end > bytes.len() {
            let detail = "an entry of Defender's quarantine that ends too early".to_owned();
            let locator = Locator::Bytes { offset: bytes.len() as u64, length: 0 };
            sink.gap(locator, GapReason::Truncated, detail, 1, (end - bytes.len()) as u64);
        }
        let entry = Entry::of(&part(about, list));
        if entry.threat.is_empty() {
            let detail = "an entry of Defender's quarantine that names no threat".to_owned();
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, first as u64);
        }
        let list = part(list, end);
        resources(&entry, &list, sink);
    }
}

/// The sizes of the two parts behind the header; `None` if this is no header: 32 of its bytes are
/// zero once decrypted.
fn sizes(header: &[u8]) -> Option<(usize, usize)> {
    let plain = decrypted(header);
    let is_one = plain.get(8..40)?.iter().all(|byte| *byte == 0);
    let (first, second) = (u32_at(&plain, 40)? as usize, u32_at(&plain, 44)? as usize);
    (is_one && first > 0 && plain.get(..4)? != [0; 4]).then_some((first, second))
}

/// What an entry says about all its resources.
struct Entry {
    fact: Fact,
    threat: String,
}

impl Entry {
    /// Two GUIDs, a time, the threat's number, a one, its name.
    fn of(plain: &[u8]) -> Self {
        let name = plain.get(52..).unwrap_or_default();
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        let threat = String::from_utf8_lossy(&name[..end]).into_owned();
        let threat = repeated(&threat).to_owned();
        let fact = Fact::new(FactKind::DefenderLog, Locator::File)
            .with("element", "action")
            .with("tool", "defender")
            .with("source", "quarantine")
            .with("threat", threat.as_str())
            .with("action", "quarantine")
            .with("removed", "true")
            .with_some("id", guid(plain))
            .with_some("threatId", u64_at(plain, 40).map(|id| id.to_string()));
        Self { fact: at_moment(fact, filetime_at(plain, 32)), threat }
    }
}

/// Pushes a fact for each resource; one for the entry if it lists none.
fn resources(entry: &Entry, list: &[u8], sink: &mut dyn Sink) {
    let told = u32_at(list, 0).unwrap_or(0) as usize;
    let mut read = 0;
    for index in 0..told.min(MOST_RESOURCES) {
        let resource = u32_at(list, 4 + index * 4).and_then(|at| resource(list, at as usize));
        let Some(resource) = resource else { continue };
        read += 1;
        let mut fact =
            Place { scheme: &resource.scheme, path: &resource.path }.describe(entry.fact.clone());
        for (name, value) in resource.fields {
            fact.push(name, value);
        }
        sink.fact(fact);
    }
    if read == 0 {
        sink.fact(entry.fact.clone());
    }
    if read < told {
        let detail = format!("resources of a quarantine entry that could not be read, of {told}");
        sink.gap(Locator::File, GapReason::Damaged, detail, (told - read) as u64, 0);
    }
}

struct Resource {
    scheme: String,
    path: String,
    fields: Vec<(&'static str, String)>,
}

/// A path in UTF-16, the number of fields, the kind of resource, the fields at multiples of four.
fn resource(list: &[u8], start: usize) -> Option<Resource> {
    let units = list.get(start..)?.as_chunks::<2>().0;
    let length = units.iter().take(LONGEST).position(|unit| *unit == [0, 0])?;
    let mut path = utf16(&list[start..start + length * 2]);
    let mut from = start + length * 2 + 2;
    let count = usize::from(u16_at(list, from)?);
    let scheme = list.get(from + 2..)?;
    let end = scheme.iter().take(LONGEST).position(|byte| *byte == 0)?;
    let scheme = String::from_utf8_lossy(&scheme[..end]).into_owned();
    from += 2 + end + 1;
    let mut fields = Vec::new();
    for _ in 0..count.min(MOST_FIELDS) {
        from = from.next_multiple_of(4);
        let (Some(size), Some(kind)) = (u16_at(list, from), u16_at(list, from + 2)) else { break };
        let Some(data) = list.get(from + 4..from + 4 + usize::from(size)) else { break };
        let time = || filetime_at(data, 0).map(|time| time.to_string());
        match kind & 0x0FFF {
            field::FILE => fields.push(("resource", hex(data))),
            field::PHYSICAL_PATH => {
                let told = std::mem::replace(&mut path, utf16(data));
                fields.push(("detectionPath", cut(&told).to_owned()));
            }
            field::CREATED => fields.extend(time().map(|time| ("created", time))),
            field::MODIFIED => fields.extend(time().map(|time| ("modified", time))),
            _ => {}
        }
        from += 4 + usize::from(size);
    }
    let path = bare(&path).to_owned();
    Some(Resource { scheme, path, fields })
}

/// A GUID as Windows writes it, without braces; `None` if the bytes end too early.
pub(super) fn guid(bytes: &[u8]) -> Option<String> {
    let (first, second, third) = (u32_at(bytes, 0)?, u16_at(bytes, 4)?, u16_at(bytes, 6)?);
    let rest = bytes.get(8..16)?;
    let tail = |part: &[u8]| hex(part).to_uppercase();
    Some(format!("{first:08X}-{second:04X}-{third:04X}-{}-{}", tail(&rest[..2]), tail(&rest[2..])))
}
