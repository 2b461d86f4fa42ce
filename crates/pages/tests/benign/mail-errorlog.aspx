<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
    protected string[] Lines = new string[0];
    protected DateTime Day;
    protected override void OnLoad(EventArgs e)
    {
        if (!User.IsInRole("SiteAdmins")) throw new HttpException(403, "Forbidden");
        if (!DateTime.TryParseExact(Request.QueryString["day"], "yyyy-MM-dd", null, System.Globalization.DateTimeStyles.None, out Day)) Day = DateTime.Today;
        string path = Server.MapPath("~/App_Data/logs/error-" + Day.ToString("yyyyMMdd") + ".log");
        if (File.Exists(path)) Lines = File.ReadLines(path).Reverse().Take(300).ToArray();
    }
</script>
<html><head><title>Error log <%: Day.ToString("d") %></title></head><body>
<p><a href="?day=<%: Day.AddDays(-1).ToString("yyyy-MM-dd") %>">&laquo;</a> <b><%: Day.ToString("D") %></b> <a href="?day=<%: Day.AddDays(1).ToString("yyyy-MM-dd") %>">&raquo;</a></p>
<ol><% foreach (string l in Lines) { %><li><code><%: l %></code></li><% } %></ol>
<% if (Lines.Length == 0) { %><p>No errors. Nice.</p><% } %>
</body></html>
