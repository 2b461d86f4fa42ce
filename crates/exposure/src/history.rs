//! What the evidence shows of the server's builds, in order of time.

use std::collections::BTreeMap;

use detect::{Sighting, SightingsOf};
use model::{Build, BuildSpan, RecordKind, Timestamp};

use crate::observe::{INSTALLED, LEVEL, PRESENT, ROW, SETUP};
use crate::{Precision, Table};

/// Two records of one Setup run are at most this far apart, in seconds; the longest upgrades seen
/// take some hours.
const SETUP_RUN_SECONDS: i64 = 12 * 3_600;

/// A build shown by one kind of record over one stretch of time (at most a month).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The build.
    pub build: Build,
    /// How much of it is certain.
    pub precision: Precision,
    /// First and last time it was seen in this stretch; `None` for records without a time.
    pub seen: Option<(Timestamp, Timestamp)>,
    /// Kind of record.
    pub kind: RecordKind,
}

/// A run of Setup, as ExchangeSetup.log shows it. Whether it came to an end is not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupRun {
    /// When it started; `None` if the record has no time.
    pub time: Option<Timestamp>,
    /// The build it was to install.
    pub version: Option<Build>,
    /// What it was to do, lower-case: `install`, `upgrade`, `recoverserver` …
    pub mode: Option<String>,
}

/// All builds the evidence shows of one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildHistory {
    /// The server, upper-case without domain; `None` if no record with a build names one.
    pub server: Option<String>,
    /// Other servers whose builds stand in the same evidence, with how many records; their builds
    /// are left out.
    pub others: Vec<(String, u64)>,
    /// What was seen, in order of time; without a time first.
    pub observations: Vec<Observation>,
    /// Setup runs, in order of time.
    pub setups: Vec<SetupRun>,
    /// The build of the program files themselves: what was installed when the evidence was taken.
    pub present: Option<Build>,
}

impl BuildHistory {
    /// Puts the sightings of a [`crate::BuildObserver`] in order.
    pub fn new(sightings: SightingsOf<'_>) -> Self {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for sighting in sightings.iter().filter(|sighting| !sighting.fact("server").is_empty()) {
            *counts.entry(sighting.fact("server")).or_default() += 1 + sighting.more;
        }
        // The most frequent; of equals the first by name, so that the answer is stable.
        let server = counts
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map(|(name, _)| (*name).to_owned());
        let own = |name: &str| name.is_empty() || Some(name) == server.as_deref();
        let others = counts.iter().filter(|(name, _)| !own(name));
        Self {
            others: others.map(|(name, count)| ((*name).to_owned(), *count)).collect(),
            observations: observations(
                sightings.iter().filter(|sighting| own(sighting.fact("server"))),
            ),
            setups: setups(sightings),
            present: sightings
                .iter()
                .filter(|sighting| sighting.label == PRESENT)
                .filter_map(|sighting| sighting.fact("build").parse().ok())
                .max(),
            server,
        }
    }

    /// Whether the evidence shows any build.
    pub fn is_empty(&self) -> bool {
        self.observations.is_empty() && self.setups.iter().all(|run| run.version.is_none())
    }

    /// When the server was first set up, if Setup's log reaches back that far. A run of Setup that
    /// only adds something to a server says `install` as well, so it counts only if nothing shows
    /// the server before it.
    pub fn installed(&self) -> Option<&SetupRun> {
        let run = self.setups.iter().find(|run| run.mode.as_deref() == Some("install"))?;
        let time = run.time?;
        let earlier_run = self.setups.iter().any(|other| {
            other.mode.as_deref() != Some("install") && other.time.is_none_or(|own| own < time)
        });
        let earlier_build = self.observations.iter().any(|own| match own.seen {
            Some((first, _)) => first < time,
            None => run.version.is_none_or(|version| own.build < version),
        });
        (!earlier_run && !earlier_build).then_some(run)
    }

    /// The build the server had last, as well as the evidence can say.
    pub fn latest(&self) -> Option<Build> {
        let exact = |observation: &&Observation| observation.precision == Precision::Exact;
        let when = |observation: &Observation| Some((observation.seen?.1, observation.build));
        let last = |list: &mut dyn Iterator<Item = &Observation>| list.filter_map(when).max();
        let timed = || {
            last(&mut self.observations.iter().filter(exact))
                .or_else(|| last(&mut self.observations.iter()))
                .map(|(_, build)| build)
        };
        self.present
            .or_else(timed)
            .or_else(|| self.setups.iter().rev().find_map(|run| run.version))
            .or_else(|| self.observations.iter().map(|observation| observation.build).max())
    }

    /// Stretches of one build each, in order of time, named by `table`. A build that went and
    /// came back has two. Builds known only by their cumulative update are left out where an
    /// exact build of it is known, and sightings without a time where there are some with.
    pub fn spans(&self, table: &Table) -> Vec<BuildSpan> {
        let exact_levels: Vec<_> = self
            .observations
            .iter()
            .filter(|own| own.precision == Precision::Exact)
            .map(|own| own.build.cumulative())
            .collect();
        let mut spans: Vec<BuildSpan> = Vec::new();
        for own in &self.observations {
            let timed = own.seen.is_some();
            if !timed
                && self
                    .observations
                    .iter()
                    .any(|other| other.build == own.build && other.seen.is_some())
            {
                continue;
            }
            let vague = own.precision == Precision::Cumulative;
            if vague && exact_levels.contains(&own.build.cumulative()) {
                continue;
            }
            let name = if vague {
                table.level_of(own.build).map(|name| format!("{name}, security update not known"))
            } else {
                table.name_of(own.build)
            };
            // The last span of the same sort (timed or not): one that lies between ends the run.
            let last = if timed {
                spans.iter_mut().rfind(|span| span.first_seen.is_some())
            } else {
                spans.iter_mut().find(|span| span.first_seen.is_none() && span.build == own.build)
            };
            match last.filter(|span| span.build == own.build) {
                Some(span) => {
                    span.last_seen = span.last_seen.max(own.seen.map(|seen| seen.1));
                    if !span.sources.contains(&own.kind) {
                        span.sources.push(own.kind.clone());
                        span.sources.sort();
                    }
                }
                None => spans.push(BuildSpan {
                    build: own.build,
                    name,
                    first_seen: own.seen.map(|seen| seen.0),
                    last_seen: own.seen.map(|seen| seen.1),
                    sources: vec![own.kind.clone()],
                }),
            }
        }
        spans
    }
}

/// Build, precision, kind of record and month of an observation.
type GroupKey = (Build, Precision, RecordKind, String);

/// One observation for each group of sightings.
fn observations<'a>(sightings: impl Iterator<Item = &'a Sighting>) -> Vec<Observation> {
    let mut groups: BTreeMap<GroupKey, Option<(Timestamp, Timestamp)>> = BTreeMap::new();
    for sighting in sightings {
        let precision = match sighting.label {
            ROW | INSTALLED | PRESENT => Precision::Exact,
            LEVEL => Precision::Cumulative,
            _ => continue,
        };
        let Ok(build) = sighting.fact("build").parse::<Build>() else { continue };
        let first = sighting.time;
        let last = first.max(sighting.last_time);
        let month = first.map(|time| time.to_string()).unwrap_or_default();
        let month = month.get(..7).unwrap_or("").to_owned();
        let key = (build, precision, kind_named(sighting.fact("kind")), month);
        let seen = groups.entry(key).or_default();
        if let Some((first, last)) = first.zip(last) {
            *seen = Some(match *seen {
                Some((from, to)) => (from.min(first), to.max(last)),
                None => (first, last),
            });
        }
    }
    let mut list: Vec<Observation> = groups
        .into_iter()
        .map(|((build, precision, kind, _), seen)| Observation { build, precision, seen, kind })
        .collect();
    list.sort_by(|a, b| (a.seen, a.build, &a.kind).cmp(&(b.seen, b.build, &b.kind)));
    list
}

/// Setup runs: a version begins one, a mode within its time belongs to it.
fn setups(sightings: SightingsOf<'_>) -> Vec<SetupRun> {
    let mut runs: Vec<SetupRun> = Vec::new();
    for sighting in sightings.by_time().into_iter().filter(|sighting| sighting.label == SETUP) {
        let version = sighting.fact("version").parse().ok();
        let mode = sighting.fact("mode").to_ascii_lowercase();
        let mode = (!mode.is_empty()).then_some(mode);
        let near = |run: &&mut SetupRun| match (run.time, sighting.time) {
            (Some(start), Some(now)) => now.as_second() - start.as_second() <= SETUP_RUN_SECONDS,
            (None, None) => true,
            _ => false,
        };
        let fits = |run: &&mut SetupRun| {
            let version = version.is_none() || run.version.is_none() || run.version == version;
            version && (mode.is_none() || run.mode.is_none() || run.mode == mode)
        };
        match runs.last_mut().filter(near).filter(fits) {
            Some(run) => {
                run.version = run.version.or(version);
                run.mode = run.mode.take().or(mode);
            }
            None => runs.push(SetupRun { time: sighting.time, version, mode }),
        }
    }
    runs
}

fn kind_named(name: &str) -> RecordKind {
    [
        RecordKind::HTTP_PROXY,
        RecordKind::EWS,
        RecordKind::RPS_HTTP,
        RecordKind::RPS_CMDLET,
        RecordKind::ECP_SERVER,
        RecordKind::ECP_ACTIVITY,
        RecordKind::MESSAGE_TRACKING,
        RecordKind::IIS_CONFIG,
    ]
    .into_iter()
    .find(|kind| kind.as_str() == name)
    .unwrap_or(RecordKind::EXCHANGE_LOG)
}
