//! Objects as PowerShell prints them with `Format-List`: `Name : value` with the names padded to
//! one width and continued lines indented. Exchange itself writes a virtual directory in this form
//! when it is reset: the very file that ProxyLogon's web shells hide in, whose `ExternalUrl` is
//! the shell.

use model::{Timestamp, WinPath};

use crate::text::{decode, folded};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST, MOST_FIELDS, cut_fields};

/// Least lines of the same width that make a list.
const LEAST_LINES: usize = 3;

/// Printed objects.
pub(crate) struct FormatList;

impl Reader for FormatList {
    fn id(&self) -> &'static str {
        "format-list"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        let text = String::from_utf8_lossy(&text);
        let mut width = None;
        let mut run = 0;
        for line in text.lines().take(200) {
            match column(line) {
                Some(at) if width == Some(at) => run += 1,
                Some(at) => (width, run) = (Some(at), 1),
                None if line.trim().is_empty() || line.starts_with(' ') => {}
                None => run = 0,
            }
            if run >= LEAST_LINES {
                let known = ["externalurl", "metabasepath", "distinguishedname", "whenchangedutc"];
                let own = known.iter().any(|name| text.contains(name));
                return Some(if own { Sniff::Certain } else { Sniff::Generic });
            }
        }
        None
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let answer = Answer::of(text.lines().map(|(_, line)| line));
        let mut fact: Option<Fact> = None;
        let mut width = 0;
        let mut cut = cut_fields();
        for (place, line) in text.lines() {
            if let Some(at) = column(line) {
                let object = fact.get_or_insert_with(|| {
                    let mut own = Fact::new(FactKind::FormatList, place.clone());
                    answer.tell(&mut own);
                    own
                });
                width = at;
                if object.fields.len() < MOST_FIELDS {
                    object.push(line[..at].trim().to_owned(), line[at + 2..].trim());
                } else {
                    cut.add(place, line.len() as u64);
                }
            } else if line.trim().is_empty() {
                end(&mut fact, &answer, sink);
            } else if let Some((_, value)) = fact.as_mut().and_then(|fact| fact.fields.last_mut())
                && line.len() - line.trim_start().len() >= width
            {
                value.push('\n');
                value.push_str(line.trim());
            }
        }
        end(&mut fact, &answer, sink);
        sink.lost(cut);
    }
}

/// Most lines of the head of a web server's answer; real ones have a dozen.
const MOST_HEADERS: usize = 100;

/// The head of the answer of a web server, if somebody saved the objects with it
/// (<https://www.rfc-editor.org/rfc/rfc9112#name-message-format>).
#[derive(Default)]
struct Answer {
    status: Option<String>,
    date: Option<Timestamp>,
}

impl Answer {
    fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let mut lines = lines.take(MOST_HEADERS).take_while(|line| !line.trim().is_empty());
        let status = lines.next().filter(|line| line.starts_with("HTTP/"));
        let Some(status) = status else { return Self::default() };
        let date = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let date = value.trim().replace("GMT", "+0000");
            let parsed = || jiff::fmt::rfc2822::parse(&date).ok().map(|own| own.timestamp());
            name.eq_ignore_ascii_case("date").then(parsed)?
        });
        Self { status: Some(status.trim().to_owned()), date }
    }

    fn tell(&self, fact: &mut Fact) {
        if let Some(status) = &self.status {
            fact.push("httpStatus".to_owned(), status);
        }
        if let Some(date) = &self.date {
            fact.push("httpDate".to_owned(), date.to_string());
        }
    }

    /// Fields it adds to each object.
    fn fields(&self) -> usize {
        usize::from(self.status.is_some()) + usize::from(self.date.is_some())
    }
}

/// An object is done. One line alone is text with a colon in it.
fn end(fact: &mut Option<Fact>, answer: &Answer, sink: &mut dyn Sink) {
    if let Some(fact) = fact.take()
        && fact.fields.len() >= LEAST_LINES + answer.fields()
    {
        sink.fact(fact);
    }
}

/// Where the ` : ` of a property line stands: after a name without spaces inside, padded.
fn column(line: &str) -> Option<usize> {
    let at = line.find(" :")?;
    let name = line[..at].trim_end();
    let is_name = !name.is_empty()
        && !name.contains(char::is_whitespace)
        && name.chars().all(|char| char.is_alphanumeric() || "_-.()".contains(char));
    let ends = matches!(line.as_bytes().get(at + 2), None | Some(b' '));
    (is_name && ends).then_some(at)
}

#[cfg(test)]
mod tests {
    use crate::testing::{read, shared, wide};

    const DUMP: &str = "Name                            : OAB (Default Web Site)\r\n\
        MetabasePath                    : IIS://ex1.example/W3SVC/1/ROOT/OAB\r\n\
        ExternalUrl                     : http://f/x\r\n\
        OfflineAddressBooks             : \r\n\
        ObjectClass                     : top\r\n\
        \x20                                 msExchVirtualDirectory\r\n\
        WhenChangedUTC                  : 3/4/2021 4:07:21 PM\r\n";

    #[test]
    fn a_printed_object_is_one_fact() {
        for bytes in [DUMP.as_bytes().to_vec(), wide(DUMP)] {
            let (id, seen) = read("C:\\inetpub\\wwwroot\\aspnet_client\\x.aspx", &bytes);
            assert_eq!((id, seen.facts.len(), seen.losses()), ("format-list", 1, vec![]));
            let fact = &seen.facts[0];
            assert_eq!(fact.value("ExternalUrl"), Some("http://f/x"));
            assert_eq!(fact.value("OfflineAddressBooks"), Some(""));
            assert_eq!(fact.value("ObjectClass"), Some("top\nmsExchVirtualDirectory"));
        }
    }

    #[test]
    fn the_answer_of_a_web_server_is_told_with_its_objects() {
        let head = "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Mon, 22 Mar 2021 14:45:10 GMT\r\n\r\n";
        let (_, seen) = read("C:\\saved.txt", format!("{head}{DUMP}").as_bytes());
        assert_eq!(seen.facts.len(), 1);
        assert_eq!(seen.facts[0].value("httpStatus"), Some("HTTP/1.1 200 OK"));
        assert_eq!(seen.facts[0].value("httpDate"), Some("2021-03-22T14:45:10Z"));
        // A date that is none is left out, and no text is taken for a head.
        let other = head.replace("22 Mar", "77 Mar");
        let (_, seen) = read("C:\\saved.txt", format!("{other}{DUMP}").as_bytes());
        assert_eq!(seen.facts[0].value("httpDate"), None);
        let (_, seen) = read("C:\\saved.txt", format!("Server: x\r\n\r\n{DUMP}").as_bytes());
        assert_eq!(seen.facts[0].value("httpStatus"), None);
    }

    #[test]
    fn prose_with_a_colon_is_none() {
        let text = "Note : this is prose.\r\nIt goes on: and on.\r\nSee also : that\r\n\r\nx\r\n";
        assert_eq!(read("C:\\x\\readme.txt", text.as_bytes()).0, "none");
    }

    #[test]
    fn a_real_one_in_an_answer_of_a_server() {
        let Some(files) = shared("webshell_artefacts") else { return };
        let (id, seen) = read(&files[0].0, &files[0].1);
        assert_eq!((id, seen.facts.len()), ("format-list", 1));
        assert_eq!(seen.facts[0].fields.len(), 35);
        assert_eq!(seen.facts[0].value("httpDate"), Some("2021-03-22T14:45:10Z"));
        assert_eq!(seen.facts[0].value("WhenCreatedUTC"), Some("3/4/2021 2:17:56 AM"));
    }
}
