//! What several techniques share: who a client is, what is known to be harmless, what a script
//! looks like, and how sightings of one actor become one finding.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use detect::Sighting;
use model::{Actor, Evidence, Finding, Record, Remedy, Timestamp};
use percent_encoding::percent_decode_str;

/// Silence after which the same actor's doings count as a new burst, in seconds. Intrusions are
/// worked off within minutes to an hour; two hours keep one sitting together and two apart.
pub(crate) const BURST_GAP_SECONDS: i64 = 2 * 60 * 60;

/// Most lines of evidence quoted by one finding: enough to follow a story, short enough to read.
pub(crate) const EVIDENCE_LINES: usize = 20;

/// Most different values of one kind (agents, pages, servers) a finding lists. A scanner that
/// changes its name with each request would otherwise fill the report.
pub(crate) const LISTED_VALUES: usize = 12;

/// Rounds of decoding tried on a hostile text; more layers than this are not seen in practice.
const DECODE_ROUNDS: usize = 3;

/// A field's text; empty if the record has no such field.
pub(crate) fn field<'r>(record: &'r dyn Record, name: &str) -> Cow<'r, str> {
    record.get(name).unwrap_or(Cow::Borrowed(""))
}

/// A client's address without port and zone, in its usual spelling.
///
/// HttpProxy writes `192.0.2.1:49660` and `fe80::1%3`; behind a load balancer the text is
/// `X-Forwarded-For`, whose first entry is the client by its own word. Text that is no address
/// is kept as it is, cut at the first blank or comma.
pub(crate) fn address(text: &str) -> String {
    let first = text.trim().split([',', ' ']).next().unwrap_or("");
    // `[v6]:port`, `v4:port`, bare `v6`: the first that is an address wins.
    let bracketed = first.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let ported = first.rsplit_once(':').map(|(host, _)| host);
    [bracketed, Some(first), ported]
        .into_iter()
        .flatten()
        .find_map(|host| host.split('%').next()?.parse::<IpAddr>().ok())
        // A hostile header can hold anything; a colon would read as a port.
        .map_or_else(
            || clipped(first.split(':').next().unwrap_or("")).to_owned(),
            |address| address.to_string(),
        )
}

/// The client of an IIS row: the balancer's word for it where that is logged, else the peer. Empty
/// if the peer is this very server, which is nobody: so the front end asks the back end, and
/// monitoring asks both.
pub(crate) fn iis_client(record: &dyn Record) -> String {
    let forwarded = address(&field(record, "X-Forwarded-For"));
    match (forwarded.is_empty(), is_own_request(record)) {
        (false, _) => forwarded,
        (true, false) => address(&field(record, "c-ip")),
        (true, true) => String::new(),
    }
}

/// Whether the peer of an IIS row is this very server.
pub(crate) fn is_own_request(record: &dyn Record) -> bool {
    let peer = address(&field(record, "c-ip"));
    let loopback = peer.parse::<IpAddr>().is_ok_and(|own| own.to_canonical().is_loopback());
    !peer.is_empty() && (loopback || peer == address(&field(record, "s-ip")))
}

/// Whether a user agent is one of Exchange's own health probes. Monitoring runs on the server
/// itself; see the samples of `Exchange` logs in artefacts.help and plaso's test data.
pub(crate) fn is_probe_agent(agent: &str) -> bool {
    /// Lower-case beginnings of the user agents of managed availability and its relatives.
    const PROBES: [&str; 8] = [
        "msexchmon",
        "amprobe",
        "ews_probe/local",
        "odata_pc_probe/local",
        "testactivesyncconnectivity",
        "mozilla/4.0 (compatible; msie 9.0; windows nt 6.1; msexchmon",
        "exchange backend probes",
        "activemonitoring",
    ];
    let agent = agent.replace('+', " ").to_ascii_lowercase();
    PROBES.iter().any(|probe| agent.starts_with(probe)) || agent.contains("msexchmon;")
}

/// Whether an account is one of the mailboxes that managed availability logs on to
/// (`HealthMailbox` and hexadecimal digits, with or without domain).
pub(crate) fn is_health_mailbox(account: &str) -> bool {
    let name = account.rsplit(['\\', '/']).next().unwrap_or("");
    let name = name.split('@').next().unwrap_or("");
    let Some((head, digits)) = name.split_at_checked("healthmailbox".len()) else { return false };
    head.eq_ignore_ascii_case("healthmailbox")
        && digits.len() >= 7
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Percent-decoding; what does not decode stays, bytes that are not UTF-8 become U+FFFD.
pub(crate) fn url_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Replaces the character references a script is hidden behind (`&lt;`, `&#60;`, `&#x3c;`) and
/// JSON's `\u003c`.
fn entity_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') && !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = reference(rest)
            .unwrap_or_else(|| if rest.starts_with('&') { ('&', 1) } else { ('\\', 1) });
        out.push(letter);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a text's leading reference stands for, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    /// Longest reference looked at, in bytes: `&#1114111;`.
    const LONGEST: usize = 10;
    if let Some(code) = text.strip_prefix("\\u").and_then(|rest| rest.get(..4)) {
        return Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, 6));
    }
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &body[..end];
    let letter = match name.to_ascii_lowercase().as_str() {
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((letter, end + 2))
}

/// A text with its layers of percent and character encoding taken off.
pub(crate) fn unwrapped(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..DECODE_ROUNDS {
        let next = entity_decode(&url_decode(&text)).into_owned();
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// What in a text, if anything, would make a web server run it as a page: the first mark found.
///
/// Encoded text is decoded first. No address of a virtual directory needs any of these.
pub(crate) fn script_mark(text: &str) -> Option<&'static str> {
    /// Marks of server-side script, lower-case. An open tag is enough: pages with unclosed tags
    /// still run.
    const MARKS: [&str; 11] = [
        "<script",
        "<%",
        "runat=server",
        "eval(",
        "request[",
        "request.item",
        "request.form",
        "\"unsafe\"",
        "page_load",
        "process.start",
        "frombase64string",
    ];
    let plain: String = unwrapped(text)
        .to_ascii_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\0')
        .collect();
    let plain = plain.replace("\"\"", "\"");
    let hit = MARKS.iter().find(|mark| plain.contains(**mark)).copied();
    hit.or_else(|| plain.contains("runat=\"server\"").then_some("runat=\"server\""))
}

/// Longest text remembered of a field that a client fills, in bytes. Columns reach 16 KiB and
/// thousands of sightings are kept; a name or an agent is recognised by less.
const REMEMBERED_BYTES: usize = 512;

/// A hostile text cut to what is worth remembering.
pub(crate) fn clipped(text: &str) -> &str {
    &text[..text.floor_char_boundary(REMEMBERED_BYTES)]
}

/// Adds a value to a list that is kept sorted by the caller, unless it is empty or there.
fn add(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && list.len() < LISTED_VALUES && !list.iter().any(|own| own == value) {
        list.push(value.to_owned());
    }
}

/// The actor that sightings show, from their facts `address`, `agent`, `identity` and `session`.
pub(crate) fn actor(sightings: &[&Sighting]) -> Actor {
    let mut actor = Actor::default();
    for sighting in sightings {
        add(&mut actor.addresses, sighting.fact("address"));
        add(&mut actor.user_agents, sighting.fact("agent"));
        add(&mut actor.identities, sighting.fact("identity"));
        add(&mut actor.sessions, sighting.fact("session"));
    }
    actor.merge(&Actor::default());
    actor
}

/// The different values of a fact, in order of first sight, joined for a report.
pub(crate) fn values(sightings: &[&Sighting], fact: &str) -> String {
    let mut list = Vec::new();
    for sighting in sightings {
        add(&mut list, sighting.fact(fact));
    }
    list.join(", ")
}

/// Sorts sightings into bursts: those with one key and no silence longer than
/// [`BURST_GAP_SECONDS`] between them. Sightings without a time join the first burst of their
/// key. Bursts come in order of key and time.
pub(crate) fn bursts<'s>(
    sightings: impl IntoIterator<Item = &'s Sighting>,
    key: impl Fn(&Sighting) -> String,
) -> Vec<Vec<&'s Sighting>> {
    let mut keyed: BTreeMap<String, Vec<&Sighting>> = BTreeMap::new();
    for sighting in sightings {
        keyed.entry(key(sighting)).or_default().push(sighting);
    }
    let mut bursts = Vec::new();
    for mut list in keyed.into_values() {
        list.sort_by_key(|sighting| sighting.time);
        let mut burst: Vec<&Sighting> = Vec::new();
        let mut end: Option<Timestamp> = None;
        for sighting in list {
            if let (Some(end), Some(time)) = (end, sighting.time)
                && time.as_second() - end.as_second() > BURST_GAP_SECONDS
            {
                bursts.push(std::mem::take(&mut burst));
            }
            end = end.max(sighting.time).max(sighting.last_time);
            burst.push(sighting);
        }
        bursts.push(burst);
    }
    bursts
}

/// Fills in what follows from the sightings alone: count, times, actor, evidence. `weight` says
/// which lines to quote when there are too many; the heaviest first, then the earliest.
pub(crate) fn support(
    finding: &mut Finding,
    sightings: &[&Sighting],
    weight: impl Fn(&Sighting) -> u8,
) {
    finding.count = sightings.iter().map(|sighting| 1 + sighting.more).sum();
    finding.time = sightings.iter().filter_map(|sighting| sighting.time).min();
    finding.last_time =
        sightings.iter().flat_map(|sighting| [sighting.time, sighting.last_time]).flatten().max();
    finding.actor = actor(sightings);
    let mut quoted: Vec<&&Sighting> = sightings.iter().collect();
    quoted.sort_by_key(|sighting| (std::cmp::Reverse(weight(sighting)), sighting.time));
    quoted.truncate(EVIDENCE_LINES);
    finding.evidence = quoted.iter().map(|sighting| sighting.evidence()).collect();
    let place =
        |evidence: &Evidence| (evidence.time, evidence.artefact.clone(), evidence.locator.clone());
    finding.evidence.sort_by_key(place);
}

/// Sets a fact unless it is empty.
pub(crate) fn fact(finding: &mut Finding, name: &str, value: impl Into<String>) {
    let value = value.into();
    if !value.is_empty() {
        finding.facts.insert(name.to_owned(), value);
    }
}

/// A remedy. Order of work: 0 contain, 1 remove, 2 rotate, 3 harden.
pub(crate) fn remedy(order: u8, action: impl Into<String>) -> Remedy {
    Remedy { action: action.into(), order }
}

/// A name for a command that somebody will type: the name itself if every shell takes it as
/// nothing but text between quotation marks, else a word that stands for it. An intruder chose it.
pub(crate) fn typed<'a>(name: &'a str, stand_in: &'a str) -> &'a str {
    let plain = |c: char| c.is_alphanumeric() || " \\/:._-(){}".contains(c);
    let fits = !name.is_empty() && name.len() <= 200 && name.chars().all(plain);
    if fits { name } else { stand_in }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_only_ever_a_name() {
        assert_eq!(typed("\\Microsoft\\Win net", "NAME"), "\\Microsoft\\Win net");
        for name in ["", "a\" & calc & \"", "a%PATH%", "$(calc)", "a\nb", "a`b", "a;b", "a'b"] {
            assert_eq!(typed(name, "NAME"), "NAME", "{name:?}");
        }
    }

    #[test]
    fn addresses_lose_port_and_zone() {
        for (text, wanted) in [
            ("192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1:49660 ", "192.0.2.1"),
            ("fe80::1%3", "fe80::1"),
            ("[2001:db8::5]:443", "2001:db8::5"),
            ("[fe80::1%3]:443", "fe80::1"),
            ("2001:DB8::5", "2001:db8::5"),
            ("192.0.2.1, 198.51.100.7", "192.0.2.1"),
            ("192.0.2.1  198.51.100.7", "192.0.2.1"),
            ("unknown:80", "unknown"),
            ("", ""),
        ] {
            assert_eq!(address(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn health_mailboxes_are_known_with_and_without_domain() {
        assert!(is_health_mailbox("HealthMailbox0659e34@example.com"));
        assert!(is_health_mailbox("EXAMPLE\\healthmailboxC3D7722415AD41A5B19E3E00E165EDBE"));
        assert!(!is_health_mailbox("HealthMailboxOperator@example.com"));
        assert!(!is_health_mailbox("é"));
    }

    #[test]
    fn probe_agents_are_known_in_both_spellings() {
        assert!(is_probe_agent("AMProbe/Local/ClientAccess"));
        assert!(is_probe_agent("Mozilla/4.0+(compatible;+MSIE+9.0;+Windows+NT+6.1;+MSEXCHMON;+X)"));
        assert!(!is_probe_agent("python-requests/2.25.1"));
    }

    #[test]
    fn decoding_takes_layers_off_and_keeps_what_is_no_code() {
        assert_eq!(url_decode("100%, a%2Fb%zz%4"), "100%, a/b%zz%4");
        assert_eq!(unwrapped("%253c&#x25;&#64;"), "<%@");
        assert_eq!(unwrapped("AT&T \\u003c \\x &é;"), "AT&T < \\x &é;");
    }

    #[test]
    fn script_is_seen_through_encodings_and_addresses_are_not_script() {
        for text in [
            "http://f/%3Cscript%20runat=%22server%22",
            "http://f/&lt;% x",
            "x runat = \"server\" y",
            "x runat=\"\"server\"\" y",
            "EVAL (",
            "\\u003cscript",
        ] {
            assert!(script_mark(text).is_some(), "{text}");
        }
        for text in ["https://mail.example.com/OAB", "$null", "", "https://evaluation.example/oab"]
        {
            assert_eq!(script_mark(text), None, "{text}");
        }
    }
}
