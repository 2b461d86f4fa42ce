<%@ Page Language="C#" EnableViewState="false" %>
<script runat="server">
    // Warns before leaving webmail for an outside link in a message body.
    protected Uri Target;
    protected override void OnLoad(EventArgs e)
    {
        string url = Request.QueryString["URL"];
        Uri u;
        if (!string.IsNullOrEmpty(url) && url.Length < 2048 && Uri.TryCreate(url, UriKind.Absolute, out u)
            && (u.Scheme == Uri.UriSchemeHttp || u.Scheme == Uri.UriSchemeHttps || u.Scheme == Uri.UriSchemeMailto))
        {
            Target = u;
        }
        else
        {
            Response.Redirect("/mail/error2.aspx?httpCode=400", true);
        }
    }
</script>
<html><head><meta name="referrer" content="no-referrer"><title>Leaving webmail</title></head>
<body><p>You are opening: <b><%: Target.Host %></b></p>
<p><a rel="noreferrer noopener" href="<%: Target.AbsoluteUri %>">Continue</a></p></body></html>
