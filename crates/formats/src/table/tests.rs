//! The table reader against damage, and against itself: however a file is cut into parts and
//! however its bytes arrive, the rows and gaps are the same.

use model::GapReason::{ColumnCount, Damaged, NoTime, TooLarge, Truncated};
use model::{Batch, Date, GapReason, Locator, Quoting, Record, RecordKind, Schema, TimeColumns};
use proptest::prelude::*;

use super::{Dialect, LONGEST_LINE, Sizes, reader};
use crate::testing::{Seen, Stepping, noise, read};
use crate::{Input, Outcome, Sink};

/// A small log: three columns, a time first.
struct Small(Quoting);

impl Dialect for Small {
    fn quoting(&self) -> Quoting {
        self.0
    }

    fn schema(&self, names: Vec<Box<str>>, date: Option<Date>) -> Schema {
        let position = |wanted: &str| names.iter().position(|name| **name == *wanted);
        let time = match (self.0, position("date"), position("time"), date) {
            (Quoting::Csv, ..) => TimeColumns::One(0),
            (_, Some(date), Some(time), _) => TimeColumns::Split { date, time },
            (_, None, Some(time), Some(date)) => TimeColumns::OfDay { date, time },
            _ => TimeColumns::None,
        };
        let kind = RecordKind::of("small");
        Schema { kind, columns: names, time, part: None, quoting: self.0 }
    }
}

const TINY: Sizes = Sizes { block: 128, longest_line: 512 };

fn part(
    dialect: &dyn Dialect,
    bytes: &[u8],
    span: (usize, Option<usize>),
    header: Option<&[u8]>,
    steps: Vec<usize>,
    sizes: Sizes,
) -> (Seen, Outcome) {
    let (start, end) = span;
    let mut seen = Seen::default();
    let mut source = Stepping { bytes: &bytes[start.saturating_sub(1)..], steps, turn: 0 };
    let input = Input {
        path: &"C:\\small.log".into(),
        reader: &mut source,
        head: &bytes[..bytes.len().min(200)],
        header,
        start: start as u64,
        end: end.map(|end| end as u64),
    };
    let outcome = reader::read(dialect, input, &mut seen, sizes).unwrap();
    assert_eq!(seen.faults, Vec::<String>::new());
    (seen, outcome)
}

fn whole(quoting: Quoting, bytes: &[u8]) -> (Seen, Outcome) {
    part(&Small(quoting), bytes, (0, None), None, vec![usize::MAX], TINY)
}

/// Number of records, then reason, count and bytes of each gap.
fn sums(seen: &Seen) -> (usize, Vec<(GapReason, u64, u64)>) {
    (seen.records.len(), seen.gaps.iter().map(|gap| (gap.0, gap.1, gap.2)).collect())
}

const CSV: &[u8] =
    b"#Software: x\r\n#Fields: DateTime,a,b\r\n2021-03-03T06:49:42.162Z,1,\"x,y\"\r\n\
    2021-03-03T06:49:43Z,2,z\r\n";

#[test]
fn both_line_ends_and_a_mark_are_one_file() {
    let (seen, outcome) = whole(Quoting::Csv, CSV);
    assert_eq!(sums(&seen), (2, vec![]));
    assert!(seen.records[0].contains("line 3 at 37+32\n"), "{}", seen.records[0]);
    assert!(seen.records[0].ends_with("b = x,y"));
    assert_eq!((outcome.lines, outcome.bytes), (4, CSV.len() as u64));
    assert_eq!(outcome.header.as_deref(), Some(&b"#Fields: DateTime,a,b"[..]));

    let unix: Vec<u8> = CSV.iter().copied().filter(|byte| *byte != b'\r').collect();
    assert_eq!(sums(&whole(Quoting::Csv, &unix).0), (2, vec![]));
    let marked = [b"\xEF\xBB\xBF", CSV].concat();
    assert_eq!(sums(&whole(Quoting::Csv, &marked).0), (2, vec![]));
}

#[test]
fn utf16_is_transcoded() {
    for little in [true, false] {
        let mut wide: Vec<u8> = if little { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
        for byte in CSV {
            wide.extend(if little { [*byte, 0] } else { [0, *byte] });
        }
        let (seen, outcome) = whole(Quoting::Csv, &wide);
        assert_eq!(sums(&seen), (2, vec![]));
        assert_eq!(outcome.bytes, wide.len() as u64);
        let steps = vec![usize::MAX];
        let (seen, outcome) = part(&Small(Quoting::Csv), &wide, (50, None), None, steps, TINY);
        assert_eq!((sums(&seen), outcome), ((0, vec![]), Outcome::default()));
    }
}

#[test]
fn headers_may_stand_anywhere_and_change() {
    let text = b"#Fields: date time x\n2021-03-03 06:49:42 1\n#FIELDS: date time y x \n\
        2021-03-03 06:49:43 2 3\n# a note\n-----\n\n2021-03-03 06:49:44 4 5\n";
    let (seen, outcome) = whole(Quoting::Plain, text);
    assert_eq!(sums(&seen), (3, vec![]));
    assert!(seen.records[0].ends_with("x = 1"));
    assert!(seen.records[1].ends_with("y = 2\n  x = 3"));
    assert_eq!(outcome.lines, 8);
    assert_eq!(outcome.header.as_deref(), Some(&b"#FIELDS: date time y x "[..]));
}

#[test]
fn a_bare_header_is_no_row_wherever_it_stands() {
    let text = b"DateTime,a,b\n#Software: x\n#Fields: DateTime,a,b\n2021-03-03T06:49:42Z,1,2\n\
        DateTime,a,b\n2021-03-03T06:49:43Z,1,2\n#TYPE y\n\"DateTime\",\"b\"\n\
        \"2021-03-03T06:49:44Z\",\"3\"\n";
    let (seen, _) = whole(Quoting::Csv, text);
    assert_eq!(sums(&seen), (3, vec![]));
    assert!(seen.records[2].ends_with("b = 3"));
}

#[test]
fn a_date_line_gives_rows_without_a_date_their_day() {
    let text = b"#Date: 2013-07-30 00:00:00\n#Fields: time x\n00:00:01 1\n\
        #Date: 2013-07-31 00:00:00\n00:00:02 2\n";
    let (seen, outcome) = whole(Quoting::Plain, text);
    assert!(seen.records[0].contains("2013-07-30T00:00:01Z"), "{}", seen.records[0]);
    assert!(seen.records[1].contains("2013-07-31T00:00:02Z"), "{}", seen.records[1]);
    let header = outcome.header.unwrap();
    assert_eq!(header, b"#Date: 2013-07-31 00:00:00\n#Fields: time x");
    // A later part starts from what the earlier one ended with.
    let more = [&text[..], b"00:00:03 3\n"].concat();
    let span = (text.len(), None);
    let steps = vec![usize::MAX];
    let (seen, _) = part(&Small(Quoting::Plain), &more, span, Some(&header), steps, TINY);
    assert!(seen.records[0].contains("2013-07-31T00:00:03Z"), "{}", seen.records[0]);
}

#[test]
fn wrong_widths_are_kept_and_counted_once() {
    let text = b"#Fields: date time x y\n2021-03-03 06:49:42 1\n2021-03-03 06:49:42  1 2\n\
        2021-03-03 06:49:42 1 2 \n2021-03-03 06:49:42 1 2 3 4\n";
    let (seen, _) = whole(Quoting::Plain, text);
    assert_eq!(sums(&seen), (4, vec![(ColumnCount, 2, 0)]));
    assert!(seen.records[1].ends_with("x = 1\n  y = 2"), "an empty token is dropped");
    assert_eq!(seen.gaps[0].4, "3 cells under a header of 4 columns");

    let text = b"DateTime,a,,b\n2021-03-03T06:49:42Z,1,2\n2021-03-03T06:49:42Z,1,x,2\n\
        2021-03-03T06:49:42Z,1,x,2,,\n";
    let (seen, _) = whole(Quoting::Csv, text);
    assert_eq!(sums(&seen), (3, vec![]), "an unnamed column may be missing from the rows");
    assert!(seen.records[0].ends_with("a = 1\n  b = 2"));
}

#[test]
fn a_cut_quote_does_not_swallow_the_next_rows() {
    let text = b"DateTime,a,b\n2021-03-03T06:49:42Z,\"cut, here\n2021-03-03T06:49:43Z,1,2\n";
    assert_eq!(sums(&whole(Quoting::Csv, text).0), (2, vec![(ColumnCount, 1, 0)]));
}

#[test]
fn a_last_row_without_its_end_is_kept() {
    let text = b"DateTime,a,b\n2021-03-03T06:49:42Z,1,2\n2021-03-03T06:49:43Z,1";
    let (seen, outcome) = whole(Quoting::Csv, text);
    assert_eq!(sums(&seen), (2, vec![(Truncated, 1, 0)]));
    assert_eq!(outcome.lines, 3);
    let text = b"DateTime,a,b\n2021-03-03T06:49:43Z,1,2";
    assert_eq!(sums(&whole(Quoting::Csv, text).0), (1, vec![]));
}

#[test]
fn zeros_are_one_gap_and_the_rows_around_them_are_read() {
    let mut text = b"DateTime,a,b\n2021-03-03T06:49:42Z,1,2\n".to_vec();
    text.extend([0; 40]);
    text.extend(b"2021-03-03T06:49:43Z,1,2\n2021-03-03T06:49:44Z,1");
    text.extend([0; 2000]);
    text.extend(b"2021-03-03T06:49:45Z,1,2\n2021-03-03T06:49:46Z,1,2\n");
    text.extend([0; 3]);
    let (seen, outcome) = whole(Quoting::Csv, &text);
    assert_eq!(seen.records.len(), 5, "{:#?}", seen.records);
    let bytes: u64 = seen.gaps.iter().filter(|gap| gap.0 == Damaged).map(|gap| gap.2).sum();
    assert_eq!(bytes, 2043);
    assert_eq!(sums(&seen).1.iter().filter(|gap| gap.0 == Damaged).count(), 1);
    assert_eq!(outcome.bytes, text.len() as u64);
}

#[test]
fn a_row_without_a_time_is_kept_and_counted() {
    let text = b"DateTime,a,b\n,1,2\nyesterday,1,2\n2021-03-03T06:49:43Z,1,2\n";
    assert_eq!(sums(&whole(Quoting::Csv, text).0), (3, vec![(NoTime, 2, 0)]));
}

#[test]
fn rows_that_no_header_explains_are_a_gap() {
    let (seen, _) = whole(Quoting::Csv, b"2021-03-03T06:49:43Z,1,2\n2021-03-03T06:49:43Z,1,2\n");
    assert_eq!(sums(&seen), (0, vec![(Damaged, 2, 48)]));
}

/// Counts rows without writing them down.
#[derive(Default)]
struct Count {
    rows: usize,
    longest: usize,
    gaps: Vec<(GapReason, u64)>,
}

impl Sink for Count {
    fn batch(&mut self, batch: &Batch<'_>) {
        self.rows += batch.rows.len();
        self.longest = self.longest.max(batch.bytes.len());
    }

    fn record(&mut self, _: &dyn Record) {}

    fn gap(&mut self, _: Locator, reason: GapReason, _: String, _: u64, bytes: u64) {
        self.gaps.push((reason, bytes));
    }
}

#[test]
fn a_line_of_a_gibibyte_is_bounded() {
    const LINE: u64 = 1 << 30;
    let start = b"DateTime,a,b\n2021-03-03T06:49:42Z,1,";
    let end = b"\n2021-03-03T06:49:43Z,1,2\n";
    let filler = std::io::Read::take(std::io::repeat(b'x'), LINE);
    let mut source = std::io::Read::chain(std::io::Read::chain(&start[..], filler), &end[..]);
    let mut count = Count::default();
    let input = Input {
        path: &"C:\\long.log".into(),
        reader: &mut source,
        head: start,
        header: None,
        start: 0,
        end: None,
    };
    let outcome = super::read(&Small(Quoting::Csv), input, &mut count).unwrap();
    assert_eq!(count.rows, 2);
    assert!(count.longest <= LONGEST_LINE);
    let kept = LONGEST_LINE as u64 - 23;
    assert_eq!(count.gaps, [(TooLarge, LINE - kept)]);
    assert_eq!(outcome.bytes, LINE + (start.len() + end.len()) as u64);
    assert_eq!(outcome.lines, 3);
}

#[test]
fn noise_and_nothing() {
    let (seen, outcome) = whole(Quoting::Csv, b"");
    assert_eq!((sums(&seen), outcome), ((0, vec![]), Outcome::default()));
    let bytes = noise(5000);
    for quoting in [Quoting::Csv, Quoting::Plain] {
        let (_, outcome) = whole(quoting, &bytes);
        assert_eq!(outcome.bytes, 5000);
    }
}

#[test]
fn what_stood_before_an_error_is_read() {
    struct Failing<'a>(&'a [u8]);
    impl std::io::Read for Failing<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(std::io::Error::other("bad sector")),
                count => Ok(count),
            }
        }
    }
    let mut seen = Seen::default();
    let input = Input {
        path: &"C:\\small.log".into(),
        reader: &mut Failing(CSV),
        head: CSV,
        header: None,
        start: 0,
        end: None,
    };
    let error = super::read(&Small(Quoting::Csv), input, &mut seen).unwrap_err();
    assert_eq!(error.to_string(), "bad sector");
    assert_eq!(seen.records.len(), 2);
}

/// Lines of a hostile log: rows, cut rows, headers, notes, zeros, long lines.
fn log() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        8 => "2021-03-03T06:49:4[0-9]Z,[a-z ]{0,30},[a-z]{0,9}",
        2 => "2021-03-03T06:49:42Z(,[a-z]{0,4}){0,6}",
        1 => "2021-03-03T06:49:42Z,\"[a-z,\"]{0,20}",
        1 => ",[a-z]{0,9},",
        1 => Just("#Fields: DateTime,a,b".to_owned()),
        1 => Just("DateTime,a,b".to_owned()),
        1 => "# [a-z,]{0,20}",
        1 => "(\\x00){1,200}[a-z,]{0,9}",
        1 => "2021-03-03T06:49:42Z,a,x{100,700}",
        1 => Just(String::new()),
    ];
    (prop::collection::vec((line, any::<bool>()), 0..40), any::<bool>()).prop_map(
        |(lines, last)| {
            let mut bytes = b"#Fields: DateTime,a,b\r\n".to_vec();
            for (line, carriage) in lines {
                bytes.extend(line.as_bytes());
                bytes.extend(if carriage { &b"\r\n"[..] } else { &b"\n"[..] });
            }
            if last {
                bytes.pop();
            }
            bytes
        },
    )
}

/// Records with their line numbers moved by `lines`.
fn moved(seen: &Seen, lines: u64) -> Vec<String> {
    let shift = |text: &String| {
        let (before, rest) = text.split_once(" line ").unwrap();
        let (line, after) = rest.split_once(' ').unwrap();
        format!("{before} line {} {after}", line.parse::<u64>().unwrap() + lines)
    };
    seen.records.iter().map(shift).collect()
}

/// Counts and bytes by reason.
fn totals(gaps: &[&Seen]) -> std::collections::BTreeMap<GapReason, (u64, u64)> {
    let mut totals = std::collections::BTreeMap::<GapReason, (u64, u64)>::new();
    for (reason, count, bytes, ..) in gaps.iter().flat_map(|seen| &seen.gaps) {
        let total = totals.entry(*reason).or_default();
        *total = (total.0 + count, total.1 + bytes);
    }
    totals
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_read_sizes_give_the_same(
        bytes in log(),
        steps in prop::collection::vec(1usize..300, 1..6),
    ) {
        let small = Small(Quoting::Csv);
        let whole = part(&small, &bytes, (0, None), None, vec![usize::MAX], TINY);
        prop_assert_eq!(part(&small, &bytes, (0, None), None, steps, TINY), whole);
    }

    #[test]
    fn any_cut_gives_the_same(
        bytes in log(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let small = Small(Quoting::Csv);
        let steps = || vec![usize::MAX];
        let (seen, outcome) = part(&small, &bytes, (0, None), None, steps(), TINY);
        let mut borders: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        borders.extend([0, bytes.len()]);
        borders.sort_unstable();
        borders.dedup();
        let (mut records, mut parts, mut sum) = (Vec::new(), Vec::new(), Outcome::default());
        for span in borders.windows(2) {
            let end = (span[1] < bytes.len()).then_some(span[1]);
            let header = sum.header.clone();
            let (seen, outcome) =
                part(&small, &bytes, (span[0], end), header.as_deref(), steps(), TINY);
            records.extend(moved(&seen, sum.lines));
            sum.lines += outcome.lines;
            sum.bytes += outcome.bytes;
            sum.header = outcome.header.or(sum.header);
            parts.push(seen);
        }
        prop_assert_eq!(records, moved(&seen, 0));
        prop_assert_eq!(sum, outcome);
        prop_assert_eq!(totals(&parts.iter().collect::<Vec<_>>()), totals(&[&seen]));
    }

    #[test]
    fn nothing_breaks_it(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for quoting in [Quoting::Csv, Quoting::Plain] {
            let (_, outcome) = whole(quoting, &bytes);
            let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            prop_assert!(wide || outcome.bytes == bytes.len() as u64);
        }
    }
}

#[test]
fn every_format_reads_noise_and_nothing() {
    for format in crate::all() {
        let (seen, _) = read(*format, "C:\\x.log", b"");
        assert_eq!(seen.records.len(), 0, "{}", format.id());
        read(*format, "C:\\x.log", &noise(10_000));
    }
}
