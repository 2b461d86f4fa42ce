<%@ Application Language="C#" %>
<%@ Import Namespace="System.Web.Mvc" %>
<%@ Import Namespace="System.Web.Routing" %>
<script runat="server">
    protected void Application_Start()
    {
        GlobalFilters.Filters.Add(new HandleErrorAttribute());
        GlobalFilters.Filters.Add(new AuthorizeAttribute { Roles = @"CORP\Domain Users" });
        RouteTable.Routes.IgnoreRoute("{resource}.axd/{*pathInfo}");
        RouteTable.Routes.MapRoute("Default", "{controller}/{action}/{id}", new { controller = "Home", action = "Index", id = UrlParameter.Optional });
        string v = System.IO.Path.Combine(HttpRuntime.AppDomainAppPath, "build.txt");
        Application["Build"] = System.IO.File.Exists(v) ? System.IO.File.ReadAllText(v).Trim() : "dev";
        System.Net.ServicePointManager.SecurityProtocol |= System.Net.SecurityProtocolType.Tls12;
    }

    protected void Application_PreSendRequestHeaders()
    {
        Response.Headers.Remove("X-AspNetMvc-Version");
        Response.Headers.Set("Strict-Transport-Security", "max-age=31536000");
    }
</script>
