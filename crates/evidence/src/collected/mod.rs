//! Where a collected file lay on the server: the layouts of the collectors responders use.
//!
//! A [`Layout`] is found from all names of a source together, because one name alone rarely
//! tells: `E/Exchange2016/x.log` is a drive only beside `C/Windows`. Each layout is a file here;
//! what it recognises is data. Names that match none keep their own relative path.

mod context;
mod exchange_collector;
mod velociraptor;
mod volumes;

use model::{FileTimes, GapReason, WinPath};

use crate::names;
use crate::raw::RawGap;

pub use exchange_collector::hive_root;

/// The layout of one source.
#[derive(Debug)]
pub struct Layout {
    volumes: volumes::Volumes,
    velociraptor: velociraptor::Uploads,
    /// The path of the source's own root, where the folders above it tell.
    root: Option<WinPath>,
    /// The folders that the source's files lie in, as in [`Place::above`].
    above: Vec<String>,
}

/// Where a source lies and what the user said of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The letter of a volume that has lost it.
    pub drive: char,
    /// The folders that the source's files lie in, from the root of the responder's disk; empty
    /// for archives, whose place says nothing.
    pub above: Vec<String>,
}

impl Place {
    /// A source whose place says nothing.
    pub fn unknown(drive: char) -> Self {
        Self { drive, above: Vec::new() }
    }
}

/// What a layout makes of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The path on the server; relative if the layout does not tell.
    pub path: WinPath,
    /// Whether the name is that of a file of the server, as opposed to a file of the collection
    /// itself (its containers, its own logs).
    pub on_server: bool,
}

impl Layout {
    /// Finds the layout of a source from all its names: components separated by `/`, archives
    /// that were opened being components. `drive` is the letter of a volume that has lost it.
    pub fn of<'a>(names: impl Iterator<Item = &'a str> + Clone, drive: char) -> Self {
        let drive = drive.to_ascii_uppercase();
        Self {
            velociraptor: velociraptor::Uploads::of(names.clone()),
            volumes: volumes::Volumes::of(names, drive),
            root: None,
            above: Vec::new(),
        }
    }

    /// The same layout for a source at `place`: a folder that was given by itself, as `W3SVC1`
    /// or `Logging`, is known by its own name and those above it. They count for names that say
    /// nothing by themselves.
    #[must_use]
    pub fn under(mut self, place: &Place) -> Self {
        let above: Vec<&str> = place.above.iter().map(String::as_str).collect();
        self.root = context::root(&above, place.drive);
        self.above.clone_from(&place.above);
        self
    }

    /// Where a file of this source lay.
    pub fn map(&self, name: &str) -> Mapped {
        let parts: Vec<&str> = name.split('/').collect();
        let volume = self.volumes.find(&parts);
        let on_server = |path| Mapped { path, on_server: true };
        if let Some(upload) = velociraptor::upload(&parts)
            // An unpacked collection that lies on a server's own disk is that disk's business.
            && volume.as_ref().is_none_or(|volume| volume.depth >= upload.root)
        {
            return on_server(self.velociraptor.path(&upload, name));
        }
        if let Some(volume) = volume {
            return on_server(volume.path(&parts));
        }
        if let Some(path) = exchange_collector::path(&parts) {
            return on_server(path);
        }
        match &self.root {
            Some(root) => on_server(root.join(name)),
            None => Mapped { path: WinPath::new(name), on_server: false },
        }
    }

    /// Whether an archive of that name is packaging, to be opened, and not a file of the server.
    /// One that lies directly at a root that no drive's name marks, or at one that a single
    /// folder's name made, is taken for packaging: an unopened collection would be lost evidence.
    pub(crate) fn is_packaging(&self, name: &str) -> bool {
        let parts: Vec<&str> = name.split('/').collect();
        let loose = || self.volumes.find(&parts).is_some_and(|volume| volume.is_loose(&parts));
        !self.map(name).on_server || (velociraptor::upload(&parts).is_none() && loose())
    }

    /// Whether a file of the collection tells more about others: Velociraptor's list of uploads
    /// and its list of file times.
    pub(crate) fn is_sidecar(name: &str) -> bool {
        velociraptor::sidecar(name).is_some()
    }

    /// Takes in what a sidecar says. `text` is its content.
    pub(crate) fn learn(&mut self, name: &str, text: &[u8], gaps: &mut Vec<RawGap>) {
        let unreadable = match velociraptor::sidecar(name) {
            Some(velociraptor::Sidecar::Uploads { root }) => {
                self.velociraptor.learn_uploads(root, text)
            }
            Some(velociraptor::Sidecar::Times) => self.velociraptor.learn_times(text),
            None => 0,
        };
        if unreadable > 0 {
            let detail = format!("{unreadable} lines are not the JSON that Velociraptor writes");
            let mut gap = RawGap::new(name.to_owned(), GapReason::Damaged, detail);
            gap.count = unreadable;
            gaps.push(gap);
        }
    }

    /// Whether a file of a folder lies where it lay on the server, apart from the drive: on the
    /// server's own disk, or on a mounted image of it. Only there was it made when its creation
    /// time says; that of a copy says when it was copied.
    pub(crate) fn is_in_place(&self, name: &str, path: &WinPath) -> bool {
        let is_folder = |part: &&str| !part.ends_with(':');
        let above = self.above.iter().map(String::as_str);
        let here = above.chain(name.split('/')).filter(is_folder).map(str::to_lowercase);
        here.eq(path.components().filter(is_folder).map(str::to_lowercase))
    }

    /// The times of a file, given the ones its container states: a Velociraptor collection keeps
    /// the true ones apart, and the container's are those of the packing.
    pub(crate) fn times(&self, name: &str, path: &WinPath, stated: FileTimes) -> FileTimes {
        let parts: Vec<&str> = name.split('/').collect();
        match velociraptor::upload(&parts) {
            Some(_) => self.velociraptor.times(path),
            None => stated,
        }
    }

    /// What the collector itself says it did not bring: bytes missing of an upload.
    pub(crate) fn shortfall(&self, name: &str, mapped: &Mapped) -> Option<RawGap> {
        let missing = self.velociraptor.missing_bytes(&mapped.path)?;
        let detail = format!("the collector brought {missing} bytes less than the file had");
        Some(RawGap::new(name.to_owned(), GapReason::Truncated, detail).bytes(missing))
    }

    /// Whether a file by its name goes with an encrypted one.
    pub(crate) fn is_key(name: &str) -> bool {
        name.ends_with(velociraptor::KEY_FILE)
    }

    /// More to say about an entry that is encrypted; `beside` tells whether a file of that name
    /// lies in the same folder.
    pub(crate) fn encryption_advice(name: &str, beside: impl Fn(&str) -> bool) -> Option<String> {
        velociraptor::encryption_advice(name, beside)
    }
}

/// A path on the server from a prefix and further components, none of which may climb.
fn join(base: &str, parts: &[&str]) -> WinPath {
    let rest = names::safe(&parts.join("/")).name;
    WinPath::new(&format!("{base}\\{rest}"))
}

#[cfg(test)]
mod tests;
