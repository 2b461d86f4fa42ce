//! Makes servers: benign traffic at any size, planted intrusions with known truth.
//!
//! A [`Recipe`] says what server is wanted; [`write`](fn@write) writes its evidence as a tree that
//! mirrors the server's volumes (`<out>/C/Program Files/...`), and returns the [`Truth`]: what was
//! planted, where its rows lie, what a reader should conclude. [`write_volume`] makes large, dull
//! logs for benches, [`demo_recipe`] the server that `afterpatch demo` shows.
//!
//! Everything here is text that looks like what an attack leaves behind. There is no exploit and
//! no working web shell: script in log lines is a fragment that does nothing, and stands encoded
//! in the source.
//!
//! Names, people and accounts are invented; addresses come from the ranges for documentation
//! (RFC 5737). Ordinary traffic keeps to 192.0.2.128 and up, 198.51.100.128 and up and
//! 203.0.113.64 and up, so that plants can have the lower addresses for themselves.

mod background;
mod clock;
mod columns;
mod demo;
mod dice;
mod doors;
mod faults;
mod host;
mod log;
mod pack;
mod people;
mod plants;
mod recipe;
mod request;
mod settings;
mod sidelogs;
mod stage;
mod template;
mod traffic;
mod tree;
mod truth;
mod volume;
mod web_folders;

pub use demo::demo_recipe;
pub use doors::{DiskFile, Door, DoorAnswer, DoorKind, PlantedDoor, disk_of};
pub use log::Log;
pub use pack::{pack_exchange_log_collector, pack_kape, pack_tar, pack_velociraptor, pack_zip};
pub use recipe::{BuildStep, DEFAULT_INSTALL, Fault, Plant, PlantKind, Recipe, Scanners, Traffic};
pub use tree::write;
pub use truth::{Planted, PlantedRow, Truth};
pub use volume::{VOLUME_START, Volume, write_volume};
pub use web_folders::write_web_folders;
