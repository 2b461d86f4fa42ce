//! Windows' own times as UTC.

use model::Timestamp;

/// Seconds from 1601-01-01, where Windows counts from, to 1970-01-01.
const EPOCH_SECONDS: i64 = 11_644_473_600;

/// A FILETIME: 100-nanosecond steps since 1601-01-01 UTC
/// (<https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime>). `None` for
/// 0, which Windows writes for "never", and for what lies beyond year 9999.
pub(crate) fn filetime(ticks: u64) -> Option<Timestamp> {
    if ticks == 0 {
        return None;
    }
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - EPOCH_SECONDS;
    let nanoseconds = i32::try_from(ticks % 10_000_000).ok()? * 100;
    Timestamp::new(seconds, nanoseconds).ok()
}

/// A FILETIME that may hold the largest value, which accounts use for "never".
pub(crate) fn filetime_at(bytes: &[u8], offset: usize) -> Option<Timestamp> {
    let bytes = bytes.get(offset..offset.checked_add(8)?)?;
    filetime(u64::from_le_bytes(bytes.try_into().ok()?))
}

/// An XML or ISO 8601 time. One without an offset is local to the server, whose zone is not in
/// the file, so it has no moment.
pub(crate) fn iso(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

/// A time of the server's own clock, whose zone the file does not say, as ISO 8601 without an
/// offset; `None` if the text is not of this form (`strftime` signs). It is no moment, so it may
/// stand in a field and never as a fact's time.
pub(crate) fn local(form: &str, text: &str) -> Option<String> {
    jiff::civil::DateTime::strptime(form, text.trim()).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filetimes_are_utc_and_zero_is_no_time() {
        // 0x01D12BB43C0CC012: the first record of a public change journal sample.
        let time = filetime(0x01D1_2BB4_3C0C_C012).unwrap().to_string();
        assert!(time.starts_with("2015-11-30T21:15:27"), "{time}");
        assert_eq!(filetime(0), None);
        assert_eq!(filetime(u64::MAX), None);
        assert_eq!(iso("2021-03-03T10:00:00"), None);
        let spoken = local("%b %d %H:%M:%S %Y", "Mar 11 10:21:58 2021");
        assert_eq!(spoken.as_deref(), Some("2021-03-11T10:21:58"));
    }
}
