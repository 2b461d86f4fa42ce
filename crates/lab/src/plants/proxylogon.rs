//! ProxyLogon (CVE-2021-26855, -27065, -26858) as its logs tell it. Order, statuses and rhythm of
//! the full chain follow the incident published by Helse CERT (helsecert/2021-march-exchange).

use base64::{Engine, engine::general_purpose::STANDARD};
use model::Stage as Reached;

use super::{Actor, Script, machine, path_of, push_new, seconds, webshell};
use crate::{
    clock::Millis, log::Log, request::Request, sidelogs, template::literal, traffic::server_info,
};

const EWS_CLIENT: &str = "ExchangeServicesClient/0.0.0.0";
const PYTHON: &str = "python-requests/2.25.1";

/// The external URL of the OAB directory as the attack sets it: a script element after `http://f/`.
/// This one carries the pattern and does nothing, since no compiler takes it; it stands encoded so
/// that scanners leave this file alone.
const EXTERNAL_URL: &str = "aHR0cDovL2YvPHNjcmlwdCBsYW5ndWFnZT0iSlNjcmlwdCIgcnVuYXQ9InNlcnZlciI+ZnVuY3Rpb24gUGFnZV9Mb2FkKCl7ZXZhbChSZXF1ZXN0WyJkZW1vIl0sInVuc2FmZSIpO2luZXJ0IHNhbXBsZX08L3NjcmlwdD4=";

fn external_url() -> String {
    let bytes = STANDARD.decode(EXTERNAL_URL).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The forged request: to a page that need not exist, aimed by a cookie at the server's own back
/// end. `target` is what follows `:444`.
fn forged(script: &Script<'_>, target: &str, status: u16) -> Request {
    let host = &script.host;
    let mut request = Request::new(Log::ProxyEcp, &host.mail, "/ecp/y.js").post().proxied(status);
    request.auth = "FBA";
    request.anchor = format!("ServerInfo~a]@{}:444{}?#", host.fqdn, literal(target));
    let (stem, query) = target.split_once('?').unwrap_or((target, ""));
    if !query.is_empty() {
        request.anchor = format!("ServerInfo~a]@{}:444{}#", host.fqdn, literal(target));
    }
    request.hint = "X-BEResource-Cookie";
    request.back_stem = Some(literal(stem));
    request.back_query = Some(literal(query));
    request.back_user = Some(machine(host));
    request
}

/// The whole chain to a shell, and its first use.
pub(super) fn shell(script: &mut Script<'_>) {
    script.expect(Reached::ShellReached, "proxylogon.");
    let agent = if script.plant.user_agent.is_empty() { PYTHON } else { &script.plant.user_agent };
    let agent = agent.to_owned();
    let python = script.stranger("203.0.113.21", &agent);
    let first = Actor { agent: EWS_CLIENT.to_owned(), ..python.clone() };
    push_new(&mut script.truth.user_agents, EWS_CLIENT);
    let page = script.page("/owa/auth/RedirSuiteServerProxy.aspx");
    session(script, &first, &python);
    let canary = canary(script);
    write_through_oab(script, &python, &canary);
    let file = path_of(&script.host, &page);
    let text = dump(script);
    script.leave(file.clone(), seconds(27, 0), text.into_bytes());
    let (trace, xml) = compiled(&page);
    script.leave(trace, seconds(34, 0), xml);
    script.truth.written.push(file);
    webshell::use_shell(script, &python, &page, seconds(34, 0));
}

/// Finds out a mailbox and a SID, and opens a session with the control panel.
fn session(script: &mut Script<'_>, first: &Actor, python: &Actor) {
    let steps = [
        (first, seconds(0, 162), 130, "/autodiscover/autodiscover.xml", 200),
        (python, seconds(1, 699), 90, "/mapi/emsmdb/", 200),
        (python, seconds(4, 210), 410, "/ecp/proxyLogon.ecp", 241),
    ];
    for (actor, ends, takes, target, status) in steps {
        let request = forged(script, target, status);
        script.request(actor, ends, takes, request, Vec::new());
    }
}

fn canary(script: &mut Script<'_>) -> String {
    format!("{}Duw.", script.dice.hex_text(42))
}

/// The control panel's calls, with the canary of one session.
struct Calls {
    get: String,
    set: String,
    reset: String,
}

impl Calls {
    fn new(canary: &str) -> Self {
        let url = |call: &str, schema: &str| {
            format!("/ecp/DDI/DDIService.svc/{call}?msExchEcpCanary={canary}&schema={schema}")
        };
        Self {
            get: url("GetObject", "OABVirtualDirectory"),
            set: url("SetObject", "OABVirtualDirectory"),
            reset: url("SetObject", "ResetOABVirtualDirectory"),
        }
    }
}

/// Sets the OAB directory's external URL to script and resets the directory into a file.
fn write_through_oab(script: &mut Script<'_>, actor: &Actor, canary: &str) {
    let calls = Calls::new(canary);
    let requests = [
        (&calls.get, seconds(9, 543), 240),
        (&calls.set, seconds(11, 912), 180),
        (&calls.reset, seconds(26, 502), 12_400),
        (&calls.set, seconds(27, 104), 350),
    ];
    for (target, ends, takes) in requests {
        let request = forged(script, target, 200);
        script.request(actor, ends, takes, request, Vec::new());
    }
    run_commands(script, actor, &calls);
    let user = format!("{}/Users/Administrator", script.host.domain);
    let (id, external) = (script.host.oab.clone(), external_url());
    let audit = [
        (seconds(11, 790), "Set-OabVirtualDirectory", ("ExternalUrl", external.as_str())),
        (seconds(18, 730), "Remove-OabVirtualDirectory", ("Force", "True")),
        (seconds(26, 410), "New-OabVirtualDirectory", ("WebSiteName", "Default Web Site")),
    ];
    for (ends, cmdlet, parameter) in audit {
        let row = sidelogs::audit(&script.host, &user, cmdlet, &[("Identity", &id), parameter]);
        script.rows(actor, ends, 1, (0, 0), vec![row]);
    }
}

/// The commands behind the calls. The reset is a removal and a new directory; the last `Set`
/// fails, because the directory it names is gone.
fn run_commands(script: &mut Script<'_>, actor: &Actor, calls: &Calls) {
    let name = script.host.name.to_ascii_lowercase();
    let site = r"OAB (Default Web Site)";
    let (by_id, by_name) =
        (format!("Identity='{}'", script.host.oab), format!(r"Identity='{name}\{site}'"));
    let set_url = format!("Set-OabVirtualDirectory.ExternalUrl='{}'.{by_id}", external_url());
    let new = format!(
        r"New-OABVirtualDirectory.WebSiteName='Default Web Site'.Server='{name}'.Role='ClientAccess'.InternalURL='https://{}/OAB'.Path='{}\FrontEnd\HttpProxy\OAB'",
        script.host.fqdn, script.host.install
    );
    let gone = format!(
        "Microsoft.Exchange.Data.Directory.ADNoSuchObjectException:Active Directory operation failed on {}. The object 'CN={site},CN=HTTP,CN=Protocols,CN={name},CN=Servers' does not exist.",
        script.host.dc
    );
    let Calls { get, set, reset } = calls;
    let commands: [(Millis, &String, String); 10] = [
        (
            seconds(9, 389),
            get,
            "Get-OabVirtualDirectory.ADPropertiesOnly=$true.Identity=$null".into(),
        ),
        (seconds(9, 497), get, "Pipeline.1|Get-MailboxRegionalConfiguration".into()),
        (seconds(11, 772), set, set_url),
        (seconds(11, 834), set, format!("Get-OabVirtualDirectory.ADPropertiesOnly=$true.{by_id}")),
        (seconds(16, 284), reset, format!("Get-OABVirtualDirectory.{by_id}")),
        (seconds(16, 420), reset, format!("Get-ExchangeServer.Identity='{name}'")),
        (seconds(18, 717), reset, format!("Remove-OABVirtualDirectory.Force=$true.{by_name}")),
        (seconds(26, 396), reset, new),
        (
            seconds(26, 441),
            reset,
            format!("Get-OabVirtualDirectory.ADPropertiesOnly=$true.{by_name}"),
        ),
        (seconds(27, 98), set, format!("Set-OabVirtualDirectory.ExternalUrl=$null.{by_id}")),
    ];
    for (ends, url, command) in commands {
        let error = if command.contains("=$null.Identity='") { gone.as_str() } else { "" };
        let row =
            sidelogs::ecp_server(&script.host, &literal(url), &literal(&command), &literal(error));
        script.rows(actor, ends, 60, (0, 0), vec![row]);
    }
}

/// What the reset leaves on the disk: the directory's properties as a list, the script among them.
/// The layout is that of a published sample (jakuta-tech/exchange-ioc-scan).
fn dump(script: &Script<'_>) -> String {
    let host = &script.host;
    let (name, build) = (&host.name, host.build);
    let when = crate::clock::iso(script.plant.at.as_millisecond())[..19].replace('T', " ");
    let url = external_url();
    let lines: [(&str, &str); 20] = [
        ("Name", "OAB (Default Web Site)"),
        ("PollInterval", "480"),
        ("OfflineAddressBooks", ""),
        ("RequireSSL", "True"),
        ("BasicAuthentication", "False"),
        ("WindowsAuthentication", "True"),
        ("OAuthAuthentication", "False"),
        ("MetabasePath", &format!("IIS://{}/W3SVC/1/ROOT/OAB", host.fqdn)),
        ("Path", &format!(r"{}\FrontEnd\HttpProxy\OAB", host.install)),
        ("ExtendedProtectionTokenChecking", "None"),
        (
            "AdminDisplayVersion",
            &format!(
                "Version {}.{} (Build {}.{})",
                build.major, build.minor, build.build, build.revision
            ),
        ),
        ("Server", name),
        ("InternalUrl", &format!("https://{}/OAB", host.fqdn)),
        ("InternalAuthenticationMethods", "WindowsIntegrated"),
        ("ExternalUrl", &url),
        ("ExternalAuthenticationMethods", "WindowsIntegrated"),
        ("Identity", &format!(r"{name}\OAB (Default Web Site)")),
        ("Guid", &host.oab),
        ("WhenChangedUTC", &when),
        ("IsValid", "True"),
    ];
    let text: String = lines.iter().map(|(key, value)| format!("{key:<32}: {value}\r\n")).collect();
    format!("\r\n{text}\r\n\r\n")
}

/// The trace of the page's first compilation, which outlives the page.
fn compiled(page: &str) -> (String, Vec<u8>) {
    let file = page.rsplit('/').next().unwrap_or("");
    let class = page.trim_start_matches('/').replace(['/', '.'], "_").to_ascii_lowercase();
    let path = format!(
        r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files\owa\8e05b027\e164d61b\{}.f5dba9b9.compiled",
        file.to_ascii_lowercase()
    );
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<preserve resultType=\"3\" virtualPath=\"{page}\" hash=\"16f32931f\" filehash=\"8aff27fcb5b4a92d\" flags=\"110000\" assembly=\"App_Web_llfrjg0v\" type=\"ASP.{class}\">\r\n    <filedeps>\r\n        <filedep name=\"{page}\" />\r\n    </filedeps>\r\n</preserve>"
    );
    (path, xml.into_bytes())
}

/// The harmless question of the mass scanners; the server answers and nothing follows.
pub(super) fn probe(script: &mut Script<'_>) {
    script.expect(Reached::Scanned, "proxylogon.");
    let agent = "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)";
    let actor = script.stranger("192.0.2.17", agent);
    for number in 0..script.plant.count.unwrap_or(2) {
        let request = server_info(&script.host);
        script.request(&actor, seconds(Millis::from(number) * 3, 40), 38, request, Vec::new());
    }
}

/// The chain against a patched server: it is refused before anything is asked of the back end.
/// That the refusal is a 400 is the lab's choice; no published row shows one.
pub(super) fn failed(script: &mut Script<'_>) {
    script.expect(Reached::Attempted, "proxylogon.");
    let actor = script.stranger("192.0.2.90", PYTHON);
    let targets = ["/autodiscover/autodiscover.xml", "/mapi/emsmdb/", "/ecp/proxyLogon.ecp"];
    for (target, ends) in targets.iter().zip([seconds(0, 90), seconds(1, 310), seconds(2, 540)]) {
        let mut request = forged(script, target, 400);
        request.back = None;
        request.error = "BadRequest";
        script.request(&actor, ends, 6, request, Vec::new());
    }
}

/// Mail read through the forged request; nothing is written to the disk.
pub(super) fn ews_theft(script: &mut Script<'_>) {
    script.expect(Reached::DataTaken, "proxylogon.");
    let actor = script.stranger("203.0.113.33", EWS_CLIENT);
    let victim = script.people.named(script.plant.mailbox.as_deref()).clone();
    push_new(&mut script.truth.identities, &victim.smtp);
    let request = forged(script, "/autodiscover/autodiscover.xml", 200);
    script.request(&actor, 0, 110, request, Vec::new());
    let mut at = seconds(2, 0);
    for number in 0..script.plant.count.unwrap_or(40) {
        at += Millis::from(script.dice.between(300, 2_200));
        let action = match number {
            0 => "GetFolder",
            1..=3 => "FindItem",
            _ => "GetItem",
        };
        let also =
            sidelogs::ews(&script.host, action, &victim.smtp, EWS_CLIENT, "{n:20000-900000}");
        let takes = script.dice.between(30, 700);
        let request = forged(script, "/EWS/Exchange.asmx", 200);
        script.request(&actor, at, takes, request, vec![also]);
    }
}

/// CVE-2021-26858: the OAB's temporary download lands outside the OAB folder. The sentence is the
/// one that Microsoft's Test-ProxyLogon looks for.
pub(super) fn oab_generator(script: &mut Script<'_>) {
    script.expect(Reached::FileWritten, "proxylogon.");
    let page = script.page("/aspnet_client/oabgen.aspx");
    let file = path_of(&script.host, &page);
    let message = format!("Download failed and temporary file '{file}' needs to be removed");
    script.truth.written.push(file);
    let row = sidelogs::oab(&script.host, "Error", &message);
    let nobody = Actor {
        person: crate::people::Person::stranger(""),
        agent: String::new(),
        session: script.dice.guid(),
    };
    script.rows(&nobody, seconds(0, 400), 40, (0, 0), vec![row]);
}
