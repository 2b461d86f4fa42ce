<%@ Page Language="C#" AutoEventWireup="true" ValidateRequest="false" Inherits="Harbor.Mail.Clients.Web.RedirPage" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
    string target;

    void Page_Load(object sender, EventArgs e)
    {
        string canary = Request.QueryString["c"];
        string url = Request.QueryString["URL"];
        HttpCookie cookie = Request.Cookies["X-Harbor-CANARY"];
        if (cookie == null || string.IsNullOrEmpty(canary) || !FixedTimeEquals(canary, cookie.Value))
        {
            Response.StatusCode = 403;
            Response.End();
            return;
        }
        Uri uri;
        if (!Uri.TryCreate(url, UriKind.Absolute, out uri) || !(uri.Scheme == "http" || uri.Scheme == "https" || uri.Scheme == "ftp"))
        {
            Response.Redirect("~/errorfe.aspx?httpCode=400", true);
            return;
        }
        target = uri.AbsoluteUri;
        Response.AppendHeader("Referrer-Policy", "no-referrer");
    }

    static bool FixedTimeEquals(string a, string b)
    {
        if (a.Length != b.Length) return false;
        int d = 0;
        for (int i = 0; i < a.Length; i++) d |= a[i] ^ b[i];
        return d == 0;
    }
</script>
<html><head><title>Leaving web mail</title>
<meta http-equiv="refresh" content="0;url=<%= HttpUtility.HtmlAttributeEncode(target) %>" />
</head><body>
<p>You are being redirected to <a rel="noreferrer" href="<%= HttpUtility.HtmlAttributeEncode(target) %>"><%= HttpUtility.HtmlEncode(target) %></a></p>
</body></html>
