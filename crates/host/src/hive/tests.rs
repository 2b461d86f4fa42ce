//! Hives made here, cell by cell, so that every layout and every damage can be had.

use model::GapReason;
use proptest::prelude::*;

use super::log::{MARVIN_SEED, marvin};
use super::*;
use crate::testing::Seen;

/// Writes a hive. Keys are made parents first.
pub(crate) struct Writer {
    bins: Vec<u8>,
    root: u32,
}

/// A key to be written.
pub(crate) struct NewKey<'k> {
    pub(crate) name: &'k str,
    pub(crate) values: Vec<(&'k str, u32, Vec<u8>)>,
    pub(crate) below: Vec<NewKey<'k>>,
}

/// A key with nothing in it.
pub(crate) fn key<'k>(name: &'k str, below: Vec<NewKey<'k>>) -> NewKey<'k> {
    NewKey { name, values: Vec::new(), below }
}

impl<'k> NewKey<'k> {
    /// The same key with a text value.
    pub(crate) fn text(self, name: &'k str, text: &str) -> Self {
        let raw = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        self.value(name, 1, raw)
    }

    /// The same key with a number.
    pub(crate) fn number(self, name: &'k str, number: u32) -> Self {
        self.value(name, 4, number.to_le_bytes().to_vec())
    }

    /// The same key with a value.
    pub(crate) fn value(mut self, name: &'k str, kind: u32, raw: Vec<u8>) -> Self {
        self.values.push((name, kind, raw));
        self
    }

    /// A chain of keys down a path, this one at its end.
    pub(crate) fn under(self, path: &'k str) -> Self {
        path.rsplit('\\').fold(self, |inner, name| key(name, vec![inner]))
    }
}

/// When every written key last changed.
const WRITTEN: u64 = 0x01D7_1000_0000_0000;

impl Writer {
    fn cell(&mut self, content: &[u8]) -> u32 {
        let offset = self.bins.len() as u32;
        let size = (content.len() + 4).next_multiple_of(8);
        self.bins.extend((-(size as i32)).to_le_bytes());
        self.bins.extend(content);
        self.bins.resize(offset as usize + size, 0);
        offset
    }

    fn key(&mut self, new: &NewKey<'_>, is_root: bool) -> u32 {
        let below: Vec<u32> = new.below.iter().map(|key| self.key(key, false)).collect();
        let values: Vec<u32> = new.values.iter().map(|value| self.value(value)).collect();
        let list =
            |offsets: &[u32]| offsets.iter().flat_map(|o| o.to_le_bytes()).collect::<Vec<_>>();
        let value_list = if values.is_empty() { u32::MAX } else { self.cell(&list(&values)) };
        let key_list = if below.is_empty() {
            u32::MAX
        } else {
            let mut content = b"lh".to_vec();
            content.extend((below.len() as u16).to_le_bytes());
            for offset in &below {
                content.extend(offset.to_le_bytes());
                content.extend([0; 4]);
            }
            self.cell(&content)
        };
        let mut content = vec![0; 76];
        content[..2].copy_from_slice(b"nk");
        content[2] = 0x20 | if is_root { 0x0C } else { 0 };
        content[4..12].copy_from_slice(&WRITTEN.to_le_bytes());
        content[20..24].copy_from_slice(&(below.len() as u32).to_le_bytes());
        content[28..32].copy_from_slice(&key_list.to_le_bytes());
        content[36..40].copy_from_slice(&(values.len() as u32).to_le_bytes());
        content[40..44].copy_from_slice(&value_list.to_le_bytes());
        content[72..74].copy_from_slice(&(new.name.len() as u16).to_le_bytes());
        content.extend(new.name.as_bytes());
        self.cell(&content)
    }

    fn value(&mut self, (name, kind, raw): &(&str, u32, Vec<u8>)) -> u32 {
        let mut content = vec![0; 20];
        content[..2].copy_from_slice(b"vk");
        content[2..4].copy_from_slice(&(name.len() as u16).to_le_bytes());
        let mut size = raw.len() as u32;
        if raw.len() <= 4 {
            size |= 0x8000_0000;
            content[8..8 + raw.len()].copy_from_slice(raw);
        } else {
            let at = self.data(raw);
            content[8..12].copy_from_slice(&at.to_le_bytes());
        }
        content[4..8].copy_from_slice(&size.to_le_bytes());
        content[12..16].copy_from_slice(&kind.to_le_bytes());
        content[16] = 1;
        content.extend(name.as_bytes());
        self.cell(&content)
    }

    fn data(&mut self, raw: &[u8]) -> u32 {
        if raw.len() <= 16_344 {
            return self.cell(raw);
        }
        let segments: Vec<u32> = raw.chunks(16_344).map(|part| self.cell(part)).collect();
        let list: Vec<u8> = segments.iter().flat_map(|offset| offset.to_le_bytes()).collect();
        let list = self.cell(&list);
        let mut content = b"db".to_vec();
        content.extend((segments.len() as u16).to_le_bytes());
        content.extend(list.to_le_bytes());
        self.cell(&content)
    }
}

/// A whole hive with this root.
pub(crate) fn hive(root: &NewKey<'_>) -> Vec<u8> {
    let mut writer = Writer { bins: vec![0; 32], root: 0 };
    writer.root = writer.key(root, true);
    let size = writer.bins.len().next_multiple_of(4096);
    writer.bins.resize(size, 0);
    writer.bins[..4].copy_from_slice(b"hbin");
    writer.bins[8..12].copy_from_slice(&(size as u32).to_le_bytes());
    let mut base = vec![0; BASE];
    base[..4].copy_from_slice(b"regf");
    base[4..8].copy_from_slice(&3_u32.to_le_bytes());
    base[8..12].copy_from_slice(&3_u32.to_le_bytes());
    base[36..40].copy_from_slice(&writer.root.to_le_bytes());
    base[40..44].copy_from_slice(&(size as u32).to_le_bytes());
    seal(&mut base);
    base.extend(writer.bins);
    base
}

fn seal(base: &mut [u8]) {
    let sum =
        base[..508].as_chunks::<4>().0.iter().fold(0, |sum, word| sum ^ u32::from_le_bytes(*word));
    base[508..512].copy_from_slice(&sum.to_le_bytes());
}

fn sample() -> Vec<u8> {
    let setup = key("Setup", vec![])
        .text("MsiInstallPath", "D:\\Ex")
        .number("MsiProductMajor", 15)
        .value("Large", 3, (0..40_000_u32).map(|n| n as u8).collect())
        .value("List", 7, "a\0b\0\0".encode_utf16().flat_map(u16::to_le_bytes).collect());
    hive(&key("root", vec![setup.under("Microsoft\\ExchangeServer\\v15"), key("Other", vec![])]))
}

fn losses(hive: &Hive) -> Vec<(GapReason, u64)> {
    let mut seen = Seen::default();
    hive.report(&mut seen);
    seen.losses()
}

#[test]
fn keys_values_and_large_data() {
    let bytes = sample();
    let hive = Hive::open(&bytes).unwrap();
    let setup = hive.key("MICROSOFT\\exchangeserver\\V15\\Setup").unwrap();
    assert_eq!(setup.value("msiinstallpath").unwrap().text(), "D:\\Ex");
    assert_eq!(setup.value("MsiProductMajor").unwrap().data, Data::Number(15));
    assert_eq!(setup.value("List").unwrap().data, Data::List(vec!["a".into(), "b".into()]));
    let large = setup.value("Large").unwrap();
    assert_eq!(large.bytes().unwrap().len(), 40_000);
    assert!(large.bytes().unwrap().iter().enumerate().all(|(at, byte)| at as u8 == *byte));
    assert_eq!(setup.written(), crate::time::filetime(WRITTEN));
    assert_eq!(hive.root().subkeys().count(), 2);
    assert!(hive.key("Microsoft\\Absent").is_none());
    assert_eq!(losses(&hive), []);
}

#[test]
fn a_damaged_cell_is_counted_and_its_siblings_are_read() {
    let mut bytes = sample();
    let at = memchr::memmem::find(&bytes, b"MsiProductMajor").unwrap() - 20;
    bytes[at..at + 2].copy_from_slice(b"xx");
    let hive = Hive::open(&bytes).unwrap();
    let setup = hive.key("Microsoft\\ExchangeServer\\v15\\Setup").unwrap();
    assert_eq!(setup.values().len(), 3);
    assert_eq!(losses(&hive), [(GapReason::Damaged, 1)]);
}

#[test]
fn a_lost_root_is_looked_for() {
    let mut bytes = sample();
    bytes[36..40].copy_from_slice(&0x7FFF_0000_u32.to_le_bytes());
    seal(&mut bytes[..512]);
    let hive = Hive::open(&bytes).unwrap();
    assert!(hive.key("Microsoft\\ExchangeServer").is_some());
    assert_eq!(losses(&hive), [(GapReason::Damaged, 1)]);
}

#[test]
fn a_cut_hive_says_how_much_is_missing() {
    let mut bytes = sample();
    let size = (bytes.len() - BASE + 4096) as u32;
    bytes[40..44].copy_from_slice(&size.to_le_bytes());
    seal(&mut bytes[..512]);
    let hive = Hive::open(&bytes).unwrap();
    assert_eq!(losses(&hive)[0], (GapReason::Truncated, 1));
    assert_eq!(Hive::open(b"regf").unwrap_err(), NoHive::TooShort);
    assert_eq!(Hive::open(b"MZ").unwrap_err(), NoHive::Signature);
}

#[test]
fn a_loop_of_keys_ends() {
    let mut bytes = hive(&key("root", vec![key("a", vec![key("b", vec![])])]));
    // The list of `a` leads back to `a`.
    let hive = Hive::open(&bytes).unwrap();
    let Locator::Bytes { offset: a, .. } = hive.key("a").unwrap().locator() else { panic!() };
    let list = log::u32_at(&bytes, a as usize + 4 + 28).unwrap() as usize + BASE;
    let own = (a as u32 - BASE as u32).to_le_bytes();
    bytes[list + 8..list + 12].copy_from_slice(&own);
    let hive = Hive::open(&bytes).unwrap();
    let mut at = hive.root();
    let mut steps = 0_u64;
    while let Some(next) = at.subkeys().next() {
        at = next;
        steps += 1;
    }
    assert!(steps < 2 * LEAST_BUDGET, "{steps}");
    assert_eq!(losses(&hive)[0].0, GapReason::TooLarge);
}

/// A log of the newer layout that turns `old` bins into `new` ones, page by page.
fn log_entry(sequence: u32, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut references = Vec::new();
    let mut pages: Vec<u8> = Vec::new();
    let mut count = 0_u32;
    for (index, page) in new[BASE..].chunks(4096).enumerate() {
        let start = BASE + index * 4096;
        if old.get(start..start + page.len()) != Some(page) {
            references.extend(((index * 4096) as u32).to_le_bytes());
            references.extend((page.len() as u32).to_le_bytes());
            pages.extend(page);
            count += 1;
        }
    }
    let mut entry = b"HvLE".to_vec();
    let size = (40 + references.len() + pages.len()).next_multiple_of(512);
    entry.extend((size as u32).to_le_bytes());
    entry.extend([0; 4]);
    entry.extend(sequence.to_le_bytes());
    entry.extend(((new.len() - BASE) as u32).to_le_bytes());
    entry.extend(count.to_le_bytes());
    entry.extend([0; 16]);
    entry.extend(references);
    entry.extend(pages);
    entry.resize(size, 0);
    let body = marvin(MARVIN_SEED, &entry[40..]).to_le_bytes();
    entry[24..32].copy_from_slice(&body);
    let head = marvin(MARVIN_SEED, &entry[..32]).to_le_bytes();
    entry[32..40].copy_from_slice(&head);
    entry
}

fn two_states() -> (Vec<u8>, Vec<u8>) {
    let mut old = hive(&key("root", vec![key("A", vec![])]));
    let new = hive(&key("root", vec![key("A", vec![key("Added", vec![])]).text("v", "new")]));
    old[4..8].copy_from_slice(&4_u32.to_le_bytes());
    seal(&mut old[..512]);
    (old, new)
}

#[test]
fn changes_in_the_log_are_applied() {
    let (mut old, new) = two_states();
    // The root moved; a log carries bins only, so the test moves it by hand.
    old[36..40].copy_from_slice(&new[36..40]);
    seal(&mut old[..512]);
    let mut log = new[..512].to_vec();
    log.extend(log_entry(3, &old, &new));
    let hive = Hive::open_with_logs(&old, &[&log]).unwrap();
    assert_eq!(hive.key("A").unwrap().value("v").unwrap().text(), "new");
    assert!(hive.key("A\\Added").is_some());
    assert_eq!(losses(&hive), []);
}

#[test]
fn without_its_log_a_hive_in_use_is_a_gap() {
    let (old, new) = two_states();
    let hive = Hive::open(&old).unwrap();
    assert!(hive.key("A").is_some());
    assert_eq!(losses(&hive), [(GapReason::Missing, 1)]);
    let mut log = new[..512].to_vec();
    log.extend(log_entry(3, &old, &new));
    log[600] ^= 1;
    let hive = Hive::open_with_logs(&old, &[&log]).unwrap();
    assert!(hive.key("A\\Added").is_none());
    assert_eq!(losses(&hive), [(GapReason::Missing, 1)]);
}

#[test]
fn the_older_log_is_applied_too() {
    let (mut old, new) = two_states();
    old[36..40].copy_from_slice(&new[36..40]);
    seal(&mut old[..512]);
    let mut log = old[..512].to_vec();
    log[8..12].copy_from_slice(&4_u32.to_le_bytes());
    log[40..44].copy_from_slice(&((new.len() - BASE) as u32).to_le_bytes());
    log.extend(b"DIRT");
    log.extend(vec![0xFF; (new.len() - BASE) / 512 / 8]);
    log.resize(log.len().next_multiple_of(512), 0);
    log.extend(&new[BASE..]);
    let hive = Hive::open_with_logs(&old, &[&log]).unwrap();
    assert!(hive.key("A\\Added").is_some());
    assert_eq!(losses(&hive), []);
}

#[test]
fn the_hash_is_marvin_as_published() {
    // Test vectors of the .NET runtime, https://github.com/dotnet/runtime (MarvinTests).
    const SEED: u64 = 0x004f_b61a_001b_dbcc;
    assert_eq!(marvin(SEED, &[]), 0x30ED_35C1_00CD_3C7D);
    assert_eq!(marvin(SEED, &[0xAF]), 0x48E7_3FC7_7D75_DDC1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_damage_stops_a_walk(changes in prop::collection::vec((0_usize..12_000, any::<u8>()), 1..40)) {
        let setup = key("Setup", vec![key("x", vec![])]).text("MsiInstallPath", "D:\\Ex").number("n", 1);
        let mut bytes = hive(&key("root", vec![setup.under("a\\b"), key("Other", vec![])]));
        for (at, byte) in changes {
            let at = at % bytes.len();
            if at >= 512 || at > 28 {
                bytes[at] = byte;
            }
        }
        if let Ok(hive) = Hive::open(&bytes) {
            crate::registry_facts(&hive, &model::WinPath::new("SOFTWARE"), &mut Seen::default());
        }
    }
}
