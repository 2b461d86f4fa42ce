//! The control panel session that follows a forged request, step by step.

use detect::Sighting;
use model::{Claim, Confidence, Finding, RuleMeta, Severity, Stage};

use super::anchor::{SESSION_CREATED, Step};
use super::ssrf::{label, weight};
use super::{DISCOVERER, HELSECERT, MICROSOFT, TEST_PROXYLOGON};
use crate::common::{LISTED_VALUES, fact, remedy, support, values};

/// Most sessions of one client and burst that are told apart; a tool that loops is told as one.
const MOST_SESSIONS: usize = 8;

/// The session.
pub(super) const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.session",
    title: "A control panel session opened through forged requests (ProxyLogon)",
    about: "Follows one client's forged requests through the steps of the attack: autodiscover \
            finds a mailbox, mapi gives its account's SID away, proxyLogon.ecp opens a session \
            for that SID (status 241), the data service reads and changes virtual directories, \
            and a reset writes a virtual directory's settings to a file of the intruder's \
            choice (CVE-2021-27065).",
    false_positives: "None known: the requests reach the back end only through a forged cookie. \
                      What was written is not in these rows; the ECP Server log has it.",
    cves: &["CVE-2021-26855", "CVE-2021-27065"],
    techniques: &["T1190", "T1550", "T1505.003"],
    references: &[HELSECERT, TEST_PROXYLOGON, MICROSOFT, DISCOVERER],
};

/// What a burst of forged requests says about sessions: one finding for each, so that each has
/// its own time and stage. A burst that goes no further than autodiscover has none.
pub(super) fn conclude(burst: &[&Sighting]) -> Vec<Finding> {
    let steps: Vec<&Sighting> = burst
        .iter()
        .copied()
        .filter(|one| one.label != label::PROBE && one.label != label::BLIND)
        .filter(|one| !matches!(step(one), Step::Ews | Step::Other))
        .collect();
    let mut sessions = sessions(&steps);
    if sessions.len() > MOST_SESSIONS {
        sessions = vec![&steps];
    }
    sessions
        .into_iter()
        .filter(|steps| steps.iter().any(|one| step(one) != Step::Autodiscover))
        .map(conclude_session)
        .collect()
}

/// Cuts a client's steps where it begins anew: a step that leads to a session after one that
/// uses a session.
fn sessions<'l, 's>(steps: &'l [&'s Sighting]) -> Vec<&'l [&'s Sighting]> {
    let uses = |one: &Sighting| matches!(step(one), Step::Read | Step::Write | Step::Reset);
    steps.chunk_by(|one, next| !uses(one) || uses(next)).collect()
}

fn conclude_session(steps: &[&Sighting]) -> Finding {
    let stage = stage(steps);
    let (severity, confidence) = match stage {
        Stage::Attempted => (Severity::Medium, Confidence::High),
        _ => (Severity::Critical, Confidence::High),
    };
    let mut finding = RULE.finding(stage, severity, confidence);
    support(&mut finding, steps, |one| weight(one) + u8::from(step(one) == Step::Reset));
    let from = values(steps, "address");
    let from = if from.is_empty() { "An unknown client" } else { &from };
    let (title, explanation) = words(stage);
    finding.title = format!("{from} {title}");
    explanation.clone_into(&mut finding.explanation);
    fact(&mut finding, "steps", told(steps));
    fact(&mut finding, "virtual_directory_type", values(&changes(steps), "schema"));
    if stage >= Stage::Exploited {
        finding.remedies = super::remedies_of_success();
    }
    if stage == Stage::FileWritten {
        finding.claims.push(Claim::BackDoorWasPresent);
        finding.remedies.push(remedy(
            1,
            "Read the ECP Server log of this time for the script that was written, and search \
             all drives for files that hold it",
        ));
    }
    if stage >= Stage::Impersonated {
        finding.remedies.push(remedy(
            2,
            "Treat every Exchange administrator's account as used by the intruder: change its \
             password and review what it did since",
        ));
    }
    finding
}

fn step(sighting: &Sighting) -> Step {
    Step::named(sighting.fact("step"))
}

fn changes<'s>(steps: &[&'s Sighting]) -> Vec<&'s Sighting> {
    let writes = |one: &&Sighting| matches!(step(one), Step::Write | Step::Reset);
    steps.iter().copied().filter(writes).collect()
}

fn stage(steps: &[&Sighting]) -> Stage {
    let answered = steps.iter().filter(|one| one.label == label::ANSWERED_BEYOND);
    let reached = answered.map(|one| match step(one) {
        Step::Reset => Stage::FileWritten,
        Step::Read | Step::Write => Stage::Impersonated,
        Step::ProxyLogon if one.fact("status") == SESSION_CREATED.to_string() => {
            Stage::Impersonated
        }
        Step::Mapi | Step::ProxyLogon => Stage::Exploited,
        _ => Stage::Attempted,
    });
    reached.max().unwrap_or(Stage::Attempted)
}

fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::FileWritten => (
            "opened a session as somebody else and reset a virtual directory",
            "Through forged requests the intruder opened a control panel session and reset a \
             virtual directory. A reset writes the directory's settings to a file whose name and \
             place the caller chooses; attackers use it to write a web shell. Neither the file's \
             path nor its content is in these rows.",
        ),
        Stage::Impersonated => (
            "opened a control panel session as somebody else",
            "Through forged requests the intruder opened a control panel session without any \
             password (status 241 from proxyLogon.ecp, or answers of the data service behind \
             it). No reset of a virtual directory is seen in these rows, so this alone does not \
             show that a file was written.",
        ),
        Stage::Exploited => (
            "made the back end give an account's identity away",
            "Through forged requests the intruder reached the mailbox protocol, whose answer \
             gives away the account's SID, the thing needed to open a session as that account. \
             No session is seen in these rows.",
        ),
        _ => (
            "tried to open a control panel session; no success seen",
            "The steps that follow a forged request were tried, and none had success in these \
             rows. Status 441 means that proxyLogon.ecp was reached and asked for an identity \
             that the client did not have.",
        ),
    }
}

/// The steps as a story: `06:49:42 autodiscover 200; …`.
fn told(steps: &[&Sighting]) -> String {
    let told = steps.iter().take(LISTED_VALUES).map(|one| {
        let time = one.time.map_or_else(String::new, |time| time.strftime("%T ").to_string());
        let status = if one.fact("status").is_empty() { "?" } else { one.fact("status") };
        format!("{time}{} {status}", step(one).name())
    });
    let mut told = told.collect::<Vec<_>>().join("; ");
    if steps.len() > LISTED_VALUES {
        told.push_str("; …");
    }
    told
}
