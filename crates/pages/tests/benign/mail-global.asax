<%@ Application Language="C#" Inherits="Northmail.Web.Core.WebmailApplication" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    void Application_BeginRequest(object sender, EventArgs e)
    {
        HttpApplication app = (HttpApplication)sender;
        app.Context.Items["RequestId"] = Guid.NewGuid();
        app.Context.Items["Watch"] = Stopwatch.StartNew();
        if (!app.Request.IsSecureConnection && !app.Request.IsLocal)
        {
            UriBuilder b = new UriBuilder(app.Request.Url) { Scheme = "https", Port = 443 };
            app.Response.Redirect(b.Uri.AbsoluteUri, false);
            app.CompleteRequest();
        }
    }
    void Application_EndRequest(object sender, EventArgs e)
    {
        Stopwatch w = Context.Items["Watch"] as Stopwatch;
        if (w != null) Response.AppendToLog("&T=" + w.ElapsedMilliseconds.ToString());
        Response.Headers.Remove("Server");
    }
    void Application_Error(object sender, EventArgs e)
    {
        Exception ex = Server.GetLastError();
        HttpException http = ex as HttpException;
        int code = http != null ? http.GetHttpCode() : 500;
        if (code >= 500) EventLog.WriteEntry("Northmail Webmail", ex.ToString(), EventLogEntryType.Error, 4999);
        Server.ClearError();
        Server.Transfer("~/error2.aspx?httpCode=" + code, false);
    }
</script>
