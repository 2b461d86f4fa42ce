//! Functions without a name of their own: lambdas, delegates and functions that are passed on.

use super::{Flow, functions::Function};

/// Tokens of type arguments between a function's name and its bracket.
const MAX_TYPES: usize = 24;
/// Tokens of a cast or of `new Handler(` between a lambda and the name it is given to.
const MAX_WRAP: usize = 24;
/// Tokens of a statement before a place that are looked at.
const MAX_BACK: usize = 48;

impl<'a> Flow<'a> {
    /// Where the bracket after a name opens: right behind it or behind its type arguments
    /// (`Get<T>(`, `Get(Of T)(`).
    pub(crate) fn bracket(&self, at: usize) -> Option<usize> {
        if self.op(at + 1, "(") {
            let typed = self.word(at + 2) == "of";
            let close = if typed { self.close(at + 1) } else { 0 };
            return Some(if typed && self.op(close + 1, "(") { close + 1 } else { at + 1 });
        }
        if !self.op(at + 1, "<") {
            return None;
        }
        for place in at + 2..self.tokens.len().min(at + MAX_TYPES) {
            let inner = !self.word(place).is_empty()
                || [".", ",", "[", "]", "?", "<", ">"].iter().any(|op| self.op(place, op));
            if !inner {
                break;
            }
            if self.op(place, ">") && self.op(place + 1, "(") {
                return Some(place + 1);
            }
        }
        None
    }

    /// `function (a)`, `delegate (a)` and `Function(a)` without a name.
    pub(super) fn is_anonymous(&self, at: usize) -> bool {
        self.op(at + 1, "(")
            && matches!(self.word(at), "function" | "sub" | "delegate")
            && !matches!(self.word(at.wrapping_sub(1)), "end" | "exit" | "new")
    }

    /// Where lambdas and functions without a name stand.
    pub(super) fn lambda_places(&self) -> Vec<usize> {
        (1..self.tokens.len()).filter(|at| self.op(*at, "=>") || self.is_anonymous(*at)).collect()
    }

    /// The parameters of the lambda at `at`, the place before it and its body.
    fn lambda(&self, at: usize) -> Option<(Vec<&'a str>, usize, (usize, usize))> {
        let (parameters, left, after) = if !self.op(at, "=>") {
            let close = self.close(at + 1);
            (self.parameters(at + 2, close), at, close + 1)
        } else if self.op(at - 1, ")") {
            let open = self.partner[at - 1] as usize;
            (self.parameters(open + 1, at - 1), open, at + 1)
        } else if self.word(at - 1).is_empty() {
            return None;
        } else {
            (vec![self.word(at - 1)], at - 1, at + 1)
        };
        let end = if self.op(after, "{") {
            self.close(after)
        } else {
            self.end.get(after).map_or(self.tokens.len(), |end| *end as usize)
        };
        let left = if self.word(left.wrapping_sub(1)) == "async" { left - 1 } else { left };
        Some((parameters, left.checked_sub(1)?, (after, end)))
    }

    /// `run = c => …`, `run = new Handler(delegate (string c) { … })`: the function that the name
    /// stands for from then on.
    pub(super) fn named_lambda(&self, at: usize) -> Option<Function<'a>> {
        let (parameters, before, body) = self.lambda(at)?;
        let target = self.given_to(before)?;
        let name = self.word(target);
        (!name.is_empty()).then_some(Function {
            at: target,
            name,
            parameters,
            body,
            fills: false,
            published: false,
        })
    }

    /// The place of the name that takes what stands right after `before`: `name = (Cast)`,
    /// `name = new Wrapper(`, `name[key] = `.
    fn given_to(&self, before: usize) -> Option<usize> {
        let mut at = before;
        for _ in 0..MAX_WRAP {
            if self.op(at, "=") || self.op(at, "+=") {
                return self.target(at.checked_sub(1)?);
            }
            if self.op(at, ")") && (self.partner[at] as usize) < at {
                at = (self.partner[at] as usize).checked_sub(1)?;
                continue;
            }
            let made = ["addressof", "new"].contains(&self.word(at));
            if !self.op(at, "(") && !made {
                return None;
            }
            at = if made { at.checked_sub(1)? } else { self.before_maker(at.checked_sub(1)?)? };
        }
        None
    }

    /// The name at the left end of what is assigned: `name`, `name[key]`, `name As Type`.
    fn target(&self, at: usize) -> Option<usize> {
        let typed = (at.saturating_sub(MAX_WRAP)..at)
            .rev()
            .take_while(|place| !self.tokens[*place].ends())
            .find(|place| self.word(*place) == "as");
        if let Some(typed) = typed {
            return typed.checked_sub(1);
        }
        if self.op(at, "]") {
            return (self.partner[at] as usize).checked_sub(1);
        }
        Some(at)
    }

    /// What stands before `new Handler<string>` that ends at `at`; the place itself where a bracket
    /// only groups.
    fn before_maker(&self, at: usize) -> Option<usize> {
        let groups = ["=", "+=", "(", ")"].iter().any(|op| self.op(at, op));
        if groups {
            return Some(at);
        }
        for place in (at.saturating_sub(MAX_WRAP)..=at).rev() {
            if self.word(place) == "new" {
                return place.checked_sub(1);
            }
            let typed = !self.word(place).is_empty()
                || [".", "<", ">", ",", "[", "]"].iter().any(|op| self.op(place, op));
            if !typed {
                break;
            }
        }
        None
    }

    /// A lambda's parameters take what the call it is given to works on:
    /// `Request["c"].Split('|').ToList().ForEach(c => …)`, `((Action<string>)(c => …))(input)`.
    pub(super) fn lambdas(&mut self, places: &[usize]) {
        for &at in places {
            let Some((parameters, before, _)) = self.lambda(at) else { continue };
            if parameters.is_empty() || self.given_to(before).is_some() {
                continue;
            }
            if self.fed(self.works_on(before), before) || self.called_with_input(before) {
                parameters.iter().for_each(|name| self.symbols.feed(name));
            }
        }
    }

    /// Where what a lambda works on begins: the object and the arguments of the call it is given to.
    fn works_on(&self, before: usize) -> usize {
        let floor = before.saturating_sub(MAX_BACK);
        let mut at = before;
        while at > floor && !self.op(at, "(") {
            if self.tokens[at].ends() {
                return before;
            }
            let opened = self.partner[at] as usize;
            at = if opened < at { opened.saturating_sub(1) } else { at - 1 };
        }
        // From the bracket back over `object.Method(…).Method`.
        while at > floor {
            let opened = self.partner[at - 1] as usize;
            at = match () {
                () if opened < at - 1 => opened,
                () if self.op(at - 1, ".") || !self.word(at - 1).is_empty() => at - 1,
                () => break,
            };
        }
        at
    }

    /// `(lambda)(input)`: what the brackets around a lambda are called with.
    fn called_with_input(&self, before: usize) -> bool {
        if !self.op(before, "(") {
            return false;
        }
        let mut at = self.close(before) + 1;
        while self.op(at, ")") && at < before + MAX_BACK * 4 {
            at += 1;
        }
        let open = if self.op(at, ".") && self.word(at + 1) == "invoke" { at + 2 } else { at };
        self.op(open, "(") && self.fed(open + 1, self.close(open))
    }

    /// Where the statement that holds `at` begins, or as far back as is looked.
    pub(crate) fn statement_start(&self, at: usize) -> usize {
        let floor = at.saturating_sub(MAX_BACK);
        (floor..at).rev().find(|back| self.tokens[*back].ends()).map_or(floor, |back| back + 1)
    }

    /// Whether the name at a place is handed on, not called.
    pub(crate) fn passed_on(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.is(";") || next.is(")") || next.is(","))
    }

    /// The word that takes what is handed on at a place: `f = (Func<…>)Assembly.Load`.
    pub(crate) fn alias(&self, mut at: usize) -> Option<usize> {
        for _ in 0..MAX_WRAP {
            if at < 2 || !self.op(at - 1, ".") || self.word(at - 2).is_empty() {
                break;
            }
            at -= 2;
        }
        self.given_to(at.checked_sub(1)?)
    }

    /// Whether the name with this number is called with input: `f(input)`, `f.Invoke(input)`.
    pub(crate) fn is_called_with_input(&self, number: usize) -> bool {
        let called = self.called.get_or_init(|| {
            let mut called = vec![false; self.symbols.names.len()];
            for at in 0..self.tokens.len() {
                let invoked =
                    self.op(at + 1, ".") && matches!(self.word(at + 2), "invoke" | "begininvoke");
                let open = if invoked { at + 3 } else { at + 1 };
                if self.op(open, "(") && self.fed(open + 1, self.close(open)) {
                    called[self.symbols.at(at)] = true;
                }
            }
            called
        });
        number > 0 && called.get(number).copied().unwrap_or(false)
    }
}
