<%@ Application Codebehind="Global.asax.cs" Inherits="Contoso.Mail.Web.Core.Global" Language="C#" %>
<!-- Copyright (c) Contoso Ltd. All rights reserved. This file is installed by setup and is replaced at every update. -->
<%-- Application events: Start, BeginRequest, PostAuthorizeRequest, PreRequestHandlerExecute, Error, End are implemented in the Core assembly --%>
