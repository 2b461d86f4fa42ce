//! Web shells that vanished in the weeks when the FBI deleted such by court order.
//!
//! On 13 April 2021 the Department of Justice made known that the FBI had used web shells of the
//! first wave to delete them, on hundreds of servers in the United States, and had neither patched
//! nor searched these. The owner's logs show it as a page that answered up to those days and was
//! gone after them.

use std::collections::BTreeMap;

use detect::{Detector, Interest, Notes, Sighting, SightingsOf, Test, When};
use model::{Claim, Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage, Timestamp};

use crate::common::{fact, field, remedy, support};
use crate::pages;

/// A page vanished in those days.
const RULE: RuleMeta = RuleMeta {
    id: "removal.court_ordered",
    title: "A web shell may have been removed by the court-ordered operation of April 2021",
    about: "A page that no build ships answered until the days between 9 and 23 April 2021 and was \
            gone afterwards. In those days the FBI deleted web shells of the first wave from \
            servers in the United States by court order, through the shells themselves, and told \
            the owners later. Nothing else on these servers was changed: what the intruders left \
            besides is still there.",
    false_positives: "Owners and scanners removed shells in the same weeks; only the FBI's message \
                      or the scanner's log tells.",
    cves: &[],
    techniques: &["T1505.003"],
    references: &[
        "https://www.justice.gov/opa/pr/justice-department-announces-court-authorized-effort-disrupt-exploitation-microsoft-exchange",
    ],
};

static RULES: [RuleMeta; 1] = [RULE];

/// First and last day of the operation: the warrant is of 9 April and held for fourteen days.
const DAYS: [&str; 2] = ["2021-04-09T00:00:00Z", "2021-04-24T00:00:00Z"];

/// Months whose rows are looked at, as the column `date` begins: those of the operation and after.
const MONTHS: [&[u8]; 2] = [b"2021-04", b"2021-05"];

/// The detector.
pub(super) struct CourtOrdered;

mod label {
    /// The page answered.
    pub(super) const ANSWERED: &str = "answered";
    /// The page was gone.
    pub(super) const GONE: &str = "gone";
}

impl Detector for CourtOrdered {
    fn rules(&self) -> &'static [RuleMeta] {
        &RULES
    }

    fn interests(&self) -> Vec<Interest> {
        let bare = |stem: &[u8]| pages::judge(stem).foreign().is_some_and(|own| own.1.is_bare());
        let month = |date: &[u8]| MONTHS.iter().any(|month| date.starts_with(month));
        let when = When::All(vec![("cs-uri-stem", Test::is(bare)), ("date", Test::is(month))]);
        vec![Interest::new([RecordKind::IIS], when)]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        let judged = pages::judge(field(record, "cs-uri-stem").as_bytes());
        let Some((page, _)) = judged.foreign() else { return };
        let label = match &*field(record, "sc-status") {
            "200" => label::ANSWERED,
            "404" => label::GONE,
            _ => return,
        };
        // A day's requests are one group, so that many days of a busy shell are kept apart.
        let day = record.time().map(|time| time.to_string()).unwrap_or_default();
        let day = day.split('T').next().unwrap_or("");
        let group = format!("{page} {day}");
        note.sighting(record, label, &group, vec![("page", page.to_owned())]);
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        let mut pages: BTreeMap<&str, Vec<&Sighting>> = BTreeMap::new();
        for sighting in sightings.iter().filter(|own| own.time.is_some()) {
            pages.entry(sighting.fact("page")).or_default().push(sighting);
        }
        pages.into_iter().filter_map(|(page, own)| conclude(page, &own)).collect()
    }
}

fn conclude(page: &str, own: &[&Sighting]) -> Option<Finding> {
    let of = |label: &'static str| own.iter().filter(move |one| one.label == label);
    let last = of(label::ANSWERED).filter_map(|one| one.last_time.max(one.time)).max()?;
    let gone = of(label::GONE).filter_map(|one| one.time).filter(|time| *time > last).min()?;
    let [from, to] = DAYS.map(|day| day.parse::<Timestamp>().ok());
    if Some(last) < from || Some(last) >= to {
        return None;
    }
    let mut finding = RULE.finding(Stage::ShellReached, Severity::Medium, Confidence::Low);
    let shown: Vec<&Sighting> = own
        .iter()
        .copied()
        .filter(|one| one.label == label::ANSWERED || one.time >= Some(gone))
        .collect();
    support(&mut finding, &shown, |one| u8::from(one.label == label::GONE));
    finding.time = Some(last);
    finding.last_time = Some(gone.max(last));
    finding.actor = model::Actor::default();
    finding.claims = vec![Claim::BackDoorWasPresent, Claim::BackDoorRemoved];
    finding.title = format!("{}: {page}", RULE.title);
    for (name, value) in [
        ("page", page.to_owned()),
        ("last_answer", last.to_string()),
        ("first_gone", gone.to_string()),
        ("removed_by", "may have been the FBI, by court order".to_owned()),
    ] {
        fact(&mut finding, name, value);
    }
    finding.remedies = vec![
        remedy(
            1,
            format!(
                "Ask whether the FBI wrote to the owner, and whoever looked after the server \
                     who removed {page}"
            ),
        ),
        remedy(1, "Search the server for what else was left: the operation removed one page only"),
    ];
    Some(finding)
}
