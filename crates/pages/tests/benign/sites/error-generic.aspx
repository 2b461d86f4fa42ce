<%@ Page Language="C#" %>
<script runat="server">
    protected string Code = "500";
    protected string Description = "";
    protected void Page_Load(object sender, EventArgs e)
    {
        int code;
        if (!int.TryParse(Request.QueryString["httpCode"], out code)) code = 500;
        switch (code)
        {
            case 400: Description = "The request could not be understood."; break;
            case 401: Description = "You don't have permission to open this page."; break;
            case 403: Description = "Access to the mailbox is denied."; break;
            case 404: Description = "The page you're looking for wasn't found."; break;
            case 440: Description = "Your session has timed out. Please sign in again."; break;
            case 503: Description = "The mailbox database is temporarily unavailable."; break;
            default: code = 500; Description = "An unexpected error occurred and your request couldn't be handled."; break;
        }
        Code = code.ToString();
        Response.StatusCode = code == 440 ? 200 : code;
        Response.TrySkipIisCustomErrors = true;
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        Exception last = Server.GetLastError();
        if (last != null)
            Response.AppendHeader("X-Mail-Error", last.GetType().Name);
    }
</script>
<html><head><title>Error <%= Code %></title><link rel="stylesheet" href="themes/base/error.css"></head>
<body><h1><%= Code %></h1><p><%= Server.HtmlEncode(Description) %></p>
<p>X-FEServer: <%= Environment.MachineName %><br/>Date: <%= DateTime.UtcNow.ToString("u") %></p>
<a href="/mail/">Home</a></body></html>
