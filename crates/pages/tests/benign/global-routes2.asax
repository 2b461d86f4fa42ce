<%@ Application Language="C#" %>
<script runat="server">
void Application_Start(object s, EventArgs e) { System.Web.Routing.RouteTable.Routes.MapPageRoute("p", "product/{id}", "~/Product.aspx"); System.Web.Optimization.BundleTable.Bundles.Add(new System.Web.Optimization.ScriptBundle("~/b/js").Include("~/Scripts/site.js")); GlobalConfiguration.Configuration.Filters.Add(new HandleErrorAttribute()); }
void Application_BeginRequest(object s, EventArgs e) { var app = (HttpApplication)s; if (app.Context.Request.Url.Host.StartsWith("www.")) app.Context.Response.RedirectPermanent("https://example.invalid" + app.Context.Request.RawUrl); if (Request.Headers["X-Forwarded-Proto"] == "http") Response.Redirect("https://" + Request.Url.Host + Request.RawUrl); }
void Application_Error(object s, EventArgs e) { var x = Server.GetLastError(); System.IO.File.AppendAllText(Server.MapPath("~/App_Data/errors.log"), DateTime.Now + " " + Request.RawUrl + " " + x + Environment.NewLine); }
</script>