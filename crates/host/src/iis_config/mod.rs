//! IIS and ASP.NET configuration, whole: what code runs for a request, where content lies, under
//! which account, with which keys, and what is logged.
//!
//! `applicationHost.config`, `web.config` at every level, `administration.config` and
//! `redirection.config` share one XML dialect (<https://learn.microsoft.com/iis/configuration/>;
//! ASP.NET's part: <https://learn.microsoft.com/previous-versions/dotnet/netframework-4.0/dayb112d(v=vs.100)>).
//! Every fact names its `element`, and the `location`, `site` or `application` it stands in.

mod pools;
mod rewrite;
mod sections;
#[cfg(test)]
pub(crate) mod tests;

use model::{Build, GapReason, WinPath};

use crate::text::{begins_as_xml, folded, holds, repeated};
use crate::xml::{Document, Element, parse};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest configuration file read. The largest that Exchange installs has 1.8 MiB.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Elements that only these files have.
const OWN_WORDS: [&str; 9] = [
    "<system.applicationhost",
    "<system.webserver",
    "<system.web",
    "<configsections",
    "<configurationredirection",
    "<moduleproviders",
    "<location ",
    "<appsettings",
    "<assemblybinding",
];

/// Names the configuration is found under.
const NAMES: [&str; 6] = [
    "applicationhost.config",
    "web.config",
    "administration.config",
    "redirection.config",
    "machine.config",
    "sharedwebconfig.config",
];

/// IIS configuration files.
pub(crate) struct IisConfig;

impl Reader for IisConfig {
    fn id(&self) -> &'static str {
        "iis-config"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        if begins_as_xml(&text)
            && holds(&text, "<configuration")
            && OWN_WORDS.iter().any(|word| holds(&text, word))
        {
            return Some(Sniff::Certain);
        }
        let name = head.path.file_name().to_ascii_lowercase();
        let named = NAMES.iter().any(|own| name.ends_with(own));
        (named || is_part(&name, &text)).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let document = parse(bytes, sink);
        for (number, element) in document.each() {
            read_element(&document, number, element, sink);
        }
    }
}

/// Sections that run code or name places, as the first element of a file of their own: where
/// `configSource` or `childSource` puts them.
const SECTIONS: [&str; 12] = [
    "sites",
    "applicationpools",
    "globalmodules",
    "modules",
    "handlers",
    "isapifilters",
    "isapicgirestriction",
    "httpmodules",
    "httphandlers",
    "machinekey",
    "httplogging",
    "compilation",
];

/// Whether a file that belongs to the configuration holds one section alone.
fn is_part(name: &str, text: &[u8]) -> bool {
    // Behind the mark of the encoding.
    let start = text.iter().position(u8::is_ascii_graphic).unwrap_or(text.len());
    let mut rest = &text[start..];
    while rest.starts_with(b"<?") || rest.starts_with(b"<!") {
        let Some(end) = memchr::memchr(b'>', rest) else { return false };
        rest = rest[end + 1..].trim_ascii_start();
    }
    let Some(first) = rest.strip_prefix(b"<") else { return false };
    let end = first.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(first.len());
    (name.ends_with(".config") || name.ends_with(".xml"))
        && SECTIONS.iter().any(|section| section.as_bytes() == &first[..end])
}

fn read_element(document: &Document, number: usize, element: &Element, sink: &mut dyn Sink) {
    // A schema part of the file: names of sections are not the sections.
    if document.enclosing(number, "configSections").is_some() {
        return;
    }
    if element.is("EncryptedData") {
        let section = document.around(number).next().map_or("", |section| &section.name);
        let detail = format!("the section <{section}> is encrypted with the server's key");
        sink.gap(element.locator.clone(), GapReason::Encrypted, detail, 1, 0);
        return;
    }
    let fact = match &*element.name {
        "location" => Some(location(element)),
        "site" if within(document, number, &["sites"]) => Some(start("site", element)),
        "application" if within(document, number, &["site", "siteDefaults"]) => {
            Some(start("application", element))
        }
        "virtualDirectory" => Some(virtual_directory(document, number, element)),
        "binding" if within(document, number, &["bindings"]) => Some(start("binding", element)),
        "logFile" => Some(start("logFile", element)),
        "rule" if within(document, number, &["rules", "globalRules", "outboundRules"]) => {
            rewrite::rule(document, number, element)
        }
        "add" | "applicationPoolDefaults" if within(document, number, &["applicationPools"]) => {
            Some(pools::pool(document, number, element))
        }
        _ => sections::fact(document, number, element),
    };
    if let Some(fact) = fact {
        sink.fact(in_its_place(document, number, fact));
    }
    for source in ["configSource", "childSource"].iter().filter_map(|own| element.attribute(own)) {
        let fact = Fact::new(FactKind::IisConfig, element.locator.clone())
            .with("element", "configSource")
            .with("section", &*element.name)
            .with("file", source);
        sink.fact(in_its_place(document, number, fact));
    }
}

/// The name of the element around this one, those of its own name passed over: a tag that was
/// never closed swallows its siblings.
fn container(document: &Document, number: usize) -> Option<&Element> {
    let own = &document.element(number).name;
    document.around(number).find(|element| element.name != *own)
}

fn within(document: &Document, number: usize, names: &[&str]) -> bool {
    container(document, number).is_some_and(|around| names.iter().any(|name| around.is(name)))
}

/// A fact of an element with the element's own attributes. A password is said to be there and not
/// repeated.
fn start(kind: &'static str, element: &Element) -> Fact {
    let fact = Fact::new(FactKind::IisConfig, element.locator.clone()).with("element", kind);
    with_attributes(fact, element)
}

fn with_attributes(mut fact: Fact, element: &Element) -> Fact {
    for (name, value) in &element.attributes {
        if name.eq_ignore_ascii_case("password") {
            fact.push("passwordSet", (!value.is_empty()).to_string());
        } else {
            fact.push(name.to_string(), value.as_str());
        }
    }
    fact
}

/// A place with settings of its own. A version-named folder at its end tells a build.
fn location(element: &Element) -> Fact {
    let last = element.attribute("path").and_then(|path| path.rsplit(['/', '\\']).next());
    let build = last.filter(|last| last.parse::<Build>().is_ok()).map(str::to_owned);
    start("location", element).with_some("build", build)
}

/// A virtual directory with the URL path it answers to.
fn virtual_directory(document: &Document, number: usize, element: &Element) -> Fact {
    let application = document.enclosing(number, "application");
    let base = repeated(application.and_then(|around| around.attribute("path")).unwrap_or("/"));
    let own = element.attribute("path").unwrap_or("/");
    let url = match (base.trim_end_matches('/'), own.trim_end_matches('/')) {
        ("", "") => "/".to_owned(),
        (base, own) => format!("{base}{own}"),
    };
    start("virtualDirectory", element).with("application", base).with("url", url).with_some(
        "applicationPool",
        application.and_then(|around| around.attribute("applicationPool")).map(repeated),
    )
}

/// Adds the location and the site that an element stands in.
fn in_its_place(document: &Document, number: usize, mut fact: Fact) -> Fact {
    if let Some(around) = document.enclosing(number, "location") {
        fact.push("location", repeated(around.attribute("path").unwrap_or_default()));
    }
    if let Some(around) = document.enclosing(number, "site") {
        fact.push("site", repeated(around.attribute("name").unwrap_or_default()));
        fact.push("siteId", repeated(around.attribute("id").unwrap_or_default()));
    } else if document.enclosing(number, "siteDefaults").is_some() {
        fact.push("site", "");
    }
    fact
}
