//! A back door in use, and strangers who ask whether there is one.

use model::Stage as Reached;

use super::{Actor, Script, seconds};
use crate::{clock::Millis, log::Log, request::Request, template::literal, traffic::missing_page};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.182 Safari/537.36";
const PYTHON: &str = "python-requests/2.25.1";
/// POSTs of one visit, unless the plant says otherwise.
const VISIT: u32 = 14;

/// Names that mass scanners asked for, from Microsoft's and CISA's public lists of March 2021.
const NAMES: [&str; 24] = [
    "/aspnet_client/aspnet_client.aspx",
    "/aspnet_client/aspnet_iisstart.aspx",
    "/aspnet_client/aspnet_www.aspx",
    "/aspnet_client/discover.aspx",
    "/aspnet_client/errorcheck.aspx",
    "/aspnet_client/HttpProxy.aspx",
    "/aspnet_client/iispage.aspx",
    "/aspnet_client/s.aspx",
    "/aspnet_client/Server.aspx",
    "/aspnet_client/session.aspx",
    "/aspnet_client/shell.aspx",
    "/aspnet_client/supp0rt.aspx",
    "/aspnet_client/system_web/log.aspx",
    "/aspnet_client/xx.aspx",
    "/owa/auth/errorEE.aspx",
    "/owa/auth/errorEEE.aspx",
    "/owa/auth/errorFF.aspx",
    "/owa/auth/errorPages.aspx",
    "/owa/auth/help.aspx",
    "/owa/auth/OutlookEN.aspx",
    "/owa/auth/OutlookZH.aspx",
    "/owa/auth/shel90.aspx",
    "/owa/auth/web.aspx",
    "/owa/auth/Current/one1.aspx",
];

/// A request to a page that is there. Below `/owa` the proxy module writes it down and lets it
/// pass; elsewhere only IIS knows.
fn page_request(script: &Script<'_>, page: &str) -> Request {
    let host = &script.host.mail;
    let stem = literal(page);
    let log = match page.split('/').nth(1).unwrap_or("").to_ascii_lowercase().as_str() {
        "owa" => Some(Log::ProxyOwa),
        "ecp" => Some(Log::ProxyEcp),
        _ => None,
    };
    let mut request = Request { log, ..Request::new(Log::ProxyOwa, host, &stem) };
    if log.is_some() {
        request.auth = "FBA";
        request.suffix = "&encoding=;";
    }
    request
}

/// Looks at a shell and works through it: one GET, then POSTs with pauses to read and type.
pub(super) fn visit(script: &mut Script<'_>) {
    script.expect(Reached::ShellReached, "webshell.");
    let actor = script.stranger("198.51.100.40", CHROME);
    let page = script.page("/aspnet_client/system_web/error_page.aspx");
    use_shell(script, &actor, &page, 0);
}

/// The requests of a visit that begins so long after the plant's time.
pub(super) fn use_shell(script: &mut Script<'_>, actor: &Actor, page: &str, from: Millis) {
    let posts = script.plant.count.unwrap_or(VISIT);
    let first = page_request(script, page);
    let takes = script.dice.between(900, 2_400);
    // The first request compiles the page and is slow.
    script.request(actor, from + Millis::from(takes), takes, first, Vec::new());
    let mut at = from + seconds(6, 0);
    for _ in 0..posts {
        at += Millis::from(script.dice.between(3_000, 95_000));
        let takes = script.dice.between(20, 900);
        let post = page_request(script, page).post();
        script.request(actor, at, takes, post, Vec::new());
    }
}

/// Asks for one known name after the other. None is there.
pub(super) fn probe(script: &mut Script<'_>) {
    script.expect(Reached::Scanned, "webshell.");
    let actor = script.stranger("192.0.2.44", PYTHON);
    let mut at = 0;
    for number in 0..script.plant.count.unwrap_or(NAMES.len() as u32) {
        let name = NAMES[number as usize % NAMES.len()];
        script.truth.pages.push(name.to_owned());
        at += Millis::from(script.dice.between(120, 1_900));
        let takes = script.dice.between(1, 30);
        let request = missing_page(&script.host, name, "");
        script.request(&actor, at, takes, request, Vec::new());
    }
}
