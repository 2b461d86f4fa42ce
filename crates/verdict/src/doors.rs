//! Back doors in words: the thing itself, why it is one, when it came, who used it, how to remove
//! it; and of one that is gone, who removed it and when.

use std::collections::{BTreeSet, HashMap};

use model::{Claim, Finding, Stage, Timestamp};

use crate::answers::{claims, decides, stage_of};
use crate::{reasons, words};

/// Characters of the reason why a thing is a back door.
const WHY_CHARS: usize = 200;

/// Characters of the step that removes it.
const ACTION_CHARS: usize = 220;

/// Addresses of users that are named; the rest is counted.
const NAMED_USERS: usize = 3;

/// Order of work of remedies that remove, see [`model::Remedy::order`].
const REMOVE: u8 = 1;

/// Facts that tell when a thing came to be, best first.
const CAME: [&str; 2] = ["created", "made"];

/// Findings that several rules have on one file, told as one.
pub(crate) struct Files<'a> {
    /// By the file's path, the finding that tells most of it.
    leads: HashMap<String, &'a Finding>,
}

impl<'a> Files<'a> {
    pub(crate) fn of(findings: &'a [Finding]) -> Self {
        // Who tells where the page was asked for tells most; of equals the surer one, then the
        // first.
        let rank = |own: &Finding| {
            let page = own.facts.get("page").is_some_and(|page| !page.is_empty());
            (page, own.confidence, own.severity)
        };
        let mut leads: HashMap<String, &Finding> = HashMap::new();
        for finding in findings {
            let Some(path) = file(finding) else { continue };
            let lead = leads.entry(path).or_insert(finding);
            if rank(finding) > rank(lead) {
                *lead = finding;
            }
        }
        Self { leads }
    }

    /// The finding that stands for this one: itself, if no other tells more of the same file.
    pub(crate) fn lead(&self, finding: &'a Finding) -> &'a Finding {
        file(finding).and_then(|path| self.leads.get(&path).copied()).unwrap_or(finding)
    }
}

/// The file that a back door is, if it is one and the finding is about the file itself.
fn file(finding: &Finding) -> Option<String> {
    let path = finding.facts.get("path").filter(|path| !path.is_empty())?.to_lowercase();
    let own = finding.evidence.first().map(|own| own.artefact.as_str().to_lowercase());
    let about = own.is_none_or(|own| own == path);
    (about && claims(finding, &[Claim::BackDoorPresent])).then_some(path)
}

/// All about each back door that is there, in the order of `sure`.
pub(crate) fn present(sure: &[&Finding], findings: &[Finding]) -> Vec<String> {
    let files = Files::of(findings);
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut list = Vec::new();
    for finding in sure {
        let Some(own) = findings.iter().find(|own| own.id == finding.id) else { continue };
        let lead = files.lead(own);
        if told.insert(&lead.id) {
            let others = findings.iter().filter(|own| own.id != lead.id);
            let others = others.filter(|own| files.lead(own).id == lead.id).collect();
            list.push(all_about(lead, others, findings));
        }
    }
    list
}

/// All about one back door that is there; `others` are on the same file.
fn all_about(finding: &Finding, others: Vec<&Finding>, findings: &[Finding]) -> String {
    let title = words::cut(finding.title.trim_end_matches('.'), 200);
    let mut text = match others.as_slice() {
        [] => format!("{title} ({}).", finding.id),
        others => format!("{title} ({}, and by other rules {}).", finding.id, reasons::ids(others)),
    };
    let users = users(finding, findings);
    let parts = [
        why(finding),
        Some(came(finding, &users)),
        Some(used(&users)),
        remove(finding).map(|action| format!("To remove it: {action}.")),
    ];
    for part in parts.into_iter().flatten() {
        text.push(' ');
        text.push_str(&part);
    }
    text
}

/// Why it is one: the finding's own fact, or the first sentence of its explanation.
fn why(finding: &Finding) -> Option<String> {
    let own = finding.facts.get("why").map(String::as_str);
    let text = own.unwrap_or(&finding.explanation).trim();
    let end = text.find(". ").filter(|_| own.is_none()).unwrap_or(text.len());
    let text = words::cut(text[..end].trim_end_matches('.'), WHY_CHARS);
    (!text.is_empty()).then(|| format!("Why: {text}."))
}

/// When it came, as far as anything tells, and what that is a time of. The time of a file's last
/// change is none for the file itself: unpacking sets it anew.
fn came(finding: &Finding, users: &[&Finding]) -> String {
    let told = |name: &str| finding.facts.get(name)?.parse::<Timestamp>().ok();
    let basis = finding.facts.get("came_basis").map(|own| words::cut(own, WHY_CHARS));
    let basis = basis.map_or_else(String::new, |own| format!(": {own}"));
    let first = users.iter().filter_map(|user| user.time).min();
    let created = CAME.iter().find_map(|name| told(name));
    match (told("came_at"), created, told("came_after"), told("came_by")) {
        (Some(time), ..) => format!("It came on {}{basis}.", words::minute(time)),
        (None, Some(time), ..) => {
            format!("Created on {} (an intruder can forge that).", words::minute(time))
        }
        // Whoever used it knows better than a copy that was kept later.
        (.., after, Some(by)) if first.is_some_and(|first| first < by && after <= Some(first)) => {
            let since = after.map_or_else(String::new, |after| {
                format!(" It was not there on {}{basis}.", words::minute(after))
            });
            let first = first.map(words::minute).unwrap_or_default();
            format!("It was there by {first}.{since}")
        }
        (.., Some(after), Some(by)) => {
            format!("It came between {} and {}{basis}.", words::minute(after), words::minute(by))
        }
        (.., Some(after), None) => format!("It came after {}{basis}.", words::minute(after)),
        (.., None, Some(by)) => format!("It was there by {}{basis}.", words::minute(by)),
        (.., None, None) => match (finding.time, first) {
            (Some(time), _) => format!("First seen on {}.", words::minute(time)),
            (None, Some(time)) => format!("It was there by {}.", words::minute(time)),
            (None, None) => format!("When it came is not shown by what was read{basis}."),
        },
    }
}

/// Findings of clients that the same page answered, or one below the address that a virtual
/// directory gives a folder, and the finding itself if it names any. Who asked for it in vain did not
/// use it.
fn users<'a>(finding: &Finding, findings: &'a [Finding]) -> Vec<&'a Finding> {
    let page = |own: &Finding| own.facts.get("page").map(|page| page.trim().to_lowercase());
    let own = page(finding).filter(|page| !page.is_empty());
    // The root of a site holds every page.
    let url = finding.facts.get("url").map(|url| url.trim().trim_end_matches('/').to_lowercase());
    let url = url.filter(|url| !url.is_empty());
    let below = |other: &Finding| {
        let page = page(other).unwrap_or_default();
        let rest = url.as_deref().and_then(|url| page.strip_prefix(url));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let answered = |other: &Finding| stage_of(other) >= Stage::ShellReached && decides(other);
    let same = |other: &&Finding| {
        !other.actor.addresses.is_empty()
            && (other.id == finding.id
                || (own.is_some() && page(other) == own || below(other)) && answered(other))
    };
    findings.iter().filter(same).collect()
}

/// Who used it, and when.
fn used(users: &[&Finding]) -> String {
    let addresses: BTreeSet<&str> =
        users.iter().flat_map(|user| &user.actor.addresses).map(String::as_str).collect();
    if addresses.is_empty() {
        return "Who used it is not shown by what was read.".to_owned();
    }
    let mut names: Vec<String> =
        addresses.iter().take(NAMED_USERS).map(|own| words::cut(own, 60)).collect();
    if addresses.len() > names.len() {
        names.push(format!("{} more", addresses.len() - names.len()));
    }
    let first = users.iter().filter_map(|user| user.time).min();
    let last = users.iter().filter_map(|user| user.last_time.max(user.time)).max();
    let when = first.zip(last);
    let when = when.map_or_else(String::new, |(a, b)| format!(", {}", words::minutes(a, b)));
    format!("Used by {}{when} ({}).", words::list(&names), reasons::ids(users))
}

/// The step that removes it: of its remedies the first that removes, else the first.
fn remove(finding: &Finding) -> Option<String> {
    let remedies = &finding.remedies;
    let own = remedies.iter().find(|own| own.order == REMOVE).or_else(|| remedies.first())?;
    Some(words::cut(own.action.trim_end_matches('.'), ACTION_CHARS))
}

/// Who removed a back door, and when, as far as the finding knows.
pub(crate) fn removed(finding: &Finding) -> String {
    let fact =
        |name: &str| finding.facts.get(name).map(String::as_str).filter(|own| !own.is_empty());
    let what = fact("path").or_else(|| fact("page")).map_or("It", |path| path);
    let actor = &finding.actor;
    let who = fact("removed_by").or_else(|| actor.identities.first().map(String::as_str));
    let who = who.or_else(|| actor.addresses.first().map(String::as_str));
    let by = match who {
        // What is only supposed comes as half a sentence of its own.
        Some(who) if who.starts_with("may ") => format!("; it {}", words::cut(who, 80)),
        Some(who) => format!(" by {}", words::cut(who, 80)),
        None => ", by whom is not shown".to_owned(),
    };
    let time = |name: &str| fact(name).and_then(|text| text.parse::<Timestamp>().ok());
    let between = time("last_answer").zip(time("first_gone"));
    let when = match (fact("removed_at"), between) {
        (Some(text), _) => match text.parse::<Timestamp>() {
            Ok(time) => format!(" on {}", words::minute(time)),
            Err(_) => format!(" on {}", words::cut(text, 60)),
        },
        (None, Some((last, gone))) => {
            format!(" between {} and {}", words::minute(last), words::minute(gone))
        }
        (None, None) => match finding.time {
            Some(time) => format!(" on {}", words::minute(time)),
            None => " at a time that the record does not give".to_owned(),
        },
    };
    format!("{} was removed{when}{by} ({}).", words::cut(what, 160), finding.id)
}

/// Of a page that answered once and was refused later, without any record of its removal: until
/// when it was there, by when it was gone.
pub(crate) fn gone(finding: &Finding, findings: &[Finding]) -> Option<String> {
    let time = |name: &str| finding.facts.get(name)?.parse::<Timestamp>().ok();
    let (last, gone) = time("page_last_answered").zip(time("page_gone_by"))?;
    let page = finding.facts.get("page")?;
    let told = findings.iter().any(|other| {
        claims(other, &[Claim::BackDoorRemoved])
            && other.facts.get("page").is_some_and(|own| own.eq_ignore_ascii_case(page))
    });
    (!told).then(|| {
        format!(
            "{} answered until {} and was gone by {}; nothing that was read shows who removed it \
             ({}).",
            words::cut(page, 160),
            words::minute(last),
            words::minute(gone),
            finding.id
        )
    })
}
