//! Bodies of the fuzz targets: each reads bytes through one format into a sink that checks what
//! it is given. They stand here so that the fuzz crate stays a list of names, and so that tests
//! can call them.

use model::{Batch, GapReason, Locator, Record, Shaped, WinPath};

use crate::{Format, HEAD_BYTES, Head, Input, Sink, all};

/// A sink that holds every batch and record against its contract.
struct Checking;

impl Sink for Checking {
    fn batch(&mut self, batch: &Batch<'_>) {
        if let Some(fault) = fault_of(batch) {
            panic!("{fault}");
        }
        for index in 0..batch.rows.len() {
            look_at(&batch.row(index));
        }
    }

    fn record(&mut self, record: &dyn Record) {
        look_at(record);
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, count: u64, _: u64) {
        assert!(count > 0, "a gap that never happened");
    }
}

/// Looks at everything a record offers.
fn look_at(record: &dyn Record) {
    let mut length = record.excerpt().len();
    record.each(&mut |name, value| {
        length += name.len() + value.len();
    });
    if let Some(shaped) = record.shaped() {
        slots(record, shaped);
    }
    let fields = (record.time(), record.locator(), record.get("UserAgent"), length);
    std::hint::black_box(fields);
}

/// Every field that a record visits has a slot, and the slot has its text.
fn slots(record: &dyn Record, shaped: &dyn Shaped) {
    record.each(&mut |name, value| {
        let mut text = String::new();
        let there = shaped.slot(name).is_some_and(|slot| shaped.text(slot, &mut text));
        assert!(there && text.contains(value), "{name} is not in its slot");
    });
}

/// What of a batch's contract is broken; `None` if nothing.
pub(crate) fn fault_of(batch: &Batch<'_>) -> Option<String> {
    let mut line = 0;
    for row in batch.rows {
        let (first, fields) = (row.first as usize, row.fields as usize);
        let Some(ends) = batch.ends.get(first..first + fields) else {
            return Some(format!("{row:?} points behind {} borders", batch.ends.len()));
        };
        if fields == 0 || row.line < line {
            return Some(format!("{row:?} is empty or out of order"));
        }
        line = row.line;
        let mut at = row.start;
        for end in ends {
            if *end < at || *end as usize > batch.bytes.len() {
                return Some(format!("{row:?} has borders out of order: {ends:?}"));
            }
            at = end + 1;
        }
    }
    None
}

/// Names a fuzz target for each format.
macro_rules! targets {
    ($($name:ident = $id:literal,)*) => {
        $(
            #[doc = concat!("Reads `data` as `", $id, "`.")]
            pub fn $name(data: &[u8]) {
                format($id, data);
            }
        )*

        /// The formats that have a target.
        pub const TARGETS: &[&str] = &[$($id),*];
    };
}

targets! {
    httpproxy = "httpproxy",
    httpproxy_columns = "httpproxy-columns",
    iis = "iis",
    httperr = "httperr",
    ecp_server = "ecp-server",
    ecp_server_rows = "ecp-server-rows",
    ecp_activity = "ecp-activity",
    oab_generator = "oab-generator",
    oab_generator_text = "oab-generator-text",
    rps_http = "rps-http",
    rps_cmdlet = "rps-cmdlet",
    ews = "ews",
    message_tracking = "message-tracking",
    agent_log = "agent-log",
    smtp_protocol = "smtp-protocol",
    admin_audit = "admin-audit",
    exchange_setup = "exchange-setup",
    iis_config = "iis-config",
    exchange_log = "exchange-log",
    evtx = "evtx",
    event_xml = "event-xml",
    event_json = "event-json",
}

/// Reads `data` through the format with this id. Unknown ids do nothing.
///
/// # Panics
/// If the format breaks the contract of [`Sink`]: that is what the fuzzer looks for.
pub fn format(id: &str, data: &[u8]) {
    for format in all().iter().filter(|format| format.id() == id) {
        read(*format, data);
    }
}

/// Asks every format whether it knows `data`, and reads it with the one that is surest.
pub fn recognised(data: &[u8]) {
    let path = WinPath::new("C:\\fuzz.log");
    let head = &data[..data.len().min(HEAD_BYTES)];
    if let Some(format) = crate::recognise(Head { path: &path, bytes: head }) {
        read(format, data);
    }
}

fn read(format: &dyn Format, data: &[u8]) {
    let head = &data[..data.len().min(HEAD_BYTES)];
    let (mut whole, path) = (data, WinPath::new("C:\\fuzz.log"));
    let input = Input { path: &path, reader: &mut whole, head, header: None, start: 0, end: None };
    // A slice never fails to be read, so an error would be the format's own.
    if let Err(error) = format.read(input, &mut Checking) {
        panic!("{} failed on bytes in memory: {error}", format.id());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_format_has_a_target() {
        let known: Vec<&str> = all().iter().map(|format| format.id()).collect();
        assert!(TARGETS.iter().all(|id| known.contains(id)), "a target without a format");
        let missing: Vec<_> = known.iter().filter(|id| !TARGETS.contains(*id)).collect();
        assert!(missing.is_empty(), "formats without a target: {missing:?}");
    }

    /// Bytes that look a little like the text these formats read.
    fn text() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            Just("2021-03-03T06:49:42.162Z,".to_owned()),
            Just("#Fields: DateTime,a,b\r\n".to_owned()),
            Just("#Fields: date time cs-uri-stem\n".to_owned()),
            Just("timestamp,hostname,urlpath,method\n".to_owned()),
            Just("[03/08/2021 04:32:02.0224] [0] Setup version: 15.1.1.1.\r\n".to_owned()),
            Just("'S:CMD=Set-X.Url=''http://f/'';S:EX=".to_owned()),
            Just("<configuration><location path=\"a/15.1.2.3\">".to_owned()),
            Just("</location><!-- &#x; <![CDATA[".to_owned()),
            Just("{\"System\":{\"EventID\":1,\"Channel\":\"a\"},\"EventData\":[".to_owned()),
            Just("<Event><System><EventID>1</EventID><Channel>a</Channel>".to_owned()),
            "[<>/=\"'&;,.: \\-\\[\\]a-z0-9\\x00\u{e9}\n]{0,20}",
        ];
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat().into_bytes())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn nothing_breaks_a_format(data in text(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
            for id in TARGETS {
                format(id, &data);
                format(id, &noise);
            }
            recognised(&data);
            recognised(&noise);
        }
    }
}
