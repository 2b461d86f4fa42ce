//! Where a forged back-end cookie points, and how the server answered.
//!
//! The front end logs the back end it was told to use as `ServerInfo~HOST` in `AnchorMailbox`,
//! and the cookie as `Server~HOST~version~expiry` in `BackEndCookie`. A real back end is a plain
//! server name. The attack makes it a piece of a URL: `ServerInfo~a]@HOST:444/PATH?QUERY#`.

use std::borrow::Cow;

use model::Record;

use crate::common::{field, url_decode};

/// The port of the back-end web site on every Exchange server since 2013.
const BACK_END_PORT: &str = "444";

/// The status with which `proxyLogon.ecp` says that it opened a session.
pub(super) const SESSION_CREATED: u16 = 241;

/// The status with which `proxyLogon.ecp` asks for a serialised identity.
pub(super) const IDENTITY_NEEDED: u16 = 441;

/// Whether an `AnchorMailbox` is a `ServerInfo~` anchor that is no plain server name. Cheap: it
/// is asked for every row of a large log.
pub(super) fn is_forged_anchor(value: &[u8]) -> bool {
    tail(value, b"serverinfo~").is_some_and(is_no_server_name)
}

/// Whether a `BackEndCookie` names something else than a plain server
/// (Microsoft's `Server~*/*~*`). The expiry at its end may hold slashes and is not looked at.
pub(super) fn is_forged_cookie(value: &[u8]) -> bool {
    tail(value, b"server~").is_some_and(|rest| {
        rest.iter()
            .position(|byte| *byte == b'~')
            .is_some_and(|end| rest[..end].iter().any(|byte| matches!(byte, b'/' | b']' | b'@')))
    })
}

/// Whether a routing hint says that the back end came from one of the two cookies.
pub(super) fn is_cookie_hint(value: &[u8]) -> bool {
    value.eq_ignore_ascii_case(b"x-beresource-cookie")
        || value.eq_ignore_ascii_case(b"x-anonresource-backend-cookie")
}

/// Whether a path is one of the static files that the attack tools address: nothing may stand
/// there that answers a POST. The front end decides by the extension that no log-on is needed.
pub(super) fn is_static_target(stem: &[u8]) -> bool {
    /// Files named by Volexity (2 March 2021), below `/owa/auth/Current/themes/resources/`.
    const THEME_FILES: [&[u8]; 6] = [
        b"logon.css",
        b"owafont_ja.css",
        b"lgnbotl.gif",
        b"owafont_ko.css",
        b"segoeui-semibold.eot",
        b"segoeui-semilight.ttf",
    ];
    let theme = tail(stem, b"/owa/auth/current/themes/resources/");
    if let Some(name) = theme {
        return THEME_FILES.iter().any(|file| name.eq_ignore_ascii_case(file));
    }
    let name = [&b"/ecp/auth/"[..], b"/ecp/", b"/owa/auth/"].iter().find_map(|at| tail(stem, at));
    name.is_some_and(|name| {
        !name.contains(&b'/')
            && [&b".js"[..], b".css", b".flt"].iter().any(|extension| {
                name.len() > extension.len()
                    && name[name.len() - extension.len()..].eq_ignore_ascii_case(extension)
            })
    })
}

fn tail<'v>(value: &'v [u8], head: &[u8]) -> Option<&'v [u8]> {
    let (own, rest) = value.split_at_checked(head.len())?;
    own.eq_ignore_ascii_case(head).then_some(rest)
}

fn is_no_server_name(name: &[u8]) -> bool {
    name.iter().any(|byte| matches!(byte, b'/' | b'\\' | b']' | b'[' | b'@' | b'#' | b'?' | b'%'))
        || name.windows(4).any(|window| window == b":444")
}

/// What a forged request reaches on the back end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `/autodiscover/…`: finds a mailbox by its address.
    Autodiscover,
    /// `/mapi/…`: its error text gives the account's SID away.
    Mapi,
    /// `/ecp/proxyLogon.ecp`: opens a control panel session for a SID.
    ProxyLogon,
    /// The control panel's data service, reading.
    Read,
    /// The data service, writing.
    Write,
    /// The data service, resetting a virtual directory.
    Reset,
    /// `/ews/…`: mail.
    Ews,
    /// Anything else.
    Other,
}

impl Step {
    /// Its name in facts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Autodiscover => "autodiscover",
            Self::Mapi => "mapi",
            Self::ProxyLogon => "proxyLogon.ecp",
            Self::Read => "DDIService read",
            Self::Write => "DDIService SetObject",
            Self::Reset => "DDIService reset",
            Self::Ews => "EWS",
            Self::Other => "other",
        }
    }

    /// The step with a name.
    pub(super) fn named(name: &str) -> Self {
        const ALL: [Step; 7] = [
            Step::Autodiscover,
            Step::Mapi,
            Step::ProxyLogon,
            Step::Read,
            Step::Write,
            Step::Reset,
            Step::Ews,
        ];
        ALL.into_iter().find(|step| step.name() == name).unwrap_or(Self::Other)
    }

    /// What a path with its query reaches.
    pub(super) fn of(path: &str, query: &str) -> Self {
        let path = path.to_ascii_lowercase();
        if path.contains("/ddiservice.svc/") {
            let schema = schema(query).to_ascii_lowercase();
            return match path.contains("/setobject") {
                true if schema.starts_with("reset") && schema.contains("virtualdirectory") => {
                    Self::Reset
                }
                true => Self::Write,
                false => Self::Read,
            };
        }
        [
            ("proxylogon.ecp", Self::ProxyLogon),
            ("/autodiscover", Self::Autodiscover),
            ("/mapi/", Self::Mapi),
            ("/ews/", Self::Ews),
        ]
        .into_iter()
        .find_map(|(part, step)| path.contains(part).then_some(step))
        .unwrap_or(Self::Other)
    }
}

/// The value of a query's parameter; empty if it has none. Names are compared without case.
pub(super) fn parameter<'q>(query: &'q str, name: &str) -> &'q str {
    query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|part| part.split_once('='))
        .find_map(|(own, value)| own.eq_ignore_ascii_case(name).then_some(value))
        .unwrap_or("")
}

/// The control panel's `schema` parameter: what kind of object a request is about.
pub(super) fn schema(query: &str) -> &str {
    parameter(query, "schema")
}

/// The token that ties a control panel session's requests together.
pub(super) fn canary(query: &str) -> &str {
    parameter(query, "msExchEcpCanary")
}

/// A forged anchor, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Host the request was sent to, lower-case.
    pub(super) host: String,
    /// Whether it was sent to the back-end port.
    pub(super) back_end: bool,
    /// Whether the host was wrapped as attack tools do (`x]@host`).
    pub(super) wrapped: bool,
    /// Path.
    pub(super) path: String,
    /// Query without `?` and `#`.
    pub(super) query: String,
}

impl Anchor {
    /// Takes an `AnchorMailbox`'s or cookie's text apart, `ServerInfo~` or `Server~` included.
    pub(super) fn parse(text: &str) -> Self {
        let target = text.split_once('~').map_or(text, |(_, target)| target);
        let target = url_decode(target);
        let end = target.find(['/', '\\', '?', '#', '~']).unwrap_or(target.len());
        let (authority, rest) = target.split_at(end);
        let (user, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = server.rsplit_once(':').unwrap_or((server, ""));
        let rest = rest.split(['#', '~']).next().unwrap_or("");
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Self {
            host: host.trim_matches(['[', ']']).to_ascii_lowercase(),
            back_end: port.trim() == BACK_END_PORT,
            wrapped: !user.is_empty() || authority.contains(']'),
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }

    /// What it reaches.
    pub(super) fn step(&self) -> Step {
        Step::of(&self.path, &self.query)
    }

    /// Whether it only looks whether the server is vulnerable: `ServerInfo~localhost/…`, which no
    /// back end answers on, is what scanners send.
    pub(super) fn is_localhost_probe(&self) -> bool {
        !self.back_end && !self.wrapped && (self.host == "localhost" || self.host == "127.0.0.1")
    }
}

/// How the server answered a request, as one row shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// With success (2xx; 241 included).
    Success,
    /// The back end asked for an identity (441): it was reached.
    IdentityNeeded,
    /// The back end was reached and refused.
    Refused,
    /// The front end refused, or nothing was reached.
    Failed,
    /// The row does not say.
    Unknown,
}

impl Answer {
    /// From the front end's and the back end's status.
    pub(super) fn of(status: &str, back_end: &str) -> Self {
        let number = |text: &str| text.trim().parse::<u16>().ok();
        let (front, back) = (number(status), number(back_end));
        let any = |test: fn(u16) -> bool| [front, back].into_iter().flatten().any(test);
        match (front, back) {
            (None, None) => Self::Unknown,
            _ if any(|status| (200..300).contains(&status)) => Self::Success,
            _ if any(|status| status == IDENTITY_NEEDED) => Self::IdentityNeeded,
            (_, Some(_)) => Self::Refused,
            _ => Self::Failed,
        }
    }

    /// Of a row of HttpProxy.
    pub(super) fn of_record(record: &dyn Record) -> Self {
        let back_end: Cow<'_, str> = field(record, "BackEndStatus");
        Self::of(&field(record, "HttpStatus"), &back_end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_breaks_an_anchor(text in "(ServerInfo~)?[a\\]@:4/?#&=~%\u{e9} -]{0,40}") {
            let anchor = Anchor::parse(&text);
            anchor.step();
            canary(&anchor.query);
            is_forged_anchor(text.as_bytes());
            is_forged_cookie(text.as_bytes());
        }

        #[test]
        fn a_tools_anchor_comes_apart_whatever_its_host(
            user in "[a-z]{0,6}\\]?",
            host in "[a-z0-9.-]{1,20}",
            schema in "[A-Za-z]{1,20}",
        ) {
            let text = format!("ServerInfo~{user}@{host}:444/ecp/DDI/DDIService.svc/SetObject?schema={schema}#");
            prop_assert!(is_forged_anchor(text.as_bytes()));
            let anchor = Anchor::parse(&text);
            prop_assert_eq!(&anchor.host, &host);
            prop_assert_eq!(super::schema(&anchor.query), schema);
        }
    }

    #[test]
    fn plain_back_ends_are_not_forged() {
        for plain in [
            "ServerInfo~EX01",
            "ServerInfo~ex01.corp.example",
            "serverinfo~localhost",
            "Smtp~a@example.com",
            "Sid~S-1-5-21-1-2-3-1001",
            "",
        ] {
            assert!(!is_forged_anchor(plain.as_bytes()), "{plain}");
        }
        assert!(!is_forged_cookie(b"Server~EX01.corp.example~1942061111~07/24/2014 17:01:18"));
        assert!(!is_forged_cookie(b"Database~9f4b~~2021-03-03T06:00:00"));
    }

    #[test]
    fn forged_back_ends_are_seen_in_both_columns() {
        for forged in [
            "ServerInfo~a]@ex01:444/autodiscover/autodiscover.xml?#",
            "SERVERINFO~localhost/owa/auth/logon.aspx?",
            "ServerInfo~ex01:444",
            "ServerInfo~ex01%2fecp",
        ] {
            assert!(is_forged_anchor(forged.as_bytes()), "{forged}");
        }
        assert!(is_forged_cookie(b"Server~a]@ex01:444/ecp/proxyLogon.ecp?#~1942061111~x"));
    }

    #[test]
    fn an_anchor_comes_apart() {
        let anchor = Anchor::parse(
            "ServerInfo~a]@EX01.corp.example:444/ecp/DDI/DDIService.svc/SetObject?msExchEcpCanary=abc.&schema=ResetOABVirtualDirectory#",
        );
        assert_eq!(anchor.host, "ex01.corp.example");
        assert!(anchor.back_end && anchor.wrapped);
        assert_eq!(anchor.step(), Step::Reset);
        assert_eq!(canary(&anchor.query), "abc.");
        assert_eq!(schema(&anchor.query), "ResetOABVirtualDirectory");
    }

    #[test]
    fn damaged_anchors_do_not_break_it() {
        for text in ["", "~", "ServerInfo~", "ServerInfo~]@", "ServerInfo~a]@:444", "é%zz@[:"] {
            Anchor::parse(text);
        }
        assert_eq!(Anchor::parse("ServerInfo~a]@ex01:444/ecp/proxyLo").step(), Step::Other);
    }

    #[test]
    fn scanners_are_told_by_a_bare_localhost() {
        assert!(Anchor::parse("ServerInfo~localhost/ecp/default.flt?").is_localhost_probe());
        assert!(!Anchor::parse("ServerInfo~a]@localhost:444/ews/x").is_localhost_probe());
    }

    #[test]
    fn answers_follow_either_status() {
        for (front, back, wanted) in [
            ("200", "", Answer::Success),
            ("241", "241", Answer::Success),
            ("500", "200", Answer::Success),
            ("441", "", Answer::IdentityNeeded),
            ("401", "401", Answer::Refused),
            ("500", "", Answer::Failed),
            ("", "", Answer::Unknown),
            ("x", "", Answer::Unknown),
        ] {
            assert_eq!(Answer::of(front, back), wanted, "{front}/{back}");
        }
    }

    #[test]
    fn static_targets_are_the_tools_files_and_no_others() {
        for stem in [
            "/ecp/y.js",
            "/ECP/main.css",
            "/ecp/default.flt",
            "/owa/auth/x.js",
            "/ecp/auth/w.js",
            "/owa/auth/Current/themes/resources/lgnbotl.gif",
        ] {
            assert!(is_static_target(stem.as_bytes()), "{stem}");
        }
        for stem in [
            "/ecp/15.1.2375.7/scripts/js.axd",
            "/owa/auth/15.1.2375/scripts/premium/flogon.js",
            "/owa/auth/Current/themes/resources/favicon.ico",
            "/ecp/.js",
            "/ecp/default.aspx",
            "/",
        ] {
            assert!(!is_static_target(stem.as_bytes()), "{stem}");
        }
    }
}
