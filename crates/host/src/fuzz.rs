//! Bodies of the fuzz targets, beside the readers they shake, so that the fuzz crate stays a list
//! of names and tests can call them.

use std::io::Cursor;

use model::{GapReason, Locator, Record, WinPath};

use crate::{Fact, HEAD_BYTES, Head, Reader, Sink, all};

/// A sink that looks at everything it is given.
struct Checking;

impl Sink for Checking {
    fn fact(&mut self, fact: Fact) {
        assert!(!fact.fields.is_empty(), "a fact that says nothing");
        let mut length = fact.excerpt().len();
        fact.each(&mut |name, value| length += name.len() + value.len());
        std::hint::black_box((length, fact.get("name"), fact.locator()));
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, count: u64, _: u64) {
        assert!(count > 0, "a gap that never happened");
    }
}

/// Reads `data` with the reader of this id, whole and by seeking. Unknown ids do nothing.
///
/// # Panics
/// If the reader breaks its contract: that is what the fuzzer looks for.
pub fn reader(id: &str, data: &[u8]) {
    for reader in all().iter().filter(|reader| reader.id() == id) {
        read(*reader, data);
    }
}

/// Asks every reader whether it knows `data`, and reads it with the one that is surest.
pub fn recognised(data: &[u8]) {
    let path = WinPath::new("C:\\fuzz.bin");
    let head = Head { path: &path, bytes: &data[..data.len().min(HEAD_BYTES)] };
    if let Some(reader) = crate::recognise(head) {
        read(reader, data);
    }
}

fn read(reader: &dyn Reader, data: &[u8]) {
    reader.read(&WinPath::new("C:\\fuzz.bin"), data, &mut Checking);
    if let Some(seeking) = reader.seeking() {
        let read = seeking.read(&mut Cursor::new(data), &|_| true, &mut Checking);
        assert!(read.is_ok(), "{} failed on bytes in memory", reader.id());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_reader_fails_on_any_bytes(data in prop::collection::vec(any::<u8>(), 0..3_000)) {
            for one in all() {
                read(*one, &data);
            }
            recognised(&data);
        }
    }
}
