//! Functions the page defines: what goes into them and what comes out of them.

use super::Flow;

/// Tokens of a parameter list that are read.
const MAX_PARAMETERS: usize = 200;
/// Functions that are followed; no page defines as many.
const MAX_FUNCTIONS: usize = 2_000;
/// Tokens of a call's arguments that are read.
const MAX_CALL: usize = 2_000;
/// Tokens of a function body that are looked through for its results; nested functions in a
/// hostile file would otherwise be read once per level.
const MAX_BODY: usize = 8_000;

pub(super) struct Function<'a> {
    pub(super) name: &'a str,
    pub(super) parameters: Vec<&'a str>,
    /// The tokens of its body.
    pub(super) body: (usize, usize),
    /// Its parameters come from the network (`[WebMethod]`).
    pub(super) published: bool,
}
impl<'a> Flow<'a> {
    /// Definitions: `type name(parameters) {` and `Function name(parameters)`.
    pub(super) fn functions(&self) -> Vec<Function<'a>> {
        let mut found = Vec::new();
        for at in 1..self.tokens.len() {
            if found.len() == MAX_FUNCTIONS {
                break;
            }
            let name = self.word(at);
            if name.is_empty() || !self.op(at + 1, "(") {
                continue;
            }
            let close = self.close(at + 1);
            let keyword = matches!(self.word(at - 1), "function" | "sub");
            let braced =
                self.op(close + 1, "{") || (self.op(close + 1, ":") && self.op(close + 3, "{"));
            let typed =
                !self.word(at - 1).is_empty() || self.op(at - 1, "]") || self.op(at - 1, ">");
            let statement = matches!(
                name,
                "if" | "for" | "while" | "switch" | "using" | "catch" | "foreach" | "lock"
            );
            let defines = keyword || (braced && typed);
            if statement || !defines {
                continue;
            }
            let open = (close + 1..(close + 6).min(self.tokens.len())).find(|at| self.op(*at, "{"));
            let end = match open {
                Some(open) if !keyword || braced => self.close(open),
                _ => (close..self.tokens.len().min(close + MAX_BODY))
                    .find(|at| {
                        self.word(*at) == "end" && matches!(self.word(at + 1), "function" | "sub")
                    })
                    .unwrap_or(self.tokens.len()),
            };
            found.push(Function {
                name,
                parameters: self.parameters(at + 2, close),
                body: (close, end),
                published: self.published(at),
            });
        }
        found
    }

    pub(super) fn published(&self, at: usize) -> bool {
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

    pub(super) fn calls(&mut self, functions: &[Option<&Function<'a>>]) {
        for at in 0..self.tokens.len() {
            let Some(function) = functions[self.symbols.at(at)] else { continue };
            let defined = at > 0 && matches!(self.word(at - 1), "function" | "sub");
            if function.parameters.is_empty() || defined || function.body.0 == at {
                continue;
            }
            let (mut from, to) = if self.op(at + 1, "(") {
                (at + 2, self.close(at + 1))
            } else {
                (at + 1, self.end[at] as usize)
            };
            let to = to.min(from + MAX_CALL);
            let mut number = 0;
            let mut place = from;
            while place <= to {
                let opens = place < to && ["(", "[", "{"].iter().any(|op| self.op(place, op));
                if opens && self.close(place) < to {
                    place = self.close(place).max(place + 1);
                    continue;
                }
                if place == to || self.op(place, ",") {
                    let parameter = function.parameters.get(number).copied().unwrap_or("");
                    if !parameter.is_empty() && self.fed(from, place) {
                        self.symbols.feed(parameter);
                    }
                    number += 1;
                    from = place + 1;
                }
                place += 1;
            }
        }
    }

    /// A function that returns input is input where it is called.
    pub(super) fn returns(&mut self, function: &Function<'a>) {
        let (from, to) = function.body;
        for at in from..to.min(self.tokens.len()).min(from + MAX_BODY) {
            let returns = self.word(at) == "return"
                || (self.word(at) == function.name
                    && self.op(at + 1, "=")
                    && !self.op(at.wrapping_sub(1), "."));
            if returns
                && self.fed(at + 1, self.end[at] as usize)
                && !self.is_number(at + 1, self.end[at] as usize)
            {
                self.symbols.feed(function.name);
                return;
            }
        }
    }
}
