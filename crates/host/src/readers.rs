//! The list of readers. A new one is one line here.

use crate::{Head, Reader, Sniff};

/// All readers. Where two are equally sure of a file, the earlier one reads it.
static ALL: &[&dyn Reader] = &[
    &crate::transport_agents::TransportAgents,
    &crate::iis_config::IisConfig,
    &crate::aspnet::Compiled,
    &crate::task::TaskXml,
    &crate::registry::HiveFile,
    &crate::registry::RegText,
    &crate::compiled_assembly::CompiledAssembly,
    &crate::pe::Executable,
    &crate::mft::MasterFileTable,
    &crate::usn::ChangeJournal,
    &crate::exports::Clixml,
    &crate::exports::Ldif,
    &crate::exports::FormatList,
    &crate::exports::CsvExport,
    &crate::wmi::Repository,
    &crate::hosts_file::HostsFile,
    &crate::firewall::FirewallText,
    &crate::console_history::ConsoleHistory,
    &crate::crash_report::CrashReport,
    &crate::cleaners::MsertLog,
    &crate::cleaners::EomtLog,
    &crate::cleaners::ProtectionLog,
    &crate::cleaners::DetectionHistory,
    &crate::cleaners::QuarantineEntry,
    &crate::cleaners::QuarantinedFile,
];

/// All readers, in the order in which they are asked.
pub fn all() -> &'static [&'static dyn Reader] {
    ALL
}

/// The reader that is surest of a file; `None` if no reader knows it.
pub fn recognise(head: Head<'_>) -> Option<&'static dyn Reader> {
    let mut best: Option<(Sniff, &'static dyn Reader)> = None;
    for reader in ALL {
        if let Some(sniff) = reader.sniff(head)
            && best.is_none_or(|(surest, _)| sniff > surest)
        {
            best = Some((sniff, *reader));
        }
    }
    best.map(|(_, reader)| reader)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_lower_case() {
        let ids: BTreeSet<&str> = all().iter().map(|reader| reader.id()).collect();
        assert_eq!(ids.len(), all().len());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(ids.iter().all(|id| id.chars().all(plain)), "{ids:?}");
    }

    #[test]
    fn no_reader_claims_noise_or_an_empty_file_by_content() {
        let path = model::WinPath::new("C:\\x\\noise.bin");
        for bytes in [&b""[..], &[0x5A; 4096], b"hello world, this is a note\r\n"] {
            let found = recognise(Head { path: &path, bytes });
            assert_eq!(found.map(Reader::id), None);
        }
    }
}
