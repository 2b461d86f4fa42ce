//! The noise of the Internet at an open port 443.

use crate::{
    clock::Millis, host::Host, log::Log, people::Crowd, recipe::Scanners, request::Request,
};

use super::Act;

const ZGRAB: &str = "Mozilla/5.0 zgrab/0.x";
const OLD_CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.62 Safari/537.36";
const LINUX_CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36";

/// 2021-03-05T00:00:00Z: from about then on everybody with a script asked for
/// `ServerInfo~localhost`.
const PROXYLOGON_SCANS_FROM: Millis = 1_614_902_400_000;

/// Shell names that mass scanners asked for; names from Microsoft's and CISA's public lists.
const SHELL_NAMES: [&str; 8] = [
    "/aspnet_client/discover.aspx",
    "/aspnet_client/supp0rt.aspx",
    "/aspnet_client/HttpProxy.aspx",
    "/aspnet_client/system_web/log.aspx",
    "/aspnet_client/xclkmcfldfi948398430fdjkfdkj.aspx",
    "/owa/auth/OutlookEN.aspx",
    "/owa/auth/8Lw7tAhF9i1pJnRo.aspx",
    "/owa/auth/errorFF.aspx",
];

pub(super) fn all(host: &Host, scanners: Scanners, at: Millis) -> Vec<Act> {
    let mut acts = Vec::new();
    if scanners == Scanners::None {
        return acts;
    }
    acts.push(stranger(host, &redirected(Log::ProxyOwa, host, "/owa/admin.cfg", OLD_CHROME)));
    acts.push(stranger(host, &redirected(Log::ProxyOwa, host, "/owa/", ZGRAB)));
    acts.push(stranger(host, &outside(host, "/", ZGRAB, 301)));
    acts.push(stranger(host, &outside(host, "/robots.txt", LINUX_CHROME, 404)));
    acts.push(stranger(host, &outside(host, "/.env", OLD_CHROME, 404)));
    acts.push(stranger(host, &export_tool(host)));
    acts.push(stranger(host, &rpc(host)));
    acts.push(
        stranger(host, &redirected(Log::ProxyEcp, host, "/ecp/", ZGRAB))
            .also(crate::sidelogs::http_err(host, "GET /", "400", "BadRequest")),
    );
    if scanners == Scanners::Attack && at >= PROXYLOGON_SCANS_FROM {
        acts.push(stranger(host, &server_info(host)));
        for name in SHELL_NAMES {
            acts.push(stranger(host, &missing_page(host, name, LINUX_CHROME)));
        }
    }
    acts
}

/// Asking for a page that does not exist: below `/owa` the proxy sends strangers to the logon
/// page, elsewhere IIS says 404.
pub(crate) fn missing_page(host: &Host, name: &str, agent: &str) -> Request {
    if name.starts_with("/owa/") {
        redirected(Log::ProxyOwa, host, name, agent)
    } else {
        outside(host, name, agent, 404)
    }
}

fn stranger(host: &Host, request: &Request) -> Act {
    Act::new(host, Crowd::Stranger, request).takes(1, 40)
}

fn redirected(log: Log, host: &Host, stem: &str, agent: &str) -> Request {
    let mut request = Request::new(log, &host.mail, stem).agent(agent).status(302);
    request.auth = "FBA";
    request.suffix = "&LogoffReason=NoCookiesGetOrE14AuthPost";
    request.info = "NoCookies=302 - GET/E14AuthPost".to_owned();
    request
}

fn outside(host: &Host, stem: &str, agent: &str, status: u16) -> Request {
    let mut request = Request::outside(&host.mail, stem).agent(agent).status(status);
    if status == 404 {
        request.iis_status = (0, 2);
    }
    request
}

/// The eDiscovery tool's manifest: anonymous, and the usual way to read a server's version.
fn export_tool(host: &Host) -> Request {
    let stem = "/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application";
    let mut request = Request::new(Log::ProxyEcp, &host.mail, stem).agent(ZGRAB).proxied(200);
    request.auth = "FBA";
    request.anchor = "ServerVersion~Version 15.0 (Build 0.0)".to_owned();
    request.hint = "EDiscoveryExportTool-ServerVersion";
    request
}

fn rpc(host: &Host) -> Request {
    let mut request =
        Request::new(Log::ProxyRpcHttp, &host.mail, "/rpc").agent(LINUX_CHROME).status(401);
    request.auth = "NTLM";
    request.iis_status = (1, 2_148_074_254);
    request
}

/// The scanners' harmless question: the server is asked to fetch its own logon page.
pub(crate) fn server_info(host: &Host) -> Request {
    let mut request = Request::new(Log::ProxyEcp, &host.mail, "/ecp/default.flt")
        .agent("Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)")
        .proxied(200);
    request.auth = "FBA";
    request.anchor = "ServerInfo~localhost/owa/auth/logon.aspx?".to_owned();
    request.hint = "X-BEResource-Cookie";
    request.back_row = false;
    request
}
