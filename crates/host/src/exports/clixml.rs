//! PowerShell's `Export-Clixml`: objects with their type names and properties
//! (<https://learn.microsoft.com/openspecs/windows_protocols/ms-psrp>, serialization). Health
//! Checker and most Exchange collection scripts save in this form.
//!
//! An object is a fact; properties of inner objects are joined with a dot. Items of a list that
//! are objects without a text of their own (tables that scripts make) are facts themselves, with
//! the list's name.

use std::borrow::Cow;
use std::collections::HashMap;

use model::{Loss, WinPath};

use crate::text::{begins_as_xml, folded, holds, repeated};
use crate::xml::{Document, Element, parse};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST, MOST_FIELDS, cut_fields};

/// Deepest inner object whose properties are joined to the outer one's.
const DEEPEST: usize = 4;

/// PowerShell object files.
pub(crate) struct Clixml;

impl Reader for Clixml {
    fn id(&self) -> &'static str {
        "clixml"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(&head.bytes[..head.bytes.len().min(4096)]);
        let is_own = begins_after_mark(&text)
            && holds(&text, "<objs")
            && holds(&text, "microsoft.com/powershell/");
        is_own.then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let document = parse(bytes, sink);
        let types = types(&document);
        let mut walk = Walk { document: &document, types, sink, cut: cut_fields() };
        for root in document.named("Objs") {
            for (number, element) in document.children(root) {
                if element.is("Obj") {
                    walk.object(number, None);
                } else {
                    let fact = Fact::new(FactKind::Clixml, element.locator.clone());
                    walk.sink.fact(fact.with("value", unescaped(&element.text)));
                }
            }
        }
        walk.sink.lost(walk.cut);
    }
}

/// Whether text begins as XML, or as PowerShell's streams do (`#< CLIXML`).
fn begins_after_mark(folded: &[u8]) -> bool {
    begins_as_xml(folded) || folded.starts_with(b"#< clixml")
}

/// The first type name of each type list, by the number that later objects refer to it with.
fn types(document: &Document) -> HashMap<&str, &str> {
    document
        .named("TN")
        .filter_map(|number| {
            let id = document.element(number).attribute("RefId")?;
            Some((id, document.text_at(number, &["T"])?))
        })
        .collect()
}

struct Walk<'d, 's> {
    document: &'d Document,
    types: HashMap<&'d str, &'d str>,
    sink: &'s mut dyn Sink,
    cut: Loss,
}

impl<'d> Walk<'d, '_> {
    /// One object as a fact; objects of its lists follow it.
    fn object(&mut self, number: usize, list: Option<&str>) {
        let document = self.document;
        let element = document.element(number);
        let mut fact = Fact::new(FactKind::Clixml, element.locator.clone())
            .with_some("type", self.type_of(number).map(repeated))
            .with_some("list", list);
        if let Some(text) = document.text_at(number, &["ToString"]) {
            fact.push("ToString", unescaped(text));
        }
        let mut lists = Vec::new();
        self.properties(number, "", 0, &mut fact, &mut lists);
        if !fact.fields.is_empty() {
            self.sink.fact(fact);
        }
        for (name, item) in lists {
            self.object(item, Some(&name));
        }
    }

    fn type_of(&self, number: usize) -> Option<&'d str> {
        if let Some((list, _)) = self.document.child(number, "TN") {
            return self.document.text_at(list, &["T"]);
        }
        let reference = self.document.child(number, "TNRef")?.1.attribute("RefId")?;
        self.types.get(reference).copied()
    }

    fn properties(
        &mut self,
        number: usize,
        prefix: &str,
        depth: usize,
        fact: &mut Fact,
        lists: &mut Vec<(String, usize)>,
    ) {
        let document = self.document;
        let groups = ["Props", "MS"].map(|name| document.child(number, name));
        for (child, element) in
            groups.into_iter().flatten().flat_map(|(group, _)| document.children(group))
        {
            let own = repeated(element.attribute("N").unwrap_or_default());
            let name = if prefix.is_empty() { own.to_owned() } else { format!("{prefix}.{own}") };
            self.property(child, element, &name, depth, fact, lists);
        }
        self.items(number, prefix, fact, lists);
    }

    fn property(
        &mut self,
        number: usize,
        element: &Element,
        name: &str,
        depth: usize,
        fact: &mut Fact,
        lists: &mut Vec<(String, usize)>,
    ) {
        if fact.fields.len() >= MOST_FIELDS {
            return self.cut.add(element.locator.clone(), 0);
        }
        if element.is("Nil") || element.is("Ref") {
            return;
        }
        if !element.is("Obj") {
            fact.push(name.to_owned(), unescaped(&element.text));
            return;
        }
        if let Some(text) = self.document.text_at(number, &["ToString"]) {
            fact.push(name.to_owned(), unescaped(text));
        }
        if depth < DEEPEST {
            self.properties(number, name, depth + 1, fact, lists);
        }
    }

    /// The items of a list or dictionary: texts as values of one name, objects without a text for
    /// later.
    fn items(
        &mut self,
        number: usize,
        name: &str,
        fact: &mut Fact,
        lists: &mut Vec<(String, usize)>,
    ) {
        let document = self.document;
        let groups = ["LST", "IE", "QUE", "STK"].map(|group| document.child(number, group));
        for (child, element) in
            groups.into_iter().flatten().flat_map(|(group, _)| document.children(group))
        {
            if fact.fields.len() >= MOST_FIELDS {
                self.cut.add(element.locator.clone(), 0);
                continue;
            }
            if !element.is("Obj") {
                if !element.is("Ref") && !element.is("Nil") {
                    let name = if name.is_empty() { "item" } else { name };
                    fact.push(name.to_owned(), unescaped(&element.text));
                }
            } else if let Some(text) = document.text_at(child, &["ToString"]) {
                let name = if name.is_empty() { "item" } else { name };
                fact.push(name.to_owned(), unescaped(text));
            } else {
                lists.push((name.to_owned(), child));
            }
        }
        let Some((dictionary, _)) = document.child(number, "DCT") else { return };
        for (entry, _) in document.children(dictionary) {
            let part = |wanted: &str| {
                document.children(entry).find(|(_, element)| element.attribute("N") == Some(wanted))
            };
            let key =
                part("Key").map(|(_, key)| unescaped(repeated(&key.text))).unwrap_or_default();
            let Some((child, value)) = part("Value") else { continue };
            let name = if name.is_empty() { key } else { format!("{name}.{key}") };
            if value.is("Obj") {
                lists.push((name, child));
            } else if fact.fields.len() < MOST_FIELDS {
                fact.push(name, unescaped(&value.text));
            } else {
                self.cut.add(value.locator.clone(), 0);
            }
        }
    }
}

/// Text with PowerShell's `_x000D_` escapes resolved.
fn unescaped(text: &str) -> String {
    let mut rest = Cow::Borrowed(text);
    if !text.contains("_x") {
        return rest.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(step) = rest[from..].find("_x") {
        let at = from + step;
        out.push_str(&rest[from..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(char) => {
                out.push(char);
                from = at + 7;
            }
            None => {
                out.push_str("_x");
                from = at + 2;
            }
        }
    }
    out.push_str(&rest.to_mut()[from..]);
    out
}

#[cfg(test)]
mod tests {
    use crate::testing::{read, shared};

    const LIST: &str = r#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
<Obj RefId="0"><TN RefId="0"><T>PSCustomObject</T></TN><MS>
<B N="AllSigned">false</B>
<Obj N="ModuleList" RefId="1"><LST>
<Obj RefId="2"><TNRef RefId="0"/><MS><S N="Name">M_x0041_</S><S N="Path">C:\m.dll</S>
<Obj N="Signature" RefId="3"><MS><S N="Signer">CN=A</S></MS></Obj></MS></Obj>
</LST></Obj>
<Obj N="Url" RefId="4"><ToString>https://mail.example/owa</ToString></Obj>
<Obj N="Tags" RefId="5"><LST><S>a</S><S>b</S></LST></Obj>
</MS></Obj></Objs>"#;

    #[test]
    fn objects_inner_objects_and_lists() {
        let (id, seen) = read("C:\\x\\modules.xml", LIST.as_bytes());
        assert_eq!((id, seen.losses()), ("clixml", vec![]));
        let [whole, module] = &seen.facts[..] else { panic!("{}", seen.shown()) };
        assert_eq!(whole.value("Url"), Some("https://mail.example/owa"));
        assert_eq!(whole.fields.iter().filter(|(name, _)| name == "Tags").count(), 2);
        assert_eq!(module.value("list"), Some("ModuleList"));
        assert_eq!(module.value("Name"), Some("MA"));
        assert_eq!(module.value("Signature.Signer"), Some("CN=A"));
        assert_eq!(module.value("type"), Some("PSCustomObject"));
    }

    #[test]
    fn real_exports() {
        let Some(files) = shared("healthchecker_exports") else { return };
        let mut found = Vec::new();
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".xml")) {
            let (id, seen) = read(name, bytes);
            assert_eq!((id, seen.losses()), ("clixml", vec![]), "{name}");
            if name.contains("ExSetup") {
                assert_eq!(seen.facts[0].value("FileVersion"), Some("15.02.0986.005"));
            }
            if name.contains("GetOwaVirtualDirectory") {
                assert!(seen.facts.iter().any(|fact| fact.value("InternalUrl").is_some()));
            }
            found.push((name.as_str(), seen.facts.len()));
        }
        println!("{found:?}");
        assert_eq!(found.len(), 14);
    }
}
