//! The named fields of records that the engine makes itself: of a file's place and of a page.

use std::borrow::Cow;

/// Names and values in order; a name may come several times.
#[derive(Default)]
pub(crate) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Adds a field, if it has a value.
    pub(crate) fn put(&mut self, name: &'static str, value: Option<String>) {
        self.0.extend(value.map(|text| (name, text)));
    }

    /// The first value of a field, ignoring ASCII case.
    pub(crate) fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(field))?;
        Some(Cow::Borrowed(value))
    }

    /// All fields, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}
