//! Requests for foreign pages, with the client that really sent them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use detect::{Sighting, SightingsOf};
use model::Timestamp;

use super::label;
use crate::pages::{self, Place};

/// Silence after which the same client's use of a page counts as a new visit, in seconds. Shells
/// are visited once a day or so; a finding for each visit tells the story without repeating it.
const VISIT_GAP_SECONDS: i64 = 24 * 60 * 60;

/// One request.
#[derive(Clone)]
pub(super) struct Hit<'s> {
    /// The row.
    pub row: &'s Sighting,
    /// The client. Behind a load balancer IIS knows only the balancer, HttpProxy knows the client;
    /// where both logged one request, HttpProxy's word is taken.
    pub client: &'s str,
    /// The page.
    pub page: &'s str,
    /// Where it lies.
    pub place: Place,
}

impl Hit<'_> {
    /// Whether the page was there.
    pub(super) fn answered(&self) -> bool {
        self.row.label != label::REFUSED
    }

    /// Whether something was sent to the page.
    pub(super) fn post(&self) -> bool {
        self.row.fact("method").eq_ignore_ascii_case("POST")
    }

    /// Whether the page answered with an error of its own.
    pub(super) fn failed(&self) -> bool {
        self.row.fact("answer") == "failed"
    }
}

/// All requests in order of time.
pub(super) fn hits(sightings: SightingsOf<'_>) -> Vec<Hit<'_>> {
    let rows = sightings.by_time();
    let clients: HashMap<&str, &str> = rows
        .iter()
        .filter(|row| row.fact("source") == "httpproxy" && !row.fact("address").is_empty())
        .map(|row| (row.fact("request"), row.fact("address")))
        .filter(|(request, _)| !request.is_empty())
        .collect();
    rows.into_iter()
        .map(|row| {
            let page = row.fact("page");
            let own = row.fact("address");
            let client = clients.get(row.fact("request")).copied().unwrap_or(own);
            let place = pages::judge(page.as_bytes()).foreign().map(|(_, place)| place);
            Hit { row, client, page, place: place.unwrap_or(Place::ElsewhereOnSite) }
        })
        .collect()
}

/// Requests of each page, by page.
pub(super) fn by_page<'a, 's>(hits: &'a [Hit<'s>]) -> BTreeMap<&'s str, Vec<&'a Hit<'s>>> {
    let mut pages: BTreeMap<&str, Vec<&Hit<'_>>> = BTreeMap::new();
    for hit in hits {
        pages.entry(hit.page).or_default().push(hit);
    }
    pages
}

/// Requests by the client that sent them.
pub(super) type ByClient<'a, 's> = BTreeMap<&'s str, Vec<&'a Hit<'s>>>;

/// Requests of each client, in order of address.
pub(super) fn by_client<'a, 's: 'a>(
    hits: impl IntoIterator<Item = &'a Hit<'s>>,
) -> ByClient<'a, 's> {
    let mut clients = ByClient::new();
    for hit in hits {
        clients.entry(hit.client).or_default().push(hit);
    }
    clients
}

/// The different clients of some requests.
pub(super) fn clients<'s>(hits: &[&Hit<'s>]) -> BTreeSet<&'s str> {
    hits.iter().map(|hit| hit.client).collect()
}

/// The visits of each client to one page: requests without a longer silence between them. A
/// request without a time belongs to the client's first visit.
pub(super) fn visits<'a, 's>(hits: &[&'a Hit<'s>]) -> Vec<Vec<&'a Hit<'s>>> {
    let mut visits = Vec::new();
    for list in by_client(hits.iter().copied()).into_values() {
        let mut visit: Vec<&Hit<'_>> = Vec::new();
        let mut end: Option<Timestamp> = None;
        for hit in list {
            if let (Some(end), Some(time)) = (end, hit.row.time)
                && time.as_second() - end.as_second() > VISIT_GAP_SECONDS
            {
                visits.push(std::mem::take(&mut visit));
            }
            end = end.max(hit.row.time).max(hit.row.last_time);
            visit.push(hit);
        }
        visits.push(visit);
    }
    visits
}
