//! The words of a piece of code as numbers, so that each is looked up once and not at every use.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::vocabulary::NUMBERS;
use crate::lex::{Kind, Token};

/// Words by which code reaches what a client sent.
const SOURCES: &[&str] = &[
    "request",
    "incomingmessage",
    "routedata",
    "getcontext",
    "incomingrequest",
    "clientquerystring",
    "findcontrol",
    "readentitybody",
    "getpreloadedentitybody",
    "getunknownrequestheader",
    "getquerystringrawbytes",
    "form",
    "websocket",
    "urldata",
    "querystring",
    "commandargument",
    "httplistenercontext",
];

/// What is known of a word.
#[derive(Clone, Copy, Default)]
pub(super) struct Traits {
    /// Holds request input.
    pub(super) fed: bool,
    /// Names a posted form control.
    pub(super) control: bool,
    /// Names the request or one of its kin.
    pub(super) source: bool,
    /// Makes a number of what it is given, or a letter of a number.
    pub(super) number: bool,
    pub(super) letter: bool,
}

/// The words of some tokens.
pub(super) struct Symbols<'a> {
    /// For each token the number of its word; 0 for none.
    of: Vec<u32>,
    numbers: HashMap<&'a str, u32>,
    /// By number; the first is no word.
    pub(super) names: Vec<&'a str>,
    traits: Vec<Traits>,
    /// Words that are fed.
    pub(super) fed: usize,
}

impl<'a> Symbols<'a> {
    pub(super) fn new(tokens: &'a [Token], controls: &HashSet<String>) -> Self {
        let mut symbols = Self {
            of: Vec::with_capacity(tokens.len()),
            numbers: HashMap::new(),
            names: vec![""],
            traits: vec![Traits::default()],
            fed: 0,
        };
        for token in tokens {
            let number = match token.kind {
                Kind::Word => symbols.number(&token.text, controls),
                _ => 0,
            };
            symbols.of.push(number);
        }
        symbols
    }

    fn number(&mut self, word: &'a str, controls: &HashSet<String>) -> u32 {
        *self.numbers.entry(word).or_insert_with(|| {
            self.names.push(word);
            self.traits.push(Traits {
                fed: false,
                control: controls.contains(word),
                source: SOURCES.contains(&word),
                number: NUMBERS.contains(&word),
                letter: matches!(word, "chr" | "chrw" | "chrb" | "fromcharcode" | "char"),
            });
            (self.names.len() - 1) as u32
        })
    }

    /// The number of the word at a token; 0 for none.
    #[inline]
    pub(super) fn at(&self, at: usize) -> usize {
        self.of.get(at).map_or(0, |number| *number as usize)
    }

    /// What is known of the word at a token.
    #[inline]
    pub(super) fn traits(&self, at: usize) -> Traits {
        self.traits[self.at(at)]
    }

    /// The number of a word of the code.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).map(|number| *number as usize)
    }

    pub(super) fn is_fed(&self, word: &str) -> bool {
        self.find(word).is_some_and(|number| self.traits[number].fed)
    }

    /// From now on this word holds request input.
    pub(super) fn feed(&mut self, word: &str) {
        if let Some(number) = self.find(word).filter(|number| *number > 0) {
            self.fed += usize::from(!self.traits[number].fed);
            self.traits[number].fed = true;
        }
    }
}
