//! Sigma rules and correlations as detectors: what the field knows of intruders, at the speed of
//! reading.
//!
//! [`RuleSet::load`] parses rules (with `rsigma-parser`), correlation rules, filters and
//! placeholders, and lists each one it cannot use with the reason ([`RuleSet::unusable`]): nothing
//! is dropped in silence. [`SigmaDetector`] is the [`detect::Detector`] over them. The crate reads
//! no files: whoever calls it gives names and texts.
//!
//! # How a record is looked at
//!
//! The **plain path** ([`RuleSet::evaluate_plain`]) asks one rule about one record. The **fast
//! path** ([`Matching`], and the detector) sorts rules into buckets by kind, channel, provider and
//! event id. Of records with a layout ([`model::Shaped`]) it looks at the bytes that stand for the
//! values: values that no rule of the bucket can tell apart are of one sort, and records of the
//! same sorts have the same answer, which is remembered. For others it finds in each field the
//! literals without which rules cannot match, and evaluates only the rules that remain, in the
//! same way. [`RuleSet::explain`] tells the answer of every part. Tests hold the three equal.
//!
//! # What fields mean
//!
//! Event records have flat fields: System fields by their Windows names (`EventID`, `Channel`,
//! `Provider_Name`, `Computer` …), named data by their names, unnamed data all under `Data`, an
//! unformatted message as `Message`.
//! - Several values of a field are one text with line feeds between. For `Data` each item is a
//!   value of its own besides, so that `Data: x` finds an item.
//! - A field without a value in a record (a null in the event) is absent. An empty text is `null`
//!   to a rule as well as `''`.
//! - A whole number in a rule equals its decimal and its `0x` form in a record.
//! - Letters are compared without case in every script (`char::to_lowercase`), except under
//!   `cased` and in base64, where another case is other data.
//! - Keywords are searched in all values joined by blanks.
//! - Web rules that test the query or address are tried on path, query, and both together; those
//!   that test the path are tried on the path. `+` in IIS headers is also a blank.
//! - Processes come from Sysmon 1 and Security 4688, connections from Sysmon 3 and Security 5156,
//!   registry changes from Sysmon 12 to 14 and Security 4657, each under Sysmon's field names.
//!   A 4657 that deletes a value is for `registry_delete` and `registry_event` only; it says
//!   nothing of keys, so `registry_add` is Sysmon's alone.
//!
//! # What a hit means
//!
//! See [`RuleInfo::stage`] and [`RuleInfo::confidence`]: only a rule that says so by our tags
//! claims more than an attempt, so that no single community rule makes a verdict.
//!
//! # Start-up and speed
//!
//! `cargo bench -p afterpatch-sigma --bench sigma` tells both next to `evtx_dump`. Reading compiled
//! rules back from [`RuleSet::to_bytes`] takes a twentieth of the time of loading the texts, most
//! of which is YAML: a caller keeps the bytes of a user's rules beside a hash of their texts.
//! Automata are built when the first value of a field comes, expressions compiled when a text
//! comes that has what a match needs.
//!
//! # Open
//!
//! - Messages of Sysmon events without data (NXLog) are for the reader to take apart; only
//!   MSExchange Management rules read `Message` for `Data`.
//! - Array matching of Sigma version 3 is refused: records are flat.
//! - A correlation sees at most 200 hits per rule, group and five minutes one by one; more are
//!   counted with the last of them, and its findings say so, as they say how many matches beyond
//!   the first thousand of a correlation there were.
//! - [`RuleSet::never_firing`] knows the fields of Sysmon's events and of four of the audit's.

mod bucket;
mod compile;
mod correlate;
mod detector;
mod encode;
mod explain;
mod expr;
mod facts;
mod fields;
mod forms;
#[doc(hidden)]
pub mod fuzz;
mod interest;
mod load;
mod logsource;
mod look;
mod matcher;
mod meta;
mod plain;
mod registry;
mod regular;
mod schema;
mod shipped;
mod tally;
mod test;
mod text;
mod witness;

pub use compile::Placeholders;
pub use detector::SigmaDetector;
pub use explain::{Explained, Explanation};
pub use load::{CacheError, RuleSet, Unusable, Why, count_by_reason};
pub use look::Matching;
pub use meta::{Level, RuleInfo};
pub use shipped::SHIPPED;
