//! The parameters of a cmdlet as Rps_Cmdlet, the management event log and the admin audit log
//! write them.

/// Most parameters read of one cmdlet; the longest real ones have a few dozen.
const MOST: usize = 200;

/// The parameters of one cmdlet call, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `-Name "value" -Other "…"`.
    ///
    /// Quotes inside a value are not escaped, so a value ends at the quote that is followed by
    /// the end of the text or by a blank and another `-Name`. A value without quotes ends at the
    /// next blank; a name without a value has an empty one.
    pub(crate) fn read(text: &str) -> Self {
        let mut list = Vec::new();
        let mut rest = text.trim_start();
        while let Some((name, after)) = name(rest) {
            let (value, tail) = value(after.trim_start());
            list.push((name.to_owned(), value.to_owned()));
            rest = tail.trim_start();
            if list.len() == MOST {
                break;
            }
        }
        Self(list)
    }

    /// Reads the `Parameters` member of the JSON in an admin audit record: a list of `Name` and
    /// `Value`.
    pub(crate) fn read_json(data: &str) -> Self {
        let data: serde_json::Value = serde_json::from_str(data).unwrap_or_default();
        let list = data.get("Parameters").and_then(|list| list.as_array());
        let text = |entry: &serde_json::Value, key: &str| {
            entry.get(key).and_then(|value| value.as_str()).unwrap_or("").to_owned()
        };
        let entries = list.into_iter().flatten().take(MOST);
        Self(entries.map(|entry| (text(entry, "Name"), text(entry, "Value"))).collect())
    }

    /// The value of a parameter, ignoring case; empty if it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// All values.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, value)| value.as_str())
    }
}

/// A leading `-Name`, and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix('-')?;
    let end = body.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(body.len());
    let named = body.starts_with(|letter: char| letter.is_ascii_alphabetic());
    named.then(|| (&body[..end], body[end..].trim_start_matches(':')))
}

/// The value at the start of a text, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let Some(body) = text.strip_prefix('"') else {
        if name(text).is_some() {
            return ("", text);
        }
        return text.split_once(' ').unwrap_or((text, ""));
    };
    let ends = |at: &usize| {
        let after = &body[at + 1..];
        after.trim().is_empty()
            || (after.starts_with(' ') && name(after.trim_start()).is_some_and(closes))
    };
    match body.match_indices('"').map(|(at, _)| at).find(ends) {
        Some(at) => (&body[..at], &body[at + 1..]),
        // Never closed: the column was cut.
        None => (body, ""),
    }
}

/// Whether a `-Name` after a quote begins a parameter: its value, another name or nothing follows.
fn closes((_, after): (&str, &str)) -> bool {
    after.is_empty() || after.starts_with(' ') || after.starts_with('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(text: &str) -> Vec<(String, String)> {
        Parameters::read(text).0
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        wanted.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn names_and_values_are_read() {
        assert_eq!(
            list("-Role \"Mailbox Import Export\" -SecurityGroup \"Organization Management\""),
            pairs(&[
                ("Role", "Mailbox Import Export"),
                ("SecurityGroup", "Organization Management")
            ])
        );
        assert_eq!(
            list("-Force -Confirm:\"False\" -Size 5 -Last"),
            pairs(&[("Force", ""), ("Confirm", "False"), ("Size", "5"), ("Last", "")])
        );
        assert_eq!(list(""), []);
        assert_eq!(list("no parameter"), []);
    }

    #[test]
    fn quotes_inside_a_value_do_not_end_it() {
        assert_eq!(
            list("-ExternalUrl \"http://f/a language=\"x\" runat=\"y\">z\" -Identity \"OAB\""),
            pairs(&[
                ("ExternalUrl", "http://f/a language=\"x\" runat=\"y\">z"),
                ("Identity", "OAB")
            ])
        );
        assert_eq!(
            list("-ContentFilter \"Subject -eq 'a'\" -FilePath \"\\\\h\\c$\\x.aspx\""),
            pairs(&[("ContentFilter", "Subject -eq 'a'"), ("FilePath", "\\\\h\\c$\\x.aspx")])
        );
    }

    #[test]
    fn a_cut_value_keeps_what_is_there() {
        assert_eq!(list("-FilePath \"\\\\h\\share"), pairs(&[("FilePath", "\\\\h\\share")]));
    }

    #[test]
    fn the_audit_log_gives_the_same() {
        let data = r#"{"Operation":"X","Parameters":[{"Name":"FilePath","Value":"\\\\h\\c$\\x"},{"Name":"Odd"}]}"#;
        let read = Parameters::read_json(data);
        assert_eq!(read.get("filepath"), "\\\\h\\c$\\x");
        assert_eq!(read.values().count(), 2);
        assert_eq!(Parameters::read_json("{ cut"), Parameters::default());
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(list in proptest::collection::vec(("[A-Za-z][A-Za-z0-9]{0,8}", "[^\"\n]{0,30}"), 0..8)) {
            let text: Vec<String> =
                list.iter().map(|(name, value)| format!("-{name} \"{value}\"")).collect();
            prop_assert_eq!(Parameters::read(&text.join(" ")).0, list);
        }

        #[test]
        fn any_text_is_survived(text in ".{0,300}") {
            Parameters::read(&text);
            Parameters::read_json(&text);
        }
    }
}
