//! Protection of Exchange that is off: mitigations, the scan of requests, Extended Protection. No
//! back door, but what eases one; and whether the server is tied to the cloud.

use model::{ArtefactRef, Record, RuleMeta};

use super::{EXPORTS, first, identity, values_of};
use crate::common::field;
use crate::setup::{Grade, Means, Setup, Shown};

/// Mitigations are off.
const MITIGATION_OFF: RuleMeta = RuleMeta {
    id: "exchange.mitigation_off",
    title: "Exchange's emergency mitigations or its scan of requests are off",
    about: "The mitigation service fetches rules against new vulnerabilities before an update is \
            there, and AMSI looks at requests before Exchange works on them. Off, blocked or \
            disabled, a server stands open for longer; intruders turn such things off as well.",
    false_positives: "Administrators turn them off where they disturb or where no way to the \
                      Internet exists.",
    cves: &[],
    techniques: &["T1562.001"],
    references: &[
        "https://learn.microsoft.com/exchange/exchange-emergency-mitigation-service",
        "https://learn.microsoft.com/exchange/antispam-and-antimalware/amsi-integration-with-exchange",
    ],
};

/// Extended Protection is off.
const EXTENDED_PROTECTION: RuleMeta = RuleMeta {
    id: "exchange.extended_protection",
    title: "Extended Protection is off where it should be on",
    about: "Extended Protection ties a sign-in to its encrypted connection, so that it cannot be \
            relayed. Without it CVE-2022-24516, CVE-2024-21410 and their kin stay open although \
            the update is installed. This is exposure, not a sign of an intruder.",
    false_positives: "It must stay off behind balancers that end the encryption, and on builds \
                      before August 2022, which cannot do it.",
    cves: &["CVE-2024-21410"],
    techniques: &["T1557"],
    references: &[
        "https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection",
        "https://github.com/microsoft/CSS-Exchange",
    ],
};

/// Tied to the cloud.
const HYBRID: RuleMeta = RuleMeta {
    id: "exchange.hybrid",
    title: "The organisation is hybrid",
    about: "In a hybrid organisation this server can ask for access to Exchange Online. Unless a \
            dedicated application is set up and the keys of the shared one are reset, whoever has \
            this server has that access too (CVE-2025-53786). This is exposure, not a sign of an \
            intruder.",
    false_positives: "None; it says nothing about whether the dedicated application exists.",
    cves: &["CVE-2025-53786"],
    techniques: &["T1078.004"],
    references: &[
        "https://www.cisa.gov/news-events/directives/ed-25-02-mitigate-microsoft-exchange-vulnerability",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2025-53786",
    ],
};

static RULES: [RuleMeta; 3] = [MITIGATION_OFF, EXTENDED_PROTECTION, HYBRID];

/// Protection that is off.
pub(super) static SETUP: Setup =
    Setup { more: configuration, ..Setup::new(&RULES, EXPORTS, judge) };

fn configuration() -> Vec<detect::Interest> {
    use detect::{Interest, Test};
    use model::RecordKind;
    vec![
        Interest::field(
            [RecordKind::of("service")],
            "name",
            Test::is(|name| name.eq_ignore_ascii_case(SERVICE.as_bytes())),
        ),
        Interest::field(
            [RecordKind::IIS_CONFIG],
            "element",
            Test::is(|element| element == b"extendedProtection"),
        ),
    ]
}

/// The mitigation service.
const SERVICE: &str = "MSExchangeMitigation";

/// Applications of the front end where it belongs on, by the end of their location, lower-case
/// (CSS-Exchange, `ExchangeExtendedProtectionManagement`).
const SHOULD_BE_ON: [&str; 5] = [
    "default web site/ecp",
    "default web site/ews",
    "default web site/owa",
    "default web site/mapi",
    "default web site/oab",
];

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    if crate::setup::is_old_copy(artefact) {
        return Vec::new();
    }
    let found = match record.kind().as_str() {
        "service" => [service(record), None, None],
        "iis-config" => [tokens(record), None, None],
        _ => [mitigations(record), extended(record), hybrid(record)],
    };
    found.into_iter().flatten().collect()
}

fn off(object: String, why: String) -> Shown {
    Shown {
        rule: &RULES[0],
        grade: Grade::Look,
        means: Means::Weakness,
        action: format!("Ask who turned {object} off, and turn it on again"),
        object,
        why,
        facts: Vec::new(),
    }
}

/// The service in the registry: 4 is disabled.
fn service(record: &dyn Record) -> Option<Shown> {
    let disabled = matches!(field(record, "Start").trim(), "4" | "0x4" | "0x00000004");
    disabled.then(|| off(SERVICE.to_owned(), "The mitigation service is disabled.".to_owned()))
}

/// The same in exports.
fn mitigations(record: &dyn Record) -> Option<Shown> {
    let name = identity(record);
    if first(record, &["MitigationsEnabled"]).eq_ignore_ascii_case("false") {
        let why = format!("Mitigations are off for {name}.");
        return Some(off("MitigationsEnabled".to_owned(), why));
    }
    let blocked = values_of(record, |own| own == "mitigationsblocked");
    if !blocked.is_empty() {
        let list = blocked.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(", ");
        let why = format!("These mitigations are blocked for {name}: {list}.");
        return Some(off("MitigationsBlocked".to_owned(), why));
    }
    let is_service = [first(record, &["ServiceName"]), first(record, &["Name"])]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(SERVICE));
    let start = first(record, &["StartType", "StartMode"]);
    if is_service && start.eq_ignore_ascii_case("disabled") {
        return Some(off(SERVICE.to_owned(), "The mitigation service is disabled.".to_owned()));
    }
    let section = first(record, &["SectionName"]);
    let parameters = values_of(record, |own| own == "parameters");
    let disables = parameters.iter().any(|(_, value)| {
        value.split_whitespace().collect::<String>().to_lowercase().contains("enabled=false")
    });
    (section.eq_ignore_ascii_case("HttpRequestFiltering") && disables).then(|| {
        off("AMSI".to_owned(), format!("The setting override {name} turns AMSI off for requests."))
    })
}

fn note(rule: &'static RuleMeta, object: &str, why: String, fact: (&'static str, String)) -> Shown {
    Shown {
        rule,
        grade: Grade::Note,
        means: Means::Weakness,
        object: object.to_owned(),
        why,
        action: String::new(),
        facts: vec![fact],
    }
}

/// Extended Protection in the configuration of IIS.
fn tokens(record: &dyn Record) -> Option<Shown> {
    let location = field(record, "location").into_owned();
    let on = !field(record, "tokenChecking").eq_ignore_ascii_case("none");
    let asked = SHOULD_BE_ON.contains(&location.to_lowercase().as_str());
    (asked && !on).then(|| {
        let why = format!("{location} does not check tokens.");
        note(&RULES[1], "the front end", why, ("location", location))
    })
}

/// Extended Protection as Health Checker exports it.
fn extended(record: &dyn Record) -> Option<Shown> {
    let expected = first(record, &["ExpectedExtendedConfiguration"]);
    let location = first(record, &["VirtualDirectoryName"]);
    let asked = SHOULD_BE_ON.contains(&location.to_lowercase().as_str());
    let should = expected.eq_ignore_ascii_case("require") || expected.eq_ignore_ascii_case("allow");
    let is = first(record, &["ExtendedProtection"]);
    (asked && should && is.eq_ignore_ascii_case("none")).then(|| {
        let why = format!("{location} has None, and {expected} is expected.");
        note(&RULES[1], "the front end", why, ("location", location))
    })
}

/// A hybrid configuration in the directory.
fn hybrid(record: &dyn Record) -> Option<Shown> {
    let kind = field(record, "type").to_lowercase();
    let mut is_one = kind.ends_with("hybridconfiguration");
    if record.kind().as_str() == "ldif" {
        record.each(&mut |name, value| {
            is_one |= name.eq_ignore_ascii_case("objectClass")
                && value.eq_ignore_ascii_case("msExchCoexistenceRelationship");
        });
    }
    is_one.then(|| {
        let name = identity(record);
        note(&RULES[2], "Exchange Online", format!("{name} is exported."), ("name", name))
    })
}
