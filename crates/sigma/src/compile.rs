//! From a parsed rule's detection section to [`Logic`]: field modifiers and selectors resolved.

use std::collections::HashMap;

use rsigma_parser::{
    ConditionExpr, Detection, DetectionItem, Detections, Modifier, Quantifier, SigmaString,
    SigmaValue, SpecialChar, StringPart,
};

use crate::{
    encode::{Charset, base64, base64_offsets},
    expr::{Expr, Item, Logic},
    fields::{Family, FieldId, FieldNames, KEYWORDS},
    regular::Regex,
    test::{Cidr, Relation, Test, TimePart},
    text::{DASHES, Part, Pattern, Place},
};

/// Most values one value may become through placeholders. A thousand names in each of two
/// placeholders of one value is a mistake, not a rule.
const EXPANSIONS: usize = 20_000;

/// What the user gives for `%name%` in rules with the modifier `expand`.
pub type Placeholders = HashMap<String, Vec<String>>;

/// What compiling a rule needs to know.
pub(crate) struct Context<'a> {
    /// The family of the rule's log source.
    pub family: Family,
    /// The fields of the whole set.
    pub fields: &'a mut FieldNames,
    /// The user's placeholders.
    pub placeholders: &'a Placeholders,
}

/// Compiles a detection section. The error is a sentence for the list of unusable rules.
pub(crate) fn compile(detections: &Detections, cx: &mut Context<'_>) -> Result<Logic, String> {
    let mut names: Vec<&String> = detections.named.keys().collect();
    names.sort_unstable();
    let mut selections = Vec::with_capacity(names.len());
    for name in &names {
        let Some(detection) = detections.named.get(*name) else { continue };
        let expr = cx.detection(detection).map_err(|error| format!("{name}: {error}"))?;
        selections.push(((*name).clone(), expr));
    }
    let conditions: Vec<Expr> = detections
        .conditions
        .iter()
        .map(|condition| resolve(condition, &names))
        .collect::<Result<_, _>>()?;
    let mut logic = Logic { selections, condition: one_or(conditions, Expr::Or) };
    if matches!(&logic.condition, Expr::Or(list) if list.is_empty()) {
        return Err("the rule has no condition".into());
    }
    logic.order_by_cost();
    Ok(logic)
}

/// The only member, or all under `join`.
pub(crate) fn one_or(mut list: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match (list.len(), list.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            list.extend(last);
            join(list)
        }
    }
}

fn resolve(condition: &ConditionExpr, names: &[&String]) -> Result<Expr, String> {
    let all = |list: &[ConditionExpr]| {
        list.iter().map(|part| resolve(part, names)).collect::<Result<Vec<_>, _>>()
    };
    let place = |index: usize| u16::try_from(index).map_err(|_| "too many selections".to_owned());
    Ok(match condition {
        ConditionExpr::And(list) => Expr::And(all(list)?),
        ConditionExpr::Or(list) => Expr::Or(all(list)?),
        ConditionExpr::Not(part) => Expr::Not(Box::new(resolve(part, names)?)),
        ConditionExpr::Identifier(name) => {
            let index = names
                .iter()
                .position(|own| *own == name)
                .ok_or_else(|| format!("the condition names `{name}`, which does not exist"))?;
            Expr::Selection(place(index)?)
        }
        ConditionExpr::Selector { quantifier, pattern } => {
            let chosen = names
                .iter()
                .enumerate()
                .filter(|(_, name)| pattern.matches_detection_name(name))
                .map(|(index, _)| Ok(Expr::Selection(place(index)?)))
                .collect::<Result<Vec<_>, String>>()?;
            if chosen.is_empty() {
                return Err(format!("`{condition}` in the condition fits no selection"));
            }
            match quantifier {
                Quantifier::Any => one_or(chosen, Expr::Or),
                Quantifier::All => one_or(chosen, Expr::And),
                Quantifier::Count(count) => Expr::AtLeast(*count, chosen),
            }
        }
    })
}

impl Context<'_> {
    fn detection(&mut self, detection: &Detection) -> Result<Expr, String> {
        Ok(match detection {
            Detection::AllOf(items) => {
                let items: Vec<Expr> =
                    items.iter().map(|item| self.item(item)).collect::<Result<_, _>>()?;
                one_or(items, Expr::And)
            }
            Detection::And(list) => one_or(self.all(list)?, Expr::And),
            Detection::AnyOf(list) => one_or(self.all(list)?, Expr::Or),
            Detection::Keywords(values) => {
                let modifiers = Modifiers::default();
                let tests = self.tests(values, &modifiers, KEYWORDS)?;
                Expr::Item(Item { field: KEYWORDS, all: false, tests })
            }
            Detection::ArrayMatch { .. } | Detection::Conditional { .. } => {
                return Err(
                    "array matching (sigma-version 3) needs structured records, and these \
                            are flat"
                        .into(),
                );
            }
        })
    }

    fn all(&mut self, list: &[Detection]) -> Result<Vec<Expr>, String> {
        list.iter().map(|part| self.detection(part)).collect()
    }

    fn item(&mut self, item: &DetectionItem) -> Result<Expr, String> {
        let modifiers = Modifiers::new(&item.field.modifiers);
        let name = item.field.name.as_deref().map(|name| self.field_name(name, item));
        let label = name.as_deref().unwrap_or("keywords").to_owned();
        let field = name.map_or(KEYWORDS, |name| self.fields.intern(self.family, &name));
        let tests = self
            .tests(&item.values, &modifiers, field)
            .map_err(|error| format!("{label}: {error}"))?;
        Ok(Expr::Item(Item { field, all: modifiers.all, tests }))
    }

    /// The field's name without escapes. A web rule that tests the path for text with a `?` in
    /// it means the whole address.
    fn field_name(&self, name: &str, item: &DetectionItem) -> String {
        let name = name.replace("\\[", "[").replace("\\]", "]");
        // An unescaped `?` stands for any character, and so also for the one before the query.
        let question = |part: &StringPart| match part {
            StringPart::Plain(text) => text.contains('?'),
            StringPart::Special(special) => *special == SpecialChar::WildcardSingle,
        };
        let query = |value: &SigmaValue| matches!(value, SigmaValue::String(text) if text.parts.iter().any(question));
        let path = ["cs-uri-stem", "c-uri-stem", "c-uri-path"];
        let path = path.iter().any(|own| own.eq_ignore_ascii_case(&name));
        if self.family == Family::Web && path && item.values.iter().any(query) {
            return "cs-uri".to_owned();
        }
        name
    }

    fn tests(
        &mut self,
        values: &[SigmaValue],
        modifiers: &Modifiers,
        field: FieldId,
    ) -> Result<Vec<Test>, String> {
        let mut tests = Vec::with_capacity(values.len());
        for value in values {
            let expanded = self.expand(value, modifiers)?;
            let mut of_value = Vec::new();
            for value in expanded.as_deref().unwrap_or(std::slice::from_ref(value)) {
                self.value(value, modifiers, field, &mut of_value)?;
            }
            // `all` asks for every value of the rule, in any one of its forms.
            if modifiers.all && of_value.len() > 1 {
                tests.push(Test::OneOf(of_value));
            } else {
                tests.append(&mut of_value);
            }
        }
        if tests.is_empty() {
            return Err("no value to compare with".into());
        }
        Ok(tests)
    }

    /// The value with its placeholders filled in, if it may have any.
    fn expand(
        &self,
        value: &SigmaValue,
        modifiers: &Modifiers,
    ) -> Result<Option<Vec<SigmaValue>>, String> {
        let (true, SigmaValue::String(text)) = (modifiers.expand, value) else { return Ok(None) };
        let mut done = vec![String::new()];
        let mut rest = text.original.as_str();
        while let Some((before, name, after)) = placeholder(rest) {
            let values = self
                .placeholders
                .get(name)
                .filter(|values| !values.is_empty())
                .ok_or_else(|| format!("placeholder %{name}% has no value"))?;
            if done.len().saturating_mul(values.len()) > EXPANSIONS {
                return Err(format!("placeholders make more than {EXPANSIONS} values"));
            }
            done = done
                .iter()
                .flat_map(|head| values.iter().map(move |value| format!("{head}{before}{value}")))
                .collect();
            rest = after;
        }
        let make = |head: &String| {
            let text = format!("{head}{rest}");
            SigmaValue::String(if modifiers.regex {
                SigmaString::from_raw(&text)
            } else {
                SigmaString::new(&text)
            })
        };
        Ok(Some(done.iter().map(make).collect()))
    }

    fn value(
        &mut self,
        value: &SigmaValue,
        modifiers: &Modifiers,
        field: FieldId,
        out: &mut Vec<Test>,
    ) -> Result<(), String> {
        let first = out.len();
        if modifiers.fieldref {
            out.push(self.field_ref(value, modifiers)?);
        } else if modifiers.plain(value) && (field != KEYWORDS || *value == SigmaValue::Null) {
            out.push(scalar(value, modifiers, field)?);
        } else {
            let text = match value {
                SigmaValue::String(text) => text.clone(),
                other => SigmaString::from_raw(&other.to_string()),
            };
            modifiers.text(&text, field == KEYWORDS, out)?;
        }
        if modifiers.neq {
            for test in out.iter_mut().skip(first) {
                *test = Test::Not(Box::new(test.clone()));
            }
        }
        Ok(())
    }

    fn field_ref(&mut self, value: &SigmaValue, modifiers: &Modifiers) -> Result<Test, String> {
        let SigmaValue::String(name) = value else {
            return Err("fieldref needs the name of a field".into());
        };
        let other = self.fields.intern(self.family, &name.original);
        Ok(Test::FieldRef { other, place: modifiers.place(), cased: modifiers.cased })
    }
}

/// What stands before a placeholder, its name, and what stands after.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('%')?;
    let (before, rest) = (text.get(..start)?, text.get(start + 1..)?);
    let end = rest.find('%')?;
    let name = rest.get(..end)?;
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!name.is_empty() && name.chars().all(word)).then_some((before, name, rest.get(end + 1..)?))
}

/// A value that is not text, or text that is not a pattern.
fn scalar(value: &SigmaValue, modifiers: &Modifiers, field: FieldId) -> Result<Test, String> {
    if let Some(part) = modifiers.time {
        let number = number_of(value).ok_or("a part of a time is compared with a number")?;
        #[expect(clippy::cast_possible_truncation, reason = "parts of a time are small")]
        return Ok(Test::Time(part, modifiers.relation.unwrap_or(Relation::Equal), number as i64));
    }
    if let Some(relation) = modifiers.relation {
        let number = number_of(value).ok_or_else(|| format!("`{value}` is not a number"))?;
        return Ok(Test::Compare(relation, number));
    }
    match value {
        _ if modifiers.exists => match value {
            SigmaValue::Bool(wanted) => Ok(Test::Exists(*wanted)),
            SigmaValue::String(text) if text.original.eq_ignore_ascii_case("true") => {
                Ok(Test::Exists(true))
            }
            SigmaValue::String(text) if text.original.eq_ignore_ascii_case("false") => {
                Ok(Test::Exists(false))
            }
            _ => Err("exists needs true or false".into()),
        },
        SigmaValue::Null if field == KEYWORDS => Err("a keyword cannot be null".into()),
        SigmaValue::Null => Ok(Test::Null),
        SigmaValue::Integer(n) => Ok(Test::Integer(*n)),
        SigmaValue::Float(n) => Ok(Test::Float(*n)),
        SigmaValue::Bool(_) | SigmaValue::String(_) => {
            let text = Part::Literal(value.to_string());
            Ok(Test::Text(Pattern::new([text], modifiers.cased)))
        }
    }
}

fn number_of(value: &SigmaValue) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "bounds in rules are far below 2^53")]
        SigmaValue::Integer(n) => Some(*n as f64),
        SigmaValue::Float(n) => Some(*n),
        SigmaValue::String(text) => crate::test::parse_number(&text.original),
        _ => None,
    }
}

/// A field's modifiers, sorted out.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are the specification's own switches")]
struct Modifiers {
    contains: bool,
    starts: bool,
    ends: bool,
    all: bool,
    base64: bool,
    base64offset: bool,
    charset: Option<Charset>,
    windash: bool,
    regex: bool,
    ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
    cidr: bool,
    cased: bool,
    exists: bool,
    expand: bool,
    fieldref: bool,
    neq: bool,
    relation: Option<Relation>,
    time: Option<TimePart>,
}

impl Modifiers {
    fn new(list: &[Modifier]) -> Self {
        let mut own = Self::default();
        for modifier in list {
            match modifier {
                Modifier::Contains => own.contains = true,
                Modifier::StartsWith => own.starts = true,
                Modifier::EndsWith => own.ends = true,
                Modifier::All => own.all = true,
                Modifier::Base64 => own.base64 = true,
                Modifier::Base64Offset => own.base64offset = true,
                Modifier::Wide => own.charset = Some(Charset::Wide),
                Modifier::Utf16be => own.charset = Some(Charset::Utf16Be),
                Modifier::Utf16 => own.charset = Some(Charset::Utf16),
                Modifier::WindAsh => own.windash = true,
                Modifier::Re => own.regex = true,
                Modifier::IgnoreCase => own.ignore_case = true,
                Modifier::Multiline => own.multi_line = true,
                Modifier::DotAll => own.dot_all = true,
                Modifier::Cidr => own.cidr = true,
                Modifier::Cased => own.cased = true,
                Modifier::Exists => own.exists = true,
                Modifier::Expand => own.expand = true,
                Modifier::FieldRef => own.fieldref = true,
                Modifier::Neq => own.neq = true,
                Modifier::Gt => own.relation = Some(Relation::Greater),
                Modifier::Gte => own.relation = Some(Relation::GreaterEqual),
                Modifier::Lt => own.relation = Some(Relation::Less),
                Modifier::Lte => own.relation = Some(Relation::LessEqual),
                Modifier::Minute => own.time = Some(TimePart::Minute),
                Modifier::Hour => own.time = Some(TimePart::Hour),
                Modifier::Day => own.time = Some(TimePart::Day),
                Modifier::Week => own.time = Some(TimePart::Week),
                Modifier::Month => own.time = Some(TimePart::Month),
                Modifier::Year => own.time = Some(TimePart::Year),
            }
        }
        own
    }

    fn place(&self) -> Place {
        match (self.starts, self.ends, self.contains) {
            (true, _, _) => Place::Starts,
            (_, true, _) => Place::Ends,
            (_, _, true) => Place::Contains,
            _ => Place::Equals,
        }
    }

    /// Whether the value is compared as a whole and not as a text pattern.
    fn plain(&self, value: &SigmaValue) -> bool {
        let texts = self.base64
            || self.base64offset
            || self.charset.is_some()
            || self.contains
            || self.starts
            || self.ends
            || self.regex
            || self.cidr;
        match value {
            _ if self.exists || self.relation.is_some() || self.time.is_some() => true,
            SigmaValue::Null => true,
            SigmaValue::String(_) => false,
            SigmaValue::Integer(_) | SigmaValue::Float(_) | SigmaValue::Bool(_) => !texts,
        }
    }

    fn text(&self, text: &SigmaString, keyword: bool, out: &mut Vec<Test>) -> Result<(), String> {
        let original = &text.original;
        if ["Mapping {", "Sequence [", "Mapping(", "Tagged("]
            .iter()
            .any(|mark| original.starts_with(mark))
        {
            return Err("a list or mapping where a plain value is expected".into());
        }
        if self.regex {
            let regex = Regex::new(original, self.ignore_case, self.multi_line, self.dot_all)
                .map_err(|error| format!("regular expression: {error}"))?;
            out.push(Test::Regex(regex));
            return Ok(());
        }
        if self.cidr {
            let cidr = Cidr::parse(original).ok_or_else(|| format!("`{original}`: no network"))?;
            out.push(Test::Cidr(cidr));
            return Ok(());
        }
        if self.base64 || self.base64offset || self.charset.is_some() {
            return self.encoded(text, keyword, out);
        }
        let parts = text.parts.iter().flat_map(|part| match part {
            StringPart::Special(SpecialChar::WildcardMulti) => vec![Part::Any],
            StringPart::Special(SpecialChar::WildcardSingle) => vec![Part::One],
            StringPart::Plain(text) if self.windash => dashes(text),
            StringPart::Plain(text) => vec![Part::Literal(text.clone())],
        });
        out.push(Test::Text(self.placed(parts.collect(), keyword, self.cased)));
        Ok(())
    }

    /// The parts at the place that the modifiers say.
    fn placed(&self, parts: Vec<Part>, keyword: bool, cased: bool) -> Pattern {
        let open = self.contains || keyword;
        let before = (open || self.ends).then_some(Part::Any);
        let after = (open || self.starts).then_some(Part::Any);
        Pattern::new(before.into_iter().chain(parts).chain(after), cased)
    }

    /// Values that are encoded first. Base64 tells letters apart by case: another case is other
    /// data, so it is compared exactly.
    fn encoded(
        &self,
        text: &SigmaString,
        keyword: bool,
        out: &mut Vec<Test>,
    ) -> Result<(), String> {
        let plain = text.as_plain().ok_or("wildcards cannot be encoded")?;
        let bytes = self.charset.unwrap_or_default().bytes(&plain);
        let texts = if self.base64offset {
            base64_offsets(&bytes)
        } else if self.base64 {
            vec![base64(&bytes)]
        } else {
            vec![String::from_utf8_lossy(&bytes).into_owned()]
        };
        let cased = self.cased || self.base64 || self.base64offset;
        if texts.is_empty() {
            return Err("too short to be found in base64".into());
        }
        out.extend(
            texts
                .into_iter()
                .map(|text| Test::Text(self.placed(vec![Part::Literal(text)], keyword, cased))),
        );
        Ok(())
    }
}

/// A literal with its option dashes open: a `-` or `/` at the start of a word.
fn dashes(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut before = None;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let option = DASHES.contains(&c)
            && !before.is_some_and(word)
            && chars.peek().copied().is_some_and(word);
        if option {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
            parts.push(Part::Dash);
        } else {
            literal.push(c);
        }
        before = Some(c);
    }
    parts.push(Part::Literal(literal));
    parts
}
