//! Managed availability: the server asks itself, protocol by protocol, around the clock. Agents,
//! accounts and forms follow public rows (artefacts.help, plaso's Exchange sample).

use crate::{
    host::Host,
    log::Log,
    people::Crowd,
    request::Request,
    sidelogs::{self, Cmdlet, RpsRequest},
};

use super::Act;

const AM_PROBE: &str = "AMProbe/Local/ClientAccess";
const MONITOR: &str =
    "Mozilla/4.0 (compatible; MSIE 9.0; Windows NT 6.1; MSEXCHMON; ACTIVEMONITORING; OWACTP)";
const WINRM: &str = "Microsoft WinRM Client";

pub(super) fn all(host: &Host) -> Vec<Act> {
    let local = [
        (Log::ProxyAutodiscover, "/Autodiscover/"),
        (Log::ProxyEas, "/Microsoft-Server-ActiveSync/default.eas"),
        (Log::ProxyEws, "/ews/"),
        (Log::ProxyMapi, "/mapi/"),
        (Log::ProxyOab, "/OAB/"),
        (Log::ProxyOwaCalendar, "/owa/calendar/"),
        (Log::ProxyRpcHttp, "/rpc/"),
    ];
    let mut acts: Vec<Act> =
        local.iter().map(|(log, stem)| local_probe(host, *log, stem)).collect();
    acts.extend([
        ecp_redirect(host),
        owa_monitor(host),
        powershell(host, "New-PSSession:Receive"),
        mapi_session(host, "Connect", 1),
        ews_call(host),
        powershell(host, "Get-Mailbox:Command"),
        mapi_session(host, "Execute", 2),
        activesync(host),
        autodiscover(host),
        mapi_session(host, "Disconnect", 3),
    ]);
    acts
}

/// The plain question whether a front-end application lives; nothing is proxied.
fn local_probe(host: &Host, log: Log, stem: &str) -> Act {
    let mut request = Request::new(log, "localhost", stem).agent(AM_PROBE).by(host, "Negotiate");
    request.address = "127.0.0.1".to_owned();
    request.routed = true;
    Act::new(host, Crowd::Health, &request).takes(1, 6)
}

fn ecp_redirect(host: &Host) -> Act {
    let mut request = Request::new(Log::ProxyEcp, "localhost", "/ecp/").agent(AM_PROBE).status(302);
    request.auth = "FBA";
    request.address = "127.0.0.1".to_owned();
    request.suffix = "&LogoffReason=NoCookiesGetOrE14AuthPost";
    request.info = "NoCookies=302 - GET/E14AuthPost".to_owned();
    Act::new(host, Crowd::Health, &request).takes(1, 6)
}

fn owa_monitor(host: &Host) -> Act {
    let mut request = Request::new(Log::ProxyOwa, "localhost", "/owa/")
        .agent(MONITOR)
        .by(host, "FBA")
        .proxied(200);
    request.iis_user = Some("{smtp}".to_owned());
    request.address = "127.0.0.1".to_owned();
    request.suffix = "&encoding=;";
    Act::new(host, Crowd::Health, &request).takes(10, 90)
}

fn mapi_session(host: &Host, step: &str, number: u32) -> Act {
    let mut request = Request::new(Log::ProxyMapi, &host.fqdn, "/mapi/emsmdb/")
        .post()
        .agent("MapiHttpClient")
        .by(host, "Negotiate")
        .query(&format!("mailboxId={{mailbox}}@{}", host.domain))
        .proxied(200);
    request.anchor = "MailboxGuid~{mailbox}".to_owned();
    request.hint = "MailboxGuidWithDomain";
    request.address = host.ip6.clone();
    request.client_request = format!("R:{{guid}}:{number};RT:{step};CI:{{session}}:1;CID:{{guid}}");
    request.cookie = format!("Database~{}~~{{expiry:43200}}", host.database);
    Act::new(host, Crowd::Health, &request).takes(4, 25)
}

fn ews_call(host: &Host) -> Act {
    let agent = "Ews_AM_Probe/Local (ExchangeServicesClient/15.01.2106.002)";
    let mut request = Request::new(Log::ProxyEws, "localhost", "/ews/exchange.asmx")
        .post()
        .agent(agent)
        .by(host, "Negotiate")
        .proxied(200);
    request.address = "::1".to_owned();
    request.back_query = Some("&request_id={guid}".to_owned());
    Act::new(host, Crowd::Health, &request).takes(9, 40).also(sidelogs::ews(
        host,
        "GetFolder",
        "{smtp}",
        agent,
        "666",
    ))
}

fn activesync(host: &Host) -> Act {
    let mut request = Request::new(
        Log::ProxyEas,
        "localhost",
        "/Microsoft-Server-ActiveSync/default.eas",
    )
    .post()
    .agent("TestActiveSyncConnectivity")
    .query("Cmd=Settings&User={smtp}&DeviceId=EASProbeDeviceId141&DeviceType=EASProbeDeviceType")
    .by(host, "Basic")
    .proxied(200);
    request.iis_user = Some("{smtp}".to_owned());
    request.address = "127.0.0.1".to_owned();
    request.back_stem = Some("/Microsoft-Server-ActiveSync/Proxy/default.eas".to_owned());
    Act::new(host, Crowd::Health, &request).takes(12, 80)
}

fn autodiscover(host: &Host) -> Act {
    let mut request =
        Request::new(Log::ProxyAutodiscover, "localhost", "/Autodiscover/Autodiscover.xml")
            .post()
            .agent("AutodiscoverProbe/Local/ClientAccess")
            .by(host, "Negotiate")
            .proxied(200);
    request.address = "127.0.0.1".to_owned();
    Act::new(host, Crowd::Health, &request).takes(6, 40)
}

fn powershell(host: &Host, action: &str) -> Act {
    let query = format!(
        "clientApplication=ActiveMonitor;PSVersion=5.1.14393.5582&sessionID={}={{base64:96}}",
        host.session_version()
    );
    let mut request = Request::new(Log::ProxyPowerShell, &host.fqdn, "/powershell")
        .post()
        .agent(WINRM)
        .query(&query)
        .by(host, "Kerberos")
        .proxied(200);
    request.action = action.to_owned();
    request.anchor = format!("ServerVersion~{}", host.session_version().replace('_', " "));
    request.hint = "ExchClientVer-ServerCookie";
    request.cookie = format!("Server~{}~1942063431~{{expiry:10}}", host.fqdn);
    request.info = "SessionId={SESSION};ShellId={SESSION}".to_owned();
    request.address = host.ip.clone();
    let user = format!(r"{}\{{user}}", host.netbios);
    let act = Act::new(host, Crowd::Health, &request).takes(8, 60).also(sidelogs::rps_http(
        host,
        &RpsRequest {
            user: &user,
            agent: WINRM,
            query: &query,
            method: "POST",
            address: &host.ip,
            status: "200",
        },
    ));
    if !action.starts_with("Get-Mailbox") {
        return act;
    }
    act.also(sidelogs::rps_cmdlet(
        host,
        &Cmdlet {
            user: "{user}",
            sid: "{sid}",
            sender: &user.to_ascii_lowercase(),
            application: "ActiveMonitor",
            name: "Get-Mailbox",
            parameters: "-ResultSize \"1\"",
            admin: "False",
            result: "Success",
        },
    ))
}
