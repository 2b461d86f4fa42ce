//! Which places that can hold a back door were read completely: only then may "no" be said.

use std::collections::{BTreeMap, BTreeSet};

use discover::Configured;
use evidence::Listing;
use host::FactKind;
use model::{Gap, GapReason, WinPath};
use verdict::Area;

use crate::inner::Quarantine;
use crate::survey::is_past;

/// What one file told, apart from findings.
pub(crate) struct Told {
    pub(crate) path: WinPath,
    /// The kinds of facts in it.
    pub(crate) kinds: BTreeSet<FactKind>,
    /// Whether it holds settings of virtual directories as the directory service has them.
    pub(crate) directories: bool,
    /// What it tells of Defender's quarantine.
    pub(crate) quarantine: Quarantine,
    /// Whether it lies in a web folder.
    pub(crate) served: bool,
}

/// The areas that were read, by what every file told. A file with a gap does not count.
pub(crate) fn read(
    told: &[Told],
    gaps: &[Gap],
    configured: &Configured,
    listing: &Listing,
) -> BTreeSet<Area> {
    let torn: BTreeSet<&WinPath> = gaps.iter().map(|gap| &gap.artefact).collect();
    let mut all: BTreeMap<Area, bool> = BTreeMap::new();
    let mut directories = false;
    for file in told {
        let whole = !torn.contains(&file.path);
        directories |= file.directories && whole;
        for area in areas(file) {
            *all.entry(area).or_insert(true) &= whole;
        }
    }
    let mut read: BTreeSet<Area> =
        all.into_iter().filter_map(|(area, whole)| whole.then_some(area)).collect();
    let paths = || listing.entries.iter().map(|entry| entry.artefact.path());
    // A gap in a web folder whose file told nothing: it could not be opened at all.
    let is_served = |gap: &Gap| {
        discover::classify(&gap.artefact)
            .is_some_and(|class| class.artefact.reader == discover::Reader::Page)
    };
    let parts_torn = torn.iter().any(|path| configured.is_part(path));
    if parts_torn || !missing_parts(told, configured).is_empty() {
        read.remove(&Area::IisConfiguration);
    }
    let configuration = read.contains(&Area::IisConfiguration) && configured.has_roots();
    if !configuration || gaps.iter().any(is_served) || !configured.unseen(paths()).is_empty() {
        read.remove(&Area::WebRoots);
    }
    if configuration && directories {
        read.insert(Area::VirtualDirectories);
    }
    read
}

/// Whether a volume's file table was read completely, and none in part.
pub(crate) fn file_table(told: &[Told], gaps: &[Gap]) -> bool {
    let mut tables = told.iter().filter(|file| file.kinds.contains(&FactKind::Mft)).peekable();
    tables.peek().is_some() && tables.all(|table| gaps.iter().all(|gap| gap.artefact != table.path))
}

/// A gap for each file in which the configuration of IIS goes on and of which nothing was read.
pub(crate) fn missing_parts(told: &[Told], configured: &Configured) -> Vec<Gap> {
    let read = told.iter().filter(|file| file.kinds.contains(&FactKind::IisConfig));
    let missing = configured.missing_parts(read.map(|file| &file.path));
    let gap = |path: String| {
        let detail = "the configuration of IIS goes on in this file, and nothing of it was read";
        Gap::whole(WinPath::new(&path), GapReason::Missing, detail)
    };
    missing.into_iter().map(gap).collect()
}

/// A gap for each web folder of which nobody can tell where on this server it lies.
pub(crate) fn far_roots(configured: &Configured) -> Vec<Gap> {
    let far = configured.far_roots();
    far.map(|(path, advice)| Gap::whole(WinPath::new(path), GapReason::Missing, advice)).collect()
}

fn areas(file: &Told) -> Vec<Area> {
    let mut areas = Vec::new();
    let mut add = |area, is: bool| areas.extend(is.then_some(area));
    let has = |kind| file.kinds.contains(&kind);
    let named = |name: &str| file.path.file_name().eq_ignore_ascii_case(name);
    add(Area::WebRoots, file.served);
    let is_main = named("applicationHost.config") && !is_past(&file.path);
    add(Area::IisConfiguration, is_main && has(FactKind::IisConfig));
    add(Area::Tasks, has(FactKind::Task));
    add(Area::Services, has(FactKind::Service));
    add(Area::TransportAgents, has(FactKind::AgentsConfig));
    areas
}

#[cfg(test)]
mod tests {
    use evidence::memory::Memory;
    use model::GapReason;

    use super::*;

    const CONFIG: &str = "C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config";

    fn told(path: &str, kinds: &[FactKind], served: bool) -> Told {
        let kinds = kinds.iter().copied().collect();
        let directories = path.ends_with(".ldf");
        let quarantine = Quarantine::default();
        Told { path: WinPath::new(path), kinds, directories, served, quarantine }
    }

    fn everything() -> Vec<Told> {
        vec![
            told(CONFIG, &[FactKind::IisConfig], false),
            told("C:\\inetpub\\wwwroot\\iisstart.htm", &[], true),
            told("C:\\Windows\\System32\\config\\SYSTEM", &[FactKind::Service], false),
            told("C:\\Windows\\System32\\Tasks\\a", &[FactKind::Task], false),
            told("C:\\Ex\\TransportRoles\\Shared\\agents.config", &[FactKind::AgentsConfig], false),
            told("C:\\save\\directories.ldf", &[FactKind::Ldif], false),
        ]
    }

    fn areas_of(told: &[Told], gaps: &[Gap]) -> BTreeSet<Area> {
        let listing = Memory::new("m").file("C/inetpub/wwwroot/iisstart.htm", "x").build();
        let mut configured = Configured::default();
        configured.root("%SystemDrive%\\inetpub\\wwwroot");
        read(told, gaps, &configured, &listing.list().expect("memory"))
    }

    #[test]
    fn all_is_read_when_every_kind_of_file_was() {
        assert_eq!(areas_of(&everything(), &[]), Area::ALL.into());
    }

    #[test]
    fn without_the_configuration_nobody_knows_the_web_folders() {
        let read = areas_of(&everything()[1..], &[]);
        assert!(!read.contains(&Area::WebRoots) && !read.contains(&Area::VirtualDirectories));
        assert!(read.contains(&Area::Services));
    }

    #[test]
    fn a_part_of_the_configuration_that_is_missing_takes_its_areas_away() {
        let listing = Memory::new("m").file("C/inetpub/wwwroot/iisstart.htm", "x").build();
        let listing = listing.list().expect("memory");
        let mut configured = Configured::default();
        configured.root("%SystemDrive%\\inetpub\\wwwroot");
        let part = "C:\\Windows\\System32\\inetsrv\\config\\modules.config";
        configured.part(part);
        let areas = read(&everything(), &[], &configured, &listing);
        assert!(!areas.contains(&Area::IisConfiguration) && !areas.contains(&Area::WebRoots));
        assert_eq!(missing_parts(&everything(), &configured).len(), 1);

        let mut all = everything();
        all.push(told(part, &[FactKind::IisConfig], false));
        assert_eq!(read(&all, &[], &configured, &listing), Area::ALL.into());
        assert!(missing_parts(&all, &configured).is_empty());
    }

    #[test]
    fn a_file_table_counts_when_it_is_whole() {
        assert!(!file_table(&everything(), &[]));
        let mut all = everything();
        all.push(told("C:\\$MFT", &[FactKind::Mft], false));
        assert!(file_table(&all, &[]));
        let gap = Gap::whole(WinPath::new("C:\\$MFT"), GapReason::Truncated, "torn");
        assert!(!file_table(&all, &[gap]));
    }

    #[test]
    fn a_gap_takes_its_area_away() {
        let of = |path: &str| {
            let gap = Gap::whole(WinPath::new(path), GapReason::Damaged, "torn");
            areas_of(&everything(), &[gap])
        };
        assert!(!of(CONFIG).contains(&Area::IisConfiguration));
        assert!(!of("C:\\Windows\\System32\\config\\SYSTEM").contains(&Area::Services));
        assert!(!of("C:\\inetpub\\wwwroot\\x.aspx").contains(&Area::WebRoots));
        assert_eq!(of("C:\\elsewhere"), Area::ALL.into());
    }
}
