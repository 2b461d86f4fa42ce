//! What detectors noted, kept within bounds however much an attacker floods the logs.

use std::collections::HashMap;

use model::{ArtefactRef, Evidence, Locator, Record, Timestamp};

/// Sightings kept with their evidence per detector, label and group; more are only counted. Two
/// hundred show any pattern, and a mass scanner cannot fill the memory.
const KEPT_PER_GROUP: u64 = 200;

/// Groups kept apart per detector and label; further groups are counted together under one. A
/// scanner that varies what groups are made of (addresses, page names) meets this bound.
const GROUPS_PER_LABEL: usize = 5_000;

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
    /// (detector, label) -> group -> (how many, index of the last kept).
    groups: HashMap<(u16, &'static str), HashMap<Box<str>, Group>>,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    seen: u64,
    last: usize,
}

impl Sightings {
    pub(crate) fn add(
        &mut self,
        detector: u16,
        artefact: &ArtefactRef,
        record: &dyn Record,
        label: &'static str,
        group: &str,
        facts: Vec<(&'static str, String)>,
    ) {
        self.place(detector, label, group, record.time(), |group| Sighting {
            label,
            group,
            time: record.time(),
            facts,
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
        let groups = self.groups.entry((detector, label)).or_default();
        let group: Box<str> = if groups.len() >= GROUPS_PER_LABEL && !groups.contains_key(group) {
            OTHER_GROUPS.into()
        } else {
            group.into()
        };
        match groups.get_mut(&group) {
            Some(entry) if entry.seen >= KEPT_PER_GROUP => {
                self.count(detector, label, &group, 1, time);
            }
            Some(entry) => {
                entry.seen += 1;
                entry.last = self.kept.len();
                self.kept.push((detector, make(group)));
            }
            None => {
                groups.insert(group.clone(), Group { seen: 1, last: self.kept.len() });
                self.kept.push((detector, make(group)));
            }
        }
    }

    /// Counts sightings that are not kept on the last one of the group that was.
    fn count(
        &mut self,
        detector: u16,
        label: &'static str,
        group: &str,
        more: u64,
        last: Option<Timestamp>,
    ) {
        let Some(groups) = self.groups.get_mut(&(detector, label)) else { return };
        let entry = if groups.contains_key(group) {
            groups.get_mut(group)
        } else {
            groups.get_mut(OTHER_GROUPS)
        };
        let Some(entry) = entry else { return };
        entry.seen += more;
        if let Some((_, sighting)) = self.kept.get_mut(entry.last) {
            sighting.more += more;
            sighting.last_time = sighting.last_time.max(last);
        }
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
