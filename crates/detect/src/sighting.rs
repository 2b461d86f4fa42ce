//! What detectors noted, kept within bounds however much an attacker floods the logs.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::quality::RandomState;
use model::{ArtefactRef, Evidence, Locator, Record, Timestamp};

/// Sightings kept with their evidence per detector, label and group; more are only counted.
/// Enough to show any pattern, and a mass scanner cannot fill the memory.
const KEPT_PER_GROUP: u64 = 100;

/// Sightings kept per detector and label over all groups. A scanner that varies what groups are
/// made of (addresses, page names) meets this bound: at 2 KiB each it is 8 MiB a label, and as much
/// again by the next bound.
const KEPT_PER_LABEL: usize = 4_000;

/// Groups of a label whose first sighting is kept even beyond the bound above, so that noise never
/// hides the only sighting of another group: a rule language counts as one detector, and has
/// thousands of rules.
const FIRST_PER_LABEL: usize = 4_000;

/// The group that stands for all groups beyond the bound.
const OTHER_GROUPS: &str = "\u{2026}";

/// One thing a detector noted on one record.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// What was seen, in the detector's own words.
    pub label: &'static str,
    /// The key floods are counted under.
    pub group: Box<str>,
    /// When, by the record's own words.
    pub time: Option<Timestamp>,
    /// What the detector wants to remember.
    pub facts: Vec<(&'static str, String)>,
    /// The artefact.
    pub artefact: ArtefactRef,
    /// Where in it.
    pub locator: Locator,
    /// A quotation.
    pub excerpt: String,
    /// How many more sightings of the same label and group follow that are not kept; 0 on all
    /// but the last one kept.
    pub more: u64,
    /// The time of the last of these.
    pub last_time: Option<Timestamp>,
}

impl Sighting {
    /// A remembered fact; empty if it was not noted.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// The sighting as evidence.
    pub fn evidence(&self) -> Evidence {
        Evidence::new(&self.artefact, self.locator.clone(), self.time, self.excerpt.clone())
    }
}

/// Sightings of all detectors from one stretch of evidence, and then from all of it.
#[derive(Default, Debug)]
pub struct Sightings {
    kept: Vec<(u16, Sighting)>,
    labels: HashMap<(u16, &'static str), Label, RandomState>,
    /// Groups of which nothing more will be kept.
    full: Full,
    /// How many groups of its own are full.
    filled: usize,
}

/// Groups that are full in earlier evidence: of what comes later nothing is kept, so that nobody
/// need quote it. What is kept and counted in the end is the same without.
#[derive(Clone, Default, Debug)]
pub struct Full {
    groups: Arc<HashMap<(u16, &'static str), Names, RandomState>>,
    /// How many there are.
    count: usize,
}

/// Names of groups.
type Names = HashSet<Box<str>, RandomState>;

impl Full {
    fn holds(&self, detector: u16, label: &'static str, group: &str) -> bool {
        self.count > 0
            && self.groups.get(&(detector, label)).is_some_and(|groups| groups.contains(group))
    }

    /// Brings it up to date with what was joined since.
    pub fn update(&mut self, joined: &Sightings) {
        if joined.filled == self.count {
            return;
        }
        let full = |label: &Label| {
            let own = label.groups.iter().filter(|(_, group)| group.seen >= KEPT_PER_GROUP);
            own.map(|(name, _)| name.clone()).collect()
        };
        let groups = joined.labels.iter().map(|(key, label)| (*key, full(label)));
        *self = Self { groups: Arc::new(groups.collect()), count: joined.filled };
    }
}

/// What is kept and counted of one label of one detector.
#[derive(Default, Debug)]
struct Label {
    kept: usize,
    groups: HashMap<Box<str>, Group, RandomState>,
}

/// What is kept and counted of one group.
#[derive(Debug, Clone, Copy)]
struct Group {
    seen: u64,
    /// Index of the last sighting kept; none in a group that was full from the beginning.
    last: Option<usize>,
    /// Sightings of such a group, and the time of the last.
    more: u64,
    last_time: Option<Timestamp>,
}

impl Sightings {
    pub(crate) fn add(
        &mut self,
        detector: u16,
        artefact: &ArtefactRef,
        record: &dyn Record,
        label: &'static str,
        group: &str,
        facts: impl FnOnce() -> Vec<(&'static str, String)>,
    ) {
        self.place(detector, label, group, record.time(), |group| Sighting {
            label,
            group,
            time: record.time(),
            facts: facts(),
            artefact: artefact.clone(),
            locator: record.locator(),
            excerpt: record.excerpt(),
            more: 0,
            last_time: None,
        });
    }

    /// Adds everything of `later`, which must stand later in evidence order. The result is the
    /// same however the evidence was cut: the first sightings of each group are kept.
    pub fn append(&mut self, later: Self) {
        for (detector, sighting) in later.kept {
            let (label, more, last) = (sighting.label, sighting.more, sighting.last_time);
            let group = sighting.group.clone();
            let sighting = Sighting { more: 0, last_time: None, ..sighting };
            self.place(detector, label, &group, sighting.time, |group| Sighting {
                group,
                ..sighting
            });
            if more > 0 {
                self.count(detector, label, &group, more, last);
            }
        }
        for ((detector, label), of) in later.labels {
            for (group, counted) in of.groups.into_iter().filter(|(_, group)| group.more > 0) {
                self.count(detector, label, &group, counted.more, counted.last_time);
            }
        }
    }

    /// None yet, of evidence that comes after such in which some groups are full.
    pub(crate) fn after(full: Full) -> Self {
        Self { full, ..Self::default() }
    }

    /// Shifts the line numbers of all sightings by the lines that stand before this stretch.
    pub fn shift_lines(&mut self, lines: u64) {
        for (_, sighting) in &mut self.kept {
            if let Locator::Line { line, .. } = &mut sighting.locator {
                *line += lines;
            }
        }
    }

    /// The sightings of one detector, in evidence order.
    pub fn of(&self, detector: u16) -> SightingsOf<'_> {
        SightingsOf { all: &self.kept, detector }
    }

    fn place(
        &mut self,
        detector: u16,
        label: &'static str,
        group: &str,
        time: Option<Timestamp>,
        make: impl FnOnce(Box<str>) -> Sighting,
    ) {
        let Self { kept, labels, full: known_full, filled } = self;
        let entry = labels.entry((detector, label)).or_default();
        let full = entry.kept >= KEPT_PER_LABEL;
        let crowded = entry.kept >= KEPT_PER_LABEL + FIRST_PER_LABEL;
        let group = if crowded && !entry.groups.contains_key(group) { OTHER_GROUPS } else { group };
        let known = match entry.groups.get_mut(group) {
            Some(known) if full || known.seen >= KEPT_PER_GROUP => {
                *filled += usize::from(known.count(kept, 1, time));
                return;
            }
            Some(known) => known,
            None => {
                let none = Group { seen: 0, last: None, more: 0, last_time: None };
                entry.groups.entry(group.into()).or_insert(none)
            }
        };
        // A group that is full already is treated like any other but for what is quoted, so that
        // the bounds of the label are met at the same places.
        entry.kept += 1;
        if known.more > 0 || known_full.holds(detector, label, group) {
            *filled += usize::from(known.count(kept, 1, time));
            return;
        }
        known.seen += 1;
        known.last = Some(kept.len());
        *filled += usize::from(known.seen == KEPT_PER_GROUP);
        kept.push((detector, make(group.into())));
    }

    /// Counts sightings that are not kept on the last one of their group that was.
    fn count(
        &mut self,
        detector: u16,
        label: &'static str,
        group: &str,
        more: u64,
        last: Option<Timestamp>,
    ) {
        let Some(entry) = self.labels.get_mut(&(detector, label)) else { return };
        let group = if entry.groups.contains_key(group) { group } else { OTHER_GROUPS };
        let Some(group) = entry.groups.get_mut(group) else { return };
        self.filled += usize::from(group.count(&mut self.kept, more, last));
    }
}

impl Group {
    /// Counts further sightings; tells whether that made the group full.
    fn count(&mut self, kept: &mut [(u16, Sighting)], more: u64, last: Option<Timestamp>) -> bool {
        let before = self.seen;
        self.seen += more;
        let (count, time) = match self.last.and_then(|last| kept.get_mut(last)) {
            Some((_, sighting)) => (&mut sighting.more, &mut sighting.last_time),
            None => (&mut self.more, &mut self.last_time),
        };
        *count += more;
        *time = (*time).max(last);
        before < KEPT_PER_GROUP && self.seen >= KEPT_PER_GROUP
    }
}

/// The sightings of one detector.
#[derive(Clone, Copy)]
pub struct SightingsOf<'a> {
    all: &'a [(u16, Sighting)],
    detector: u16,
}

impl<'a> SightingsOf<'a> {
    /// All of them, in evidence order.
    pub fn iter(self) -> impl Iterator<Item = &'a Sighting> {
        self.all.iter().filter(move |(own, _)| *own == self.detector).map(|(_, sighting)| sighting)
    }

    /// All of them in order of time, those without a time first.
    pub fn by_time(self) -> Vec<&'a Sighting> {
        let mut list: Vec<_> = self.iter().collect();
        list.sort_by_key(|sighting| sighting.time);
        list
    }
}

#[cfg(test)]
mod tests {
    use model::{RecordKind, WinPath};

    use super::*;
    use crate::testing::MapRecord;

    fn add(into: &mut Sightings, group: &str, minute: u64) {
        let artefact = ArtefactRef::new(WinPath::new("x"), "x");
        let time = format!("2021-03-03T{:02}:{:02}:00Z", minute / 60, minute % 60);
        let record = MapRecord::new(RecordKind::of("test"), &time, &[]);
        into.add(0, &artefact, &record, "label", group, Vec::new);
    }

    /// What is kept and what is counted, as one comparable text.
    fn shape(sightings: &Sightings) -> Vec<String> {
        let one = |sighting: &Sighting| {
            let last = sighting.last_time;
            format!("{} {:?} +{} {last:?}", sighting.group, sighting.time, sighting.more)
        };
        sightings.of(0).iter().map(one).collect()
    }

    #[test]
    fn a_flood_is_counted_and_its_last_time_known() {
        let mut all = Sightings::default();
        (0..KEPT_PER_GROUP + 7).for_each(|minute| add(&mut all, "flood", minute));
        add(&mut all, "other", 0);
        let last = all.of(0).iter().find(|sighting| sighting.more > 0).expect("a counted one");
        assert_eq!(last.more, 7);
        assert_eq!(last.last_time, "2021-03-03T01:46:00Z".parse().ok());
        assert_eq!(all.of(0).iter().count() as u64, KEPT_PER_GROUP + 1);
    }

    #[test]
    fn many_groups_are_folded_into_one() {
        let mut all = Sightings::default();
        let most = KEPT_PER_LABEL + FIRST_PER_LABEL;
        (0..most + 50).for_each(|group| add(&mut all, &group.to_string(), 1));
        assert_eq!(all.of(0).iter().count(), most + 1);
        let folded = all.of(0).iter().last().expect("the folded group");
        assert_eq!((&*folded.group, folded.more), (OTHER_GROUPS, 49));
    }

    #[test]
    fn noise_does_not_hide_the_only_sighting_of_another_group() {
        let mut all = Sightings::default();
        for minute in 0..2 * KEPT_PER_LABEL as u64 {
            add(&mut all, &format!("noise {}", minute % 50), minute % 1440);
        }
        add(&mut all, "signal", 1);
        add(&mut all, "signal", 2);
        let signal = all.of(0).iter().last().expect("the signal");
        assert_eq!((&*signal.group, signal.more), ("signal", 1));
    }

    #[test]
    fn what_is_known_to_be_full_does_not_show() {
        let add_all = |into: &mut Sightings, minutes: std::ops::Range<u64>| {
            for minute in minutes {
                add(into, &(minute * minute % 7).to_string(), minute % 1440);
            }
        };
        let joined = |knowing: bool| {
            let (mut joined, mut full) = (Sightings::default(), Full::default());
            for start in [0, 500, 1_000, 1_200] {
                let mut part = Sightings::after(full.clone());
                add_all(&mut part, start..start + 500);
                joined.append(part);
                if knowing {
                    full.update(&joined);
                }
            }
            joined
        };
        let (plain, knowing) = (joined(false), joined(true));
        assert!(plain.filled > 0);
        assert_eq!(shape(&plain), shape(&knowing));
    }

    #[test]
    fn the_cut_does_not_show() {
        let groups: Vec<String> = (0..600_u64).map(|n| (n * n % 5).to_string()).collect();
        let mut whole = Sightings::default();
        let mut parts = vec![Sightings::default()];
        for (minute, group) in (0_u64..).zip(&groups) {
            add(&mut whole, group, minute % 1440);
            if minute % 170 == 169 {
                parts.push(Sightings::default());
            }
            add(parts.last_mut().expect("a part"), group, minute % 1440);
        }
        let mut joined = Sightings::default();
        parts.into_iter().for_each(|part| joined.append(part));
        assert_eq!(shape(&joined), shape(&whole));
    }
}
