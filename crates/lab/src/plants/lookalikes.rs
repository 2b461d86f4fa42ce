//! What honest people and programs do that looks, at a glance, like an attack. Nothing may be
//! found in it.

use super::{Actor, Script, seconds};
use crate::{
    clock::Millis,
    log::Log,
    people::Crowd,
    request::Request,
    sidelogs::{self, Cmdlet, RpsRequest},
    template::literal,
};

const WINRM: &str = "Microsoft WinRM Client";
const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.190 Safari/537.36 Edg/88.0.705.81";
const OUTLOOK: &str = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13628; Pro)";

/// A session of the management shell: the cmdlets, with the requests that carry them.
fn shell_session(script: &mut Script<'_>, cmdlets: &[(&str, &str)]) {
    let admin = script.people.administrator().clone();
    let actor = script.insider(&admin, WINRM);
    let user = format!(r"{}\{}", script.host.netbios, admin.user);
    let query = format!(
        "serializationLevel=Full;ExchClientVer=15.1.2106.2;clientApplication=ManagementShell;PSVersion=5.1.14393.5582&sessionID={}=8ZaTmIuXmpqN0dGe0Z+M",
        script.host.session_version()
    );
    for (number, (name, parameters)) in cmdlets.iter().enumerate() {
        let ends = seconds(number as Millis * 41, 377);
        let mut request = Request::new(Log::ProxyPowerShell, &script.host.fqdn, "/powershell")
            .post()
            .query(&query)
            .by(&script.host, "Kerberos")
            .proxied(200);
        request.action = format!("{name}:Command");
        request.anchor =
            format!("ServerVersion~{}", script.host.session_version().replace('_', " "));
        request.hint = "ExchClientVer-ServerCookie";
        let http = RpsRequest {
            user: &user,
            agent: WINRM,
            query: &query,
            method: "POST",
            address: "{ip}",
            status: "200",
        };
        let cmdlet = Cmdlet {
            user: "{user}",
            sid: "{sid}",
            sender: &user.to_ascii_lowercase(),
            application: "ManagementShell",
            name,
            parameters: &literal(parameters),
            admin: "True",
            result: "Success",
        };
        let also = vec![
            sidelogs::rps_http(&script.host, &http),
            sidelogs::rps_cmdlet(&script.host, &cmdlet),
        ];
        script.request(&actor, ends, 340, request, also);
    }
}

pub(super) fn remote_powershell(script: &mut Script<'_>) {
    shell_session(
        script,
        &[
            ("Get-Mailbox", "-ResultSize \"Unlimited\""),
            ("Get-MailboxStatistics", "-Identity \"office\""),
            ("Set-Mailbox", "-Identity \"office\" -IssueWarningQuota \"2GB\""),
            ("Get-OabVirtualDirectory", "-Server \"EX01\""),
            ("Get-ManagementRoleAssignment", "-RoleAssignee \"Organization Management\""),
            ("New-MailboxSearch", "-Name \"Audit 2021\" -SourceMailboxes \"office\""),
            ("Get-MessageTrackingLog", "-ResultSize \"1000\""),
        ],
    );
}

pub(super) fn export_to_share(script: &mut Script<'_>) {
    let local = script.people.named(script.plant.mailbox.as_deref()).user.clone();
    let export =
        format!(r#"-Mailbox "{local}" -FilePath "\\fs01.nordwind.example\pst$\{local}.pst""#);
    shell_session(
        script,
        &[
            ("Get-MailboxStatistics", "-Identity \"office\""),
            ("New-MailboxExportRequest", &export),
            ("Get-MailboxExportRequest", "-Status \"InProgress\""),
            ("Get-MailboxExportRequest", "-Status \"Completed\""),
            ("Remove-MailboxExportRequest", "-Identity \"MailboxExport\" -Confirm \"False\""),
        ],
    );
}

/// The address of the OAB for clients outside, set in the control panel as one should.
pub(super) fn oab_url(script: &mut Script<'_>) {
    let admin = script.people.administrator().clone();
    let actor = script.insider(&admin, EDGE);
    let canary = format!("{}Duw.", script.dice.hex_text(42));
    let (mail, id) = (script.host.mail.clone(), script.host.oab.clone());
    let steps = [
        ("GetObject", seconds(0, 480), format!("Get-OabVirtualDirectory.Identity='{id}'")),
        (
            "SetObject",
            seconds(48, 910),
            format!("Set-OabVirtualDirectory.ExternalUrl='https://{mail}/OAB'.Identity='{id}'"),
        ),
    ];
    for (call, ends, command) in steps {
        let path = format!("/ecp/DDI/DDIService.svc/{call}");
        let query = format!("msExchEcpCanary={canary}&schema=OABVirtualDirectory");
        let mut request = Request::new(Log::ProxyEcp, &mail, &path)
            .post()
            .query(&query)
            .by(&script.host, "FBA")
            .proxied(200);
        request.back_query = Some(format!("{query}&ActID={{guid}}"));
        let url = format!("{path}?{query}");
        let also = vec![
            sidelogs::ecp_server(&script.host, &url, &literal(&command), ""),
            sidelogs::ecp_activity(&script.host, &url, "{smtp}"),
        ];
        script.request(&actor, ends, 210, request, also);
    }
    let user = format!("{}/Users/{}", script.host.domain, admin.user);
    let parameters = [("Identity", id.as_str()), ("ExternalUrl", &format!("https://{mail}/OAB"))];
    let row = sidelogs::audit(&script.host, &user, "Set-OabVirtualDirectory", &parameters);
    script.rows(&actor, seconds(48, 850), 1, (0, 0), vec![row]);
}

/// The firm's own pages beside Exchange: many people, many pages, day after day.
pub(super) fn web_app(script: &mut Script<'_>) {
    let pages =
        ["Default.aspx", "phonebook.aspx", "travel/request.aspx", "news.aspx", "canteen.aspx"];
    let own = script.plant.page.clone();
    let mut at = 0;
    for number in 0..script.plant.count.unwrap_or(240) {
        let person = script.people.one(Crowd::Desk, &mut script.dice).clone();
        let actor = script.insider(&person, EDGE);
        let page = own
            .clone()
            .unwrap_or_else(|| format!("/intranet/{}", pages[number as usize % pages.len()]));
        super::push_new(&mut script.truth.pages, &page);
        let request = Request::outside(&script.host.mail, &literal(&page));
        let request = if number % 5 == 4 { request.post() } else { request };
        at += Millis::from(script.dice.between(4_000, 60_000));
        script.request(&actor, at, 35, request, Vec::new());
    }
}

/// Outlook and phones asking for `autodiscover.json`.
pub(super) fn autodiscover(script: &mut Script<'_>) {
    let agents = [OUTLOOK, "Outlook-iOS-Android/1.0", "Android-SAMSUNG-SM-A515F/101.11"];
    for number in 0..script.plant.count.unwrap_or(30) {
        let person = script.people.one(Crowd::Phone, &mut script.dice).clone();
        let actor = script.insider(&person, agents[number as usize % agents.len()]);
        let path = "/autodiscover/autodiscover.json";
        let (stem, query) = if number % 2 == 0 {
            (path.to_owned(), "Email={smtp}&Protocol=ActiveSync&RedirectCount=1")
        } else {
            (format!("{path}/v1.0/{{smtp}}"), "Protocol=EWS&RedirectCount=1")
        };
        let mut request = Request::new(Log::ProxyAutodiscover, &script.host.autodiscover, &stem)
            .query(query)
            .proxied(200);
        request.anchor = "Smtp~{smtp}".to_owned();
        request.hint = "AutodiscoverJson-SMTP";
        script.request(&actor, seconds(Millis::from(number) * 17, 5), 12, request, Vec::new());
    }
}

/// The server's own mailboxes at work in the control panel and in remote PowerShell.
pub(super) fn health_mailboxes(script: &mut Script<'_>) {
    let health = script.people.health_mailbox().clone();
    let actor: Actor = script.insider(&health, WINRM);
    let user = format!(r"{}\{}", script.host.netbios, health.user);
    for number in 0..script.plant.count.unwrap_or(12) {
        let ends = seconds(Millis::from(number) * 300, 205);
        let path = "/ecp/DDI/DDIService.svc/GetList";
        let url = format!("{path}?msExchEcpCanary={{url64:40}}.&schema=VirtualDirectory");
        let cmdlet = Cmdlet {
            user: "{user}",
            sid: "{sid}",
            sender: &user.to_ascii_lowercase(),
            application: "ActiveMonitor",
            name: "Get-Mailbox",
            parameters: "-ResultSize \"1\"",
            admin: "False",
            result: "Success",
        };
        let rows = vec![
            sidelogs::ecp_server(&script.host, &url, "Get-OabVirtualDirectory", ""),
            sidelogs::ecp_activity(&script.host, &url, "{smtp}"),
            sidelogs::rps_cmdlet(&script.host, &cmdlet),
        ];
        script.rows(&actor, ends, 60, (0, 0), rows);
    }
}
