//! What is laid onto a disk: readable by the readers of such files, the same each time, and with
//! its truth beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::BTreeSet;

use host::{Fact, HEAD_BYTES, Head, Sink};
use lab::{Door, DoorKind, Recipe, disk_of};
use model::{GapReason, Locator, Timestamp, WinPath};

fn at() -> Timestamp {
    "2021-03-05T02:17:56Z".parse().unwrap()
}

#[derive(Default)]
struct Seen {
    facts: usize,
    gaps: Vec<String>,
}

impl Sink for Seen {
    fn fact(&mut self, _: Fact) {
        self.facts += 1;
    }

    fn gap(&mut self, _: Locator, reason: GapReason, detail: String, _: u64, _: u64) {
        self.gaps.push(format!("{reason:?}: {detail}"));
    }
}

/// Both forms of a kind.
fn forms(kind: DoorKind) -> [Door; 2] {
    [Door::new(kind, at()), Door::look_alike(kind, at())]
}

#[test]
fn documents_are_whole() {
    for door in DoorKind::ALL.iter().flat_map(|kind| forms(*kind)) {
        let (files, planted) = disk_of(&Recipe::default().door(door));
        assert!(!planted[0].names.is_empty(), "{door:?}");
        assert_eq!(planted[0].rules.is_empty(), door.look_alike);
        for file in files {
            // Logs with changes are read together with their hive.
            let path = WinPath::new(&file.path);
            let head =
                Head { path: &path, bytes: &file.content[..file.content.len().min(HEAD_BYTES)] };
            let Some(reader) = host::recognise(head).filter(|_| !file.path.ends_with(".LOG1"))
            else {
                continue;
            };
            let mut seen = Seen::default();
            reader.read(&path, &file.content, &mut seen);
            // A hive in use without its log says so.
            seen.gaps.retain(|gap| !gap.starts_with("Missing"));
            assert!(seen.gaps.is_empty(), "{door:?} {} {:?}", file.path, seen.gaps);
            let clean = file.path.ends_with("msert.log") && door.look_alike;
            assert!(seen.facts > 0 || clean, "{door:?} {} {}", file.path, reader.id());
        }
    }
}

#[test]
fn the_same_recipe_gives_the_same_disk() {
    let doors = DoorKind::ALL.iter().map(|kind| Door::new(*kind, at())).collect();
    let recipe = Recipe { doors, ..Recipe::default() };
    let (files, planted) = disk_of(&recipe);
    assert_eq!((files.clone(), planted.clone()), disk_of(&recipe));
    assert_eq!(planted.len(), DoorKind::ALL.len());
    let paths: BTreeSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
    assert_eq!(paths.len(), files.len(), "a path is there twice");
    for name in ["sam", "system.log1", "$mft", "$j", "agents.config", "objects.data"] {
        assert!(paths.iter().any(|path| path.ends_with(name)), "{name}");
    }
}

#[test]
fn a_recipe_with_doors_is_read_back() {
    let recipe = Recipe::default().door(Door::look_alike(DoorKind::NativeModule, at()));
    let text = serde_json::to_string(&recipe).unwrap();
    assert!(text.contains("native_module"), "{text}");
    assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe);
}

#[test]
fn a_server_is_written_with_its_doors() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("server");
    let recipe = Recipe::new(3, at(), 1).door(Door::new(DoorKind::Handler, at()));
    let truth = lab::write(&recipe, &tree).unwrap();
    let path = truth.doors[0].names[0].replace('\\', "/").replace("C:", "C");
    assert!(tree.join(path).is_file());
    assert!(tree.join("C/Windows/System32/inetsrv/config/applicationHost.config").is_file());
}
