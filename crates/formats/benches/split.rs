//! How fast rows are split, next to what the same bytes cost at least.
//!
//! Plain `main`, one run, ratios: `cargo bench -p afterpatch-formats`. The rows are made here,
//! with the widths and lengths of real ones; every field of every row is looked at.
#![allow(missing_docs, reason = "a bench has no callers")]
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a bench speaks to its user")]
#![allow(clippy::disallowed_methods, reason = "reads its own processor time")]

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use model::{Batch, GapReason, Locator, Record, WinPath};

/// Bytes per kind of log: enough to be steady, little enough to be quick.
const BYTES: usize = 256 << 20;

/// Runs of each, of which the fastest counts: other work on the machine only ever adds time.
const RUNS: usize = 5;

/// Counts fields, and looks at each of them if asked to.
struct Fields {
    look: bool,
    count: u64,
    length: u64,
}

impl formats::Sink for Fields {
    fn batch(&mut self, batch: &Batch<'_>) {
        for row in batch.rows {
            self.count += u64::from(row.fields);
            if !self.look {
                continue;
            }
            let mut start = row.start;
            let first = row.first as usize;
            for end in &batch.ends[first..first + row.fields as usize] {
                self.length += u64::from(end - start);
                start = end + 1;
            }
        }
    }

    fn record(&mut self, _: &dyn Record) {}

    fn gap(&mut self, _: Locator, reason: GapReason, detail: String, count: u64, _: u64) {
        println!("unexpected gap: {reason}, {count} times: {detail}");
    }
}

fn http_proxy() -> Vec<u8> {
    let mut log = Vec::with_capacity(BYTES + 1024);
    for row in 0_u64.. {
        if log.len() >= BYTES {
            break;
        }
        let line = format!(
            "2021-03-03T06:49:{:02}.{:03}Z,69c0c712-85ed-458b-a815-{row:012x},15,2,659,4,,Ews,\
             mail.contoso.com,/EWS/Exchange.asmx,,Negotiate,true,user{}@contoso.com,contoso.com,\
             Smtp~user{}@contoso.com,Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook \
             16.0.4266; Pro),198.51.100.{},MX01,200,200,,POST,Proxy,mx01.contoso.local,\
             15.02.0659.000,IntraForest,WindowsIdentity,,,,7637,,,,0,6,,0,,0,,0,0,,0,12,0,0,0,1,\
             5,0,,,,0,12,0,5,6,6,6,{},,,,BeginRequest=2021-03-03T06:49:24.639Z;CorrelationID=\
             <empty>;ProxyState-Run=None;FEAuth=BEVersion-1942127251;NewConnection=fe80::1%3&0;\
             BeginGetRequestStream=2021-03-03T06:49:24.640Z;OnRequestStreamReady=2021-03-03T06:49\
             :24.641Z;BeginGetResponse=2021-03-03T06:49:24.645Z;ProxyState-Complete=ProxyResponse\
             Data;EndRequest=2021-03-03T06:49:24.651Z;,,,,,,CafeV1\r\n",
            row % 60,
            row % 1000,
            row % 500,
            row % 500,
            row % 250,
            row % 9999
        );
        log.extend_from_slice(line.as_bytes());
    }
    log
}

fn iis() -> Vec<u8> {
    let mut log = Vec::with_capacity(BYTES + 1024);
    for row in 0_u64.. {
        if log.len() >= BYTES {
            break;
        }
        let line = format!(
            "2021-03-05 03:06:{:02} 192.0.2.10 POST /Microsoft-Server-ActiveSync/default.eas \
             &CorrelationID=<empty>;&cafeReqId=cde28fc4-299e-4179-b3e9-{row:012x};&encoding=; 443 \
             CONTOSO\\user{} 198.51.100.{} Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/\
             537.36+(KHTML,+like+Gecko) - 200 0 0 {}\r\n",
            row % 60,
            row % 500,
            row % 250,
            row % 999
        );
        log.extend_from_slice(line.as_bytes());
    }
    log
}

/// Seconds of processor time this thread has used; on systems that do not tell, of wall time.
fn seconds(since: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.as_deref().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(|| since.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// The fewest seconds of several runs.
fn best(mut run: impl FnMut()) -> f64 {
    let timed = |_| {
        let since = Instant::now();
        let before = seconds(since);
        run();
        seconds(since) - before
    };
    (0..RUNS).map(timed).fold(f64::INFINITY, f64::min)
}

/// Reading the bytes in blocks and nothing else: what `cat` has to do.
fn read_only(log: &[u8]) {
    let mut block = vec![0; 256 * 1024];
    let mut rest = log;
    while rest.read(&mut block).expect("memory can be read") > 0 {
        black_box(&block);
    }
}

fn ours(id: &str, look: bool, log: &[u8]) {
    let path = WinPath::new("C:\\bench.log");
    let format = formats::all().iter().find(|format| format.id() == id).expect("the format exists");
    let mut fields = Fields { look, count: 0, length: 0 };
    let mut rest = log;
    let input = formats::Input {
        path: &path,
        reader: &mut rest,
        head: &log[..formats::HEAD_BYTES],
        header: None,
        start: 0,
        end: None,
    };
    let outcome = format.read(input, &mut fields).expect("memory can be read");
    black_box((outcome, fields.count, fields.length));
}

fn simd_csv(separator: u8, log: &[u8]) {
    let mut reader = simd_csv::ZeroCopyReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(log);
    let mut length = 0;
    while let Some(record) = reader.read_byte_record().expect("memory can be read") {
        for field in record.iter() {
            length += field.len();
        }
    }
    black_box(length);
}

fn main() {
    for (id, separator, log) in [("httpproxy", b',', http_proxy()), ("iis", b' ', iis())] {
        let giga = log.len() as f64 / 1e9;
        let read = best(|| read_only(&log));
        let split = best(|| ours(id, false, &log));
        let own = best(|| ours(id, true, &log));
        let other = best(|| simd_csv(separator, &log));
        println!(
            "{id}: reading alone {:.2} GB/s; all borders found {:.2} GB/s ({:.2} times reading); \
             every field looked at {:.2} GB/s ({:.2} times reading); simd-csv, the same, {:.2} \
             GB/s ({:.2} times ours)",
            giga / read,
            giga / split,
            split / read,
            giga / own,
            own / read,
            giga / other,
            other / own
        );
    }
}
