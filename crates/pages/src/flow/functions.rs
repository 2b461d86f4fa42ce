//! Functions the page defines: what goes into them and what comes out of them.

use foldhash::{HashSet, HashSetExt};

use super::{Flow, vocabulary::CALLED_BY_CLIENT};
use crate::lex::Token;

/// Tokens of a parameter list that are read.
const MAX_PARAMETERS: usize = 200;
/// Tokens between a parameter list and the body's brace.
const MAX_CONSTRAINTS: usize = 16;
/// Functions that are followed; no page defines as many.
const MAX_FUNCTIONS: usize = 20_000;
/// Tokens of a call that fills what it is given.
const MAX_FILLED: usize = 48;
/// Tokens of a call's arguments that are read.
const MAX_CALL: usize = 2_000;
/// The same once [`CALL_BUDGET`] is used up.
const MIN_CALL: usize = 8;
/// Tokens read of all calls, in lengths of the code: ordinary code nests calls three deep.
const CALL_BUDGET: usize = 6;

pub(super) struct Function<'a> {
    /// Where its name stands.
    pub(super) at: usize,
    pub(super) name: &'a str,
    pub(super) parameters: Vec<&'a str>,
    /// The tokens of its body.
    pub(super) body: (usize, usize),
    /// It takes a parameter by reference.
    pub(super) fills: bool,
    /// Its parameters come from the network (`[WebMethod]`).
    pub(super) published: bool,
}
impl<'a> Flow<'a> {
    /// Definitions: named lambdas, then `type name(parameters) {` and `Function name(parameters)`.
    pub(super) fn functions(&self, lambdas: &[usize]) -> Vec<Function<'a>> {
        let mut found: Vec<_> = lambdas.iter().filter_map(|at| self.named_lambda(*at)).collect();
        let ends: Vec<usize> = (0..self.tokens.len())
            .filter(|at| self.word(*at) == "end" && matches!(self.word(at + 1), "function" | "sub"))
            .collect();
        let contracts = self.has_any(&["operationcontract", "operationcontractattribute"]);
        let mut promised = HashSet::new();
        for at in 1..self.tokens.len() {
            if found.len() >= MAX_FUNCTIONS {
                break;
            }
            let name = self.word(at);
            found.extend(self.property(at));
            let Some(open) = (!name.is_empty()).then(|| self.bracket(at)).flatten() else {
                continue;
            };
            let close = self.close(open);
            let keyword = matches!(self.word(at - 1), "function" | "sub");
            let braced = self.op(close + 1, "{")
                || (self.op(close + 1, ":") && self.op(close + 3, "{"))
                || self.word(close + 1) == "where";
            // `new Type(…) { Property = … }` makes an object and defines nothing.
            let typed = (!self.word(at - 1).is_empty() && self.word(at - 1) != "new")
                || self.op(at - 1, "]")
                || self.op(at - 1, ">");
            let statement = matches!(
                name,
                "if" | "for" | "while" | "switch" | "using" | "catch" | "foreach" | "lock"
            );
            // `int F(int a) => a;`
            let arrow = self.op(close + 1, "=>") && !self.word(at - 1).is_empty();
            let defines = keyword || arrow || (braced && typed);
            if statement || !defines {
                // `[OperationContract] string Run(string c);`: what implements it is published.
                if contracts && typed && self.op(close + 1, ";") && self.published(at) {
                    promised.insert(name);
                }
                continue;
            }
            let end = self.body_end(close, (keyword, braced, arrow), &ends);
            let by_reference = |at| matches!(self.word(at), "byref" | "ref" | "out");
            found.push(Function {
                at,
                name,
                fills: (open + 1..close.min(open + MAX_PARAMETERS)).any(by_reference),
                parameters: self.parameters(open + 1, close),
                body: (close, end),
                published: CALLED_BY_CLIENT.contains(&name) || self.published(at),
            });
        }
        for function in found.iter_mut().filter(|function| promised.contains(function.name)) {
            function.published = true;
        }
        found
    }

    /// `Type Name { get { … } }`.
    fn property(&self, at: usize) -> Option<Function<'a>> {
        let getter = self.op(at + 1, "{")
            && matches!(self.word(at + 2), "get" | "set")
            && !self.word(at - 1).is_empty();
        getter.then(|| Function {
            at,
            name: self.word(at),
            parameters: Vec::new(),
            body: (at + 1, self.close(at + 1)),
            fills: false,
            published: false,
        })
    }

    /// Variables that are given a new object of a class the page defines.
    pub(super) fn instances(&self) -> HashSet<&'a str> {
        let mut found = HashSet::new();
        if !self.has("class") {
            return found;
        }
        let classes: HashSet<&str> = (1..self.tokens.len())
            .filter(|at| self.word(at - 1) == "class")
            .map(|at| self.word(at))
            .collect();
        for at in 3..self.tokens.len() {
            if self.word(at - 1) == "new" && classes.contains(self.word(at)) {
                let given = self.op(at - 2, "=") || self.word(at - 2) == "as";
                let name = if given { self.word(at - 3) } else { "" };
                found.extend(Some(name).filter(|name| !name.is_empty()));
            }
        }
        found
    }

    /// Where the body of the function whose parameters close at `close` ends.
    fn body_end(
        &self,
        close: usize,
        (keyword, braced, arrow): (bool, bool, bool),
        ends: &[usize],
    ) -> usize {
        let near = (close + MAX_CONSTRAINTS).min(self.tokens.len());
        let brace = (close + 1..near).find(|at| self.op(*at, "{"));
        match brace {
            _ if arrow => self.end[close + 1] as usize,
            Some(brace) if !keyword || braced => self.close(brace),
            _ => {
                let next = ends.partition_point(|end| *end < close);
                ends.get(next).copied().unwrap_or(self.tokens.len())
            }
        }
    }

    fn published(&self, at: usize) -> bool {
        const MARKS: &[&str] = &[
            "webmethod",
            "webmethodattribute",
            "operationcontract",
            "webinvoke",
            "webget",
            "httppost",
            "httpget",
            "scriptmethod",
            "soaprpcmethod",
        ];
        (at.saturating_sub(24)..at)
            .rev()
            .take_while(|back| !self.op(*back, "}") && !self.op(*back, ";"))
            .any(|back| MARKS.contains(&self.word(back)))
    }

    pub(super) fn parameters(&self, from: usize, close: usize) -> Vec<&'a str> {
        let (mut names, mut last, mut named) = (Vec::new(), "", false);
        for at in from..close.min(from + MAX_PARAMETERS) {
            let word = self.word(at);
            if self.op(at, ",") {
                names.push(std::mem::take(&mut last));
                named = false;
            } else if word == "as" || self.op(at, "=") || self.op(at, ":") {
                // `name As Type`, `name = default`, `name : Type`: the name stands.
                named = true;
            } else if !word.is_empty() && !named {
                last = word;
            }
        }
        if !last.is_empty() {
            names.push(last);
        }
        names
    }

    /// `run = Execute;`, `run = new Runner(Execute)`: the name stands for the function.
    pub(super) fn aliases<'f>(&self, called: &mut [Option<&'f Function<'a>>]) {
        for at in 1..self.tokens.len() {
            let Some(function) = called[self.symbols.at(at)] else { continue };
            if function.at == at || !self.passed_on(at) {
                continue;
            }
            if let Some(target) = self.alias(at) {
                let number = self.symbols.at(target);
                if number > 0 && called[number].is_none() {
                    called[number] = Some(function);
                }
            }
        }
    }

    /// Feeds the parameters of functions that are called with input, or passed on beside it.
    pub(super) fn calls(&mut self, places: &[usize], functions: &[Option<&Function<'a>>]) {
        // Calls inside calls are read once per level: all together a few times the code's length.
        let mut budget = self.tokens.len() * CALL_BUDGET;
        for &at in places {
            let Some(function) = functions[self.symbols.at(at)] else { continue };
            let defined = at > 0 && matches!(self.word(at - 1), "function" | "sub");
            if function.parameters.is_empty() || defined || function.body.0 == at {
                continue;
            }
            if self.passed_on(at) {
                // `QueueUserWorkItem(Run, input)`.
                if self.fed(self.statement_start(at), self.end[at] as usize) {
                    function.parameters.iter().for_each(|name| self.symbols.feed(name));
                }
                continue;
            }
            let (from, to) = match self.bracket(at) {
                Some(open) => (open + 1, self.close(open)),
                None => (at + 1, self.end[at] as usize),
            };
            let to = to.min(from + MAX_CALL.min(budget).max(MIN_CALL));
            budget = budget.saturating_sub(to.saturating_sub(from));
            if self.fed(from, to) {
                self.arguments(function, from, to);
            }
            if function.fills {
                self.filled(function, from, to);
            }
        }
    }

    /// Feeds the parameters whose arguments are fed.
    fn arguments(&mut self, function: &Function<'a>, mut from: usize, to: usize) {
        let (mut number, mut place) = (0, from);
        while place <= to {
            let opens = place < to && self.tokens.get(place).is_some_and(Token::opens);
            if opens && self.close(place) < to {
                place = self.close(place).max(place + 1);
                continue;
            }
            if place == to || self.op(place, ",") {
                let parameter = function.parameters.get(number).copied().unwrap_or("");
                if !parameter.is_empty() && self.carries(from, place) {
                    self.symbols.feed(parameter);
                }
                number += 1;
                from = place + 1;
            }
            place += 1;
        }
    }

    /// What a function puts into parameters that it takes by reference is in the arguments then.
    fn filled(&mut self, function: &Function<'a>, from: usize, to: usize) {
        let mut number = 0;
        for at in from..to.min(from + MAX_FILLED) {
            if self.op(at, ",") {
                number += 1;
            }
            let ends = at + 1 == to || self.op(at + 1, ",");
            let parameter = function.parameters.get(number).copied().unwrap_or("");
            if ends && self.symbols.is_fed(parameter) && !self.op(at.wrapping_sub(1), ".") {
                self.symbols.feed(self.word(at));
            }
        }
    }

    /// A function that returns input is input where it is called. One pass finds every fed result:
    /// `return input` by its place, `name = input` by its name.
    pub(super) fn returns(
        &mut self,
        results: &[usize],
        functions: &[Function<'a>],
        called: &[Option<&Function<'a>>],
    ) {
        let (mut places, mut named) = (Vec::new(), Vec::new());
        for &at in results {
            let own = called[self.symbols.at(at)].filter(|function| {
                (function.body.0..function.body.1).contains(&at)
                    && self.op(at + 1, "=")
                    && !self.op(at.wrapping_sub(1), ".")
            });
            if own.is_none() && self.word(at) != "return" {
                continue;
            }
            let end = self.end[at] as usize;
            let from = self.value(at + 1, end);
            if self.carries(from, end) && !self.is_number(from, end) {
                match own {
                    Some(function) => named.push(function.name),
                    None => places.push(at),
                }
            }
        }
        named.into_iter().for_each(|name| self.symbols.feed(name));
        for function in functions {
            let first = places.partition_point(|place| *place < function.body.0);
            if places.get(first).is_some_and(|place| *place < function.body.1) {
                self.symbols.feed(function.name);
            }
        }
    }
}
