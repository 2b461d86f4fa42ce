//! Which findings belong to one intruder.
//!
//! Ties, strongest first: the same client address; the same session token; the same account used
//! from two addresses within seconds. Findings whose records name no address (control panel,
//! cmdlets) join the intruder whose findings of the same technique lie next to theirs in time, or
//! who used the same account that day. What happened on the host (processes, files, cmdlets in event
//! records) joins the intruder who at that moment was talking to the application whose pool did it,
//! or else the one who had just got in. A back door found on the disk joins whoever reached the same
//! page; what several rules say of one file is one. A user agent never ties: half of the world uses the same.
//!
//! A finding on a thing (a page) that several addresses used does not make them one intruder: it
//! goes to the one of them who got furthest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Finding, Stage, Timestamp};

use super::{address, technique};
use crate::answers::stage_of;

/// Seconds within which one account used from two addresses is taken for one intruder: tools
/// that change addresses go on at once, two intruders do not share a second.
const SAME_MOMENT_SECONDS: i64 = 5;

/// Seconds by which a finding without an address may lie apart from one of the same technique
/// with an address; logs are written at the end of a request, and requests may take a minute.
const ADJACENT_SECONDS: i64 = 120;

/// Seconds within which the same account ties a finding without an address.
const SAME_ACCOUNT_SECONDS: i64 = 24 * 3_600;

/// Shorter session tokens are not unique enough to tie requests.
const TOKEN_CHARS: usize = 8;

/// Application pools and the paths they serve (applicationHost.config of Exchange 2013 to 2019).
/// The root of the site runs in the pool of Outlook on the web on a default installation.
const POOLS: &[(&str, &str)] = &[
    ("msexchangeowaapppool", "/owa/"),
    ("msexchangeowaapppool", "/aspnet_client/"),
    ("defaultapppool", "/aspnet_client/"),
    ("msexchangeecpapppool", "/ecp/"),
    ("msexchangeoabapppool", "/oab/"),
    ("msexchangeservicesapppool", "/ews/"),
    ("msexchangeautodiscoverapppool", "/autodiscover/"),
    ("msexchangesyncapppool", "/microsoft-server-activesync/"),
];

/// The findings of each intruder, each group in the order of `findings`.
pub(crate) fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let traits: Vec<Traits> = findings.iter().map(Traits::of).collect();
    let mut sets = Sets::new(findings.len());
    let none = BTreeSet::new();
    by_key(&traits, &mut sets, |own| if own.shared() { &none } else { &own.addresses });
    by_key(&traits, &mut sets, |own| &own.sessions);
    by_key(&traits, &mut sets, |own| &own.files);
    by_account_and_moment(&traits, &mut sets);
    assign_shared(&traits, &mut sets);
    let joins = joins(&traits, &mut sets);
    for (one, other) in joins {
        sets.join(one, other);
    }
    let mut groups: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        groups.entry(sets.root(index)).or_default().push(finding);
    }
    groups.into_values().collect()
}

/// Techniques whose findings are about the server as it lies on the disk: its files, its
/// configuration, its registry.
const ON_DISK: [&str; 13] = [
    "account",
    "aspnet",
    "backdoor",
    "defender",
    "exchange",
    "file",
    "history",
    "host",
    "iis",
    "persistence",
    "removal",
    "transport",
    "yara",
];

/// Whether a rule is about the server as it lies on the disk, and not about what somebody did.
pub(crate) fn is_on_disk(rule: &str) -> bool {
    ON_DISK.contains(&technique(rule))
}

/// What ties a finding to others.
struct Traits {
    technique: String,
    stage: Stage,
    addresses: BTreeSet<String>,
    sessions: BTreeSet<String>,
    accounts: BTreeSet<String>,
    /// The file on the disk it is about, for what no address is known of.
    files: BTreeSet<String>,
    /// The application pool whose worker did it, for what happened on the host.
    pool: Option<String>,
    /// The pages and targets of requests, for what came over the network.
    page: Option<String>,
    /// Whether it happened on the host and not in a request.
    on_host: bool,
    /// Whether it is about a page as it, or its compiled copy, lies on the disk.
    on_disk: bool,
    /// Every time the finding knows, in order.
    times: Vec<Timestamp>,
}

impl Traits {
    fn of(finding: &Finding) -> Self {
        let lower = |list: &[String]| list.iter().map(|text| text.trim().to_lowercase()).collect();
        let accounts: BTreeSet<String> = lower(&finding.actor.identities);
        let sessions: BTreeSet<String> = lower(&finding.actor.sessions);
        let mut times: Vec<Timestamp> =
            finding.evidence.iter().filter_map(|own| own.time).collect();
        times.extend(finding.time);
        times.extend(finding.last_time);
        times.sort_unstable();
        times.dedup();
        Self {
            technique: technique(&finding.rule).to_owned(),
            stage: stage_of(finding),
            addresses: finding.actor.addresses.iter().filter_map(|own| address::key(own)).collect(),
            sessions: sessions
                .into_iter()
                .filter(|token| token.chars().count() >= TOKEN_CHARS)
                .collect(),
            accounts: accounts.into_iter().filter(|name| !name.is_empty()).collect(),
            files: file_of(finding).into_iter().collect(),
            pool: finding.facts.get("pool").map(|pool| pool.to_lowercase()),
            page: finding.facts.get("page").map(|page| page.to_lowercase()),
            on_host: finding.rule.starts_with("sigma:"),
            on_disk: matches!(technique(&finding.rule), "aspnet" | "backdoor" | "removal"),
            times,
        }
    }

    /// Whether it is about a thing that several addresses used, with no session to tie them.
    fn shared(&self) -> bool {
        self.addresses.len() > 1 && self.sessions.len() != 1
    }

    /// Seconds between the nearest times of two findings; `None` if one has no time.
    fn distance(&self, other: &Self) -> Option<i64> {
        let near = |time: &Timestamp| {
            let at = other.times.partition_point(|own| own < time);
            let around = other.times[at.saturating_sub(1)..].iter().take(2);
            around.map(|own| (own.as_second() - time.as_second()).abs()).min()
        };
        self.times.iter().filter_map(near).min()
    }

    /// Whether the pool of one serves the page of the other.
    fn serves(&self, other: &Self) -> bool {
        let (Some(pool), Some(page)) = (&self.pool, &other.page) else { return false };
        POOLS.iter().any(|(name, path)| pool == name && page.starts_with(path))
    }

    fn same_page(&self, other: &Self) -> bool {
        self.page.is_some() && self.page == other.page
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (self.times.first(), self.times.last(), other.times.first(), other.times.last()) {
            (Some(from), Some(to), Some(start), Some(end)) => from <= end && start <= to,
            _ => false,
        }
    }
}

/// The file that a finding on the disk is about, lower-case: what several rules say of one file
/// belongs together.
fn file_of(finding: &Finding) -> Option<String> {
    let apart = !is_on_disk(&finding.rule) || !finding.actor.addresses.is_empty();
    let path = finding.facts.get("path").filter(|path| !apart && !path.is_empty())?;
    Some(path.to_lowercase())
}

fn by_key<'t>(
    traits: &'t [Traits],
    sets: &mut Sets,
    keys: impl Fn(&'t Traits) -> &'t BTreeSet<String>,
) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, own) in traits.iter().enumerate() {
        for key in keys(own) {
            let other = *first.entry(key).or_insert(index);
            sets.join(other, index);
        }
    }
}

/// Gives each finding that several addresses share to the group of one of them: who got furthest,
/// of equals who came first.
fn assign_shared(traits: &[Traits], sets: &mut Sets) {
    let mut furthest: HashMap<usize, Stage> = HashMap::new();
    let mut users: HashMap<&str, usize> = HashMap::new();
    for (index, own) in traits.iter().enumerate().filter(|(_, own)| !own.shared()) {
        let root = sets.root(index);
        let stage = furthest.entry(root).or_insert(own.stage);
        *stage = (*stage).max(own.stage);
        for address in &own.addresses {
            users.entry(address).or_insert(root);
        }
    }
    for (index, own) in traits.iter().enumerate().filter(|(_, own)| own.shared()) {
        let groups: Vec<usize> = own
            .addresses
            .iter()
            .filter_map(|address| users.get(address.as_str()))
            .map(|member| sets.root(*member))
            .collect();
        let stage = |root: &usize| furthest.get(root).copied();
        let best = groups.into_iter().max_by_key(|root| (stage(root), std::cmp::Reverse(*root)));
        if let Some(best) = best {
            sets.join(best, index);
        }
        let root = sets.root(index);
        let stage = best.and_then(|best| furthest.get(&best).copied()).max(Some(own.stage));
        furthest.extend(stage.map(|stage| (root, stage)));
        for address in &own.addresses {
            users.entry(address).or_insert(index);
        }
    }
}

/// Joins findings with addresses that use one account at nearly the same moment.
fn by_account_and_moment(traits: &[Traits], sets: &mut Sets) {
    let mut uses: BTreeMap<&str, Vec<(Timestamp, usize)>> = BTreeMap::new();
    let tied = |own: &Traits| !own.addresses.is_empty() && !own.shared();
    for (index, own) in traits.iter().enumerate().filter(|(_, own)| tied(own)) {
        for account in &own.accounts {
            let list = uses.entry(account).or_default();
            list.extend(own.times.iter().map(|time| (*time, index)));
        }
    }
    for list in uses.values_mut() {
        list.sort_unstable();
        for pair in list.windows(2) {
            if pair[1].0.as_second() - pair[0].0.as_second() <= SAME_MOMENT_SECONDS {
                sets.join(pair[0].1, pair[1].1);
            }
        }
    }
}

/// For each finding without an address, the one finding it joins: never two, so that it cannot
/// tie two intruders together.
fn joins(traits: &[Traits], sets: &mut Sets) -> Vec<(usize, usize)> {
    let mut anchored: BTreeSet<usize> = BTreeSet::new();
    for (index, own) in traits.iter().enumerate() {
        if !own.addresses.is_empty() {
            anchored.insert(sets.root(index));
        }
    }
    let roots: Vec<usize> = (0..traits.len()).map(|index| sets.root(index)).collect();
    let loose: Vec<usize> =
        (0..traits.len()).filter(|index| !anchored.contains(&roots[*index])).collect();
    let mut joins = Vec::new();
    // A group of findings without any address joins as one, by its nearest member.
    let mut best: BTreeMap<usize, (Tie, usize, usize)> = BTreeMap::new();
    for &index in &loose {
        let others = (0..traits.len()).filter(|other| anchored.contains(&roots[*other]));
        let ties = others.filter_map(|other| Some((tie(traits, index, other)?, index, other)));
        if let Some(found) = ties.min() {
            let entry = best.entry(roots[index]).or_insert(found);
            *entry = (*entry).min(found);
        }
    }
    joins.extend(best.values().map(|(_, one, other)| (*one, *other)));
    // What is left has no addresses at all; ties among it cannot join two addresses.
    let left: Vec<usize> =
        loose.into_iter().filter(|index| !best.contains_key(&roots[*index])).collect();
    for (at, &one) in left.iter().enumerate() {
        for &other in &left[at + 1..] {
            if tie(traits, one, other).is_some() {
                joins.push((one, other));
            }
        }
    }
    joins
}

/// How closely a finding without an address is tied to another: kind of tie, then seconds.
type Tie = (u8, i64);

fn tie(traits: &[Traits], one: usize, other: usize) -> Option<Tie> {
    let (one, other) = (&traits[one], &traits[other]);
    if one.same_page(other) && (one.on_disk || other.on_disk) {
        // The file's own time can be forged, so that none is asked for.
        return Some((0, one.distance(other).unwrap_or(0)));
    }
    let account = one.accounts.intersection(&other.accounts).next().is_some();
    let technique = one.technique == other.technique && !one.on_host;
    let serves = one.serves(other);
    let host = one.on_host && one.stage >= Stage::FileWritten && other.stage >= Stage::Exploited;
    if !account && !technique && !serves && !host {
        return None;
    }
    let distance = one.distance(other)?;
    if serves && distance <= ADJACENT_SECONDS {
        Some((0, distance))
    } else if technique && distance <= ADJACENT_SECONDS {
        // The same account besides makes it the surer one of two neighbours.
        Some((u8::from(!account), distance))
    } else if account && distance <= SAME_ACCOUNT_SECONDS {
        Some((2, distance))
    } else if (technique || serves) && one.overlaps(other) {
        Some((3, distance))
    } else if host && distance <= ADJACENT_SECONDS {
        Some((4, distance))
    } else {
        None
    }
}

/// Disjoint sets with path halving.
struct Sets(Vec<usize>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    /// Joins two sets; the smaller index is the root, so that groups keep the order of time.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.0[high] = low;
    }
}
