//! Application pools: which account runs which code. Settings lie in child elements; they are
//! joined to one fact, because identity and autostart only mean something with the pool's name.

use crate::Fact;
use crate::xml::{Document, Element};

use super::{start, with_attributes};

/// A pool, or the defaults of all pools (`isDefault`).
pub(super) fn pool(document: &Document, number: usize, element: &Element) -> Fact {
    let mut fact = start("applicationPool", element);
    if element.is("applicationPoolDefaults") {
        fact.push("isDefault", "true");
    }
    for (child, settings) in document.children(number) {
        if settings.is("processModel") {
            fact = with_attributes(fact, settings);
        } else if settings.is("environmentVariables") {
            for (_, variable) in document.children(child) {
                let name = variable.attribute("name").unwrap_or_default();
                let value = variable.attribute("value").unwrap_or_default();
                fact.push("environmentVariable", format!("{name}={value}"));
            }
        } else if settings.is("recycling") {
            if let Some((_, restart)) = document.child(child, "periodicRestart") {
                fact.push("periodicRestart", restart.attribute("time").unwrap_or_default());
            }
        } else if settings.is("failure") {
            for name in ["autoShutdownExe", "orphanActionExe", "orphanActionParams"] {
                if let Some(value) = settings.attribute(name).filter(|value| !value.is_empty()) {
                    fact.push(name, value);
                }
            }
        }
    }
    fact
}
