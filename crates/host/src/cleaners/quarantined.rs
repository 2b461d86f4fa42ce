//! The files themselves that Defender took away: `Quarantine\ResourceData\XX\HASH`, where an entry of
//! the quarantine names the hash and says where the file lay.
//!
//! One cipher stream over what Windows' `BackupRead` gives of a file: parts, each behind a header
//! `WIN32_STREAM_ID`
//! (<https://learn.microsoft.com/windows/win32/api/winbase/ns-winbase-win32_stream_id>): first the
//! security descriptor, then the content, then named streams. That Defender keeps files so is from
//! Fox-IT (see `cipher`). Content is handed on in memory and never written.

use model::{GapReason, Locator, WinPath};

use crate::hive::{u16_at, u32_at, u64_at};
use crate::registry::sid;
use crate::text::{repeated, utf16};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::cipher::decrypted;

/// Largest file decrypted. Pages have some KiB, tools some MiB; the plain copy costs as much
/// memory again.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Bytes of a part's header without its name.
const HEADER: usize = 20;

/// Longest name of a stream, in bytes; NTFS allows 255 characters with a colon and a type around.
const LONGEST_NAME: usize = 1024;

/// Most parts of one file. A file has a handful of streams.
const MOST_PARTS: usize = 64;

/// What a part of a file is.
mod part {
    pub(super) const CONTENT: u32 = 1;
    pub(super) const SECURITY: u32 = 3;
    pub(super) const NAMED_STREAM: u32 = 4;
    pub(super) const SPARSE: u32 = 9;
    /// The highest number that Windows gives.
    pub(super) const LAST: u32 = 11;
}

/// A file in the quarantine.
pub(crate) struct QuarantinedFile;

impl Reader for QuarantinedFile {
    fn id(&self) -> &'static str {
        "defender-quarantined"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let first = head.bytes.get(..HEADER).map(decrypted);
        if first.is_some_and(|plain| Part::of(&plain).is_some_and(Part::begins_a_file)) {
            return Some(Sniff::Certain);
        }
        let named = head.path.after("Quarantine\\ResourceData").is_some();
        (named && !head.bytes.is_empty()).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let plain = decrypted(bytes);
        let mut file = File { resource: resource_of(path), owner: None, contents: 0 };
        let mut at = 0;
        for _ in 0..MOST_PARTS {
            let Some(rest) = plain.get(at..).filter(|rest| !rest.is_empty()) else { break };
            let Some(part) = Part::of(rest) else {
                let detail = "a file of Defender's quarantine whose parts do not follow each other";
                damaged(at, rest.len(), detail, sink);
                break;
            };
            let start = at + HEADER + part.name_size;
            let end = start.saturating_add(usize::try_from(part.size).unwrap_or(usize::MAX));
            let data = &plain[start.min(plain.len())..end.min(plain.len())];
            if end > plain.len() {
                let locator = Locator::Bytes { offset: plain.len() as u64, length: 0 };
                let detail = "a file of Defender's quarantine that ends too early".to_owned();
                sink.gap(locator, GapReason::Truncated, detail, 1, (end - plain.len()) as u64);
            }
            let name = utf16(rest.get(HEADER..HEADER + part.name_size).unwrap_or_default());
            file.part(part, &name, data, at, end > plain.len(), sink);
            at = end;
        }
        if at < plain.len() && Part::of(&plain[at..]).is_some() {
            let detail = "a file of Defender's quarantine with more than 64 parts".to_owned();
            let locator = Locator::Bytes { offset: at as u64, length: 0 };
            sink.gap(locator, GapReason::TooLarge, detail, 1, (plain.len() - at) as u64);
        }
        if file.contents == 0 {
            let detail = "a file of Defender's quarantine without its content";
            damaged(0, bytes.len(), detail, sink);
        }
    }
}

fn damaged(at: usize, length: usize, detail: &str, sink: &mut dyn Sink) {
    let locator = Locator::Bytes { offset: at as u64, length: length as u64 };
    sink.gap(locator, GapReason::Damaged, detail.to_owned(), 1, length as u64);
}

/// The name by which entries know a file: the hash that its own name is. One that was renamed goes
/// by the name it has.
fn resource_of(path: &WinPath) -> String {
    repeated(path.file_name()).to_lowercase()
}

/// The header of a part.
#[derive(Clone, Copy)]
struct Part {
    kind: u32,
    size: u64,
    name_size: usize,
}

impl Part {
    /// `None` if the bytes are no header.
    fn of(plain: &[u8]) -> Option<Self> {
        let (kind, size) = (u32_at(plain, 0)?, u64_at(plain, 8)?);
        let name_size = u32_at(plain, 16)? as usize;
        let is_one = (1..=part::LAST).contains(&kind)
            && name_size <= LONGEST_NAME
            && name_size.is_multiple_of(2);
        is_one.then_some(Self { kind, size, name_size })
    }

    /// Whether a file may begin with it: with its security descriptor or its content, which have
    /// no names, and no part is larger than any file that is read.
    fn begins_a_file(self) -> bool {
        matches!(self.kind, part::SECURITY | part::CONTENT)
            && self.name_size == 0
            && (1..=LARGEST).contains(&self.size)
    }
}

/// What is known so far of the file.
struct File {
    resource: String,
    owner: Option<String>,
    contents: u64,
}

impl File {
    fn part(
        &mut self,
        part: Part,
        name: &str,
        data: &[u8],
        at: usize,
        is_cut: bool,
        sink: &mut dyn Sink,
    ) {
        match part.kind {
            part::SECURITY => self.owner = owner(data),
            part::CONTENT | part::NAMED_STREAM => {
                self.contents += u64::from(part.kind == part::CONTENT);
                let locator = Locator::Bytes { offset: at as u64, length: data.len() as u64 };
                let stream = (part.kind == part::NAMED_STREAM).then(|| repeated(name).to_owned());
                let fact = Fact::new(FactKind::DefenderLog, locator)
                    .with("element", "content")
                    .with("tool", "defender")
                    .with("source", "quarantine")
                    .with("resource", self.resource.as_str())
                    .with("size", part.size.to_string())
                    .with_some("stream", stream)
                    .with_some("owner", self.owner.as_deref())
                    .with_some("cut", is_cut.then_some("yes"));
                sink.inner(fact, data);
            }
            part::SPARSE => {
                let detail = "a file with holes in Defender's quarantine is not put together";
                damaged(at, data.len(), detail, sink);
            }
            // Attributes, links, object numbers: nothing of what the file does.
            _ => {}
        }
    }
}

/// Who owned the file, as a SID: the owner's place stands at byte 4 of a self-relative descriptor
/// (<https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-security_descriptor>).
fn owner(descriptor: &[u8]) -> Option<String> {
    /// The descriptor's parts lie behind it, and not elsewhere in memory.
    const SELF_RELATIVE: u16 = 0x8000;
    if u16_at(descriptor, 2)? & SELF_RELATIVE == 0 {
        return None;
    }
    let at = u32_at(descriptor, 4)? as usize;
    (at > 0).then(|| descriptor.get(at..).and_then(sid)).flatten().map(|(sid, _)| sid)
}
