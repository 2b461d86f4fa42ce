//! The request whose path is one thing to the front end and another to the back end.
//!
//! The front end takes `/autodiscover/autodiscover.json?@host/powershell/…` for autodiscover and
//! asks for no password; when it builds the back end's address it cuts the mailbox out of the
//! path, and what is left is any back-end path, asked for as the server itself. OWASSRF does the
//! same with `/owa/user@host/powershell`.

use std::hash::{DefaultHasher, Hash, Hasher};

use detect::{Notes, Sighting};
use model::{Confidence, Finding, Record, RecordKind, RuleMeta, Severity, Stage};

use super::sessions::{Seen, label};
use super::token::Token;
use crate::common::{
    LISTED_VALUES, address, bursts, clipped, fact, field, iis_client, is_own_request, remedy,
    support, unwrapped, values,
};

/// Path confusion without an account.
pub(super) const PROXYSHELL: RuleMeta = RuleMeta {
    id: "proxyshell.path_confusion",
    title: "ProxyShell: back-end request through autodiscover",
    about: "A request for autodiscover.json hides the path of a back-end service behind the \
            mailbox it names. A vulnerable front end passes it on with its own rights and without \
            asking for a password; a fixed one refuses it. The status of the back end tells which.",
    false_positives: "Vulnerability scanners and penetration tests send the same requests. With \
                      IIS logs alone an answer of 200 or 302 can come from a device in between.",
    cves: &["CVE-2021-34473"],
    techniques: &["T1190"],
    references: &[
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-34473",
        "https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell",
    ],
};

/// Path confusion by somebody who logged on.
pub(super) const PROXYNOTSHELL: RuleMeta = RuleMeta {
    id: "proxynotshell.path_confusion",
    title: "ProxyNotShell: back-end request through autodiscover",
    about: "The same confusion of paths as ProxyShell, by a client that logged on: the fix of 2021 \
            only asked for a password. It is the first half of ProxyNotShell, whose second half \
            runs code through remote PowerShell.",
    false_positives: "Vulnerability scanners with an account, and penetration tests.",
    cves: &["CVE-2022-41040", "CVE-2022-41082"],
    techniques: &["T1190"],
    references: &[
        "https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/",
    ],
};

/// The way through OWA.
pub(super) const OWASSRF: RuleMeta = RuleMeta {
    id: "owassrf.path_confusion",
    title: "OWASSRF: remote PowerShell through OWA",
    about: "A request for /owa/mailbox/powershell reaches the back end's remote PowerShell past \
            the rules that Microsoft gave out against ProxyNotShell.",
    false_positives: "Vulnerability scanners and penetration tests.",
    cves: &["CVE-2022-41080", "CVE-2022-41082"],
    techniques: &["T1190"],
    references: &[
        "https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/",
        "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2022-41080",
    ],
};

/// Back-end paths that are asked for behind the mailbox, most telling first.
const TARGETS: [&str; 9] = [
    "/powershell",
    "/mapi/nspi",
    "/mapi/emsmdb",
    "/ews/",
    "/autodiscover/autodiscover.xml",
    "/ecp/",
    "/owa/",
    "/oab/",
    "/api/",
];

/// What an answer shows, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    /// Refused, or redirected to the log-on page.
    Refused,
    /// The log does not show the answer: the column is missing or the row was cut.
    NotShown,
    /// Answered as a vulnerable server does, but the back end's part is not shown.
    Likely,
    /// The back end answered.
    Proven,
}

impl Answer {
    const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NotShown => "not shown",
            Self::Likely => "answered, back end not shown",
            Self::Proven => "answered",
        }
    }

    fn of(sighting: &Sighting) -> Self {
        match sighting.fact("answer") {
            "answered" => Self::Proven,
            "refused" => Self::Refused,
            "not shown" => Self::NotShown,
            _ => Self::Likely,
        }
    }

    /// Judges by the status codes of front end and back end. `None` for the back end: the log
    /// does not show it.
    fn judge(front: u16, back: Option<u16>, target: &str) -> Self {
        let pages = matches!(target, "/owa/" | "/ecp/");
        match (front, back) {
            (0, Some(0) | None) => Self::NotShown,
            (200..=299 | 302, Some(200..=299)) => Self::Proven,
            (302, Some(302)) if pages => Self::Likely,
            (_, Some(100..)) => Self::Refused,
            (200..=299, _) if target.is_empty() || pages => Self::Likely,
            // HttpProxy names the back end's status when it asked one: `Some(0)` is no answer.
            (200..=299, Some(_)) => Self::Likely,
            (200..=299, None) => Self::Proven,
            (302, None) if pages => Self::Likely,
            _ => Self::Refused,
        }
    }
}

/// Whether a stem can belong to such a request. Asked once for each different stem.
pub(super) fn is_worth_a_look(stem: &[u8]) -> bool {
    let stem = unwrapped(&String::from_utf8_lossy(stem)).to_ascii_lowercase();
    stem.contains("/autodiscover.json") || is_owassrf(&stem)
}

/// Whether a stem is that of remote PowerShell. Asked once for each different stem.
pub(super) fn is_powershell_stem(stem: &[u8]) -> bool {
    is_powershell(&unwrapped(&String::from_utf8_lossy(stem)).to_ascii_lowercase())
}

/// Whether the query of a remote PowerShell request can belong to such a request. The confusion
/// needs a mailbox, so an `@` or an encoding of one, or the token's name; ordinary queries name the
/// client's version and session and hold neither. Every tenth row of a real server is asked this,
/// so it looks for single bytes only.
pub(super) fn may_be_confused(query: &[u8]) -> bool {
    memchr::memchr2(b'@', b'%', query).is_some()
        || memchr::memchr_iter(b'-', query).any(|dash| {
            query[..dash].last_chunk::<3>().is_some_and(|name| name.eq_ignore_ascii_case(b"rps"))
        })
}

fn is_powershell(stem: &str) -> bool {
    stem.trim_end_matches('/') == "/powershell"
}

/// `/owa/mailbox@domain/powershell`: the mailbox may be any text that holds an `@`.
fn is_owassrf(stem: &str) -> bool {
    let rest = stem.strip_prefix("/owa/").unwrap_or("");
    rest.split_once("/powershell").is_some_and(|(mailbox, after)| {
        mailbox.contains('@') && (after.is_empty() || after.starts_with(['/', '?']))
    })
}

/// The columns of a request, by either log's names.
struct Request<'r> {
    record: &'r dyn Record,
    iis: bool,
}

impl Request<'_> {
    fn get(&self, httpproxy: &str, iis: &str) -> String {
        field(self.record, if self.iis { iis } else { httpproxy }).into_owned()
    }

    /// The user agent; IIS writes a blank as `+`.
    fn agent(&self) -> String {
        let agent = self.get("UserAgent", "cs(User-Agent)");
        let agent = clipped(&agent);
        if self.iis { agent.replace('+', " ") } else { agent.to_owned() }
    }

    fn client(&self) -> String {
        if self.iis { iis_client(self.record) } else { address(&self.get("ClientIpAddress", "")) }
    }

    fn status(&self, httpproxy: &str) -> u16 {
        self.get(httpproxy, "sc-status").trim().parse().unwrap_or(0)
    }
}

/// Notes a row of HttpProxy or IIS if it is such a request.
pub(super) fn record(record: &dyn Record, note: &mut Notes<'_>) {
    let request = Request { record, iis: *record.kind() == RecordKind::IIS };
    let query = request.get("UrlQuery", "cs-uri-query");
    let stem = unwrapped(&request.get("UrlStem", "cs-uri-stem")).to_ascii_lowercase();
    let Some((family, target)) = family(&stem, &unwrapped(&query).to_ascii_lowercase()) else {
        return;
    };
    let user = request.get("AuthenticatedUser", "cs-username");
    // The front end's own request to the back end, under the machine's account.
    let back_end = request.iis && (is_powershell(&stem) || is_own_request(record));
    let family = match family {
        "proxyshell" if is_account(&user) && !back_end => "proxynotshell",
        family => family,
    };
    let back = (!request.iis).then(|| request.status("BackEndStatus"));
    let answer = Answer::judge(request.status("HttpStatus"), back, target);
    let client = request.client();
    let mut facts = vec![
        ("family", family.to_owned()),
        ("target", target.trim_matches('/').to_owned()),
        ("answer", answer.word().to_owned()),
        ("status", request.get("HttpStatus", "sc-status")),
        (
            "back_end_status",
            back.filter(|back| *back > 0).map_or(String::new(), |back| back.to_string()),
        ),
        ("method", request.get("Method", "cs-method")),
        ("agent", request.agent()),
        ("identity", user),
        ("session", request_id(&request, &query)),
        ("source", if request.iis { "iis" } else { "httpproxy" }.to_owned()),
        ("address", client.clone()),
    ];
    facts.extend(token_facts(&query));
    let label = if back_end { label::BACK_END } else { label::REQUEST };
    note.sighting(record, label, &format!("{client}|{family}"), facts);
}

/// Whether the user column holds an account. A row that lost a column has something else there.
fn is_account(user: &str) -> bool {
    !user.is_empty() && !user.contains(['(', '+', '='])
}

/// Which family a request belongs to, and the back-end path it asks for (empty if it names none).
/// Both texts are decoded and lower-case.
fn family(stem: &str, query: &str) -> Option<(&'static str, &'static str)> {
    if is_owassrf(stem) {
        return Some(("owassrf", "/powershell"));
    }
    let token = query.contains("x-rps-cat=");
    if is_powershell(stem) {
        let telling = token || query.contains("autodiscover/autodiscover.json");
        return telling.then_some(("proxyshell", "/powershell"));
    }
    let (_, after) = stem.split_once("/autodiscover.json")?;
    let text = format!("{after}?{query}");
    // Ordinary clients name the mailbox too (`?Email=user@domain&Protocol=…`), but never a path
    // behind it, and never autodiscover.json as the mailbox.
    let behind = text.split_once('@').map_or("", |(_, rest)| rest);
    let target = TARGETS.into_iter().find(|target| behind.contains(target));
    let named = query.contains("email=autodiscover/autodiscover.json");
    match target {
        Some(target) => Some(("proxyshell", target)),
        None if token => Some(("proxyshell", "/powershell")),
        None => named.then_some(("proxyshell", "")),
    }
}

/// Facts of the token in a query, if there is one.
pub(super) fn token_facts(query: &str) -> Vec<(&'static str, String)> {
    let Some(value) = token_value(query) else { return Vec::new() };
    // Tokens are long and only compared: a fingerprint is kept. `DefaultHasher::new` has no
    // random key, so that two runs agree.
    let mut fingerprint = DefaultHasher::new();
    value.hash(&mut fingerprint);
    let mut facts = vec![("token", format!("{:016x}", fingerprint.finish()))];
    if let Some(token) = Token::read(value) {
        facts.push(("rights", token.rights()));
        facts.push(("whole", token.whole.to_string()));
        let groups = token.groups.len().min(LISTED_VALUES);
        facts.push(("groups", token.groups[..groups].join(", ")));
        facts.push(("logon", clipped(&token.authentication).to_owned()));
        facts.push(("claimed", clipped(&token.name).to_owned()));
        facts.push(("sid", clipped(&token.sid).to_owned()));
    }
    facts
}

/// The raw value of `X-Rps-CAT` in a query. Some tools write the name of the parameter twice.
fn token_value(query: &str) -> Option<&str> {
    const NAME: &str = "x-rps-cat=";
    let at = query.to_ascii_lowercase().find(NAME)? + NAME.len();
    let value = query.get(at..)?.split('&').next().unwrap_or("");
    Some(value.strip_prefix("CAT=").unwrap_or(value))
}

/// The id that ties the rows of one request together: HttpProxy's own, which the front end also
/// appends to the query in IIS (`cafeReqId`).
fn request_id(request: &Request<'_>, query: &str) -> String {
    if !request.iis {
        return field(request.record, "RequestId").into_owned();
    }
    const NAME: &str = "cafeReqId=";
    let tail = query.split_once(NAME).map_or("", |(_, tail)| tail);
    tail.split([';', '&']).next().unwrap_or("").to_owned()
}

/// Findings: one for each family, client and burst.
pub(super) fn conclude(seen: &Seen<'_>) -> Vec<Finding> {
    let mut rows: Vec<&Sighting> = seen.of(&[label::REQUEST]).collect();
    rows.extend(lone_back_end_rows(seen));
    bursts(rows, |row| format!("{}|{}", row.fact("family"), row.fact("address")))
        .iter()
        .map(|burst| finding(burst))
        .collect()
}

/// Rows of the back end's IIS whose request no front-end row shows: the front end's log is gone,
/// or the row stands within the same half hour as the front end's and adds nothing.
fn lone_back_end_rows<'s>(seen: &Seen<'s>) -> Vec<&'s Sighting> {
    /// Front end and back end log one request within this time, in seconds.
    const TOGETHER_SECONDS: i64 = 30 * 60;
    let fronts: Vec<_> = seen.of(&[label::REQUEST]).filter_map(|row| row.time).collect();
    let alone = |row: &&Sighting| {
        let time = row.time.map(|time| time.as_second());
        !fronts.iter().any(|front| {
            time.is_some_and(|time| (time - front.as_second()).abs() <= TOGETHER_SECONDS)
        })
    };
    seen.of(&[label::BACK_END]).filter(alone).collect()
}

/// The best answer in a burst. Where HttpProxy shows a request, its word on the answer stands and
/// the IIS row of the same request is not asked.
fn best_answer(burst: &[&Sighting]) -> Answer {
    let proxied = |row: &Sighting| row.fact("source") == "httpproxy";
    let known: Vec<&str> =
        burst.iter().filter(|row| proxied(row)).map(|row| row.fact("session")).collect();
    burst
        .iter()
        .filter(|row| proxied(row) || !known.contains(&row.fact("session")))
        .map(|row| Answer::of(row))
        .max()
        .unwrap_or(Answer::Refused)
}

fn finding(burst: &[&Sighting]) -> Finding {
    let family = burst[0].fact("family");
    let answer = best_answer(burst);
    let (stage, severity, confidence) = match answer {
        Answer::Refused => (Stage::Attempted, Severity::Low, Confidence::High),
        Answer::NotShown => (Stage::Attempted, Severity::Medium, Confidence::High),
        Answer::Likely => (Stage::Exploited, Severity::High, Confidence::Medium),
        Answer::Proven => (Stage::Exploited, Severity::High, Confidence::High),
    };
    let rule = match family {
        "owassrf" => &OWASSRF,
        "proxynotshell" => &PROXYNOTSHELL,
        _ => &PROXYSHELL,
    };
    let mut finding = rule.finding(stage, severity, confidence);
    support(&mut finding, burst, |row| match Answer::of(row) {
        Answer::Proven => 2,
        Answer::Likely => 1,
        Answer::Refused | Answer::NotShown => 0,
    });
    let outcome = match answer {
        Answer::Refused => "was refused",
        Answer::NotShown => "was sent; the log does not show the answer",
        Answer::Likely => "was answered as by a vulnerable server",
        Answer::Proven => "was answered by the back end",
    };
    finding.title = format!("{} {outcome}", rule.title);
    for name in ["target", "status", "back_end_status", "method", "source"] {
        fact(&mut finding, name, values(burst, name));
    }
    if answer > Answer::NotShown {
        let next = "Look at what the same client did in remote PowerShell (Rps_Http, Rps_Cmdlet), \
                    in mailboxes (EWS) and with virtual directories from this time on";
        finding.remedies.push(remedy(0, next));
        finding.remedies.push(remedy(3, "Install the current security update"));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(stem: &str, query: &str) -> Option<(&'static str, &'static str)> {
        family(&unwrapped(stem).to_ascii_lowercase(), &unwrapped(query).to_ascii_lowercase())
    }

    #[test]
    fn confused_paths_are_seen_in_every_spelling() {
        for (stem, query, target) in [
            ("/autodiscover/autodiscover.json", "?@evil.example/powershell/?x", "/powershell"),
            ("/Autodiscover/Autodiscover.json", "@evil.example/mapi/nspi/?&Email=a", "/mapi/nspi"),
            ("/autodiscover/autodiscover.json", "a=b@evil.example%2FEWS%2Fexchange.asmx", "/ews/"),
            ("/autodiscover/autodiscover.json/a@evil.example/powershell", "", "/powershell"),
            ("/autodiscover/%61utodiscover.json", "@e/%70owershell", "/powershell"),
            ("/autodiscover/autodiscover.json", "X-Rps-CAT=VgEA", "/powershell"),
            ("/autodiscover/autodiscover.json", "&Email=autodiscover/autodiscover.json%3F@e", ""),
        ] {
            assert_eq!(of(stem, query), Some(("proxyshell", target)), "{stem} {query}");
        }
        assert_eq!(
            of("/owa/mastermailbox%40corp.local/powershell", ""),
            Some(("owassrf", "/powershell"))
        );
        assert_eq!(of("/powershell", "X-Rps-CAT=VgEA"), Some(("proxyshell", "/powershell")));
    }

    #[test]
    fn ordinary_requests_are_not_confused() {
        for (stem, query) in [
            ("/autodiscover/autodiscover.json", "?Email=user@example.com&Protocol=ActiveSync"),
            ("/autodiscover/autodiscover.json", "Email=user%40example.com&Protocol=Ews"),
            ("/autodiscover/autodiscover.json/v1.0/user@example.com", "Protocol=Autodiscoverv1"),
            ("/autodiscover/autodiscover.json", "&CorrelationID=<empty>;&cafeReqId=x"),
            ("/autodiscover/autodiscover.xml", "Email=autodiscover/autodiscover.json"),
            ("/powershell", "clientApplication=ActiveMonitor;PSVersion=5.1"),
            ("/owa/user@example.com/", ""),
            ("/owa/powershell", ""),
        ] {
            assert_eq!(of(stem, query), None, "{stem} {query}");
        }
    }

    #[test]
    fn the_back_end_decides_where_it_is_shown() {
        for (front, back, target, wanted) in [
            (200, Some(200), "/powershell", Answer::Proven),
            (302, Some(200), "/owa/", Answer::Proven),
            (200, Some(401), "/powershell", Answer::Refused),
            (200, Some(0), "/powershell", Answer::Likely),
            (302, Some(0), "/owa/", Answer::Refused),
            (302, Some(302), "/ecp/", Answer::Likely),
            (200, None, "/mapi/nspi", Answer::Proven),
            (302, None, "/owa/", Answer::Likely),
            (302, None, "/powershell", Answer::Refused),
            (200, None, "", Answer::Likely),
            (401, None, "/powershell", Answer::Refused),
            (404, Some(404), "/mapi/nspi", Answer::Refused),
            (500, Some(500), "/powershell", Answer::Refused),
            (0, None, "/powershell", Answer::NotShown),
            (0, Some(0), "/powershell", Answer::NotShown),
            (0, Some(200), "/powershell", Answer::Refused),
        ] {
            assert_eq!(Answer::judge(front, back, target), wanted, "{front} {back:?} {target}");
        }
    }

    #[test]
    fn the_token_is_cut_out_of_the_query() {
        assert_eq!(token_value("?@e/powershell/?X-Rps-CAT=VgEA%3D&Email=x"), Some("VgEA%3D"));
        assert_eq!(token_value("x-rps-cat=CAT=VgEA"), Some("VgEA"));
        assert_eq!(token_value("nothing"), None);
    }

    proptest! {
        #[test]
        fn any_request_is_survived(stem in ".{0,80}", query in ".{0,200}") {
            is_worth_a_look(stem.as_bytes());
            of(&stem, &query);
            token_facts(&query);
        }
    }
}
