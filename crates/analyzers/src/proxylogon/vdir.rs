//! CVE-2021-27065: script stored in a virtual directory's address, and the reset that writes it
//! to a file.
//!
//! Rows of three logs hold the cmdlets (ECP Server, CmdletInfra, admin audit); HttpProxy rows of
//! the same minutes hold the requests that caused them, and so the client.

use std::collections::BTreeMap;

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, Test, When};
use model::{Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage};

use super::anchor::{Anchor, Answer, Step, canary, is_forged_anchor, schema};
use super::command::{Command, Verb, request_key};
use super::{HELSECERT, MICROSOFT, TEST_PROXYLOGON, text};
use crate::common::{address, bursts, clipped, fact, field, remedy, script_mark, support, values};

/// How long after a script was stored a reset still belongs to it, in seconds. Tools reset within
/// ten seconds, people within minutes.
const RESET_WINDOW_SECONDS: i64 = 15 * 60;

/// How long before the cmdlet's row its request's row may stand, in seconds. Requests are logged
/// when they end, so they come after; clocks and rounding blur this.
const REQUEST_LEAD_SECONDS: i64 = 5;

/// Script in a virtual directory.
const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.vdir_write",
    title: "Script stored in a virtual directory's address (CVE-2021-27065)",
    about: "Finds Set- and New-…VirtualDirectory with server-side script in any parameter \
            (usually ExternalUrl), in ECP Server, CmdletInfra and admin audit logs, in all its \
            spellings, unclosed and encoded ones included. An address never needs script. When \
            the directory is reset afterwards (Remove- and New-, or the reset dialog), Exchange \
            writes its settings, script included, to a file that the caller names: a web shell.",
    false_positives: "None known for the script. A reset without script is an ordinary repair \
                      and is not reported.",
    cves: &["CVE-2021-27065"],
    techniques: &["T1505.003", "T1190"],
    references: &[TEST_PROXYLOGON, HELSECERT, MICROSOFT],
};

/// Notes script in cmdlets, and what may belong to it.
pub(super) struct VdirWrite;

/// What was seen.
mod label {
    /// A cmdlet with script that had success.
    pub(super) const SCRIPT: &str = "script stored";
    /// A cmdlet with script that failed.
    pub(super) const SCRIPT_FAILED: &str = "script refused";
    /// An address taken out again.
    pub(super) const CLEARED: &str = "address cleared";
    /// A virtual directory removed or made anew.
    pub(super) const RESET: &str = "directory reset";
    /// The same, as a web request.
    pub(super) const RESET_REQUEST: &str = "reset request";
    /// A change, as a web request.
    pub(super) const SET_REQUEST: &str = "change request";
}

impl Detector for VdirWrite {
    fn rules(&self) -> &'static [RuleMeta] {
        &[RULE]
    }

    fn interests(&self) -> Vec<Interest> {
        let web =
            |field, test| Interest::new([RecordKind::HTTP_PROXY], When::Field { field, test });
        vec![
            Interest::new(
                [RecordKind::ECP_SERVER, RecordKind::RPS_CMDLET, RecordKind::ADMIN_AUDIT],
                When::Any,
            ),
            web("AnchorMailbox", Test::is(is_data_service_anchor)),
            web("UrlStem", Test::contains(["/ddiservice.svc/setobject"])),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        if *record.kind() == RecordKind::HTTP_PROXY {
            request(record, note);
        } else {
            for command in Command::of(record) {
                sight(record, &command, note);
            }
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let all = sightings.by_time();
        let is_script = |one: &&Sighting| matches!(one.label, label::SCRIPT | label::SCRIPT_FAILED);
        let scripts: Vec<&Sighting> = all.iter().copied().filter(is_script).collect();
        let context = all.iter().copied().filter(|one| !is_script(one));
        let mut belonging: BTreeMap<usize, Vec<&Sighting>> = BTreeMap::new();
        for one in context {
            if let Some(at) = owner(one, &scripts) {
                belonging.entry(at).or_default().push(one);
            }
        }
        let index = |one: &Sighting| scripts.iter().position(|own| std::ptr::eq(*own, one));
        bursts(scripts.iter().copied(), |one| one.fact("request_key").to_owned())
            .into_iter()
            .map(|scripts| {
                let own = scripts.iter().filter_map(|one| belonging.get(&index(one)?));
                conclude(&scripts, &own.flatten().copied().collect::<Vec<_>>())
            })
            .collect()
    }
}

fn is_data_service_anchor(value: &[u8]) -> bool {
    is_forged_anchor(value)
        && value.windows(9).any(|window| window.eq_ignore_ascii_case(b"setobject"))
}

/// Notes a web request that changes or resets something through the data service.
fn request(record: &dyn Record, note: &mut Notes<'_>) {
    if Answer::of_record(record) != Answer::Success {
        return;
    }
    let anchor = field(record, "AnchorMailbox");
    let (path, query) = if is_forged_anchor(anchor.as_bytes()) {
        let anchor = Anchor::parse(&anchor);
        (anchor.path, anchor.query)
    } else {
        (field(record, "UrlStem").into_owned(), field(record, "UrlQuery").into_owned())
    };
    let schema = clipped(schema(&query)).to_ascii_lowercase();
    let (label, noun) = match Step::of(&path, &query) {
        Step::Reset => (label::RESET_REQUEST, schema.trim_start_matches("reset").to_owned()),
        Step::Write if schema.ends_with("virtualdirectory") => (label::SET_REQUEST, schema),
        _ => return,
    };
    let client = address(&field(record, "ClientIpAddress"));
    let facts = vec![
        ("address", client.clone()),
        ("agent", text(record, "UserAgent")),
        ("identity", text(record, "AuthenticatedUser")),
        ("session", clipped(canary(&query)).to_owned()),
        ("noun", noun),
    ];
    note.sighting(record, label, &client, facts);
}

/// Notes a cmdlet.
fn sight(record: &dyn Record, command: &Command, note: &mut Notes<'_>) {
    let script = command
        .parameters
        .iter()
        .find_map(|(name, value)| script_mark(value).map(|mark| (name, value, mark)));
    let mut facts = vec![
        ("cmdlet", clipped(&command.cmdlet).to_owned()),
        ("noun", clipped(&command.noun()).to_owned()),
        ("identity", clipped(&command.identity).to_owned()),
        ("session", clipped(&command.session).to_owned()),
        ("virtual_directory", clipped(command.parameter("Identity")).to_owned()),
    ];
    if let Some((name, value, mark)) = script {
        let key = request_key(value);
        facts.extend([
            ("parameter", clipped(name).to_owned()),
            ("mark", mark.to_owned()),
            ("request_key", key.clone()),
        ]);
        let label = if command.failed { label::SCRIPT_FAILED } else { label::SCRIPT };
        return note.sighting(record, label, &key, facts);
    }
    let clears = |(name, value): &(String, String)| {
        name.to_ascii_lowercase().ends_with("url") && matches!(value.as_str(), "$null" | "")
    };
    let label = match command.verb {
        _ if command.failed => return,
        Verb::Set if command.parameters.iter().any(clears) => label::CLEARED,
        Verb::Set => return,
        Verb::Remove | Verb::New => label::RESET,
    };
    note.sighting(record, label, clipped(&command.cmdlet), facts);
}

/// The script that a sighting belongs to: the latest before it, of the same kind of directory,
/// and of the same session where both name one.
fn owner(one: &Sighting, scripts: &[&Sighting]) -> Option<usize> {
    let time = one.time?.as_second();
    let near = |script: &Sighting| {
        script.time.is_some_and(|stored| {
            let after = time - stored.as_second();
            (-REQUEST_LEAD_SECONDS..=RESET_WINDOW_SECONDS).contains(&after)
        })
    };
    let agree = |name: &str, script: &Sighting| {
        let (own, theirs) = (one.fact(name), script.fact(name));
        own.is_empty() || theirs.is_empty() || own.eq_ignore_ascii_case(theirs)
    };
    // Sessions are named by different tokens in different logs: only like can be compared.
    let same_log = |script: &Sighting| one.artefact == script.artefact;
    let fits = |script: &Sighting| near(script) && agree("noun", script);
    let session = |script: &Sighting| {
        !one.fact("session").is_empty() && one.fact("session") == script.fact("session")
    };
    let last = |test: &dyn Fn(&Sighting) -> bool| scripts.iter().rposition(|script| test(script));
    last(&|script| fits(script) && session(script))
        .or_else(|| last(&|script| fits(script) && (!same_log(script) || agree("session", script))))
}

fn conclude(scripts: &[&Sighting], context: &[&Sighting]) -> Finding {
    let stored = scripts.iter().any(|one| one.label == label::SCRIPT);
    let seen = |label: &str| context.iter().any(|one| one.label == label);
    let reset = stored && (seen(label::RESET) || seen(label::RESET_REQUEST));
    let (stage, severity) = match (stored, reset) {
        (true, true) => (Stage::FileWritten, Severity::Critical),
        (true, false) => (Stage::Exploited, Severity::Critical),
        (false, _) => (Stage::Attempted, Severity::High),
    };
    let mut finding = RULE.finding(stage, severity, Confidence::High);
    let all: Vec<&Sighting> = scripts.iter().chain(context).copied().collect();
    support(&mut finding, &all, |one| match one.label {
        label::SCRIPT => 2,
        label::RESET | label::RESET_REQUEST => 1,
        _ => 0,
    });
    let cmdlets = values(scripts, "cmdlet");
    (finding.title, finding.explanation) = words(&cmdlets, stored, reset);
    for name in ["cmdlet", "parameter", "mark", "request_key", "virtual_directory"] {
        fact(&mut finding, name, values(scripts, name));
    }
    fact(&mut finding, "file_path_shown", "no");
    if stored {
        finding.claims.push(Claim::BackDoorWasPresent);
        let cleared = if seen(label::CLEARED) { "yes" } else { "not seen" };
        fact(&mut finding, "address_cleared", cleared);
        remedies(&mut finding, &values(scripts, "request_key"), &values(scripts, "noun"));
    } else {
        finding.remedies = vec![remedy(3, super::PATCH)];
    }
    finding
}

fn words(cmdlets: &str, stored: bool, reset: bool) -> (String, String) {
    match (stored, reset) {
        (true, true) => (
            format!(
                "{cmdlets} stored script in a virtual directory, and a reset wrote it to a file"
            ),
            "An address of a virtual directory was set to server-side script, and the directory \
             was reset within minutes. The reset writes the directory's settings, script \
             included, to a file whose place the caller chooses: this is how a ProxyLogon web \
             shell comes into being. The logs that show it do not hold the file's path; look for \
             .aspx files that begin with the settings of a virtual directory."
                .to_owned(),
        ),
        (true, false) => (
            format!("{cmdlets} stored script in a virtual directory"),
            "An address of a virtual directory was set to server-side script, and the command \
             had success. Addresses never hold script: somebody prepared a web shell. No reset, \
             which would write it to a file, is seen in the records at hand, so this alone does \
             not prove that a file was written; the script may still lie in the directory, and \
             any reset to come would write it."
                .to_owned(),
        ),
        (false, _) => (
            format!("{cmdlets} with script failed"),
            "Somebody tried to set an address of a virtual directory to server-side script, and \
             the command failed. To get this far he needed a control panel or PowerShell \
             session, so look for how he came by it."
                .to_owned(),
        ),
    }
}

fn remedies(finding: &mut Finding, key: &str, noun: &str) {
    finding.remedies = super::remedies_of_success();
    let noun = if noun.is_empty() { "virtual directory" } else { noun };
    finding.remedies.push(remedy(
        1,
        format!(
            "Check ExternalUrl and InternalUrl of every {noun} (Get-OabVirtualDirectory and its \
             sisters) and take any script out"
        ),
    ));
    if !key.is_empty() {
        finding.remedies.push(remedy(
            1,
            format!("Search all web folders for files that hold the script's request key {key}"),
        ));
    }
}
