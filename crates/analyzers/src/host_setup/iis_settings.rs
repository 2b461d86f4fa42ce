//! Settings of IIS and ASP.NET that let people in or keep them unseen: machine keys, logging.

use model::{ArtefactRef, Record};

use super::iis::{LOGGING_OFF, MACHINE_KEY};
use super::place::{Place, place, plain};
use super::published_keys::is_published;
use super::{Grade, Means, Shown};
use crate::common::field;

/// Beginning of the validation key that ECP had before February 2020 (CVE-2020-0688,
/// <https://www.zerodayinitiative.com/blog/2020/2/24/cve-2020-0688-remote-code-execution-on-microsoft-exchange-server-through-fixed-cryptographic-keys>).
const OF_OLD_ECP: &str = "cb2721abdaf8e9dc";

/// Digits of a key that are shown: enough to compare it with a published one.
const SHOWN_DIGITS: usize = 12;

/// What a machine key shows.
pub(super) fn machine_key(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    if !field(record, "fixed").eq_ignore_ascii_case("true") {
        return None;
    }
    let key = field(record, "validationKey").trim().to_lowercase();
    let published = is_published(&key);
    let half = !published && is_published(&field(record, "decryptionKey"));
    let location = field(record, "location").to_lowercase();
    let path = artefact.path();
    let under = |folder: &str| path.after(folder).is_some();
    let in_exchange = under("FrontEnd\\HttpProxy")
        || under("ClientAccess")
        || location.starts_with("exchange back end")
        || EXCHANGE_APPS.iter().any(|app| location.ends_with(app));
    let in_ecp = location.ends_with("/ecp") || path.ends_with("ecp\\web.config");
    let (grade, why) = match (published, in_exchange) {
        (true, _) if in_ecp && key.starts_with(OF_OLD_ECP) => (
            Grade::Look,
            "The key is the published one that ECP had before the updates of February 2020 \
             (CVE-2020-0688): a missing patch, or put back by somebody.",
        ),
        (true, true) => (
            Grade::Certain,
            "The key is published, and Exchange lets each server make its own here.",
        ),
        (true, false) => (Grade::Likely, "The key is published: anybody can use it."),
        (false, true) if half => (
            Grade::Likely,
            "Exchange lets each server make its own keys here; this one is written down, and its \
             half for encryption is published.",
        ),
        (false, false) if half => (
            Grade::Look,
            "The key for encryption is published; that for signing is not among the known ones.",
        ),
        (false, true) => (
            Grade::Likely,
            "Exchange lets each server make its own keys here; this one is written down.",
        ),
        // Other applications may share a key on purpose.
        (false, false) => return None,
    };
    let object = match &*location {
        "" => path.as_str().to_owned(),
        location => format!("{path} at {location}"),
    };
    let told = match (published, half) {
        (true, _) => "true",
        (false, true) => "the decryption key only",
        (false, false) => "false",
    };
    let digits = key.chars().take(SHOWN_DIGITS).collect::<String>();
    Some(Shown {
        rule: &MACHINE_KEY,
        grade,
        means: Means::Door,
        object,
        why: why.to_owned(),
        action: format!(
            "Take the fixed machineKey out of {path} and let the server make its own (IIS Manager, \
             Machine Key, generated at run time; then iisreset): the old one must count as known. \
             Look for event 1316 of ASP.NET in the Application log"
        ),
        facts: vec![("key_begins", digits), ("published", told.to_owned())],
    })
}

/// Ends of locations that are Exchange's applications.
pub(super) const EXCHANGE_APPS: [&str; 6] =
    ["/owa", "/ecp", "/ews", "/autodiscover", "/oab", "/mapi"];

/// What a setting of IIS's log shows.
pub(super) fn logging(record: &dyn Record) -> Option<Shown> {
    let is = |name: &str, value: &str| field(record, name).trim().eq_ignore_ascii_case(value);
    let element = field(record, "element");
    let place_of = |text: &str| place(&plain(text));
    let directory = field(record, "directory");
    let at = place_of(&directory);
    let moved = !directory.is_empty() && (at.is_suspect() || at == Place::WebRoot);
    let why = match &*element {
        "httpLogging" if is("dontLog", "true") => "Requests are not logged.".to_owned(),
        "logFile" if is("enabled", "false") => "The log of the site is turned off.".to_owned(),
        "logFile" | "log" if moved => format!("The log is written to {directory}."),
        _ => return None,
    };
    let scope = match (field(record, "location"), field(record, "site")) {
        (location, _) if !location.is_empty() => location.into_owned(),
        (_, site) if !site.is_empty() => site.into_owned(),
        _ => "the whole server".to_owned(),
    };
    Some(Shown {
        rule: &LOGGING_OFF,
        grade: Grade::Look,
        means: Means::Weakness,
        object: scope.clone(),
        why,
        action: format!("Turn logging on again for {scope}, and ask who turned it off and when"),
        facts: vec![("scope", scope), ("directory", directory.into_owned())],
    })
}
