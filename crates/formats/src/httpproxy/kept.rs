//! HttpProxy rows of which a person kept some columns, under names of their own.
//!
//! Incident teams publish and hand over such files: a CSV with a header in their language, now
//! and then with the client's address added to the rows but not to the header, or with the
//! address in the file's name only. The names are mapped to HttpProxy's own by a table of
//! synonyms; an address that stands nowhere but in the name is shown as `ClientIpAddress`, since
//! that is what the person noted there.

use std::borrow::Cow;
use std::io;
use std::net::{IpAddr, Ipv4Addr};

use model::{GapReason, Loss, RecordKind, WinPath};

use crate::head::{Preamble, split_row};
use crate::lines::{self, Fields, Line};
use crate::table::cells;
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// HttpProxy's names and what people call them, in lower case without blanks, dashes and
/// underscores. English, Norwegian, Danish, Swedish, German, French, Spanish.
const SYNONYMS: [(&str, &[&str]); 11] = [
    (
        "DateTime",
        &[
            "datetime",
            "timestamp",
            "time",
            "tidspunkt",
            "tid",
            "zeit",
            "zeitstempel",
            "horodatage",
            "fechahora",
        ],
    ),
    ("UrlHost", &["urlhost", "host", "hostname", "vertsnavn", "vært", "värd"]),
    (
        "UrlStem",
        &["urlstem", "urlpath", "path", "uri", "url", "uristem", "sti", "pfad", "chemin", "ruta"],
    ),
    ("UrlQuery", &["urlquery", "query", "uriquery", "querystring"]),
    ("UserAgent", &["useragent", "agent", "brukeragent", "agentutilisateur"]),
    (
        "HttpStatus",
        &[
            "httpstatus",
            "httpstatuskode",
            "statuscode",
            "status",
            "statuskode",
            "httpstatuscode",
            "httpcode",
            "statuskod",
        ],
    ),
    (
        "Method",
        &[
            "method",
            "httpmethod",
            "httpmetode",
            "metode",
            "verb",
            "methode",
            "méthode",
            "metod",
            "método",
        ],
    ),
    (
        "ClientIpAddress",
        &[
            "clientipaddress",
            "clientip",
            "ip",
            "ipaddress",
            "klientip",
            "sourceip",
            "srcip",
            "ipadresse",
            "adresseip",
        ],
    ),
    ("AnchorMailbox", &["anchormailbox"]),
    ("RoutingHint", &["routinghint"]),
    (
        "AuthenticatedUser",
        &["authenticateduser", "user", "username", "bruker", "brukernavn", "benutzer"],
    ),
];

/// Fewest columns of HttpProxy that make a file one of these.
const FEWEST_COLUMNS: usize = 4;

/// First numbers of Exchange builds. A dotted quad in a file name that starts with one is more
/// likely a build than an address.
const BUILD_MAJORS: [u8; 2] = [14, 15];

/// Columns kept by a person.
pub(crate) struct KeptColumns;

impl Format for KeptColumns {
    fn id(&self) -> &'static str {
        "httpproxy-columns"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        if preamble.log_type.is_some() || preamble.fields.is_some() {
            return None;
        }
        let header = preamble.bare.as_ref().or(preamble.rows.first())?;
        header_of(header).map(|_| Sniff::Generic)
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        let named = address_in(input.path);
        let mut header: Option<Vec<Cow<'static, str>>> = None;
        let mut cells = Loss::new(
            GapReason::ColumnCount,
            "rows with fewer or more cells than the header has columns",
        );
        let mut cut = Loss::new(GapReason::Truncated, "the last row ends early");
        let mut untimed = Loss::new(GapReason::NoTime, "rows whose first column holds no time");
        let mut stray = Loss::new(GapReason::Damaged, "lines before the header");
        let outcome = lines::read(input, sink, &mut |line, sink| {
            let text = line.text();
            if text.starts_with('#') || lines::is_divider(&text) {
                return;
            }
            if let Some(names) = header_of(&text) {
                header = Some(names);
                return;
            }
            let Some(names) = &header else {
                return stray.add(line.locator(), line.bytes.len() as u64);
            };
            let (fits, timed) = push(line, &text, names, named, sink);
            if !fits {
                let loss = if line.ended { &mut cells } else { &mut cut };
                loss.add(line.locator(), 0);
            }
            if !timed {
                untimed.add(line.locator(), 0);
            }
        });
        [cells, cut, untimed, stray].into_iter().for_each(|loss| sink.lost(loss));
        outcome
    }
}

/// Pushes a row; says whether its cells fit the header, and whether it has a time.
fn push(
    line: Line<'_>,
    text: &str,
    names: &[Cow<'static, str>],
    named: Option<Ipv4Addr>,
    sink: &mut dyn Sink,
) -> (bool, bool) {
    let mut row = split_row(text);
    let has_address = names.iter().any(|name| name == "ClientIpAddress");
    let mut address = None;
    if row.len() == names.len() + 1 && !has_address {
        // One cell more than columns, and exactly one of them an address: that is the one.
        let is_address = |cell: &&str| lines::unquoted(cell).parse::<IpAddr>().is_ok();
        let mut found = row.iter().enumerate().filter(|(_, cell)| is_address(cell));
        if let (Some((at, _)), None) = (found.next(), found.next()) {
            address = Some(lines::unquoted(row.remove(at)));
        }
    }
    if address.is_none() && !has_address {
        address = named.map(|address| Cow::Owned(address.to_string()));
    }
    let mut fields: Vec<(&str, Cow<'_, str>)> =
        names.iter().zip(&row).map(|(name, cell)| (&**name, lines::unquoted(cell))).collect();
    fields.extend(address.map(|address| ("ClientIpAddress", address)));
    let time = fields.iter().find(|(name, _)| *name == "DateTime");
    let time = time.and_then(|(_, value)| value.trim().parse().ok());
    let fits = row.len() == names.len();
    sink.record(&Fields {
        kind: RecordKind::HTTP_PROXY,
        time,
        locator: line.locator(),
        fields,
        raw: line.bytes,
    });
    (fits, time.is_some())
}

/// The header's columns under HttpProxy's names; `None` if the line is no such header.
fn header_of(line: &str) -> Option<Vec<Cow<'static, str>>> {
    if line.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut known = 0;
    let names: Vec<Cow<'static, str>> = cells(line)
        .map(|cell| match canonical(cell) {
            Some(name) => {
                known += 1;
                Cow::Borrowed(name)
            }
            None => Cow::Owned(cell.to_owned()),
        })
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    (known >= FEWEST_COLUMNS && has("DateTime") && has("UrlStem")).then_some(names)
}

fn canonical(name: &str) -> Option<&'static str> {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SYNONYMS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(name, _)| *name)
}

/// The only address in a file's name; `None` if there is none or more than one.
fn address_in(path: &WinPath) -> Option<Ipv4Addr> {
    let words = path.file_name().split(|c: char| !c.is_ascii_digit() && c != '.');
    let mut found = words
        .filter_map(|word| word.trim_matches('.').parse::<Ipv4Addr>().ok())
        .filter(|address| !BUILD_MAJORS.contains(&address.octets()[0]));
    let address = found.next()?;
    found.all(|other| other == address).then_some(address)
}
