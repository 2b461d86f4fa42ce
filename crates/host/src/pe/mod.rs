//! Executables, libraries and assemblies: which version a file has, what it loads and offers, and
//! whether somebody signed it. The proof of an Exchange build is the version of `ExSetup.exe`.
//!
//! Headers, imports and exports through `object`; the version resource and the signer's name are
//! read here, because they are small and every length in them is an attacker's.

mod managed;
mod metadata;
mod names;
mod signer;
mod strings;
#[cfg(test)]
pub(crate) mod tests;
mod version;

pub use signer::Signer;
pub use version::Version;

use model::{GapReason, Locator, Timestamp, WinPath};
use object::LittleEndian as LE;
use object::pe::{
    IMAGE_DIRECTORY_ENTRY_DEBUG, IMAGE_DIRECTORY_ENTRY_SECURITY, ImageNtHeaders32, ImageNtHeaders64,
};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader, PeFile};
use object::{FileKind, Object as _};

use crate::hive::u32_at;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

pub(crate) use managed::{Managed, describe, managed};
pub(crate) use names::add as add_names;

/// Largest file read. Exchange's own largest library has 60 MiB.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Most sections looked at; the format allows 96 on Windows.
const MOST_SECTIONS: usize = 96;

/// Portable executables.
pub(crate) struct Executable;

impl Reader for Executable {
    fn id(&self) -> &'static str {
        "pe"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        if !head.bytes.starts_with(b"MZ") {
            return None;
        }
        let at = crate::hive::u32_at(head.bytes, 60).map(|at| at as usize);
        let signed = at.and_then(|at| head.bytes.get(at..at.checked_add(4)?));
        match signed {
            Some(b"PE\0\0") => Some(Sniff::Certain),
            // One that is called a program and is none is damaged, or a placeholder.
            _ if is_called_program(head.path) => Some(Sniff::ByPath),
            Some(_) => None,
            // The header lies beyond what is shown.
            None => at.map(|_| Sniff::Generic),
        }
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let fact = match FileKind::parse(bytes) {
            Ok(FileKind::Pe64) => read_as::<ImageNtHeaders64>(path, bytes, sink),
            Ok(FileKind::Pe32) => read_as::<ImageNtHeaders32>(path, bytes, sink),
            _ => {
                let behind = bytes.get(2..).unwrap_or_default();
                let empty = !behind.is_empty() && behind.iter().all(|byte| *byte == 0);
                let rest = if empty { "; behind \"MZ\" stand zeros only" } else { "" };
                let detail = format!(
                    "it names itself a program and is not readable as one{rest}: damaged, or put \
                     in the place of another"
                );
                sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
                return;
            }
        };
        sink.fact(fact);
    }
}

/// Whether a file is named as programs and libraries of Windows are.
fn is_called_program(path: &WinPath) -> bool {
    path.extension().is_some_and(|own| ["dll", "exe", "sys", "ocx", "cpl"].contains(&&*own))
}

/// The version resource of an executable; `None` if it has none or is no executable.
pub fn version_of(bytes: &[u8]) -> Option<Version> {
    match FileKind::parse(bytes).ok()? {
        FileKind::Pe64 => version::read(&PeFile::<ImageNtHeaders64>::parse(bytes).ok()?, bytes),
        FileKind::Pe32 => version::read(&PeFile::<ImageNtHeaders32>::parse(bytes).ok()?, bytes),
        _ => None,
    }
}

fn read_as<H: ImageNtHeaders>(path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) -> Fact {
    let start = Fact::new(FactKind::Pe, Locator::File).with("name", path.file_name());
    let file = match PeFile::<H>::parse(bytes) {
        Ok(file) => file,
        Err(error) => {
            let detail = format!("executable headers: {error}");
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
            return start;
        }
    };
    let header = file.nt_headers().file_header();
    let optional = file.nt_headers().optional_header();
    let managed = managed(&file, bytes, sink);
    let mut fact = start
        .with("machine", format!("{:#06x}", header.machine.get(LE)))
        .with("bits", if file.is_64() { "64" } else { "32" })
        .with("isDll", (header.characteristics.get(LE) & 0x2000 != 0).to_string())
        .with("is_dotnet", matches!(managed, Managed::Yes(_)).to_string())
        .with("subsystem", optional.subsystem().to_string())
        .with_some("timestamp", linked(&file, bytes).map(|time| time.to_string()));
    add_sections(&mut fact, &file, sink);
    names::add(&mut fact, &file, sink);
    if let Managed::Yes(Some(assembly)) = &managed {
        describe(&mut fact, assembly);
    }
    fact = match version::read(&file, bytes) {
        Some(version) => version.describe(fact),
        None => fact,
    };
    let mut fact = with_signature(fact, &file, bytes, sink);
    // Looking through every byte costs as much as hashing it; a server has hundreds of libraries
    // that say they are Microsoft's, and what they quote tells nothing.
    let is_microsoft = fact.value("signer").is_some_and(|own| own.starts_with("Microsoft "));
    if !is_microsoft {
        strings::add(&mut fact, bytes);
    }
    fact
}

fn add_sections<H: ImageNtHeaders>(fact: &mut Fact, file: &PeFile<'_, H>, sink: &mut dyn Sink) {
    let sections = file.section_table();
    for section in sections.iter().take(MOST_SECTIONS) {
        let end = section.name.iter().position(|byte| *byte == 0).unwrap_or(section.name.len());
        fact.push("section", String::from_utf8_lossy(&section.name[..end]));
    }
    if sections.len() > MOST_SECTIONS {
        let count = (sections.len() - MOST_SECTIONS) as u64;
        let detail = format!("sections of an executable after the first {MOST_SECTIONS}");
        sink.gap(Locator::File, GapReason::TooLarge, detail, count, 0);
    }
}

/// A directory of the headers: address and size; `None` if empty.
fn directory<H: ImageNtHeaders>(file: &PeFile<'_, H>, index: usize) -> Option<(u32, u32)> {
    file.data_directory(index)
        .map(|entry| (entry.virtual_address.get(LE), entry.size.get(LE)))
        .filter(|(address, size)| *address != 0 && *size != 0)
}

/// When the file was linked, by its header; `None` where it does not say. Reproducible builds
/// write a sum of the content there and say so in the debug directory
/// (<https://learn.microsoft.com/windows/win32/debug/pe-format#debug-type>).
pub(crate) fn linked<H: ImageNtHeaders>(file: &PeFile<'_, H>, bytes: &[u8]) -> Option<Timestamp> {
    /// Bytes of an entry of the debug directory, and where its type stands.
    const ENTRY: usize = 28;
    const TYPE: usize = 12;
    const REPRODUCIBLE: u32 = 16;
    /// Most entries looked at; linkers write four.
    const MOST_ENTRIES: usize = 16;
    let debug = directory(file, IMAGE_DIRECTORY_ENTRY_DEBUG);
    let entries = debug.and_then(|(address, size)| {
        let data = file.section_table().pe_data_at(bytes, address)?;
        data.get(..(size as usize).min(data.len()))
    });
    let mut entries = entries.unwrap_or_default().chunks_exact(ENTRY).take(MOST_ENTRIES);
    if entries.any(|entry| u32_at(entry, TYPE) == Some(REPRODUCIBLE)) {
        return None;
    }
    let seconds = file.nt_headers().file_header().time_date_stamp.get(LE);
    let is_told = seconds != 0 && seconds != u32::MAX;
    is_told.then(|| Timestamp::from_second(i64::from(seconds)).ok()).flatten()
}

/// Whether the file carries a signature, and who its signer says to be. Nothing is verified: a
/// signature that is there may be false, stolen or broken. Much of Windows is signed by catalogues
/// in other files, which are not looked at; `catalog` says so.
pub(crate) fn with_signature<H: ImageNtHeaders>(
    fact: Fact,
    file: &PeFile<'_, H>,
    bytes: &[u8],
    sink: &mut dyn Sink,
) -> Fact {
    let unsigned = |fact: Fact| fact.with("authenticode", "no").with("catalog", "unknown");
    let Some((offset, size)) = directory(file, IMAGE_DIRECTORY_ENTRY_SECURITY) else {
        return unsigned(fact);
    };
    // Unlike all others, this directory's address is an offset in the file.
    let (start, size) = (offset as usize, size as usize);
    let Some(table) = bytes.get(start..start.saturating_add(size)) else {
        let detail = "the signature table lies outside the file".to_owned();
        sink.gap(crate::at(u64::from(offset)), GapReason::Truncated, detail, 1, 0);
        return unsigned(fact);
    };
    // WIN_CERTIFICATE: length, revision, type (2 is PKCS #7), then the message.
    let signer = table.get(8..).and_then(signer::signer_of);
    let fact = fact.with("authenticode", "yes");
    match signer {
        Some(signer) => signer.describe(fact),
        None => {
            let detail = "a signature whose signer could not be read".to_owned();
            sink.gap(crate::at(u64::from(offset)), GapReason::Damaged, detail, 1, 0);
            fact
        }
    }
}
