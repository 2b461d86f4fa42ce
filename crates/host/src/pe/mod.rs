//! Executables, libraries and assemblies: which version a file has, what it loads and offers, and
//! whether somebody signed it. The proof of an Exchange build is the version of `ExSetup.exe`.
//!
//! Headers, imports and exports through `object`; the version resource and the signer's name are
//! read here, because they are small and every length in them is an attacker's.

mod names;
mod signer;
#[cfg(test)]
pub(crate) mod tests;
mod version;

pub use signer::Signer;
pub use version::Version;

use model::{GapReason, Locator, WinPath};
use object::LittleEndian as LE;
use object::pe::{
    IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, IMAGE_DIRECTORY_ENTRY_SECURITY, ImageNtHeaders32,
    ImageNtHeaders64,
};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader, PeFile};
use object::{FileKind, Object as _};

use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

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
        let at = crate::hive::u32_at(head.bytes, 60)? as usize;
        let signed = head.bytes.get(at..at.checked_add(4)?);
        match signed {
            Some(b"PE\0\0") => Some(Sniff::Certain),
            Some(_) => None,
            // The header lies beyond what is shown.
            None => Some(Sniff::Generic),
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
                let detail = "a file that begins with \"MZ\" and holds no PE header".to_owned();
                sink.gap(Locator::File, GapReason::Damaged, detail, 1, bytes.len() as u64);
                return;
            }
        };
        sink.fact(fact);
    }
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
    let directory = |index: usize| {
        file.data_directory(index)
            .map(|entry| (entry.virtual_address.get(LE), entry.size.get(LE)))
            .filter(|(address, size)| *address != 0 && *size != 0)
    };
    let mut fact = start
        .with("machine", format!("{:#06x}", header.machine.get(LE)))
        .with("bits", if file.is_64() { "64" } else { "32" })
        .with("isDll", (header.characteristics.get(LE) & 0x2000 != 0).to_string())
        .with("isManaged", directory(IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR).is_some().to_string())
        .with("subsystem", optional.subsystem().to_string())
        .with("headerTime", header.time_date_stamp.get(LE).to_string());
    for section in file.section_table().iter().take(MOST_SECTIONS) {
        let end = section.name.iter().position(|byte| *byte == 0).unwrap_or(section.name.len());
        fact.push("section", String::from_utf8_lossy(&section.name[..end]));
    }
    names::add(&mut fact, &file, sink);
    fact = match version::read(&file, bytes) {
        Some(version) => version.describe(fact),
        None => fact,
    };
    let table = directory(IMAGE_DIRECTORY_ENTRY_SECURITY);
    with_signature(fact, bytes, table, sink)
}

/// Whether the file carries a signature, and who its signer says to be. Nothing is verified: a
/// signature that is there may be false, stolen or broken.
fn with_signature(
    fact: Fact,
    bytes: &[u8],
    table: Option<(u32, u32)>,
    sink: &mut dyn Sink,
) -> Fact {
    let Some((offset, size)) = table else { return fact.with("signed", "false") };
    // Unlike all others, this directory's address is an offset in the file.
    let (start, size) = (offset as usize, size as usize);
    let Some(table) = bytes.get(start..start.saturating_add(size)) else {
        let detail = "the signature table lies outside the file".to_owned();
        sink.gap(crate::loss::at(u64::from(offset)), GapReason::Truncated, detail, 1, 0);
        return fact.with("signed", "false");
    };
    // WIN_CERTIFICATE: length, revision, type (2 is PKCS #7), then the message.
    let signer = table.get(8..).and_then(signer::signer_of);
    let fact = fact.with("signed", "true");
    match signer {
        Some(signer) => signer.describe(fact),
        None => {
            let detail = "a signature whose signer could not be read".to_owned();
            sink.gap(crate::loss::at(u64::from(offset)), GapReason::Damaged, detail, 1, 0);
            fact
        }
    }
}
