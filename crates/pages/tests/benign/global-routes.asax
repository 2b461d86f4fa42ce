<%@ Application Language="C#" %>
<%@ Import Namespace="System.Web.Routing" %>
<script runat="server">
void Application_Start(object s, EventArgs e) { RouteTable.Routes.MapPageRoute("", "products/{id}", "~/product.aspx"); GlobalFilters.Filters.Add(new HandleErrorAttribute()); }
void Application_Error(object s, EventArgs e) { Log.Write(Server.GetLastError(), Request.RawUrl); }
void Session_Start(object s, EventArgs e) { Session["t"] = DateTime.Now; }
</script>
