//! What the configuration of this very server adds to the catalogue: the folders that its IIS
//! hands out wherever they lie, and the libraries that IIS and Exchange are told to load.
//!
//! An intruder need not put a page where pages usually are: one line in `applicationHost.config`
//! makes any folder a web folder, also one that ordinary tools cannot open.

use std::collections::BTreeSet;

use model::WinPath;

use crate::catalogue::{Artefact, CONFIGURED_PAGE, CONFIGURED_PART, CONFIGURED_PROGRAM, PAGES};
use crate::paths::matches;

/// A web folder with fewer folders above it, the drive not counted, is one that somebody put over
/// half a disk (`C:\\`, `D:\\Data`): its files are not all part of a site. Of such a folder only
/// files with the names of pages are read.
const LEAST_DEPTH: usize = 2;

/// Places that a server's configuration names.
#[derive(Clone, Debug, Default)]
pub struct Configured {
    roots: Vec<Vec<String>>,
    programs: BTreeSet<Vec<String>>,
    /// Web folders of which nobody can tell where on this server they lie, as they are spelt.
    far_roots: BTreeSet<String>,
    parts: BTreeSet<Vec<String>>,
    far_parts: BTreeSet<String>,
}

impl Configured {
    /// Adds the folder of a site, application or virtual directory, as the configuration writes
    /// it. The files of another computer's share are not in this server's evidence, and of a volume
    /// that is named by its number nobody knows the drive: such folders are far.
    pub fn root(&mut self, path: &str) {
        self.root_on(path, "");
    }

    fn root_on(&mut self, path: &str, server: &str) {
        let spelt = WinPath::spelt_on(path, server);
        if spelt.is_share() || spelt.is_volume() || spelt.is_relative_to_drive() {
            self.far_roots.insert(path.to_owned());
        }
        // Files of that path on any drive are taken for the volume's.
        let is_known = !spelt.is_share() && !spelt.is_relative_to_drive();
        let root: Vec<String> = components(&spelt).map(str::to_owned).collect();
        if is_known && !self.roots.contains(&root) {
            self.roots.push(root);
        }
    }

    /// Takes the server's own name in: folders on a share of its own drives are its folders.
    pub fn called(&mut self, server: &str) {
        for path in std::mem::take(&mut self.far_roots) {
            self.root_on(&path, server);
        }
    }

    /// Web folders of which nobody can tell where on this server they lie, as they are spelt, each
    /// with what to collect.
    pub fn far_roots(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.far_roots.iter().map(|path| {
            let spelt = WinPath::spelt(path);
            let advice = if spelt.is_share() {
                "a web folder on a share: collect the folder behind it from the computer that has it"
            } else if spelt.is_volume() {
                "a web folder on a volume that is named by its number: mountvol tells its drive; \
                 collect the folder there"
            } else {
                "a web folder below whatever folder the server stands in, mostly \
                 C:\\Windows\\System32\\inetsrv: collect it there"
            };
            (path.as_str(), advice)
        })
    }

    /// Adds a library, as the configuration writes it.
    pub fn program(&mut self, path: &str) {
        self.programs.extend(place(path).filter(|place| !place.is_empty()));
    }

    /// Adds a file in which the configuration goes on. One on a share of another computer stays
    /// missing.
    pub fn part(&mut self, path: &str) {
        match place(path) {
            Some(place) => drop(self.parts.insert(place)),
            None => drop(self.far_parts.insert(path.to_owned())),
        }
    }

    /// Whether the configuration goes on in this file.
    pub fn is_part(&self, path: &WinPath) -> bool {
        let own: Vec<&str> = components(path).collect();
        self.parts.iter().any(|part| own.len() == part.len() && starts(&own, part))
    }

    /// Files in which the configuration goes on and that are not among those that were read;
    /// lower-case, those of this server without their drive.
    pub fn missing_parts<'p>(&self, read: impl Iterator<Item = &'p WinPath>) -> Vec<String> {
        let mut left: BTreeSet<&Vec<String>> = self.parts.iter().collect();
        for path in read {
            let own: Vec<String> = components(path).map(str::to_lowercase).collect();
            left.remove(&own);
        }
        let own = left.into_iter().map(|part| part.join("\\"));
        own.chain(self.far_parts.iter().cloned()).collect()
    }

    /// Web folders of which nothing lies in the evidence: neither a file below them nor one in the
    /// folder around them, which would show that they are empty. Lower-case, without their drive;
    /// one that is far stands as it is spelt.
    pub fn unseen<'p>(&self, paths: impl Iterator<Item = &'p WinPath>) -> Vec<String> {
        let mut left: Vec<&Vec<String>> = self.roots.iter().collect();
        for path in paths {
            let own: Vec<&str> = components(path).collect();
            left.retain(|root| !starts(&own, &root[..root.len().saturating_sub(1)]));
        }
        let folders = left.into_iter().map(|root| root.join("\\"));
        folders.chain(self.far_roots.iter().cloned()).collect()
    }

    /// Whether any web folder is known.
    pub fn has_roots(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The row for a path that the catalogue does not have; `None` if the configuration does not
    /// name its place either.
    pub(crate) fn row(&self, path: &WinPath) -> Option<&'static Artefact> {
        let own: Vec<&str> = components(path).collect();
        let named = |program: &Vec<String>| own.len() == program.len() && starts(&own, program);
        if self.programs.iter().any(named) {
            return Some(&CONFIGURED_PROGRAM);
        }
        if self.is_part(path) {
            return Some(&CONFIGURED_PART);
        }
        let is_page = || PAGES.iter().any(|page| matches(page, path.file_name()));
        let served =
            |root: &Vec<String>| starts(&own, root) && (root.len() >= LEAST_DEPTH || is_page());
        self.roots.iter().any(served).then_some(&CONFIGURED_PAGE)
    }
}

/// The components of a path without its drive: copies of a server often lack it.
fn components(path: &WinPath) -> impl Iterator<Item = &str> {
    path.components()
        .enumerate()
        .filter(|(at, part)| *at > 0 || !is_drive(part) && !path.is_volume())
        .map(|(_, own)| own)
}

fn is_drive(part: &str) -> bool {
    part.len() == 2 && part.ends_with(':')
}

fn starts(own: &[&str], root: &[String]) -> bool {
    own.len() >= root.len() && own.iter().zip(root).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// A path of the configuration as lower-case components without its drive; `None` for a share.
fn place(text: &str) -> Option<Vec<String>> {
    let path = WinPath::spelt(text);
    (!path.is_share()).then(|| components(&path).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(configured: &Configured, path: &str) -> Option<&'static str> {
        configured.row(&WinPath::new(path)).map(|row| row.id)
    }

    #[test]
    fn a_folder_of_a_site_is_a_web_folder_wherever_it_lies() {
        let mut configured = Configured::default();
        configured.root("\\\\?\\C:\\ProgramData\\COM1\\x");
        configured.root("%SystemDrive%\\inetpub\\other");
        configured.root("\\\\files\\share");
        let page = Some("page-configured");
        assert_eq!(row(&configured, "C:\\programdata\\com1\\X\\a.png"), page);
        assert_eq!(row(&configured, "inetpub\\other\\sub\\a.aspx"), page);
        assert_eq!(row(&configured, "C:\\inetpub\\others\\a.aspx"), None);
        let seen = [WinPath::new("C:\\inetpub\\history\\x"), WinPath::new("C:\\ProgramData\\a")];
        let unseen = configured.unseen(seen.iter());
        assert_eq!(unseen, ["programdata\\com1\\x", "\\\\files\\share"]);
    }

    #[test]
    fn a_folder_is_found_however_it_is_spelt() {
        for text in [
            "C:\\PROGRA~3\\z",
            "C:/Program Files/../ProgramData/z",
            "%ALLUSERSPROFILE%\\z",
            "\\\\localhost\\c$\\ProgramData\\z",
            "\\\\?\\UNC\\127.0.0.1\\C$\\ProgramData\\z",
        ] {
            let mut configured = Configured::default();
            configured.root(text);
            let found = row(&configured, "C:\\ProgramData\\z\\a.aspx");
            assert_eq!(found, Some("page-configured"), "{text}");
        }
        let mut configured = Configured::default();
        configured.root("\\\\other\\c$\\ProgramData\\z");
        assert_eq!(row(&configured, "C:\\ProgramData\\z\\a.aspx"), None);
    }

    #[test]
    fn a_share_of_the_servers_own_drive_is_followed_once_its_name_is_known() {
        let mut configured = Configured::default();
        configured.root("\\\\EX01\\D$\\site");
        configured.root("\\\\files\\D$\\site2");
        configured.root("\\\\EX01\\site3");
        assert_eq!(configured.far_roots().count(), 3);
        configured.called("EX01");
        assert_eq!(row(&configured, "D:\\site\\a.png"), None, "too few folders above");
        assert_eq!(row(&configured, "D:\\site\\a.aspx"), Some("page-configured"));
        assert_eq!(row(&configured, "D:\\site2\\a.aspx"), None);
        let far: Vec<&str> = configured.far_roots().map(|(path, _)| path).collect();
        assert_eq!(far, ["\\\\EX01\\site3", "\\\\files\\D$\\site2"]);
    }

    #[test]
    fn what_no_letter_leads_to_is_followed_on_any_drive_and_stays_far() {
        for text in [
            "\\\\?\\Volume{0a-1b}\\ProgramData\\z",
            "\\\\.\\GLOBALROOT\\Device\\HarddiskVolume2\\ProgramData\\z",
        ] {
            let mut configured = Configured::default();
            configured.root(text);
            let found = row(&configured, "C:\\ProgramData\\z\\a.png");
            assert_eq!(found, Some("page-configured"), "{text}");
            assert_eq!(configured.far_roots().map(|(path, _)| path).collect::<Vec<_>>(), [text]);
            assert!(configured.far_roots().all(|(_, advice)| advice.contains("mountvol")));
        }
        let mut configured = Configured::default();
        configured.root("C:z");
        assert_eq!(row(&configured, "C:\\z\\a.aspx"), None);
        assert!(configured.far_roots().all(|(_, advice)| advice.contains("inetsrv")));
    }

    #[test]
    fn the_configuration_may_go_on_elsewhere() {
        let mut configured = Configured::default();
        configured.part("C:\\Windows\\System32\\inetsrv\\config\\Sites.xml");
        configured.part("\\\\files\\shared\\applicationHost.config");
        let part = "c:\\windows\\system32\\inetsrv\\config\\sites.XML";
        assert_eq!(row(&configured, part), Some("iis-config-part"));
        assert_eq!(row(&configured, "C:\\Windows\\System32\\inetsrv\\config\\x.xml"), None);
        let far = "\\\\files\\shared\\applicationHost.config";
        let missing = configured.missing_parts([].iter());
        assert_eq!(missing, ["windows\\system32\\inetsrv\\config\\sites.xml", far]);
        assert_eq!(configured.missing_parts([WinPath::new(part)].iter()), [far]);
    }

    #[test]
    fn of_half_a_disk_only_pages_are_read() {
        let mut configured = Configured::default();
        configured.root("D:\\");
        assert_eq!(row(&configured, "D:\\backup\\x.aspx"), Some("page-configured"));
        assert_eq!(row(&configured, "D:\\backup\\x.bin"), None);
    }

    #[test]
    fn a_library_is_known_by_its_whole_path() {
        let mut configured = Configured::default();
        configured.program("\"%windir%\\System32\\inetsrv\\x.dll\"");
        configured.program("");
        let program = Some("configured-program");
        assert_eq!(row(&configured, "C:\\Windows\\System32\\inetsrv\\X.DLL"), program);
        assert_eq!(row(&configured, "C:\\Windows\\System32\\inetsrv\\x.dll\\y"), None);
        assert_eq!(row(&configured, "C:\\x.dll"), None);
    }
}
