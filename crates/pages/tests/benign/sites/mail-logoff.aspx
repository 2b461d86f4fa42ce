<%@ Page language="c#" Inherits="Contoso.Mail.Web.Core.Logoff" AutoEventWireup="false" EnableViewState="false" %>
<%@ Import namespace="Contoso.Mail.Web.Core"%>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; CHARSET=utf-8">
<title><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.Logoff)%></title>
<script type="text/javascript">
function _onload() {
    try { document.execCommand("ClearAuthenticationCache", false); } catch (e) { }
    try { window.sessionStorage && sessionStorage.clear(); } catch (e) { }
    <% if (Reason == LogoffReason.ChangePassword) { %>
    window.location.replace("auth/logon.aspx?url=<%=Server.UrlEncode(DefaultUrl)%>&reason=1");
    <% } %>
}
</script>
</head>
<body onload="_onload();">
<noscript><div class="nojs"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.CloseBrowserToComplete)%></div></noscript>
<p><%=Message%></p>
</body>
</html>
