//! Logs of Exchange's common writer: one row of a table per log.
//!
//! Nearly all of Exchange's text logs come from one writer: `#Software`, `#Version`, `#Log-type`,
//! `#Date`, `#Fields`, then comma-separated rows in UTF-8 with UTC times; some start with the
//! bare header row. They differ in their columns and in what the columns mean, which is what the
//! table says. A log that is not in the table is read by its own header as `exchange-log`.
//!
//! Adding such a log is one row in [`LOGS`].

mod columns;
#[cfg(test)]
mod tests;

use std::io;

use model::{Date, Quoting, RecordKind, Schema, TimeColumns};

use crate::head::{Preamble, has_all, width_of};
use crate::table::{self, Dialect, is_time_name};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// Narrowest row that its width alone may give away: a row of four cells could be anything's.
const TELLING_WIDTH: usize = 20;

/// One log of the common writer.
pub(crate) struct Log {
    /// Name of the format.
    id: &'static str,
    /// Kind of its records.
    kind: RecordKind,
    /// What it is known by and how its columns are meant.
    about: About,
}

/// What a log of the common writer is known by and how its columns are meant.
#[derive(Clone, Copy)]
struct About {
    /// What stands behind `#Log-type:`.
    types: &'static [&'static str],
    /// Columns that together tell this log by its header alone; none if another log has the same.
    own: &'static [&'static str],
    /// Texts that tell a row of it without any header.
    marks: &'static [&'static str],
    /// The column to take the time from where the first column has none.
    other_time: Option<&'static str>,
    /// The column that keeps parts of the log apart.
    part: Option<&'static str>,
    /// Its known columns, for rows without a header.
    layouts: &'static [&'static str],
    /// The folder it is written to, below the installation path.
    folder: &'static str,
}

/// What holds where a row of the table says nothing else.
const PLAIN: About = About {
    types: &[],
    own: &[],
    marks: &[],
    other_time: None,
    part: None,
    layouts: &[],
    folder: "",
};

/// The logs known by name. Types, columns and folders as in real files of Exchange 2013 to 2019.
#[rustfmt::skip]
pub(crate) static LOGS: [Log; 10] = [
    Log { id: "ecp-server", kind: RecordKind::ECP_SERVER, about: About {
        types: &["ECP Server Log"],
        marks: &[",ECP.Request,"],
        layouts: &[columns::ECP],
        folder: "Logging\\ECP\\Server",
        ..PLAIN
    } },
    Log { id: "ecp-activity", kind: RecordKind::ECP_ACTIVITY, about: About {
        types: &["ECP Activity Context Log"],
        marks: &[",GlobalActivity,S:", ",Request,S:"],
        layouts: &[columns::ECP],
        folder: "Logging\\ECP\\Activity",
        ..PLAIN
    } },
    Log { id: "oab-generator", kind: RecordKind::OAB_GENERATOR, about: About {
        types: &["OAB Generator Log"],
        own: &["OabGuid", "AddressListGuid", "Message"],
        ..PLAIN
    } },
    Log { id: "rps-http", kind: RecordKind::RPS_HTTP, about: About {
        types: &["Rps Http Logs"],
        own: &["FrontEndServer", "CommandName", "ShellId", "UrlQuery"],
        other_time: Some("StartTime"),
        layouts: &[columns::RPS_HTTP],
        folder: "Powershell-Proxy\\Http",
        ..PLAIN
    } },
    Log { id: "rps-cmdlet", kind: RecordKind::RPS_CMDLET, about: About {
        types: &["Rps Cmdlet Logs"],
        own: &["Cmdlet", "Parameters", "ExecutingUserSid"],
        other_time: Some("StartTime"),
        layouts: &[columns::RPS_CMDLET],
        folder: "Powershell-Proxy\\Cmdlet",
        ..PLAIN
    } },
    Log { id: "ews", kind: RecordKind::EWS, about: About {
        types: &["EWS Logs"],
        own: &["SoapAction", "ImpersonatedUser", "ActAsUser"],
        other_time: Some("StartTime"),
        layouts: &[columns::EWS_92, columns::EWS_72],
        folder: "Logging\\Ews",
        ..PLAIN
    } },
    Log { id: "message-tracking", kind: RecordKind::MESSAGE_TRACKING, about: About {
        types: &["Message Tracking Log"],
        own: &["internal-message-id", "message-subject", "sender-address"],
        layouts: &[columns::TRACKING_30, columns::TRACKING_27],
        folder: "Logs\\MessageTracking",
        ..PLAIN
    } },
    Log { id: "agent-log", kind: RecordKind::AGENT, about: About {
        types: &["Agent Log"],
        own: &["P1FromAddress", "P2FromAddresses", "Agent"],
        layouts: &[columns::AGENT],
        folder: "AgentLog",
        ..PLAIN
    } },
    Log { id: "smtp-protocol", kind: RecordKind::SMTP, about: About {
        types: &["SMTP Receive Protocol Log", "SMTP Send Protocol Log"],
        own: &["connector-id", "session-id", "sequence-number", "remote-endpoint"],
        part: Some("connector-id"),
        layouts: &[columns::SMTP],
        folder: "ProtocolLog",
        ..PLAIN
    } },
    Log { id: "admin-audit", kind: RecordKind::ADMIN_AUDIT, about: About {
        types: &["audit"],
        own: &["Operation", "RecordType", "Workload", "ResultStatus"],
        layouts: &[columns::AUDIT],
        folder: "Logging\\LocalQueue\\Exchange",
        ..PLAIN
    } },
];

/// Any other log of the common writer.
pub(crate) static OTHER: Log =
    Log { id: "exchange-log", kind: RecordKind::EXCHANGE_LOG, about: PLAIN };

impl Dialect for Log {
    fn quoting(&self) -> Quoting {
        Quoting::Csv
    }

    fn schema(&self, names: Vec<Box<str>>, _: Option<Date>) -> Schema {
        let position =
            |name: &str| names.iter().position(|column| column.eq_ignore_ascii_case(name));
        let first = names.iter().position(|name| is_time_name(name)).unwrap_or(0);
        let time = match self.about.other_time.and_then(position) {
            Some(other) => TimeColumns::OneOr(first, other),
            None => TimeColumns::One(first),
        };
        let part = self.about.part.and_then(position);
        Schema { kind: self.kind.clone(), columns: names, time, part, quoting: Quoting::Csv }
    }

    fn layouts(&self) -> Vec<Vec<Box<str>>> {
        let names = |line: &&str| -> Vec<Box<str>> { line.split(',').map(Into::into).collect() };
        self.about.layouts.iter().map(names).collect()
    }
}

impl Log {
    fn is_row(&self, row: &str) -> bool {
        let first = row.split(',').next().unwrap_or("");
        if first.parse::<model::Timestamp>().is_err() {
            return false;
        }
        let width = width_of(row);
        let fits = |layout: &&str| layout.split(',').count() == width && width >= TELLING_WIDTH;
        self.about.marks.iter().any(|mark| row.contains(mark))
            || self.about.layouts.iter().any(fits)
    }

    /// Whether the head is that of a log of the common writer that no row of the table knows.
    fn is_other(preamble: &Preamble) -> bool {
        let software = preamble.software.as_deref().unwrap_or("").to_ascii_lowercase();
        let exchange = software.starts_with("microsoft exchange");
        let comma_separated = preamble.columns().len() >= 2;
        (exchange || preamble.log_type.is_some()) && comma_separated
    }
}

impl Format for Log {
    fn id(&self) -> &'static str {
        self.id
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        let typed = self.about.types.iter().any(|name| preamble.is_type(name));
        if typed || !self.about.own.is_empty() && has_all(&preamble.columns(), self.about.own) {
            return Some(Sniff::Certain);
        }
        if self.about.types.is_empty() {
            return Self::is_other(&preamble).then_some(Sniff::Generic);
        }
        if preamble.log_type.is_some() || preamble.fields.is_some() {
            return None;
        }
        if preamble.rows.iter().any(|row| self.is_row(row)) {
            return Some(Sniff::Generic);
        }
        let in_folder =
            !self.about.folder.is_empty() && head.path.after(self.about.folder).is_some();
        let is_log = head.path.extension().is_some_and(|extension| extension == "log");
        (in_folder && is_log).then_some(Sniff::ByPath)
    }

    fn splits(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        table::read(self, input, sink)
    }
}
