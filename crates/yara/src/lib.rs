//! YARA rules over file content, within a size and time budget.
//!
//! [`Rules`] holds the shipped rules and, where given, anybody's packs. [`Rules::scan`] looks at
//! one file; it takes `&self` and may be called from several threads. What was not looked at comes
//! back as a [`Skip`], which is a gap. Each [`Match`] becomes a record ([`record_of`]), and the
//! [`YaraDetector`] turns these records into findings.
//!
//! The engine behind it stays behind it, see `docs/adr/0005-yara-engine.md`. No file is opened
//! here: the caller reads rules and evidence.
//!
//! ```
//! use model::{FileTimes, WinPath};
//! use yara::{About, File, PackFile, Rules, record_of};
//!
//! let pack = PackFile {
//!     name: "own/marker.yar",
//!     bytes: b"rule marker { meta: score = 75 strings: $a = \"marker\" condition: $a and extension == \".txt\" }
//!              rule broken { condition: no_such_name }",
//! };
//! let (rules, faulty) = Rules::with_packs([pack]);
//! assert_eq!(faulty[0].line, Some(2));
//!
//! let path = WinPath::new("C:\\ProgramData\\a.txt");
//! let bytes = b"a marker";
//! let known_good = false; // by its hash
//! let scan = rules.scan(&File { path: &path, bytes, owner: None }, known_good);
//! let gaps: Vec<_> = scan.skipped.iter().map(|skip| skip.gap(&path)).collect();
//! assert!(gaps.is_empty());
//! for hit in &scan.matches {
//!     let about = About {
//!         path: &path,
//!         size: bytes.len() as u64,
//!         sha256: None,
//!         times: FileTimes::default(),
//!         known_good,
//!         inert: false, // something runs it where it lies
//!     };
//!     let record = record_of(hit, &about); // show it to the detectors
//!     assert_eq!(hit.strings[0].offset, 2);
//!     # let _: &dyn model::Record = &record;
//! }
//! assert_eq!(scan.matches.len(), 1);
//! ```

mod detector;
mod filetype;
#[doc(hidden)]
pub mod fuzz;
mod kinds;
mod meta;
mod pack;
mod record;
mod rules;
mod scan;
mod shipped;
mod split;

pub use detector::YaraDetector;
pub use meta::RuleInfo;
pub use pack::{Faulty, MAX_PACK_FILE, PackFile};
pub use record::{About, HitRecord, record_of};
pub use rules::{PACK_BYTES, PACK_TIME, Rules, SHIPPED_BYTES, SHIPPED_TIME};
pub use scan::{File, Found, KEPT_STRINGS, Match, Scan, Skip, Why};
pub use shipped::SHIPPED;

/// External variables that packs may use, all of them text.
const EXTERNALS: [&str; 5] = ["filename", "filepath", "extension", "filetype", "owner"];
