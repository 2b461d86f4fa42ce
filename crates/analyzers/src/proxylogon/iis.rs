//! What IIS logs show of ProxyLogon. They are kept longest, and cannot show the cookie.

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, Test};
use model::{Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage};

use super::anchor::{Answer, IDENTITY_NEEDED, SESSION_CREATED, Step, canary, is_static_target};
use super::{LOG_SIGNATURES, MICROSOFT, VOLEXITY, text};
use crate::common::{
    bursts, clipped, fact, field, iis_client, remedy, support, url_decode, values,
};

/// Requests for files that do not answer.
const PROBE: RuleMeta = RuleMeta {
    id: "proxylogon.iis_probe",
    title: "Requests to static files as ProxyLogon makes them",
    about: "Finds POST requests to static files (/ecp/y.js, /ecp/default.flt, six theme files \
            and the like) in IIS logs. ProxyLogon's tools address such a file because the front \
            end lets it pass without a log-on. IIS does not log the cookie that makes the \
            attack, so these rows alone never prove it; status 241, which only the control \
            panel's log-on page gives, comes close.",
    false_positives: "Scanners ask for the same files. An ordinary browser never posts to them.",
    cves: &["CVE-2021-26855"],
    techniques: &["T1190", "T1595.002"],
    references: &[LOG_SIGNATURES, VOLEXITY],
};

/// A reset, seen on the back end.
const RESET: RuleMeta = RuleMeta {
    id: "proxylogon.iis_reset",
    title: "A virtual directory reset by the computer account (CVE-2021-27065)",
    about: "Finds the control panel's request to reset a virtual directory in back-end IIS \
            logs, made by the server's own account (a name that ends in `$`). An administrator's \
            request carries his name; the computer's name means that the request came through a \
            forged cookie. The reset writes a file of the caller's choice.",
    false_positives: "A front end that hands an administrator's request on may appear with the \
                      computer's name in unusual set-ups. What was written is not in these rows.",
    cves: &["CVE-2021-26855", "CVE-2021-27065"],
    techniques: &["T1505.003", "T1190"],
    references: &[
        "https://github.com/SigmaHQ/sigma/blob/master/rules-emerging-threats/2021/Exploits/ProxyLogon-CVE-2021-26855",
        MICROSOFT,
    ],
};

/// Notes both.
pub(super) struct Iis;

mod label {
    /// Answered with a status that only the attack gives.
    pub(super) const TELLING: &str = "241 or 441";
    /// A POST, answered with success.
    pub(super) const ANSWERED: &str = "answered";
    /// A POST that failed or whose outcome is not shown.
    pub(super) const FAILED: &str = "failed";
    /// Another method, on a file that only scanners know.
    pub(super) const LOOKED: &str = "looked";
    /// A reset that had success.
    pub(super) const RESET: &str = "reset";
    /// A reset that failed or whose outcome is not shown.
    pub(super) const RESET_FAILED: &str = "reset failed";
}

impl Detector for Iis {
    fn rules(&self) -> &'static [RuleMeta] {
        &[PROBE, RESET]
    }

    fn interests(&self) -> Vec<Interest> {
        let stem = |test| Interest::field([RecordKind::IIS], "cs-uri-stem", test);
        vec![stem(Test::is(is_static_target)), stem(Test::contains(["/ddiservice.svc/setobject"]))]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let stem = field(record, "cs-uri-stem");
        if is_static_target(stem.as_bytes()) {
            probe(record, &stem, note);
        } else {
            reset(record, &stem, note);
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let is_reset = |one: &&Sighting| matches!(one.label, label::RESET | label::RESET_FAILED);
        let probes = bursts(sightings.iter().filter(|one| !is_reset(one)), |one| {
            one.fact("address").to_owned()
        });
        let resets =
            bursts(sightings.iter().filter(is_reset), |one| one.fact("session").to_owned());
        let probes = probes.iter().map(|burst| conclude_probe(burst));
        probes.chain(resets.iter().map(|burst| conclude_reset(burst))).collect()
    }
}

fn facts(record: &dyn Record) -> Vec<(&'static str, String)> {
    vec![
        ("address", iis_client(record)),
        ("agent", text(record, "cs(User-Agent)").replace('+', " ")),
        ("page", text(record, "cs-uri-stem")),
        ("status", text(record, "sc-status")),
    ]
}

fn probe(record: &dyn Record, stem: &str, note: &mut Notes<'_>) {
    let status = field(record, "sc-status");
    let telling = [SESSION_CREATED, IDENTITY_NEEDED].iter().any(|own| *status == own.to_string());
    let post = field(record, "cs-method").eq_ignore_ascii_case("POST");
    let label = match Answer::of(&status, "") {
        _ if telling => label::TELLING,
        Answer::Success if post => label::ANSWERED,
        _ if post => label::FAILED,
        _ if is_scanner_page(stem) => label::LOOKED,
        _ => return,
    };
    note.sighting(
        record,
        label,
        &format!("{}|{}", iis_client(record), clipped(stem)),
        facts(record),
    );
}

/// Files that no Exchange build ships and that scanners ask for by name.
fn is_scanner_page(stem: &str) -> bool {
    ["/owa/auth/x.js", "/owa/auth/w.js", "/ecp/auth/w.js", "/ecp/y.js"]
        .iter()
        .any(|page| stem.eq_ignore_ascii_case(page))
}

fn reset(record: &dyn Record, stem: &str, note: &mut Notes<'_>) {
    let query = url_decode(&field(record, "cs-uri-query")).into_owned();
    let user = field(record, "cs-username");
    let post = field(record, "cs-method").eq_ignore_ascii_case("POST");
    if !post || !user.ends_with('$') || Step::of(stem, &query) != Step::Reset {
        return;
    }
    let label = match Answer::of(&field(record, "sc-status"), "") {
        Answer::Success => label::RESET,
        _ => label::RESET_FAILED,
    };
    let session = clipped(canary(&query)).to_owned();
    let mut facts = facts(record);
    facts.extend([
        ("identity", text(record, "cs-username")),
        ("session", session.clone()),
        ("schema", clipped(super::anchor::schema(&query)).to_owned()),
    ]);
    note.sighting(record, label, &session, facts);
}

/// How far the requests of a burst got, how bad and how sure that is, and why.
fn judge_probe(burst: &[&Sighting]) -> (Stage, Severity, Confidence, &'static str) {
    let any = |label: &str| burst.iter().any(|one| one.label == label);
    let posts = burst.iter().filter(|one| one.label != label::LOOKED).count();
    if any(label::TELLING) {
        (
            Stage::Exploited,
            Severity::High,
            Confidence::Medium,
            "A request for a static file was answered with status 241 or 441. No file and no \
             web server gives these; the control panel's internal log-on page does. So the \
             request reached that page, which is what ProxyLogon is for. The cookie that would \
             prove it is not in IIS logs.",
        )
    } else if any(label::ANSWERED) {
        (
            Stage::Exploited,
            Severity::Medium,
            Confidence::Low,
            "POST requests to static files were answered with success. A web server refuses to \
             post to a file, so something else answered; with a forged cookie that is the back \
             end. IIS logs do not show the cookie, so this alone decides nothing: look for the \
             same time in the HttpProxy logs.",
        )
    } else if posts > 0 {
        let confidence = if posts > 1 { Confidence::Medium } else { Confidence::Low };
        (
            Stage::Attempted,
            Severity::Medium,
            confidence,
            "POST requests to static files, as ProxyLogon's tools send them. None is seen to \
             have had success.",
        )
    } else {
        (
            Stage::Scanned,
            Severity::Low,
            Confidence::Low,
            "Requests for files that no Exchange build ships and that ProxyLogon's scanners ask \
             for by name.",
        )
    }
}

fn conclude_probe(burst: &[&Sighting]) -> Finding {
    let (stage, severity, confidence, why) = judge_probe(burst);
    let mut finding = PROBE.finding(stage, severity, confidence);
    support(&mut finding, burst, |one| match one.label {
        label::TELLING => 2,
        label::ANSWERED => 1,
        _ => 0,
    });
    let from = values(burst, "address");
    let from = if from.is_empty() { "An unknown client" } else { &from };
    finding.title = match stage {
        Stage::Scanned => format!("{from} asked for files that ProxyLogon scanners ask for"),
        Stage::Attempted => {
            format!("{from} posted to static files, as ProxyLogon does; no success")
        }
        _ => format!("{from} posted to static files, as ProxyLogon does, and was answered"),
    };
    why.clone_into(&mut finding.explanation);
    fact(&mut finding, "page", values(burst, "page"));
    fact(&mut finding, "status", values(burst, "status"));
    finding.remedies = if stage >= Stage::Exploited {
        super::remedies_of_success()
    } else {
        vec![remedy(3, super::PATCH)]
    };
    finding
}

fn conclude_reset(burst: &[&Sighting]) -> Finding {
    let done = burst.iter().any(|one| one.label == label::RESET);
    let mut finding = if done {
        RESET.finding(Stage::FileWritten, Severity::Critical, Confidence::Medium)
    } else {
        RESET.finding(Stage::Attempted, Severity::High, Confidence::Medium)
    };
    support(&mut finding, burst, |one| u8::from(one.label == label::RESET));
    let user = values(burst, "identity");
    let done_words = if done { "was reset" } else { "was to be reset, without success," };
    finding.title = format!("A virtual directory {done_words} in the name of {user}");
    finding.explanation = format!(
        "The back end was asked by {user}, the server's own account, to reset a virtual \
         directory. People act under their own names; the server's name appears when a request \
         came through a forged cookie. A reset writes the directory's settings to a file of the \
         caller's choice. Neither the file's path nor its content is in these rows."
    );
    fact(&mut finding, "virtual_directory_type", values(burst, "schema"));
    finding.remedies =
        if done { super::remedies_of_success() } else { vec![remedy(3, super::PATCH)] };
    finding
}
