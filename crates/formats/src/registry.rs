//! The list of formats. Adding a format is one line here; adding a log of Exchange's common
//! writer is one row in its table instead.

use std::sync::LazyLock;

use crate::ecp_server::EcpServerRows;
use crate::event_text::{EventJson, EventXml};
use crate::evtx::EvtxFormat;
use crate::httpproxy::{HttpProxy, KeptColumns};
use crate::iis::{HttpErr, Iis};
use crate::iis_config::IisConfig;
use crate::oab_generator::OabGeneratorText;
use crate::setup_log::SetupLog;
use crate::{Format, Head, Sniff, exchange};

/// Formats of their own. Where two are equally sure of a file, the earlier one reads it.
static OWN: &[&dyn Format] = &[
    &HttpProxy,
    &KeptColumns,
    &Iis,
    &HttpErr,
    &EcpServerRows,
    &OabGeneratorText,
    &SetupLog,
    &IisConfig,
    &EvtxFormat,
    &EventXml,
    &EventJson,
];

static ALL: LazyLock<Vec<&'static dyn Format>> = LazyLock::new(|| {
    let logs = exchange::LOGS.iter().map(|log| log as &dyn Format);
    let other: &dyn Format = &exchange::OTHER;
    OWN.iter().copied().chain(logs).chain([other]).collect()
});

/// All formats, in the order in which they are asked.
pub fn all() -> &'static [&'static dyn Format] {
    &ALL
}

/// The format that is surest of a file; `None` if no format knows it.
pub fn recognise(head: Head<'_>) -> Option<&'static dyn Format> {
    let mut best: Option<(Sniff, &'static dyn Format)> = None;
    for format in all() {
        if let Some(sniff) = format.sniff(head)
            && best.is_none_or(|(surest, _)| sniff > surest)
        {
            best = Some((sniff, *format));
            if sniff == Sniff::Certain {
                break;
            }
        }
    }
    best.map(|(_, format)| format)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_lower_case() {
        let ids: BTreeSet<&str> = all().iter().map(|format| format.id()).collect();
        assert_eq!(ids.len(), all().len());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(ids.iter().all(|id| id.chars().all(plain)), "{ids:?}");
    }
}
