<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    private class Entry { public string Id { get; set; } public string Type { get; set; } public string Message { get; set; } public string User { get; set; } public DateTime Time { get; set; } public int Status { get; set; } }
    private const int PageSize = 25;
    private int pageIndex, total;

    protected override void OnInit(EventArgs e)
    {
        base.OnInit(e);
        if (!Request.IsLocal && !User.IsInRole("ErrorLogReaders"))
        {
            Response.StatusCode = 403;
            Response.Write("The error log can be read on the server itself or by members of ErrorLogReaders.");
            Response.End();
        }
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        Guid id;
        if (Guid.TryParse(Request.QueryString["id"], out id))
        {
            ShowOne(id);
            return;
        }
        int.TryParse(Request.QueryString["page"], out pageIndex);
        pageIndex = Math.Max(pageIndex, 0);
        string[] files = Directory.GetFiles(Server.MapPath("~/App_Data/ErrorLog"), "error-*.xml");
        Array.Sort(files);
        Array.Reverse(files);
        total = files.Length;
        List<Entry> page = new List<Entry>();
        for (int i = pageIndex * PageSize; i < Math.Min(total, (pageIndex + 1) * PageSize); i++)
        {
            using (XmlReader xr = XmlReader.Create(files[i], new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
            {
                xr.MoveToContent();
                int st;
                int.TryParse(xr.GetAttribute("statusCode"), out st);
                page.Add(new Entry { Id = xr.GetAttribute("errorId"), Type = xr.GetAttribute("type"), Message = xr.GetAttribute("message"), User = xr.GetAttribute("user"), Time = XmlConvert.ToDateTime(xr.GetAttribute("time"), XmlDateTimeSerializationMode.Local), Status = st });
            }
        }
        rep.DataSource = page;
        rep.DataBind();
    }

    private void ShowOne(Guid id)
    {
        string[] hit = Directory.GetFiles(Server.MapPath("~/App_Data/ErrorLog"), "error-*-" + id.ToString("D") + ".xml");
        if (hit.Length != 1) { Response.StatusCode = 404; return; }
        XmlDocument d = new XmlDocument();
        d.XmlResolver = null;
        d.Load(hit[0]);
        list.Visible = false;
        detail.Visible = true;
        litType.Text = d.DocumentElement.GetAttribute("type");
        litDetail.Text = d.DocumentElement.GetAttribute("detail");
        StringBuilder sb = new StringBuilder();
        foreach (XmlElement item in d.SelectNodes("/error/serverVariables/item"))
        {
            string n = item.GetAttribute("name");
            if (n == "AUTH_PASSWORD" || n == "HTTP_COOKIE" || n == "HTTP_AUTHORIZATION") continue;
            sb.Append("<tr><td>").Append(HttpUtility.HtmlEncode(n)).Append("</td><td>").Append(HttpUtility.HtmlEncode(item.InnerText)).Append("</td></tr>");
        }
        litVars.Text = sb.ToString();
    }
</script>
<!DOCTYPE html>
<html><head><title>Error log for <%: Request.ApplicationPath %></title>
<style>body{font:12px Verdana}h1{font-size:20px;color:#800}td,th{padding:4px;border-bottom:1px solid #ddd;text-align:left}pre{background:#ffffe0;padding:8px;overflow:auto}</style></head>
<body>
<h1>Error log for <%: Request.ApplicationPath %> on <%: Environment.MachineName %></h1>
<asp:PlaceHolder ID="list" runat="server">
<p>Errors <%= pageIndex * PageSize + 1 %> to <%= Math.Min(total, (pageIndex + 1) * PageSize) %> of <%= total %>
<% if (pageIndex > 0) { %><a href="?page=<%= pageIndex - 1 %>">Newer</a><% } %> <% if ((pageIndex + 1) * PageSize < total) { %><a href="?page=<%= pageIndex + 1 %>">Older</a><% } %></p>
<table><tr><th>Code</th><th>Type</th><th>Error</th><th>User</th><th>Time</th></tr>
<asp:Repeater ID="rep" runat="server"><ItemTemplate>
<tr><td><%# Eval("Status") %></td><td><%#: Eval("Type") %></td><td><%#: Eval("Message") %> <a href="?id=<%#: Eval("Id") %>">Details&hellip;</a></td><td><%#: Eval("User") %></td><td><%# Eval("Time","{0:g}") %></td></tr>
</ItemTemplate></asp:Repeater></table>
</asp:PlaceHolder>
<asp:PlaceHolder ID="detail" runat="server" Visible="false">
<h2><asp:Literal ID="litType" runat="server" Mode="Encode" /></h2>
<pre><asp:Literal ID="litDetail" runat="server" Mode="Encode" /></pre>
<table><asp:Literal ID="litVars" runat="server" /></table>
</asp:PlaceHolder>
</body></html>
