//! Loading: from YAML texts to a [`RuleSet`], with a reason for everything that is left out.

use std::collections::HashMap;

use rsigma_parser::{FilterRule, FilterRuleTarget, LogSource, SigmaCollection, SigmaRule, Status};
use serde::{Deserialize, Serialize};

use crate::{
    compile::{Context, Placeholders, compile},
    correlate::{Correlation, compile_correlation},
    expr::{Expr, Item, Logic},
    fields::{Family, FieldId, FieldNames},
    forms::VALUE_DELETED,
    logsource::{self, SOURCES, Source},
    meta::{Level, REMEDY_ORDER, RuleInfo},
    test::Test,
    text::{Part, Pattern},
};

/// Largest rule file in bytes. SigmaHQ's largest has 40 KB; anything like this is no rule.
const FILE_BYTES: usize = 4 << 20;

/// A rule ready to be tried on records.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// What it says of itself.
    pub info: RuleInfo,
    /// Row of [`SOURCES`].
    pub source: u16,
    /// Selections and condition.
    pub logic: Logic,
    /// Fields whose values correlations need.
    pub captures: Vec<FieldId>,
    /// Its hits only feed correlations.
    pub silent: bool,
}

impl Rule {
    /// Its log source.
    pub(crate) fn source(&self) -> &'static Source {
        // The number was found in this table; a cache of another version is refused.
        SOURCES.get(usize::from(self.source)).unwrap_or(&SOURCES[0])
    }
}

/// Why a rule takes no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Why {
    /// The text is not a rule: YAML, structure, condition, modifier or value.
    Invalid,
    /// It uses the aggregation syntax that Sigma gave up for correlation rules.
    Aggregation,
    /// A placeholder has no value.
    Placeholder,
    /// No reader gives records of its log source.
    NoReader,
    /// A correlation or filter refers to a rule that is not loaded.
    Reference,
    /// The rule is loaded, but something in its file was not understood.
    Remark,
}

/// A rule that takes no part, or a remark on one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unusable {
    /// The file, as the caller named it.
    pub file: String,
    /// The rule's id, if it could be read.
    pub id: Option<String>,
    /// The rule's title, if it could be read.
    pub title: Option<String>,
    /// The kind of reason.
    pub why: Why,
    /// The reason in a sentence.
    pub reason: String,
}

/// Sigma rules, compiled.
#[derive(Debug, Serialize, Deserialize)]
pub struct RuleSet {
    pub(crate) rules: Vec<Rule>,
    pub(crate) correlations: Vec<Correlation>,
    pub(crate) fields: FieldNames,
    unusable: Vec<Unusable>,
}

/// A compiled rule set could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// Written by another version of this program.
    #[error("the compiled rules were written by another version")]
    Version,
    /// Not a compiled rule set, or damaged.
    #[error("the compiled rules are damaged: {0}")]
    Damaged(#[from] postcard::Error),
}

/// First bytes of a compiled rule set; the number changes with the layout of any type in it.
const CACHE_MAGIC: &[u8] = b"afterpatch-sigma-3\n";

impl RuleSet {
    /// Compiles rules from YAML texts. Each text comes with a name (usually its path) that the
    /// list of unusable rules gives. Files may hold several documents; correlations and filters
    /// may stand in other files than the rules they refer to.
    pub fn load<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        placeholders: &Placeholders,
    ) -> Self {
        let mut loader = Loader {
            set: Self {
                rules: Vec::new(),
                correlations: Vec::new(),
                fields: FieldNames::new(),
                unusable: Vec::new(),
            },
            placeholders,
            filters: Vec::new(),
            sources: Vec::new(),
        };
        let mut correlations = Vec::new();
        for (file, text) in texts {
            let Some(collection) = loader.parse(file, text) else { continue };
            for rule in &collection.rules {
                loader.rule(file, rule);
            }
            let of_file = |filter| (file.to_owned(), filter);
            loader.filters.extend(collection.filters.into_iter().map(of_file));
            let of_file = |correlation| (file.to_owned(), correlation);
            correlations.extend(collection.correlations.into_iter().map(of_file));
        }
        loader.apply_filters();
        let mut set = loader.set;
        set.add_correlations(&correlations);
        set
    }

    /// What each rule says of itself, in order of loading; a rule's place is its number.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &RuleInfo> {
        self.rules.iter().map(|rule| &rule.info)
    }

    /// What each correlation says of itself.
    pub fn correlations(&self) -> impl ExactSizeIterator<Item = &RuleInfo> {
        self.correlations.iter().map(|correlation| &correlation.info)
    }

    /// The rules that take no part, each with the reason.
    pub fn unusable(&self) -> &[Unusable] {
        &self.unusable
    }

    /// The compiled rules as bytes, for a cache: reading them back takes a tenth of the time of
    /// parsing the texts.
    ///
    /// # Errors
    /// Only if memory runs out.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CacheError> {
        Ok(postcard::to_extend(self, CACHE_MAGIC.to_vec())?)
    }

    /// Reads compiled rules back.
    ///
    /// # Errors
    /// If the bytes are of another version or damaged; then load the texts again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CacheError> {
        let rest = bytes.strip_prefix(CACHE_MAGIC).ok_or(CacheError::Version)?;
        let set: Self = postcard::from_bytes(rest)?;
        if set.rules.iter().any(|rule| usize::from(rule.source) >= SOURCES.len()) {
            return Err(CacheError::Version);
        }
        Ok(set)
    }

    fn add_correlations(&mut self, parsed: &[(String, rsigma_parser::CorrelationRule)]) {
        for (file, rule) in parsed {
            let info = RuleInfo {
                id: rule
                    .id
                    .clone()
                    .unwrap_or_else(|| made_id(file, rule.name.as_deref(), &rule.title)),
                name: rule.name.clone(),
                title: rule.title.clone(),
                description: rule.description.clone().unwrap_or_default(),
                level: level_of(rule.level),
                status: rule.status.map(status_of),
                tags: rule.tags.iter().map(|tag| tag.to_lowercase()).collect(),
                references: rule.references.clone(),
                false_positives: rule.falsepositives.clone(),
                remedy: None,
                remedy_order: REMEDY_ORDER,
                author: rule.author.clone().unwrap_or_default(),
                file: file.clone(),
            };
            match compile_correlation(info.clone(), rule, self) {
                Ok(correlation) => self.correlations.push(correlation),
                Err(reason) => self.unusable.push(Unusable {
                    file: file.clone(),
                    id: Some(info.id),
                    title: Some(info.title),
                    why: Why::Reference,
                    reason,
                }),
            }
        }
    }
}

/// Loading in progress.
struct Loader<'a> {
    set: RuleSet,
    placeholders: &'a Placeholders,
    filters: Vec<(String, FilterRule)>,
    /// The log source of each rule as written, for filters.
    sources: Vec<LogSource>,
}

impl Loader<'_> {
    fn parse(&mut self, file: &str, text: &str) -> Option<SigmaCollection> {
        if text.len() > FILE_BYTES {
            self.refuse(file, None, Why::Invalid, format!("larger than {FILE_BYTES} bytes"));
            return None;
        }
        match rsigma_parser::parse_sigma_yaml(text) {
            Ok(collection) => {
                if collection.is_empty() && collection.errors.is_empty() {
                    self.refuse(file, None, Why::Invalid, "the file holds no rule".into());
                }
                for error in &collection.errors {
                    self.refuse(file, None, classify(error), error.clone());
                }
                Some(collection)
            }
            Err(error) => {
                self.refuse(file, None, classify(&error.to_string()), error.to_string());
                None
            }
        }
    }

    fn rule(&mut self, file: &str, rule: &SigmaRule) {
        match self.compile(rule) {
            Ok((source, logic)) => {
                self.sources.push(rule.logsource.clone());
                self.set.rules.push(Rule {
                    info: info_of(file, rule),
                    source,
                    logic,
                    captures: Vec::new(),
                    silent: false,
                });
            }
            Err((why, reason)) => self.refuse(file, Some(rule), why, reason),
        }
    }

    fn compile(&mut self, rule: &SigmaRule) -> Result<(u16, Logic), (Why, String)> {
        if rsigma_parser::is_unsupported(rule.sigma_version) {
            return Err((Why::Invalid, "a version of Sigma that is not known yet".into()));
        }
        if rule.detection.timeframe.is_some() {
            let reason = "timeframe belongs to the aggregations that Sigma gave up";
            return Err((Why::Aggregation, reason.into()));
        }
        let LogSource { product, category, service, .. } = &rule.logsource;
        let source = logsource::find(product.as_deref(), category.as_deref(), service.as_deref());
        // A rule without a reader is still checked, so that `check` finds its faults.
        let family = match &source {
            Ok(row) => SOURCES[usize::from(*row)].family,
            Err(_) => Family::Log,
        };
        let mut spare = FieldNames::new();
        let fields = if source.is_ok() { &mut self.set.fields } else { &mut spare };
        let mut cx = Context { family, fields, placeholders: self.placeholders };
        let mut logic = compile(&rule.detection, &mut cx).map_err(|reason| {
            let missing = reason.contains("placeholder %");
            (if missing { Why::Placeholder } else { Why::Invalid }, reason)
        })?;
        if let Ok(row) = &source {
            guard(&mut logic, SOURCES[usize::from(*row)].category, cx.fields);
        }
        Ok((source.map_err(|reason| (Why::NoReader, reason))?, logic))
    }

    fn refuse(&mut self, file: &str, rule: Option<&SigmaRule>, why: Why, reason: String) {
        self.set.unusable.push(Unusable {
            file: file.to_owned(),
            id: rule.and_then(|rule| rule.id.clone()),
            title: rule.map(|rule| rule.title.clone()),
            why,
            reason,
        });
    }

    /// Adds each filter's condition to the rules that it names.
    fn apply_filters(&mut self) {
        for (file, filter) in std::mem::take(&mut self.filters) {
            let mut met = 0;
            for index in 0..self.set.rules.len() {
                if self
                    .sources
                    .get(index)
                    .is_some_and(|source| concerns(&filter, &self.set.rules[index].info, source))
                {
                    met += 1;
                    if let Err(reason) = self.apply_filter(&filter, index) {
                        self.refuse_filter(&file, &filter, Why::Invalid, reason);
                        break;
                    }
                }
            }
            if met == 0 {
                let reason = "the filter concerns no loaded rule".to_owned();
                self.refuse_filter(&file, &filter, Why::Reference, reason);
            }
        }
    }

    fn apply_filter(&mut self, filter: &FilterRule, index: usize) -> Result<(), String> {
        let rule = &mut self.set.rules[index];
        let mut cx = Context {
            family: rule.source().family,
            fields: &mut self.set.fields,
            placeholders: self.placeholders,
        };
        let added = compile(&filter.detection, &mut cx)?;
        let base = u16::try_from(rule.logic.selections.len()).map_err(|_| "too many selections")?;
        let named =
            |(name, expr)| (format!("filter \u{201c}{}\u{201d}: {name}", filter.title), expr);
        rule.logic.selections.extend(added.selections.into_iter().map(named));
        let own = std::mem::replace(&mut rule.logic.condition, Expr::And(Vec::new()));
        rule.logic.condition = Expr::And(vec![own, shifted(added.condition, base)]);
        Ok(())
    }

    fn refuse_filter(&mut self, file: &str, filter: &FilterRule, why: Why, reason: String) {
        self.set.unusable.push(Unusable {
            file: file.to_owned(),
            id: filter.id.clone(),
            title: Some(filter.title.clone()),
            why,
            reason,
        });
    }
}

/// The registry audit is one event for values that are set and values that are deleted, where
/// Sysmon has one for each. So a rule on one of them is given the operation besides.
fn guard(logic: &mut Logic, category: &str, fields: &mut FieldNames) {
    let deletes = match category {
        "registry_set" => false,
        "registry_delete" => true,
        _ => return,
    };
    let mut item = |name, test| {
        let field = fields.intern(Family::Registry, name);
        Expr::Item(Item { field, all: false, tests: vec![test] })
    };
    let audit = item("EventID", Test::Integer(4657));
    let literal = Part::Literal(VALUE_DELETED.to_owned());
    let deleted = item("OperationType", Test::Text(Pattern::new([literal], false)));
    let operation = if deletes { deleted } else { Expr::Not(Box::new(deleted)) };
    let Ok(place) = u16::try_from(logic.selections.len()) else { return };
    let either = Expr::Or(vec![Expr::Not(Box::new(audit)), operation]);
    logic.selections.push(("operation of the registry audit".to_owned(), either));
    let own = std::mem::replace(&mut logic.condition, Expr::And(Vec::new()));
    logic.condition = Expr::And(vec![Expr::Selection(place), own]);
}

/// Whether a filter concerns a rule: its log source fits where it says one, and it names the
/// rule by id, name or title.
fn concerns(filter: &FilterRule, rule: &RuleInfo, source: &LogSource) -> bool {
    let fits = |wanted: &Option<String>, own: &Option<String>| {
        wanted
            .as_ref()
            .is_none_or(|wanted| own.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(wanted)))
    };
    let place = filter.logsource.as_ref().is_none_or(|wanted| {
        fits(&wanted.product, &source.product)
            && fits(&wanted.category, &source.category)
            && fits(&wanted.service, &source.service)
    });
    let named = match &filter.rules {
        FilterRuleTarget::Any => true,
        FilterRuleTarget::Specific(list) => list.iter().any(|name| {
            *name == rule.id || Some(name) == rule.name.as_ref() || *name == rule.title
        }),
    };
    place && named
}

/// A condition whose selections stand `by` places later.
fn shifted(expr: Expr, by: u16) -> Expr {
    let all = |list: Vec<Expr>| list.into_iter().map(|part| shifted(part, by)).collect();
    match expr {
        Expr::Selection(index) => Expr::Selection(index.saturating_add(by)),
        Expr::And(list) => Expr::And(all(list)),
        Expr::Or(list) => Expr::Or(all(list)),
        Expr::AtLeast(count, list) => Expr::AtLeast(count, all(list)),
        Expr::Not(part) => Expr::Not(Box::new(shifted(*part, by))),
        Expr::Item(item) => Expr::Item(item),
    }
}

/// What a message of the parser means. Its warnings (an unknown status, a malformed relation)
/// come in the same list as its errors.
fn classify(error: &str) -> Why {
    let remarks = ["invalid status", "invalid level", "related[", "'related'", "sigma-version"];
    if remarks.iter().any(|mark| error.starts_with(mark)) {
        Why::Remark
    } else if error.contains("Condition parse error") && error.contains(" | ") && aggregates(error)
    {
        Why::Aggregation
    } else {
        Why::Invalid
    }
}

fn aggregates(error: &str) -> bool {
    ["count(", "min(", "max(", "avg(", "sum(", "near "].iter().any(|word| error.contains(word))
}

fn info_of(file: &str, rule: &SigmaRule) -> RuleInfo {
    let own = |name: &str| rule.custom_attributes.get(name);
    RuleInfo {
        id: rule.id.clone().unwrap_or_else(|| made_id(file, rule.name.as_deref(), &rule.title)),
        name: rule.name.clone(),
        title: rule.title.clone(),
        description: rule.description.clone().unwrap_or_default(),
        level: level_of(rule.level),
        status: rule.status.map(status_of),
        tags: rule.tags.iter().map(|tag| tag.to_lowercase()).collect(),
        references: rule.references.clone(),
        false_positives: rule.falsepositives.clone(),
        remedy: own("remedy").and_then(|value| value.as_str()).map(str::to_owned),
        remedy_order: own("remedy_order")
            .and_then(|value| value.as_u64())
            .and_then(|order| u8::try_from(order).ok())
            .unwrap_or(REMEDY_ORDER),
        author: rule.author.clone().unwrap_or_default(),
        file: file.to_owned(),
    }
}

/// An id for a rule that has none: its name, else its file's name and its title.
fn made_id(file: &str, name: Option<&str>, title: &str) -> String {
    if let Some(name) = name {
        return name.to_owned();
    }
    let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem}/{}", title.to_lowercase().replace(' ', "-"))
}

fn level_of(level: Option<rsigma_parser::Level>) -> Level {
    match level {
        Some(rsigma_parser::Level::Informational) => Level::Informational,
        Some(rsigma_parser::Level::Low) => Level::Low,
        Some(rsigma_parser::Level::Medium) | None => Level::Medium,
        Some(rsigma_parser::Level::High) => Level::High,
        Some(rsigma_parser::Level::Critical) => Level::Critical,
    }
}

fn status_of(status: Status) -> String {
    match status {
        Status::Stable => "stable",
        Status::Test => "test",
        Status::Experimental => "experimental",
        Status::Deprecated => "deprecated",
        Status::Unsupported => "unsupported",
    }
    .to_owned()
}

/// The rules that a name refers to: by id, by name, else by title.
pub(crate) fn referred(rules: &[Rule], name: &str) -> Vec<usize> {
    let by = |test: &dyn Fn(&RuleInfo) -> bool| -> Vec<usize> {
        rules.iter().enumerate().filter(|(_, rule)| test(&rule.info)).map(|(i, _)| i).collect()
    };
    let exact = by(&|info| info.id == name || info.name.as_deref() == Some(name));
    if exact.is_empty() { by(&|info| info.title == name) } else { exact }
}

/// How many unusable rules there are of each kind.
pub fn count_by_reason(unusable: &[Unusable]) -> Vec<(Why, usize)> {
    let mut counts: HashMap<Why, usize> = HashMap::new();
    for rule in unusable {
        *counts.entry(rule.why).or_default() += 1;
    }
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_unstable();
    list
}
