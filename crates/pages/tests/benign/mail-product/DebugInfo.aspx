<%@ Page Language="C#" Trace="false" AutoEventWireup="true" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.Web.Hosting" %>
<%@ Import Namespace="System.Security.Principal" %>
<!DOCTYPE html>
<script runat="server">
    static readonly string[] Secret = { "password", "secret", "key", "token", "connectionstring", "pwd" };

    protected void Page_Load(object sender, EventArgs e)
    {
        WindowsPrincipal p = User as WindowsPrincipal;
        if (p == null || !p.IsInRole(WindowsBuiltInRole.Administrator))
        {
            Response.StatusCode = 401;
            Response.SuppressContent = true;
            Context.ApplicationInstance.CompleteRequest();
        }
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
    }

    string Mask(string name, string value)
    {
        foreach (string s in Secret) if (name.IndexOf(s, StringComparison.OrdinalIgnoreCase) >= 0) return "********";
        return HttpUtility.HtmlEncode(value);
    }

    void Section(string title, System.Collections.IEnumerable items)
    {
        Response.Write("<h2>" + title + "</h2><table>");
        foreach (object o in items)
        {
            System.Collections.DictionaryEntry d = (System.Collections.DictionaryEntry)o;
            Response.Write("<tr><th>" + HttpUtility.HtmlEncode(Convert.ToString(d.Key)) + "</th><td>" + Mask(Convert.ToString(d.Key), Convert.ToString(d.Value)) + "</td></tr>");
        }
        Response.Write("</table>");
    }
</script>
<html>
<head><title>Debug info</title>
<style>body{font:12px "Segoe UI"}h2{margin:18px 0 4px;color:#1a5276}table{border-collapse:collapse;width:100%}th{width:280px;text-align:left;font-weight:400;color:#555}th,td{border-bottom:1px solid #eee;padding:2px 4px;word-break:break-all}</style></head>
<body>
<h1><%: Environment.MachineName %> <%: HostingEnvironment.SiteName %><%: HostingEnvironment.ApplicationVirtualPath %></h1>
<%
    System.Collections.SortedList env = new System.Collections.SortedList(Environment.GetEnvironmentVariables());
    Section("Environment", env);

    System.Collections.SortedList app = new System.Collections.SortedList();
    foreach (string k in ConfigurationManager.AppSettings.AllKeys) app[k] = ConfigurationManager.AppSettings[k];
    Section("App settings", app);

    System.Collections.SortedList hdr = new System.Collections.SortedList();
    foreach (string k in Request.Headers.AllKeys) if (k != "Cookie" && k != "Authorization") hdr[k] = Request.Headers[k];
    Section("Request headers", hdr);

    System.Collections.SortedList mods = new System.Collections.SortedList();
    foreach (string m in Context.ApplicationInstance.Modules.AllKeys) mods[m] = Context.ApplicationInstance.Modules[m].GetType().FullName;
    Section("HTTP modules", mods);

    System.Collections.SortedList files = new System.Collections.SortedList();
    foreach (ProcessModule pm in Process.GetCurrentProcess().Modules)
    {
        try { files[pm.ModuleName + " @" + pm.BaseAddress.ToString("x")] = pm.FileVersionInfo.FileVersion + "  " + pm.FileName; }
        catch (System.IO.FileNotFoundException) { }
    }
    Section("Process modules", files);

    System.Collections.SortedList cache = new System.Collections.SortedList();
    foreach (System.Collections.DictionaryEntry c in HttpRuntime.Cache) cache[c.Key] = c.Value == null ? "null" : c.Value.GetType().Name;
    Section("Cache (" + HttpRuntime.Cache.Count + ", limit " + HttpRuntime.Cache.EffectivePrivateBytesLimit / 1048576 + " MB)", cache);
%>
</body></html>
