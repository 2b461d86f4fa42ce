//! The hosts file: names that this server resolves by itself. Malware points update and scanner
//! hosts elsewhere; attackers name their own machines.

use std::net::IpAddr;

use model::{GapReason, Loss, WinPath};

use crate::text::decode;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest file read; block lists of a few MiB are in use.
const LARGEST: u64 = 32 * 1024 * 1024;

/// The hosts file.
pub(crate) struct HostsFile;

impl Reader for HostsFile {
    fn id(&self) -> &'static str {
        "hosts-file"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        head.path.ends_with("drivers\\etc\\hosts").then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut bad = Loss::new(GapReason::Damaged, "lines of a hosts file without an address");
        for (place, line) in text.lines() {
            let content = line.split('#').next().unwrap_or_default();
            let mut words = content.split_whitespace();
            let Some(address) = words.next() else { continue };
            // A zone may follow an address of version 6.
            let bare = address.split('%').next().unwrap_or_default();
            if bare.parse::<IpAddr>().is_err() {
                bad.add(place, line.len() as u64);
                continue;
            }
            for name in words {
                sink.fact(
                    Fact::new(FactKind::HostsFile, place.clone())
                        .with("address", bare)
                        .with("name", name),
                );
            }
        }
        sink.lost(bad);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    #[test]
    fn each_name_is_a_fact_and_comments_are_none() {
        let text =
            "# comment\r\n127.0.0.1 localhost\r\n192.0.2.7\ta.example b.example # x\r\nodd\r\n";
        let (id, seen) = read("C:\\Windows\\System32\\drivers\\etc\\hosts", text.as_bytes());
        assert_eq!((id, seen.facts.len()), ("hosts-file", 3));
        assert_eq!(seen.facts[2].value("name"), Some("b.example"));
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    }
}
