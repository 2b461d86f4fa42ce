//! Sections that are lists or single elements, as a table: which element, in which section,
//! becomes which fact. Everything here can make IIS or ASP.NET run somebody's code, hide a
//! request, or weaken who may send one.

use crate::Fact;
use crate::xml::{Document, Element};

use super::{container, start};

/// Items of a list: the section's name, the name of the fact.
const LISTS: [(&str, &str); 25] = [
    ("globalModules", "globalModule"),
    ("modules", "module"),
    ("httpModules", "module"),
    ("handlers", "handler"),
    ("httpHandlers", "handler"),
    ("isapiFilters", "isapiFilter"),
    ("isapiCgiRestriction", "isapiRestriction"),
    ("fastCgi", "fastCgi"),
    ("buildProviders", "buildProvider"),
    ("folderLevelBuildProviders", "buildProvider"),
    ("assemblies", "assembly"),
    ("codeSubDirectories", "codeSubDirectory"),
    ("compilers", "compiler"),
    ("expressionBuilders", "expressionBuilder"),
    ("moduleProviders", "moduleProvider"),
    ("serviceAutoStartProviders", "autoStartProvider"),
    ("serviceActivations", "serviceActivation"),
    ("providers", "provider"),
    ("listenerAdapters", "listenerAdapter"),
    ("hiddenSegments", "hiddenSegment"),
    ("ipSecurity", "ipSecurity"),
    ("customHeaders", "customHeader"),
    ("defaultDocument", "defaultDocument"),
    ("files", "defaultDocument"),
    ("staticContent", "mimeMap"),
];

/// Items that lists hold.
const ITEMS: [&str; 7] = ["add", "remove", "clear", "filter", "application", "mimeMap", "compiler"];

/// Single elements: the element's name, the name of the fact.
const SINGLES: [(&str, &str); 24] = [
    ("machineKey", "machineKey"),
    ("httpLogging", "httpLogging"),
    ("log", "log"),
    ("centralBinaryLogFile", "centralLogFile"),
    ("centralW3CLogFile", "centralLogFile"),
    ("traceFailedRequestsLogging", "traceFailedRequests"),
    ("configurationRedirection", "configurationRedirection"),
    ("httpRedirect", "httpRedirect"),
    ("anonymousAuthentication", "authentication"),
    ("basicAuthentication", "authentication"),
    ("windowsAuthentication", "authentication"),
    ("digestAuthentication", "authentication"),
    ("clientCertificateMappingAuthentication", "authentication"),
    ("iisClientCertificateMappingAuthentication", "authentication"),
    ("extendedProtection", "extendedProtection"),
    ("access", "access"),
    ("compilation", "compilation"),
    ("pages", "pages"),
    ("impersonate", "impersonate"),
    ("identity", "identity"),
    ("trust", "trust"),
    ("httpRuntime", "httpRuntime"),
    ("codeBase", "codeBase"),
    ("probing", "probing"),
];

/// Names that other dialects use too: they count only inside these sections.
const ONLY_INSIDE: [(&str, &[&str]); 7] = [
    ("log", &["system.applicationHost"]),
    ("access", &["security"]),
    ("pages", &["system.web"]),
    ("identity", &["system.web"]),
    ("compilation", &["system.web"]),
    ("trust", &["system.web"]),
    ("defaultDocument", &["system.webServer"]),
];

/// The fact of a list's item or of a single element; `None` if the element is neither.
pub(super) fn fact(document: &Document, number: usize, element: &Element) -> Option<Fact> {
    let single = SINGLES.iter().find(|(name, _)| element.is(name));
    if let Some((_, kind)) = single {
        return (!element.attributes.is_empty() && is_inside(document, number, &element.name))
            .then(|| single_fact(document, number, kind, element));
    }
    if !ITEMS.iter().any(|item| element.is(item)) {
        return None;
    }
    let section = container(document, number)?;
    let (name, kind) = LISTS.iter().find(|(name, _)| section.is(name))?;
    if !is_inside(document, number, name) {
        return None;
    }
    if *kind == "provider" && document.enclosing(number, "configProtectedData").is_some() {
        return None;
    }
    Some(start(kind, element).with("operation", element.name.to_string()))
}

fn is_inside(document: &Document, number: usize, name: &str) -> bool {
    ONLY_INSIDE.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).is_none_or(|(_, around)| {
        around.iter().any(|around| document.enclosing(number, around).is_some())
    })
}

fn single_fact(document: &Document, number: usize, kind: &'static str, element: &Element) -> Fact {
    let fact = start(kind, element);
    match kind {
        "machineKey" => fact.with("fixed", is_fixed(element).to_string()),
        "authentication" | "centralLogFile" => fact.with("scheme", element.name.to_string()),
        // Where the runtime is told to load an assembly from; its name stands beside.
        "codeBase" => {
            let identity = document
                .enclosing_number(number)
                .and_then(|around| document.child(around, "assemblyIdentity"));
            fact.with_some("assembly", identity.and_then(|(_, own)| own.attribute("name")))
        }
        _ => fact,
    }
}

/// Whether a machine key is written down rather than made by the server: the default and
/// Exchange's own files say `AutoGenerate` for both halves or leave one out.
fn is_fixed(element: &Element) -> bool {
    ["validationKey", "decryptionKey"].iter().any(|name| {
        element.attribute(name).is_some_and(|value| {
            let first = value.split(',').next().unwrap_or_default().trim();
            !first.is_empty() && !first.eq_ignore_ascii_case("AutoGenerate")
        })
    })
}
