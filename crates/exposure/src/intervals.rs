//! From builds in time to times of exposure.
//!
//! Three kinds of time are kept apart: times in which the evidence shows a vulnerable build,
//! times in which it shows that there was none, and times of which it shows nothing. The last
//! kind is never taken for safe.

use jiff::tz::TimeZone;
use model::{Date, Exposure, Timestamp};

use crate::{BuildHistory, Cve, Family, Observation, Openness, Precision, Status, Table};

/// A stretch of time in which the server was, or may have been, open to a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyWindow {
    /// Its start; `None` if nothing bounds it.
    pub from: Option<Timestamp>,
    /// Its end, exclusive; `None` if it lasts to the end of the evidence.
    pub to: Option<Timestamp>,
    /// Whether a vulnerable build was seen. If not, no build is known for that time.
    pub certain: bool,
}

/// What the build history as a whole says for the question "exposed".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether any build was seen.
    pub any_build: bool,
    /// Full product name of the latest build.
    pub product: Option<String>,
    /// Builds newer than the table, as sentences. Not empty: nothing may be called safe.
    pub newer_than_table: Vec<String>,
    /// When the server was set up, if the history reaches back that far.
    pub since_setup: Option<Timestamp>,
    /// What build numbers cannot decide for this server, as sentences.
    pub undecided: Vec<String>,
    /// Remarks: other servers in the evidence, end of support.
    pub remarks: Vec<String>,
    /// The newest build for the cumulative update of the latest build, if that is not it.
    pub newest_of_level: Option<String>,
}

/// A stretch of time with one state.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    vulnerable: bool,
}

/// The stretches of a history under one judgement, in order of time, and whether a build without
/// a time was judged vulnerable.
struct Timeline {
    stretches: Vec<Stretch>,
    untimed_vulnerable: bool,
}

/// The stretches in which a server was open, with no bound on the right if the last never ended.
struct Open {
    from: Timestamp,
    to: Option<Timestamp>,
}

impl Timeline {
    fn new(history: &BuildHistory, judge: &dyn Fn(&Observation) -> Openness) -> Self {
        let mut stretches = Vec::new();
        let mut untimed_vulnerable = false;
        for own in &history.observations {
            let state = judge(own);
            match own.seen {
                None => untimed_vulnerable |= state == Openness::Vulnerable,
                Some((from, to)) => stretches.extend(stretch(state, from, to)),
            }
        }
        for run in &history.setups {
            let Some((version, time)) = run.version.zip(run.time) else { continue };
            let kind = model::RecordKind::SETUP;
            let (precision, seen) = (Precision::Exact, Some((time, time)));
            let state = judge(&Observation { build: version, precision, seen, kind });
            // Setup may have failed: it proves a fix only if rows of that update follow.
            let confirmed = history.observations.iter().any(|own| {
                own.build.cumulative() >= version.cumulative()
                    && own.seen.is_some_and(|(_, last)| last >= time)
            });
            if state == Openness::Vulnerable || confirmed {
                stretches.extend(stretch(state, time, time));
            }
        }
        stretches.sort_by_key(|own: &Stretch| (own.from, own.to, own.vulnerable));
        Self { stretches, untimed_vulnerable }
    }

    fn closed(&self) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter().filter(|own| !own.vulnerable)
    }

    /// The earliest sighting of a closed build at or after `time`.
    fn next_closed(&self, time: Timestamp) -> Option<Timestamp> {
        self.closed().flat_map(|own| [own.from, own.to]).filter(|own| *own >= time).min()
    }

    /// The latest sighting of a closed build before `time`.
    fn last_closed(&self, time: Timestamp) -> Option<Timestamp> {
        self.closed().flat_map(|own| [own.from, own.to]).filter(|own| *own < time).max()
    }

    /// From the first sighting of a vulnerable build to the first of a closed one, and again if a
    /// vulnerable one comes back.
    fn open(&self) -> Vec<Open> {
        let mut open: Vec<Open> = Vec::new();
        let mut last_seen = None;
        for own in self.stretches.iter().filter(|own| own.vulnerable) {
            let closed = last_seen.and_then(|seen| self.next_closed(seen));
            match open.last_mut() {
                Some(last) if closed.is_none_or(|closed| closed >= own.from) => last.to = None,
                _ => {
                    if let Some(last) = open.last_mut() {
                        last.to = closed;
                    }
                    open.push(Open { from: own.from, to: None });
                }
            }
            last_seen = last_seen.max(Some(own.to));
        }
        if let (Some(last), Some(seen)) = (open.last_mut(), last_seen) {
            last.to = self.next_closed(seen);
        }
        open
    }
}

fn stretch(state: Openness, from: Timestamp, to: Timestamp) -> Option<Stretch> {
    match state {
        Openness::Vulnerable => Some(Stretch { from, to, vulnerable: true }),
        Openness::Fixed | Openness::NotAffected => Some(Stretch { from, to, vulnerable: false }),
        Openness::NotDecided => None,
    }
}

/// The times in which the evidence shows the server open to each CVE of the table: families that
/// were in use before the evidence ends come first, then those that came into use later, then the
/// rest; newest first within each.
///
/// A stretch starts with the first sighting of a vulnerable build (it was open at least since
/// then) and ends with the first sighting of a fixed one (it was open until then at most).
/// `as_of` is the end of the evidence, for the remark on stretches that do not end.
pub fn exposures(
    table: &Table,
    families: &[Family],
    history: &BuildHistory,
    as_of: Option<Timestamp>,
) -> Vec<Exposure> {
    let family = |cve: &Cve| families.iter().position(|family| family.cves.contains(&cve.id));
    let mut cves: Vec<(Option<usize>, &Cve)> =
        table.cves.iter().rev().map(|cve| (family(cve), cve)).collect();
    let in_use = |family: &Family| as_of.is_none_or(|end| family.first_exploited <= day(end));
    cves.sort_by_key(|(family, _)| match family {
        Some(index) => (u8::from(!in_use(&families[*index])), *index),
        None => (2, 0),
    });
    let mut list = Vec::new();
    for (family, cve) in cves {
        let timeline = Timeline::new(history, &|own: &Observation| {
            table.openness(cve, own.build, own.precision)
        });
        let named = family.map(|index| families[index].name.clone());
        let exposure = |from, to| Exposure {
            cve: cve.id.clone(),
            family: named.clone(),
            from,
            to,
            note: Some(remark(cve, from, to, as_of)),
        };
        let open = timeline.open();
        if open.is_empty() && timeline.untimed_vulnerable {
            let first = timeline.closed().map(|own| own.from).min();
            list.push(exposure(None, first));
        }
        list.extend(open.into_iter().map(|own| exposure(Some(own.from), own.to)));
    }
    list
}

fn remark(
    cve: &Cve,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    as_of: Option<Timestamp>,
) -> String {
    let mut text = match (from, to, as_of) {
        (None, ..) => "A vulnerable build was installed at a time that is not known.".to_owned(),
        (_, Some(_), _) => "Ends with the first sighting of a fixed build.".to_owned(),
        (_, None, Some(end)) => {
            format!("No fixed build was seen up to the end of the evidence, {}.", day(end))
        }
        (_, None, None) => "No fixed build was seen.".to_owned(),
    };
    if let Some(needs) = &cve.also_needs {
        text.push_str(&format!(" Besides the update it takes {needs}."));
    }
    if let Some(note) = &cve.note {
        text.push(' ');
        text.push_str(note);
    }
    text
}

/// The times in which the server was, or may have been, open to any CVE of `family`, in order.
///
/// Builds only grow on a server, so before the first vulnerable build seen it was open as well,
/// back to its set-up; before the first closed one nobody knows. Neither is called safe.
pub fn family_windows(table: &Table, family: &Family, history: &BuildHistory) -> Vec<FamilyWindow> {
    let judge = |own: &Observation| judge(table, family, own);
    let timeline = Timeline::new(history, &judge);
    let installed = history.installed().and_then(|run| run.time);
    let maybe = |from, to| FamilyWindow { from, to, certain: false };
    let open = timeline.open();
    let first_closed = timeline.closed().map(|own| own.from).min();
    let Some(first) = timeline.stretches.first() else {
        return vec![maybe(installed, None)];
    };
    let mut windows = Vec::new();
    if timeline.untimed_vulnerable || may_have_been_open(table, family, history) {
        // Known to be closed from set-up on, if that version was already closed.
        let closed_since_setup = !first.vulnerable && installed_closed(history, &judge);
        if !closed_since_setup {
            windows.push(maybe(installed, Some(first.from)));
        }
    }
    for (index, own) in open.iter().enumerate() {
        if index > 0 || first_closed.is_some_and(|closed| closed < own.from) {
            let before = timeline.last_closed(own.from);
            windows.push(maybe(before, Some(own.from)));
        }
        windows.push(FamilyWindow { from: Some(own.from), to: own.to, certain: true });
    }
    windows.retain(|own| own.from.is_none() || own.from != own.to);
    windows
}

/// Whether any build of the family's products may have come before the first that was seen.
fn may_have_been_open(table: &Table, family: &Family, history: &BuildHistory) -> bool {
    let concerned = |key: &str| family.affects.iter().any(|own| own == key);
    history.observations.iter().any(|own| {
        let Some(product) = table.product_of(own.build) else { return true };
        concerned(&product.key) || product.upgraded_from.as_deref().is_some_and(concerned)
    }) || history.observations.is_empty()
}

fn installed_closed(history: &BuildHistory, judge: &dyn Fn(&Observation) -> Openness) -> bool {
    let Some(run) = history.installed() else { return false };
    let Some(build) = run.version else { return false };
    let kind = model::RecordKind::SETUP;
    let own = Observation { build, precision: Precision::Exact, seen: None, kind };
    matches!(judge(&own), Openness::Fixed | Openness::NotAffected)
}

/// Open to any CVE of the family, closed to all, or not decided.
fn judge(table: &Table, family: &Family, own: &Observation) -> Openness {
    let Some(product) = table.product_of(own.build) else { return Openness::NotDecided };
    if !family.affects.contains(&product.key) {
        return Openness::NotAffected;
    }
    // Of a family that concerns the product, the CVEs without an entry for it are not its own.
    let entered = |cve: &&Cve| cve.fixed.contains_key(&product.key) || cve.also_needs.is_some();
    let states: Vec<Openness> = family
        .cves
        .iter()
        .filter_map(|id| table.cve(id))
        .filter(entered)
        .map(|cve| table.openness(cve, own.build, own.precision))
        .collect();
    if states.contains(&Openness::Vulnerable) {
        Openness::Vulnerable
    } else if states.is_empty() || states.contains(&Openness::NotDecided) {
        Openness::NotDecided
    } else {
        Openness::Fixed
    }
}

/// What the history as a whole says; see [`Standing`].
pub fn standing(table: &Table, history: &BuildHistory, as_of: Option<Timestamp>) -> Standing {
    let Some(latest) = history.latest() else { return Standing::default() };
    let product = table.product_of(latest);
    let mut standing = Standing {
        any_build: true,
        product: product.map(|product| product.name.clone()),
        since_setup: history.installed().and_then(|run| run.time),
        newest_of_level: table
            .newest_of_level(latest)
            .map(|(build, name)| format!("{name} ({build})")),
        ..Standing::default()
    };
    let mut builds: Vec<_> = history.observations.iter().map(|own| own.build).collect();
    builds.sort_unstable();
    builds.dedup();
    for build in builds {
        match table.status(build) {
            Status::NewerThanTable(day) => standing.newer_than_table.push(format!(
                "Build {build} is newer than the build table, whose sources end on {day}: \
                 what it leaves open is not known."
            )),
            Status::UnknownProduct => standing
                .newer_than_table
                .push(format!("Build {build} belongs to no product in the build table.")),
            Status::Vulnerable(_) | Status::NothingKnown => {}
        }
    }
    for cve in &table.cves {
        let Some(needs) = &cve.also_needs else { continue };
        // What no Exchange update ever decides (.NET, SMB) is not a question of builds.
        if cve.first_fixed.is_some()
            && table.openness(cve, latest, Precision::Exact) == Openness::NotDecided
        {
            let sentence =
                format!("{}: the build alone does not decide, it takes {needs}.", cve.id);
            standing.undecided.push(sentence);
        }
    }
    remarks(
        &mut standing,
        history,
        product.map(|own| (own.name.as_str(), own.end_of_support)),
        as_of,
    );
    standing
}

fn remarks(
    standing: &mut Standing,
    history: &BuildHistory,
    product: Option<(&str, Date)>,
    as_of: Option<Timestamp>,
) {
    if let (Some((name, end)), Some(as_of)) = (product, as_of)
        && day(as_of) > end
    {
        standing.remarks.push(format!(
            "Support for {name} ended on {end}; what was found later may not be in the table for it."
        ));
    }
    if !history.others.is_empty() {
        let names: Vec<String> = history
            .others
            .iter()
            .map(|(name, count)| format!("{name} ({count} records)"))
            .collect();
        standing.remarks.push(format!(
            "The evidence holds builds of other servers too, which are left out here: {}.",
            names.join(", ")
        ));
    }
}

fn day(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}
