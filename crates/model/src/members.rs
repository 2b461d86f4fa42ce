//! The members of Exchange's structured columns (`GenericInfo`, `EventData`, `custom-data`),
//! taken apart only where somebody looks. It stands here because both readers and detectors need
//! it and must not know each other.
//!
//! The notation, as Exchange's own log writer produces it: members are joined with `;`; a member
//! that holds `;` or `'` is wrapped in `'…'` with `'` doubled inside; most members are
//! `type:key=value` with the type one of `S`, `I32`, `I64`, `F`, `Dbl`, `Dt` and the like.

use std::borrow::Cow;

/// Longest type mark before a key (`S:`, `I32:`, `Dbl:`); a longer run before a colon is part of
/// the key.
const LONGEST_TYPE: usize = 4;

/// The members of a structured column as `(key, value)`, in the order of the text.
///
/// The type mark is dropped. A member without `=` has the empty key and the whole member as its
/// value; empty members are left out. A wrapped member whose closing quote is missing (a row cut
/// short) reaches to the end of the text. Never fails; time is linear in the text.
pub fn members(text: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    Members { rest: text }
}

struct Members<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.rest = self.rest.trim_start_matches(';');
            if self.rest.is_empty() {
                return None;
            }
            let member = match self.rest.strip_prefix('\'') {
                Some(inner) => self.wrapped(inner),
                None => self.plain(),
            };
            if let Some(member) = member {
                return Some(member);
            }
        }
    }
}

impl<'a> Members<'a> {
    fn plain(&mut self) -> Option<(&'a str, Cow<'a, str>)> {
        let end = self.rest.find(';').unwrap_or(self.rest.len());
        let (member, rest) = self.rest.split_at(end);
        self.rest = rest;
        let (key, value) = split_key(member);
        (!member.trim().is_empty()).then_some((key, Cow::Borrowed(value)))
    }

    fn wrapped(&mut self, inner: &'a str) -> Option<(&'a str, Cow<'a, str>)> {
        let bytes = inner.as_bytes();
        let (mut at, mut doubled) = (0, false);
        let close = loop {
            match bytes[at..].iter().position(|byte| *byte == b'\'') {
                None => break bytes.len(),
                Some(step) if bytes.get(at + step + 1) == Some(&b'\'') => {
                    doubled = true;
                    at += step + 2;
                }
                Some(step) => break at + step,
            }
        };
        let (member, rest) = inner.split_at(close);
        let rest = rest.strip_prefix('\'').unwrap_or(rest);
        // What stands between the closing quote and the next `;` has no place in the notation;
        // it is left to be the next member, so that it is not lost.
        self.rest = rest;
        if member.trim().is_empty() {
            return None;
        }
        let (key, value) = split_key(member);
        let value =
            if doubled { Cow::Owned(value.replace("''", "'")) } else { Cow::Borrowed(value) };
        Some((key, value))
    }
}

/// Splits `type:key=value`.
fn split_key(member: &str) -> (&str, &str) {
    let Some((key, value)) = member.split_once('=') else { return ("", member) };
    let key = match key.split_once(':') {
        Some((mark, key)) if is_type(mark) => key,
        _ => key,
    };
    (key.trim(), value)
}

fn is_type(mark: &str) -> bool {
    mark.len() <= LONGEST_TYPE
        && mark.starts_with(|first: char| first.is_ascii_uppercase())
        && mark.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<(&str, String)> {
        members(text).map(|(key, value)| (key, value.into_owned())).collect()
    }

    fn pairs(list: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        list.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
    }

    #[test]
    fn typed_members_lose_their_type_and_keep_empty_values() {
        assert_eq!(
            all("S:TIME=13;S:REQID=;I32:ADS.C[dc01]=1;F:ADS.AL[dc01]=1.69;S:BLD=15.1.2375.7"),
            pairs(&[
                ("TIME", "13"),
                ("REQID", ""),
                ("ADS.C[dc01]", "1"),
                ("ADS.AL[dc01]", "1.69"),
                ("BLD", "15.1.2375.7"),
            ])
        );
    }

    #[test]
    fn untyped_members_keep_colons_of_their_values() {
        assert_eq!(
            all("BeginRequest=2021-03-03T06:49:42.1Z;ProxyState-Run=None;"),
            pairs(&[("BeginRequest", "2021-03-03T06:49:42.1Z"), ("ProxyState-Run", "None")])
        );
    }

    #[test]
    fn a_wrapped_member_is_unwrapped() {
        assert_eq!(
            all(
                "'S:CMD=Set-OabVirtualDirectory.ExternalUrl=''http://f/x;y''.Identity=''g''';;S:EX="
            ),
            pairs(&[
                ("CMD", "Set-OabVirtualDirectory.ExternalUrl='http://f/x;y'.Identity='g'"),
                ("EX", ""),
            ])
        );
    }

    #[test]
    fn an_unclosed_quote_reaches_to_the_end() {
        assert_eq!(all("S:A=1;'S:CMD=x=''y"), pairs(&[("A", "1"), ("CMD", "x='y")]));
        assert_eq!(all("'"), pairs(&[]));
    }

    #[test]
    fn text_without_a_key_is_kept() {
        assert_eq!(all("plain words; ;'a'b"), pairs(&[("", "plain words"), ("", "a"), ("", "b")]));
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in "[;'=:SI3a\u{e9} ]{0,60}") {
            let total: usize = members(&text).map(|(key, value)| key.len() + value.len()).sum();
            prop_assert!(total <= text.len());
        }

        #[test]
        fn what_is_wrapped_comes_back(values in prop::collection::vec("[ -~\u{e9}]{1,20}", 1..6)) {
            let text: Vec<String> = values
                .iter()
                .map(|value| format!("'S:K={}'", value.replace('\'', "''")))
                .collect();
            let read: Vec<String> =
                members(&text.join(";")).map(|(_, value)| value.into_owned()).collect();
            prop_assert_eq!(read, values);
        }
    }
}
