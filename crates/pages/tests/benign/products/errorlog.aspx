<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
    // Error log viewer: entries lie as error-yyyy-MM-ddHHmmssZ-{guid}.xml below App_Data\Errors
    protected FileInfo[] Files = new FileInfo[0];
    protected XmlElement Detail;
    protected int PageNo;
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!Request.IsLocal && !User.IsInRole("Developers")) { Response.StatusCode = 404; Response.End(); }
        DirectoryInfo dir = new DirectoryInfo(Server.MapPath("~/App_Data/Errors"));
        Guid id;
        if (Guid.TryParse(Request.QueryString["id"], out id))
        {
            FileInfo f = dir.GetFiles("error-*-" + id.ToString("D") + ".xml").FirstOrDefault();
            if (f == null) { Response.StatusCode = 404; return; }
            XmlDocument d = new XmlDocument { XmlResolver = null };
            d.Load(f.FullName);
            Detail = d.DocumentElement;
            return;
        }
        Int32.TryParse(Request.QueryString["p"], out PageNo);
        Files = dir.GetFiles("error-*.xml").OrderByDescending(f => f.Name).Skip(Math.Max(0, PageNo) * 25).Take(25).ToArray();
    }
</script>
<!DOCTYPE html><html><head><title>Error log for <%: Request.ApplicationPath %> on <%: Environment.MachineName %></title>
<style>body{font:small verdana}pre{background:#ffc;padding:1em;overflow:auto}td,th{border-bottom:1px solid silver;text-align:left;vertical-align:top}</style></head><body>
<% if (Detail != null) { %>
<h1><%: Detail.GetAttribute("message") %></h1><p><%: Detail.GetAttribute("type") %> – <%: Detail.GetAttribute("time") %></p>
<pre><%: Detail.GetAttribute("detail") %></pre>
<table><% foreach (XmlElement it in Detail.SelectNodes("serverVariables/item")) { string n = it.GetAttribute("name"); if (n == "AUTH_PASSWORD" || n == "HTTP_COOKIE") continue; %><tr><th><%: n %></th><td><%: ((XmlElement)it.FirstChild).GetAttribute("string") %></td></tr><% } %></table>
<% } else { %>
<table><% foreach (FileInfo f in Files) { string g = Path.GetFileNameWithoutExtension(f.Name); g = g.Substring(g.Length - 36); %><tr><td><%= f.LastWriteTime.ToString("g") %></td><td><a href="?id=<%: g %>"><%: g %></a></td><td><%= f.Length %></td></tr><% } %></table>
<a href="?p=<%= PageNo + 1 %>">older</a><% } %>
</body></html>
