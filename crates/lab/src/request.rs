//! One request as the server's logs tell it: a row in HttpProxy, one in the front end's IIS log
//! and, when it was proxied, one in the back end's.

use crate::{
    columns::{self, plussed, spaced},
    host::Host,
    log::Log,
    template::Template,
};

/// A request. Texts are templates (see [`crate::template`]); text from elsewhere goes through
/// [`crate::template::literal`] first.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The HttpProxy log; `None` for what IIS answers before Exchange sees it.
    pub(crate) log: Option<Log>,
    pub(crate) host: String,
    pub(crate) method: &'static str,
    pub(crate) stem: String,
    /// As the client sent it, without `?`.
    pub(crate) query: String,
    pub(crate) agent: String,
    /// As HttpProxy writes the account; empty for nobody.
    pub(crate) user: String,
    /// As IIS writes it, where it differs.
    pub(crate) iis_user: Option<String>,
    pub(crate) auth: &'static str,
    pub(crate) authenticated: bool,
    pub(crate) address: String,
    pub(crate) status: u16,
    /// `sc-substatus` and `sc-win32-status`.
    pub(crate) iis_status: (u16, u64),
    /// Status of the back end; `None` if it was not asked.
    pub(crate) back: Option<u16>,
    pub(crate) error: &'static str,
    pub(crate) action: String,
    pub(crate) anchor: String,
    pub(crate) hint: &'static str,
    pub(crate) cookie: String,
    pub(crate) client_request: String,
    /// Members of GenericInfo between the first and the last.
    pub(crate) info: String,
    pub(crate) errors: String,
    /// What follows `cafeReqId` in the front end's IIS query.
    pub(crate) suffix: &'static str,
    /// The back end's own row, where it differs from the front end's request.
    pub(crate) back_stem: Option<String>,
    pub(crate) back_query: Option<String>,
    pub(crate) back_user: Option<String>,
    /// Whether the back end wrote an IIS row.
    pub(crate) back_row: bool,
    /// Whether a target was chosen although nobody asked it, as with the plain local probes.
    pub(crate) routed: bool,
}

impl Request {
    /// A request that everything of is ordinary: anonymous, GET, 200, not proxied.
    pub(crate) fn new(log: Log, host: &str, stem: &str) -> Self {
        Self {
            log: Some(log),
            host: host.to_owned(),
            method: "GET",
            stem: stem.to_owned(),
            query: String::new(),
            agent: String::new(),
            user: String::new(),
            iis_user: None,
            auth: "",
            authenticated: false,
            address: "{ip}".to_owned(),
            status: 200,
            iis_status: (0, 0),
            back: None,
            error: "",
            action: String::new(),
            anchor: String::new(),
            hint: "",
            cookie: String::new(),
            client_request: String::new(),
            info: String::new(),
            errors: String::new(),
            suffix: "",
            back_stem: None,
            back_query: None,
            back_user: None,
            back_row: true,
            routed: false,
        }
    }

    /// A request for a page that ASP.NET or IIS answers without Exchange's proxy module.
    pub(crate) fn outside(host: &str, stem: &str) -> Self {
        Self { log: None, ..Self::new(Log::ProxyOwa, host, stem) }
    }

    pub(crate) fn post(mut self) -> Self {
        self.method = "POST";
        self
    }

    pub(crate) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn query(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }

    pub(crate) fn agent(mut self, agent: &str) -> Self {
        agent.clone_into(&mut self.agent);
        self
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Authenticated as a person of the domain, and anchored at the account.
    pub(crate) fn by(mut self, host: &Host, auth: &'static str) -> Self {
        self.user = format!(r"{}\{{user}}", host.netbios);
        self.auth = auth;
        self.authenticated = true;
        self.anchor = "Sid~{sid}".to_owned();
        self.hint = "WindowsIdentity";
        self
    }

    /// Answered by the back end.
    pub(crate) fn proxied(mut self, status: u16) -> Self {
        self.back = Some(status);
        self.status = status;
        self
    }

    /// The templates of its rows.
    pub(crate) fn rows(&self, host: &Host) -> Vec<(Log, Template)> {
        let mut rows = Vec::with_capacity(3);
        if let Some(log) = self.log {
            rows.push((log, Template::parse(&self.proxy_row(log, host))));
        }
        rows.push((Log::IisFrontEnd, Template::parse(&self.front_row(host))));
        if self.back.is_some() && self.back_row {
            rows.push((Log::IisBackEnd, Template::parse(&self.back_row(host))));
        }
        rows
    }

    fn front_row(&self, host: &Host) -> String {
        let mut query = self.query.clone();
        if self.log.is_some() {
            query.push_str("&CorrelationID=<empty>;&cafeReqId={request};");
            query.push_str(self.suffix);
        }
        let user = self.iis_user.as_ref().unwrap_or(&self.user);
        let (sub, win32) = self.iis_status;
        // A proxy in front of nothing: IIS sees the address without its zone or port.
        format!(
            "{{date}} {{clock}} {} {} {} {} 443 {} {} {} - {} {sub} {win32} {{part:100}}",
            host.ip,
            self.method,
            plussed(&self.stem),
            plussed(&query),
            plussed(user),
            self.address,
            plussed(&self.agent),
            self.status
        )
    }

    fn back_row(&self, host: &Host) -> String {
        let stem = self.back_stem.as_ref().unwrap_or(&self.stem);
        let query = self.back_query.as_ref().unwrap_or(&self.query);
        let user = self.back_user.as_ref().unwrap_or(&self.user);
        format!(
            "{{date}} {{clock}} {ip} {} {} {} 444 {} {ip} {} - {} 0 0 {{part:70}}",
            self.method,
            plussed(stem),
            plussed(query),
            plussed(user),
            plussed(&self.agent),
            self.back.unwrap_or(self.status),
            ip = host.ip6,
        )
    }

    fn proxy_row(&self, log: Log, host: &Host) -> String {
        let build = host.build;
        let (major, minor) = (build.major.to_string(), build.minor.to_string());
        let (number, revision) = (build.build.to_string(), build.revision.to_string());
        let query =
            if self.query.is_empty() { String::new() } else { format!("?{}", spaced(&self.query)) };
        let (agent, stem) = (spaced(&self.agent), spaced(&self.stem));
        let (anchor, errors) = (spaced(&self.anchor), spaced(&self.errors));
        let (status, back) = (self.status.to_string(), self.back.map(|code| code.to_string()));
        let info = self.generic_info();
        let mut values: Vec<(&str, &str)> = vec![
            ("DateTime", "{end}"),
            ("RequestId", "{request}"),
            ("MajorVersion", &major),
            ("MinorVersion", &minor),
            ("BuildVersion", &number),
            ("RevisionVersion", &revision),
            ("ClientRequestId", &self.client_request),
            ("Protocol", log.protocol()),
            ("UrlHost", &self.host),
            ("UrlStem", &stem),
            ("ProtocolAction", &self.action),
            ("AuthenticationType", self.auth),
            ("IsAuthenticated", if self.authenticated { "true" } else { "false" }),
            ("AuthenticatedUser", &self.user),
            ("AnchorMailbox", &anchor),
            ("UserAgent", &agent),
            ("ClientIpAddress", &self.address),
            ("ServerHostName", &host.name),
            ("HttpStatus", &status),
            ("BackEndStatus", back.as_deref().unwrap_or("")),
            ("ErrorCode", self.error),
            ("Method", self.method),
            ("BackEndCookie", &self.cookie),
            ("RequestBytes", "{in}"),
            ("ADLatency", "{n:0-2}"),
            ("TotalRequestTime", "{part:100}"),
            ("ActivityContextLifeTime", "{part:100}"),
            ("CoreLatency", "{n:0-4}"),
            ("UrlQuery", &query),
            ("GenericInfo", &info),
            ("GenericErrors", &errors),
        ];
        let target = host.target_version();
        let routing = format!("|RoutingDB:{}", host.database);
        if self.back.is_some() || self.routed {
            values.extend(PROXIED);
            values.extend([
                ("TargetServer", host.fqdn.as_str()),
                ("TargetServerVersion", &target),
                ("RoutingHint", self.hint),
            ]);
            if self.anchor.starts_with("Sid~") || self.anchor.starts_with("MailboxGuid~") {
                values.push(("DatabaseGuid", &routing));
            }
        }
        columns::row(&columns::http_proxy(build), &values)
    }

    /// GenericInfo: the steps of the request with their times.
    fn generic_info(&self) -> String {
        let extra = if self.info.is_empty() { "" } else { ";" };
        let info = &self.info;
        match (self.back, self.method) {
            (None, _) if self.routed => format!(
                "BeginRequest={{begin}};CorrelationID=<empty>;ProxyState-Run=None;FEAuth=BEVersion-1942063431{extra}{info};ProxyState-Complete=PrepareServerRequest;SharedCacheGuard=0;EndRequest={{end}};"
            ),
            (None, _) => format!(
                "BeginRequest={{begin}};CorrelationID=<empty>;SharedCacheGuard=0{extra}{info};EndRequest={{end}};"
            ),
            (Some(_), "POST") => format!(
                "BeginRequest={{begin}};CorrelationID=<empty>;ProxyState-Run=None;FEAuth=BEVersion-1942063431{extra}{info};BeginGetRequestStream={{step:10}};OnRequestStreamReady={{step:12}};BeginGetResponse={{step:12}};OnResponseReady={{step:92}};EndGetResponse={{step:92}};ProxyState-Complete=ProxyResponseData;SharedCacheGuard=0;EndRequest={{end}};"
            ),
            (Some(_), _) => format!(
                "BeginRequest={{begin}};CorrelationID=<empty>;ProxyState-Run=None;FEAuth=BEVersion-1942063431{extra}{info};BeginGetResponse={{step:12}};OnResponseReady={{step:92}};EndGetResponse={{step:92}};ProxyState-Complete=ProxyResponseData;SharedCacheGuard=0;EndRequest={{end}};"
            ),
        }
    }
}

/// What a proxied row has more: the target and how long each step took.
const PROXIED: [(&str, &str); 24] = [
    ("ProxyAction", "Proxy"),
    ("RoutingType", "IntraForest"),
    ("ResponseBytes", "{out}"),
    ("HttpPipelineLatency", "0"),
    ("CalculateTargetBackEndLatency", "{n:0-3}"),
    ("TotalGlsLatency", "0"),
    ("TotalAccountForestLatency", "{n:0-2}"),
    ("TotalResourceForestLatency", "0"),
    ("TotalSharedCacheLatency", "0"),
    ("ModuleToHandlerSwitchingLatency", "0"),
    ("ClientReqStreamLatency", "{n:0-1}"),
    ("BackendReqInitLatency", "{n:0-1}"),
    ("BackendReqStreamLatency", "{n:0-1}"),
    ("BackendProcessingLatency", "{part:80}"),
    ("BackendRespInitLatency", "0"),
    ("BackendRespStreamLatency", "{n:0-1}"),
    ("ClientRespStreamLatency", "0"),
    ("KerberosAuthHeaderLatency", "0"),
    ("HandlerCompletionLatency", "0"),
    ("RequestHandlerLatency", "{part:96}"),
    ("ProxyTime", "{part:82}"),
    ("RoutingLatency", "{n:1-5}"),
    ("HttpProxyOverhead", "{n:1-5}"),
    ("RoutingStatus", "CafeV1"),
];
