//! The executable pages that Exchange builds ship.
//!
//! A web shell is a page that answers where no build put one. The list of what builds put there is
//! short and public (see the head of `data/shipped_pages.txt`), so any other executable page inside
//! Exchange's folders stands out without a list of bad names.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The facts; the file's head names their source.
const SHIPPED: &str = include_str!("../data/shipped_pages.txt");

/// Extensions that run code when asked for: ASP.NET pages, handlers and services (`.aspx .ashx
/// .asmx .svc`), .NET remoting (`.soap .rem`), Razor pages (`.cshtml .vbhtml`), classic ASP and the
/// names IIS has mapped to it (`.asp .asa .cer .cdx`), and handlers without a file (`.axd`).
///
/// Left out: `.asax .ascx .master .config`, which ASP.NET refuses to serve; `.php .jsp`, for which
/// Exchange servers have no handler, while scanners ask for them all day.
const EXECUTABLE: [&str; 13] = [
    "aspx", "ashx", "asmx", "svc", "soap", "rem", "cshtml", "vbhtml", "asp", "asa", "cer", "cdx",
    "axd",
];

/// Handlers that ASP.NET itself answers in every application.
const ASP_NET_OWN: [&str; 2] = ["webresource.axd", "scriptresource.axd"];

/// First path segments that belong to Exchange, from the applications and virtual directories its
/// setup creates in both web sites.
const EXCHANGE_ROOTS: [&str; 23] = [
    "owa",
    "ecp",
    "ews",
    "oab",
    "autodiscover",
    "mapi",
    "rpc",
    "rpcwithcert",
    "powershell",
    "powershell-liveid",
    "microsoft-server-activesync",
    "api",
    "rest",
    "pushnotifications",
    "reportingwebservice",
    "psws",
    "xrop",
    "outlookservice",
    "o365suiteservice",
    "e4e",
    "exchange",
    "exchweb",
    "public",
];

/// Most segments of a path looked at. Shipped paths have six at most; a hostile stem of thousands
/// would only cost time.
const DEEPEST: usize = 64;

/// Where a page lies, as far as that tells what to think of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// `/owa/auth/…`: served without logging on; ten shipped pages at most.
    OwaAuth,
    /// `/ecp/auth/…`: served without logging on; one shipped page.
    EcpAuth,
    /// `/aspnet_client/…` of any site: static files of ASP.NET 1.1, never a page.
    AspnetClient,
    /// `/oab/…`: address book files, never a page.
    Oab,
    /// Another folder of an Exchange application.
    OtherExchange,
    /// The site's root folder itself: `/x.aspx`.
    SiteRoot,
    /// A folder that is not Exchange's: another application of the same site.
    ElsewhereOnSite,
}

impl Place {
    /// Whether no administrator and no product is known to put pages there.
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::OwaAuth | Self::EcpAuth | Self::AspnetClient | Self::Oab)
    }

    /// In words, to follow "a page".
    pub const fn words(self) -> &'static str {
        match self {
            Self::OwaAuth => "in the sign-in folder of OWA",
            Self::EcpAuth => "in the sign-in folder of ECP",
            Self::AspnetClient => "in aspnet_client",
            Self::Oab => "in the address book folder",
            Self::OtherExchange => "inside an Exchange application",
            Self::SiteRoot => "in the root folder of the site",
            Self::ElsewhereOnSite => "outside Exchange's applications",
        }
    }
}

/// What a URL path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Nothing that runs code.
    NotExecutable,
    /// A page that Exchange or ASP.NET ships.
    Shipped,
    /// A page that no known build ships.
    Foreign {
        /// The page's own path: decoded, lower-case, without what follows the page.
        path: String,
        /// Where it lies.
        place: Place,
    },
    /// A foreign page in one of the bare folders with a name made to look like a shipped one, or
    /// with a shipped name in the wrong folder.
    LookAlike {
        /// As for `Foreign`.
        path: String,
        /// Where it lies.
        place: Place,
        /// The shipped page it looks like.
        of: &'static str,
    },
}

impl Page {
    /// The path and place of a page that no build ships.
    pub fn foreign(&self) -> Option<(&str, Place)> {
        match self {
            Self::Foreign { path, place } | Self::LookAlike { path, place, .. } => {
                Some((path, *place))
            }
            Self::NotExecutable | Self::Shipped => None,
        }
    }
}

/// Judges a URL path as a log has it, percent-encoded or not.
///
/// Windows and ASP.NET ignore much that hides a page from a simple comparison, and so does this:
/// case, doubled and reversed slashes, dots and spaces at the end of a name, `::$DATA`, `;…`,
/// what follows the page (`/x.aspx/y`), and ASP.NET's cookieless session segments (`/(S(…))/`).
pub fn judge(url_path: &[u8]) -> Page {
    if !url_path.contains(&b'.') && !url_path.contains(&b'%') {
        return Page::NotExecutable;
    }
    let segments = segments(&decode(url_path));
    let Some(at) = segments.iter().position(|name| executable(name)) else {
        return Page::NotExecutable;
    };
    let page = &segments[..=at];
    let name = page[at].as_str();
    if ASP_NET_OWN.contains(&name) || shipped(page) {
        return Page::Shipped;
    }
    let path = format!("/{}", page.join("/"));
    let place = place(page);
    match looks_like(name).filter(|_| place.is_bare()) {
        Some(of) => Page::LookAlike { path, place, of },
        None => Page::Foreign { path, place },
    }
}

/// Whether a file name has an extension that runs code; for paths that cmdlets name.
pub fn executable(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && EXECUTABLE.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Whether a build ships a page of this file name, in whatever folder.
pub fn ships_name(name: &str) -> bool {
    NAMES.contains(&*name.to_ascii_lowercase())
}

/// Percent-decodes until nothing changes, twice at most (that is how often a proxied path is
/// decoded), cuts the query and folds case.
fn decode(url_path: &[u8]) -> String {
    let path = url_path.split(|byte| *byte == b'?').next().unwrap_or(url_path);
    let once: Vec<u8> = percent_encoding::percent_decode(path).collect();
    let twice: Vec<u8> = percent_encoding::percent_decode(&once).collect();
    String::from_utf8_lossy(&twice).to_ascii_lowercase()
}

/// The names between the slashes, as Windows will understand them.
fn segments(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for raw in path.split(['/', '\\']).take(DEEPEST) {
        let name = raw.split([';', '\0']).next().unwrap_or(raw);
        let name = name.split_once("::$").map_or(name, |(name, _stream)| name);
        match name.trim_end_matches(['.', ' ']) {
            "" if name.starts_with("..") => {
                names.pop();
            }
            "" => {}
            name if cookieless(name) => {}
            name => names.push(name.to_owned()),
        }
    }
    names
}

/// A segment such as `(s(abc))` or `(x(1)a(def))` that carries an ASP.NET session and is no folder.
fn cookieless(name: &str) -> bool {
    name.len() > 4
        && name.starts_with('(')
        && name.ends_with("))")
        && name.as_bytes().get(2) == Some(&b'(')
}

/// Whether a build ships the page. In OWA and ECP a version (`/owa/15.1.2375.7/…`) or the mailbox
/// of an explicit log-on (`/ecp/user@contoso.example/…`) may stand after the application's name.
fn shipped(page: &[String]) -> bool {
    let known = |names: &[&str]| PAGES.contains(&*format!("/{}", names.join("/")));
    let names: Vec<&str> = page.iter().map(String::as_str).collect();
    if known(&names) {
        return true;
    }
    match names.as_slice() {
        [app @ ("owa" | "ecp"), extra, rest @ ..] if extra.contains(['.', '@']) => {
            known(&[&[*app], rest].concat())
        }
        _ => false,
    }
}

fn place(page: &[String]) -> Place {
    let names: Vec<&str> = page.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["owa", "auth", ..] => Place::OwaAuth,
        ["ecp", "auth", ..] => Place::EcpAuth,
        ["oab", ..] => Place::Oab,
        [folders @ .., _] if folders.contains(&"aspnet_client") => Place::AspnetClient,
        [_] => Place::SiteRoot,
        [root, ..] if EXCHANGE_ROOTS.contains(root) => Place::OtherExchange,
        _ => Place::ElsewhereOnSite,
    }
}

/// The page of the sign-in folders whose name this one equals or nearly equals, whatever its
/// extension.
fn looks_like(name: &str) -> Option<&'static str> {
    let stem = |name: &'_ str| name.rsplit_once('.').map_or(0, |(stem, _)| stem.len());
    let own = &name[..stem(name)];
    SIGN_IN_PAGES.iter().copied().find(|path| {
        let file = path.rsplit('/').next().unwrap_or(path);
        let theirs = &file[..stem(file)];
        // `errorEE` for errorFE, `TimeoutLogoff` for TimeoutLogout, `RedirSuiteServerProxy` for
        // RedirSuiteServiceProxy: the longer the name, the more it may differ.
        let allowed = match theirs.len() {
            0..=6 => 0,
            7..=9 => 1,
            10..=15 => 2,
            _ => 3,
        };
        let lengths = own.len().abs_diff(theirs.len());
        lengths <= allowed && distance(own.as_bytes(), theirs.as_bytes()) <= allowed
    })
}

/// Levenshtein distance. Both names are about 20 bytes long here.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The shipped pages, as full paths.
static PAGES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut pages = BTreeSet::new();
    let mut folder = "";
    for line in SHIPPED.lines().filter(|line| !line.starts_with('#')) {
        let names = match line.split_once(": ") {
            Some((new, names)) => {
                folder = new;
                names
            }
            None => line,
        };
        pages.extend(names.split_whitespace().map(|name| format!("{folder}{name}")));
    }
    pages
});

/// Their file names.
static NAMES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| PAGES.iter().filter_map(|path| path.rsplit('/').next()).collect());

/// The shipped pages of the sign-in folders: the names that intruders imitate.
static SIGN_IN_PAGES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    PAGES
        .iter()
        .map(String::as_str)
        .filter(|path| path.starts_with("/owa/auth/") || path.starts_with("/ecp/auth/"))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn foreign(path: &str) -> (String, Place) {
        let page = judge(path.as_bytes());
        let (path, place) = page.foreign().unwrap_or_else(|| panic!("{path} is {page:?}"));
        (path.to_owned(), place)
    }

    #[test]
    fn the_list_holds_what_its_head_promises() {
        assert!(PAGES.len() > 800, "{} pages", PAGES.len());
        assert!(PAGES.iter().all(|path| path.starts_with('/') && *path == path.to_lowercase()));
        let names: Vec<_> = SIGN_IN_PAGES.iter().filter(|path| path.starts_with("/ecp")).collect();
        assert_eq!(names, [&"/ecp/auth/timeoutlogout.aspx"]);
    }

    #[test]
    fn shipped_pages_are_known_in_every_spelling() {
        for path in [
            "/owa/auth/logon.aspx",
            "/OWA/auth/errorFE.aspx",
            "/owa/auth/RedirSuiteServiceProxy.aspx",
            "/ecp/auth/TimeoutLogout.aspx",
            "/ews/exchange.asmx",
            "/EWS/Exchange.asmx/s/GetUserPhoto",
            "/EWS/mrsproxy.svc",
            "/autodiscover/autodiscover.svc/WSSecurity",
            "/ecp/DDI/DDIService.svc/SetObject",
            "/ecp/RulesEditor/InboxRules.svc/NewObject",
            "/ecp/user@contoso.example/RulesEditor/InboxRules.svc/NewObject",
            "/owa/15.1.2375.7/default.aspx",
            "/owa/service.svc/s/GetFileAttachment",
            "/owa/userspecificresourceinjector.ashx",
            "/ecp/WebResource.axd",
            "/intranet/ScriptResource.axd",
            "/owa//auth\\logon.aspx",
            "/owa/auth/logon%2Easpx",
            "/owa/auth/logon.aspx./",
        ] {
            assert_eq!(judge(path.as_bytes()), Page::Shipped, "{path}");
        }
    }

    #[test]
    fn what_runs_no_code_is_not_a_page() {
        for path in [
            "/owa/",
            "/owa/auth.owa",
            "/owa/ev.owa2",
            "/ecp/y.js",
            "/ecp/default.flt",
            "/autodiscover/autodiscover.xml",
            "/autodiscover/autodiscover.json",
            "/rpc/rpcproxy.dll",
            "/Microsoft-Server-ActiveSync/default.eas",
            "/aspnet_client/system_web/4_0_30319/WebUIValidation.js",
            "/ews/services.wsdl",
            "/.aspx",
            "",
        ] {
            assert_eq!(judge(path.as_bytes()), Page::NotExecutable, "{path}");
        }
    }

    #[test]
    fn foreign_pages_are_placed() {
        for (path, place) in [
            ("/owa/auth/zntwv.aspx", Place::OwaAuth),
            ("/owa/auth/Current/themes/resources/win.ashx", Place::OwaAuth),
            ("/owa/auth/15.1.2375/x.aspx", Place::OwaAuth),
            ("/ecp/auth/x.aspx", Place::EcpAuth),
            ("/aspnet_client/shell.aspx", Place::AspnetClient),
            ("/other/aspnet_client/system_web/log.aspx", Place::AspnetClient),
            ("/OAB/log.aspx", Place::Oab),
            ("/ecp/Handlers/x.ashx", Place::OtherExchange),
            ("/shell.aspx", Place::SiteRoot),
            ("/rdweb/pages/en-us/login.aspx", Place::ElsewhereOnSite),
            ("/certsrv/certnew.cer", Place::ElsewhereOnSite),
            ("/certsrv/certnew.asp", Place::ElsewhereOnSite),
        ] {
            assert_eq!(foreign(path).1, place, "{path}");
        }
    }

    #[test]
    fn hidden_pages_are_seen() {
        for path in [
            "/owa/auth/x.aspx/logon.css",
            "/owa/auth/x.aspx. ",
            "/owa/auth/x.aspx::$DATA",
            "/owa/auth/x.aspx;.js",
            "/owa/auth/%78%2e%61spx",
            "/owa/auth/%2578.aspx",
            "/owa\\auth//X.ASPX?y=1",
            "/(S(abcdef))/owa/auth/x.aspx",
            "/owa/auth/y/../x.aspx",
            "/owa/auth/./x.aspx",
        ] {
            assert_eq!(foreign(path), ("/owa/auth/x.aspx".into(), Place::OwaAuth), "{path}");
        }
    }

    #[test]
    fn look_alikes_name_what_they_imitate() {
        for (path, like) in [
            ("/owa/auth/RedirSuiteServerProxy.aspx", "/owa/auth/redirsuiteserviceproxy.aspx"),
            ("/owa/auth/errorEE.aspx", "/owa/auth/errorfe.aspx"),
            ("/owa/auth/OutlookEN.aspx", "/owa/auth/outlookcn.aspx"),
            ("/ecp/auth/TimeoutLogoff.aspx", "/ecp/auth/timeoutlogout.aspx"),
            ("/owa/auth/TimeoutLogout.aspx", "/ecp/auth/timeoutlogout.aspx"),
            ("/aspnet_client/logon.aspx", "/owa/auth/logon.aspx"),
        ] {
            match judge(path.as_bytes()) {
                Page::LookAlike { of, .. } => assert_eq!(of, like, "{path}"),
                other => panic!("{path} is {other:?}"),
            }
        }
        assert!(matches!(judge(b"/owa/auth/zntwv.aspx"), Page::Foreign { .. }));
        assert!(matches!(judge(b"/intranet/logon.aspx"), Page::Foreign { .. }));
    }

    proptest! {
        #[test]
        fn any_path_is_judged(path in proptest::collection::vec(any::<u8>(), 0..200)) {
            let page = judge(&path);
            if let Some((path, _)) = page.foreign() {
                prop_assert!(path.starts_with('/'));
            }
        }

        #[test]
        fn case_does_not_matter(path in "/[a-zA-Z0-9_./]{0,40}\\.aspx") {
            prop_assert_eq!(judge(path.as_bytes()), judge(path.to_uppercase().as_bytes()));
        }
    }
}
