//! Machine keys that anybody can read: Microsoft counted over 3,000 pairs in February 2025
//! (<https://www.microsoft.com/en-us/security/blog/2025/02/06/code-injection-attacks-using-publicly-disclosed-asp-net-machine-keys/>).
//!
//! The table holds the beginnings of their hashes and none of the keys; how it was made stands at
//! its head.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The table, sorted: 8 bytes of each key's SHA-256.
static TABLE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let text = include_str!("../../data/published_machine_keys.txt");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| u64::from_str_radix(row, 16).ok()).collect()
});

/// Whether a validation or decryption key, as a configuration writes it, is one that anybody can
/// read. Letters are compared without case, as IIS does; words behind a comma are no part of it.
pub(super) fn is_published(key: &str) -> bool {
    let digits = key.split(',').next().unwrap_or("").trim().to_uppercase();
    if digits.is_empty() {
        return false;
    }
    let hash: [u8; 32] = Sha256::digest(digits.as_bytes()).into();
    let [a, b, c, d, e, f, g, h, ..] = hash;
    TABLE.binary_search(&u64::from_be_bytes([a, b, c, d, e, f, g, h])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_sorted() {
        let text = include_str!("../../data/published_machine_keys.txt");
        let rows = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((rows, TABLE.len()), (7_357, 7_357));
        assert!(TABLE.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn keys_are_known_in_either_case_and_with_what_follows() {
        let of_ecp = "CB2721ABDAF8E9DC516D621D8B8BF13A2C9E8689A25303BF";
        assert!(is_published(of_ecp) && is_published(&of_ecp.to_lowercase()));
        assert!(is_published(&format!(" {of_ecp} ,IsolateApps")));
        for other in ["", "AutoGenerate,IsolateApps", &of_ecp[..47], &format!("{of_ecp}0"), ",X"] {
            assert!(!is_published(other), "{other}");
        }
    }
}
