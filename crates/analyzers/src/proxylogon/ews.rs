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
    let requests: u64 = answered.iter().map(|one| 1 + one.more).sum();
    let counted = sizes.len() as u64;
    let size = if sizes.iter().any(|size| *size > EMPTY_ANSWER_BYTES) {
        Size::Mail
    } else if counted < requests {
        Size::Unknown
    } else {
        Size::Nothing
    };
    let (stage, confidence) = match size {
        Size::Mail => (Stage::DataTaken, Confidence::High),
        Size::Unknown => (Stage::DataTaken, Confidence::Medium),
        Size::Nothing => (Stage::Impersonated, Confidence::High),
    };
    let mut finding = RULE.finding(stage, Severity::Critical, confidence);
    support(&mut finding, &answered, weight);
    let from = values(&answered, "address");
    let from = if from.is_empty() { "An unknown client" } else { &from };
    finding.title = match size {
        Size::Nothing => format!("{from} reached mailboxes through forged requests"),
        _ => format!("{from} read mail through forged requests"),
    };
    finding.explanation = explanation(size, sizes.iter().sum());
    finding.claims.push(Claim::DataTouched);
    fact(&mut finding, "requests", requests.to_string());
    if counted > 0 {
        fact(&mut finding, "response_bytes", sizes.iter().sum::<u64>().to_string());
    }
    if counted > 0 && counted < requests {
        let partly = format!("{counted} of {requests} requests");
        fact(&mut finding, "response_bytes_of", partly);
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

/// What the sizes of the answers say.
#[derive(Clone, Copy)]
enum Size {
    /// Some answer is longer than an empty one.
    Mail,
    /// Some sizes are not known, and the others are small.
    Unknown,
    /// All are known and small.
    Nothing,
}

fn explanation(size: Size, bytes: u64) -> String {
    let size = match size {
        Size::Mail => {
            format!("The answers at hand hold {bytes} bytes, more than empty answers would.")
        }
        Size::Nothing => format!(
            "The answers hold {bytes} bytes in all, too little for mail: the mailbox was looked \
             at, hardly read."
        ),
        Size::Unknown => {
            "How much was read cannot be said: the size is missing from some rows.".to_owned()
        }
    };
    format!(
        "Forged requests reached Exchange Web Services on the back end and were answered. That \
         gives access to any mailbox without a password, a file or a web shell. {size}"
    )
}
