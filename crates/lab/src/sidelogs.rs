//! Rows of the smaller logs: what the back end, the control panel, remote PowerShell and transport
//! write about the same requests. Texts are templates (see [`crate::template`]).

use crate::{
    columns::{self, spaced},
    host::Host,
    log::Log,
    template::Template,
};

/// A row for a log, to be filled.
pub(crate) type Row = (Log, Template);

/// The four build columns of a row.
fn build_cells(host: &Host) -> [(&'static str, String); 4] {
    let build = host.build;
    [
        ("MajorVersion", build.major.to_string()),
        ("MinorVersion", build.minor.to_string()),
        ("BuildVersion", build.build.to_string()),
        ("RevisionVersion", build.revision.to_string()),
    ]
}

fn row(log: Log, host: &Host, header: &str, values: &[(&str, &str)]) -> Row {
    let cells = build_cells(host);
    let mut all: Vec<(&str, &str)> =
        cells.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(values);
    (log, Template::parse(&columns::row(header, &all)))
}

/// One EWS call in the back end's own log.
pub(crate) fn ews(host: &Host, action: &str, user: &str, agent: &str, size: &str) -> Row {
    let organization = host.domain.to_ascii_uppercase();
    let agent = spaced(agent);
    row(
        Log::Ews,
        host,
        &columns::ews(host.build),
        &[
            ("DateTime", "{end}"),
            ("RequestId", "{guid}"),
            ("Ring", "Unknown"),
            ("AuthenticationType", "Negotiate"),
            ("IsAuthenticated", "true"),
            ("AuthenticatedUser", user),
            ("Organization", &organization),
            ("UserAgent", &agent),
            ("VersionInfo", "Target=None;Req=Exchange2013/Exchange2013;"),
            ("ClientIpAddress", "{ip}"),
            ("ServerHostName", &host.name),
            ("FrontEndServer", &host.fqdn.to_ascii_uppercase()),
            ("SoapAction", action),
            ("HttpStatus", "200"),
            ("RequestSize", "{in}"),
            ("ResponseSize", size),
            ("Cookie", "{hex:32}"),
            ("CorrelationGuid", "{request}"),
            ("PrimaryOrProxyServer", "PrimaryServer"),
            ("TaskType", "LocalTask"),
            ("RemoteBackendCount", "0"),
            ("LocalMailboxCount", "1"),
            ("RemoteMailboxCount", "0"),
            ("LocalIdCount", "1"),
            ("RemoteIdCount", "0"),
            ("ThrottlingRequestType", "[C]"),
            ("TotalDCRequestCount", "{n:0-2}"),
            ("TotalDCRequestLatency", "{n:0-3}"),
            ("TotalMBXRequestCount", "{n:1-4}"),
            ("TotalMBXRequestLatency", "{n:0-9}"),
            ("TotalRequestTime", "{part:70}"),
            (
                "GenericInfo",
                "SKU=Unknown;RequestHandler=Wcf;BackEndAuthenticator=WindowsAuthenticator;MailboxTypeCacheSize=21;S:WLM.Bal=299999;S:ActivityStandardMetadata.Component=Ews;S:WLM.BT=Ews;Dbl:WLM.TS={n:3-40}",
            ),
            ("StartTime", "{begin}"),
            ("ProcessId", "9716"),
            ("StartGCCounts", "4038_450_53"),
            ("EndGCCounts", "4038_450_53"),
        ],
    )
}

/// One remote PowerShell request, as the back end's HTTP log tells it.
pub(crate) struct RpsRequest<'a> {
    /// Account the request came in with.
    pub(crate) user: &'a str,
    pub(crate) agent: &'a str,
    /// As received, without `?`.
    pub(crate) query: &'a str,
    pub(crate) method: &'a str,
    pub(crate) address: &'a str,
    pub(crate) status: &'a str,
}

pub(crate) fn rps_http(host: &Host, request: &RpsRequest<'_>) -> Row {
    let query = format!("?{}", spaced(request.query));
    let agent = spaced(request.agent);
    let info = format!(
        "WinRMDataSender.AuthenticationType=Sent;WinRMDataSender.NamedPipe=Sent;OnEndRequest.End.ContentType=application/soap+xml charset UTF-8;S:ServiceCommonMetadata.HttpMethod={};",
        request.method
    );
    row(
        Log::RpsHttp,
        host,
        columns::RPS_HTTP,
        &[
            ("DateTime", "{end}"),
            ("StartTime", "{begin}"),
            ("RequestId", "{guid}"),
            ("UrlHost", &host.fqdn),
            ("UrlStem", "/Powershell"),
            ("AuthenticationType", "Kerberos"),
            ("IsAuthenticated", "true"),
            ("AuthenticatedUser", request.user),
            ("ClientIpAddress", request.address),
            ("ServerHostName", &host.name),
            ("FrontEndServer", &host.fqdn.to_ascii_uppercase()),
            ("HttpStatus", request.status),
            ("SubStatus", "0"),
            ("SessionId", "{SESSION}"),
            ("ShellId", "{SESSION}"),
            ("RequestBytes", "{in}"),
            ("ClientInfo", &agent),
            ("ActivityContextLifeTime", "{part:80}"),
            ("TotalTime", "{part:80}"),
            ("UrlQuery", &query),
            (
                "GenericLatency",
                "RequestMonitor.Register={n:0-3};WinRMDataSender.Send={n:0-8};RpsHttpDatabaseValidationModule=0;ThrottlingHttpModule=0;",
            ),
            ("GenericInfo", &info),
        ],
    )
}

/// One cmdlet in a remote runspace.
pub(crate) struct Cmdlet<'a> {
    /// Account the runspace runs as.
    pub(crate) user: &'a str,
    pub(crate) sid: &'a str,
    /// Account the session was opened with.
    pub(crate) sender: &'a str,
    pub(crate) application: &'a str,
    pub(crate) name: &'a str,
    pub(crate) parameters: &'a str,
    pub(crate) admin: &'a str,
    pub(crate) result: &'a str,
}

pub(crate) fn rps_cmdlet(host: &Host, cmdlet: &Cmdlet<'_>) -> Row {
    let info = format!(
        "PSSenderInfo={};ADServerSettingsInEnd=ADViewEntireForest:False WriteShadowProperties:False WriteOriginatingChangeTimestamp:False ADRecipientViewRoot:{} ADConfigurationDomainControllers:{} ;",
        cmdlet.sender, host.domain, host.dc
    );
    row(
        Log::RpsCmdlet,
        host,
        columns::RPS_CMDLET,
        &[
            ("DateTime", "{end}"),
            ("StartTime", "{begin}"),
            ("RequestId", "{session}"),
            ("ServerHostName", &host.name),
            ("ProcessId", "15756"),
            ("ProcessName", "w3wp#MSExchangePowerShellAppPool"),
            ("ThreadId", "{n:5-99}"),
            ("AuthenticatedUser", cmdlet.user),
            ("ExecutingUserSid", cmdlet.sid),
            ("IsAdmin", cmdlet.admin),
            ("ClientApplication", cmdlet.application),
            ("Cmdlet", cmdlet.name),
            ("Parameters", cmdlet.parameters),
            ("CmdletUniqueId", "{guid}"),
            ("RunspaceSettingsCreationHint", "GCRandomly"),
            ("ADViewEntireForest", "False"),
            ("ADRecipientViewRoot", &host.domain),
            ("ADConfigurationDomainControllers", &host.dc),
            ("ADPreferredGlobalCatalogs", &host.dc),
            ("ADPreferredDomainControllers", &host.dc),
            ("ProxiedObjectCount", "0"),
            ("ParameterBinding", "0"),
            ("BeginProcessing", "{n:4-90}"),
            ("ProcessRecord", "{part:80}"),
            ("EndProcessing", "{n:0-2}"),
            ("BizLogic", "{part:80}"),
            ("ActivityContextLifeTime", "{n:2000-90000}"),
            ("TotalTime", "{part:90}"),
            ("ExecutionResult", cmdlet.result),
            (
                "GenericLatency",
                "WinRMDataReceiver.LoadItemsFromNamedPipe=0;WinRMDataReceiver.Ctor=0;ExchangeRunspaceConfiguration=37;InitialSessionStateBuilder=19;Cmd={part:90};",
            ),
            ("GenericInfo", &info),
            ("NonPiiParameters", cmdlet.parameters),
        ],
    )
}

/// One command of the control panel. `command` is text, not a template, as the panel writes it:
/// `Cmdlet.Param='value'`. `error` is empty for success.
pub(crate) fn ecp_server(host: &Host, url: &str, command: &str, error: &str) -> Row {
    let data = [
        "S:TIME={part:80}".to_owned(),
        "S:SID={session}".to_owned(),
        member(&format!("S:CMD={command}")),
        "S:REQID=".to_owned(),
        member(&format!("S:URL={url}")),
        "S:REFERRER=".to_owned(),
        member(&format!("S:EX={error}")),
        "S:ACTID={guid}".to_owned(),
        "S:RS=0".to_owned(),
        format!("S:BLD={}", host.build),
        "S:TNAME=<null>;S:TID=;S:USID={session};S:EDOID=;S:ACID=".to_owned(),
    ]
    .join(";");
    let cells = [
        ("TimeStamp", "{end}"),
        ("ServerName", host.name.as_str()),
        ("EventId", "ECP.Request"),
        ("EventData", &data),
    ];
    (Log::EcpServer, Template::parse(&columns::row(columns::ECP, &cells)))
}

/// One request to the control panel's back end.
pub(crate) fn ecp_activity(host: &Host, path: &str, user: &str) -> Row {
    let psa = if user.is_empty() { String::new() } else { format!("S:PSA=<PII>{user}</PII>;") };
    let data = format!(
        "{psa}S:URL=https://{}:444{path};S:Bld={};S:ActID={{guid}};I32:ADS.C[{dc}]=1;F:ADS.AL[{dc}]=1.{{n:100000-999999}};Dbl:WLM.TS={{part:60}}",
        host.fqdn,
        host.build,
        dc = host.dc
    );
    let cells = [
        ("TimeStamp", "{end}"),
        ("ServerName", host.name.as_str()),
        ("EventId", "Request"),
        ("EventData", &data),
    ];
    (Log::EcpActivity, Template::parse(&columns::row(columns::ECP, &cells)))
}

/// A member of a structured column: wrapped when it holds what separates members.
fn member(text: &str) -> String {
    if text.contains(['\'', ';']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        text.to_owned()
    }
}

/// A message on its way, as message tracking tells it.
pub(crate) fn tracking(host: &Host, source: &str, event: &str, from: &str, to: &str) -> Row {
    let header = columns::tracking(host.build);
    let version = host.target_version();
    let data = format!("S:DeliveryPriority=Normal;S:AccountForest={}", host.domain);
    let context = "MDB:{guid}, Mailbox:{guid}, Event:{n:1000000-9000000}, MessageClass:IPM.Note";
    row(
        Log::MessageTracking,
        host,
        &header,
        &[
            ("date-time", "{end}"),
            ("client-ip", &host.ip6),
            ("client-hostname", &host.fqdn),
            ("server-ip", &host.ip),
            ("server-hostname", &host.name),
            ("source-context", if source == "STOREDRIVER" { context } else { "{HEX:16}" }),
            ("source", source),
            ("event-id", event),
            ("internal-message-id", "{n:400000-99999999}"),
            ("message-id", &format!("<{{hex:32}}@{}>", host.domain)),
            ("network-message-id", "{guid}"),
            ("recipient-address", to),
            ("total-bytes", "{out}"),
            ("recipient-count", "1"),
            ("message-subject", "Message {n:1000-9999}"),
            ("sender-address", from),
            ("return-path", from),
            ("message-info", "04I: "),
            ("directionality", "Originating"),
            ("original-client-ip", "{ip}"),
            ("original-server-ip", &host.ip),
            ("custom-data", &data),
            ("transport-traffic-type", "Email"),
            ("log-id", "{guid}"),
            ("schema-version", &version),
        ],
    )
}

/// One line of an SMTP session.
pub(crate) fn smtp(host: &Host, step: u32, event: &str, data: &str, context: &str) -> Row {
    let step = step.to_string();
    let connector = format!(r"{name}\Default Frontend {name}", name = host.name);
    let local = format!("{}:25", host.ip);
    row(
        Log::SmtpReceive,
        host,
        columns::SMTP,
        &[
            ("date-time", "{end}"),
            ("connector-id", &connector),
            ("session-id", "08D8{HEX:12}"),
            ("sequence-number", &step),
            ("local-endpoint", &local),
            ("remote-endpoint", "{ip}:{n:20000-65000}"),
            ("event", event),
            ("data", data),
            ("context", context),
        ],
    )
}

/// One action of a transport agent.
pub(crate) fn agent(host: &Host) -> Row {
    row(
        Log::Agent,
        host,
        columns::AGENT,
        &[
            ("Timestamp", "{end}"),
            ("SessionId", "08D8{HEX:12}"),
            ("LocalEndpoint", &host.ip),
            ("RemoteEndpoint", "{ip}:{n:20000-65000}"),
            ("EnteredOrgFromIP", "{ip}"),
            ("P1FromAddress", "news@letters.example"),
            ("P2FromAddresses", "news@letters.example;"),
            ("Recipient", &format!("office@{}", host.domain)),
            ("NumRecipients", "1"),
            ("Agent", "Inbound Trust Agent"),
            ("Event", "OnEndOfHeaders"),
            ("Action", "ModifyHeaders"),
            ("Diagnostics", "Cross premises headers filtered"),
            ("NetworkMsgID", "{guid}"),
            ("Directionality", "Incoming"),
        ],
    )
}

/// One entry of the admin audit queue. `parameters` are name and value, text and not templates.
pub(crate) fn audit(host: &Host, user: &str, cmdlet: &str, parameters: &[(&str, &str)]) -> Row {
    let json = serde_json::json!({
        "CreationTime": "{stamp}", "Id": "{id}", "Operation": cmdlet,
        "OrganizationId": "00000000-0000-0000-0000-000000000000", "RecordType": 1,
        "ResultStatus": "True", "UserKey": user, "UserType": 3, "Version": 1,
        "Workload": "Exchange", "UserId": user, "ExternalAccess": false,
        "OrganizationName": "First Org",
        "OriginatingServer": format!("{} ({})", host.name, host.target_version()),
        "Parameters": parameters.iter().map(|(name, value)| serde_json::json!({"Name": name, "Value": value})).collect::<Vec<_>>(),
    });
    // The JSON's own braces are text; its time and id are slots.
    let data = crate::template::literal(&json.to_string())
        .replace("{{stamp}", "{expiry:0}")
        .replace("{{id}", "{guid}");
    row(
        Log::AdminAudit,
        host,
        columns::AUDIT,
        &[
            ("Timestamp", "{end}"),
            ("Server", &host.name),
            ("TenantId", "00000000-0000-0000-0000-000000000000"),
            ("RecordType", "ExchangeAdmin"),
            ("Data", &data),
            ("UserKey", user),
            ("RecordId", "{guid}"),
            ("Operation", cmdlet),
            ("Workload", "Exchange"),
            ("ResultStatus", "True"),
            ("Version", "1"),
            ("Scope", "Online"),
        ],
    )
}

/// A line of the OAB generator. `message` is text, not a template.
pub(crate) fn oab(host: &Host, kind: &str, message: &str) -> Row {
    row(
        Log::OabGenerator,
        host,
        columns::OAB_GENERATOR,
        &[
            ("Timestamp", "{end}"),
            ("RecordType", kind),
            ("TraceId", "{guid}"),
            ("OabGuid", &host.oab),
            ("Message", &crate::template::literal(message)),
        ],
    )
}

/// A request the kernel refused: `request` is method and path, `reason` what HTTP.sys says.
pub(crate) fn http_err(host: &Host, request: &str, status: &str, reason: &str) -> Row {
    let line = format!(
        "{{date}} {{clock}} {{ip}} {{n:20000-65000}} {} 443 HTTP/1.1 {request} {status} - {reason} -",
        host.ip
    );
    (Log::HttpErr, Template::parse(&line))
}
