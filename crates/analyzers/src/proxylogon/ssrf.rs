//! CVE-2021-26855 in HttpProxy logs: every row whose back end is no server but a piece of a URL.
//!
//! One detector notes the rows; three rules read them: the forged requests themselves, the
//! control panel session that follows ([`super::session`]), and mail read without any session
//! ([`super::ews`]).

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, Test, When};
use model::{Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage};

use super::anchor::{
    Anchor, Answer, Step, canary, is_cookie_hint, is_forged_anchor, is_forged_cookie,
    is_static_target, schema,
};
use super::{DISCOVERER, HELSECERT, LOG_SIGNATURES, MICROSOFT, TEST_PROXYLOGON, VOLEXITY, text};
use crate::common::{address, bursts, clipped, fact, field, remedy, support, values};

/// The forged requests.
const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.ssrf",
    title: "Requests with a forged back end (ProxyLogon, CVE-2021-26855)",
    about: "Finds rows of HttpProxy logs whose back end is not a server name but a piece of a \
            URL, put there by a forged X-BEResource or X-AnonResource-Backend cookie. A \
            vulnerable front end sends such a request to the back end with its own rights, so \
            that anyone on the Internet can act as the server. Answered requests mean that the \
            server was vulnerable and obeyed; scanners and failed tries are graded lower.",
    false_positives: "None known for a host wrapped as `x]@host:444`. Vulnerability scanners use \
                      `ServerInfo~localhost/…`; these are called a scan, whatever the answer. A \
                      penetration test looks like the attack it is.",
    cves: &["CVE-2021-26855"],
    techniques: &["T1190"],
    references: &[MICROSOFT, TEST_PROXYLOGON, HELSECERT, DISCOVERER, LOG_SIGNATURES, VOLEXITY],
};

/// Notes every row with a forged back end.
pub(super) struct Ssrf;

/// Labels: one per outcome, so that a flood of failures cannot crowd a success out.
pub(super) mod label {
    /// `ServerInfo~localhost/…` without the back-end port.
    pub(in super::super) const PROBE: &str = "localhost probe";
    /// Answered with success.
    pub(in super::super) const ANSWERED: &str = "answered";
    /// Answered with success, on a step that only an intruder takes.
    pub(in super::super) const ANSWERED_BEYOND: &str = "answered beyond autodiscover";
    /// Answered with a demand for an identity.
    pub(in super::super) const IDENTITY: &str = "identity needed";
    /// The back end refused.
    pub(in super::super) const REFUSED: &str = "refused";
    /// Nothing came of it.
    pub(in super::super) const FAILED: &str = "failed";
    /// The outcome is not shown.
    pub(in super::super) const UNKNOWN: &str = "outcome unknown";
    /// A cookie chose the back end, and the row does not say which.
    pub(in super::super) const BLIND: &str = "target not shown";
}

impl Detector for Ssrf {
    fn rules(&self) -> &'static [RuleMeta] {
        &[RULE, super::session::RULE, super::ews::RULE]
    }

    fn interests(&self) -> Vec<Interest> {
        let when = |field, test: fn(&[u8]) -> bool| {
            Interest::new([RecordKind::HTTP_PROXY], When::Field { field, test: Test::is(test) })
        };
        vec![
            when("AnchorMailbox", is_forged_anchor),
            when("BackEndCookie", is_forged_cookie),
            when("RoutingHint", is_cookie_hint),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let (anchor, cookie) = (record.get("AnchorMailbox"), field(record, "BackEndCookie"));
        let forged = anchor.as_deref().filter(|text| is_forged_anchor(text.as_bytes()));
        let forged = forged.or(is_forged_cookie(cookie.as_bytes()).then_some(&*cookie));
        if let Some(text) = forged {
            return sight(record, &Anchor::parse(text), note);
        }
        // Without the anchor only the pair of cookie and static file is left to see.
        let blind = anchor.is_none_or(|anchor| anchor.is_empty())
            && is_cookie_hint(field(record, "RoutingHint").as_bytes())
            && is_static_target(field(record, "UrlStem").as_bytes());
        if blind {
            let facts = request_facts(record);
            note.sighting(record, label::BLIND, &group(record, ""), facts);
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        bursts(sightings.iter(), |sighting| sighting.fact("address").to_owned())
            .iter()
            .flat_map(|burst| {
                let sessions = super::session::conclude(burst);
                [conclude(burst)].into_iter().chain(sessions).chain(super::ews::conclude(burst))
            })
            .collect()
    }
}

fn sight(record: &dyn Record, anchor: &Anchor, note: &mut Notes<'_>) {
    let answer = Answer::of_record(record);
    let step = anchor.step();
    let label = match answer {
        _ if anchor.is_localhost_probe() => label::PROBE,
        Answer::Success if matches!(step, Step::Autodiscover | Step::Other) => label::ANSWERED,
        Answer::Success => label::ANSWERED_BEYOND,
        Answer::IdentityNeeded => label::IDENTITY,
        Answer::Refused => label::REFUSED,
        Answer::Failed => label::FAILED,
        Answer::Unknown => label::UNKNOWN,
    };
    let mut facts = request_facts(record);
    facts.extend([
        ("target", clipped(&anchor.host).to_owned()),
        ("step", step.name().to_owned()),
        ("session", clipped(canary(&anchor.query)).to_owned()),
        ("schema", clipped(schema(&anchor.query)).to_owned()),
        ("aimed", if anchor.back_end || step != Step::Other { "yes" } else { "" }.to_owned()),
        ("mailbox", mailbox(anchor)),
    ]);
    note.sighting(record, label, &group(record, step.name()), facts);
}

/// What every row says of the request and its client.
fn request_facts(record: &dyn Record) -> Vec<(&'static str, String)> {
    vec![
        ("address", address(&field(record, "ClientIpAddress"))),
        ("agent", text(record, "UserAgent")),
        ("identity", text(record, "AuthenticatedUser")),
        ("stem", text(record, "UrlStem")),
        ("status", text(record, "HttpStatus")),
        ("bytes", text(record, "ResponseBytes")),
        ("server", text(record, "ServerHostName")),
    ]
}

fn group(record: &dyn Record, step: &str) -> String {
    let client = address(&field(record, "ClientIpAddress"));
    format!("{client}|{}|{step}", text(record, "UserAgent"))
}

/// A mailbox that the target's path or query names (`…@example.com`); empty if none.
fn mailbox(anchor: &Anchor) -> String {
    let mailbox = anchor
        .path
        .split('/')
        .chain(anchor.query.split(['&', '=']))
        .find(|part| part.split_once('@').is_some_and(|(_, domain)| domain.contains('.')));
    clipped(mailbox.unwrap_or("")).to_owned()
}

/// What one client's forged requests of one burst come to.
struct Judgement {
    stage: Stage,
    severity: Severity,
    confidence: Confidence,
    why: &'static str,
}

fn conclude(burst: &[&Sighting]) -> Finding {
    let Judgement { stage, severity, confidence, why } = judge(burst);
    let mut finding = RULE.finding(stage, severity, confidence);
    support(&mut finding, burst, weight);
    let from = values(burst, "address");
    let from = if from.is_empty() { "an unknown address" } else { &from };
    finding.title = match stage {
        Stage::Scanned => format!("{from} looked whether the server is open to ProxyLogon"),
        Stage::Attempted => format!("{from} tried ProxyLogon; no success seen"),
        _ => format!("{from} made the server obey forged requests (ProxyLogon)"),
    };
    finding.explanation = why.to_owned();
    fact(&mut finding, "reached", values(burst, "step"));
    fact(&mut finding, "target", values(burst, "target"));
    fact(&mut finding, "page", values(burst, "stem"));
    fact(&mut finding, "status", values(burst, "status"));
    if stage >= Stage::Exploited {
        finding.remedies = super::remedies_of_success();
        if !finding.actor.addresses.is_empty() {
            let block = format!("Block {from} at the firewall; expect others to follow");
            finding.remedies.insert(0, remedy(0, block));
        }
    } else {
        finding.remedies = vec![remedy(3, super::PATCH)];
    }
    finding
}

/// Which rows to quote when there are too many: what succeeded first.
pub(super) fn weight(sighting: &Sighting) -> u8 {
    match sighting.label {
        label::ANSWERED_BEYOND => 4,
        label::ANSWERED => 3,
        label::IDENTITY => 2,
        label::REFUSED => 1,
        _ => 0,
    }
}

fn judge(burst: &[&Sighting]) -> Judgement {
    let with = |labels: &[&str]| {
        burst.iter().copied().filter(|one| labels.contains(&one.label)).collect::<Vec<_>>()
    };
    let answered = with(&[label::ANSWERED, label::ANSWERED_BEYOND, label::IDENTITY]);
    let tried = with(&[label::REFUSED, label::FAILED, label::UNKNOWN]);
    if !answered.is_empty() {
        return judge_answered(&answered);
    }
    if !tried.is_empty() {
        return judge_tried(&tried);
    }
    if burst.iter().any(|one| one.label == label::BLIND) {
        return Judgement {
            stage: Stage::Attempted,
            severity: Severity::Low,
            confidence: Confidence::Low,
            why: "A cookie chose the back end of a request for a static file, as ProxyLogon's \
                  tools do. The column that would show where it pointed (AnchorMailbox) is \
                  missing or empty, so more cannot be said from these rows.",
        };
    }
    let why = if burst.iter().any(|one| one.fact("status") == "200") {
        "Requests with the forged back end `ServerInfo~localhost/…`, the mark of a vulnerability \
         scanner. They read nothing of use. But the server answered 200, so it was vulnerable at \
         the time, and others will have found that out too."
    } else {
        "Requests with the forged back end `ServerInfo~localhost/…`, the mark of a vulnerability \
         scanner. They read nothing of use and open nothing."
    };
    Judgement { stage: Stage::Scanned, severity: Severity::Low, confidence: Confidence::High, why }
}

fn judge_answered(answered: &[&Sighting]) -> Judgement {
    let beyond = |one: &&Sighting| matches!(one.label, label::ANSWERED_BEYOND | label::IDENTITY);
    let aimed = answered.iter().any(|one| !one.fact("aimed").is_empty());
    let (severity, confidence, why) = if answered.iter().any(beyond) {
        (
            Severity::Critical,
            Confidence::High,
            "The server sent requests of the intruder's choice to its back end with its own \
             rights, and the back end answered. No patched server does that, and no harmless \
             program asks for it.",
        )
    } else if aimed {
        (
            Severity::High,
            Confidence::Medium,
            "The server sent a request of the intruder's choice to its back end and answered \
             with success, so it was vulnerable and obeyed. Only a first step is seen in these \
             rows (Microsoft's test leaves such rows out): real attacks begin this way, but so \
             did surveys that went no further.",
        )
    } else {
        (
            Severity::Medium,
            Confidence::Low,
            "A request with a forged back end was answered with success. It points at nothing \
             that attacks are known to use, so it is more likely a scanner's test; but a patched \
             server should not have answered it.",
        )
    };
    Judgement { stage: Stage::Exploited, severity, confidence, why }
}

fn judge_tried(tried: &[&Sighting]) -> Judgement {
    let many = tried.len() > 1 || tried.iter().any(|one| one.more > 0);
    let aimed = tried.iter().any(|one| !one.fact("aimed").is_empty());
    let unknown = tried.iter().any(|one| one.label == label::UNKNOWN);
    if !many && !aimed {
        return Judgement {
            stage: Stage::Scanned,
            severity: Severity::Low,
            confidence: Confidence::High,
            why: "One request with a forged back end that points at nothing of use and had no \
                  success: a scanner's test.",
        };
    }
    let (severity, why) = if unknown {
        (
            Severity::High,
            "Requests with a forged back end, as ProxyLogon makes them. The rows do not hold the \
             status, so whether the server obeyed cannot be said from them.",
        )
    } else if tried.iter().any(|one| one.label == label::REFUSED) {
        (
            Severity::High,
            "Requests with a forged back end, as ProxyLogon makes them. They got as far as a \
             back end, which refused them: the front end was probably vulnerable, but the attack \
             had no success in these rows.",
        )
    } else {
        (
            Severity::Medium,
            "Requests with a forged back end, as ProxyLogon makes them. All failed; a patched \
             server answers like that.",
        )
    };
    Judgement { stage: Stage::Attempted, severity, confidence: Confidence::High, why }
}
