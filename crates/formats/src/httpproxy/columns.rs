//! The columns of HttpProxy logs by build, for rows that lost their header. With a header, the
//! header decides. Column names from Exchange's own logs as published by administrators and
//! Microsoft support; widths: 53 (15.0.516), 68 (15.0.913), 69 (15.0.1044 to 15.1.466), 74
//! (15.1.1979 and later, 15.2).

/// 2016 CU16 and later, 2019, Subscription Edition.
pub(super) const COLUMNS_74: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,\
     RevisionVersion,ClientRequestId,Protocol,UrlHost,UrlStem,ProtocolAction,AuthenticationType,\
     IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,ClientIpAddress,\
     ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,\
     TargetServerVersion,RoutingType,RoutingHint,BackEndCookie,ServerLocatorHost,\
     ServerLocatorLatency,RequestBytes,ResponseBytes,TargetOutstandingRequests,\
     AuthModulePerfContext,HttpPipelineLatency,CalculateTargetBackEndLatency,GlsLatencyBreakup,\
     TotalGlsLatency,AccountForestLatencyBreakup,TotalAccountForestLatency,\
     ResourceForestLatencyBreakup,TotalResourceForestLatency,ADLatency,\
     SharedCacheLatencyBreakup,TotalSharedCacheLatency,ActivityContextLifeTime,\
     ModuleToHandlerSwitchingLatency,ClientReqStreamLatency,BackendReqInitLatency,\
     BackendReqStreamLatency,BackendProcessingLatency,BackendRespInitLatency,\
     BackendRespStreamLatency,ClientRespStreamLatency,KerberosAuthHeaderLatency,\
     HandlerCompletionLatency,RequestHandlerLatency,HandlerToModuleSwitchingLatency,ProxyTime,\
     CoreLatency,RoutingLatency,HttpProxyOverhead,TotalRequestTime,RouteRefresherLatency,\
     UrlQuery,BackEndGenericInfo,GenericInfo,GenericErrors,EdgeTraceId,DatabaseGuid,\
     UserADObjectGuid,PartitionEndpointLookupLatency,RoutingStatus";

/// 2013 at release. Its own header names one more column, with an empty name.
pub(super) const COLUMNS_53: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,\
     RevisionVersion,ClientRequestId,Protocol,UrlStem,ProtocolAction,AuthenticationType,\
     IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,ClientIpAddress,\
     ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,\
     TargetServerVersion,RoutingHint,BackEndCookie,ServerLocatorHost,ServerLocatorLatency,\
     RequestBytes,ResponseBytes,TargetOutstandingRequests,AuthModulePerfContext,\
     HttpPipelineLatency,CalculateTargetBackEndLatency,GlsLatencyBreakup,TotalGlsLatency,\
     AccountForestLatencyBreakup,TotalAccountForestLatency,ResourceForestLatencyBreakup,\
     TotalResourceForestLatency,ADLatency,ActivityContextLifeTime,ModuleToHandlerSwitching,\
     FirstResponseByteReceived,ProxyTime,RequestHandlerLatency,HandlerToModuleSwitching,\
     HttpProxyOverhead,TotalRequestTime,UrlQuery,GenericInfo,GenericErrors";

/// The columns that 2013 CU6 to the early builds of 2016 do not have yet.
const SINCE_2016_CU16: usize = 5;

/// A column that 2013 CU5 does not have yet.
const SINCE_2013_CU6: &str = "RouteRefresherLatency";

/// All known layouts, the most common first.
pub(super) fn layouts() -> Vec<Vec<Box<str>>> {
    let names = |line: &str| -> Vec<Box<str>> { line.split(',').map(Into::into).collect() };
    let now = names(COLUMNS_74);
    let before: Vec<Box<str>> = now[..now.len() - SINCE_2016_CU16].to_vec();
    let early = before.iter().filter(|name| ***name != *SINCE_2013_CU6).cloned().collect();
    vec![now, before, early, names(COLUMNS_53)]
}
