//! Web-shell requests: executable pages that no Exchange build ships.
//!
//! Files are not read here. What a log can show is that a page was asked for, by whom, and how the
//! server answered: a page that is not there is refused or redirected to the log-on form, a page
//! that is there answers.

mod grade;
mod hits;
mod rules;

use detect::{Detector, Interest, Notes, SightingsOf, Test};
use model::{Finding, Record, RecordKind, RuleMeta};

use crate::common::{
    address, clipped, field, iis_client, is_own_request, is_probe_agent, unwrapped,
};
use crate::pages::{self, Page, Place};

/// The detector for requests of foreign pages.
pub(crate) struct WebShell;

static RULES: [RuleMeta; 3] = [rules::REACHED, rules::PROBE, rules::SUSPECT];

/// Labels of this detector's sightings. They are apart so that a flood of one (a scanner, a busy
/// application) cannot crowd out another.
mod label {
    /// A page in one of the bare folders answered.
    pub(super) const ANSWERED: &str = "answered";
    /// A page in one of the bare folders was refused, or the answer is not shown.
    pub(super) const REFUSED: &str = "refused";
    /// A page elsewhere inside Exchange answered a POST or a command.
    pub(super) const IN_EXCHANGE: &str = "in exchange";
    /// A page in the site's root folder did.
    pub(super) const IN_ROOT: &str = "in root";
    /// A page of another application did.
    pub(super) const ELSEWHERE: &str = "elsewhere";
}

impl Detector for WebShell {
    fn rules(&self) -> &'static [RuleMeta] {
        &RULES
    }

    fn interests(&self) -> Vec<Interest> {
        let foreign = || Test::is(|stem: &[u8]| pages::judge(stem).foreign().is_some());
        vec![
            Interest::field([RecordKind::HTTP_PROXY], "UrlStem", foreign()),
            Interest::field([RecordKind::IIS], "cs-uri-stem", foreign()),
        ]
    }

    fn record(&self, record: &dyn Record, note: &mut Notes<'_>) {
        if *record.kind() == RecordKind::IIS {
            record_row(record, &IIS, note);
        } else {
            record_row(record, &HTTP_PROXY, note);
        }
    }

    fn finish(&self, sightings: SightingsOf<'_>) -> Vec<Finding> {
        grade::conclude(&hits::hits(sightings))
    }
}

/// The names of the columns that matter.
struct Columns {
    source: &'static str,
    stem: &'static str,
    query: &'static str,
    method: &'static str,
    status: &'static str,
    client: &'static str,
    agent: &'static str,
    user: &'static str,
    bytes: &'static str,
}

const HTTP_PROXY: Columns = Columns {
    source: "httpproxy",
    stem: "UrlStem",
    query: "UrlQuery",
    method: "Method",
    status: "HttpStatus",
    client: "ClientIpAddress",
    agent: "UserAgent",
    user: "AuthenticatedUser",
    bytes: "ResponseBytes",
};

const IIS: Columns = Columns {
    source: "iis",
    stem: "cs-uri-stem",
    query: "cs-uri-query",
    method: "cs-method",
    status: "sc-status",
    client: "c-ip",
    agent: "cs(User-Agent)",
    user: "cs-username",
    bytes: "sc-bytes",
};

/// How the server answered, as far as the status tells.
fn answer(method: &str, status: u16) -> &'static str {
    match status {
        200..=299 => "answered",
        // A page that is not there answers 404, so an error of the page itself shows that it is
        // there; on a GET the error can come from the proxy before it.
        500 if method.eq_ignore_ascii_case("POST") => "failed",
        0 => "not shown",
        _ => "refused",
    }
}

fn record_row(record: &dyn Record, columns: &Columns, note: &mut Notes<'_>) {
    let iis = columns.source == IIS.source;
    let judged = pages::judge(field(record, columns.stem).as_bytes());
    let like = if let Page::LookAlike { of, .. } = &judged { *of } else { "" };
    let Some((page, place)) = judged.foreign() else { return };
    let page = clipped(page);
    let query = field(record, columns.query);
    let method = field(record, columns.method);
    let user = field(record, columns.user);
    let status = field(record, columns.status);
    let answer = answer(&method, status.trim().parse().unwrap_or(0));
    let agent = field(record, columns.agent);
    let agent = if iis { agent.replace('+', " ") } else { agent.into_owned() };
    let client = if iis { iis_client(record) } else { address(&field(record, columns.client)) };
    let command = command(&query);
    let post = method.eq_ignore_ascii_case("POST");
    let there = matches!(answer, "answered" | "failed");
    let (label, group) = match (place, there) {
        (place, true) if place.is_bare() => (label::ANSWERED, format!("{client}|{page}")),
        (place, false) if place.is_bare() => (label::REFUSED, client.clone()),
        // Outside the bare folders custom pages are normal: only what a shell needs is kept.
        (_, true) if (post || command.is_some()) && !is_own_probe(record, iis, &client, &agent) => {
            (label_of(place), page.to_owned())
        }
        _ => return,
    };
    let facts = vec![
        ("page", page.to_owned()),
        ("like", like.to_owned()),
        ("answer", answer.to_owned()),
        ("status", status.into_owned()),
        ("method", method.into_owned()),
        ("command", command.unwrap_or("").to_owned()),
        ("proxied", if iis { proxied(&query) } else { String::new() }),
        ("request", request_id(record, iis, &query)),
        ("bytes", field(record, columns.bytes).into_owned()),
        ("source", columns.source.to_owned()),
        ("identity", user.into_owned()),
        ("agent", clipped(&agent).to_owned()),
        ("address", client),
    ];
    note.sighting(record, label, &group, facts);
}

fn label_of(place: Place) -> &'static str {
    match place {
        Place::OtherExchange => label::IN_EXCHANGE,
        Place::SiteRoot => label::IN_ROOT,
        _ => label::ELSEWHERE,
    }
}

/// Exchange's monitoring of its own server. Both signs are asked for: the agent is the client's
/// word, and an intruder on the server comes from the loopback address too.
fn is_own_probe(record: &dyn Record, iis: bool, client: &str, agent: &str) -> bool {
    let own = if iis { is_own_request(record) } else { matches!(client, "127.0.0.1" | "::1") };
    own && is_probe_agent(agent)
}

/// A command of the operating system in a query, if there is one: the first mark found.
fn command(query: &str) -> Option<&'static str> {
    /// What intruders run first, lower-case, blanks as `+`. No page of a product takes these.
    const MARKS: [&str; 9] = [
        "whoami",
        "ipconfig",
        "cmd.exe",
        "cmd+/c",
        "powershell+-",
        "powershell.exe",
        "net+user",
        "net+group",
        "tasklist",
    ];
    let plain = unwrapped(query).to_ascii_lowercase().replace(' ', "+");
    // As a word of its own: `internet+users` is no command.
    let word = |at: usize| !plain[..at].ends_with(|letter: char| letter.is_alphanumeric());
    MARKS.into_iter().find(|mark| plain.match_indices(mark).any(|(at, _)| word(at)))
}

/// Whether Exchange's front end passed the request through its proxy module, by the suffix that
/// the module appends to the query in IIS.
fn proxied(query: &str) -> String {
    let suffix = query.contains("cafeReqId=") || query.contains("CorrelationID=");
    if suffix { "yes" } else { "no" }.to_owned()
}

/// HttpProxy's request id, which the IIS row of the same request carries in that suffix.
fn request_id(record: &dyn Record, iis: bool, query: &str) -> String {
    if !iis {
        return field(record, "RequestId").into_owned();
    }
    let tail = query.split_once("cafeReqId=").map_or("", |(_, tail)| tail);
    tail.split([';', '&']).next().unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_by_status_and_method() {
        for (method, status, wanted) in [
            ("GET", 200, "answered"),
            ("POST", 200, "answered"),
            ("POST", 500, "failed"),
            ("GET", 500, "refused"),
            ("GET", 302, "refused"),
            ("POST", 404, "refused"),
            ("GET", 0, "not shown"),
        ] {
            assert_eq!(answer(method, status), wanted, "{method} {status}");
        }
    }

    #[test]
    fn commands_are_seen_through_encoding() {
        assert_eq!(command("?exec=net%20user%20x"), Some("net+user"));
        assert_eq!(command("c=cmd.exe+/c+dir"), Some("cmd.exe"));
        assert_eq!(command("view=internet+users&CorrelationID=<empty>;"), None);
    }
}
