//! Hives made here, cell by cell, so that every layout and every damage can be had.

use model::GapReason;
use proptest::prelude::*;

use super::log::marvin;
use super::*;
use crate::testing::Seen;
use crate::writers::hive::{WRITTEN, hive, key, log_entry, seal};

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
fn two_logs_are_one_row_in_either_order_and_a_hole_ends_it() {
    let (mut old, new) = two_states();
    old[36..40].copy_from_slice(&new[36..40]);
    seal(&mut old[..512]);
    let newest = hive(&key("root", vec![key("A", vec![key("Last", vec![])]).text("v", "newest")]));
    let log = |sequence: u32, from: &[u8], to: &[u8]| {
        let mut log = new[..512].to_vec();
        log.extend(log_entry(sequence, from, to));
        log
    };
    let (first, second) = (log(3, &old, &new), log(4, &new, &newest));
    for logs in [[&first[..], &second[..]], [&second[..], &first[..]]] {
        let hive = Hive::open_with_logs(&old, &logs).unwrap();
        assert_eq!(hive.key("A").unwrap().value("v").unwrap().text(), "newest");
        assert_eq!(losses(&hive), []);
    }
    // The fourth is missing: what the fifth says stands on it and is not applied.
    let fifth = log(5, &new, &newest);
    let hive = Hive::open_with_logs(&old, &[&first, &fifth]).unwrap();
    assert_eq!(hive.key("A").unwrap().value("v").unwrap().text(), "new");
    assert_eq!(losses(&hive), [(GapReason::Missing, 1)]);
    // An entry from before the hive's own state changes nothing.
    let stale = log(2, &new, &newest);
    let hive = Hive::open_with_logs(&old, &[&stale, &first]).unwrap();
    assert_eq!(hive.key("A").unwrap().value("v").unwrap().text(), "new");
}

#[test]
fn logs_of_another_state_and_files_that_are_none_are_gaps() {
    let (mut old, new) = two_states();
    old[36..40].copy_from_slice(&new[36..40]);
    seal(&mut old[..512]);
    let mut other = old[..512].to_vec();
    other[4..12].copy_from_slice(&[9, 0, 0, 0, 9, 0, 0, 0]);
    other[40..44].copy_from_slice(&((new.len() - BASE) as u32).to_le_bytes());
    other.extend(b"DIRT");
    other.extend(vec![0xFF; (new.len() - BASE) / 512 / 8]);
    other.resize(other.len().next_multiple_of(512), 0);
    other.extend(&new[BASE..]);
    let hive = Hive::open_with_logs(&old, &[&other]).unwrap();
    assert!(hive.key("A\\Added").is_none());
    assert_eq!(losses(&hive), [(GapReason::Missing, 1)]);
    // The right state, and an end before its pages: what came is applied, the rest is said.
    let mut cut = other.clone();
    cut[4..12].copy_from_slice(&[4, 0, 0, 0, 4, 0, 0, 0]);
    cut.truncate(cut.len() - 1_000);
    let hive = Hive::open_with_logs(&old, &[&cut]).unwrap();
    assert_eq!(losses(&hive)[0], (GapReason::Truncated, 1));
    let hive = Hive::open_with_logs(&old, &[b"MZ, not a log", b""]).unwrap();
    assert_eq!(losses(&hive), [(GapReason::Damaged, 1), (GapReason::Missing, 1)]);
}

#[test]
fn pages_that_have_no_place_or_are_not_there_are_gaps() {
    let (mut old, new) = two_states();
    old[36..40].copy_from_slice(&new[36..40]);
    seal(&mut old[..512]);
    let whole = log_entry(3, &old, &new);
    // The first reference stands at 40: its place, then its length.
    for (at, reason) in [(40, GapReason::Damaged), (44, GapReason::Truncated)] {
        let mut entry = whole.clone();
        entry[at..at + 4].copy_from_slice(&0x7FFF_0000_u32.to_le_bytes());
        let body = marvin(MARVIN_SEED, &entry[40..]).to_le_bytes();
        entry[24..32].copy_from_slice(&body);
        let head = marvin(MARVIN_SEED, &entry[..32]).to_le_bytes();
        entry[32..40].copy_from_slice(&head);
        let log = [new[..512].to_vec(), entry].concat();
        let hive = Hive::open_with_logs(&old, &[&log]).unwrap();
        assert_eq!(losses(&hive)[0], (reason, 1));
        assert!(hive.key("A").is_some());
    }
}

#[test]
fn a_log_that_asks_for_more_memory_than_a_hive_has_is_bounded() {
    let (old, new) = two_states();
    let mut log = new[..512].to_vec();
    log.extend(b"DIRT");
    log[4..12].copy_from_slice(&[4, 0, 0, 0, 4, 0, 0, 0]);
    log[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    let hive = Hive::open_with_logs(&old, &[&log]).unwrap();
    assert!(hive.key("A").is_some());
    assert_eq!(losses(&hive), [(GapReason::Missing, 1)]);
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
