//! Files made to hurt the reader: each is read as far as its limit goes, in bounded time and
//! memory, and the gap says how much was left.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use model::{GapReason, WinPath};

use crate::testing::{Seen, read};
use crate::{Head, Reader, all};

/// What each XML reader asks for around its content: a path, the beginning, the end.
const XML: [(&str, &str, &str, &str); 5] = [
    (
        "iis-config",
        "C:\\x\\web.config",
        "<configuration><appSettings>",
        "</appSettings></configuration>",
    ),
    (
        "agents-config",
        "C:\\x\\agents.config",
        "<mexRuntime><agentList>",
        "</agentList></mexRuntime>",
    ),
    ("aspnet-compiled", "C:\\x\\a.compiled", "<preserve><filedeps>", "</filedeps></preserve>"),
    ("task-xml", "C:\\Windows\\System32\\Tasks\\a", "<Task><Actions>", "</Actions></Task>"),
    (
        "clixml",
        "C:\\x\\a.xml",
        "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj><MS>",
        "</MS></Obj></Objs>",
    ),
];

/// Ten entities, each of ten times the one before: a billion times the first, if expanded.
fn bomb() -> String {
    let mut text = String::from("<!DOCTYPE x [<!ENTITY e0 \"lol\">");
    for level in 1..10 {
        let inner = format!("&e{};", level - 1).repeat(10);
        text.push_str(&format!("<!ENTITY e{level} \"{inner}\">"));
    }
    text + "]>"
}

#[test]
fn no_xml_reader_expands_a_bomb_and_each_counts_what_it_left() {
    for (id, path, start, end) in XML {
        let content = "<Exec><Command>&e9;</Command></Exec><add name='n' key='&e9;' value='v'/>";
        let (found, seen) = read(path, format!("{}{start}{content}{end}", bomb()).as_bytes());
        assert_eq!(found, id);
        let lost: Vec<_> = seen.gaps.iter().filter(|gap| gap.4.contains("not expanded")).collect();
        assert_eq!(lost.len(), 1, "{id}: {}", seen.shown());
        assert_eq!((lost[0].0, lost[0].1), (GapReason::Damaged, 2), "{id}");
        assert!(seen.shown().len() < 4_000, "{id}");
    }
}

#[test]
fn every_xml_reader_stops_at_a_depth_and_says_how_much_lay_below() {
    const DEPTH: usize = 50_000;
    for (id, path, start, end) in XML {
        let text = format!("{start}{}{}{end}", "<Obj>".repeat(DEPTH), "</Obj>".repeat(DEPTH));
        let (found, seen) = read(path, text.as_bytes());
        assert_eq!(found, id);
        let gap = seen.gaps.iter().find(|gap| gap.0 == GapReason::TooLarge).unwrap();
        // 128 levels are kept, of which the elements around take two or three.
        assert!(gap.1 > DEPTH as u64 - 128 && gap.1 < DEPTH as u64, "{id}: {}", gap.1);
        assert!(gap.4.contains("deeper than 128"), "{}", gap.4);
    }
}

#[test]
fn an_executable_of_more_sections_than_windows_loads_is_read_up_to_there() {
    use crate::writers::program::NewProgram;
    let mut bytes = NewProgram::default().bytes();
    let header = u32::from_le_bytes(bytes[60..64].try_into().unwrap()) as usize;
    // There is room for their headers: the file is padded in front of its first section.
    bytes[header + 6..header + 8].copy_from_slice(&100_u16.to_le_bytes());
    let (_, seen) = read("C:\\x\\a.dll", &bytes);
    assert_eq!(seen.losses(), [(GapReason::TooLarge, 4)], "{}", seen.shown());
    let sections = seen.facts[0].fields.iter().filter(|(name, _)| name == "section").count();
    assert_eq!(sections, 96);
    // As many as the field can say, of which the file holds none.
    bytes[header + 6..header + 8].copy_from_slice(&u16::MAX.to_le_bytes());
    let (_, seen) = read("C:\\x\\a.dll", &bytes);
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    assert_eq!(seen.facts[0].value("name"), Some("a.dll"));
}

/// Names by which text readers that go by name know their files.
const TEXTS: [(&str, &str, &str); 9] = [
    ("crash-report", "C:\\w\\Report.wer", "EventType=APPCRASH\r\n"),
    ("msert-log", "C:\\Windows\\debug\\msert.log", ""),
    ("eomt-log", "C:\\t\\EOMT.log", ""),
    ("defender-log", "C:\\s\\MPLog-1.log", ""),
    ("console-history", "C:\\Users\\a\\ConsoleHost_history.txt", ""),
    ("ldif", "C:\\x\\a.ldf", "dn: CN=a\r\nb: c\r\n"),
    ("csv-export", "C:\\x\\a.csv", "#TYPE a\r\n\"b\"\r\n"),
    ("registry-export", "C:\\x\\a.reg", "REGEDIT4\r\n"),
    ("hosts-file", "C:\\Windows\\System32\\drivers\\etc\\hosts", ""),
];

#[test]
fn a_line_without_an_end_costs_its_length_and_no_more() {
    /// Enough to show anything worse than linear within a second.
    const LENGTH: usize = 512 * 1024;
    for filling in ["a", ";file:", "&;=", "~/x.aspx\"", "[0] : "] {
        let line = filling.repeat(LENGTH / filling.len());
        for (id, path, start) in TEXTS {
            let bytes = format!("{start}{line}").into_bytes();
            let reader = all().iter().find(|reader| reader.id() == id).unwrap();
            let mut seen = Seen::default();
            reader.read(&WinPath::new(path), &bytes, &mut seen);
            let kept: usize =
                seen.facts.iter().flat_map(|fact| &fact.fields).map(|f| f.1.len()).sum();
            assert!(kept <= 3 * bytes.len(), "{id}: {kept} of {}", bytes.len());
            assert!(seen.gaps.len() < 10, "{id}");
        }
    }
}

#[test]
fn every_reader_names_a_largest_file_or_reads_without_holding_it() {
    for reader in all() {
        let (id, largest) = (reader.id(), reader.largest());
        assert!(largest <= 512 * 1024 * 1024, "{id} would hold {largest} bytes");
        let is_stream = ["mft", "usn-journal", "wmi-repository"].contains(&id);
        assert_eq!(reader.seeking().is_some(), is_stream, "{id}");
    }
}

/// A file of a great many bytes that repeat, as a sparse or hostile one does.
struct Endless {
    pattern: Vec<u8>,
    at: u64,
    length: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = (buffer.len() as u64).min(self.length - self.at) as usize;
        let size = self.pattern.len();
        let mut done = 0;
        while done < count {
            let from = (self.at + done as u64) as usize % size;
            let step = (size - from).min(count - done);
            buffer[done..done + step].copy_from_slice(&self.pattern[from..from + step]);
            done += step;
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at;
        }
        Ok(self.at)
    }
}

/// Reads by seeking; keeps gaps only.
fn stream(reader: &dyn Reader, pattern: &[u8], length: u64) -> Seen {
    let mut input = Endless { pattern: pattern.to_vec(), at: 0, length };
    let mut seen = Seen::default();
    reader.seeking().unwrap().read(&mut input, &|_| false, &mut seen).unwrap();
    seen
}

#[test]
fn large_tables_and_journals_of_noise_are_one_gap_with_its_size() {
    const LENGTH: u64 = 8 * 1024 * 1024;
    let by_id = |id: &str| *all().iter().find(|reader| reader.id() == id).unwrap();
    let seen = stream(by_id("mft"), &[0x5A; 1024], LENGTH);
    assert_eq!(seen.losses(), [(GapReason::Damaged, LENGTH / 1024)]);
    assert_eq!(seen.gaps[0].2, LENGTH);
    let seen = stream(by_id("usn-journal"), &[0x5A; 1024], LENGTH);
    assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    assert_eq!(seen.gaps[0].2, LENGTH);
    // A class name without end: nothing is an instance, nothing is lost.
    let seen = stream(by_id("wmi-repository"), b"__EventFilter__EventFilter", LENGTH);
    assert!(seen.facts.len() < 100, "{}", seen.facts.len());
}

#[test]
fn folders_that_contain_each_other_end_in_a_path_that_says_so() {
    use crate::writers::table::NewRecord;
    // Records 0 to 15, each in the next, the last in the first again.
    let records: Vec<u8> = (0..16_u64)
        .flat_map(|number| {
            let name = format!("f{number}");
            let parent = (number + 1) % 16;
            NewRecord { parent, name: &name, in_use: true, is_folder: true, ..NewRecord::default() }
                .bytes()
        })
        .collect();
    let mut seen = Seen::default();
    let path = WinPath::new("$MFT");
    let known = crate::recognise(Head { path: &path, bytes: &records }).unwrap();
    assert_eq!(known.id(), "mft");
    known.seeking().unwrap().read(&mut Cursor::new(&records), &|_| true, &mut seen).unwrap();
    assert_eq!(seen.facts.len(), 16);
    let longest = seen.facts.iter().filter_map(|fact| fact.value("path")).map(str::len).max();
    assert!(longest.unwrap() < 2_000);
}
