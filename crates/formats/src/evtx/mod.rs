//! Windows event logs as the event service keeps them (`.evtx`), read to the last surviving
//! record and with an account of what is missing.
//!
//! A file is a header of 4 KiB and chunks of 64 KiB; every chunk holds what its records need
//! (names and templates), so chunks are read one by one through one buffer, whatever the size of
//! the log. Layout: the libevtx project's "Windows XML Event Log (EVTX) format", and
//! [MS-EVEN6] 2.2.12 to 2.2.17 for the binary XML.
//!
//! Fields go by the names everybody knows: elements of `System` by their own (`EventID`,
//! `Channel`), attributes as `Provider_Name`, named items of `EventData` by their names, unnamed
//! ones all as `Data`, leaves of `UserData` by element name.
//!
//! A file cut into parts gives the records of each chunk to the part in which the chunk begins.
//! Orders and numbers are compared within a part; what is missing exactly between two parts is
//! not seen here. Remnants of older records in the unused end of a chunk are left alone: they are
//! copies of what stands elsewhere, and the names and templates they need may be gone.

mod bytes;
mod chunk;
mod continuity;
mod file;
mod layout;
mod losses;
pub(crate) mod naming;
mod reader;
mod record;
#[cfg(test)]
mod tests;
mod tokens;
mod value;
pub mod writer;

use std::io;

use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Windows event logs in binary form.
pub(crate) struct EvtxFormat;

impl Format for EvtxFormat {
    fn id(&self) -> &'static str {
        "evtx"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let chunk_at =
            |at: usize| head.bytes.get(at..).is_some_and(|rest| rest.starts_with(chunk::MAGIC));
        if head.bytes.starts_with(file::MAGIC) || chunk_at(0) || chunk_at(file::HEADER_BYTES) {
            return Some(Sniff::Certain);
        }
        let named = head.path.extension().is_some_and(|extension| extension == "evtx");
        let holds = |magic: &[u8]| memchr::memmem::find(head.bytes, magic).is_some();
        (named && (holds(chunk::MAGIC) || holds(chunk::RECORD_MAGIC))).then_some(Sniff::ByPath)
    }

    fn splits(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        reader::read(input, sink)
    }
}
