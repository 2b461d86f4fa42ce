<%@ Application Language="C#" Inherits="Harbor.Mail.Clients.Web.WebMailApplication" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    private const string Source = "HarborMail Web";

    void Application_Start(object sender, EventArgs e)
    {
        Application["StartTime"] = DateTime.UtcNow;
        try
        {
            EventLog.WriteEntry(Source, "Web mail application started on " + Environment.MachineName + ", process " + Process.GetCurrentProcess().Id, EventLogEntryType.Information, 1001);
        }
        catch (System.Security.SecurityException) { }
    }

    void Application_BeginRequest(object sender, EventArgs e)
    {
        Response.Headers.Remove("Server");
        if (!Request.IsSecureConnection && !Request.IsLocal)
        {
            Response.RedirectPermanent("https://" + Request.Url.Host + Request.RawUrl, true);
        }
    }

    void Application_Error(object sender, EventArgs e)
    {
        Exception ex = Server.GetLastError();
        HttpException he = ex as HttpException;
        if (he != null && he.GetHttpCode() == 404) return;
        Trace.TraceError("Unhandled: {0}", ex);
    }

    void Application_End(object sender, EventArgs e)
    {
        Trace.TraceInformation("Shutdown reason {0}", System.Web.Hosting.HostingEnvironment.ShutdownReason);
    }
</script>
