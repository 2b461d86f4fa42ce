//! Time as the logs write it. Rows are written by the million, so times are plain milliseconds
//! and their digits are made here, without a formatter.

use jiff::Timestamp;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(crate) type Millis = i64;

pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
pub(crate) const DAY: Millis = 24 * HOUR;

/// The moment as a [`Timestamp`].
pub(crate) fn timestamp(at: Millis) -> Timestamp {
    // Out of range means beyond year 9999; the recipe's own bounds are timestamps, so this cannot
    // happen for times between them.
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX)
}

/// Year, month and day of a moment, proleptic Gregorian.
///
/// The algorithm is Howard Hinnant's `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
pub(crate) fn civil(at: Millis) -> (i64, u32, u32) {
    let days = at.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u32;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Hour of the day, 0 to 23.
pub(crate) fn hour_of_day(at: Millis) -> u32 {
    at.div_euclid(HOUR).rem_euclid(24) as u32
}

/// Whether a moment falls on Saturday or Sunday. 1970-01-01 was a Thursday.
pub(crate) fn is_weekend(at: Millis) -> bool {
    matches!((at.div_euclid(DAY) + 3).rem_euclid(7), 5 | 6)
}

/// Appends `value` with at least `width` digits.
pub(crate) fn push_padded(out: &mut Vec<u8>, value: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let (mut rest, mut at) = (value, digits.len());
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let start = at.min(digits.len() - width.min(digits.len()));
    out.extend_from_slice(&digits[start..]);
}

/// Appends `yyyy<sep>MM<sep>dd`; no separators if `sep` is `None`.
pub(crate) fn push_date(out: &mut Vec<u8>, at: Millis, sep: Option<u8>) {
    let (year, month, day) = civil(at);
    push_padded(out, year.unsigned_abs(), 4);
    out.extend(sep);
    push_padded(out, u64::from(month), 2);
    out.extend(sep);
    push_padded(out, u64::from(day), 2);
}

/// Appends `HH:mm:ss`.
pub(crate) fn push_clock(out: &mut Vec<u8>, at: Millis) {
    let second = at.rem_euclid(DAY) / SECOND;
    push_padded(out, (second / 3_600) as u64, 2);
    out.push(b':');
    push_padded(out, (second / 60 % 60) as u64, 2);
    out.push(b':');
    push_padded(out, (second % 60) as u64, 2);
}

/// Appends `yyyy-MM-ddTHH:mm:ss.fffZ`, the time of the common Exchange log writer.
pub(crate) fn push_iso(out: &mut Vec<u8>, at: Millis) {
    push_date(out, at, Some(b'-'));
    out.push(b'T');
    push_clock(out, at);
    out.push(b'.');
    push_padded(out, at.rem_euclid(SECOND) as u64, 3);
    out.push(b'Z');
}

/// `yyyy-MM-ddTHH:mm:ss.fffZ` as text.
pub(crate) fn iso(at: Millis) -> String {
    let mut out = Vec::with_capacity(24);
    push_iso(&mut out, at);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_logs_write_them() {
        for text in
            ["2021-03-03T06:49:42.162Z", "1999-12-31T23:59:59.999Z", "2024-02-29T00:00:00.000Z"]
        {
            let at = text.parse::<Timestamp>().expect("a time").as_millisecond();
            assert_eq!(iso(at), text);
        }
    }

    #[test]
    fn weekends_are_saturday_and_sunday() {
        let days = [
            "2021-03-05T12:00:00Z",
            "2021-03-06T00:00:00Z",
            "2021-03-07T23:00:00Z",
            "2021-03-08T00:00:00Z",
        ];
        let weekend: Vec<bool> = days
            .iter()
            .map(|day| is_weekend(day.parse::<Timestamp>().expect("a time").as_millisecond()))
            .collect();
        assert_eq!(weekend, [false, true, true, false]);
    }

    #[test]
    fn padding_never_cuts() {
        let mut out = Vec::new();
        push_padded(&mut out, 0, 1);
        push_padded(&mut out, 12_345, 3);
        push_padded(&mut out, 7, 3);
        assert_eq!(out, b"012345007");
    }
}
