<%@ Application Language="C#" %>
<%@ Import Namespace="System.Web.Routing" %>
<%@ Import Namespace="System.Security.Principal" %>
<script runat="server">
    private static readonly string[] anonymous = { "/mail/auth/", "/mail/themes/", "/mail/healthcheck.htm" };

    void Application_Start(object sender, EventArgs e)
    {
        AppDomain.CurrentDomain.UnhandledException += delegate(object s, UnhandledExceptionEventArgs a)
        {
            System.Diagnostics.EventLog.WriteEntry("Contoso Mail Web", a.ExceptionObject.ToString(), System.Diagnostics.EventLogEntryType.Error, 4999);
        };
        System.Net.ServicePointManager.SecurityProtocol |= System.Net.SecurityProtocolType.Tls12;
        System.Net.ServicePointManager.DefaultConnectionLimit = 500;
        RouteTable.Routes.Ignore("{resource}.axd/{*pathInfo}");
        RouteTable.Routes.MapPageRoute("cal", "calendar/{token}/calendar.html", "~/calendarview.aspx");
    }

    void Application_BeginRequest(object sender, EventArgs e)
    {
        Context.Items["start"] = System.Diagnostics.Stopwatch.GetTimestamp();
        if (Request.Url.AbsolutePath.IndexOf("..", StringComparison.Ordinal) >= 0) throw new HttpException(400, "Bad request");
        Response.Headers["X-Frame-Options"] = "SAMEORIGIN";
        Response.Headers.Remove("Server");
    }

    void Application_AuthenticateRequest(object sender, EventArgs e)
    {
        HttpCookie c = Request.Cookies[FormsAuthentication.FormsCookieName];
        if (c == null) return;
        FormsAuthenticationTicket t;
        try { t = FormsAuthentication.Decrypt(c.Value); }
        catch (Exception) { return; }
        if (t == null || t.Expired) return;
        Context.User = new GenericPrincipal(new FormsIdentity(t), t.UserData.Split('|'));
    }

    void Application_Error(object sender, EventArgs e)
    {
        Exception ex = Server.GetLastError();
        HttpException http = ex as HttpException;
        int code = http == null ? 500 : http.GetHttpCode();
        if (code == 404) return;
        Server.ClearError();
        Response.Redirect("~/auth/errorFE.aspx?httpCode=" + code, false);
    }

    void Session_Start(object sender, EventArgs e)
    {
        byte[] b = new byte[24];
        using (System.Security.Cryptography.RandomNumberGenerator r = System.Security.Cryptography.RandomNumberGenerator.Create()) r.GetBytes(b);
        Session["canary"] = Convert.ToBase64String(b).Replace('+', '-').Replace('/', '_');
    }
</script>
