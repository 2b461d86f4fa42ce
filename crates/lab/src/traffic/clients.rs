//! People at their clients: Outlook, phones, browsers, other mail programs, administrators.

use crate::{
    host::Host,
    log::Log,
    people::Crowd,
    request::Request,
    sidelogs::{self, Cmdlet, RpsRequest},
};

use super::Act;

const OUTLOOK: &str = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13628; Pro)";
const OUTLOOK_HTTP: &str = "Microsoft Office/16.0 (Windows NT 10.0; MAPI 16.0.13628; Pro)";
const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.190 Safari/537.36";
const FIREFOX: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:86.0) Gecko/20100101 Firefox/86.0";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0.3 Safari/605.1.15";
const IPHONE: &str = "Apple-iPhone12C1/1804.52";
const ANDROID: &str = "Android-SAMSUNG-SM-A515F/101.11";
const OUTLOOK_MOBILE: &str = "Outlook-iOS-Android/1.0";
const APPLE_MAIL: &str = "AppleExchangeWebServices/818.120.2 accountsd/113";
const MAC_OUTLOOK: &str =
    "MacOutlook/16.46.21021202 (Intelx64 Mac OS X Version 10.15.7 (Build 19H524))";
const ENTOURAGE: &str = "Entourage/13.4.0 (Intel Mac OS X 10.6.8)";

pub(super) fn all(host: &Host) -> Vec<(u32, Act)> {
    let mut list = vec![
        (190, mapi(host, "Execute")),
        (30, mapi(host, "Connect")),
        (60, mapi(host, "NotificationWait").takes(900, 5_000)),
        (25, nspi(host)),
        (35, rpc(host, "RPC_IN_DATA")),
        (35, rpc(host, "RPC_OUT_DATA")),
        (30, autodiscover(host)),
        (14, autodiscover_json(host)),
        (20, oab(host)),
        (3, owa_calendar(host)),
        (4, ecp(host)),
        (2, powershell(host)),
        (6, logon_page(host)),
    ];
    for (agent, weight) in [(OUTLOOK, 40), (APPLE_MAIL, 30), (MAC_OUTLOOK, 15), (ENTOURAGE, 3)] {
        list.push((weight, ews(host, agent, "GetItem", "{out}")));
        list.push((weight / 2, ews(host, agent, "FindItem", "{out}")));
        list.push((weight / 3, ews(host, agent, "SyncFolderItems", "{out}")));
        list.push((weight / 4, unauthenticated(host, agent)));
    }
    for (agent, kind, weight) in
        [(IPHONE, "iPhone", 60), (ANDROID, "SAMSUNGSMA515F", 40), (OUTLOOK_MOBILE, "Outlook", 30)]
    {
        for (command, share) in [("Sync", 1), ("Ping", 1), ("FolderSync", 4), ("SendMail", 8)] {
            list.push((weight / share, activesync(host, agent, kind, command)));
        }
    }
    for (agent, weight) in [(CHROME, 30), (FIREFOX, 18), (SAFARI, 12)] {
        for (action, share) in [
            ("GetConversationItems", 1),
            ("FindConversation", 1),
            ("CreateItem", 4),
            ("GetNotification", 3),
        ] {
            list.push((weight / share, owa(host, agent, action)));
        }
    }
    list
}

fn mapi(host: &Host, step: &str) -> Act {
    let mut request = Request::new(Log::ProxyMapi, &host.mail, "/mapi/emsmdb/")
        .post()
        .agent(OUTLOOK_HTTP)
        .by(host, "Negotiate")
        .query(&format!("MailboxId={{mailbox}}@{}", host.domain))
        .proxied(200);
    request.anchor = format!("MailboxGuid~{{mailbox}}@{}", host.domain);
    request.hint = "MailboxGuidWithDomain";
    request.client_request =
        format!("R:{{guid}}:{{n:1-900}};RT:{step};CI:{{session}}:1;CID:{{guid}}");
    request.cookie = format!("Database~{}~~{{expiry:43200}}", host.database);
    Act::new(host, Crowd::Desk, &request).takes(5, 160)
}

fn nspi(host: &Host) -> Act {
    let mut request = Request::new(Log::ProxyMapi, &host.mail, "/mapi/nspi/")
        .post()
        .agent(OUTLOOK_HTTP)
        .by(host, "Negotiate")
        .query(&format!("MailboxId={{mailbox}}@{}", host.domain))
        .proxied(200);
    request.anchor = format!("MailboxGuid~{{mailbox}}@{}", host.domain);
    request.hint = "MailboxGuidWithDomain";
    Act::new(host, Crowd::Desk, &request).takes(4, 60)
}

fn rpc(host: &Host, method: &'static str) -> Act {
    let mut request = Request::new(Log::ProxyRpcHttp, &host.mail, "/rpc/rpcproxy.dll")
        .method(method)
        .agent("MSRPC")
        .by(host, "NTLM")
        .query(&format!("{{mailbox}}@{}:6001", host.domain))
        .proxied(200);
    request.anchor = format!("MailboxGuid~{{mailbox}}@{}", host.domain);
    request.hint = "RpcHttp";
    request.back_user = Some(format!(r"{}\{}$", host.netbios, host.name));
    Act::new(host, Crowd::Home, &request).takes(300, 5_000)
}

fn autodiscover(host: &Host) -> Act {
    let request =
        Request::new(Log::ProxyAutodiscover, &host.autodiscover, "/autodiscover/autodiscover.xml")
            .post()
            .agent(OUTLOOK)
            .by(host, "Negotiate")
            .proxied(200);
    Act::new(host, Crowd::Desk, &request).takes(8, 90)
}

/// Autodiscover version 2: anonymous, answered with a redirection to the protocol's address.
fn autodiscover_json(host: &Host) -> Act {
    let mut request = Request::new(
        Log::ProxyAutodiscover,
        &host.autodiscover,
        &format!("/autodiscover/autodiscover.json/v1.0/{{user}}@{}", host.domain),
    )
    .agent(OUTLOOK)
    .query("Protocol=AutodiscoverV1&RedirectCount=1")
    .proxied(200);
    request.anchor = "Smtp~{smtp}".to_owned();
    request.hint = "AutodiscoverJson-SMTP";
    Act::new(host, Crowd::Desk, &request).takes(4, 40)
}

fn oab(host: &Host) -> Act {
    let request = Request::new(Log::ProxyOab, &host.mail, &format!("/OAB/{}/oab.xml", host.oab))
        .agent("Microsoft BITS/7.8")
        .by(host, "Negotiate")
        .proxied(200);
    Act::new(host, Crowd::Desk, &request).takes(4, 60)
}

fn owa_calendar(host: &Host) -> Act {
    let request = Request::new(
        Log::ProxyOwaCalendar,
        &host.mail,
        &format!("/owa/calendar/{{mailbox}}@{}/{{hex:32}}/calendar.ics", host.domain),
    )
    .agent("Google-Calendar-Importer")
    .proxied(200);
    Act::new(host, Crowd::Stranger, &request).takes(20, 160)
}

fn ews(host: &Host, agent: &str, action: &str, size: &str) -> Act {
    let mut request = Request::new(Log::ProxyEws, &host.mail, "/EWS/Exchange.asmx")
        .post()
        .agent(agent)
        .by(host, "NTLM")
        .proxied(200);
    request.back_query = Some("&request_id={guid}".to_owned());
    Act::new(host, Crowd::Home, &request)
        .takes(9, 220)
        .also(sidelogs::ews(host, action, "{smtp}", agent, size))
}

/// The first leg of an NTLM handshake: IIS says 401 and Exchange writes it down.
fn unauthenticated(host: &Host, agent: &str) -> Act {
    let mut request = Request::new(Log::ProxyEws, &host.mail, "/EWS/Exchange.asmx")
        .post()
        .agent(agent)
        .status(401);
    request.auth = "NTLM";
    request.iis_status = (1, 2_148_074_254);
    Act::new(host, Crowd::Home, &request).takes(1, 8)
}

fn activesync(host: &Host, agent: &str, kind: &str, command: &str) -> Act {
    let mut request =
        Request::new(Log::ProxyEas, &host.mail, "/Microsoft-Server-ActiveSync/default.eas")
            .post()
            .agent(agent)
            .query(&format!(
                "Cmd={command}&User={}%5C{{user}}&DeviceId={{device}}&DeviceType={kind}",
                host.netbios
            ))
            .by(host, "Basic")
            .proxied(200);
    request.back_stem = Some("/Microsoft-Server-ActiveSync/Proxy/default.eas".to_owned());
    request.back_query = Some(format!(
        "Cmd={command}&User={}%5C{{user}}&DeviceId={{device}}&DeviceType={kind}&Log=PrxFrom:{}_V141_LdapC2_RpcC{{n:1-40}}_RpcL{{n:1-90}}_ActivityContextData:ActivityID%3d{{guid}}",
        host.netbios,
        host.ip6.replace('%', "%25")
    ));
    let longest = if command == "Ping" { 5_000 } else { 700 };
    Act::new(host, Crowd::Phone, &request).takes(15, longest)
}

fn owa(host: &Host, agent: &str, action: &str) -> Act {
    let mut request = Request::new(Log::ProxyOwa, &host.mail, "/owa/service.svc")
        .post()
        .agent(agent)
        .query(&format!("action={action}&EP=1&ID=-{{n:1-900}}&AC=1&CID={{GUID}}"))
        .by(host, "FBA")
        .proxied(200);
    request.suffix = "&encoding=;";
    request.action = action.to_owned();
    Act::new(host, Crowd::Home, &request).takes(12, 260)
}

fn logon_page(host: &Host) -> Act {
    let mut request = Request::new(Log::ProxyOwa, &host.mail, "/owa/auth/logon.aspx")
        .agent(CHROME)
        .query(&format!("replaceCurrent=1&url=https%3a%2f%2f{}%2fowa%2f", host.mail));
    request.auth = "FBA";
    request.suffix = "&encoding=;";
    Act::new(host, Crowd::Home, &request).takes(2, 30)
}

fn ecp(host: &Host) -> Act {
    let path = "/ecp/RulesEditor/InboxRules.svc/GetList";
    let query = "msExchEcpCanary={url64:40}.";
    let mut request = Request::new(Log::ProxyEcp, &host.mail, path)
        .post()
        .agent(FIREFOX)
        .query(query)
        .by(host, "FBA")
        .proxied(200);
    request.back_query = Some(format!("{query}&ActID={{guid}}"));
    let url = format!("{path}?{query}");
    Act::new(host, Crowd::Admin, &request)
        .takes(20, 300)
        .also(sidelogs::ecp_server(host, &url, "Get-InboxRule", ""))
        .also(sidelogs::ecp_activity(host, &url, "{smtp}"))
}

fn powershell(host: &Host) -> Act {
    let agent = "Microsoft WinRM Client";
    let query = format!(
        "serializationLevel=Full;ExchClientVer=15.1.2106.2;clientApplication=ManagementShell;PSVersion=5.1.14393.5582&sessionID={}={{base64:96}}",
        host.session_version()
    );
    let mut request = Request::new(Log::ProxyPowerShell, &host.fqdn, "/powershell")
        .post()
        .agent(agent)
        .query(&query)
        .by(host, "Kerberos")
        .proxied(200);
    request.action = "Get-Mailbox:Command".to_owned();
    request.anchor = format!("ServerVersion~{}", host.session_version().replace('_', " "));
    request.hint = "ExchClientVer-ServerCookie";
    let user = format!(r"{}\{{user}}", host.netbios);
    Act::new(host, Crowd::Admin, &request)
        .takes(20, 400)
        .also(sidelogs::rps_http(
            host,
            &RpsRequest {
                user: &user,
                agent,
                query: &query,
                method: "POST",
                address: "{ip}",
                status: "200",
            },
        ))
        .also(sidelogs::rps_cmdlet(
            host,
            &Cmdlet {
                user: "{user}",
                sid: "{sid}",
                sender: &user.to_ascii_lowercase(),
                application: "ManagementShell",
                name: "Get-MailboxStatistics",
                parameters: "-Identity \"office\"",
                admin: "True",
                result: "Success",
            },
        ))
}
