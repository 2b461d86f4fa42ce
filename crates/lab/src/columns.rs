//! The headers of Exchange logs, by build: names and order as real files have them. The facts are
//! from the public rows and headers of artefacts.help, MicrosoftDocs, InsightEngineering and
//! awslabs (kinesis-agent-windows).

use std::borrow::Cow;

use model::Build;

/// HttpProxy of Exchange 2013 RTM as published (54 names, one of them empty).
pub(crate) const HTTP_PROXY_54: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,Protocol,UrlStem,ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,,TargetServerVersion,RoutingHint,BackEndCookie,ServerLocatorHost,ServerLocatorLatency,RequestBytes,ResponseBytes,TargetOutstandingRequests,AuthModulePerfContext,HttpPipelineLatency,CalculateTargetBackEndLatency,GlsLatencyBreakup,TotalGlsLatency,AccountForestLatencyBreakup,TotalAccountForestLatency,ResourceForestLatencyBreakup,TotalResourceForestLatency,ADLatency,ActivityContextLifeTime,ModuleToHandlerSwitching,FirstResponseByteReceived,ProxyTime,RequestHandlerLatency,HandlerToModuleSwitching,HttpProxyOverhead,TotalRequestTime,UrlQuery,GenericInfo,GenericErrors";

/// HttpProxy of later 2013 and early 2016 builds.
pub(crate) const HTTP_PROXY_69: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,TargetServerVersion,RoutingType,RoutingHint,BackEndCookie,ServerLocatorHost,ServerLocatorLatency,RequestBytes,ResponseBytes,TargetOutstandingRequests,AuthModulePerfContext,HttpPipelineLatency,CalculateTargetBackEndLatency,GlsLatencyBreakup,TotalGlsLatency,AccountForestLatencyBreakup,TotalAccountForestLatency,ResourceForestLatencyBreakup,TotalResourceForestLatency,ADLatency,SharedCacheLatencyBreakup,TotalSharedCacheLatency,ActivityContextLifeTime,ModuleToHandlerSwitchingLatency,ClientReqStreamLatency,BackendReqInitLatency,BackendReqStreamLatency,BackendProcessingLatency,BackendRespInitLatency,BackendRespStreamLatency,ClientRespStreamLatency,KerberosAuthHeaderLatency,HandlerCompletionLatency,RequestHandlerLatency,HandlerToModuleSwitchingLatency,ProxyTime,CoreLatency,RoutingLatency,HttpProxyOverhead,TotalRequestTime,RouteRefresherLatency,UrlQuery,BackEndGenericInfo,GenericInfo,GenericErrors";

/// What 2016 CU16 and 2019 append to the 69.
const HTTP_PROXY_TAIL: &str =
    ",EdgeTraceId,DatabaseGuid,UserADObjectGuid,PartitionEndpointLookupLatency,RoutingStatus";

pub(crate) const RPS_HTTP: &str = "DateTime,StartTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,UrlHost,UrlStem,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,ManagedOrganization,ClientIpAddress,ServerHostName,FrontEndServer,HttpStatus,SubStatus,ErrorCode,Action,CommandId,CommandName,SessionId,ShellId,FailFast,ContributeToFailFast,RequestBytes,ClientInfo,CPU,Memory,ActivityContextLifeTime,TotalTime,UrlQuery,GenericLatency,GenericInfo,GenericErrors";

pub(crate) const RPS_CMDLET: &str = "DateTime,StartTime,RequestId,ClientRequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ServerHostName,ProcessId,ProcessName,ThreadId,CultureInfo,Organization,AuthenticatedUser,ExecutingUserSid,EffectiveOrganization,UserServicePlan,IsAdmin,ClientApplication,Cmdlet,Parameters,CmdletUniqueId,UserBudgetOnStart,ContributeToFailFast,RunspaceSettingsCreationHint,ADViewEntireForest,ADRecipientViewRoot,ADConfigurationDomainControllers,ADPreferredGlobalCatalogs,ADPreferredDomainControllers,ADUserConfigurationDomainController,ADUserPreferredGlobalCatalog,ADuserPreferredDomainControllers,ThrottlingInfo,DelayInfo,ThrottlingDelay,IsOutputObjectRedacted,CmdletProxyStage,CmdletProxyRemoteServer,CmdletProxyRemoteServerVersion,CmdletProxyMethod,ProxiedObjectCount,CmdletProxyLatency,OutputObjectCount,ParameterBinding,BeginProcessing,ProcessRecord,EndProcessing,StopProcessing,BizLogic,PowerShellLatency,UserInteractionLatency,ProvisioningLayerLatency,ActivityContextLifeTime,TotalTime,ErrorType,ExecutionResult,CacheHitCount,CacheMissCount,GenericLatency,GenericInfo,GenericErrors,ObjectGuid,ExternalDirectoryOrganizationId,ExternalDirectoryObjectId,NonPiiParameters";

const EWS_72: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,UserAgent,VersionInfo,ClientIpAddress,ServerHostName,FrontEndServer,SoapAction,HttpStatus,RequestSize,ResponseSize,ErrorCode,ImpersonatedUser,ProxyAsUser,ActAsUser,Cookie,CorrelationGuid,PrimaryOrProxyServer,TaskType,RemoteBackendCount,LocalMailboxCount,RemoteMailboxCount,LocalIdCount,RemoteIdCount,BeginBudgetConnections,EndBudgetConnections,BeginBudgetHangingConnections,EndBudgetHangingConnections,BeginBudgetAD,EndBudgetAD,BeginBudgetCAS,EndBudgetCAS,BeginBudgetRPC,EndBudgetRPC,BeginBudgetFindCount,EndBudgetFindCount,BeginBudgetSubscriptions,EndBudgetSubscriptions,MDBResource,MDBHealth,MDBHistoricalLoad,ThrottlingPolicy,ThrottlingDelay,ThrottlingRequestType,TotalDCRequestCount,TotalDCRequestLatency,TotalMBXRequestCount,TotalMBXRequestLatency,RecipientLookupLatency,ExchangePrincipalLatency,HttpPipelineLatency,CheckAccessCoreLatency,AuthModuleLatency,CallContextInitLatency,PreExecutionLatency,CoreExecutionLatency,TotalRequestTime,DetailedExchangePrincipalLatency,ClientStatistics,GenericInfo,AuthenticationErrors,GenericErrors,Puid";

/// What 2016 appends to the 72, beside `Ring` after `RevisionVersion`.
const EWS_TAIL: &str = ",StartTime,ProcessId,TimeInGC,StartTotalMemory,EndTotalMemory,StartGCCounts,EndGCCounts,TokenBasedThrottlingPolicy,BudgetKey,CoinsCharged,CoinsChargedMethod,SidBudgetInfo,AppBudgetInfo,TenantBudgetInfo,ResourceAccessed,ResourceHealthBasedThreshold,ThrottledBy,BackoffHint,WorkClassification";

const TRACKING_27: &str = "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data";
const TRACKING_TAIL: &str = ",transport-traffic-type,log-id,schema-version";

pub(crate) const AGENT: &str = "Timestamp,SessionId,LocalEndpoint,RemoteEndpoint,EnteredOrgFromIP,MessageId,P1FromAddress,P2FromAddresses,Recipient,NumRecipients,Agent,Event,Action,SmtpResponse,Reason,ReasonData,Diagnostics,NetworkMsgID,TenantID,Directionality";
pub(crate) const SMTP: &str = "date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context";
pub(crate) const ECP: &str = "TimeStamp,ServerName,EventId,EventData";
pub(crate) const AUDIT: &str = "Timestamp,Server,TenantId,RecordType,Data,UserKey,RecordId,Operation,Workload,ResultStatus,Version,Scope";
pub(crate) const OAB_GENERATOR: &str =
    "Timestamp,RecordType,TraceId,OabGuid,AddressListGuid,Message";

/// The 15 fields IIS logs by default, with its separator.
pub(crate) const IIS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";
/// HTTPERR of Windows Server 2012 R2 to 2019.
pub(crate) const HTTP_ERR: &str = "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename";

/// Columns of the HttpProxy logs of a build: 54, 68, 69 or 74.
///
/// Real headers are known for 15.0.516, 15.0.913, 15.0.1044 to 15.1.466, and from 15.1.1979 and
/// 15.2.659 on. Where 69 became 74 is not known; the lab changes over at 15.1.1466 (2016 CU9).
/// The 68-column row of 15.0.913 lacks one cell before `UrlQuery`; the lab leaves out
/// `RouteRefresherLatency`.
pub(crate) fn http_proxy(build: Build) -> Cow<'static, str> {
    match (build.minor, build.build) {
        (0, ..=846) => Cow::Borrowed(HTTP_PROXY_54),
        (0, 847..=1_043) => Cow::Owned(HTTP_PROXY_69.replace(",RouteRefresherLatency", "")),
        (0, _) | (1, ..=1_465) => Cow::Borrowed(HTTP_PROXY_69),
        _ => Cow::Owned(format!("{HTTP_PROXY_69}{HTTP_PROXY_TAIL}")),
    }
}

/// Columns of the EWS logs: 72 in 2013, 92 later.
pub(crate) fn ews(build: Build) -> Cow<'static, str> {
    if build.minor == 0 {
        return Cow::Borrowed(EWS_72);
    }
    let with_ring = EWS_72.replace("RevisionVersion,", "RevisionVersion,Ring,");
    Cow::Owned(format!("{with_ring}{EWS_TAIL}"))
}

/// Columns of message tracking: 27 in 2013, 30 later.
pub(crate) fn tracking(build: Build) -> Cow<'static, str> {
    if build.minor == 0 {
        return Cow::Borrowed(TRACKING_27);
    }
    Cow::Owned(format!("{TRACKING_27}{TRACKING_TAIL}"))
}

/// A row template: the values at their columns, the other columns empty. Values for columns that
/// this header lacks are left out, as an older build would.
pub(crate) fn row(columns: &str, values: &[(&str, &str)]) -> String {
    let cells: Vec<Cow<'_, str>> = columns
        .split(',')
        .map(|column| {
            let value = values.iter().rev().find(|(name, _)| *name == column && !name.is_empty());
            value.map_or(Cow::Borrowed(""), |(_, value)| quoted(value))
        })
        .collect();
    cells.join(",")
}

/// CSV quoting as the common log writer does it: only where a comma or a quote needs it.
pub(crate) fn quoted(value: &str) -> Cow<'_, str> {
    if value.contains([',', '"']) {
        Cow::Owned(format!("\"{}\"", value.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(value)
    }
}

/// What the request logs make of a value: commas and line ends become spaces.
pub(crate) fn spaced(value: &str) -> String {
    value.replace([',', '\r', '\n'], " ")
}

/// What IIS makes of a value: spaces become `+`, nothing becomes `-`.
pub(crate) fn plussed(value: &str) -> String {
    if value.is_empty() { "-".to_owned() } else { value.replace(' ', "+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_counts_are_those_of_real_files() {
        let count = |minor, build| http_proxy(Build::new(15, minor, build, 0)).split(',').count();
        assert_eq!(
            [
                count(0, 516),
                count(0, 913),
                count(0, 1044),
                count(1, 466),
                count(1, 1979),
                count(2, 659)
            ],
            [54, 68, 69, 69, 74, 74]
        );
        let count = |text: Cow<'_, str>| text.split(',').count();
        assert_eq!(count(ews(Build::new(15, 0, 1104, 2))), 72);
        assert_eq!(count(ews(Build::new(15, 1, 2375, 7))), 92);
        assert_eq!(count(tracking(Build::new(15, 0, 1104, 2))), 27);
        assert_eq!(count(tracking(Build::new(15, 1, 2375, 7))), 30);
        assert_eq!(RPS_HTTP.split(',').count(), 38);
        assert_eq!(RPS_CMDLET.split(',').count(), 67);
        assert_eq!([AGENT, SMTP, AUDIT].map(|list| list.split(',').count()), [20, 9, 12]);
    }

    #[test]
    fn rows_hold_their_values_by_name() {
        assert_eq!(
            row("a,b,,c", &[("c", "x, \"y\""), ("a", "1"), ("z", "lost")]),
            "1,,,\"x, \"\"y\"\"\""
        );
    }
}
