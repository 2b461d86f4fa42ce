//! Why a rule matches a record or does not: every part of it with its answer.

use model::Record;

use crate::{
    expr::{Expr, Item, Logic},
    fields::{Cache, FieldNames, Gathered, KEYWORDS, RecordView},
    load::RuleSet,
    plain::{key_of, table_of},
    test::{Test, View},
    text::{Part, Pattern, Place},
};

/// Longest value of a field shown, in characters. Enough to recognise it; script blocks have
/// tens of thousands.
const SHOWN_CHARS: usize = 300;

/// What one rule makes of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether the record is of the rule's log source at all.
    pub concerned: bool,
    /// Whether the rule matches.
    pub matched: bool,
    /// The condition with the answers of its parts.
    pub condition: Explained,
    /// The named selections, each with the answers of its parts.
    pub selections: Vec<Explained>,
}

/// One part of a rule and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What it asks, in words: `Image ends with "\cmd.exe"`.
    pub asks: String,
    /// Whether the record passes.
    pub matched: bool,
    /// For a question about a field: the values it was asked of, cut short.
    pub values: Vec<String>,
    /// Its parts.
    pub parts: Vec<Self>,
}

impl RuleSet {
    /// Explains what a rule, by its number, makes of a record. `None` if there is no such rule.
    pub fn explain(&self, rule: usize, record: &dyn Record) -> Option<Explanation> {
        let own = self.rules.get(rule)?;
        let key = key_of(record);
        let table = table_of(self, u32::try_from(rule).ok()?, &key);
        let fetch = Gathered::new(record, table.names());
        let mut cache = Cache::default();
        let mut view = RecordView::new(&fetch, &table, &mut cache);
        let mut teller = Teller { logic: &own.logic, fields: &self.fields, view: &mut view };
        let condition = teller.expr(&own.logic.condition);
        let selections = own
            .logic
            .selections
            .iter()
            .map(|(name, expr)| {
                let part = teller.expr(expr);
                Explained {
                    asks: name.clone(),
                    matched: part.matched,
                    values: Vec::new(),
                    parts: vec![part],
                }
            })
            .collect();
        let concerned = own.source().takes(&key);
        Some(Explanation {
            concerned,
            matched: concerned && condition.matched,
            condition,
            selections,
        })
    }
}

struct Teller<'a> {
    logic: &'a Logic,
    fields: &'a FieldNames,
    view: &'a mut dyn View,
}

impl Teller<'_> {
    fn expr(&mut self, expr: &Expr) -> Explained {
        let matched = self.logic.eval(expr, self.view);
        let (asks, parts) = match expr {
            Expr::Item(item) => return self.item(item),
            Expr::And(list) => ("all of".to_owned(), self.all(list)),
            Expr::Or(list) => ("one of".to_owned(), self.all(list)),
            Expr::AtLeast(count, list) => (format!("at least {count} of"), self.all(list)),
            Expr::Not(part) => ("not".to_owned(), vec![self.expr(part)]),
            Expr::Selection(index) => {
                let name = self.logic.selection(*index).map_or("?", |(name, _)| name.as_str());
                (name.to_owned(), Vec::new())
            }
        };
        Explained { asks, matched, values: Vec::new(), parts }
    }

    fn all(&mut self, list: &[Expr]) -> Vec<Explained> {
        list.iter().map(|part| self.expr(part)).collect()
    }

    fn item(&mut self, item: &Item) -> Explained {
        let name = self.name(item.field);
        let values: Vec<String> = self
            .view
            .values(item.field)
            .iter()
            .map(|text| text.raw.chars().take(SHOWN_CHARS).collect())
            .collect();
        let mut parts: Vec<Explained> = item
            .tests
            .iter()
            .map(|test| Explained {
                asks: format!("{name} {}", self.describe(test)),
                matched: test.passes(item.field, self.view),
                values: Vec::new(),
                parts: Vec::new(),
            })
            .collect();
        if parts.len() == 1
            && let Some(mut only) = parts.pop()
        {
            only.values = values;
            return only;
        }
        let join = if item.all { "all of" } else { "one of" };
        let matched = item.passes(self.view);
        Explained { asks: format!("{name}: {join}"), matched, values, parts }
    }

    fn name(&self, field: crate::fields::FieldId) -> String {
        match self.fields.get(field) {
            Some((_, name)) if field != KEYWORDS => name.to_owned(),
            _ => "the record".to_owned(),
        }
    }

    fn describe(&self, test: &Test) -> String {
        match test {
            Test::Text(pattern) => describe_pattern(pattern),
            Test::OneOf(tests) => {
                let list: Vec<String> = tests.iter().map(|test| self.describe(test)).collect();
                list.join(" or ")
            }
            Test::Integer(n) => format!("= {n}"),
            Test::Float(n) => format!("= {n}"),
            Test::Null => "is absent or empty".to_owned(),
            Test::Exists(true) => "exists".to_owned(),
            Test::Exists(false) => "does not exist".to_owned(),
            Test::Compare(relation, bound) => format!("{} {bound}", relation.sign()),
            Test::Regex(regex) => {
                let flags: String =
                    [('i', regex.ignore_case), ('m', regex.multi_line), ('s', regex.dot_all)]
                        .iter()
                        .filter(|(_, set)| *set)
                        .map(|(flag, _)| *flag)
                        .collect();
                format!("matches /{}/{flags}", regex.source)
            }
            Test::Cidr(cidr) => format!("lies in {}/{}", cidr.address, cidr.bits),
            Test::FieldRef { other, place, .. } => {
                format!("{} the field {}", verb(*place), self.name(*other))
            }
            Test::Time(part, relation, bound) => {
                format!("{} {} {bound}", format!("{part:?}").to_lowercase(), relation.sign())
            }
            Test::Not(test) => format!("not: {}", self.describe(test)),
        }
    }
}

fn verb(place: Place) -> &'static str {
    match place {
        Place::Equals => "equals",
        Place::Starts => "starts with",
        Place::Ends => "ends with",
        Place::Contains => "contains",
    }
}

fn describe_pattern(pattern: &Pattern) -> String {
    let text = match pattern.simple() {
        Some((literal, place)) => format!("{} \"{literal}\"", verb(place)),
        None => {
            let text: String = pattern
                .parts()
                .iter()
                .map(|part| match part {
                    Part::Literal(text) => text.as_str(),
                    Part::Any => "*",
                    Part::One => "?",
                    Part::Dash => "[-/\u{2013}\u{2014}\u{2015}]",
                })
                .collect();
            format!("is like \"{text}\"")
        }
    };
    if pattern.cased { format!("{text}, case as written") } else { text }
}
