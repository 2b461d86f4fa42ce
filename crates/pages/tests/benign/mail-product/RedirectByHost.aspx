<%@ Page Language="C#" %>
<%
    string host = Request.Url.Host.ToLowerInvariant();
    string to = "https://mail.litware.example/owa/";
    if (host.StartsWith("autodiscover.")) to = "https://autodiscover.litware.example/autodiscover/autodiscover.xml";
    else if (host == "legacy.litware.example") to = "https://mail.litware.example/owa/?legacy=1";
    else if (host.StartsWith("webmail-test")) to = "https://webmail-test.litware.example/owa/";
    Response.StatusCode = 302;
    Response.AddHeader("Location", to);
    Response.End();
%>
