//! Exchange's own settings, from what administrators and collection scripts export of them (CLIXML,
//! CSV, `Format-List`, LDIF) and from the directory's change events: settings that hold script, that
//! copy mail elsewhere, that give a user everybody's mail, that turn protection off.

mod addresses;
mod dumps;
mod mail;
mod protection;
mod roles;

use detect::Detector;
use model::Record;

use crate::common::field;
use crate::setup::Setup;

/// All detectors of this folder.
pub(crate) fn detectors() -> Vec<Box<dyn Detector>> {
    [&addresses::SETUP, &dumps::SETUP, &mail::SETUP, &roles::SETUP, &protection::SETUP]
        .into_iter()
        .map(|setup: &'static Setup| Box::new(setup) as Box<dyn Detector>)
        .collect()
}

/// The kinds of record that exports become.
const EXPORTS: &[&str] = &["clixml", "csv", "format-list", "ldif"];

/// The first of some fields that has a value.
fn first(record: &dyn Record, names: &[&str]) -> String {
    let found = names.iter().map(|name| field(record, name)).find(|text| !text.trim().is_empty());
    found.unwrap_or_default().trim().to_owned()
}

/// What an exported object is called.
fn identity(record: &dyn Record) -> String {
    first(
        record,
        &["Identity", "dn", "DistinguishedName", "Name", "ToString", "VirtualDirectoryName"],
    )
}

/// When an exported object came, by its own words: the directory writes the time in UTC.
fn came(record: &dyn Record) -> String {
    let text = first(record, &["WhenCreatedUTC", "whenCreated"]);
    let parsed = text.parse::<model::Timestamp>().or_else(|_| format!("{text}Z").parse());
    parsed.map(|time| time.to_string()).unwrap_or_default()
}

/// All values of the fields that a test on the name accepts, the name lower-case and without the
/// objects it stands in.
fn values_of(record: &dyn Record, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    record.each(&mut |name, value| {
        let own = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        if wanted(&own) && !value.trim().is_empty() && !is_nothing(value) {
            found.push((own, value.trim().to_owned()));
        }
    });
    found
}

/// What exports write for "nothing".
fn is_nothing(value: &str) -> bool {
    matches!(value.trim(), "{}" | "$null" | "()" | "Microsoft.Exchange.Data.MultiValuedProperty`1")
}
