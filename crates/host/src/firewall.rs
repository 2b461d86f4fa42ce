//! Firewall rules in the form that the registry keeps them, `v2.30|Action=Allow|Dir=In|…`, from a
//! hive or from text that quotes it (`reg query`). The screen output of `netsh` is in the
//! server's language and is not read.

use model::WinPath;

use crate::text::{decode, folded, holds};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest text read. A server has some 600 rules of 300 bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Text that quotes firewall rules.
pub(crate) struct FirewallText;

impl Reader for FirewallText {
    fn id(&self) -> &'static str {
        "firewall-rules"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        let quotes = ["|action=", "|dir=", "|name="].iter().all(|word| holds(&text, word));
        let is_text = text.first().is_some_and(|byte| byte.is_ascii_graphic() || *byte > 0x7F)
            || text.first().is_some_and(u8::is_ascii_whitespace);
        (quotes && is_text).then_some(Sniff::Generic)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        for (place, line) in text.lines() {
            let lower = line.to_ascii_lowercase();
            let Some(at) = lower.find("|action=") else { continue };
            // The version stands in front; the rule's own name before that.
            let start = lower[..at].rfind('v').unwrap_or(at);
            let id = lower[..start].split_whitespace().next().unwrap_or_default();
            let id = line.get(lower.find(id).unwrap_or(0)..).unwrap_or_default();
            let id = id.split_whitespace().next().unwrap_or_default();
            let fact = Fact::new(FactKind::Firewall, place).with("topic", "firewall-rule");
            sink.fact(registry_rule(fact, id, &line[start..]));
        }
    }
}

/// Adds a rule's parts: `id`, then `Action`, `Active`, `Dir`, `Protocol`, `LPort`, `App`, `Name`
/// and the others under their own names.
pub(crate) fn registry_rule(mut fact: Fact, id: &str, rule: &str) -> Fact {
    fact.push("id", id);
    for part in rule.split('|') {
        if let Some((name, value)) = part.split_once('=') {
            fact.push(name.trim().to_owned(), value);
        }
    }
    fact
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    #[test]
    fn a_rule_is_taken_apart() {
        let text = "HKEY_LOCAL_MACHINE\\x\\FirewallRules\r\n    {A-1}    REG_SZ    v2.30|Action=Allow|\
                    Active=TRUE|Dir=In|Protocol=6|LPort=8443|App=C:\\t.exe|Name=Web|\r\n";
        let (id, seen) = read("C:\\x\\rules.txt", text.as_bytes());
        assert_eq!((id, seen.facts.len()), ("firewall-rules", 1));
        let rule = &seen.facts[0];
        assert_eq!(rule.value("id"), Some("{A-1}"));
        assert_eq!(rule.value("LPort"), Some("8443"));
        assert_eq!(rule.value("App"), Some("C:\\t.exe"));
    }
}
