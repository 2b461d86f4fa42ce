<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" Inherits="Contoso.Mail.HttpProxy.ErrorFE" %>
<%@ Import Namespace="Contoso.Mail.HttpProxy" %>
<%@ Import Namespace="Contoso.Mail.Clients.Common" %>
<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title><% RenderTitle(); %></title>
<style type="text/css">
body { margin:0; font-family:'Segoe UI',Tahoma,sans-serif; background:#fff; }
.errorHeader { color:#0072c6; font-size:42px; padding:48px 0 20px 100px; }
.errorDetails { font-size:17px; padding-left:100px; width:620px; }
.esriTable td { font-size:11px; color:#666; vertical-align:top; }
@media (max-width:500px){ .errorHeader,.errorDetails{ padding-left:16px; width:auto; } }
</style>
</head>
<body>
<div class="errorHeader">:-(</div>
<div id="errMsg" class="errorDetails"><% RenderErrorHeader(); %></div>
<div class="errorDetails"><% RenderErrorSubHeader(); %></div>
<% if (ShowRefreshButton) { %>
<div class="errorDetails"><a href="#" onclick="window.location.reload(true);return false;"><% RenderRefreshButtonText(); %></a></div>
<% } %>
<div id="details" class="errorDetails" style="display:none">
<table class="esriTable">
<% foreach (var pair in ErrorDiagnostics) { %>
<tr><td><%= EncodingUtilities.HtmlEncode(pair.Key) %></td><td><%= EncodingUtilities.HtmlEncode(pair.Value) %></td></tr>
<% } %>
</table>
</div>
<script>
var e=document.getElementById('details');
document.getElementById('errMsg').ondblclick=function(){e.style.display=e.style.display=='none'?'':'none'};
</script>
<!-- <%= ErrorInformation.CorrelationId %> -->
</body>
</html>
