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

/// Opens a hive with a transaction log, and reads all of both: the first four bytes tell where
/// the log begins.
pub fn hive_with_logs(data: &[u8]) {
    let Some((split, rest)) = data.split_first_chunk::<4>() else { return };
    let split = (u32::from_le_bytes(*split) as usize).min(rest.len());
    let (bytes, log) = rest.split_at(split);
    if let Ok(hive) = crate::hive::Hive::open_with_logs(bytes, &[log]) {
        crate::registry_facts(&hive, &WinPath::new("C:\\fuzz.bin"), &mut Checking);
    }
}

/// Names of files that a reader treats in another way than those of any name.
const NAMES: [(&str, &str); 1] =
    [("eomt-log", "C:\\Windows\\System32\\inetsrv\\config\\IISManagementRestoreCmdlets-fuzz.json")];

fn read(reader: &dyn Reader, data: &[u8]) {
    reader.read(&WinPath::new("C:\\fuzz.bin"), data, &mut Checking);
    for (_, name) in NAMES.iter().filter(|(id, _)| *id == reader.id()) {
        reader.read(&WinPath::new(name), data, &mut Checking);
    }
    if let Some(seeking) = reader.seeking() {
        let read = seeking.read(&mut Cursor::new(data), &|_| true, &mut Checking);
        assert!(read.is_ok(), "{} failed on bytes in memory", reader.id());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cleaners::tests as cleaners;
    use crate::pe::tests::{compiled_page, library, signature};
    use crate::writers::hive::{hive, key};
    use crate::writers::journal::{entry, folder};
    use crate::writers::quarantine;

    /// A sound text of each kind whose inside random bytes alone would never reach.
    const TEXTS: [(&str, &str); 16] = [
        ("iis-config", crate::iis_config::tests::SMALL),
        (
            "registry-export",
            "REGEDIT4\n[HKLM\\SOFTWARE\\Microsoft\\NetSh]\n\"a\"=hex(7):61,00,\\\n 00\n@=\"b\"\n",
        ),
        (
            "clixml",
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj><MS>\
             <S N=\"a\">_x0041_</S><Obj N=\"l\"><LST><Obj><MS/></Obj></LST></Obj></MS></Obj></Objs>",
        ),
        ("ldif", "dn: CN=a\nb:: YQ==\nwhenChanged: 20210304160721.0Z\n c\n"),
        ("csv-export", "#TYPE a\n\"b\",\"c\"\n\"d\"\"\",e\n"),
        ("format-list", "Name  : a\nUrl   : b\nC     : d\n        e\n"),
        ("task-xml", "<Task><Actions><Exec><Command>a</Command></Exec></Actions></Task>"),
        (
            "agents-config",
            "<mexRuntime><agentList><agent name=\"a\" assemblyPath=\"b.dll\"/></agentList></mexRuntime>",
        ),
        (
            "aspnet-compiled",
            "<preserve virtualPath=\"/a.aspx\"><filedeps><filedep name=\"/a.aspx\"/></filedeps></preserve>",
        ),
        ("console-history", "Get-Item `\n a\nSet-Item b\n"),
        ("firewall-rules", "a REG_SZ v2.30|Action=Allow|Dir=In|LPort=443|Name=b|\n"),
        ("hosts-file", "192.0.2.1 a b # c\nfe80::1%2 d\n"),
        ("msert-log", cleaners::SCANS),
        ("eomt-log", cleaners::MITIGATION),
        ("defender-log", cleaners::PROTECTION),
        (
            "wmi-repository",
            "__EventFilter\0\0\0abcdefgh\0CommandLineEventConsumer.Name=\"a\"__EventFilter.Name=\"b\"",
        ),
    ];

    /// The same for all kinds.
    fn specimens() -> Vec<(&'static str, Vec<u8>)> {
        let root = key(
            "root",
            vec![
                key("Select", vec![]).number("Current", 1),
                key("Svc", vec![]).text("ImagePath", "a.exe").under("ControlSet001\\Services"),
            ],
        );
        let journal = [
            folder("b", 0x100, 1 << 57, 5, 6),
            entry("a.txt", 0x1000, 1 << 57, 7, 5),
            entry("a.aspx", 0x8000_2000, 1 << 57, 7, 5),
        ];
        let mut all: Vec<(&str, Vec<u8>)> =
            TEXTS.iter().map(|(id, text)| (*id, text.as_bytes().to_vec())).collect();
        all.extend([
            ("registry-hive", hive(&root)),
            ("pe", library(&signature())),
            ("compiled-assembly", compiled_page()),
            ("mft", crate::mft::tests::table()),
            ("usn-journal", journal.concat()),
            ("defender-history", cleaners::detection()),
            ("defender-quarantine", cleaners::entry()),
            ("defender-quarantined", quarantine::file(b"<% inert %>", &[(":a", b"b")])),
            ("crash-report", crate::crash_report::tests::report()),
        ]);
        all
    }

    #[test]
    fn every_reader_has_a_specimen() {
        let known: Vec<&str> = specimens().iter().map(|(id, _)| *id).collect();
        for reader in all() {
            assert!(known.contains(&reader.id()), "{} has no specimen", reader.id());
        }
    }

    #[test]
    fn every_specimen_gives_a_fact() {
        for (id, bytes) in specimens() {
            let reader = all().iter().find(|reader| reader.id() == id).unwrap();
            let mut seen = crate::testing::Seen::default();
            reader.read(&WinPath::new("C:\\fuzz.bin"), &bytes, &mut seen);
            assert!(!seen.facts.is_empty(), "{id}");
        }
    }

    #[test]
    fn no_reader_fails_on_next_to_nothing() {
        for (_, specimen) in specimens() {
            for length in 0..specimen.len().min(70) {
                all().iter().for_each(|one| read(*one, &specimen[..length]));
            }
        }
    }

    /// Run by `cargo xtask fuzz`, which says where the corpora lie.
    #[test]
    #[ignore = "writes the corpora of the fuzz targets"]
    #[allow(clippy::disallowed_methods, reason = "what it writes is no evidence")]
    fn write_seeds() {
        let corpora = std::env::var_os("FUZZ_CORPUS").expect("FUZZ_CORPUS");
        let (before, after) = (key("r", vec![key("A", vec![])]), key("r", vec![key("B", vec![])]));
        let (hive, log) = crate::writers::hive::hive_in_use(&before, &after);
        let in_use = [(hive.len() as u32).to_le_bytes().to_vec(), hive, log].concat();
        hive_with_logs(&in_use);
        let folder = std::path::Path::new(&corpora).join("host_hive_logs");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("specimen"), in_use).unwrap();
        for (id, bytes) in specimens() {
            for target in [format!("host_{}", id.replace('-', "_")), "host_recognised".to_owned()] {
                let folder = std::path::Path::new(&corpora).join(target);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(format!("specimen-{id}")), &bytes).unwrap();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_reader_fails_on_any_bytes(data in prop::collection::vec(any::<u8>(), 0..2_000)) {
            for one in all() {
                read(*one, &data);
            }
            recognised(&data);
        }

        #[test]
        fn no_reader_fails_on_a_damaged_file(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            cut in any::<prop::sample::Index>(),
        ) {
            for (id, mut bytes) in specimens() {
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                reader(id, &bytes);
                bytes.truncate(cut.index(bytes.len()));
                reader(id, &bytes);
            }
        }
    }
}
