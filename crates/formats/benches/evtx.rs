//! How fast event logs are read, next to reading their bytes and to the crate `evtx`.
//!
//! Plain `main`, one run, ratios: `cargo bench -p afterpatch-formats --bench evtx`. Reads the
//! densely filled logs beside the repository, or one made here where they are absent; everything
//! on one thread, in CPU time.
#![allow(missing_docs, reason = "a bench has no callers")]
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a bench speaks to its user")]
#![allow(clippy::disallowed_methods, reason = "a bench reads its own files")]

use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use formats::evtx::writer::{Content, Element, EvtxWriter, Node, Value};
use model::{Batch, GapReason, Locator, Record, Timestamp, WinPath};

/// Runs of each, of which the fastest counts: other work on the machine only ever adds time.
const RUNS: usize = 5;

/// How often the bytes are only read, to be measurable.
const READS: u32 = 50;

/// Records of the log made here, about 20 MB.
const RECORDS: u64 = 40_000;

/// Looks at what a record offers, or only at where it is.
struct Look {
    render: bool,
    records: u64,
    length: usize,
}

impl formats::Sink for Look {
    fn batch(&mut self, _: &Batch<'_>) {}

    fn record(&mut self, record: &dyn Record) {
        self.records += 1;
        if self.render {
            record.each(&mut |name, value| self.length += name.len() + value.len());
        } else if let Some(shaped) = record.shaped() {
            self.length ^= shaped.shape() as usize;
        }
    }

    fn gap(&mut self, _: Locator, _: GapReason, _: String, _: u64, _: u64) {}
}

fn made() -> Vec<u8> {
    let slot = |index| Node::Slot(index, 0x01, false);
    let mut data = Element::new("EventData");
    for index in 3..23 {
        let name = Node::Text(format!("Item{index}"));
        data = data.child(Element::new("Data").with("Name", name).holding(slot(index)));
    }
    let system = Element::new("System")
        .child(Element::new("EventID").holding(Node::Slot(0, 0x06, false)))
        .child(Element::new("TimeCreated").with("SystemTime", Node::Slot(1, 0x11, false)))
        .child(Element::new("EventRecordID").holding(Node::Slot(2, 0x0a, false)))
        .child(Element::new("Channel").holding(Node::Text("Security".to_owned())));
    let template = Element::new("Event").child(system).child(data);
    let mut writer = EvtxWriter::new();
    for number in 0..RECORDS {
        let time = Timestamp::from_second(1_614_754_182 + number as i64).expect("a time");
        let mut values = vec![Value::U16(4_688), Value::Time(time), Value::U64(number)];
        values.extend((0..20).map(|item| Value::Text(format!("value {item} of {number}"))));
        writer.push(time, &Content::Instance(1, template.clone(), values));
    }
    writer.finish()
}

fn logs() -> (&'static str, Vec<Vec<u8>>) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/evtx_dense");
    let Ok(entries) = std::fs::read_dir(dir) else { return ("a log made here", vec![made()]) };
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        std::fs::read(entry.expect("an entry").path()).expect("a log")
    };
    ("evtx_dense", entries.map(read).collect())
}

/// CPU time of this thread where the system tells it, else time on the clock.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanos = told.ok().and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn best(mut run: impl FnMut()) -> Duration {
    let timed = |_| {
        let start = now();
        run();
        now().saturating_sub(start)
    };
    (0..RUNS).map(timed).min().unwrap_or_default()
}

fn read_only(logs: &[Vec<u8>]) {
    let mut block = vec![0; 65_536];
    for log in logs {
        let mut rest = log.as_slice();
        while rest.read(&mut block).expect("memory can be read") > 0 {
            black_box(&block);
        }
    }
}

fn ours(logs: &[Vec<u8>], render: bool) -> u64 {
    let path = WinPath::new("C:\\bench.evtx");
    let format = formats::all().iter().find(|format| format.id() == "evtx").expect("the format");
    let mut look = Look { render, records: 0, length: 0 };
    for log in logs {
        let mut rest = log.as_slice();
        let head = &log[..log.len().min(formats::HEAD_BYTES)];
        let input = formats::Input {
            path: &path,
            reader: &mut rest,
            head,
            header: None,
            start: 0,
            end: None,
        };
        format.read(input, &mut look).expect("memory can be read");
    }
    black_box(look.length);
    look.records
}

fn theirs(logs: &[Vec<u8>], text: bool) -> u64 {
    let mut records = 0;
    for log in logs {
        let mut parser = evtx::EvtxParser::from_buffer(log.clone()).expect("a log");
        let settings = evtx::ParserSettings::default().num_threads(1);
        parser = parser.with_configuration(settings);
        if text {
            records += parser.records_json().flatten().map(black_box).count() as u64;
        } else {
            records += parser.records_json_value().flatten().map(black_box).count() as u64;
        }
    }
    records
}

fn count(records: u64) {
    black_box(records);
}

fn main() {
    let (name, logs) = logs();
    let mega = logs.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    println!("{name}: {mega:.1} MB; ours {} records, crate evtx {}", ours(&logs, false), {
        theirs(&logs, true)
    });
    let reference = best(|| count(theirs(&logs, true))).as_secs_f64();
    let show = |what: &str, seconds: f64| {
        println!(
            "{what}: {:.0} MB per CPU s, {:.3} x the time of the crate's text",
            mega / seconds,
            seconds / reference
        );
    };
    // So quick that the clock would not see it once.
    let reading = best(|| (0..READS).for_each(|_| read_only(&logs))).as_secs_f64();
    show("reading only", reading / f64::from(READS));
    show("our walk and all checksums", best(|| count(ours(&logs, false))).as_secs_f64());
    show("our walk, every value as text", best(|| count(ours(&logs, true))).as_secs_f64());
    show("crate evtx, JSON text", reference);
    let values = best(|| count(theirs(&logs, false)));
    show("crate evtx, JSON values", values.as_secs_f64());
}
