//! How sure it is that a page is a shell.
//!
//! In the bare folders an answer is strong by itself. What makes it stronger: something was sent
//! to the page, few clients know it, its name imitates a shipped one, the same client asked for
//! other such names in vain. What makes it weaker: many clients use it, or the server answers
//! whatever is asked.

use std::collections::BTreeSet;

use detect::Sighting;
use model::{Claim, Confidence, Finding, Severity, Stage};

use super::hits::{ByClient, Hit, by_client, by_page, clients, visits};
use super::rules::{PROBE, REACHED, SUSPECT};
use crate::common::{LISTED_VALUES, fact, remedy, support, values};

/// With more clients than this, a page is likely a product's and not an intruder's. Shells of
/// 2021 were shared by up to ten groups on one server (ESET).
const MANY_CLIENTS: usize = 10;

/// With no more clients than this, a page is an insider's tip.
const FEW_CLIENTS: usize = 3;

/// A client that gets this many different foreign pages answered, and hardly any refused, shows
/// that the server answers everything.
const ANSWERS_EVERYTHING: usize = 8;

/// From this many different pages on, names are a list and not a slip of the hand.
const SEVERAL: usize = 3;

/// Clients that only looked at a page get a finding each up to this number, beyond it one for all.
const MOST_VISITORS: usize = 8;

/// Probing clients get a finding each up to this number, those that asked for most pages first;
/// beyond it one for all. An Internet-facing server meets hundreds of scanners a month.
const MOST_PROBERS: usize = 50;

/// Names of a scanner's wish list that are quoted.
const LISTED_PAGES: usize = 20;

/// How long before or after its success a client's failures are held against it, in seconds: a
/// list of names is worked off within minutes.
const CONTRAST_SECONDS: i64 = 60 * 60;

/// All findings.
pub(super) fn conclude(hits: &[Hit<'_>]) -> Vec<Finding> {
    let clients = by_client(hits);
    let mut findings = Vec::new();
    for page in by_page(hits).into_values() {
        if page[0].place.is_bare() {
            findings.extend(bare(&page, &clients));
        } else {
            findings.extend(elsewhere(&page));
        }
    }
    findings.extend(probes(hits));
    findings
}

/// Findings on one page of a bare folder.
fn bare(page: &[&Hit<'_>], all: &ByClient<'_, '_>) -> Vec<Finding> {
    let answered: Vec<&Hit<'_>> = page.iter().filter(|hit| hit.answered()).copied().collect();
    if answered.is_empty() {
        return Vec::new();
    }
    let posts: Vec<&Hit<'_>> = answered.iter().filter(|hit| hit.post()).copied().collect();
    let (visitors, senders) = (clients(&answered), clients(&posts));
    let many = visitors.len() > MANY_CLIENTS;
    let (mut findings, mut lookers, mut usual) = (Vec::new(), Vec::new(), Vec::new());
    for visit in visits(&answered) {
        let own = all.get(visit[0].client).map_or(&[][..], Vec::as_slice);
        let contrast = contrast(&visit, own);
        let sent = visit.iter().any(|hit| hit.post());
        let imitates = !visit[0].row.fact("like").is_empty();
        let told = !contrast.is_empty() || imitates && !never_refused(own);
        let ordinary = many && !told && !(sent && senders.len() <= FEW_CLIENTS);
        if ordinary || answers_everything(own) {
            usual.extend(visit);
        } else if sent || visitors.len() <= MOST_VISITORS {
            let sure = sent && senders.len() <= MANY_CLIENTS || told;
            findings.push(reached(&visit, sure, &contrast, page));
        } else {
            lookers.extend(visit);
        }
    }
    if !lookers.is_empty() {
        findings.push(reached(&lookers, true, &[], page));
    }
    if !usual.is_empty() {
        findings.push(suspect(&usual, Severity::Low, Confidence::Low));
    }
    findings
}

/// Other foreign pages that the client of a visit asked for in vain at about the same time.
fn contrast<'s>(visit: &[&Hit<'s>], own: &[&Hit<'s>]) -> Vec<&'s str> {
    let near = |hit: &&&Hit<'_>| {
        let Some(time) = hit.row.time else { return false };
        visit
            .iter()
            .filter_map(|own| own.row.time)
            .any(|own| (own.as_second() - time.as_second()).abs() <= CONTRAST_SECONDS)
    };
    let refused = own.iter().filter(|hit| !hit.answered());
    let names: BTreeSet<&str> =
        refused.filter(near).map(|hit| hit.page).filter(|page| *page != visit[0].page).collect();
    names.into_iter().collect()
}

/// How many different pages of the bare folders a client got answered, and how many refused.
fn tally(own: &[&Hit<'_>]) -> (usize, usize) {
    let pages = |answered: bool| {
        let own = own.iter().filter(|hit| hit.place.is_bare());
        let pages: BTreeSet<&str> =
            own.filter(|hit| hit.answered() == answered).map(|hit| hit.page).collect();
        pages.len()
    };
    (pages(true), pages(false))
}

/// Whether a client got whatever it asked for.
fn answers_everything(own: &[&Hit<'_>]) -> bool {
    let (answered, refused) = tally(own);
    answered >= ANSWERS_EVERYTHING && refused * 4 <= answered
}

/// Whether a client got each of several pages answered: then the names tell nothing.
fn never_refused(own: &[&Hit<'_>]) -> bool {
    let (answered, refused) = tally(own);
    answered >= SEVERAL && refused == 0
}

/// The finding of a visit to a page that was there.
fn reached(visit: &[&Hit<'_>], sure: bool, contrast: &[&str], page: &[&Hit<'_>]) -> Finding {
    let command = visit.iter().any(|hit| !hit.row.fact("command").is_empty());
    let sent = visit.iter().any(|hit| hit.post());
    let only_failed = visit.iter().all(|hit| hit.failed());
    let confidence =
        if (sure || command) && !only_failed { Confidence::High } else { Confidence::Medium };
    let severity = if sent || command { Severity::Critical } else { Severity::High };
    let stage = if command { Stage::CommandsRun } else { Stage::ShellReached };
    let mut finding = REACHED.finding(stage, severity, confidence);
    describe(&mut finding, visit);
    let url = visit[0].page;
    finding.title = match (command, sent) {
        (true, _) => format!("Commands were sent to {url}, a page that Exchange does not ship"),
        (false, true) => format!("Web shell used: {url}, a page that Exchange does not ship"),
        (false, false) => format!("Web shell found by a client: {url} answered"),
    };
    finding.claims.push(Claim::BackDoorWasPresent);
    if !contrast.is_empty() {
        let names: Vec<&str> = contrast.iter().copied().take(LISTED_VALUES).collect();
        fact(&mut finding, "refused_to_the_same_client", names.join(", "));
        finding.explanation.push_str(" Other names that the same client asked for were refused.");
    }
    life(&mut finding, page);
    let remove = format!("Find the file behind {url}, keep a copy, remove it; search for others");
    finding.remedies.push(remedy(0, remove));
    let after = "Find out what was run through the page: processes of w3wp.exe, files written, \
                 accounts made";
    finding.remedies.push(remedy(1, after));
    finding
}

/// Facts about the page over all clients: when it first and last answered, and when it was first
/// refused after that.
fn life(finding: &mut Finding, page: &[&Hit<'_>]) {
    let times = |answered: bool| {
        let own = page.iter().filter(move |hit| hit.answered() == answered);
        own.flat_map(|hit| [hit.row.time, hit.row.last_time]).flatten()
    };
    let Some((first, last)) = times(true).min().zip(times(true).max()) else { return };
    fact(finding, "page_first_answered", first.to_string());
    fact(finding, "page_last_answered", last.to_string());
    if let Some(gone) = times(false).filter(|time| *time > last).min() {
        fact(finding, "page_gone_by", gone.to_string());
    }
}

/// Facts and support that every finding on a page has.
fn describe(finding: &mut Finding, hits: &[&Hit<'_>]) {
    let rows: Vec<&Sighting> = hits.iter().map(|hit| hit.row).collect();
    support(finding, &rows, |row| {
        u8::from(row.fact("method") == "POST") + 2 * u8::from(!row.fact("command").is_empty())
    });
    finding.actor.addresses = clients(hits)
        .into_iter()
        .filter(|client| !client.is_empty())
        .take(LISTED_VALUES)
        .map(str::to_owned)
        .collect();
    fact(finding, "page", hits[0].page);
    fact(finding, "place", hits[0].place.words());
    for (name, key) in [
        ("looks_like", "like"),
        ("method", "method"),
        ("status", "status"),
        ("command", "command"),
        ("response_bytes", "bytes"),
        ("source", "source"),
    ] {
        fact(finding, name, values(&rows, key));
    }
    if rows.iter().any(|row| row.fact("proxied") == "no") {
        let direct = "ASP.NET itself: the row in IIS lacks what Exchange's proxy appends";
        fact(finding, "answered_by", direct);
    }
}

/// Findings on one page outside the bare folders: at most one.
fn elsewhere(page: &[&Hit<'_>]) -> Option<Finding> {
    use crate::pages::Place;
    let senders = clients(page).len();
    if senders > FEW_CLIENTS {
        return None;
    }
    let place = page[0].place;
    let anonymous = page.iter().any(|hit| hit.row.fact("identity").is_empty());
    let command = page.iter().any(|hit| !hit.row.fact("command").is_empty());
    let only_failed = page.iter().all(|hit| hit.failed());
    let in_exchange = place == Place::OtherExchange;
    if in_exchange && anonymous && !only_failed {
        let mut finding = reached(page, false, &[], page);
        if !command {
            finding.confidence = Confidence::Medium;
        }
        return Some(finding);
    }
    let (severity, confidence) = match (place, command) {
        _ if only_failed => return None,
        (_, true) => (Severity::High, Confidence::Medium),
        (Place::SiteRoot, false) if anonymous && !is_start_page(page[0].page) => {
            (Severity::Medium, Confidence::Medium)
        }
        _ if anonymous || in_exchange => (Severity::Low, Confidence::Low),
        _ => return None,
    };
    Some(suspect(page, severity, confidence))
}

/// Pages that companies put into the root folder, mostly to send people on to OWA. Scanners post
/// to them, and they answer.
fn is_start_page(page: &str) -> bool {
    let name = page.trim_start_matches('/').split('.').next().unwrap_or("");
    matches!(name, "default" | "index" | "iisstart" | "login" | "logon" | "home")
}

fn suspect(hits: &[&Hit<'_>], severity: Severity, confidence: Confidence) -> Finding {
    let command = hits.iter().any(|hit| !hit.row.fact("command").is_empty());
    let stage = if command { Stage::CommandsRun } else { Stage::ShellReached };
    let mut finding = SUSPECT.finding(stage, severity, confidence);
    describe(&mut finding, hits);
    let url = hits[0].page;
    finding.title = format!("Unknown page {url} answered; look at its file");
    fact(&mut finding, "clients", clients(hits).len().to_string());
    finding.remedies.push(remedy(1, format!("Look at the file behind {url}: whose page is it?")));
    finding
}

/// Findings on clients that asked for pages in vain.
fn probes(hits: &[Hit<'_>]) -> Vec<Finding> {
    let refused: Vec<&Hit<'_>> = hits.iter().filter(|hit| !hit.answered()).collect();
    let mut probers: Vec<(usize, Vec<&Hit<'_>>)> = by_client(refused.iter().copied())
        .into_values()
        .map(|own| (names(&own).len(), own))
        .collect();
    // Stable: clients with as many names stay in order of address.
    probers.sort_by_key(|(names, _)| std::cmp::Reverse(*names));
    let rest = probers.split_off(probers.len().min(MOST_PROBERS));
    let mut findings: Vec<Finding> = probers.iter().map(|(_, own)| probe(own, hits)).collect();
    if !rest.is_empty() {
        let all: Vec<&Hit<'_>> = rest.into_iter().flat_map(|(_, own)| own).collect();
        findings.push(probe(&all, hits));
    }
    findings
}

fn names<'s>(hits: &[&Hit<'s>]) -> BTreeSet<&'s str> {
    hits.iter().map(|hit| hit.page).collect()
}

fn probe(own: &[&Hit<'_>], all: &[Hit<'_>]) -> Finding {
    let asked = names(own);
    let sent = own.iter().any(|hit| hit.post());
    let stage = if sent { Stage::Attempted } else { Stage::Scanned };
    let told =
        sent || asked.len() >= SEVERAL || own.iter().any(|hit| !hit.row.fact("like").is_empty());
    let confidence = if told { Confidence::High } else { Confidence::Medium };
    let mut finding = PROBE.finding(stage, Severity::Low, confidence);
    describe(&mut finding, own);
    for single in ["page", "place", "looks_like"] {
        finding.facts.remove(single);
    }
    let who = clients(own);
    let shown = own.iter().any(|hit| hit.row.fact("answer") == "refused");
    finding.title = match (asked.len(), who.len()) {
        _ if !shown => {
            format!(
                "Foreign pages were asked for ({}); the log does not show the answers",
                asked.len()
            )
        }
        (1, 1) => format!("A client asked in vain for {}", own[0].page),
        (count, 1) => {
            format!("A client asked in vain for {count} pages that Exchange does not ship")
        }
        (count, who) => format!(
            "{who} more clients asked in vain for {count} pages that Exchange does not ship"
        ),
    };
    fact(&mut finding, "pages", asked.len().to_string());
    fact(
        &mut finding,
        "asked_for",
        asked.iter().copied().take(LISTED_PAGES).collect::<Vec<_>>().join(", "),
    );
    let answered: Vec<&Hit<'_>> =
        all.iter().filter(|hit| hit.answered() && who.contains(hit.client)).collect();
    fact(
        &mut finding,
        "answered",
        names(&answered).into_iter().take(LISTED_PAGES).collect::<Vec<_>>().join(", "),
    );
    finding
}
