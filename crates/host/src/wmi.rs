//! Permanent WMI event subscriptions, from the repository `wbem\Repository\OBJECTS.DATA`: code that
//! runs when something happens, without a file of its own.
//!
//! The repository's pages are not parsed: instances are found by the words that their stored form
//! holds. A binding holds both references (`CommandLineEventConsumer.Name="…"`,
//! `__EventFilter.Name="…"`), a consumer or filter its texts behind its class name. Old versions
//! of instances stay in free pages, so that removed subscriptions show as well; which is which
//! cannot be told this way, and every text is reported once.

use std::collections::BTreeSet;
use std::io;

use model::{GapReason, Locator, WinPath};

use crate::blocks::{Window, held};
use crate::{Fact, FactKind, Head, ReadSeek, Reader, Seeking, Sink, Sniff};

/// Largest repository taken whole; larger ones are read by seeking.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Bytes behind a class name that belong to the instance. A page has 8 KiB; an instance with a
/// longer script goes on in pages elsewhere.
const NEAR: usize = 8 * 1024;

/// Most different facts of one repository. Real ones have a handful.
const MOST_FACTS: usize = 10_000;

/// Shortest text that is reported.
const SHORTEST: usize = 5;

/// Most texts of one instance.
const MOST_TEXTS: usize = 24;

/// Classes whose instances run code or choose when.
const CLASSES: [(&str, &str); 7] = [
    ("CommandLineEventConsumer", "consumer"),
    ("ActiveScriptEventConsumer", "consumer"),
    ("LogFileEventConsumer", "consumer"),
    ("NTEventLogEventConsumer", "consumer"),
    ("SMTPEventConsumer", "consumer"),
    ("MofCompilerEventConsumer", "consumer"),
    ("__EventFilter", "filter"),
];

/// End of a class name that refers to an instance.
const REFERENCE: &[u8] = b".Name=\"";

/// The WMI repository.
pub(crate) struct Repository;

impl Reader for Repository {
    fn id(&self) -> &'static str {
        "wmi-repository"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        head.path.file_name().eq_ignore_ascii_case("OBJECTS.DATA").then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        held(self, bytes, sink);
    }

    fn seeking(&self) -> Option<&dyn Seeking> {
        Some(self)
    }
}

impl Seeking for Repository {
    fn read(
        &self,
        input: &mut dyn ReadSeek,
        _: &dyn Fn(&str) -> bool,
        sink: &mut dyn Sink,
    ) -> io::Result<()> {
        let mut scan = Scan { sink, seen: BTreeSet::new(), left_out: 0, is_repository: false };
        let mut window = Window::first(input)?;
        loop {
            let count = window.bytes().len();
            // What begins in the last stretch is looked at when its end is there too.
            let own = if window.is_last() { count } else { count - NEAR };
            scan.block(window.bytes(), own, window.base());
            if !window.advance(own)? {
                break;
            }
        }
        scan.finish();
        Ok(())
    }
}

struct Scan<'s> {
    sink: &'s mut dyn Sink,
    seen: BTreeSet<Vec<String>>,
    left_out: u64,
    /// Whether any class was found: every repository holds at least their definitions.
    is_repository: bool,
}

impl Scan<'_> {
    /// Looks at what begins in the first `own` bytes of a block.
    fn block(&mut self, bytes: &[u8], own: usize, base: u64) {
        for (class, role) in CLASSES {
            let mut busy_until = 0;
            for found in memchr::memmem::find_iter(bytes, class.as_bytes()) {
                let end = found + class.len();
                self.is_repository = true;
                if found >= own || found < busy_until {
                    continue;
                }
                let near = &bytes[end..bytes.len().min(end + NEAR)];
                let place = Locator::Bytes { offset: base + found as u64, length: 0 };
                if near.starts_with(REFERENCE) {
                    if role == "consumer" {
                        self.binding(class, near, place);
                    }
                } else if near.starts_with(&[0]) {
                    busy_until = end + 64;
                    self.instance(class, role, near, place);
                }
            }
        }
    }

    /// A consumer's reference; its binding's filter stands behind it.
    fn binding(&mut self, class: &str, near: &[u8], place: Locator) {
        /// References of one binding stand within a few hundred bytes.
        const PAIR: usize = 1024;
        let name = quoted(&near[REFERENCE.len()..]);
        let behind = &near[..near.len().min(PAIR)];
        let filter = memchr::memmem::find(behind, b"__EventFilter.Name=\"")
            .map(|at| quoted(&behind[at + b"__EventFilter.Name=\"".len()..]));
        let Some(filter) = filter else { return };
        let key = vec!["binding".to_owned(), class.to_owned(), name.clone(), filter.clone()];
        let fact = Fact::new(FactKind::Wmi, place)
            .with("element", "binding")
            .with("consumerClass", class)
            .with("consumer", name)
            .with("filter", filter);
        self.push(key, fact);
    }

    /// A class name that ends: an instance's texts follow, or the class's own definition.
    fn instance(&mut self, class: &str, role: &'static str, near: &[u8], place: Locator) {
        if self.seen.len() >= MOST_FACTS {
            self.left_out += 1;
            return;
        }
        let texts = texts(near);
        // The definition of the class, not an instance: it names its own properties.
        let names = [
            "CommandLineTemplate",
            "ScriptingEngine",
            "QueryLanguage",
            "string",
            "MaximumQueueSize",
        ];
        let is_definition = texts.iter().take(12).any(|text| names.contains(&text.as_str()));
        if texts.is_empty() || is_definition {
            return;
        }
        let mut key = vec![role.to_owned(), class.to_owned()];
        key.extend(texts.iter().cloned());
        let mut fact = Fact::new(FactKind::Wmi, place).with("element", role).with("class", class);
        for text in texts {
            fact.push("text", text);
        }
        self.push(key, fact);
    }

    fn push(&mut self, key: Vec<String>, fact: Fact) {
        if self.seen.len() >= MOST_FACTS {
            self.left_out += 1;
        } else if self.seen.insert(key) {
            self.sink.fact(fact);
        }
    }

    fn finish(self) {
        if !self.is_repository {
            let detail = "none of the classes that every WMI repository holds".to_owned();
            self.sink.gap(Locator::File, GapReason::UnknownFormat, detail, 1, 0);
        }
        if self.left_out > 0 {
            let detail = format!("WMI instances after the first {MOST_FACTS}");
            self.sink.gap(Locator::File, GapReason::Capped, detail, self.left_out, 0);
        }
    }
}

/// Text up to the next quote or zero.
fn quoted(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| matches!(byte, b'"' | 0)).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// Printable texts, one byte a character or two, up to a long stretch without any.
fn texts(bytes: &[u8]) -> Vec<String> {
    /// Bytes without text after which an instance has ended.
    const SILENCE: usize = 256;
    let is_text = |byte: u8| byte == b'\t' || (0x20..0x7F).contains(&byte);
    let mut found = Vec::new();
    let (mut from, mut last) = (0, 0);
    while from < bytes.len() && from - last < SILENCE && found.len() < MOST_TEXTS {
        let narrow = bytes[from..].iter().take_while(|byte| is_text(**byte)).count();
        let wide = bytes[from..]
            .as_chunks::<2>()
            .0
            .iter()
            .take_while(|pair| is_text(pair[0]) && pair[1] == 0)
            .count();
        let (length, text) = if narrow >= SHORTEST {
            (narrow, String::from_utf8_lossy(&bytes[from..from + narrow]).into_owned())
        } else if wide >= SHORTEST {
            let units = bytes[from..from + wide * 2].iter().step_by(2);
            (wide * 2, units.map(|byte| char::from(*byte)).collect())
        } else {
            from += narrow.max(1);
            continue;
        };
        // Instances of the same page begin with the digest of their class in hex.
        if !(text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            found.push(text);
        }
        from += length;
        last = from;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::blocks::BLOCK;
    use crate::testing::read;

    #[test]
    fn bindings_consumers_and_filters_are_found_once() {
        let mut bytes = vec![0; 700];
        let instance =
            b"CommandLineEventConsumer\0\0C:\\ProgramData\\u.exe -q\0\0Updater\0\0\x01\x05";
        let binding =
            b"\0CommandLineEventConsumer.Name=\"Updater\"\0\0__EventFilter.Name=\"Boot\"\0";
        let filter = b"__EventFilter\0\x1c\0\0\0\0root\\cimv2\0\0Boot\0\0SELECT * FROM __InstanceModificationEvent\0\0WQL\0";
        for part in [&instance[..], binding, filter, binding] {
            bytes.extend(part);
            bytes.extend([0; 400]);
        }
        let (id, seen) = read("C:\\Windows\\System32\\wbem\\Repository\\OBJECTS.DATA", &bytes);
        assert_eq!((id, seen.losses()), ("wmi-repository", vec![]));
        assert_eq!(seen.facts.len(), 3, "{}", seen.shown());
        let binding = seen.having("element", "binding")[0];
        assert_eq!(binding.value("consumer"), Some("Updater"));
        assert_eq!(binding.value("filter"), Some("Boot"));
        assert_eq!(
            seen.having("element", "consumer")[0].value("text"),
            Some("C:\\ProgramData\\u.exe -q")
        );
        assert!(seen.shown().contains("SELECT * FROM"));
    }

    #[test]
    fn what_is_no_repository_is_a_gap() {
        for bytes in [vec![0; 9000], b"[[[[".to_vec()] {
            let (id, seen) = read("OBJECTS.DATA", &bytes);
            assert_eq!((id, seen.facts.len(), seen.gaps.len()), ("wmi-repository", 0, 1));
        }
    }

    #[test]
    fn an_instance_across_two_blocks_is_found() {
        let mut bytes = vec![0; BLOCK - 10];
        bytes.extend(b"ActiveScriptEventConsumer\0\0VBScript text here\0");
        bytes.extend([0; 100]);
        let (_, seen) = read("OBJECTS.DATA", &bytes);
        assert_eq!(seen.facts.len(), 1);
    }
}
