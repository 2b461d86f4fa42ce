//! URL Rewrite rules (<https://learn.microsoft.com/iis/extensions/url-rewrite-module/>): the form
//! that Exchange's mitigations (EOMT, the emergency mitigation service) take, and a form that
//! redirections to an attacker take as well.

use crate::Fact;
use crate::xml::{Document, Element};

use super::start;

/// A rule with its pattern, conditions and action; `None` if it stands outside `<rewrite>`.
pub(super) fn rule(document: &Document, number: usize, element: &Element) -> Option<Fact> {
    document.enclosing(number, "rewrite")?;
    let list = document.around(number).find(|around| !around.is("rule"))?;
    let direction = if list.is("outboundRules") { "outbound" } else { "inbound" };
    let mut fact = start("rewriteRule", element)
        .with("direction", direction)
        .with("global", list.is("globalRules").to_string());
    for (child, part) in document.children(number) {
        if part.is("match") {
            for (name, field) in [
                ("url", "matchUrl"),
                ("serverVariable", "matchServerVariable"),
                ("pattern", "matchPattern"),
                ("negate", "matchNegate"),
            ] {
                fact = fact.with_some(field, part.attribute(name));
            }
        } else if part.is("conditions") {
            fact = fact.with_some("logicalGrouping", part.attribute("logicalGrouping"));
            for (_, condition) in document.children(child) {
                fact.push("condition", condition_text(condition));
            }
        } else if part.is("action") {
            for (name, field) in [
                ("type", "actionType"),
                ("url", "actionUrl"),
                ("value", "actionValue"),
                ("statusCode", "actionStatusCode"),
                ("redirectType", "actionRedirectType"),
            ] {
                fact = fact.with_some(field, part.attribute(name));
            }
        } else if part.is("serverVariables") {
            for (_, variable) in document.children(child) {
                let name = variable.attribute("name").unwrap_or_default();
                let value = variable.attribute("value").unwrap_or_default();
                fact.push("serverVariable", format!("{name}={value}"));
            }
        }
    }
    Some(fact)
}

/// A condition as `input ~ pattern`, with `!~` for a negated one and its match type where that
/// stands in the place of a pattern.
fn condition_text(condition: &Element) -> String {
    let input = condition.attribute("input").unwrap_or_default();
    let negated =
        condition.attribute("negate").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let sign = if negated { "!~" } else { "~" };
    let pattern = condition.attribute("pattern").or_else(|| condition.attribute("matchType"));
    format!("{input} {sign} {}", pattern.unwrap_or_default())
}
