//! Script in the address of a virtual directory, as it stands in the directory or stood in it when
//! somebody changed it.

use detect::{Interest, Test, When};
use model::{ArtefactRef, Record, RecordKind, RuleMeta};

use super::{EXPORTS, identity, values_of};
use crate::common::{field, script_mark, typed};
use crate::pages;
use crate::setup::{Grade, Means, Setup, Shown};

/// Script in an address.
const ADDRESS: RuleMeta = RuleMeta {
    id: "exchange.virtual_directory_url",
    title: "The address of a virtual directory holds script",
    about: "The addresses of virtual directories (ExternalUrl, InternalUrl) are kept in Active \
            Directory. ProxyLogon's web shells were put there first and written to a page by a \
            reset. Removing the page leaves the script in the directory, where nobody looks: the \
            next reset writes the page again.",
    false_positives: "None known: no address needs script or markup.",
    cves: &["CVE-2021-27065"],
    techniques: &["T1505.003"],
    references: &[
        "https://github.com/microsoft/CSS-Exchange",
        "https://github.com/Azure/Azure-Sentinel",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-27065",
    ],
};

static RULES: [RuleMeta; 1] = [ADDRESS];

/// Addresses of virtual directories.
pub(super) static SETUP: Setup = Setup { more: events, ..Setup::new(&RULES, EXPORTS, judge) };

/// Attributes of the directory that hold addresses, lower-case.
const ATTRIBUTES: [&str; 2] = ["msexchexternalhostname", "msexchinternalhostname"];

/// The directory's own change event (5136 of the Security log of a domain controller).
fn events() -> Vec<Interest> {
    vec![Interest::new(
        [RecordKind::EVENT],
        When::All(vec![
            ("EventID", Test::is(|id| id == b"5136")),
            ("AttributeLDAPDisplayName", Test::contains(ATTRIBUTES)),
        ]),
    )]
}

/// Whether a property holds an address.
fn is_address(name: &str) -> bool {
    ATTRIBUTES.contains(&name)
        || matches!(name, "externalurl" | "internalurl" | "externalhostname" | "internalhostname")
}

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    if *record.kind() == RecordKind::EVENT {
        return changed(record).into_iter().collect();
    }
    let object = identity(record);
    // The page that a reset wrote is a copy of what stood there then.
    let is_page = pages::executable(artefact.path().file_name());
    let means = if is_page { Means::FormerDoor } else { Means::Door };
    let found = values_of(record, is_address).into_iter().find_map(|(name, value)| {
        let mark = mark(&value)?;
        Some(shown(&object, &name, &value, mark, means, record))
    });
    found.into_iter().collect()
}

/// What makes an address none.
fn mark(value: &str) -> Option<&'static str> {
    script_mark(value).or_else(|| value.contains('<').then_some("markup"))
}

fn changed(record: &dyn Record) -> Option<Shown> {
    let value = field(record, "AttributeValue");
    let mark = mark(&value)?;
    let name = field(record, "AttributeLDAPDisplayName");
    let object = field(record, "ObjectDN");
    let mut shown = shown(&object, &name, &value, mark, Means::FormerDoor, record);
    let who = ["SubjectDomainName", "SubjectUserName"].map(|own| field(record, own));
    let who = who.iter().filter(|part| !part.is_empty()).map(|part| &**part);
    let who = who.collect::<Vec<_>>().join("\\");
    // 14674 is a value added, 14675 one taken out.
    let operation = field(record, "OperationType");
    let did = if operation.contains("14675") { "taken out" } else { "put in" };
    shown.why = format!("An event of the directory shows the script being {did}.");
    shown.facts.extend([("identity", who), ("operation", did.to_owned())]);
    Some(shown)
}

/// The cmdlet that sets such a virtual directory, by its name.
fn cmdlet(object: &str) -> &'static str {
    const CMDLETS: [(&str, &str); 8] = [
        ("oab", "Set-OabVirtualDirectory"),
        ("owa", "Set-OwaVirtualDirectory"),
        ("ecp", "Set-EcpVirtualDirectory"),
        ("ews", "Set-WebServicesVirtualDirectory"),
        ("microsoft-server-activesync", "Set-ActiveSyncVirtualDirectory"),
        ("autodiscover", "Set-AutodiscoverVirtualDirectory"),
        ("mapi", "Set-MapiVirtualDirectory"),
        ("powershell", "Set-PowerShellVirtualDirectory"),
    ];
    let name = object.rsplit('\\').next().unwrap_or(object).to_ascii_lowercase();
    let name = name.strip_prefix("cn=").unwrap_or(&name);
    let found = CMDLETS.iter().find(|(own, _)| name.starts_with(own));
    found.map_or("the Set-…VirtualDirectory cmdlet of its kind", |(_, cmdlet)| cmdlet)
}

fn shown(
    object: &str,
    name: &str,
    value: &str,
    mark: &str,
    means: Means,
    record: &dyn Record,
) -> Shown {
    let object = if object.is_empty() { name } else { object };
    let cmdlet = cmdlet(object);
    let changed = ["WhenChangedUTC", "whenChanged"].map(|own| field(record, own).into_owned());
    let changed = changed.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    Shown {
        rule: &RULES[0],
        grade: Grade::Certain,
        means,
        object: object.to_owned(),
        why: format!("Its {name} holds {mark}."),
        action: format!(
            "Keep an export of {object}, take the script out ({cmdlet} -Identity \"{}\" \
             -ExternalUrl $null -InternalUrl $null, then the right addresses), look for the page \
             that a reset wrote, and search the ECP and HttpProxy logs for whoever set it",
            typed(object, "IDENTITY")
        ),
        facts: vec![
            ("property", name.to_owned()),
            ("value", value.to_owned()),
            ("changed", changed),
        ],
    }
}
