//! What the judge found, gathered: reasons by weight, abilities, and where each stands.

use std::collections::BTreeSet;

use crate::{
    judge::{Ability, Reason},
    lines,
    view::View,
};

/// Reasons kept of one file; a page that gives more has long been called a shell.
const MAX_REASONS: usize = 64;
/// Letters of an excerpt.
const EXCERPT: usize = 160;

/// Reasons and abilities while a file is judged.
#[derive(Default)]
pub(crate) struct Notes {
    found: Vec<Note>,
    pub(crate) abilities: BTreeSet<Ability>,
}

struct Note {
    view: usize,
    at: usize,
    what: String,
    weight: u16,
}

impl Notes {
    /// Adds a reason; of the same reason only the heaviest counts.
    pub(crate) fn add(&mut self, view: usize, at: usize, what: impl Into<String>, weight: u16) {
        let what = what.into();
        if let Some(known) = self.found.iter_mut().find(|note| note.what == what) {
            if weight > known.weight {
                (known.view, known.at, known.weight) = (view, at, weight);
            }
        } else if self.found.len() < MAX_REASONS {
            self.found.push(Note { view, at, what, weight });
        }
    }

    pub(crate) fn can(&mut self, ability: Ability) {
        self.abilities.insert(ability);
    }

    /// The sum of all reasons.
    pub(crate) fn weight(&self) -> u32 {
        self.found.iter().map(|note| u32::from(note.weight)).sum()
    }

    /// The reasons with their places in the file, heaviest first, then by place.
    pub(crate) fn reasons(self, views: &[View]) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self
            .found
            .into_iter()
            .filter(|note| note.weight > 0)
            .filter_map(|note| {
                let view = views.get(note.view)?;
                let at = note.at.min(view.text.len());
                let line = 1 + lines::count(&view.text[..at]);
                let excerpt = excerpt(&view.text, at);
                Some(Reason {
                    line,
                    offset: view.offset(at),
                    what: note.what,
                    excerpt,
                    weight: note.weight,
                })
            })
            .collect();
        reasons.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.offset.cmp(&b.offset)));
        reasons
    }
}

/// The line around a place, control characters as spaces, at most [`EXCERPT`] letters.
fn excerpt(text: &[u8], at: usize) -> String {
    let from = at
        - text[at.saturating_sub(40)..at]
            .iter()
            .rev()
            .take_while(|byte| !lines::ends(**byte))
            .count();
    let to = (from + EXCERPT * 2).min(text.len());
    let line = &text[from..to];
    let line = line.split(|byte| lines::ends(*byte)).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let clean = line.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    clean.take(EXCERPT).collect::<String>().trim().to_owned()
}
