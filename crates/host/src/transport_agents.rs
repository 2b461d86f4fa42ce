//! Exchange transport agents: code that sees every message. An agent of one's own is a quiet way
//! to read and to command a server by mail.
//!
//! `agents.config` and `fetagents.config`, under `TransportRoles\Shared` or `TransportRoles\Agents`
//! (<https://learn.microsoft.com/exchange/mail-flow/transport-agents/transport-agents>):
//! `configuration/mexRuntime/agentList/agent` with `name`, `baseType`, `classFactory`,
//! `assemblyPath`, `enabled`. The order is the priority.

use model::WinPath;

use crate::text::{begins_as_xml, folded, holds};
use crate::xml::parse;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest file read. Real ones have a few KiB.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The transport agent list.
pub(crate) struct TransportAgents;

impl Reader for TransportAgents {
    fn id(&self) -> &'static str {
        "agents-config"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        if begins_as_xml(&text) && holds(&text, "<mexruntime") {
            return Some(Sniff::Certain);
        }
        let name = head.path.file_name().to_ascii_lowercase();
        let name = name.strip_suffix(".template").unwrap_or(&name);
        matches!(name, "agents.config" | "fetagents.config").then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let document = parse(bytes, sink);
        let name = path.file_name().to_ascii_lowercase();
        let service = if name.starts_with("fetagents") { "front end" } else { "hub" };
        let mut priority = 0_u32;
        for (number, element) in document.each() {
            if element.is("agent") {
                priority += 1;
                let mut fact = Fact::new(FactKind::AgentsConfig, element.locator.clone())
                    .with("element", "agent")
                    .with("service", service)
                    .with("priority", priority.to_string());
                for (name, value) in &element.attributes {
                    fact.push(name.to_string(), value.as_str());
                }
                sink.fact(fact);
            } else if document.enclosing(number, "monitoring").is_some()
                && !element.attributes.is_empty()
            {
                let mut fact = Fact::new(FactKind::AgentsConfig, element.locator.clone())
                    .with("element", element.name.to_string());
                for (name, value) in &element.attributes {
                    fact.push(name.to_string(), value.as_str());
                }
                sink.fact(fact);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::GapReason;

    use crate::testing::read;

    const LIST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <mexRuntime>
    <monitoring><agentExecution timeLimitInMilliseconds="90000"/></monitoring>
    <agentList>
      <agent name="Transport Rule Agent" baseType="Microsoft.Exchange.Data.Transport.Routing.RoutingAgent" classFactory="Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.TransportRuleAgentFactory" assemblyPath="C:\Ex\TransportRoles\agents\Rule\Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.dll" enabled="true"/>
      <agent name="Journal Filter" baseType="Microsoft.Exchange.Data.Transport.Smtp.SmtpReceiveAgent" classFactory="J.Factory" assemblyPath="C:\ProgramData\j.dll" enabled="false"/>
    </agentList>
  </mexRuntime>
</configuration>"#;

    #[test]
    fn agents_come_in_their_order() {
        let (id, seen) = read("C:\\x\\copy.txt", LIST.as_bytes());
        assert_eq!((id, seen.losses()), ("agents-config", vec![]));
        let agents = seen.having("element", "agent");
        assert_eq!(agents.len(), 2);
        assert_eq!(agents[1].value("priority"), Some("2"));
        assert_eq!(agents[1].value("assemblyPath"), Some("C:\\ProgramData\\j.dll"));
        assert_eq!(agents[1].value("enabled"), Some("false"));
        assert_eq!(seen.count("element", "agentExecution"), 1);
    }

    #[test]
    fn the_misspelt_end_tag_of_the_documentation_is_one_gap() {
        let text = LIST.replace("</mexRuntime>", "</mexRuntim>");
        let (_, seen) = read("C:\\Ex\\TransportRoles\\Shared\\fetagents.config", text.as_bytes());
        assert_eq!(seen.having("element", "agent")[0].value("service"), Some("front end"));
        assert_eq!(seen.losses(), [(GapReason::Damaged, 2)]);
    }
}
