<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" EnableSessionState="False" %>
<script runat="server">
    private static readonly string[] cookieNames = { "cadata", "cadataTTL", "cadataKey", "cadataIV", "cadataSig", "sessionid" };

    protected void Page_Load(object sender, EventArgs e)
    {
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        foreach (string name in cookieNames)
        {
            if (Request.Cookies[name] == null) continue;
            HttpCookie dead = new HttpCookie(name, String.Empty);
            dead.HttpOnly = true;
            dead.Secure = Request.IsSecureConnection;
            dead.Expires = DateTime.UtcNow.AddYears(-30);
            Response.Cookies.Set(dead);
        }
        string src = Request.QueryString["src"];
        if (src == "exch_timeout" || src == "cp")
            Response.Redirect("~/auth/logon.aspx?reason=" + (src == "cp" ? "4" : "3"), true);
    }
</script>
<html>
<head><title>Signed out</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>
<body onload="try{document.execCommand('ClearAuthenticationCache');}catch(e){}">
<p>You have signed out. To help protect your mailbox, close all browser windows.</p>
<a href="/mail/">Sign in again</a>
</body>
</html>
