//! Where builds stand in the evidence, and a detector that notes them.

use std::borrow::Cow;

use detect::{Detector, Interest, Notes, SightingsOf, Test, When};
use model::{Build, Finding, Locator, Record, RecordKind, RuleMeta, Timestamp, members};

/// The four columns that carry the build in rows of HttpProxy, EWS and remote PowerShell logs.
const BUILD_COLUMNS: &[&str] = &["MajorVersion", "MinorVersion", "BuildVersion", "RevisionVersion"];

/// Message tracking's column with the version of the assembly that wrote it, zero-padded.
const SCHEMA_VERSION: &str = "schema-version";

/// A row says which build wrote it.
pub(crate) const ROW: &str = "row";
/// A record shows the cumulative update only.
pub(crate) const LEVEL: &str = "level";
/// A run of Setup.
pub(crate) const SETUP: &str = "setup";
/// A place in the IIS configuration named after a build that was installed at some time.
pub(crate) const INSTALLED: &str = "installed";

/// The build that was installed when the evidence was taken.
pub(crate) const PRESENT: &str = "present";

/// Facts of programs and of registry keys, as `host` calls them.
const PROGRAM: RecordKind = RecordKind::of("pe");
const REGISTRY: RecordKind = RecordKind::of("registry");

/// Where the program lies whose file version is the build; security updates replace it too
/// (<https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates>). Other
/// copies lie on installation media.
const EXSETUP: &str = "Bin\\ExSetup.exe";

/// The four values of the key `ExchangeServer\v15\Setup` that name the cumulative update.
const PRODUCT_VALUES: [&str; 4] =
    ["MsiProductMajor", "MsiProductMinor", "MsiBuildMajor", "MsiBuildMinor"];

/// Longest server name taken from a row; Windows allows 63 characters for a DNS label. A longer
/// one is not a server name.
const SERVER_NAME_BYTES: usize = 63;

/// Notes the builds that records show. It concludes nothing: its sightings become a
/// [`crate::BuildHistory`].
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildObserver;

impl Detector for BuildObserver {
    fn rules(&self) -> &'static [RuleMeta] {
        &[]
    }

    fn interests(&self) -> Vec<Interest> {
        vec![
            Interest::new(
                [
                    RecordKind::HTTP_PROXY,
                    RecordKind::EWS,
                    RecordKind::RPS_HTTP,
                    RecordKind::RPS_CMDLET,
                ],
                When::Change(BUILD_COLUMNS),
            ),
            Interest::new([RecordKind::MESSAGE_TRACKING], When::Change(&[SCHEMA_VERSION])),
            Interest::new(
                [
                    RecordKind::ECP_SERVER,
                    RecordKind::ECP_ACTIVITY,
                    RecordKind::SETUP,
                    RecordKind::IIS_CONFIG,
                ],
                When::Any,
            ),
            Interest::field([PROGRAM], "name", Test::contains(["exsetup.exe"])),
            Interest::field([REGISTRY], "topic", Test::contains(["exchange-setup"])),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let kind = record.kind();
        if *kind == RecordKind::SETUP {
            setup(record, note);
        } else if *kind == RecordKind::IIS_CONFIG {
            if let Some(build) = parsed(record.get("build")) {
                noted(record, note, INSTALLED, build, "");
            }
        } else if *kind == RecordKind::MESSAGE_TRACKING {
            if let Some(build) = parsed(record.get(SCHEMA_VERSION)) {
                noted(record, note, LEVEL, build, "");
            }
        } else if *kind == RecordKind::ECP_SERVER || *kind == RecordKind::ECP_ACTIVITY {
            let data = record.get("EventData").unwrap_or_default();
            // Server logs spell the member BLD, Activity logs Bld.
            let member = members(&data).find(|(key, _)| key.eq_ignore_ascii_case("bld"));
            if let Some(build) = member.and_then(|(_, value)| value.parse().ok()) {
                noted(record, note, ROW, build, &server(record.get("ServerName")));
            }
        } else if *kind == PROGRAM {
            let build = parsed(record.get("fileVersionNumber"));
            if let Some(build) = build.filter(|_| note.artefact.path().ends_with(EXSETUP)) {
                noted(record, note, PRESENT, build, "");
            }
        } else if *kind == REGISTRY {
            // The key's own time is that of its last change, whatever changed: no time of the build.
            if let Some(build) = four(record, &PRODUCT_VALUES) {
                noted(&Timeless(record), note, LEVEL, build, "");
            }
        } else if let Some(build) = four(record, BUILD_COLUMNS) {
            noted(record, note, ROW, build, &server(record.get("ServerHostName")));
        }
    }

    fn finish(&self, _: SightingsOf<'_>) -> Vec<Finding> {
        Vec::new()
    }
}

/// A build from four fields.
fn four(record: &dyn Record, names: &[&str]) -> Option<Build> {
    let part = |at: usize| record.get(names.get(at)?)?.trim().parse::<u16>().ok();
    Some(Build::new(part(0)?, part(1)?, part(2)?, part(3)?))
}

fn parsed(text: Option<Cow<'_, str>>) -> Option<Build> {
    text?.parse().ok()
}

/// A server name as a key: the first label, upper-case, so that `mxs01.example.org` and `MXS01`
/// are one. Empty if the record names none.
fn server(name: Option<Cow<'_, str>>) -> String {
    let name = name.unwrap_or_default();
    let label = name.trim().split('.').next().unwrap_or("");
    if label.len() > SERVER_NAME_BYTES { String::new() } else { label.to_uppercase() }
}

fn noted(
    record: &dyn Record,
    note: &mut Notes<'_>,
    label: &'static str,
    build: Build,
    server: &str,
) {
    // One group per month keeps a build that goes and comes back apart, and floods bounded. The
    // protocol stands in it because evidence comes log by log: else the first log would use up
    // the group and hide the start of the others.
    let protocol = record.get("Protocol").unwrap_or_default();
    let month = record.time().map(month).unwrap_or_default();
    let group = format!("{server}|{build}|{}|{protocol}|{month}", record.kind());
    let facts = vec![
        ("build", build.to_string()),
        ("kind", record.kind().to_string()),
        ("server", server.to_owned()),
    ];
    note.sighting(&Short(record), label, &group, facts);
}

fn setup(record: &dyn Record, note: &mut Notes<'_>) {
    let field = |name| record.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (version, mode) = (field("SetupVersion"), field("SetupMode"));
    let version = version.trim_end_matches('.').to_owned();
    if version.is_empty() && mode.is_empty() {
        return;
    }
    let day = record.time().map(|time| time.to_string()).unwrap_or_default();
    let day = day.get(..10).unwrap_or("");
    let group = format!("{version}|{mode}|{day}");
    note.sighting(&Short(record), SETUP, &group, vec![("version", version), ("mode", mode)]);
}

fn month(time: Timestamp) -> String {
    let mut text = time.to_string();
    text.truncate(7);
    text
}

/// The same record without its time.
struct Timeless<'a>(&'a dyn Record);

impl Record for Timeless<'_> {
    fn kind(&self) -> &RecordKind {
        self.0.kind()
    }
    fn time(&self) -> Option<Timestamp> {
        None
    }
    fn locator(&self) -> Locator {
        self.0.locator()
    }
    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.0.get(field)
    }
    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.0.each(visit);
    }
    fn excerpt(&self) -> String {
        self.0.excerpt()
    }
}

/// The same record with a quotation cut to nothing: thousands of build sightings are kept, none
/// is shown.
struct Short<'a>(&'a dyn Record);

impl Record for Short<'_> {
    fn kind(&self) -> &RecordKind {
        self.0.kind()
    }
    fn time(&self) -> Option<Timestamp> {
        self.0.time()
    }
    fn locator(&self) -> Locator {
        self.0.locator()
    }
    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.0.get(field)
    }
    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.0.each(visit);
    }
    fn excerpt(&self) -> String {
        String::new()
    }
}
