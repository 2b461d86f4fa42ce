//! ProxyShell and its relatives: an address of autodiscover (or of OWA) that reaches remote
//! PowerShell, and what is done there.
//!
//! ProxyShell (CVE-2021-34473, -34523, -31207) needs no account. ProxyNotShell (CVE-2022-41040,
//! -41082) uses the same confusion of paths with any account. OWASSRF (CVE-2022-41080) takes
//! another way to the same place, through OWA. The steps show in different logs, so one detector
//! reads them all and each step concludes in its own file.

mod ebcdic;
mod export;
mod parameters;
mod powershell;
mod request;
mod role;
mod sessions;
mod token;
mod token_use;

use detect::{Detector, Interest, Notes, SightingsOf, Test, When};
use model::{Finding, Record, RecordKind, RuleMeta};

/// The detector for all three families.
pub(crate) struct ProxyShell;

/// What can be concluded, in the order in which an intrusion goes on.
static RULES: [RuleMeta; 8] = [
    request::PROXYSHELL,
    request::PROXYNOTSHELL,
    request::OWASSRF,
    token_use::RULE,
    powershell::PROXYSHELL,
    powershell::ODD_CLIENT,
    role::RULE,
    export::RULE,
];

impl Detector for ProxyShell {
    fn rules(&self) -> &'static [RuleMeta] {
        &RULES
    }

    fn interests(&self) -> Vec<Interest> {
        let stem = |kind, field| Interest::field([kind], field, Test::is(request::is_worth_a_look));
        // Remote PowerShell is every tenth row: only telling queries are looked at.
        let powershell = |kind, stem, query| {
            let tests = vec![
                (stem, Test::is(request::is_powershell_stem)),
                (query, Test::is(request::may_be_confused)),
            ];
            Interest::new([kind], When::All(tests))
        };
        let session = |field, test| Interest::field([RecordKind::RPS_HTTP], field, test);
        vec![
            stem(RecordKind::HTTP_PROXY, "UrlStem"),
            stem(RecordKind::IIS, "cs-uri-stem"),
            powershell(RecordKind::HTTP_PROXY, "UrlStem", "UrlQuery"),
            powershell(RecordKind::IIS, "cs-uri-stem", "cs-uri-query"),
            session("UrlQuery", Test::is(powershell::is_telling_query)),
            session("ClientInfo", Test::is(powershell::is_odd_client)),
            Interest::new([RecordKind::RPS_CMDLET, RecordKind::ADMIN_AUDIT], When::Any),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        match record.kind() {
            kind if *kind == RecordKind::RPS_HTTP => powershell::record(record, note),
            kind if *kind == RecordKind::RPS_CMDLET || *kind == RecordKind::ADMIN_AUDIT => {
                export::record(record, note);
            }
            _ => request::record(record, note),
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let all = sessions::Seen::new(sightings);
        let mut findings = request::conclude(&all);
        findings.extend(token_use::conclude(&all));
        findings.extend(powershell::conclude(&all));
        findings.extend(role::conclude(&all));
        findings.extend(export::conclude(&all));
        findings
    }
}
