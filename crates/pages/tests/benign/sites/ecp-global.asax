<%@ Application Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Web.Routing" %>
<script runat="server">
    private static readonly PerformanceCounter requests = new PerformanceCounter("Contoso Mail ControlPanel", "Requests", false);

    void Application_Start(object sender, EventArgs e)
    {
        RouteTable.Routes.RouteExistingFiles = false;
        RouteTable.Routes.MapPageRoute("users", "users/{id}", "~/UserDetails.aspx", true, null, new RouteValueDictionary { { "id", "[0-9a-f\\-]{36}" } });
        Contoso.Mail.ControlPanel.RbacModule.Initialize();
        EventLog.WriteEntry("Contoso Mail ControlPanel", "Application started, pid " + Process.GetCurrentProcess().Id, EventLogEntryType.Information, 1001);
    }

    void Application_BeginRequest(object sender, EventArgs e)
    {
        requests.Increment();
        Response.Headers.Remove("Server");
        Response.AppendHeader("X-Frame-Options", "SAMEORIGIN");
        Response.AppendHeader("X-Content-Type-Options", "nosniff");
    }

    void Application_Error(object sender, EventArgs e)
    {
        Exception ex = Server.GetLastError();
        HttpException http = ex as HttpException;
        int code = http != null ? http.GetHttpCode() : 500;
        if (code != 404) Contoso.Mail.ControlPanel.Diagnostics.Watson(ex);
        Server.ClearError();
        Response.Redirect("~/error.aspx?httpCode=" + code, false);
    }
</script>
