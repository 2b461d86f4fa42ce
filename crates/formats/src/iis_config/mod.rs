//! IIS configuration: which sites, applications and folders the server serves, and the places of
//! version-named folders, which tell the builds it ran.
//!
//! `applicationHost.config` and `web.config` are XML
//! (<https://learn.microsoft.com/iis/configuration/>). Records are the elements that say where
//! content and logs lie, in document order, with the file's own attribute names. Broken XML is
//! common (hand edits are a way in): each broken place is counted and reading goes on behind it.

mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;
use model::{GapReason, Locator};

use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Most bytes of a configuration file that are read. The largest that Exchange installs has
/// 1.8 MiB.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Sections that only IIS configuration has.
const OWN_SECTIONS: [&str; 3] = ["system.applicationHost", "system.webServer", "configSections"];

/// Names the configuration is found under.
const NAMES: [&str; 3] = ["applicationhost.config", "web.config", "administration.config"];

/// IIS configuration files.
pub(crate) struct IisConfig;

impl Format for IisConfig {
    fn id(&self) -> &'static str {
        "iis-config"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let finder = |needle: &str| memchr::memmem::find(head.bytes, needle.as_bytes()).is_some();
        let start = head.bytes.trim_ascii_start();
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let is_xml = start.starts_with(b"<") && finder("<configuration");
        if is_xml && OWN_SECTIONS.iter().any(|section| finder(section)) {
            return Some(Sniff::Certain);
        }
        let name = head.path.file_name().to_ascii_lowercase();
        NAMES.iter().any(|own| name.ends_with(own)).then_some(Sniff::ByPath)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let mut bytes = Vec::new();
        let mut failed = input.reader.take(LARGEST_FILE).read_to_end(&mut bytes).err();
        let mut length = bytes.len() as u64;
        if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
            bytes = as_utf8(&bytes)?;
        }
        let text = String::from_utf8_lossy(&bytes);
        if matches!(text, Cow::Owned(_)) {
            let detail = "bytes that are not UTF-8 were replaced; later offsets are moved by that";
            sink.gap(Locator::File, GapReason::Encoding, detail.to_owned(), 1, 0);
        }
        scan::scan(&text, sink);
        if failed.is_none() && length == LARGEST_FILE {
            let mut rest = Counting::default();
            failed = io::copy(input.reader, &mut rest).err();
            if rest.count > 0 {
                let locator = Locator::Bytes { offset: length, length: rest.count };
                let detail = "only the first 16 MiB of a configuration file are read".to_owned();
                sink.gap(locator, GapReason::TooLarge, detail, 1, rest.count);
            }
            length += rest.count;
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(Outcome { lines: 0, bytes: length, ..Outcome::default() }),
        }
    }
}

fn as_utf8(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    DecodeReaderBytesBuilder::new().bom_sniffing(true).build(bytes).read_to_end(&mut text)?;
    Ok(text)
}

/// Counts bytes on their way to nowhere.
#[derive(Default)]
struct Counting {
    count: u64,
}

impl io::Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.count += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
