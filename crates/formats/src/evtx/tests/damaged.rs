//! Logs that are cut, worn or still in use: what is read, and what the gaps say.

use proptest::prelude::*;

use super::*;
use crate::Sink;
use crate::evtx::writer::{seal_chunk, seal_file};

const CHUNK: usize = 65_536;

fn size_of(bytes: &[u8], number: u64) -> usize {
    super::super::chunk::frame(bytes, offset_of(bytes, number)).unwrap().size
}

fn all_but(lost: &[u64], count: u64) -> Vec<u64> {
    (1..=count).filter(|number| !lost.contains(number)).collect()
}

#[test]
fn a_log_cut_between_chunks() {
    let bytes = log(5, 10);
    let seen = read(&bytes[..4_096 + 3 * CHUNK]);
    assert_eq!(numbers(&seen), all_but(&[], 30));
    assert_eq!(
        told(&seen),
        ["truncated, 2 times, 131072 bytes, byte 200704: the file header counts 5 chunks and \
          records up to 50; the file ends after 3 chunks, the last record is 30"]
    );
}

#[test]
fn a_log_cut_within_a_chunk() {
    let bytes = log(2, 10);
    let cut = offset_of(&bytes, 18) + 100;
    let seen = read(&bytes[..cut]);
    assert_eq!(numbers(&seen), all_but(&[18, 19, 20], 20));
    let lost = offset_of(&bytes, 20) - offset_of(&bytes, 18) + size_of(&bytes, 20);
    assert_eq!(
        told(&seen),
        [
            format!(
                "truncated, 1 times, {lost} bytes, bytes {}+100: only {} of the 65536 bytes of a \
                 chunk are there; its records were read up to byte {}",
                cut - 100,
                cut - 4_096 - CHUNK,
                cut - 100 - 4_096 - CHUNK
            ),
            "records missing, 3 times, 0 bytes, whole file: the file header knows records up to \
             20; the last one found is 17"
                .to_owned(),
        ]
    );
}

#[test]
fn only_unused_bytes_cut_off_is_no_gap() {
    let bytes = log(2, 10);
    let seen = read(&bytes[..bytes.len() - 20_000]);
    assert_eq!((seen.records.len(), told(&seen)), (20, Vec::new()));
}

#[test]
fn a_log_without_its_header() {
    let mut bytes = log(2, 10);
    let seen = read(&bytes[4_096..]);
    assert_eq!(numbers(&seen), all_but(&[], 20));
    let wanted = "damaged, 1 times, 0 bytes, byte 0: the file header is missing; how much the \
                  log held is unknown";
    assert_eq!(told(&seen), [wanted]);
    let seen = read(&bytes[100..]);
    assert_eq!(numbers(&seen), all_but(&[], 20));
    assert!(told(&seen)[0].starts_with("damaged, 1 times, 3996 bytes, bytes 0+3996: the file"));
    bytes[30] ^= 1;
    let seen = read(&bytes);
    assert_eq!(numbers(&seen), all_but(&[], 20));
    assert_eq!(
        told(&seen),
        ["damaged, 1 times, 0 bytes, bytes 0+4096: the checksum of the file header does not \
          agree; how much the log held is unknown"]
    );
}

#[test]
fn a_chunk_without_its_header() {
    let mut bytes = log(3, 10);
    bytes[4_096 + CHUNK..][..512].fill(0);
    let seen = read(&bytes);
    assert_eq!(numbers(&seen), all_but(&[], 30));
    assert_eq!(
        told(&seen),
        ["damaged, 1 times, 512 bytes, bytes 69632+65536: a chunk lacks its header"]
    );
}

#[test]
fn a_chunk_lost_to_noise() {
    let mut bytes = log(3, 10);
    bytes[4_096 + CHUNK..][..CHUNK].copy_from_slice(&testing::noise(CHUNK));
    let seen = read(&bytes);
    assert_eq!(seen.records.len(), 20);
    assert_eq!(
        told(&seen),
        [
            "damaged, 1 times, 65536 bytes, bytes 69632+65536: 65536 bytes are no chunk",
            "records missing, 10 times, 0 bytes, record 21: records 11 to 20 are missing",
        ]
    );
}

#[test]
fn a_chunk_of_zeros_that_the_header_counts() {
    let mut bytes = log(3, 10);
    bytes[4_096 + CHUNK..][..CHUNK].fill(0);
    let seen = read(&bytes);
    assert_eq!(seen.records.len(), 20);
    assert_eq!(
        told(&seen),
        [
            "damaged, 1 times, 65536 bytes, bytes 69632+65536: chunk 1 of 3 holds nothing but \
             zeros",
            "records missing, 10 times, 0 bytes, record 21: records 11 to 20 are missing",
        ]
    );
}

#[test]
fn a_damaged_record_between_good_ones() {
    let mut bytes = log(1, 10);
    let (from, to) = (offset_of(&bytes, 5), offset_of(&bytes, 7));
    bytes[from..to].fill(0xEE);
    let seen = read(&bytes);
    assert_eq!(numbers(&seen), all_but(&[5, 6], 10));
    let size = to - from;
    assert_eq!(
        told(&seen),
        [
            "damaged, 1 times, 0 bytes, bytes 4096+65536: the checksum of a chunk's records does \
             not agree; they were read"
                .to_owned(),
            format!(
                "damaged, 2 times, {size} bytes, bytes {from}+{size}: {size} bytes are no \
                 records; reading went on with record 7"
            ),
        ]
    );
}

#[test]
fn a_record_that_cannot_be_decoded() {
    let mut bytes = log(1, 10);
    let at = offset_of(&bytes, 5);
    bytes[at + 28] = 0xEE;
    seal_chunk(&mut bytes[4_096..]);
    let seen = read(&bytes);
    assert_eq!(numbers(&seen), all_but(&[5], 10));
    let place = at + 28 - 4_096;
    assert_eq!(
        told(&seen),
        [format!(
            "damaged, 1 times, 184 bytes, record 5: record 5 could not be decoded: expected a \
             known token at byte {place} of its chunk"
        )]
    );
}

#[test]
fn bytes_cut_out_of_the_middle() {
    let bytes = log(4, 10);
    let (from, to) = (offset_of(&bytes, 15) + 40, offset_of(&bytes, 17) + 40);
    let mut cut = bytes[..from].to_vec();
    cut.extend_from_slice(&bytes[to..]);
    let seen = read(&cut);
    // The head of record 15 stands before the body of record 17 and nothing shows the seam but the
    // chunk's checksum and the numbers.
    assert_eq!(numbers(&seen), all_but(&[15, 16], 40));
    assert_eq!(
        told(&seen),
        [
            "damaged, 1 times, 0 bytes, bytes 69632+65168: the checksum of a chunk's records does \
             not agree; they were read",
            "records missing, 2 times, 0 bytes, record 18: records 16 to 17 are missing",
            "truncated, 1 times, 368 bytes, bytes 72448+62352: only 65168 of the 65536 bytes of a \
             chunk are there; its records were read up to byte 2816",
        ]
    );
    // Cut out of the unused end, nothing is lost.
    let end = 4_096 + 2 * CHUNK - 1_000;
    let mut cut = bytes[..end].to_vec();
    cut.extend_from_slice(&bytes[end + 900..]);
    assert_eq!(numbers(&read(&cut)), all_but(&[], 40));
}

#[test]
fn a_log_in_use() {
    // The last chunk has records that neither its header nor the file's knows of.
    let mut bytes = log(2, 10);
    let free = (offset_of(&bytes, 16) - 4_096 - CHUNK) as u32;
    let chunk = &mut bytes[4_096 + CHUNK..];
    chunk[48..52].copy_from_slice(&free.to_le_bytes());
    seal_chunk(chunk);
    bytes[24..32].copy_from_slice(&16_u64.to_le_bytes());
    bytes[42] = 1;
    bytes[120] = 1;
    seal_file(&mut bytes);
    let seen = read(&bytes);
    assert_eq!(numbers(&seen), all_but(&[], 20));
    assert_eq!(told(&seen), Vec::<String>::new());
}

#[test]
fn remnants_behind_the_end_are_left_alone() {
    let mut bytes = log(1, 10);
    let free = (offset_of(&bytes, 6) - 4_096) as u32;
    let stale = offset_of(&bytes, 6);
    bytes[stale + 8] = 3;
    let chunk = &mut bytes[4_096..];
    chunk[48..52].copy_from_slice(&free.to_le_bytes());
    seal_chunk(chunk);
    bytes[24..32].copy_from_slice(&6_u64.to_le_bytes());
    seal_file(&mut bytes);
    let seen = read(&bytes);
    assert_eq!((numbers(&seen), told(&seen)), (all_but(&[], 5), Vec::new()));
}

/// A log whose chunks hold records with these first numbers, ten each.
fn numbered(firsts: &[u64]) -> Vec<u8> {
    let mut writer = EvtxWriter::new();
    for first in firsts {
        writer.number_next(*first);
        (0..10).for_each(|step| writer.push(moment((first + step) as i64), &event(first + step)));
        writer.end_chunk();
    }
    writer.finish()
}

#[test]
fn an_overwritten_log_has_no_gap() {
    let seen = read(&numbered(&[41, 51, 21, 31]));
    assert_eq!((seen.records.len(), told(&seen)), (40, Vec::new()));
}

#[test]
fn an_overwritten_log_with_a_hole_at_the_seam() {
    let seen = read(&numbered(&[51, 61, 21, 31]));
    assert_eq!(
        told(&seen),
        ["records missing, 10 times, 0 bytes, whole file: records 41 to 50 are missing"]
    );
}

#[test]
fn holes_in_the_numbers() {
    let seen = read(&numbered(&[1, 31]));
    assert_eq!(
        told(&seen),
        ["records missing, 20 times, 0 bytes, record 31: records 11 to 30 are missing"]
    );
}

#[test]
fn a_log_put_together_from_several() {
    let seen = read(&numbered(&[21, 11, 1]));
    assert_eq!(
        told(&seen),
        ["out of order, 1 times, 0 bytes, record 1: record numbers start over 2 times; a log \
          that was overwritten from its beginning does so once"]
    );
}

/// What is told of a log read in parts of `size` bytes whose numbers are then held together.
fn told_in_parts(bytes: &[u8], size: usize) -> Vec<String> {
    let mut all = Seen::default();
    let mut numbers: Option<crate::Numbers> = None;
    let mut start = 0;
    while start < bytes.len() {
        let end = (start + size < bytes.len()).then_some(start + size);
        let (seen, outcome) =
            testing::read_part(&EvtxFormat, "C:\\a.evtx", bytes, start, end, None);
        all.records.extend(seen.records);
        all.gaps.extend(seen.gaps);
        let loss = match (&mut numbers, outcome.numbers) {
            (Some(own), Some(next)) => own.join(&next),
            (own, next) => {
                *own = own.take().or(next);
                None
            }
        };
        if let Some(loss) = loss {
            all.gap(loss.at, loss.reason, loss.detail, loss.count, 0);
        }
        start += size;
    }
    if let Some(loss) = numbers.and_then(|own| own.end()) {
        all.gap(loss.at, loss.reason, loss.detail, loss.count, 0);
    }
    told(&all)
}

#[test]
fn numbers_are_held_together_over_parts() {
    let logs: &[&[u64]] = &[
        &[1, 11, 21, 31],
        &[1, 31, 41, 61],
        &[41, 51, 21, 31],
        &[51, 61, 21, 31],
        &[21, 11, 1],
        &[31, 21, 1, 11],
    ];
    for firsts in logs {
        let bytes = numbered(firsts);
        let mut whole = told(&read(&bytes));
        whole.sort();
        for size in [CHUNK, 4_096 + CHUNK, 2 * CHUNK, 3 * CHUNK] {
            let mut parts = told_in_parts(&bytes, size);
            parts.sort();
            assert_eq!(parts, whole, "{firsts:?} in parts of {size}");
        }
    }
}

#[test]
fn what_the_header_counts_is_held_against_a_log_read_in_parts() {
    // The header knows five chunks and 50 records; the file ends after three chunks.
    let whole = numbered(&[1, 11, 21, 31, 41]);
    let cut = &whole[..4_096 + 3 * CHUNK];
    let count = |size| told_in_parts(cut, size);
    for size in [CHUNK, 2 * CHUNK] {
        let list = count(size);
        assert_eq!(list.len(), 1, "{list:?}");
        assert!(list[0].starts_with("truncated, 2 times, 131072 bytes"), "{list:?}");
    }
    // The last chunk is there and older than the header.
    let mut bytes = whole.clone();
    bytes[24..32].copy_from_slice(&61_u64.to_le_bytes());
    let sum = crc32fast::hash(&bytes[..120]);
    bytes[124..128].copy_from_slice(&sum.to_le_bytes());
    for size in [CHUNK, 2 * CHUNK] {
        assert_eq!(
            told_in_parts(&bytes, size),
            [
                "records missing, 10 times, 0 bytes, whole file: the file header knows records up to \
              60; the last one found is 50"
            ]
        );
    }
}

#[test]
fn times_that_run_backwards() {
    let log = |back: i64| {
        let mut writer = EvtxWriter::new();
        let times = [1_000, 1_001, 1_001 - back, 1_002 - back, 1_003];
        (1..).zip(times).for_each(|(number, time)| writer.push(moment(time), &event(number)));
        writer.finish()
    };
    assert_eq!(told(&read(&log(300))), Vec::<String>::new());
    assert_eq!(
        told(&read(&log(301))),
        ["out of order, 1 times, 0 bytes, record 3: times run backwards 1 times, by 301 seconds \
          at most: the clock was set, or records of several machines were put together"]
    );
}

#[test]
fn a_full_log_took_no_further_events() {
    let mut bytes = log(1, 5);
    bytes[120] = 2;
    let seen = read(&bytes);
    assert_eq!(seen.records.len(), 5);
    assert_eq!(
        told(&seen),
        ["records missing, 1 times, 0 bytes, bytes 0+4096: the file header says that the log was \
          full and took no further events"]
    );
}

#[test]
fn noise_is_summed_up() {
    let mut bytes = log(1, 1);
    (0..100).for_each(|_| bytes.extend_from_slice(&testing::noise(CHUNK)));
    let seen = read(&bytes);
    assert_eq!(seen.records.len(), 1);
    assert_eq!(seen.gaps.len(), 33);
    assert_eq!(
        told(&seen)[32],
        "damaged, 68 times, 4456448 bytes, bytes 2166784+65536: bytes are no chunk"
    );
}

#[test]
fn an_error_of_the_source_comes_after_what_was_read() {
    struct Broken<'a>(&'a [u8]);
    impl std::io::Read for Broken<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(std::io::Error::other("the disk is gone")),
                count => Ok(count),
            }
        }
    }
    let bytes = log(3, 10);
    let mut reader = Broken(&bytes[..offset_of(&bytes, 15)]);
    let path = model::WinPath::new("C:\\a.evtx");
    let head = &bytes[..crate::HEAD_BYTES];
    let input =
        crate::Input { path: &path, reader: &mut reader, head, header: None, start: 0, end: None };
    let mut seen = Seen::default();
    let error = crate::Format::read(&EvtxFormat, input, &mut seen).unwrap_err();
    assert_eq!(error.to_string(), "the disk is gone");
    assert_eq!(numbers(&seen), all_but(&[], 14));
}

#[test]
fn hostile_templates_cost_little() {
    // One template that shows its value thousands of times, and names as long as a chunk.
    let mut body = Element::new("EventData");
    for _ in 0..1_000 {
        body = body.child(leaf("Data", 0, 0x01));
    }
    let mut writer = EvtxWriter::new();
    let content = Content::Instance(1, body, vec![Value::Text("A".repeat(500))]);
    (0..20).for_each(|_| writer.push(moment(1), &content));
    let long = Element::new(&"N".repeat(2_000));
    writer.push(moment(2), &Content::Plain(long));
    let seen = read(&writer.finish());
    assert_eq!(seen.records.len(), 0);
    assert_eq!(seen.gaps.len(), 21);
    assert!(told(&seen)[0].contains("expected a value shown in fewer places"), "{:?}", told(&seen));
    assert!(told(&seen)[20].contains("expected a shorter name"), "{:?}", told(&seen));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is changed in one chunk, the others are read; and nothing vanishes unsaid.
    #[test]
    fn changes_in_one_chunk_leave_the_others(
        changes in proptest::collection::vec((0..CHUNK, any::<u8>()), 1..40),
    ) {
        let mut bytes = log(3, 10);
        for (at, byte) in changes {
            bytes[4_096 + CHUNK + at] = byte;
        }
        let seen = read(&bytes);
        let first: Vec<_> = seen.records[..10].to_vec();
        prop_assert_eq!(first, read(&log(1, 10)).records);
        prop_assert!(seen.records.last().unwrap().contains(" record 30"));
        prop_assert!(seen.records.len() >= 30 || !seen.gaps.is_empty());
    }

    #[test]
    fn changes_anywhere_never_panic(
        changes in proptest::collection::vec((0..4_096 + CHUNK, any::<u8>()), 1..200),
        near in 0..4_000_usize,
    ) {
        let mut bytes = log(1, 10);
        for (at, byte) in changes {
            // Half of them in the records, where they matter.
            let place = if at % 2 == 0 { at } else { 4_096 + 512 + (at + near) % 4_000 };
            bytes[place] = byte;
        }
        crate::fuzz::format("evtx", &bytes);
        if bytes.len() > 4_096 {
            seal_chunk(&mut bytes[4_096..]);
        }
        crate::fuzz::format("evtx", &bytes);
    }

    #[test]
    fn cut_anywhere_the_rest_is_read(cut in 4_096 + 512..4_096 + 2 * CHUNK) {
        let bytes = log(2, 10);
        let seen = read(&bytes[..cut]);
        let whole = (1..=20).filter(|number| offset_of(&bytes, *number) + size_of(&bytes, *number) <= cut).count();
        prop_assert!(seen.records.len() >= whole);
        prop_assert!(seen.records.len() == 20 || !seen.gaps.is_empty());
    }
}
