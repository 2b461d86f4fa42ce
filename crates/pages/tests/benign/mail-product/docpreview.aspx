<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.Clients.Web.DocumentPreview" EnableViewState="false" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    protected override void OnLoad(EventArgs e)
    {
        base.OnLoad(e);
        string part = Request.QueryString["part"];
        if (string.IsNullOrEmpty(part)) return;

        // parts are page1.png, page2.png ... style.css, produced by the converter for this user
        if (!System.Text.RegularExpressions.Regex.IsMatch(part, @"^(page[1-9][0-9]{0,3}\.png|style\.css)$"))
            throw new HttpException(404, "No such part");
        string dir = ConversionCache.DirectoryFor(UserContext.MailboxGuid, DocumentHash);
        string file = Path.Combine(dir, part);
        if (!File.Exists(file)) throw new HttpException(404, "No such part");
        Response.ContentType = part.EndsWith(".css") ? "text/css" : "image/png";
        Response.Cache.SetCacheability(HttpCacheability.Private);
        Response.WriteFile(file);
        Response.End();
    }
</script>
<html><head><title><%= HttpUtility.HtmlEncode(FileName) %></title></head>
<body class="prev">
<% for (int i = 1; i <= PageCount; i++) { %><img alt="<%= i %>" src="docpreview.aspx?id=<%= HttpUtility.UrlEncode(AttachmentId) %>&amp;part=page<%= i %>.png" /><br /><% } %>
<% if (Truncated) { %><p><%= string.Format(Strings.PreviewTruncated, PageCount) %></p><% } %>
</body></html>
