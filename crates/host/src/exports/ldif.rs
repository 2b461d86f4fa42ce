//! Directory exports in LDIF (RFC 2849), as `ldifde` writes them: Exchange's virtual directories
//! with `msExchExternalHostName` and `msExchInternalHostName`, the two places where a shell is
//! kept in the directory itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{GapReason, Loss, Timestamp, WinPath};

use crate::hive::hex;
use crate::text::decode;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST, MOST_FIELDS, cut_fields};

/// LDIF files.
pub(crate) struct Ldif;

impl Reader for Ldif {
    fn id(&self) -> &'static str {
        "ldif"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let start = crate::text::folded(&head.bytes[..head.bytes.len().min(8192)]);
        let text = String::from_utf8_lossy(&start);
        let line = text
            .lines()
            .map(|line| line.trim_start_matches(|char: char| !char.is_ascii_alphanumeric()))
            .find(|line| {
                !line.is_empty() && !line.starts_with('#') && !line.starts_with("version:")
            })?;
        let rest = line.strip_prefix("dn:")?;
        let is_name = rest.contains('=') || rest.starts_with(':');
        is_name.then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut bad = Loss::new(GapReason::Damaged, "lines of an LDIF file not understood");
        let mut cut = cut_fields();
        let mut fact: Option<Fact> = None;
        let mut pending: Option<(model::Locator, String)> = None;
        for (place, line) in text.lines() {
            if let Some(more) = line.strip_prefix(' ')
                && let Some((_, whole)) = &mut pending
            {
                whole.push_str(more);
                continue;
            }
            if let Some((start, whole)) = pending.take() {
                take(&mut fact, start, &whole, &mut bad, &mut cut);
            }
            if line.trim().is_empty() {
                end(&mut fact, sink);
            } else {
                pending = Some((place, line.to_owned()));
            }
        }
        if let Some((start, whole)) = pending.take() {
            take(&mut fact, start, &whole, &mut bad, &mut cut);
        }
        end(&mut fact, sink);
        sink.lost(bad);
        sink.lost(cut);
    }
}

fn end(fact: &mut Option<Fact>, sink: &mut dyn Sink) {
    if let Some(mut fact) = fact.take() {
        fact.time = fact.value("whenChanged").and_then(generalised_time);
        sink.fact(fact);
    }
}

/// One unfolded line.
fn take(
    fact: &mut Option<Fact>,
    place: model::Locator,
    line: &str,
    bad: &mut Loss,
    cut: &mut Loss,
) {
    if line.starts_with('#') || (fact.is_none() && line.starts_with("version:")) || line == "-" {
        return;
    }
    let Some((name, rest)) = line.split_once(':') else { return bad.add(place, line.len() as u64) };
    let value = match rest.strip_prefix(':') {
        Some(encoded) => match STANDARD.decode(encoded.trim()) {
            Ok(raw) => String::from_utf8(raw).unwrap_or_else(|error| hex(error.as_bytes())),
            Err(_) => return bad.add(place, line.len() as u64),
        },
        None => rest.trim_start_matches('<').trim_start().to_owned(),
    };
    let object = fact.get_or_insert_with(|| Fact::new(FactKind::Ldif, place.clone()));
    if object.fields.len() < MOST_FIELDS {
        object.push(name.to_owned(), value);
    } else {
        cut.add(place, line.len() as u64);
    }
}

/// `20210303061742.0Z`, always UTC in Active Directory.
fn generalised_time(text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix(".0Z").or_else(|| text.strip_suffix('Z'))?;
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| &digits[from..to];
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
    .parse()
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    #[test]
    fn folded_and_encoded_values_are_whole() {
        let encoded = STANDARD.encode("http://f/<x>");
        let text = format!(
            "version: 1\r\n\r\ndn: CN=OAB (Default Web Site),CN=HTTP,CN=Pro\r\n tocols,CN=EX1\r\n\
             objectClass: top\r\nobjectClass: msExchOABVirtualDirectory\r\n\
             whenChanged: 20210304160721.0Z\r\nmsExchExternalHostName:: {encoded}\r\n\r\n\
             dn: CN=EWS\r\nobjectClass: top\r\nbroken\r\n"
        );
        let (id, seen) = read("C:\\x\\vdirs.ldf", text.as_bytes());
        assert_eq!((id, seen.facts.len()), ("ldif", 2));
        let oab = &seen.facts[0];
        assert_eq!(oab.value("dn"), Some("CN=OAB (Default Web Site),CN=HTTP,CN=Protocols,CN=EX1"));
        assert_eq!(oab.value("msExchExternalHostName"), Some("http://f/<x>"));
        assert_eq!(oab.time, "2021-03-04T16:07:21Z".parse().ok());
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1)]);
    }
}
