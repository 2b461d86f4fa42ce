//! What Exchange itself is set up to do: transport agents, and settings in the exports that
//! administrators make of the directory.

use base64::{Engine, engine::general_purpose::STANDARD};
use host::writers::program::NewProgram;

use super::{Laying, text};
use crate::host::Host;

/// Exchange's list of agents, with these after its own.
pub(super) fn agents_config(host: &Host, added: &[String]) -> String {
    let own = [
        (
            "Transport Rule Agent",
            "Routing.RoutingAgent",
            "MessagingPolicies.TransportRuleAgent.TransportRuleAgentFactory",
            r"Rule\Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.dll",
        ),
        (
            "Malware Agent",
            "Routing.RoutingAgent",
            "Transport.Agent.Malware.MalwareAgentFactory",
            r"Antimalware\Microsoft.Exchange.Transport.Agent.Malware.dll",
        ),
    ];
    let own: String = own
        .iter()
        .map(|(name, base, class, file)| {
            format!(
                "      <agent name=\"{name}\" baseType=\"Microsoft.Exchange.Data.Transport.{base}\" \
                 classFactory=\"Microsoft.Exchange.{class}\" \
                 assemblyPath=\"{}\\TransportRoles\\agents\\{file}\" enabled=\"true\" />\r\n",
                host.install
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<configuration>\r\n  <mexRuntime>\r\n    \
         <monitoring><agentExecution timeLimitInMilliseconds=\"90000\" /></monitoring>\r\n    \
         <agentList>\r\n{own}{}    </agentList>\r\n  </mexRuntime>\r\n</configuration>\r\n",
        added.concat()
    )
}

pub(super) fn transport_agent(on: &mut Laying<'_>) {
    let (name, class, path) = if on.innocent {
        (
            "Example Mail Security Agent",
            "Example.MailSecurity.AgentFactory",
            r"C:\Program Files\Example Mail Security\bin\Example.MailSecurity.Agent.dll",
        )
    } else {
        (
            "Microsoft Exchange Content Agent",
            "ContentAgent.Factory",
            r"C:\Windows\Temp\ContentAgent.dll",
        )
    };
    on.disk.agents.push(format!(
        "      <agent name=\"{name}\" \
         baseType=\"Microsoft.Exchange.Data.Transport.Smtp.SmtpReceiveAgent\" \
         classFactory=\"{class}\" assemblyPath=\"{path}\" enabled=\"true\" />\r\n"
    ));
    let signer = on.innocent.then_some(("Example Mail Ltd", "Example Code Signing CA"));
    let strings: &[(&str, &str)] = match on.innocent {
        true => &[("CompanyName", "Example Mail Ltd"), ("ProductName", "Example Mail Security")],
        false => &[],
    };
    let library = NewProgram {
        version: [3, 1, 0, 0],
        strings,
        is_managed: true,
        signer,
        ..NewProgram::default()
    };
    on.name(name);
    on.file(path, library.bytes());
    if on.innocent {
        // Some put theirs among Exchange's own.
        let path = on.exchange(r"TransportRoles\agents\Example\Example.Disclaimer.Agent.dll");
        on.disk.agents.push(format!(
            "      <agent name=\"Example Disclaimer\" \
             baseType=\"Microsoft.Exchange.Data.Transport.Routing.RoutingAgent\" \
             classFactory=\"Example.Disclaimer.AgentFactory\" assemblyPath=\"{path}\" \
             enabled=\"true\" />\r\n"
        ));
        on.aside(&path, library.bytes());
    }
}

/// The address that the OAB's virtual directory is told to give out.
fn external(on: &Laying<'_>) -> String {
    if on.innocent {
        format!("https://{}/OAB", on.disk.host.mail)
    } else {
        format!("http://f/{}", text::element())
    }
}

const OAB: &str = "OAB (Default Web Site)";

pub(super) fn url_ldif(on: &mut Laying<'_>) {
    let host = &on.disk.host;
    let dc = host.domain.split('.').map(|part| format!(",DC={part}")).collect::<String>();
    let list = format!(
        "version: 1\r\n\r\ndn: CN={OAB},CN=HTTP,CN=Protocols,CN={},CN=Servers{dc}\r\nobjectClass: \
         top\r\nobjectClass: msExchVirtualDirectory\r\nobjectClass: msExchOABVirtualDirectory\r\n\
         whenChanged: {}.0Z\r\nmsExchMetabasePath: IIS://{}/W3SVC/1/ROOT/OAB\r\n\
         msExchExternalHostName:: {}\r\n",
        host.name,
        on.at.strftime("%Y%m%d%H%M%S"),
        host.fqdn,
        STANDARD.encode(external(on))
    );
    on.name(OAB);
    on.file(r"C:\Admin\virtual-directories.ldf", list);
}

/// Text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) fn url_clixml(on: &mut Laying<'_>) {
    let list = format!(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n\
         <Obj RefId=\"0\"><TN RefId=\"0\"><T>Microsoft.Exchange.Data.Directory.SystemConfiguration.\
         ADOabVirtualDirectory</T></TN><Props><S N=\"Name\">{OAB}</S><S N=\"Server\">{}</S><S \
         N=\"ExternalUrl\">{}</S></Props></Obj>\r\n</Objs>\r\n",
        on.disk.host.name,
        escaped(&external(on))
    );
    on.name(OAB);
    on.file(r"C:\Admin\GetOabVirtualDirectory.xml", list);
}

/// A table as `Export-Csv` writes it.
fn csv(kind: &str, columns: &[(&str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
    let values: Vec<String> = columns.iter().map(|(_, value)| quoted(value)).collect();
    format!("#TYPE {kind}\r\n{}\r\n{}\r\n", names.join(","), values.join(","))
}

pub(super) fn url_csv(on: &mut Laying<'_>) {
    let kind = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ADOabVirtualDirectory";
    let table = csv(
        kind,
        &[
            ("Name", OAB),
            ("Server", &on.disk.host.name),
            ("MetabasePath", &format!("IIS://{}/W3SVC/1/ROOT/OAB", on.disk.host.fqdn)),
            ("ExternalUrl", &external(on)),
        ],
    );
    on.name(OAB);
    on.file(r"C:\Admin\oab-virtual-directories.csv", table);
}

pub(super) fn role_assignment(on: &mut Laying<'_>) {
    let kind = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ManagementRoleAssignment";
    let (name, role, assignee, assignee_type) = if on.innocent {
        (
            "Mail Recipients-Organization Management-Delegating",
            "Mail Recipients",
            "Organization Management",
            "RoleGroup",
        )
    } else {
        ("ApplicationImpersonation-h.berg", "ApplicationImpersonation", "h.berg", "User")
    };
    let table = csv(
        kind,
        &[
            ("Name", name),
            ("Role", role),
            ("RoleAssignee", assignee),
            ("RoleAssigneeName", assignee),
            ("RoleAssigneeType", assignee_type),
            ("RecipientWriteScope", "Organization"),
            ("Enabled", "True"),
        ],
    );
    on.name(name);
    on.file(r"C:\Admin\role-assignments.csv", table);
}

pub(super) fn forwarding(on: &mut Laying<'_>) {
    let to = if on.innocent {
        format!("smtp:k.lund@{}", on.disk.host.domain)
    } else {
        "smtp:archive@mailbox.invalid".to_owned()
    };
    let table = csv(
        "Microsoft.Exchange.Data.Directory.Management.Mailbox",
        &[
            ("Name", "h.berg"),
            ("PrimarySmtpAddress", &format!("h.berg@{}", on.disk.host.domain)),
            ("ForwardingSmtpAddress", &to),
            ("DeliverToMailboxAndForward", "True"),
        ],
    );
    on.name("h.berg");
    on.name(&to);
    on.file(r"C:\Admin\mailboxes.csv", table);
}

pub(super) fn inbox_rule(on: &mut Laying<'_>) {
    let (name, forward, folder) = match on.innocent {
        true => ("Newsletters", "", "h.berg:\\Newsletters"),
        false => (".", "\"a\" [SMTP:archive@mailbox.invalid]", ""),
    };
    let table = csv(
        "Microsoft.Exchange.Management.Common.InboxRule",
        &[
            ("Name", name),
            ("MailboxOwnerId", "nordwind.example/Users/h.berg"),
            ("RuleIdentity", "15384277348902731777"),
            ("Enabled", "True"),
            ("ForwardTo", forward),
            ("MoveToFolder", folder),
            ("DeleteMessage", "False"),
        ],
    );
    on.name("h.berg");
    on.file(r"C:\Admin\inbox-rules.csv", table);
}

pub(super) fn transport_rule(on: &mut Laying<'_>) {
    let (name, copies, disclaimer) = match on.innocent {
        true => ("Disclaimer", "", "Nordwind AG, Hafenstr. 1"),
        false => ("Compliance", "archive@mailbox.invalid", ""),
    };
    let table = csv(
        "Microsoft.Exchange.MessagingPolicies.Rules.Tasks.Rule",
        &[
            ("Name", name),
            ("State", "Enabled"),
            ("Priority", "0"),
            ("BlindCopyTo", copies),
            ("ApplyHtmlDisclaimerText", disclaimer),
        ],
    );
    on.name(name);
    on.file(r"C:\Admin\transport-rules.csv", table);
}
