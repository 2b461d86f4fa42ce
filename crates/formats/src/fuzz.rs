//! Bodies of the fuzz targets: each reads bytes through one format into a sink that checks what
//! it is given. They stand here so that the fuzz crate stays a list of names, and so that tests
//! can call them.

use model::{Batch, GapReason, Locator, Record, WinPath};

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
    let fields = (record.time(), record.locator(), record.get("UserAgent"), length);
    std::hint::black_box(fields);
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
