//! What an executable web page is and does: which pages Exchange ships, and what an unknown one
//! can do. A pure library: bytes in, answers out, no I/O, no knowledge of detectors.
//!
//! - [`known_good()`] settles a file by its hash.
//! - [`check_name`] says whether any build ships a page at a place, and which shipped name an
//!   unshipped one imitates.
//! - [`judge()`] reads content: ASP.NET and classic ASP pages, handlers, services, Razor,
//!   `web.config`, scripts of log-on pages, and page text hidden in mail exports, certificate
//!   requests, images and dumps.

mod clue_texts;
mod config;
mod families;
mod flow;
mod fold;
#[doc(hidden)]
pub mod fuzz;
mod judge;
mod known_good;
mod lex;
mod lines;
mod logon;
mod notes;
mod page;
mod pieces;
mod quick;
mod rules;
mod scan;
mod ship;
mod streams;
mod tables;
mod view;
mod words;

pub use judge::{Ability, Grade, Judgement, MAX_JUDGED, ODD, Reason, SHELL, SUSPICIOUS, judge};
pub use known_good::{Class, KnownGood, known_good, known_good_count};
pub use page::Form;
pub use pieces::MAX_LOOKED;
pub use ship::{LookAlike, MAX_ELSEWHERE, NameCheck, Shipped, check_name, shipped_paths};
pub use view::Container;
