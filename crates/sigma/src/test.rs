//! What a rule asks of one field's value: a pattern, a number, a network, a time, another field.

use std::net::IpAddr;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    fields::FieldId,
    regular::Regex,
    text::{Pattern, Place, Text},
};

/// The fields of one record as a rule sees them.
pub(crate) trait View {
    /// The values of a field, none if the record lacks it.
    fn values(&mut self, field: FieldId) -> &[Text];
}

/// One question about a field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Test {
    /// The text matches a pattern.
    Text(Pattern),
    /// One of several tests that stand for one value of the rule.
    OneOf(Vec<Self>),
    /// The text is this whole number, in decimal or hexadecimal.
    Integer(i64),
    /// The text is this number.
    Float(f64),
    /// The field is absent or empty.
    Null,
    /// The field is there (or not).
    Exists(bool),
    /// The number stands in this relation to a bound.
    Compare(Relation, f64),
    /// The text holds a match of a regular expression.
    Regex(Regex),
    /// The address lies in a network.
    Cidr(Cidr),
    /// The text stands in this place of another field's text, or equals it.
    FieldRef {
        /// The other field.
        other: FieldId,
        /// Where its text must stand in this one's.
        place: Place,
        /// Compares letters by case.
        cased: bool,
    },
    /// A part of the time in the text stands in this relation to a number.
    Time(TimePart, Relation, i64),
    /// The opposite of a test.
    Not(Box<Self>),
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Relation {
    /// Equal.
    Equal,
    /// Less.
    Less,
    /// Less or equal.
    LessEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterEqual,
}

impl Relation {
    /// Whether `left` stands in this relation to `right`.
    pub(crate) fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterEqual => left >= right,
        }
    }

    /// The usual sign.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
        }
    }
}

/// A part of a time, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TimePart {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// Of the month, 1 to 31.
    Day,
    /// ISO 8601 week, 1 to 53.
    Week,
    /// 1 to 12.
    Month,
    /// Common era.
    Year,
}

impl TimePart {
    fn of(self, time: civil::DateTime) -> i64 {
        match self {
            Self::Minute => i64::from(time.minute()),
            Self::Hour => i64::from(time.hour()),
            Self::Day => i64::from(time.day()),
            Self::Week => i64::from(time.date().iso_week_date().week()),
            Self::Month => i64::from(time.month()),
            Self::Year => i64::from(time.year()),
        }
    }
}

/// A network of either address family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cidr {
    /// Any address of it.
    pub address: IpAddr,
    /// Bits that must agree.
    pub bits: u8,
}

impl Cidr {
    /// From `192.0.2.0/24`, `2001:db8::/32`, or a single address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then_some(Self { address, bits })
    }

    fn contains(self, text: &str) -> bool {
        let Some(address) = parse_address(text) else { return false };
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(own)) => {
                let shift = 32 - u32::from(self.bits);
                u32::from(net).checked_shr(shift) == u32::from(own).checked_shr(shift)
            }
            (IpAddr::V6(net), IpAddr::V6(own)) => {
                let shift = 128 - u32::from(self.bits);
                u128::from(net).checked_shr(shift) == u128::from(own).checked_shr(shift)
            }
            _ => false,
        }
    }
}

/// An address as logs write it: with a zone, in brackets, or IPv4 mapped into IPv6, which then
/// counts as IPv4.
fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let text = text.split_once('%').map_or(text, |(address, _)| address);
    Some(match text.parse::<IpAddr>().ok()? {
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or(address.into(), IpAddr::V4),
        address => address,
    })
}

/// A whole number, decimal or `0x` hexadecimal.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        // Windows writes 64-bit masks this way; the bit pattern is what a rule means.
        Some(hex) => u64::from_str_radix(hex, 16).ok().map(u64::cast_signed),
        None => text.parse().ok(),
    }
}

/// Any number, as [`parse_integer`] or with a fraction.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "thresholds in rules are far below 2^53")]
    parse_integer(text).map(|n| n as f64).or_else(|| text.trim().parse().ok())
}

/// A time as event fields write it: with a zone, or without one and then in UTC (Sysmon's
/// `2021-03-14 06:39:39.829`).
fn parse_time(text: &str) -> Option<civil::DateTime> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .map(|time| time.to_zoned(TimeZone::UTC).datetime())
        .or_else(|_| text.parse::<civil::DateTime>())
        .ok()
}

impl Test {
    /// Whether a field of the record passes.
    pub(crate) fn passes(&self, field: FieldId, view: &mut dyn View) -> bool {
        match self {
            Self::Text(pattern) => any(view, field, |text| pattern.matches(text)),
            Self::OneOf(tests) => tests.iter().any(|test| test.passes(field, view)),
            Self::Integer(n) => any(view, field, |text| parse_integer(&text.raw) == Some(*n)),
            Self::Float(n) => any(view, field, |text| parse_number(&text.raw) == Some(*n)),
            Self::Null => view.values(field).iter().all(|text| text.raw.is_empty()),
            Self::Exists(wanted) => view.values(field).is_empty() != *wanted,
            Self::Compare(relation, bound) => any(view, field, |text| {
                parse_number(&text.raw).is_some_and(|number| relation.holds(&number, bound))
            }),
            Self::Regex(regex) => any(view, field, |text| regex.is_match(text)),
            Self::Cidr(cidr) => any(view, field, |text| cidr.contains(&text.raw)),
            Self::FieldRef { other, place, cased } => {
                field_ref(field, *other, *place, *cased, view)
            }
            Self::Time(part, relation, bound) => any(view, field, |text| {
                parse_time(&text.raw).is_some_and(|time| relation.holds(&part.of(time), bound))
            }),
            Self::Not(test) => !test.passes(field, view),
        }
    }

    /// How dear the test is, for putting the cheap ones first.
    pub(crate) fn cost(&self) -> u32 {
        match self {
            Self::Text(pattern) if pattern.simple().is_some() => 1,
            Self::Integer(_) | Self::Null | Self::Exists(_) => 1,
            Self::Float(_) | Self::Compare(..) => 3,
            Self::Text(_) | Self::FieldRef { .. } => 4,
            Self::Cidr(_) | Self::Time(..) => 10,
            Self::Regex(_) => 100,
            Self::OneOf(tests) => tests.iter().map(Self::cost).sum(),
            Self::Not(test) => test.cost(),
        }
    }
}

fn any(view: &mut dyn View, field: FieldId, test: impl Fn(&Text) -> bool) -> bool {
    view.values(field).iter().any(test)
}

fn field_ref(
    field: FieldId,
    other: FieldId,
    place: Place,
    cased: bool,
    view: &mut dyn View,
) -> bool {
    let pick = |text: &Text| if cased { text.raw.clone() } else { text.folded().to_owned() };
    let others: Vec<String> = view.values(other).iter().map(pick).collect();
    any(view, field, |text| {
        let own = if cased { text.raw.as_str() } else { text.folded() };
        others.iter().any(|other| match place {
            Place::Equals => own == other.as_str(),
            Place::Starts => own.starts_with(other.as_str()),
            Place::Ends => own.ends_with(other.as_str()),
            Place::Contains => own.contains(other.as_str()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_both_families() {
        let inside = |net: &str, address: &str| Cidr::parse(net).unwrap().contains(address);
        assert!(inside("192.0.2.0/24", "192.0.2.77"));
        assert!(!inside("192.0.2.0/24", "192.0.3.1"));
        assert!(inside("0.0.0.0/0", "203.0.113.9"));
        assert!(inside("2001:db8::/32", "2001:db8:1::5"));
        assert!(!inside("2001:db8::/32", "192.0.2.1"));
        assert!(inside("::/0", "fe80::1%3"));
        assert!(inside("192.0.2.0/24", "::ffff:192.0.2.1"));
        assert!(inside("192.0.2.5", "192.0.2.5"));
        assert!(!inside("192.0.2.0/24", "host"));
        assert!(Cidr::parse("192.0.2.0/33").is_none());
    }

    #[test]
    fn numbers_in_windows_notation() {
        assert_eq!(parse_integer(" 4624 "), Some(4624));
        assert_eq!(parse_integer("0x1410"), Some(0x1410));
        assert_eq!(parse_integer("0xffffffffffffffff"), Some(-1));
        assert_eq!(parse_number("1.5"), Some(1.5));
        assert_eq!(parse_integer("x"), None);
    }

    #[test]
    fn parts_of_a_time() {
        let time = parse_time("2021-03-14 06:39:39.829").unwrap();
        assert_eq!(TimePart::Hour.of(time), 6);
        assert_eq!(TimePart::Week.of(time), 10);
        assert_eq!(parse_time("2021-03-14T06:39:39.829Z"), Some(time));
        assert_eq!(parse_time("14.03.2021"), None);
    }
}
