//! The list of formats. Adding a format is one line here.

use crate::{Format, Head, httpproxy, iis};

/// All formats. Where two are equally sure of a file, the earlier one reads it.
static FORMATS: &[&dyn Format] = &[&httpproxy::HttpProxy, &iis::Iis, &iis::HttpErr];

/// All formats, in the order in which they are asked.
pub fn all() -> &'static [&'static dyn Format] {
    FORMATS
}

/// The format that is surest of a file; `None` if no format knows it.
pub fn recognise(head: Head<'_>) -> Option<&'static dyn Format> {
    let mut best: Option<(crate::Sniff, &'static dyn Format)> = None;
    for format in FORMATS {
        if let Some(sniff) = format.sniff(head)
            && best.is_none_or(|(surest, _)| sniff > surest)
        {
            best = Some((sniff, *format));
        }
    }
    best.map(|(_, format)| format)
}
