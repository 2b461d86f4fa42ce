//! Which words of a piece of code can hold what the request sent: sources, assignments, calls of
//! helper functions. Light on purpose: one name space, no control flow, a few linear passes.

use std::cell::OnceCell;

use foldhash::{HashSet, HashSetExt};

use crate::lex::{Kind, Token};

mod assign;
mod functions;
mod lambdas;
mod shape;
mod symbols;
mod vocabulary;

use functions::Function;
use shape::{Shield, partners, shields, statement_ends};
use symbols::Symbols;
use vocabulary::{
    ANSWER_KEEPS, FILLS, KEPT, NOT_INPUT, OPEN_CMDLETS, OPEN_TARGET, POSTED, SERVER_OWN, STORES,
};

/// Passes over the code: each carries input one assignment against the order of the text further.
const PASSES: usize = 4;

/// Code with what is known of it.
pub(crate) struct Flow<'a> {
    pub(crate) tokens: &'a [Token],
    /// For each bracket its partner; its own place where it has none.
    partner: Vec<u32>,
    /// For each token the end of its statement.
    end: Vec<u32>,
    /// Tokens before each place that are input.
    before: Vec<u32>,
    /// Per token: stands where input is only a key or only the end of a path.
    shields: Vec<Shield>,
    /// Only values that begin with input count: what the request names whole.
    strict: bool,
    /// The same code followed strictly, once somebody asks.
    whole: OnceCell<Box<Self>>,
    /// By word: called with input somewhere, once somebody asks.
    called: OnceCell<Vec<bool>>,
    /// Whether PowerShell is only given cmdlets that are written out.
    cmdlets: OnceCell<bool>,
    controls: &'a HashSet<String>,
    /// Places where a function's name stands in its definition, and those names.
    defined: HashSet<usize>,
    own: HashSet<&'a str>,
    /// Variables that hold objects of the page's own classes: their members are its variables.
    instances: HashSet<&'a str>,
    symbols: Symbols<'a>,
}

impl<'a> Flow<'a> {
    /// Follows input through the code. `controls` are the names of posted form controls.
    pub(crate) fn new(tokens: &'a [Token], controls: &'a HashSet<String>) -> Self {
        Self::follow(tokens, controls, false)
    }

    fn follow(tokens: &'a [Token], controls: &'a HashSet<String>, strict: bool) -> Self {
        let partner = partners(tokens);
        let mut flow = Self {
            tokens,
            shields: shields(tokens, &partner),
            partner,
            end: statement_ends(tokens),
            before: Vec::new(),
            strict,
            whole: OnceCell::new(),
            called: OnceCell::new(),
            cmdlets: OnceCell::new(),
            controls,
            defined: HashSet::new(),
            own: HashSet::new(),
            instances: HashSet::new(),
            symbols: Symbols::new(tokens, controls),
        };
        let lambdas = flow.lambda_places();
        let functions = flow.functions(&lambdas);
        flow.defined = functions.iter().map(|function| function.at).collect();
        flow.instances = flow.instances();
        flow.own = functions.iter().map(|function| function.name).collect();
        for function in functions.iter().filter(|function| function.published) {
            function.parameters.iter().for_each(|name| flow.symbols.feed(name));
            if function.name == "loadviewstate" {
                flow.symbols.feed("viewstate");
            }
        }
        let mut called: Vec<Option<&Function<'_>>> = vec![None; flow.symbols.names.len()];
        for function in &functions {
            if let Some(number) = flow.symbols.find(function.name) {
                called[number] = Some(function);
            }
        }
        flow.aliases(&mut called);
        let places = flow.places(&called);
        for _ in 0..PASSES {
            flow.count();
            let known = flow.symbols.fed;
            flow.assignments(&places.values);
            flow.calls(&places.calls, &called);
            flow.lambdas(&lambdas);
            flow.returns(&places.results, &functions, &called);
            if flow.symbols.fed == known {
                // Nothing new is input, so what was counted holds.
                return flow;
            }
        }
        flow.count();
        flow
    }

    fn count(&mut self) {
        let mut total = 0;
        let mut before = Vec::with_capacity(self.tokens.len() + 1);
        before.push(0);
        for at in 0..self.tokens.len() {
            total += u32::from(self.is_input(at));
            before.push(total);
        }
        self.before = before;
    }

    /// Whether any token in the range can hold request input.
    pub(crate) fn fed(&self, from: usize, to: usize) -> bool {
        let last = self.before.len() - 1;
        self.before[to.min(last)] > self.before[from.min(last)]
    }

    /// Whether the request names the whole of a value, not only its end: `Request["p"]` does,
    /// `Server.MapPath(Request["p"])` and `folder + Request["p"]` do not.
    pub(crate) fn names_whole(&self, from: usize, to: usize) -> bool {
        if !self.fed(from, to) {
            return false;
        }
        let follow = || Box::new(Self::follow(self.tokens, self.controls, true));
        self.whole.get_or_init(follow).leads(from, to)
    }

    /// Whether the first operand of an expression is input.
    fn leads(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        let limit = to.min(from + MAX_LEAD).min(self.tokens.len());
        while at < limit {
            let token = &self.tokens[at];
            let joins = token.is("+") || token.is("&") || token.is(",") || token.is("??");
            if joins || token.is("?") {
                break;
            }
            at = if token.opens() { self.close(at).max(at + 1) } else { at + 1 };
        }
        self.fed(from, at.min(to))
    }

    /// Whether input goes on from a value to what it is given to.
    fn carries(&self, from: usize, to: usize) -> bool {
        if self.strict { self.leads(from, to) } else { self.fed(from, to) }
    }

    /// Whether the word at a place is the name in a function's definition.
    pub(crate) fn defines(&self, at: usize) -> bool {
        self.defined.contains(&at)
    }

    /// Whether a word of the code holds request input.
    pub(crate) fn is_fed(&self, word: &str) -> bool {
        self.symbols.is_fed(word)
    }

    /// Whether the code defines a function of this name.
    pub(crate) fn is_own(&self, word: &str) -> bool {
        self.own.contains(word)
    }

    /// Whether the code reads the request at all.
    pub(crate) fn any_input(&self) -> bool {
        self.fed(0, self.tokens.len())
    }

    /// Where the bracket at `at` closes, or the end of the code.
    pub(crate) fn close(&self, at: usize) -> usize {
        let partner = self.partner[at] as usize;
        if partner > at { partner } else { self.end[at] as usize }
    }

    /// Where the bracket that closes at `at` opens.
    pub(crate) fn opened(&self, at: usize) -> Option<usize> {
        let partner = self.partner[at] as usize;
        (partner < at).then_some(partner)
    }

    /// End of the statement that holds `at`.
    pub(crate) fn statement_end(&self, at: usize) -> usize {
        self.end[at] as usize
    }

    pub(crate) fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    /// The distinct words of the code; a word's number is its place, and the first is no word.
    pub(crate) fn names(&self) -> &[&'a str] {
        &self.symbols.names
    }

    /// The number of the word at a token; 0 for none.
    #[inline]
    pub(crate) fn symbol(&self, at: usize) -> usize {
        self.symbols.at(at)
    }

    /// Whether the code has this word anywhere.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.symbols.find(word).is_some()
    }

    /// Whether the code has any of these words.
    pub(crate) fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }

    /// Whether all that PowerShell runs here are cmdlets that the page names, and none of them takes
    /// code or a place: then what is bound to their parameters is only a value.
    pub(crate) fn has_fixed_cmdlets(&self) -> bool {
        *self.cmdlets.get_or_init(|| {
            let runs =
                |at: &usize| matches!(self.word(*at), "addcommand" | "pscommand" | "command");
            let mut named = (1..self.tokens.len()).filter(|at| self.op(at + 1, "(")).filter(runs);
            let written = |at: usize| {
                let name = self.tokens.get(at + 2).filter(|name| name.kind == Kind::Str);
                name.is_some_and(|name| {
                    let name = name.text.to_ascii_lowercase();
                    name.contains('-')
                        && !name.ends_with(OPEN_TARGET)
                        && !OPEN_CMDLETS.iter().any(|open| name.starts_with(open))
                })
            };
            let made = |at: usize| self.op(at + 2, ")") && self.word(at - 1) == "new";
            // What is bound can be read back from the parameters.
            let others =
                ["addscript", "createpipeline", "invokescript", "scriptblock", "parameters"];
            !self.has_any(&others)
                && self.has("addcommand")
                && named.all(|at| made(at) || written(at))
        })
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", Token::word)
    }

    fn op(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(text))
    }

    fn is_input(&self, at: usize) -> bool {
        let known = self.symbols.traits(at);
        if !(known.fed || known.control || known.source) {
            return false;
        }
        if self.shields[at].key || (self.strict && self.shields[at].end) {
            return false;
        }
        let word = self.word(at);
        let member = at > 0 && self.op(at - 1, ".");
        let owner = if member && at > 1 { self.word(at - 2) } else { "" };
        match word {
            "request" => self.request_is_input(at),
            // `upload.Form("path")`, `context.WebSocket.ReceiveAsync(…)`.
            "form" => {
                member && self.op(at + 1, "(") && {
                    self.tokens.get(at + 2).is_some_and(|name| name.kind == Kind::Str)
                }
            }
            "websocket" => member && self.op(at + 1, "."),
            "commandargument" => member,
            _ if KEPT.iter().any(|kept| kept.1 == word) => known.fed,
            "incomingmessage" | "routedata" | "getcontext" if member => owner != "base",
            "incomingrequest"
            | "clientquerystring"
            | "findcontrol"
            | "readentitybody"
            | "urldata"
            | "httplistenercontext"
            | "getpreloadedentitybody"
            | "getunknownrequestheader"
            | "getquerystringrawbytes" => true,
            "querystring" => member,
            "response" => {
                known.fed && self.op(at + 1, ".") && ANSWER_KEEPS.contains(&self.word(at + 2))
            }
            _ if member && !matches!(owner, "this" | "me" | "self") => {
                let store = owner != "response" && STORES.contains(&word);
                known.fed && (store || self.instances.contains(&owner))
            }
            _ if self.op(at + 1, "=>") => false,
            // `label.Text = …` sets what is shown.
            _ if known.control && self.op(at + 1, ".") => {
                POSTED.contains(&self.word(at + 2)) && !self.op(at + 3, "=")
            }
            _ => known.fed,
        }
    }

    fn request_is_input(&self, at: usize) -> bool {
        if !self.op(at + 1, ".") {
            // `Request` as a type or a name in a declaration is not the object.
            return !self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word)
                || self.tokens.get(at + 1).is_some_and(|next| next.word() == "as");
        }
        let member = self.word(at + 2);
        if member == "servervariables" {
            let name = self.tokens.get(at + 4).filter(|name| name.kind == Kind::Str);
            return name
                .is_none_or(|name| !SERVER_OWN.contains(&name.text.to_ascii_lowercase().as_str()));
        }
        let part = if member == "url" && self.op(at + 3, ".") { self.word(at + 4) } else { "" };
        part == "query" || !NOT_INPUT.contains(&member)
    }

    /// Where values are given on, called and returned.
    fn places(&self, called: &[Option<&Function<'_>>]) -> Places {
        let mut places = Places::default();
        for (at, token) in self.tokens.iter().enumerate() {
            if token.kind == Kind::Op {
                // `Type Name => value;` gives a property its value; `x => …` is a lambda.
                let property = || {
                    token.is("=>")
                        && at > 1
                        && (self.op(at - 1, ")") || !self.word(at - 2).is_empty())
                };
                let assigns = token.is("=") || token.is("+=") || token.is("&=") || property();
                let fills = token.is(".") && FILLS.contains(&self.word(at + 1));
                if assigns || fills {
                    places.values.push(at);
                }
                continue;
            }
            let own = called[self.symbols.at(at)].is_some();
            match token.word() {
                "in" => places.values.push(at),
                "return" => places.results.push(at),
                _ => {}
            }
            if own {
                places.calls.push(at);
                if self.op(at + 1, "=") {
                    places.results.push(at);
                }
            }
        }
        places
    }
}

/// Places that each pass looks at.
#[derive(Default)]
struct Places {
    /// Assignments, loops over values, and methods that fill what they are called on.
    values: Vec<usize>,
    /// Uses of functions that the page defines.
    calls: Vec<usize>,
    /// `return`, and names of functions that are given a value.
    results: Vec<usize>,
}

/// Tokens of a first operand that are read.
const MAX_LEAD: usize = 256;

#[cfg(test)]
mod tests;
