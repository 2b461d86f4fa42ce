//! What a value is given to: assignments, and methods that fill what they are called on.

use super::{
    Flow, MAX_LEAD,
    vocabulary::{ANSWER_KEEPS, BOUND, ENDS_THERE, KEPT, STORES, TAKES_OUT},
};
use crate::lex::Kind;

impl<'a> Flow<'a> {
    pub(super) fn assignments(&mut self, places: &[usize]) {
        for &at in places {
            if self.tokens[at].is(".") {
                self.fill(at);
            } else {
                self.assign(at);
            }
        }
    }

    fn assign(&mut self, at: usize) {
        let mut end = self.end[at] as usize;
        if let Some(target) = at.checked_sub(1) {
            // Inside `using (var x = …)` the value ends with the bracket.
            if let Some(open) = self.op(at + 1, "(").then(|| self.close(at + 1)) {
                end = end.max(open);
            }
            // `new object[] { … }` and `= { … }` go on to the closing brace.
            let listed = self.op(end, "{")
                && (self.op(end - 1, "]")
                    || self.op(end - 1, "=")
                    || (end > 1 && self.word(end - 2) == "new"));
            if listed {
                end = self.close(end).max(end);
            }
            let adds = self.strict && (self.op(at, "+=") || self.op(at, "&="));
            let from = self.value(at + 1, end);
            if adds || !self.carries(from, end) || self.is_number(from, end) {
                return;
            }
            if self.ends_there(from, end) {
                return;
            }
            // `var (a, b) = value`: each name takes a part.
            if self.op(target, ")") {
                let open = self.partner[target] as usize;
                if open > 0 && open < target && self.word(open - 1) == "var" {
                    for at in open + 1..target.min(open + MAX_PARTS) {
                        self.symbols.feed(self.word(at));
                    }
                }
            }
            // `a As Type = value` and `a : Type = value`: the name stands before the type.
            let typed = (target.saturating_sub(12)..=target)
                .rev()
                .take_while(|at| !self.tokens[*at].ends())
                .find(|at| {
                    self.word(*at) == "as" || (self.op(*at, ":") && !self.word(at + 1).is_empty())
                });
            let base = self.base(typed.and_then(|at| at.checked_sub(1)).unwrap_or(target));
            if !base.is_empty() && base != "request" {
                self.symbols.feed(base);
            }
        }
    }

    /// Where the values of `condition ? value : value` begin; elsewhere the place itself.
    pub(crate) fn value(&self, mut from: usize, end: usize) -> usize {
        if self.op(from, "(") && self.close(from) + 1 >= end {
            from += 1;
        }
        let mut at = from;
        let limit = end.min(from + MAX_LEAD);
        while at < limit {
            if self.op(at, "?") && at > from {
                return at + 1;
            }
            let opens = self.tokens[at].opens();
            at = if opens { self.close(at).max(at) + 1 } else { at + 1 };
        }
        from
    }

    /// Whether a value is only a number or a comparison's result.
    pub(super) fn is_number(&self, from: usize, end: usize) -> bool {
        let first = self.word(from);
        let typed = ["int", "long", "double", "decimal", "datetime", "bool", "enum"];
        if self.joins_text(from, end) {
            return false;
        }
        if from < end && typed.contains(&first) {
            return true;
        }
        let mut counts = false;
        for at in from..end.min(from + MAX_HEAD) {
            let known = self.symbols.traits(at);
            // `Chr(CLng("&h" & digits))` is a letter.
            if known.letter {
                return false;
            }
            counts |= known.number;
        }
        counts || (from..end.min(from + 24)).any(|at| self.op(at, "==") || self.op(at, "!="))
    }

    /// Whether a value is put together with a text: `DateTime.Now + " " + name` is no moment.
    fn joins_text(&self, from: usize, end: usize) -> bool {
        let (mut at, mut text, mut joined) = (from, false, false);
        while at < end.min(from + MAX_LEAD) {
            let token = &self.tokens[at];
            text |= token.kind == Kind::Str;
            joined |= token.is("+") || token.is("&");
            if token.is("==") || token.is("!=") || token.is("?") {
                return false;
            }
            at = if token.opens() { self.close(at).max(at) + 1 } else { at + 1 };
        }
        text && joined
    }

    /// Whether a value is an object that does nothing with what it is made of but hold it.
    fn ends_there(&self, from: usize, end: usize) -> bool {
        let class = (from + 1..end.min(from + MAX_CLASS)).find(|at| self.op(*at + 1, "("));
        self.word(from) == "new"
            && class.is_some_and(|at| ENDS_THERE.contains(&self.word(at)))
            && !self.takes_out()
    }

    /// Whether the page reads back what such an object holds: `credential.UserName`.
    fn takes_out(&self) -> bool {
        (2..self.tokens.len()).any(|at| {
            self.op(at - 1, ".")
                && TAKES_OUT.contains(&self.word(at))
                && self.word(at - 2) != "request"
                && !self.op(at + 1, "=")
        })
    }

    /// The variable at the left end of `a.b[c]` that ends at `at`. A database command's parameters
    /// are none of its text, the answer's parts none of the request, and what a store of the
    /// context is given is in the store: the context itself is not that value.
    fn base(&self, mut at: usize) -> &'a str {
        for _ in 0..MAX_CHAIN {
            if (self.op(at, "]") || self.op(at, ")")) && (self.partner[at] as usize) < at {
                let open = self.partner[at] as usize;
                if open == 0 {
                    return "";
                }
                at = open - 1;
                continue;
            }
            let owner = at >= 2
                && self.op(at - 1, ".")
                && !matches!(self.word(at - 2), "this" | "me" | "self");
            let word = self.word(at);
            if word == "response" || (owner && STORES.contains(&word)) {
                return word;
            }
            if owner {
                if word == "parameters" && !self.has_any(&SCRIPTED) {
                    return "";
                }
                at -= 2;
                continue;
            }
            return word;
        }
        ""
    }

    /// `x.Append(input)` feeds `x`; `input.Read(x)` feeds `x`.
    fn fill(&mut self, dot: usize) {
        if dot == 0 {
            return;
        }
        let (from, to) = if self.op(dot + 2, "(") {
            (dot + 3, self.close(dot + 2))
        } else {
            (dot + 2, self.end[dot] as usize)
        };
        if let Some(kept) = KEPT.iter().find(|kept| kept.0 == self.word(dot + 1)) {
            if self.fed(from, to) {
                self.symbols.feed(kept.1);
            }
            return;
        }
        if BOUND.contains(&self.word(dot + 1)) && self.has_fixed_cmdlets() {
            return;
        }
        let owner = self.base(dot - 1);
        // `context.Response.Write(input)` leaves the context as it was.
        let answers = matches!(self.word(dot - 1), "response" | "output" | "outputstream");
        let whole = !matches!(owner, "" | "request" | "server" | "output")
            && (owner != "response" || ANSWER_KEEPS.contains(&self.word(dot - 1)));
        if whole && !answers && self.fed(from, to) {
            self.symbols.feed(owner);
        }
        let reads = matches!(
            self.word(dot + 1),
            "read" | "copyto" | "receiveasync" | "readblock" | "readasync" | "copytoasync"
        );
        let start = dot.saturating_sub(3);
        if reads && (self.symbols.is_fed(owner) || self.fed(start, dot)) {
            for at in from..to.min(from + 8) {
                let word = self.word(at);
                if !word.is_empty() && self.op(at + 1, ",") || self.op(at + 1, ")") {
                    self.symbols.feed(word);
                }
            }
        }
    }
}

/// Tokens of `new System.Net.NetworkCredential(` that are read.
const MAX_CLASS: usize = 10;
/// Tokens of a value that say whether it is a number.
const MAX_HEAD: usize = 8;
/// Tokens of `(a, b)` that take parts of a value.
const MAX_PARTS: usize = 64;
/// Words of PowerShell's classes, whose parameters are code as much as the command is.
const SCRIPTED: [&str; 4] = ["powershell", "runspace", "pipeline", "runspacefactory"];
/// Links of `a.b.c` that are walked back.
const MAX_CHAIN: usize = 64;
