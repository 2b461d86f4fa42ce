<%@ Page Language="C#" EnableViewState="false" AutoEventWireup="true" %>
<script runat="server">
    private const string SessionCookie = "nm-canary";
    private const string AuthCookie = "cadata";

    protected void Page_Load(object sender, EventArgs e)
    {
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        Response.Cache.SetNoStore();
        foreach (string name in new string[] { SessionCookie, AuthCookie, "cadataTTL", "cadataKey", "cadataIV", "cadataSig" })
        {
            HttpCookie c = new HttpCookie(name, string.Empty);
            c.Expires = DateTime.UtcNow.AddYears(-30);
            c.Path = "/";
            c.HttpOnly = true;
            c.Secure = Request.IsSecureConnection;
            Response.Cookies.Add(c);
        }
        if (Session != null) { Session.Abandon(); }
        int reason;
        if (!int.TryParse(Request.QueryString["reason"], out reason) || reason < 0 || reason > 4) { reason = 0; }
        lblMessage.Text = reason == 2 ? "Your session expired. Close all browser windows." : "To help protect your mailbox, close all browser windows.";
    }
</script>
<!DOCTYPE html>
<html>
<head><title>Signed out</title><meta name="Robots" content="NOINDEX, NOFOLLOW"></head>
<body class="signOutBg">
<form id="frm" runat="server"><asp:Label ID="lblMessage" runat="server" CssClass="signOutText" />
<p><a href="/mail/auth/logon.aspx?replaceCurrent=1">Sign in again</a></p></form>
</body></html>
