//! Witnesses: literals of which one must appear in a record before a rule can match it.
//!
//! A rule that needs `\cmd.exe` at the end of `Image` is not looked at for a record whose image
//! ends otherwise. What is chosen changes only the speed, never the answer: a witness is a
//! condition that follows from the rule.

use crate::{
    expr::{Expr, Item, Logic},
    fields::{FieldId, KEYWORDS},
    test::Test,
    text::{Part, Pattern, Place, fold},
};

/// A literal at a place in a field's folded text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Witness {
    /// The field.
    pub field: FieldId,
    /// The literal, folded.
    pub literal: String,
    /// Where it must stand.
    pub place: Place,
}

/// Shorter literals are everywhere and tell nothing.
const SHORTEST: usize = 2;

/// The witnesses of a rule, or `None` if it must always be looked at. `known` answers items
/// whose answer is the same for all records of the bucket.
pub(crate) fn witnesses(
    logic: &Logic,
    known: &mut dyn FnMut(&Item) -> Option<bool>,
) -> Option<Vec<Witness>> {
    let mut found = walk(logic, &logic.condition, known)?;
    found.list.sort_by(|a, b| (a.field, &a.literal).cmp(&(b.field, &b.literal)));
    found.list.dedup();
    Some(found.list)
}

/// The witnesses of each condition that a rule's condition joins by "and", in its order: each list
/// follows from the rule by itself. Conditions without witnesses are left out.
pub(crate) fn joined_witnesses(
    logic: &Logic,
    known: &mut dyn FnMut(&Item) -> Option<bool>,
) -> Vec<Vec<Witness>> {
    let mut lists = Vec::new();
    each_joined(logic, &logic.condition, &mut |part| {
        lists.extend(walk(logic, part, known).map(|found| found.list));
    });
    lists
}

fn each_joined(logic: &Logic, expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    match expr {
        Expr::And(list) => list.iter().for_each(|part| each_joined(logic, part, visit)),
        Expr::Selection(index) => {
            if let Some((_, inner)) = logic.selection(*index) {
                each_joined(logic, inner, visit);
            }
        }
        _ => visit(expr),
    }
}

/// Witnesses with the price of looking for them: how often they are expected to appear.
struct Found {
    list: Vec<Witness>,
    price: f64,
}

fn walk(logic: &Logic, expr: &Expr, known: &mut dyn FnMut(&Item) -> Option<bool>) -> Option<Found> {
    match expr {
        Expr::Item(item) => of_item(item),
        Expr::Selection(index) => walk(logic, &logic.selection(*index)?.1, known),
        Expr::And(list) => list
            .iter()
            .filter_map(|part| walk(logic, part, known))
            .min_by(|a, b| a.price.total_cmp(&b.price)),
        Expr::Or(list) => {
            let mut all = Found { list: Vec::new(), price: 0.0 };
            for part in list {
                if logic.decide(part, known) == Some(false) {
                    continue;
                }
                let found = walk(logic, part, known)?;
                all.list.extend(found.list);
                all.price += found.price;
            }
            Some(all)
        }
        Expr::Not(_) | Expr::AtLeast(..) => None,
    }
}

fn of_item(item: &Item) -> Option<Found> {
    let tests = item.tests.iter().map(|test| of_test(item.field, test));
    if item.all {
        return tests.flatten().min_by(|a, b| a.price.total_cmp(&b.price));
    }
    tests.reduce(|all, found| {
        let (mut all, found) = (all?, found?);
        all.list.extend(found.list);
        all.price += found.price;
        Some(all)
    })?
}

/// The witnesses of a single test, or `None` if it can be passed without any.
pub(crate) fn test_witnesses(field: FieldId, test: &Test) -> Option<Vec<Witness>> {
    of_test(field, test).map(|found| found.list)
}

fn of_test(field: FieldId, test: &Test) -> Option<Found> {
    match test {
        Test::Text(pattern) => {
            let (literal, place) = of_pattern(pattern)?;
            of_literal(field, literal, place)
        }
        Test::Regex(regex) => {
            let mut all = Found { list: Vec::new(), price: 0.0 };
            for literal in regex.needs()? {
                let found = of_literal(field, literal, Place::Contains)?;
                all.list.extend(found.list);
                all.price += found.price;
            }
            Some(all)
        }
        Test::OneOf(tests) => {
            let mut all = Found { list: Vec::new(), price: 0.0 };
            for test in tests {
                let found = of_test(field, test)?;
                all.list.extend(found.list);
                all.price += found.price;
            }
            Some(all)
        }
        _ => None,
    }
}

fn of_literal(field: FieldId, mut literal: String, place: Place) -> Option<Found> {
    if field == KEYWORDS {
        // Values are looked through one by one; only a word surely stands in one.
        literal = literal.split_whitespace().max_by_key(|word| word.len())?.to_owned();
    }
    if literal.len() < SHORTEST {
        return None;
    }
    let price = price(&literal, place);
    Some(Found { list: vec![Witness { field, literal, place }], price })
}

/// The literal a pattern cannot match without, folded. A cased pattern's literal appears in the
/// folded text, folded.
fn of_pattern(pattern: &Pattern) -> Option<(String, Place)> {
    let (literal, place) = match pattern.simple() {
        Some((literal, place)) => (literal, place),
        None => {
            let literal = pattern.needle()?;
            let is =
                |part: Option<&Part>| matches!(part, Some(Part::Literal(own)) if own == literal);
            let place = if is(pattern.parts().first()) {
                Place::Starts
            } else if is(pattern.parts().last()) {
                Place::Ends
            } else {
                Place::Contains
            };
            (literal, place)
        }
    };
    let literal = if pattern.cased { fold(literal) } else { literal.to_owned() };
    (literal.len() >= SHORTEST).then_some((literal, place))
}

/// How often a literal is expected, by its length and place. Only the order matters.
fn price(literal: &str, place: Place) -> f64 {
    let length = i32::try_from(literal.len().min(24)).unwrap_or(24);
    let common = [
        "c:\\windows\\",
        "\\windows\\",
        "c:\\windows\\system32\\",
        "c:\\windows\\syswow64\\",
        ".exe",
        ".dll",
        "c:\\",
        "\\system32\\",
        "http",
        "powershell",
        "powershell.exe",
        "\\powershell.exe",
        "\\powershell_ise.exe",
        "\\pwsh.exe",
        "pwsh.dll",
        "cmd.exe",
        "\\cmd.exe",
        "\\svchost.exe",
        "\\rundll32.exe",
        "0x3e7",
        "system",
        "microsoft corporation",
        "windows",
    ];
    let factor = if common.contains(&literal) { 1_000.0 } else { 1.0 };
    let anchored = match place {
        Place::Equals => 0.25,
        Place::Starts | Place::Ends => 0.5,
        Place::Contains => 1.0,
    };
    factor * anchored * 0.7_f64.powi(length)
}
