//! Automata over a field's literals, and the memory of what they found.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use foldhash::fast::RandomState;

use crate::{
    fields::FieldId,
    text::{Place, fold_into},
};

/// Literals up to this number are matched by a full automaton, which is faster and larger.
const DENSE_LITERALS: usize = 12;

/// How deep states of the smaller automata have a place for every byte: what the library takes for
/// the automaton that searches, also for the one that it is made from.
const DENSE_DEPTH: usize = 2;

/// Longest text remembered here, in bytes: what is longer seldom repeats.
const MEMO_LENGTH: usize = 1_024;

/// Automata by their literals: many kinds of event are asked for the same ones.
#[derive(Debug, Default)]
pub(crate) struct Automata {
    built: Mutex<HashMap<Vec<String>, AhoCorasick, RandomState>>,
}

impl Automata {
    /// The automaton for literals in order; `None` if they are too many for one.
    pub(crate) fn of(&self, literals: &[String]) -> Option<AhoCorasick> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(automaton) = built.get(literals) {
            return Some(automaton.clone());
        }
        let kind = if literals.len() <= DENSE_LITERALS {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .dense_depth(DENSE_DEPTH)
            .build(literals)
            .ok()?;
        built.insert(literals.to_vec(), automaton.clone());
        Some(automaton)
    }
}

/// Each literal with the places it counts at, and the rules that then deserve a look.
pub(crate) type Literals = HashMap<String, Vec<(Place, Vec<u32>)>>;

/// All witnesses in one field.
#[derive(Debug)]
pub(crate) struct Matcher {
    /// The field.
    pub field: FieldId,
    /// Built when the first value comes: many kinds of record lack many fields. `None` if there
    /// are too many literals for one.
    automaton: OnceLock<Option<AhoCorasick>>,
    automata: Arc<Automata>,
    texts: Vec<String>,
    /// Length of the shortest literal, in bytes: no shorter text holds one.
    shortest: usize,
    /// For each literal: the places it counts at, and the rules that then deserve a look.
    literals: Vec<Vec<(Place, Vec<u32>)>>,
}

impl Matcher {
    /// A matcher.
    pub(crate) fn new(field: FieldId, literals: Literals, automata: &Arc<Automata>) -> Self {
        let mut literals: Vec<_> = literals.into_iter().collect();
        literals.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let (texts, literals): (Vec<String>, Vec<_>) = literals.into_iter().unzip();
        let shortest = texts.iter().map(String::len).min().unwrap_or(0);
        let (automaton, automata) = (OnceLock::new(), Arc::clone(automata));
        Self { field, automaton, automata, texts, shortest, literals }
    }

    /// The rules that deserve a look for a folded text.
    fn look(&self, text: &str, out: &mut Vec<u32>) {
        let Some(automaton) = self.automaton.get_or_init(|| self.automata.of(&self.texts)) else {
            let all = self.literals.iter().flatten();
            return out.extend(all.flat_map(|(_, rules)| rules));
        };
        for found in automaton.find_overlapping_iter(text) {
            let (starts, ends) = (found.start() == 0, found.end() == text.len());
            for (place, rules) in &self.literals[found.pattern().as_usize()] {
                let here = match place {
                    Place::Contains => true,
                    Place::Starts => starts,
                    Place::Ends => ends,
                    Place::Equals => starts && ends,
                };
                if here {
                    out.extend_from_slice(rules);
                }
            }
        }
    }
}

/// Candidates of texts that were seen before.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    seen: HashMap<Box<str>, Box<[u32]>, RandomState>,
}

impl Memo {
    /// Adds the candidates for a text, and tells by how many bytes the memo grew.
    pub(crate) fn look(
        &mut self,
        matcher: &Matcher,
        text: &str,
        folded: &mut String,
        out: &mut Vec<u32>,
    ) -> usize {
        // Folding keeps the length of ASCII and makes no other text more than three times longer.
        if text.len() < matcher.shortest && (text.len() * 3 < matcher.shortest || text.is_ascii()) {
            return 0;
        }
        if text.len() <= MEMO_LENGTH
            && let Some(rules) = self.seen.get(text)
        {
            out.extend_from_slice(rules);
            return 0;
        }
        let before = out.len();
        folded.clear();
        fold_into(text, folded);
        matcher.look(folded, out);
        if text.len() > MEMO_LENGTH {
            return 0;
        }
        let found: Box<[u32]> = out.get(before..).unwrap_or_default().into();
        let grown = text.len() + size_of_val(&*found) + size_of::<(Box<str>, Box<[u32]>)>();
        self.seen.insert(text.into(), found);
        grown
    }
}
