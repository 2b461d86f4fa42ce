<%@ Page Language="C#" EnableSessionState="False" EnableViewState="false" %>
<script runat="server">
    private static readonly System.Collections.Generic.HashSet<string> allowed = new System.Collections.Generic.HashSet<string>(StringComparer.OrdinalIgnoreCase)
    { "mail.contoso.example", "autodiscover.contoso.example", "go.contoso.example", "help.contoso.example" };

    protected void Page_Load(object sender, EventArgs e)
    {
        string raw = Request.QueryString["url"];
        if (String.IsNullOrEmpty(raw) && Request.Cookies["logondata"] != null)
        {
            string[] parts = Request.Cookies["logondata"].Value.Split('&');
            foreach (string p in parts) if (p.StartsWith("dest=")) raw = Server.UrlDecode(p.Substring(5));
        }
        Uri u;
        if (raw != null && Uri.TryCreate(raw, UriKind.Absolute, out u) && u.Scheme == Uri.UriSchemeHttps && allowed.Contains(u.Host))
            Response.Redirect(u.AbsoluteUri, true);
        Response.Redirect("~/default.aspx", true);
    }
</script>
