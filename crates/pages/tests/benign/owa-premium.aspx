<%@ Page language="c#" AutoEventWireup="false" Inherits="Microsoft.Exchange.Clients.Owa.Core.OwaPage" %>
<%@ Import namespace="Microsoft.Exchange.Clients"%>
<%@ Import namespace="Microsoft.Exchange.Clients.Owa.Core"%>
<!DOCTYPE HTML>
<html dir="<%=(IsRtl ? "rtl" : "ltr")%>"><head><meta http-equiv="X-UA-Compatible" content="IE=10" />
<script type="text/javascript">
var a_fRC = 1; var g_fFcs = 1;
function chkCookie(){ document.cookie="cookieTest=1"; var f = eval("(" + window.name + ")"); return f; }
<% RenderScriptToPage("flogon.js"); %>
</script></head><body class="signInBg<%=IsRtl ? " rtl" : ""%>" onload="<%=OnLoad%>"><noscript><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.ErrorNoScript)%></noscript></body></html>