//! Mail read through forged requests, without session, file or shell.

use detect::Sighting;
use model::{Claim, Confidence, Finding, RuleMeta, Severity, Stage};

use super::anchor::Step;
use super::ssrf::{label, weight};
use super::{HELSECERT, MICROSOFT, VOLEXITY};
use crate::common::{fact, remedy, support, values};

/// Longest answer that holds no mail worth the name, in bytes: an empty SOAP envelope with its
/// headers is about 1 KiB, a list of one folder about 2 KiB.
const EMPTY_ANSWER_BYTES: u64 = 2_048;

/// Mail by forged requests.
pub(super) const RULE: RuleMeta = RuleMeta {
    id: "proxylogon.ews_ssrf",
    title: "Mail read through forged requests to EWS (ProxyLogon, CVE-2021-26855)",
    about: "Finds forged requests that reached Exchange Web Services on the back end and were \
            answered. Whoever can do that reads any mailbox without a password and leaves no \
            file behind: a server without a web shell can have lost all its mail this way. \
            Volexity saw it from 3 January 2021 on, before any web shell.",
    false_positives: "None known. How much was read is an estimate from the size of the answers; \
                      which mailbox is often not in the row.",
    cves: &["CVE-2021-26855"],
    techniques: &["T1190", "T1114.002"],
    references: &[VOLEXITY, MICROSOFT, HELSECERT],
};

/// What a burst of forged requests says about mail; `None` if none of EWS was answered.
pub(super) fn conclude(burst: &[&Sighting]) -> Option<Finding> {
    let answered: Vec<&Sighting> = burst
        .iter()
        .copied()
        .filter(|one| one.label == label::ANSWERED_BEYOND)
        .filter(|one| Step::named(one.fact("step")) == Step::Ews)
        .collect();
    if answered.is_empty() {
        return None;
    }
    let sizes: Vec<u64> =
        answered.iter().filter_map(|one| one.fact("bytes").trim().parse().ok()).collect();
    let complete = sizes.len() == answered.len() && answered.iter().all(|one| one.more == 0);
    let taken = !complete || sizes.iter().any(|size| *size > EMPTY_ANSWER_BYTES);
    let (stage, confidence) = match (taken, complete) {
        (true, true) => (Stage::DataTaken, Confidence::High),
        (true, false) => (Stage::DataTaken, Confidence::Medium),
        (false, _) => (Stage::Impersonated, Confidence::High),
    };
    let mut finding = RULE.finding(stage, Severity::Critical, confidence);
    support(&mut finding, &answered, weight);
    let from = values(&answered, "address");
    let from = if from.is_empty() { "An unknown client" } else { &from };
    finding.title = if taken {
        format!("{from} read mail through forged requests")
    } else {
        format!("{from} reached mailboxes through forged requests")
    };
    finding.explanation = explanation(taken, complete, sizes.iter().sum());
    finding.claims.push(Claim::DataTouched);
    let count = finding.count.to_string();
    fact(&mut finding, "requests", count);
    if !sizes.is_empty() {
        fact(&mut finding, "response_bytes", sizes.iter().sum::<u64>().to_string());
    }
    fact(&mut finding, "mailbox", values(&answered, "mailbox"));
    finding.remedies = super::remedies_of_success();
    finding.remedies.push(remedy(
        2,
        "Find out from the EWS back-end logs of this time which mailboxes were read, tell their \
         owners, and change every password and key that was ever sent by mail",
    ));
    Some(finding)
}

fn explanation(taken: bool, complete: bool, bytes: u64) -> String {
    let size = match (taken, complete) {
        (true, true) => format!("The answers hold {bytes} bytes, more than empty answers would."),
        (false, _) => format!(
            "The answers hold {bytes} bytes in all, too little for mail: the mailbox was looked \
             at, hardly read."
        ),
        (true, false) => format!(
            "How much was read cannot be said: the size is missing from some rows (the others \
             add up to {bytes} bytes)."
        ),
    };
    format!(
        "Forged requests reached Exchange Web Services on the back end and were answered. That \
         gives access to any mailbox without a password, a file or a web shell. {size}"
    )
}
