//! Back doors as they lie on the disk: pages that the web server would run.
//!
//! A page is settled by its hash if any published build ships it. Every other page is weighed by
//! what its content does and by whether any build puts a page at its place; no list of bad names
//! or hashes is asked.

mod rules;

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, When};
use model::{Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage, WinPath};

use crate::common::{clipped, fact, field, remedy, support};
use crate::pages::{self, Page, Place};

/// The detector for pages on the disk.
pub(crate) struct BackDoor;

static RULES: [RuleMeta; 2] = [rules::PAGE, rules::SUSPECT];

/// Labels of this detector's sightings, apart so that many doubtful pages cannot crowd out a sure
/// one.
mod label {
    /// The content is a back door's.
    pub(super) const SHELL: &str = "shell";
    /// Likely one.
    pub(super) const LIKELY: &str = "likely";
    /// Worth a look.
    pub(super) const DOUBTFUL: &str = "doubtful";
}

/// Reasons of the judge that a finding repeats.
const TOLD_REASONS: usize = 4;

/// Folders of the applications of Exchange's two sites, below its own.
const EXCHANGE_TREES: [&str; 2] = ["FrontEnd\\HttpProxy", "ClientAccess"];

/// Fields of a record that become facts of the finding under the same name.
const FACTS: [&str; 10] = [
    "path",
    "sha256",
    "size",
    "created",
    "modified",
    "grade",
    "abilities",
    "looks_like",
    "random_name",
    "container",
];

impl Detector for BackDoor {
    fn rules(&self) -> &'static [RuleMeta] {
        &RULES
    }

    fn interests(&self) -> Vec<Interest> {
        vec![Interest::new([RecordKind::WEB_PAGE], When::Any)]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        if is_settled(record) {
            return;
        }
        let path = WinPath::new(&field(record, "path"));
        let page = url_of(&path);
        let Some((label, why)) = weigh(record, &path, page.as_deref()) else { return };
        let mut facts: Vec<(&'static str, String)> =
            FACTS.iter().map(|name| (*name, clipped(&field(record, name)).to_owned())).collect();
        facts.push(("why", format!("{why}{}", reasons(record))));
        facts.push(("page", page.unwrap_or_default()));
        note.sighting(record, label, &path.key(), facts);
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        sightings.iter().map(conclude).collect()
    }
}

/// Whether nothing need be weighed, as of nearly all files of a web folder: a file that ships, or
/// one whose content says nothing and whose name makes no server run it.
fn is_settled(record: &dyn Record) -> bool {
    let is = |name: &str, value: &str| field(record, name).eq_ignore_ascii_case(value);
    let quiet = || {
        is("grade", "clean")
            && !is("truncated", "yes")
            && !pages::executable(&field(record, "path"))
    };
    is("known_good", "yes") || quiet()
}

/// How much a page is held to be a back door, and why; `None` if it is nothing to speak of.
fn weigh(
    record: &dyn Record,
    path: &WinPath,
    page: Option<&str>,
) -> Option<(&'static str, &'static str)> {
    let is = |name: &str| field(record, name).eq_ignore_ascii_case("yes");
    let judged = page.map_or(Page::NotExecutable, |page| pages::judge(page.as_bytes()));
    let shipped = is("shipped_name") || judged == Page::Shipped;
    let place = judged.foreign().map(|(_, place)| place).filter(|_| !shipped);
    let in_exchange = shipped || EXCHANGE_TREES.iter().any(|tree| path.after(tree).is_some());
    let bare = place.is_some_and(Place::is_bare);
    let named = !field(record, "looks_like").is_empty()
        || !field(record, "random_name").is_empty()
        || matches!(judged, Page::LookAlike { .. });
    let suspect = matches!(&*field(record, "grade"), "shell" | "suspicious");
    if is("unserved") {
        return suspect.then_some((
            label::DOUBTFUL,
            "its code does what back doors do; no web folder that is known holds it, so it may be \
             a copy",
        ));
    }
    let runs = !field(record, "runs").eq_ignore_ascii_case("no");
    if is("truncated") && runs && in_exchange && !matches!(&*field(record, "grade"), "shell") {
        return Some((
            label::LIKELY,
            "it is far longer than any page of Exchange, and only its beginning was judged as a whole",
        ));
    }
    match &*field(record, "grade") {
        "shell" if !runs && field(record, "container") == "Image" => {
            Some((label::LIKELY, "it is an image with the code of a back door in it"))
        }
        "shell" | "suspicious" if !runs => Some((
            label::DOUBTFUL,
            "its text does what back doors do; nothing runs a file of this name as IIS is \
             installed, but a handler, an include or a new name would",
        )),
        "shell" => Some((label::SHELL, "its code does what back doors do")),
        "suspicious" if in_exchange => {
            Some((label::LIKELY, "it can do what no page of Exchange needs, in Exchange's folders"))
        }
        "suspicious" => Some((
            label::DOUBTFUL,
            "it can do what a back door does; it lies where others may put pages",
        )),
        _ if bare => Some(by_place(record, page, named)),
        "odd" if shipped => {
            Some((label::DOUBTFUL, "a page of this name ships, but not with this content"))
        }
        _ => None,
    }
}

/// The same for a page whose content says nothing, where no administrator and no product is known to
/// put one. `named` says that its name imitates a shipped one or is made by chance.
fn by_place(record: &dyn Record, page: Option<&str>, named: bool) -> (&'static str, &'static str) {
    if page.is_some_and(is_kept_copy) {
        (label::DOUBTFUL, "by its name it is a copy that somebody kept of a page of Exchange")
    } else if field(record, "size") == "0" {
        (
            label::DOUBTFUL,
            "no build ships a page there; it is empty and does nothing now, as an intruder or a \
             scanner leaves what was emptied",
        )
    } else if named {
        (
            label::LIKELY,
            "no build ships a page there, and its name imitates one or is made by chance",
        )
    } else {
        (label::DOUBTFUL, "no build ships a page there")
    }
}

/// Words that people put behind the name of a page when they keep a copy of it.
const KEPT: [&str; 10] =
    ["copy", "kopie", "copie", "copia", "old", "alt", "bak", "backup", "orig", "original"];

/// Whether a page is named as a copy of one that ships at the same place: `logon - copy.aspx`,
/// `logon_old.aspx`. Its content was found harmless.
fn is_kept_copy(page: &str) -> bool {
    let Some((folder, name)) = page.rsplit_once('/') else { return false };
    let Some((stem, extension)) = name.split_once('.') else { return false };
    // A second or dated copy has a number behind the word.
    let is_filling = |letter: char| letter.is_ascii_digit() || " -_()".contains(letter);
    let word = stem.trim_end_matches(is_filling);
    KEPT.iter().filter_map(|kept| word.strip_suffix(kept)).any(|base| {
        let shipped = base.trim_end_matches([' ', '-', '_']);
        let own = format!("{folder}/{shipped}.{extension}");
        shipped.len() < base.len() && pages::judge(own.as_bytes()) == Page::Shipped
    })
}

/// The path by which the web server serves a page, lower-case; `None` outside the folders of the
/// default sites.
pub(crate) fn url_of(path: &WinPath) -> Option<String> {
    let mut below = EXCHANGE_TREES.iter().chain(&["inetpub\\wwwroot"]);
    let rest = below.find_map(|folder| path.after(folder))?;
    Some(format!("/{}", rest.join("/").to_lowercase()))
}

/// The judge's first reasons, to follow a clause: the line and what was seen. The text of the page
/// itself, which is hostile, is quoted as evidence only.
fn reasons(record: &dyn Record) -> String {
    let mut text = String::new();
    let mut told = 0;
    record.each(&mut |name, value| {
        if name.eq_ignore_ascii_case("reason") && told < TOLD_REASONS {
            told += 1;
            let end = value.match_indices(": ").nth(1).map_or(value.len(), |(at, _)| at);
            text.push_str("; ");
            text.push_str(clipped(&value[..end]));
        }
    });
    text
}

fn conclude(sighting: &Sighting) -> Finding {
    let path = sighting.fact("path");
    let (rule, severity, confidence) = match sighting.label {
        label::SHELL => (rules::PAGE, Severity::Critical, Confidence::High),
        label::LIKELY => (rules::SUSPECT, Severity::High, Confidence::Medium),
        _ => (rules::SUSPECT, Severity::Low, Confidence::Low),
    };
    let mut finding = rule.finding(Stage::FileWritten, severity, confidence);
    support(&mut finding, &[sighting], |_| 0);
    // When it came, where the disk itself says so. Copies keep the last change at most, which
    // anybody can set and unpacking often sets anew: told, but never used as a time.
    let created = sighting.fact("created").parse().ok();
    finding.time = created;
    finding.last_time = created;
    finding.title = match sighting.label {
        label::SHELL => format!("The page {path} is a back door"),
        label::LIKELY => format!("The page {path} is likely a back door"),
        _ if sighting.fact("grade") == "shell" => {
            format!("The file {path} has the code of a back door; look at it")
        }
        _ => format!("The page {path} is none that Exchange ships; look at it"),
    };
    finding.explanation.push_str(&format!(
        " Here: {}. What the disk says of the file's times can be forged.",
        sighting.fact("why")
    ));
    for name in FACTS.into_iter().chain(["why", "page"]) {
        fact(&mut finding, name, sighting.fact(name));
    }
    if confidence >= Confidence::Medium {
        finding.claims.push(Claim::BackDoorPresent);
        let who = sighting.fact("page");
        let asked = if who.is_empty() { path } else { who };
        finding.remedies = vec![
            remedy(0, format!("Keep a copy of {path} with its times, outside the web folders.")),
            remedy(
                1,
                format!("Remove {path}, and its compiled copy below Temporary ASP.NET Files."),
            ),
            remedy(1, format!("Search the IIS and HttpProxy logs for whoever asked for {asked}.")),
        ];
    } else {
        finding.remedies.push(remedy(1, format!("Look at {path}: whose page is it?")));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_copy_is_told_by_its_name() {
        for (page, wanted) in [
            ("/owa/auth/logon - copy.aspx", true),
            ("/owa/auth/logon - copy (2).aspx", true),
            ("/owa/auth/logon_old.aspx", true),
            ("/owa/auth/logonold.aspx", false),
            ("/owa/auth/logan_old.aspx", false),
            ("/owa/auth/old.aspx", false),
            ("/owa/auth/logon2.aspx", false),
        ] {
            assert_eq!(is_kept_copy(page), wanted, "{page}");
        }
    }

    #[test]
    fn pages_are_named_by_the_path_that_serves_them() {
        for (path, wanted) in [
            ("D:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\X.aspx", Some("/owa/auth/x.aspx")),
            ("C:\\Ex\\V15\\ClientAccess\\Ecp\\y.ashx", Some("/ecp/y.ashx")),
            ("C:\\inetpub\\wwwroot\\aspnet_client\\z.aspx", Some("/aspnet_client/z.aspx")),
            ("C:\\temp\\z.aspx", None),
        ] {
            assert_eq!(url_of(&WinPath::new(path)).as_deref(), wanted, "{path}");
        }
    }
}
