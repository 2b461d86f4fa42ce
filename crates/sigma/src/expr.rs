//! A rule's condition as an expression over items, and its evaluation.

use serde::{Deserialize, Serialize};

use crate::{
    fields::FieldId,
    test::{Test, View},
};

/// A field and what is asked of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The field; [`crate::fields::KEYWORDS`] for the whole record.
    pub field: FieldId,
    /// All tests must pass (modifier `all`), not just one.
    pub all: bool,
    /// The tests.
    pub tests: Vec<Test>,
}

impl Item {
    /// Whether the record passes.
    pub(crate) fn passes(&self, view: &mut dyn View) -> bool {
        let mut tests = self.tests.iter();
        if self.all {
            tests.all(|test| test.passes(self.field, view))
        } else {
            tests.any(|test| test.passes(self.field, view))
        }
    }

    fn cost(&self) -> u32 {
        self.tests.iter().map(Test::cost).sum()
    }
}

/// A condition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Expr {
    /// One item.
    Item(Item),
    /// All of them.
    And(Vec<Self>),
    /// One of them.
    Or(Vec<Self>),
    /// The opposite.
    Not(Box<Self>),
    /// A named selection of the rule, by its place there.
    Selection(u16),
    /// At least so many of them.
    AtLeast(u64, Vec<Self>),
}

/// A rule's named selections, in alphabetical order, and the condition over them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Logic {
    /// Name and content.
    pub selections: Vec<(String, Expr)>,
    /// The condition.
    pub condition: Expr,
}

impl Logic {
    /// Whether the record satisfies the condition.
    pub(crate) fn holds(&self, view: &mut dyn View) -> bool {
        self.eval(&self.condition, view)
    }

    /// Whether the record satisfies a part of the rule.
    pub(crate) fn eval(&self, expr: &Expr, view: &mut dyn View) -> bool {
        match expr {
            Expr::Item(item) => item.passes(view),
            Expr::And(list) => list.iter().all(|part| self.eval(part, view)),
            Expr::Or(list) => list.iter().any(|part| self.eval(part, view)),
            Expr::Not(part) => !self.eval(part, view),
            Expr::Selection(index) => {
                self.selection(*index).is_some_and(|(_, part)| self.eval(part, view))
            }
            Expr::AtLeast(wanted, list) => {
                let mut left = *wanted;
                left == 0
                    || list.iter().any(|part| {
                        left -= u64::from(self.eval(part, view));
                        left == 0
                    })
            }
        }
    }

    /// A selection by its place.
    pub(crate) fn selection(&self, index: u16) -> Option<&(String, Expr)> {
        self.selections.get(usize::from(index))
    }

    /// What follows if only some fields are known: `known` answers an item, or says that it
    /// cannot. Used to keep rules out of buckets where they can never match.
    pub(crate) fn decide(
        &self,
        expr: &Expr,
        known: &mut dyn FnMut(&Item) -> Option<bool>,
    ) -> Option<bool> {
        match expr {
            Expr::Item(item) => known(item),
            Expr::And(list) => fold(list.iter().map(|part| self.decide(part, known)), false),
            Expr::Or(list) => fold(list.iter().map(|part| self.decide(part, known)), true),
            Expr::Not(part) => self.decide(part, known).map(|answer| !answer),
            Expr::Selection(index) => match self.selection(*index) {
                Some((_, part)) => self.decide(part, known),
                None => Some(false),
            },
            Expr::AtLeast(wanted, list) => {
                let answers: Vec<_> = list.iter().map(|part| self.decide(part, known)).collect();
                let count = |answer| answers.iter().filter(|own| **own == answer).count() as u64;
                if count(Some(true)) >= *wanted {
                    Some(true)
                } else if count(Some(true)) + count(None) < *wanted {
                    Some(false)
                } else {
                    None
                }
            }
        }
    }

    /// All items, those of selections included, each as often as it is mentioned.
    pub(crate) fn items<'a>(&'a self, visit: &mut dyn FnMut(&'a Item)) {
        fn walk<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Item)) {
            match expr {
                Expr::Item(item) => visit(item),
                Expr::And(list) | Expr::Or(list) | Expr::AtLeast(_, list) => {
                    list.iter().for_each(|part| walk(part, visit));
                }
                Expr::Not(part) => walk(part, visit),
                Expr::Selection(_) => {}
            }
        }
        self.selections.iter().for_each(|(_, expr)| walk(expr, visit));
        walk(&self.condition, visit);
    }

    /// Puts what is cheap to decide first. The answer stays the same.
    pub(crate) fn order_by_cost(&mut self) {
        let mut costs: Vec<u32> = Vec::with_capacity(self.selections.len());
        for (_, expr) in &mut self.selections {
            costs.push(sort(expr, &[]));
        }
        sort(&mut self.condition, &costs);
    }
}

/// Sorts the members of each list by cost, and gives the cost of the whole.
fn sort(expr: &mut Expr, selections: &[u32]) -> u32 {
    match expr {
        Expr::Item(item) => item.cost(),
        Expr::Selection(index) => selections.get(usize::from(*index)).copied().unwrap_or(0),
        Expr::Not(part) => sort(part, selections),
        Expr::And(list) | Expr::Or(list) | Expr::AtLeast(_, list) => {
            let mut costed: Vec<(u32, Expr)> = std::mem::take(list)
                .into_iter()
                .map(|mut part| (sort(&mut part, selections), part))
                .collect();
            costed.sort_by_key(|(cost, _)| *cost);
            let total = costed.iter().map(|(cost, _)| cost).sum();
            *list = costed.into_iter().map(|(_, part)| part).collect();
            total
        }
    }
}

/// Three-valued and (`decisive` false) or or (`decisive` true).
fn fold(answers: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut open = false;
    for answer in answers {
        match answer {
            Some(answer) if answer == decisive => return Some(decisive),
            Some(_) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(!decisive) }
}
