//! Dates, spans and lists in plain English, the same everywhere.

use jiff::tz::TimeZone;
use model::{Timestamp, hour_start};

/// `3 March 2021`.
pub(crate) fn day(time: Timestamp) -> String {
    TimeZone::UTC.to_datetime(time).strftime("%-d %B %Y").to_string()
}

/// `3 March 2021 06:49 UTC`.
pub(crate) fn minute(time: Timestamp) -> String {
    TimeZone::UTC.to_datetime(time).strftime("%-d %B %Y %H:%M UTC").to_string()
}

/// `3 March 2021 06:49 to 06:59 UTC`, or with both days if they differ.
pub(crate) fn minutes(from: Timestamp, to: Timestamp) -> String {
    let (first, last) = (TimeZone::UTC.to_datetime(from), TimeZone::UTC.to_datetime(to));
    if first.date() != last.date() {
        return format!("{} to {}", minute(from), minute(to));
    }
    let (start, end) = (first.strftime("%H:%M").to_string(), last.strftime("%H:%M").to_string());
    if start == end { minute(from) } else { format!("{} {start} to {end} UTC", day(from)) }
}

/// The span of hours `[from, to)` as days, if it is of whole days' size, else with hours:
/// `3 January 2021 to 5 February 2021`, `5 March 2021 02:00 to 05:00 UTC`.
pub(crate) fn hours(from: i64, to: i64) -> String {
    let Some((first, last)) = hour_start(from).zip(hour_start(to)) else { return String::new() };
    if to - from < 48 {
        return minutes(first, last);
    }
    let end = hour_start(to - 1).unwrap_or(last);
    format!("{} to {}", day(first), day(end))
}

/// `1 hour`, `30 hours`, `34 days`: days from two days on, rounded to the nearest.
pub(crate) fn length(hours: i64) -> String {
    if hours < 48 { count(hours, "hour") } else { count((hours + 12) / 24, "day") }
}

/// `1 day`, `2 days`.
pub(crate) fn count(number: i64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `1 finding`, `2 findings`.
pub(crate) fn number(number: usize, noun: &str) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn either<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", head.join(", "), last.as_ref())
        }
    }
}

/// The first `limit` characters of a text that an intruder may have written, with a mark where it
/// was cut. Escaping is the business of whoever prints it.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().take(limit).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn spans_read_as_people_write_them() {
        let (from, to) = (at("2021-03-03T06:49:42Z"), at("2021-03-03T06:59:01Z"));
        assert_eq!(minutes(from, to), "3 March 2021 06:49 to 06:59 UTC");
        assert_eq!(minutes(from, from), "3 March 2021 06:49 UTC");
        let start = model::hour_of(at("2021-01-03T00:00:00Z"));
        assert_eq!(hours(start, start + 34 * 24), "3 January 2021 to 5 February 2021");
        assert_eq!(hours(start, start + 3), "3 January 2021 00:00 to 03:00 UTC");
        assert_eq!(length(34 * 24), "34 days");
        assert_eq!(length(1), "1 hour");
    }

    #[test]
    fn lists_and_cuts() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(either(&["a"]), "a");
        assert_eq!(cut("héllo", 3), "hél…");
    }
}
