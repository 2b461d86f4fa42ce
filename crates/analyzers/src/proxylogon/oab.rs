//! CVE-2021-26858: the address book generator made to write a file somewhere else.

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, When};
use model::{Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage, WinPath};

use super::{MICROSOFT, TEST_PROXYLOGON};
use crate::common::{bursts, clipped, fact, remedy, support, values};

/// Text before the path, as the generator writes it in every language.
const BEFORE: &str = "download failed and temporary file";

/// Text after it.
const AFTER: &str = "needs to be removed";

/// Extensions that make a file a page wherever a web server finds it.
const PAGES: [&str; 8] = ["aspx", "ashx", "asmx", "asp", "svc", "soap", "cshtml", "config"];

/// The rule.
const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.oab_download",
    title: "Address book download to a foreign folder (CVE-2021-26858)",
    about: "Finds rows of the offline address book generator that tell of a failed download \
            whose temporary file lies outside ClientAccess\\OAB. The generator itself only \
            writes there; another place means that the address book's settings were changed to \
            write a file of the intruder's choice. The generator removes the file when the \
            download fails, but one that did not fail leaves no such row.",
    false_positives: "No real row has been published, so the harmless variety is not known \
                      either. A path under ClientAccess\\OAB of any drive and install folder is \
                      normal and not reported, unless it is a web page.",
    cves: &["CVE-2021-26858"],
    techniques: &["T1190", "T1505.003"],
    references: &[TEST_PROXYLOGON, MICROSOFT],
};

/// Notes downloads outside the address book's folder.
pub(super) struct OabDownload;

/// The whole path is in the row.
const WHOLE: &str = "foreign path";
/// The row was cut inside the path.
const CUT: &str = "cut path";

impl Detector for OabDownload {
    fn rules(&self) -> &'static [RuleMeta] {
        &[RULE]
    }

    fn interests(&self) -> Vec<Interest> {
        vec![Interest::new([RecordKind::OAB_GENERATOR], When::Any)]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let mut cells = Vec::new();
        record.each(&mut |_, value| {
            if cells.is_empty() || !value.is_empty() {
                cells.push(value.to_owned());
            }
        });
        // An unquoted comma in a path tears it over two cells.
        let line = cells.join(",");
        let Some((path, whole)) = temporary_file(&line) else { return };
        if is_address_book_path(path) {
            return;
        }
        let label = if whole { WHOLE } else { CUT };
        let path = clipped(path);
        note.sighting(record, label, path, vec![("path", path.to_owned())]);
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        bursts(sightings.iter(), |_| String::new()).iter().map(|burst| conclude(burst)).collect()
    }
}

/// The path in a message, without quotes, and whether all of it is there.
fn temporary_file(line: &str) -> Option<(&str, bool)> {
    let lower = line.to_ascii_lowercase();
    let start = lower.find(BEFORE)? + BEFORE.len();
    let end = lower[start..].find(AFTER).map(|end| start + end);
    let path = line[start..end.unwrap_or(line.len())].trim();
    Some((path.trim_matches(['\'', '"']).trim(), end.is_some()))
}

/// Whether a path lies in the folder that address books are downloaded to, on any drive and
/// under any install folder, and is no page. `..` is followed; a path that does not begin with a
/// drive is foreign.
fn is_address_book_path(path: &str) -> bool {
    let path = WinPath::new(path.strip_prefix("\\\\?\\").unwrap_or(path));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let drive = parts.first().is_some_and(|drive| drive.len() == 2 && drive.ends_with(':'));
    let inside = parts.windows(2).any(|pair| {
        pair[0].eq_ignore_ascii_case("ClientAccess") && pair[1].eq_ignore_ascii_case("OAB")
    });
    let page = path.extension().is_some_and(|own| PAGES.contains(&own.as_str()));
    drive && inside && !path.as_str().starts_with("\\\\") && !page
}

fn conclude(burst: &[&Sighting]) -> Finding {
    let whole: Vec<&Sighting> = burst.iter().copied().filter(|one| one.label == WHOLE).collect();
    let mut finding = if whole.is_empty() {
        RULE.finding(Stage::Attempted, Severity::Medium, Confidence::Low)
    } else {
        RULE.finding(Stage::FileWritten, Severity::Critical, Confidence::Medium)
    };
    support(&mut finding, burst, |one| u8::from(one.label == WHOLE));
    let paths = values(burst, "path");
    fact(&mut finding, "path", paths.clone());
    if whole.is_empty() {
        finding.title = "Address book download failed; its path is cut off".to_owned();
        finding.explanation = "A download of the offline address book failed. The row is cut \
                               inside the path of its temporary file, so whether that lay in \
                               its own folder cannot be told."
            .to_owned();
        finding.remedies =
            vec![remedy(3, "Look the row up in the original log, where the path is whole")];
        return finding;
    }
    finding.title = format!("The address book generator wrote to {paths}");
    finding.explanation = "The offline address book generator reported a temporary file outside \
                           its own folder. It only writes elsewhere when its settings were \
                           changed (CVE-2021-26858). It removes the file after a failed \
                           download, so the file may be gone, and others may have been written \
                           without such a row."
        .to_owned();
    finding.remedies = super::remedies_of_success();
    finding.remedies.push(remedy(1, format!("Look for {paths} and its neighbours of that time")));
    finding
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_path_breaks_it(path in "[A-Z:.\\\\/ '\u{e9}]{0,40}") {
            is_address_book_path(&path);
            let line = format!("x,Download failed and temporary file '{path}");
            prop_assert!(temporary_file(&line).is_some());
        }
    }

    #[test]
    fn the_own_folder_is_known_on_any_drive_and_version() {
        for path in [
            "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\ClientAccess\\OAB\\x\\y.tmp",
            "e:/exchange/clientaccess/oab/x.lzx",
            "C:\\Program Files\\Microsoft\\Exchange Server\\V14\\ClientAccess\\OAB\\x",
            "\\\\?\\D:\\Ex\\ClientAccess\\OAB\\x",
            "D:\\Ex\\ClientAccess\\OAB\\a\\..\\b.tmp",
        ] {
            assert!(is_address_book_path(path), "{path}");
        }
    }

    #[test]
    fn every_other_path_is_foreign() {
        for path in [
            "C:\\inetpub\\wwwroot\\aspnet_client\\a.tmp",
            "D:\\Ex\\ClientAccess\\OAB\\..\\..\\FrontEnd\\x.tmp",
            "D:\\Ex\\ClientAccess\\OABX\\x.tmp",
            "ClientAccess\\OAB\\x.tmp",
            "\\\\192.0.2.1\\c$\\Ex\\ClientAccess\\OAB\\x.tmp",
            "D:\\Ex\\ClientAccess\\OAB\\x.aspx",
            "",
        ] {
            assert!(!is_address_book_path(path), "{path}");
        }
    }

    #[test]
    fn a_message_is_read_with_and_without_its_end() {
        assert_eq!(
            temporary_file(
                "x,Download failed and temporary file 'C:\\a b.tmp' needs to be removed"
            ),
            Some(("C:\\a b.tmp", true))
        );
        assert_eq!(
            temporary_file("DOWNLOAD FAILED and temporary file 'C:\\a"),
            Some(("C:\\a", false))
        );
        assert_eq!(temporary_file("Download complete"), None);
    }
}
