//! Columns of the common writer's logs, for rows that lost their header. With a header, the
//! header decides. Names as real files have them; message tracking, agent and SMTP logs are also
//! described at <https://learn.microsoft.com/exchange/mail-flow/transport-logs/transport-logs>.

/// ECP Server and ECP Activity.
pub(super) const ECP: &str = "TimeStamp,ServerName,EventId,EventData";

/// Remote PowerShell requests, 2016 and 2019.
pub(super) const RPS_HTTP: &str = "DateTime,StartTime,RequestId,MajorVersion,MinorVersion,\
     BuildVersion,RevisionVersion,ClientRequestId,UrlHost,UrlStem,AuthenticationType,\
     IsAuthenticated,AuthenticatedUser,Organization,ManagedOrganization,ClientIpAddress,\
     ServerHostName,FrontEndServer,HttpStatus,SubStatus,ErrorCode,Action,CommandId,CommandName,\
     SessionId,ShellId,FailFast,ContributeToFailFast,RequestBytes,ClientInfo,CPU,Memory,\
     ActivityContextLifeTime,TotalTime,UrlQuery,GenericLatency,GenericInfo,GenericErrors";

/// Cmdlets, 2016.
pub(super) const RPS_CMDLET: &str = "DateTime,StartTime,RequestId,ClientRequestId,MajorVersion,\
     MinorVersion,BuildVersion,RevisionVersion,ServerHostName,ProcessId,ProcessName,ThreadId,\
     CultureInfo,Organization,AuthenticatedUser,ExecutingUserSid,EffectiveOrganization,\
     UserServicePlan,IsAdmin,ClientApplication,Cmdlet,Parameters,CmdletUniqueId,\
     UserBudgetOnStart,ContributeToFailFast,RunspaceSettingsCreationHint,ADViewEntireForest,\
     ADRecipientViewRoot,ADConfigurationDomainControllers,ADPreferredGlobalCatalogs,\
     ADPreferredDomainControllers,ADUserConfigurationDomainController,\
     ADUserPreferredGlobalCatalog,ADuserPreferredDomainControllers,ThrottlingInfo,DelayInfo,\
     ThrottlingDelay,IsOutputObjectRedacted,CmdletProxyStage,CmdletProxyRemoteServer,\
     CmdletProxyRemoteServerVersion,CmdletProxyMethod,ProxiedObjectCount,CmdletProxyLatency,\
     OutputObjectCount,ParameterBinding,BeginProcessing,ProcessRecord,EndProcessing,\
     StopProcessing,BizLogic,PowerShellLatency,UserInteractionLatency,ProvisioningLayerLatency,\
     ActivityContextLifeTime,TotalTime,ErrorType,ExecutionResult,CacheHitCount,CacheMissCount,\
     GenericLatency,GenericInfo,GenericErrors,ObjectGuid,ExternalDirectoryOrganizationId,\
     ExternalDirectoryObjectId,NonPiiParameters";

/// EWS, 2016 CU22.
pub(super) const EWS_92: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,\
     RevisionVersion,Ring,ClientRequestId,AuthenticationType,IsAuthenticated,AuthenticatedUser,\
     Organization,UserAgent,VersionInfo,ClientIpAddress,ServerHostName,FrontEndServer,\
     SoapAction,HttpStatus,RequestSize,ResponseSize,ErrorCode,ImpersonatedUser,ProxyAsUser,\
     ActAsUser,Cookie,CorrelationGuid,PrimaryOrProxyServer,TaskType,RemoteBackendCount,\
     LocalMailboxCount,RemoteMailboxCount,LocalIdCount,RemoteIdCount,BeginBudgetConnections,\
     EndBudgetConnections,BeginBudgetHangingConnections,EndBudgetHangingConnections,\
     BeginBudgetAD,EndBudgetAD,BeginBudgetCAS,EndBudgetCAS,BeginBudgetRPC,EndBudgetRPC,\
     BeginBudgetFindCount,EndBudgetFindCount,BeginBudgetSubscriptions,EndBudgetSubscriptions,\
     MDBResource,MDBHealth,MDBHistoricalLoad,ThrottlingPolicy,ThrottlingDelay,\
     ThrottlingRequestType,TotalDCRequestCount,TotalDCRequestLatency,TotalMBXRequestCount,\
     TotalMBXRequestLatency,RecipientLookupLatency,ExchangePrincipalLatency,HttpPipelineLatency,\
     CheckAccessCoreLatency,AuthModuleLatency,CallContextInitLatency,PreExecutionLatency,\
     CoreExecutionLatency,TotalRequestTime,DetailedExchangePrincipalLatency,ClientStatistics,\
     GenericInfo,AuthenticationErrors,GenericErrors,Puid,StartTime,ProcessId,TimeInGC,\
     StartTotalMemory,EndTotalMemory,StartGCCounts,EndGCCounts,TokenBasedThrottlingPolicy,\
     BudgetKey,CoinsCharged,CoinsChargedMethod,SidBudgetInfo,AppBudgetInfo,TenantBudgetInfo,\
     ResourceAccessed,ResourceHealthBasedThreshold,ThrottledBy,BackoffHint,WorkClassification";

/// EWS, 2013.
pub(super) const EWS_72: &str = "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,\
     RevisionVersion,ClientRequestId,AuthenticationType,IsAuthenticated,AuthenticatedUser,\
     Organization,UserAgent,VersionInfo,ClientIpAddress,ServerHostName,FrontEndServer,\
     SoapAction,HttpStatus,RequestSize,ResponseSize,ErrorCode,ImpersonatedUser,ProxyAsUser,\
     ActAsUser,Cookie,CorrelationGuid,PrimaryOrProxyServer,TaskType,RemoteBackendCount,\
     LocalMailboxCount,RemoteMailboxCount,LocalIdCount,RemoteIdCount,BeginBudgetConnections,\
     EndBudgetConnections,BeginBudgetHangingConnections,EndBudgetHangingConnections,\
     BeginBudgetAD,EndBudgetAD,BeginBudgetCAS,EndBudgetCAS,BeginBudgetRPC,EndBudgetRPC,\
     BeginBudgetFindCount,EndBudgetFindCount,BeginBudgetSubscriptions,EndBudgetSubscriptions,\
     MDBResource,MDBHealth,MDBHistoricalLoad,ThrottlingPolicy,ThrottlingDelay,\
     ThrottlingRequestType,TotalDCRequestCount,TotalDCRequestLatency,TotalMBXRequestCount,\
     TotalMBXRequestLatency,RecipientLookupLatency,ExchangePrincipalLatency,HttpPipelineLatency,\
     CheckAccessCoreLatency,AuthModuleLatency,CallContextInitLatency,PreExecutionLatency,\
     CoreExecutionLatency,TotalRequestTime,DetailedExchangePrincipalLatency,ClientStatistics,\
     GenericInfo,AuthenticationErrors,GenericErrors,Puid";

/// Message tracking, 2016 and later.
pub(super) const TRACKING_30: &str = "date-time,client-ip,client-hostname,server-ip,\
     server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,\
     network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,\
     related-recipient-address,reference,message-subject,sender-address,return-path,\
     message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data,\
     transport-traffic-type,log-id,schema-version";

/// Message tracking, 2013.
pub(super) const TRACKING_27: &str = "date-time,client-ip,client-hostname,server-ip,\
     server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,\
     network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,\
     related-recipient-address,reference,message-subject,sender-address,return-path,\
     message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data";

/// Transport agents.
pub(super) const AGENT: &str = "Timestamp,SessionId,LocalEndpoint,RemoteEndpoint,\
     EnteredOrgFromIP,MessageId,P1FromAddress,P2FromAddresses,Recipient,NumRecipients,Agent,\
     Event,Action,SmtpResponse,Reason,ReasonData,Diagnostics,NetworkMsgID,TenantID,\
     Directionality";

/// SMTP send and receive.
pub(super) const SMTP: &str = "date-time,connector-id,session-id,sequence-number,local-endpoint,\
     remote-endpoint,event,data,context";

/// Admin audit queue.
pub(super) const AUDIT: &str = "Timestamp,Server,TenantId,RecordType,Data,UserKey,RecordId,\
     Operation,Workload,ResultStatus,Version,Scope";
